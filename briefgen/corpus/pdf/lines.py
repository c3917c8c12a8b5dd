"""A page of a PDF → its lines, in the order in which the file draws them.

PDFium gives characters and their boxes. Asking for each box would take longer than everything else together, so only
the ends of lines, digits that may be raised, and blanks of lines that look like rows are measured.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corpus.pdf.page import FRAGMENT, RIGHTWARD, Box, Page

LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ft", 0xFB06: "st"}
"""Letters that a font draws as one (Unicode, Alphabetic Presentation Forms)."""
SIGNS = {**LIGATURES, 0x02: "-", 0xFFFE: "-", 0x00: "", 0xFEFF: "", 0x200B: "", 0x0B: " ", 0x0C: " ", 0x1F: "-"}
"""What else is written otherwise: PDFium marks a hyphen at the end of a line with U+FFFE or U+0002."""
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

DIGITS = re.compile(r"(?<=[^\s\d])\d{1,3}(?=$|\s|[.,;:)\]])|\d{2,}")
"""Digits that may end with the raised number of a note."""
MARK = re.compile(r"[•◦▪‣●■○□➢➤✓►–—*·\uf0b7\uf0a7-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]")
"""The mark of a list item, drawn by itself."""

FIGURE = re.compile(r"\d[\d.,]*\d")
"""A number at the beginning of a line; where that runs to the left, its last digit is the outermost."""

RAISE = 0.2
"""How far the foot of a raised number stands above that of its line, in heights of the line; typesetters raise them by
a third of the height of a letter."""
WIDE = 0.9
"""Gap between the cells of a row, in heights of the line. Blanks of justified text stay below 0.7."""
STRETCHED = 1.2
"""Times the usual width of a character at which a line is measured for gaps."""
LEAST_LETTERS = 20
"""Characters of a line from which the usual width is taken."""


class Cell(Struct, frozen=True, gc=False):
    """A stretch of a line between wide gaps."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


class Line(Struct, frozen=True, gc=False):
    """A line of text. Lengths are in points; heights count from the foot of the page."""

    text: str
    page: int
    """From 0."""
    left: float
    right: float
    bottom: float
    top: float
    is_bold: bool = False
    is_listed: bool = False
    """The mark of a list item stands before it."""
    cells: tuple[Cell, ...] = ()
    """Its cells, from left to right, where it has more than one."""

    @property
    def size(self) -> float:
        """Height of its letters with all that they can have above and below: about 1.2 times the size of the font."""
        return self.top - self.bottom

    @property
    def cell(self) -> Cell:
        """All of it as one cell."""
        return Cell(self.text, self.left, self.right, self.bottom, self.top)


class _Fragment(Struct, frozen=True, gc=False):
    """A line or part of one as PDFium parts them, and the numbers of its first and last character."""

    line: Line
    first: int
    last: int


def lines(page: Page) -> list[Line]:
    """The lines of a page; text that does not run along its lines is left out: labels at the edge, watermarks."""
    found = [one for one in (_fragment(page, match) for match in FRAGMENT.finditer(page.text)) if one]
    return _listed(_joined(page, _celled(page, found)))


def _fragment(page: Page, match: re.Match[str]) -> _Fragment | None:
    """A fragment with its place; None where it shows nothing."""
    text = match[0].strip(" \t\xa0\ufffe\x00") if "\ufffe" not in match[0] else match[0].strip(" \t\xa0\x00")
    if not text:
        return None
    first = match.start() + match[0].index(text)
    last = first + len(text) - 1
    left, bottom, right, top = page.bounds(first)
    other = page.bounds(last)
    if (at := _telling(page, text, first, (bottom, top), other)) is not None:
        bottom, top = page.bounds(at)[1::2]
    height = top - bottom
    if height <= 0 or (last > first + 2 and abs(other[1] - bottom) > max(2 * height, abs(other[0] - left))):
        return None
    if (number := FIGURE.match(text)) and is_rightward(text):
        right = max(right, page.bounds(first + number.end() - 1)[2])
    weight = page.raw.FPDFText_GetFontWeight(page.handle, first)
    text = _raised(page, text, first)
    line = Line(
        text=text,
        page=page.number,
        left=min(left, other[0]),
        right=max(right, other[2]),
        bottom=bottom,
        top=top,
        is_bold=weight >= BOLD,
    )
    return _Fragment(line, first, last)


