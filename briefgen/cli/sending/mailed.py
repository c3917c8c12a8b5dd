"""Which editions went out by mail, noted in the store: an outbox that was lost must not send them once more.

An outbox that knows nothing of them is one that somebody deleted, or that a new machine began. It is locked as one that
came back from a backup is, until somebody says what was sent.
"""

from __future__ import annotations

import json

import click

from briefgen.cli.sending.rooms import Room
from briefgen.corpus.store import Store
from briefgen.delivery.outbox import generations, looking
from briefgen.errors import OutboxError, ReadOnlyError

KEY = "mailed"
"""Of the record in the store."""
NAMED = 3
"""Editions that are named, the newest."""


def editions(store: Store) -> tuple[str, ...]:
    """Those of which messages went out, or may have, in the order of their planning."""
    return tuple(json.loads(store.meta(KEY) or "[]"))


def note(room: Room, name: str) -> None:
    """Notes that an edition is planned, before its first message goes out."""
    before = editions(room.desk.store)
    if name in before:
        return
    try:
        room.desk.store.keep_meta(KEY, json.dumps([*before, name]))
    except ReadOnlyError as error:
        click.echo(f"warning: that {name} goes out is not noted in the store: {error.message}", err=True)


def refuse_new(room: Room) -> None:
    """Locks an outbox that was begun anew although mail went out before.

    Raises:
        OutboxError: It is locked, and nobody said yet what was sent.
    """
    before = editions(room.desk.store)
    if not before or looking.editions(room.outbox):
        return
    if not generations.is_told(room.outbox):
        generations.begin_locked(room.outbox, room.now, room.asked.who)
    if generations.locked(room.outbox):
        names = ", ".join(before[-NAMED:])
        more = " and older ones" if len(before) > NAMED else ""
        said = f"is a new one, and mail went out before: {names}{more}. Bring the old one back, or say what was sent"
        raise OutboxError(said, str(room.outbox.path), "`briefgen outbox unlock --help`")
