"""All that `briefgen status` looks at, brought together: settings, store, outbox, schedule, and the relay if asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec.structs import replace

from briefgen.cli import corpora
from briefgen.config import Config
from briefgen.corpus.store import Store, acts, open_store
from briefgen.delivery import calendar
from briefgen.delivery.calendar import Slot
from briefgen.delivery.diagnosing import Blocked, Cause, Feed, Known, Outlook, Sight, Stage, sights
from briefgen.delivery.outbox import Outbox
from briefgen.delivery.relay import Meaning, Session, Trouble, access
from briefgen.delivery.scheduling import finding
from briefgen.delivery.settings import Delivery, Release
from briefgen.editions import shelf
from briefgen.errors import BriefgenError, OutboxError
from briefgen.ingesting import answers

RELAY = "Look at `relay` in delivery.yaml, and at its password"
STORE = "`briefgen corpus check`"
OUTBOX = "`briefgen doctor`"


def sight(settings: Config, delivery: Delivery, outbox: Outbox | None, now: dt.datetime, *, relay: bool) -> Sight:
    """What is known now.

    What cannot be read becomes a reason of its own: somebody who asks what is wrong must be told.

    Args:
        settings: The settings.
        delivery: Those of delivery.
        outbox: What was sent; None where nothing ever was.
        now: When.
        relay: Whether to try the relay.
    """
    days = delivery.calendar
    slot = calendar.awaited(days, now) if days else None
    coming = calendar.coming(days, now, 1)[0] if days else None
    known, feeds, blocked = _of_store(settings, slot, coming)
    outlook = sights.outlook(outbox) if outbox else Outlook()
    return Sight(
        now=now,
        slot=slot,
        known=known,
        outlook=outlook,
        automatic=any(one.release is Release.AUTOMATIC for one in delivery.lists),
        scheduled=_scheduled(settings, outlook),
        time_zone=days.time_zone if days else settings.time_zone,
        coming=coming,
        feeds=feeds,
        blocked=(*blocked, *(_of_relay(delivery) if relay else ())),
    )


def with_blocked(seen: Sight, error: OutboxError) -> Sight:
    """With an outbox that cannot be opened."""
    said = Blocked(Cause.OUTBOX, str(error).partition("\n")[0], error.hint or OUTBOX)
    return replace(seen, blocked=(said, *seen.blocked))


def _of_store(settings: Config, *slots: Slot | None) -> tuple[tuple[Known, ...], tuple[Feed, ...], tuple[Blocked, ...]]:
    """The editions of these weeks, the feeds of the settings, and what is wrong with the store."""
    nothing = tuple(Feed(one) for one in settings.addresses)
    if not corpora.is_there(settings.store):
        return (), nothing, ()
    weeks = {one.edition for one in slots if one}
    try:
        with open_store(settings.store, create=False) as store:
            return tuple(_known(store, weeks)), _feeds(store, settings.addresses), ()
    except BriefgenError as error:
        return (), (), (Blocked(Cause.STORE, str(error).partition("\n")[0], error.hint or STORE),)


def _known(store: Store, weeks: set[str]) -> Iterator[Known]:
    """What was last done to every edition; the logs of those of these weeks are looked through."""
    for one in acts.latest(store.engine):
        if one.name.partition(".")[0] in weeks:
            shelf.log(store, one.name)
        yield Known(one.name, Stage(one.state), one.at, one.person)


def _feeds(store: Store, addresses: tuple[str, ...]) -> tuple[Feed, ...]:
    found = {one.address: one for one in answers.of(store, addresses)}
    return tuple(
        Feed(address, found[address].at, found[address].reason, found[address].had)
        if address in found
        else Feed(address)
        for address in addresses
    )


def _of_relay(delivery: Delivery) -> Iterator[Blocked]:
    """What is wrong with the relay, tried by a connection that sends nothing."""
    try:
        Session.open(access(delivery)).close()
    except Trouble as trouble:
        cause = Cause.RELAY if trouble.meaning is Meaning.STOP else Cause.RELAY_AWAY
        where = f"{delivery.relay.host}:{delivery.relay.port}"
        yield Blocked(cause, f"{where}: {trouble.words}", RELAY)
    except BriefgenError as error:
        yield Blocked(Cause.RELAY, str(error).partition("\n")[0], error.hint or RELAY)


def _scheduled(settings: Config, outlook: Outlook) -> bool | None:
    """Whether something sends by itself; None where it may be elsewhere: it ran, and is not on this machine."""
    if finding.found(settings.path.resolve()):
        return True
    return False if outlook.run is None else None
