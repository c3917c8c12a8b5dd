"""What a line of a page is, when it is no text: navigation, counts, dates of publication, copyright, captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.corpus import bylines, imprint
from briefgen.corpus.words import alternatives, folded

if TYPE_CHECKING:
    import datetime as dt

LONGEST_CAPTION = 400
"""Characters of a caption or a list of tags."""

LONGEST_CALL = 15
"""Words of a call to read, share or subscribe."""


class Furniture(Struct, frozen=True):
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
    sure: bool = False
    """A label, a time of day or a writer: names beside it are those of places and desks."""


COUNTED = alternatives("counted")
COUNT = re.compile(
    rf"(?:(?:{COUNTED})\s*:?\s*)?\(?\d[\d.,\xa0 ]{{0,20}}[kKmM]?\)?\+?(?:\s{{0,3}}(?:{COUNTED}))?",
    re.IGNORECASE,
)
CALL = re.compile(rf"(?:{alternatives('opening')})(?<=(.))(?!\w)", re.IGNORECASE)
RIGHTS = re.compile(
    r"(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:©|\(c\))?[\s\xa0]*(?P<year>\d{4}(?:\s*[-–]\s*\d{4})?)?[\s\xa0,]*(?:by\s+)?"
    r"(?P<name>[^\W\d_][^.|;,©\d]{1,60})?",
    re.IGNORECASE,
)
HOUSE = re.compile(r"(?:published by|publisher)\s*:?\s+(?P<name>[A-Z][^.|;:,]{1,60})$", re.IGNORECASE)
ALL_RIGHTS = re.compile(r"[\s,.–-]*all rights reserved.*$", re.IGNORECASE)
PARTS = re.compile(r"\s+[|•·●/]\s+|\s*\|\s*|\s{3,}")
STROKES = "|•·●/"
"""A line of several parts has one of these, or wide gaps."""
CLOCK = re.compile(imprint.CLOCK, re.IGNORECASE)
READING = re.compile(imprint.READING, re.IGNORECASE)
AGO = re.compile(imprint.AGO, re.IGNORECASE)
PAGING = re.compile(r"page\s+\d{1,3}\s+of\s+\d{1,3}", re.IGNORECASE)
PLACE = re.compile(r"[^\W\d_a-z][\w.’'&-]*(?:[\s\xa0](?:of|and|the|&|de|la|[^\W\d_a-z][\w.’'&-]*)){0,4}")
"""A place, a desk or an agency, by its capitals."""
TRAIL = re.compile(r"\s+[>»›→]\s+")


def told(line: str) -> Furniture | None:
    """What a line proves when it is furniture; None when it is text."""
    line = line.strip(" \xa0\t*_")
    if not line:
        return Furniture()
    if len(line) > LONGEST_CAPTION:
        return None
    words = line.split()
    if len(words) <= LONGEST_CALL and TRAIL.split(line)[0].casefold() in folded("navigation"):
        return Furniture()
    wide = len(line) - len("".join(words)) > len(words)
    is_apart = wide or any(stroke in line for stroke in STROKES)
    parts = [part for part in PARTS.split(line) if part] if is_apart else [line]
    if len(parts) > 1:
        return strokes(parts) or call(line, colon=True) or links(parts)
    return facet(line) or signed_date(line)


def links(parts: list[str]) -> Furniture | None:
    """A line of headlines with strokes between them leads to other pages; a row of a table has shorter cells."""
    heads = all(
        len(part.split()) >= LEAST_WORDS and part[0].isupper() and not part.endswith((".", ";")) for part in parts
    )
    return Furniture() if heads else None


LEAST_WORDS = 4
"""Words of a headline that is a link."""


def strokes(parts: list[str]) -> Furniture | None:
    """A line of several parts. Names are let pass only beside what a page prints of itself, never beside bare days."""
    known = [facet(part) or signed_date(part) or breadcrumb(part) for part in parts]
    dated = any(part and (part.published or part.updated or part.byline) for part in known)
    sure = dated and any(part is not None and part.sure for part in known)
    passed = [
        Furniture() if part is None and sure and PLACE.fullmatch(bylines.LABEL.sub("", text, count=1)) else part
        for part, text in zip(known, parts, strict=True)
    ]
    return combined(passed)


def signed_date(line: str) -> Furniture | None:
    """A day with a writer around it: "By Ann Lee, 24 October 2025", "Published 3 May 2025 by Bob Ray"."""
    begin = imprint.start(line) if len(line) <= LONGEST_SIGNED else None
    found = imprint.find(line, begin) if begin is not None else None
    if found is None:
        return None
    around = [part.strip(" \xa0,|–—-()") for part in (line[:begin], line[found.end :])]
    placed = found.labelled and found.timed
    facets = [
        breadcrumb(part) or (Furniture() if placed and PLACE.fullmatch(part) else None) for part in around if part
    ]
    return combined([dated(found), *facets])


def dated_head(line: str) -> Furniture | None:
    """A short line that ends with its day, behind a comma or stroke: "From our correspondent, 14.10.2025, 18:40"."""
    begin = imprint.start(line) if len(line) <= LONGEST_SIGNED else None
    found = imprint.find(line, begin) if begin else None
    if begin is None or found is None or not (found.published or found.updated):
        return None
    before, behind = line[:begin].rstrip(), line[found.end :].strip(" \xa0,;:.()[]|•·/–—-")
    apart = before.endswith((",", "|", "–", "—", "-", "·", "•", ":", "/", "("))
    plain = len(before.split()) <= LONGEST_HEAD and not any(character.isdigit() for character in before)
    return dated(found) if apart and plain and not behind else None


LONGEST_HEAD = 8
"""Words in front of the day of such a line."""
LONGEST_SIGNED = 200
"""Characters of a line with writers, first publication and update."""


def dated(found: imprint.Imprint) -> Furniture:
    """What an imprint proves."""
    sure = found.timed or (found.labelled and bool(found.published or found.updated))
    return Furniture(published=found.published, updated=found.updated, labelled=found.labelled, sure=sure)


def facet(line: str) -> Furniture | None:
    """One facet of a line of furniture."""
    found = short_facet(line) if len(line) <= LONGEST_SIGNED else None
    if found is None and bylines.is_credit(line):
        found = Furniture()
    return found or copyright_line(line) or call(line)


def short_facet(line: str) -> Furniture | None:
    """One that no long line is: a link, a day, a count, a post."""
    if line.casefold().strip(" :>»«…→←+\xa0") in folded("navigation"):
        return Furniture()
    found = imprint.whole(line)
    if found is not None:
        return dated(found)
    if CLOCK.fullmatch(line) or READING.fullmatch(line) or AGO.fullmatch(line):
        return Furniture(sure=True)
    if COUNT.fullmatch(line) or PAGING.fullmatch(line) or bylines.is_role(line):
        return Furniture()
    return None


def breadcrumb(part: str) -> Furniture | None:
    """A name between two strokes: "By Ann Lee | Energy desk | 3 May 2025"."""
    name = bylines.labelled(part)
    return Furniture(byline=name, sure=True) if name else Furniture() if bylines.is_role(part) else None


def combined(parts: list[Furniture | None]) -> Furniture | None:
    """Several facets in one line; text among them makes it no furniture."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    days = {part.published for part in known if part.published}
    return Furniture(
        byline=next((part.byline for part in known if part.byline), None),
        published=next(iter(days)) if len(days) == 1 else None,
        updated=max((part.updated for part in known if part.updated), default=None),
        labelled=any(part.labelled for part in known),
        publisher=next((part.publisher for part in known if part.publisher), None),
        sure=any(part.sure for part in known),
    )


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


def call(line: str, *, colon: bool = False) -> Furniture | None:
    """A call, caption or list of tags: "Read more: …", "Subscribe to …", "Photo: …"; on demand only with a colon."""
    opening = CALL.match(line)
    if opening is None or (colon and ":" not in line[opening.end() - 1 : opening.end() + 1]):
        return None
    if opening[1] in ":(@":
        return Furniture()
    sentence = line.endswith(".") and any(character.isdigit() for character in line)
    return Furniture() if len(line.split()) <= LONGEST_CALL and not sentence else None
