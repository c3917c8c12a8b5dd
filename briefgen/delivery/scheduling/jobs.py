"""What has to be run for a weekly brief, and when."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from pathlib import Path

from msgspec import Struct

from briefgen.delivery.calendar import Slot
from briefgen.delivery.settings import Calendar, OnHoliday

AGAIN = dt.timedelta(minutes=5)
"""Between two tries of what ended with "try again" (exit 75)."""
TRY_AGAIN = 75
"""sysexits EX_TEMPFAIL, with which `briefgen send` says "later"."""
AHEAD = dt.timedelta(hours=2)
"""How long before somebody has to have released an edition the last documents are taken in: time to read it."""
MINUTE = 17
"""Of each hour, for what must not wait: not the full one, at which everybody asks."""
DAY = dt.timedelta(days=1)


class Place(Struct, frozen=True):
    """Whose schedule it is."""

    program: tuple[str, ...]
    """How briefgen is called: its path, or a Python with "-m briefgen"."""
    config: Path
    """The settings; absolute."""
    project: Path
    """The folder that is worked in; absolute."""
    writes: tuple[Path, ...]
    """Folders that are written to; absolute."""
    secrets: tuple[tuple[str, Path], ...] = ()
    """Names of secrets, each with its file."""
    name: str = "briefgen"
    """What its units are called after; another one for each project of a machine."""


class Moment(Struct, frozen=True):
    """When something is run, by the clock on the wall of a time zone."""

    time: dt.time
    time_zone: str
    weekday: int | None = None
    """0 is Monday; None for every day."""


class Command(Struct, frozen=True):
    """A call of briefgen."""

    words: tuple[str, ...]
    """Behind the name of the program, without the settings."""
    may_fail: bool = False
    """Whether the next one is run all the same."""


class Job(Struct, frozen=True):
    """Something that is run."""

    name: str
    """"send"; its files are called after it."""
    about: str
    """What it does, for a person."""
    commands: tuple[Command, ...]
    """In their order."""
    when: Moment | None
    """None for what is only run when another one failed."""
    hourly: bool = False
    """Whether it is run at each hour, too."""
    again: bool = False
    """Whether it is tried again where it says so."""
    alerts: bool = True
    """Whether somebody is told when it fails."""
    after: str = ""
    """Name of a job that is waited for where both begin at once, as when a machine wakes up."""


def jobs(calendar: Calendar) -> tuple[Job, ...]:
    """What is run for a weekly brief: gathered, looked after, sent, and said when it failed.

    Documents are taken in on each day, as a feed names only its newest ones; and then no more until an edition is out,
    as a document that comes in makes a draft again of what is in review. One feed that fails keeps nobody's draft:
    `briefgen status` tells of it. Somebody looks at each hour, as a process that is killed again and again never fails;
    and whether something is to be sent is asked at each hour, too: after a person mended what made it fail, on a day on
    which clocks leave out its time, and where the timers were installed after it.
    """
    alert = (Command(("status", "--alert")),)
    return (
        Job(
            "gather",
            "take in what is new, and make the draft of the next edition",
            (Command(("ingest",), may_fail=True), Command(("edition", "create", "next"))),
            _before(calendar, calendar.release_by + AHEAD, daily=True),
            again=True,
        ),
        Job(
            "look",
            "tell the operators what keeps an edition, and what waits",
            alert,
            _before(calendar, calendar.release_by),
            hourly=True,
            alerts=False,
        ),
        Job(
            "send",
            "send the edition that is due to everybody who did not get it",
            (Command(("send", "--latest")),),
            _before(calendar, dt.timedelta(0)),
            hourly=True,
            again=True,
            after="gather",  # with `release: automatic` it would go out without the news of the night
        ),
        Job("alert", "tell the operators what went wrong", alert, None, alerts=False),
    )


def gathered(calendar: Calendar, slot: Slot) -> dt.datetime:
    """When documents are taken in for an edition for the last time before somebody has to have released it (UTC)."""
    zone = zoneinfo.ZoneInfo(calendar.time_zone)
    wall = slot.release_by.astimezone(zone).replace(tzinfo=None) - AHEAD
    return wall.replace(tzinfo=zone).astimezone(dt.UTC)


def _before(calendar: Calendar, long: dt.timedelta, *, daily: bool = False) -> Moment:
    """A moment before the one of the calendar; every day where a holiday may put that one off."""
    day = dt.datetime.combine(dt.date(2024, 1, 1) + calendar.weekday * DAY, calendar.time)  # 1 January 2024: a Monday
    at = day - long
    put_off = calendar.on_holiday is OnHoliday.NEXT_DAY and bool(calendar.country or calendar.holidays)
    return Moment(at.time(), calendar.time_zone, None if daily or put_off else at.weekday())
