"""What goes between the server and the process that makes pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from briefgen.editing.findings import Finding
from briefgen.editing.layers import Standing
from briefgen.model import Document


class View(StrEnum):
    """A tab of the preview."""

    HTML = "html"
    PDF = "pdf"
    MAIL = "mail"
    MAIL_NARROW = "mail-narrow"
    MAIL_DARK = "mail-dark"
    MARKDOWN = "markdown"


class Wanted(Struct, frozen=True):
    """What the command was told."""

    config: Path | None = None
    """Settings to use instead of the nearest ones."""
    corpus: tuple[Path, ...] = ()
    """Files and folders with documents, for briefs of one's own topics."""
    store: str | None = None
    """The store to take them from; None for that of the settings."""
    week: str | None = None
    """The week that they are about."""
    as_of: dt.date | None = None
    """The day that they speak from."""


class Key(Struct, frozen=True):
    """What a tab of the browser shows."""

    brief: str
    """"sample/busy", "topic/transport" or "edition/2026-W47/transport"."""
    view: View
    locale: str = ""
    """The language of its frame; empty for that of the settings. What was released stays in its own."""


class Job(Struct, frozen=True):
    """One page to be made."""

    wanted: Wanted
    key: Key
    documents: int = 0
    """How often documents or editions came or went: briefs are written anew then."""


class Choice(Struct, frozen=True):
    """A brief that can be looked at."""

    key: str
    """`Key.brief`."""
    title: str
    group: str
    """What it stands under."""


class Proof(Struct, frozen=True):
    """A sample in which nothing of the evidence may be lost (`editing/proving.py`)."""

    wanted: Wanted
    sample: str


class Note(Struct, frozen=True):
    """Where a citation leads."""

    number: int
    """As printed."""
    document: str
    """`Document.id`."""
    start: int
    end: int
    """The span in its text, in code points."""


class Place(Struct, frozen=True):
    """Where a block of a page comes from."""

    template: str
    """"brief.md.j2"."""
    file: str
    """The path of the file in use."""
    line: int
    """The line of its tag, from 1."""
    is_house: bool
    """The house's own, not the shipped one."""


class Page(Struct, frozen=True):
    """What the frame shows."""

    content: bytes
    """HTML in UTF-8."""
    policy: str
    """Its Content-Security-Policy."""
    file: bytes = b""
    """The PDF that it shows; empty for other views."""


class Watched(Struct, frozen=True):
    """What a preview depends on."""

    files: tuple[Path, ...]
    """Settings, brand, logo, corrections."""
    folders: tuple[Path, ...]
    """Templates, with all that is below; they need not be there."""
    documents: tuple[Path, ...] = ()
    """Files and folders with documents, where briefs are made from these and not from a store."""
    store: str = ""
    """The store, a path or an address, which is asked now and then; it need not be there."""


class Outcome(Struct, frozen=True):
    """What became of a job."""

    page: Page | None
    """None where it could not be made; `findings` say why."""
    findings: tuple[Finding, ...] = ()
    """What is wrong with the templates and settings, and what went wrong."""
    standings: tuple[Standing, ...] = ()
    """The templates."""
    places: Mapping[str, Place] = {}
    """By the name of the block."""
    notes: tuple[Note, ...] = ()
    """By number."""
    documents: tuple[Document, ...] = ()
    """Those that the brief was made from."""
    blocks: Mapping[str, str] = {}
    """A hash of what each block says, to tell which of them changed."""
    choices: tuple[Choice, ...] = ()
    """What can be looked at besides the samples."""
    remark: str = ""
    """Where the edition is on its way; empty for what is none."""
    frozen: bool = False
    """It is shown as it was released, whatever the templates are now."""
    watched: Watched | None = None
    """What is to be watched from now on; None where the settings cannot be read."""
