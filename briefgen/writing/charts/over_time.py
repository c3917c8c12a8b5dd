"""Measured values of several times: how did it develop?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefgen.language import N_
from briefgen.model import Chart, ChartKind, Direction, Fact, Kind, Status
from briefgen.writing.charts.candidate import Candidate, Form
from briefgen.writing.charts.titles import FALL, RISE, Finding, bare, differ, found, name, title, verb
from briefgen.writing.charts.together import disputed, groups
from briefgen.writing.charts.words import (
    alt_text,
    below,
    drawn,
    note,
    point_labels,
    same_time,
    sentences,
    subtitle,
    whose,
)
from briefgen.writing.material import Material
from briefgen.writing.when import is_ahead, is_partial

TIMELINE_POINTS = 3
"""From so many years of one status on, a time axis says more than bars."""
LEAP = 3
"""Days by which months, quarters and years differ among themselves."""
PACES = {
    ("fall", "faster"): N_("%(measure)s: faster fall"),
    ("fall", "more slowly"): N_("%(measure)s: slower fall"),
    ("grow", "faster"): N_("%(measure)s: faster growth"),
    ("grow", "more slowly"): N_("%(measure)s: slower growth"),
}
"""How a pace of change moved."""
CHANGES = N_("%(measure)s: change by period")
PERIODS = N_("%(measure)s: what each period shows")


def over_time(material: Material) -> Iterator[Candidate]:
    """A chart for each group of measured values without an aim."""
    for group in groups(material):
        aims = group.lines or any(is_ahead(fact) for fact in group.points)
        if not aims and not disputed(group.points, material):
            yield _chart(group.points, material)


def _chart(points: Sequence[Fact], material: Material) -> Candidate:
    """Bars, or columns on a time axis for whole years."""
    kind = ChartKind.TIMELINE if is_series(points) else ChartKind.BARS
    shown = drawn(points, point_labels(points, material))
    head = title(material, points, _finding(points), bare(name(points[0])))
    chart = Chart(
        kind=kind,
        title=head.words,
        subtitle=subtitle(material, points, ()),
        unit=points[0].quantity.unit or "",
        points=shown,
        reference_lines=(),
        note=sentences((whose(points, material), note(points, (), material.language))),
        alt=alt_text(material, kind, shown, ()),
    )
    return Candidate(Form.OVER_TIME, chart, head.english)


def _finding(points: Sequence[Fact]) -> Finding:
    """Which way it went, where that is sure; else that the periods stand side by side."""
    measure = name(points[0])
    if same_time(points):
        return differ(points[0])
    if points[0].kind is Kind.CHANGE:
        return _growth(points, measure) or found(f"{measure}: change by period", CHANGES)
    return _trend(points, measure) or found(f"{measure}: what each period shows", PERIODS)


def _trend(points: Sequence[Fact], measure: str) -> Finding | None:
    """Which way measured values went, where their periods are of one length."""
    lengths = [(fact.period.end - fact.period.start).days for fact in points if fact.period]
    if len(lengths) < len(points) or any(fact.status is not Status.ACTUAL for fact in points):
        return None
    first, last = points[0], points[-1]
    if max(lengths) - min(lengths) > LEAP or not (below(first, last) or below(last, first)):
        return None
    if below(first, last):
        return found(f"{measure} {verb('rise', measure)}", RISE)
    return found(f"{measure} {verb('fall', measure)}", FALL)


def _growth(points: Sequence[Fact], measure: str) -> Finding | None:
    """How the pace of change moved between the first and the last measured value."""
    if any(fact.status is not Status.ACTUAL for fact in points) or len({fact.direction for fact in points}) > 1:
        return None
    first, last = points[0].quantity.value, points[-1].quantity.value
    if first is None or last is None or first == last:
        return None
    word = "fall" if points[0].direction is Direction.DOWN else "grow"
    pace = "more slowly" if last < first else "faster"
    return found(f"{measure} {verb(word, measure)} {pace}", PACES[word, pace])


def is_series(points: Sequence[Fact]) -> bool:
    """Actual values of whole years of which no two share a day: a calendar year beside a fiscal one makes no series."""
    periods = sorted((fact.period.start, fact.period.end) for fact in points if fact.period)
    return (
        len(points) >= TIMELINE_POINTS
        and len(periods) == len(points)
        and all(before[1] < after[0] for before, after in pairwise(periods))
        and all(fact.status is Status.ACTUAL and fact.period and not is_partial(fact.period) for fact in points)
    )
