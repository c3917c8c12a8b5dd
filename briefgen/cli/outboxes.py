"""What the commands of `briefgen outbox` do: the file, the clock and what is printed."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from msgspec import Struct

from briefgen import backups, config
from briefgen.cli import columns, editions, printing
from briefgen.cli.columns import Cells, Column
from briefgen.cli.text import counted, one_line, printable
from briefgen.config.delivery import loading
from briefgen.delivery import addresses
from briefgen.delivery import settings as delivery
from briefgen.delivery.outbox import (
    Outbox,
    audit,
    forgetting,
    generations,
    locking,
    looking,
    moving,
    open_outbox,
    rows,
    unlocking,
)
from briefgen.delivery.outbox import metrics as measures
from briefgen.delivery.outbox.rows import Row
from briefgen.delivery.values import Entry, State
from briefgen.errors import UsageError

EDITIONS = (
    Column("edition", fair=10),
    *(Column(state.value, fair=7, rank=1) for state in (State.SENT, State.PENDING, State.UNKNOWN, State.FAILED)),
    Column(State.DROPPED.value, fair=7, rank=2),
    Column("planned", fair=16, rank=3),
    Column("deadline", fair=16, rank=4, extra=True),
)
"""Of the table of editions, in its order."""
MESSAGES = (
    Column("number", fair=6, rank=1),
    Column("address", fair=24, most=60),
    Column("state", fair=8),
    Column("since", fair=16, rank=3),
    Column("tries", fair=5, rank=4),
    Column("why", fair=20, rank=2),
    Column("due", fair=16, rank=5, extra=True),
)
"""Of the table of messages."""
WAITS = frozenset({State.PENDING, State.CLAIMED, State.DOT})


class Wanted(Struct, frozen=True):
    """Messages that a person says something of."""

    edition: str
    whom: tuple[str, ...]
    """Addresses, or numbers of messages."""
    became: str | None
    """The state; None to be asked."""
    every: bool = False
    """All that are unknown."""


def place(config_path: Path | None, given: Path | None) -> Path:
    """The file of the outbox."""
    if given is not None:
        return given
    settings = config.load(config_path)
    wanted = loading.load(settings)
    return wanted.outbox if wanted else backups.project(settings) / delivery.OUTBOX


def name(by: str | None) -> str:
    """Who does it."""
    return editions.name_of(by)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def status(path: Path, edition: str | None, states: Sequence[str], *, as_json: bool) -> None:
    """Editions with counts, or the messages of one."""
    with open_outbox(path, create=False) as outbox:
        if edition is None:
            if states:
                raise UsageError("is for the messages of one edition", "--state", "Name the edition, too.")
            _print(EDITIONS, [_edition_row(outbox, one) for one in looking.editions(outbox)], as_json=as_json)
        else:
            looking.edition(outbox, edition)
            wanted = {_state(one) for one in states} or set(State) - {State.SENT}
            found = looking.entries(outbox, edition, wanted)
            made = [rows.of_entry(one) if as_json else _message_cells(one) for one in found]
            _print(MESSAGES, made, as_json=as_json)
            if not as_json:
                counts = looking.counts(outbox, edition)
                told = ", ".join(f"{number:,} {state}" for state, number in counts.items())
                click.echo(f"{edition}: {told or 'no messages'}", err=True)
        _tell_state(outbox)


def _state(word: str) -> State:
    try:
        return State(word)
    except ValueError:
        raise UsageError(f"there is no state “{word}”", "--state", f"States: {', '.join(State)}.") from None


def _edition_row(outbox: Outbox, one: looking.Frozen) -> Row:
    counts = looking.counts(outbox, one.name)
    counted_ = {state.value: counts.get(state, 0) for state in State if state not in WAITS}
    waits = sum(counts.get(state, 0) for state in WAITS)
    end = minute(one.deadline) if one.deadline else ""
    return {
        "edition": one.name, **counted_, State.PENDING.value: waits, "planned": minute(one.planned), "deadline": end,
    }  # fmt: skip


def _message_cells(one: Entry) -> Row:
    said = f"{one.reply.code} {one.reply.status} {one.reply.text}" if one.reply else ""
    return {
        "number": one.number,
        "address": one.person.address or "(forgotten)",
        "state": one.state.value,
        "since": minute(one.since),
        "tries": one.attempts,
        "why": one_line("; ".join(filter(None, (said, one.reason)))),
        "due": minute(one.due) if one.due else "",
    }


def minute(moment: dt.datetime) -> str:
    """A moment for a person."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%MZ}"


def _print(shape: Sequence[Column], found: Sequence[Row], *, as_json: bool) -> None:
    if as_json:
        printing.lines(json.dumps(row, ensure_ascii=False) for row in found)
    else:
        table(shape, found)


def table(shape: Sequence[Column], found: Sequence[Row]) -> None:
    """Rows for a person, or for a pipe."""
    cells: list[Cells] = [{key: one_line(str(value)) for key, value in row.items()} for row in found]
    if not cells:
        return
    width = printing.terminal()
    if not width:
        printing.lines(columns.plain([column.name for column in shape], cells))
        return
    given = columns.widths(shape, cells, width)
    printing.lines(columns.line(row, given) for row in [{key: key for key in given}, *cells])


