"""The drawings of a PDF: the shapes and letters of every marked piece of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from briefgen.printed.drawing import Place, Shape, settled

Operation = tuple[Sequence[Any], bytes]
"""Operands and operator of a content stream."""
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DRAWN = frozenset({b"B", b"B*", b"b", b"b*"})
"""Operators that fill a path and draw its edge, as bars have it."""
_ENDED = frozenset({*_DRAWN, b"S", b"s", b"f", b"F", b"f*", b"n"})
"""Operators after which a new path begins."""


class Piece(Struct):
    """What is drawn inside one marked piece of a page."""

    shapes: list[Shape] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


class Pen:
    """Follows the operations of a page and keeps what is drawn, by the number of the marked piece."""

    def __init__(self, inside: Callable[[str], Iterator[str]]) -> None:
        """`inside` gives the texts of a form by its name."""
        self.pieces: dict[int, Piece] = {}
        self._inside = inside
        self._matrix: Matrix = _SAME
        self._kept: list[Matrix] = []
        self._paths: list[list[Place]] = []

    def follow(self, operands: Sequence[Any], operator: bytes, mark: int | None) -> None:
        """One operation, inside the marked piece `mark`."""
        if operator == b"q":
            self._kept.append(self._matrix)
        elif operator == b"Q":
            self._matrix = self._kept.pop() if self._kept else _SAME
        elif operator == b"cm":
            self._matrix = _product(operands, self._matrix)
        elif operator in {b"m", b"l", b"c", b"v", b"y", b"re"}:
            self._path(operands, operator)
        elif operator == b"Do" and mark is not None:
            self._piece(mark).labels += self._inside(str(operands[0]))
        elif operator in _ENDED:
            if operator in _DRAWN and mark is not None:
                self._piece(mark).shapes += (Shape(settled(path)) for path in self._paths if len(path) > 1)
            self._paths = []

    def write(self, text: str, mark: int) -> None:
        """A whole text."""
        if text.strip():
            self._piece(mark).labels.append(text)

    def _piece(self, mark: int) -> Piece:
        return self.pieces.setdefault(mark, Piece())

    def _path(self, operands: Sequence[Any], operator: bytes) -> None:
        x, y = (float(number) for number in operands[:2]) if operator == b"re" else map(float, operands[-2:])
        if operator == b"re":
            wide, high = map(float, operands[2:4])
            corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))
            self._paths.append([self._placed(*corner) for corner in corners])
        elif operator == b"m" or not self._paths:
            self._paths.append([self._placed(x, y)])
        else:
            self._paths[-1].append(self._placed(x, y))

    def _placed(self, x: float, y: float) -> Place:
        a, b, c, d, e, f = self._matrix
        return a * x + c * y + e, b * x + d * y + f


def _product(operands: Sequence[Any], other: Matrix) -> Matrix:
    """One transformation, then another (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = (float(number) for number in operands)
    k, l, m, n, o, p = other  # noqa: E741 - as the standard counts on
    return a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p
