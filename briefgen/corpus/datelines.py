"""The head of a wire story: where, when and by whom it was filed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.corpus import dates
from briefgen.corpus.words import folded

if TYPE_CHECKING:
    import datetime as dt

REACH = 160
"""Characters that a dateline may take."""


class Dateline(Struct, frozen=True):
    """A dateline and what it proves."""

    end: int
    """Offset behind it, in the paragraph, blanks not counted."""
    text: str
    """As printed, without what was glued to it and without the dash."""
    publisher: str | None = None
    """The agency or newspaper that it names."""
    day: dt.date | None = None
    """The day, where it has a year."""
    wire: bool = False
    """It has the form of the agencies: a place in capitals, with a date."""


GLUED = re.compile(
    r"\s*(?:(?:publication\s+|publish\s+)?date:?\s+)?(?P<iso>\d{4}-\d{2}-\d{2})(?:T?[\s\xa0]*\d{2}:\d{2}(?::\d{2})?Z?)?[\s\xa0,|–-]+",
    re.IGNORECASE,
)
"""A date that an export has glued to the front."""

PLACE = r"[^\W\d_a-z][^\W\d_a-z.’'-]*[^\W\d_a-z.](?:[ \xa0/-][^\W\d_a-z][^\W\d_a-z.’'-]*){0,3}"
"""A place in capitals: one to four words. (Small letters of other alphabets are ruled out in `capitals`.)"""

NAME = r"[^\W\d_][\w.’'-]*"
REGION = rf",[ \xa0]+{NAME}(?:[ \xa0]{NAME}){{0,2}}"


@lru_cache(maxsize=1)
def forms() -> tuple[re.Pattern[str], ...]:
    """The forms of datelines, most telling first."""
    month = "|".join(sorted(dates.months(), key=lambda name: (-len(name), name)))
    date = rf"(?i:(?:(?:{month})\b\.?[ \xa0]\d{{1,2}}|\d{{1,2}}[ \xa0](?:{month})\b\.?)(?:,?[ \xa0]\d{{4}})?)"
    agency = r"(?:\((?P<agency>[^()\d]{2,40})\)|/(?P<agency_wire>[A-Z][\w .]{1,30})/)"
    late = agency.replace("agency", "late")
    filed = rf"(?:[ \xa0,/]*{late})?(?:,[ \xa0](?P<desk>[A-Z]{{2,12}}))?"
    signed = rf"(?:{agency}[ \xa0]*,?[ \xa0]*)?"
    dash = r"[ \xa0]*(?:--+|[–—-]|:|\.)(?=[\s\xa0]|$)"
    mixed = rf"{NAME}(?:[ \xa0]{NAME}){{0,2}}"
    longer = rf"{NAME}(?:[ \xa0]{NAME}){{0,4}}"
    return tuple(
        re.compile(form)
        for form in (
            rf"(?P<place>{PLACE})(?:{REGION})??[,.]?[ \xa0]+{signed}(?P<date>{date}){filed}(?:{dash}|$)",
            rf"(?P<place>{PLACE})(?:{REGION})?[ \xa0]*,?[ \xa0]*{agency}[ \xa0]*(?:--+|[–—:-])(?=[\s\xa0]|$)",
            rf"(?P<place>{mixed})(?:{REGION})??,[ \xa0]+(?P<date>{date})(?:[ \xa0,/]*{agency})?(?:{dash}|$)",
            rf"(?P<place>{mixed})(?:{REGION})?[ \xa0]+{agency}[ \xa0]*(?:--+|[–—-])(?=[\s\xa0])",
            rf"{agency}[ \xa0]*(?:--+|[–—-])(?=[\s\xa0])",
            rf"(?P<place>{PLACE})(?:{REGION})?[ \xa0]*(?:--+|[–—:]|[ \xa0]-)(?=[\s\xa0])",
            rf"(?P<place>{mixed})[ \xa0]\((?P<city>{mixed}),[ \xa0](?P<paper>{longer})\)(?=[\s\xa0])",
        )
    )


def find(paragraph: str, *, wire: bool = False) -> Dateline | None:
    """The dateline at the start of a paragraph; only one in the form of the agencies, where that is asked for."""
    head = paragraph[:REACH]
    glue = GLUED.match(head)
    start = glue.end() if glue else 0
    if wire and not capitals(head[start:].split(maxsplit=1)[0] if head[start:].strip() else ""):
        return None
    stamped = dates.day(glue["iso"]) if glue else None
    for form in forms():
        match = form.match(head, start)
        if match is not None and proven(match, head):
            return described(match, stamped)
    return Dateline(start, "", day=stamped) if glue and stamped else None


def proven(match: re.Match[str], head: str) -> bool:
    """Whether what matched is a dateline and what follows can open a sentence."""
    parts = match.groupdict()
    place = parts.get("place")
    if place is not None and any(
        place.casefold() in names for names in (folded("no_place"), folded("weekdays"), dates.months())
    ):
        return False
    if parts.get("paper") is not None:
        return any(word.casefold() in folded("press") for word in parts["paper"].split())
    named = parts.get("date") or parts.get("agency") or parts.get("agency_wire")
    if not named and place is not None and (not capitals(place) or len(place) < LEAST_LETTERS):
        return False
    following = head[match.end() :].lstrip(" \xa0\"“‘'«")
    return not following or not following[0].islower() or following[1:2].isupper()


LEAST_LETTERS = 4
"""Letters of a place in capitals that stands without date and agency: "BAKU –"; shorter ones are mostly acronyms."""


def capitals(place: str) -> bool:
    """Whether a place is written in capitals."""
    return place == place.upper()


def described(match: re.Match[str], stamped: dt.date | None) -> Dateline:
    """What a dateline says."""
    parts = match.groupdict()
    text = match[0].rstrip(" \xa0-–—:").removesuffix(".") if not parts.get("paper") else match[0]
    agency = next((parts[key] for key in AGENCIES if parts.get(key)), None)
    publisher = paper(parts["city"], parts["paper"]) if parts.get("paper") else (agency or "").strip() or None
    date = parts.get("date")
    wire = bool(date) and capitals(parts.get("place") or "a")
    return Dateline(match.end(), text, publisher, stamped or (dates.day(date) if date else None), wire)


AGENCIES = ("agency", "agency_wire", "late", "late_wire", "desk")
"""Groups of `forms` that hold the name of an agency."""


def paper(city: str, name: str) -> str:
    """The name of a newspaper. "(Leeds, Evening Post)": a name of press words alone needs its city."""
    bare = all(word.casefold() in folded("press") for word in name.split())
    return f"{city} {name}" if bare else name
