"""Charts as they are drawn, held against their values: the numbers that stand in them, and how long their bars are.

A drawing knows no scale, so the values give it: the one scale under which most bars end where their values say. What
does not keep to it is named. Whoever stretches all bars alike changes nothing that a reader could misread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, combinations

from msgspec import Struct

from briefgen.finished import Drawn, Finished
from briefgen.model import ChartKind
from briefgen.printed.drawing import Drawing, Shape
from briefgen.printed.page import CELLS, Page
from briefgen.verify.finding import Finding, short
from briefgen.verify.lines import squeezed
from briefgen.verify.numbers import NUMBER

_MEASURED = 80
"""Ends of which each two may give the scale: a forged chart of thousands must not take hours."""
_ROWS = (ChartKind.BARS, ChartKind.CHANGE, ChartKind.PARTS)
"""Kinds that are drawn in rows alone; others may run over time, or stand in columns."""
_SLACK = 0.9
"""Points that an end may be off: the shortest bar is drawn 0.8 points long (`rendering/rows.py`, `columns.py`)."""


class _Value(Struct, frozen=True):
    """What a shape has to show."""

    label: str
    start: float
    """Where it begins, in units of the value."""
    end: float
    """Where it ends, or where its sign stands beside a row or over a column."""
    middle: float
    """Where its sign stands on a line: at the value, or in the middle of a range."""


class _End(Struct, frozen=True):
    """One end of a shape: what it stands for, and where it is."""

    value: float
    place: float
    number: int
    """Which of the chart's values it belongs to."""


class _Scale(Struct, frozen=True):
    zero: float
    unit: float
    kept: int
    """How many ends keep to it."""

    def misses(self, end: _End) -> bool:
        """Whether an end lies elsewhere, or nowhere (a place that is no number)."""
        return not abs(self.zero + end.value * self.unit - end.place) <= _SLACK


def drawings(brief: Finished, page: Page) -> Iterator[Finding]:
    """Every number that stands in a drawing is one of its chart's; every bar is as long as its value."""
    known = _known(brief)
    for drawing in page.drawings:
        chart = next((one for one in brief.charts if squeezed(one.alt) == squeezed(drawing.alt)), None)
        for label in drawing.labels:
            for number in NUMBER.findall(label):
                if number not in known:
                    yield Finding(f"label of a chart, “{short(label)}”", f"“{number}” stands in no table of a chart")
        if chart is not None:
            yield from lengths(drawing, chart, frozenset(fact.id for fact in brief.facts if fact.falls))


def _known(brief: Finished) -> set[str]:
    """The numbers of all charts; a drawing may print them without blanks."""
    cells = [cell for line in brief.printed if line.block == "charts" for cell in line.text.split(CELLS)]
    return {number for cell in cells for text in (cell, "".join(cell.split())) for number in NUMBER.findall(text)}


def lengths(drawing: Drawing, chart: Drawn, falling: frozenset[str]) -> Iterator[Finding]:
    """The values that a drawing shows otherwise; `falling` are the ids of facts that are drawn below zero."""
    values = _values(chart, falling)
    where = f"drawing of “{short(chart.title)}”"
    if len(drawing.shapes) != len(values):
        yield Finding(where, f"shows {len(drawing.shapes)} values, and the brief has {len(values)} for it")
        return
    found = list(_readings(drawing.shapes, values, chart))
    if not all(map(_spread, found)):
        return  # too small to tell, as beside a target a million times as large
    readings = [(ends, _fitted(ends)) for ends in found]
    fitted = [(ends, scale) for ends, scale in readings if scale is not None]
    if not fitted:
        if len({end.value for ends, _ in readings for end in ends}) > 1:
            yield Finding(where, "draws smaller values larger than larger ones")
        return
    ends, scale = max(fitted, key=lambda one: one[1].kept / len(one[0]))
    for number in dict.fromkeys(end.number for end in ends if scale.misses(end)):
        drawn = [(end.place - scale.zero) / scale.unit for end in ends if end.number == number][-1]
        value = values[number]
        yield Finding(where, f"draws “{short(value.label)}” as {drawn:.4g}, and the brief says {value.end:.10g}")


def _spread(ends: Sequence[_End]) -> bool:
    """Whether ends lie farther apart than the shortest bars on both sides of zero."""
    places = [end.place for end in ends]
    return not max(places, default=0.0) - min(places, default=0.0) <= 2 * _SLACK


def _values(chart: Drawn, falling: frozenset[str]) -> list[_Value]:
    """What each shape shows, as the chart is laid out: from zero, from end to end of a range, or part behind part."""
    points = [point for point in chart.points if point.values[0] is not None]
    found = [(point.label, *_signed(*point.values, falls=point.fact in falling)) for point in points]
    starts = [0.0 if upper is None else low for _, low, upper in found]
    if chart.kind == ChartKind.PARTS and found:
        starts = [*accumulate((low for _, low, _ in found[:-2]), initial=0.0), 0.0][: len(found)]
    return [
        _Value(label, start, *((low + start, low) if upper is None else (upper, (low + upper) / 2)))
        for (label, low, upper), start in zip(found, starts, strict=True)
    ]


def _signed(value: Decimal | None, upper: Decimal | None, *, falls: bool) -> tuple[float, float | None]:
    """A value and its upper end as they are drawn: a fall below zero."""
    sign = -1 if falls and value is not None and value > 0 else 1
    return float(value or 0) * sign, None if upper is None else float(upper) * sign


def _readings(shapes: Sequence[Shape], values: Sequence[_Value], chart: Drawn) -> Iterator[list[_End]]:
    """The ends of shapes as rows, and where a chart may run over time as columns and as signs on a line."""
    rows = sorted(shapes, key=lambda shape: -(shape.bottom + shape.top))
    yield [end for number, shape in enumerate(rows) for end in _ends(shape.left, shape.right, shape, values, number)]
    if chart.kind not in _ROWS:
        over = sorted(shapes, key=lambda shape: shape.left + shape.right)
        yield [end for number, one in enumerate(over) for end in _ends(one.bottom, one.top, one, values, number)]
        yield [_End(values[number].middle, (one.bottom + one.top) / 2, number) for number, one in enumerate(over)]


def _ends(low: float, high: float, shape: Shape, values: Sequence[_Value], number: int) -> Iterator[_End]:
    """Both ends of a bar, or the middle of a sign."""
    value = values[number]
    if shape.is_box:
        yield _End(min(value.start, value.end), low, number)
        yield _End(max(value.start, value.end), high, number)
    else:
        yield _End(value.end, (low + high) / 2, number)


def _fitted(ends: Sequence[_End]) -> _Scale | None:
    """The scale that most ends keep to; None where all stand for one value."""
    best: _Scale | None = None
    places = [(end.value, end.place) for end in ends]
    for (value, place), (other, there) in combinations(places[:_MEASURED], 2):
        if value == other:
            continue
        unit = (there - place) / (other - value)
        if unit > 0:
            zero = place - value * unit
            kept = sum(abs(zero + at * unit - seen) <= _SLACK for at, seen in places)
            if best is None or kept > best.kept:
                best = _Scale(zero, unit, kept)
            if kept == len(places):
                break  # as nobody changed the drawing
    return best
