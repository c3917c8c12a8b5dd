"""Facts as parts of calculations."""

from __future__ import annotations

from decimal import Decimal

from briefgen.evidence.arithmetic.computed import OPENINGS
from briefgen.evidence.told import tell
from briefgen.evidence.wording import quoted
from briefgen.messages import N_
from briefgen.model import Computed, Direction, Fact, Message, Modifier, Verdict

MODIFIERS = {
    Modifier.APPROX: N_("about %(value)s"),
    Modifier.MORE_THAN: N_("more than %(value)s"),
    Modifier.LESS_THAN: N_("less than %(value)s"),
    Modifier.UP_TO: N_("up to %(value)s"),
}
"""Modifiers as a reader is told them; the surface does not hold them."""
FIRST = {
    Modifier.APPROX: N_("About %(value)s"),
    Modifier.MORE_THAN: N_("More than %(value)s"),
    Modifier.LESS_THAN: N_("Less than %(value)s"),
    Modifier.UP_TO: N_("Up to %(value)s"),
}
"""The same at the head of a sentence."""
BOUNDS = {
    "about ": N_("about %(value)s"),
    "more than ": N_("more than %(value)s"),
    "less than ": N_("less than %(value)s"),
    "at most ": N_("at most %(value)s"),
}
"""What a computed value opens with, as a message."""
CONCLUSIONS = {
    Verdict.RIGHT: N_("right"),
    Verdict.ROUGHLY_RIGHT: N_("roughly right"),
    Verdict.WRONG: N_("the numbers do not fit each other"),
    Verdict.IMPLAUSIBLE: N_("implausible"),
    Verdict.UNCHECKABLE: N_("nothing to check it by"),
}
"""What a verdict means to a reader."""
OWN_FAULT = N_("the document's own numbers do not fit each other")


def value(fact: Fact, *, first: bool = False) -> Message:
    """The value as printed, with its modifier: more than “triple”; a computed one says that it is.

    It is the `first` of a sentence, or not.
    """
    if fact.derived:
        return tell(N_("%(value)s (computed)"), value=_computed(fact))
    modifier = fact.quantity.modifier
    opening = (FIRST if first else MODIFIERS).get(modifier) if modifier else None
    return tell(opening, value=quoted(fact)) if opening else quoted(fact)


def _computed(fact: Fact) -> Message | Computed:
    """A computed value, with the words that say that it is rounded or a bound."""
    amount = Computed(fact.quantity.value or Decimal(0), fact.quantity.unit)
    opening = next((words for words in OPENINGS.values() if words and fact.quantity.surface.startswith(words)), "")
    return tell(BOUNDS[opening], value=amount) if opening else amount


def printed(fact: Fact) -> Message:
    """The value as printed, without "up to": a value that something came from is no bound."""
    return quoted(fact) if fact.quantity.modifier is Modifier.UP_TO and not fact.derived else value(fact)


def directed(fact: Fact) -> Message:
    """A change with the way that it goes: “9%” up."""
    if fact.direction is None:
        return value(fact)
    return tell(N_("%(value)s up") if fact.direction is Direction.UP else N_("%(value)s down"), value=value(fact))


def conclusion(verdict: Verdict, *, alone: bool = False) -> Message:
    """What the verdict means to a reader; `alone` when one document says it all."""
    return tell(OWN_FAULT if alone and verdict is Verdict.WRONG else CONCLUSIONS[verdict])
