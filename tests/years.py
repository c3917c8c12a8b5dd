"""Years under a clock that jumps: `briefgen send --latest` gives each edition to its reader once, at its time.

    python tests/years.py [--since 2020] [--years 10] [--all]

The commands run under libfaketime (faketime(1)): every look at a clock sees the moment that stands in a file. A
scheduler fires too early, twice, late, and again after the clock was put back, in the weeks in which clocks change in
five time zones; with --all in all others as well, and sometimes the machine sleeps over the time. What counts is what
came to the relay. Nothing is printed but counts, and what is wrong; exit code 1 says that something is.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zoneinfo
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from pathlib import Path

from msgspec.structs import replace
from programs import program
from relays import Scripted

from briefgen import weeks
from briefgen.cli import main as briefgen
from briefgen.corpus.store import Store, acts, open_store
from briefgen.corpus.store.acts import KeptPiece
from briefgen.delivery import calendar, keys, secrets
from briefgen.delivery.mailing import message_id
from briefgen.delivery.settings import Calendar
from briefgen.editions import shelf, states
from briefgen.editions.values import Part, Sign, State

HERE = Path(__file__).resolve().parent
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Almaty", "Africa/Casablanca")
"""Clocks put forward by an hour in both halves of the world, by half an hour, once in 2024 for good, and back for a
month."""
SINCE, YEARS = 2020, 10
DAY = dt.timedelta(days=1)
TIME = "02:30"
"""On Sundays: where clocks change, most do it around then, so that it does not come, or comes twice."""
LATE = 6
"""Days that an edition may be late."""
JUMPING = (-90, -60, -1, 0, 0, 15, 45, -30, 60, 75, 24 * 60)
"""Minutes from the time of an edition at which the scheduler fires, in this order: once the clock was put back."""
USUAL = (-1, 0, 0, 60)
SLEPT = (-60, 50 * 60, 50 * 60, -60, 4 * 24 * 60)
"""The machine slept over it."""
BEFORE = "2019-W52"
"""An edition that nobody is to get."""
BEGIN = dt.datetime(2019, 12, 30, tzinfo=dt.UTC)
"""When that one is released."""
STEPS = ("review", "release")
READER = "ann@example.org"
SETTINGS = """\
version: 1
corpus: [news]
topics:
  transport: {title: Transport, terms: [port, line, railway]}
