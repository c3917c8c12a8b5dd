"""What the charts with a time axis share: names of reference lines in the margin, and a unit that is said once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefgen.rendering.marks import LINE, Mark

if TYPE_CHECKING:
    from briefgen.rendering.sheet import Sheet

MARGIN = 112.0
"""Room for the names of reference lines at the right."""
PLOT = 104.0
"""The height of the largest value."""
_NUMBER = re.compile(r"^(?P<before>[^\d]*)(?P<number>\d[\d.,   ]*)(?P<after>.*)$", re.DOTALL)
_SIGNS = re.compile(r"[€$£¥₸₼₽₹₺]")


def references(sheet: Sheet, lines: Sequence[Mark], zero: float, scale: float) -> None:
    """Dashed lines over the plot, ranges as bands on top of them, with their names moved apart where they would meet.

    `zero` is the height of zero, `scale` the points for one unit.
    """
    lowest = 8.0
    right = sheet.across - MARGIN
    for mark in sorted(lines, key=lambda line: line.low):
        at = zero + mark.low * scale
        if mark.high is not None:
            sheet.band(0, right, at, zero + mark.high * scale)
        sheet.line((0, right), (at, at), "reference")
        name = sheet.wrapped(f"{mark.label}: {mark.text}", MARGIN - 8)
        half = len(name) * LINE / 2
        middle = max(at, lowest + half)
        lowest = middle + half + 2
        sheet.raise_to(max(sheet.height, lowest + 4))
        sheet.lines(right + 6, middle, name, tone="mark")


def shared_unit(values: Sequence[Mark]) -> tuple[str, list[str]]:
    """The words around all numbers, when they are the same, to be said once ("€ billion"); the values without them."""
    found = [_NUMBER.match(mark.text) for mark in values]
    matches = [match for match in found if match]
    after = {match["after"].strip() for match in matches}
    if len(matches) < len(values) or len(after) != 1 or after <= {"", "%"}:
        return "", [mark.text for mark in values]
    before = {match["before"].strip() for match in matches}
    if len(before) == 1 and _SIGNS.fullmatch(next(iter(before))):
        return f"{before.pop()} {after.pop()}", [match["number"].strip() for match in matches]
    return after.pop(), [f"{match['before']}{match['number']}".strip() for match in matches]
