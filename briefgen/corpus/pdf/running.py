"""Running heads, feet and page numbers: lines at the edges of pages that return on others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence

from briefgen.corpus.pdf.lines import Line
from briefgen.corpus.pdf.tables import bands

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
    edges = [_edges(page, bands(page)) for page in pages]
    where: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for side, line in edge:
            for key in _keys(line, number):
                where[side, key].append((number, line.bottom))
    running = {key: height for key, places in where.items() if (height := _returns(places, len(pages))) is not None}
    places = _places(edges, Counter(_text(line) for page in pages for line in page))
    kept: list[list[Line]] = []
    first: dict[str, Line] = {}
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        drop = _dropped(page, number, edge, running, places)
        kept.append([line for line in page if id(line) not in drop])
        for _, line in edge:
            if id(line) in drop and not PAGE_NUMBER.fullmatch(line.text):
                first.setdefault(line.text.casefold(), line)
    return kept, list(first.values())


def _dropped(
    page: Sequence[Line],
    number: int,
    edge: Sequence[tuple[str, Line]],
    running: Mapping[tuple[str, str], float],
    places: Container[tuple[str, int]],
) -> set[int]:
    """Which lines of a page run along its edges: the outermost, and then the next one; or those apart from the body."""
    drop: set[int] = set()
    for side, line in edge:
        is_outer = next(one for at, one in edge if at == side and id(one) not in drop) is line
        returns = any(_is_near(line, running.get((side, key))) for key in _keys(line, number))
        is_place = is_outer and (side, round(line.bottom)) in places
        is_running = (returns or is_place) and _is_apart(line, page)
        is_head = returns and is_outer and not line.text[:1].islower()
        if is_running or is_head or _is_number(line, number, edge):
            drop.add(id(line))
    return drop


def _edges(page: Sequence[Line], tables: Sequence[tuple[float, float]]) -> list[tuple[str, Line]]:
    """The lines at the top and the foot of a page, from the edge inwards; the header of a table may return too."""
    by_height = sorted(page, key=lambda line: (-line.bottom, line.left))
    foot = max(min(EDGE, len(by_height) - 1), len(by_height) - EDGE, 1)
    top = [("top", line) for line in by_height[: min(EDGE, foot)]]
    found = top + [("foot", line) for line in by_height[foot:][::-1]]
    return [one for one in found if not any(low <= one[1].bottom <= high for low, high in tables)]


def _text(line: Line) -> str:
    """The text of a line, for comparing."""
    return " ".join(line.text.casefold().split())


def _places(edges: Sequence[Sequence[tuple[str, Line]]], counts: Counter[str]) -> set[tuple[str, int]]:
    """The sides and heights at which heads run that change with their section: most pages have a line there.

    Each is the outermost one; most of them stand elsewhere in the document too: as a heading, or on the next page.
    """
    heads: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for edge in edges:
        for side in ("top", "foot"):
            line = next((line for at, line in edge if at == side), None)
            if line is not None and len(line.text) <= LONGEST:
                heads[side, round(line.bottom)].append(line)
    return {
        place
        for place, found in heads.items()
        if len(found) >= max(LEAST, MOST * len(edges))
        and sum(counts[_text(line)] > 1 for line in found) >= MOST * len(found)
    }


LEAST, MOST = 3, 0.6
"""Pages with a changing head, and the share of all pages, and of the heads that stand elsewhere too."""
LONGEST = 100
"""Characters of a running head."""
APART = 1.8
"""Heights of a line from the foot of a running head to that of the body's next line."""


def _is_apart(line: Line, page: Sequence[Line]) -> bool:
    """Whether a line stands apart from the body, as running ones do."""
    nearest = min((abs(other.bottom - line.bottom) for other in page if other is not line), default=APART * line.size)
    return nearest >= APART * line.size


def _keys(line: Line, page: int) -> set[str]:
    """A line as it would return on other pages: as it is, or with its first or last number counting the pages.

    "Chapter 1" and "Chapter 2" at the head of two pages are no running heads. Of two names in a head one may be that of
    a section: the other one returns.
    """
    text = _text(line)
    numbers = list(NUMBER.finditer(text))
    counting = {
        f"{text[: one.start()]}#{int(one[0]) - page}#{text[one.end() :]}" for one in (*numbers[:1], *numbers[-1:])
    }
    parts = {" ".join(cell.text.casefold().split()) for cell in line.cells}
    return {text, *counting, *(f"part:{part}" for part in parts if any(map(str.isalpha, part)))}


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
