"""Quantities as they are compared: a count without the unit that its measure repeats, power and energy in one scale.

"Admissions reached 7 million" and "admissions of 7 million" are of one unit, "1.4 GW" and "990 MW" as well.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from briefgen.evidence.concepts import PEOPLE, SYNONYMS
from briefgen.evidence.themes import theme_of
from briefgen.evidence.words import head, singular
from briefgen.model import Fact, Kind, Quantity

COUNT = "count:"
"""How the unit of things counted begins."""


DONE = {"admission": frozenset({"patient"}), "enrolment": frozenset({"pupil", "student", "learner"})}
"""What is done with people → those with whom alone it is done (English): patients are the unit of admissions."""
GROWTH = "growth"
SCALES = {"k": 3, "M": 6, "G": 9, "T": 12}
"""SI prefixes of thousands as powers of ten."""
SCALED = re.compile(r"([kMGT])(W|Wh|Wp|V|VA|bit/s|B)")
"""Units that news gives in several scales."""


def _in_base(quantity: Quantity, unit: str, power: int) -> Quantity:
    """The quantity in its unit without a prefix."""
    value, upper = (None if part is None else part.scaleb(power) for part in (quantity.value, quantity.upper))
    return replace(quantity, value=value, upper=upper, unit=unit)


def plain(fact: Fact) -> Quantity:
    """The quantity of a fact, without a unit that its measure says already."""
    unit = fact.quantity.unit
    if unit is not None and (scaled := SCALED.fullmatch(unit)):
        return _in_base(fact.quantity, scaled[2], SCALES[scaled[1]])
    if unit is None or fact.measure is None or not unit.startswith(COUNT):
        return fact.quantity
    noun = singular(unit.removeprefix(COUNT).casefold())
    said = singular(head(fact.measure))
    said = SYNONYMS.get(said, said)
    repeated = noun in PEOPLE or noun in DONE.get(said, ()) or SYNONYMS.get(noun, noun) == said
    return replace(fact.quantity, unit=None) if repeated else fact.quantity


def unit_told(fact: Fact) -> str | None:
    """The unit that tells what is measured; none where a theme does: lives, victims and people killed."""
    unit = plain(fact).unit
    return None if unit is not None and unit.startswith(COUNT) and theme_of(fact.figures[0]) is not None else unit


def both(one: Fact, other: Fact) -> tuple[Quantity, Quantity]:
    """Two quantities as they are compared: without units where both facts are of one theme."""
    themes = [theme_of(fact.figures[0]) for fact in (one, other)]
    if themes[0] is not None and themes[0] is themes[1]:
        return replace(plain(one), unit=unit_told(one)), replace(plain(other), unit=unit_told(other))
    return plain(one), plain(other)


def one_kind(one: Fact, other: Fact) -> bool:
    """The two are of one kind; a count without a unit of its own is a level of what is counted."""
    if _kind(one) is _kind(other):
        return True
    return {one.kind, other.kind} == {Kind.COUNT, Kind.LEVEL} and {quantity.unit for quantity in both(one, other)} == {
        None
    }


def _kind(fact: Fact) -> Kind:
    """The kind of a fact; a level of growth is a change: "growth of 2%"."""
    grown = fact.kind is Kind.LEVEL and fact.quantity.unit == "%" and head(fact.measure or "") == GROWTH
    return Kind.CHANGE if grown else fact.kind
