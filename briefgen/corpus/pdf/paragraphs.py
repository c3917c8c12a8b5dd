"""Lines → paragraphs, headings and notes, by their heights, gaps and edges; a paragraph may go on over a page's end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from briefgen.corpus.pdf.lines import LISTED, Line, is_rightward
from briefgen.model import BlockKind

GAP = 1.2
"""Times the usual distance of lines from which a paragraph ends. Leading is even; space between paragraphs is at least
a third of a line (Word 8 pt, LibreOffice 7 pt, browsers a whole line)."""
WIDE_GAP = 1.6
"""The same where a full line ends inside a sentence: a raised number can push lines apart."""
SAME = 0.09
"""Share by which lines of one paragraph may differ in height: a word in another font."""
LARGER = 1.1
"""Times the height of the body from which a line is a heading."""
SMALLER = 0.93
"""Times the height of the body below which lines at the foot are notes: typesetters use 0.8 to 0.9."""
INDENT = 0.5
"""Heights of a line by which a first line is set in; printers use one em or more."""
AROUND, FAR = 3, 20
"""Lines above and below, from which the edge of a column is taken, and those at the end of a column or page."""
SHORT = 0.6
"""Share of the width of its column up to which a line ends its paragraph, whatever it ends with."""
NARROWED = 0.4
"""The same where the next line begins with a small letter: a picture or box may stand beside the line."""
LONGEST_HEADING = 160
"""Characters of a heading."""
MOST_LINES = 3
"""Lines of a heading."""
ROW = 3
"""Cells of a line that is a row, and no part of a paragraph with wide blanks."""
ENDS = tuple(".!?:;…”\"’'»)。！？؟۔।⁰¹²³⁴⁵⁶⁷⁸⁹")
NOTE = re.compile(r"(?:(?P<number>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\d{1,3})[.)]?\s*|[*†‡§]+\s*)(?=\S*[^\W\d_]|[\"“(])")
"""How a note begins."""


class Paragraph(Struct, frozen=True):
    """Lines that belong together."""

    lines: tuple[Line, ...]
    kind: BlockKind | None = None
    """None for a paragraph that may turn out to be furniture."""


class Edge(Struct, frozen=True, gc=False):
    """The column that a line stands in, as its neighbours show it. Of text from right to left, lengths are mirrored."""

    begin: float
    end: float
    is_justified: bool
    """Whether its full lines all end at the same place."""


class Look(Struct, frozen=True):
    """What is usual in a document."""

    size: float
    """Height of the lines of its body, in points."""
    leading: float
    """From line to line, in heights of a line."""
    is_bold: bool
    """Whether its body is bold."""
    is_spaced: bool
    """Whether its paragraphs are told by the space between them, and not by their first lines, which are set in."""


def look(found: Sequence[Line]) -> Look:
    """What is usual in a document, by the letters of its lines."""
    sizes: Counter[float] = Counter()
    bold = 0
    for line in found:
        sizes[round(line.size * 2) / 2] += len(line.text)
        bold += len(line.text) if line.is_bold else -len(line.text)
    size = max(sizes, key=lambda one: (sizes[one], one), default=12.0)
    pairs = [
        (above, below, (above.bottom - below.bottom) / size)
        for above, below in pairwise(found)
        if above.page == below.page and abs(above.size - below.size) < 1 and abs(above.size - size) < 1
    ]
    near = [step for _, _, step in pairs if LOWEST < step < HIGHEST]
    leading = median(near) if near else 1.0
    return Look(size, leading, bold > 0, _is_spaced(pairs, leading))


def _is_spaced(pairs: Sequence[tuple[Line, Line, float]], leading: float) -> bool:
    """Whether more lines of the body are set apart by space than set in. What is listed is set in by itself."""
    balance = 0
    for above, below, step in pairs:
        if LOWEST < step < HIGHEST and not (above.is_listed or below.is_listed):
            rightward = is_rightward(below.text)
            set_in = _begin(below, rightward=rightward) - _begin(above, rightward=rightward) > INDENT * below.size
            balance += (step > GAP * leading) - set_in
    return balance > 0


LOWEST, HIGHEST = 0.6, 2.5
"""Heights of a line from foot to foot, for single and double spacing."""


def without_notes(page: Sequence[Line], usual: Look) -> tuple[list[Line], list[Line]]:
    """The lines of a page, and those of the notes at its foot."""
    body = [line for line in page if line.size > SMALLER * usual.size]
    start = next(
        (
            index
            for index, line in enumerate(page)
            if line.size <= SMALLER * usual.size
            and NOTE.match(line.text)
            and all(one.bottom >= line.bottom for one in body if one.left < line.right and line.left < one.right)
        ),
        None,
    )
    if start is None or not body:
        return list(page), []
    first = page[start]
    notes = [line for line in page[start:] if line.size <= SMALLER * usual.size and line.bottom <= first.bottom + 1]
    taken = set(map(id, notes))
    return [line for line in page if id(line) not in taken], notes


def paragraphs(found: Sequence[Line], usual: Look) -> list[Paragraph]:
    """The paragraphs of lines in reading order; the lines may stand on several pages."""
    groups: list[list[Line]] = []
    edges = _edges(found)
    for index, line in enumerate(found):
        if groups and _goes_on(groups[-1], line, usual, (edges[index - 1], edges[index])):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Paragraph(tuple(group), _kind(group, usual)) for group in groups]


def _is_below(last: Line, line: Line) -> bool:
    """Whether a line stands below another one in its column."""
    is_beside = min(last.right, line.right) <= max(last.left, line.left)
    return last.page == line.page and last.bottom > line.bottom and not is_beside


def _begin(line: Line, *, rightward: bool) -> float:
    return -line.right if rightward else line.left


def _finish(line: Line, *, rightward: bool) -> float:
    return -line.left if rightward else line.right


def _edges(found: Sequence[Line]) -> list[Edge]:
    """The column of each line; at the end of a column or page, where little else tells, more lines show it."""
    turns = [not _is_below(above, below) for above, below in pairwise(found)]
    columned = {
        above.page for above, below in pairwise(found) if above.page == below.page and not _is_below(above, below)
    }
    arounds = [*(FAR if turn else AROUND for turn in turns), AROUND]
    return [
        _edge(found, index, around, in_columns=line.page in columned)
        for index, (line, around) in enumerate(zip(found, arounds, strict=False))
    ]


def _edge(found: Sequence[Line], index: int, around: int, *, in_columns: bool) -> Edge:
    """The column of a line, as so many lines around it show it; a page with columns may also have wider text."""
    line = found[index]
    rightward = is_rightward(line.text)
    near, ends = [line], [_finish(line, rightward=rightward)]
    sides = [found[max(index - around, 0) : index][::-1], found[index + 1 : index + 1 + around]]
    if in_columns:
        sides.sort(key=lambda side: abs(side[0].bottom - line.bottom) if side else 0)
    last = ends[0]
    for side in sides:
        for other in side:
            end = _finish(other, rightward=rightward)
            if not _in_column(line, other, around) or (end > last and in_columns and _is_wider(line, ends, end)):
                break
            near.append(other)
            ends.append(end)
            last = max(last, end)
    full = sum(end > last - 1 for end in ends)
    begin = min(_begin(one, rightward=rightward) for one in near)
    return Edge(begin, last, is_justified=full >= max(2, len(near) / 2))


def _is_wider(line: Line, ends: Sequence[float], end: float) -> bool:
    """Whether a line that ends there runs over more than the column that lines beside it show."""
    last = max(ends)
    width = last - _begin(line, rightward=is_rightward(line.text))
    return end > last + WIDER * width and sum(one > last - line.size for one in ends) >= FULL


FULL = 2
"""Lines of about the same end that show a column."""
WIDER = 0.25
"""Share of a column's width by which wider text exceeds it."""


