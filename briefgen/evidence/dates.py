"""Periods in words, for explanations."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal

from briefgen.model import Period

YEAR = Decimal("365.25")
"""Days of a year, leap years counted."""


def day(date: dt.date) -> str:
    """A day: "24 October 2025"."""
    return f"{date.day} {calendar.month_name[date.month]} {date.year}"


def is_year(period: Period) -> bool:
    """Whether it is one calendar year."""
    return (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31) and (
        period.start.year == period.end.year
    )


def spell(period: Period) -> str:
    """A period: "2024", "October 2025", "January to August 2025", "2025 up to 24 October"."""
    start, end = period.start, period.end
    if is_year(period):
        return str(start.year)
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if whole and (start.year, start.month) == (end.year, end.month):
        return f"{calendar.month_name[start.month]} {start.year}"
    if whole and start.year == end.year:
        return f"{calendar.month_name[start.month]} to {calendar.month_name[end.month]} {end.year}"
    if whole and (start.month, end.month) == (1, 12):
        return f"{start.year} to {end.year}"
    if (start.month, start.day) == (1, 1) and start.year == end.year:
        return f"{end.year} up to {end.day} {calendar.month_name[end.month]}"
    return day(start) if start == end else f"{day(start)} to {day(end)}"


def days(period: Period) -> int:
    """Its length in days."""
    return (period.end - period.start).days + 1


def overlap(one: Period, other: Period) -> bool:
    """Whether the two share a day."""
    return one.start <= other.end and other.start <= one.end


def years_between(start: dt.date, end: dt.date) -> Decimal:
    """Years from one day to another one, to the month and with two decimals: 3, 3.5, 0.25."""
    months = round((end - start).days / YEAR * 12)
    return (Decimal(months) / 12).quantize(Decimal("0.01"))


def a_year_earlier(day: dt.date) -> dt.date:
    """The same day of the year before, or the last one of February."""
    return day.replace(year=day.year - 1, day=min(day.day, calendar.monthrange(day.year - 1, day.month)[1]))
