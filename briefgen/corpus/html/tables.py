"""Tables of a page: which hold data, and their cells with spans and headers.

The main text is chosen by a library that keeps the words of tables and loses their form. So each table of data is
numbered in the tree, in front of its first words, and found again by that number.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corpus.html.tree import CLOSE, OPEN
from briefgen.corpus.html.words import line

MOST_SPAN = 100
"""Rows or columns that one cell may span; more is a mistake or an attack."""

MOST_CELLS = 20_000
"""Cells of one table that are kept apart; a larger one is read as lines."""

LONGEST_CELL = 400
"""Characters of a cell. A longer one is a text in a table that lays out a page."""

NUMBER = re.compile(OPEN + r"(\d{1,6})" + CLOSE)


class GridCell(Struct, frozen=True):
    """A cell with its place."""

    text: str
    """Its words in one line."""
    row: int
    """Counted from 0."""
    column: int
    """Counted from 0."""
    rows: int
    """How many rows it spans."""
    columns: int
    """How many columns it spans."""
    is_header: bool
    """Whether it names its row or column."""


class Grid(Struct, frozen=True):
    """A table of data."""

    cells: tuple[GridCell, ...]
    """By row, then by column."""
    caption: str = ""
    """Its title."""


def numbered(root: Any) -> tuple[Grid, ...]:  # noqa: ANN401 - lxml has no types
    """The tables of data in a tree, each numbered there by its place in the result."""
    found: list[Grid] = []
    for table in root.iter("table"):
        read = grid(table)
        if read is None:
            continue
        first = next(
            (cell for cell in table.iter("td", "th") if line(cell.text_content())),
            None,
        )
        if first is not None:
            first.text = f"{OPEN}{len(found)}{CLOSE}{first.text or ''}"
            found.append(read)
    return tuple(found)


def number(table: Any) -> int | None:  # noqa: ANN401
    """The number that a table bears; None where it lays out a page, and tables inside it bear theirs."""
    if table.find(".//table") is not None:
        return None
    match = NUMBER.search("".join(table.itertext()))
    return int(match[1]) if match else None


def grid(table: Any) -> Grid | None:  # noqa: ANN401
    """The cells of a table of data; None for one that lays out a page, or holds tables itself."""
    if table.find(".//table") is not None or table.get("role") in {"presentation", "none"}:
        return None
    _spaced(table)
    rows = [row for row in table.iter("tr") if row.find("td") is not None or row.find("th") is not None]
    cells = _placed(rows)
    if cells is None or any(len(cell.text) > LONGEST_CELL for cell in cells):
        return None
    full = {cell.row for cell in cells if cell.text}
    if len(full) < LEAST or max((cell.column + cell.columns for cell in cells), default=0) < LEAST:
        return None
    caption = table.find("caption")
    named = cells if any(cell.is_header for cell in cells) else headed(cells)
    return Grid(tuple(named), line(caption.text_content()) if caption is not None else "")


LEAST = 2
"""Rows, and columns, of a table."""


def _placed(rows: list[Any]) -> list[GridCell] | None:
    """The cells with their places; None where there are too many."""
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        column = 0
        heads = row.getparent().tag == "thead"
        for cell in row.iterchildren("td", "th"):
            while (number, column) in taken:
                column += 1
            down = min(_span(cell, "rowspan") or len(rows), len(rows) - number)
            across = _span(cell, "colspan") or 1
            if len(taken) + down * across > MOST_CELLS:
                return None
            taken.update((number + down_, column + across_) for down_ in range(down) for across_ in range(across))
            header = cell.tag == "th" or heads
            cells.append(GridCell(line(cell.text_content()), number, column, down, across, header))
            column += across
    return cells


def _spaced(table: Any) -> None:  # noqa: ANN401
    """Puts a blank where a cell begins a new line."""
    for element in table.iter("br", "p", "div", "li"):
        element.tail = " " + (element.tail or "")
        if element.text:
            element.text = " " + element.text


def _span(cell: Any, name: str) -> int:  # noqa: ANN401
    """What a cell says of its span; 0 means to the end (HTML standard), anything unclear is 1."""
    value = (cell.get(name) or "1").strip()
    return min(int(value), MOST_SPAN) if value.isascii() and value.isdigit() else 1


YEAR = re.compile(r"(?:1[89]|20)\d\d\b")
VALUE = re.compile(r"[^\w]*[+\-−–(]?[$€£¥₹]?\s?\d[\d.,\s\xa0/-]*\s?(?:%|\w{0,4})\W*")


def headed(cells: list[GridCell]) -> list[GridCell]:
    """The cells of a table that marks no header, its first row as one where it names what stands below it.

    Where a cell of that spans several columns, the next row names each of these.
    """
    top = [cell for cell in cells if cell.row == 0 and cell.text]
    second = [cell for cell in cells if cell.row == 1 and cell.text]
    is_double = any(cell.columns > 1 for cell in top) and not any(is_value(cell.text) for cell in second)
    last = 1 if is_double and len(second) > 1 else 0
    below = [cell for cell in cells if cell.row > last and cell.text]
    if any(is_value(cell.text) for cell in top) or not any(is_value(cell.text) for cell in below):
        return cells
    return [replace(cell, is_header=True) if cell.row <= last else cell for cell in cells]


def is_value(text: str) -> bool:
    """Whether a cell is a number and no year."""
    return VALUE.fullmatch(text) is not None and YEAR.match(text) is None
