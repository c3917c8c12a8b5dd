"""A store looked through: the database, every snapshot against its hash, every document against its snapshot.

A finding is something that is wrong. A note is something that a person may want to know: a document that today's
reader would read otherwise than the one that read it then; what is kept, and cited, is what was read then.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from briefgen import squeezed
from briefgen.corpus.again import read_again, whole_name
from briefgen.corpus.store import Store, packing
from briefgen.errors import CorpusError

FEW = 32
"""Snapshots that are in memory at once."""
Tell = Callable[[str], None]


class Finding(Struct, frozen=True):
    """Something in the store that a person should know."""

    what: str
    """Name of a document, or a part of the store."""
    said: str
    """What is wrong with it."""
    is_note: bool = False
    """Nothing is wrong: only worth knowing."""

    def __str__(self) -> str:
        return f"{self.what}: {self.said}"


class _Kept(Struct, frozen=True):
    """A document of a snapshot."""

    hash: str
    name: str
    record: bytes
    text: str


def check(
    store: Store, topics: Collection[str], *, again: bool = True, tell: Tell = lambda _: None
) -> Iterator[Finding]:
    """What is wrong, as it is found.

    Args:
        store: The store. Nothing in it is changed.
        topics: Ids of the topics that the settings have.
        again: Whether the snapshots are read again with today's readers.
        tell: Is told what happens next.
    """
    tell("checking the database")
    for problem in store.engine.problems():
        yield Finding("database", problem)
    try:
        yield from _snapshots(store, tell, again=again)
        yield from _labels(store, topics)
    except CorpusError as error:
        yield Finding("database", error.message)


def _snapshots(store: Store, tell: Tell, *, again: bool) -> Iterator[Finding]:
    number, last = 0, ""
    total = next(store.engine.rows("SELECT count(*) FROM snapshot"))[0]
    while True:
        sql = f"SELECT hash, media, size, packed FROM snapshot WHERE hash > :last ORDER BY hash LIMIT {FEW}"  # noqa: S608
        few = list(store.engine.rows(sql, {"last": last}))
        if not few:
            return
        for key, media, size, packed in few:
            number += 1
            tell(f"checking original {number:,} of {total:,}")
            documents = [_Kept(*row) for row in _documents(store, key)]
            name = whole_name(documents[0].name) if documents else f"snapshot {key[:12]}"
            data = _unpacked(packed)
            if data is None or squeezed.digest(data) != key or len(data) != size:
                yield Finding(name, "its original is damaged: the bytes are not those that came in")
                data = None
            for document in documents:
                yield from _document(document)
            if again and data is not None and documents:
                yield from _read_again(data, media, name, documents)
        last = few[-1][0]


def _documents(store: Store, snapshot: str) -> Iterator[tuple[Any, ...]]:
    sql = "SELECT hash, name, record, text FROM document WHERE snapshot = :snapshot ORDER BY id"
    return store.engine.rows(sql, {"snapshot": snapshot})


def _unpacked(packed: bytes) -> bytes | None:
    try:
        return squeezed.unpacked(packed)
    except zlib.error:
        return None


def _document(kept: _Kept) -> Iterator[Finding]:
    """What is wrong with a document by itself."""
    if squeezed.digest(kept.text.encode("utf-8", "surrogatepass")) != kept.hash:
        yield Finding(kept.name, "its text is damaged: it is not the one that was read")
        return
    try:
        document = packing.document(kept.record, kept.text)
    except msgspec.MsgspecError as error:
        yield Finding(kept.name, f"what is known of it is damaged ({error})")
        return
    if document.id != kept.hash:
        yield Finding(kept.name, "what is known of it is of another document")


def _read_again(data: bytes, media: str, name: str, documents: list[_Kept]) -> Iterator[Finding]:
    """What today's reader would read otherwise."""
    try:
        ids = {document.id for document in read_again(data, media, name)}
    except CorpusError as error:
        yield Finding(name, f"today's reader cannot read it: {error.message}", is_note=True)
        return
    for document in documents:
        if document.hash not in ids:
            said = "today's reader reads another text; what is kept is the text that was read then"
            yield Finding(document.name, said, is_note=True)


def _labels(store: Store, topics: Collection[str]) -> Iterator[Finding]:
    for label, number in store.engine.rows("SELECT label, count(*) FROM label GROUP BY label ORDER BY label"):
        if label not in topics:
            yield Finding("labels", f"{number:,} documents are on “{label}”, which is no topic now", is_note=True)
