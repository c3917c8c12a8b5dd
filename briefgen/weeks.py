"""Weeks and the names of editions: Monday to Sunday (ISO 8601), in the time zone of the settings."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

from briefgen.errors import UsageError

NAME = re.compile(r"(?P<year>\d{4})-?[Ww](?P<week>\d{1,2})")
UNDATED = "undated"
"""Name of the edition of documents of which none has a date."""


def name(day: dt.date | None) -> str:
    """The edition that a day belongs to: "2025-W43"; "undated" without a day."""
    if day is None:
        return UNDATED
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def days(edition: str) -> tuple[dt.date, dt.date]:
    """Monday and Sunday of a week by its name.

    Raises:
        UsageError: It is none.
    """
    match = NAME.fullmatch(edition.strip())
    if match:
        year, week = int(match["year"]), int(match["week"])
        try:
            return dt.date.fromisocalendar(year, week, 1), dt.date.fromisocalendar(year, week, 7)
        except ValueError:
            pass  # a week that this year does not have: said below
    raise UsageError(f"“{edition}” is no week", hint="Write it as 2026-W43.")


def monday(day: dt.date) -> dt.date:
    """The first day of its week."""
    return day - dt.timedelta(days=day.weekday())


def begins(day: dt.date, time_zone: str) -> dt.datetime:
    """When a day begins in a time zone (IANA), in UTC."""
    return dt.datetime.combine(day, dt.time(), zoneinfo.ZoneInfo(time_zone)).astimezone(dt.UTC)


def day_of(moment: dt.datetime, time_zone: str) -> dt.date:
    """The day of a moment in a time zone."""
    return moment.astimezone(zoneinfo.ZoneInfo(time_zone)).date()
