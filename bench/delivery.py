"""What sending costs: an edition planned, and its messages beside those of a bare loop.

    python bench/delivery.py [--recipients 10000] [--messages 1000] [--runs 5] [--only plan --only sink …]

All sides are measured in turn in the same run, and the least of several rounds counts; absolute rates are of the
machine. The bare loop is what one writes first: `sendmail` of `smtplib`, on the same kept connections (TLS, login,
TCP_NODELAY), its messages made before it begins. Ours makes each message, looks whether its reader left, keeps the
outbox, and has as many connections at the same time as the settings have where they say nothing.

What goes out together waits once until the disk has it (`synchronous=FULL`), before the final dots. How long that takes
is up to the disk: the same loop with a bare commit of SQLite before each message shows it, which is the least that any
sender on one connection takes. The outbox lies once on the disk and once in memory, where nothing is waited for. Exits
with 1 when a bar of the issue “Weekly briefs by mail” is missed. Needs Postfix and Dovecot, and root, as those do.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec import Struct

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import letters  # noqa: E402 - the line above finds it
import postal  # noqa: E402
import relays  # noqa: E402

from briefgen.delivery.mailing import Message, forms, message, message_id  # noqa: E402
from briefgen.delivery.outbox import Outbox, open_outbox, planning  # noqa: E402
from briefgen.delivery.relay import Access, Session  # noqa: E402
from briefgen.delivery.relay.reaching import reach  # noqa: E402
from briefgen.delivery.sending import Tools, send  # noqa: E402
from briefgen.delivery.sending.values import Wishes  # noqa: E402
from briefgen.delivery.settings import Login, Rate  # noqa: E402
from briefgen.delivery.values import Person, Security, State  # noqa: E402

MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory
HELD = {"smtpd_client_restrictions": "check_client_access static:hold", "always_bcc": ""}
"""Postfix takes everything onto its disk, and delivers nothing meanwhile."""
WISHES = Wishes(connections=Rate().connections)
DOMAIN = "example.org"


class Row(Struct, frozen=True):
    """A measured number."""

    what: str
    value: float
    detail: str
    bar: float | None = None
    """The least, or, where `is_most`, the most; None where there is none."""
    is_most: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it reaches its bar."""
        return self.bar is None or (self.value <= self.bar if self.is_most else self.value >= self.bar)

    def __str__(self) -> str:
        """A line of the table."""
        sign = "≤" if self.is_most else "≥"
        bar = f"{sign} {self.bar:<6g} {'ok' if self.is_met else 'MISSED':<6}" if self.bar is not None else " " * 15
        return f"{self.what:<52} {self.value:9.2f}  {bar}  {self.detail}"


class Took(NamedTuple):
    """What something took, in seconds."""

    wall: float
    cpu: float
    """Of this process."""


class Watch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._began = Took(time.perf_counter(), time.process_time())

    def took(self) -> Took:
        """What was taken so far."""
        return Took(time.perf_counter() - self._began.wall, time.process_time() - self._began.cpu)


class Times(Struct, frozen=True):
    """What a number of messages took."""

    bare: Took
    committed: Took
    """The bare loop with a commit of SQLite before each message."""
    disk: Took
    """Ours, with the outbox on the disk."""
    memory: Took
    """Ours, with the outbox in memory."""


class Bench:
    """How much is measured, and where.

    Args:
        disk: A folder on it.
        memory: A folder in it.
        recipients: Of the edition that is planned.
        messages: That go out.
        runs: Rounds.
    """

    def __init__(self, disk: Path, memory: Path, recipients: int, messages: int, runs: int) -> None:
        self.disk, self.memory = disk, memory
        self.recipients, self.messages, self.runs = recipients, messages, runs
        self._number = 0

    def planned(self, folder: Path, people: tuple[Person, ...]) -> tuple[Outbox, Took]:
        """A new outbox with an edition to somebody, and what the plan took."""
        self._number += 1
        outbox = open_outbox(folder / f"outbox-{self._number}.db")
        watch = Watch()
        rows = [planning.Planned(one, message_id(letters.WEEK, one.id, DOMAIN)) for one in people]
        planning.plan(outbox, letters.WEEK, "0" * 64, (letters.letter(),), rows, None, letters.NOW, "bench")
        return outbox, watch.took()

    def plan(self) -> Took:
        """What the plan of an edition takes, on the disk."""
        outbox, took = self.planned(self.disk, letters.people(self.recipients))
        outbox.close()
        return took

    def table(self) -> Took:
        """What as many rows take in a bare table with the same unique columns."""
        self._number += 1
        with closing(_bare(self.disk / f"bare-{self._number}.db")) as link:
            link.execute(
                "CREATE TABLE row (number INTEGER PRIMARY KEY, id TEXT UNIQUE, recipient TEXT UNIQUE, text TEXT)"
            )
            watch = Watch()
            link.execute("BEGIN IMMEDIATE")
            rows = ((f"<{one}@{DOMAIN}>", f"reader{one}@{DOMAIN}", "-" * 150) for one in range(self.recipients))
            link.executemany("INSERT INTO row (id, recipient, text) VALUES (?, ?, ?)", rows)
            link.execute("COMMIT")
            return watch.took()

    def committed(self, access: Access, messages: Sequence[Message]) -> Took:
        """What the bare loop takes with a bare commit on the disk before each message."""
        self._number += 1
        with closing(_bare(self.disk / f"bare-{self._number}.db")) as link:
            link.execute("CREATE TABLE row (number INTEGER PRIMARY KEY, text TEXT)")
            return bare(access, messages, lambda: link.execute("INSERT INTO row (text) VALUES (?)", ("-" * 400,)))

    def ours(self, access: Access, folder: Path) -> Took:
        """What we take for all messages."""
        outbox, _ = self.planned(folder, letters.people(self.messages))
        tools = Tools(
            clock=lambda: dt.datetime.now(dt.UTC),
            sleep=time.sleep,
            chance=lambda: 0.5,
            open=lambda: Session.open(access),
            tell=lambda _: None,
            who="bench",
        )
        with outbox:
            watch = Watch()
            outcome = send(outbox, letters.WEEK, letters.desk(), WISHES, tools)
            took = watch.took()
        if outcome.moved != {State.SENT: self.messages}:
            raise RuntimeError(f"not all were sent: {outcome}")
        return took

    def times(self, access: Access) -> Times:
        """The least that each side takes at a relay."""
        made = _messages(self.messages)
        return Times(
            *least(
                self.runs,
                lambda: bare(access, made),
                lambda: self.committed(access, made),
                lambda: self.ours(access, self.disk),
                lambda: self.ours(access, self.memory),
            )
        )


