"""Running heads, feet and page numbers: lines at the edges of pages that return on others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from briefgen.corpus.pdf.lines import Line

EDGE = 3
"""Lines at the top, and at the foot, of a page that can be running ones."""
SHARE = 0.25
"""Share of the pages on which such a line returns: heads change from left to right pages, and between chapters."""
NEAR = 4.0
"""Points by which it may stand higher or lower."""
NUMBER = re.compile(r"[0-9]{1,6}")
PAGE_NUMBER = re.compile(
    r"[\W_]*(?:[^\W\d_]{1,9}\.?\s*)?(?P<number>\d{1,4})(?:\s*(?:/|\||[^\W\d_]{1,4})\s*\d{1,4})?[\W_]*"
)
"""A line that is a page number: "3", "– 3 –", "Page 3 of 10", "3/10"."""


def without_running(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """The pages without what runs along their edges, and each running line once, where it first stands."""
    edges = [_edges(page) for page in pages]
    where: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for side, line in edge:
            for key in _keys(line, number):
                where[side, key].append((number, line.bottom))
    running = {key: height for key, places in where.items() if (height := _returns(places, len(pages))) is not None}
    kept: list[list[Line]] = []
    first: dict[str, Line] = {}
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        drop = {
            id(line)
            for side, line in edge
            if any(_is_near(line, running.get((side, key))) for key in _keys(line, number))
            or _is_number(line, number, edge)
        }
        kept.append([line for line in page if id(line) not in drop])
        for _, line in edge:
            if id(line) in drop and not PAGE_NUMBER.fullmatch(line.text):
                first.setdefault(line.text.casefold(), line)
    return kept, list(first.values())


def _edges(page: Sequence[Line]) -> list[tuple[str, Line]]:
    """The lines at the top and the foot of a page, from the edge inwards."""
    by_height = sorted(page, key=lambda line: (-line.bottom, line.left))
    top = [("top", line) for line in by_height[:EDGE]]
    return top + [("foot", line) for line in by_height[max(EDGE, len(by_height) - EDGE) :][::-1]]


def _keys(line: Line, page: int) -> set[str]:
    """A line as it would return on other pages: as it is, or with its first or last number counting the pages.

    "Chapter 1" and "Chapter 2" at the head of two pages are no running heads.
    """
    text = " ".join(line.text.casefold().split())
    numbers = list(NUMBER.finditer(text))
    counting = {
        f"{text[: one.start()]}#{int(one[0]) - page}#{text[one.end() :]}" for one in (*numbers[:1], *numbers[-1:])
    }
    return {text, *counting}


def _returns(places: Sequence[tuple[int, float]], pages: int) -> float | None:
    """The height at which a line stands on enough pages; a title that heads the pages behind it stands at another."""
    heights = Counter(round(height / NEAR) for _, height in places)
    best = max(heights, key=lambda height: (heights[height], height))
    near = {number for number, height in places if abs(height / NEAR - best) <= 1}
    return best * NEAR if len(near) >= max(2, SHARE * pages) else None


def _is_near(line: Line, height: float | None) -> bool:
    """Whether a line stands at a height."""
    return height is not None and abs(round(line.bottom / NEAR) - round(height / NEAR)) <= 1


def _is_number(line: Line, page: int, edge: Sequence[tuple[str, Line]]) -> bool:
    """Whether an outermost line is the number of its page."""
    match = PAGE_NUMBER.fullmatch(line.text)
    outermost = [next((one for at, one in edge if at == side), None) for side in ("top", "foot")]
    return match is not None and int(match["number"]) == page + 1 and any(one is line for one in outermost)
