"""Facts and times in words, for calculations."""

from __future__ import annotations

from briefgen.evidence.dates import day, is_year, spell
from briefgen.model import Fact, Modifier, Verdict

MODIFIERS = {
    Modifier.APPROX: "about ",
    Modifier.MORE_THAN: "more than ",
    Modifier.LESS_THAN: "less than ",
    Modifier.UP_TO: "up to ",
}
"""Modifiers as a reader is told them; the surface does not hold them."""


def value(fact: Fact) -> str:
    """The value as printed, with its modifier: more than “triple”; a computed one says that it is."""
    quantity = fact.quantity
    if fact.derived:
        return f"{quantity.surface} (computed)"
    opening = MODIFIERS.get(quantity.modifier, "") if quantity.modifier else ""
    return f"{opening}“{quantity.printed}”"


def printed(fact: Fact) -> str:
    """The value as printed, without "up to": a value that something came from is no bound."""
    return value(fact).removeprefix(MODIFIERS[Modifier.UP_TO])


def when(fact: Fact) -> str:
    """Its time with a blank before it: " in 2024", " for January to August 2025", " by 30 June 2028", ""."""
    if fact.period is not None:
        return f" in {spell(fact.period)}" if is_year(fact.period) else f" for {spell(fact.period)}"
    return f" by {day(fact.deadline)}" if fact.deadline is not None else ""


def conclusion(verdict: Verdict, *, alone: bool = False) -> str:
    """What the verdict means to a reader; `alone` when one document says it all."""
    return {
        Verdict.RIGHT: "right",
        Verdict.ROUGHLY_RIGHT: "roughly right",
        Verdict.WRONG: "the document's own numbers do not fit each other"
        if alone
        else "the numbers do not fit each other",
        Verdict.IMPLAUSIBLE: "implausible",
        Verdict.UNCHECKABLE: "nothing to check it by",
    }[verdict]
