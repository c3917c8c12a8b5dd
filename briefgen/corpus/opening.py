"""Bytes → documents, whatever they are: the one call that other processes are sent.

Pure, and a function of a module, so that it can be tried on one item with limits (`running/`): what a hostile file does
to a reader, it does to a process of its own.
"""

from __future__ import annotations

from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from briefgen import remarks
from briefgen.corpus import writable
from briefgen.corpus.decode import LARGEST
from briefgen.corpus.readers import Reader, reader, suffixes
from briefgen.errors import CorpusError
from briefgen.model import BlockKind, Document, Omission

SECONDS = 60
"""CPU time that reading one file may take. The largest that is taken, of 10 MB, needs some ten seconds."""
MEGABYTES = 2_000
"""Memory that it may take beyond the process itself."""
MEDIA = MappingProxyType(
    {
        "text/plain": "txt",
        "text/markdown": "md",
        "text/html": "html",
        "application/xhtml+xml": "xhtml",
        "multipart/related": "mhtml",
        "application/pdf": "pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/rss+xml": "rss",
        "application/atom+xml": "atom",
        "application/rdf+xml": "rdf",
        "application/xml": "xml",
        "text/xml": "xml",
        "message/rfc822": "eml",
        "application/mbox": "mbox",
        "text/csv": "csv",
        "text/tab-separated-values": "tsv",
        "application/json": "json",
        "application/feed+json": "json",
        "application/jsonl": "jsonl",
        "application/x-ndjson": "jsonl",
    }
)
"""Media type (IANA) → the suffix under which its reader is registered."""


class Bytes(Struct, frozen=True):
    """What came in."""

    data: bytes
    name: str
    """What its documents are called."""
    suffix: str
    """Which reader reads it: without the dot."""


class Contents(Struct, frozen=True):
    """What stands in a file."""

    documents: tuple[Document, ...]
    """At least one. A single one bears the name of the file."""
    omissions: tuple[Omission, ...] = ()
    """What of it could not be read."""


LARGER = MappingProxyType(
    {"csv": 20, "docx": 5, "eml": 5, "json": 20, "jsonl": 20, "mbox": 20, "ndjson": 20, "pdf": 10, "tsv": 20}
)
"""Kinds of files that may be larger, by how many times: they hold pictures, or many documents."""
HINT = "Look at the file: what was it made from?"


def largest(suffix: str) -> int:
    """How many bytes a file of this kind may have."""
    return LARGEST * LARGER.get(suffix.lower(), 1)


def read_bytes(given: Bytes) -> Contents:
    """The documents in it.

    Raises:
        CorpusError: Nothing reads such files, this one cannot be read, or there is no text in it.
    """
    return read_with(reader_of(given.suffix), given)


def read_with(function: Reader, given: Bytes) -> Contents:
    """What a reader, registered or not, finds in it.

    Raises:
        CorpusError: The file cannot be read, or there is no text in it.
    """
    if len(given.data) > largest(given.suffix):
        raise too_large(largest(given.suffix), given.name)
    found = function(given.data, given.name)
    if isinstance(found, Document):
        if not says_something(found):
            raise CorpusError(remarks.SILENT, given.name, HINT)
        return Contents((writable.document(replace(found, name=given.name)),))
    documents = [writable.document(one) for one in found if isinstance(one, Document)]
    silent = [Omission(one.name, remarks.SILENT) for one in documents if not says_something(one)]
    omissions = (*silent, *(writable.omission(one) for one in found if isinstance(one, Omission)))
    if len(silent) == len(documents):
        reason = f": {omissions[0].what}: {omissions[0].reason}" if omissions else ""
        raise CorpusError(f"holds no document{reason}", given.name, HINT)
    return Contents(tuple(one for one in documents if says_something(one)), omissions)


def says_something(document: Document) -> bool:
    """Whether there are letters or digits in the parts of a document that are read."""
    return any(
        character.isalnum()
        for block in document.blocks
        if block.kind is not BlockKind.FURNITURE
        for character in document.text[block.span.start : block.span.end]
    )


def too_large(most: int, name: str | None = None) -> CorpusError:
    """What is said of a file that has more bytes than it may have."""
    return CorpusError(
        remarks.said(remarks.LARGER, size=most // 1_000_000), name, "Split it into one file for each document."
    )


def refusal(name: str, error: CorpusError) -> Omission:
    """Why a file that was found, and not asked for, is left out."""
    line = (error.where or "").removeprefix(name).lstrip(":")
    return writable.omission(Omission(name, remarks.at_line(error.message, line if line.isdigit() else None)))


def reader_of(suffix: str) -> Reader:
    """The reader for a suffix without the dot.

    Raises:
        CorpusError: There is none, or the package that offers it cannot be imported.
    """
    found = reader(suffix)
    if found is None:
        kinds = ", ".join(f".{known}" for known in suffixes())
        what = f".{suffix} files cannot be read" if suffix else "files without a suffix cannot be read"
        raise CorpusError(what, hint=f"Readable are {kinds}.")
    return found
