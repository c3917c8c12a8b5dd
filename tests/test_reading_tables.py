"""Figures in tables: cases in `tests/cases/tables.md`, and what must hold for any table of numbers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.corpus import markdown
from briefgen.evidence.arithmetic import recalculate
from briefgen.model import BlockKind, Document, Figure, Measure, Quantity, Reading, Status, Topic
from briefgen.reading.grounds import Basis, grounds
from briefgen.reading.read import read
from tests.reading_cases import Case, load

CASES = load("tables")
TOPIC = Topic(
    "transport",
    "Transport",
    ("freight", "throughput"),
    (
        Measure("Middle Corridor freight volume", "t", ("freight", "cargo"), ("Middle Corridor", "TITR")),
        Measure("Freight of the country", "t", ("freight",)),
    ),
)
CELLS = [
    "4.5",
    "(3.2)",
    "-1",
    "+2.5%",
    "2024",
    "1,204",
    "3–5",
    "n/a",
    "",
    "–",
    "Total",
    "Exports",
    "Aktau",
    "12*",
    "4,5",
]
CELLS += [
    "$4 bn",
    "120 (12%)",
    "~7",
    "Rank",
    "1e400",
    "9" * 40,
    "0",
    "Q1",
    "2025",
    "over 5 million tons",
    "a\\|b",
    "12 May",
]
HEADS = [
    "",
    "Port",
    "2024",
    "2025",
    "Change, %",
    "Change",
    "Share, %",
    "Exports, $ m",
    "Q1 2025",
    "Rank",
    "2026f",
    "kt",
]
HEADS += ["2025/2024, %", "Total", "Status", "Unit", "million", "9" * 300, "Passengers, thousand", "4.5"]


def document(case: Case) -> Document:
    text = "\n".join(case.lines)
    return replace(markdown.read(text.encode(), "case.md"), published=case.published, language="en")


def of_rows(reading: Reading) -> list[Figure]:
    rows = {one.passage for one in reading.sentences if one.kind is BlockKind.ROW}
    return [figure for figure in reading.figures if figure.passage in rows]


def shown(figure: Figure) -> str:
    quantity = figure.quantity
    value = str(quantity.value) if quantity.upper is None else f"{quantity.value}..{quantity.upper}"
    status = None if figure.status is Status.ACTUAL else figure.status
    rate = figure.rate and f"per {figure.rate}"
    kind = " ".join(str(one) for one in (figure.kind, figure.direction, quantity.modifier, rate, status) if one)
    time = " ".join(
        part
        for part in (
            figure.period and spelled(figure.period.start, figure.period.end),
            figure.base and f"from {spelled(figure.base.start, figure.base.end)}",
            figure.deadline and f"by {figure.deadline}",
        )
        if part
    )
    parts = (quantity.surface, f"{value} {quantity.unit or '-'}", kind, time or "-", figure.measure or "-")
    return " | ".join((*parts, figure.subject or "-"))


def spelled(start: dt.date, end: dt.date) -> str:
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}..{end.year}"
    return f"{start}..{end}"


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_case(case: Case) -> None:
    topics = (TOPIC,) if case.title.startswith("followed") else ()
    found = [shown(figure) for figure in of_rows(read(document(case), topics))]
    assert found == [item for item in case.items if item != "none"]


def test_rows_are_no_sentences_to_quote() -> None:
    said = 'said "We will build 3 ports by 2030."'
    text = f"# Ports\n\nThe ports grew.\n\n| Who | Words |\n|--|--|\n| The minister | {said} |\n"
    found = read(replace(markdown.read(text.encode(), "a.md"), language="en"))
    assert not found.quotations
    assert not found.events
    assert [one.kind for one in found.sentences] == ["headline", "paragraph", "row", "row"]


@given(
    st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=5), min_size=1, max_size=6),
    st.lists(st.sampled_from(HEADS), min_size=1, max_size=5),
)
@settings(max_examples=150, deadline=None)
def test_any_table(rows: list[list[str]], heads: list[str]) -> None:
    lines = [" | ".join(heads), " | ".join("--" for _ in heads), *(" | ".join(row) for row in rows)]
    text = "A sentence first.\n\n" + "".join(f"| {line} |\n" for line in lines)
    found = replace(markdown.read(text.encode(), "a.md"), published=dt.date(2026, 5, 1), language="en")
    figures = of_rows(read(found))
    spans = [figure.span for figure in figures]
    assert spans == sorted(set(spans))
    cells = [cell.span for table in found.tables for cell in table.cells if not cell.is_header]
    for figure in figures:
        assert sum(cell.holds(figure.span) for cell in cells) == 1
        assert found.text[figure.span.start : figure.span.end] == figure.quantity.surface
        assert figure.passage.span.holds(figure.span)
        assert figure.quantity.value is not None
        assert figure.quantity.value.is_finite()
    assert figures == of_rows(read(found))


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_every_number_of_a_plain_column_is_read(values: list[Decimal]) -> None:
    body = "".join(f"| Place {chr(65 + number)} | {value} |\n" for number, value in enumerate(values))
    text = f"| Place | Exports in 2024, kt |\n|--|--|\n{body}"
    found = replace(markdown.read(text.encode(), "a.md"), published=dt.date(2026, 5, 1), language="en")
    assert [figure.quantity.value for figure in of_rows(read(found))] == values


def test_a_wide_and_a_spanning_table_take_no_time() -> None:
    rows = "".join("| x | " + " | ".join(str(number) for number in range(60)) + " |\n" for _ in range(60))
    text = "| " + " | ".join(f"h{number}" for number in range(61)) + " |\n" + "|--" * 61 + "|\n" + rows
    found = replace(markdown.read(text.encode(), "a.md"), language="en")
    spanning = tuple(replace(cell, rows=10**9, columns=10**9) for cell in found.tables[0].cells)
    read(replace(found, tables=(replace(found.tables[0], cells=spanning),)))


SUMS = """| Goods, $ m | EU | China | Total |
|:--|--:|--:|--:|
| Oil | 311 | 342 | 653 |
| of which crude | 200 | 201 | 401 |
| Metals | 191 | 213 | 404 |
| Grain | 21 | 22 | 53 |
| Total | 523 | 577 | 1,110 |
"""


def test_sums_that_a_table_shows_are_checked_where_they_fail() -> None:
    found = read(replace(markdown.read(SUMS.encode(), "a.md"), language="en"))
    checks = sorted((check.facts[0].quantity.surface, check.verdict.value) for check in recalculate(found.figures))
    assert checks == [
        ("1,110", "right"),
        ("1,110", "wrong"),
        ("401", "right"),
        ("404", "right"),
        ("523", "right"),
        ("53", "wrong"),
        ("577", "right"),
        ("653", "right"),
    ]


def test_a_table_of_some_parts_is_no_sum() -> None:
    text = "| Largest ports, kt | 2024 |\n|--|--|\n| Aktau | 300 |\n| Kuryk | 200 |\n| Total | 900 |\n"
    found = read(replace(markdown.read(text.encode(), "a.md"), language="en"))
    assert len(found.figures) == 3
    assert not recalculate(found.figures)
    assert all(not figure.wholes for figure in found.figures)


@pytest.mark.parametrize(
    ("surface", "value", "unit", "printed"),
    [
        ("3,100", 3_100_000, "t", "3,100 thousand tons"),
        ("(4.2)", -4_200_000_000, "USD", "(4.2) billion USD"),
        ("$4.5", 4_500_000_000, "USD", "$4.5 billion"),
        ("9.7", Decimal("9.7"), "%", "9.7%"),
        ("85–90", 85_000, "bbl", "85–90 thousand bbl"),
        ("1,340", 1_340_000, "count:passengers", "1,340 thousand"),
        ("12", 12, "count:ships", "12"),
        ("4.5 million", 4_500_000, "t", "4.5 million"),
        ("4.5\nmillion tons", 4_500_000, "t", "4.5 million tons"),
        ("0", 0, "t", "0 tons"),
        ("½", Decimal("0.5"), "t", "½"),
        ("1.234.567", 1_234_567, "t", "1.234.567 tons"),
        ("", 7, "t", ""),
        ("dozens", None, "t", "dozens"),
    ],
)
def test_a_number_is_printed_with_what_its_headers_give(
    surface: str, value: Decimal | int | None, unit: str, printed: str
) -> None:
    amount = None if value is None else Decimal(value)
    assert Quantity(amount, None, unit, None, surface).printed == printed


def test_the_headers_are_the_grounds_of_a_figure() -> None:
    text = (
        "# Ports\n\nThroughput, kt\n\n| Port | 2026 plan | Change on 2025, % |\n|--|--|--|\n| Aktau | 3,600 | +5.9 |\n"
    )
    found = replace(markdown.read(text.encode(), "a.md"), published=dt.date(2026, 1, 5), language="en")
    reading = read(found)
    level, change = ({one.field: one for one in grounds(found, figure, (), ())} for figure in reading.figures)
    assert level["value"].words == ("3,600", "Throughput, kt")
    assert (level["period"].basis, level["period"].words) == (Basis.HEADERS, ("2026 plan",))
    assert (level["status"].basis, level["status"].words) == (Basis.HEADERS, ("2026 plan",))
    assert level["measure"].words == ("Throughput, kt",)
    assert level["subject"].words == ("Aktau",)
    assert (change["base"].basis, change["base"].words) == (Basis.HEADERS, ("Change on 2025, %",))
