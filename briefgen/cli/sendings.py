"""What `briefgen send` does: the settings, the store, the outbox, the relay and the clock, and what is printed."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import random
import signal
import socket
import sys
import threading
import zoneinfo
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from briefgen import weeks
from briefgen.cli import editions, outboxes
from briefgen.cli.errors import tell as tell_error
from briefgen.cli.progress import Progress
from briefgen.cli.text import counted, one_line, printable
from briefgen.config import Config
from briefgen.config.delivery import loading
from briefgen.corpus.store import Store, acts
from briefgen.delivery import archive, calendar, choosing, keys, mailing, recipients, secrets
from briefgen.delivery.calendar import Slot
from briefgen.delivery.choosing import Choice, Do, Ledger
from briefgen.delivery.diagnosing import Cause, Feed, Known, Sight, Stage, alerts, reasons
from briefgen.delivery.diagnosing.letters import House
from briefgen.delivery.outbox import Outbox, generations, locking, looking, moving, open_outbox, planning, runs
from briefgen.delivery.outbox.moving import Settled
from briefgen.delivery.recipients import Issue
from briefgen.delivery.relay import Access, Session, access
from briefgen.delivery.sending import Event, Outcome, Tools
from briefgen.delivery.sending import send as send_all
from briefgen.delivery.sending.values import AGAIN, DONE, PERSON, Wishes
from briefgen.delivery.settings import Delivery, Release
from briefgen.delivery.unsubscribing import leaving
from briefgen.delivery.values import Entry, Policy, Security, State
from briefgen.editions import letters, news, shelf
from briefgen.editions.values import Act, Plan
from briefgen.errors import BriefgenError, OutboxError, SecretError, UsageError
from briefgen.ingesting import answers

WHO = "briefgen"
"""In the audit, where nobody is named."""
KEY = "unsubscribe-key"
"""The secret that signs envelope senders where the settings have no page to unsubscribe at."""
WAITS = frozenset({State.PENDING, State.CLAIMED, State.DOT})
TOLD = frozenset({"failed", "unknown", "dropped", "lost", "slower", "waiting", "stopped", "in the open", "note"})
"""Events that a person reads; others are counted."""
NAMED = 3
"""Reasons that are told for those who get nothing."""
ABOUT_FEEDS = frozenset({Cause.FEEDS, Cause.NO_FEED, Cause.NOT_GATHERED})


class Asked(Struct, frozen=True):
    """What somebody wants sent; the options of the command say what each is."""

    config_path: Path | None
    store: str | None
    edition: str | None
    """None for the one that is due."""
    only: tuple[str, ...]
    late: bool
    by: str | None
    as_json: bool

    @property
    def who(self) -> str:
        """For the audit."""
        return WHO if self.by is None else editions.name_of(self.by)


class Room(Struct, frozen=True):
    """Where a run works."""

    desk: editions.Desk
    delivery: Delivery
    """The settings, in the usual language of the house."""
    outbox: Outbox
    asked: Asked
    now: dt.datetime
    """When the run began."""

    @property
    def name_zone(self) -> str:
        """The time zone that people read moments in."""
        return self.delivery.calendar.time_zone if self.delivery.calendar else self.desk.settings.time_zone


class Ready(Struct, frozen=True):
    """An edition that is planned."""

    name: str
    desk: mailing.Desk


def send(asked: Asked) -> None:
    """Sends what is asked for; the exit code says how that ended."""
    with opened(asked) as (desk, delivery), stopping() as stop:
        now = clock()
        with locking.lock(delivery.outbox, now), open_outbox(delivery.outbox) as outbox:
            code = _run(Room(desk, delivery, outbox, asked, now), stop)
    raise click.exceptions.Exit(code)


@contextlib.contextmanager
def opened(asked: Asked) -> Iterator[tuple[editions.Desk, Delivery]]:
    """The store, and the settings of delivery.

    Raises:
        UsageError: There is no store or no delivery.yaml, or no calendar that says what is due.
    """
    with editions.desk(asked.config_path, asked.store, asked.who) as desk:
        delivery = settings(desk.settings)
        if asked.edition is None and delivery.calendar is None:
            hint = "Set `calendar` there, or name an edition: `briefgen send --edition 2026-W47`."
            raise UsageError("has no calendar that says what is due", str(delivery.path), hint)
        yield desk, delivery


def settings(config: Config) -> Delivery:
    """What delivery.yaml says.

    Raises:
        UsageError: There is none.
        ConfigError: It is wrong.
    """
    found = loading.load(config)
    if found is None:
        hint = "Write one beside briefgen.yaml, see docs/delivery.md; then `briefgen config check`."
        raise UsageError("is not there: nobody gets anything", loading.NAME, hint)
    return found


def clock() -> dt.datetime:
    """Now."""
    return dt.datetime.now(dt.UTC)


@contextlib.contextmanager
def stopping() -> Iterator[threading.Event]:
    """Set once somebody asks the run to stop (SIGTERM, Ctrl+C): it ends behind the message that it is at.

    Asking again ends it at once, as it would without this.
    """
    stop = threading.Event()
    before: dict[int, Any] = {}

    def asked(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, before[number])

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            before[number] = signal.signal(number, asked)
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


# What is to be done.


def _run(room: Room, stop: threading.Event) -> int:
    """A run, noted from its beginning to its end."""
    outbox, who = room.outbox, room.asked.who
    doubtful = moving.recover(outbox, room.delivery.on_ambiguous, room.now, who)
    choice = choose(room)
    if choice.do is Do.NOTHING and not choice.edition:
        _say_nothing(room, "nothing is due" + _coming(room))
        return DONE
    if room.asked.edition is None and not doubtful and (code := _nothing_more(room, choice)) is not None:
        return code
    runs.begin(outbox, choice.edition, room.now, who)
    try:
        code, why = _carried_out(room, choice, stop)
    except BriefgenError as error:
        _end(room, choice.edition, error.exit_code, error.message)
        raise
    _end(room, choice.edition, code, why)
    return code


def _nothing_more(room: Room, choice: Choice) -> int | None:
    """The exit code where a timer asked again and all is as it was left, which needs no further note; None else.

    A timer may ask every few minutes, and whoever has cron mail them what it prints wants no mail of that.
    """
    if choice.do is Do.SEND and planning.is_planned(room.outbox, choice.edition):
        counts = looking.counts(room.outbox, choice.edition)
        open_ = WAITS | ({State.UNKNOWN} if room.delivery.on_ambiguous is Policy.RECONCILE else set())
        if not open_ & counts.keys():
            _say_nothing(room, f"{choice.edition}: nothing is to be sent any more; {_counted(counts)}")
            return DONE
    last = runs.last(room.outbox)
    if choice.do is Do.NOTHING and last and (last.edition, last.code, last.why) == (
        choice.edition, choice.code, one_line(choice.why),
    ):  # fmt: skip
        _say_nothing(room, f"{choice.edition}: {choice.why}")
        return choice.code
    return None


def _end(room: Room, edition: str, code: int, why: str) -> None:
    """Notes how a run ended; where the outbox takes no note any more, what ended the run is what a person must see."""
    try:
        runs.end(room.outbox, edition, code, clock(), room.asked.who, why)
    except OutboxError as error:
        click.echo(printable(f"warning: that the run ended is not noted: {one_line(str(error))}"), err=True)


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


def _carried_out(room: Room, choice: Choice, stop: threading.Event) -> tuple[int, str]:
    """The exit code, and why nothing or not all was sent."""
    if choice.do is Do.NOTHING:
        return _nothing(room, choice, choice.code)
    feeds = feeds_of(room.desk)
    is_new = not planning.is_planned(room.outbox, choice.edition)
    if is_new and choice.why:
        return _nothing(room, choice, PERSON)
    if choice.do is Do.RELEASE:
        if why := _held(room, choice.edition, feeds, quiet=False):
            _tell_operators(room, choice.edition, feeds)
            return _nothing(room, Choice(Do.NOTHING, choice.edition, why, "`briefgen ingest`"), AGAIN)
        try:
            editions.automatic(room.desk, choice.edition)
        except BriefgenError as error:
            tell_error(error)
            why = f"is not released: {error.message}"
            return _nothing(room, Choice(Do.NOTHING, choice.edition, why, error.hint or ""), AGAIN)
    act = shelf.log(room.desk.store, choice.edition)[-1]
    if is_new:
        editions.refuse_damaged(room.desk, choice.edition)
    if is_new and room.asked.edition is None:
        quiet = news.quiet(room.desk.store, act.plan).issuperset(act.plan.topics)
        if why := _held(room, choice.edition, feeds, quiet=quiet):
            _tell_operators(room, choice.edition, feeds)
            todo = f"To send it all the same: `briefgen send --edition {choice.edition}`."
            return _nothing(room, Choice(Do.NOTHING, choice.edition, why, todo), PERSON)
    way = access(room.delivery)
    ready = prepared(room, act)
    close_others(room)
    outcome = _sent(room, ready, way, stop)
    _tell_operators(room, choice.edition, feeds)
    return outcome.code, outcome.stopped


def _nothing(room: Room, choice: Choice, code: int) -> tuple[int, str]:
    """Says why nothing goes out."""
    close_others(room)
    if room.asked.as_json:
        _line(Event(clock(), choice.edition, "end", detail=f"{code} {choice.why}"))
    else:
        _say(room, f"{choice.edition}: {choice.why}", choice.todo)
    return code, choice.why


# An edition, ready to be sent.


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
    delivery = settings(editions.settings_of(room.desk, act.plan))
    desk = mailing_desk(delivery)
    if planning.is_planned(outbox, name):
        planning.plan(outbox, name, act.hash, (), (), None, room.now, who)  # refuses other bytes
        if room.asked.late:
            _put_off(room, name, delivery)
    else:
        _plan(room, act, delivery, desk)
    if desk.unsubscribe_keys:
        waiting = looking.entries(outbox, name, {State.PENDING, State.UNKNOWN})
        leaving.remember(outbox, (one.person for one in waiting), desk.unsubscribe_keys)
    return Ready(name, desk)


def mailing_desk(delivery: Delivery) -> mailing.Desk:
    """What messages are written with.

    Raises:
        SecretError: The key of the links to unsubscribe is missing.
    """
    if delivery.unsubscribing:
        ring = keys.ring(secrets.secret(delivery.unsubscribing.secret, delivery.unsubscribing.secret_file))
        return mailing.Desk(delivery, ring, ring)
    if not delivery.bounces:
        return mailing.Desk(delivery)
    try:
        return mailing.Desk(delivery, (), keys.ring(secrets.secret(KEY)))
    except SecretError as error:
        said = f"note: all messages have the same envelope sender, and no bounce counts: {error.message}"
        click.echo(printable(said), err=True)
        return mailing.Desk(delivery)


def _plan(room: Room, act: Act, delivery: Delivery, desk: mailing.Desk) -> None:
    outbox, plan, who = room.outbox, act.plan, room.asked.who
    found = letters.letters(room.desk.store, plan.name)
    if not found:
        hint = "It was released without delivery.yaml, or nobody was on a list: `briefgen edition correct`."
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
    planning.plan(outbox, plan.name, act.hash, found, planned, deadline, room.now, who)


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
    if room.asked.late:
        return room.now + delivery.calendar.max_late
    known = Known(act.plan.name, Stage(act.state), act.at, act.by)
    return choosing.until(calendar.slot(delivery.calendar, act.plan.name), known, delivery.calendar)


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
    for name, why in choosing.closed(known_editions(room.desk.store), planned).items():
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
        entry = by_id.get(address.casefold())
        if entry is None:
            hint = f"Who does: `briefgen outbox export {name} --csv`."
            raise UsageError(f"{printable(address)} is nobody who gets {name}", "--only", hint)
        if entry.state is not State.PENDING:
            why = f": {entry.reason}" if entry.reason else ""
            click.echo(one_line(f"note: the message to {address} is {entry.state} already{why}"), err=True)
        found.append(entry.number)
    return tuple(found)


# Sending.


def _sent(room: Room, ready: Ready, way: Access, stop: threading.Event) -> Outcome:
    delivery, outbox = room.delivery, room.outbox
    chosen = only(room, ready.name)
    total = looking.counts(outbox, ready.name).get(State.PENDING, 0) if not chosen else len(chosen)
    wishes = Wishes(delivery.on_ambiguous, delivery.rate.per_minute, delivery.rate.per_connection)
    with Progress() as progress:
        teller = Teller(progress, total, as_json=room.asked.as_json)
        if way.login.security is Security.NONE:
            where = f"{way.login.host}:{way.login.port}"
            teller(Event(clock(), ready.name, "in the open", detail=f"mail goes to {where} as `security: none` says"))
        tools = Tools(
            clock=clock,
            sleep=lambda seconds: _wait(stop, seconds),
            chance=random.random,
            open=lambda: Session.open(way),
            tell=teller,
            who=room.asked.who,
            asked_to_stop=stop.is_set,
            look_up=_look_up(delivery),
        )
        outcome = send_all(outbox, ready.name, ready.desk, wishes, tools, chosen)
    _sum_up(room, outcome)
    return outcome


def _wait(stop: threading.Event, seconds: float) -> None:
    stop.wait(seconds)


def _look_up(delivery: Delivery) -> Callable[[tuple[Entry, ...]], dict[int, bool]] | None:
    """Asks the archive mailbox, where the settings have one to be asked in doubt."""
    box = delivery.archive
    if box is None or delivery.on_ambiguous is not Policy.RECONCILE:
        return None
    password = secrets.secret(box.login.secret, box.login.secret_file) if box.login.user else ""
    return archive.look_up(box, password)


class Teller:
    """Tells what happens: to a program all of it, to a person what matters, and how far it is."""

    def __init__(self, progress: Progress, total: int, *, as_json: bool) -> None:
        self._progress, self._total, self._as_json = progress, total, as_json
        self._done = 0

    def __call__(self, event: Event) -> None:
        """Something happened."""
        if event.message is not None and event.what != "later":
            self._done += 1
            self._progress(f"{event.edition}: {self._done:,} of {max(self._total, self._done):,} messages")
        if self._as_json:
            _line(event)
        elif event.what in TOLD:
            whose = f" message {event.message}" if event.message is not None else ""
            self._progress.note(one_line(f"{event.edition}{whose}: {event.what}: {event.detail}"))


def _line(event: Event) -> None:
    row = {
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "edition": event.edition,
        "what": event.what,
        "message": event.message,
        "recipient": event.recipient or None,
        "detail": event.detail,
    }
    click.echo(json.dumps(row, ensure_ascii=False))


def _sum_up(room: Room, outcome: Outcome) -> None:
    """What became of a run, with what a person can do about it."""
    name, counts = outcome.edition, outcome.counts
    moved = _counted(outcome.moved) if outcome.moved else ""
    told = _counted(counts)
    if room.asked.as_json:
        detail = " ".join(filter(None, (str(outcome.code), told, outcome.stopped)))
        _line(Event(clock(), name, "end", detail=detail))
        return
    if moved:
        lines = [f"{name}: {moved}; in all {told}" if moved != told else f"{name}: {moved}"]
    else:
        lines = [f"{name}: nothing was to be sent; {told}"]
    if outcome.stopped:
        lines.append(f"  It ended early: {outcome.stopped}")
    if number := counts.get(State.FAILED):
        lines.append(f"  {number:,} failed: `briefgen outbox status {name} --state failed` says why")
    if number := counts.get(State.UNKNOWN):
        lines.append(f"  {number:,} in doubt: look at the relay's log, then `briefgen outbox resolve {name}`")
    if number := counts.get(State.PENDING):
        due = looking.next_due(room.outbox, name)
        when = f", not before {outboxes.minute(due)}" if due and due > clock() else ""
        lines.append(f"  {number:,} to be sent: the next `briefgen send` goes on{when}")
    if counts.get(State.DROPPED):
        lines += _not_sent(room, name)
    for line in lines:
        click.echo(printable(line), err=True)


def _not_sent(room: Room, name: str) -> Iterator[str]:
    """Why some get nothing, the reason of most first."""
    dropped = looking.entries(room.outbox, name, {State.DROPPED})
    why = Counter(one.reason for one in dropped)
    for reason, number in why.most_common(NAMED):
        yield one_line(f"  {number:,} dropped: {reason}").replace(f"{number:,}", f"  {number:,}", 1)
    if len(why) > NAMED:
        yield f"    … `briefgen outbox status {name} --state dropped` lists all"


def _counted(counts: Mapping[State, int]) -> str:
    return ", ".join(f"{counts[state]:,} {state}" for state in State if counts.get(state)) or "nobody is on the lists"


def _say_nothing(room: Room, text: str) -> None:
    """Says to somebody who looks that there is nothing to do."""
    if room.asked.as_json or sys.stderr.isatty():
        _say(room, text)


def _say(room: Room, text: str, todo: str = "") -> None:
    if room.asked.as_json:
        _line(Event(clock(), "", "end", detail=f"{DONE} {text}"))
        return
    click.echo(printable(text), err=True)
    if todo:
        click.echo(printable(f"  {todo}"), err=True)


def _coming(room: Room) -> str:
    """What goes out next."""
    days = room.delivery.calendar
    found = calendar.coming(days, room.now, calendar.AHEAD) if days else ()
    one = next((slot for slot in found if not slot.skipped), None)
    if one is None:
        return ""
    local = one.at.astimezone(zoneinfo.ZoneInfo(room.name_zone))
    return f"; next is {one.edition}, on {local:%A %Y-%m-%d %H:%M} ({room.name_zone})"


# Feeds.


def feeds_of(desk: editions.Desk) -> tuple[Feed, ...]:
    """What became of the feeds of the settings when they were asked last; one that was never asked is not among it."""
    return tuple(
        Feed(one.address, one.at, one.reason, one.had) for one in answers.of(desk.store, desk.settings.addresses)
    )


def _held(room: Room, edition: str, feeds: Sequence[Feed], *, quiet: bool) -> str:
    """Why an edition goes to operators alone; empty where it does not."""
    day = weeks.days(choosing.week(edition))[0]
    begins = dt.datetime.combine(day, dt.time(0), zoneinfo.ZoneInfo(room.name_zone))
    return choosing.held(feeds, begins, quiet=quiet)


def _tell_operators(room: Room, edition: str, feeds: Sequence[Feed]) -> None:
    """Mails the operators which feeds an edition lacks, once; what comes in the way of that stops nothing else."""
    name = choosing.week(edition)
    slot = Slot(name, room.now, room.now, room.now)
    seen = Sight(room.now, None, time_zone=room.name_zone, coming=slot, feeds=tuple(feeds))
    found = [one for one in reasons(seen) if one.cause in ABOUT_FEEDS]
    if not found:
        return
    for one in found:
        click.echo(one_line(f"warning: {name}: {one.text}"), err=True)
    house = House(room.delivery, socket.gethostname(), room.name_zone)
    try:
        way = access(room.delivery)
        told = alerts.alert(room.outbox, house, found, room.now, room.asked.who, lambda: Session.open(way))
    except BriefgenError as error:
        tell_error(error)
        return
    for operator, why in told.missed:
        click.echo(one_line(f"warning: {operator} was not told: {why}"), err=True)
