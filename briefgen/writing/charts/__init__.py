"""The charts of a brief: forms that answer a question, each a module, and which of them are drawn.

- `against_aims`: what was measured against what is aimed at, planned or expected
- `disagreement`: the values that documents give for one thing and time, side by side
- `pace`: the growth that an aim needs against the growth that was seen
- `parts`: a total with its parts
- `before_after`: two values that a sentence tells as one change
- `over_time`: measured values of several times
- `together`: what may stand in one chart at all; `candidate`: how useful one is; `words`: titles, labels, notes

A form is a function from the topic's material to candidates. No form has anything to show, no chart.
"""

from __future__ import annotations

import datetime as dt

from briefgen.model import Chart
from briefgen.writing.charts.against_aims import against_aims
from briefgen.writing.charts.apart import told_apart
from briefgen.writing.charts.before_after import before_after
from briefgen.writing.charts.candidate import Candidate, repeats, standing, usefulness
from briefgen.writing.charts.disagreement import disagreement
from briefgen.writing.charts.over_time import over_time
from briefgen.writing.charts.pace import pace
from briefgen.writing.charts.parts import parts
from briefgen.writing.material import Material
from briefgen.writing.ranking import reference_day

__all__ = ["charts"]
MOST = 3
"""Charts of one brief (PRODUCT.md, issue 4)."""
FORMS = (against_aims, disagreement, pace, parts, before_after, over_time)
"""Every form."""


def charts(material: Material, as_of: dt.date | None) -> tuple[Chart, ...]:
    """The charts of a topic, the most useful first; none says what another one says."""
    today = reference_day(material, as_of)
    found = [candidate for form in FORMS for candidate in form(material)]
    found.sort(key=lambda one: (-usefulness(one, material, today), -len(one.chart.points), *standing(one.chart)))
    chosen: list[Candidate] = []
    for candidate in found:
        if len(chosen) < MOST and not any(repeats(candidate, other) for other in chosen):
            chosen.append(candidate)
    return told_apart(tuple(candidate.chart for candidate in chosen), material)
