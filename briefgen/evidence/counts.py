"""Counts whose unit only repeats what is counted: "admissions reached 7 million" and "admissions of 7 million"."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.evidence.words import head, singular
from briefgen.model import Fact, Kind, Quantity

COUNT = "count:"
"""How the unit of things counted begins."""


def plain(fact: Fact) -> Quantity:
    """The quantity of a fact, without a unit that its measure says already."""
    unit = fact.quantity.unit
    if unit is None or fact.measure is None or not unit.startswith(COUNT):
        return fact.quantity
    noun = singular(unit.removeprefix(COUNT).casefold())
    return replace(fact.quantity, unit=None) if noun == singular(head(fact.measure)) else fact.quantity


def one_kind(one: Fact, other: Fact) -> bool:
    """The two are of one kind; a count without a unit of its own is a level of what is counted."""
    if one.kind is other.kind:
        return True
    return {one.kind, other.kind} == {Kind.COUNT, Kind.LEVEL} and plain(one).unit is plain(other).unit is None
