"""Which edition is sent now."""

from __future__ import annotations

from briefgen.cli.sending.rooms import Room
from briefgen.corpus.store import Store, acts
from briefgen.delivery import calendar, choosing
from briefgen.delivery.choosing import Choice, Ledger
from briefgen.delivery.diagnosing import Known, Stage
from briefgen.delivery.outbox import looking
from briefgen.delivery.settings import Release
from briefgen.delivery.values import State
from briefgen.editions import shelf
from briefgen.errors import UsageError

WAITS = frozenset({State.PENDING, State.CLAIMED, State.DOT})
"""Of messages that are not settled."""


def choose(room: Room) -> Choice:
    """Which edition is sent, or why none is.

    Raises:
        UsageError: There is no such edition.
    """
    days, known = room.delivery.calendar, known_editions(room.desk.store)
    if room.asked.edition is not None:
        name = room.asked.edition
        shelf.log(room.desk.store, name)
        slot = calendar.slot(days, name) if days else None
        return choosing.named(name, known, room.now, slot, days, late=room.asked.late)
    if days is None:  # pragma: no cover - `opened` refused it
        raise UsageError("is not set", "calendar")
    planned = [one.name for one in looking.editions(room.outbox)]
    waiting = [name for name in planned if WAITS & looking.counts(room.outbox, name).keys()]
    automatic = any(one.release is Release.AUTOMATIC for one in room.delivery.lists)
    ledger = Ledger(planned, waiting)
    return choosing.latest(days, calendar.begun(days, room.now), room.now, known, ledger, automatic=automatic)


def known_editions(store: Store) -> tuple[Known, ...]:
    """What was last done to every edition."""
    return tuple(Known(one.name, Stage(one.state), one.at, one.person) for one in acts.latest(store.engine))
