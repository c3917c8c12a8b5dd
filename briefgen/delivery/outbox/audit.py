"""Who did what, in the order that it was done; a row is never changed and never removed. It names no address."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from briefgen.delivery import logs
from briefgen.delivery.masking import masked
from briefgen.delivery.outbox import packing
from briefgen.delivery.outbox.file import Outbox


class Note(Struct, frozen=True):
    """Something that was done."""

    number: int
    at: dt.datetime
    who: str
    """A person, or "briefgen"."""
    what: str
    """"plan", "claim", "dot", "sent", "resolve" …"""
    edition: str
    """Empty where it was done to none."""
    message: int | None
    """Number of the message; None where it was done to none."""
    detail: str


def note(  # noqa: PLR0913 - one argument for each column
    outbox: Outbox,
    at: dt.datetime,
    who: str,
    what: str,
    edition: str = "",
    message: int | None = None,
    detail: str = "",
) -> None:
    """Adds a row, within the transaction of what was done. Addresses in it are masked: it stays for good."""
    outbox.run(
        "INSERT INTO audit (at, who, what, edition, message, detail)"
        " VALUES (:at, :who, :what, :edition, :message, :detail)",
        {
            "at": packing.stamp(at), "who": who, "what": what, "edition": edition, "message": message,
            "detail": masked(logs.salt(outbox), detail) if "@" in detail else detail,
        },
    )  # fmt: skip


def notes(outbox: Outbox, edition: str = "", since: int = 0) -> tuple[Note, ...]:
    """The rows behind a number, those of one edition where it is named, the first one first."""
    sql = (
        "SELECT number, at, who, what, edition, message, detail FROM audit"
        " WHERE number > :since AND (:edition = '' OR edition = :edition) ORDER BY number"
    )
    rows = outbox.rows(sql, {"since": since, "edition": edition})
    return tuple(Note(number, packing.moment(at), *rest) for number, at, *rest in rows)
