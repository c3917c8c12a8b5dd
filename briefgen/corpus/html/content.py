"""Parts → the canonical text of a document, with the stretches and tables that point into it.

Also the way in for what is HTML but no page: the body of a mail, an entry of a feed, a converted Word file.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from briefgen.corpus.describe import Stretch
from briefgen.corpus.html.flow import Part, parts
from briefgen.corpus.html.tables import Grid, GridCell, numbered
from briefgen.corpus.html.tree import parse, prepare
from briefgen.model import BlockKind, Cell, Span, Table

BAR = " | "
"""Between the cells of a row."""


class Content(Struct, frozen=True):
    """A canonical text and what stands in it."""

    text: str
    """Paragraphs with an empty line between them; rows of one table each in a line."""
    stretches: tuple[Stretch, ...]
    """Its parts in order; those without a kind are paragraphs, unless `describe.document` knows better."""
    tables: tuple[Table, ...] = ()
    """Its tables in order."""


def fragment(source: str, name: str) -> Content:
    """All that a piece of HTML shows; nothing of it is taken for the frame of a page.

    Raises:
        CorpusError: There is nothing in it.
    """
    root = parse(source, name)
    prepare(root)
    grids = numbered(root)
    return laid_out(parts(root, grids))


class _Page:
    """The text so far."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.stretches: list[Stretch] = []

    def put(self, text: str) -> Span:
        """Writes a text and says where it stands."""
        self.pieces.append(text)
        self.length += len(text)
        return Span(self.length - len(text), self.length)

    def block(self, text: str, kind: BlockKind | None, gap: str = "\n\n") -> Span:
        """Writes a block."""
        if self.length:
            self.put(gap)
        span = self.put(text)
        self.stretches.append(Stretch(span, kind))
        return span


def laid_out(found: Iterable[Part | Grid]) -> Content:
    """The parts written one below the other."""
    page = _Page()
    tables = []
    for part in found:
        if isinstance(part, Part):
            page.block(part.text, part.kind)
        else:
            tables.append(_table(page, part))
    return Content("".join(page.pieces), tuple(page.stretches), tuple(tables))


def _table(page: _Page, grid: Grid) -> Table:
    """A table written row by row."""
    caption = page.block(grid.caption, BlockKind.HEADING) if grid.caption else None
    cells: list[Cell] = []
    gap = "\n\n"
    for _, group in groupby(grid.cells, key=lambda cell: cell.row):
        row = list(group)
        if any(cell.text for cell in row):
            cells += _row(page, row, gap)
            gap = "\n"
        else:
            cells += [_cell(cell, Span(page.length, page.length)) for cell in row]
    return Table(tuple(cells), caption)


def _row(page: _Page, row: list[GridCell], gap: str) -> list[Cell]:
    """A row written, its empty cells left out of the text."""
    if page.length:
        page.put(gap)
    start = page.length
    cells = []
    for cell in row:
        if cell.text and page.length > start:
            page.put(BAR)
        cells.append(_cell(cell, page.put(cell.text)))
    page.stretches.append(Stretch(Span(start, page.length), BlockKind.ROW))
    return cells


def _cell(cell: GridCell, span: Span) -> Cell:
    """A cell at its place in the text."""
    return Cell(span, cell.row, cell.column, cell.rows, cell.columns, cell.is_header)
