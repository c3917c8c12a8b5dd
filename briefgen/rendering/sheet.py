"""A sheet to draw a chart on: matplotlib's object API behind a few words, in points from the lower left corner."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, FontProperties, fontManager
from matplotlib.patches import Polygon, Rectangle
from matplotlib.textpath import TextToPath

from briefgen.model import Brand, Status
from briefgen.rendering.colours import chart_tones
from briefgen.rendering.fonts import css_stack, fallbacks, static
from briefgen.rendering.marks import LINE
from briefgen.rendering.typefaces import Face

SIZE = 9.5
"""Points, of all text."""
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
    "reference": {"linewidth": 1.3, "linestyle": (0, (5, 3)), "zorder": 2.5},
}


class Sheet:
    """One drawing."""

    def __init__(self, across: float, brand: Brand) -> None:
        self.across = across
        self.height = 0.0
        self._family = brand.headings
        self._tones = chart_tones(brand.palette)
        self._measure = TextToPath()
        self._fonts = {weight: _font(Face(brand.headings, weight)) for weight in (400, 600)}
        figure = Figure(dpi=72)
        FigureCanvasSVG(figure)
        figure.patch.set_visible(False)
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
        with _missing_letters_allowed():
            return float(self._measure.get_text_width_height_descent(text, self._fonts[600 if bold else 400], False)[0])  # noqa: FBT003 - matplotlib's signature

    def wrapped(self, text: str, room: float, most: int) -> list[str]:
        """The text in at most so many lines of at most this width; what is too much gives way to an ellipsis.

        Lines break at blanks and behind dashes. A single word that is wider than the room is cut.
        """
        found = [""]
        for part in _PARTS.findall(text):
            longer = found[-1] + part
            if found[-1] and self.width(longer.rstrip()) > room:
                found.append(part)
            else:
                found[-1] = longer
        if len(found) > most:
            found[most - 1 :] = [found[most - 1] + "…"]
        return [self._cut(line.rstrip(), room) for line in found]

    def _cut(self, line: str, room: float) -> str:
        """The line without its end, where it is too wide."""
        while len(line) > 1 and self.width(line) > room:
            line = line.rstrip("…")[:-1].rstrip() + "…"
        return line

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
        self._axes.text(
            x,
            y,
            text,
            ha=align,
            va="center_baseline",
            parse_math=False,
            color=self._tones[tone],
            fontproperties=self._fonts[600 if bold else 400],
            gid="bold" if bold else None,
            bbox={"facecolor": self._tones["paper"], "edgecolor": "none", "pad": 0.6},
            clip_on=False,
        )

    def line(self, xs: tuple[float, float], ys: tuple[float, float], kind: str) -> None:
        """A straight line: "axis", "stem" or "reference"."""
        tone = {"reference": "mark", "axis": "text"}.get(kind, "ink")
        self._axes.plot(xs, ys, color=self._tones[tone], solid_capstyle="butt", **_STYLES[kind])

    def band(self, left: float, right: float, bottom: float, top: float) -> None:
        """The range of a reference value."""
        size = (right - left, top - bottom)
        self._axes.add_patch(
            Rectangle((left, bottom), *size, facecolor=self._tones["band"], edgecolor="none", zorder=0.5)
        )

    def diamond(self, x: float, y: float) -> None:
        """A target."""
        corners = ((x - 6, y), (x, y + 6), (x + 6, y), (x, y - 6))
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

    def png(self, dpi: int) -> bytes:
        """The drawing as dots on paper; no date, no name of a program."""
        buffer = io.BytesIO()
        with _missing_letters_allowed():
            self._figure.savefig(
                buffer, format="png", dpi=dpi, facecolor=self._tones["paper"], metadata={"Software": None}
            )
        return buffer.getvalue()

    def svg(self, salt: str) -> bytes:
        """The drawing; two on one page need a `salt` of their own, of which ids are made.

        Only ids that the drawing itself uses stay, and fonts are named as in the page.
        """
        buffer = io.BytesIO()
        with _missing_letters_allowed(), mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": salt}):
            self._figure.savefig(
                buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
            )
        text = _PROLOGUE.sub("", buffer.getvalue().decode())
        text = _BOLD.sub(r'<g>\1<text style="font-weight: 600; ', text)
        stack = css_stack(self._family).replace('"', "'")
        text = _FONT.sub(f"font-size: {SIZE}px; font-family: {stack}", text)
        used = set(re.findall(r"#([\w-]+)[\")]", text))
        return _ID.sub(lambda match: match[0] if match[1] in used else "", text).encode()


@contextlib.contextmanager
def _missing_letters_allowed() -> Iterator[None]:
    """A letter that none of the shipped fonts has is drawn and measured as a box."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*[Gg]lyph", category=UserWarning)
        yield


def _font(face: Face) -> FontProperties:
    """A face, and the shipped fallbacks for letters that it lacks."""
    regular, bold, symbols = fallbacks()
    files = (static(face), bold if face.weight > REGULAR else regular, symbols)
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
