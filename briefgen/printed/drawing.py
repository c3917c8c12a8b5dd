"""What a chart's drawing shows: its letters, and its shapes as far as they stand for values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

Place = tuple[float, float]
"""Points across and up, from any corner."""
_COMMAND = re.compile(r"([A-Za-z])|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)")
_ALIKE = 0.01
"""Points between coordinates that are one."""
_CORNERS = 4


class Shape(Struct, frozen=True):
    """A filled shape with an edge: a bar, a column, or a sign for one value."""

    corners: tuple[Place, ...]
    """Where its outline turns; none of a shape that could not be read."""

    @property
    def left(self) -> float:
        """Its edges, as a rectangle around it."""
        return min((x for x, _ in self.corners), default=0.0)

    @property
    def right(self) -> float:
        """See `left`."""
        return max((x for x, _ in self.corners), default=0.0)

    @property
    def bottom(self) -> float:
        """See `left`."""
        return min((y for _, y in self.corners), default=0.0)

    @property
    def top(self) -> float:
        """See `left`."""
        return max((y for _, y in self.corners), default=0.0)

    @property
    def is_box(self) -> bool:
        """Whether it is a rectangle that stands upright; else it is a sign around its middle."""
        edges = (self.left, self.right), (self.bottom, self.top)
        return len(self.corners) == _CORNERS and all(
            min(abs(place[axis] - edge) for edge in edges[axis]) < _ALIKE for place in self.corners for axis in (0, 1)
        )


class Drawing(Struct, frozen=True):
    """A drawing of a chart."""

    alt: str
    """What it says to those who cannot see it."""
    labels: tuple[str, ...]
    """Its letters, text by text; blanks may be missing."""
    shapes: tuple[Shape, ...]
    """In the order in which they are drawn."""


def shape(path: str) -> Shape | None:
    """The shape of an SVG path that is closed; None of a line. Upside down, as SVG counts from the top."""
    commands: list[tuple[str, list[float]]] = []
    for letter, number in _COMMAND.findall(path):
        if letter:
            commands.append((letter, []))
        elif commands:
            commands[-1][1].append(float(number))
    if not commands or commands[-1][0] not in "zZ":
        return None
    if any(letter not in "MLCZz" or len(numbers) % 2 for letter, numbers in commands):
        return Shape(())
    ends = [numbers[-2:] for letter, numbers in commands if numbers]
    return Shape(settled([(x, -y) for x, y in ends]))


def settled(places: Sequence[Place]) -> tuple[Place, ...]:
    """The corners of an outline without the last one where it is the first again."""
    if len(places) > 1 and all(abs(one - other) < _ALIKE for one, other in zip(places[0], places[-1], strict=True)):
        places = places[:-1]
    return tuple(places)
