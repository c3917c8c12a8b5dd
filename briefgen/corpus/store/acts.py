"""Acts of editions, and the bytes that they were made from. Only ever added to: nothing here changes or removes a row.

What an act says is opaque here: bytes under (name of the edition, number).
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from briefgen import squeezed
from briefgen.corpus.store import packing
from briefgen.corpus.store.engine import Engine
from briefgen.corpus.store.writing import insert
from briefgen.errors import CorpusError

COLUMNS = "name number state at person record"


class KeptAct(Struct, frozen=True):
    """An entry of the log of an edition."""

    name: str
    """Name of the edition."""
    number: int
    """From 1, without a gap."""
    state: str
    at: dt.datetime
    person: str
    record: bytes


class KeptPiece(Struct, frozen=True, order=True):
    """Bytes that a released edition was made from, or a file of it."""

    part: str
    path: str
    hash: str
    """SHA-256 of the bytes, in hexadecimal."""


def names(engine: Engine) -> tuple[str, ...]:
    """The editions that have a log, sorted."""
    return tuple(name for (name,) in engine.rows("SELECT DISTINCT name FROM edition_act ORDER BY name"))


def lengths(engine: Engine) -> tuple[tuple[str, int], ...]:
    """How many acts each edition has, by name: they change with whatever becomes of one."""
    sql = "SELECT name, max(number) FROM edition_act GROUP BY name ORDER BY name"
    return tuple((str(name), int(number)) for name, number in engine.rows(sql))


def latest(engine: Engine) -> tuple[KeptAct, ...]:
    """The last act of each edition, sorted by its name."""
    sql = (
        f"SELECT {', '.join(COLUMNS.split())} FROM edition_act AS one"
        " WHERE number = (SELECT max(number) FROM edition_act WHERE name = one.name) ORDER BY name"
    )
    return tuple(_act(*row) for row in engine.rows(sql))


def log(engine: Engine, name: str) -> tuple[KeptAct, ...]:
    """The acts of an edition, the first one first; none where there is no such edition."""
    sql = f"SELECT {', '.join(COLUMNS.split())} FROM edition_act WHERE name = :name ORDER BY number"
    return tuple(_act(*row) for row in engine.rows(sql, {"name": name}))


def _act(name: str, number: int, state: str, at: str, person: str, record: bytes) -> KeptAct:  # noqa: PLR0913
    return KeptAct(name, number, state, packing.moment(at), person, squeezed.unpacked(record))


def append(engine: Engine, act: KeptAct) -> None:
    """Adds an act, within a transaction of the caller.

    Raises:
        CorpusError: Somebody else added one meanwhile.
    """
    row: dict[str, Any] = {
        "name": act.name, "number": act.number, "state": act.state, "at": packing.stamp(act.at),
        "person": act.person, "record": squeezed.packed(act.record),
    }  # fmt: skip
    ((last,),) = engine.rows("SELECT coalesce(max(number), 0) FROM edition_act WHERE name = :name", {"name": act.name})
    if last != act.number - 1:
        hint = f"Look at what it is now: `briefgen edition show {act.name}`."
        raise CorpusError("somebody else changed the edition meanwhile; nothing was done", act.name, hint)
    engine.run(insert("edition_act", COLUMNS), row)


def freeze(engine: Engine, name: str, pieces: Mapping[KeptPiece, bytes]) -> None:
    """Keeps the bytes of an edition for good, within a transaction of the caller; the same bytes are kept once."""
    engine.many(
        insert("piece", "hash packed"),
        [{"hash": one.hash, "packed": squeezed.packed(data)} for one, data in sorted(pieces.items())],
    )
    rows = [{"name": name, "part": one.part, "path": one.path, "hash": one.hash} for one in sorted(pieces)]
    engine.many(insert("edition_piece", "name part path hash"), rows)


def frozen(engine: Engine, name: str, part: str) -> Iterable[tuple[str, bytes]]:
    """Paths and bytes of an edition's pieces of one kind, sorted by path.

    Raises:
        CorpusError: Bytes are not what they were.
    """
    sql = (
        "SELECT one.path, one.hash, piece.packed FROM edition_piece AS one LEFT JOIN piece ON piece.hash = one.hash"
        " WHERE one.name = :name AND one.part = :part ORDER BY one.path"
    )
    for path, digest, packed in engine.rows(sql, {"name": name, "part": part}):
        yield path, _sound(name, path, digest, packed)


def damaged(engine: Engine, name: str, pieces: Iterable[KeptPiece]) -> tuple[KeptPiece, ...]:
    """Those of the pieces that an edition was released with whose bytes are gone, or not what they were; sorted."""
    sql = (
        "SELECT one.part, one.path, one.hash, piece.packed FROM edition_piece AS one"
        " LEFT JOIN piece ON piece.hash = one.hash WHERE one.name = :name"
    )
    whole = {
        KeptPiece(part, path, digest)
        for part, path, digest, packed in engine.rows(sql, {"name": name})
        if _unpacked(digest, packed) is not None
    }
    return tuple(sorted(set(pieces) - whole))


def holding(engine: Engine, digest: str) -> tuple[tuple[str, str, str], ...]:
    """Where bytes with this hash are kept: name of the edition, part and path of each, sorted."""
    sql = "SELECT name, part, path FROM edition_piece WHERE hash = :hash ORDER BY name, part, path"
    return tuple((name, part, path) for name, part, path in engine.rows(sql, {"hash": digest}))


def _sound(name: str, path: str, digest: str, packed: bytes | None) -> bytes:
    data = _unpacked(digest, packed)
    if data is None:
        hint = "Restore a backup: `briefgen restore`."
        raise CorpusError(f"“{path}” is not what was released any more", name, hint)
    return data


def _unpacked(digest: str, packed: bytes | None) -> bytes | None:
    """Bytes that have this hash; None where they are others."""
    try:
        data = squeezed.unpacked(packed or b"")
    except zlib.error:
        return None
    return data if squeezed.digest(data) == digest else None
