"""The data of charts: a table that spreadsheets and programs read, with what each value rests on."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import samples
from msgspec.structs import replace

from briefgen.language import language
from briefgen.model import Brand, Brief, Chart, ChartKind, Direction, File, Kind, Point, Quantity
from briefgen.rendering import chart_data, render
from briefgen.rendering.markdown import data, written

TEMPLATES = [Path(__file__).resolve().parent.parent / "templates" / "default"]
ENGLISH = language("en-GB")


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode(), newline="")))


def files(brief: Brief, *formats: str) -> dict[str, bytes]:
    return {file.name: file.content for file in render(brief, formats, Brand(), TEMPLATES)}


def test_every_value_of_a_chart_has_a_row_with_what_it_rests_on() -> None:
    brief = samples.ordinary()
    numbering = written(brief, Brand(), TEMPLATES).numbering
    numbers = {note.passage.quote: str(note.number) for note in numbering.notes}
    for chart, file in zip(brief.charts, data(brief, Brand(), numbering), strict=True):
        points = (*chart.points, *chart.reference_lines)
        assert len(rows(file.content)) == len(points)
        for row, point in zip(rows(file.content), points, strict=True):
            assert row["label"] == point.label
            assert row["status"] == point.status.value
            assert row["value"] == str(point.fact.quantity.value)
            quotes, notes = row["quote"].split("\n"), row["note"].split("\n")
            assert quotes == [citation.passage.quote for citation in point.fact.citations]
            assert notes == [numbers[quote] for quote in quotes]
            assert len(row["documents"].split("\n")) == len(quotes)


def test_lines_end_as_rfc_4180_says_and_there_is_no_mark_before_the_header() -> None:
    table = files(samples.ordinary(), "html")["transport-charts/01.csv"]
    assert table.startswith(",".join(chart_data.COLUMNS).encode() + b"\r\n")
    assert table.endswith(b"\r\n")


def test_web_page_and_markdown_have_the_data_beside_them_and_link_to_it() -> None:
    for name, link in (("html", 'href="transport-charts/01.csv"'), ("md", "(transport-charts/01.csv)")):
        made = files(samples.ordinary(), name)
        assert link in made[f"transport.{name}"].decode()
        assert {"transport-charts/01.csv", "transport-charts/02.csv"} <= set(made)


def test_no_cell_is_a_formula() -> None:
    named = replace(samples.in_2024, measure="@SUM(A1)", subject=None, scope=None, formula="=1+1", derived=True)
    chart = Chart(ChartKind.BARS, "", "", "t", (Point(named, "-2+3+cmd|' /C calc'!A0", named.status),), (), "", "")
    (row,) = rows(chart_data.csv(chart, written(samples.ordinary(), Brand(), TEMPLATES).numbering, ENGLISH))
    assert row["label"] == "'-2+3+cmd|' /C calc'!A0"
    assert row["measure"] == "'@SUM(A1)"
    assert row["calculation"] == "'=1+1"


def test_falls_are_below_zero_and_a_large_number_has_all_its_digits() -> None:
    fall = replace(
        samples.in_2024,
        kind=Kind.CHANGE,
        direction=Direction.DOWN,
        quantity=Quantity(Decimal("4.50"), Decimal("1E+3"), "%", None, "4.50%"),
        rate="year",
    )
    chart = Chart(ChartKind.BARS, "", "", "%", (Point(fall, "2024", fall.status),), (), "", "")
    (row,) = rows(chart_data.csv(chart, written(samples.ordinary(), Brand(), TEMPLATES).numbering, ENGLISH))
    assert (row["value"], row["upper"], row["unit"], row["kind"]) == ("-4.50", "-1000", "% per year", "change")


def test_a_quote_over_several_lines_stays_one_line_of_its_cell() -> None:
    figure = samples.in_2024.figures[0]
    odd = replace(figure, passage=replace(figure.passage, quote='He said "so",\r\nand\nleft.'))
    fact = replace(samples.in_2024, figures=(odd,))
    chart = Chart(ChartKind.BARS, "", "", "t", (Point(fact, "2024", fact.status),), (), "", "")
    (row,) = rows(chart_data.csv(chart, written(samples.ordinary(), Brand(), TEMPLATES).numbering, ENGLISH))
    assert row["quote"] == 'He said "so", and left.'


def test_a_file_that_two_formats_share_comes_once() -> None:
    made = render(samples.ordinary(), ["html", "md"], Brand(), TEMPLATES)
    assert len({file.name for file in made}) == len(made)
    assert all(isinstance(file, File) for file in made)
