"""What became of the facts of an earlier edition, and what is new.

Facts of two editions are matched by the places of their figures first: a figure of the same text at the same place is
the same report, however it was read or grouped. What rests on documents that were read then is never news. Only then do
facts match by what they say. Everything is looked up in an index; no two editions are compared pair by pair.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from briefgen.evidence.agreement import agree, surely_apart
from briefgen.evidence.origins import published, same_voice
from briefgen.evidence.statuses import AHEAD
from briefgen.evidence.words import content_words
from briefgen.model import (
    Cause,
    Change,
    ChangeKind,
    Comparison,
    Document,
    Earlier,
    Evidence,
    Fact,
    Kind,
    Provenance,
    Quantity,
    RelationType,
    Span,
    Status,
)

AMOUNTS = (Kind.LEVEL, Kind.COUNT, Kind.SHARE, Kind.DURATION)
"""Kinds of which a measured value tells whether an aim was reached."""
READ = ("measure", "subject", "kind", "status", "period", "deadline", "direction", "rate")
"""Fields that make another fact of the same figures."""
AGAINST = {
    RelationType.SUPERSEDED: ChangeKind.REVISED,
    RelationType.CONFLICT: ChangeKind.CONTRADICTED,
}
"""Relations of a new fact with one that was reported then, and what they make of it. A plan beside a projection is no
contradiction, so a difference of status is none either."""

Place = tuple[str, Span]
"""Document and span of a figure."""
Key = tuple[object, ...]
"""What two facts must share to be compared."""


NEAREST = 8
"""Values on either side that are looked at: a measure with more of them so close together for one time is a list of
things that have no name here."""


class Values(Struct, frozen=True):
    """Facts that share what they are about, by value, so that those that agree with one are found at once."""

    by_value: dict[Key, list[tuple[Decimal, str, Fact]]]
    """Sorted by value, then by id. Vague quantities are left out."""

    @classmethod
    def of(cls, facts: Iterable[tuple[Key, Fact]]) -> Values:
        """The index of facts by what they are about."""
        found: dict[Key, list[tuple[Decimal, str, Fact]]] = defaultdict(list)
        for key, fact in facts:
            if fact.quantity.value is not None:
                found[key].append((fact.quantity.value, fact.id, fact))
        return cls({key: sorted(rows, key=lambda row: row[:2]) for key, rows in found.items()})

    def like(self, key: Key, quantity: Quantity) -> list[Fact]:
        """The facts whose value agrees, by id."""
        rows = self.by_value.get(key, [])
        if quantity.value is None:
            return []
        place = bisect_left(rows, (quantity.value, ""), key=lambda row: row[:2])
        near = rows[max(place - NEAREST, 0) : place + NEAREST]
        return sorted((fact for _, _, fact in near if agree(fact.quantity, quantity)), key=lambda fact: fact.id)


class Sides(Struct, frozen=True):
    """The two editions, with the indexes that looking things up needs."""

    earlier: Earlier
    """The edition before."""
    documents: dict[str, Document]
    """Of today, by id."""
    read: dict[str, dt.date | None]
    """Documents of the edition before, by id, with their day."""
    then: dict[str, Fact]
    """Facts of the edition before that today's continue, by the id of today's."""
    against: dict[str, list[tuple[str, RelationType]]]
    """Today's relations that make a change of one of their facts, by its id."""
    causes: tuple[Cause, ...]
    """Why the same documents may give something else."""


def compare(
    earlier: Earlier, evidence: Evidence, documents: Sequence[Document], as_of: dt.date | None, provenance: Provenance
) -> Comparison:
    """All changes since an earlier edition. The order of documents and facts never matters.

    Args:
        earlier: The edition before.
        evidence: What the documents say today; facts of other topics come out as new, and the writer leaves them out.
        documents: Those of today.
        as_of: The day of today's edition; without it no deadline has passed.
        provenance: How today's edition is made: tells why the same documents were read differently.
    """
    facts = tuple(fact for fact in evidence.facts if not fact.derived)
    sides = Sides(
        earlier=earlier,
        documents={document.id: document for document in documents},
        read={document.id: document.published for document in earlier.documents},
        then=_continued(earlier.facts, facts),
        against=_against(evidence),
        causes=_causes(earlier.provenance, provenance),
    )
    unseen = list(_unseen(facts, sides))
    found = [
        *_seen_again(facts, sides),
        *unseen,
        *_passed(facts, sides, as_of),
        *_gone(sides, {change.earlier.id for change in unseen if change.earlier}),
    ]
    names = {document.name for document in earlier.documents if document.id not in sides.documents}
    arrived = [document.name in names for document in documents if document.id not in sides.read]
    return Comparison(earlier.edition, tuple(sorted(found, key=_order)), arrived.count(False), arrived.count(True))


