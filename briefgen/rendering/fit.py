"""Pages that are well filled, and no more of them than asked for: a brief is laid out in a few ways.

A drawing that finds no room goes to the next page and leaves a gap behind. So where a page ends early, the whole brief
is laid out anew with smaller drawings or closer lines, and the first way without gaps is taken. Most fit at once.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Document = Any
"""A laid-out `weasyprint.document.Document`, which has no types."""
Lay = Callable[[str], Document]
"""From a style sheet with further CSS variables to the laid-out brief."""

FULL = 2 / 3
"""How far down the page every page but the last must be filled (issue 5)."""
STRAY = 0.12
"""The last page holds at least so much, so that no line or two stand there alone."""
WAYS = (
    "",
    ":root{--chart-width:78%}",
    ":root{--chart-width:68%}",
    ":root{--leading:1.36;--gap:12pt}",
    ":root{--chart-width:78%;--leading:1.36;--gap:12pt}",
    ":root{--chart-width:100%;--leading:1.46}",
    ":root{--leading:1.48;--gap:20pt}",
)
"""Values of what `pdf.css` leaves open, the best first. Each costs a further layout."""
TIGHT = (":root{--size:9.3pt;--leading:1.32;--gap:10pt}", ":root{--size:8.8pt;--leading:1.27;--gap:8pt}")
"""Ways for a brief that takes too many pages when nothing more can go. Smaller type would be hard to read."""
OPEN = ("chart-width", "gap", "leading", "size")
"""The variables that ways set."""
PATIENCE = 60
"""Pages that are laid out again at most, so that a book of a hundred pages is not laid out six times."""


def settle(lay: Lay, pages: int | None = None) -> Document:
    """The brief in the first way that leaves no page badly filled, else in the best that was tried.

    A way that takes more than so many `pages` counts only as the last resort.
    """
    best = lay(WAYS[0])
    least = _lacks(best, pages)
    patience = PATIENCE
    for way in TIGHT if least[0] else WAYS[1:]:
        patience -= len(best.pages)
        if not any(least) or patience < 0:
            break
        document = lay(way)
        lacks = _lacks(document, pages)
        if lacks < least:
            least, best = lacks, document
        del document  # two laid-out briefs at a time are enough
        gc.collect()
    return best


def _lacks(document: Document, pages: int | None) -> tuple[bool, float]:
    """Whether it takes too many pages, and how much the worst of them lacks."""
    return pages is not None and len(document.pages) > pages, gap(fills(document))


def gap(filled: Sequence[float]) -> float:
    """How much the worst page lacks; 0 where every page is well filled. A single page may be as short as it is."""
    *full, last = filled
    lacking = [FULL - share for share in full] + ([STRAY - last] if full else [])
    return max((one for one in lacking if one > 0), default=0.0)


def fills(document: Document) -> tuple[float, ...]:
    """Of each page, the share of its height between the margins down to the end of what it shows."""
    return tuple(_filled(page) for page in document.pages)


def _filled(page: Any) -> float:  # noqa: ANN401 - WeasyPrint has no types
    box = page._page_box  # noqa: SLF001 - WeasyPrint tells nowhere else where its boxes stand
    top, height = float(box.content_box_y()), float(box.height)
    return (max(_ends(box.children[0]), default=top) - top) / height


def _ends(box: Any) -> Iterator[float]:  # noqa: ANN401 - as above
    """Where lines and pictures below a box end."""
    kind = type(box).__name__
    if kind == "LineBox" or "Replaced" in kind:
        yield box.position_y + box.margin_height()
        return
    for child in getattr(box, "children", ()):
        yield from _ends(child)
