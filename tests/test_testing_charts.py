"""The kit for kinds of charts: ours pass it, and each promise that a kind may break is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

import pytest
from msgspec.structs import replace

from briefgen.charting import BUILT_IN, Candidate, ChartForm, form
from briefgen.charts import BARS, TIMELINE
from briefgen.model import Chart, Citation, Measure, Point, Topic
from briefgen.rendering.marks import Mark
from briefgen.rendering.sheet import Sheet
from briefgen.testing import chart_faults, material
from briefgen.writing.material import Material

CARGO = Topic("ports", "Ports", ("port", "cargo"), (Measure("Port cargo", "t", ("cargo",), ("Port Alder",)),))
PHRASES = Topic("ports", "Ports", ("port", "cargo", "freight"))
DAY = "\n\nPublished on 14 March 2025\n\n"
GREW = {
    "a.txt": f"Port Alder grows{DAY}The port of Port Alder handled 4.2 million tons of cargo in 2024. It handled 3.6 "
    "million tons of cargo in 2023.\n\nThe port of Port Alder handled 3.1 million tons of cargo in 2022.\n"
}
AIMS = {"a.txt": GREW["a.txt"] + "\nThe port of Port Alder aims to handle 6 million tons of cargo by 2027.\n"}
DIFFER = {
    "a.txt": f"Port Alder counts{DAY}The port of Port Alder handled 4.2 million tons of cargo in 2024.\n",
    "b.txt": f"Port Alder recounts{DAY}The port of Port Alder handled 3.1 million tons of cargo in 2024.\n",
}
FELL = {"a.txt": f"Queues fall{DAY}Waiting time at the port of Port Alder fell from 38 days to 19 days in 2024.\n"}
_HEAD = "| Quay | Freight, million tons, 2024 |\n| :-- | --: |\n"
_ROWS = "| North | 5 |\n| South | 3 |\n| River | 1 |\n| Total | 9 |\n"
PARTS = {"a.md": f"# Port Alder counts{DAY}Freight of the port of Port Alder in 2024\n\n{_HEAD}{_ROWS}"}
NEWS: dict[str, list[tuple[dict[str, str], Topic]]] = {
    "timeline": [(GREW, CARGO), (AIMS, CARGO)],
    "bars": [(AIMS, CARGO), (DIFFER, CARGO)],
    "change": [(FELL, PHRASES)],
    "parts": [(PARTS, PHRASES)],
}
"""What each kind has a chart for."""
GROWTH = material(GREW, CARGO)


@pytest.mark.conform
@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_kinds_keep_every_promise(name: str) -> None:
    assert chart_faults(form(name), *(material(news, topic) for news, topic in NEWS[name])) == ()


def test_no_material_is_no_check() -> None:
    with pytest.raises(ValueError, match="at least one material"):
        chart_faults(TIMELINE)


def changed(change: Callable[[Chart], Chart]) -> ChartForm:
    """The timeline with something else in its charts."""

    def choose(found: Material) -> Iterator[Candidate]:
        for candidate in TIMELINE.choose(found):
            yield replace(candidate, chart=change(candidate.chart))

    return replace(TIMELINE, choose=choose)


def first(chart: Chart, **fields: object) -> Chart:
    """The chart with other fields in the fact of its first value."""
    point = chart.points[0]
    return replace(chart, points=(replace(point, fact=replace(point.fact, **fields)), *chart.points[1:]))


def grown(chart: Chart) -> Chart:
    """A value that no document has."""
    return first(chart, quantity=replace(chart.points[0].fact.quantity, value=Decimal("9.9e6"), surface="9.9 million"))


def misquoted(chart: Chart) -> Chart:
    """A citation of other words than those at its span."""
    (citation,) = chart.points[0].fact.citations
    figures = chart.points[0].fact.figures
    passage = replace(citation.passage, quote="The port handled more.")
    return first(chart, figures=tuple(replace(figure, passage=passage) for figure in figures))


def drawn(draw: Callable[[Sheet, Sequence[Mark], Sequence[Mark]], None]) -> ChartForm:
    return replace(TIMELINE, draw=draw)


def stretched(sheet: Sheet, marks: Sequence[Mark], lines: Sequence[Mark]) -> None:
    """The first bar half as long as it should be."""
    BARS.draw(sheet, (replace(marks[0], low=marks[0].low / 2), *marks[1:]), lines)


def silent(sheet: Sheet, marks: Sequence[Mark], lines: Sequence[Mark]) -> None:
    BARS.draw(sheet, [replace(mark, label="") for mark in marks], lines)


def ranked(sheet: Sheet, marks: Sequence[Mark], lines: Sequence[Mark]) -> None:
    """A number that is no value of the chart."""
    BARS.draw(sheet, marks, lines)
    sheet.text(2, 4, "41", bold=True)


def heaped(sheet: Sheet, marks: Sequence[Mark], lines: Sequence[Mark]) -> None:
    """One text on another one."""
    BARS.draw(sheet, marks, lines)
    sheet.text(20, 4, "here")
    sheet.text(22, 4, "there")


def beyond(sheet: Sheet, marks: Sequence[Mark], lines: Sequence[Mark]) -> None:
    BARS.draw(sheet, marks, lines)
    sheet.text(sheet.across - 3, 4, "off the sheet")


@dataclass
class Restless:
    """Another drawing, or another choice, each time."""

    numbers: Iterator[int]

    def draw(self, sheet: Sheet, marks: Sequence[Mark], lines: Sequence[Mark]) -> None:
        BARS.draw(sheet, marks, lines)
        sheet.line((0, next(self.numbers)), (1, 1), "axis")

    def choose(self, found: Material) -> Iterator[Candidate]:
        for candidate in TIMELINE.choose(found):
            yield replace(candidate, chart=replace(candidate.chart, note=str(next(self.numbers))))


def fewer_elsewhere(found: Material) -> Iterator[Candidate]:
    """Leaves a value out where no English is spoken."""
    for candidate in TIMELINE.choose(found):
        points = candidate.chart.points
        kept = points if found.language.locale.language == "en" else points[1:]
        yield replace(candidate, chart=replace(candidate.chart, points=kept))


def unlabelled(chart: Chart) -> Chart:
    return replace(chart, points=tuple(Point(one.fact, " ", one.status) for one in chart.points))


BROKEN: dict[str, ChartForm] = {
    "has no chart for it": replace(TIMELINE, choose=lambda _: ()),
    "chooses other charts a second time": replace(TIMELINE, choose=Restless(count()).choose),
    "shows other values in another language": replace(TIMELINE, choose=fewer_elsewhere),
    "neither its own nor one that is installed": changed(lambda chart: replace(chart, kind="pie")),
    "may not be drawn: a value has no label": changed(unlabelled),
    "may not be drawn: its values have several units": changed(
        lambda chart: first(chart, quantity=replace(chart.points[0].fact.quantity, unit="USD"))
    ),
    "is no fact of the material": changed(grown),
    "cites what stands in no document": changed(misquoted),
    "its title is no line": changed(lambda chart: replace(chart, title=" ")),
    "its title has a number": changed(lambda chart: replace(chart, title="Cargo rose to 4")),
    "its title has 12 words": changed(lambda chart: replace(chart, title="more and " * 6)),
    "its subtitle does not say": changed(lambda chart: replace(chart, subtitle="")),
    "its alternative text does not say '4.2 million tons'": changed(
        lambda chart: replace(chart, alt=chart.alt.replace("4.2", "many"))
    ),
    "its alternative text does not name": changed(lambda chart: replace(chart, alt=chart.alt.replace("2024", "then"))),
    "it is another drawing a second time": drawn(Restless(count()).draw),
    "it draws": drawn(stretched),
    "it shows 0 values": drawn(lambda sheet, *_: sheet.raise_to(40)),
    "it does not print '2024'": drawn(silent),
    "it prints 41, which is no value": drawn(ranked),
    "lies on another one": drawn(heaped),
    "leaves the sheet": drawn(beyond),
}


@pytest.mark.parametrize("said", BROKEN)
def test_a_kind_that_breaks_a_promise_is_found_out(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.testing.charts.languages", lambda: ("en", "kk"))  # two tell what five do
    faults = chart_faults(BROKEN[said], GROWTH)
    assert any(said in str(fault) for fault in faults), "\n".join(map(str, faults))


def test_a_value_without_a_citation_is_found_out() -> None:
    uncited = changed(lambda chart: first(chart, figures=()))
    assert isinstance(GROWTH.facts[0].citations[0], Citation)
    assert any("cites nothing" in str(fault) for fault in chart_faults(uncited, GROWTH))
