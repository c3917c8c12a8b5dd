"""What may head a row, what is told as one change, and what stands behind the topic's own measures."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from weighing import HARBOUR, TOPIC, document, figure, reading, sentences, year

from briefgen.evidence import weigh
from briefgen.model import (
    Brief,
    Citation,
    Direction,
    Document,
    Edition,
    Event,
    Kind,
    Measure,
    Provenance,
    Quotation,
    Reading,
    Section,
    Span,
    Status,
    Topic,
)
from briefgen.reading.read import read
from briefgen.writing import write
from briefgen.writing.moves import moves
from briefgen.writing.nouns import names_a_measure

DAY = dt.date(2025, 3, 3)
TIME = "Harbour waiting time"
PORTS = replace(TOPIC, terms=("port", "harbour"), measures=(*TOPIC.measures, Measure(TIME, "day", ("wait",))))
GRAIN = Topic("grain", "Grain", ("grain",), (Measure("Grain imports", "t", ("grain",)),))


def written(*pairs: tuple[Document, Reading]) -> Brief:
    documents, readings = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return write(
        PORTS,
        Edition("2025-W10", DAY),
        documents,
        readings,
        weigh(documents, readings, [PORTS, GRAIN]),
        others=(PORTS, GRAIN),
        locale="en-GB",
        handling="",
        provenance=Provenance("corpus", "config", "0"),
    )


def section(made: Brief, name: str) -> Section:
    return next((one for one in made.sections if one.name == name), Section(name, ""))


def lines(made: Brief, name: str) -> list[str]:
    return [statement.text for statement in section(made, name).statements]


def fact_of(measure: str, kind: Kind = Kind.LEVEL) -> object:
    source = document("a", "It was 7 tons.", "Post", DAY)
    found = weigh([source], [reading(source, figure(source, "7 tons", "7", measure=measure, kind=kind))], [TOPIC])
    return found.facts[0]


@pytest.mark.parametrize(
    "phrase",
    ["net profit", "Headline inflation", "crude stocks", "agreements signed", "Non-oil trade"],
)
def test_a_noun_phrase_may_head_a_row(phrase: str) -> None:
    assert names_a_measure(fact_of(phrase, Kind.SHARE))  # type: ignore[arg-type]  # a fact


@pytest.mark.parametrize(
    "phrase",
    [
        "six hours",
        "two turbines",
        "Regulator",
        "official target",
        "old plan",
        "System uses alternating",
        "growing",
        "lower end",
        "the airline",
        "Ministry did",
        "Bank expects",
        "Citing wage growth",
        "them",
        "Sides",
        "Analysts, Northbank",
        "well short",
        "",
    ],
)
def test_what_is_no_measure_heads_no_row(phrase: str) -> None:
    assert not names_a_measure(fact_of(phrase))  # type: ignore[arg-type]  # a fact


@pytest.mark.parametrize(
    ("text", "phrase", "told"),
    [
        ("Last year Borduria spent 7 tons.", "Borduria", False),
        ("Last year the cost was 7 tons.", "cost", True),
        ("Last year the GDP was 7 tons.", "GDP", True),
    ],
)
def test_a_name_is_no_measure(text: str, phrase: str, told: bool) -> None:  # noqa: FBT001 - a case
    source = document("a", text, "Post", DAY)
    found = weigh([source], [reading(source, figure(source, "7 tons", "7", measure=phrase))], [TOPIC])
    assert names_a_measure(found.facts[0]) is told


@pytest.mark.parametrize(
    ("text", "phrase", "told"),
    [
        ("About half was grain.", "Freight", False),
        ("The share of freight of Borduria was half.", "share of freight", True),
        ("About half was grain.", "share of freight", False),
    ],
)
def test_half_heads_a_row_only_where_the_names_say_of_what_and_whose(
    text: str,
    phrase: str,
    told: bool,  # noqa: FBT001 - a case
) -> None:
    source = document("a", text, "Post", DAY)
    half = figure(source, "half", "50", unit="%", measure=phrase, kind=Kind.SHARE)
    (fact,) = weigh([source], [reading(source, half)], [TOPIC]).facts
    assert names_a_measure(fact) is told


def waiting(text: str, before: str, after: str) -> tuple[Document, Reading]:
    source = document("a", text, "Post", DAY)
    return source, reading(
        source,
        *(
            figure(source, surface, "".join(c for c in surface if c.isdigit()), "day", kind=Kind.DURATION, measure=TIME)
            for surface in (before, after)
        ),
    )


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Ships wait less: the queue fell from 9 to 4 days at the harbour.", "9", "4 days"),
        ("Ships wait less: the queue fell from 9 days to about 4 days now.", "9 days", "4 days"),
        ("Ships now wait 4 days, down from 9 days, at the harbour.", "9 days", "4 days"),
        ("Ships now wait 4 days, against 9 a year earlier.", "9", "4 days"),
        ("Ships now wait 4 days, compared with 9 days before.", "9 days", "4 days"),
    ],
)
def test_before_and_after_are_told_in_one_sentence(text: str, before: str, after: str) -> None:
    made = written(waiting(text, before, after))
    told = [line.replace("harbour", "Harbour") for line in lines(made, "bottom_line") if "waiting time" in line]
    start = before if before.isdigit() else "9 days"
    unit = " days" if start == "9" and after == "4" else ""
    assert told == [f"The {TIME} fell from {start}{unit} to 4 days."]
    assert [fact.quantity.surface for fact in section(made, "key_figures").facts] == [after]


@pytest.mark.parametrize(
    "text", ["Ships wait 9 days in Lindholm and 4 days in Borduria.", "Between 9 days and 4 days is what ships wait."]
)
def test_two_values_beside_each_other_are_no_change(text: str) -> None:
    source, read = waiting(text, "9 days", "4 days")
    assert not moves(weigh([source], [read], [PORTS]).facts)


def test_measures_of_other_topics_stand_behind_and_do_not_lead() -> None:
    text = "The harbour port took in 7 tons of grain and 5 tons of cargo in 2024."
    source = document("a", text, "Post", DAY)
    made = written(
        (
            source,
            reading(
                source,
                figure(source, "7 tons", "7", measure="Grain imports", period=year(2024)),
                figure(source, "5 tons", "5", period=year(2024)),
            ),
        )
    )
    assert [fact.measure for fact in section(made, "key_figures").facts] == [HARBOUR, "Grain imports"]
    assert lines(made, "bottom_line")[0].startswith(HARBOUR)


def test_a_sentence_with_one_term_by_chance_is_left_to_the_other_brief() -> None:
    text = "Borduria took in 7 tons of grain by port in 2024."
    source = document("a", text, "Post", DAY)
    own = document("b", "It was 5 tons in 2024.", "Post", DAY)
    made = written(
        (source, reading(source, figure(source, "7 tons", "7", measure="Grain imports", period=year(2024)))),
        (own, reading(own, figure(own, "5 tons", "5", period=year(2024)))),
    )
    assert [fact.measure for fact in section(made, "key_figures").facts] == [HARBOUR]


def due(text: str, day: dt.date, condition: str | None = None) -> Brief:
    source = document("a", text, "Post", DAY)
    passage = sentences(source)[0]
    event = Event(text, None, day, Status.PLAN, condition, (Citation(passage),), topics=(TOPIC.id,))
    return written((source, replace(reading(source), sentences=(), events=(event,))))


@pytest.mark.parametrize(("day", "passed"), [(dt.date(2024, 6, 30), True), (dt.date(2026, 6, 30), False)])
def test_a_deadline_that_has_passed_is_said_to_have_passed(day: dt.date, passed: bool) -> None:  # noqa: FBT001 - a case
    (aim,) = section(due("The Lindholm harbour should get its quay by June.", day), "targets").aims
    assert aim.passed is passed


def test_a_deadline_that_passed_long_ago_is_history() -> None:
    assert not lines(due("The Lindholm harbour should get its quay by June 2022.", dt.date(2022, 6, 30)), "targets")


def test_a_condition_is_kept() -> None:
    text = "If Borduria pays, the Lindholm harbour gets its quay by June 2026."
    (statement,) = section(due(text, dt.date(2026, 6, 30), "If Borduria pays"), "targets").statements
    assert statement.condition == "If Borduria pays"


def test_a_deadline_of_nobody_knows_what_is_left_out() -> None:
    assert not lines(due("He said its completion would help Lindholm by June 2026.", dt.date(2026, 6, 30)), "targets")


NEWS = """
The Lindholm harbour opened a berth for Borduria on Monday.
The Lindholm line bought two ships from Syldavia on Monday.
The Lindholm bank sold its pier to Klow on Monday.
"""


def spoken(speech: str, words: str) -> Brief:
    text = speech + NEWS
    source = document("a", text, "Post", DAY)
    start = text.index(words)
    whole = replace(sentences(source)[0], span=Span(0, len(speech)), quote=speech)
    quotation = Quotation(Span(start, start + len(words)), "Ada Brant", None, whole, topics=(TOPIC.id,))
    return written((source, reading(source, quotations=(quotation,))))


def test_a_quotation_starts_where_it_can_be_understood() -> None:
    words = "This is good. The harbour of Lindholm took in three more ships than Borduria."
    made = spoken(f"“{words}” Ada Brant said.", words)
    assert lines(made, "quotations") == ["“The harbour of Lindholm took in three more ships than Borduria.”"]


def test_what_somebody_says_is_no_development_in_the_voice_of_the_paper() -> None:
    words = "We did it. Lindholm signed a lease with the Borduria line on Monday. It was long."
    made = spoken(f"“{words}” Ada Brant said.", words)
    assert not lines(made, "developments")


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="abc 'fromtoagainst,49.", max_size=40), st.sampled_from([Kind.LEVEL, Kind.DURATION]))
def test_a_move_is_never_of_one_value(gap: str, kind: Kind) -> None:
    text = f"Ships wait 9 days{gap}4 days there."
    source = document("a", text, "Post", DAY)
    figures = [
        figure(source, surface, surface[0], "day", kind=kind, measure=TIME, direction=Direction.DOWN)
        for surface in ("9 days", "4 days")
        if source.text.count(surface) == 1
    ]
    for move in moves(weigh([source], [reading(source, *figures)], [PORTS]).facts):
        assert move.before.quantity.value != move.after.quantity.value


def two_years(measure: str, subject: str | None, *, names: tuple[str, str] = ("a", "a")) -> Brief:
    """Two values of one noun phrase, in one document or in two."""
    who = "Lindholm had" if subject else "There were"
    text = f"{who} 7 tons in 2023.\n{who} 9 tons in 2024."
    first, second = (document(name, text, "Post", DAY) for name in names)
    figures = [
        figure(source, f"{value} tons", value, measure=measure, subject=subject, period=year(number))
        for source, value, number in ((first, "7", 2023), (second, "9", 2024))
    ]
    if first == second:
        return written((first, reading(first, *figures)))
    return written((first, reading(first, figures[0])), (second, reading(second, figures[1])))


def test_a_noun_phrase_of_one_document_or_subject_may_be_drawn() -> None:
    assert [chart.title for chart in two_years("grain stocks", None).charts] == ["Grain stocks rise"]
    assert two_years("grain stocks", "Lindholm", names=("a", "b")).charts
    assert not two_years("grain stocks", None, names=("a", "b")).charts
    assert not two_years("Ministry did", None).charts


def test_one_document_with_two_values_for_one_time_makes_no_chart() -> None:
    source = document("a", "Lindholm had 7 tons in 2023 and 9 tons in 2023.", "Post", DAY)
    figures = (figure(source, f"{value} tons", value, period=year(2023)) for value in "79")
    assert not written((source, reading(source, *figures))).charts


def test_an_older_value_leaves_the_lead_to_the_newer_one() -> None:
    source = document("a", "Lindholm had 7 tons in 2023 and 9 tons in 2024.", "Post", DAY)
    figures = [
        figure(source, f"{value} tons", value, period=year(number)) for value, number in (("7", 2023), ("9", 2024))
    ]
    told = lines(written((source, reading(source, *figures))), "bottom_line")
    assert told[0] == f"{HARBOUR} was 9 tons in 2024."
    assert not any("in 2023." in line and line.startswith(HARBOUR) for line in told)


def test_a_single_sentence_of_the_topic_borrows_those_beside_it() -> None:
    text = "Ada Brant came.\nThe Lindholm harbour opened.\nThe band played.\nThen it rained in Klow.\nNobody knew."
    source = document("a", text, "Post", DAY)
    read = reading(source)
    topical = tuple(replace(one, topics=()) if "harbour" not in one.passage.quote else one for one in read.sentences)
    told = lines(written((source, replace(read, sentences=topical))), "bottom_line")
    assert told[0] == "“The Lindholm harbour opened.”"
    assert len(told) == 3
    assert "“Nobody knew.”" not in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Klow ferry carried 412,000 passengers in 2024.", True),
        ("The Klow ferry carried 412,000 passengers.", False),
        ("Some 412,000 passengers came in 2024.", False),
    ],
)
def test_a_count_heads_a_row_where_time_and_owner_are_known(text: str, told: bool) -> None:  # noqa: FBT001 - a case
    source = document("a", text, "Post", DAY)
    (fact,) = weigh([source], [read(source)], [TOPIC]).facts
    assert names_a_measure(fact) is told
