"""Tables of articles: CSV, TSV, JSON lines and JSON lists, each row or object a document named "file.csv#12".

The number is the one that a spreadsheet or an editor shows: rows are counted with the header, lines and objects from 1.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from textwrap import shorten
from typing import Any

from msgspec import Struct

from briefgen import remarks
from briefgen.corpus import exported, items
from briefgen.corpus.decode import decode
from briefgen.corpus.items import Days, Item
from briefgen.corpus.words import words
from briefgen.errors import CorpusError
from briefgen.model import Document, Omission

FIELDS = ("text", "headline", "published", "publisher", "byline", "url", "language")
"""Fields of a document that a column can hold; `words.toml` has what such columns are called."""

DELIMITERS = ",;\t|"
MOST = 200_000_000
"""Bytes of a table (`opening.LARGER`)."""

FIELD = 10_000_000
"""Characters of one cell: as many as a whole file of text may have (`csv` has 131,072)."""


class Row(Struct, frozen=True):
    """One record, before it is a document."""

    number: int
    """How it is counted."""
    line: int
    """The line of the file that it begins in."""
    values: Mapping[str, Any]
    """By name of column."""


def read_csv(data: bytes, name: str) -> Sequence[Document | Omission]:
    """The articles in a file of comma-separated values; semicolons, tabs and strokes are recognised.

    Raises:
        CorpusError: It is no table, or no column holds texts.
    """
    text, encoding = decode(data, name, MOST)
    return _documents(_records(text.lstrip("\ufeff"), name), name, encoding, "text/csv")


def read_tsv(data: bytes, name: str) -> Sequence[Document | Omission]:
    """The articles in a file of tab-separated values.

    Raises:
        CorpusError: It is no table, or no column holds texts.
    """
    text, encoding = decode(data, name, MOST)
    return _documents(_records(text.lstrip("\ufeff"), name, "\t"), name, encoding, "text/tab-separated-values")


def read_lines(data: bytes, name: str) -> Sequence[Document | Omission]:
    """The articles in a file of JSON lines. A line that is no JSON is left out and named.

    Raises:
        CorpusError: No line is an object with a text.
    """
    text, encoding = decode(data, name, MOST)
    return _documents(_objects(text.lstrip("\ufeff"), name), name, encoding, "application/jsonl")


def read_json(data: bytes, name: str) -> Sequence[Document | Omission]:
    """The articles in a list of JSON objects, or in the one list that an object holds; or those of a JSON feed.

    Raises:
        CorpusError: It is no JSON, or holds no list of articles.
    """
    text, encoding = decode(data, name, MOST)
    try:
        found = _parsed(text.lstrip("\ufeff"))
    except ValueError as error:
        raise CorpusError(
            f"is no JSON: {_problem(error)}", _where(name, error), "Check it with a JSON editor."
        ) from error
    if isinstance(found, dict) and "jsonfeed.org" in str(found.get("version")):
        from briefgen.corpus.feeds import from_json

        return from_json(found, name, encoding)
    rows = [Row(number, 0, one) for number, one in enumerate(_listed(found, name), 1) if isinstance(one, dict)]
    return _documents(iter(rows), name, encoding, "application/json")


def _documents(rows: Iterator[Row | Omission], name: str, encoding: str, media: str) -> Sequence[Document | Omission]:
    """The rows as documents; those without a text, and damaged ones, as omissions."""
    every = list(rows)
    whole = [row for row in every if isinstance(row, Row)]
    columns = _columns(dict.fromkeys(column for row in whole for column in row.values))
    if "text" not in columns:
        names = [column for row in whole[:1] for column in row.values]
        raise _no_articles(names, whole[:MOST_SEEN], name)
    days = Days(_written(row.values.get(columns["published"])) for row in whole) if "published" in columns else Days(())
    found = (
        one
        for row in every
        for one in ([row] if isinstance(row, Omission) else _documents_of(row, _Table(name, encoding, media, days)))
    )
    return tuple(items.named_once(found))


class _Table(Struct, frozen=True):
    """What all rows of a table share."""

    name: str
    encoding: str
    media: str
    days: Days


def _documents_of(row: Row, table: _Table) -> Iterator[Document | Omission]:
    """One row as a document, and what of it could not be read."""
    own = f"{table.name}#{row.number}"
    if exported.is_exported(row.values):
        yield _exported(row.values, own)
        return
    columns = _columns(row.values)
    values = {field: _written(row.values[column]) for field, column in columns.items()}
    text = _written(row.values[columns["text"]], "\n\n") if "text" in columns else ""
    day = values.get("published", "").strip()
    if not text.strip():
        yield Omission(own, remarks.at_line(remarks.NO_TEXT, row.line))
        return
    published = table.days.read(day)
    item = Item(
        text,
        is_html=items.is_html(text),
        headline=values.get("headline", ""),
        byline=values.get("byline", ""),
        publisher=values.get("publisher", ""),
        published=published,
        language=items.language(values.get("language", "")),
        url=values.get("url", ""),
        encoding=table.encoding,
    )
    try:
        yield items.built(item, own, table.media)
    except CorpusError as error:
        yield Omission(own, remarks.at_line(error.message, row.line))
        return
    if day and published is None:
        unclear = remarks.said(remarks.UNCLEAR_DAY, words=day[:LONGEST_DAY])
        yield Omission(own, remarks.at_line(unclear, row.line))


def _exported(values: Mapping[str, Any], name: str) -> Document | Omission:
    """The document in a row that we wrote ourselves."""
    try:
        return exported.document(values, name)
    except CorpusError as error:
        return Omission(name, error.message)


LONGEST_DAY = 40
"""Characters of a day that are quoted."""


def _columns(names: Iterable[str]) -> dict[str, str]:
    """Field → the column that holds it."""
    bare: dict[str, str] = {}
    for one in names:
        bare.setdefault(re.sub(r"[\W_]+", "", one).casefold(), one)
    found: dict[str, str] = {}
    for field in FIELDS:
        column = next((bare[one] for one in words(f"column_{field}") if one in bare), None)
        if column is not None:
            found[field] = column
    return found


def _written(value: Any, between: str = ", ") -> str:  # noqa: ANN401 - whatever JSON holds
    """A value as text; lists and named things ("author": [{"name": "Ann Lee"}]) by their names."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("title") or value.get("value") or ""
    if isinstance(value, list):
        return between.join(filter(None, map(_written, value)))
    return "" if value is None or isinstance(value, bool) else str(value)


