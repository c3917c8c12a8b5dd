"""Pairs of facts that a reader must see together, each with both passages and the reason.

A rule is a function of a pair of comparable facts; the first that speaks decides. Rules about a conflict need the same
measure, subject, scope, period, status, kind and unit, and different documents: a false conflict is the worst error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from briefgen.evidence.agreement import agree, surely_apart
from briefgen.evidence.arithmetic import checks
from briefgen.evidence.claims import differing_claims
from briefgen.evidence.dates import day, days, is_year, overlap, spell
from briefgen.evidence.formalities import differing_acts
from briefgen.evidence.groups import together
from briefgen.evidence.measures import Sense, sense_of, surely_same_thing
from briefgen.evidence.mentions import configured_names
from briefgen.evidence.namesakes import namesakes
from briefgen.evidence.passages import passages
from briefgen.evidence.scopes import scope_of
from briefgen.evidence.severity import severity_of
from briefgen.evidence.whole import across_measures
from briefgen.model import Document, Fact, Figure, Passage, Reading, Relation, RelationType, Status, Topic

Rule = Callable[[Fact, Fact], Relation | None]
AHEAD = (Status.PROJECTION, Status.PLAN, Status.TARGET)
"""What has not happened."""
RIVALS = (Status.PROJECTION, Status.PLAN, Status.ESTIMATE)
"""Statuses that claim to say what will be or is; a target only says what is wished for."""
WHOLE_YEAR = 360
"""Days from which a period counts as a whole year."""
NEXT_TO = 400
"""Days between the starts of two periods that a reader may still set side by side: a year and the one after it."""


def relate(
    facts: Sequence[Fact], documents: Sequence[Document], readings: Sequence[Reading], topics: Sequence[Topic]
) -> tuple[Relation, ...]:
    """All relations, sorted by type and facts; no set of facts twice."""
    found: dict[frozenset[str], Relation] = {}
    for relation in (
        *_between(facts, topics),
        *across_measures(facts, documents, topics),
        *checks(facts, topics),
        *(relation for fact in facts for relation in _within(fact)),
    ):
        found.setdefault(frozenset(fact.id for fact in relation.facts), relation)
    told = (
        *differing_claims(documents, readings, topics),
        *differing_acts(documents, readings),
        *namesakes(documents, readings),
    )
    claims: dict[frozenset[Passage], Relation] = {}
    for relation in told:
        claims.setdefault(frozenset(relation.passages), relation)
    weighed = (replace(relation, severity=severity_of(relation)) for relation in (*found.values(), *claims.values()))
    return tuple(sorted(weighed, key=_order))


def _order(relation: Relation) -> tuple[str, list[str], str, list[str]]:
    """Sorts relations by what they say."""
    quotes = [passage.quote for passage in relation.passages]
    return (relation.type, [fact.id for fact in relation.facts], relation.explanation, quotes)


def _between(facts: Sequence[Fact], topics: Sequence[Topic]) -> Iterator[Relation]:
    """Relations of facts that measure the same thing."""
    pairs = list(_comparable(facts, topics))
    for one, other in pairs:
        if relation := _first(one, other):
            yield relation
    for group in together((pair for pair in pairs if part_of_year(*pair)), facts):
        yield _periods(group)


def _comparable(facts: Sequence[Fact], topics: Sequence[Topic]) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of facts that surely measure the same thing, in the same unit."""
    configured = configured_names(topics)
    families: dict[tuple[object, ...], list[tuple[Fact, Sense]]] = {}
    for fact in facts:
        if fact.measure is not None and fact.quantity.value is not None:
            sense = sense_of(fact.measure, fact.subject, fact.figures[0].passage.quote, configured)
            for key in _neighbourhoods(fact):
                families.setdefault((sense.family, fact.quantity.unit, *key), []).append((fact, sense))
    seen: set[tuple[str, str]] = set()
    for family in families.values():
        for (one, left), (other, right) in combinations(family, 2):
            if (one.id, other.id) not in seen and surely_same_thing(left, right):
                seen.add((one.id, other.id))
                yield one, other


