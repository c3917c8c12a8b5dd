"""Figures of several documents become facts, and facts are set against each other."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from weighing import CAPACITY, HARBOUR, PIER, TOPIC, document, figure, months, reading, year

from briefgen.evidence import weigh
from briefgen.model import (
    Direction,
    Document,
    Evidence,
    Fact,
    Kind,
    Modifier,
    Original,
    Reading,
    RelationType,
    Status,
)

DAY = dt.date(2025, 3, 3)


def weighed(*pairs: tuple[Document, Reading]) -> Evidence:
    return weigh([pair[0] for pair in pairs], [pair[1] for pair in pairs], [TOPIC])


def one_figure(  # noqa: PLR0913 - a figure has many parts
    name: str,
    text: str,
    surface: str,
    value: str,
    unit: str = "t",
    publisher: str | None = None,
    **fields: object,
) -> tuple[Document, Reading]:
    source = document(name, text, publisher, DAY)
    return source, reading(source, figure(source, surface, value, unit, **fields))


def kinds(evidence: Evidence) -> set[RelationType]:
    return {relation.type for relation in evidence.relations}


def only(evidence: Evidence) -> Fact:
    (fact,) = evidence.facts
    return fact


def test_nothing_gives_nothing() -> None:
    assert weigh([], [], []) == Evidence((), (), ())


def test_two_reports_of_one_value_are_one_fact() -> None:
    fact = only(
        weighed(
            one_figure(
                "a", "Lindholm moved 4.5 million tons in 2024.", "4.5 million tons", "4500000", period=year(2024)
            ),
            one_figure(
                "b",
                "In 2024 the harbour handled 4.5 million tonnes.",
                "4.5 million tonnes",
                "4500000",
                period=year(2024),
            ),
        )
    )
    assert len(fact.figures) == len(fact.citations) == fact.corroboration == 2


def test_a_rounded_mention_joins_the_exact_one_which_is_printed() -> None:
    evidence = weighed(
        one_figure("a", "About 4.5 million tons went through.", "4.5 million tons", "4500000", period=year(2024)),
        one_figure("b", "The total was 4.46 million tons.", "4.46 million tons", "4460000", period=year(2024)),
    )
    assert only(evidence).quantity.surface == "4.46 million tons"
    assert kinds(evidence) == {RelationType.ROUNDING}


@pytest.mark.parametrize(
    ("changed", "value"),
    [
        ({"period": year(2023)}, "4500000"),
        ({"period": year(2024), "status": Status.PLAN}, "4500000"),
        ({"period": year(2024), "kind": Kind.INCREMENT}, "4500000"),
        ({"period": year(2024), "measure": PIER}, "4500000"),
        ({"period": year(2024), "unit": "USD"}, "4500000"),
        ({"period": year(2024), "deadline": dt.date(2027, 12, 31)}, "4500000"),
        ({"period": year(2024)}, "4700000"),
    ],
)
def test_what_differs_stays_apart(changed: dict[str, object], value: str) -> None:
    first = one_figure("a", "It was 4.5 million tons.", "4.5 million tons", "4500000", period=year(2024))
    second = one_figure("b", "They say 4.5 million tons.", "4.5 million tons", value, **changed)
    assert len(weighed(first, second).facts) == 2


def test_an_undated_mention_joins_the_only_dated_fact_of_its_value() -> None:
    dated = one_figure("a", "It was 4.5 million tons in 2024.", "4.5 million tons", "4500000", period=year(2024))
    undated = one_figure("b", "The harbour moved 4.5 million tons.", "4.5 million tons", "4500000")
    assert only(weighed(dated, undated)).period == year(2024)


def test_an_undated_mention_stays_apart_where_two_periods_fit_or_the_value_tells_little() -> None:
    one = one_figure("a", "It was 4.5 million tons in 2024.", "4.5 million tons", "4500000", period=year(2024))
    other = one_figure("c", "It was 4.5 million tons in 2022.", "4.5 million tons", "4500000", period=year(2022))
    undated = one_figure("b", "The harbour moved 4.5 million tons.", "4.5 million tons", "4500000")
    assert len(weighed(one, other, undated).facts) == 3
    round_one = one_figure("d", "It was 5 million tons in 2024.", "5 million tons", "5000000", period=year(2024))
    round_other = one_figure("e", "It moves 5 million tons.", "5 million tons", "5000000")
    assert len(weighed(round_one, round_other).facts) == 2


def test_an_undated_target_never_gets_a_date() -> None:
    dated = one_figure(
        "a",
        "It shall be 7.5 million tons by 2030.",
        "7.5 million tons",
        "7500000",
        status=Status.TARGET,
        deadline=dt.date(2030, 12, 31),
    )
    undated = one_figure("b", "The goal is 7.5 million tons.", "7.5 million tons", "7500000", status=Status.TARGET)
    evidence = weighed(dated, undated)
    assert len(evidence.facts) == 2
    assert kinds(evidence) == {RelationType.DIFFERENT_PERIOD}


def test_a_noun_phrase_joins_across_documents_only_with_names_in_common() -> None:
    phrase = {"measure": "grain exports", "period": year(2024)}
    one = one_figure("a", "Grain exports of Ruritania to Borduria hit 12 tons.", "12 tons", "12", **phrase)
    other = one_figure("b", "Borduria got 12 tons in grain exports of Ruritania.", "12 tons", "12", **phrase)
    stranger = one_figure("c", "Syldavia sold 12 tons in grain exports.", "12 tons", "12", **phrase)
    assert sorted(len(fact.figures) for fact in weighed(one, other, stranger).facts) == [1, 2]


def test_a_noun_phrase_with_a_telling_value_and_a_period_joins_where_no_name_speaks_against() -> None:
    phrase = {"measure": "inflation", "period": year(2024), "kind": Kind.SHARE}
    one = one_figure("a", "Inflation came to 3.2 percent.", "3.2 percent", "3.2", "%", **phrase)
    other = one_figure("b", "Inflation in Borduria fell to 3.2 percent.", "3.2 percent", "3.2", "%", **phrase)
    stranger = one_figure("c", "Syldavia has 3.2 percent.", "3.2 percent", "3.2", "%", **phrase)
    assert sorted(len(fact.figures) for fact in weighed(one, other, stranger).facts) == [1, 2]


def test_numbers_without_a_measure_are_joined_only_as_reprints() -> None:
    one = one_figure("a", "Some 300 people came to Lindholm.", "300 people", "300", "count:people", measure=None)
    copy = one_figure("b", "Some 300 people came to Lindholm.", "300 people", "300", "count:people", measure=None)
    other = one_figure("c", "At Lindholm 300 people were hurt.", "300 people", "300", "count:people", measure=None)
    assert sorted(len(fact.figures) for fact in weighed(one, copy, other).facts) == [1, 2]


def test_one_publisher_counts_once_and_a_digest_counts_as_what_it_digests() -> None:
    def report(name: str, text: str, publisher: str) -> tuple[Document, Reading]:
        return one_figure(name, text, "4.5 million tons", "4500000", publisher=publisher, period=year(2024))

    one = report("a", "It was 4.5 million tons.", "Lindholm Post")
    other = report("b", "Harbour masters counted 4.5 million tons.", "Lindholm Post")
    assert only(weighed(one, other)).origins == ("Lindholm Post",)
    source, read = report("c", "The year brought 4.5 million tons.", "briefgen")
    digest = replace(source, digest_of=Original(publisher="Lindholm Post"))
    assert only(weighed(one, (digest, read))).origins == ("Lindholm Post",)


def test_documents_of_unknown_publisher_count_by_document() -> None:
    one = one_figure("a", "It was 4.5 million tons.", "4.5 million tons", "4500000", period=year(2024))
    other = one_figure("b", "Masters counted 4.5 million tons.", "4.5 million tons", "4500000", period=year(2024))
    assert only(weighed(one, other)).corroboration == 2


def test_one_speaker_is_one_origin() -> None:
    said = {"period": year(2024)}
    one = one_figure(
        "a", "Ada Brant said it was 4.5 million tons.", "4.5 million tons", "4500000", attribution="Ada Brant", **said
    )
    other = one_figure(
        "b", "Brant put it at 4.5 million tons.", "4.5 million tons", "4500000", attribution="Brant", **said
    )
    assert only(weighed(one, other)).corroboration == 1


def test_values_that_cannot_both_be_right_conflict() -> None:
    evidence = weighed(
        one_figure("a", "It was 4.5 million tons in 2024.", "4.5 million tons", "4500000", period=year(2024)),
        one_figure("b", "In 2024 it was 5.2 million tons.", "5.2 million tons", "5200000", period=year(2024)),
    )
    (relation,) = evidence.relations
    assert relation.type is RelationType.CONFLICT
    assert len(relation.passages) == 2
    assert "“4.5 million tons” and “5.2 million tons”" in relation.explanation


@pytest.mark.parametrize(
    "changed",
    [
        {"period": year(2023)},
        {"period": None},
        {"period": year(2024), "modifier": Modifier.LESS_THAN, "value": "4600000", "surface": "4.6 million tons"},
        {"period": year(2024), "modifier": Modifier.MORE_THAN, "value": "3000000", "surface": "3 million tons"},
        {"period": year(2024), "modifier": Modifier.APPROX, "value": "4200000", "surface": "4.2 million tons"},
        {"period": year(2024), "value": "4000000", "upper": "5000000", "surface": "4 to 5 million tons"},
        {"period": year(2024), "value": "62", "unit": "%", "kind": Kind.CHANGE, "surface": "62%"},
        {"period": year(2024), "subject": "Gotham", "measure": "ship calls"},
    ],
)
def test_what_may_both_be_right_is_no_conflict(changed: dict[str, object]) -> None:
    fields = {"surface": "5.2 million tons", "value": "5200000", **changed}
    surface, value = str(fields.pop("surface")), str(fields.pop("value"))
    evidence = weighed(
        one_figure("a", "It was 4.5 million tons in all.", "4.5 million tons", "4500000", period=year(2024)),
        one_figure("b", f"It was {surface} in all.", surface, value, **fields),
    )
    assert RelationType.CONFLICT not in kinds(evidence)


def test_one_document_does_not_contradict_itself() -> None:
    text = "It was 4.5 million tons in 2024. Later it was 5.2 million tons."
    source = document("a", text)
    read = reading(
        source,
        figure(source, "4.5 million tons", "4500000", period=year(2024)),
        figure(source, "5.2 million tons", "5200000", period=year(2024)),
    )
    assert not weighed((source, read)).relations


def test_a_delimiting_word_makes_it_a_matter_of_definition() -> None:
    evidence = weighed(
        one_figure(
            "a", "Trade was worth 470 euros.", "470 euros", "470", "EUR", measure="Harbour revenue", period=year(2024)
        ),
        one_figure(
            "b",
            "Trade in goods and services was worth 533 euros.",
            "533 euros",
            "533",
            "EUR",
            measure="Harbour revenue",
            period=year(2024),
        ),
    )
    (relation,) = evidence.relations
    assert relation.type is RelationType.DIFFERENT_SCOPE
    assert "services" in relation.explanation


def test_a_plan_against_a_projection_differs_in_status() -> None:
    evidence = weighed(
        one_figure("a", "The port plans 1.2 tons in 2025.", "1.2 tons", "1.2", status=Status.PLAN, period=year(2025)),
        one_figure(
            "b",
            "It is expected to be 1.8 tons in 2025.",
            "1.8 tons",
            "1.8",
            status=Status.PROJECTION,
            period=year(2025),
        ),
    )
    assert kinds(evidence) == {RelationType.STATUS_CONFLICT}


def test_an_actual_value_below_its_target_is_no_conflict() -> None:
    evidence = weighed(
        one_figure("a", "It was 1.2 tons in 2025.", "1.2 tons", "1.2", period=year(2025)),
        one_figure("b", "The aim was 1.8 tons in 2025.", "1.8 tons", "1.8", status=Status.TARGET, period=year(2025)),
    )
    assert not evidence.relations


def test_part_of_a_year_is_not_a_year() -> None:
    evidence = weighed(
        one_figure("a", "It was 470 tons in 2024.", "470 tons", "470", period=year(2024)),
        one_figure("b", "From January to August it was 547 tons.", "547 tons", "547", period=months(2025, 1, 8)),
    )
    (relation,) = evidence.relations
    assert relation.type is RelationType.DIFFERENT_PERIOD
    assert "January to August 2025" in relation.explanation


def test_two_whole_years_are_a_series_and_no_disagreement() -> None:
    evidence = weighed(
        one_figure("a", "It was 470 tons in 2024.", "470 tons", "470", period=year(2024)),
        one_figure("b", "It was 420 tons in 2023.", "420 tons", "420", period=year(2023)),
    )
    assert not evidence.relations


def test_by_ten_is_not_to_ten() -> None:
    evidence = weighed(
        one_figure(
            "a", "Capacity shall rise by 10 tons.", "10 tons", "10", status=Status.TARGET, kind=Kind.INCREMENT,
            measure=CAPACITY, direction=Direction.UP,
        ),
        one_figure("b", "Cargo is to reach 10 tons.", "10 tons", "10", status=Status.TARGET),
    )  # fmt: skip
    (relation,) = evidence.relations
    assert relation.type is RelationType.DIFFERENT_SCOPE
    assert "an increase" in relation.explanation


def test_a_part_that_is_said_to_be_larger_than_the_whole_is_shown() -> None:
    evidence = weighed(
        one_figure(
            "a",
            "The North Pier adds to Lindholm harbour. It can take 15 tons of cargo.",
            "15 tons",
            "15",
            status=Status.CAPACITY,
            measure=PIER,
        ),
        one_figure("b", "Cargo is to reach 10 tons.", "10 tons", "10", status=Status.TARGET),
    )
    (relation,) = evidence.relations
    assert relation.type is RelationType.DIFFERENT_SCOPE
    assert HARBOUR in relation.explanation


def test_by_a_year_and_in_a_year_are_one_time() -> None:
    evidence = weighed(
        one_figure("a", "The port plans 1.2 tons in 2025.", "1.2 tons", "1.2", status=Status.PLAN, period=year(2025)),
        one_figure(
            "b",
            "It may reach 1.8 tons by 2025.",
            "1.8 tons",
            "1.8",
            status=Status.PROJECTION,
            period=year(2025),
            deadline=dt.date(2025, 12, 31),
        ),
    )
    assert kinds(evidence) == {RelationType.STATUS_CONFLICT}


def test_values_of_several_periods_share_one_card() -> None:
    evidence = weighed(
        one_figure("a", "It was 470 tons in 2024.", "470 tons", "470", period=year(2024)),
        one_figure("b", "From January to August it was 547 tons.", "547 tons", "547", period=months(2025, 1, 8)),
        one_figure("c", "From January to May it was 190 tons.", "190 tons", "190", period=months(2024, 1, 5)),
    )
    (relation,) = evidence.relations
    assert len(relation.facts) == len(relation.passages) == 3


def test_about_so_much_a_year_is_not_what_was_counted_once() -> None:
    one = one_figure("a", "It carries about 1.5 tons a year.", "1.5 tons", "1.5", rate="year", modifier=Modifier.APPROX)
    other = one_figure("b", "It carried 1.5 tons.", "1.5 tons", "1.5")
    assert len(weighed(one, other).facts) == 2


def test_alike_numbers_of_other_units_are_never_related() -> None:
    evidence = weighed(
        one_figure("a", "They signed 15 agreements.", "15 agreements", "15", "count:agreements", measure="agreements"),
        one_figure("b", "It can take 15 million tons.", "15 million tons", "15000000", status=Status.CAPACITY),
    )
    assert not evidence.relations


# What must hold for any corpus.

VALUES = st.sampled_from(["3.1", "3.14", "4.5", "5.2", "10"])
PERIODS = st.sampled_from([None, year(2023), year(2024), months(2024, 1, 8)])
STATUSES = st.sampled_from([Status.ACTUAL, Status.PLAN, Status.TARGET, Status.PROJECTION])
MEASURES = st.sampled_from([HARBOUR, CAPACITY, None, "ship calls"])
PUBLISHERS = st.sampled_from([None, "Lindholm Post", "Borduria Today"])
ATTRIBUTIONS = st.sampled_from([None, "Ada Brant", "Brant", "Otto Falk"])


@st.composite
def reports(draw: st.DrawFn) -> list[tuple[Document, Reading]]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        surface = f"{draw(VALUES)} tons"
        text = f"At Lindholm {draw(st.sampled_from(['it was', 'they saw', 'records show']))} {surface} of cargo."
        source = document(f"d{number}", text, draw(PUBLISHERS), DAY)
        fields = {"measure": draw(MEASURES), "period": draw(PERIODS), "status": draw(STATUSES)}
        found.append(
            (
                source,
                reading(
                    source,
                    figure(source, surface, surface.removesuffix(" tons"), attribution=draw(ATTRIBUTIONS), **fields),
                ),
            )
        )
    return found


@settings(deadline=None, max_examples=60)
@given(reports(), st.randoms(use_true_random=False))
def test_the_order_of_documents_never_matters(pairs: list[tuple[Document, Reading]], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    assert weighed(*pairs) == weighed(*shuffled)


@settings(deadline=None, max_examples=60)
@given(reports(), st.integers(0, 5))
def test_a_reprint_adds_no_origin(pairs: list[tuple[Document, Reading]], index: int) -> None:
    source, read = pairs[index % len(pairs)]
    copy = replace(
        source, id="f" * 64, name="zz-reprint", publisher="Reprint Daily", published=DAY + dt.timedelta(days=1)
    )
    again = replace(
        read,
        document_id=copy.id,
        figures=tuple(replace(one, passage=replace(one.passage, document_id=copy.id)) for one in read.figures),
    )
    before = {fact.id: fact.corroboration for fact in weighed(*pairs).facts}
    after = {fact.id: fact.corroboration for fact in weighed(*pairs, (copy, again)).facts}
    assert sorted(before.values()) == sorted(after.values())


@settings(deadline=None, max_examples=60)
@given(reports())
def test_every_figure_is_in_one_fact_and_no_pair_is_related_twice(pairs: list[tuple[Document, Reading]]) -> None:
    evidence = weighed(*pairs)
    assert sum(len(fact.figures) for fact in evidence.facts) == len(pairs)
    assert len({fact.id for fact in evidence.facts}) == len(evidence.facts)
    related = [frozenset(fact.id for fact in relation.facts) for relation in evidence.relations]
    assert len(related) == len(set(related))


@settings(deadline=None, max_examples=60)
@given(reports())
def test_explanations_print_only_numbers_of_their_passages(pairs: list[tuple[Document, Reading]]) -> None:
    for relation in weighed(*pairs).relations:
        quotes = " ".join(passage.quote for passage in relation.passages)
        surfaces = [part.split("”", maxsplit=1)[0] for part in relation.explanation.split("“")[1:]]
        assert all(surface in quotes for surface in surfaces)
