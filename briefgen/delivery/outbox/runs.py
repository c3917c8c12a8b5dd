"""When somebody began to send, and how that ended: rows of the audit, read again for `metrics` and `status`."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from briefgen.delivery.outbox import audit, packing
from briefgen.delivery.outbox.file import Outbox


class Run(Struct, frozen=True):
    """A run of the sender."""

    edition: str
    began: dt.datetime
    ended: dt.datetime | None
    """None where it goes on, or was killed."""
    code: int | None
    """Its exit code."""


def begin(outbox: Outbox, edition: str, now: dt.datetime, who: str) -> None:
    """Notes that a run begins, with the lock in hand."""
    with outbox.writing():
        audit.note(outbox, now, who, "begin", edition)


def end(outbox: Outbox, edition: str, code: int, now: dt.datetime, who: str) -> None:
    """Notes how it ended."""
    with outbox.writing():
        audit.note(outbox, now, who, "end", edition, detail=str(code))


def last(outbox: Outbox) -> Run | None:
    """The latest run; None where there was none."""
    sql = "SELECT at, what, edition, detail FROM audit WHERE what IN ('begin', 'end') ORDER BY number DESC LIMIT 2"
    rows = outbox.rows(sql)
    if not rows:
        return None
    at, what, edition, detail = rows[0]
    if what == "begin":
        return Run(edition, packing.moment(at), None, None)
    return Run(edition, packing.moment(rows[-1][0]), packing.moment(at), int(detail))