def _in_column(line: Line, other: Line, around: int) -> bool:
    """Whether two lines stand in one column, not too far apart, and are set alike."""
    return (
        line.page == other.page
        and _alike(line, other)
        and min(line.right, other.right) > max(line.left, other.left)
        and abs(line.bottom - other.bottom) < (around + 1) * 3 * line.size
    )


def _alike(line: Line, other: Line) -> bool:
    """Whether two lines are set in letters of one size."""
    return abs(line.size - other.size) <= SAME * max(line.size, other.size)


def _goes_on(group: Sequence[Line], line: Line, usual: Look, edges: tuple[Edge, Edge]) -> bool:
    """Whether a paragraph goes on in a line.

    Args:
        group: Its lines so far.
        line: The next line.
        usual: What is usual in the document.
        edges: The columns of its last line, and of the next one.
    """
    last, edge = group[-1], edges[0]
    if line.is_listed or not _alike(last, line) or max(len(last.cells), len(line.cells)) >= ROW:
        return False
    if _is_large(last, usual) != _is_large(line, usual) or (last.is_bold != line.is_bold and len(group) == 1):
        return False
    rightward = is_rightward(last.text)
    fits = _would_fit(last, line, edge, rightward=rightward)
    if not _is_below(last, line):
        return _goes_over(last, line, edges, fits=fits, is_spaced=usual.is_spaced)
    step = (last.bottom - line.bottom) / (usual.leading * max(last.size, line.size))
    is_unfinished = not last.text.rstrip().endswith(ENDS) and not fits and line.text[:1].islower()
    if is_unfinished and step < 2 * WIDE_GAP:
        return True
    if step > WIDE_GAP or (step > GAP and (fits or last.text.rstrip().endswith(ENDS))):
        return False
    share = (_finish(last, rightward=rightward) - edge.begin) / (edge.end - edge.begin)
    is_end = last.text.rstrip().endswith(ENDS) or share < (NARROWED if line.text[:1].islower() else SHORT)
    return not _is_set_in(group, line, edge, rightward=rightward) and not (fits and is_end)


