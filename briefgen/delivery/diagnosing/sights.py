"""What the outbox knows of why something did not go out."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from briefgen.delivery import logs
from briefgen.delivery.diagnosing.values import Outlook, Seen
from briefgen.delivery.masking import masked
from briefgen.delivery.outbox import Outbox, generations, locking, looking, packing, runs
from briefgen.delivery.values import Reply, State


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
    newest = max(answered, key=lambda one: one.since, default=None)
    why = _dropped(outbox, name) if counts.keys() == {State.DROPPED} else ""
    return Seen(name, counts, _masked(outbox, newest.reply) if newest else None, why)


def _masked(outbox: Outbox, reply: Reply | None) -> Reply | None:
    """What the relay said, as it may stand in the log of a service."""
    return replace(reply, text=masked(logs.salt(outbox), reply.text)) if reply else None


def _dropped(outbox: Outbox, name: str) -> str:
    sql = (
        "SELECT reason FROM message WHERE edition = :name AND state = :dropped"
        " GROUP BY reason ORDER BY count(*) DESC, reason LIMIT 1"
    )
    return next((str(reason) for (reason,) in outbox.rows(sql, {"name": name, "dropped": State.DROPPED})), "")


def _trying_since(outbox: Outbox) -> dt.datetime | None:
    ((at,),) = outbox.rows(
        "SELECT min(at) FROM audit WHERE what = 'end' AND number >"
        " coalesce((SELECT max(number) FROM audit WHERE what = 'end' AND detail NOT LIKE '75%'), 0)"
    )
    return packing.moment(at) if at else None
