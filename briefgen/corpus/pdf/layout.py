"""Pages of lines → the canonical text of a document, with its stretches, tables, and what stands on each page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corpus.describe import Stretch
from briefgen.corpus.html.tables import Grid, GridCell
from briefgen.corpus.pdf.lines import LISTED, Line
from briefgen.corpus.pdf.paragraphs import LARGER, NOTE, Look, Paragraph, look, paragraphs, without_notes
from briefgen.corpus.pdf.running import without_running
from briefgen.corpus.pdf.tables import parted
from briefgen.corpus.pdf.words import Vocabulary
from briefgen.model import BlockKind, Cell, Span, Table

BULLET = "•◦▪‣●■○□➢➤✓►\uf0b7\uf0a7·"
"""Marks of list items that say nothing; numbers and letters stay."""
BAR = " | "
"""Between the cells of a row, as in web pages."""
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NUMBERED = re.compile(f"[{RAISED}]{{1,3}}")
LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Placed(Struct, frozen=True):
    """A table and the number of its page."""

    grid: Grid
    page: int


class Layout(Struct, frozen=True):
    """A canonical text and what stands in it."""

    text: str
    stretches: tuple[Stretch, ...]
    tables: tuple[Table, ...]
    pages: tuple[Span, ...]


def laid_out(pages: Sequence[Sequence[Line]]) -> Layout:
    """The text of a document.

    Args:
        pages: The lines of each page, in the order in which they are read.
    """
    kept, running = without_running(pages)
    usual = look([line for page in kept for line in page])
    bodies, notes = [], []
    for page in kept:
        body, foot = without_notes(page, usual)
        bodies.append(body)
        notes.append(foot)
    numbers = {match["number"].translate(LOWERED) for foot in notes for line in foot if (match := _note(line))}
    bodies = [[_unnumbered(line, numbers) for line in body] for body in bodies]
    vocabulary = Vocabulary(line.text for body in bodies for line in body)
    parts = _headed(list(_with_notes(_parts(bodies, usual), notes)), usual)
    text = _Text(vocabulary, len(pages))
    for line in [line for line in running if line.page == 0][:1]:
        text.paragraph(Paragraph((line,), BlockKind.FURNITURE))
    for part in parts:
        if isinstance(part, Paragraph):
            text.paragraph(part)
        else:
            text.table(part)
    return text.layout()


def _note(line: Line) -> re.Match[str] | None:
    """The number of the note that a line begins."""
    match = NOTE.match(line.text)
    return match if match and match["number"] else None


def _unnumbered(line: Line, numbers: set[str]) -> Line:
    """A line without the raised numbers of notes that stand at the foot of a page; powers stay."""
    text = line.text
    if not any(sign in text for sign in RAISED):
        return line
    return replace(
        line, text=NUMBERED.sub(lambda match: "" if match[0].translate(LOWERED) in numbers else match[0], text)
    )


def _parts(bodies: Sequence[Sequence[Line]], usual: Look) -> Iterator[Paragraph | Placed]:
    """Paragraphs and tables in reading order; paragraphs go on over pages, but not over tables."""
    held: list[Line] = []
    for number, body in enumerate(bodies):
        for part in parted(body):
            if isinstance(part, Grid):
                yield from paragraphs(held, usual)
                held = []
                yield Placed(part, number)
            else:
                held += part
    yield from paragraphs(held, usual)


def _last_page(part: Paragraph | Placed) -> int:
    return part.lines[-1].page if isinstance(part, Paragraph) else part.page


def _with_notes(parts: Iterable[Paragraph | Placed], notes: Sequence[Sequence[Line]]) -> Iterator[Paragraph | Placed]:
    """The parts with the notes of each page behind what ends on it, so that no paragraph is parted by a note."""
    page = 0
    for part in parts:
        while page < _last_page(part):
            yield from _of_page(notes[page])
            page += 1
        yield part
    for rest in notes[page:]:
        yield from _of_page(rest)


def _of_page(notes: Sequence[Line]) -> list[Paragraph]:
    """The notes of a page: each begins with its number."""
    groups: list[list[Line]] = []
    for line in notes:
        if not groups or NOTE.match(line.text):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [Paragraph(tuple(group)) for group in groups]


def _headed(parts: list[Paragraph | Placed], usual: Look) -> list[Paragraph | Placed]:
    """The parts with the headline: the largest heading on the first page that has text."""
    first = min((_last_page(part) for part in parts), default=0)
    heads = [
        (part.lines[0].size, -index)
        for index, part in enumerate(parts)
        if isinstance(part, Paragraph)
        and part.kind is BlockKind.HEADING
        and part.lines[0].page == first
        and part.lines[0].size >= LARGER * usual.size
    ]
    if heads:
        index = -max(heads)[1]
        part = parts[index]
        if isinstance(part, Paragraph):
            parts[index] = replace(part, kind=BlockKind.HEADLINE)
    return parts


class _Text:
    """The text so far."""

    def __init__(self, vocabulary: Vocabulary, pages: int) -> None:
        self.vocabulary = vocabulary
        self.pieces: list[str] = []
        self.length = 0
        self.stretches: list[Stretch] = []
        self.tables: list[Table] = []
        self.begins: list[int | None] = [None] * pages

    def put(self, text: str, page: int) -> Span:
        """Writes a text of a page and says where it stands."""
        if self.begins[page] is None:
            self.begins[page] = self.length
        self.pieces.append(text)
        self.length += len(text)
        return Span(self.length - len(text), self.length)

    def gap(self, text: str) -> None:
        """Writes what stands between two parts."""
        if self.length:
            self.pieces.append(text)
            self.length += len(text)

    def paragraph(self, paragraph: Paragraph) -> None:
        """Writes a paragraph, its broken words made whole."""
        texts = [line.text.strip() for line in paragraph.lines]
        if texts[0][:1] in BULLET and LISTED.match(texts[0]):
            texts[0] = texts[0][1:].lstrip(" \t\xa0")
        if not any(texts):
            return
        self.gap("\n\n")
        start = self.length
        for index, line in enumerate(paragraph.lines):
            text, between = texts[index], ""
            if index + 1 < len(texts):
                text, between = self.vocabulary.joint(text, texts[index + 1])
            self.put(text, line.page)
            self.gap(between)
        self.stretches.append(Stretch(Span(start, self.length), paragraph.kind))

    def table(self, placed: Placed) -> None:
        """Writes a table row by row."""
        cells: list[Cell] = []
        for number, group in groupby(placed.grid.cells, key=lambda cell: cell.row):
            self.gap("\n" if number else "\n\n")
            start = self.length
            for cell in group:
                if self.length > start:
                    self.gap(BAR)
                cells.append(_cell(cell, self.put(self._whole(cell.text), placed.page)))
            self.stretches.append(Stretch(Span(start, self.length), BlockKind.ROW))
        if any(cell.column for cell in cells):
            self.tables.append(Table(tuple(cells)))

    def _whole(self, text: str) -> str:
        """The lines of a cell as one."""
        first, *others = text.split("\n")
        for line in others:
            before, between = self.vocabulary.joint(first, line)
            first = before + between + line
        return first

    def layout(self) -> Layout:
        """All of it. A page ends where the next one begins."""
        begins = [*self.begins, self.length]
        for index in range(len(begins) - 2, -1, -1):
            if begins[index] is None:
                begins[index] = begins[index + 1]
        starts = [begin or 0 for begin in begins]
        pages = tuple(Span(start, end) for start, end in pairwise(starts))
        return Layout("".join(self.pieces), tuple(self.stretches), tuple(self.tables), pages)


def _cell(cell: GridCell, span: Span) -> Cell:
    """A cell at its place in the text."""
    return Cell(span, cell.row, cell.column, cell.rows, cell.columns, cell.is_header)
