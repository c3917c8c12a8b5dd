"""Documents out of the store: their originals in a folder, or rows that our own reader takes in again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from briefgen.corpus.store import Store
from briefgen.corpus.store.values import Row
from briefgen.interchange import document_row, line
from briefgen.model import Document, File

MANIFEST = "manifest.jsonl"
"""Beside the originals: one line a document, with what is known of it and the name of its file."""
LONGEST = 80
"""Characters of the name of a file, without what tells it apart."""
TOLD_APART = 12
"""Digits of the hash in it."""
FEW = 64
_UNSAFE = re.compile(r"[^\w.-]+")


def rows(store: Store, found: Iterable[Row]) -> Iterator[tuple[Row, Document]]:
    """Whole documents, some at a time, with what the store says of them."""
    few: list[Row] = []
    for row in found:
        few.append(row)
        if len(few) == FEW:
            yield from _whole(store, few)
            few = []
    yield from _whole(store, few)


def _whole(store: Store, few: list[Row]) -> Iterator[tuple[Row, Document]]:
    documents = {document.id: document for document in store.documents([row.id for row in few])}
    return ((row, documents[row.id]) for row in few if row.id in documents)


def lines(store: Store, found: Iterable[Row]) -> Iterator[str]:
    """The documents as JSON, one a line, the text last: what `briefgen ingest` takes in as the same documents."""
    for _, document in rows(store, found):
        yield line({**document_row(document), "text": document.text})


def originals(store: Store, found: Iterable[Row]) -> Iterator[File]:
    """The files that the documents were read from, byte for byte, each once; the manifest last."""
    manifest: list[str] = []
    written: set[str] = set()
    for row, document in rows(store, found):
        origin = store.origin(row.id)
        kept = store.snapshot(row.id)
        if origin is None or kept is None:
            continue  # removed meanwhile
        name = file_name(row.name, origin.snapshot)
        if name not in written:
            written.add(name)
            yield File(name, kept[0])
        whence = {"place": origin.place, "reader": origin.reader, "bytes": origin.size, "sha256": origin.snapshot}
        stored = {"stored": row.stored.isoformat(), "replaced": row.replaced}
        manifest.append(line({"file": name, **document_row(document), "media": origin.media, **whence, **stored}))
    yield File(MANIFEST, "".join(manifest).encode("utf-8", "surrogatepass"))


def file_name(name: str, snapshot: str) -> str:
    """A name for a file that every system takes: the last part of the document's, with digits of the hash.

    The part of the file that the document is ("#3") is left out, for several have one file.
    """
    last = PurePosixPath(name.partition("#")[0].partition("?")[0].rstrip("/") or "document").name
    safe = _UNSAFE.sub("-", last).strip(".-") or "document"
    stem, dot, suffix = safe.rpartition(".")
    if not dot or len(suffix) > TOLD_APART:
        stem, suffix = safe, ""
    return f"{stem[:LONGEST]}-{snapshot[:TOLD_APART]}{'.' + suffix if suffix else ''}"
