"""What stands in the outbox."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Collection
from typing import Any

from msgspec import Struct

from briefgen import squeezed
from briefgen.delivery.outbox import packing
from briefgen.delivery.outbox.file import SOUND, Outbox
from briefgen.delivery.values import Entry, Letter, Reply, State
from briefgen.errors import OutboxError, UsageError
from briefgen.model import File

COLUMNS = "number, edition, person, message_id, state, since, attempts, due, code, answer, status, reason"


class Frozen(Struct, frozen=True):
    """An edition as it was planned."""

    name: str
    hash: str
    """Of the edition when it was released."""
    planned: dt.datetime
    deadline: dt.datetime | None
    """When it is too late to send it."""


def edition(outbox: Outbox, name: str) -> Frozen:
    """An edition that was planned.

    Raises:
        UsageError: It was not.
    """
    for one in editions(outbox):
        if one.name == name:
            return one
    raise UsageError("nothing of it was sent or planned", name, "Send it: `briefgen send`.")


def editions(outbox: Outbox) -> tuple[Frozen, ...]:
    """All that were planned, in the order of planning."""
    rows = outbox.rows("SELECT name, hash, planned, deadline FROM edition ORDER BY planned, name")
    return tuple(
        Frozen(name, digest, packing.moment(planned), packing.moment(end) if end else None)
        for name, digest, planned, end in rows
    )


def counts(outbox: Outbox, name: str) -> dict[State, int]:
    """How many messages of an edition are in each state; states of none are left out."""
    sql = "SELECT state, count(*) FROM message WHERE edition = :name GROUP BY state ORDER BY state"
    return {State(state): number for state, number in outbox.rows(sql, {"name": name})}


def entries(outbox: Outbox, name: str, states: Collection[State] = ()) -> tuple[Entry, ...]:
    """The messages of an edition by number, those in some states where they are named."""
    sql = f"SELECT {COLUMNS} FROM message WHERE edition = :name ORDER BY number"  # noqa: S608 - our own words
    found = (entry(row) for row in outbox.rows(sql, {"name": name}))
    return tuple(one for one in found if not states or one.state in states)


def by_number(outbox: Outbox, number: int) -> Entry:
    """A message as it is now.

    Raises:
        UsageError: There is none with that number.
    """
    sql = f"SELECT {COLUMNS} FROM message WHERE number = :number"  # noqa: S608 - our own words
    for row in outbox.rows(sql, {"number": number}):
        return entry(row)
    raise UsageError("there is no message with that number", str(number), "List them: `briefgen outbox status`.")


def next_due(outbox: Outbox, name: str) -> dt.datetime | None:
    """When the next message of an edition is to be tried that has to wait; None where none waits."""
    sql = "SELECT min(due) FROM message WHERE edition = :name AND state = 'pending'"
    ((due,),) = outbox.rows(sql, {"name": name})
    return packing.moment(due) if due else None


def by_message_id(outbox: Outbox, message_id: str) -> Entry | None:
    """The message with an id; None where there is none."""
    sql = f"SELECT {COLUMNS} FROM message WHERE message_id = :id"  # noqa: S608 - our own words
    return next(map(entry, outbox.rows(sql, {"id": message_id})), None)


def by_recipient(outbox: Outbox, recipient: str) -> tuple[Entry, ...]:
    """The messages to somebody, by their id there (`Person.id`), the oldest one first."""
    sql = f"SELECT {COLUMNS} FROM message WHERE recipient = :id ORDER BY number"  # noqa: S608 - our own words
    return tuple(map(entry, outbox.rows(sql, {"id": recipient})))


def entry(row: tuple[Any, ...]) -> Entry:
    """A row with `COLUMNS`."""
    number, name, person, message_id, state, since, attempts, due, code, answer, status, reason = row
    return Entry(
        number,
        name,
        packing.person_of(person),
        message_id,
        State(state),
        packing.moment(since),
        attempts,
        packing.moment(due) if due else None,
        None if code is None else Reply(code, answer, status),
        reason,
    )


def letters(outbox: Outbox, name: str) -> tuple[Letter, ...]:
    """The letters of an edition, byte by byte as they were frozen, by key.

    Raises:
        OutboxError: Bytes are not what they were.
    """
    sql = (
        "SELECT letter.key, letter.name, letter.combination, letter.hash, piece.packed FROM letter"
        " JOIN piece ON piece.hash = letter.hash WHERE edition = :name ORDER BY letter.key, position"
    )
    files: dict[str, list[File]] = {}
    whose = {}
    for key, file, combination, digest, packed in outbox.rows(sql, {"name": name}):
        files.setdefault(key, []).append(File(file, _sound(outbox, file, digest, packed)))
        whose[key] = packing.combination_of(combination)
    return tuple(Letter(whose[key], tuple(found)) for key, found in files.items())


def _sound(outbox: Outbox, file: str, digest: str, packed: bytes) -> bytes:
    try:
        data = squeezed.unpacked(packed)
    except zlib.error:
        data = b""
    if squeezed.digest(data) != digest:
        raise OutboxError(f"“{file}” is not what was frozen any more", str(outbox.path), SOUND)
    return data
