"""What two facts of one measure say against each other: replaced values, firmness, spans, definitions, severity."""

from __future__ import annotations

import datetime as dt

import pytest
from weighing import HARBOUR, TOPIC, document, figure, months, reading, year

from briefgen.evidence import weigh
from briefgen.model import Document, Evidence, Kind, Period, Reading, Relation, RelationType, Severity, Status

SPRING, AUTUMN = dt.date(2025, 3, 3), dt.date(2025, 10, 24)
POST, TODAY = "Lindholm Post", "Borduria Today"


def told(  # noqa: PLR0913 - a figure has many parts
    name: str,
    text: str,
    surface: str,
    value: str,
    publisher: str | None = None,
    published: dt.date | None = None,
    **fields: object,
) -> tuple[Document, Reading]:
    source = document(name, text, publisher, published)
    return source, reading(source, figure(source, surface, value, **{"period": year(2024), **fields}))


def weighed(*pairs: tuple[Document, Reading]) -> Evidence:
    return weigh([pair[0] for pair in pairs], [pair[1] for pair in pairs], [TOPIC])


def only(*pairs: tuple[Document, Reading]) -> Relation:
    (relation,) = weighed(*pairs).relations
    return relation


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("It was 4.5 tons in 2024.", "The harbour revised the number to 5.2 tons for 2024.", "was revised"),
        ("Preliminary figures show 4.5 tons in 2024.", "In 2024 it was 5.2 tons.", "preliminary"),
        ("It was 4.5 tons in 2024.", "Instead of the earlier estimate, it was 5.2 tons.", "was revised"),
        ("It was 4.5 tons in 2024.", "In 2024 it was 5.2 tons. The figure was revised in May.", "was revised"),
        ("It was 4.5 tons in 2024.", "In 2024 it was 5.2 tons. It replaces an early count.", "was revised"),
        ("It was 4.5 tons in 2024.", "In 2024 it was 5.2 tons. An earlier count was withdrawn.", "was revised"),
        (
            "It was 4.5 tons in 2024.",
            "In 2024 it was 5.2 tons. That is a correction of the number in May.",
            "was revised",
        ),
    ],
)
def test_a_revised_value_replaces_the_older_one(first: str, second: str, words: str) -> None:
    relation = only(
        told("a", first, "4.5 tons", "4.5", POST, SPRING), told("b", second, "5.2 tons", "5.2", TODAY, AUTUMN)
    )
    assert relation.type is RelationType.SUPERSEDED
    assert words in relation.explanation
    assert "“4.5 tons” (3 March 2025) was followed by “5.2 tons” (24 October 2025)" in relation.explanation


def test_without_a_word_of_revision_two_papers_contradict_each_other() -> None:
    relation = only(
        told("a", "It was 4.5 tons in 2024.", "4.5 tons", "4.5", POST, SPRING),
        told("b", "In 2024 it was 5.2 tons.", "5.2 tons", "5.2", TODAY, AUTUMN),
    )
    assert relation.type is RelationType.CONFLICT


def test_what_one_voice_says_later_replaces_what_it_said_before() -> None:
    said = {"attribution": "Ada Brant"}
    relation = only(
        told("a", "Ada Brant spoke of 4.5 tons.", "4.5 tons", "4.5", POST, SPRING, **said),
        told("b", "Ada Brant now speaks of 5.2 tons.", "5.2 tons", "5.2", TODAY, AUTUMN, **said),
    )
    assert relation.type is RelationType.SUPERSEDED
    assert "same source" in relation.explanation


def test_two_speakers_of_one_paper_do_not_replace_each_other() -> None:
    relation = only(
        told("a", "Ada Brant spoke of 4.5 tons.", "4.5 tons", "4.5", POST, SPRING, attribution="Ada Brant"),
        told("b", "Otto Falk speaks of 5.2 tons.", "5.2 tons", "5.2", POST, AUTUMN, attribution="Otto Falk"),
    )
    assert relation.type is RelationType.CONFLICT


@pytest.mark.parametrize("published", [None, SPRING])
def test_without_an_order_of_time_nothing_is_replaced(published: dt.date | None) -> None:
    relation = only(
        told("a", "It was 4.5 tons in 2024.", "4.5 tons", "4.5", POST, SPRING),
        told("b", "The number was revised to 5.2 tons.", "5.2 tons", "5.2", TODAY, published),
    )
    assert relation.type is RelationType.CONFLICT


def test_a_forecast_is_overtaken_by_what_was_measured() -> None:
    early, late = dt.date(2024, 2, 1), SPRING
    relation = only(
        told("a", "It is expected to be 4.5 tons in 2024.", "4.5 tons", "4.5", POST, early, status=Status.PROJECTION),
        told("b", "In 2024 it was 5.2 tons.", "5.2 tons", "5.2", TODAY, late),
    )
    assert relation.type is RelationType.SUPERSEDED
    assert "was a projection" in relation.explanation


