"""When somebody began to send, and how that ended: rows of the audit, read again for `metrics` and `status`."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from briefgen.delivery.outbox import audit, packing
from briefgen.delivery.outbox.file import Outbox
from briefgen.oneline import one_line


class Run(Struct, frozen=True):
    """A run of the sender."""

    edition: str
    began: dt.datetime
    ended: dt.datetime | None
    """None where it goes on, or was killed."""
    code: int | None
    """Its exit code."""
    why: str = ""
    """Why it ended before it was through; empty where it was not."""


def begin(outbox: Outbox, edition: str, now: dt.datetime, who: str) -> None:
    """Notes that a run begins, with the lock in hand."""
    with outbox.writing():
        audit.note(outbox, now, who, "begin", edition)


def end(  # noqa: PLR0913 - one argument for each thing that is said
    outbox: Outbox, edition: str, code: int, now: dt.datetime, who: str, why: str = ""
) -> None:
    """Notes how it ended.

    Args:
        outbox: Where.
        edition: Its name.
        code: Its exit code.
        now: When.
        who: Who sent.
        why: Why it ended before it was through.
    """
    with outbox.writing():
        audit.note(outbox, now, who, "end", edition, detail=f"{code} {one_line(why)}".strip())


def last(outbox: Outbox) -> Run | None:
    """The latest run; None where there was none."""
    sql = "SELECT at, what, edition, detail FROM audit WHERE what IN ('begin', 'end') ORDER BY number DESC LIMIT 2"
    rows = outbox.rows(sql)
    if not rows:
        return None
    at, what, edition, detail = rows[0]
    if what == "begin":
        return Run(edition, packing.moment(at), None, None)
    code, _, why = detail.partition(" ")
    return Run(edition, packing.moment(rows[-1][0]), packing.moment(at), int(code), why)
