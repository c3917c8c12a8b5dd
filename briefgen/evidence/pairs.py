"""Which facts are set against each other: those that surely measure one thing, near each other in time.

The work grows with the facts of one measure and one time, never with the square of all facts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from briefgen.evidence.counts import unit_told
from briefgen.evidence.dates import days, is_year
from briefgen.evidence.measures import Sense, names, sense_of_fact, surely_same_thing
from briefgen.evidence.portions import apart, of_a_part
from briefgen.evidence.resembling import SURE, resembling, told_apart
from briefgen.evidence.scopes import only_delimited
from briefgen.evidence.shelf import Shelf
from briefgen.evidence.statuses import AHEAD, due
from briefgen.evidence.surroundings import LEAST, frame
from briefgen.model import Fact, Kind, Status

STANDING = (Kind.LEVEL, Kind.COUNT, Kind.SHARE)
"""Kinds that say how things stand."""
MONTH = 28
"""Days of the shortest month: nobody takes what happened on a day for what happened in a year."""


LONGEST_MONTH = 31
"""Days of the longest month."""
OPEN = "open"
"""What says that a neighbourhood is one of standings."""
AIMS = "aims"
"""What says that a neighbourhood is one of aims with a date, whatever their dates."""
CROWD = 60
"""Facts of one measure and owner without a time from which they are a series, and not compared one by one."""


class Pair(Struct, frozen=True):
    """Two facts of one measure and unit."""

    one: Fact
    other: Fact
    same: bool
    """They surely measure the same thing; if not, only words that delimit it differ ("exports of goods")."""
    likeness: float = 1.0
    """How likely they are the same thing, where only their likeness says so."""

    @property
    def doubtful(self) -> bool:
        """They resemble each other too little to contradict each other, or their measures tell them apart."""
        if of_a_part(self.one, self.other):
            return True
        return self.likeness < SURE or (self.likeness < 1 and told_apart(self.one, self.other))


def comparable(facts: Sequence[Fact], configured: frozenset[str], shelf: Shelf) -> Iterator[Pair]:
    """Every pair of facts with a value that measure the same thing, delimiting words apart; each pair once.

    Parts of one thing are not compared with each other, nor with the whole.
    """
    yield from (pair for pair in _alike(facts, configured, shelf) if not apart(pair.one, pair.other))


def _alike(facts: Sequence[Fact], configured: frozenset[str], shelf: Shelf) -> Iterator[Pair]:
    """The same, with parts."""
    copies = [Pair(one, other, same=True) for one, other in _copies(facts)]
    yield from copies
    seen = {(pair.one.id, pair.other.id) for pair in copies}
    for family in _families(facts, configured, shelf):
        for (one, left), (other, right) in combinations(family, 2):
            if (one.id, other.id) in seen:
                continue
            same = surely_same_thing(left, right)
            if same or _but_for_delimiters(left, right):
                seen.add((one.id, other.id))
                yield Pair(one, other, same)
    known = {frozenset(pair) for pair in seen}
    for match in resembling(facts, shelf.texts, lambda fact: neighbourhoods(fact, shelf), known):
        yield Pair(match.one, match.other, same=True, likeness=match.likeness)


def _families(
    facts: Sequence[Fact], configured: frozenset[str], shelf: Shelf
) -> Iterator[Sequence[tuple[Fact, Sense]]]:
    """Facts of one family, owner, unit and neighbourhood in time; no long series of standings."""
    families: dict[tuple[object, ...], list[tuple[Fact, Sense]]] = {}
    for fact in facts:
        if fact.measure is not None and fact.quantity.value is not None:
            sense = sense_of_fact(fact, configured)
            whose = None if sense.certain else sense.subject
            unit = unit_told(fact)
            if whose != frozenset():  # of an unknown owner nothing is sure
                for near in neighbourhoods(fact, shelf):
                    families.setdefault((sense.family, whose, unit, *near), []).append((fact, sense))
    for key, family in families.items():
        if not {OPEN, AIMS} & {*key} or len(family) <= CROWD:
            yield family


def _copies(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of facts whose figures stand in the same words: a copied sentence has one thing, whatever its number.

    Not where both sentences name somebody whom the other one does not: a form filled in for another place is no copy.
    """
    frames: dict[tuple[object, ...], dict[str, tuple[Fact, frozenset[str]]]] = {}
    for fact in facts:
        for figure in fact.figures:
            words = frame(figure)
            if len(words) > LEAST and fact.quantity.value is not None:
                key = (words, fact.quantity.unit, fact.kind, fact.period, fact.status)
                named = names(figure.passage.quote)[1]
                frames.setdefault(key, {}).setdefault(fact.id, (fact, named))
    seen: set[tuple[str, str]] = set()
    for group in frames.values():
        for (one, left), (other, right) in combinations(group.values(), 2):
            if (one.id, other.id) not in seen and (left <= right or right <= left):
                seen.add((one.id, other.id))
                yield one, other


def _but_for_delimiters(one: Sense, other: Sense) -> bool:
    """Two noun phrases of one subject that differ by delimiting words alone."""
    return (
        not one.certain
        and not other.certain
        and bool(one.subject)
        and one.subject == other.subject
        and one.telling
        and other.telling
        and only_delimited(one.words | {one.family}, other.words | {other.family})
    )


def neighbourhoods(fact: Fact, shelf: Shelf) -> Iterator[tuple[object, ...]]:
    """Where the rules look for a partner: the same time, the same aim, or a span of the same year or the next one.

    What is said to be so at a day, or now, meets what is said so in the same month and year or the next one; where no
    day is known, it meets all that is said so.
    """
    if stands(fact):
        days_known = as_of(fact, shelf)
        if fact.status not in AHEAD and days_known is not None:
            month = 12 * days_known[0].year + days_known[0].month
            yield from (("now", fact.kind, month + step) for step in (0, 1))
        yield (OPEN, fact.kind, None)
        if days_known is not None:
            yield from ((OPEN, fact.kind, days_known[0].year + step) for step in (0, 1))
    time = fact.period or fact.deadline
    if time is not None:
        yield ("time", time)
    if fact.status in AHEAD:
        yield ("aim", fact.quantity.value)
        if fact.status is not Status.PROJECTION and due(fact) is not None:
            yield (AIMS, fact.kind)
    if fact.status is Status.ACTUAL and fact.period is not None and days(fact.period) >= MONTH:
        first = fact.period.start.year
        years = {first, fact.period.end.year, first + 1, *((first - 1,) if is_year(fact.period) else ())}
        yield from (("year", fact.kind, year) for year in sorted(years))


def stands(fact: Fact) -> bool:
    """It says how things are, or are to be, without a time or at a day: not what happened in a span, nor an aim."""
    if fact.kind not in STANDING or fact.deadline is not None or fact.status is Status.TARGET:
        return False
    if fact.period is None:
        return True
    counted = fact.kind is Kind.COUNT and days(fact.period) <= LONGEST_MONTH
    return fact.status in (Status.ACTUAL, Status.ESTIMATE) and (counted or fact.period.start == fact.period.end)


def as_of(fact: Fact, shelf: Shelf) -> tuple[dt.date, dt.date] | None:
    """First and last day for which a standing is told: its own day, else those of its documents; None if not known."""
    if fact.period is not None:
        return fact.period.end, fact.period.end
    first, last = shelf.first_told(fact), shelf.last_told(fact)
    return None if first is None or last is None else (first, last)
