"""Arithmetic on days and periods that never raises.

What leaves the years 1 to 9999, or does not exist (30 February), is None: an open period, never a guess.
"""

from __future__ import annotations

import calendar
import datetime as dt

from briefgen.model import Period

MONTHS = 12
"""Months of a year."""


def day(year: int, month: int, number: int) -> dt.date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, number)
    except (ValueError, OverflowError):
        return None


def period(start: dt.date | None, end: dt.date | None) -> Period | None:
    """From `start` to `end`, or None where one is missing or they stand the wrong way round."""
    return None if start is None or end is None or end < start else Period(start, end)


def month(year: int, number: int) -> Period | None:
    """A calendar month."""
    return months(year, number, number)


def months(year: int, first: int, last: int) -> Period | None:
    """From the first day of month `first` to the last day of month `last` of one year."""
    if not (dt.MINYEAR <= year <= dt.MAXYEAR and 1 <= first <= last <= MONTHS):
        return None
    return period(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))


def months_from(year: int, first: int, count: int) -> Period | None:
    """`count` whole months from month `first` of a year on: a fiscal year is twelve."""
    start = day(year, first, 1)
    after = shift_months(start, count) if start else None
    return period(start, shift_days(after, -1)) if after else None


def year(number: int) -> Period | None:
    """A calendar year."""
    return months(number, 1, MONTHS)


def years(first: int, last: int) -> Period | None:
    """From January of `first` to December of `last`."""
    one, other = year(first), year(last)
    return period(one.start, other.end) if one and other else None


def shift_days(date: dt.date, number: int) -> dt.date | None:
    """The day `number` days later, or earlier where it is negative."""
    try:
        return date + dt.timedelta(days=number)
    except OverflowError:
        return None


def shift_months(date: dt.date, number: int) -> dt.date | None:
    """The same day `number` months later; the last day of that month where it is shorter."""
    year_number, index = divmod(date.year * MONTHS + date.month - 1 + number, MONTHS)
    if not dt.MINYEAR <= year_number <= dt.MAXYEAR:
        return None
    last = calendar.monthrange(year_number, index + 1)[1]
    return dt.date(year_number, index + 1, min(date.day, last))


def is_month_end(date: dt.date) -> bool:
    """Whether it is the last day of its month."""
    return date.day == calendar.monthrange(date.year, date.month)[1]


def shift(given: Period, number: int) -> Period | None:
    """A period `number` months later. One that ends with a month still does: February 2024 follows 28 February 2023."""
    start, end = shift_months(given.start, number), shift_months(given.end, number)
    if end is not None and is_month_end(given.end):
        end = end.replace(day=calendar.monthrange(end.year, end.month)[1])
    return period(start, end)


def length_in_months(given: Period) -> int | None:
    """How many whole calendar months a period covers; None when it does not begin and end with a month."""
    if given.start.day != 1 or not is_month_end(given.end):
        return None
    return (given.end.year - given.start.year) * MONTHS + given.end.month - given.start.month + 1


def week(date: dt.date) -> Period | None:
    """Monday to Sunday around a day (ISO 8601)."""
    monday = shift_days(date, -date.weekday())
    return period(monday, shift_days(monday, 6)) if monday else None