def _no_articles(names: Sequence[str], rows: Sequence[Row], name: str) -> CorpusError:
    """What to tell of a table without a column of texts.

    One of data is no document: nothing in it says what its numbers are of, and who says so.
    """
    if _has_figures(rows):
        hint = "Put it as a table into a Markdown or Word file that says what it counts, who published it, and when."
        said = f"is a table of figures, not of articles; put it into a document, as a table of it ({_shown(names)})"
        return CorpusError(said, f"{name}:1", hint)
    hint = f"Name the column of the texts “text”; known are also {', '.join(words('column_text')[1:5])}."
    return CorpusError(f"no column holds the texts; its columns are: {_shown(names)}", f"{name}:1", hint)


def _has_figures(rows: Sequence[Row]) -> bool:
    """Whether a column has numbers alone, and no cell is long enough to be a text."""
    cells: dict[str, list[str]] = {}
    for row in rows:
        for column, value in row.values.items():
            if isinstance(value, str | int | float) and str(value).strip():
                cells.setdefault(column, []).append(str(value).strip())
    if any(len(one.split()) > WORDS for column in cells.values() for one in column):
        return False
    return any(all(_NUMBER.fullmatch(one) for one in column) for column in cells.values())


def _shown(names: Iterable[str]) -> str:
    return shorten(", ".join(list(names)[:MOST_SHOWN]), LONGEST_SHOWN, placeholder="…") or "none"


