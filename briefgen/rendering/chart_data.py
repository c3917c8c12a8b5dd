"""The data of a chart as comma-separated values, for whoever wants to draw or check it anew."""

from __future__ import annotations

from decimal import Decimal

from briefgen import values
from briefgen.language import Language
from briefgen.model import Chart, Fact, Passage, Point
from briefgen.oneline import one_line
from briefgen.rendering import words
from briefgen.rendering.marks import signed
from briefgen.rendering.notes import Numbering
from briefgen.spreadsheet import table

COLUMNS = (
    "measure",
    "label",
    "value",
    "upper",
    "unit",
    "kind",
    "period",
    "status",
    "documents",
    "quote",
    "note",
    "calculation",
)
"""`label`: what the chart prints at the value; `value` and `upper`: the ends of a range, falls below zero; `kind`:
level, share, change ...; `documents`, `quote` and `note` (the number printed in the brief) have one line in their cell
for each cited sentence; `calculation`: of a value that briefgen computed."""


def csv(chart: Chart, numbering: Numbering, spoken: Language) -> bytes:
    """One row for each value and line of the chart: UTF-8, RFC 4180, no formulas."""
    points = (*chart.points, *chart.reference_lines)
    return table(COLUMNS, (_row(point, numbering, spoken) for point in points)).encode()


def _row(point: Point, numbering: Numbering, spoken: Language) -> dict[str, object]:
    fact = point.fact
    low, high = signed(fact)
    cited = [citation.passage for citation in fact.citations]
    return {
        "measure": words.label(fact, spoken),
        "label": one_line(point.label),
        "value": _plain(low),
        "upper": _plain(high),
        "unit": _unit(fact),
        "kind": fact.kind.value,
        "period": values.when(fact, spoken),
        "status": point.status.value,
        "documents": "\n".join(_document(passage, numbering, spoken) for passage in cited),
        "quote": "\n".join(one_line(passage.quote) for passage in cited),
        "note": "\n".join(str(numbering.number(passage) or "") for passage in cited),
        "calculation": one_line(fact.formula or ""),
    }


def _plain(value: Decimal | None) -> str:
    """Digits with a point, whatever the locale: never an exponent."""
    return "" if value is None else f"{value:f}"


def _unit(fact: Fact) -> str:
    """As in the JSON: "t", "USD", "count:agreement", "t per day"."""
    unit = fact.quantity.unit or ""
    return f"{unit} per {fact.rate}" if fact.rate else unit


def _document(passage: Passage, numbering: Numbering, spoken: Language) -> str:
    """Publisher and day of the document that holds a passage."""
    return words.told_by(numbering.document(passage), spoken)
