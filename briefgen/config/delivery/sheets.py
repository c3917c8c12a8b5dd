"""A CSV file of people, as spreadsheets save it → rows that know their line.

Its encoding is never guessed: another one than UTF-8 turns names into other names, and no check would see it.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.config.problems import Problem, suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("address", "name", "topics", "formats", "attach", "language")
"""The first one is needed."""
MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 200_000
LONGEST = 2_000
"""Characters of a cell."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = (",", ";", "\t")
_ENCODING = "In a spreadsheet: save as “CSV UTF-8”."


class Row(Struct, frozen=True):
    """A person's cells; those that are missing are empty."""

    line: int
    """Where it begins, from 1."""
    cells: tuple[str, ...]
    """In the order of `COLUMNS`, without blanks around them."""


def rows(data: bytes) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """The rows of a file, and what is wrong with it. Empty rows are none."""
    if len(data) > MAX_BYTES:
        return (), (Problem(0, f"the file is larger than {MAX_BYTES // 1024 // 1024} MB", "Make two lists of it."),)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return (), (Problem(line, f"the file is not {encoding.upper().removesuffix('-SIG')}", _ENCODING),)
    head, skipped = _without_separator(text)
    found: list[Row] = []
    wrong: list[Problem] = []
    reader = csv.reader(io.StringIO(head[0], newline=""), delimiter=head[1], strict=True)
    places: tuple[int | None, ...] | None = None
    begins = 1 + skipped
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1 + skipped
            if not any(cell.strip() for cell in cells):
                continue
            if places is None:
                places, wrong = _places(cells, line)
                if wrong:
                    return (), tuple(wrong)
                continue
            if len(found) == MAX_ROWS:
                wrong.append(Problem(line, f"the file has more than {MAX_ROWS} people", "Make two lists of it."))
                break
            wrong += _surplus(cells, len(places), line)
            found.append(
                Row(line, tuple("" if at is None or at >= len(cells) else cells[at].strip() for at in _at(places)))
            )
    except csv.Error as error:
        wrong.append(Problem(begins, f"not valid CSV: {error}", "Look for a quote that is not closed."))
    if places is None and not wrong:
        wrong.append(Problem(1, "the file is empty", f"Its first row names the columns: {', '.join(COLUMNS)}."))
    return tuple(found), tuple(wrong)


def _at(places: tuple[int | None, ...]) -> tuple[int | None, ...]:
    """For each of `COLUMNS`, which column of the file it is."""
    return tuple(places.index(number) if number in places else None for number in range(len(COLUMNS)))


def _without_separator(text: str) -> tuple[tuple[str, str], int]:
    """The text and what parts its cells, and how many lines went: Excel writes `sep=;` above the rows."""
    first, end, rest = text.partition("\n")
    said = first.strip().casefold()
    if said.startswith("sep=") and said[4:5] in {*_DELIMITERS}:
        return (rest, said[4]), 1
    if said == "sep=" and first.rstrip("\r").endswith("\t"):
        return (rest, "\t"), 1
    return (first + end + rest, max(_DELIMITERS, key=first.count)), 0


def _places(cells: list[str], line: int) -> tuple[tuple[int | None, ...], list[Problem]]:
    """Which of `COLUMNS` each column is."""
    names = [cell.strip().casefold() for cell in cells]
    wrong: list[Problem] = []
    for number, name in enumerate(names):
        if name and name not in COLUMNS:
            wrong.append(Problem(line, f'unknown column "{name[:40]}"', suggest(name, COLUMNS)))
        elif name and name in names[:number]:
            wrong.append(Problem(line, f'the column "{name}" stands twice', "Remove one of them."))
    if COLUMNS[0] not in names:
        hint = f"The first row names the columns: {', '.join(COLUMNS)}."
        wrong.append(Problem(line, f'there is no column "{COLUMNS[0]}"', hint))
    return tuple(COLUMNS.index(name) if name in COLUMNS else None for name in names), wrong


def _surplus(cells: list[str], columns: int, line: int) -> Iterator[Problem]:
    if any(cell.strip() for cell in cells[columns:]):
        yield Problem(line, "the row has more cells than columns", "A cell that holds the delimiter stands in quotes.")
    if any(len(cell) > LONGEST for cell in cells):
        yield Problem(line, f"a cell has more than {LONGEST} letters", "Look for a quote that is not closed.")
