"""A person says what was sent while the outbox knew nothing of it; then it sends again (`generations`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from briefgen.delivery.outbox import generations, looking, moving
from briefgen.delivery.outbox.file import Outbox
from briefgen.delivery.outbox.moving import Settled
from briefgen.delivery.values import Entry, State
from briefgen.errors import UsageError

OPEN = (State.PENDING, State.CLAIMED, State.DOT)
"""States of what may have been sent since a backup."""

CAUGHT = "the backup was made while it was sent"


class Said(Struct, frozen=True):
    """What somebody knows of the time since a backup, by the names of editions."""

    sent: tuple[str, ...] = ()
    """They went out to everybody; also some that the outbox does not know."""
    unsent: tuple[str, ...] = ()
    """Nothing more of them went out."""
    doubtful: tuple[str, ...] = ()
    """Some of what waits went out: each message is unknown, and resolved on its own."""
    nothing: bool = False
    """Nothing at all went out."""


def unlock(outbox: Outbox, said: Said, now: dt.datetime, who: str) -> None:
    """Settles what waits as somebody says, and lets the outbox send again; all in one piece.

    Raises:
        UsageError: It is not locked, or something is said twice, of nothing, or left open.
    """
    with outbox.writing():
        _refuse(outbox, said)
        for name in said.sent:
            for one in looking.entries(outbox, name, OPEN):
                reason = f"sent after the backup, said {who}"
                moving.step(outbox, Settled(one, State.UNKNOWN), now, who)
                moving.step(outbox, Settled(looking.by_number(outbox, one.number), State.SENT, reason=reason), now, who)
        for name in said.doubtful:
            for one in looking.entries(outbox, name, OPEN):
                moving.step(outbox, Settled(one, State.UNKNOWN, reason="may be sent after the backup"), now, who)
        for one in _dangling(outbox):
            if one.state is State.DOT:  # perhaps it went out in the moment of the backup itself, and nobody said that
                moving.step(outbox, Settled(one, State.UNKNOWN, moving.LINK_ENDED, reason=CAUGHT), now, who)
            else:
                moving.step(outbox, Settled(one, State.PENDING), now, who)
        known = {one.name for one in looking.editions(outbox)}
        generations.note_gone(outbox, [name for name in said.sent if name not in known], now, who)
        generations.note_unlocked(outbox, now, who)


def _refuse(outbox: Outbox, said: Said) -> None:
    """Raises `UsageError` for what cannot be meant."""
    if generations.locked(outbox) is None:
        raise UsageError("is not locked", str(outbox.path), "Nothing was changed.")
    names = [*said.sent, *said.unsent, *said.doubtful]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError("is said to be two things", twice, "Say of each edition whether it was sent.")
    if said.nothing and names:
        raise UsageError("something is said to be sent and nothing, too", hint="Name editions, or --nothing-sent.")
    if not said.nothing and not names:
        hint = "Name what was sent, --sent 2026-W48, or say that nothing was: --nothing-sent."
        raise UsageError("nothing is said of what was sent since the backup", hint=hint)
    waiting = generations.waiting(outbox)
    if strange := next((name for name in (*said.unsent, *said.doubtful) if name not in waiting), None):
        hint = f"What waits: {', '.join(waiting) or 'nothing'}. What went out and is not here goes under --sent."
        raise UsageError("has no message that waits", strange, hint)
    if not said.nothing and (left := [name for name in waiting if name not in names]):
        told = ", ".join(f"{name} ({waiting[name]:,})" for name in left)
        hint = "Say of each whether it was sent: --sent, --unsent, or --in-doubt."
        raise UsageError(f"messages wait of which nothing is said: {told}", hint=hint)


def _dangling(outbox: Outbox) -> Iterator[Entry]:
    """Those at which the sender was when the backup was made, and that were not sent, as is said now."""
    for edition in looking.editions(outbox):
        yield from looking.entries(outbox, edition.name, (State.CLAIMED, State.DOT))
