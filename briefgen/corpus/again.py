"""A snapshot read again: the reader that its name or its media type asks for, as it is today."""

from __future__ import annotations

from pathlib import PurePosixPath
from types import MappingProxyType

from briefgen.corpus.opening import Bytes, read_bytes
from briefgen.corpus.readers import reader
from briefgen.model import Document

SUFFIX = MappingProxyType(
    {
        "text/plain": "txt",
        "text/markdown": "md",
        "text/html": "html",
        "application/xhtml+xml": "html",
        "multipart/related": "mhtml",
        "application/pdf": "pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/rss+xml": "rss",
        "application/atom+xml": "atom",
        "application/feed+json": "json",
        "message/rfc822": "eml",
        "application/mbox": "mbox",
        "text/csv": "csv",
        "application/json": "json",
        "application/jsonl": "jsonl",
    }
)
"""Media type → suffix of a file of it, for names without one, as addresses of pages are."""


def read_again(data: bytes, media: str, name: str) -> tuple[Document, ...]:
    """The documents in a snapshot.

    Args:
        data: Its bytes.
        media: Their media type.
        name: What a person called the file or page, without the part of it that one document is.

    Raises:
        CorpusError: There is no reader for it, or it cannot be read.
    """
    last = PurePosixPath(name.partition("?")[0])
    suffix = SUFFIX.get(media) if "://" in name or reader(last.suffix.removeprefix(".")) is None else None
    return read_bytes(Bytes(data, name, suffix or last.suffix.removeprefix("."))).documents


def whole_name(document_name: str) -> str:
    """The name of the file or page that a document is a part of: "feed.xml" of "feed.xml#3"."""
    return document_name.rpartition("#")[0] or document_name
