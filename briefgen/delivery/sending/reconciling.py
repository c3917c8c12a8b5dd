"""Messages of which nobody knows whether they were delivered, looked for in an archive mailbox by their Message-ID.

The mailbox gets a copy of everything that the relay takes. A message that is there was taken; one that is not, after
some time, was not. That conclusion is drawn only where the mailbox shows that it works: it must have a message of which
is known that the relay took it. Else everything stays unknown, and a person decides.
"""

from __future__ import annotations

import datetime as dt

from briefgen.delivery import logs
from briefgen.delivery.outbox import Outbox, looking, moving
from briefgen.delivery.sending.values import Event, Tools
from briefgen.delivery.values import Entry, State

FOUND = "it is in the archive mailbox"
MISSING = "it is not in the archive mailbox, and is sent again"
NO_WITNESS = "the archive mailbox has none of what was sent; it proves nothing"
WITNESSES = 3
"""Messages that were sent, the first ones: one of them has to be there."""


def reconcile(outbox: Outbox, edition: str, grace: float, tools: Tools, *, wait: bool) -> dict[State, int]:
    """Settles what can be settled of an edition.

    Args:
        outbox: Whose.
        edition: Its name.
        grace: Seconds that a message may take to the mailbox.
        tools: Clock and mailbox.
        wait: Whether to wait until that time is over for all of them.

    Returns:
        How many are sent, and how many are pending again.
    """
    doubtful = looking.entries(outbox, edition, {State.UNKNOWN})
    if not doubtful or tools.look_up is None:
        return {}
    latest = max(one.since for one in doubtful) + dt.timedelta(seconds=grace)
    if wait and latest > tools.clock():
        tools.sleep((latest - tools.clock()).total_seconds())
    sent = looking.entries(outbox, edition, {State.SENT})
    witnesses = sorted(sent, key=lambda one: one.since)[:WITNESSES]
    there = tools.look_up((*doubtful, *witnesses))
    proven = any(there.get(one.number) for one in witnesses)
    done: dict[State, int] = {}
    for one in doubtful:
        if there.get(one.number):
            _say(outbox, one, State.SENT, FOUND, tools)
        elif proven and one.since + dt.timedelta(seconds=grace) <= tools.clock():
            _say(outbox, one, State.PENDING, MISSING, tools)
        else:
            if not proven:
                _tell(outbox, one, "unknown", NO_WITNESS, tools)
            continue
        state = State.SENT if there.get(one.number) else State.PENDING
        done[state] = done.get(state, 0) + 1
    return done


def _say(outbox: Outbox, one: Entry, state: State, reason: str, tools: Tools) -> None:
    moving.resolve(outbox, one, state, tools.clock(), tools.who, reason)
    _tell(outbox, one, str(state), reason, tools)


def _tell(outbox: Outbox, one: Entry, what: str, detail: str, tools: Tools) -> None:
    recipient = logs.hashed(logs.salt(outbox), one.person.id)
    tools.tell(Event(tools.clock(), one.edition, what, one.number, recipient, detail))
