"""What goes into the store and comes out of it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from briefgen.model import Document, Omission


class Near(Struct, frozen=True):
    """A document that prints much the same text as one that is there already."""

    document_id: str
    """`Document.id` of the one that was there before."""
    share: float
    """Share of the runs of words of the shorter one that stand in the other, from 0 to 1."""


class Taken(Struct, frozen=True):
    """A document that a reader found in an arrival, with what was found out about it on the way in."""

    document: Document
    """The document. Its name says where it came from, and which part of it: "news/port.txt", "feed.xml#3"."""
    labels: tuple[str, ...] = ()
    """What it is about: ids of topics."""
    bands: tuple[bytes, ...] = ()
    """Keys under which near-duplicates meet."""
    near: Near | None = None
    """The document that it resembles, where there is one."""


class Arrival(Struct, frozen=True):
    """One thing that came in: a file, a page, a feed."""

    origin: str
    """Where it came from: a whole path, or an address. What comes from there later is a newer version of it."""
    name: str
    """What a person calls it; the names of its documents begin with it ("feed.xml#3")."""
    data: bytes
    """Its bytes, as they came."""
    media: str
    """Their media type (IANA)."""
    reader: str
    """Which reader read them, in which version."""
    documents: tuple[Taken, ...] = ()
    """What it holds; none where it was refused."""
    refused: tuple[Omission, ...] = ()
    """What of it could not be read, and why."""
    stamp: str = ""
    """How its origin looked then, in words of whoever brought it: size and time of a file, ETag of a page."""

    def place(self, document: Document) -> str:
        """Where one of its documents stands: the origin, and which part of it."""
        return self.origin + document.name.removeprefix(self.name)


class Became(StrEnum):
    """What became of something that came in."""

    ADDED = "added"
    KNOWN = "known"
    """The same text is there already."""
    NEAR = "near"
    """Added, and much the same as one that was there."""
    REFUSED = "refused"
    LATER = "later"
    """It could not be had now, and was not kept; the next ingest tries again."""


class Outcome(Struct, frozen=True):
    """What became of one document, or of one thing that held none."""

    name: str
    """Name of the document, or its origin where nothing could be read."""
    became: Became
    document_id: str | None = None
    """`Document.id`; None where it was refused."""
    beside: str | None = None
    """Name of the one that was there already or is resembled."""
    reason: str | None = None
    """Why it was refused."""


class Query(Struct, frozen=True):
    """Which documents somebody wants; what is left out asks for nothing. All that is asked for must hold."""

    since: dt.date | None = None
    """Published on this day or later."""
    until: dt.date | None = None
    """Published on this day or earlier."""
    undated: bool = True
    """Undated documents too, where days are asked for."""
    label: str | None = None
    """About this topic."""
    words: str | None = None
    """With these words in headline or text: see `words.parse`."""
    language: str | None = None
    """In this language (ISO 639-1)."""
    name: str | None = None
    """Whose name, address or id begins with this."""
    replaced: bool = False
    """Earlier versions too, of which the same place gave a newer one."""
    limit: int | None = None
    """The most documents; all when None."""


class Window(Struct, frozen=True):
    """The documents of an edition: those published in it, and those late or undated that came in meanwhile."""

    since: dt.date
    """First day."""
    until: dt.date
    """Last day."""
    stored_from: dt.datetime
    """When the first day began, in the time zone of the settings."""
    stored_until: dt.datetime | None = None
    """When the day after the last one began; None for all that came in since."""


class Row(Struct, frozen=True):
    """What a list of documents shows, without the text."""

    id: str
    """`Document.id`."""
    name: str
    headline: str | None
    publisher: str | None
    published: dt.date | None
    language: str | None
    url: str | None
    media: str
    stored: dt.datetime
    """When it came in first (UTC)."""
    replaced: bool
    """Whether the same place gave a newer version."""
    size: int
    """Characters of its text."""


class Origin(Struct, frozen=True):
    """Where a document came from first, and the bytes that it was read from."""

    place: str
    """A whole path or an address, and which part of it."""
    reader: str
    """Which reader read it."""
    snapshot: str
    """SHA-256 of the bytes."""
    media: str
    """Their media type."""
    size: int
    """How many."""


class Late(Struct, frozen=True):
    """A document of an edition that was not published in its days."""

    document: Document
    stored: dt.datetime
    """When it came in (UTC)."""


class Source(Struct, frozen=True):
    """How an origin looked when it was last read, so that what has not changed is not read again."""

    origin: str
    stamp: str
    """As its `Arrival` said."""
    reader: str
    """Which reader read it."""
    checked: dt.datetime
    """When (UTC)."""
    reason: str | None = None
    """Why nothing could be read, where that is so."""


class KeptFact(Struct, frozen=True):
    """A fact of an edition, as far as somebody searches for it."""

    id: str
    measure: str | None
    subject: str | None
    value: str | None
    """Exact decimal."""
    upper: str | None
    unit: str | None
    status: str
    period_start: dt.date | None
    period_end: dt.date | None


class KeptEdition(Struct, frozen=True):
    """The brief of one topic in one edition."""

    name: str
    """Name of the edition: "2026-W43"."""
    topic: str
    """Id of the topic; several, joined by "+", of one brief on all of them."""
    as_of: dt.date | None
    since: dt.date | None
    corpus: str
    """Fingerprint of its documents."""
    config: str
    """Digest of its settings."""
    version: str
    """Version of briefgen."""
    made: dt.datetime
    """When (UTC); of the last time that it came out differently."""
    brief: bytes
    """Its JSON, as `briefgen make --format json` writes it."""
    documents: tuple[str, ...] = ()
    """Ids of its documents."""
    facts: tuple[KeptFact, ...] = ()
    """What it states."""
