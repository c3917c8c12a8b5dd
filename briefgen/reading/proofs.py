"""Changes of a table whose time or unit no header gives, told by the levels beside them.

"Change, %" behind the columns "2024" and "2025" nearly always is from the one to the other. Nearly is not enough: the
numbers must show it. In most rows of the column the change must be that between the same two columns, after rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby, permutations

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import Direction, Figure, Kind, Period
from briefgen.reading import days

HALF = Decimal("0.5")
HUNDRED = Decimal(100)
LEVELS = (Kind.LEVEL, Kind.COUNT, Kind.SHARE)
MOST_LEVELS = 12
"""Levels of a row that are tried as the two ends of a change, those nearest to it."""


class Cellwise(Struct, frozen=True):
    """A figure with where it stands in its table."""

    row: int
    column: int
    figure: Figure
    total_row: bool = False
    """Whether a header of its row names a sum."""
    total_column: bool = False
    """The same of its column."""
    part_row: bool = False
    """Whether its row is a part of the row above."""
    beside: bool = False
    """Whether it is not the first figure of its cell."""


class Step(Struct, frozen=True):
    """What the levels of a table may prove of a column of changes."""

    before: Period
    after: Period
    unit: str


def dated(found: Sequence[Cellwise]) -> Iterator[Figure]:
    """The figures of a table, its changes with what the levels beside them prove; one without a unit is left out."""
    rows = {row: list(group) for row, group in groupby(sorted(found, key=at), key=lambda one: one.row)}
    columns = {one.column for one in found if is_open(one.figure)}
    steps = {
        column: proven([one for one in found if one.column == column and is_open(one.figure)], rows)
        for column in sorted(columns)
    }
    for one in found:
        step = told(one.figure, steps[one.column]) if is_open(one.figure) else None
        figure = one.figure if step is None else proved(one.figure, step)
        if figure.quantity.unit is not None or figure.kind not in MOVING:
            yield figure


def told(figure: Figure, shown: Sequence[Step]) -> Step | None:
    """What is proven of a change, by its unit; of one without a unit nothing but what alone is proven."""
    unit = figure.quantity.unit
    fitting = [step for step in shown if unit in (None, step.unit)]
    return fitting[0] if len(fitting) == 1 else None


def proved(figure: Figure, step: Step) -> Figure:
    """A change with its unit and times."""
    kind = Kind.CHANGE if step.unit == "%" else Kind.INCREMENT
    quantity = replace(figure.quantity, unit=step.unit)
    base, period = figure.base or step.before, figure.period or step.after
    return replace(figure, quantity=quantity, kind=kind, base=base, period=period)


MOVING = (Kind.CHANGE, Kind.INCREMENT)


def at(one: Cellwise) -> tuple[int, int]:
    """Its place in the table."""
    return one.row, one.column


def is_open(figure: Figure) -> bool:
    """Whether a figure is a change without a unit, or without a time."""
    return figure.kind in MOVING and (figure.quantity.unit is None or figure.period is None)


def proven(column: Sequence[Cellwise], rows: Mapping[int, Sequence[Cellwise]]) -> Sequence[Step]:
    """What the changes of a column are, as far as most rows with two levels show it."""
    fits: dict[Step, int] = {}
    tried: dict[Step, int] = {}
    for change in column:
        for before, after in pairs(change, rows[change.row]):
            for unit in units(before.figure, change.figure):
                if before.figure.period is None or after.figure.period is None:
                    continue
                step = Step(before.figure.period, after.figure.period, unit)
                tried[step] = tried.get(step, 0) + 1
                fits[step] = fits.get(step, 0) + leads(before.figure, after.figure, change.figure, unit)
    return [step for step, number in fits.items() if 2 * number > tried[step]]


def units(level: Figure, change: Figure) -> tuple[str, ...]:
    """The units that a change of a level may have: its own, or percent and that of the level."""
    own, unit = change.quantity.unit, level.quantity.unit
    if own is not None:
        return (own,)
    return ("pp",) if unit == "%" else ("%", unit) if unit is not None else ()


def pairs(change: Cellwise, row: Sequence[Cellwise]) -> Iterator[tuple[Cellwise, Cellwise]]:
    """Two levels of a row, of times of one length, the earlier one first; those that have the name of the change."""
    levels = [one for one in row if one.figure.kind in LEVELS and one.figure.period is not None]
    own_levels = [one for one in levels if named(one) == named(change)]
    near = sorted(own_levels or levels, key=lambda one: (abs(one.column - change.column), one.column))[:MOST_LEVELS]
    own = change.figure.period
    for before, after in permutations(near, 2):
        one, other = before.figure.period, after.figure.period
        if one is None or other is None or one.start >= other.start or (own and own != other):
            continue
        alike = days.length_in_months(one) == days.length_in_months(other)
        if alike and before.figure.quantity.unit == after.figure.quantity.unit:
            yield before, after


def named(one: Cellwise) -> tuple[str | None, str | None]:
    """What a figure measures, and of whom: a change of exports is none of the imports beside them."""
    return one.figure.measure, one.figure.subject


def leads(before: Figure, after: Figure, change: Figure, unit: str) -> bool:
    """Whether a change in a unit is that from one level to another one, as far as their last digits tell."""
    first, last, moved = (one.quantity.value for one in (before, after, change))
    if first is None or last is None or moved is None or not first:
        return False
    slack = [HALF * last_digit(one) for one in (before, after, change)]
    signed = -moved if change.direction is Direction.DOWN else moved
    level = before.quantity.unit
    if unit == "%" and level != "%":
        told = (last / first - 1) * HUNDRED
        rough = HUNDRED * (slack[1] / abs(first) + slack[0] * abs(last) / first**2)
    elif unit == level or (unit == "pp" and level == "%"):
        told, rough = last - first, slack[0] + slack[1]
    else:
        return False
    return abs(told - signed) <= slack[2] + rough


def last_digit(figure: Figure) -> Decimal:
    """The weight of the last digit of a printed number: "3,100" thousand → 1000, "9.7" → 0.1."""
    value, surface = figure.quantity.value, figure.quantity.surface
    digits = "".join(letter for letter in surface if letter.isdecimal() or letter == ".").strip(".")
    if digits.count(".") > 1 or not digits:
        return Decimal(1)
    printed = Decimal(digits)
    scale = abs(value) / printed if value and printed else Decimal(1)
    decimals = len(digits.rpartition(".")[2]) if "." in digits else 0
    return scale.scaleb(-decimals)
