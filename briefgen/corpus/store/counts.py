"""How much of what is in the store."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from briefgen.corpus.store.keeping import Store

MOST = 12
"""Publishers that are counted by name."""


class Stats(Struct, frozen=True):
    """Numbers of documents. Earlier versions are counted only where that is said."""

    documents: int
    replaced: int
    """Earlier versions."""
    originals: int
    """Files and pages that they were read from."""
    characters: int
    """Of all texts."""
    original_bytes: int
    size: int
    """Bytes that the store takes."""
    near: int
    """Those that resemble an earlier one."""
    refused: int
    """Things that came in and could not be read."""
    editions: int
    parts: dict[str, tuple[tuple[str, int], ...]]
    """What is counted by → name and number: "publisher", "language", "month", "media", "topic"."""


def stats(store: Store) -> Stats:
    """What there is."""
    return Stats(
        documents=_one(store, "SELECT count(*) FROM document WHERE replaced IS NULL"),
        replaced=_one(store, "SELECT count(*) FROM document WHERE replaced IS NOT NULL"),
        originals=_one(store, "SELECT count(*) FROM snapshot"),
        characters=_one(store, "SELECT coalesce(sum(length), 0) FROM document"),
        original_bytes=_one(store, "SELECT coalesce(sum(size), 0) FROM snapshot"),
        size=store.engine.size(),
        near=_one(store, "SELECT count(*) FROM near"),
        refused=_one(store, "SELECT count(*) FROM refusal"),
        editions=_one(store, "SELECT count(*) FROM edition"),
        parts={name: tuple(found) for name, found in _parts(store)},
    )


def _one(store: Store, sql: str) -> int:
    return int(next(store.engine.rows(sql))[0])


def _parts(store: Store) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    current = "FROM document WHERE replaced IS NULL"
    for name, value, order in (
        ("publisher", "coalesce(publisher, '')", "number DESC, value"),
        ("language", "coalesce(language, '')", "number DESC, value"),
        ("month", "coalesce(substr(published, 1, 7), '')", "value DESC"),
        ("media", "media", "number DESC, value"),
    ):
        sql = f"SELECT {value} AS value, count(*) AS number {current} GROUP BY value ORDER BY {order}"
        if name == "publisher":
            sql += f" LIMIT {MOST}"
        yield name, [(value, int(number)) for value, number in store.engine.rows(sql)]
    sql = (
        "SELECT label AS value, count(*) AS number FROM label JOIN document ON document.id = document"
        " WHERE replaced IS NULL GROUP BY label ORDER BY number DESC, value"
    )
    yield "topic", [(value, int(number)) for value, number in store.engine.rows(sql)]