def test_a_forecast_that_comes_after_the_count_overtakes_nothing() -> None:
    evidence = weighed(
        told("a", "It is expected to be 4.5 tons in 2024.", "4.5 tons", "4.5", POST, AUTUMN, status=Status.PROJECTION),
        told("b", "In 2024 it was 5.2 tons.", "5.2 tons", "5.2", TODAY, SPRING),
    )
    assert not evidence.relations


def test_a_value_that_is_a_plan_here_and_a_target_there_differs_in_firmness() -> None:
    relation = only(
        told("a", "The port plans 7 tons in 2027.", "7 tons", "7", status=Status.PLAN, period=year(2027)),
        told("b", "The goal is 7 tons in 2027.", "7 tons", "7", status=Status.TARGET, period=year(2027)),
    )
    assert relation.type is RelationType.STATUS_CONFLICT
    assert "how firm" in relation.explanation


def test_three_values_that_contradict_each_other_share_one_card() -> None:
    relation = only(
        told("a", "It was 4.5 tons in 2024.", "4.5 tons", "4.5"),
        told("b", "In 2024 it was 5.2 tons.", "5.2 tons", "5.2"),
        told("c", "The year 2024 brought 6.1 tons.", "6.1 tons", "6.1"),
    )
    assert relation.type is RelationType.CONFLICT
    assert len(relation.facts) == len(relation.passages) == 3
    assert "are all given" in relation.explanation


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (months(2025, 1, 8), months(2025, 1, 10)),  # one count to date and a later one
        (months(2024, 1, 10), months(2025, 1, 8)),  # counts to date of unlike length
        (year(2024), months(2025, 1, 8)),
        (year(2024), Period(dt.date(2024, 4, 1), dt.date(2025, 3, 31))),  # a fiscal year
    ],
)
def test_spans_that_a_reader_may_mistake_are_shown(one: Period, other: Period) -> None:
    relation = only(
        told("a", "It was 4.5 tons.", "4.5 tons", "4.5", period=one),
        told("b", "It was 5.2 tons.", "5.2 tons", "5.2", period=other),
    )
    assert relation.type is RelationType.DIFFERENT_PERIOD


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (months(2025, 1, 3), months(2025, 4, 6)),  # one quarter and the next
        (months(2024, 1, 8), months(2025, 1, 8)),  # the same months of two years
        (year(2023), year(2024)),
        (year(2022), months(2025, 1, 8)),  # far apart
        (Period(dt.date(2024, 5, 2), dt.date(2024, 5, 2)), year(2024)),  # a day
    ],
)
def test_a_series_is_no_difference(one: Period, other: Period) -> None:
    evidence = weighed(
        told("a", "It was 4.5 tons.", "4.5 tons", "4.5", period=one),
        told("b", "It was 5.2 tons.", "5.2 tons", "5.2", period=other),
    )
    assert not evidence.relations


def test_months_and_year_of_one_document_are_its_own_affair() -> None:
    source = document("a", "It was 5.2 tons in 2024. In the first eight months it was 4.5 tons.")
    parts = (
        figure(source, "5.2 tons", "5.2", period=year(2024)),
        figure(source, "4.5 tons", "4.5", period=months(2024, 1, 8)),
    )
    assert not weighed((source, reading(source, *parts))).relations


def test_goods_beside_goods_and_services_is_a_matter_of_definition_without_configuration() -> None:
    fields = {"unit": "EUR", "subject": "Borduria"}
    relation = only(
        told("a", "Exports of goods came to 470 euros.", "470 euros", "470", measure="exports of goods", **fields),
        told(
            "b", "Exports of goods and services came to 533 euros.", "533 euros", "533",
            measure="exports of goods and services", **fields,
        ),
    )  # fmt: skip
    assert relation.type is RelationType.DIFFERENT_SCOPE
    assert "services" in relation.explanation


@pytest.mark.parametrize(("value", "severity"), [("9.9", Severity.GRAVE), ("4.8", Severity.CAUTION)])
def test_a_wide_conflict_is_grave(value: str, severity: Severity) -> None:
    relation = only(
        told("a", "It was 4.5 tons in 2024.", "4.5 tons", "4.5"),
        told("b", f"In 2024 it was {value} tons.", f"{value} tons", value),
    )
    assert (relation.type, relation.severity) == (RelationType.CONFLICT, severity)


