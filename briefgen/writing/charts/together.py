"""Which facts may stand in one chart. The rules are kept here, so that no form and no drawing can break them.

One configured measure (or noun phrase with its subject), one unit, one kind, one direction of change, one rate and one
scope; at least two values, actual ones with their period, others with a date; undated targets, plans and capacities
are reference lines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from briefgen.charting import anything
from briefgen.model import Chart, Fact, Kind, Period, Relation, RelationType, Status
from briefgen.writing.material import Material
from briefgen.writing.nouns import names_a_measure
from briefgen.writing.when import is_ahead, is_undated, latest

FEWEST_POINTS = 2
MOST_POINTS = 12
"""More bars cannot be read."""
DRAWABLE = (Kind.LEVEL, Kind.COUNT, Kind.SHARE, Kind.CHANGE, Kind.DURATION)
"""Kinds that can be compared by length."""
MONTH = 27
"""Days of the shortest month, ends apart."""
SPREAD = 200
"""The largest value is at most so many times the smallest: beyond that a bar is not seen."""
DISPUTES = (RelationType.CONFLICT, RelationType.DIFFERENT_SCOPE)
"""Relations between two numbers for one time."""
MEASURED = (Status.ACTUAL, Status.ESTIMATE)
"""Statuses of what was counted."""
LINES = (Status.TARGET, Status.PLAN, Status.CAPACITY)
"""Statuses that an undated value may have to be a line."""


class Group(Struct, frozen=True):
    """Facts that may stand in one chart."""

    points: tuple[Fact, ...]
    """Dated values by time, actual ones first."""
    lines: tuple[Fact, ...]
    """Undated aims and capacities."""


def groups(material: Material) -> Iterator[Group]:
    """The groups of a topic that have enough points."""
    for facts in _alike(material):
        group = _group(facts, material)
        if is_readable(group.points) and not _muddled(group.points):
            yield group


def same_lines(point: Fact, material: Material) -> tuple[Fact, ...]:
    """The lines that may stand in a chart of this point."""
    facts = next((facts for facts in _alike(material) if point in facts), [])
    return tuple(sorted((fact for fact in facts if _is_line(fact) and _same_rate(fact.rate, point.rate)), key=order))


def _alike(material: Material) -> list[list[Fact]]:
    """Facts that share measure, unit, kind and direction.

    A noun phrase of the text may name different things in two documents: facts of one that is not configured also
    share their subject, or where none is known their document.
    """
    found: dict[tuple[object, ...], list[Fact]] = {}
    for fact in material.facts:
        whose = _whose(fact, material) if is_drawable(fact) else None
        if whose is not None:
            key = (fact.quantity.unit, fact.kind, fact.direction if fact.kind is Kind.CHANGE else None)
            found.setdefault((*whose, *key), []).append(fact)
    return list(found.values())


def is_drawable(fact: Fact) -> bool:
    """A number that has a length."""
    return fact.kind in DRAWABLE and fact.quantity.value is not None and fact.quantity.unit is not None


def may_head(fact: Fact, material: Material) -> bool:
    """The measure of a fact can be the title of a chart of this topic."""
    return fact.measure in material.measures or (not material.is_foreign(fact) and names_a_measure(fact))


def _whose(fact: Fact, material: Material) -> tuple[str, ...] | None:
    """What must be the same in one chart: the configured measure, or noun phrase and subject; None for no chart."""
    if fact.measure is None or not may_head(fact, material):
        return None
    if fact.measure in material.measures:
        return (fact.measure,)
    documents = sorted({figure.passage.document_id for figure in fact.figures})
    return (fact.measure, f"of {fact.subject}" if fact.subject else f"in {documents[0]}")


def _group(facts: Sequence[Fact], material: Material) -> Group:
    """The points and lines of one chart."""
    fitting = _one_rate(sorted((fact for fact in facts if _is_point(fact)), key=order))
    points = _one_scope(_apart_in_time(_one_grain(fitting)), material)
    lines = [fact for fact in facts if _is_line(fact) and points and _same_rate(fact.rate, points[0].rate)]
    return Group(tuple(points), tuple(sorted(lines, key=order)))


def _is_point(fact: Fact) -> bool:
    """Actual values and estimates have a place by their period, others by period or deadline."""
    if fact.status in (Status.ACTUAL, Status.ESTIMATE):
        return fact.period is not None
    return not is_undated(fact)


def _is_line(fact: Fact) -> bool:
    """An aim or a capacity without a date."""
    return is_undated(fact) and fact.status in LINES


def order(fact: Fact) -> tuple[dt.date, dt.date, int, str, str]:
    """Points by time, actual ones first."""
    start = fact.period.start if fact.period else latest(fact)
    return (latest(fact), start, list(Status).index(fact.status), fact.quantity.surface, fact.id)


def _one_rate(points: Sequence[Fact]) -> list[Fact]:
    """Points of the most frequent rate; one that is not said fits a rate per year when its period is a year."""
    rates = [fact.rate for fact in points]
    common = max(sorted({rate or "" for rate in rates}), key=lambda rate: rates.count(rate or None), default="")
    return [fact for fact in points if _same_rate(fact.rate, common or None)]


def _one_grain(points: Sequence[Fact]) -> list[Fact]:
    """Points without those of single days, where others are of months or years: a day's report is no pace of a year."""
    long = [fact for fact in points if fact.period is None or (fact.period.end - fact.period.start).days >= MONTH]
    return long or list(points)


