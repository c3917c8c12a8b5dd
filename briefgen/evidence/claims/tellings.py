"""What a sentence tells of a matter, and when two documents tell of one.

The matters (`matters`) must be called alike and share a name that tells them from others of their sort; no name,
description, number or doer may stand on both sides against another one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from msgspec import Struct

from briefgen.evidence.claims.clauses import named_beside
from briefgen.evidence.claims.joining import other_deciders, other_sums, put_before
from briefgen.evidence.claims.matters import Matter, alike, base, matter_of, meant_by, names_of
from briefgen.evidence.claims.sorts import VAGUE
from briefgen.evidence.claims.telling import LONGEST, YEAR
from briefgen.evidence.countries import country_of
from briefgen.evidence.origins import published
from briefgen.evidence.words import plain_words
from briefgen.model import BlockKind, Document, Passage, Reading

BACK = 6
"""Sentences in front in which a thing is named that "the bridge" stands for."""
AROUND = 2
"""Sentences before and behind whose names a document knows of its matter."""
PARTLY = re.compile(
    r"\b(?:part|parts|half|section|phase|stage|some|most|many|several|two|three|four|five|second|third|another|other|"
    r"others|first)\b|(?<![\w-])\d+(?= (?:[a-z-]+ ){0,2}[a-z]+s\b)",
    re.IGNORECASE,
)
"""Words that make it a part, or one of several."""
AGES = frozenset({"old", "new", "former", "existing", "current", "next", "previous", "planned", "future"})
"""Words that tell two things of one name apart where each has its own, as numbers do."""
DOER = re.compile(r"\W*([A-Z][\w-]+[a-rt-z])\s(?:has|have|had|is|was|will|says|said|\w+ed)\b")
"""A word at the head of a sentence that may name who does it."""


class Line(Struct, frozen=True):
    """A sentence of a paragraph, with what stands around it."""

    passage: Passage
    before: tuple[str, ...]
    """The sentences in front, the last of them last."""
    near: frozenset[str]
    """Names of the sentences around."""
    date: dt.date | None
    """When its document appeared."""
    opening: frozenset[str]
    """Words that are names although they begin sentences."""


class Told(Struct, frozen=True):
    """A matter of which a sentence tells something."""

    matter: Matter
    names: frozenset[str]
    """Names of the sentence, but for who says it; of a sentence without any, those around it."""
    near: frozenset[str]
    """Names of the sentences around."""
    doer: frozenset[str]
    """The word at the head of the sentence, if it may name somebody."""
    partly: frozenset[str]
    """Words that make it a part, or one of several."""
    ages: frozenset[str]
    """Words that tell the old one and the new one apart."""
    passage: Passage
    """The sentence."""
    date: dt.date | None
    """When its document appeared."""


def lines_of(
    reading: Reading, document: Document, opening: frozenset[str], newest: dt.date | None = None
) -> Iterator[Line]:
    """The sentences of a document's paragraphs, but for long ones and those of years before.

    `newest` dates an undated document at the latest.
    """
    day = published(document)
    body = [sentence.passage for sentence in reading.sentences if sentence.kind is BlockKind.PARAGRAPH]
    named = [names_of(passage.quote, opening, first=True) for passage in body]
    for place, passage in enumerate(body):
        if len(passage.quote) <= LONGEST and not _is_background(passage.quote, day or newest):
            near = frozenset[str]().union(*named[max(0, place - AROUND) : place + AROUND + 1])
            before = tuple(one.quote for one in body[max(0, place - BACK) : place])
            yield Line(passage, before, near, day, opening)


def told_at(line: Line, start: int, end: int, region: str, *, first: bool) -> Told:
    """What is told by the words from `start` to `end` of a sentence, of the phrase that a region begins with."""
    quote = line.passage.quote
    matter = meant_by(matter_of(region, line.opening, first=first), line.before, line.opening)
    names = named_beside(quote, start, end, line.opening) | matter.names | matter.behind
    return Told(
        matter,
        names or line.near if matter.definite else names,
        line.near,
        base(match[1]) if (match := DOER.match(quote)) else frozenset(),
        frozenset(word.casefold() for word in PARTLY.findall(region)),
        frozenset(word for word in plain_words(region) if word in AGES or word.isdigit()),
        line.passage,
        line.date,
    )


def _is_background(quote: str, day: dt.date | None) -> bool:
    """The sentence tells of a year long before its document."""
    years = [int(year[0]) for year in YEAR.finditer(quote)]
    return bool(years) and day is not None and max(years) < day.year - 1


def one_matter(one: Told, other: Told) -> bool:
    """Called alike, with a name in common, and no name on both sides that the other one lacks."""
    left, right = one.matter, other.matter
    if not alike(left, right) or one.partly != other.partly or (one.ages - other.ages and other.ages - one.ages):
        return False
    ours, theirs = left.names | left.behind, right.names | right.behind
    if ours and theirs and not (ours & other.names or theirs & one.names):
        return False
    if (ours - other.names - other.near) and (theirs - one.names - one.near):
        return False
    if _names_apart(one, other):
        return False
    return _named_alike(one, other)


def _names_apart(one: Told, other: Told) -> bool:
    """Each sentence names who or what the other one, and what stands around it, does not."""
    left, right = one.names | one.doer, other.names | other.doer
    return bool(left - right - other.near) and bool(right - left - one.near)


def _named_alike(one: Told, other: Told) -> bool:
    """Enough names in common: one that is no country's, with a thing that is the only one of its sort."""
    left, right = one.matter, other.matter
    own = {name for name in (left.names | left.behind) & (right.names | right.behind) if country_of(name) is None}
    common = one.names & other.names
    near = {name for name in common if country_of(name) is None}
    if own and (left.definite or right.definite or left.describing == right.describing):
        return True
    if not (left.describing | left.words) & (right.describing | right.words):
        return bool(near) and left.definite and right.definite and left.head not in VAGUE
    return len(common) > 1 or bool(common and left.definite and right.definite) or bool(near)


def differently_decided(one: Told, other: Told, *, several: bool) -> bool:
    """Two sums; or two bodies, where several decide one after the other."""
    left, right = one.passage.quote, other.passage.quote
    return other_sums(left, right) or (several and other_deciders(left, right))


def days_later(older: Told, younger: Told) -> int:
    """Days from one document to the other; 0 where one has no date, or tells of a time that the older should know."""
    if older.date is None or younger.date is None or put_before(younger.passage.quote, younger.date, older.date):
        return 0
    return (younger.date - older.date).days
