"""Which facts may stand in one chart. The rules are kept here, so that no drawing can break them.

One configured measure (or noun phrase with its subject), one unit, one kind, one direction of change and one rate; at
least two values, actual ones with their period, others with a date; undated targets, plans and capacities are
reference lines. No such group, no chart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import combinations

from briefgen.model import Chart, ChartKind, Fact, Kind, Point, Status
from briefgen.writing.chart_words import alt_text, note, point_labels, subtitle, title
from briefgen.writing.material import Material
from briefgen.writing.nouns import names_a_measure
from briefgen.writing.ranking import importance, reference_day
from briefgen.writing.when import is_partial, is_undated, latest

MOST = 3
"""Charts of one brief (PRODUCT.md, issue 4)."""
FEWEST_POINTS = 2
TIMELINE_POINTS = 3
"""From so many years of one status on, a time axis says more than bars."""
MOST_POINTS = 12
"""More bars cannot be read."""
DRAWABLE = (Kind.LEVEL, Kind.COUNT, Kind.SHARE, Kind.CHANGE, Kind.DURATION)
"""Kinds that can be compared by length."""
MONTH = 27
"""Days of the shortest month, ends apart."""
SPREAD = 200
"""The largest value is at most so many times the smallest: beyond that a bar is not seen."""


def charts(material: Material, as_of: dt.date | None) -> tuple[Chart, ...]:
    """The charts of a topic, the most telling first."""
    today = reference_day(material, as_of)
    drawn = [chart for group in _groups(material) if (chart := _chart(group, material))]
    drawn.sort(
        key=lambda chart: (
            -len(chart.points),
            -sum(importance(point.fact, material, today) for point in chart.points),
            chart.title,
        )
    )
    return tuple(drawn[:MOST])


def _groups(material: Material) -> list[list[Fact]]:
    """Facts that share measure, unit, kind and direction.

    A noun phrase of the text may name different things in two documents: facts of one that is not configured also
    share their subject, or where none is known their document.
    """
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in material.facts:
        if fact.kind not in DRAWABLE or fact.quantity.value is None or fact.quantity.unit is None:
            continue
        whose = _whose(fact, material)
        if whose is not None:
            key = (fact.quantity.unit, fact.kind, fact.direction if fact.kind is Kind.CHANGE else None)
            groups.setdefault((*whose, *key), []).append(fact)
    return list(groups.values())


def _whose(fact: Fact, material: Material) -> tuple[str, ...] | None:
    """What must be the same in one chart: the configured measure, or noun phrase and subject; None for no chart."""
    if fact.measure in material.measures:
        return (fact.measure or "",)
    if fact.measure is None or material.is_foreign(fact) or not names_a_measure(fact):
        return None
    documents = sorted({figure.passage.document_id for figure in fact.figures})
    return (fact.measure, f"of {fact.subject}" if fact.subject else f"in {documents[0]}")


def _chart(facts: Sequence[Fact], material: Material) -> Chart | None:
    """The chart of a group, or None when too little of it may be drawn."""
    points = sorted((fact for fact in facts if _is_point(fact)), key=_order)
    lines = [
        fact for fact in facts if is_undated(fact) and fact.status in (Status.TARGET, Status.PLAN, Status.CAPACITY)
    ]
    points = _one_grain(_one_rate(points))
    if not FEWEST_POINTS <= len(points) <= MOST_POINTS or not _readable(points) or _muddled(points):
        return None
    lines = sorted((fact for fact in lines if _rate_fits(fact, points)), key=_order)
    labels = point_labels(points, material)
    drawn = tuple(Point(fact, label, fact.status) for fact, label in zip(points, labels, strict=True))
    references = tuple(Point(fact, _line_label(fact), fact.status) for fact in lines)
    kind = ChartKind.TIMELINE if _is_series(points) else ChartKind.BARS
    return Chart(
        kind=kind,
        title=title(points, lines, material),
        subtitle=subtitle(points, lines),
        unit=points[0].quantity.unit or "",
        points=drawn,
        reference_lines=references,
        note=note(points, lines),
        alt=alt_text(kind, drawn, references),
    )


def _is_point(fact: Fact) -> bool:
    """Actual values and estimates have a place by their period, others by period or deadline."""
    if fact.status in (Status.ACTUAL, Status.ESTIMATE):
        return fact.period is not None
    return not is_undated(fact)


def _order(fact: Fact) -> tuple[dt.date, dt.date, int, str, str]:
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


def _same_rate(one: str | None, other: str | None) -> bool:
    """Amounts of a year and amounts per year are the same; other rates must be equal."""
    return (one or "year") == (other or "year")


def _rate_fits(fact: Fact, points: Sequence[Fact]) -> bool:
    """Whether a reference line may stand among the points."""
    return _same_rate(fact.rate, points[0].rate)


def _readable(points: Sequence[Fact]) -> bool:
    """Values of like size, and not all the same point again."""
    values = [abs(fact.quantity.value) for fact in points if fact.quantity.value]
    return bool(values) and len(values) == len(points) and max(values) <= SPREAD * min(values)


def _muddled(points: Sequence[Fact]) -> bool:
    """One document gives two values of one status for one time: they measure two things."""
    return any(
        (one.status, one.period or one.deadline) == (other.status, other.period or other.deadline)
        and {figure.passage.document_id for figure in one.figures}
        & {figure.passage.document_id for figure in other.figures}
        for one, other in combinations(points, 2)
    )


def _is_series(points: Sequence[Fact]) -> bool:
    """Actual values of whole periods of which no two are the same."""
    periods = {fact.period for fact in points}
    return (
        len(points) >= TIMELINE_POINTS
        and len(periods) == len(points)
        and all(fact.status is Status.ACTUAL and fact.period and not is_partial(fact.period) for fact in points)
    )


def _line_label(fact: Fact) -> str:
    """The label of a reference line: "target, no date"."""
    return f"{fact.status.value}, no date"
