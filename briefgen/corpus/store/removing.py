"""What takes documents out of the store again, and all that hangs on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefgen.corpus.store import bands, writing
from briefgen.corpus.store.engine import Engine

HANGING = ("label", *bands.TABLES, "reading", "sighting")
"""Tables of which rows belong to one document, in a column of that name."""


def cited(engine: Engine, ids: Sequence[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Which editions rest on documents: name and topic of each, by ids; what no edition rests on is left out."""
    condition, values = engine.among("hash", ids)
    sql = f"SELECT hash, name, topic FROM edition_document WHERE {condition} ORDER BY hash, name, topic"
    found: dict[str, list[tuple[str, str]]] = {}
    for one, name, topic in engine.rows(sql, values):
        found.setdefault(one, []).append((name, topic))
    return {one: tuple(editions) for one, editions in found.items()}


def remove(engine: Engine, ids: Sequence[str]) -> int:
    """Takes documents out, within a transaction of the caller; how many there were.

    Their snapshots go too where nothing else was read from them. What editions say of them stays there. How their
    origins looked stays as well: what was taken out does not come back as long as nothing changes there.
    """
    condition, values = engine.among("hash", ids)
    columns = "id, hash, headline, text, day"
    rows = [
        dict(zip(columns.split(", "), row, strict=True))
        for row in engine.rows(f"SELECT {columns} FROM document WHERE {condition}", values)
    ]
    if not rows:
        return 0
    numbers = [row["id"] for row in rows]
    snapshots = _snapshots(engine, numbers)
    engine.unindex(rows)
    for table in HANGING:
        _delete(engine, table, "document", numbers)
    for column in ("document", "other"):
        _delete(engine, "near", column, numbers)
    _delete(engine, "document", "id", numbers)
    unused = [one for one in snapshots if not _is_used(engine, one)]
    _delete(engine, "snapshot", "hash", unused)
    writing.touch(engine)
    return len(rows)


def _snapshots(engine: Engine, numbers: Sequence[int]) -> list[str]:
    """The snapshots that documents were read from, wherever they were seen."""
    found: dict[str, None] = {}
    for table, column in (("document", "id"), ("sighting", "document")):
        condition, values = engine.among(column, numbers)
        found |= dict.fromkeys(one for (one,) in engine.rows(f"SELECT snapshot FROM {table} WHERE {condition}", values))
    return sorted(found)


def _is_used(engine: Engine, snapshot: str) -> bool:
    tables = ("document", "sighting")
    sql = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE snapshot = :snapshot" for table in tables)
    return next(engine.rows(f"{sql} LIMIT 1", {"snapshot": snapshot}), None) is not None


def _delete(engine: Engine, table: str, column: str, values: Sequence[int] | Sequence[str]) -> None:
    if values:
        condition, found = engine.among(column, values)
        engine.run(f"DELETE FROM {table} WHERE {condition}", found)