def _apart_in_time(points: Sequence[Fact]) -> list[Fact]:
    """Points without measured values of a time that another one's time holds: a quarter counts its months again.

    Of the times and their parts those stay of which there are more, and the parts where there are as many.
    """
    times = {fact.period for fact in points if fact.period is not None and fact.status in MEASURED}
    outer = {one for one in times if any(_holds(one, other) for other in times)}
    inner = {one for one in times if any(_holds(other, one) for other in times)}
    dropped = (outer if len(times - outer) >= len(times - inner) else inner) if outer else set()
    return [fact for fact in points if fact.status not in MEASURED or fact.period not in dropped]


def _holds(one: Period, other: Period) -> bool:
    """Whether a time holds a shorter one."""
    return one != other and one.start <= other.start and other.end <= one.end


def _one_scope(points: Sequence[Fact], material: Material) -> list[Fact]:
    """Points without measured capacities, and without what a relation sets apart by scope from an earlier point.

    An aim for a capacity stays, and its label says so: it is what somebody wants for the same thing. Values of one time
    stay too, as a reader must see both.
    """
    apart = [relation for relation in material.relations if sets_apart(relation)]
    kept: list[Fact] = []
    for fact in points:
        if is_capacity(fact) and not is_ahead(fact) and not all(map(is_capacity, points)):
            continue
        others = [other for other in kept if not at_once(fact, other)]
        if not any(fact in relation.facts and other in relation.facts for relation in apart for other in others):
            kept.append(fact)
    return kept


def sets_apart(relation: Relation) -> bool:
    """The relation says that values of one measure and status have different scopes."""
    first, *others = relation.facts or (None,)
    return relation.type is RelationType.DIFFERENT_SCOPE and all(
        first is not None and (fact.measure, fact.status) == (first.measure, first.status) for fact in others
    )


def at_once(one: Fact, other: Fact) -> bool:
    """Two values of one status and time."""
    return (one.status, one.period, one.deadline) == (other.status, other.period, other.deadline)


def disputed(points: Sequence[Fact], material: Material) -> bool:
    """Two of the points are values of one time that a relation sets against each other: that is the story then."""
    return any(
        at_once(one, other)
        and any(
            relation.type in DISPUTES and one in relation.facts and other in relation.facts
            for relation in material.relations
        )
        for one, other in combinations(points, 2)
    )


def is_capacity(fact: Fact) -> bool:
    """The text around the number says that it is a capacity."""
    return fact.status is Status.CAPACITY or "capacity" in (fact.scope or "")


def _same_rate(one: str | None, other: str | None) -> bool:
    """Amounts of a year and amounts per year are the same; other rates must be equal."""
    return (one or "year") == (other or "year")


def is_readable(points: Sequence[Fact]) -> bool:
    """Enough values and not too many, of like size and none of them zero."""
    values = [abs(fact.quantity.value) for fact in points if fact.quantity.value]
    return (
        FEWEST_POINTS <= len(points) <= MOST_POINTS
        and len(values) == len(points)
        and max(values) <= SPREAD * min(values)
    )


def _muddled(points: Sequence[Fact]) -> bool:
    """One document gives two values of one status for one time: they measure two things."""
    return any(
        (one.status, one.period or one.deadline) == (other.status, other.period or other.deadline)
        and {figure.passage.document_id for figure in one.figures}
        & {figure.passage.document_id for figure in other.figures}
        for one, other in combinations(points, 2)
    )


def unlawful(chart: Chart, refuses: Callable[[Chart], str | None] = anything) -> str | None:
    """Why the values of a chart may not stand together; None where they may. These rules hold for every kind.

    `refuses` are those of the kind itself. The reason is for whoever wrote it, and so in English.
    """
    every = (*chart.points, *chart.reference_lines)
    facts = [one.fact for one in chart.points]
    few = FEWEST_POINTS <= len(facts) <= MOST_POINTS
    rules = (
        (few, f"it has {len(facts)} values, and may have {FEWEST_POINTS} to {MOST_POINTS}"),
        (all(is_drawable(one.fact) for one in every), "a value has no length"),
        (is_readable(facts), f"a value is zero, or one is over {SPREAD} times another"),
        (all(one.status is one.fact.status for one in every), "a status is not that of its fact"),
        (not any(map(_is_line, facts)), "an aim without a date stands among the values"),
        (all(_is_line(one.fact) for one in chart.reference_lines), "a reference line is no aim without a date"),
        (all(one.label.strip() for one in every), "a value has no label"),
    )
    broken = (reason for holds, reason in rules if not holds)
    return next(broken, None) or _mixed([one.fact for one in every]) or refuses(chart)


def _mixed(facts: Sequence[Fact]) -> str | None:
    """What of values is not the same that must be."""
    told: dict[str, set[object]] = {
        "measures": {fact.measure for fact in facts},
        "units": {fact.quantity.unit for fact in facts},
        "kinds of numbers": {fact.kind.value for fact in facts},
        "directions": {fact.direction for fact in facts if fact.kind is Kind.CHANGE},
        "rates": {fact.rate or "year" for fact in facts},
    }
    found = next(((what, ones) for what, ones in told.items() if len(ones) > 1), None)
    return f"its values have several {found[0]}: {', '.join(sorted(map(str, found[1])))}" if found else None
