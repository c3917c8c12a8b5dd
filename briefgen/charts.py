"""The built-in kinds of charts, each whole: which questions it answers, what it may show, and how it is drawn.

What draws is imported when something is drawn: whoever only asks which charts a brief has needs no fonts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from briefgen.charting import Candidate, ChartForm
from briefgen.language import N_
from briefgen.model import Chart, ChartKind
from briefgen.writing.charts.against_aims import against_aims
from briefgen.writing.charts.before_after import before_after
from briefgen.writing.charts.disagreement import disagreement
from briefgen.writing.charts.over_time import over_time
from briefgen.writing.charts.pace import pace
from briefgen.writing.charts.parts import parts

if TYPE_CHECKING:
    from briefgen.rendering.marks import Mark
    from briefgen.rendering.sheet import Sheet
    from briefgen.writing.material import Material

ENDS = 2
"""A change has two ends."""


def _in_turn(*questions: Callable[[Material], Iterator[Candidate]]) -> Callable[[Material], Iterator[Candidate]]:
    """What several questions find."""

    def choose(material: Material) -> Iterator[Candidate]:
        for question in questions:
            yield from question(material)

    return choose


def _as_rows(kind: ChartKind) -> Callable[[Sheet, Sequence[Mark], Sequence[Mark]], None]:
    """One row a value."""

    def draw(sheet: Sheet, values: Sequence[Mark], references: Sequence[Mark]) -> None:
        from briefgen.rendering import rows

        rows.draw(sheet, values, references, kind)

    return draw


def _in_time(sheet: Sheet, values: Sequence[Mark], references: Sequence[Mark]) -> None:
    """A line through many values, or columns; rows where the sheet has no room for either."""
    from briefgen.rendering import columns, joined, rows

    if joined.fits(sheet, values, references):
        joined.draw(sheet, values, references)
    elif columns.fits(sheet, values, references):
        columns.draw(sheet, values, references)
    else:
        rows.draw(sheet, values, references, ChartKind.TIMELINE)


def _is_no_change(chart: Chart) -> str | None:
    return None if len(chart.points) == ENDS else "a change has a value before and one after"


def _is_no_whole(chart: Chart) -> str | None:
    if len(chart.points) <= ENDS:
        return "a whole has two parts at least"
    return "parts of a whole have no reference lines" if chart.reference_lines else None


TIMELINE = ChartForm(ChartKind.TIMELINE, N_("Timeline"), _in_turn(against_aims, over_time), _in_time)
"""Values of several times, measured and aimed at. Where the times are no series, bars answer both questions."""
BARS = ChartForm(ChartKind.BARS, N_("Bar chart"), _in_turn(disagreement, pace), _as_rows(ChartKind.BARS))
PARTS = ChartForm(ChartKind.PARTS, N_("Parts and total"), parts, _as_rows(ChartKind.PARTS), _is_no_whole)
CHANGE = ChartForm(ChartKind.CHANGE, N_("Change"), before_after, _as_rows(ChartKind.CHANGE), _is_no_change)
