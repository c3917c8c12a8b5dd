"""Rows of tables: lines with cells that stand below each other. PDF files know no tables, only where words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import mean

from msgspec.structs import replace

from briefgen.corpus.html.tables import Grid, GridCell, headed
from briefgen.corpus.pdf.lines import Cell, Line
from briefgen.corpus.pdf.wrapped import gathered

LEAST = 2
"""Rows of a table."""
APART = 2.5
"""Heights of a line by which rows may stand apart, from foot to foot; with more between them they are two tables."""
PROSE = 25
"""Characters in the mean of two cells side by side, from which lines are two columns of text, and no table."""
LEAST_PROSE = 4
"""Lines of such columns."""


def parted(page: Sequence[Line]) -> Iterator[list[Line] | Grid]:
    """The lines of a page in stretches of text, and the tables between them."""
    held: list[Line] = []
    page = gathered(page)
    index = 0
    while index < len(page):
        rows = _rows(page, index)
        if len(rows) < LEAST:
            held.append(page[index])
            index += 1
            continue
        index += len(rows)
        if _is_prose(rows):
            held += _column(rows, 0)
            held += _column(rows, 1)
            continue
        if held:
            yield held
            held = []
        yield _grid(rows) if _is_clear(rows) else Grid(tuple(_whole(rows)))
    if held:
        yield held


def bands(page: Sequence[Line]) -> list[tuple[float, float]]:
    """The feet and tops of the tables of a page."""
    if not any(line.cells for line in page):
        return []
    page = gathered(page)
    found: list[tuple[float, float]] = []
    index = 0
    while index < len(page):
        rows = _rows(page, index)
        if len(rows) >= LEAST and not _is_prose(rows):
            found.append((min(row.bottom for row in rows), max(row.top for row in rows)))
        index += max(len(rows), 1) if len(rows) >= LEAST else 1
    return found


def _rows(page: Sequence[Line], start: int) -> list[Line]:
    """The rows of a table that begins with a line; a line of one cell between two rows is a row too."""
    rows: list[Line] = []
    loose: list[Line] = []
    for line in page[start:]:
        last = loose[-1] if loose else rows[-1] if rows else None
        if last is not None and not 0 < last.bottom - line.bottom < APART * max(last.size, line.size):
            break
        if line.cells and (not rows or _aligned(rows, line)):
            rows += [*loose, line]
            loose = []
        elif rows and not loose and not line.cells and _within(rows, line):
            loose.append(line)
        else:
            break
    return rows


def _aligned(rows: Sequence[Line], line: Line) -> bool:
    """Whether at least two cells of a line stand under cells of the rows above."""
    above = next(row for row in reversed(rows) if row.cells)
    return sum(any(_share(cell, other) for other in above.cells) for cell in line.cells) >= LEAST


def _share(cell: Cell, other: Cell) -> bool:
    """Whether two cells share a part of their width."""
    return min(cell.right, other.right) > max(cell.left, other.left)


def _within(rows: Sequence[Line], line: Line) -> bool:
    """Whether a line stands inside the width of the rows, and fills no more than half of it: a name of a section."""
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    return left - 1 <= line.left and line.right - line.left <= (right - left) / 2


def _is_prose(rows: Sequence[Line]) -> bool:
    """Whether rows are the lines of two columns of text, drawn across."""
    pairs = [row for row in rows if len(row.cells) == 2]  # noqa: PLR2004 - columns
    if len(rows) < LEAST_PROSE or len(pairs) < len(rows) * 0.8:
        return False
    return all(mean(len(row.cells[side].text) for row in pairs) >= PROSE for side in (0, 1))


def _column(rows: Sequence[Line], side: int) -> Iterator[Line]:
    """The lines of one of two columns."""
    gutter = mean((row.cells[0].right + row.cells[1].left) / 2 for row in rows if len(row.cells) == 2)  # noqa: PLR2004
    for row in rows:
        for cell in row.cells or (row.cell,):
            if (cell.left > gutter) == bool(side):
                yield replace(row, text=cell.text, left=cell.left, right=cell.right, cells=())


def _is_clear(rows: Sequence[Line]) -> bool:
    """Whether no cell holds two numbers: the columns of others stand too close together to be told apart."""
    cells = [cell for row in rows for cell in row.cells or (row.cell,)]
    return not any(TWO.search(line) for cell in cells for line in cell.text.split("\n"))


TWO = re.compile(r"\d[%)*]?\s+[($€£+−–-]?\d(?!\d\d(?:\D|$))(?!\d{0,3}\s*(?:%|[^\W\d_]))")
"""Two numbers with a blank between them that is none between thousands."""


def _whole(rows: Sequence[Line]) -> Iterator[GridCell]:
    """Each row as one cell."""
    for number, row in enumerate(rows):
        yield GridCell(BLANKS.sub(" ", row.text), number, 0, 1, 1, is_header=False)


def _grid(rows: Sequence[Line]) -> Grid:
    """A table with its columns: those of its fullest rows."""
    most = max(len(row.cells) for row in rows)
    columns: list[tuple[float, float]] = []
    for row in rows:
        if len(row.cells) == most:
            places = [(cell.left, cell.right) for cell in row.cells]
            columns = [(min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(columns or places, places, strict=True)]
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        taken = -1
        for cell in row.cells or (row.cell,):
            under = [index for index, one in enumerate(columns) if min(cell.right, one[1]) > max(cell.left, one[0])]
            column = min(range(most), key=lambda index: abs(sum(columns[index]) - cell.left - cell.right))
            first = max(under[0] if under else column, taken + 1)
            last = max(first, under[-1] if under else column)
            if first >= most:
                cells[-1] = replace(cells[-1], text=f"{cells[-1].text} {cell.text}")
                continue
            cells.append(GridCell(BLANKS.sub(" ", cell.text), number, first, 1, last - first + 1, is_header=False))
            taken = last
    return Grid(tuple(headed(cells)))


BLANKS = re.compile(r"[^\S\n]+")
