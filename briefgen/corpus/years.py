"""The year of a dateline that gives none: "LINDHOLM, Oct. 22 (Baltic Wire)".

Proven only where two things agree: the text accounts for a part of a year ("the first nine months of 2025"), the
latest one that it names, and the weekday of its first paragraph ("said on Wednesday") is that of the day in that
year. A weekday alone would prove little: the day before is the same weekday as the day itself a year earlier.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from briefgen.corpus import dates
from briefgen.corpus.words import words

if TYPE_CHECKING:
    import datetime as dt

YEAR = re.compile(r"(?<![\w.,$€£/-])(?:19|20)\d\d(?![\w/-]|[.,]\d)")
GOAL = re.compile(r"(?i)\b(?:by|until|till|through|before|from|after|to)\s(?:the\send\sof\s)?$")
"""English words in front of a year that may lie ahead."""
PART = re.compile(r"(?i)\b(?:months|quarter|half|q[1-4]|h[12]|part)(?:\sof|\sin)?\s$")
"""English words in front of a year of which a part is over."""
REACH = 24
"""Characters in front of a year that are looked at."""


@lru_cache(maxsize=1)
def forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A day of a month without its year, and the name of a weekday."""
    month = "|".join(sorted(dates.months(), key=lambda name: (-len(name), name)))
    named = "|".join(name for name in words("weekdays") if name.endswith("day"))
    day = rf"\b(?:(?P<m>{month})\b\.?\s(?P<d>\d{{1,2}})|(?P<d2>\d{{1,2}})\s(?P<m2>{month})\b)(?!\.?,?\s\d{{4}})"
    return re.compile(day, re.IGNORECASE), re.compile(rf"\b(?:{named})\b", re.IGNORECASE)


def proven(dateline: str, body: str) -> dt.date | None:
    """The day of a dateline without a year; None where the text does not prove the year.

    Args:
        dateline: As printed.
        body: The paragraphs, each in a line of its own.
    """
    day, weekday = forms()
    match = day.search(dateline)
    told = {found[0].casefold() for found in weekday.finditer(body.split("\n", 1)[0])}
    if match is None or len(told) != 1:
        return None
    part = latest_part(body)
    number, month = int(match["d"] or match["d2"]), dates.months()[(match["m"] or match["m2"]).casefold()]
    found = dates.calendar(part, month, number) if part else None
    return found if found and words("weekdays")[found.weekday()] in told else None


def latest_part(body: str) -> int | None:
    """The latest year that a text names, aims aside; None where it accounts for no part of that year."""
    years: set[int] = set()
    parts: set[int] = set()
    for match in YEAR.finditer(body):
        before = body[max(0, match.start() - REACH) : match.start()]
        if PART.search(before):
            parts.add(int(match[0]))
        if not GOAL.search(before):
            years.add(int(match[0]))
    latest = max(years, default=None)
    return latest if latest in parts else None
