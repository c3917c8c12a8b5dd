"""Charts of columns: values of a few periods on a time axis."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.model import Status
from briefgen.rendering.marks import LINE, Mark, extent, said_already
from briefgen.rendering.time_axis import MARGIN, PLOT, references, shared_unit

if TYPE_CHECKING:
    from briefgen.rendering.sheet import Sheet

_COLUMN = 46.0
"""The width of a column."""
_NARROWEST = 62.0
"""Between two columns; closer ones are drawn as rows."""
_MOST_LINES = 4
"""Of a label; longer ones read better beside a bar."""
_TIP = 5.0
"""What the mark of a target reaches over its value, its edge aside."""
_TWO = 2
"""Days that make an axis."""


def fits(sheet: Sheet, values: Sequence[Mark], lines: Sequence[Mark]) -> bool:
    """Whether the columns of a time axis leave room for their labels."""
    days = sorted(mark.day for mark in values if mark.day is not None)
    if len(days) < len(values) or len(days) < _TWO or days[0] == days[-1]:
        return False
    gap = min(after - before for before, after in pairwise(days))
    room = sheet.across - (MARGIN if lines else 0) - 2 * _COLUMN
    if gap / (days[-1] - days[0]) * room < _NARROWEST:
        return False
    _, texts = shared_unit(values)
    labels = [*(mark.label for mark in values), *texts]
    return all(len(sheet.wrapped(label, _NARROWEST - 1)) <= _MOST_LINES for label in labels)


def draw(sheet: Sheet, values: Sequence[Mark], lines: Sequence[Mark]) -> None:
    """A column for each value, a line for each reference."""
    low, high = extent(values, lines)
    labels = [sheet.wrapped(mark.label, _NARROWEST - 1) for mark in values]
    unit, texts = shared_unit(values)
    said = sheet.wrapped(unit, sheet.across - 4) if unit else []
    shown = [_shown(sheet, mark, text) for mark, text in zip(values, texts, strict=True)]
    tallest = max(map(len, shown)) * LINE
    below = tallest + _TIP if low < 0 else 0.0
    base = max(map(len, labels)) * LINE + 6 + below
    sheet.raise_to(base + PLOT + _TIP + tallest + 8 + len(said) * LINE)
    scale = PLOT / (high - low)
    zero = base - low * scale
    right = sheet.across - (MARGIN if lines else 0)
    references(sheet, lines, zero, scale)
    days = [mark.day for mark in values if mark.day is not None]
    step = (right - 2 * _COLUMN) / (max(days) - min(days))
    for mark, text, label in zip(values, shown, labels, strict=True):
        middle = _COLUMN + ((mark.day or 0) - min(days)) * step
        end = _draw_mark(sheet, mark, zero, scale, middle)
        height = len(text) * LINE
        at = end - 4 - height / 2 if mark.low < 0 else end + 4 + height / 2
        sheet.lines(middle, at, text, align="center", bold=mark.status is Status.ACTUAL)
        sheet.lines(middle, base - below - 5 - len(label) * LINE / 2, label, align="center")
    sheet.line((0, right), (zero, zero), "axis")
    sheet.lines(2, sheet.height - len(said) * LINE / 2, said, tone="text-muted")


def _shown(sheet: Sheet, mark: Mark, text: str) -> list[str]:
    """The value, and what kind of value it is where neither its label nor its style of the usual one says so."""
    tag = [] if said_already(mark) else [mark.tag]
    return [*sheet.wrapped(text, _NARROWEST), *tag]


def _draw_mark(sheet: Sheet, mark: Mark, zero: float, scale: float, middle: float) -> float:
    """Draws one value; returns where it ends."""
    start = zero + (mark.low if mark.high is not None else 0) * scale
    end = zero + (mark.low if mark.high is None else mark.high) * scale
    if mark.status is Status.TARGET and mark.high is None:
        sheet.line((middle, middle), (zero, end), "stem")
        sheet.diamond(middle, end)
        return end - _TIP if mark.low < 0 else end + _TIP
    sheet.box(middle - _COLUMN / 2, min(start, end), _COLUMN, max(abs(end - start), 0.8), mark.status)
    return min(start, end) if mark.low < 0 else max(start, end)
