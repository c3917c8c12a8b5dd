"""Charts of lines: a measure over many periods. Only measured values are joined; every other one stands by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.model import Status
from briefgen.rendering.marks import LINE, Mark, extent, said_already
from briefgen.rendering.time_axis import MARGIN, PLOT, references, shared_unit

if TYPE_CHECKING:
    from briefgen.rendering.sheet import Box, Sheet

FEWEST = 5
"""Values; fewer read better as columns."""
_ENDS = 0.26
"""The most of the width that the value at either end of the line takes."""
_AIR = 12.0
"""Between a point and its value."""
_LABEL = 58.0
"""The width of a label under the axis."""

Place = tuple[float, float]


def fits(sheet: Sheet, values: Sequence[Mark], lines: Sequence[Mark]) -> bool:
    """Whether there are enough values, each at a time of its own, and room between the values at both ends."""
    days = [mark.day for mark in values if mark.day is not None]
    if len(values) < FEWEST or len(days) < len(values) or any(one >= other for one, other in pairwise(days)):
        return False
    room = _ENDS * (sheet.across - (MARGIN if lines else 0))
    texts = _texts(values)[1]
    return all(sheet.width(text) <= room for text in (texts[0], texts[-1]))


def draw(sheet: Sheet, values: Sequence[Mark], lines: Sequence[Mark]) -> None:
    """A line through what was measured; the ends and as many others as there is room for have their values."""
    unit, texts = _texts(values)
    said = sheet.wrapped(unit, sheet.across - 4) if unit else []
    low, high = extent(values, lines)
    labels = [sheet.wrapped(mark.label, _LABEL) for mark in values]
    below = LINE if low < 0 else 0.0
    base = max(map(len, labels)) * LINE + 8 + below
    sheet.raise_to(base + PLOT + LINE + 8 + len(said) * LINE)
    scale = PLOT / (high - low)
    zero = base - low * scale
    right = sheet.across - (MARGIN if lines else 0)
    references(sheet, lines, zero, scale)
    places = _places(sheet, values, texts, right, (zero, scale))
    for run in _runs(values, places):
        sheet.path(run)
    for mark, place in zip(values, places, strict=True):
        sheet.point(*place, mark.status)
    sheet.line((0, right), (zero, zero), "axis")
    _periods(sheet, labels, [x for x, _ in places], base - below - 5, right)
    _values(sheet, values, texts, places, zero)
    sheet.lines(2, sheet.height - len(said) * LINE / 2, said, tone="text-muted")


def _texts(values: Sequence[Mark]) -> tuple[str, list[str]]:
    """The unit that all share, and each value with what kind of value it is."""
    unit, texts = shared_unit(values)
    pairs = zip(texts, values, strict=True)
    return unit, [text if said_already(mark) else f"{text} ({mark.tag})" for text, mark in pairs]


def _places(
    sheet: Sheet, values: Sequence[Mark], texts: Sequence[str], right: float, height: tuple[float, float]
) -> list[Place]:
    """Where each value stands; the values at the ends have their room beside the line."""
    zero, scale = height
    days = [mark.day or 0.0 for mark in values]
    first = max(sheet.width(texts[0]) + _AIR + 3, _LABEL / 2)
    last = right - max(sheet.width(texts[-1]) + _AIR + 3, _LABEL / 2)
    step = (last - first) / (days[-1] - days[0])
    return [
        (first + (day - days[0]) * step, zero + _middle(mark) * scale) for day, mark in zip(days, values, strict=True)
    ]


def _middle(mark: Mark) -> float:
    """The value, or the middle of a range."""
    return mark.low if mark.high is None else (mark.low + mark.high) / 2


def _runs(values: Sequence[Mark], places: Sequence[Place]) -> Iterator[list[Place]]:
    """Stretches of measured values that follow each other: a line never leads to or from anything else."""
    run: list[Place] = []
    for mark, place in zip(values, places, strict=True):
        if mark.status is Status.ACTUAL:
            run.append(place)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _periods(sheet: Sheet, labels: Sequence[list[str]], xs: Sequence[float], top: float, right: float) -> None:
    """Labels under the axis: all of them, or every second, third ... counted from the last, where all have no room."""
    widths = [max(map(sheet.width, label)) for label in labels]
    ends = [(min(max(x, width / 2 + 1), right - width / 2 - 1), width) for x, width in zip(xs, widths, strict=True)]
    shown: list[int] = []
    for step in range(1, len(labels) + 1):
        shown = list(range(len(labels) - 1, -1, -step))
        spans = [(ends[one][0] - ends[one][1] / 2, ends[one][0] + ends[one][1] / 2) for one in reversed(shown)]
        if all(before[1] + 5 <= after[0] for before, after in pairwise(spans)):
            break
    for one in shown:
        sheet.lines(ends[one][0], top - len(labels[one]) * LINE / 2, labels[one], align="center")


def _values(sheet: Sheet, values: Sequence[Mark], texts: Sequence[str], places: Sequence[Place], zero: float) -> None:
    """The values at both ends, then the extremes, then others: above or below their point, where nothing is met."""
    bold = [mark.status is Status.ACTUAL for mark in values]
    sheet.text(places[0][0] - _AIR, _off(zero, places[0][1]), texts[0], align="right", bold=bold[0])
    sheet.text(places[-1][0] + _AIR, _off(zero, places[-1][1]), texts[-1], bold=bold[-1])
    strokes = [*pairwise(places), ((0.0, zero), (sheet.across, zero))]
    inner = range(1, len(values) - 1)
    extremes = sorted(inner, key=lambda one: (-abs(_middle(values[one]) - _middle(values[0])), one))
    for one in extremes:
        x, y = places[one]
        for at in (y + _AIR, y - _AIR):
            box = sheet.box_of(x, at, texts[one], align="center", bold=bold[one])
            if _is_free(box, sheet, strokes):
                sheet.text(x, at, texts[one], align="center", bold=bold[one])
                break


def _off(zero: float, height: float) -> float:
    """The height of a value that stands beside its point, far enough from the axis."""
    return max(height, zero + _AIR - 1) if height >= zero else min(height, zero - _AIR + 1)


def _is_free(box: Box, sheet: Sheet, strokes: Sequence[tuple[Place, Place]]) -> bool:
    """Nothing is written there, no stroke runs through it, and no point lies on it."""
    inside = box.left >= 1 and box.right <= sheet.across - 1
    return (
        inside
        and not any(box.meets(other) for other in (*sheet.boxes, *sheet.points))
        and not any(_crosses(box, one, other) for one, other in strokes)
    )


def _crosses(box: Box, one: Place, other: Place) -> bool:
    """Whether the stroke between two points, the first further left, runs through a box."""
    left, right = max(one[0], box.left), min(other[0], box.right)
    if left >= right:
        return False
    slope = (other[1] - one[1]) / (other[0] - one[0])
    heights = [one[1] + (x - one[0]) * slope for x in (left, right)]
    return min(heights) <= box.top and max(heights) >= box.bottom