"""
DELIVERY = f"""\
version: 1
from: briefs@example.org
outbox: state/OUTBOX.db
relay: {{host: localhost, port: PORT, security: none}}
calendar: {{day: sunday, time: "TIME", time_zone: ZONE, max_late: {LATE} days}}
unsubscribe: {{url: https://briefs.example.org/leave}}
lists:
  cabinet: {{title: Cabinet, topics: [transport], people: [{{address: {READER}}}]}}
"""
NEWS = """\
---
publisher: Coast News
published: 2019-12-27
---
# The port

The port of Alder handled 1.5 million tonnes of cargo in 2019.
"""


def own(zone: str) -> Calendar:
    """The calendar of the settings."""
    return Calendar(6, dt.time.fromisoformat(TIME), zone, max_late=LATE * DAY)


def editions(since: int, years: int) -> list[str]:
    """Names of all editions that go out in so many years."""
    first = weeks.monday(dt.date(since, 1, 7)) - calendar.WEEK
    number = (dt.date(since + years, 1, 1) - first) // calendar.WEEK
    return [weeks.name(first + one * calendar.WEEK) for one in range(number)]


def clock_changes(zone: str, name: str) -> bool:
    """Whether clocks are changed within three days of the time of an edition."""
    local = calendar.slot(own(zone), name).at.astimezone(zoneinfo.ZoneInfo(zone))
    return (local - 3 * DAY).utcoffset() != (local + 3 * DAY).utcoffset()


# Under the other clock.


class House:
    """A folder in which the same brief was released every week.

    Args:
        home: The folder.
        clock: The file with the time.
        port: Of the relay.
    """

    def __init__(self, home: Path, clock: Path, port: int) -> None:
        self.home, self._clock, self._port = home, clock, port
        self._store = home / "state/corpus.db"

    def set_clock(self, moment: dt.datetime) -> None:
        """It is so late, until somebody says something else."""
        part = self._clock.with_suffix(".part")
        part.write_text(f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}\n", encoding="ascii")
        part.replace(self._clock)
        seen = dt.datetime.now(dt.UTC)
        if abs(seen - moment) > dt.timedelta(seconds=1):
            raise RuntimeError(f"the clock shows {seen}, not {moment}")

    def run(self, *words: str) -> tuple[int, str]:
        """A command in it; its exit code, and what it said."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = briefgen(list(words))
        return code, said.getvalue()

    def build(self, names: Sequence[str]) -> None:
        """Settings, documents, and an edition that is made by the commands and released once more for every week."""
        (self.home / "news").mkdir()
        (self.home / "news/port.md").write_text(NEWS, encoding="utf-8")
        (self.home / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
        self.settle("UTC")  # nothing is released where clocks may leave out the time
        self.set_clock(BEGIN)
        for command in (
            "ingest",
            f"edition create {BEFORE} --format md",
            *(f"edition {one} {BEFORE}" for one in STEPS),
        ):
            code, said = self.run(*command.split())
            if code:
                raise RuntimeError(f"{command}: {said}")
        with open_store(self._store) as store:
            for name in names:
                release_again(store, BEFORE, name)
        shutil.copy(self._store, self.home / "unsent.db")

    def begin(self, zone: str) -> None:
        """The settings for a time zone, and a store that knows of no mail yet."""
        self.settle(zone)
        for one in self._store.parent.glob(f"{self._store.name}*"):
            one.unlink()
        shutil.copy(self.home / "unsent.db", self._store)

    def settle(self, zone: str) -> None:
        """The settings for a time zone; each has an outbox of its own."""
        text = DELIVERY.replace("PORT", str(self._port)).replace("ZONE", zone).replace("TIME", TIME)
        (self.home / "delivery.yaml").write_text(text.replace("OUTBOX", zone.replace("/", "-")), encoding="utf-8")


def release_again(store: Store, before: str, name: str) -> None:
    """Releases the bytes of an edition for another week."""
    release = shelf.log(store, before)[-1]
    plan, sign = replace(release.plan, name=name, week=name), Sign(release.by, release.at)
    made_from = [one for one in release.pieces if one.part is not Part.FILE]
    log = [states.created(plan, made_from, sign)]
    log.append(states.reviewed(log, release.pieces, sign))
    log.append(states.released(log, release.pieces, sign))
    for number, act in enumerate(log):
        shelf.append(store, log[:number], act)
    pieces = {
        KeptPiece(part, path, hashlib.sha256(data).hexdigest()): data
        for part in Part
        for path, data in acts.frozen(store.engine, before, part)
    }
    with store.writing():
        acts.freeze(store.engine, name, pieces)
    if shelf.log(store, name)[-1].state is not State.RELEASED:
        raise RuntimeError(f"{name} is not released")


def go_through(house: House, relay: Scripted, zone: str, names: Sequence[str]) -> Iterator[str]:
    """What is wrong with what came to the relay while the clock went through some weeks."""
    house.begin(zone)
    ids = {message_id(name, READER, "example.org"): name for name in (BEFORE, *names)}
    for number, name in enumerate(names):
        at = calendar.slot(own(zone), name).at
        is_out = False
        for minutes in JUMPING if clock_changes(zone, name) else (USUAL, SLEPT)[number % 2]:
            house.set_clock(at + dt.timedelta(minutes=minutes))
            heard = len(relay.messages)
            code, said = house.run("send", "--latest")
            came = [ids[message_from_bytes(one)["Message-ID"]] for one in relay.messages[heard:]]
            expected = [name] if minutes >= 0 and not is_out else []
            is_out = is_out or minutes >= 0
            # Before its time, the edition before is looked after, which may be one that nobody asked for.
            if came != expected or (code and minutes >= 0):
                yield f"{zone} {name}, {minutes} minutes from its time: {came} came, exit code {code}: {said}"


def under(home: Path, clock: Path, asked: dict[str, list[str]]) -> dict[str, object]:
    """Goes through the weeks that are asked for in each zone."""
    os.chdir(home)
    problems: list[str] = []
    with Scripted() as relay:
        house = House(home, clock, relay.port)
        house.build(sorted({name for names in asked.values() for name in names}))
        for zone, names in asked.items():
            problems += go_through(house, relay, zone, names)
    return {"sent": len(relay.messages), "problems": problems}


# By the clock of this machine.


def library() -> str:
    """What faketime(1) has programs load."""
    words = [str(program("faketime", "faketime")), "-f", "+0", "sh", "-c", 'printf %s "$LD_PRELOAD"']
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def years(asked: dict[str, list[str]]) -> tuple[int, list[str]]:
    """How many messages came in the weeks that are asked for in each zone, and what is wrong."""
    with tempfile.TemporaryDirectory(prefix="briefgen-years-") as folder:
        home, clock = Path(folder) / "house", Path(folder) / "clock"
        home.mkdir()
        clock.write_text(f"{BEGIN:%Y-%m-%d %H:%M:%S}\n", encoding="ascii")
        world = os.environ | {
            "TZ": "UTC", "LD_PRELOAD": library(), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", secrets.variable("unsubscribe-key"): "k" * keys.LEAST,
            "PYTHONPATH": os.pathsep.join((str(HERE.parent), str(HERE))),
        }  # fmt: skip
        words = [sys.executable, __file__, "--under", str(home), str(clock)]
        done = subprocess.run(words, input=json.dumps(asked), env=world, capture_output=True, text=True, check=False)
    if done.returncode:
        return 0, [done.stderr]
    told = json.loads(done.stdout)
    return told["sent"], told["problems"]


def changing(since: int, number: int) -> dict[str, list[str]]:
    """The editions of so many years, by zone, around whose time clocks change."""
    return {zone: [name for name in editions(since, number) if clock_changes(zone, name)] for zone in ZONES}


def main() -> int:
    """Goes through the years."""
    parser = argparse.ArgumentParser(description="Years of weekly briefs under a clock that jumps")
    parser.add_argument("--since", type=int, default=SINCE, metavar="YEAR")
    parser.add_argument("--years", type=int, default=YEARS, metavar="N")
    parser.add_argument("--all", action="store_true", help="weeks in which no clock changes, too")
    parser.add_argument("--under", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.under:
        print(json.dumps(under(*given.under, json.load(sys.stdin))))
        return 0
    asked = (
        dict.fromkeys(ZONES, editions(given.since, given.years)) if given.all else changing(given.since, given.years)
    )
    sent, problems = years(asked)
    print(f"{given.years} years, {len(asked)} time zones: {sum(map(len, asked.values()))} editions, {sent} messages")
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
