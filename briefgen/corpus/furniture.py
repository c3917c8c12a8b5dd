"""What a line of a page is, when it is no text: navigation, counts, dates of publication, copyright, captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefgen.corpus import bylines, dates
from briefgen.corpus.words import folded, words

if TYPE_CHECKING:
    import datetime as dt

LONGEST_CAPTION = 400
"""Characters of a caption or a list of tags."""

LONGEST_CALL = 15
"""Words of a call to read, share or subscribe."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that is not read, and what it proves."""

    byline: str | None = None
    """Who wrote the document."""
    published: dt.date | None = None
    """A day of publication without a label, or with one of the first publication."""
    updated: dt.date | None = None
    """The day of this version."""
    labelled: bool = False
    """The day has a label."""
    publisher: str | None = None
    """Who holds the copyright, or publishes."""


def alternatives(*lists: str) -> str:
    """A pattern for the entries of word lists, longest first."""
    entries = {word for name in lists for word in words(name)}
    return "|".join(re.escape(word) for word in sorted(entries, key=lambda word: (-len(word), word)))


COUNTED = alternatives("counted")
COUNT = re.compile(
    rf"(?:(?:{COUNTED})\s*:?\s*)?\(?\d[\d.,\xa0 ]{{0,20}}[kKmM]?\)?\+?(?:\s{{0,3}}(?:{COUNTED}))?",
    re.IGNORECASE,
)
ZONE = r"(?-i:\(?[A-Z]{2,4}(?:[+-]\d{1,2})?\)?)"
CLOCK = re.compile(rf"(?:at\s+)?\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?\s*(?:[ap]\.?m\.?)?\s*(?:{ZONE})?", re.IGNORECASE)
AGO = re.compile(
    r"(?:an?|\d+)\s+(?:minute|min|hour|day|week|month|year)s?\s+ago|just now|yesterday|today", re.IGNORECASE
)
UPDATED = re.compile(rf"(?:{alternatives('updated')})(?:\s*[:–-]\s*|[\s\xa0]+|$)", re.IGNORECASE)
PUBLISHED = re.compile(rf"(?:{alternatives('published')})(?:\s*[:–-]\s*|[\s\xa0]+|$)", re.IGNORECASE)
CALL = re.compile(rf"(?:{alternatives('opening')})(?<=(.))(?!\w)", re.IGNORECASE)
RIGHTS = re.compile(
    r"(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:©|\(c\))?[\s\xa0]*(?P<year>\d{4}(?:\s*[-–]\s*\d{4})?)?[\s\xa0,]*(?:by\s+)?"
    r"(?P<name>[^\W\d_][^.|;,©\d]{1,60})?",
    re.IGNORECASE,
)
HOUSE = re.compile(r"(?:published by|publisher)\s*:?\s+(?P<name>[A-Z][^.|;:,]{1,60})$", re.IGNORECASE)
ALL_RIGHTS = re.compile(r"[\s,.–-]*all rights reserved.*$", re.IGNORECASE)
PARTS = re.compile(r"\s+[|•·]\s+|\s*\|\s*")
TRAIL = re.compile(r"\s+[>»›→]\s+")


def told(line: str) -> Furniture | None:
    """What a line proves when it is furniture; None when it is text."""
    line = line.strip(" \xa0\t*_")
    if not line:
        return Furniture()
    if len(line) > LONGEST_CAPTION:
        return None
    if TRAIL.split(line)[0].casefold() in folded("navigation") and len(line.split()) <= LONGEST_CALL:
        return Furniture()
    parts = [part for part in PARTS.split(line) if part]
    if len(parts) > 1:
        return combined([facet(part) or breadcrumb(part) for part in parts])
    return facet(line) or signed_date(line)


def signed_date(line: str) -> Furniture | None:
    """A day with a writer or a label around it: "By Ann Lee, 24 October 2025", "Published 3 May 2025 by Bob Ray"."""
    span = dates.first(line) if len(line) <= bylines.LONGEST else None
    if span is None:
        return None
    around = [part.strip(" \xa0,|–—-()") for part in (line[: span.start], line[span.end :])]
    parts = [CLOCK.sub("", part, count=1).strip(" \xa0,|–—-()") for part in around]
    facets = [publication(part) or breadcrumb(part) for part in parts if part]
    day = dates.day(line[span.start : span.end])
    known = combined(facets) if facets else None
    if known is None:
        return None
    updated = day if UPDATED.match(line) else None
    return Furniture(known.byline, None if updated else day, updated, known.labelled)


def facet(line: str) -> Furniture | None:
    """One facet of a line of furniture."""
    if line.casefold().strip(" :>»«…→←+\xa0") in folded("navigation"):
        return Furniture()
    if COUNT.fullmatch(line) or CLOCK.fullmatch(line):
        return Furniture(published=dates.day(line) if dates.is_stamp(line) else None)
    if dates.is_stamp(line):
        return Furniture(published=dates.day(line))
    return publication(line) or copyright_line(line) or call(line)


def breadcrumb(part: str) -> Furniture | None:
    """A name between two strokes: "By Ann Lee | Energy desk | 3 May 2025"."""
    name = bylines.labelled(part)
    return Furniture(byline=name) if name else None


def combined(parts: list[Furniture | None]) -> Furniture | None:
    """Several facets in one line; text among them makes it no furniture."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return Furniture(
        byline=next((part.byline for part in known if part.byline), None),
        published=next((part.published for part in known if part.published), None),
        updated=next((part.updated for part in known if part.updated), None),
        labelled=any(part.labelled for part in known),
        publisher=next((part.publisher for part in known if part.publisher), None),
    )


def publication(line: str) -> Furniture | None:
    """A label of publication, with its day or without: "Published on"."""
    for pattern, updated in ((UPDATED, True), (PUBLISHED, False)):
        label = pattern.match(line)
        if label is None:
            continue
        rest = line[label.end() :].strip(" \xa0()")
        if not rest or AGO.fullmatch(rest):
            return Furniture(labelled=True)
        if dates.is_stamp(rest):
            day = dates.day(rest)
            return Furniture(updated=day, labelled=True) if updated else Furniture(published=day, labelled=True)
    return None


def copyright_line(line: str) -> Furniture | None:
    """Who holds the rights: "© 2025 The Example Post". A year proves that it is the page's, not a picture's."""
    house = HOUSE.match(line)
    if house is not None:
        return Furniture(publisher=house["name"].strip())
    rights = RIGHTS.match(line)
    if rights is None or not (rights["year"] or "©" in rights[0]):
        return None
    name = ALL_RIGHTS.sub("", rights["name"] or "").strip(" \xa0-–")
    return Furniture(publisher=name if rights["year"] and name[:1].isupper() else None)


def call(line: str) -> Furniture | None:
    """A call, caption or list of tags: "Read more: …", "Subscribe to …", "Photo: …"."""
    opening = CALL.match(line)
    if opening is None:
        return None
    if opening[1] in ":(@":
        return Furniture()
    sentence = line.endswith(".") and any(character.isdigit() for character in line)
    return Furniture() if len(line.split()) <= LONGEST_CALL and not sentence else None
