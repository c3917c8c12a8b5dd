"""A damaged store, saved as far as it can be: `briefgen corpus check --repair`.

Nothing is written into the damaged file. What its pages still hold goes into a new one; documents that are lost are
read again from their snapshots; then the new file takes the place of the damaged one, which stays beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from briefgen import squeezed
from briefgen.corpus.again import read_again, whole_name
from briefgen.corpus.store import Store, bands, open_store, packing, salvage
from briefgen.corpus.store.busy import FILES, refuse_busy
from briefgen.corpus.store.pages import Pages
from briefgen.corpus.store.values import Arrival, Became, Taken
from briefgen.corpus.store.writing import INSERTS, insert, touch
from briefgen.errors import CorpusError
from briefgen.labelling import LABELLED
from briefgen.resemblances import keys, resembling

BATCH = 200
"""Rows that are written at once."""
REFERRING = {"sighting": "document", "label": "document", "near": "document"} | dict.fromkeys(bands.TABLES, "document")
"""Tables of which rows belong to a document, and the column that says which."""
Tell = Callable[[str], None]


class Repaired(Struct, frozen=True):
    """What was saved, and what was not."""

    damaged: Path
    """Where the damaged file is now."""
    documents: int
    """Documents in the new store."""
    again: tuple[str, ...]
    """Names of documents that were read again from their snapshots."""
    bare: tuple[str, ...]
    """Names of documents whose text was saved but not the bytes that it was read from."""
    lost: tuple[str, ...]
    """Names of documents that are known to have been there, and are lost."""
    editions: int
    """Editions in the new store."""


def repair(path: Path, tell: Tell = lambda _: None) -> Repaired:
    """Puts a repaired store in the place of a damaged one.

    Raises:
        CorpusError: Somebody is writing to it, or it holds no row of a store; nothing was changed.
    """
    refuse_busy(path)
    fresh = _beside(path, "repaired")
    try:
        with open_store(fresh) as store:
            number = _fill(store, path, tell)
            if not number:
                hint = "Restore a backup (`briefgen restore`), or begin anew with `briefgen ingest`."
                raise CorpusError("holds nothing that can be saved; nothing was changed", str(path), hint)
            tell("putting together what was saved")
            with store.writing():
                bare = _mend(store)
            lost, again = _read_lost(store, tell)
            _finish(store)
            saved = store.count(), len(store.editions())
        damaged = _beside(path, "damaged")
        for end in FILES:
            if (file := Path(f"{path}{end}")).exists():
                file.rename(f"{damaged}{end}")
        fresh.rename(path)
    finally:
        for end in FILES:
            Path(f"{fresh}{end}").unlink(missing_ok=True)
    return Repaired(damaged, saved[0], again, bare, lost, saved[1])


def _beside(path: Path, word: str) -> Path:
    """A name that is not taken: "corpus.damaged.db", "corpus.damaged-2.db"."""
    names = (path.with_name(f"{path.stem}.{word}{f'-{n}' if n > 1 else ''}{path.suffix}") for n in range(1, 1000))
    return next(name for name in names if not name.exists())


def _fill(store: Store, path: Path, tell: Tell) -> int:
    """Every row that can be trusted, as it was; how many. Whether they fit together is looked at afterwards."""
    pages = Pages(path)
    store.engine.run("PRAGMA foreign_keys = OFF")
    waiting: dict[str, list[dict[str, Any]]] = {table: [] for table in salvage.COLUMNS}
    number = 0
    for table, row in salvage.salvaged(pages.rows()):
        waiting[table].append(row)
        number += 1
        if len(waiting[table]) >= BATCH:
            tell(f"saved {number:,} rows")
            _write(store, table, waiting[table])
    for table, rows in waiting.items():
        _write(store, table, rows)
    return number


def _write(store: Store, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        with store.writing():
            store.engine.many(insert(table, salvage.COLUMNS[table]), rows)
        rows.clear()


def _mend(store: Store) -> tuple[str, ...]:
    """Makes the rows fit together; names of the documents whose snapshots are lost."""
    engine = store.engine
    there = "SELECT hash FROM snapshot"
    bare = list(engine.rows(f"SELECT id, name, text, stored FROM document WHERE snapshot NOT IN ({there})"))  # noqa: S608
    for number, _, text, stored in bare:
        data = text.encode("utf-8", "surrogatepass")
        row = {"hash": squeezed.digest(data), "media": "text/plain", "size": len(data), "stored": stored}
        engine.run(insert("snapshot", INSERTS["snapshot"]), row | {"packed": squeezed.packed(data)})
        engine.run("UPDATE document SET snapshot = :hash WHERE id = :id", {"hash": row["hash"], "id": number})
    own = "(SELECT document.snapshot FROM document WHERE document.id = sighting.document)"
    engine.run(f"UPDATE sighting SET snapshot = {own} WHERE snapshot NOT IN ({there}) AND {own} IS NOT NULL")  # noqa: S608
    for table in ("edition_document", "fact"):
        engine.run(f"DELETE FROM {table} WHERE (name, topic) NOT IN (SELECT name, topic FROM edition)")  # noqa: S608
    engine.run("DELETE FROM near WHERE other NOT IN (SELECT id FROM document)")
    return tuple(sorted(name for _, name, _, _ in bare))


def _read_lost(store: Store, tell: Tell) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Reads again what is lost and has its snapshot; names of what stays lost, and of what was read again."""
    engine = store.engine
    gone = "SELECT place, name, snapshot, document, seen FROM sighting WHERE document NOT IN (SELECT id FROM document)"
    missing = [dict(zip(INSERTS["sighting"].split(), row, strict=True)) for row in engine.rows(gone)]
    with store.writing():
        for table, column in REFERRING.items():
            engine.run(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT id FROM document)")  # noqa: S608
    engine.run("PRAGMA foreign_keys = ON")
    known = {row["snapshot"]: row for row in missing}
    kept = engine.rows("SELECT hash, media, stored, hash IN (SELECT snapshot FROM document) FROM snapshot")
    snapshots = {one: (media, stored) for one, media, stored, is_read in kept if one in known or not is_read}
    again: list[str] = []
    for one, (media, stored) in sorted(snapshots.items()):
        tell("reading again what was lost")
        again += _read(store, one, media, stored, known.get(one))
    unused = "hash NOT IN (SELECT snapshot FROM document) AND hash NOT IN (SELECT snapshot FROM sighting)"
    found = Counter(again)
    lost = [row["name"] for row in missing if not found[row["name"]]]
    lost += [f"snapshot {one[:12]}" for (one,) in engine.rows(f"SELECT hash FROM snapshot WHERE {unused}")]  # noqa: S608
    return tuple(sorted(set(lost))), tuple(sorted(again))


