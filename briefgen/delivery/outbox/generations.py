"""An outbox that came back from a backup: it does not know what was sent since then, and sends nothing until told.

The mark stands in the copy that a backup makes, so that it is there however the copy comes back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from briefgen.delivery.outbox import audit, packing
from briefgen.delivery.outbox.file import Outbox, open_outbox
from briefgen.errors import OutboxError

HINT = "Say what was sent since then: `briefgen outbox unlock --help`."


def save(outbox: Outbox, target: Path, now: dt.datetime, who: str) -> None:
    """Copies the outbox for a backup; the copy is locked until somebody says what was sent after this moment.

    The outbox itself is only read: it can be saved from a disk that is full.

    Raises:
        OutboxError: It is damaged, or the disk has a fault.
    """
    outbox.copy(target)
    with open_outbox(target, create=False) as copy, copy.writing():
        copy.run("INSERT INTO restoration (saved) VALUES (:saved)", {"saved": packing.stamp(now)})
        audit.note(copy, now, who, "copy", detail="for a backup; locked")


def is_told(outbox: Outbox) -> bool:
    """Whether it was locked once, so that somebody says or said what was sent before it knew anything."""
    return bool(outbox.rows("SELECT 1 FROM restoration LIMIT 1"))


def begin_locked(outbox: Outbox, now: dt.datetime, who: str) -> None:
    """Locks an outbox that was begun anew where another one was lost."""
    with outbox.writing():
        outbox.run("INSERT INTO restoration (saved) VALUES (:saved)", {"saved": packing.stamp(now)})
        audit.note(outbox, now, who, "begin anew", detail="locked")


def locked(outbox: Outbox) -> dt.datetime | None:
    """The moment since which nobody said what was sent; None where all is known."""
    ((saved,),) = outbox.rows("SELECT min(saved) FROM restoration WHERE unlocked IS NULL")
    return packing.moment(saved) if saved else None


def refuse_locked(outbox: Outbox) -> None:
    """Raises `OutboxError` where nobody said yet what was sent since a backup."""
    if saved := locked(outbox):
        raise OutboxError(f"came back from a backup of {saved:%Y-%m-%d %H:%M} UTC", str(outbox.path), HINT)


def gone(outbox: Outbox, edition: str) -> str:
    """How it is known that an edition went out while the outbox knew nothing of it; empty where it did not."""
    for at, who in outbox.rows("SELECT at, who FROM gone WHERE edition = :name", {"name": edition}):
        return f"sent before the outbox came back from a backup, said {who} on {packing.moment(at):%Y-%m-%d}"
    return ""


def waiting(outbox: Outbox) -> dict[str, int]:
    """The editions that have messages of which it is not known whether they were sent since, with how many."""
    sql = (
        "SELECT edition, count(*) FROM message WHERE state IN ('pending', 'claimed', 'dot')"
        " GROUP BY edition ORDER BY edition"
    )
    return dict(outbox.rows(sql))


def note_gone(outbox: Outbox, editions: Collection[str], now: dt.datetime, who: str) -> None:
    """Notes editions that went out and are not planned here, within a transaction: they never go out again."""
    for name in editions:
        outbox.run(
            "INSERT INTO gone VALUES (:name, :at, :who) ON CONFLICT DO NOTHING",
            {"name": name, "at": packing.stamp(now), "who": who},
        )
        audit.note(outbox, now, who, "gone", name)


def note_unlocked(outbox: Outbox, now: dt.datetime, who: str) -> None:
    """Ends the lock, within a transaction."""
    outbox.run(
        "UPDATE restoration SET unlocked = :at, who = :who WHERE unlocked IS NULL",
        {"at": packing.stamp(now), "who": who},
    )
    audit.note(outbox, now, who, "unlock")
