"""What is printed of a run: all of it for a program, what matters for a person."""

from __future__ import annotations

import datetime as dt
import json
import sys
import zoneinfo
from collections import Counter
from collections.abc import Iterator, Mapping

import click

from briefgen.cli import outboxes
from briefgen.cli.progress import Progress
from briefgen.cli.sending import rooms
from briefgen.cli.sending.rooms import Room
from briefgen.cli.text import one_line, printable
from briefgen.delivery import calendar, logs
from briefgen.delivery.choosing import Choice
from briefgen.delivery.masking import masked
from briefgen.delivery.outbox import looking
from briefgen.delivery.sending import Event, Outcome
from briefgen.delivery.values import State

TOLD = frozenset({"failed", "unknown", "dropped", "lost", "slower", "waiting", "stopped", "in the open"})
"""Events that a person reads; others are counted."""
NAMED = 3
"""Reasons that are told for those who get nothing."""


class Teller:
    """Tells what happens: to a program all of it, to a person what matters, and how far it is.

    Where nobody reads any more, or the disk of a log is full, mail goes on all the same: between a message that the
    relay took and its note in the outbox nothing may come.
    """

    def __init__(self, progress: Progress, total: int, *, as_json: bool) -> None:
        self._progress, self._total, self._as_json = progress, total, as_json
        self._done = 0
        self.broken = ""
        """Why no more is told; empty where all is."""

    def __call__(self, event: Event) -> None:
        """Something happened."""
        if self.broken:
            return
        try:
            self._tell(event)
        except OSError as error:
            self.broken = error.strerror or str(error)

    def _tell(self, event: Event) -> None:
        if event.message is not None and event.what != "later":
            self._done += 1
            self._progress(f"{event.edition}: {self._done:,} of {max(self._total, self._done):,} messages")
        if self._as_json:
            line(event)
        elif event.what in TOLD:
            whose = f" message {event.message}" if event.message is not None else ""
            self._progress.note(one_line(f"{event.edition}{whose}: {event.what}: {event.detail}"))


def line(event: Event) -> None:
    """An event for a program."""
    row = {
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "edition": event.edition,
        "what": event.what,
        "message": event.message,
        "recipient": event.recipient or None,
        "detail": event.detail,
    }
    click.echo(json.dumps(row, ensure_ascii=False))


def sum_up(room: Room, outcome: Outcome, broken: str) -> None:
    """What became of a run, with what a person can do about it; `broken` says why not all was told before."""
    if broken:
        click.echo(one_line(f"warning: not all that happened was told: {broken}"), err=True)
    name, counts = outcome.edition, outcome.counts
    stopped = masked(logs.salt(room.outbox), outcome.stopped)
    moved = counts_of(outcome.moved) if outcome.moved else ""
    told = counts_of(counts)
    if room.asked.as_json:
        detail = " ".join(filter(None, (str(outcome.code), told, stopped)))
        line(Event(rooms.clock(), name, "end", detail=detail))
        return
    if moved:
        lines = [f"{name}: {moved}; in all {told}" if moved != told else f"{name}: {moved}"]
    else:
        lines = [f"{name}: nothing was to be sent; {told}"]
    if outcome.stopped:
        lines.append(f"  It ended early: {stopped}")
    if number := counts.get(State.FAILED):
        lines.append(f"  {number:,} failed: `briefgen outbox status {name} --state failed` says why")
    if number := counts.get(State.UNKNOWN):
        lines.append(f"  {number:,} in doubt: look at the relay's log, then `briefgen outbox resolve {name}`")
    if number := counts.get(State.PENDING):
        due = looking.next_due(room.outbox, name)
        when = f", not before {outboxes.minute(due)}" if due and due > rooms.clock() else ""
        lines.append(f"  {number:,} to be sent: the next `briefgen send` goes on{when}")
    if counts.get(State.DROPPED):
        lines += _not_sent(room, name)
    for one in lines:
        click.echo(printable(one), err=True)


def _not_sent(room: Room, name: str) -> Iterator[str]:
    """Why some get nothing, the reason of most first."""
    dropped = looking.entries(room.outbox, name, {State.DROPPED})
    key = logs.salt(room.outbox)
    why = Counter(masked(key, one.reason) for one in dropped)
    for reason, number in why.most_common(NAMED):
        yield f"  {number:,} dropped: {one_line(reason)}"
    if len(why) > NAMED:
        yield f"  `briefgen outbox status {name} --state dropped` lists all"


def counts_of(counts: Mapping[State, int]) -> str:
    """Messages by their states, in words."""
    return ", ".join(f"{counts[state]:,} {state}" for state in State if counts.get(state)) or "nobody is on the lists"


def nothing(room: Room, choice: Choice, code: int, *, again: bool = False) -> None:
    """Says why nothing is sent; what was said before is said to those alone who look.

    A timer may ask every few minutes, and whoever has cron mail them what it prints wants no mail of that.
    """
    if room.asked.as_json:
        line(Event(rooms.clock(), choice.edition, "end", detail=f"{code} {choice.why}"))
        return
    if again and not sys.stderr.isatty():
        return
    click.echo(printable(f"{choice.edition}: {choice.why}" if choice.edition else choice.why), err=True)
    if choice.todo:
        click.echo(printable(f"  {choice.todo}"), err=True)


def coming(room: Room) -> str:
    """What goes out next."""
    days = room.delivery.calendar
    found = calendar.coming(days, room.now, calendar.AHEAD) if days else ()
    one = next((slot for slot in found if not slot.skipped), None)
    if one is None:
        return ""
    local = one.at.astimezone(zoneinfo.ZoneInfo(room.time_zone))
    return f"; next is {one.edition}, on {local:%A %Y-%m-%d %H:%M} ({room.time_zone})"
