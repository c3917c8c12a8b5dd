"""Quantities in steps: "6 ft 2 in", "31 minutes and 20 seconds", "£3 10s"; and sides: "40 x 60 cm".

A quantity in steps is one figure in the unit of its last step, so that no digit is lost; old money is one in pounds.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.reading import tables, units
from briefgen.reading.figured import Numeral
from briefgen.reading.patterns import Pattern
from briefgen.reading.ranges import Atom

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

POUND = "GBP"
SHILLINGS, PENCE = 20, 240
"""Of a pound of old money."""
WINDOW = 16
"""Characters before a number in which "between" keeps two quantities apart."""


class Rules(Struct, frozen=True):
    """The steps of a language."""

    sides: Pattern
    """Between the sides of a thing, or between the number of things and what each has."""
    metre: Pattern
    """Behind metres, the other side of a thing, no million: "3m by 4m"."""
    begins: Pattern
    """What every printed step begins with: nearly all numbers fail here."""
    printed: tuple[tuple[re.Pattern[str], str, Decimal], ...]
    """Two steps with short units ("5'11""): pattern, smaller unit, and how many of it make one of the larger."""
    money: re.Pattern[str]
    """Pounds, shillings and pence."""
    joins: re.Pattern[str]
    """What may stand between two steps."""
    apart: re.Pattern[str]
    """The end of a text behind which two quantities stay two."""
    steps: Mapping[tuple[str, str], Decimal]
    """Larger and smaller unit to how many of the smaller one make one of the larger."""
    lengths: frozenset[str]
    """Units that the sides of a thing have."""


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its tables."""
    table = tables.load(language, "trade")["steps"]
    known = units.registry(language).dimensions
    steps = {(large, small): Decimal(round(known[large][1] / known[small][1])) for large, small in table["pairs"]}
    return Rules(
        sides=Pattern(table["sides"]),
        metre=Pattern(rf"{table['sides']}\d{{1,4}}(?:\.\d{{1,3}})?m"),
        begins=Pattern(table["begins"]),
        printed=tuple(
            (re.compile(row["pattern"]), row["small"], steps[row["large"], row["small"]]) for row in table["printed"]
        ),
        money=re.compile(table["money"]),
        joins=re.compile(table["joins"]),
        apart=re.compile(rf"\b(?i:{table['apart']})\b[^,;]*$"),
        steps=steps,
        lengths=frozenset(name for name, (dimension, _) in known.items() if dimension == "length"),
    )


def at(sentence: str, start: int, currency: units.Found | None, known: Rules) -> Atom | None:
    """A quantity in steps with short units that starts with the digit at `start`."""
    if currency is not None:
        return old_money(sentence, start, currency, known) if currency.name == POUND else None
    if not known.begins.match(sentence, start):
        return None
    for pattern, unit, ratio in known.printed:
        found = pattern.match(sentence, start)
        if found and Decimal(found[2]) < ratio:
            value = Decimal(found[1]) * ratio + Decimal(found[2])
            return whole(start, start, found.end(), unit, value)
    return None


def old_money(sentence: str, start: int, currency: units.Found, known: Rules) -> Atom | None:
    """£3 10s 6d."""
    found = known.money.match(sentence, start)
    if found is None or int(found[2]) >= SHILLINGS:
        return None
    value = Decimal(found[1]) + Decimal(found[2]) / SHILLINGS + Decimal(found[3] or 0) / PENCE
    return replace(whole(currency.start, start, found.end(), POUND, value), prefixed=True)


def whole(begin: int, start: int, end: int, unit: str, value: Decimal) -> Atom:
    """The atom of a quantity in steps."""
    return Atom(Numeral(start, end, value), begin, end, unit, own=True, value=value, last=end)


def joined(sentence: str, atoms: Sequence[Atom], known: Rules) -> list[Atom]:
    """The atoms, those that are steps of one quantity made one, and the sides of a thing with one unit."""
    found: list[Atom] = []
    for atom in atoms:
        one = stepped(sentence, found[-1], atom, known) if found else None
        if one:
            found[-1] = one
        else:
            found.append(atom)
    return sided(sentence, found, known)


def stepped(sentence: str, left: Atom, right: Atom, known: Rules) -> Atom | None:
    """Both as one quantity: "3 hours 25 minutes"; None where the units do not follow one another."""
    ratio = known.steps.get((left.unit or "", right.unit or ""))
    if ratio is None or left.value is None or right.value is None or left.hyphen or right.hyphen:
        return None
    if not 0 < right.value < ratio or left.value != left.value.to_integral_value():
        return None
    if not known.joins.fullmatch(sentence, left.end, right.start):
        return None
    if known.apart.search(sentence, max(0, left.start - WINDOW), left.start):
        return None
    value = left.value * ratio + right.value
    number = Numeral(left.number.start, right.end, value, words=left.number.words and right.number.words)
    return replace(right, number=number, start=left.start, value=value)


def sided(sentence: str, atoms: list[Atom], known: Rules) -> list[Atom]:
    """The atoms; the sides of a thing share its unit, and the "2" of "2 × 1,200 kW" is no figure."""
    for index in range(len(atoms) - 2, -1, -1):
        left, right = atoms[index], atoms[index + 1]
        if left.unit == "m" and known.metre.fullmatch(sentence, left.end, right.end) and right.value is not None:
            atoms[index + 1] = replace(right, unit="m", own=True, value=right.value / right.number.scale)
        if left.unit or left.noun or not right.unit or left.value is None:
            continue
        gap = known.sides.fullmatch(sentence, left.end, right.start)
        if gap is None:
            continue
        if right.unit in known.lengths:
            atoms[index] = replace(left, unit=right.unit)
        elif not gap[0].isalpha() and left.number.bare:
            del atoms[index]
    return atoms