def test_agreement_is_a_note() -> None:
    relation = only(
        told("a", "It was 4.5 tons in 2024.", "4.5 tons", "4.5", POST),
        told("b", "Masters counted 4.5 tons that year.", "4.5 tons", "4.5", TODAY),
    )
    assert (relation.type, relation.severity) == (RelationType.CORROBORATED, Severity.NOTE)


def test_counts_of_different_measures_never_meet() -> None:
    evidence = weighed(
        told("a", "It was 4.5 tons in 2024.", "4.5 tons", "4.5"),
        told("b", "In 2024 it was 5.2 tons.", "5.2 tons", "5.2", measure="ship calls", kind=Kind.LEVEL),
    )
    assert HARBOUR not in {relation.explanation for relation in evidence.relations}
    assert not evidence.relations


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Gross debt was 4.5 euros.", "Net debt was 5.2 euros."),
        ("Debt was 4.5 euros.", "Debt before tax was 5.2 euros."),
        ("Output was 4.5 euros.", "Output in real terms was 5.2 euros."),
        ("Cases came to 4.5 euros.", "Confirmed cases came to 5.2 euros."),
        ("The first phase took 4.5 euros.", "The second section took 5.2 euros, and the bridge 9."),
        ("Jobs among women: 4.5 euros.", "Jobs among young people: 5.2 euros."),
    ],
)
def test_words_that_narrow_a_total_make_it_another_one(first: str, second: str) -> None:
    fields = {"unit": "EUR", "measure": "Harbour revenue"}
    found = weighed(
        told("a", first, "4.5 euros", "4.5", **fields), told("b", second, "5.2 euros", "5.2", **fields)
    ).relations
    assert {relation.type for relation in found} <= {RelationType.DIFFERENT_SCOPE}


def test_the_name_of_a_speaker_narrows_nothing() -> None:
    relation = only(
        told("a", "It was 4.5 tons, the National Shipping Office said.", "4.5 tons", "4.5",
             attribution="the National Shipping Office"),
        told("b", "It was 5.2 tons, the paper says.", "5.2 tons", "5.2"),
    )  # fmt: skip
    assert relation.type is RelationType.CONFLICT


def standing(first: str, second: str, days: int) -> set[RelationType]:
    fields = {"unit": "km", "period": None}
    relations = weighed(
        told("a", first, "140 km", "140", POST, AUTUMN, **fields),
        told("b", second, "118 km", "118", TODAY, AUTUMN + dt.timedelta(days=days), **fields),
    ).relations
    return {relation.type for relation in relations}


def test_how_things_stand_is_compared_within_a_month() -> None:
    laid, now = "Some {} have been laid.", "The road has {} of tunnels."
    grows = (laid.format("140 km"), laid.format("118 km"))
    changes = (now.format("140 km"), now.format("118 km"))
    assert standing(*grows, days=20) == {RelationType.CONFLICT}  # what only grows has become less
    assert standing(*changes, days=20) == {RelationType.SUPERSEDED}
    assert standing(*changes, days=1) == {RelationType.CONFLICT}
    assert standing(*grows, days=90) == {RelationType.SUPERSEDED}


def test_what_a_port_can_take_is_not_what_it_took() -> None:
    fields = {"measure": "cargo", "subject": "Lindholm"}
    able = told(
        "a", "Lindholm can handle 25 tons a year.", "25 tons", "25", status=Status.CAPACITY, period=None, **fields
    )
    took = told("b", "Lindholm handled 18 tons in 2024.", "18 tons", "18", **fields)
    older = told("c", "Lindholm handled 16 tons in 2022.", "16 tons", "16", **{**fields, "period": year(2022)})
    relation = only(able, took, older)
    assert relation.type is RelationType.DIFFERENT_SCOPE
    assert "“25 tons” is a capacity (Lindholm), “18 tons” what went through" in relation.explanation


def test_room_to_store_is_no_capacity_of_what_goes_through() -> None:
    fields = {"measure": "cargo", "subject": "Lindholm"}
    room = told("a", "Lindholm can store 25 tons.", "25 tons", "25", status=Status.CAPACITY, period=None, **fields)
    took = told("b", "Lindholm handled 18 tons in 2024.", "18 tons", "18", **fields)
    assert not weighed(room, took).relations


def test_a_count_whose_unit_repeats_the_measure_is_compared_with_a_plain_number() -> None:
    fields = {"measure": "hospital admissions", "subject": "Norola"}
    counted = {"unit": "count:admissions", "kind": Kind.COUNT}
    relation = only(
        told("a", "Admissions of Norola reached 5.8 million.", "5.8 million", "5800000", **counted, **fields),
        told("b", "Norola had hospital admissions of 10 million.", "10 million", "10000000", unit=None, **fields),
    )
    assert relation.type is RelationType.CONFLICT
