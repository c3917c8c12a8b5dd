"""A sheet to draw a chart on: matplotlib's object API behind a few words, in points from the lower left corner."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, FontProperties, fontManager
from matplotlib.patches import Circle, Patch, Polygon, Rectangle
from matplotlib.textpath import TextToPath
from msgspec import Struct

from briefgen.model import Brand, Status
from briefgen.rendering.colours import chart_tones
from briefgen.rendering.extra_fonts import extras
from briefgen.rendering.fonts import css_stack, fallbacks, static
from briefgen.rendering.marks import LINE
from briefgen.rendering.typefaces import Face

SIZE = 9.5
"""Points, of all text."""
TIP = 6.0
"""From the middle of a point to the end of its mark, at most: that of a target reaches so far."""
MOST_LINES = 12
"""Lines of one text, which is about 400 letters; none that briefgen makes has so many."""
Place = tuple[float, float]
"""A point of the sheet."""
BASELINE = 0.33 * SIZE
"""Below the middle of a line of text: half of the height of a capital letter, so that figures stand in the middle."""
REGULAR = 400
"""The weight of text that is not bold."""

_PARTS = re.compile(r"[^\s–—-]*[–—-]+|[^\s–—-]+\s*|\s+")
"""A word with the blanks behind it, or the part of one that ends in a dash."""
_PROLOGUE = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_FONT = re.compile(r"font(?:-family)?: [^\"]*?(?=; text-anchor|\")")
_BOLD = re.compile(r'<g id="bold">(.*?)<text style="', re.DOTALL)
_ID = re.compile(r' id="([^"]+)"')
_STYLES: dict[str, dict[str, Any]] = {
    "axis": {"linewidth": 0.9},
    "stem": {"linewidth": 1.1, "linestyle": (0, (1, 2))},
    "lead": {"linewidth": 1.1, "linestyle": (0, (1, 2))},
    "reference": {"linewidth": 1.3, "linestyle": (0, (5, 3)), "zorder": 2.5},
}


class Box(Struct, frozen=True):
    """Where a line of text stands, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Whether two boxes share a point, with some air around each."""
        across = self.left - 2 < other.right and other.left - 2 < self.right
        return across and self.bottom < other.top and other.bottom < self.top


class Sheet:
    """One drawing."""

    def __init__(self, across: float, brand: Brand) -> None:
        self.across = across
        self.height = 0.0
        self.boxes: list[Box] = []
        """Every line of text so far."""
        self.points: list[Box] = []
        """The mark of every point so far."""
        self._waiting: list[tuple[str, Place, Place]] = []
        self._family = brand.headings
        self._tones = chart_tones(brand.palette)
        self._fonts = {weight: _font(Face(brand.headings, weight)) for weight in (400, 600)}
        figure = Figure(dpi=72)
        FigureCanvasSVG(figure)
        self._figure = figure
        self._axes = figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self.raise_to(1.0)

    def raise_to(self, height: float) -> None:
        """Makes the sheet so high."""
        self.height = height
        self._figure.set_size_inches(self.across / 72, height / 72)
        self._axes.set(xlim=(0, self.across), ylim=(0, height))

    def width(self, text: str, *, bold: bool = True) -> float:
        """Points that a line of text takes."""
        return _width(text, tuple(self._fonts[600 if bold else 400].get_family()))

    def wrapped(self, text: str, room: float) -> list[str]:
        """The text in lines of at most this width, none of it left out.

        Lines break at blanks and behind dashes; a word that is wider than the room breaks where the room ends. Of a
        text that no chart can hold, the first lines and an ellipsis stay.
        """
        found = [""]
        for part in _PARTS.findall(text):
            for piece in self._pieces(part, room):
                longer = found[-1] + piece
                if found[-1] and self.width(longer.rstrip()) > room:
                    found.append(piece)
                else:
                    found[-1] = longer
        lines = [line.strip() for line in found]
        return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "…"]

    def _pieces(self, word: str, room: float) -> Iterator[str]:
        """The word, or the parts of one that is too wide for a line."""
        while len(word) > 1 and self.width(word.rstrip()) > room:
            end = next((end for end in range(len(word) - 1, 1, -1) if self.width(word[:end]) <= room), 1)
            yield word[:end]
            word = word[end:]
        yield word

    def lines(  # noqa: PLR0913 - place, words and looks
        self,
        x: float,
        y: float,
        lines: list[str],
        *,
        align: Literal["left", "center", "right"] = "left",
        bold: bool = False,
        tone: str = "text",
    ) -> None:
        """Lines of text, centred on a height."""
        for number, line in enumerate(lines):
            shift = (len(lines) - 1) / 2 - number
            self.text(x, y + shift * LINE, line, align=align, bold=bold, tone=tone)

    def text(  # noqa: PLR0913 - place, words and looks
        self,
        x: float,
        y: float,
        text: str,
        *,
        align: Literal["left", "center", "right"] = "left",
        bold: bool = False,
        tone: str = "text",
    ) -> None:
        """A line of text, centred on its height."""
        self.boxes.append(self.box_of(x, y, text, align=align, bold=bold))
        self._axes.text(
            x,
            y - BASELINE,
            text,
            ha=align,
            va="baseline",
            parse_math=False,
            color=self._tones[tone],
            fontproperties=self._fonts[600 if bold else 400],
            gid="bold" if bold else None,
            clip_on=False,
        )

    def box_of(
        self, x: float, y: float, text: str, *, align: Literal["left", "center", "right"] = "left", bold: bool = False
    ) -> Box:
        """Where a line of text would stand."""
        width = self.width(text, bold=bold)
        left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        return Box(left, y - LINE / 2, left + width, y + LINE / 2)

    def line(self, xs: tuple[float, float], ys: tuple[float, float], kind: str) -> None:
        """A straight line: "stem" (to a target), "axis", "lead" (from row to row) or "reference".

        The last three are upright or level, and leave out every text, written before or after them.
        """
        if kind != "stem":
            self._waiting.append((kind, (xs[0], ys[0]), (xs[1], ys[1])))
        else:
            self._stroke(xs, ys, kind)

    def _stroke(self, xs: tuple[float, float], ys: tuple[float, float], kind: str) -> None:
        tone = {"reference": "mark", "axis": "text"}.get(kind, "ink")
        self._axes.plot(xs, ys, color=self._tones[tone], solid_capstyle="butt", **_STYLES[kind])

    def path(self, places: Sequence[Place]) -> None:
        """A line that joins values."""
        xs, ys = zip(*places, strict=True)
        self._axes.plot(xs, ys, color=self._tones["ink"], linewidth=1.8, solid_joinstyle="round")

    def point(self, x: float, y: float, status: Status) -> None:
        """A value on a line, or beside one: a full circle for a measured value, else another shape."""
        self.points.append(Box(x - TIP, y - TIP, x + TIP, y + TIP))
        paper, ink = self._tones["paper"], self._tones["ink"]
        if status is Status.TARGET:
            self.diamond(x, y)
            return
        shape: Patch
        if status in {Status.ACTUAL, Status.ESTIMATE}:
            shape = Circle((x, y), 3.4, facecolor=ink if status is Status.ACTUAL else paper, edgecolor=ink, lw=1.4)
        else:
            style = (0, (2, 1.5)) if status is Status.CAPACITY else "solid"
            fill = self._tones["ink-light"] if status is Status.PROJECTION else paper
            shape = Rectangle((x - 4, y - 4), 8, 8, facecolor=fill, edgecolor=ink, lw=1.2, linestyle=style)
        shape.set_zorder(3)
        self._axes.add_patch(shape)
        if status is Status.PLAN:
            for xs, ys in stripes(x - 4, y - 4, 8, 8, 3.5):
                self._axes.plot(xs, ys, color=ink, linewidth=0.9, solid_capstyle="butt", zorder=3)

    def arrow(self, start: float, end: float, y: float, *, on_ink: bool) -> None:
        """From one value to another, `on_ink` where it lies on a full bar; none where they are too close for one."""
        head = 5.0 if end > start else -5.0
        if abs(end - start) <= 2 * abs(head):
            return
        tone = self._tones["paper" if on_ink else "ink"]
        self._axes.plot((start, end - head), (y, y), color=tone, linewidth=1.3, solid_capstyle="butt", zorder=3)
        corners = ((end, y), (end - head, y + 3.2), (end - head, y - 3.2))
        self._axes.add_patch(Polygon(corners, closed=True, facecolor=tone, edgecolor="none", zorder=3))

    def band(self, left: float, right: float, bottom: float, top: float) -> None:
        """The range of a reference value."""
        size = (right - left, top - bottom)
        self._axes.add_patch(
            Rectangle((left, bottom), *size, facecolor=self._tones["band"], edgecolor="none", zorder=0.5)
        )

    def diamond(self, x: float, y: float) -> None:
        """A target."""
        corners = ((x - TIP, y), (x, y + TIP), (x + TIP, y), (x, y - TIP))
        self._axes.add_patch(
            Polygon(corners, closed=True, facecolor=self._tones["paper"], edgecolor=self._tones["ink"], lw=1.6)
        )

    def box(self, x: float, y: float, width: float, height: float, status: Status) -> None:
        """A bar or column in the style of its status."""
        ink, paper = self._tones["ink"], self._tones["paper"]
        fill = {
            Status.ACTUAL: ink,
            Status.ESTIMATE: self._tones["ink-half"],
            Status.PROJECTION: self._tones["ink-light"],
        }
        self._axes.add_patch(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=fill.get(status, paper),
                edgecolor=ink,
                linewidth=1.1,
                linestyle=(0, (2, 1.5)) if status is Status.CAPACITY else "solid",
            )
        )
        if status is Status.PLAN:
            for xs, ys in stripes(x, y, width, height):
                self._axes.plot(xs, ys, color=ink, linewidth=1.1, solid_capstyle="butt")

    def _finish(self) -> None:
        """Draws what had to wait for the last text."""
        for kind, one, other in self._waiting:
            for xs, ys in around(one, other, self.boxes):
                self._stroke(xs, ys, kind)
        self._waiting.clear()

    def png(self, dpi: int) -> bytes:
        """The drawing as dots on paper; no date, no name of a program."""
        self._finish()
        buffer = io.BytesIO()
        # Hinted letters stand on whole dots, which makes words wider than they were measured.
        with _missing_letters_allowed(), mpl.rc_context({"text.hinting": "none"}):
            self._figure.savefig(
                buffer, format="png", dpi=dpi, facecolor=self._tones["paper"], metadata={"Software": None}
            )
        return buffer.getvalue()

    def svg(self, salt: str) -> bytes:
        """The drawing; two on one page need a `salt` of their own, of which ids are made.

        Only ids that the drawing itself uses stay, and fonts are named as in the page.
        """
        self._finish()
        buffer = io.BytesIO()
        with _missing_letters_allowed(), mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": salt}):
            self._figure.patch.set_visible(False)
            self._figure.savefig(
                buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
            )
        text = _PROLOGUE.sub("", buffer.getvalue().decode())
        text = _BOLD.sub(r'<g>\1<text style="font-weight: 600; ', text)
        stack = css_stack(self._family).replace('"', "'")
        text = _FONT.sub(f"font-size: {SIZE}px; font-family: {stack}", text)
        used = set(re.findall(r"#([\w-]+)[\")]", text))
        text = text.replace("<svg ", '<svg direction="ltr" ', 1)  # or a page from right to left would turn its anchors
        return _ID.sub(lambda match: match[0] if match[1] in used else "", text).encode()


def around(one: Place, other: Place, boxes: Sequence[Box]) -> Iterator[tuple[Place, Place]]:
    """The parts of an upright or level line that run through no box, as the xs and ys of their ends."""
    (left, right), (bottom, top) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    upright = left == right
    at, end = (bottom, top) if upright else (left, right)
    for low, high in sorted(_hidden(left, bottom, boxes, upright=upright)):
        if low > at:
            yield ((left, left), (at, min(low, end))) if upright else ((at, min(low, end)), (bottom, bottom))
        at = max(at, high)
        if at >= end:
            return
    yield ((left, left), (at, end)) if upright else ((at, end), (bottom, bottom))


def _hidden(x: float, y: float, boxes: Sequence[Box], *, upright: bool) -> Iterator[tuple[float, float]]:
    """From where to where boxes lie on an upright line at `x`, or on a level one at `y`."""
    for box in boxes:
        if upright and box.left - 2 < x < box.right + 2:
            yield box.bottom, box.top
        elif not upright and box.bottom < y < box.top:
            yield box.left - 2, box.right + 2


@contextlib.contextmanager
def _missing_letters_allowed() -> Iterator[None]:
    """A letter that none of the shipped fonts has is drawn and measured as a box."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*[Gg]lyph", category=UserWarning)
        yield


