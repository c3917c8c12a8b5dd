"""What a brief says of tables: titles with the row, notes with the table, no total counted twice, no letter alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from briefgen.corpus import markdown
from briefgen.evidence import weigh
from briefgen.language import language
from briefgen.model import Brief, ChartKind, Edition, Provenance, Quantity, Status, Topic
from briefgen.reading.read import read
from briefgen.rendering.filters import headings
from briefgen.writing import write

DAY = dt.date(2026, 5, 12)
TOPIC = Topic("all", "Norland in figures", ("freight", "exports", "budget"), ())
EXPORTS = """Exports of Norland by country, million US dollars

| Country | 2023 | 2024 | 2025 |
|--|--:|--:|--:|
| Westmark | 1,204.5 | 1,310.2 | 1,402.8 |
| Eastland | 820.1 | 799.4 | 850.0 |
| of which oil | 410.0 | 405.2 | 422.3 |
| Total | 2,024.6 | 2,109.6 | 2,252.8 |
"""


def brief(*texts: str, publisher: str = "Norland Customs") -> Brief:
    documents = [
        replace(markdown.read(text.encode(), f"{number}.md"), published=DAY, language="en", publisher=publisher)
        for number, text in enumerate(texts)
    ]
    readings = [read(document, (TOPIC,)) for document in documents]
    return write(
        TOPIC,
        Edition("2026-W20", DAY),
        documents,
        readings,
        weigh(documents, readings, [TOPIC]),
        others=(TOPIC,),
        locale="en-GB",
        handling="",
        provenance=Provenance("corpus", "config", "0"),
    )


def test_charts_of_rows_are_titled_with_the_row() -> None:
    rows = "| Railway | 2024 | 2025 |\n|--|--|--|\n| Coast Line | 1.2 | 2.6 |\n| Peak Line | 9.9 | 9.1 |\n"
    table = f"Freight, million tonnes\n\n{rows}"
    found = {chart.title: chart for chart in brief(table).charts}
    assert set(found) == {"Coast Line: freight rises", "Peak Line: freight falls"}
    chart = found["Coast Line: freight rises"]
    assert chart.subtitle == "Freight, Coast Line, tons, 2024 to 2025"
    assert chart.alt.startswith("Bar chart of freight, Coast Line. ")


def test_a_long_name_of_a_row_is_cut_in_the_title_and_whole_below_it() -> None:
    name = "Grain, seeds, flour and feed of animals in bulk or in bags"
    rows = f"| Goods | 2024 | 2025 |\n|--|--|--|\n| {name} | 1.2 | 2.6 |\n| Coal | 9.9 | 9.1 |\n"
    found = {chart.title: chart.subtitle for chart in brief(f"Freight, million tonnes\n\n{rows}").charts}
    assert name in found["Grain, seeds, flour and feed …: freight rises"]


def test_a_total_and_its_parts_stand_together_once_and_only_as_parts() -> None:
    made = brief(EXPORTS)
    (parts,) = (chart for chart in made.charts if chart.kind is ChartKind.PARTS)
    assert [point.label for point in parts.points] == ["Westmark", "Eastland", "Total, in all"]
    for chart in made.charts:
        assert chart.kind is ChartKind.PARTS or len({point.fact.subject for point in chart.points}) == 1


def test_the_whole_is_charted_before_its_parts() -> None:
    titles = [chart.title for chart in brief(EXPORTS).charts]
    assert titles[1] == "Exports of Norland rise"
    assert "oil" not in titles[2]


def test_a_chart_of_one_table_names_it_without_its_number() -> None:
    for chart in brief(f"Table 7. {EXPORTS}").charts:
        assert "From the table “Exports of Norland by country, million US dollars” (Norland Customs)." in chart.note


def test_a_caption_with_a_number_that_no_row_has_is_not_printed() -> None:
    for chart in brief(EXPORTS.replace("million US dollars", "million US dollars, 12 months")).charts:
        assert "12" not in chart.note


def test_a_caption_is_no_news_and_a_total_is_told_with_who_reports_it() -> None:
    (bottom,) = (one for one in brief(EXPORTS).sections if one.name == "bottom_line")
    assert [one.text for one in bottom.statements] == [
        "Exports of Norland were 2,252.8 million USD in 2025, Norland Customs reports."
    ]


def test_charts_with_one_title_are_told_apart_by_what_differs() -> None:
    rows = "| Year | Freight, mln t | Freight, bn EUR |\n|--|--|--|\n| 2024 | 4.5 | 2.1 |\n| 2025 | 4.9 | 2.2 |\n"
    titles = [chart.title for chart in brief(f"Freight\n\n{rows}").charts]
    assert sorted(titles) == ["Freight rises (euros)", "Freight rises (tons)"]


def test_months_and_the_quarter_that_counts_them_again_are_not_in_one_chart() -> None:
    months = "| Jan 2026 | 120.4 |\n| Feb 2026 | 118.9 |\n| Mar 2026 | 130.0 |\n| Jan–Mar 2026 | 369.3 |\n"
    (chart,) = brief(f"**Table 4.** Port freight\n\n| Month | Freight, kt |\n|--|--|\n{months}").charts
    assert [point.label for point in chart.points] == ["January 2026", "February 2026", "March 2026"]
    assert chart.note == "From the table “Port freight” (Norland Customs)."


PRICES = """Freight rates by line and month (EUR per tonne)

| Month | Coast Line | Peak Line |
|--|--|--|
| January 2026 | 210.5 | 640 |
| February 2026 | 214.0 | 655 |
"""


def test_what_two_tables_dispute_is_told_with_the_row_and_apart_by_its_time() -> None:
    made = brief(PRICES, PRICES.replace("210.5", "200.5").replace("214.0", "204.0").replace("655", "645"))
    spoken = language("en-GB")
    titles = list(headings(made, spoken).values())
    assert len(titles) == len(set(titles)) > 1
    assert any(title.startswith("Freight rates, Coast Line, January 2026: ") for title in titles)
    assert [one for one in titles if "Peak Line" in one and "2026" not in one]
    assert not [chart.title for chart in made.charts if not chart.title.startswith(("Coast Line: ", "Peak Line: "))]


def test_provisional_values_are_marked_in_their_chart() -> None:
    made = brief("Freight, million tonnes\n\n| Railway | 2024 | 2025p |\n|--|--|--|\n| Coast Line | 1.2 | 2.6 |\n")
    (chart,) = made.charts
    assert [(point.label, point.status) for point in chart.points] == [
        ("2024", Status.ACTUAL),
        ("2025, estimate", Status.ESTIMATE),
    ]


@pytest.mark.parametrize(
    ("surface", "value", "printed"),
    [
        ("12 345,6", "12345600", "12 345,6 thousand tons"),
        ("4,5", "4500000", "4,5 million tons"),
        ("1.234,5", "1234500", "1.234,5 thousand tons"),
        ("3,100", "3100000", "3,100 thousand tons"),
        ("1,234,567", "1234567", "1,234,567 tons"),
    ],
)
def test_a_scale_of_a_header_is_printed_whatever_marks_the_number_has(surface: str, value: str, printed: str) -> None:
    assert Quantity(Decimal(value), None, "t", None, surface).printed == printed
