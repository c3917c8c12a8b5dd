"""Undated documents that tell the same news as a dated one, and what that proves of their "last year".

A document without a date leaves "last year" open. Where a dated document reports the same numbers for *its* last
year, the two last years are the same one: the content proves it. What does not hang on the year alone ("on Monday",
"so far this year") stays open all the same, and the document stays without a date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from briefgen import remarks
from briefgen.model import Citation, Document, Figure, Omission, Period, Reading

LEAST_SHARED = 2
"""Different numbers that must stand in both documents, of the same year in both: one may be chance."""
LEAST_DIGITS = 4
"""Significant digits that these numbers have together: "62" and "4.5" do, "10" and "50" do not tell news apart."""

Value = tuple[Decimal, Decimal | None, str | None, str]


def candidates(documents: Sequence[Document], readings: Sequence[Reading]) -> tuple[tuple[int, int], ...]:
    """Places of an undated and of a dated document that share enough numbers.

    For each undated one the likeliest of each year of publication, whatever the order of the documents.
    Linear in the figures: values are looked up, documents are not compared with each other.
    """
    holders: dict[Value, list[int]] = {}
    for place, reading in enumerate(readings):
        if documents[place].published:
            for value in sorted_values(reading):
                holders.setdefault(value, []).append(place)
    best: dict[tuple[int, int], tuple[int, str, int]] = {}
    for place, reading in enumerate(readings):
        if documents[place].published is None:
            shared: Counter[int] = Counter()
            for value in sorted_values(reading):
                shared.update(holders.get(value, ()))
            for other, count in shared.items():
                dated = documents[other]
                if count >= LEAST_SHARED and dated.published:
                    rank = (-count, dated.id, other)
                    key = (place, dated.published.year)
                    best[key] = min(best.get(key, rank), rank)
    return tuple((place, other) for (place, _), (_, _, other) in sorted(best.items()))


def sorted_values(reading: Reading) -> list[Value]:
    """The different values of a document, in the order of the text."""
    return list(dict.fromkeys(value_of(figure) for figure in reading.figures if figure.quantity.value is not None))


def value_of(figure: Figure) -> Value:
    """What makes two mentions the same number."""
    quantity = figure.quantity
    return quantity.value or Decimal(0), quantity.upper, quantity.unit, figure.kind.value


def settled(
    undated: Document, open_reading: Reading, reread: Reading, dated: Document, companion: Reading
) -> Reading | None:
    """The undated document's reading with its years settled, or None where the companion proves nothing.

    Args:
        undated: The document without a date.
        open_reading: What it says as it stands.
        reread: The same document, read as if it had appeared on the day of `dated`.
        dated: The document that may tell the same news.
        companion: What that one says.
    """
    told = {(value_of(figure), figure.period) for figure in companion.figures if is_year(figure.period)}
    proofs = [
        (before, after)
        for before, after in zip(open_reading.figures, reread.figures, strict=True)
        if before.period is None and (value_of(after), after.period) in told
    ]
    values = dict.fromkeys(value_of(after) for _, after in proofs)
    if len(values) < LEAST_SHARED or sum(map(digits, values)) < LEAST_DIGITS:
        return None
    figures = tuple(map(with_year, open_reading.figures, reread.figures))
    shown = dict.fromkeys(
        Citation(figure.passage)
        for value in values
        for figure in (*(before for before, _ in proofs), *companion.figures)
        if value_of(figure) == value
    )
    note = Omission(
        remarks.said(remarks.LAST_YEAR, document=named(undated)),
        remarks.said(remarks.SETTLED, document=named(dated)),
        tuple(shown),
    )
    return replace(open_reading, figures=figures, omissions=(*open_reading.omissions, note))


def with_year(before: Figure, after: Figure) -> Figure:
    """A figure that was open, with the calendar year that it has beside its companion."""
    if before.period is not None or not is_year(after.period):
        return before
    base = after.base if before.base is None and is_year(after.base) else before.base
    return replace(before, period=after.period, base=base)


def named(document: Document) -> str:
    """What a reader knows a document by."""
    headline = f"“{document.headline}”" if document.headline else None
    return document.publisher or document.byline or headline or remarks.UNNAMED


def is_year(period: Period | None) -> bool:
    """Whether a period is one whole calendar year."""
    return period is not None and (
        period.start.year == period.end.year
        and (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
    )


def digits(value: Value) -> int:
    """Significant digits of a number: 2 for 62 and for 4,500,000."""
    return len(value[0].normalize().as_tuple().digits)
