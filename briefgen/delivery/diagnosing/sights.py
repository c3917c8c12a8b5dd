"""What the outbox knows of why something did not go out."""

from __future__ import annotations

import datetime as dt

from briefgen.delivery.diagnosing.values import Outlook, Seen
from briefgen.delivery.outbox import Outbox, generations, locking, looking, packing, runs
from briefgen.delivery.values import State


def outlook(outbox: Outbox) -> Outlook:
    """Everything, read without the lock: a sender may be at work."""
    return Outlook(
        tuple(_seen(outbox, one.name) for one in looking.editions(outbox)),
        runs.last(outbox),
        _trying_since(outbox),
        generations.locked(outbox),
        locking.holder(outbox.path) is not None,
    )


def _seen(outbox: Outbox, name: str) -> Seen:
    counts = looking.counts(outbox, name)
    waiting = looking.entries(outbox, name, {State.PENDING}) if counts.get(State.PENDING) else ()
    answered = [one for one in waiting if one.reply is not None]
    return Seen(name, counts, max(answered, key=lambda one: one.since).reply if answered else None)


def _trying_since(outbox: Outbox) -> dt.datetime | None:
    ((at,),) = outbox.rows(
        "SELECT min(at) FROM audit WHERE what = 'end' AND detail = '75' AND number >"
        " coalesce((SELECT max(number) FROM audit WHERE what = 'end' AND detail <> '75'), 0)"
    )
    return packing.moment(at) if at else None
