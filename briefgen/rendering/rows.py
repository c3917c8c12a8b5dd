"""Charts of rows: one bar a row, its label on the left and its value at its end; on a narrow sheet the label above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.model import Status
from briefgen.rendering.marks import LINE, Mark, extent

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


class _Row(Struct, frozen=True):
    mark: Mark
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


def draw(sheet: Sheet, values: Sequence[Mark], references: Sequence[Mark]) -> None:
    """A row for each value, and a line for each reference; the lowest is named first, so that none crosses a name."""
    stacked = sheet.across < NARROW
    rows = [_row(sheet, mark, stacked=stacked) for mark in values]
    lines = sorted(references, key=lambda mark: mark.low)
    names = [sheet.wrapped(f"{mark.label}: {mark.text}", sheet.across - 8, 2) for mark in lines]
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
    for row in rows:
        _draw_row(sheet, row, scale, top, stacked=stacked)
        top -= row.height
    sheet.line((scale(0), scale(0)), (top, sheet.height - head), "axis")


def _row(sheet: Sheet, mark: Mark, *, stacked: bool) -> _Row:
    words_of_value = f"{mark.text} ({mark.tag})" if mark.tag else mark.text
    value = sheet.wrapped(words_of_value, sheet.across * _VALUES, 3)
    label = sheet.wrapped(mark.label, sheet.across * (0.96 if stacked else _LABELS), 2)
    if stacked:
        return _Row(mark, label, value, len(label) * LINE + max(_BAR, len(value) * LINE) + _AIR)
    return _Row(mark, label, value, max(_ROW, max(len(label), len(value)) * LINE + _AIR / 3))


def _scale(sheet: Sheet, rows: Sequence[_Row], lines: Sequence[Mark], *, stacked: bool) -> _Scale:
    left = 1.0 if stacked else max(sheet.width(line) for row in rows for line in row.label) + 10
    low, high = extent([row.mark for row in rows], lines)
    right = sheet.across - max(sheet.width(line) for row in rows for line in row.value) - 14
    unit = (right - left) / (high - low)
    return _Scale(left, left - low * unit, unit)


def _draw_row(sheet: Sheet, row: _Row, scale: _Scale, top: float, *, stacked: bool) -> None:
    """A label, a bar and its value, in the space below `top`."""
    middle = top - row.height / 2
    if stacked:
        label = len(row.label) * LINE
        sheet.lines(6, top - label / 2 - 1, row.label)
        middle = top - label - 5 - max(_BAR, len(row.value) * LINE) / 2
    else:
        sheet.lines(scale.left - 10, middle, row.label, align="right")
    end = _draw_mark(sheet, row.mark, scale, middle)
    sheet.lines(end + 7, middle, row.value, bold=row.mark.status is Status.ACTUAL)


def _draw_mark(sheet: Sheet, mark: Mark, scale: _Scale, middle: float) -> float:
    """Draws one value; returns where it ends."""
    start, end = scale(mark.low if mark.high is not None else 0), scale(mark.low if mark.high is None else mark.high)
    if mark.status is Status.TARGET and mark.high is None:
        sheet.line((scale(0), end), (middle, middle), "stem")
        sheet.diamond(end, middle)
        return end + 5
    sheet.box(min(start, end), middle - _BAR / 2, max(abs(end - start), 0.8), _BAR, mark.status)
    return max(start, end)


def _reference(sheet: Sheet, name: list[str], at: float, top: float) -> None:
    """A dashed line with its name at the top: behind it where there is room, else above it."""
    widest = max(sheet.width(line, bold=False) for line in name)
    height = len(name) * LINE
    fits = at + 3 + widest <= sheet.across
    sheet.line((at, at), (2, top if fits else top - height), "reference")
    sheet.lines(at + 3 if fits else sheet.across - widest - 1, top - height / 2, name, tone="mark")
