"""How useful a chart is that could be drawn."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import IntEnum

from briefgen.charting import Candidate
from briefgen.model import Chart, ChartKind
from briefgen.writing.material import Material
from briefgen.writing.ranking import importance
from briefgen.writing.when import latest

__all__ = ["Candidate", "Form", "repeats", "standing", "usefulness"]


class Form(IntEnum):
    """What a chart is for; the number is what its question is worth.

    Only the order and the distance to the weights of facts (`ranking.py`, about 0 to 25) matter: of one measure the
    form decides, between measures their weight does. Set by reading briefs.
    """

    OVER_TIME = 4
    """How did it develop?"""
    BEFORE_AFTER = 6
    """What did it change from, and to?"""
    PARTS = 7
    """What is it made of?"""
    PACE = 8
    """Is it fast enough?"""
    DISAGREEMENT = 10
    """Who says which number?"""
    AGAINST_AIMS = 12
    """How far is it from what is wanted?"""


def usefulness(candidate: Candidate, material: Material, today: dt.date | None) -> int:
    """What the question is worth, the weight of the weightiest fact, and the number of origins behind all points.

    A chart of many origins compares what nobody else has set side by side.
    """
    facts = [point.fact for point in candidate.chart.points]
    origins = {origin for fact in facts for origin in fact.origins}
    weights = [importance(fact, material, today) for fact in facts if not fact.derived]
    return candidate.worth + max(weights, default=0) + len(origins)


def standing(chart: Chart) -> tuple[object, ...]:
    """What decides between charts that are as useful: the whole comes before its parts, these before their own parts.

    Of parts the newest and then the largest come first; then names and numbers as documents have them decide, never
    what the chart says of itself: one brief has the same charts in every language.
    """
    subject = chart.points[-1].fact.subject
    depth = 1 + subject.count(",") if subject else 0
    largest = max((abs(one.fact.quantity.value or Decimal(0)) for one in chart.points), default=Decimal(0))
    newest = max((latest(one.fact) for one in chart.points), default=dt.date.min)
    facts = [one.fact for one in (*chart.points, *chart.reference_lines)]
    named = [(fact.measure or "", fact.subject or "", fact.quantity.surface, fact.id) for fact in facts]
    return (depth, -newest.toordinal(), -largest, str(chart.kind), named)


def repeats(candidate: Candidate, other: Candidate) -> bool:
    """At least half of the points of the smaller chart stand in both, or both have one total in parts."""
    if candidate.chart.kind == other.chart.kind == ChartKind.PARTS and _total(candidate) == _total(other):
        return True
    ids, others = ({point.fact.id for point in one.chart.points} for one in (candidate, other))
    return 2 * len(ids & others) >= min(len(ids), len(others))


def _total(candidate: Candidate) -> tuple[str | None, ...]:
    """What the last bar of a chart of parts is, its time apart."""
    fact = candidate.chart.points[-1].fact
    return (fact.measure, fact.subject, fact.quantity.unit, fact.figures[0].passage.document_id)
