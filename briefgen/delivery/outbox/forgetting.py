"""Somebody asks to be forgotten: name and address go, and that something was sent stays."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from briefgen.delivery import logs
from briefgen.delivery.masking import masked
from briefgen.delivery.outbox import audit, looking, moving, packing
from briefgen.delivery.outbox.file import Outbox
from briefgen.delivery.outbox.moving import Settled
from briefgen.delivery.values import State

OPEN = (State.PENDING, State.UNKNOWN, State.FAILED)


def forget(outbox: Outbox, recipient: str, now: dt.datetime, who: str) -> int:
    """Takes name and address of somebody out of every message, with the lock in hand; how many messages there were.

    What waits, failed or is unknown is dropped. Whoever left a list stays known as such, so that no list brings them
    back; a backup that was made before still has everything.

    Args:
        outbox: Where.
        recipient: `Person.id`.
        now: When.
        who: Who does it.

    Raises:
        OutboxError: A message of theirs is on its way: another one sends, or the sender died and nobody recovered. Or
            somebody reads, so that old bytes still stand in the log: the same again takes them out.
    """
    found = looking.by_recipient(outbox, recipient)
    key = logs.salt(outbox)
    with outbox.writing():
        for one in found:
            if one.state in OPEN:
                moving.step(outbox, Settled(one, State.DROPPED, one.reply, reason="forgotten"), now, who)
            elif one.state not in {State.SENT, State.DROPPED}:
                moving.step(outbox, Settled(one, State.DROPPED), now, who)  # refused where the table says so
            outbox.run(
                "UPDATE message SET recipient = :recipient, person = :person, reason = :reason,"
                " answer = CASE WHEN answer IS NULL THEN NULL ELSE '' END WHERE number = :number",
                {
                    "number": one.number, "recipient": f"forgotten {one.number}",
                    "reason": masked(key, looking.by_number(outbox, one.number).reason),
                    "person": packing.person(replace(one.person, address="", name="")),
                },
            )  # fmt: skip
            audit.note(outbox, now, who, "forget", one.edition, one.number)
        outbox.run("DELETE FROM subscriber WHERE recipient = :recipient", {"recipient": recipient})
        outbox.run("UPDATE notice SET recipient = '' WHERE recipient = :recipient", {"recipient": recipient})
    outbox.empty_log()
    return len(found)