def _neighbourhoods(fact: Fact) -> Iterator[tuple[object, ...]]:
    """Where the rules look for a partner: the same time, the same aim, or part of the same year or the next one.

    So the work grows with the facts of one year, not with the square of all facts.
    """
    yield ("time", fact.period or fact.deadline)
    if fact.status in AHEAD:
        yield ("aim", fact.quantity.value)
    if fact.status is Status.ACTUAL and fact.period is not None:
        yield ("year", fact.kind, fact.period.start.year)
        if is_year(fact.period):
            yield from (("year", fact.kind, fact.period.start.year + step) for step in (-1, 1))


def _first(one: Fact, other: Fact) -> Relation | None:
    """What the first rule that speaks says of a pair."""
    return next((relation for rule in RULES if (relation := rule(one, other))), None)


def _within(fact: Fact) -> Iterator[Relation]:
    """What the mentions of one fact say together: rounded differently, or reported independently."""
    sentences = tuple(dict.fromkeys(figure.passage for figure in fact.figures))
    printed = {(figure.quantity.value, figure.quantity.upper) for figure in fact.figures}
    if len(printed) > 1:
        surfaces = " and ".join(f"“{figure.quantity.surface}”" for figure in _one_each(fact.figures))
        yield Relation(RelationType.ROUNDING, (fact,), sentences, f"{surfaces} agree after rounding.")
    elif fact.corroboration > 1:
        yield Relation(
            RelationType.CORROBORATED, (fact,), sentences, "Reported by origins that do not depend on each other."
        )


def _one_each(figures: Sequence[Figure]) -> Iterator[Figure]:
    """One figure for each value."""
    seen = set()
    for figure in figures:
        value = (figure.quantity.value, figure.quantity.upper)
        if value not in seen:
            seen.add(value)
            yield figure


def conflict(one: Fact, other: Fact) -> Relation | None:
    """Different values of the same thing at the same time, in different documents."""
    if not (_alike(one, other) and one.status is other.status and _same_time(one, other)):
        return None
    if scope_of(one) != scope_of(other) or not _apart(one, other):
        return None
    return _relation(
        RelationType.CONFLICT,
        one,
        other,
        f"{_both(one, other)} are both given for {_what(one)}{_when(one)}. They cannot both be right.",
    )


def definition(one: Fact, other: Fact) -> Relation | None:
    """Different values at the same time, where the words around them delimit them differently."""
    if not (_alike(one, other) and one.status is other.status and _same_time(one, other)):
        return None
    only = sorted(scope_of(one) ^ scope_of(other))
    if not only or not _apart(one, other):
        return None
    return _relation(
        RelationType.DIFFERENT_SCOPE,
        one,
        other,
        f"{_both(one, other)} are both given for {_what(one)}{_when(one)}, but only one of the passages speaks of "
        f"{_listed(only)}: the definitions may differ.",
    )


def rivals(one: Fact, other: Fact) -> Relation | None:
    """A plan against a projection of another value for the same time, or something done against something planned."""
    if not (_alike(one, other) and one.status is not other.status and _same_time(one, other)):
        return None
    statuses = {one.status, other.status}
    if statuses <= set(RIVALS) and _apart(one, other):
        reason = f"{_one_is(one)}, {_one_is(other)}, both for {_what(one)}{_when(one)}."
    elif (
        Status.ACTUAL in statuses
        and statuses & set(AHEAD)
        and agree(one.quantity, other.quantity)
        and _elsewhere(one, other)
    ):
        reason = f"{_one_is(one)}, {_one_is(other)}: the passages differ on whether it has happened."
    else:
        return None
    return _relation(RelationType.STATUS_CONFLICT, one, other, reason)


