"""The run, from its lock to its exit code."""

from __future__ import annotations

import contextlib
import random
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click
from msgspec import Struct

from briefgen.cli import editions
from briefgen.cli.progress import Progress
from briefgen.cli.sending import feeds, mailed, picking, readying, rooms, saying
from briefgen.cli.sending.readying import Ready
from briefgen.cli.sending.rooms import Asked, Room
from briefgen.cli.text import one_line, printable
from briefgen.delivery import archive, logs, secrets
from briefgen.delivery.choosing import Choice, Do
from briefgen.delivery.diagnosing import Feed
from briefgen.delivery.masking import masked
from briefgen.delivery.outbox import locking, looking, moving, open_outbox, planning, runs
from briefgen.delivery.outbox.runs import Run
from briefgen.delivery.relay import Access, Session, access
from briefgen.delivery.sending import Event, Outcome, Tools
from briefgen.delivery.sending import send as send_all
from briefgen.delivery.sending.values import AGAIN, DONE, PERSON, Wishes
from briefgen.delivery.settings import Delivery
from briefgen.delivery.values import Entry, Policy, Security, State
from briefgen.editions import news, shelf
from briefgen.errors import BriefgenError, OutboxError


def send(asked: Asked) -> None:
    """Sends what is asked for; the exit code says how that ended."""
    with rooms.opened(asked) as (desk, delivery), stopping() as stop:
        now = rooms.clock()
        with locking.lock(delivery.outbox, now), open_outbox(delivery.outbox) as outbox:
            code = _run(Room(desk, delivery, outbox, asked, now), stop)
    raise click.exceptions.Exit(code)


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


class _Ended(Struct, frozen=True):
    """How a run ended."""

    code: int
    why: str
    """Why nothing or not all was sent; empty where all was."""
    say: Callable[[], None]
    """Says so, to operators too; called once the end is noted, as nobody may be there to read it."""


def _run(room: Room, stop: threading.Event) -> int:
    """A run, noted from its beginning to its end."""
    outbox, who = room.outbox, room.asked.who
    mailed.refuse_new(room)
    doubtful = moving.recover(outbox, room.delivery.on_ambiguous, room.now, who)
    choice = picking.choose(room)
    if choice.do is Do.NOTHING and not choice.edition:
        said = Choice(Do.NOTHING, why="nothing is due" + saying.coming(room))
        saying.nothing(room, said, DONE, again=True)
        return DONE
    last = runs.last(outbox) if room.asked.edition is None and not doubtful else None
    if last and (idle := _nothing_more(room, choice, last)):
        saying.nothing(room, idle, idle.code, again=True)
        return idle.code
    runs.begin(outbox, choice.edition, room.now, who)
    try:
        ended = _carried_out(room, choice, last, stop)
    except BriefgenError as error:
        _end(room, choice.edition, error.exit_code, error.message)
        raise
    _end(room, choice.edition, ended.code, ended.why)
    ended.say()
    return ended.code


def _nothing_more(room: Room, choice: Choice, last: Run) -> Choice | None:
    """What a timer hears that asked again where all is as it was left, and which needs no further note; else None."""
    if choice.do is Do.NOTHING:
        return choice if _is_same(room, last, choice, choice.code) else None
    if not planning.is_planned(room.outbox, choice.edition):
        return None
    counts = looking.counts(room.outbox, choice.edition)
    unsettled = picking.WAITS | ({State.UNKNOWN} if room.delivery.on_ambiguous is Policy.RECONCILE else set())
    if unsettled & counts.keys():
        return None
    return Choice(Do.NOTHING, choice.edition, f"nothing is to be sent any more; {saying.counts_of(counts)}")


def _is_same(room: Room, last: Run | None, choice: Choice, code: int) -> bool:
    """Whether the run before ended in the same way."""
    why = one_line(masked(logs.salt(room.outbox), choice.why))
    return last is not None and (last.edition, last.code, last.why) == (choice.edition, code, why)


def _end(room: Room, edition: str, code: int, why: str) -> None:
    """Notes how a run ended; where the outbox takes no note any more, what ended the run is what a person must see."""
    try:
        runs.end(room.outbox, edition, code, rooms.clock(), room.asked.who, why)
    except OutboxError as error:
        click.echo(printable(f"warning: that the run ended is not noted: {one_line(str(error))}"), err=True)


