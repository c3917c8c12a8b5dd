"""Messages of which nobody knows whether they were delivered, looked for in an archive mailbox by their Message-ID.

The mailbox gets a copy of everything that the relay takes. A message that is there was taken; one that is not, after
some time, was not. That conclusion is drawn only where the mailbox shows that it works: it must have messages that the
relay is known to have taken shortly before or after, and lack none of them. Else everything stays unknown, and a person
decides: mail may lie in a queue, or somebody may have cleared the mailbox.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections import Counter
from collections.abc import Mapping, Sequence

from briefgen.delivery import logs
from briefgen.delivery.outbox import Outbox, looking, moving
from briefgen.delivery.sending.values import Event, Tools
from briefgen.delivery.values import Entry, State

FOUND = "it is in the archive mailbox"
MISSING = "it is not in the archive mailbox, and is sent again"
NO_WITNESS = "the archive mailbox has none of what was sent; it proves nothing"
BEHIND = "the archive mailbox lacks messages that the relay took; it proves nothing"
NEAR = 3
"""Messages that were sent next before a doubtful one, and so many after it, speak for the mailbox or against it."""


def reconcile(outbox: Outbox, edition: str, grace: float, tools: Tools, *, wait: bool) -> Counter[State]:
    """Settles what can be settled of an edition.

    Args:
        outbox: Whose.
        edition: Its name.
        grace: Seconds that a message may take to the mailbox.
        tools: Clock and mailbox.
        wait: Whether to wait until that time is over for all of them, and for those that speak for the mailbox.

    Returns:
        How many are sent, and how many are pending again.

    Raises:
        DeliveryError: The mailbox cannot be read now.
        SecretError: It lets nobody in.
    """
    done: Counter[State] = Counter()
    doubtful = looking.entries(outbox, edition, {State.UNKNOWN})
    if not doubtful or tools.look_up is None:
        return done
    sent = sorted((one for one in looking.entries(outbox, edition, {State.SENT}) if _taken(one)), key=_since)
    witnesses = {one.number: near(one, sent) for one in doubtful}
    asked = {one.number: one for one in (*doubtful, *(each for some in witnesses.values() for each in some))}
    latest = max(one.since for one in asked.values()) + dt.timedelta(seconds=grace)
    if wait and latest > (now := tools.clock()):
        tools.sleep((latest - now).total_seconds())
    old = tools.clock() - dt.timedelta(seconds=grace)  # before the mailbox is asked: it answers of that moment at best
    there = tools.look_up(tuple(asked.values()))
    for one in doubtful:
        if there.get(one.number):
            _say(outbox, one, State.SENT, FOUND, tools)
            done[State.SENT] += 1
        elif one.since > old:
            continue  # it may still be on its way
        elif doubt := against(witnesses[one.number], there, old):
            _tell(outbox, one, "unknown", doubt, tools)
        else:
            _say(outbox, one, State.PENDING, MISSING, tools)
            done[State.PENDING] += 1
    return done


def near(doubtful: Entry, sent: Sequence[Entry]) -> tuple[Entry, ...]:
    """What was sent next before a message and next after it.

    Args:
        doubtful: The message.
        sent: By time.
    """
    place = bisect(sent, doubtful.since, key=_since)
    return tuple(sent[max(0, place - NEAR) : place + NEAR])


def against(witnesses: Sequence[Entry], there: Mapping[int, bool], old: dt.datetime) -> str:
    """Why a mailbox proves nothing by what it lacks; empty where it does.

    Args:
        witnesses: Messages that the relay took.
        there: Which of them the mailbox has, by number.
        old: What was sent until then has to be there; what was sent later may be on its way.
    """
    if not any(there.get(one.number) for one in witnesses):
        return NO_WITNESS
    return BEHIND if any(one.since <= old and not there.get(one.number) for one in witnesses) else ""


def _taken(one: Entry) -> bool:
    """Whether it is sent by the word of the relay, and not by that of a person or of the mailbox."""
    return one.reply is not None and one.reply.code // 100 == 2  # noqa: PLR2004 - RFC 5321, 4.2.1


def _since(one: Entry) -> dt.datetime:
    return one.since


def _say(outbox: Outbox, one: Entry, state: State, reason: str, tools: Tools) -> None:
    moving.resolve(outbox, one, state, tools.clock(), tools.who, reason)
    _tell(outbox, one, str(state), reason, tools)


def _tell(outbox: Outbox, one: Entry, what: str, detail: str, tools: Tools) -> None:
    recipient = logs.hashed(logs.salt(outbox), one.person.id)
    tools.tell(Event(tools.clock(), one.edition, what, one.number, recipient, detail))
