"""Charts of rows: one bar a row, its label on the left and its value at its end; on a narrow sheet the label above.

Three kinds share them. Values side by side start at zero. The parts of a whole start where the part before them ends,
so that the last bar, the whole, is seen to be their sum. Of a change, an arrow leads from the value before to the one
after.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.model import ChartKind, Status
from briefgen.rendering.marks import LINE, Mark, extent, said_already

if TYPE_CHECKING:
    from briefgen.rendering.sheet import Sheet

NARROW = 400.0
"""Points; on sheets below, labels stand above their bars."""
_ROW = 26.0
_BAR = 14.0
_GAP = 3.0
"""Between the names of two reference lines."""
_AIR = 11.0
"""Between a row that stands above its bar and the next."""
_LABELS = 0.34
"""The most that labels beside bars take of the width."""
_VALUES = 0.42
"""The most that values take of it."""
_EDGE = 2.0
"""Between a label and the edge of the sheet."""


class _Row(Struct, frozen=True):
    mark: Mark
    start: float
    """Where its bar begins, in units of the value."""
    label: list[str]
    """Lines."""
    value: list[str]
    """Lines."""
    height: float


class _Scale(Struct, frozen=True):
    """From values to places across the sheet."""

    left: float
    """Where bars may begin."""
    zero: float
    """The place of zero."""
    unit: float
    """Points for one unit."""

    def __call__(self, value: float) -> float:
        return self.zero + value * self.unit


def draw(sheet: Sheet, values: Sequence[Mark], references: Sequence[Mark], kind: ChartKind) -> None:
    """A row for each value, and a line for each reference; the lowest is named first, so that none crosses a name."""
    stacked = sheet.across < NARROW
    starts = _starts(values, kind)
    rows = [_row(sheet, mark, start, stacked=stacked) for mark, start in zip(values, starts, strict=True)]
    lines = sorted(references, key=lambda mark: mark.low)
    names = [sheet.wrapped(f"{mark.label}: {mark.text}", sheet.across - 8) for mark in lines]
    head = sum(len(name) * LINE + _GAP for name in names)
    foot = 8.0
    sheet.raise_to(head + sum(row.height for row in rows) + foot)
    scale = _scale(sheet, rows, lines, stacked=stacked)
    top = sheet.height - head
    for mark in lines:
        if mark.high is not None:
            sheet.band(scale(mark.low), scale(mark.high), 2, top)
    at = sheet.height
    for mark, name in zip(lines, names, strict=True):
        _reference(sheet, name, scale(mark.low), at)
        at -= len(name) * LINE + _GAP
    _draw_rows(sheet, rows, scale, kind, top)
    sheet.line((scale(0), scale(0)), (foot, sheet.height - head), "axis")


def _starts(values: Sequence[Mark], kind: ChartKind) -> list[float]:
    """Where each bar begins: at zero, at its lower end, or where the part before it ends."""
    if kind is ChartKind.PARTS:
        *parts, _ = values
        return [*accumulate((mark.low for mark in parts[:-1]), initial=0.0), 0.0]
    return [0.0 if mark.high is None else mark.low for mark in values]


def _ends(row: _Row) -> tuple[float, float]:
    """Where its bar begins and ends, in units of the value."""
    value = row.mark.low if row.mark.high is None else row.mark.high
    return row.start, (row.start if row.mark.high is None else 0.0) + value


def _row(sheet: Sheet, mark: Mark, start: float, *, stacked: bool) -> _Row:
    words_of_value = mark.text if said_already(mark) else f"{mark.text} ({mark.tag})"
    value = sheet.wrapped(words_of_value, sheet.across * _VALUES)
    label = sheet.wrapped(mark.label, sheet.across * (0.96 if stacked else _LABELS))
    if stacked:
        height = len(label) * LINE + max(_BAR, len(value) * LINE) + _AIR
    else:
        height = max(_ROW, max(len(label), len(value)) * LINE + _AIR / 3)
    return _Row(mark, start, label, value, height)


def _scale(sheet: Sheet, rows: Sequence[_Row], lines: Sequence[Mark], *, stacked: bool) -> _Scale:
    left = 1.0 if stacked else max(sheet.width(line) for row in rows for line in row.label) + 10 + _EDGE
    low, high = extent([row.mark for row in rows], lines)
    reach = [end for row in rows for end in _ends(row)]
    low, high = min(low, *reach), max(high, *reach)
    right = sheet.across - max(sheet.width(line) for row in rows for line in row.value) - 12 - _EDGE
    unit = (right - left) / (high - low)
    return _Scale(left, left - low * unit, unit)


def _draw_rows(sheet: Sheet, rows: Sequence[_Row], scale: _Scale, kind: ChartKind, top: float) -> None:
    """The rows from the top down, and what leads from one to the next."""
    before: tuple[_Row, float] | None = None
    for row in rows:
        middle = _middle(sheet, row, scale, top)
        end = _draw_mark(sheet, row, scale, middle)
        if before is not None and kind in {ChartKind.PARTS, ChartKind.CHANGE}:
            at = scale(_ends(before[0])[1])
            sheet.line((at, at), (middle, before[1] - _BAR / 2), "lead")
            if kind is ChartKind.CHANGE:
                end = max(end, _arrow(sheet, at, row, scale, middle))
        sheet.lines(end + 7, middle, row.value, bold=row.mark.status is Status.ACTUAL)
        before = (row, middle)
        top -= row.height


def _arrow(sheet: Sheet, start: float, row: _Row, scale: _Scale, middle: float) -> float:
    """From the value before to the end of a row, inside its bar where that is longer; returns where it starts."""
    zero, end = map(scale, _ends(row))
    inside = min(zero, end) <= start <= max(zero, end)
    sheet.arrow(start, end, middle, on_ink=inside and row.mark.status is Status.ACTUAL)
    return start


def _middle(sheet: Sheet, row: _Row, scale: _Scale, top: float) -> float:
    """Writes the label of a row in the space below `top`; returns the height of its bar."""
    if sheet.across < NARROW:
        label = len(row.label) * LINE
        sheet.lines(6, top - label / 2 - 1, row.label)
        return top - label - 5 - max(_BAR, len(row.value) * LINE) / 2
    middle = top - row.height / 2
    sheet.lines(scale.left - 10, middle, row.label, align="right")
    return middle


def _draw_mark(sheet: Sheet, row: _Row, scale: _Scale, middle: float) -> float:
    """Draws one value; returns where it ends."""
    start, end = map(scale, _ends(row))
    if row.mark.status is Status.TARGET and row.mark.high is None:
        sheet.line((start, end), (middle, middle), "stem")
        sheet.diamond(end, middle)
        return max(start, end + 5)
    sheet.box(min(start, end), middle - _BAR / 2, max(abs(end - start), 0.8), _BAR, row.mark.status)
    return max(start, end)


def _reference(sheet: Sheet, name: list[str], at: float, top: float) -> None:
    """A dashed line with its name at the top: behind it where there is room, else above it."""
    widest = max(sheet.width(line, bold=False) for line in name)
    height = len(name) * LINE
    fits = at + 3 + widest <= sheet.across - _EDGE
    sheet.line((at, at), (2, top if fits else top - height), "reference")
    sheet.lines(at + 3 if fits else sheet.across - widest - _EDGE, top - height / 2, name, tone="mark")