def _order(change: Change) -> tuple[object, ...]:
    """Sorts changes by kind, then by what they say."""
    fact = change.fact or change.earlier
    said = (fact.measure or "~", fact.quantity.surface, fact.id) if fact else ()
    return (list(ChangeKind).index(change.kind), *said, change.documents)


def _causes(then: Provenance, now: Provenance) -> tuple[Cause, ...]:
    """What differs between two editions, apart from their documents."""
    found = []
    if then.version != now.version:
        found.append(Cause.VERSION)
    if then.config != now.config:
        found.append(Cause.SETTINGS)
    return tuple(found) or ((Cause.COMPANY,) if then.corpus != now.corpus else ())


def _why(fact: Fact, sides: Sides) -> tuple[Cause, ...]:
    """Why figures that were there then give this fact today."""
    corrected = any(figure.corrected for figure in fact.figures)
    return (Cause.CORRECTION,) if corrected else sides.causes


def _against(evidence: Evidence) -> dict[str, list[tuple[str, RelationType]]]:
    """Relations that make a change of one of their facts, from either side."""
    found: dict[str, list[tuple[str, RelationType]]] = defaultdict(list)
    for relation in evidence.relations:
        if relation.type in AGAINST:
            names = [fact.id for fact in relation.facts]
            for one in names:
                found[one] += [(other, relation.type) for other in names if other != one]
    return found


def _places(fact: Fact) -> set[Place]:
    return {(figure.passage.document_id, figure.span) for figure in fact.figures}


def _said(fact: Fact) -> Key:
    """What a fact is about, its value apart."""
    return (*(getattr(fact, name) for name in READ), fact.scope, fact.quantity.unit)


def _continued(then: Sequence[Fact], now: Sequence[Fact]) -> dict[str, Fact]:
    """Which fact of the edition before each of today's continues: by id, by most figures in common, by what it says."""
    names = {fact.id: fact for fact in then}
    at = {place: fact for fact in sorted(then, key=lambda fact: fact.id) for place in _places(fact)}
    about = Values.of((_said(fact), fact) for fact in then)
    found: dict[str, Fact] = {}
    for fact in now:
        shared = sorted(at[place].id for place in _places(fact) if place in at)
        if fact.id in names:
            found[fact.id] = names[fact.id]
        elif shared:
            found[fact.id] = names[max(shared, key=lambda name: (shared.count(name), name))]
        elif fact.measure is not None:
            alike = about.like(_said(fact), fact.quantity)
            if alike:
                found[fact.id] = alike[0]
    return found


def _arrived(fact: Fact, sides: Sides) -> list[str]:
    """Documents that report a fact and were not read then."""
    reported = {figure.passage.document_id for figure in fact.figures}
    return sorted(name for name in reported if name not in sides.read)


def _seen_again(facts: Sequence[Fact], sides: Sides) -> Iterator[Change]:
    """Facts that were reported then: read differently, or confirmed by further origins."""
    for fact in facts:
        then = sides.then.get(fact.id)
        if then is None:
            continue
        further = _further(then, fact, sides)
        differs = _reread(then, fact)
        if further and not any(getattr(then, name) is not None for name in differs):
            yield Change(ChangeKind.CONFIRMED, fact, then, origins=further)
        elif differs:
            yield Change(ChangeKind.REREAD, fact, then, causes=_why(fact, sides))


def _further(then: Fact, now: Fact, sides: Sides) -> tuple[str, ...]:
    """Origins that report a fact now and did not then, in a document that was not read then.

    Where the documents of then are gone nobody counted them beside those of today: no speaker and no sentence may be
    the same.
    """
    further = tuple(sorted(set(now.origins) - set(then.origins)))
    if not further or not _arrived(now, sides):
        return ()
    if any(figure.passage.document_id in sides.documents for figure in then.figures):
        return further if len(now.origins) > len(then.origins) else ()
    own = [(figure.attribution, content_words(figure.passage.quote)) for figure in now.figures]
    old = [(figure.attribution, content_words(figure.passage.quote)) for figure in then.figures]
    alike = any(same_voice(one, two) or left == right for one, left in own for two, right in old)
    return () if alike or set(now.origins) & set(then.origins) else further


def _reread(then: Fact, now: Fact) -> list[str]:
    """The fields in which figures that both editions have make another fact today; a more exact value is none.

    A further report may give an undated one its time: that is news of the report, and no other reading.
    """
    if then.id == now.id or not _places(then) & _places(now):
        return []
    value = [] if agree(then.quantity, now.quantity) else ["quantity"]
    return value + [name for name in READ if getattr(then, name) != getattr(now, name)]


