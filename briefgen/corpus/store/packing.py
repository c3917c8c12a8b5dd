"""Values as the store keeps them: documents without their text, moments as text."""

from __future__ import annotations

import datetime as dt

import msgspec
from msgspec.structs import replace

from briefgen.model import Document

_encoder, _decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Document)


def record(document: Document) -> bytes:
    """A document but for its text."""
    return _encoder.encode(replace(document, text=""))


def document(kept: bytes, text: str) -> Document:
    """The document again."""
    return replace(_decoder.decode(kept), text=text)


def stamp(moment: dt.datetime) -> str:
    """A moment as text that sorts by time: "2026-03-01T09:30:00Z".

    Raises:
        ValueError: It has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(stamped: str) -> dt.datetime:
    """The moment again, in UTC."""
    return dt.datetime.strptime(stamped, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)


def day(text: str | None) -> dt.date | None:
    """A day that was kept as text."""
    return dt.date.fromisoformat(text) if text else None