MOST_SEEN = 200
"""Rows that are looked at to tell figures from articles."""
WORDS = 12
"""Words of a cell that is longer than any name."""
_NUMBER = re.compile(r"[-+−–]?[$€£¥]?\d[\d.,'\s]*%?")
MOST_SHOWN = 20
LONGEST_SHOWN = 200
"""Characters of the names of columns: what is no table may have a single one, as long as the file."""


def _records(text: str, name: str, delimiter: str | None = None) -> Iterator[Row | Omission]:
    """The rows of a table with a header.

    Raises:
        CorpusError: There is no header, or what follows it is no table.
    """
    csv.field_size_limit(FIELD)
    named = NAMED.match(text)
    mark = delimiter or (named[1] if named else _delimiter(text))
    reader = csv.reader(_lines(text, named.end() if named else 0), delimiter=mark)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if not _columns(header).get("text"):
            first = [Row(0, 0, dict(zip(header, cells, strict=False))) for cells in islice(reader, MOST_SEEN)]
            raise _no_articles(header, first, name)
        begins = reader.line_num + 1
        for number, cells in enumerate(reader, 2):
            if len(cells) > len(header):
                yield Omission(
                    f"{name}#{number}",
                    remarks.at_line(remarks.said(remarks.CELLS, cells=len(cells), header=len(header)), begins),
                )
            elif any(cell.strip() for cell in cells):
                yield Row(number, begins, dict(zip(header, cells, strict=False)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise CorpusError(f"is no table: {error}", f"{name}:{reader.line_num}", "Export it as CSV in UTF-8.") from error


def _lines(text: str, start: int) -> Iterator[str]:
    """The lines of a text with their ends, one at a time: a copy of a large table would take four times its room."""
    for match in LINE.finditer(text, start):
        if match[0]:
            yield match[0]


LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def _delimiter(text: str) -> str:
    """What stands between the cells: what gives the header most known columns, then most cells."""

    def fit(mark: str) -> tuple[int, int]:
        header = next(csv.reader(_lines(text[:FIRST], 0), delimiter=mark), [])
        return len(_columns(header)), len(header)

    return max(DELIMITERS, key=fit)


NAMED = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
"""The line above the header by which Excel names the delimiter."""

FIRST = 65_536
"""Characters in which the header ends."""


def _objects(text: str, name: str) -> Iterator[Row | Omission]:
    """The objects of JSON lines."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = _parsed(line)
        except ValueError as error:
            yield Omission(f"{name}#{number}", remarks.at_line(f"is no JSON: {_problem(error)}", number))
            continue
        if isinstance(found, dict):
            yield Row(number, number, found)
        else:
            yield Omission(f"{name}#{number}", remarks.at_line(remarks.NO_OBJECT, number))


def _parsed(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """A value of JSON; what is nested too deep for Python is an error like any other.

    Raises:
        ValueError: It is none.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def _problem(error: ValueError) -> str:
    """What is wrong with JSON, in a few words."""
    return f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)


def _where(name: str, error: ValueError) -> str:
    """The file and line of an error."""
    return f"{name}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else name


def _listed(found: Any, name: str) -> list[Any]:  # noqa: ANN401 - whatever JSON holds
    """The list of articles in a JSON value: itself, an object alone, or the only one inside it.

    Raises:
        CorpusError: There is none.
    """
    if isinstance(found, dict):
        if "text" in _columns(found):
            return [found]
        lists = list(_lists(found, DEEPEST))
        found = lists[0] if len(lists) == 1 else None
    if not isinstance(found, list) or not any(isinstance(one, dict) for one in found):
        raise CorpusError("holds no list of articles", name, "Write a list of objects: [{“headline”: …, “text”: …}].")
    return found


DEEPEST = 4
"""Objects inside each other in which a list is looked for: {"response": {"data": {"articles": […]}}}."""


def _lists(found: Mapping[str, Any], deep: int) -> Iterator[list[Any]]:
    """The lists of articles inside an object."""
    for value in found.values():
        if isinstance(value, list) and any("text" in _columns(one) for one in value if isinstance(one, dict)):
            yield value
        elif isinstance(value, dict) and deep:
            yield from _lists(value, deep - 1)
