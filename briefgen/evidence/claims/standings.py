"""Any thing in a state that another document excludes: "on the run" here, "arrested" there.

The nouns are open; `tellings` says when two sentences tell of one matter. The work grows with the number of sentences:
a state is looked up by its axis and a name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from briefgen.evidence.claims.clauses import mood_at, said_of, subject_of
from briefgen.evidence.claims.joining import both_sides, joined
from briefgen.evidence.claims.matters import Matter, alike, called
from briefgen.evidence.claims.moods import Mood
from briefgen.evidence.claims.sorts import sort_of
from briefgen.evidence.claims.states import AXES
from briefgen.evidence.claims.tellings import Line, Told, days_later, differently_decided, lines_of, one_matter, told_at
from briefgen.evidence.claims.wordings import Found, wordings_in
from briefgen.evidence.origins import published
from briefgen.evidence.told import related, tell
from briefgen.messages import N_
from briefgen.model import Document, Message, Passage, Reading, Relation, RelationType

SAMPLE = 8
"""Tellings of one state and name that are compared: the work stays linear."""
LONG = 180
"""Days from which what is not yet so is another thing than what was so then."""
BESIDE = 40
"""Characters in front of a state, and half as many behind it, in which it is said to stay."""
OBJECT = re.compile(r"\s+(?:an?|the|its|their|his|her|another|all|some|more|this|these)\s", re.IGNORECASE)
"""What follows a verb that is not said of its subject alone."""
STAYING = re.compile(
    r"\b(?:still|remains?|remained|yet|never|stays?|stayed|continues?|continued|continuing|keeps?|goes on|go on|"
    r"as planned|as usual|not|n['’]t|no|nowhere near|going ahead|go ahead)\b",
    re.IGNORECASE,
)
"""What says that no change has come (English)."""


class Standing(Struct, frozen=True):
    """A matter in a state."""

    axis: int
    """Place in `AXES`."""
    state: int
    """Place on the axis."""
    mood: Mood
    """It is so, not so, or still to come."""
    stays: bool
    """The sentence says that no change has come."""
    told: Told
    """Of what it is told, and where."""


def differing_standings(
    documents: Sequence[Document], readings: Sequence[Reading], opening: frozenset[str]
) -> Iterator[Relation]:
    """A card for each thing whose states exclude each other; readings in order, `opening` from `parties`."""
    by_id = {document.id: document for document in documents}
    newest = max((day for document in documents if (day := published(document))), default=None)
    lines = (one for own in readings for one in lines_of(own, by_id[own.document_id], opening, newest))
    told = [one for line in lines for one in standings_of(line)]
    by_document: dict[tuple[str, int], list[Standing]] = {}
    for one in told:
        by_document.setdefault((one.told.passage.document_id, one.axis), []).append(one)
    index: dict[tuple[int, str], dict[tuple[int, Mood], list[int]]] = {}
    pairs: set[tuple[int, int]] = set()
    for place, one in enumerate(told):
        for name in sorted(one.told.names):
            sides = index.setdefault((one.axis, name), {})
            for side in sides.values():
                pairs.update((other, place) for other in side if _differ(told[other], one, by_document))
            same = sides.setdefault((one.state, one.mood), [])
            if len(same) < SAMPLE:
                same.append(place)
    seen: set[frozenset[Passage]] = set()
    for group in joined(sorted(pairs)):
        relation = _relation([(told[one], told[other]) for one, other in group])
        if (passages := frozenset(relation.passages)) not in seen:
            seen.add(passages)
            yield relation


def standings_of(line: Line) -> Iterator[Standing]:
    """The states that a sentence tells."""
    quote = line.passage.quote
    seen: set[tuple[int, int, Mood, Matter]] = set()
    for found in wordings_in(quote):
        own, mood = found.wording, _mood(quote, found)
        if mood is None:
            continue
        region, first = _region(quote, found)
        told = told_at(line, found.start, found.end, region, first=first)
        key = (own.axis, own.state, mood, told.matter)
        if key not in seen and _speaks_of(own.axis, told.matter):
            seen.add(key)
            stays = STAYING.search(quote[max(0, found.start - BESIDE) : found.end + BESIDE // 2]) is not None
            yield Standing(own.axis, own.state, mood, stays, told)


def _mood(quote: str, found: Found) -> Mood | None:
    """Whether it is so."""
    own = found.wording
    if own.subject and not own.being and OBJECT.match(quote, found.end):
        return None
    return mood_at(quote, found.start, finite=own.finite, passing=not own.being and found.thing is None)


def _region(quote: str, found: Found) -> tuple[str, bool]:
    """The phrase of what is in the state, and whether it begins the sentence."""
    if found.thing is not None:
        return quote[found.thing[0] : found.thing[1]], False
    return subject_of(quote, found.start) if found.wording.subject else said_of(quote, found.start, found.end)


@cache
def _nouns(axis: int) -> frozenset[str]:
    return frozenset(sort_of(noun) for noun in AXES[axis].nouns.split())


def _speaks_of(axis: int, matter: Matter) -> bool:
    """The matter has a noun or a name, and the axis is told of such."""
    only = _nouns(axis)
    return matter.head in only if only else bool(matter.head or matter.names)


def _opposed(one: Standing, other: Standing) -> bool:
    """The two cannot both be the present state."""
    if one.state == other.state:
        return (one.mood is Mood.SO) != (other.mood is Mood.SO)
    return one.mood is Mood.SO and other.mood is Mood.SO


def _differ(one: Standing, other: Standing, told: dict[tuple[str, int], list[Standing]]) -> bool:
    """One matter in two states, in two documents of which none tells both."""
    return (
        one.told.passage.document_id != other.told.passage.document_id
        and _opposed(one, other)
        and one_matter(one.told, other.told)
        and not _begins_again(one, other)
        and not _decided_apart(one, other)
        and not _tells_both(told, one, other)
        and not _tells_both(told, other, one)
    )


def _begins_again(one: Standing, other: Standing) -> bool:
    """Long after it was so it is not so, or still to come: it is another one."""
    if one.told.date is None or other.told.date is None:
        return False
    older, younger = sorted((one, other), key=_age)
    back = AXES[one.axis].onwards and younger.mood is Mood.SO and older.mood is Mood.SO and younger.state < older.state
    return (back or (older.mood is Mood.SO and younger.mood is not Mood.SO)) and abs(
        (one.told.date - other.told.date).days
    ) > LONG


def _decided_apart(one: Standing, other: Standing) -> bool:
    """Two bodies that decide, two sums, or a plan that may have been begun."""
    axis, left, right = AXES[one.axis], one.told, other.told
    if axis.patient and (left.date is None or right.date is None or abs((left.date - right.date).days) < axis.days):
        return True
    return differently_decided(left, right, several=axis.decided)


def _tells_both(told: dict[tuple[str, int], list[Standing]], own: Standing, other: Standing) -> bool:
    """The document of the first tells what the second says, too."""
    return any(
        one.state == other.state
        and (one.mood is Mood.SO) == (other.mood is Mood.SO)
        and alike(one.told.matter, other.told.matter)
        for one in told[own.told.passage.document_id, own.axis]
    )


def _relation(pairs: Sequence[tuple[Standing, Standing]]) -> Relation:
    """The card for one matter: the older document first."""
    first, second = sorted(pairs[0], key=_age)
    shown = called((first.told.matter.shown, second.told.matter.shown))
    overtaken = all(_overtakes(*sorted(pair, key=_age)) for pair in pairs)
    message = (
        N_(
            "Of “%(matter)s”, one passage says that it is %(one)s, the other that it is %(other)s: the younger "
            "document overtakes the older one, which tells only how it was."
        )
        if overtaken
        else N_(
            "Of “%(matter)s”, one passage says that it is %(one)s, the other that it is %(other)s: the documents "
            "differ, and only one of them can be right now."
        )
    )
    told = tell(message, matter=shown, one=_said(first), other=_said(second))
    sides = [[pair[place].told.passage for pair in (sorted(pair, key=_age) for pair in pairs)] for place in (0, 1)]
    return related(RelationType.SUPERSEDED if overtaken else RelationType.STATUS_CONFLICT, (), both_sides(*sides), told)


def _said(one: Standing) -> Message:
    name = tell(AXES[one.axis].states[one.state].name)
    if one.mood is Mood.SO:
        return name
    return tell(N_("not %(state)s") if one.mood is Mood.NOT else N_("to be %(state)s"), state=name)


def _age(one: Standing) -> tuple[dt.date, int, str, str]:
    """Sorts the older document first."""
    return (one.told.date or dt.date.max, one.state, one.told.passage.quote, one.told.passage.document_id)


def _overtakes(older: Standing, younger: Standing) -> bool:
    """The younger document tells a change, and enough days lie between."""
    axis, days = AXES[older.axis], days_later(older.told, younger.told)
    if days < 1 or younger.mood is not Mood.SO:
        return False
    if older.mood is not Mood.SO:
        return True
    return days >= axis.days and not younger.stays and not (axis.onwards and younger.state < older.state)
