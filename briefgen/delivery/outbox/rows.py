"""Messages and notes as rows, for other programs: `briefgen outbox export` and `--json`."""

from __future__ import annotations

import datetime as dt

from briefgen.delivery.outbox import packing
from briefgen.delivery.outbox.audit import Note
from briefgen.delivery.values import Entry

Cell = str | int | list[str] | None
Row = dict[str, Cell]


def of_entry(entry: Entry) -> Row:
    """A message. Moments are in UTC."""
    person, reply = entry.person, entry.reply
    return {
        "number": entry.number,
        "edition": entry.edition,
        "address": person.address,
        "name": person.name,
        "lists": list(person.lists),
        "topics": list(person.combination.topics),
        "language": person.combination.language,
        "message_id": entry.message_id,
        "state": entry.state.value,
        "since": packing.stamp(entry.since),
        "attempts": entry.attempts,
        "due": _stamp(entry.due),
        "code": reply.code if reply else None,
        "status": reply.status if reply else None,
        "answer": reply.text if reply else None,
        "reason": entry.reason,
    }


def of_note(note: Note) -> Row:
    """Something that was done."""
    return {
        "number": note.number,
        "at": packing.stamp(note.at),
        "who": note.who,
        "what": note.what,
        "edition": note.edition,
        "message": note.message,
        "detail": note.detail,
    }


def _stamp(moment: dt.datetime | None) -> str | None:
    return packing.stamp(moment) if moment else None
