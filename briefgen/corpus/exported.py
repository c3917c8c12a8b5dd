"""Rows that `briefgen documents export --format jsonl` wrote: the same documents again, with all that was known."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from briefgen.corpus import markdown
from briefgen.corpus.declaring import FIELDS
from briefgen.corpus.describe import Stretch
from briefgen.corpus.describe import document as described
from briefgen.corpus.paragraphs import stretches
from briefgen.corpus.writable import UNWRITABLE
from briefgen.errors import CorpusError
from briefgen.model import Document, How, Known, Original


class Exported(msgspec.Struct, frozen=True):
    """The keys of such a row that are read (`interchange.document_row`)."""

    id: str
    text: str
    known: dict[str, How]
    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    language: str | None = None
    url: str | None = None
    encoding: str = "utf-8"
    media: str = "text/plain"
    digest_of: Original | None = None


def is_exported(row: Mapping[str, Any]) -> bool:
    """Whether a row is one of ours: its id is the hash of its text."""
    text = row.get("text")
    if not isinstance(text, str) or not isinstance(row.get("known"), dict) or UNWRITABLE.search(text):
        return False
    return row.get("id") == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document(row: Mapping[str, Any], name: str) -> Document:
    """The document that a row of ours is; its tables and pages are not in it.

    Raises:
        CorpusError: A field was changed into something that it cannot be.
    """
    try:
        given = msgspec.convert(dict(row), Exported)
    except msgspec.ValidationError as error:
        raise CorpusError(f"is a damaged export: {error}", name, "Export it again.") from error
    fields = {field: getattr(given, field) for field in FIELDS}
    return replace(
        _read(given, name),
        **fields,
        media=given.media,
        digest_of=given.digest_of,
        known=tuple(Known(field, given.known[field]) for field in FIELDS if field in given.known),
    )


def _read(given: Exported, name: str) -> Document:
    """The text as the reader of its kind parts it; that of pages and papers has paragraphs and no marks."""
    if given.media == markdown.MEDIA:
        return markdown.read(given.text.encode("utf-8", "surrogatepass"), name)
    parts = [Stretch(span) for span in stretches(given.text)]
    return described(given.text, name, given.encoding, parts, plain=given.media == "text/plain")
