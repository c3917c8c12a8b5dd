"""One act of one thing at different times: a bridge is to open in 2027 here and in 2028 there.

Precision before recall: the things must be one (`claims.identity`), the dates surely apart, both still to come or both
past. Done here and ahead there is the business of `claims`. A document that gives both dates has settled it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from briefgen.evidence.acts import FINISHED, Dated, dates_of
from briefgen.evidence.aliases import Names
from briefgen.evidence.claims.identity import of_one
from briefgen.evidence.claims.telling import Claim
from briefgen.evidence.due import Due, differ
from briefgen.evidence.milestones import is_milestone, milestones_of, one_milestone
from briefgen.evidence.overdue import overdue
from briefgen.evidence.told import related, tell
from briefgen.messages import N_
from briefgen.model import Document, Passage, Reading, Relation, RelationType

WELL_APART = 90
"""Days between the completion and the opening of a work that nobody would call a contradiction."""
MOVED_DAYS = 30
"""Days after which a younger document overtakes an older date."""
MOVED = re.compile(
    r"\b(?:delay\w*|postpon\w*|brought forward|pushed back|put (?:off|back)|slipp\w*|"
    r"(?:years?|months?|weeks?) late|later than|behind schedule|ahead of schedule|instead of)\b",
    re.IGNORECASE,
)
CONDITION = re.compile(r"\b(?:if|unless|provided|assuming|should the|as long as)\b", re.IGNORECASE)
SAMPLE = 12
"""Dates of one key that are compared: the work stays linear."""
COVERED = 2
"""Names of a thing that must all stand around a nameless one that is taken for it."""


def differing_dates(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    names: Names,
    claims: Sequence[Claim],
    opening: frozenset[str],
) -> Iterator[Relation]:
    """A card for each act of a thing that documents date apart, or that was overdue; the order of both never matters.

    `claims` and `opening` are those of the same documents (`claims.claims_in`, `parties.opening_names`).
    """
    by_id = {document.id: document for document in documents}
    ordered = sorted(readings, key=lambda reading: (by_id[reading.document_id].name, reading.document_id))
    told = [
        one
        for reading in ordered
        for document in (by_id[reading.document_id],)
        for one in (*dates_of(reading, document, names, opening), *milestones_of(reading, document, opening))
    ]
    by_document: dict[str, list[Dated]] = {}
    for one in told:
        by_document.setdefault(one.claim.passage.document_id, []).append(one)
    seen: set[frozenset[Passage] | tuple[str, str, frozenset[Due]]] = set()
    for one, other in _near([one for one in told if not one.former]):
        passages = frozenset((one.claim.passage, other.claim.passage))
        thing = one.claim.thing if one.claim.thing.named else other.claim.thing
        told_so = (one.act, f"{thing.head} {sorted(thing.named)}", frozenset((one.due, other.due)))
        if passages in seen or told_so in seen or not _apart(one, other) or not _same_thing(one, other):
            continue
        if _settles(by_document, one, other) or _settles(by_document, other, one):
            continue
        seen |= {passages, told_so}
        yield _relation(one, other, by_document)
    yield from (card for card in overdue(told, claims) if frozenset(card.passages) not in seen)


def _keys(one: Dated) -> Iterator[tuple[str, str, bool, str]]:
    """What a date is looked up by: names of its thing, or around a nameless one."""
    act = "finished" if one.act in FINISHED else one.act
    claim = one.claim
    for word in sorted(claim.thing.named or claim.around | claim.openings):
        yield act, claim.thing.head, claim.claimed.settled, word


def _near(told: Sequence[Dated]) -> Iterator[tuple[Dated, Dated]]:
    """Pairs that may be of one thing, in order: of many with one name only the first of each date are looked at."""
    index: dict[tuple[str, str, bool, str], dict[tuple[dt.date, dt.date], int]] = {}
    pairs: set[tuple[int, int]] = set()
    for place, one in enumerate(told):
        for key in _keys(one):
            windows = index.setdefault(key, {})
            pairs.update((other, place) for other in windows.values())
            if len(windows) < SAMPLE:
                windows.setdefault((one.due.start, one.due.end), place)
    for low, high in sorted(pairs):
        yield told[low], told[high]


def _apart(one: Dated, other: Dated) -> bool:
    """The two are dates of one act of one standing, and surely apart."""
    return differ(one.due, other.due, 0 if one.act == other.act else WELL_APART)


def _same_thing(one: Dated, other: Dated) -> bool:
    """The things are one; a nameless one is the one whose names all stand around it."""
    left, right = one.claim, other.claim
    if left.passage.document_id == right.passage.document_id:
        return False
    if is_milestone(one) or is_milestone(other):
        return is_milestone(one) and is_milestone(other) and one_milestone(left, right)
    return of_one(left, right) or _stands_for(left, right) or _stands_for(right, left)


def _stands_for(nameless: Claim, named: Claim) -> bool:
    """All names of a thing, at least two, stand around a nameless one of the same sort."""
    names = named.thing.named
    return (
        not nameless.thing.named
        and not named.thing.describing
        and len(names) >= COVERED
        and names <= nameless.around | nameless.openings
    )


def _settles(told: dict[str, list[Dated]], own: Dated, other: Dated) -> bool:
    """The document of one gives the date of the other as well, as one that holds."""
    return any(
        not one.former and one is not own and one.claim.thing.head == own.claim.thing.head and not _apart(one, other)
        for one in told[own.claim.passage.document_id]
    )


def _relation(one: Dated, other: Dated, told: dict[str, list[Dated]]) -> Relation:
    """The card of two dates."""
    first, second = sorted((one, other), key=_age)
    thing = max((first.claim.thing, second.claim.thing), key=lambda thing: (len(thing.named), thing.shown)).shown
    matter = f"{thing[0].upper()}{thing[1:]}"
    act = tell(first.act)
    if first.act != second.act:
        act = tell(N_("%(first)s or %(second)s"), first=act, second=tell(second.act))
    message = N_("%(thing)s: %(act)s %(one)s in one passage, %(other)s in the other")
    dates = tell(message, thing=matter, act=act, one=first.due.shown, other=second.due.shown)
    passages = (first.claim.passage, second.claim.passage)
    if not first.claim.claimed.settled:
        if CONDITION.search(passages[0].quote) or CONDITION.search(passages[1].quote):
            said = tell(N_("%(dates)s: one of the dates has a condition."), dates=dates)
            return related(RelationType.DIFFERENT_PERIOD, (), passages, said)
        if _moves(first, second, told[passages[1].document_id]):
            said = tell(N_("%(dates)s: the younger document moves the date."), dates=dates)
            return related(RelationType.SUPERSEDED, (), passages, said)
    said = tell(N_("%(dates)s: only one of the dates can be right."), dates=dates)
    return related(RelationType.CONFLICT, (), passages, said)


def _moves(older: Dated, younger: Dated, told: Sequence[Dated]) -> bool:
    """The younger document came long after the older one, or says that the date was moved."""
    if older.claim.date is None or younger.claim.date is None or older.claim.date == younger.claim.date:
        return False
    if (younger.claim.date - older.claim.date).days > MOVED_DAYS or MOVED.search(younger.claim.passage.quote):
        return True
    return any(one.former and one.claim.thing.head == younger.claim.thing.head for one in told)


def _age(one: Dated) -> tuple[dt.date, dt.date, str, str]:
    """Sorts the older document first; those without a date lie behind, the earlier date first."""
    return (one.claim.date or dt.date.max, one.due.end, one.claim.passage.quote, one.claim.passage.document_id)
