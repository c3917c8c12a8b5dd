"""The charts of a brief: forms that answer a question, each a module, and which of them are drawn.

- `against_aims`: what was measured against what is aimed at, planned or expected
- `disagreement`: the values that documents give for one thing and time, side by side
- `pace`: the growth that an aim needs against the growth that was seen
- `parts`: a total with its parts
- `before_after`: two values that a sentence tells as one change
- `over_time`: measured values of several times
- `naming`: the ids that a chart answers to
- `together`: what may stand in one chart at all; `candidate`: how useful one is; `titles`,
  `words`, `unitnames`: what they say, in the language of the brief

A form is a function from the topic's material to candidates; `briefgen.charting` has all kinds of charts, with
the forms of each, and those of other packages. No form has anything to show, no chart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from briefgen.charting import Candidate, ChartForm, form, forms, registered
from briefgen.errors import RenderError
from briefgen.model import Chart
from briefgen.writing.charts.apart import told_apart
from briefgen.writing.charts.candidate import repeats, standing, usefulness
from briefgen.writing.charts.naming import chart_names
from briefgen.writing.charts.together import unlawful
from briefgen.writing.material import Material
from briefgen.writing.ranking import reference_day

__all__ = ["charts"]
MOST = 3
"""Charts of one brief (PRODUCT.md, issue 4); pinned ones count, and pass."""


def charts(material: Material, as_of: dt.date | None) -> tuple[Chart, ...]:
    """The charts of a topic, the most useful first; none says what another one says.

    What an editor pinned is there as long as it may be drawn at all, whatever is more useful or says the same.
    """
    today = reference_day(material, as_of)
    found = [candidate for kind in forms() for candidate in _lawful(kind, material)]
    found.sort(key=lambda one: (-usefulness(one, material, today), -len(one.chart.points), *standing(one.chart)))
    chosen = _pinned(found, material)
    for candidate in found:
        if len(chosen) < MOST and candidate not in chosen and not any(repeats(candidate, other) for other in chosen):
            chosen.append(candidate)
    return told_apart(chosen, material)


def _pinned(found: Sequence[Candidate], material: Material) -> list[Candidate]:
    """For each pin the chart that it names: the very one, or else the one that has most of its values and more."""
    chosen: dict[str, Candidate] = {}
    for pin in sorted(material.pins):
        answering = [one for one in found if pin in chart_names(one.chart, material.also)]
        if answering:
            best = min(answering, key=lambda one: (one.chart.name != pin, len(one.chart.points)))
            chosen.setdefault(best.chart.name, best)
    return [one for one in found if chosen.get(one.chart.name) is one]


def _lawful(kind: ChartForm, material: Material) -> Iterator[Candidate]:
    """What a kind has to show; no kind, whoever wrote it, sets side by side what may not stand together.

    Raises:
        RenderError: It does.
    """
    for candidate in kind.choose(material):
        reason = unlawful(candidate.chart, form(candidate.chart.kind).refuses)
        if reason is not None:
            message = f"the chart “{candidate.chart.title}” may not be drawn: {reason}"
            hint = f"Uninstall the package of the kind {kind.name!r} until it is mended; briefgen.testing finds this."
            raise RenderError(message, where=registered()[kind.name].value, hint=hint)
        yield candidate