def _carried_out(room: Room, choice: Choice, last: Run | None, stop: threading.Event) -> _Ended:
    is_new = not planning.is_planned(room.outbox, choice.edition)
    if choice.do is Do.NOTHING or (is_new and choice.why):
        return _nothing(room, choice, choice.code if choice.do is Do.NOTHING else PERSON, last)
    failing = feeds.of(room.desk)
    if choice.do is Do.RELEASE and (kept := _kept(room, choice.edition, failing)):
        return _nothing(room, kept, AGAIN, last)
    act = shelf.log(room.desk.store, choice.edition)[-1]
    if is_new:
        editions.refuse_damaged(room.desk, choice.edition)
        quiet = news.quiet(room.desk.store, act.plan).issuperset(act.plan.topics)
        why = feeds.held(room, choice.edition, failing, quiet=quiet) if room.asked.edition is None else ""
        if why:
            feeds.tell_operators(room, choice.edition, failing)
            todo = f"To send it all the same: `briefgen send --edition {choice.edition}`."
            return _nothing(room, Choice(Do.NOTHING, choice.edition, why, todo), PERSON, last)
    way = access(room.delivery)
    ready = readying.prepared(room, act)
    mailed.note(room, ready.name)
    readying.close_others(room)
    outcome, broken = _sent(room, ready, way, stop)

    def said() -> None:
        feeds.tell_operators(room, choice.edition, failing)
        saying.sum_up(room, outcome, broken)

    return _Ended(outcome.code, outcome.stopped or _skipped(room, ready), said)


def _skipped(room: Room, ready: Ready) -> str:
    """Why nobody gets an edition that was planned now, as where nothing is new; empty where somebody does."""
    dropped = looking.entries(room.outbox, ready.name) if ready.planned else ()
    reasons = {one.reason for one in dropped if one.state is State.DROPPED}
    if not reasons or any(one.state is not State.DROPPED for one in dropped):
        return ""
    return f"skipped: {min(reasons)}" if len(reasons) == 1 else "skipped: nobody gets it, for several reasons"


def _nothing(room: Room, choice: Choice, code: int, last: Run | None) -> _Ended:
    """Nothing goes out."""
    readying.close_others(room)
    again = _is_same(room, last, choice, code)
    return _Ended(code, choice.why, lambda: saying.nothing(room, choice, code, again=again))


def _kept(room: Room, edition: str, failing: Sequence[Feed]) -> Choice | None:
    """Takes an edition to its release without a person; why it is not released, or None where it is."""
    if why := feeds.held(room, edition, failing, quiet=False):
        feeds.tell_operators(room, edition, failing)
        return Choice(Do.NOTHING, edition, f"is not released: {why}", "`briefgen ingest`")
    try:
        editions.automatic(room.desk, edition)
    except BriefgenError as error:
        feeds.tell_blocked(room, edition, error)
        return Choice(Do.NOTHING, edition, f"is not released by itself: {error.message}", error.hint or "")
    return None


def _sent(room: Room, ready: Ready, way: Access, stop: threading.Event) -> tuple[Outcome, str]:
    delivery, outbox = room.delivery, room.outbox
    chosen = readying.only(room, ready.name)
    total = looking.counts(outbox, ready.name).get(State.PENDING, 0) if not chosen else len(chosen)
    rate = delivery.rate
    wishes = Wishes(delivery.on_ambiguous, rate.per_minute, rate.per_connection, rate.connections)
    with Progress() as progress:
        teller = saying.Teller(progress, total, as_json=room.asked.as_json)
        if ready.planned:
            teller(Event(rooms.clock(), ready.name, "planned", detail=ready.planned))
        tools = Tools(
            clock=rooms.clock,
            sleep=lambda seconds: _wait(stop, seconds),
            chance=random.random,
            open=_opening(way, ready.name, teller),
            tell=teller,
            who=room.asked.who,
            asked_to_stop=stop.is_set,
            look_up=_look_up(delivery),
        )
        outcome = send_all(outbox, ready.name, ready.desk, wishes, tools, chosen)
    return outcome, teller.broken


def _opening(way: Access, edition: str, teller: saying.Teller) -> Callable[[], Session]:
    """Opens connections; with the first one that is in the open says so."""
    said: list[Event] = []

    def opened() -> Session:
        if way.login.security is Security.NONE and not said:
            where = f"{way.login.host}:{way.login.port}"
            said.append(Event(rooms.clock(), edition, "in the open", detail=f"to {where}, as `security: none` says"))
            teller(said[0])
        return Session.open(way)

    return opened


def _wait(stop: threading.Event, seconds: float) -> None:
    stop.wait(seconds)


def _look_up(delivery: Delivery) -> Callable[[tuple[Entry, ...]], dict[int, bool]] | None:
    """Asks the archive mailbox, where the settings have one to be asked in doubt."""
    box = delivery.archive
    if box is None or delivery.on_ambiguous is not Policy.RECONCILE:
        return None
    password = secrets.secret(box.login.secret, box.login.secret_file) if box.login.user else ""
    return archive.look_up(box, password)
