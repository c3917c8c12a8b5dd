"""Facts in words, for explanations: values as printed, times and statuses spelled out."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.evidence.dates import day, is_year, spell
from briefgen.model import Fact, Status

ROLES = {
    Status.ACTUAL: "reported as done",
    Status.ESTIMATE: "an estimate",
    Status.PROJECTION: "a projection",
    Status.PLAN: "a plan",
    Status.TARGET: "a target",
    Status.CAPACITY: "a capacity",
}
"""What a reader is told of a status."""


def listed(words: Sequence[str]) -> str:
    """Words as an enumeration: "a, b and c"."""
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"  # noqa: PLR2004 - one word


def values(facts: Sequence[Fact]) -> str:
    """The values as printed: “4.5 million tons” and “5.2 million tons”."""
    return listed([f"“{fact.quantity.printed}”" for fact in facts])


def what(fact: Fact) -> str:
    """The measure in words, with whose it is: "exports of Borduria".

    A configured measure begins with a capital and says itself whose it is; a noun phrase of a text does not.
    """
    if fact.measure is None:
        return "the same thing"
    if fact.subject is None or not fact.measure[:1].islower() or fact.subject.casefold() in fact.measure.casefold():
        return fact.measure
    front, _, tail = fact.measure.rpartition(" of ")
    measure = front if front and tail.casefold() in fact.subject.casefold() else fact.measure
    return f"{measure} of {fact.subject}"


def when(fact: Fact) -> str:
    """Its time with a blank before it: " in 2024", " for January to August 2025", " by 31 December 2027", ""."""
    if fact.period is not None:
        return f" in {spell(fact.period)}" if is_year(fact.period) else f" for {spell(fact.period)}"
    return f" by {day(fact.deadline)}" if fact.deadline is not None else ""


def role(fact: Fact) -> str:
    """The value with its status: “1.2 million tons” is a plan."""
    return f"“{fact.quantity.printed}” is {ROLES[fact.status]}"
