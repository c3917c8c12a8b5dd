"""Charts with one title, told apart by what differs between them: unit, time, what is counted, document."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.charting import Candidate
from briefgen.language import ENGLISH
from briefgen.model import Chart
from briefgen.writing.charts.titles import LONGEST_TITLE
from briefgen.writing.charts.unitnames import unit_of
from briefgen.writing.charts.words import documents, when_of
from briefgen.writing.material import Material


def told_apart(candidates: Sequence[Candidate], material: Material) -> tuple[Chart, ...]:
    """The charts, those that share a title with what only each of them has behind it."""
    return tuple(_titled(one, [other for other in candidates if _alike(one, other)], material) for one in candidates)


def _alike(one: Candidate, other: Candidate) -> bool:
    """Two titles are one to a reader, or were to one of the English."""
    return one is not other and (one.chart.title == other.chart.title or _english(one) == _english(other))


def _english(candidate: Candidate) -> str:
    """What decides how long a title may be."""
    return candidate.english or candidate.chart.title


def _titled(candidate: Candidate, alike: Sequence[Candidate], material: Material) -> Chart:
    """A chart with the first thing in its title that no other one of its title has; as it is where all is the same."""
    chart, plain = candidate.chart, replace(material, language=ENGLISH)
    for told in (_scope, _unit, _when, _who) if alike else ():
        words = told(chart, plain)
        if words and words not in [told(one.chart, plain) for one in alike]:
            fits = len(f"{_english(candidate)} {words}".split()) <= LONGEST_TITLE
            head = chart.title if fits else _short(chart)
            return replace(chart, title=f"{head} ({told(chart, material)})")
    return chart


def _short(chart: Chart) -> str:
    """A title without its finding: "Coast Line: freight"; the end of what no comma or colon divides."""
    return " ".join(chart.title.split()[: LONGEST_TITLE // 2]).rstrip(":,")


def _scope(chart: Chart, material: Material) -> str:
    """What the text counts."""
    return material.language.listed(sorted({point.fact.scope for point in chart.points if point.fact.scope}))


def _unit(chart: Chart, material: Material) -> str:
    """The unit in words."""
    return unit_of(chart.points[0].fact, material.language)


def _when(chart: Chart, material: Material) -> str:
    """The times of its points."""
    return when_of([point.fact for point in chart.points], material.language)


def _who(chart: Chart, material: Material) -> str:
    """The documents that report its values."""
    return material.language.listed(list(dict.fromkeys(documents(point.fact, material) for point in chart.points)))