def _telling(page: Page, text: str, first: int, ends: tuple[float, float], other: Box) -> int | None:
    """Which character tells the height of a line, where that is not the first: behind a mark, number or initial."""
    bottom, top = ends
    if not text[0].isalpha():
        letter = LETTER.search(text)
        return first + letter.start() if letter else None
    if len(text) > 1 and top - bottom > INITIAL_SIZE * (other[3] - other[1]):
        second = page.bounds(first + 1)
        return first + 1 if second[3] - second[1] < (top - bottom) / INITIAL_SIZE else None
    return None


BOLD = 600
"""Weight of a font from which it is bold (OpenType, usWeightClass)."""


def _raised(page: Page, text: str, first: int) -> str:
    """The text with small digits behind a word or number written as raised ones.

    The character before them tells how high they stand: a cell in the middle of its row stands higher than the first.
    """
    for match in reversed(list(DIGITS.finditer(text))):
        start = end = match.end()
        base = match.start() - (match.start() > 0 and not text[match.start() - 1].isspace())
        foot, head = page.bounds(first + base)[1::2]
        while start > max(match.start(), base + 1) and end - start < LONGEST_NOTE:
            low, high = page.bounds(first + start - 1)[1::2]
            if not _is_raised(high - low, low - foot, head - foot):
                break
            start -= 1
        if start < end:
            text = text[:start] + text[start:end].translate(RAISED) + text[end:]
    return text


def _is_raised(size: float, above: float, height: float) -> bool:
    """Whether letters of a size, so far above the foot of their line, are raised ones."""
    return size <= height and above > RAISE * height


LONGEST_NOTE = 3
"""Digits of the number of a note."""


def _celled(page: Page, found: list[_Fragment]) -> list[_Fragment]:
    """The fragments of a page, with their cells where some look like rows: wide for what they say."""
    widths = [(one.line.right - one.line.left) / (len(one.line.text) * one.line.size) for one in found]
    usual = [width for one, width in zip(found, widths, strict=True) if len(one.line.text) >= LEAST_LETTERS]
    limit = STRETCHED * min(median(usual) if usual else USUAL, WIDEST)
    if not any(width > limit and " " in one.line.text for one, width in zip(found, widths, strict=True)):
        return found
    measured = [_Fragment(replace(one.line, cells=tuple(_cells(page, one))), one.first, one.last) for one in found]
    by_ends: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for one in measured:
        if len(one.line.text) >= LEAST_LETTERS:
            by_ends[_ends(one.line)].append(one.line)
    full = {ends for ends, group in by_ends.items() if any(not line.cells for line in group)}
    columns = {ends for ends, group in by_ends.items() if _is_column(group)}
    return [
        _Fragment(replace(one.line, cells=()), one.first, one.last) if _is_justified(one.line, full, columns) else one
        for one in measured
    ]


def _ends(line: Line) -> tuple[int, int]:
    """Where a line begins and ends, in points."""
    return round(line.left), round(line.right)


def _gaps(line: Line) -> list[float]:
    """The gaps between the cells of a line."""
    return [right.left - left.right for left, right in pairwise(line.cells)]


def _is_column(group: list[Line]) -> bool:
    """Whether lines that begin and end alike are a column of justified text: all blanks of a line are as wide."""
    even = [line for line in group if not line.cells or _is_even(line)]
    proof = any(not line.cells or len(line.cells) >= PROOF for line in even)
    return proof and len(group) >= LEAST_LINES and len(even) >= MOSTLY * len(group)


