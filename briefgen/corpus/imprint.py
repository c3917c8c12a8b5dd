"""The words of a page that say when it appeared: "Published 14 July 2025, 21:40 IST; updated 15 July | 3 min read".

They are read from left to right; a word that is none of them ends the reading. What is left is the caller's business.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.corpus import dates
from briefgen.corpus.words import alternatives, words

if TYPE_CHECKING:
    import datetime as dt

ZONE = (
    r"(?-i:\(?(?:[A-Z]{1,5}\b)?(?:[+-]\d{1,2}(?::?\d{2})?)?(?:\s?/\s?[A-Z]{1,5}\b)?\)?"
    r"(?:\s?(?:[A-Z][a-z]+|local) time\b)?)"
)
CLOCK = (
    rf"(?:at\s+|@\s*)?(?:T?\d{{1,2}}[:.h]\d{{2}}(?:[:.]\d{{2}}(?:\.\d+)?)?(?![\d:])\s*(?:[ap]\.?m\b\.?)?"
    rf"|(?-i:(?=\(?(?:GMT|UTC)\b))|\d{{1,2}}\s*[ap]\.?m\b\.?|\d{{4}}\s?(?=(?-i:GMT|UTC|[A-Z]{{1,4}}T\b)))\s*{ZONE}"
)
"""A time of day with its zone: "21:40 IST", "6:52 p.m. PT", "06.00 GMT", "9am", "1415 GMT"."""

AGO = (
    r"(?:about\s+)?(?:an?|\d+)\s*(?:minute|min|hour|hr|h|day|week|month|year)s?\s+ago\b|just now\b|yesterday\b|today\b"
)
"""A day counted from the day of the reader: proves nothing."""

READING = r"(?:read(?:ing)?\s+time\s*:?\s*)?\d{1,3}[\s\xa0-]*min(?:ute)?s?\b(?:\s+read\b)?"
GAP = re.compile(r"[\s\xa0,;/()\[\]|•·●–—-]*(?:\b(?:and|at)\s+)?", re.IGNORECASE)
"""What stands between the parts."""


class Imprint(Struct, frozen=True):
    """What such words say."""

    end: int
    """Offset behind the last of them."""
    published: dt.date | None
    """The first day that is no update's."""
    updated: dt.date | None
    """The latest day of an update."""
    labelled: bool
    """A label such as "Published" stands there."""
    timed: bool
    """A time of day or of reading stands there: what a page prints beside its own day, and a table seldom."""


@lru_cache(maxsize=1)
def token() -> re.Pattern[str]:
    """One part of an imprint. Whole days come first: a clock could be read into "14.07.2025"."""
    whole = "|".join(re.sub(r"\(\?P<\w>", "(?:", pattern.pattern) for pattern in dates.patterns())
    month, weekday = "|".join(sorted(dates.months(), reverse=True)), "|".join(words("weekdays"))
    part = rf"(?:{weekday})\b\.?|(?:{month})\b\.?\s\d{{1,2}}\b(?!:)|\d{{1,2}}\s(?:{month})\b\.?"
    return re.compile(
        rf"(?P<day>{whole})|(?P<updated>(?:{alternatives('updated')})\b\s*:?)"
        rf"|(?P<published>(?:{alternatives('published')})\b\s*:?)"
        rf"|(?P<reading>{READING})|(?P<ago>{AGO})|(?P<clock>{CLOCK})|(?P<part>{part})",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def hint() -> re.Pattern[str]:
    """What every line with a day or label has: a year, or the first word of a label. Ten times faster than `token`."""
    first = {entry.split()[0] for name in ("updated", "published") for entry in words(name)}
    return re.compile(
        rf"(?<!\d)\d{{4}}(?!\d)|\b(?:{'|'.join(re.escape(word) for word in sorted(first))})\b", re.IGNORECASE
    )


def start(line: str) -> int | None:
    """Where the first day or label stands, at the start of a word."""
    if hint().search(line) is None:
        return None
    for match in first_token().finditer(line):
        if match.lastgroup in {"day", "updated", "published"}:
            return match.start()
    return None


@lru_cache(maxsize=1)
def first_token() -> re.Pattern[str]:
    """A `token` at the start of a word: looked for there alone it is found three times as fast."""
    return re.compile(rf"(?<![^\W_])(?:{token().pattern})", re.IGNORECASE)


def find(line: str, begin: int = 0) -> Imprint | None:
    """The imprint that begins at an offset; None where there is neither a day with its year nor a label.

    Two days without a label between them are a period, and no imprint.
    """
    seen: set[tuple[str, str]] = set()
    published: list[dt.date | None] = []
    updated: list[dt.date] = []
    label, position = "", begin
    while match := token().match(line, skip(line, position)):
        kind = match.lastgroup or ""
        label = kind if kind in {"updated", "published"} else label
        if kind == "day":
            day = dates.day(match[0])
            if label != "updated":
                published.append(day)
            elif day is not None:
                updated.append(day)
            if (label, kind) in seen:
                return None
        seen.add((label, kind))
        position = match.end()
    kinds = {kind for _, kind in seen}
    if not kinds & {"day", "updated", "published"}:
        return None
    labelled, timed = bool(kinds & {"updated", "published"}), bool(kinds & {"clock", "reading"})
    return Imprint(position, next(iter(published), None), max(updated, default=None), labelled, timed)


def skip(line: str, position: int) -> int:
    """The offset behind the gap at an offset."""
    gap = GAP.match(line, position)
    return gap.end() if gap else position


def whole(line: str) -> Imprint | None:
    """The imprint that is the whole line."""
    found = find(line)
    return found if found is not None and not line[found.end :].strip(" \xa0,;:.()[]|•·/–—-") else None
