"""The values of a chart as they are drawn: where they lie, what is printed at them, and the measures that all share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from briefgen import values
from briefgen.language import Language, language_of
from briefgen.model import Brand, Direction, Fact, Kind, Point, Status
from briefgen.oneline import one_line

LINE = 11.5
"""Points from one line of text to the next."""
_DECEMBER = 12


class Mark(Struct, frozen=True):
    """One value as it is drawn."""

    label: str
    """Beside or under it."""
    text: str
    """The value, at its end."""
    low: float
    """The value, or the lower end of a range."""
    high: float | None
    """The upper end of a range."""
    status: Status
    """Decides the style."""
    tag: str
    """What kind of value it is, in a word: a status, or that it was computed; nothing for a measured one."""
    day: float | None
    """Where it stands on a time axis: a proleptic ordinal."""


def marks(points: Sequence[Point], brand: Brand) -> tuple[Mark, ...]:
    """What is drawn for these points; a point without a number cannot be."""
    spoken = language_of(brand)
    return tuple(
        Mark(
            one_line(point.label),
            values.change(point.fact, spoken),
            *_ends(point.fact),
            point.status,
            _tag(point, spoken),
            _day(point),
        )
        for point in points
        if point.fact.quantity.value is not None
    )


def said_already(mark: Mark) -> bool:
    """Whether there is no need to print what kind of value it is: it is a measured one, or its label says so."""
    return mark.tag.casefold() in mark.label.casefold()


def extent(values: Sequence[Mark], lines: Sequence[Mark]) -> tuple[float, float]:
    """The smallest and largest value that the drawing must hold; zero always."""
    ends = [value for mark in (*values, *lines) for value in (mark.low, mark.high) if value is not None]
    low, high = min(0.0, *ends), max(0.0, *ends)
    return low, high if high > low else low + 1.0


def _tag(point: Point, spoken: Language) -> str:
    """The word that tells a value from a measured one."""
    if point.fact.derived:
        return spoken.gettext("derived")
    return "" if point.status is Status.ACTUAL else values.status(point.status, spoken)


def signed(fact: Fact) -> tuple[Decimal | None, Decimal | None]:
    """The value and the upper end of its range; falls are below zero, whatever sign their document prints."""
    value, upper = fact.quantity.value, fact.quantity.upper
    falls = fact.direction is Direction.DOWN and fact.kind in {Kind.CHANGE, Kind.INCREMENT}
    if falls and value is not None and value > 0:
        return -value, None if upper is None else -upper
    return value, upper


def _ends(fact: Fact) -> tuple[float, float | None]:
    """The same as the drawing takes it."""
    value, upper = signed(fact)
    return float(value or 0), None if upper is None else float(upper)


def _day(point: Point) -> float | None:
    """The middle of the period, or of the year or month that a deadline ends."""
    fact = point.fact
    if fact.period:
        return (fact.period.start.toordinal() + fact.period.end.toordinal()) / 2
    if fact.deadline is None:
        return None
    month = fact.deadline.replace(day=1)
    first = month.replace(month=1) if fact.deadline.month == _DECEMBER else month
    return (first.toordinal() + fact.deadline.toordinal()) / 2
