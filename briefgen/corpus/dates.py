"""Days as publication lines print them. What could be two days is none."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from briefgen.corpus.words import words
from briefgen.model import Span

EARLIEST, LATEST = 1800, 2199
"""Years of a publication date; anything else is another number."""

CLOCK = (
    r"(?:(?:at\s*)?\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?\b)?"
    r"\s*(?:\(?(?:GMT|UTC|Z|[A-Z]{2,4}T)?\s*(?:[+-−]\d{1,2}:?(?:\d{2})?)?\)?))"
)


@lru_cache(maxsize=1)
def patterns() -> tuple[re.Pattern[str], ...]:
    """Day, month and year in the orders that are printed; the groups are named d, m, y, a and b."""
    month = "|".join(sorted(months(), key=lambda name: (-len(name), name)))
    weekday = r"(?:(?:" + "|".join(words("weekdays")) + r")\.?,?\s+)?"
    return tuple(
        re.compile(weekday + body, re.IGNORECASE)
        for body in (
            r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
            rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s\xa0./-]+(?:of\s+)?(?P<m>{month})\b\.?,?[\s\xa0/-]*(?P<y>\d{{4}})(?!\d)",
            rf"(?P<m>{month})\b\.?[\s\xa0-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[\s\xa0-]+(?P<y>\d{{4}})(?!\d)",
            r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})(?!\d)",
        )
    )


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """Names of months, in small letters, and their numbers."""
    return {name: number for number, names in enumerate(words("months"), 1) for name in names.split()}


@lru_cache(maxsize=1)
def stamp() -> re.Pattern[str]:
    """A line that is nothing but a date, perhaps with a time before or behind it."""
    body = "|".join(re.sub(r"\(\?P<\w>", "(?:", pattern.pattern) for pattern in patterns())
    return re.compile(rf"\s*(?:{CLOCK}[\s,|–-]*)?(?:{body})(?:T|[\s,|–-]*)?(?:{CLOCK})?[\s|.,]*", re.IGNORECASE)


def is_stamp(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    return len(line) <= LONGEST_STAMP and stamp().fullmatch(line) is not None


LONGEST_STAMP = 60
"""Characters of the longest date line: weekday, date, time and zone."""


def day(text: str) -> dt.date | None:
    """The first day in a short text; None where there is none, or the order of day and month is open."""
    match = earliest(text)
    return read(match) if match else None


def first(text: str) -> Span | None:
    """Where the first day stands in a short text."""
    match = earliest(text)
    return Span(*match.span()) if match else None


def earliest(text: str) -> re.Match[str] | None:
    """The first date in a short text."""
    found = [match for pattern in patterns() if (match := pattern.search(text))]
    return min(found, key=lambda match: match.start()) if found else None


def read(match: re.Match[str]) -> dt.date | None:
    """The day of a match."""
    parts = match.groupdict()
    year = int(parts["y"])
    if "a" in parts:
        return unordered(year, int(parts["a"]), int(parts["b"]))
    month = parts["m"]
    return calendar(year, int(month) if month.isdigit() else months()[month.lower()], int(parts["d"]))


def unordered(year: int, first: int, second: int) -> dt.date | None:
    """Day and month in either order: known only where one exceeds 12, or both are the same."""
    if first > MONTHS or first == second:
        return calendar(year, second, first)
    return calendar(year, first, second) if second > MONTHS else None


MONTHS = 12


def calendar(year: int, month: int, number: int) -> dt.date | None:
    """The day, where the calendar has it."""
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None
