"""What a drawn chart shows where, read back from its SVG with the metrics of the shipped fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree as ET

from matplotlib.textpath import TextToPath
from msgspec import Struct

from briefgen.model import Brand
from briefgen.rendering.colours import chart_tones
from briefgen.rendering.sheet import Sheet, _missing_letters_allowed

SVG = "{http://www.w3.org/2000/svg}"
RULER = Sheet(100, Brand())
BAND = chart_tones(Brand().palette)["band"]
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


class Area(Struct, frozen=True):
    """A rectangle in points from the upper left corner of the drawing."""

    left: float
    top: float
    right: float
    bottom: float
    what: str

    def covers(self, other: Area, slack: float = 0.3) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > slack and min(self.bottom, other.bottom) - max(self.top, other.top) > slack


def size(svg: bytes) -> tuple[float, float]:
    """Width and height."""
    box = ET.fromstring(svg).attrib["viewBox"].split()  # noqa: S314 - made by ourselves
    return float(box[2]), float(box[3])


def texts(svg: bytes) -> list[Area]:
    """Every line of text with the ink of its letters."""
    return [_text(element) for element in ET.fromstring(svg).iter(f"{SVG}text") if element.text]  # noqa: S314


def _text(element: ET.Element) -> Area:
    style, words = element.attrib["style"], element.text or ""
    width, height, descent = _ink(words, 600 if "font-weight: 600" in style else 400)
    anchor = re.search(r"text-anchor: (\w+)", style)
    left = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor[1] if anchor else "start"] * -width
    place = re.search(r"translate\(([\d.-]+) ([\d.-]+)\)", element.attrib.get("transform", ""))
    x, y = (float(place[1]), float(place[2])) if place else (float(element.attrib["x"]), float(element.attrib["y"]))
    return Area(x + left, y - height + descent, x + left + width, y + descent, words)


@cache
def _ink(words: str, weight: int) -> tuple[float, float, float]:
    """Width, height and descent of a line in a weight."""
    with _missing_letters_allowed():
        found = TextToPath().get_text_width_height_descent(words, RULER._fonts[weight], False)  # noqa: FBT003
    return float(found[0]), float(found[1]), float(found[2])


def bars(svg: bytes) -> list[Area]:
    """Filled shapes; the bands of ranges, which lie behind texts, are none."""
    return [
        Area(min(xs), min(ys), max(xs), max(ys), "bar")
        for style, xs, ys in _paths(svg)
        if "fill: none" not in style and BAND not in style
    ]


def strokes(svg: bytes) -> list[list[tuple[float, float]]]:
    """Lines, from point to point."""
    return [list(zip(xs, ys, strict=True)) for style, xs, ys in _paths(svg) if "fill: none" in style]


def _paths(svg: bytes) -> Iterator[tuple[str, list[float], list[float]]]:
    for path in ET.fromstring(svg).iter(f"{SVG}path"):  # noqa: S314 - made by ourselves
        numbers = [float(number) for number in _NUMBER.findall(path.attrib["d"])]
        if style := path.attrib.get("style"):  # what a clip is made of has none
            yield style, numbers[::2], numbers[1::2]


def faults(svg: bytes) -> Iterator[str]:
    """Texts that leave the drawing, and pairs of texts, or of a text and a shape, that cover each other."""
    width, height = size(svg)
    lines = texts(svg)
    for number, line in enumerate(lines):
        if line.left < -0.5 or line.right > width + 0.5 or line.top < -0.5 or line.bottom > height + 0.5:
            yield f"{line.what!r} leaves the drawing"
        yield from (f"{line.what!r} covers {other.what!r}" for other in lines[:number] if line.covers(other))
        yield from (f"{line.what!r} lies on a bar" for bar in bars(svg) if line.covers(bar))
        for stroke in strokes(svg):
            if any(_crosses(line, one, other) for one, other in pairwise(stroke)):
                yield f"a stroke runs through {line.what!r}"


def _crosses(area: Area, one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether a stroke runs through an area: clipped at its sides one after the other (Liang and Barsky)."""
    start, end = 0.0, 1.0
    dx, dy = other[0] - one[0], other[1] - one[1]
    sides = (
        (-dx, one[0] - area.left),
        (dx, area.right - one[0]),
        (-dy, one[1] - area.top),
        (dy, area.bottom - one[1]),
    )
    for step, room in sides:
        if step == 0 and room < 0:
            return False
        if step < 0:
            start = max(start, room / step)
        elif step > 0:
            end = min(end, room / step)
    return start < end
