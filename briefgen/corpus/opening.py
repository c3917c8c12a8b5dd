"""Bytes → documents, whatever they are: the one call that other processes are sent.

Pure, and a function of a module, so that it can be tried on one item with limits (`running/`): what a hostile file does
to a reader, it does to a process of its own.
"""

from __future__ import annotations

from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corpus.readers import reader, suffixes
from briefgen.errors import CorpusError
from briefgen.model import Document

SECONDS = 60
"""CPU time that reading one file may take. The largest that is taken, of 10 MB, needs some ten seconds."""
MEGABYTES = 2_000
"""Memory that it may take beyond the process itself."""
MEDIA = MappingProxyType(
    {
        "text/html": "html",
        "application/xhtml+xml": "html",
        "application/pdf": "pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/rss+xml": "xml",
        "application/atom+xml": "xml",
        "application/xml": "xml",
        "text/xml": "xml",
        "message/rfc822": "eml",
        "application/mbox": "mbox",
        "text/csv": "csv",
        "application/jsonl": "jsonl",
        "application/x-ndjson": "jsonl",
        "text/markdown": "md",
        "text/plain": "txt",
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


def read_bytes(given: Bytes) -> tuple[Document, ...]:
    """The documents in it; a single one bears its name.

    Raises:
        CorpusError: Nothing reads such files, or this one cannot be read.
    """
    function = reader(given.suffix)
    if function is None:
        raise unreadable(given.suffix)
    found = function(given.data, given.name)
    return (replace(found, name=given.name),) if isinstance(found, Document) else tuple(found)


def unreadable(suffix: str) -> CorpusError:
    """What is said of a file that no reader is for."""
    kinds = ", ".join(f".{known}" for known in suffixes())
    what = f".{suffix} files cannot be read" if suffix else "files without a suffix cannot be read"
    return CorpusError(what, hint=f"Readable are {kinds}.")
