"""How documents of the store look to a person, in a list and where something is searched for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from briefgen.cli import columns, wording
from briefgen.cli.columns import Cells, Column
from briefgen.cli.listing import INDENT, NARROW, SHORT_ID
from briefgen.cli.text import counted, one_line
from briefgen.corpus.store.values import Row
from briefgen.hits import Hit
from briefgen.model import Document

COLUMNS = (
    Column("name", fair=22, most=32, rank=0),
    Column("published", fair=11, rank=1),
    Column("publisher", fair=16, most=44, rank=3),
    Column("language", fair=8, rank=5, extra=True),
    Column("headline", fair=20, most=100, rank=2),
    Column("stored", fair=11, rank=6, extra=True),
    Column("id", fair=12, rank=4, extra=True),
)
"""Of the table, in its order."""
MARK = "bold yellow"
"""How the words that somebody searches for look; in a pipe they stand as they are."""


def cells(row: Row, *, sortable: bool = False) -> Cells:
    """What a row says of a document; with days that sort, for a pipe."""
    published = str(row.published or "") if sortable else wording.day(row.published) if row.published else "undated"
    return {
        "name": one_line(row.name) + (" (earlier)" if row.replaced else ""),
        "published": published,
        "publisher": one_line(row.publisher or ""),
        "language": row.language or "",
        "headline": one_line(row.headline or ""),
        "stored": str(row.stored.date()) if sortable else wording.day(row.stored.date()),
        "id": row.id if sortable else row.id[:SHORT_ID],
    }


def piped(rows: Sequence[Row]) -> Iterator[str]:
    """Every document on a line of its own, with days that sort."""
    return columns.plain([column.name for column in COLUMNS], [cells(row, sortable=True) for row in rows])


def shown(rows: Sequence[Row], total: int, width: int) -> Iterator[Text]:
    """The documents, for a terminal of this width; how many there are."""
    yield Text(counted(total, "document"))
    made = [cells(row) for row in rows]
    given = columns.widths(COLUMNS, made, width) if width >= NARROW and made else {}
    if given:
        yield Text(columns.line({name: name for name in given}, given), style="dim")
    for row, cell in zip(rows, made, strict=True):
        if given:
            yield Text(columns.line(cell, given), style="dim" if row.replaced else "")
        else:
            yield _heading(row, width)
    yield from _more(len(rows), total)


def _more(number: int, total: int) -> Iterator[Text]:
    if total > number:
        yield Text(f"and {total - number:,} more; --limit {total} shows all", style="dim")


def _heading(row: Row, width: int) -> Text:
    """Name, publisher and day on one line."""
    cell = cells(row)
    about = "".join(f" · {cell[name]}" for name in ("publisher", "published") if cell[name])
    room = max(width - columns.wide(about), 12)
    return Text.assemble(
        (columns.cut(cell["name"], room), "bold"), (columns.cut(about, max(width - len(cell["name"]), 0)), "dim")
    )


def hits(found: Iterable[tuple[Row, Document, Hit | None]], total: int, width: int) -> Iterator[Text]:
    """Each document with the sentence that has the words, which are marked."""
    yield Text(counted(total, "document"))
    number = 0
    for row, document, hit in found:
        number += 1
        yield Text()
        yield _heading(row, width)
        if row.headline:
            yield Text(columns.cut(INDENT + one_line(row.headline), width))
        if hit:
            yield _marked(document, hit, width)
    yield from _more(number, total)


def _marked(document: Document, hit: Hit, width: int) -> Text:
    """As much of the sentence as a line holds, its first mark in sight."""
    whole, start = document.text[hit.span.start : hit.span.end], hit.span.start
    first = hit.marks[0]
    line = Text(
        INDENT + columns.around(whole, first.start - start, first.end - start, width - len(INDENT)), style="dim"
    )
    words = dict.fromkeys(one_line(document.text[mark.start : mark.end]) for mark in hit.marks)
    line.highlight_words(list(words), style=f"not dim {MARK}", case_sensitive=True)
    return line


def hits_piped(found: Iterable[tuple[Row, Document, Hit | None]]) -> Iterator[str]:
    """Every document on a line of its own, with the whole sentence."""
    for row, document, hit in found:
        sentence = one_line(document.text[hit.span.start : hit.span.end]) if hit else ""
        yield columns.GAP.join((str(row.published or "-"), one_line(row.name), sentence)).rstrip()
