"""The plan of a table: which of its cells are values, and which headers stand over and beside each of them.

Readers of files mark headers where the file does. Where it does not, a header row is one above all values, and the
columns in front of the first column of values name their rows. A row of one header alone opens a section.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import BlockKind, Cell, Document, Kind, Period, Table
from briefgen.reading import cells, days, decimals, mentions
from briefgen.reading.cells import Content, Sort
from briefgen.reading.headers import NOTHING, Header, Reader
from briefgen.reading.headerwords import rules
from briefgen.reading.notes import NONE, Notes, notes_of

WIDEST = 200
"""Columns that a cell may span: more than any table for people has."""
TALLEST = 1000
"""Rows that a cell may span."""


class Line(StrEnum):
    """What a row of a table is."""

    HEADER = "header"
    SECTION = "section"
    BODY = "body"


class Place(Struct, frozen=True, gc=False):
    """A value of a table with its headers."""

    cell: Cell
    content: Content
    columns: tuple[Header, ...] = ()
    """The headers of its column, the nearest one first."""
    rows: tuple[Header, ...] = ()
    """Those of its row, from left to right."""
    section: Header = NOTHING
    """That of the section that its row stands in."""
    corner: Header = NOTHING
    """That of the columns in front, which names the names of rows and may have the unit of all: "Port, kt"."""


class Grid(Struct, frozen=True):
    """A table with all that its places need."""

    table: Table
    caption: Header
    places: tuple[Place, ...]
    """Its values and the cells with sentences, by row and column."""
    context: str
    """The words of its caption and of the headers of its columns."""
    prose: str = ""
    """The text of the document without its tables."""
    notes: Notes = NONE
    """What the lines below it say."""
    dated: bool = False
    """Whether a header of a row or column gives a time."""
    sums_rows: bool = False
    """Whether it has a row of totals: its rows are parts of something."""
    sums_columns: bool = False
    """The same of its columns."""
    has_subtotals: bool = False
    """Whether it has several rows or several columns of totals, which their names tell apart."""
    row_names: frozenset[str] = frozenset()
    """The names of all rows and sections."""
    column_names: frozenset[str] = frozenset()
    """The names of all columns."""


def grids(document: Document) -> tuple[Grid, ...]:
    """The tables of a document that have words, in a language that is read."""
    language = mentions.language_of(document.language) if document.tables and document.language else None
    if language is None:
        return ()
    reader = Reader(language, document.published, {})
    told = (block.span for block in document.blocks if block.kind not in (BlockKind.ROW, BlockKind.FURNITURE))
    prose = "\n".join(document.text[span.start : span.end] for span in told)
    filled = (table for table in document.tables if any(len(cell.span) for cell in table.cells))
    return tuple(planned(document, table, reader, prose) for table in filled)


def planned(document: Document, table: Table, reader: Reader, prose: str = "") -> Grid:
    """The plan of a table."""
    plan = Plan(document.text, table, reader)
    title = document.title_of(table)
    words = [title] if title else []
    heads = [plan.words(cell) for cell in table.cells if plan.lines.get(cell.row) is Line.HEADER]
    places = tuple(plan.places())
    told = {head for place in places for head in (*place.columns, *place.rows, place.section)}
    totals = (
        {head.name for place in places for head in place.rows if head.is_total},
        {head.name for place in places for head in place.columns if head.is_total},
    )
    return Grid(
        table,
        reader.read(words[0]) if words else NOTHING,
        places,
        "\n".join([*words, *heads]),
        prose=prose,
        notes=notes_of(document, table, reader.language.name),
        dated=any(head.period is not None for head in told),
        sums_rows=bool(totals[0]),
        sums_columns=bool(totals[1]),
        has_subtotals=any(len(names) > 1 for names in totals),
        row_names=frozenset(head.name for place in places for head in (*place.rows, place.section) if head.name),
        column_names=frozenset(head.name for place in places for head in place.columns if head.name),
    )


def surroundings(document: Document, plans: Sequence[Grid]) -> Mapping[int, str]:
    """The words of the caption and headers of each row, by the number of its block."""
    found: dict[int, str] = {}
    starts = [block.span.start for block in document.blocks]
    for plan in plans:
        for start in {cell.span.start for cell in plan.table.cells if len(cell.span)}:
            at = bisect_right(starts, start) - 1
            if at >= 0 and document.blocks[at].kind is BlockKind.ROW:
                found[at] = plan.context
    return found


class Plan:
    """A table on its way to a grid."""

    def __init__(self, text: str, table: Table, reader: Reader) -> None:
        self.text = text
        self.reader = reader
        self.cells = [cell for cell in table.cells if len(cell.span)]
        self.rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            self.rows.setdefault(cell.row, []).append(cell)
        self.marks = decimals.marks(map(self.words, self.cells))
        self.content = {cell: self.held(cell) for cell in self.cells}
        self.lines = self.told()
        self.at = self.spread()
        self.stub = self.front()
        self.undated = self.years()

    def words(self, cell: Cell) -> str:
        """The words of a cell; a bar of Markdown as it is meant."""
        return self.text[cell.span.start : cell.span.end].replace("\\|", "/")

    def held(self, cell: Cell) -> Content:
        """What a cell holds; one that names its row or column holds words."""
        if cell.is_header:
            return cells.WORDS
        return cells.read(decimals.plain(self.words(cell), self.marks), self.reader.language)

    def header(self, cell: Cell) -> Header:
        """What the words of a cell say as a header."""
        return self.reader.read(self.words(cell))

    def is_value(self, cell: Cell) -> bool:
        """Whether a cell holds a value that is no year."""
        content = self.content[cell]
        return content.sort is Sort.VALUE and not content.values[0].year_like

    def told(self) -> Mapping[int, Line]:
        """What each row is."""
        marked = {row for row, found in self.rows.items() if all(cell.is_header for cell in found)}
        valued = [
            row
            for row, found in self.rows.items()
            if any(self.is_value(cell) for cell in found) and not self.is_years(found)
        ]
        lines: dict[int, Line] = {}
        started = False
        for row, found in sorted(self.rows.items()):
            alone = len(found) == 1 and self.content[found[0]].sort is not Sort.EMPTY and not self.is_value(found[0])
            if row in marked:
                lines[row] = Line.SECTION if alone and started else Line.HEADER
            elif not started and self.heads(found, row, valued) and (not marked or self.is_times(found)):
                lines[row] = Line.HEADER
            elif alone and (found[0].columns > 1 or found[0].column == 0) and len(self.cells) > len(self.rows):
                lines[row] = Line.SECTION
            else:
                lines[row], started = Line.BODY, True
        return lines

    def heads(self, found: Sequence[Cell], row: int, valued: Sequence[int]) -> bool:
        """Whether a row that the file does not mark is a header: only words and times, above all values."""
        behind = [cell for cell in found if cell.column]
        words = all(self.content[cell].sort is Sort.WORDS or self.is_year(self.content[cell]) for cell in behind)
        return bool(behind) and (words or self.is_years(found)) and bool(valued) and row < valued[0]

    def is_years(self, found: Sequence[Cell]) -> bool:
        """Whether all numbers of a row are years, one of them with the letter that says what it is: "2025p"."""
        numbers = [cell for cell in found if self.content[cell].sort is Sort.VALUE]
        bare = [self.is_year(self.content[cell]) for cell in numbers]
        return any(bare) and all(year or self.header(cell).is_time for cell, year in zip(numbers, bare, strict=True))

    def is_times(self, found: Sequence[Cell]) -> bool:
        """Whether a row names times, changes and shares alone, and no row: the second row of headers."""
        above = self.rows.get(found[0].row - 1, [])
        if found[0].column == 0 and above and above[0].column > 0 and not any(self.header(one).period for one in above):
            found = found[1:]  # "Partner | 2024 | 2025" below "(empty) | Exports | (empty)"
        times = [self.is_year(self.content[cell]) or self.header(cell).is_time for cell in found]
        others = [cell for cell, is_time in zip(found, times, strict=True) if not is_time]
        return (
            any(times)
            and all(cell.column for cell in found)
            and all(self.header(cell).kind is not None and not self.header(cell).name for cell in others)
        )

    def is_year(self, content: Content) -> bool:
        """Whether a cell is a bare year."""
        return content.sort is Sort.VALUE and content.values[0].year_like

    def spread(self) -> Mapping[tuple[int, int], Cell]:
        """The cell at each row and column, where cells that span several stand at all of them."""
        width = max(cell.column for cell in self.cells) + 1
        height = max(cell.row for cell in self.cells) + 1
        found: dict[tuple[int, int], Cell] = {}
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + min(cell.rows, TALLEST), height)):
                for column in range(cell.column, min(cell.column + min(cell.columns, WIDEST), width)):
                    found.setdefault((row, column), cell)
        for row, line in self.lines.items():
            if line is Line.HEADER and self.lines.get(row + 1) is Line.HEADER:
                outer = {column: found[row, column] for column in range(1, width) if (row, column) in found}
                inner = [column for column in range(1, width) if (row + 1, column) in found]
                found.update({(row, column): cell for column, cell in groups(outer, inner).items()})
        return found

    def front(self) -> int:
        """How many columns stand in front of the first one with values: they name the rows."""
        body = [cell for cell in self.cells if self.lines[cell.row] is Line.BODY]
        columns: dict[int, list[Cell]] = {}
        for cell in body:
            columns.setdefault(cell.column, []).append(cell)
        for column in sorted(columns):
            values = sum(self.is_value(cell) for cell in columns[column])
            if values and 2 * values >= len(columns[column]) and not self.is_rank(column, columns[column]):
                return column
        return 1

    def is_rank(self, column: int, found: Sequence[Cell]) -> bool:
        """Whether a first column numbers its rows: by its header, or without one by counting them."""
        heads = [
            self.header(self.at[row, column])
            for row, line in self.lines.items()
            if line is Line.HEADER and (row, column) in self.at
        ]
        if any(head.name or head.unit.name or head.period for head in heads):
            return any(head.is_label for head in heads)
        numbers = [self.content[cell].values[0].value for cell in found if self.is_value(cell)]
        return column == 0 and len(numbers) > 1 and all(after == before + 1 for before, after in pairwise(numbers))

    def years(self) -> frozenset[int]:
        """The columns of bare years: founded, opened. A column of one year's numbers may have some that look so."""
        columns: dict[int, list[bool]] = {}
        for cell in self.cells:
            if self.lines[cell.row] is Line.BODY and self.content[cell].sort is Sort.VALUE:
                columns.setdefault(cell.column, []).append(self.is_year(self.content[cell]))
        return frozenset(column for column, bare in columns.items() if all(bare) and not self.is_dated(column))

    def is_dated(self, column: int) -> bool:
        """Whether a header of a column gives a time or a unit: then four digits in it are no year."""
        heads = (self.at.get((row, column)) for row, line in self.lines.items() if line is Line.HEADER)
        told = [self.header(cell) for cell in heads if cell is not None]
        return any(head.period or head.unit.name or head.unit.scale for head in told)

    def places(self) -> Iterator[Place]:
        """The values of the table, and its other cells behind the names of rows, with their headers."""
        section, heads, named, last = NOTHING, list[int](), tuple[Header, ...](), None
        for row, found in sorted(self.rows.items()):
            line = self.lines[row]
            if line is Line.HEADER:
                heads = [*heads, row] if last is Line.HEADER else [row]
                section, named = NOTHING if last is Line.BODY else section, ()
            elif line is Line.SECTION:
                section = self.header(found[0])
            else:
                names = self.beside(row)
                if section.is_part and any(head.is_total for head in names):
                    section = NOTHING  # no total of parts of parts
                is_part = any(head.is_part for head in names)
                named = named if is_part or section.is_part else names
                names = (*named, *names) if is_part else names
                yield from self.values(found, heads, names, section)
            last = line

    def values(
        self, found: Sequence[Cell], heads: Sequence[int], names: tuple[Header, ...], section: Header
    ) -> Iterator[Place]:
        """The cells of a row behind its names, with their headers."""
        corner = self.corner(heads)
        for cell in sorted(found, key=lambda one: one.column):
            if cell.column >= self.stub and not cell.is_header and cell.column not in self.undated:
                place = Place(cell, self.content[cell], self.above(heads, cell), names, section, corner)
                yield with_years(place, self.reader)

    def above(self, heads: Sequence[int], cell: Cell) -> tuple[Header, ...]:
        """The headers of a column, the nearest one first, each once."""
        found = dict.fromkeys(
            one for row in reversed(heads) if (one := self.at.get((row, cell.column))) is not None and len(one.span)
        )
        heads_found = tuple(self.header(one) for one in found)
        if len(heads_found) == 1 and heads_found[0].is_percent and cell.column > self.stub:
            left = self.at.get((next(iter(found)).row, cell.column - 1))
            return (share_of(heads_found[0], self.header(left), self.reader),) if left else heads_found
        return heads_found

    def corner(self, heads: Sequence[int]) -> Header:
        """The header of the columns that name the rows, where it has a unit or a name."""
        found = (self.at.get((row, column)) for row in reversed(heads) for column in range(self.stub))
        told = [self.header(one) for one in found if one is not None]
        return next((one for one in told if one.unit.name or one.unit.scale), told[-1] if told else NOTHING)

    def beside(self, row: int) -> tuple[Header, ...]:
        """The headers of a row, from left to right: its first columns, and what the file marks."""
        named = dict.fromkeys(self.at.get((row, column)) for column in range(self.stub))
        marked = [cell for cell in self.rows[row] if cell.is_header]
        found = [one for one in dict.fromkeys([*named, *marked]) if one is not None]
        return tuple(self.header(one) for one in found if not self.is_value(one))