def _tell_state(outbox: Outbox) -> None:
    """For a person: whether somebody sends now, and whether the outbox is locked."""
    if holder := locking.holder(outbox.path):
        click.echo(f"note: process {holder.process} sends since {minute(holder.since)}", err=True)
    if saved := generations.locked(outbox):
        click.echo(f"note: locked: nobody said what went out since {minute(saved)}. {generations.HINT}", err=True)


def _picked(outbox: Outbox, edition: str, whom: Iterable[str], states: set[State]) -> tuple[Entry, ...]:
    """The messages that are named; all in some states where none is.

    Raises:
        UsageError: Nobody has such a message.
    """
    looking.edition(outbox, edition)
    every = looking.entries(outbox, edition)
    if not whom:
        return tuple(one for one in every if one.state in states)
    by_key = {str(one.number): one for one in every} | {one.person.id: one for one in every if one.person.address}
    found = {}
    for word in whom:
        one = by_key.get(addresses.identity(word))
        if one is None:
            raise UsageError(f"nobody with “{one_line(word)}” was to get it", edition, "See `briefgen outbox status`.")
        found[one.number] = one
    return tuple(found.values())


def retry(path: Path, edition: str, whom: Sequence[str], who: str) -> None:
    """What failed or waits is due at once."""
    with open_outbox(path, create=False) as outbox:
        found = _picked(outbox, edition, whom, {State.FAILED, State.PENDING})
        moving.hasten(outbox, found, _now(), who)
        click.echo(f"{counted(len(found), 'message')} of {edition} will be tried by the next `briefgen send`", err=True)
        end = looking.edition(outbox, edition).deadline
        if found and end and end < _now():
            click.echo(f"warning: {edition} was to be sent until {minute(end)}; that is over", err=True)


def resolve(path: Path, wanted: Wanted, who: str, reason: str) -> None:
    """A person says what became of messages."""
    if bool(wanted.whom) == wanted.every:
        raise UsageError("name addresses, or --all", "briefgen outbox resolve", "See `briefgen outbox status EDITION`.")
    if wanted.became is None and not sys.stdin.isatty():
        raise UsageError("nothing is said of what became of them", hint="Add --sent, --not-sent or --drop.")
    with open_outbox(path, create=False) as outbox:
        for one in _picked(outbox, wanted.edition, wanted.whom, {State.UNKNOWN}):
            became = State(wanted.became) if wanted.became else _asked(one)
            if became is None:
                continue
            moving.resolve(outbox, one, became, _now(), who, reason or f"said {who}")
            click.echo(f"{_whose(one)}: {one.state} → {became}", err=True)


def _asked(one: Entry) -> State | None:
    answers = {"sent": State.SENT, "not sent": State.PENDING, "drop": State.DROPPED, "skip": None}
    said = f"{_whose(one)}, Message-ID {printable(one.message_id)}: what became of it?"
    return answers[click.prompt(said, type=click.Choice(list(answers)), err=True)]


def _whose(one: Entry) -> str:
    return f"message {one.number} to {printable(one.person.address) or 'somebody forgotten'}"


def export(path: Path, edition: str | None, *, audit: bool, as_csv: bool) -> None:
    """Everything, for other programs."""
    with open_outbox(path, create=False) as outbox:
        if edition is not None:
            looking.edition(outbox, edition)
        found = list(_notes(outbox, edition) if audit else _entries(outbox, edition))
    if as_csv:
        names = tuple(found[0]) if found else ()
        printing.table(names, [{key: _joined(value) for key, value in row.items()} for row in found])
        return
    printing.lines(json.dumps(row, ensure_ascii=False) for row in found)


def _notes(outbox: Outbox, edition: str | None) -> Iterator[Row]:
    yield from map(rows.of_note, audit.notes(outbox, edition or ""))


def _entries(outbox: Outbox, edition: str | None) -> Iterator[Row]:
    for one in looking.editions(outbox):
        if edition in {None, one.name}:
            yield from map(rows.of_entry, looking.entries(outbox, one.name))


def _joined(value: object) -> object:
    return "; ".join(value) if isinstance(value, list) else value


def metrics(path: Path) -> None:
    """For Prometheus."""
    with open_outbox(path, create=False) as outbox:
        click.echo("".join(measures.metrics(outbox, _now())), nl=False)


def forget(path: Path, address: str, who: str) -> None:
    """Name and address of somebody go."""
    with locking.lock(path, _now()), open_outbox(path, create=False) as outbox:
        number = forgetting.forget(outbox, addresses.identity(address), _now(), who)
    if number:
        click.echo(f"{counted(number, 'message')} to {printable(address)} now name nobody", err=True)
    else:
        click.echo(f"no message names {printable(address)}: is it written as in the list?", err=True)


def unlock(path: Path, said: unlocking.Said, who: str) -> None:
    """A person says what was sent since a backup."""
    with locking.lock(path, _now()), open_outbox(path, create=False) as outbox:
        unlocking.unlock(outbox, said, _now(), who)
    click.echo("the outbox sends again", err=True)
    click.echo("note: it does not know who left since the backup: `briefgen unsubscribe add`", err=True)
