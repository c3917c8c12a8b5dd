"""Which table a row out of a damaged store is of, and whether it can be trusted.

Snapshots and documents prove themselves by their hashes. Of the others the shape is looked at; what they refer to is
looked at by whoever puts them into a store again.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from briefgen import squeezed
from briefgen.corpus.store import bands, packing
from briefgen.corpus.store.pages import Value, Values

HASH = re.compile(r"[0-9a-f]{64}")
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DAY = re.compile(r"(?:\d{4}-\d\d-\d\d)?")
COLUMNS = {
    "snapshot": "hash media size packed stored",
    "document": (
        "id hash snapshot place name media headline publisher published day language url reader stored"
        " replaced length record text"
    ),
    "sighting": "place name snapshot document seen",
    "source": "origin stamp reader checked reason",
    "refusal": "origin what reason seen",
    "queue": "url feed record tries stored",
    "label": "label day document",
    bands.SETTLED: "band document total",
    "near": "document other share",
    "edition": "name topic as_of since corpus config version made brief",
    "edition_document": "name topic hash",
    "fact": "name topic id measure subject value upper unit status period_start period_end",
    "edition_act": "name number state at person record",
    "piece": "hash packed",
    "edition_piece": "name part path hash",
    "meta": "key value",
}
"""Table → its columns, as their values stand in a row. What readings found is left out: it is found again."""

Row = tuple[str, dict[str, Any]]
"""Name of a table, values by column."""


def salvaged(rows: Iterable[Values]) -> Iterator[Row]:
    """The rows that are of a table and can be trusted."""
    for values in rows:
        for table, fits in _SHAPES.get(len(values), ()):
            if fits(values):
                yield table, dict(zip(COLUMNS[table].split(), values, strict=True))
                break


def _is(pattern: re.Pattern[str], value: Value) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _texts(*values: Value) -> bool:
    return all(isinstance(value, str) for value in values)


def _snapshot(row: Values) -> bool:
    packed = row[3]
    if not (_is(HASH, row[0]) and _texts(row[1]) and isinstance(packed, bytes) and _is(STAMP, row[4])):
        return False
    try:
        data = squeezed.unpacked(packed)
    except zlib.error:
        return False
    return squeezed.digest(data) == row[0] and len(data) == row[2]


def _document(row: Values) -> bool:
    length, kept, text = row[15:]
    if not (_is(HASH, row[1]) and _is(HASH, row[2]) and _texts(*row[3:6], row[9], row[12]) and _is(STAMP, row[13])):
        return False
    if not (isinstance(kept, bytes) and isinstance(text, str) and isinstance(row[0], int)):
        return False
    try:
        document = packing.document(kept, text)
    except msgspec.MsgspecError:
        return False
    return length == len(text) and document.id == row[1] == squeezed.digest(text.encode("utf-8", "surrogatepass"))


def _edition(row: Values) -> bool:
    return _texts(row[0], row[1], *row[4:7]) and _is(STAMP, row[7]) and _unpacks(row[8])


def _act(row: Values) -> bool:
    return _texts(row[0], row[2], row[4]) and isinstance(row[1], int) and _is(STAMP, row[3]) and _unpacks(row[5])


def _piece(row: Values) -> bool:
    packed = row[1]
    if not (_is(HASH, row[0]) and isinstance(packed, bytes) and _unpacks(packed)):
        return False
    return squeezed.digest(squeezed.unpacked(packed)) == row[0]


def _unpacks(packed: Value) -> bool:
    if not isinstance(packed, bytes):
        return False
    try:
        squeezed.unpacked(packed)
    except zlib.error:
        return False
    return True


_SHAPES: dict[int, tuple[tuple[str, Callable[[Values], bool]], ...]] = {
    2: (("piece", _piece), ("meta", lambda row: _texts(*row))),
    3: (
        (bands.SETTLED, lambda row: isinstance(row[0], bytes) and isinstance(row[1], int) and isinstance(row[2], int)),
        ("near", lambda row: isinstance(row[0], int) and isinstance(row[1], int) and isinstance(row[2], int | float)),
        ("label", lambda row: _texts(row[0]) and _is(DAY, row[1]) and isinstance(row[2], int)),
        ("edition_document", lambda row: _texts(row[0], row[1]) and not _is(HASH, row[0]) and _is(HASH, row[2])),
    ),
    4: (
        ("refusal", lambda row: _texts(*row) and _is(STAMP, row[3])),
        ("edition_piece", lambda row: _texts(*row[:3]) and _is(HASH, row[3])),
    ),
    5: (
        ("snapshot", _snapshot),
        ("sighting", lambda row: _texts(row[0], row[1]) and _is(HASH, row[2]) and _is(STAMP, row[4])),
        ("queue", lambda row: _texts(*row[:3]) and isinstance(row[3], int) and _is(STAMP, row[4])),
        ("source", lambda row: _texts(*row[:3]) and _is(STAMP, row[3])),
    ),
    6: (("edition_act", _act),),
    9: (("edition", _edition),),
    11: (("fact", lambda row: _texts(*row[:3], row[8])),),
    18: (("document", _document),),
}
"""Number of values → tables that have as many, with what tells that a row is one of theirs."""
