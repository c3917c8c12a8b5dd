"""Bars, columns and signs of a drawing are measured against the values that they stand for."""

from __future__ import annotations

import re
import time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from test_chart_boxes import CASES, charts

from briefgen import finished
from briefgen.model import Brand, Chart, ChartKind
from briefgen.printed import html
from briefgen.printed.drawing import Drawing, Shape
from briefgen.rendering.charts import PHONE, WIDTH, _drawn
from briefgen.verify.drawings import lengths

TAMPERED = ("3 bars", "7 bars", "3 in time", "9 in time", "every status", "parts", "ranges", "rise")


def read(chart: Chart, across: float) -> Drawing:
    """A drawing as `verify` reads it back from a page."""
    svg = _drawn(chart, Brand(), across).svg("salt").decode()
    page, _ = html.read(f"<main>{svg}</main>")
    (drawing,) = page.drawings
    return drawing


def told(chart: Chart) -> finished.Drawn:
    """The chart as a brief carries it."""
    points = tuple(
        finished.Point("", one.label, (one.fact.quantity.value, one.fact.quantity.upper), None, "", False, one.label)  # noqa: FBT003
        for one in chart.points
    )
    return finished.Drawn("charts[0]", chart.kind.value, chart.title, chart.alt, points)


@pytest.mark.parametrize("across", [WIDTH, PHONE])
@pytest.mark.parametrize("name", CASES)
def test_an_honest_drawing_passes(name: str, across: float) -> None:
    assert list(lengths(read(CASES[name], across), told(CASES[name]), frozenset())) == []


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(charts())
def test_any_honest_drawing_passes(chart: Chart) -> None:
    assert list(lengths(read(chart, WIDTH), told(chart), frozenset())) == []


@pytest.mark.parametrize("across", [WIDTH, PHONE])
@pytest.mark.parametrize(
    "name", ["3 bars", "7 bars", "3 in time", "9 in time", "every status", "parts", "ranges", "rise"]
)
def test_a_value_that_is_drawn_larger_is_named(name: str, across: float) -> None:
    drawing, chart = read(CASES[name], across), CASES[name]
    for number, one in enumerate(drawing.shapes):
        moved = Shape(tuple((x + 20 * (x == one.right), y + 20 * (y == one.top)) for x, y in one.corners))
        if not one.is_box or chart.kind is ChartKind.TIMELINE:
            moved = Shape(tuple((x + 20, y + 20) for x, y in one.corners))
        shapes = (*drawing.shapes[:number], moved, *drawing.shapes[number + 1 :])
        assert list(lengths(Drawing("", (), shapes), told(chart), frozenset())), f"{number}: {one}"


def test_a_value_that_is_missing_is_named() -> None:
    chart = CASES["3 bars"]
    drawing = read(chart, WIDTH)
    (finding,) = lengths(Drawing("", (), drawing.shapes[:2]), told(chart), frozenset())
    assert re.search(r"shows 2 values, and the brief has 3", str(finding))


@pytest.mark.parametrize("path", ["M 1e999 0 L 1e999 9 z", "M 0 0 Q 1 1 2 2 z", "M 0 0 L 5 z", "M z", "z"])
def test_a_shape_that_cannot_be_read_is_named(path: str) -> None:
    chart = CASES["3 bars"]
    broken = (
        html.read(f'<main><svg><path d="{path}" style="fill: red; stroke: red"/></svg></main>')[0].drawings[0].shapes
    )
    assert list(lengths(Drawing("", (), (*read(chart, WIDTH).shapes[:2], *broken)), told(chart), frozenset()))


def test_a_forged_chart_of_thousands_is_judged_soon() -> None:
    shapes = tuple(Shape(((0, n), (n, n), (n, n + 1), (0, n + 1))) for n in range(1, 5000))
    point = finished.Point("", "x", (Decimal(1), None), None, "", False, "x")  # noqa: FBT003
    forged = finished.Drawn("charts[0]", "bars", "x", "x", (point,) * (len(shapes) - 1))
    more = finished.Point("", "y", (Decimal(2), None), None, "", False, "y")  # noqa: FBT003
    start = time.process_time()
    assert list(lengths(Drawing("", (), shapes), replace(forged, points=(*forged.points, more)), frozenset()))
    assert time.process_time() - start < 10
