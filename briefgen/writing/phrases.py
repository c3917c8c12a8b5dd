"""Sentences composed from facts, in the languages of the catalogues.

The name of a measure opens each line and stands before a colon, so that it needs no case and no verb has to agree with
it: "Harbour cargo: 3.1 million tonnes (2024, estimate)". A value is printed as its document prints it; its modifier,
rate, direction, status and time are in the language of the brief. English has patterns of its own (`patterns.py`),
unless the house says one of these lines otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from briefgen import values
from briefgen.language import N_, Language
from briefgen.model import Fact, Kind, Status
from briefgen.writing.patterns import (
    FLOWS,
    is_one_value,
    scope_apart,
    speakers,
    subject_apart,
)
from briefgen.writing.statements import quoted
from briefgen.writing.when import is_undated

LINE = N_("%(measure)s: %(value)s.")
TWICE = N_("%(measure)s: %(value)s (%(details)s); after that %(change)s (%(later)s).")
ONE_VALUE = N_("%(what)s: documents agree on the value, %(value)s, but not on its status: %(one)s or %(other)s.")
TWO_VALUES = N_("%(what)s: documents differ, %(one)s or %(other)s.")
NO_SUM = N_("%(measure)s: the numbers do not add up: %(sides)s.")
MOVED = N_("%(before)s before, %(after)s after that")
REPORTED = N_("%(line)s, reported by: %(name)s.")
NO_DATE = N_("no date given")
SAID_BY = N_("said by: %(names)s")
DETAILS = (LINE, NO_DATE, SAID_BY)
"""What every line on one fact is made of."""


def amount(fact: Fact, language: Language) -> str:
    """The value as printed, with modifier, rate and direction in words; a year that is told is no rate."""
    told = fact.rate == "year" and fact.period is not None
    return values.change(replace(fact, rate=None) if told else fact, language)


def sentence(fact: Fact, language: Language) -> str:
    """A level or a change: 'Harbour cargo: 3.1 million tonnes (2024, estimate, said by: port authority)'."""
    details = (_time(fact, language), _status(fact, language), _said_by([fact], language))
    return _line(language.measure(fact.measure), amount(fact, language), details, language)


def risen_to(change: Fact, level: Fact, later: Fact | None, language: Language) -> str:
    """A change with the level it led to, and the change since then where there is one."""
    facts = [change, level, *([later] if later is not None else [])]
    said = _said_by(facts, language)
    measure, value = language.measure(level.measure), amount(level, language)
    first = (values.when(level, language), amount(change, language))
    if later is None:
        return _line(measure, value, (*first, said), language)
    return language.gettext(
        TWICE,
        measure=measure,
        value=value,
        details=_enumerated(first),
        change=amount(later, language),
        later=_enumerated((values.when(later, language), said)),
    )


def against(one: Fact, other: Fact, language: Language) -> str:
    """Two values for one thing, or one value of which it is open how firm it is."""
    measure, subject = language.measure(one.measure), subject_apart(one, other)
    named = f"{measure} ({subject})" if subject else measure
    what = _enumerated((named, values.when(one if one.deadline is None else other, language)))
    if is_one_value(one, other):
        return language.gettext(
            ONE_VALUE,
            what=what,
            value=amount(one, language),
            one=values.status(one.status, language),
            other=values.status(other.status, language),
        )
    sides = [
        _with(
            amount(fact, language),
            (
                values.status(fact.status, language) if one.status is not other.status else "",
                scope_apart(fact, one, other),
            ),
        )
        for fact in (one, other)
    ]
    return language.gettext(TWO_VALUES, what=what, one=sides[0], other=sides[1])


def doubtful(told: Sequence[Sequence[Fact]], language: Language) -> str:
    """Reported numbers that do not add up, by time."""
    sides = (
        _with(language.listed([_number(fact, language) for fact in same]), (values.when(same[0], language),))
        for same in told
    )
    return language.gettext(
        NO_SUM,
        measure=language.measure(told[0][0].measure),
        sides="; ".join(sides),
    )


def moved(before: Fact, after: Fact, language: Language) -> str:
    """Before and after, each with what its document prints with it."""
    value = language.gettext(MOVED, before=amount(before, language), after=amount(after, language))
    details = (values.when(after, language), _said_by([after], language))
    return _line(language.measure(after.measure), value, details, language)


def reported(text: str, who: str, language: Language) -> str:
    """A line with the document that reports it."""
    return language.gettext(REPORTED, line=text.removesuffix("."), name=who)


def _line(measure: str, value: str, details: Iterable[str], language: Language) -> str:
    return language.gettext(LINE, measure=measure, value=_with(value, details))


def _with(value: str, details: Iterable[str]) -> str:
    """A value with what is told of it in brackets, where anything is."""
    told = _enumerated(details)
    return f"{value} ({told})" if told else value


def _enumerated(details: Iterable[str]) -> str:
    return ", ".join(filter(None, details))


def _time(fact: Fact, language: Language) -> str:
    """The time of a fact, or that none is given where the value does not stand without one."""
    if not is_undated(fact):
        return values.when(fact, language)
    moves = fact.status is Status.ACTUAL and fact.kind is Kind.LEVEL and fact.quantity.unit in FLOWS
    is_aim = fact.status in (Status.PROJECTION, Status.PLAN, Status.TARGET)
    return language.gettext(NO_DATE) if moves or is_aim else ""


def _status(fact: Fact, language: Language) -> str:
    """How firm a value is, where it was not simply measured."""
    return "" if fact.status is Status.ACTUAL else values.status(fact.status, language)


def _number(fact: Fact, language: Language) -> str:
    """A number of any kind in a list of numbers; a multiple stands in the words of its document."""
    if fact.kind is not Kind.MULTIPLE:
        return amount(fact, language)
    return values.modified(quoted(fact.quantity.printed, language.marks), fact.quantity.modifier, language)


def _said_by(facts: Sequence[Fact], language: Language) -> str:
    """Who says so, where no document states it in its own voice."""
    names = speakers(facts, bare=True)
    return language.gettext(SAID_BY, names=language.listed(names)) if names else ""
