"""The paper of a brand in Word's measures: twentieths of a point."""

from __future__ import annotations

from msgspec import Struct

from briefgen.model import Brand

POINT = 20
"""Twentieths."""
_SIZES = {"A4": (11906, 16838), "Letter": (12240, 15840)}
"""Width and height of a page: 210 × 297 mm and 8.5 × 11 inches."""
_POINTS = {"mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "pt": 1.0}
"""Points of the units in which brand.yaml gives margins."""


class Paper(Struct, frozen=True):
    """A page and its margins, in twentieths of a point."""

    width: int
    """From edge to edge."""
    height: int
    """From edge to edge."""
    margin: int
    """On all four sides."""

    @property
    def text(self) -> int:
        """How wide a line is."""
        return self.width - 2 * self.margin


def paper(brand: Brand) -> Paper:
    """The paper that a brand prints on."""
    width, height = _SIZES[brand.page]
    return Paper(width, height, round(float(brand.margin[:-2]) * _POINTS[brand.margin[-2:]] * POINT))
