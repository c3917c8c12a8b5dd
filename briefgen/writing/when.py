"""Periods and deadlines in words."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from briefgen.model import Fact, Period, Status

QUARTERS = {1: "first", 4: "second", 7: "third", 10: "fourth"}
"""First month → name of the quarter."""
QUARTER_MONTHS = 3
"""Months in a quarter."""
FROM_DAY = re.compile(r"\d+ \w+ \d{4} to ")
"""A period that is spelt from day to day."""
WEEK = 7
"""Up to so many days something happens "on" them, beyond that "in" them."""
WHOLE_YEAR = 360
"""Days from which a period counts as a whole year."""


def day(date: dt.date) -> str:
    """A day: "24 October 2025"."""
    return f"{date.day} {calendar.month_name[date.month]} {date.year}"


def is_year(period: Period) -> bool:
    """One calendar year."""
    return (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31) and (
        period.start.year == period.end.year
    )


def is_partial(period: Period) -> bool:
    """Less than a year."""
    return (period.end - period.start).days + 1 < WHOLE_YEAR


def whole_months(period: Period) -> bool:
    """From the first day of a month to the last day of one."""
    return period.start.day == 1 and period.end.day == calendar.monthrange(period.end.year, period.end.month)[1]


def spell(period: Period) -> str:
    """A period: "2024", "the second quarter of 2026", "January–August 2025", "2025 up to 24 October"."""
    start, end = period.start, period.end
    if is_year(period):
        return str(start.year)
    if whole_months(period):
        return _months(period)
    if (start.month, start.day) == (1, 1) and start.year == end.year:
        return f"{end.year} up to {end.day} {calendar.month_name[end.month]}"
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    return f"{day(start)} to {day(end)}"


def _months(period: Period) -> str:
    """A period of whole months."""
    start, end = period.start, period.end
    if start.year != end.year:
        if (start.month, end.month) == (1, 12):
            return f"{start.year}–{end.year}"
        return f"{calendar.month_name[start.month]} {start.year} to {calendar.month_name[end.month]} {end.year}"
    if start.month == end.month:
        return f"{calendar.month_name[start.month]} {start.year}"
    if end.month - start.month == QUARTER_MONTHS - 1 and start.month in QUARTERS:
        return f"the {QUARTERS[start.month]} quarter of {start.year}"
    return f"{calendar.month_name[start.month]}–{calendar.month_name[end.month]} {start.year}"


def within(period: Period) -> str:
    """A period with its preposition: "in 2024", "on 20–21 October 2025", "from 30 March to 2 May 2025"."""
    days = (period.end - period.start).days + 1
    if FROM_DAY.match(spell(period)):
        return f"from {spell(period)}"
    single = not whole_months(period) and (period.start.year, period.start.month) == (period.end.year, period.end.month)
    return f"{'on' if single and days <= WEEK else 'in'} {spell(period)}"


def by(deadline: dt.date) -> str:
    """A deadline: "by 2027", "by 30 June 2026". The last day of a year stands for the year, as texts mean it."""
    if (deadline.month, deadline.day) == (12, 31):
        return f"by {deadline.year}"
    return f"by {day(deadline)}"


def time_of(fact: Fact) -> str:
    """The deadline or period of a fact with a blank before it; nothing where the text gives none."""
    if fact.deadline is not None:
        return f" {by(fact.deadline)}"
    return f" {within(fact.period)}" if fact.period is not None else ""


def is_undated(fact: Fact) -> bool:
    """Neither period nor deadline is known."""
    return fact.period is None and fact.deadline is None


def latest(fact: Fact) -> dt.date:
    """The day that orders facts by recency: the end of what is known of their time."""
    return fact.deadline or (fact.period.end if fact.period else dt.date.min)


def is_ahead(fact: Fact) -> bool:
    """A fact about what has not happened."""
    return fact.status in (Status.TARGET, Status.PLAN, Status.PROJECTION, Status.CAPACITY)
