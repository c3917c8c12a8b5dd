"""What happens while mail is sent, one line of JSON an event. People stand in it as hashes that need the outbox.

The hash is keyed with bytes that only the outbox has: who holds a log alone can try no address against it, and within
one outbox the same person always has the same hash.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

import msgspec
from msgspec import Struct

from briefgen.delivery.outbox import Outbox, packing
from briefgen.delivery.values import Entry, Reply
from briefgen.oneline import one_line

DIGITS = 16
"""Of a hash: two of a million people share one with a chance of one in thirty million."""
_encoder = msgspec.json.Encoder()


class Event(Struct, frozen=True, omit_defaults=True):
    """One line. What is empty is left out."""

    at: str
    """When (UTC), with microseconds."""
    event: str
    """"plan", "claim", "dot", "sent", "wait", "end" …"""
    edition: str = ""
    message: int | None = None
    """Its number in the outbox."""
    recipient: str = ""
    """A hash, never an address."""
    state: str = ""
    code: int | None = None
    """What the relay answered (RFC 5321)."""
    status: str = ""
    """Its enhanced status (RFC 3463)."""
    detail: str = ""
    """Further words, on one line; no address."""


def salt(outbox: Outbox) -> bytes:
    """The key of the hashes."""
    ((found,),) = outbox.rows("SELECT value FROM salt")
    return bytes(found)


def hashed(key: bytes, recipient: str) -> str:
    """Somebody in a log, by `Person.id`."""
    return hmac.digest(key, recipient.encode(), hashlib.sha256).hex()[:DIGITS]


def of_entry(  # noqa: PLR0913 - one argument for each thing that is said
    key: bytes, now: dt.datetime, event: str, entry: Entry, reply: Reply | None = None, detail: str = ""
) -> Event:
    """What happened to a message. Of the relay's answer its codes are told: its words often hold the address."""
    return Event(
        packing.stamp(now),
        event,
        entry.edition,
        entry.number,
        hashed(key, entry.person.id),
        entry.state.value,
        reply.code if reply else None,
        reply.status if reply else "",
        one_line(detail),
    )


def of_run(now: dt.datetime, event: str, edition: str = "", detail: str = "") -> Event:
    """What happened to all of it."""
    return Event(packing.stamp(now), event, edition, detail=one_line(detail))


def line(event: Event) -> str:
    """The event as it stands in a log, without a line end."""
    return _encoder.encode(event).decode()