EVEN = 1.25
"""Times the narrowest blank that the widest of a justified line may have: kerning, and blanks behind commas."""
PROOF = 4
"""Words in evenly spread lines that no table has: its columns are not as far apart for words of any length."""
LEAST_LINES, MOSTLY = 3, 0.8
"""Lines of a column, and the share of them that must be evenly spread."""


def _is_justified(line: Line, full: set[tuple[int, int]], columns: set[tuple[int, int]]) -> bool:
    """Whether a line with wide blanks was only stretched to the edges of its column, where other full lines end."""
    if not line.cells:
        return False
    left, right = _ends(line)
    near = {(left + a, right + b) for a in (-1, 0, 1) for b in (-1, 0, 1)}
    if near & columns or (max(_gaps(line)) <= STRETCH * line.size and near & full):
        return True
    sets_in = any(begin < left < begin + SET_IN * line.size and abs(end - right) <= 1 for begin, end in full | columns)
    return sets_in and _is_even(line) and (len(line.cells) > LEAST_WORDS or max(_gaps(line)) <= STRETCH * line.size)


def _is_even(line: Line) -> bool:
    """Whether all blanks of a line are as wide, as in justified text."""
    return line.text.count(" ") == len(line.cells) - 1 and max(_gaps(line)) <= EVEN * max(min(_gaps(line)), 1)


LEAST_WORDS = 2
"""Words of a line whose one blank is always as wide as itself."""
SET_IN = 4.0
"""Heights of a line to which the first line of a paragraph is set in; printers use one to three."""
STRETCH = 3.0
"""Heights of a line to which a blank may be stretched; a wider one is a gap between cells."""

USUAL = 0.42
"""Width of a character in heights of a line, where a page has no long line to take it from."""
WIDEST = 0.55
"""The same of the widest fonts of text, typewriters' among them; wider lines are of a table that fills the page."""


def _cells(page: Page, one: _Fragment) -> Iterator[Cell]:
    """The cells of a fragment; nothing where it has only one."""
    text = page.text[one.first : one.last + 1]
    rightward = is_rightward(text)
    begin = start = 0
    for match in re.finditer(r"\s+", text):
        before, behind = page.bounds(one.first + match.start() - 1), page.bounds(one.first + match.end())
        if rightward:
            before = _around(page.bounds(one.first + start), before)
            end = text.find(" ", match.end())
            behind = _around(behind, page.bounds(one.first + (end if end > 0 else len(text)) - 1))
        gap = max(behind[0] - before[2], before[0] - behind[2])
        if gap > WIDE * one.line.size:
            yield _cell(one.line.text[begin : match.start()], page.bounds(one.first + begin), before)
            begin = match.end()
        start = match.end()
    if begin:
        yield _cell(one.line.text[begin:], page.bounds(one.first + begin), page.bounds(one.last))


def _around(one: Box, other: Box) -> Box:
    """The box around two characters. A number in a word's place begins where text from right to left ends."""
    return min(one[0], other[0]), one[1], max(one[2], other[2]), one[3]


def _cell(text: str, first: Box, last: Box) -> Cell:
    """A cell between its first and last characters."""
    return Cell(text, min(first[0], last[0]), max(first[2], last[2]), first[1], first[3])


def _joined(page: Page, found: list[_Fragment]) -> list[Line]:
    """Fragments on one line put together: PDFium parts a line at a raised number or another font."""
    joined: list[Line] = []
    last = -1
    for one in found:
        line, before = one.line, joined[-1] if joined else None
        blank = page.text[last + 1 : one.first] if before is not None else ""
        if before is not None and _on_one_line(before, line):
            joined[-1] = _together(before, line, blank)
        else:
            joined.append(line)
        last = one.last
    return [_written(line) for line in joined]