def _bare(path: Path) -> sqlite3.Connection:
    """A database that waits for the disk as the outbox does."""
    link = sqlite3.connect(path, isolation_level=None)
    link.execute("PRAGMA journal_mode = WAL")
    link.execute("PRAGMA synchronous = FULL")
    return link


def _messages(number: int) -> tuple[Message, ...]:
    """What goes out, as we make it."""
    people, desk = letters.people(number), letters.desk()
    made = forms(desk, (letters.letter(),), people)
    return tuple(message(desk, made, letters.entry(one, at), letters.NOW) for at, one in enumerate(people, 1))


def bare(access: Access, messages: Sequence[Message], before: Callable[[], object] = lambda: None) -> Took:
    """What a loop takes that keeps no books; `before` is called before each message."""
    watch = Watch()
    for first in range(0, len(messages), WISHES.per_connection):
        with reach(access) as link:
            for one in messages[first : first + WISHES.per_connection]:
                before()
                link.sendmail(one.sender, [one.recipient], one.content)
    return watch.took()


def least(runs: int, *sides: Callable[[], Took]) -> list[Took]:
    """The least that each side takes, asked in turn."""
    rounds = [[side() for side in sides] for _ in range(runs)]
    return [Took(min(one.wall for one in took), min(one.cpu for one in took)) for took in zip(*rounds, strict=True)]


def plan(bench: Bench) -> Iterator[Row]:
    """An edition frozen: its letters, and everybody that it goes to."""
    ours, table = least(bench.runs, bench.plan, bench.table)
    detail = f"{ours.wall / table.wall:.1f} times as long as bare rows in SQLite"
    yield Row(f"{bench.recipients} recipients planned, seconds", ours.wall, detail, 1.0, is_most=True)


def sink(bench: Bench) -> Iterator[Row]:
    """At a relay that does nothing with what it takes."""
    with relays.sink() as port:
        times, number = bench.times(Access(Login("127.0.0.1", port, Security.NONE))), bench.messages
    own = number / (times.memory.cpu - times.bare.cpu)
    detail = f"CPU time; {number / times.memory.wall:.0f} went out in a second, {number / times.bare.wall:.0f} bare"
    yield Row("smtp-sink: messages a second that we take beside it", own, detail, 1000)
    yield _floor("smtp-sink", bench, times)


def postfix(bench: Bench) -> Iterator[Row]:
    """At a real one, by TLS and a login."""
    with postal.office(HELD) as office:
        times = bench.times(office.access())
    yield Row("Postfix, on the disk / bare loop", times.bare.wall / times.disk.wall, _rates(bench, times), 0.75)
    yield _floor("Postfix", bench, times)
    detail = f"{bench.messages / times.memory.wall:.0f} went out in a second"
    yield Row("Postfix, outbox in memory / bare loop", times.bare.wall / times.memory.wall, detail)


def _floor(relay: str, bench: Bench, times: Times) -> Row:
    """How near we come to what no sender on one connection can do without."""
    detail = f"{bench.messages / times.committed.wall:.0f} went out in a second with commits"
    return Row(f"{relay}, on the disk / bare loop with commits", times.committed.wall / times.disk.wall, detail)


def _rates(bench: Bench, times: Times) -> str:
    return f"{bench.messages / times.disk.wall:.0f} went out in a second, {bench.messages / times.bare.wall:.0f} bare"


SECTIONS = {"plan": plan, "sink": sink, "postfix": postfix}


def main() -> int:
    """Prints the table, a row as soon as it is measured."""
    parser = argparse.ArgumentParser(description="What sending costs beside a bare loop")
    parser.add_argument("--recipients", type=int, default=10_000, metavar="N", help="of the edition that is planned")
    parser.add_argument("--messages", type=int, default=1000, metavar="N", help="that go out in each round")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="rounds; the least of them counts")
    parser.add_argument("--only", choices=SECTIONS, action="append", help="measure this part alone; repeatable")
    parser.add_argument("--disk", type=Path, metavar="FOLDER", help="where the outbox lies (default: temporary files)")
    given = parser.parse_args()
    missed = 0
    with ExitStack() as stack:
        disk = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=given.disk)))
        memory = disk
        if MEMORY.is_dir():
            memory = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=MEMORY)))
        else:
            print(f"{MEMORY} is missing: “in memory” is on the disk too")
        bench = Bench(disk, memory, given.recipients, given.messages, given.runs)
        for name, section in SECTIONS.items():
            if given.only and name not in given.only:
                continue
            try:
                for row in section(bench):
                    missed += not row.is_met
                    print(row, flush=True)
            except (pytest.skip.Exception, pytest.fail.Exception) as missing:  # what the tests' own servers say
                print(f"{name}: not measured: {missing}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
