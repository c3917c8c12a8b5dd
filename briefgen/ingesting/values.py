"""What goes into an ingest and comes out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from msgspec import Struct

from briefgen.corpus.doubts import Doubt
from briefgen.corpus.store.values import Became
from briefgen.corpus.walking import Found
from briefgen.fetching import Clock, Web
from briefgen.model import Topic
from briefgen.running import HERE, Workers

Tell = Callable[[str], None]
"""Is told what happens next, for a person who waits."""


class Report(Struct, frozen=True):
    """What became of one document, or of one thing that held none."""

    name: str
    state: Became
    document_id: str | None = None
    """`Document.id`; None where nothing was read."""
    beside: str | None = None
    """Name of the one that was there already or is resembled."""
    reason: str | None = None
    """Why it was refused, or has to wait; why the text that its feed carries stands for a page."""
    is_given: bool = False
    """Somebody named it, and it was not only found in a folder or a feed."""
    is_carried: bool = False
    """It was added as its feed carries it, since its page could not be had."""
    doubts: tuple[Doubt, ...] = ()
    """Of one that was added: why its letters may not be what a person sees in them."""


class Said(Struct, frozen=True):
    """What a feed says of a page; "" for what it does not."""

    title: str = ""
    author: str = ""
    published: str = ""
    publisher: str = ""
    updated: str = ""
    """When it changed last, as the feed writes it."""
    text: str = ""
    """The whole text, where the feed carries it."""
    is_html: bool = False
    """Whether that is HTML."""


class Item(Struct, frozen=True):
    """One thing to read: a file, or what was fetched."""

    origin: str
    """Its whole path, or its address."""
    name: str
    """What a person calls it."""
    suffix: str
    """Which reader reads it, without the dot."""
    path: str = ""
    """Of a file: where it is; unlike `origin` it may hold bytes that are no text."""
    stamp: str = ""
    """Of what was fetched: how it looked. Of a file: how it looked when it was last read; "" if it never was."""
    data: bytes = b""
    """Of what was fetched: its bytes."""
    url: str = ""
    """Where those came from in the end."""
    said: Said = Said()
    is_given: bool = False
    """Somebody named it."""
    instead: str = ""
    """Of a text that its feed carried: why the page itself was not fetched."""


class Unchanged(Struct, frozen=True):
    """A file that was touched, and has the bytes that it had."""

    stamp: str


class Intake(Struct, frozen=True):
    """What is to be taken in."""

    files: Iterable[Found] = ()
    addresses: tuple[str, ...] = ()
    """Pages and feeds."""


class Tools(Struct, frozen=True):
    """What an ingest works with."""

    moment: Callable[[], dt.datetime]
    """Tells what time it is (aware): when something came in is kept with it."""
    topics: tuple[Topic, ...] = ()
    """Documents are labelled with those that they are about."""
    web: Web | None = None
    """Fetches addresses; None where nothing is fetched."""
    workers: Workers = HERE
    """Who reads."""
    clock: Clock = Clock()
    """Says when to keep what has been read so far."""
    tell: Tell = lambda _: None
