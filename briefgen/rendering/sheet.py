"""A sheet to draw a chart on: matplotlib's object API behind a few words, in points from the lower left corner."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any, Literal

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Polygon, Rectangle
from matplotlib.textpath import TextToPath

from briefgen.model import Brand, Status
from briefgen.rendering.colours import mixed
from briefgen.rendering.fonts import css_stack, static
from briefgen.rendering.typefaces import Face

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = 9.5
"""Points, of all text."""

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

    def __init__(self, width: float, height: float, brand: Brand, salt: str) -> None:
        self.height = height
        self.brand = brand
        self._salt = salt
        self._measure = TextToPath()
        self._fonts = {
            weight: FontProperties(fname=str(static(Face(brand.headings, weight))), size=SIZE) for weight in (400, 600)
        }
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        FigureCanvasSVG(figure)
        figure.patch.set_visible(False)
        self._figure = figure
        self._axes = figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, width), ylim=(0, height))
        self._axes.set_axis_off()

    def width(self, text: str, *, bold: bool = True) -> float:
        """Points that a line of text takes."""
        with warnings.catch_warnings():
            # A letter that the font lacks comes from a fallback font and is measured as a box.
            warnings.filterwarnings("ignore", message=".*[Gg]lyph", category=UserWarning)
            return float(self._measure.get_text_width_height_descent(text, self._fonts[600 if bold else 400], False)[0])  # noqa: FBT003 - matplotlib's signature

    def shortened(self, text: str, room: float) -> str:
        """The text, cut between words where it is wider than `room`."""
        parts = text.split()
        while len(parts) > 1 and self.width(" ".join(parts)) > room:
            parts.pop()
        return text if parts == text.split() else " ".join(parts) + " …"

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
            color=self._tone(tone),
            fontproperties=self._fonts[600 if bold else 400],
            gid="bold" if bold else None,
            bbox={"facecolor": self.brand.palette.background, "edgecolor": "none", "pad": 0.6},
            clip_on=False,
        )

    def line(self, xs: tuple[float, float], ys: tuple[float, float], kind: str) -> None:
        """A straight line: "axis", "stem" or "reference"."""
        tone = "accent" if kind == "reference" else "text" if kind == "axis" else "series"
        self._axes.plot(xs, ys, color=self._tone(tone), solid_capstyle="butt", **_STYLES[kind])

    def diamond(self, x: float, y: float) -> None:
        """A target."""
        corners = ((x - 6, y), (x, y + 6), (x + 6, y), (x, y - 6))
        self._axes.add_patch(
            Polygon(
                corners, closed=True, facecolor=self.brand.palette.background, edgecolor=self._tone("series"), lw=1.6
            )
        )

    def box(self, x: float, y: float, width: float, height: float, status: Status) -> None:
        """A bar or column in the style of its status."""
        ink = self._tone("series")
        paper = self.brand.palette.background
        fill = {
            Status.ACTUAL: ink,
            Status.ESTIMATE: mixed(ink, paper, 0.55),
            Status.PROJECTION: mixed(ink, paper, 0.16),
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

    def svg(self) -> bytes:
        """The drawing. Only ids that the drawing itself uses stay, and fonts are named as in the page."""
        buffer = io.BytesIO()
        with warnings.catch_warnings(), mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": self._salt}):
            warnings.filterwarnings("ignore", message=".*[Gg]lyph", category=UserWarning)
            self._figure.savefig(
                buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
            )
        text = _PROLOGUE.sub("", buffer.getvalue().decode())
        text = _BOLD.sub(r'<g>\1<text style="font-weight: 600; ', text)
        stack = css_stack(self.brand.headings).replace('"', "'")
        text = _FONT.sub(f"font-size: {SIZE}px; font-family: {stack}", text)
        used = set(re.findall(r"#([\w-]+)[\")]", text))
        return _ID.sub(lambda match: match[0] if match[1] in used else "", text).encode()

    def _tone(self, name: str) -> str:
        palette = self.brand.palette
        tones = {"text": palette.foreground, "accent": palette.accent, "series": palette.series[0]}
        return tones.get(name) or mixed(palette.foreground, palette.background, 0.7)


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
