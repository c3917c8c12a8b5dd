"""Charts of columns: values of periods on a time axis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.model import Status
from briefgen.rendering.marks import LINE, Mark, extent

if TYPE_CHECKING:
    from briefgen.rendering.sheet import Sheet

_COLUMN = 46.0
"""The width of a column."""
_NARROWEST = 62.0
"""Between two columns; closer ones are drawn as rows."""
_MARGIN = 112.0
"""Room for the names of reference lines at the right."""
_PLOT = 104.0
"""The height of the tallest column."""
_TWO = 2
"""Days that make an axis."""
_NUMBER = re.compile(r"^(?P<before>[^\d]*)(?P<number>\d[\d.,   ]*)(?P<after>.*)$", re.DOTALL)


def fits(across: float, values: Sequence[Mark], references: Sequence[Mark]) -> bool:
    """Whether the columns of a time axis leave room for their labels."""
    days = sorted(mark.day for mark in values if mark.day is not None)
    if len(days) < len(values) or len(days) < _TWO or days[0] == days[-1]:
        return False
    gap = min(after - before for before, after in pairwise(days))
    room = across - (_MARGIN if references else 0) - 2 * _COLUMN
    return gap / (days[-1] - days[0]) * room >= _NARROWEST


def draw(sheet: Sheet, values: Sequence[Mark], references: Sequence[Mark]) -> None:
    """A column for each value, a line for each reference."""
    low, high = extent(values, references)
    labels = [sheet.wrapped(mark.label, _NARROWEST - 1, 4) for mark in values]
    unit, texts = _shared_unit(values)
    shown = [_shown(sheet, mark, text) for mark, text in zip(values, texts, strict=True)]
    tallest = max(map(len, shown)) * LINE
    below = tallest if low < 0 else 0.0
    base = max(map(len, labels)) * LINE + 6 + below
    sheet.raise_to(base + _PLOT + tallest + 8 + (LINE if unit else 0))
    scale = _PLOT / (high - low)
    zero = base - low * scale
    right = sheet.across - (_MARGIN if references else 0)
    for mark in references:
        _reference(sheet, mark, zero, scale, right)
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
    _names(sheet, references, zero, scale)
    if unit:
        sheet.lines(0, sheet.height - 6, [unit], tone="text-muted")


def _shown(sheet: Sheet, mark: Mark, text: str) -> list[str]:
    """The value, and what kind of value it is where that is not the usual one."""
    return [*sheet.wrapped(text, _NARROWEST, 3), *filter(None, [mark.tag])]


def _draw_mark(sheet: Sheet, mark: Mark, zero: float, scale: float, middle: float) -> float:
    """Draws one value; returns where it ends."""
    start = zero + (mark.low if mark.high is not None else 0) * scale
    end = zero + (mark.low if mark.high is None else mark.high) * scale
    if mark.status is Status.TARGET and mark.high is None:
        sheet.line((middle, middle), (zero, end), "stem")
        sheet.diamond(middle, end)
        return end - 5 if mark.low < 0 else end + 5
    sheet.box(middle - _COLUMN / 2, min(start, end), _COLUMN, max(abs(end - start), 0.8), mark.status)
    return min(start, end) if mark.low < 0 else max(start, end)


def _reference(sheet: Sheet, mark: Mark, zero: float, scale: float, right: float) -> None:
    """A dashed line; a range is a band on top of it."""
    at = zero + mark.low * scale
    if mark.high is not None:
        sheet.band(0, right, at, zero + mark.high * scale)
    sheet.line((0, right), (at, at), "reference")


def _names(sheet: Sheet, references: Sequence[Mark], zero: float, scale: float) -> None:
    """Names of reference lines in the right margin, moved apart where they would meet."""
    lowest = 8.0
    for mark in sorted(references, key=lambda line: line.low):
        name = sheet.wrapped(f"{mark.label}: {mark.text}", _MARGIN - 8, 4)
        half = len(name) * LINE / 2
        middle = max(zero + mark.low * scale, lowest + half)
        lowest = middle + half + 2
        sheet.raise_to(max(sheet.height, lowest + 4))
        sheet.lines(sheet.across - _MARGIN + 6, middle, name, tone="mark")


def _shared_unit(values: Sequence[Mark]) -> tuple[str, list[str]]:
    """The words behind all numbers, when they are the same, to be said once; and the values without them."""
    found = [_NUMBER.match(mark.text) for mark in values]
    after = {match["after"].strip() for match in found if match}
    if len(after) != 1 or after == {"%"} or not all(found):
        return "", [mark.text for mark in values]
    return after.pop(), [f"{match['before']}{match['number']}".strip() for match in found if match]
