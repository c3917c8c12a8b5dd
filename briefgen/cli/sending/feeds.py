"""Which feeds an edition lacks, and telling the operators of that and of what else keeps it."""

from __future__ import annotations

import datetime as dt
import socket
import zoneinfo
from collections.abc import Sequence

import click

from briefgen import weeks
from briefgen.cli import editions
from briefgen.cli.errors import tell as tell_error
from briefgen.cli.sending.rooms import Room
from briefgen.cli.text import one_line
from briefgen.delivery import choosing
from briefgen.delivery.calendar import Slot
from briefgen.delivery.diagnosing import Cause, Feed, Reason, Sight, alerts, reasons
from briefgen.delivery.diagnosing.letters import House
from briefgen.delivery.relay import Session, access
from briefgen.errors import BriefgenError
from briefgen.ingesting import answers

ABOUT = frozenset({Cause.FEEDS, Cause.NO_FEED, Cause.NOT_GATHERED})
"""What operators are told with an edition."""


def of(desk: editions.Desk) -> tuple[Feed, ...]:
    """What became of the feeds of the settings when they were asked last; one that was never asked is not among it."""
    return tuple(
        Feed(one.address, one.at, one.reason, one.had) for one in answers.of(desk.store, desk.settings.addresses)
    )


def held(room: Room, edition: str, feeds: Sequence[Feed], *, quiet: bool) -> str:
    """Why an edition goes to operators alone; empty where it does not."""
    day = weeks.days(choosing.week(edition))[0]
    begins = dt.datetime.combine(day, dt.time(0), zoneinfo.ZoneInfo(room.time_zone))
    return choosing.held(feeds, begins, quiet=quiet)


def tell_operators(room: Room, edition: str, feeds: Sequence[Feed]) -> None:
    """Mails the operators which feeds an edition lacks, once."""
    name = choosing.week(edition)
    slot = Slot(name, room.now, room.now, room.now)
    seen = Sight(room.now, None, time_zone=room.time_zone, coming=slot, feeds=tuple(feeds))
    tell(room, [one for one in reasons(seen) if one.cause in ABOUT])


def tell_blocked(room: Room, edition: str, error: BriefgenError) -> None:
    """Mails the operators, once, what keeps an edition from being released by itself: nobody else looks after it."""
    text = f"it is not released by itself: {error.message}"
    tell(room, [Reason(Cause.NOT_RELEASED, edition, text, error.hint or f"`briefgen edition review {edition}`")])


def tell(room: Room, found: Sequence[Reason]) -> None:
    """Mails the operators what they were not told yet; what comes in the way of that stops nothing else."""
    new = alerts.untold(room.outbox, found)
    if not new:
        return
    for one in new:
        click.echo(one_line(f"warning: {one.edition}: {one.text}"), err=True)
    house = House(room.delivery, socket.gethostname(), room.time_zone)
    try:
        way = access(room.delivery)
        told = alerts.alert(room.outbox, house, new, room.now, room.asked.who, lambda: Session.open(way))
    except BriefgenError as error:
        tell_error(error)
        return
    for operator, why in told.missed:
        click.echo(one_line(f"warning: {operator} was not told: {why}"), err=True)
