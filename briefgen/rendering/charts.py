"""Draws charts as SVG whose text stays text. The chart rules were kept where the chart was chosen; here it is drawn.

Every measure is in points on one sheet (72 to an inch), laid out by hand: no layout engine, nothing cut or overlapping.
Statuses differ by fill, hatch and outline, so that they can be told apart on grey paper too. The finding and the
subtitle are not part of the drawing: they are headings of the page, where screen readers and search find them.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.model import Brand, Chart, ChartKind, Direction, Fact, Kind, Point, Status
from briefgen.rendering import words
from briefgen.rendering.text import one_line

if TYPE_CHECKING:
    from briefgen.rendering.sheet import Sheet

WIDTH = 468.0
"""Points: 165 mm, the text width of an A4 page with 20 mm margins."""
_LINE = 11.5
"""Points from one line of text to the next."""
_ROW = 26.0
_BAR = 14.0
_COLUMN = 46.0
"""The widest column of a timeline."""
_NARROWEST = 62.0
"""Between two columns of a timeline; closer ones are drawn as rows."""
_MARGIN = 112.0
"""Room for the names of reference lines beside a timeline."""
_PLOT = 118.0
"""The height of a timeline's tallest column."""
_LABELS = 0.34
"""The most that row labels take of the width."""
_DECEMBER = 12
_NUMBER = re.compile(r"^(?P<before>[^\d]*)(?P<number>\d[\d.,   ]*)(?P<after>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
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
    day: float | None
    """Where it stands on a time axis: a proleptic ordinal."""


@lru_cache(maxsize=64)
def draw(chart: Chart, brand: Brand) -> bytes:
    """The chart as an SVG file; drawn once for all formats of a run."""
    from briefgen.rendering.sheet import Sheet

    marks, lines = tuple(_marks(chart.points, brand)), tuple(_marks(chart.reference_lines, brand))
    rows = chart.kind is ChartKind.BARS or not _fits_time(marks, WIDTH - (_MARGIN if lines else 0))
    sheet = Sheet(WIDTH, _height_of_rows(marks, lines) if rows else _height_of_columns(marks), brand, _salt(chart))
    (_draw_rows if rows else _draw_columns)(sheet, marks, lines)
    return sheet.svg()


def _salt(chart: Chart) -> str:
    """Makes the ids inside a drawing its own, as several may stand on one page."""
    return hashlib.sha256(f"{chart.title}\0{chart.subtitle}\0{chart.alt}".encode()).hexdigest()[:12]


def _marks(points: Sequence[Point], brand: Brand) -> list[Mark]:
    locale = words.parse_locale(brand.locale)
    return [
        Mark(
            one_line(point.label),
            words.change(point.fact, locale) + (" (derived)" if point.fact.derived else ""),
            *_ends(point.fact),
            point.status,
            _day(point),
        )
        for point in points
        if point.fact.quantity.value is not None
    ]


def _ends(fact: Fact) -> tuple[float, float | None]:
    """The value and the upper end of its range; falls are below zero, whatever sign their document prints."""
    value, upper = fact.quantity.value or Decimal(0), fact.quantity.upper
    falls = fact.direction is Direction.DOWN and fact.kind in {Kind.CHANGE, Kind.INCREMENT} and value > 0
    sign = -1 if falls else 1
    return float(value) * sign, None if upper is None else float(upper) * sign


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


def _fits_time(marks: Sequence[Mark], width: float) -> bool:
    """Whether the columns of a time axis leave room for their labels."""
    days = sorted(mark.day for mark in marks if mark.day is not None)
    if len(days) < len(marks) or len(days) < 2 or days[0] == days[-1]:  # noqa: PLR2004 - two make an axis
        return False
    gap = min(after - before for before, after in pairwise(days))
    return gap / (days[-1] - days[0]) * (width - 2 * _COLUMN) >= _NARROWEST


def _top(marks: Sequence[Mark], lines: Sequence[Mark]) -> tuple[float, float]:
    """The smallest and largest value that the drawing must hold; zero always."""
    values = [value for mark in (*marks, *lines) for value in (mark.low, mark.high) if value is not None]
    low, high = min(0.0, *values), max(0.0, *values)
    return low, high if high > low else low + 1.0


# Rows: one bar a line, labels on the left, values at the ends of the bars.


def _height_of_rows(marks: Sequence[Mark], lines: Sequence[Mark]) -> float:
    return len(marks) * _ROW + len(lines) * (_LINE + 3) + 8


def _draw_rows(sheet: Sheet, marks: Sequence[Mark], lines: Sequence[Mark]) -> None:
    labels = {mark: textwrap.wrap(mark.label, 30, max_lines=2, placeholder=" …") or [""] for mark in marks}
    left = min(WIDTH * _LABELS, max(sheet.width(line) for mark in marks for line in labels[mark])) + 10
    ends = {mark: textwrap.wrap(_end_text(mark), 36, max_lines=2, placeholder=" …") for mark in marks}
    right = WIDTH - max(sheet.width(line) for mark in marks for line in ends[mark]) - 14
    low, high = _top(marks, lines)
    scale = (right - left) / (high - low)
    zero = left - low * scale
    top = sheet.height - len(lines) * (_LINE + 3)
    for place, mark in enumerate(marks):
        middle = top - _ROW * (place + 0.5)
        for number, line in enumerate(labels[mark]):
            shift = (len(labels[mark]) - 1) / 2 - number
            sheet.text(left - 10, middle + shift * _LINE, line, align="right")
        ends_at = _row_mark(sheet, mark, zero, scale, middle)
        for number, line in enumerate(ends[mark]):
            shift = (len(ends[mark]) - 1) / 2 - number
            sheet.text(ends_at + 7, middle + shift * _LINE, line, bold=mark.status is Status.ACTUAL)
    sheet.line((zero, zero), (top - len(marks) * _ROW, top), "axis")
    for place, mark in enumerate(lines):
        _row_line(sheet, mark, zero + mark.low * scale, sheet.height - (place + 0.5) * (_LINE + 3))


def _row_mark(sheet: Sheet, mark: Mark, zero: float, scale: float, middle: float) -> float:
    """Draws one value; returns where it ends."""
    start, end = zero + (mark.low if mark.high is not None else 0) * scale, zero + (mark.high or mark.low) * scale
    if mark.status is Status.TARGET and mark.high is None:
        sheet.line((zero, end), (middle, middle), "stem")
        sheet.diamond(end, middle)
        return end + 5
    sheet.box(min(start, end), middle - _BAR / 2, max(abs(end - start), 0.8), _BAR, mark.status)
    return max(start, end)


def _row_line(sheet: Sheet, mark: Mark, at: float, label_at: float) -> None:
    """A reference value as a dashed line, its label above the bars on the side that has room."""
    sheet.line((at, at), (2, label_at + 4), "reference")
    text = f"{mark.label}: {mark.text}"
    to_left = at + sheet.width(text) > WIDTH and at > WIDTH / 2
    room = max(at if to_left else WIDTH - at, 60)
    shown = sheet.shortened(text, room)
    sheet.text(at + (-3 if to_left else 3), label_at, shown, align="right" if to_left else "left", tone="accent")


def _end_text(mark: Mark) -> str:
    return mark.text if mark.status is Status.ACTUAL else f"{mark.text} ({words.status(mark.status)})"


# Columns: values of periods on a time axis.


def _labels_of_columns(marks: Sequence[Mark]) -> dict[Mark, list[str]]:
    return {mark: textwrap.wrap(mark.label, 14, max_lines=3, placeholder=" …") for mark in marks}


def _foot(marks: Sequence[Mark]) -> float:
    """Room for the labels under the columns, and for the values of columns that fall."""
    values = 2 * _LINE if any(mark.low < 0 for mark in marks) else 0
    return max(map(len, _labels_of_columns(marks).values())) * _LINE + 6 + values


def _height_of_columns(marks: Sequence[Mark]) -> float:
    return _foot(marks) + _PLOT + 4 * _LINE


def _draw_columns(sheet: Sheet, marks: Sequence[Mark], lines: Sequence[Mark]) -> None:
    low, high = _top(marks, lines)
    base = _foot(marks)
    foot = base - (2 * _LINE if low < 0 else 0)
    scale = _PLOT / (high - low)
    zero = base - low * scale
    right = WIDTH - (_MARGIN if lines else 0)
    for mark in lines:
        sheet.line((0, right), (zero + mark.low * scale, zero + mark.low * scale), "reference")
    days = [mark.day for mark in marks if mark.day is not None]
    step = (right - 2 * _COLUMN) / (max(days) - min(days))
    unit, texts = _shared_unit(marks)
    for mark, text in zip(marks, texts, strict=True):
        middle = _COLUMN + ((mark.day or 0) - min(days)) * step
        _column_text(sheet, mark, text, middle, _column(sheet, mark, zero, scale, middle))
        for number, line in enumerate(_labels_of_columns(marks)[mark]):
            sheet.text(middle, foot - 10 - number * _LINE, line, align="center")
    sheet.line((0, right), (zero, zero), "axis")
    _line_labels(sheet, lines, zero, scale)
    if unit:
        sheet.text(0, sheet.height - 6, unit, tone="muted")


def _column_text(sheet: Sheet, mark: Mark, text: str, middle: float, end: float) -> None:
    """The value over a column, or under one that falls; then its status."""
    status = [] if mark.status is Status.ACTUAL else [words.status(mark.status)]
    falls = mark.low < 0
    shown = [*textwrap.wrap(text, 15), *status]
    for number, line in enumerate(shown if falls else reversed(shown)):
        at = end - 9 - number * _LINE if falls else end + 10 + number * _LINE
        sheet.text(middle, at, line, align="center", bold=line not in status)


def _line_labels(sheet: Sheet, lines: Sequence[Mark], zero: float, scale: float) -> None:
    """Names of reference lines in the right margin, moved apart where they would meet."""
    lowest = 8.0
    for mark in sorted(lines, key=lambda line: line.low):
        shown = textwrap.wrap(f"{mark.label}: {mark.text}", 22, max_lines=3, placeholder=" …")
        half = len(shown) * _LINE / 2
        middle = max(zero + mark.low * scale, lowest + half)
        lowest = middle + half + 2
        for number, line in enumerate(shown):
            at = middle + half - (number + 0.5) * _LINE
            sheet.text(WIDTH - _MARGIN + 6, at, line, tone="accent")


def _column(sheet: Sheet, mark: Mark, zero: float, scale: float, middle: float) -> float:
    """Draws one value; returns where it ends."""
    start, end = zero + (mark.low if mark.high is not None else 0) * scale, zero + (mark.high or mark.low) * scale
    if mark.status is Status.TARGET and mark.high is None:
        sheet.line((middle, middle), (zero, end), "stem")
        sheet.diamond(middle, end)
        return end + 5
    sheet.box(middle - _COLUMN / 2, min(start, end), _COLUMN, max(abs(end - start), 0.8), mark.status)
    return min(start, end) if mark.low < 0 else max(start, end)


def _shared_unit(marks: Sequence[Mark]) -> tuple[str, list[str]]:
    """The words behind all numbers, when they are the same, to be said once; and the values without them."""
    found = [_NUMBER.match(mark.text) for mark in marks]
    after = {match["after"].strip() for match in found if match}
    if len(after) != 1 or after == {"%"} or not all(found):
        return "", [mark.text for mark in marks]
    return after.pop(), [f"{match['before']}{match['number']}".strip() for match in found if match]
