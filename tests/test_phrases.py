"""Lines composed from facts in the languages of the catalogues: nothing is lost, and no number is added."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import values
from briefgen.language import language, languages
from briefgen.model import Direction, Fact, Figure, Kind, Modifier, Passage, Period, Quantity, Span, Status
from briefgen.writing import composing, patterns, phrases

TRANSLATED = languages()[1:]
QUOTE = "The port handled 3.1 million tonnes."
SURFACE = "3.1 million tonnes"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
days = st.dates(dt.date(2001, 1, 1), dt.date(2040, 12, 31))
periods = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))
speakers = st.sampled_from([None, "the port authority", "Ines Varga", "Committee on Statistics"])


@st.composite
def facts(draw: st.DrawFn, kinds: tuple[Kind, ...] = patterns.COMPOSABLE) -> Fact:
    """A fact that can be composed."""
    quantity = Quantity(
        Decimal(3_100_000), None, "t", draw(st.sampled_from([None, *(set(Modifier) - {Modifier.VAGUE})])), SURFACE
    )
    kind, status = draw(st.sampled_from(kinds)), draw(st.sampled_from(Status))
    said_by = draw(speakers)
    place = Span(QUOTE.index(SURFACE), QUOTE.index(SURFACE) + len(SURFACE))
    passage = Passage("0" * 64, Span(0, len(QUOTE)), QUOTE)
    figure = Figure(place, quantity, kind, status, passage, attribution=said_by)
    return Fact(
        "f1",
        quantity,
        kind,
        status,
        (figure,),
        measure="Harbour cargo",
        period=draw(st.none() | periods),
        deadline=draw(st.none() | days),
        direction=draw(st.sampled_from(Direction)),
        rate=draw(st.sampled_from([None, "year", "day"])),
    )


@given(facts(), st.sampled_from(TRANSLATED))
def test_a_line_has_measure_value_time_status_and_speaker(fact: Fact, tag: str) -> None:
    spoken = language(tag)
    line = phrases.sentence(fact, spoken)
    assert line.startswith("Harbour cargo: ")
    assert SURFACE in line
    assert values.when(fact, spoken) in line
    assert fact.status is Status.ACTUAL or values.status(fact.status, spoken) in line
    assert all(name in line for name in patterns.speakers([fact], bare=True))
    assert set(NUMBER.findall(line)) <= {"3.1", *NUMBER.findall(values.when(fact, spoken))}


@given(facts(), facts(), st.sampled_from(TRANSLATED))
def test_two_values_both_stand_in_a_line(one: Fact, other: Fact, tag: str) -> None:
    spoken = language(tag)
    for line in (phrases.moved(one, other, spoken), phrases.risen_to(one, other, None, spoken)):
        assert line.count(SURFACE) == 2
    assert phrases.risen_to(one, other, one, spoken).count(SURFACE) == 3
    both = phrases.against(one, other, spoken)
    assert both.startswith("Harbour cargo")
    assert SURFACE in both


@given(facts(), st.sampled_from(["en-GB", "fr", "de-CH"]))
def test_without_a_catalogue_the_english_patterns_speak(fact: Fact, tag: str) -> None:
    assert composing.sentence(fact, language(tag)) == patterns.sentence(fact)
    assert composing.amount(fact, language(tag)) == patterns.amount(fact)
    assert composing.voices(fact.figures, language(tag)) == patterns.voices(fact.figures)


NAMED = [
    ("the port authority", "port authority"),
    ("The Ledger", "Ledger"),
    ("Ines Varga", "Ines Varga"),
    ("the two states", "the two states"),
    ("the 27 ministers", "the 27 ministers"),
    ("both sides", "both sides"),
]
"""A count with its article is a name; without it a number that no passage has."""


@pytest.mark.parametrize(("said", "bare"), NAMED)
def test_names_of_speakers_stand_without_english_articles(said: str, bare: str) -> None:
    assert patterns.without_articles([said]) == [bare]
    assert patterns.without_articles([said, bare]) == [bare]


@pytest.mark.parametrize("tag", TRANSLATED)
def test_speakers_are_named_in_the_language(tag: str) -> None:
    figure = Figure(
        Span(0, 1), Quantity(Decimal(1), None, None, None, "1"), Kind.COUNT, Status.ACTUAL,
        Passage("0" * 64, Span(0, 1), "1"), attribution="the port authority",
    )  # fmt: skip
    assert composing.voices((figure,), language(tag)) == ["port authority"]
    assert composing.voices((figure,), language("en-GB")) == ["the port authority"]