def _read(store: Store, snapshot: str, media: str, stored: str, sighting: dict[str, Any] | None) -> Iterator[str]:
    """Reads a snapshot again; names of the documents that are new."""
    packed = next(store.engine.rows("SELECT packed FROM snapshot WHERE hash = :hash", {"hash": snapshot}))[0]
    data = squeezed.unpacked(packed)
    name = whole_name(sighting["name"]) if sighting else f"recovered/{snapshot[:12]}"
    try:
        documents = read_again(data, media, name)
    except CorpusError:
        return  # said among what is lost
    origin = sighting["place"].rpartition("#")[0] or sighting["place"] if sighting else name
    source = store.source(origin)
    arrival = Arrival(
        origin, name, data, media, source.reader if source else "", tuple(map(Taken, documents)),
        stamp=source.stamp if source else "",
    )  # fmt: skip
    for outcome in store.add(resembling([arrival], store), packing.moment(stored)):
        if outcome.became is not Became.KNOWN:
            yield outcome.name


def _finish(store: Store) -> None:
    """What can be worked out from the documents: the full text, lost keys of near-duplicates; labels when asked for."""
    engine = store.engine
    engine.run("INSERT INTO search (search) VALUES ('rebuild')")
    lacking = (
        "SELECT id, hash FROM document WHERE id NOT IN (SELECT document FROM band UNION SELECT document FROM near)"
    )
    without = dict(engine.rows(lacking))
    for number, one in without.items():
        with store.writing():
            for document in store.documents([one]):
                bands.put(engine, bands.rows_of(keys(document), number))
    with store.writing():
        engine.run("DELETE FROM meta WHERE key = :key", {"key": LABELLED})
        touch(engine)
    problem = next(store.engine.problems(), None)
    if problem:
        raise CorpusError(f"what was saved does not fit together ({problem}); nothing was changed", store.where)
