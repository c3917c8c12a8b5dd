"""What has to be run for a weekly brief, and when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec import Struct

from briefgen.delivery.settings import Calendar, OnHoliday

AGAIN = dt.timedelta(minutes=5)
"""Between two tries of what ended with "try again" (exit 75)."""
TRY_AGAIN = 75
"""sysexits EX_TEMPFAIL, with which `briefgen send` says "later"."""
AHEAD = dt.timedelta(hours=2)
"""How long before somebody has to have released an edition its draft is made."""
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


class Moment(Struct, frozen=True):
    """When something is run, by the clock on the wall of a time zone."""

    time: dt.time
    time_zone: str
    weekday: int | None = None
    """0 is Monday; None for every day."""


class Job(Struct, frozen=True):
    """Something that is run."""

    name: str
    """"send"; its files are called after it."""
    about: str
    """What it does, for a person."""
    commands: tuple[tuple[str, ...], ...]
    """Words of each, behind the name of the program, in their order: the next one only after a success."""
    when: Moment | None
    """None for what is only run when another one failed."""
    again: bool = False
    """Whether it is tried again where it says so."""
    alerts: bool = True
    """Whether somebody is told when it fails."""


def jobs(calendar: Calendar) -> tuple[Job, ...]:
    """What is run for a weekly brief: gathered, looked after, sent, and said when it failed."""
    prepare = _before(calendar, calendar.release_by + AHEAD)
    look = _before(calendar, calendar.release_by)
    send = _before(calendar, dt.timedelta(0))
    alert = (("status", "--alert"),)
    return (
        Job(
            "gather",
            "take in what is new, and make the draft of the next edition",
            (("ingest",), ("edition", "create", "next")),
            prepare,
            again=True,
        ),
        Job("look", "tell the operators where nobody released the edition in time", alert, look, alerts=False),
        Job(
            "send",
            "send the edition that is due to everybody who did not get it",
            (("send", "--latest"),),
            send,
            again=True,
        ),
        Job("alert", "tell the operators what went wrong", alert, None, alerts=False),
    )


def _before(calendar: Calendar, long: dt.timedelta) -> Moment:
    """A moment before the one of the calendar; every day where a holiday may put that one off."""
    day = dt.datetime.combine(dt.date(2024, 1, 1) + calendar.weekday * DAY, calendar.time)  # 1 January 2024: a Monday
    at = day - long
    daily = calendar.on_holiday is OnHoliday.NEXT_DAY and bool(calendar.country or calendar.holidays)
    return Moment(at.time(), calendar.time_zone, None if daily else at.weekday())
