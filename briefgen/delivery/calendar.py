"""When an edition goes out. It is known by its name: the moment at which somebody looks changes nothing of it.

The time of day is that of the clock on the wall. Where a clock is put forward over it, the edition goes out as late
after the gap as it would have without it; where a clock is put back, at the first of the two moments (PEP 495, fold 0).
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from briefgen import weeks
from briefgen.delivery.settings import Calendar, OnHoliday
from briefgen.errors import UsageError

WEEK = dt.timedelta(weeks=1)
NIGHT = (dt.time(0), dt.time(4))
"""Clocks are put forward and back between these, almost everywhere: an hour there may not come, or come twice."""
AHEAD = 60
"""Editions among which one is surely not skipped: no holidays are as long as a year."""
FURTHEST = 366
"""Days without a working day, after which nobody looks for one."""


class Slot(Struct, frozen=True):
    """When an edition goes out."""

    edition: str
    at: dt.datetime
    """In UTC."""
    release_by: dt.datetime
    """When somebody has to have released it, by the clock on the wall as well: timers fire at it."""
    until: dt.datetime
    """When it is too late."""
    holiday: str = ""
    """Name of the holiday on its own day; empty for none."""
    skipped: bool = False
    """Nothing goes out, as its day is a holiday."""


def slot(calendar: Calendar, edition: str) -> Slot:
    """When an edition, or a correction of it, goes out.

    Raises:
        UsageError: It is no name of a week, or no day of a year is a working day.
    """
    name = edition.partition(".")[0]
    day = weeks.days(name)[0] + calendar.weeks_back * WEEK + dt.timedelta(days=calendar.weekday)
    holiday = _holiday(calendar, day)
    skipped = bool(holiday) and calendar.on_holiday is OnHoliday.SKIP
    going_out = _working_day(calendar, day) if holiday and not skipped else day
    at = moment(calendar, going_out)
    return Slot(name, at, _release_by(calendar, going_out), at + calendar.max_late, holiday, skipped)


def due(calendar: Calendar, now: dt.datetime) -> Slot | None:
    """The newest edition whose time has come and is not over; None where there is none. Older ones are never made up.

    Raises:
        ValueError: The moment has no time zone.
    """
    newest = begun(calendar, now)
    return newest if now <= newest.until else None


def begun(calendar: Calendar, now: dt.datetime) -> Slot:
    """The newest edition whose time has come, be it over or not.

    Raises:
        ValueError: The moment has no time zone.
    """
    return max((one for one in _around(calendar, now) if one.at <= now), key=lambda one: (one.at, one.edition))


def coming(calendar: Calendar, now: dt.datetime, number: int) -> tuple[Slot, ...]:
    """The next editions after a moment, the first one first; those that are skipped are among them."""
    found = [one for one in _around(calendar, now, number) if one.at > now]
    return tuple(sorted(found, key=lambda one: (one.at, one.edition))[:number])


def awaited(calendar: Calendar, now: dt.datetime) -> Slot:
    """The newest edition that somebody has to have released by now: the one to look after, skipped or not."""
    ahead = calendar.release_by // WEEK + 1
    begun = [one for one in _around(calendar, now, ahead) if one.release_by <= now]
    return max(begun, key=lambda one: (one.release_by, one.edition))


def moment(calendar: Calendar, day: dt.date) -> dt.datetime:
    """The time of day of the calendar on a day, in UTC."""
    return dt.datetime.combine(day, calendar.time, zoneinfo.ZoneInfo(calendar.time_zone)).astimezone(dt.UTC)


def _release_by(calendar: Calendar, day: dt.date) -> dt.datetime:
    """Never after the time of day itself, also where a clock is put forward between the two."""
    there = zoneinfo.ZoneInfo(calendar.time_zone)
    wall = dt.datetime.combine(day, calendar.time) - calendar.release_by
    return min(wall.replace(tzinfo=there).astimezone(dt.UTC), moment(calendar, day))


def doubtful_hour(calendar: Calendar) -> bool:
    """Whether the time of day may be left out or come twice where clocks are put forward and back.

    What fires on the clock of the wall, as cron does, is unreliable then; a zone without such changes has no such hour.
    """
    zone = zoneinfo.ZoneInfo(calendar.time_zone)
    offsets = {dt.datetime(year, month, 1, tzinfo=zone).utcoffset() for year in _years() for month in range(1, 13)}
    return NIGHT[0] <= calendar.time < NIGHT[1] and len(offsets) > 1


def _years() -> range:
    """Years whose rules hold beyond: what changed once in an earlier one, as in Kazakhstan in 2024, is over."""
    return range(2025, 2031)


def known_country(country: str) -> bool:
    """Whether the holidays of a country, or a part of it, are known: "AZ", "DE-BY"."""
    try:
        _public(country, 2026)
    except UsageError:
        return False
    return True


def _around(calendar: Calendar, now: dt.datetime, further: int = 0) -> list[Slot]:
    """The editions whose time may be near a moment: the holidays of a year can put one off by weeks."""
    if now.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {now}")
    here = weeks.monday(now.astimezone(zoneinfo.ZoneInfo(calendar.time_zone)).date()) - calendar.weeks_back * WEEK
    return [slot(calendar, weeks.name(here + number * WEEK)) for number in range(-4, further + 3)]


def _holiday(calendar: Calendar, day: dt.date) -> str:
    """What is celebrated on a day; empty for nothing."""
    own = "a day of the settings" if day in calendar.holidays else ""
    return own or (_public(calendar.country, day.year)[0](day) if calendar.country else "")


def _working_day(calendar: Calendar, after: dt.date) -> dt.date:
    for number in range(1, FURTHEST):
        day = after + dt.timedelta(days=number)
        rest = _public(calendar.country, day.year)[1](day) if calendar.country else day.weekday() >= 5  # noqa: PLR2004
        if not rest and not _holiday(calendar, day):
            return day
    raise UsageError("no day of a year is a working day", "holidays", "Look at the days under `holidays`.")


@lru_cache(maxsize=64)
def _public(country: str, year: int) -> tuple[Callable[[dt.date], str], Callable[[dt.date], bool]]:
    """What is celebrated on a day, and whether it is one of rest.

    Raises:
        UsageError: The country, or its part, is not known.
    """
    import holidays

    code, _, part = country.partition("-")
    try:
        found = holidays.country_holidays(code, subdiv=part or None, years=year, expand=False, language="en_US")
    except NotImplementedError as error:
        hint = 'Write it as ISO 3166 does: "AZ", or "DE-BY" for a part of a country.'
        raise UsageError(f"the holidays of “{country}” are not known", "holidays", hint) from error
    return (lambda day: str(found.get(day, ""))), (lambda day: not found.is_working_day(day))
