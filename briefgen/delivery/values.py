"""What is sent to whom, and where a message is on its way.

settings ─▶ people ─▶ combinations ─▶ edition's files ─▶ outbox ─▶ message ─▶ relay
            Person    Combination     File              Entry      bytes      Reply
"""

from __future__ import annotations

import datetime as dt
import hashlib
from enum import StrEnum

from msgspec import Struct

from briefgen.model import File

_LONGEST = 120
"""Characters of a key: file systems take names of 255 bytes, and endings and folders come on top."""


class Combination(Struct, frozen=True, order=True):
    """A brief that somebody gets: its topics are sections of one brief, in one language."""

    topics: tuple[str, ...]
    """Ids, in the order of the settings."""
    language: str
    """A language tag (BCP 47): "kk"."""

    @property
    def key(self) -> str:
        """The stem of its files in an edition: "energy--transport.kk"; of very many topics the first one and a hash."""
        topics = "--".join(self.topics)  # which no id has, and neither Markdown nor a link escapes
        if len(topics) > _LONGEST:
            code = hashlib.sha256(topics.encode()).hexdigest()[:12]
            topics = f"{self.topics[0][:_LONGEST]}--{len(self.topics) - 1}-{code}"
        return f"{topics}.{self.language}"


class Person(Struct, frozen=True):
    """Somebody who gets briefs. Who is on several lists is one person, with the topics of all."""

    address: str
    """As the relay gets it."""
    name: str
    """For the To line; empty where it is not known."""
    lists: tuple[str, ...]
    """Ids of the lists, in the order of the settings."""
    combination: Combination
    attached: tuple[str, ...]
    """Formats that come with the message, such as "pdf"; others are links."""
    linked: tuple[str, ...]
    """Formats that the message links to."""

    @property
    def id(self) -> str:
        """What the outbox knows the person by: the address without regard to case."""
        return self.address.casefold()


class State(StrEnum):
    """Where a message is on its way: pending → claimed → dot → sent, failed or unknown."""

    PENDING = "pending"
    """To be sent; safe to send again, as nothing of it was given to the relay for good."""
    CLAIMED = "claimed"
    """Somebody is at it; its final dot did not go out, so that it is safe to send again."""
    DOT = "dot"
    """Committed just before the final dot goes out: from here on nobody knows until the relay answers."""
    SENT = "sent"
    """The relay took it."""
    FAILED = "failed"
    """The relay refused it for good, or the deadline of the edition passed."""
    UNKNOWN = "unknown"
    """The connection ended between the final dot and the answer."""
    DROPPED = "dropped"
    """It is not to be sent any more: the person left, or bounced, or the edition was skipped. The reason says which."""


class Policy(StrEnum):
    """What becomes of a message of which nobody knows whether it was delivered."""

    HOLD = "hold"
    """A person decides. Never twice."""
    RESEND = "resend"
    """Sent again under the same Message-ID. Never lost."""
    RECONCILE = "reconcile"
    """Looked for in an archive mailbox by its Message-ID, then settled."""


class Security(StrEnum):
    """How the way to the relay is kept."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """In the open: only where the settings say so."""


class Reply(Struct, frozen=True):
    """What a relay answered (RFC 5321, 4.2)."""

    code: int
    """Three digits; 0 where the connection ended without an answer."""
    text: str
    """Printable, on one line."""
    status: str = ""
    """Enhanced status (RFC 3463): "5.1.1"; empty where none was given."""

    @property
    def words(self) -> str:
        """All of it on a line."""
        return " ".join(filter(None, (str(self.code or ""), self.status, self.text)))


class Letter(Struct, frozen=True):
    """What everybody with one combination gets, frozen before the first message."""

    combination: Combination
    files: tuple[File, ...]
    """Of the edition: the .eml without sender and recipient, and the formats that are attached."""


class Entry(Struct, frozen=True):
    """A message in the outbox."""

    number: int
    """Its key there."""
    edition: str
    """"2026-W47", or "2026-W47.1" for a correction."""
    person: Person
    message_id: str
    """From edition and recipient alone, with angle brackets."""
    state: State
    since: dt.datetime
    """When it got there (UTC)."""
    attempts: int = 0
    """How often it was claimed."""
    due: dt.datetime | None = None
    """Not to be tried before this moment; None for at once."""
    reply: Reply | None = None
    """The last one."""
    reason: str = ""
    """Why it was dropped, or who settled it."""
