"""The year of a dateline that gives none: "LINDHOLM, Oct. 22 (Baltic Wire)".

Proven only where two things agree: the weekday of its first paragraph ("said on Wednesday") is that of the day in one
year, and what the text says of years leaves no other. It accounts for a part of the latest year that it names ("the
first nine months of 2025"); or it names a year that is over ("drawn up in 2024") and one ahead ("not before the spring
of 2027"), and in no other year between them was the day, or the one before it, such a weekday. A weekday alone would
prove little: the day before is the same weekday as the day itself a year earlier.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from briefgen.corpus import dates
from briefgen.corpus.words import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container

YEAR = re.compile(r"(?<![\w.,$€£/-])(?:19|20)\d\d(?![\w/-]|[.,]\d)")
GOAL = re.compile(r"(?i)\b(?:by|until|till|through|before|from|after|to)\s(?:the\send\sof\s)?$")
"""English words in front of a year that may lie ahead."""
PART = re.compile(r"(?i)\b(?:months|quarter|half|q[1-4]|h[12]|part)(?:\sof|\sin)?\s$")
"""English words in front of a year of which a part is over."""
AHEAD = re.compile(
    r"(?i)\b(?:no(?:t|\searlier\sthan|\ssooner\sthan)?\s(?:\w+\s)?)?(?:before|until|till|by|from|after)\s"
    r"(?:(?:the\s)?(?:early|mid|late|(?:\w+\s)?(?:end|start|beginning|middle|half|quarter|spring|summer|autumn|fall|"
    r"winter))[\s-](?:of\s)?)?$"
)
"""English words in front of a year that is not over."""
REACH = 40
"""Characters in front of a year that are looked at."""
LONGEST = 4
"""Years behind the latest one that is over within which a text was written that names it."""


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
    number, month = int(match["d"] or match["d2"]), dates.months()[(match["m"] or match["m2"]).casefold()]
    part = latest_part(body)
    found = dates.calendar(part, month, number) if part else None
    if found and words("weekdays")[found.weekday()] in told:
        return found
    return between(body, month, number, told)


def between(body: str, month: int, number: int, told: Container[str]) -> dt.date | None:
    """The one day with such a weekday between the years that are over and those that are ahead."""
    over, ahead = bounds(body)
    if over is None or ahead is None:
        return None
    years = range(over, min(ahead, over + LONGEST + 1))
    found = [day for year in years if (day := dates.calendar(year, month, number)) is not None]
    fits = [day for day in found if words("weekdays")[day.weekday()] in told]
    eves = [day for day in found if words("weekdays")[(day.weekday() - 1) % 7] in told]
    return fits[0] if len(fits) == 1 and not eves else None


def bounds(body: str) -> tuple[int | None, int | None]:
    """The latest year that a text speaks of as over, and the earliest one that it speaks of as ahead."""
    over: set[int] = set()
    ahead: set[int] = set()
    for match in YEAR.finditer(body):
        before = body[max(0, match.start() - REACH) : match.start()]
        (ahead if AHEAD.search(before) or GOAL.search(before) else over).add(int(match[0]))
    return max(over, default=None), min(ahead, default=None)


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
