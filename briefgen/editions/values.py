"""What an edition is: its plan, the pieces that it is made from, and the acts of its log."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from msgspec import UNSET, Struct, UnsetType

from briefgen.model import Notice


class State(StrEnum):
    """Where an edition is on its way."""

    DRAFT = "draft"
    """Somebody is working on it."""
    REVIEW = "in review"
    """Somebody read it as it is; a change makes it a draft again."""
    RELEASED = "released"
    """It left the house; nothing of it changes any more."""
    WITHDRAWN = "withdrawn"
    """It was released, and nobody should use it any more."""


class Part(StrEnum):
    """What a piece of an edition is, as a person says it."""

    DOCUMENT = "document"
    LEFT_OUT = "what was left out"
    SETTINGS = "settings"
    MAILED = "what is mailed"
    """What delivery.yaml says that stands in mails, and for which topics and languages there are some."""
    BRAND = "brand"
    CORRECTIONS = "corrections"
    OVERRIDE = "override"
    TEMPLATE = "template"
    EARLIER = "edition before"
    PROGRAM = "version of briefgen"
    FILE = "file"
    """What came out: there only once it was reviewed."""


class How(StrEnum):
    """What became of a piece."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


class Plan(Struct, frozen=True):
    """What somebody wants an edition to be."""

    name: str
    """"2026-W47"; "2026-W47.1" for its first correction."""
    week: str
    """The week that it is about."""
    topics: tuple[str, ...]
    """Ids of its topics, one brief for each."""
    formats: tuple[str, ...]
    """Formats of its files."""
    compare_to: str = ""
    """The edition before, which it is compared with; empty for none."""
    notice: Notice | None = None
    """Of a correction: which edition it corrects, when and why."""
    locale: str | UnsetType = UNSET
    """The locale that its briefs speak. Unset for that of the settings: not written, so that logs keep their hashes."""

    @property
    def speaks(self) -> str:
        """The locale; empty for that of the settings."""
        return self.locale or ""


class Piece(Struct, frozen=True, order=True):
    """Something that an edition is made from, or a file of it, by the hash of its bytes."""

    part: Part
    path: str
    """Its name among those of its part: a document's name, a template's path."""
    hash: str
    """SHA-256 of its bytes, in hexadecimal."""


class Change(Struct, frozen=True, order=True):
    """What became of a piece."""

    part: Part
    path: str
    how: How


class Sign(Struct, frozen=True):
    """Who did something, and when."""

    by: str
    at: dt.datetime
    """An aware moment, in UTC, to the second."""


class Act(Struct, frozen=True):
    """An entry of an edition's log."""

    state: State
    """What the edition is since then."""
    by: str
    at: dt.datetime
    plan: Plan
    pieces: tuple[Piece, ...]
    """All that it was made from then, sorted."""
    hash: str
    """Over the plan and the pieces."""
    before: str = ""
    """Hash of the act before it; empty for the first."""
    reason: str = ""
    """Why it was withdrawn."""
    changes: tuple[Change, ...] = ()
    """Of one that fell back to a draft: what changed."""


class Standing(Struct, frozen=True):
    """Where an edition is today."""

    state: State
    plan: Plan
    hash: str
    """Of what was last signed."""
    changes: tuple[Change, ...] = ()
    """What changed since: it is a draft because of these."""
