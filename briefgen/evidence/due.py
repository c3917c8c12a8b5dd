"""Dates that stand behind an act: "by the end of 2027", "not before mid-2028", "on 9 October".

Only what has a year is read, and a day of a month beside the day of publication. The words are English.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
MONTH = "|".join(MONTHS)
PARTS = {
    "end": (10, 12),
    "close": (10, 12),
    "late": (9, 12),
    "middle": (5, 8),
    "mid": (5, 8),
    "early": (1, 4),
    "start": (1, 3),
    "beginning": (1, 3),
    "first quarter": (1, 3),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "fourth quarter": (10, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "latter half": (7, 12),
    "latter part": (7, 12),
    "first months": (1, 4),
    "final months": (9, 12),
    "spring": (3, 6),
    "summer": (6, 9),
    "autumn": (9, 12),
    "fall": (9, 12),
}
"""Parts of a year → first and last month. Loose words get the months that news gives them, wide rather than narrow."""
PART = "|".join(PARTS)
YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d/–-])"
DAY = (
    rf"(?:(?P<day>\d{{1,2}}) (?P<month>{MONTH})|(?P<us_month>{MONTH}) (?P<us_day>\d{{1,2}})(?!\d))"
    r"(?:,? (?P<of>(?:19|20)\d\d))?"
)
SPAN = rf"(?:(?:the )?(?P<part>{PART})(?: of |[ -]))?(?:(?P<only>{MONTH}) )?{YEAR}"
ROLE = r"(?P<role>no later than|not later than|before|by|until|in|on|at|from|during)"
SEASON = r"(?:the (?:rains|rainy season|dry season|harvest|holidays|winter) (?:of|in) )?"
DATE = re.compile(rf"\b{ROLE} (?:{DAY}|{SEASON}{SPAN})(?!\w)", re.IGNORECASE)
SEASONS = {"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "year": (1, 12)}
NEAR = re.compile(
    rf"(?:\b{ROLE} )?\b(?:(?:the )?(?P<part>{PART})(?: of |[ -])|later )?"
    rf"(?:(?P<near>next|this|the) (?P<unit>{'|'.join(SEASONS)}|{MONTH})|(?P<feast>Christmas))(?!\w)",
    re.IGNORECASE,
)
"""A time beside the day of publication: "next year", "by the end of the year", "next spring", "before Christmas"."""
CHRISTMAS = (12, 25)
PRINTED = re.compile(rf"^(?:[^.\n]{{0,60}}?[,·|—–] ?)?(?:{DAY}|{SPAN})\s*(?:[.·|—–]|$)", re.IGNORECASE | re.MULTILINE)
"""The date in the head of a text: "Lindholm, 14 October 2025."."""
HEAD = 600
"""Characters in which a text prints its own date."""
LATEST = frozenset({"by", "before", "until", "no later than", "not later than"})
SLACK = 31
"""Days that two deadlines may lie apart: "by the end of 2027", "before 2028"."""


class Bound(StrEnum):
    """What a date says of its act."""

    WITHIN = "within"
    """It happens in this time."""
    LATEST = "latest"
    """It happens then or earlier."""
    EARLIEST = "earliest"
    """It happens then or later."""


class Due(Struct, frozen=True):
    """When something is, to the grain of its words."""

    start: dt.date
    """First day of the time that is named."""
    end: dt.date
    """Last day."""
    bound: Bound
    """How the act stands to it."""
    shown: str
    """As printed: "by the end of 2027"."""


def dues(text: str, start: int, end: int, published: dt.date | None, *, denied: bool) -> Iterator[tuple[int, Due]]:
    """The dates between two places of a text, each with its place; `denied` makes "before" a "not before"."""
    matches = sorted((*DATE.finditer(text, start, end), *NEAR.finditer(text, start, end)), key=re.Match.start)
    for match in matches:
        found = _window(match, published) if match.re is DATE else _near(match, published)
        if found is None:
            continue
        role = (match["role"] or "in").casefold()
        early = denied and role in {"before", "until"}
        bound = Bound.EARLIEST if early else Bound.LATEST if role in LATEST else Bound.WITHIN
        if role == "before" and not early:
            found = (found[0] - dt.timedelta(1),) * 2
        shown = f"not {match[0]}" if early else match[0]
        yield match.start(), Due(*found, bound, shown[0].lower() + shown[1:])


def printed(text: str) -> dt.date | None:
    """The day, or the last one of the month, that a text prints in its head; None where it prints none."""
    match = PRINTED.search(text[:HEAD])
    if match is None or not (match["of"] or match["only"]):
        return None
    found = _window(match, None)
    return found and found[1]


def differ(one: Due, other: Due, gap: int = 0) -> bool:
    """Surely apart, each at its own grain, by more than `gap` days."""
    if one.start > other.start or (one.start == other.start and one.end > other.end):
        one, other = other, one
    apart = (other.start - one.end).days
    if apart <= gap or one.bound is Bound.EARLIEST:
        return False
    if other.bound is Bound.LATEST:
        return one.bound is Bound.LATEST and apart > SLACK
    return True


def _near(match: re.Match[str], published: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """First and last day of a time beside the day of publication; None where that is not known.

    "Next spring" of a winter may be the one that comes or the one after it: both are within.
    """
    if published is None:
        return None
    year = published.year
    if match["feast"]:
        return (dt.date(year, *CHRISTMAS),) * 2 if match["role"] else None
    near, unit = match["near"].casefold(), match["unit"].casefold()
    if near == "the" and not (unit == "year" and match["part"]):
        return None
    if unit == "year":
        first, last = PARTS[match["part"].casefold()] if match["part"] else SEASONS[unit]
        year += near == "next"
        return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
    first, last = SEASONS.get(unit) or (MONTHS[unit],) * 2
    early = year + (first <= published.month)
    late = year + 1
    if near == "this":
        early = late = year
    return dt.date(early, first, 1), dt.date(late, last, calendar.monthrange(late, last)[1])


def _window(match: re.Match[str], published: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """First and last day of a date; None where the calendar has no such day or its year is not known."""
    month = match["month"] or match["us_month"]
    if month:
        year = int(match["of"]) if match["of"] else published.year if published else None
        number, day = MONTHS[month.casefold()], int(match["day"] or match["us_day"])
        if year is None or not 1 <= day <= calendar.monthrange(year, number)[1]:
            return None
        return (dt.date(year, number, day),) * 2
    year = int(match["year"])
    first, last = PARTS[match["part"].casefold()] if match["part"] else (1, 12)
    if match["only"]:
        first = last = MONTHS[match["only"].casefold()]
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
