"""An edition with its recipients frozen, and what waits of others closed."""

from __future__ import annotations

import datetime as dt

import click
from msgspec import Struct

from briefgen.cli import editions, leavers
from briefgen.cli.sending import picking, rooms
from briefgen.cli.sending.rooms import Room
from briefgen.cli.text import counted, one_line, printable
from briefgen.delivery import addresses, calendar, choosing, mailing, recipients
from briefgen.delivery.diagnosing import Known, Stage
from briefgen.delivery.outbox import generations, looking, moving, planning
from briefgen.delivery.outbox.moving import Settled
from briefgen.delivery.recipients import Issue
from briefgen.delivery.sending.loop import MAY_GO_OUT
from briefgen.delivery.settings import Delivery
from briefgen.delivery.unsubscribing import leaving
from briefgen.delivery.values import Entry, State
from briefgen.editions import letters, news, shelf
from briefgen.editions.values import Act, Plan
from briefgen.errors import SecretError, UsageError


class Ready(Struct, frozen=True):
    """An edition that is planned."""

    name: str
    desk: mailing.Desk
    planned: str
    """What was planned, in words; empty where that was done before."""


def prepared(room: Room, act: Act) -> Ready:
    """An edition with its recipients frozen in the outbox, now or before.

    Raises:
        CorpusError: What was released is damaged.
        OutboxError: It was planned from other bytes, or the outbox came back from a backup.
        SecretError: A key is missing.
        UsageError: It has no letters.
    """
    outbox, name, who = room.outbox, act.plan.name, room.asked.who
    generations.refuse_locked(outbox)
    delivery = rooms.settings(editions.settings_of(room.desk, act.plan))
    desk = mailing_desk(delivery)
    said = ""
    if planning.is_planned(outbox, name):
        planning.plan(outbox, name, act.hash, (), (), None, room.now, who)  # refuses other bytes
        if room.asked.late:
            _put_off(room, name, delivery)
    else:
        said = _plan(room, act, delivery, desk)
    if desk.unsubscribe_keys:
        waiting = looking.entries(outbox, name, MAY_GO_OUT)
        leaving.remember(outbox, (one.person for one in waiting), desk.unsubscribe_keys)
    return Ready(name, desk, said)


def mailing_desk(delivery: Delivery) -> mailing.Desk:
    """What messages are written with.

    Raises:
        SecretError: The key of the links to unsubscribe is missing.
    """
    if delivery.unsubscribing:
        ring = leavers.ring(delivery)
        return mailing.Desk(delivery, ring, ring)
    if not delivery.bounces:
        return mailing.Desk(delivery)
    try:
        return mailing.Desk(delivery, (), leavers.ring(delivery))
    except SecretError as error:
        said = f"note: all messages have the same envelope sender, and no bounce counts: {error.message}"
        click.echo(printable(said), err=True)
        return mailing.Desk(delivery)


def _plan(room: Room, act: Act, delivery: Delivery, desk: mailing.Desk) -> str:
    """Freezes an edition; what was planned, in words."""
    outbox, plan, who = room.outbox, act.plan, room.asked.who
    found = letters.letters(room.desk.store, plan.name)
    if letters.frozen(room.desk.store, plan.name) is None:
        hint = "It was released without delivery.yaml. A correction has mails: `briefgen edition correct`."
        raise UsageError("has nothing that goes out by mail", plan.name, hint)
    topics = tuple(one.id for one in room.desk.settings.topics)
    before = _before(room, plan)
    quiet = news.quiet(room.desk.store, plan) if delivery.skip_if_nothing_new and not before else frozenset()
    issue = Issue(plan.name, recipients.formats(found), topics, desk.domain, quiet)
    departures = leaving.departures(outbox)
    if before:
        planned = recipients.corrected(issue, before, delivery, departures)
    else:
        planned = recipients.subscribers(issue, delivery, departures)
    for form, number in recipients.lacking(issue, planned, delivery).items():
        said = f"note: {counted(number, 'message')} without {form}: {plan.name} was released without it"
        click.echo(printable(said), err=True)
    deadline = _deadline(room, act, delivery)
    # Frozen only where messages can be written: a letter that breaks a rule now would break it with every run.
    mailing.forms(desk, found, (one.person for one in planned if not one.dropped))
    planning.plan(outbox, plan.name, act.hash, found, planned, deadline, room.now, who)
    none = sum(bool(one.dropped) for one in planned)
    return f"{len(found)} letters to {len(planned) - none} people; {none} get nothing"


def _before(room: Room, plan: Plan) -> tuple[tuple[Entry, ...], ...]:
    """The messages of what an edition corrects, of what that one corrects, and so on, as far as they were planned."""
    found = []
    while plan.notice is not None:
        plan = shelf.log(room.desk.store, plan.notice.corrects)[-1].plan
        if planning.is_planned(room.outbox, plan.name):
            found.append(looking.entries(room.outbox, plan.name))
    return tuple(found)


def _deadline(room: Room, act: Act, delivery: Delivery) -> dt.datetime | None:
    if delivery.calendar is None:
        return None
    known = Known(act.plan.name, Stage(act.state), act.at, act.by)
    until = choosing.until(calendar.slot(delivery.calendar, act.plan.name), known, delivery.calendar)
    return max(until, room.now + delivery.calendar.max_late) if room.asked.late else until


def _put_off(room: Room, name: str, delivery: Delivery) -> None:
    """Gives an edition more time where its own is over."""
    before = looking.edition(room.outbox, name).deadline
    if before is not None and before <= room.now and delivery.calendar is not None:
        later = room.now + delivery.calendar.max_late
        planning.put_off(room.outbox, name, later, room.now, room.asked.who)


def close_others(room: Room) -> None:
    """What waits of editions that were corrected or withdrawn is not sent any more.

    Called once the correction is planned, which goes to those who waited for what it corrects.
    """
    planned = [one.name for one in looking.editions(room.outbox)]
    for name, why in choosing.closed(picking.known_editions(room.desk.store), planned).items():
        waiting = looking.entries(room.outbox, name, {State.PENDING})
        dropped = [Settled(one, State.DROPPED, one.reply, reason=f"{name} {why}") for one in waiting]
        moving.settle(room.outbox, dropped, room.now, room.asked.who)


def only(room: Room, name: str) -> tuple[int, ...]:
    """The numbers of the messages to those who were named; none where nobody was.

    Raises:
        UsageError: Somebody gets nothing of the edition.
    """
    by_id = {one.person.id: one for one in looking.entries(room.outbox, name)}
    found = []
    for address in room.asked.only:
        entry = by_id.get(addresses.identity(address))
        if entry is None:
            hint = f"Who does: `briefgen outbox export {name} --csv`."
            raise UsageError(f"{printable(address)} is nobody who gets {name}", "--only", hint)
        if entry.state is not State.PENDING:
            why = f": {entry.reason}" if entry.reason else ""
            click.echo(one_line(f"note: the message to {address} is {entry.state} already{why}"), err=True)
        found.append(entry.number)
    return tuple(found)
