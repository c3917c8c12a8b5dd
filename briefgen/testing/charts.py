"""Whether a kind of charts keeps what briefgen promises of every chart.

A kind is a value (`briefgen.charting.ChartForm`). It is asked for its charts of some material, in every language that
briefgen speaks, and each of them is looked through: what stands together may, every value is a fact that stands word
for word in its documents, the title is a finding without numbers, the alternative text and the drawing show all values
and no others, and every bar is as long as its value says. The table and the data file are made by briefgen from the
same values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefgen import finished
from briefgen.charting import ChartForm, form, registered
from briefgen.language import Language, language, languages
from briefgen.model import Brand, Chart, Direction, Fact, Kind, Point
from briefgen.printed import html
from briefgen.printed.drawing import Drawing
from briefgen.rendering.charts import PHONE, WIDTH
from briefgen.rendering.marks import Mark, marks
from briefgen.testing.fault import Fault
from briefgen.verify.drawings import lengths
from briefgen.verify.lines import squeezed
from briefgen.verify.numbers import NUMBER
from briefgen.writing.charts.together import unlawful
from briefgen.writing.material import Material

if TYPE_CHECKING:
    from briefgen.rendering.sheet import Box

LONGEST_TITLE = 10
"""Words of a title in English; another language may need more for the same."""
WIDTHS = {"on a page": WIDTH, "on a phone": PHONE}
"""Points across of the sheets that a chart is drawn on."""
AIR = 0.5
"""Points that a text may lie beyond the sheet, or on another one: the edge of a letter."""


def chart_faults(kind: ChartForm, *materials: Material) -> tuple[Fault, ...]:
    """The promises that a kind of charts does not keep; none for a sound one.

    Args:
        kind: The kind.
        materials: What it chooses from (`briefgen.testing.material`): some for each question that it answers.

    Raises:
        ValueError: There is no material: then nothing would be checked.
    """
    if not materials:
        raise ValueError("a kind of charts is checked with at least one material that it has a chart for")
    return tuple(fault for number, one in enumerate(materials, 1) for fault in _material_faults(kind, one, number))


def _material_faults(kind: ChartForm, material: Material, number: int) -> Iterator[Fault]:
    where = f"{kind.name}, material {number}"
    found = _charts(kind, material)
    if not found:
        yield Fault(where, "has no chart for it: then nothing is checked")
    if _charts(kind, material) != found:
        yield Fault(where, "chooses other charts a second time")
    for tag in languages():
        spoken = language(tag)
        said = _charts(kind, replace(material, language=spoken))
        if [_shown(one) for one in said] != [_shown(one) for one in found]:
            yield Fault(f"{where}, {tag}", "shows other values in another language")
        for chart in said:
            yield from (
                Fault(f"{where}, {tag}, “{chart.title}”", what) for what in _faults(kind, chart, material, spoken)
            )


def _charts(kind: ChartForm, material: Material) -> list[Chart]:
    return [candidate.chart for candidate in kind.choose(material)]


def _shown(chart: Chart) -> tuple[object, ...]:
    """What a chart shows, whatever it is called."""
    points = [[(point.fact.id, point.status) for point in each] for each in (chart.points, chart.reference_lines)]
    return chart.kind, chart.unit, points


def _faults(kind: ChartForm, chart: Chart, material: Material, spoken: Language) -> Iterator[str]:
    """What is wrong with one chart."""
    if chart.kind != kind.name and chart.kind not in registered():
        yield f"is of the kind {chart.kind!r}, which is neither its own nor one that is installed"
        return
    own = kind if chart.kind == kind.name else form(chart.kind)
    reason = unlawful(chart, own.refuses)
    if reason is not None:
        yield f"may not be drawn: {reason}"
        return
    for point in (*chart.points, *chart.reference_lines):
        yield from _citation_faults(point.fact, material)
    yield from _title_faults(chart, spoken)
    yield from _alt_faults(chart, spoken)
    for name, across in WIDTHS.items():
        yield from (f"drawn {name}, {what}" for what in _drawing_faults(own, chart, spoken, across))


def _citation_faults(fact: Fact, material: Material) -> Iterator[str]:
    """Whether a value comes from the documents, or was computed from such."""
    name = fact.quantity.surface
    if fact not in material.facts and not (fact.derived and fact.formula):
        yield f"the value {name!r} is no fact of the material, and no derived one with its formula"
    if not fact.citations:
        yield f"the value {name!r} cites nothing"
    for citation in fact.citations:
        passage = citation.passage
        document = material.documents.get(passage.document_id)
        if document is None or document.text[passage.span.start : passage.span.end] != passage.quote:
            yield f"the value {name!r} cites what stands in no document: {passage.quote[:60]!r}"


def _title_faults(chart: Chart, spoken: Language) -> Iterator[str]:
    if not chart.title.strip() or "\n" in chart.title:
        yield "its title is no line"
    if any(map(str.isdecimal, chart.title)):
        yield "its title has a number, which nobody cites there"
    if spoken.locale.language == "en" and len(chart.title.split()) > LONGEST_TITLE:
        yield f"its title has {len(chart.title.split())} words, and may have {LONGEST_TITLE}"
    if not chart.subtitle.strip():
        yield "its subtitle does not say measure, unit and time"


def _alt_faults(chart: Chart, spoken: Language) -> Iterator[str]:
    """Whether those who cannot see the chart are told all that it shows."""
    numbers = set(NUMBER.findall(chart.alt))
    for mark in _marks(chart, spoken):
        for number in NUMBER.findall(mark.text):
            if number not in numbers:
                yield f"its alternative text does not say {mark.text!r}"
        if squeezed(mark.label) not in squeezed(chart.alt):
            yield f"its alternative text does not name {mark.label!r}"


def _marks(chart: Chart, spoken: Language) -> tuple[Mark, ...]:
    return marks((*chart.points, *chart.reference_lines), _brand(spoken))


def _brand(spoken: Language) -> Brand:
    return Brand(locale=str(spoken.locale).replace("_", "-"))


def _drawing_faults(kind: ChartForm, chart: Chart, spoken: Language, across: float) -> Iterator[str]:
    from briefgen.rendering.sheet import Sheet

    def drawn() -> tuple[bytes, Sequence[Box], float]:
        sheet = Sheet(across, _brand(spoken))
        kind.draw(sheet, *(marks(points, _brand(spoken)) for points in (chart.points, chart.reference_lines)))
        return sheet.svg("salt"), tuple(sheet.boxes), sheet.height

    svg, boxes, height = drawn()
    if drawn()[0] != svg:
        yield "it is another drawing a second time"
    page, _ = html.read(svg.decode())
    drawing = replace(page.drawings[0], alt=chart.alt)
    yield from _text_faults(chart, spoken, drawing)
    for finding in lengths(
        drawing, _as_drawn(chart), frozenset(one.fact.id for one in chart.points if _falls(one.fact))
    ):
        yield f"it {finding.message}"
    for number, box in enumerate(boxes):
        if box.left < -AIR or box.right > across + AIR or box.bottom < -AIR or box.top > height + AIR:
            yield f"its text {number + 1} leaves the sheet"
        if any(_covers(box, other) for other in boxes[:number]):
            yield f"its text {number + 1} lies on another one"


def _covers(one: Box, other: Box) -> bool:
    """Whether two boxes of text lie on each other by more than the edge of a letter."""
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > AIR and min(one.top, other.top) - max(one.bottom, other.bottom) > AIR


def _text_faults(chart: Chart, spoken: Language, drawing: Drawing) -> Iterator[str]:
    """Whether the letters of a drawing are those of its values, all of them and no number besides.

    A unit that all share may be printed once; a number may not.
    """
    every = squeezed("".join(drawing.labels))
    told = _marks(chart, spoken)
    for mark in told:
        yield from (f"it does not print {text!r}" for text in _printed(mark) if squeezed(text) not in every)
    known = {number for mark in told for text in (mark.label, mark.text) for number in NUMBER.findall(text)}
    known |= {number for mark in told for number in NUMBER.findall(squeezed(mark.label + mark.text))}
    for label in drawing.labels:
        yield from (
            f"it prints {number}, which is no value of it" for number in NUMBER.findall(label) if number not in known
        )


def _printed(mark: Mark) -> Iterator[str]:
    """What must be read at a value: its label, and its numbers."""
    yield mark.label
    yield from NUMBER.findall(mark.text)


def _falls(fact: Fact) -> bool:
    """Whether a value is drawn below zero, whatever sign its document prints."""
    return fact.kind in {Kind.CHANGE, Kind.INCREMENT} and fact.direction is Direction.DOWN


def _as_drawn(chart: Chart) -> finished.Drawn:
    """The chart as `briefgen verify` finds it in a file."""
    points = tuple(map(partial(_point, chart.title), chart.points))
    return finished.Drawn(chart.title, chart.kind, chart.title, chart.alt, points)


def _point(where: str, point: Point) -> finished.Point:
    fact = point.fact
    ends = (fact.quantity.value, fact.quantity.upper)
    return finished.Point(where, fact.id, ends, None, point.status, line=False, label=point.label)