def _written(line: Line) -> Line:
    """A line in the letters that are kept."""
    return replace(
        line,
        text=line.text.translate(SIGNS),
        cells=tuple(replace(cell, text=cell.text.translate(SIGNS).strip()) for cell in line.cells),
    )


def _on_one_line(before: Line, line: Line) -> bool:
    """Whether a fragment goes on where the one before it ended."""
    shared = min(before.top, line.top) - max(before.bottom, line.bottom)
    if shared < min(before.size, line.size) / 2:
        return False
    slack = before.size / 2
    return line.left >= before.right - slack or (is_rightward(before.text) and line.right <= before.left + slack)


def _together(before: Line, line: Line, blank: str) -> Line:
    """Two fragments as one line, or as one row where a wide gap parts them."""
    gap = max(line.left - before.right, before.left - line.right)
    text = line.text
    is_wide = gap > WIDE * before.size
    is_note = text.isdigit() and len(text) <= LONGEST_NOTE and not is_wide
    if is_note and _is_raised(line.size, line.bottom - before.bottom, before.size):
        text = text.translate(RAISED)
    if MARK.fullmatch(before.text.strip()) and gap < MARGIN * before.size:
        return replace(line, text=f"{before.text.strip()} {text}", is_listed=True, cells=())
    space = " " if is_wide or gap > before.size * BLANK or " " in blank or "\xa0" in blank else ""
    left = before.cells or (before.cell,)
    right = line.cells or (replace(line.cell, text=text),)
    if is_wide:
        cells = (*left, *right)
    elif len(left) + len(right) > 2:  # noqa: PLR2004 - a pair
        middle = replace(left[-1], text=left[-1].text + space + right[0].text, right=right[0].right)
        cells = (*left[:-1], middle, *right[1:])
    else:
        cells = ()
    return replace(
        before,
        text=before.text + space + text,
        left=min(before.left, line.left),
        right=max(before.right, line.right),
        cells=cells,
    )


MARGIN = 4.0
"""Heights of a line by which the text of a list item is set in behind its mark: Word and browsers take two to three."""
BLANK = 0.12
"""Gap that is a blank, in heights of the line."""


INITIAL_SIZE = 1.6
"""Times the height of a line from which a letter is the initial of several; printers use two lines or more."""


def _listed(found: list[Line]) -> list[Line]:
    """Marks of list items put to their lines: some programs draw them all behind the text.

    What stands by itself is no mark: the number that ends a paragraph.
    """
    marks = [line for line in found if MARK.fullmatch(line.text.strip())]
    texts = [line for line in found if not MARK.fullmatch(line.text.strip())] if marks else []
    put: dict[int, Line] = {}
    for mark in marks:
        beside = [line for line in texts if _is_marked(mark, line)]
        if beside:
            put[id(min(beside, key=lambda line: abs(line.left - mark.right)))] = mark
    used = set(map(id, put.values()))
    rest = [
        replace(line, text=f"{put[id(line)].text.strip()} {line.text}", is_listed=True) if id(line) in put else line
        for line in found
        if id(line) not in used
    ]
    return [replace(line, is_listed=True) if LISTED.match(line.text) else line for line in rest]


def _is_marked(mark: Line, line: Line) -> bool:
    """Whether a mark stands just before a line."""
    gap = mark.left - line.right if is_rightward(line.text) else line.left - mark.right
    return line.bottom < (mark.top + mark.bottom) / 2 < line.top and -1 <= gap < MARGIN * mark.size


LISTED = re.compile(r"(?:[•◦▪‣●■○□➢➤✓►\uf0b7\uf0a7–—*·-]|\(?\d{1,2}[.)]|\(?[a-z]\))[ \t\xa0]+")
"""How the line of a list item begins."""

LETTER = re.compile(r"[^\W\d_]")


def is_rightward(text: str) -> bool:
    """Whether a text runs from right to left: its first letter is Hebrew, Arabic or of a script beside them."""
    letter = LETTER.search(text)
    return letter is not None and RIGHTWARD.match(letter[0]) is not None
