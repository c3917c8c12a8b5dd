"""What was measured against what is aimed at, planned or expected: how far is it from what is wanted?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.language import ENGLISH, N_, Language
from briefgen.model import Chart, ChartKind, Fact, Kind, Point, Status
from briefgen.writing.charts.candidate import Candidate, Form
from briefgen.writing.charts.over_time import is_series
from briefgen.writing.charts.titles import Finding, bare, differ, found, is_, name, title
from briefgen.writing.charts.together import Group, disputed, groups
from briefgen.writing.charts.words import (
    alt_text,
    below,
    drawn,
    is_part,
    line_label,
    note,
    point_labels,
    same_time,
    sentences,
    subtitle,
    whose,
)
from briefgen.writing.material import Material
from briefgen.writing.when import is_ahead

STEEP = 2
"""An aim of so many times the last measured value is a steep rise."""
AHEAD = {Status.PROJECTION: "projected", Status.PLAN: "planned", Status.TARGET: "meant"}
"""What a measure is, before "to rise", by the status of its last value."""
WAYS = {
    (Status.PROJECTION, "to fall"): N_("%(measure)s: projected fall"),
    (Status.PROJECTION, "to rise"): N_("%(measure)s: projected rise"),
    (Status.PROJECTION, "to rise steeply"): N_("%(measure)s: projected steep rise"),
    (Status.PLAN, "to fall"): N_("%(measure)s: planned fall"),
    (Status.PLAN, "to rise"): N_("%(measure)s: planned rise"),
    (Status.PLAN, "to rise steeply"): N_("%(measure)s: planned steep rise"),
    (Status.TARGET, "to fall"): N_("%(measure)s: fall as a target"),
    (Status.TARGET, "to rise"): N_("%(measure)s: rise as a target"),
    (Status.TARGET, "to rise steeply"): N_("%(measure)s: steep rise as a target"),
}
"""The same behind a colon."""
BELOW = N_("%(measure)s: still below %(aims)s")
AIMED_AT = N_("%(measure)s: what is aimed at")


def against_aims(material: Material) -> Iterator[Candidate]:
    """A chart for each group with an aim, dated or not; without a dated one disputed values are a form of their own."""
    for group in groups(material):
        dated = any(is_ahead(fact) for fact in group.points)
        if dated or (group.lines and not disputed(group.points, material)):
            yield _chart(group, material)


def _chart(group: Group, material: Material) -> Candidate:
    """Bars in the style of their status; aims without a date as lines."""
    points, lines = group.points, group.lines
    kind = ChartKind.TIMELINE if is_series(points) else ChartKind.BARS
    shown = drawn(points, point_labels(points, material))
    language = material.language
    references = tuple(Point(fact, line_label(fact, language), fact.status) for fact in lines)
    head = title(material, points, _finding(points, lines), bare(name(points[0])))
    chart = Chart(
        kind=kind,
        title=head.words,
        subtitle=subtitle(material, points, lines),
        unit=points[0].quantity.unit or "",
        points=shown,
        reference_lines=references,
        note=sentences((whose(points, material), note(points, lines, language))),
        alt=alt_text(material, kind, shown, references),
    )
    return Candidate(Form.AGAINST_AIMS, chart, head.english)


def _finding(points: Sequence[Fact], lines: Sequence[Fact]) -> Finding:
    """Where the last measured value stands to the aims; part of a year says nothing about one for a year."""
    measure = name(points[0])
    actual = [fact for fact in points if not is_ahead(fact) and not is_part(fact)]
    aims = [fact for fact in (*points, *lines) if is_ahead(fact) and fact.status is not Status.CAPACITY]
    if points[0].kind is not Kind.CHANGE and actual and aims:
        if all(below(actual[-1], fact) for fact in aims):
            return _below(measure, list(dict.fromkeys(fact.status for fact in aims)))
        if any(is_ahead(fact) for fact in points) and (way := _way(measure, actual[-1], points)):
            return way
    if same_time(points):
        return differ(points[0])
    return found(f"{measure}: what is aimed at", AIMED_AT)


def _below(measure: str, aims: Sequence[Status]) -> Finding:
    """Below all that is aimed at; other languages have the words for aims in the case that goes with "below"."""

    def say(measure: str, language: Language) -> str:
        names = {
            Status.PROJECTION: language.pgettext("below", "projection"),
            Status.PLAN: language.pgettext("below", "plan"),
            Status.TARGET: language.pgettext("below", "target"),
        }
        aims_ = language.listed([names[aim] for aim in aims])
        return language.gettext(BELOW, measure=measure, aims=aims_)

    names = [aim.value for aim in aims]
    english = f"{measure} {is_(measure)} still below {ENGLISH.listed(names)}"
    return Finding(english, BELOW, say, tuple(names), "below")


def _way(measure: str, now: Fact, points: Sequence[Fact]) -> Finding | None:
    """Which way the last dated aim lies: "meant to rise steeply", "planned to fall"."""
    last = next((fact for fact in reversed(points) if fact.status in AHEAD), None)
    if last is None or not (below(now, last) or below(last, now)):
        return None
    today, then = now.quantity.upper or now.quantity.value, last.quantity.value
    steep = " steeply" if today and then and then >= STEEP * today else ""
    way = "to fall" if below(last, now) else f"to rise{steep}"
    return found(f"{measure} {is_(measure)} {AHEAD[last.status]} {way}", WAYS[last.status, way])
