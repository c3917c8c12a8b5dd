"""Facts as parts of explanations: values as printed, times, statuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from briefgen.evidence.dates import is_year
from briefgen.evidence.told import tell
from briefgen.messages import N_
from briefgen.model import Fact, Message, Said, Status

_ROLES = {
    Status.ACTUAL: N_("reported as done"),
    Status.ESTIMATE: N_("an estimate"),
    Status.PROJECTION: N_("a projection"),
    Status.PLAN: N_("a plan"),
    Status.TARGET: N_("a target"),
    Status.CAPACITY: N_("a capacity"),
}
"""What a reader is told of a status."""


def status(value: Status) -> Message:
    """What a number of a status is: "a projection"."""
    return tell(_ROLES[value])


def quoted(fact: Fact, day: dt.date | None = None) -> Message:
    """The value as printed: “4.5 million tons”, with the day on which it was told."""
    value = fact.quantity.printed
    return tell(N_("“%(value)s” (%(day)s)"), value=value, day=day) if day else tell(N_("“%(value)s”"), value=value)


def values(facts: Sequence[Fact]) -> Said:
    """The values as printed: “4.5 million tons” and “5.2 million tons”."""
    return tuple(quoted(fact) for fact in facts)


def what(fact: Fact) -> Said:
    """The measure in words, with whose it is: "exports of Borduria".

    A configured measure begins with a capital and says itself whose it is; a noun phrase of a text does not.
    """
    if fact.measure is None:
        return tell(N_("the same thing"))
    if fact.subject is None or not fact.measure[:1].islower() or fact.subject.casefold() in fact.measure.casefold():
        return fact.measure
    front, _, tail = fact.measure.rpartition(" of ")
    measure = front if front and tail.casefold() in fact.subject.casefold() else fact.measure
    return tell(N_("%(measure)s of %(subject)s"), measure=measure, subject=fact.subject)


def about(fact: Fact) -> Said:
    """What it measures, with its time."""
    return timed(what(fact), fact)


def timed(said: Said, fact: Fact) -> Said:
    """What is said, with the time of a fact: "... in 2024", "... for January to August 2025", "... by 30 June 2028"."""
    if fact.period is not None:
        message = N_("%(what)s in %(time)s") if is_year(fact.period) else N_("%(what)s for %(time)s")
        return tell(message, what=said, time=fact.period)
    return tell(N_("%(what)s by %(day)s"), what=said, day=fact.deadline) if fact.deadline is not None else said


def role(fact: Fact) -> Message:
    """The value with its status: “1.2 million tons” is a plan."""
    return tell(N_("“%(value)s” is %(role)s"), value=fact.quantity.printed, role=status(fact.status))
