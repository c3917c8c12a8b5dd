"""Tables of Markdown: where in the text their cells stand. A bar behind a backslash is part of a cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.model import Cell, Span, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BAR = re.compile(r"(?<!\\)\|")
EMPHASIS = re.compile(r"(?P<mark>\*\*\*|\*\*|__|[*_`])(?P<words>(?!\s)(?:(?!(?P=mark)).)+(?<!\s))(?P=mark)")
"""Marks around all the words of a cell; a single star behind a number is the mark of a footnote."""


class Row(Struct, frozen=True):
    """A row of a table."""

    span: Span
    """Its words, without the bars at its edges."""
    table: int
    """The number of its table in the document."""
    place: int
    """Its number in the table."""
    is_header: bool
    """Whether it stands above the rule."""


def tables(text: str, rows: Sequence[Row]) -> tuple[Table, ...]:
    """The tables that the rows of a document make, in order."""
    found: dict[int, list[Cell]] = {}
    for row in rows:
        found.setdefault(row.table, []).extend(cells(text, row))
    return tuple(Table(tuple(found[number])) for number in sorted(found))


def cells(text: str, row: Row) -> Iterator[Cell]:
    """The cells of a row; those without words have an empty span."""
    edges = [match.start() for match in BAR.finditer(text, row.span.start, row.span.end)]
    starts = [row.span.start, *(edge + 1 for edge in edges)]
    for column, (start, end) in enumerate(zip(starts, [*edges, row.span.end], strict=True)):
        yield Cell(words_in(text, start, end), row.place, column, is_header=row.is_header)


def words_in(text: str, start: int, end: int) -> Span:
    """The words between two bars, without blanks and without the marks around all of them."""
    whole = text[start:end]
    words = whole.strip()
    if not words:
        return Span(start, start)
    begin = start + whole.index(words)
    marked = EMPHASIS.fullmatch(words)
    return (
        Span(begin + marked.start("words"), begin + marked.end("words")) if marked else Span(begin, begin + len(words))
    )
