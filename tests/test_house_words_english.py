"""Words of the house in English reach all that briefgen says, the sentences that it composes among them.

English has sentences of its own where other languages have messages; a message that the house says otherwise comes
before them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

import pytest
import samples as made
from hypothesis import given
from msgspec.structs import replace
from test_phrases import facts

from briefgen import orders, pipeline, resources, samples, values
from briefgen.language import ENGLISH, Language, Phrase, language, phrases
from briefgen.messages import listed
from briefgen.model import Direction, Fact, Kind, Modifier, Period, Rewording, Status
from briefgen.rendering import markdown
from briefgen.writing import composing
from briefgen.writing import phrases as lines
from briefgen.writing.charts.words import when_of

SIGN = "¤"
"""What the house puts behind a message; no document and no message has it."""
YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def louder(phrase: Phrase) -> Rewording:
    """The message with the sign behind it."""
    if len(phrase.forms) > 1:
        one, many = phrase.forms
        return Rewording(one, forms=(("one", f"{one}{SIGN}"), ("other", f"{many}{SIGN}")))
    return Rewording(phrase.forms[0], f"{phrase.forms[0]}{SIGN}", context=phrase.context)


def saying(message: str) -> Language:
    """English of a house that says one message otherwise."""
    return language("en-GB", (Rewording(message, f"{message}{SIGN}"),))


LEVEL = replace(made.ordinary().facts[0], kind=Kind.LEVEL, status=Status.TARGET, measure="Harbour cargo", period=YEAR)
RISE = replace(LEVEL, kind=Kind.CHANGE, status=Status.ACTUAL, direction=Direction.UP)
UNDATED = replace(LEVEL, period=None, deadline=None, quantity=replace(LEVEL.quantity, unit="t"))
TOLD = replace(
    LEVEL, status=Status.ACTUAL, figures=tuple(replace(one, attribution="Ines Varga") for one in LEVEL.figures)
)
OTHER = replace(LEVEL, quantity=replace(LEVEL.quantity, value=Decimal(1), surface="1 ton"))


def about(modifier: Modifier) -> Fact:
    """A value with a modifier that its text does not print."""
    return replace(TOLD, quantity=replace(LEVEL.quantity, modifier=modifier, surface="3 tons"))


def summed(spoken: Language) -> str:
    """Numbers of two times that do not add up."""
    later = replace(LEVEL, period=Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31)))
    say = composing.doubtful([LEVEL, later])
    assert say is not None
    return say(spoken)


COMPOSED: tuple[tuple[str, Callable[[Language], str]], ...] = (
    (lines.LINE, lambda spoken: composing.sentence(LEVEL, spoken)),
    (lines.LINE, lambda spoken: composing.moved(OTHER, LEVEL, spoken)),
    (lines.LINE, lambda spoken: composing.risen_to(RISE, LEVEL, None, spoken)),
    (lines.NO_DATE, lambda spoken: composing.sentence(UNDATED, spoken)),
    (lines.SAID_BY, lambda spoken: composing.sentence(TOLD, spoken)),
    (lines.TWICE, lambda spoken: composing.risen_to(RISE, LEVEL, RISE, spoken)),
    (lines.ONE_VALUE, lambda spoken: composing.against(LEVEL, replace(LEVEL, status=Status.PLAN), spoken)),
    (lines.TWO_VALUES, lambda spoken: composing.against(LEVEL, OTHER, spoken)),
    (lines.MOVED, lambda spoken: composing.moved(OTHER, LEVEL, spoken)),
    (lines.REPORTED, lambda spoken: composing.reported(lambda _: "It rose.", "Alder Gazette", spoken)),
    (lines.NO_SUM, summed),
    *(
        (message, lambda spoken, modifier=modifier: composing.sentence(about(modifier), spoken))  # type: ignore[misc]
        for modifier, (_, message) in values.MODIFIERS.items()
    ),
    ("%(value)s per day", lambda spoken: composing.sentence(replace(TOLD, rate="day"), spoken)),
)


@pytest.mark.parametrize(("message", "say"), COMPOSED)
def test_a_composed_sentence_can_be_said_otherwise_in_english(message: str, say: Callable[[Language], str]) -> None:
    assert SIGN not in say(ENGLISH)
    assert SIGN in say(saying(message))


def test_every_message_of_the_lines_is_tried() -> None:
    every = {text for name, text in vars(lines).items() if name.isupper() and isinstance(text, str)}
    assert every == {message for message, _ in COMPOSED} & every


@given(facts())
def test_words_for_another_message_leave_a_composed_sentence_as_it_is(fact: Fact) -> None:
    assert composing.sentence(fact, saying("Bottom line")) == composing.sentence(fact, ENGLISH)


def test_an_enumeration_is_joined_in_one_place() -> None:
    assert [listed(parts) for parts in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]
    assert ENGLISH.listed(("a", "b", "c")) == "a, b and c"
    assert saying("%(first)s and %(second)s").listed(("a", "b")) == f"a and b{SIGN}"


@pytest.mark.parametrize("tag", ["en-GB", "en"])
def test_a_span_of_time_that_ends_with_a_deadline_has_no_by_inside(tag: str) -> None:
    aim = replace(LEVEL, period=None, deadline=dt.date(2030, 12, 31))
    assert when_of([LEVEL, aim], language(tag)) == "2024 to 2030"
    assert when_of([aim], language(tag)) == "by 2030"
    june = replace(aim, deadline=dt.date(2030, 6, 14))
    assert when_of([LEVEL, june], language(tag)) == "2024 to 14 June 2030"


SMALL = ("busy", "conflicts", "quiet")
ELSEWHERE = frozenset({"rise of %(value)s", "fall of %(value)s"})
"""What English says of values with a modifier alone ("up about 5%" reads well), and other languages of more."""


@cache
def _weighed(name: str) -> pipeline.Weighed:
    settings = samples.settings(name)
    return pipeline.weigh(settings, pipeline.collect(settings, orders.Order(), pipeline.silent))


def _pages(tag: str, own: tuple[Rewording, ...]) -> Iterator[str]:
    for name in SMALL:
        settings = samples.settings(name)
        settings = replace(settings, brand=replace(settings.brand, locale=tag, words=own))
        (brief,) = pipeline.briefs(settings, _weighed(name))
        yield markdown.page(brief, settings.brand, (resources.templates(),))


@pytest.mark.conform
def test_every_message_that_another_language_prints_can_be_said_otherwise_in_english() -> None:
    """Each one alone: a sentence of English must not stand in the way of the one that the house says otherwise."""
    of_english = {f"year, ordinal {name}" for name in ENGLISH.locale.ordinal_form.tags | {"other"}}
    printed = [
        one
        for one in phrases()
        if one.forms[0] not in ELSEWHERE
        and (one.context in of_english or not one.context.startswith("year, ordinal"))
        and any(SIGN in page for page in _pages("kk", (louder(one),)))
    ]
    assert len(printed) > 100
    assert [one for one in printed if not any(SIGN in page for page in _pages("en-GB", (louder(one),)))] == []
