"""Charts with one title, told apart by what differs between them: unit, time, what is counted, document."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.model import Chart
from briefgen.writing.charts.words import LONGEST_TITLE, documents, unit_of, when_of
from briefgen.writing.material import Material
from briefgen.writing.names import listed


def told_apart(charts: Sequence[Chart], material: Material) -> tuple[Chart, ...]:
    """The charts, those that share a title with what only each of them has behind it."""
    titles = [chart.title for chart in charts]
    return tuple(
        chart
        if titles.count(chart.title) == 1
        else _titled(chart, [one for one in charts if one.title == chart.title], material)
        for chart in charts
    )


def _titled(chart: Chart, alike: Sequence[Chart], material: Material) -> Chart:
    """A chart with the first thing in its title that no other one of its title has; as it is where all is the same."""
    for told in (_scope, _unit, _when, _who):
        words = told(chart, material)
        others = [told(one, material) for one in alike if one is not chart]
        if words and words not in others:
            head = chart.title if len(f"{chart.title} {words}".split()) <= LONGEST_TITLE else _short(chart)
            return replace(chart, title=f"{head} ({words})")
    return chart


def _short(chart: Chart) -> str:
    """A title without its finding: "Coast Line: freight"; the end of what no comma or colon divides."""
    return " ".join(chart.title.split()[: LONGEST_TITLE // 2])


def _scope(chart: Chart, _: Material) -> str:
    """What the text counts."""
    return listed(sorted({point.fact.scope for point in chart.points if point.fact.scope}) or [""])


def _unit(chart: Chart, _: Material) -> str:
    """The unit in words."""
    return unit_of(chart.points[0].fact)


def _when(chart: Chart, _: Material) -> str:
    """The times of its points."""
    return when_of([point.fact for point in chart.points])


def _who(chart: Chart, material: Material) -> str:
    """The documents that report its values."""
    names = dict.fromkeys(documents(point.fact, material) for point in chart.points)
    return listed(list(names))
