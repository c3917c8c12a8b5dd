"""Rows whose cells run over several lines, put together as one line each.

Programs draw a table cell by cell, row by row: a cell is drawn line by line, the next one to the right of it, the next
row below and to the left. Cells of a row share their top, middle or foot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corpus.html.tables import LONGEST_CELL, is_value
from briefgen.corpus.pdf.lines import Cell, Line

LEAST = 2
"""Rows with several cells, and cells of such a row."""
WIDE = 3
"""Cells of a row that is no pair of columns of text."""
STEP = 1.6
"""Heights of a line by which the next line of a cell stands lower, at most."""
LEVEL = 0.3
"""Heights of a line by which tops, middles or feet of cells may differ; letters of one size differ by a twentieth."""
MOST_LINES = 12
"""Lines of a cell."""
APART = 4.0
"""Heights of a line between the foot of a row and the first line of the next, which need not be its highest."""
SAME = 0.09
"""Share by which lines of one cell may differ in height."""

_Stack = list[Line]
"""The lines of a cell."""


class _Piece(Struct, frozen=True):
    """A line, or a cell of a line with several."""

    line: Line
    index: int
    """The number of its line."""
    is_first: bool
    is_last: bool
    """Whether it begins and ends its line."""


def gathered(page: Sequence[Line]) -> list[Line]:
    """The lines of a page; rows with wrapped cells as one line each, the lines of a cell with line breaks between."""
    if not any(_is_right(above, line) and above.top < line.top + STEP * line.size for above, line in pairwise(page)):
        return list(page)
    pieces = [piece for index, line in enumerate(page) for piece in _pieces(line, index)]
    turns = [index for index, (last, one) in enumerate(pairwise(pieces)) if _is_right(last.line, one.line)]
    kept: list[Line] = []
    at = turn = 0
    while at < len(pieces):
        while turn < len(turns) and turns[turn] < at:
            turn += 1
        is_near = turn < len(turns) and turns[turn] < at + MOST_LINES
        rows, end = _table(pieces, at) if is_near and pieces[at].is_first else ([], at)
        if rows:
            kept += rows
            at = end
        else:
            kept += [page[pieces[at].index]] if pieces[at].is_last else []
            at += 1
    return kept


def _pieces(line: Line, index: int) -> Iterator[_Piece]:
    """The parts of a line that are cells."""
    if not line.cells:
        yield _Piece(line, index, is_first=True, is_last=True)
    for number, cell in enumerate(line.cells):
        part = replace(
            line, text=cell.text, left=cell.left, right=cell.right, bottom=cell.bottom, top=cell.top, cells=()
        )
        yield _Piece(part, index, is_first=number == 0, is_last=number == len(line.cells) - 1)


def _table(pieces: Sequence[_Piece], start: int) -> tuple[list[Line], int]:
    """The rows of a table that begins with a piece, and where it ends; none where there is no such table."""
    rows: list[list[_Stack]] = []
    at = end = start
    done = 0
    while fitting := _fitting(pieces, at, is_first=not rows):
        alone, row = fitting
        if rows and not _follows(rows[-1] if not alone else [*rows[-1], alone], row):
            break
        if alone:
            rows.append([alone])
        rows.append(row)
        at += sum(map(len, row)) + len(alone)
        if pieces[at - 1].is_last:
            end = at
            done = len(rows)
    rows = rows[:done] if end > start else []
    return ([_line(row) for row in rows], end) if _is_table(rows) else ([], start)


def _row(pieces: Sequence[_Piece], start: int) -> list[_Stack]:
    """The cells that are drawn from a piece on, until one begins to the left; none where there is only one."""
    row: list[_Stack] = [[pieces[start].line]]
    for piece in pieces[start + 1 :]:
        last, line = row[-1][-1], piece.line
        if _is_right(last, line) and all(_is_beside(stack, line) for stack in row):
            row.append([line])
        elif _is_next(row[-1], line) and len(row[-1]) < MOST_LINES:
            row[-1].append(line)
        else:
            break
    return row if len(row) >= LEAST else []


def _is_right(last: Line, line: Line) -> bool:
    """Whether a line stands to the right of another one, and no lower than the line below that."""
    return line.left >= last.right - 1 and line.page == last.page and line.top > last.bottom - STEP * last.size


def _is_beside(stack: _Stack, line: Line) -> bool:
    """Whether a line stands to the right of all lines of a cell, and not far above it."""
    return all(line.left >= one.right - 1 for one in stack) and line.bottom < stack[0].top + MOST_LINES * line.size


def _is_next(stack: _Stack, line: Line) -> bool:
    """Whether a line is the next one of a cell. A number under a number is another cell."""
    last = stack[-1]
    step = last.bottom - line.bottom
    return (
        line.page == last.page
        and line.size / 2 < step < STEP * line.size
        and min(last.right, line.right) > max(last.left, line.left)
        and abs(last.size - line.size) <= SAME * last.size
        and not (is_value(last.text) and is_value(line.text))
    )


def _fitting(pieces: Sequence[_Piece], start: int, *, is_first: bool) -> tuple[_Stack, list[_Stack]] | None:
    """A row whose cells are level, and what stands above it by itself; None where there is no such row.

    The name of a section may be drawn as if it were the top of the first cell, or further above it. Above the first row
    of a table stands other text.
    """
    above: _Stack = []
    if start < len(pieces) and not (row := _row(pieces, start)) and not is_first and start + 1 < len(pieces):
        above, row = [pieces[start].line], _row(pieces, start + 1)
    if start >= len(pieces) or not row:
        return None
    first, *others = row
    for drop in range(1 if is_first else len(first)):
        cells = [first[drop:], *others]
        if _is_level(cells):
            return above + first[:drop], cells
    return None


def _is_level(cells: Sequence[_Stack]) -> bool:
    """Whether the cells of a row share their top, middle or foot with its highest one."""
    highest = max(cells, key=lambda cell: cell[0].top - cell[-1].bottom)
    slack = LEVEL * highest[0].size
    top, foot = highest[0].bottom, highest[-1].bottom
    return all(
        min(
            abs(cell[0].bottom - top),
            abs(cell[-1].bottom - foot),
            abs(cell[0].bottom + cell[-1].bottom - top - foot) / 2,
        )
        <= slack
        for cell in cells
    )


def _follows(above: Sequence[_Stack], row: Sequence[_Stack]) -> bool:
    """Whether a row stands below another one, at least two of its cells under cells of that."""
    foot, size = min(cell[-1].bottom for cell in above), row[0][0].size
    top = max(cell[0].top for cell in row)
    if not -LEVEL * size <= foot - top <= APART * size:
        return False
    under = sum(any(_overlap(cell, other) for other in above) for cell in row)
    return under >= min(LEAST, len(above))


def _overlap(cell: _Stack, other: _Stack) -> bool:
    """Whether two cells share a part of their width."""
    return min(_right(cell), _right(other)) > max(_left(cell), _left(other))


def _left(cell: _Stack) -> float:
    return min(line.left for line in cell)


def _right(cell: _Stack) -> float:
    return max(line.right for line in cell)


def _is_table(rows: Sequence[Sequence[_Stack]]) -> bool:
    """Whether rows are those of a table with wrapped cells, and no columns of text."""
    full = [row for row in rows if len(row) >= LEAST]
    cells = [cell for row in rows for cell in row]
    if len(full) < LEAST or not any(len(cell) > 1 for cell in cells):
        return False
    if any(sum(len(line.text) for line in cell) > LONGEST_CELL for cell in cells):
        return False
    valued = sum(any(is_value(line.text) for cell in row for line in cell) for row in full)
    return valued >= LEAST or sum(len(row) >= WIDE for row in full) > len(full) / 2


def _line(row: Sequence[_Stack]) -> Line:
    """A row as one line."""
    cells = [
        Cell("\n".join(line.text for line in cell), _left(cell), _right(cell), cell[-1].bottom, cell[0].top)
        for cell in row
    ]
    return replace(
        row[0][0],
        text=" ".join(line.text for cell in row for line in cell),
        left=min(cell.left for cell in cells),
        right=max(cell.right for cell in cells),
        bottom=min(cell.bottom for cell in cells),
        top=max(cell.top for cell in cells),
        cells=tuple(cells) if len(cells) > 1 else (),
        is_listed=False,
    )
