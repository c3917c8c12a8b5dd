"""How `briefgen figures` and `briefgen documents` look to a person, on a terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from briefgen.cli import columns, wording
from briefgen.cli.columns import Cells, Column
from briefgen.cli.gather import Found
from briefgen.cli.text import counted, one_line
from briefgen.model import Document, Figure, How

NARROW = 72
"""Terminals with fewer columns get two lines for each row instead of a table."""
INDENT = "  "
"""Before everything that stands under a document."""
PUBLISHER_FROM = 8
"""Cells that a publisher needs to be recognised."""
SENTENCE_FROM = 40
"""Cells that the sentence behind a figure needs to be worth showing."""

FIGURES = (
    Column("figure", fair=22, most=28, rank=0),
    Column("kind", fair=9, rank=5, extra=True),
    Column("status", fair=10, rank=3),
    Column("period", fair=14, rank=2),
    Column("measure", fair=24, most=60, rank=1),
    Column("said by", fair=14, most=40, rank=4),
)
"""Of the table of figures, in its order."""
DOCUMENTS = (
    Column("name", fair=22, most=32, rank=0),
    Column("published", fair=15, rank=1),
    Column("publisher", fair=16, most=44, rank=3),
    Column("language", fair=8, rank=4, extra=True),
    Column("headline", fair=20, most=100, rank=2),
    Column("id", fair=12, rank=5, extra=True),
)
"""Of the table of documents, in its order."""
MARKED = ("published", "publisher")
"""Columns that are marked where their value was inferred. A language nearly always is."""
INFERRED = "(?)"
"""The mark."""
SHORT_ID = 12
"""Hexadecimal digits that tell documents apart on a terminal; everywhere else the id is whole."""


def figure_cells(figure: Figure) -> Cells:
    """What a row says of a figure."""
    return {
        "figure": wording.number(figure),
        "kind": figure.kind.value,
        "status": figure.status.value,
        "period": wording.when(figure),
        "measure": wording.measured(figure),
        "said by": one_line(figure.attribution or ""),
    }


def document_cells(document: Document) -> Cells:
    """What a row says of a document."""
    return {
        "name": one_line(document.name),
        "published": _appeared(document),
        "publisher": wording.publisher(document),
        "language": document.language or "",
        "headline": wording.headline(document),
        "id": document.id,
    }


def _appeared(document: Document) -> str:
    known = wording.published(document)
    return wording.day(known) if known else "undated"


def figures_piped(found: Sequence[Found]) -> Iterator[str]:
    """Every figure on a line of its own that begins with its document."""
    rows = [
        {"document": one_line(one.document.name)} | dict(figure_cells(figure))
        for one in found
        for figure in one.figures
    ]
    return columns.plain(("document", *(column.name for column in FIGURES)), rows)


def documents_piped(documents: Sequence[Document]) -> Iterator[str]:
    """Every document on a line of its own, with a date that sorts."""
    rows = [{**document_cells(document), "published": str(wording.published(document) or "")} for document in documents]
    return columns.plain([column.name for column in DOCUMENTS], rows)


def figures_shown(found: Sequence[Found], width: int) -> Iterator[Text]:
    """The figures by document, for a terminal of this width."""
    every = [figure for one in found for figure in one.figures]
    yield Text(f"{counted(len(every), 'figure')} in {counted(len(found), 'document')}")
    cells = [figure_cells(figure) for figure in every]
    given = columns.widths(FIGURES, cells, width - len(INDENT)) if width >= NARROW else {}
    room = width - len(INDENT) - sum(given.values()) - len(columns.GAP) * len(given)
    rest = room if given and room >= SENTENCE_FROM else 0
    if given and every:
        names = columns.line({name: name for name in given}, given)
        yield Text(f"{INDENT}{names}{columns.GAP + 'sentence' if rest else ''}", style="dim")
    for one in found:
        yield Text()
        yield _heading(one.document, width)
        if not one.figures:
            yield Text(f"{INDENT}no figures", style="dim")
        for figure in one.figures:
            yield from _table_row(figure, given, rest) if given else _folded(figure, width)


def _heading(document: Document, width: int) -> Text:
    """Name, publisher and date of a document on one line; the publisher is cut first."""
    date = f" · {_appeared(document)}"
    name = columns.cut(one_line(document.name), max(width - len(date), 0))
    room = width - columns.wide(name) - len(date)
    publisher = wording.publisher(document)
    about = columns.cut(f" · {publisher}", room) if publisher and room >= PUBLISHER_FROM else ""
    return Text.assemble((name, "bold"), (about + date, "dim"))


def _table_row(figure: Figure, given: dict[str, int], rest: int) -> Iterator[Text]:
    """A figure on one line; where there is room, with its sentence around it."""
    row = columns.line(figure_cells(figure), given)
    if rest:
        place, start = figure.passage, figure.passage.span.start
        sentence = columns.around(place.quote, figure.span.start - start, figure.span.end - start, rest)
        row = f"{columns.pad(row, sum(given.values()) + len(columns.GAP) * (len(given) - 1))}{columns.GAP}{sentence}"
    yield Text(INDENT + row)


def _folded(figure: Figure, width: int) -> Iterator[Text]:
    """A figure on two lines: the number with status and period, then what is measured and who said it."""
    cells = figure_cells(figure)
    yield Text(columns.cut(_joined(INDENT, cells["figure"], cells["status"], cells["period"]), width))
    second = _joined(INDENT * 2, cells["measure"], cells["said by"])
    if second.strip():
        yield Text(columns.cut(second, width), style="dim")


def _joined(indent: str, *parts: str) -> str:
    return indent + " · ".join(filter(None, parts))


def documents_shown(documents: Sequence[Document], width: int) -> Iterator[Text]:
    """The documents, for a terminal of this width."""
    yield Text(counted(len(documents), "document"))
    rows = [{**_marked(document, document_cells(document)), "id": document.id[:SHORT_ID]} for document in documents]
    if width < NARROW:
        for document, row in zip(documents, rows, strict=True):
            yield _heading(document, width)
            if row["headline"]:
                yield Text(columns.cut(INDENT + row["headline"], width), style="dim")
        return
    given = columns.widths(DOCUMENTS, rows, width)
    yield Text(columns.line({name: name for name in given}, given), style="dim")
    for row in rows:
        yield Text(columns.line(row, given))
    if any(row[name].endswith(INFERRED) for row in rows for name in given if name in MARKED):
        yield Text(f"{INFERRED} is concluded: the document does not state it", style="dim")


def _marked(document: Document, cells: Cells) -> dict[str, str]:
    """The cells with a mark at what was inferred; of a digest they show what it digests, which is declared."""
    inferred = [name for name in MARKED if document.how(name) is How.INFERRED and not document.digest_of]
    return {name: f"{cell} {INFERRED}" if name in inferred and cell else cell for name, cell in cells.items()}
