"""The index of near-duplicates: under which keys documents are found that may be copies.

Keys are as good as random, so that each new one lies on a page of its own of a large index, which would be read,
written to the log and to the file for it alone. They are gathered in small tables first and go on to the next larger
one many at a time, in order: with 23 million keys an insertion costs half of what it costs without (`bench/corpus.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefgen.corpus.store.engine import Engine, Values

COLUMNS = "band, document, total"
"""Key, number of a document that has it, how many keys the document has."""
SETTLED = "band_settled"
"""The table that all keys end in."""
LEVELS = (("band_new", 100_000), ("band_recent", 4_000_000))
"""The smaller tables, the first one first, and how many keys each takes before it is emptied into the next one. Beyond
the first number a table no longer fits into the pages in memory; the second makes a large index be written anew once
for some 100,000 documents. Others cost as much or more."""
TABLES = (*(table for table, _ in LEVELS), SETTLED)
"""All tables of keys; the view `band` is all of them."""


def put(engine: Engine, rows: Sequence[Values]) -> None:
    """Puts in keys of documents that have none yet, within a transaction of the caller; full tables are emptied."""
    if not rows:
        return
    once = "ON CONFLICT DO NOTHING"
    engine.many(f"INSERT INTO {TABLES[0]} ({COLUMNS}) VALUES (:band, :document, :total) {once}", rows)
    for (table, most), larger in zip(LEVELS, TABLES[1:], strict=True):
        (count,) = next(engine.rows(f"SELECT count(*) FROM {table}"))
        if count < most:
            return
        ordered = f"SELECT {COLUMNS} FROM {table} WHERE true ORDER BY band, document"
        engine.run(f"INSERT INTO {larger} ({COLUMNS}) {ordered} {once}")
        engine.run(f"DELETE FROM {table}")


def rows_of(bands: Sequence[bytes], number: int) -> list[dict[str, Any]]:
    """The rows of the keys of a document that has this number."""
    every = dict.fromkeys(bands)
    return [{"band": band, "document": number, "total": len(every)} for band in every]
