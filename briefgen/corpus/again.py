"""A snapshot read again: the reader that its name or its media type asks for, as it is today."""

from __future__ import annotations

from pathlib import PurePosixPath

from briefgen.corpus.opening import MEDIA, Bytes, read_bytes
from briefgen.corpus.readers import reader
from briefgen.model import Document


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
    suffix = MEDIA.get(media) if "://" in name or reader(last.suffix.removeprefix(".")) is None else None
    return read_bytes(Bytes(data, name, suffix or last.suffix.removeprefix("."))).documents


def whole_name(document_name: str) -> str:
    """The name of the file or page that a document is a part of: "feed.xml" of "feed.xml#3"."""
    return document_name.rpartition("#")[0] or document_name
