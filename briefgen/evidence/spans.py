"""Values of different spans of time that a reader may take for one: eight months beside a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefgen.evidence.agreement import agree
from briefgen.evidence.dates import days, is_year, overlap
from briefgen.evidence.groups import together
from briefgen.evidence.pairs import Pair
from briefgen.evidence.passages import passages
from briefgen.evidence.shelf import documents_of
from briefgen.evidence.told import related, row, tell
from briefgen.messages import N_
from briefgen.model import Fact, Kind, Period, Relation, RelationType, Status

WHOLE_YEAR = 360
"""Days from which a period counts as a whole year."""
NEXT_TO = 400
"""Days between the starts of two periods that a reader may still set side by side: a year and the one after it."""
MOST = 6
"""Values on one card; a longer series tells its months itself."""
CHANGES = (Kind.CHANGE, Kind.MULTIPLE, Kind.INCREMENT)
"""Kinds that tell a pace: that of some months is taken for that of a year even where one document gives both."""


def different_periods(pairs: Iterable[Pair], order: Sequence[Fact]) -> Iterator[Relation]:
    """A card for each measure whose values are of different spans, the latest of them."""
    found = ((pair.one, pair.other) for pair in pairs if pair.same and _mistakable(pair.one, pair.other))
    for group in together(found, order):
        latest = sorted(group, key=lambda fact: (_period(fact).end, _period(fact).start, fact.id))[-MOST:]
        yield _card(tuple(fact for fact in group if fact in latest))


def _mistakable(one: Fact, other: Fact) -> bool:
    """Two measured values of different spans near each other, which not all their documents give side by side."""
    if not (one.kind is other.kind and one.status is other.status is Status.ACTUAL and one.period and other.period):
        return False
    if one.kind not in CHANGES and documents_of(one) == documents_of(other):
        return False
    return _unequal(one.period, other.period) and not agree(one.quantity, other.quantity)


def _unequal(one: Period, other: Period) -> bool:
    """A year and a part of it or of its neighbour, two spans that overlap, or two counts to date of unlike length."""
    if one == other:
        return False
    crosses = overlap(one, other)
    near = crosses or abs((one.start - other.start).days) <= NEXT_TO
    years = [is_year(period) for period in (one, other)]
    whole = [days(period) >= WHOLE_YEAR for period in (one, other)]
    part_of_year = near and sum(years) == sum(whole) == 1
    to_date = near and (one.start.month, one.start.day) == (other.start.month, other.start.day) and not any(whole)
    unlike = to_date and (one.end.month, one.end.day) != (other.end.month, other.end.day)
    fiscal = crosses and all(whole) and sum(years) == 1
    return part_of_year or unlike or fiscal


def _period(fact: Fact) -> Period:
    """The period of a fact on a card: it has one."""
    if fact.period is None:
        message = "a fact without a period on a card of periods"
        raise ValueError(message)
    return fact.period


def _card(facts: tuple[Fact, ...]) -> Relation:
    """The card for values of different spans."""
    times = row(
        [tell(N_("“%(value)s” for %(time)s"), value=fact.quantity.printed, time=_period(fact)) for fact in facts]
    )
    year = any(is_year(_period(fact)) for fact in facts)
    shorter = any(days(_period(fact)) < WHOLE_YEAR for fact in facts)
    message = (
        N_("The values are for different periods: %(values)s. Part of a year cannot be set against a year.")
        if year and shorter
        else N_("The values are for different periods: %(values)s. Spans that differ cannot be set against each other.")
    )
    return related(RelationType.DIFFERENT_PERIOD, facts, passages(*facts), tell(message, values=times))