def part_of_year(one: Fact, other: Fact) -> bool:
    """Some months against a year: not comparable, and easily taken for a fall or a rise."""
    if not (one.kind is other.kind and one.status is other.status is Status.ACTUAL and one.period and other.period):
        return False
    years = [is_year(period) for period in (one.period, other.period)]
    whole = [days(period) >= WHOLE_YEAR for period in (one.period, other.period)]
    near = overlap(one.period, other.period) or abs((one.period.start - other.period.start).days) <= NEXT_TO
    return near and sum(years) == sum(whole) == 1 and not agree(one.quantity, other.quantity)


def _periods(facts: tuple[Fact, ...]) -> Relation:
    """The card for values of parts of years and of whole years."""
    times = ", ".join(f"“{fact.quantity.surface}” for {spell(fact.period)}" for fact in facts if fact.period)
    return Relation(
        RelationType.DIFFERENT_PERIOD,
        facts,
        passages(*facts),
        f"The values are for different periods: {times}. Part of a year cannot be set against a year.",
    )


def horizon(one: Fact, other: Fact) -> Relation | None:
    """The same value aimed at for different dates, or with a date in one document only."""
    if not (_alike(one, other) and one.status in AHEAD and other.status in AHEAD and _elsewhere(one, other)):
        return None
    if one.deadline == other.deadline or not agree(one.quantity, other.quantity):
        return None
    dates = [day(fact.deadline) if fact.deadline else "no date" for fact in (one, other)]
    return _relation(
        RelationType.DIFFERENT_PERIOD,
        one,
        other,
        f"The same value for {_what(one)}, but with different horizons: {dates[0]} in one passage, {dates[1]} in the "
        "other.",
    )


RULES: tuple[Rule, ...] = (conflict, definition, rivals, horizon)
"""In the order in which they are asked."""


def _alike(one: Fact, other: Fact) -> bool:
    """Kind, rate, direction and base do not differ."""
    return one.kind is other.kind and all(
        a is None or b is None or a == b
        for a, b in ((one.rate, other.rate), (one.direction, other.direction), (one.base, other.base))
    )


def _same_time(one: Fact, other: Fact) -> bool:
    """Both have the same period, or deadline where no period is known; two facts without any time have none in common.

    "By 2025" may be given as a deadline or as the year that it is for.
    """
    time = one.period or one.deadline
    return time is not None and time == (other.period or other.deadline)


def _elsewhere(one: Fact, other: Fact) -> bool:
    """No document reports both: who gives two numbers himself means two things by them."""
    return not ({figure.passage.document_id for figure in one.figures} & _documents(other))


def _documents(fact: Fact) -> set[str]:
    """The documents that report a fact."""
    return {figure.passage.document_id for figure in fact.figures}


def _apart(one: Fact, other: Fact) -> bool:
    """The values surely differ, and stand in different documents."""
    return surely_apart(one.quantity, other.quantity) and _elsewhere(one, other)


def _relation(kind: RelationType, one: Fact, other: Fact, explanation: str) -> Relation:
    """A relation with the passages of both sides."""
    return Relation(kind, (one, other), passages(one, other), explanation)


def _both(one: Fact, other: Fact) -> str:
    """Both values as printed."""
    return f"“{one.quantity.surface}” and “{other.quantity.surface}”"


def _what(fact: Fact) -> str:
    """The measure in words."""
    return fact.measure or "the same thing"


def _when(fact: Fact) -> str:
    """Its time in words, with a blank before it."""
    if fact.period is not None:
        return f" in {spell(fact.period)}" if is_year(fact.period) else f" for {spell(fact.period)}"
    return f" by {day(fact.deadline)}" if fact.deadline is not None else ""


ROLES = {
    Status.ACTUAL: "reported as done",
    Status.ESTIMATE: "an estimate",
    Status.PROJECTION: "a projection",
    Status.PLAN: "a plan",
    Status.TARGET: "a target",
    Status.CAPACITY: "a capacity",
}


def _one_is(fact: Fact) -> str:
    """A value with its status."""
    return f"“{fact.quantity.surface}” is {ROLES[fact.status]}"


def _listed(words: Sequence[str]) -> str:
    """Words as an enumeration."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
