"""Draws charts as SVG whose text stays text. The chart rules were kept where the chart was chosen; here it is drawn.

Every measure is in points on one sheet (72 to an inch), laid out by hand: no layout engine, nothing cut or overlapping.
Statuses differ by fill, hatch and outline, so that they can be told apart on grey paper too. The finding and the
subtitle are not part of the drawing: they are headings of the page, where screen readers and search find them.
"""

from __future__ import annotations

import hashlib
import inspect
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.charting import form
from briefgen.model import Brand, Chart
from briefgen.rendering.extra_fonts import extras
from briefgen.rendering.fonts import file_name
from briefgen.rendering.kept import digest, kept, key
from briefgen.rendering.marks import marks
from briefgen.rendering.typefaces import Face

if TYPE_CHECKING:
    from briefgen.rendering.sheet import Sheet

WIDTH = 468.0
"""Points: 165 mm, the text width of an A4 page with 20 mm margins."""
PHONE = 260.0
"""Points: on a phone of 360 pixels letters are 12 of them high, as small as print on a screen should be."""
_MADE_BY = ("charts", "columns", "joined", "marks", "rows", "sheet", "time_axis", "colours")
"""The modules that decide how a drawing looks; a drawing that others made is not taken from the cache."""


@lru_cache(maxsize=64)
def draw(chart: Chart, brand: Brand, across: float = WIDTH) -> bytes:
    """The chart as an SVG file; drawn once for all formats, and taken from the cache when it was drawn before."""
    salt = hashlib.sha256(f"{chart.title}\0{chart.subtitle}\0{chart.alt}\0{across}".encode()).hexdigest()[:12]
    name = f"charts/{_made_from(chart, brand, across, salt)}.svg"
    return kept(name, lambda: _drawn(chart, brand, across).svg(salt)).read_bytes()


@lru_cache(maxsize=64)
def png(chart: Chart, brand: Brand, dpi: int = 200, across: float = WIDTH) -> bytes:
    """The same drawing as a picture of dots on the brand's paper, for mail and word processors that show no SVG.

    `dpi` is dots to an inch: at 200 it is 1300 dots wide. The file says so, so that it is shown at its true size.
    """
    name = f"charts/{_made_from(chart, brand, across, str(dpi))}.png"
    return kept(name, lambda: _drawn(chart, brand, across).png(dpi)).read_bytes()


def _drawn(chart: Chart, brand: Brand, across: float) -> Sheet:
    """The sheet with the chart on it."""
    from briefgen.rendering.sheet import Sheet

    values, references = marks(chart.points, brand), marks(chart.reference_lines, brand)
    sheet = Sheet(across, brand)
    form(chart.kind).draw(sheet, values, references)
    return sheet


def _made_from(chart: Chart, brand: Brand, across: float, *more: str) -> str:
    """A key of all that a drawing depends on."""
    shown = marks(chart.points, brand), marks(chart.reference_lines, brand)
    return key(_maker(chart.kind), repr((chart.kind, shown, across, more, _looks(brand))))


def _looks(brand: Brand) -> tuple[object, ...]:
    """What of a brand a drawing shows."""
    return (
        brand.palette,
        brand.headings,
        *(file_name(Face(brand.headings, weight)) for weight in (400, 600)),
        *(path.name for path in extras()),
    )


@lru_cache
def _maker(kind: str) -> str:
    """What draws: our modules and matplotlib, and what brings the kind."""
    folder = Path(__file__).parent
    found = [folder / f"{name}.py" for name in _MADE_BY]
    found.append(Path(inspect.getfile(form(kind).draw)))
    return " ".join((version("matplotlib"), *map(digest, found)))