def groups(outer: Mapping[int, Cell], inner: Sequence[int]) -> Mapping[int, Cell]:
    """The cells of a row of headers over the columns of the row below: "Passengers | (empty)" above "2024 | 2025".

    A cell stands for the columns up to the next one. Where the first one does not begin above the first column, as in
    the middle of what it is for, all are for as many columns each, or nothing is known.
    """
    if not outer or set(inner) <= set(outer):
        return {}
    over = list(dict.fromkeys(outer[column] for column in sorted(outer)))
    starts = [max(cell.column, min(outer)) for cell in over]
    if starts[0] <= inner[0]:
        return {column: outer.get(column, over[bisect_right(starts, column) - 1]) for column in inner}
    size, rest = divmod(len(inner), len(over))
    each = [inner[at : at + size] for at in range(0, len(inner), size)] if size and not rest else []
    if not each or any(not part[0] <= start <= part[-1] for part, start in zip(each, starts, strict=True)):
        return {}
    return {column: cell for part, cell in zip(each, over, strict=True) for column in part}


def share_of(head: Header, left: Header, reader: Reader) -> Header:
    """The header "%" beside that of what it is a share of: "Votes | %"."""
    if not left.name or not (left.unit.name or "").startswith("count:"):
        return head
    noun = left.name if left.name[1:2].isupper() else left.name.lower()
    return replace(head, name=rules(reader.language.name).share.format(noun=noun), kind=Kind.SHARE)


LONGEST_PART = 20
"""Characters of a header that may name a part of a year that another header names: "Jan–Mar"."""


def with_years(place: Place, reader: Reader) -> Place:
    """A place whose headers for parts of a year have the year of another one: "Q1" below "2025"."""
    heads = (*place.columns, *place.rows, place.section)
    years = (head.period for head in heads if head.dated and head.period is not None)
    year = next((one for one in years if days.length_in_months(one) == days.MONTHS), None)
    if year is None or all(head.dated or not head.text for head in heads):
        return place
    columns, rows, section = (
        tuple(in_year(head, year, reader) for head in axis) for axis in (place.columns, place.rows, (place.section,))
    )
    return replace(place, columns=columns, rows=rows, section=section[0])


def in_year(head: Header, year: Period, reader: Reader) -> Header:
    """A header without a year of its own that names a part of a year, with that year; any other as it is."""
    if head.dated or not head.text or len(head.text) > LONGEST_PART:
        return head
    told = reader.read(f"{head.text} {year.start.year}")
    part = told.period
    inside = part is not None and told.dated and year.start <= part.start and part.end <= year.end
    return told if inside and told.is_time and part != year else head