def _unseen(facts: Sequence[Fact], sides: Sides) -> Iterator[Change]:
    """Facts that were not reported then: read now in documents of then, or news in one way or another."""
    present = {fact.id: fact for fact in facts}
    rivals: dict[Key, list[Fact]] = defaultdict(list)
    for old in sides.earlier.facts:
        for origin in old.origins:
            rivals[(*_said(old), origin)].append(old)
    aims = Values.of((_aim(old), old) for old in sides.earlier.facts if old.status in AHEAD and old.deadline)
    for fact in facts:
        if fact.id in sides.then:
            continue
        if not _arrived(fact, sides):
            yield Change(ChangeKind.REREAD, fact, causes=_why(fact, sides))
        else:
            yield (
                _contested(fact, present, sides)
                or _replaced(fact, rivals, sides)
                or _moved(fact, aims, sides)
                or Change(ChangeKind.NEW, fact)
            )


def _contested(fact: Fact, present: dict[str, Fact], sides: Sides) -> Change | None:
    """A new fact beside one that was reported then and still is."""
    found = [
        Change(AGAINST[kind], fact, sides.then[other], present[other])
        for other, kind in sides.against.get(fact.id, ())
        if other in sides.then
        and other in present
        and (kind is RelationType.CONFLICT or _after(fact, sides.then[other], sides))
    ]
    return min(found, key=lambda one: (*_order(one), one.beside.id if one.beside else ""), default=None)


def _replaced(fact: Fact, rivals: dict[Key, list[Fact]], sides: Sides) -> Change | None:
    """Another value for what the same origin reported then, in a document that is not there any more.

    An origin that gave several values for the same thing and time listed things that have no name here.
    """
    if fact.measure is None or _due(fact) is None:
        return None
    for origin in fact.origins:
        given = rivals[(*_said(fact), origin)]
        if len(given) == 1 and surely_apart(given[0].quantity, fact.quantity) and _after(fact, given[0], sides):
            return Change(ChangeKind.REVISED, fact, given[0])
    return None


def _aim(fact: Fact) -> Key:
    """What an aim is about, apart from its value and time."""
    return (fact.measure, fact.subject, fact.scope, fact.kind, fact.direction, fact.rate, fact.quantity.unit)


def _moved(fact: Fact, aims: Values, sides: Sides) -> Change | None:
    """The same aim, with another deadline in a newer document."""
    if fact.status not in AHEAD or not fact.deadline or fact.measure is None:
        return None
    for old in aims.like(_aim(fact), fact.quantity):
        if old.status is fact.status and old.deadline != fact.deadline and _after(fact, old, sides):
            return Change(ChangeKind.DEADLINE_MOVED, fact, old)
    return None


def _after(fact: Fact, old: Fact, sides: Sides) -> bool:
    """A document of today's fact that was not read then is no older than any of the fact of then."""
    news = [day for name in _arrived(fact, sides) if (day := published(sides.documents[name]))]
    olds = [day for figure in old.figures if (day := sides.read.get(figure.passage.document_id))]
    return bool(news and olds) and max(news) >= max(olds)


def _passed(facts: Sequence[Fact], sides: Sides, as_of: dt.date | None) -> Iterator[Change]:
    """Aims whose time ended between the two editions, with what was measured for that time where documents say it."""
    before = sides.earlier.edition.as_of
    if before is None or as_of is None:
        return
    measured: dict[Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.status is Status.ACTUAL and fact.period and fact.kind in AMOUNTS:
            measured[(*_aim(fact), fact.period.end)].append(fact)
    for fact in facts:
        then = sides.then.get(fact.id)
        due = _due(fact)
        if fact.status not in AHEAD or due is None or then is None or _due(then) != due:
            continue
        if before <= due < as_of:
            reached = [one for one in measured[(*_aim(fact), due)] if fact.period in (None, one.period)]
            yield Change(ChangeKind.DEADLINE_PASSED, fact, then, min(reached, key=lambda one: one.id, default=None))


def _due(fact: Fact) -> dt.date | None:
    """The last day of an aim's time."""
    return fact.deadline or (fact.period.end if fact.period else None)


def _gone(sides: Sides, replaced: set[str]) -> Iterator[Change]:
    """Facts of then that no fact of today continues or replaces."""
    kept = {fact.id for fact in sides.then.values()} | replaced
    names = {document.id: document.name for document in sides.earlier.documents}
    for fact in sides.earlier.facts:
        if fact.id in kept:
            continue
        documents = {figure.passage.document_id for figure in fact.figures}
        if any(one in sides.documents for one in documents):
            yield Change(ChangeKind.REREAD, None, fact, causes=sides.causes)
        else:
            yield Change(ChangeKind.WITHDRAWN, None, fact, documents=tuple(sorted(names[one] for one in documents)))