@lru_cache(maxsize=8192)
def _width(text: str, families: tuple[str, ...]) -> float:
    """Measured once for all drawings, as a line is tried at many places and stands in many charts."""
    font = FontProperties(family=list(families), size=SIZE)
    with _missing_letters_allowed():
        return float(_measure().get_text_width_height_descent(text, font, False)[0])  # noqa: FBT003 - matplotlib's signature


@cache
def _measure() -> TextToPath:
    return TextToPath()


def _font(face: Face) -> FontProperties:
    """A face, and the shipped fallbacks for letters that it lacks."""
    regular, bold, symbols = fallbacks()
    files = (static(face), bold if face.weight > REGULAR else regular, symbols, *extras())
    return FontProperties(family=[_registered(path) for path in files], size=SIZE)


@cache
def _registered(path: Path) -> str:
    """A name for a font file that none of the machine's fonts has, known to matplotlib from here on."""
    name = f"briefgen {path.stem}"
    fontManager.ttflist.append(FontEntry(fname=str(path), name=name, size="scalable"))
    return name


def stripes(
    x: float, y: float, width: float, height: float, gap: float = 6.0
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Diagonal strokes inside a box, as lines: WeasyPrint and old viewers draw SVG patterns badly."""
    offset = gap - height
    while offset < width:
        left, right = max(offset, 0.0), min(offset + height, width)
        if right > left:
            yield (x + left, x + right), (y + left - offset, y + right - offset)
        offset += gap