def _would_fit(last: Line, line: Line, edge: Edge, *, rightward: bool) -> bool:
    """Whether the first word of the next line would have had room on the last one, with a blank and some slack."""
    word = line.text.split(maxsplit=1)[0]
    width = (line.right - line.left) / max(len(line.text), 1)
    return _finish(last, rightward=rightward) + (len(word) + 2) * width < edge.end


def _goes_over(last: Line, line: Line, edges: tuple[Edge, Edge], *, fits: bool, is_spaced: bool) -> bool:
    """Whether a paragraph goes on in the next column or on the next page, where no space tells.

    One that ends with a sentence in a full line does where lines are justified: few last lines are as full. In ragged
    text as many go on as end so, unless a first line would be set in: two halves are then better than a false whole.
    """
    if line.text[:1].islower() and not last.text.endswith((".", "!", "?")):
        return True
    rightward = is_rightward(last.text)
    if _begin(line, rightward=rightward) > edges[1].begin + INDENT * line.size:
        return False
    if edges[0].is_justified and last.text.rstrip().endswith(ENDS):
        return _finish(last, rightward=rightward) > edges[0].end - 1
    return not fits and not line.is_bold and not (is_spaced and last.text.rstrip().endswith(ENDS))


def _is_set_in(group: Sequence[Line], line: Line, edge: Edge, *, rightward: bool) -> bool:
    """Whether a line begins a paragraph by where it begins: set in, or behind the end of an item."""
    last = group[-1]
    begins = min(_begin(one, rightward=rightward) for one in (last, line))
    if len(group) == 1 and begins > edge.begin + INDENT * line.size and last.text.rstrip().endswith(ENDS):
        return not last.is_listed
    step = _begin(line, rightward=rightward) - _begin(last, rightward=rightward)
    if step > INDENT * line.size:
        return not group[0].is_listed or len(group) > 1
    first_line = len(group) == 1 and not group[0].is_listed
    return step < -INDENT * line.size and not first_line


def _is_large(line: Line, usual: Look) -> bool:
    return line.size >= LARGER * usual.size


def _kind(group: Sequence[Line], usual: Look) -> BlockKind | None:
    """A heading, by its letters; None for a paragraph."""
    text = " ".join(line.text for line in group)
    if len(text) > LONGEST_HEADING or len(group) > MOST_LINES or LISTED.match(text):
        return None
    large = all(_is_large(line, usual) for line in group)
    bold = not usual.is_bold and all(line.is_bold for line in group) and not text.endswith((".", ",", ";", ":"))
    return BlockKind.HEADING if (large or bold) and any(map(str.isalpha, text)) else None
