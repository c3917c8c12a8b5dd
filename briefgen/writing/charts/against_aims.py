"""What was measured against what is aimed at, planned or expected: how far is it from what is wanted?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.model import Chart, ChartKind, Fact, Kind, Point, Status
from briefgen.writing.charts.candidate import Candidate, Form
from briefgen.writing.charts.over_time import is_series
from briefgen.writing.charts.together import Group, disputed, groups
from briefgen.writing.charts.words import (
    alt_text,
    below,
    drawn,
    inside,
    is_,
    is_part,
    line_label,
    name,
    note,
    point_labels,
    same_time,
    subtitle,
    title,
    whose,
)
from briefgen.writing.material import Material
from briefgen.writing.names import listed
from briefgen.writing.when import is_ahead

STEEP = 2
"""An aim of so many times the last measured value is a steep rise."""
AHEAD = {Status.PROJECTION: "projected", Status.PLAN: "planned", Status.TARGET: "meant"}
"""What a measure is, before "to rise", by the status of its last value."""


def against_aims(material: Material) -> Iterator[Candidate]:
    """A chart for each group with an aim, dated or not; without a dated one disputed values are a form of their own."""
    for group in groups(material):
        dated = any(is_ahead(fact) for fact in group.points)
        if dated or (group.lines and not disputed(group.points, material)):
            yield Candidate(Form.AGAINST_AIMS, _chart(group, material))


def _chart(group: Group, material: Material) -> Chart:
    """Bars in the style of their status; aims without a date as lines."""
    points, lines = group.points, group.lines
    kind = ChartKind.TIMELINE if is_series(points) else ChartKind.BARS
    shown = drawn(points, point_labels(points, material))
    references = tuple(Point(fact, line_label(fact), fact.status) for fact in lines)
    return Chart(
        kind=kind,
        title=title(material, points, _finding(points, lines), name(points[0])),
        subtitle=subtitle(material, points, lines),
        unit=points[0].quantity.unit or "",
        points=shown,
        reference_lines=references,
        note=f"{whose(points, material)}{note(points, lines)}".strip(),
        alt=alt_text(material, kind, shown, references),
    )


def _finding(points: Sequence[Fact], lines: Sequence[Fact]) -> str:
    """Where the last measured value stands to the aims; part of a year says nothing about one for a year."""
    measure = name(points[0])
    actual = [fact for fact in points if not is_ahead(fact) and not is_part(fact)]
    aims = [fact for fact in (*points, *lines) if is_ahead(fact) and fact.status is not Status.CAPACITY]
    if points[0].kind is not Kind.CHANGE and actual and aims:
        if all(below(actual[-1], fact) for fact in aims):
            kinds = list(dict.fromkeys(fact.status.value for fact in aims))
            return f"{measure} {is_(measure)} still below {listed(kinds)}"
        if any(is_ahead(fact) for fact in points) and (way := _way(actual[-1], points)):
            return f"{measure} {is_(measure)} {way}"
    if same_time(points):
        return f"Documents differ on {inside(points[0])}"
    return f"{measure}: what is aimed at"


def _way(now: Fact, points: Sequence[Fact]) -> str | None:
    """Which way the last dated aim lies: "meant to rise steeply", "planned to fall"."""
    last = next((fact for fact in reversed(points) if fact.status in AHEAD), None)
    if last is None or not (below(now, last) or below(last, now)):
        return None
    if below(last, now):
        return f"{AHEAD[last.status]} to fall"
    today, then = now.quantity.upper or now.quantity.value, last.quantity.value
    steep = " steeply" if today and then and then >= STEEP * today else ""
    return f"{AHEAD[last.status]} to rise{steep}"
