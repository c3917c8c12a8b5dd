"""How figures and documents read in a table: few letters, no guesses."""

from __future__ import annotations

import calendar
import datetime as dt

from briefgen.cli.text import one_line
from briefgen.interchange import decimal
from briefgen.model import Direction, Document, Fact, Figure, Kind, Modifier, Period, Span

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""In English whatever the machine's locale, like all output of the command line."""
MODIFIERS = {
    Modifier.APPROX: "about",
    Modifier.MORE_THAN: "more than",
    Modifier.LESS_THAN: "less than",
    Modifier.UP_TO: "up to",
}
DIRECTIONS = {Direction.UP: "up", Direction.DOWN: "down"}


def number(figure: Figure | Fact) -> str:
    """The number as printed, with its modifier and, for changes, its direction: "up about 62%"."""
    words = one_line(figure.quantity.printed)
    modifier = MODIFIERS.get(figure.quantity.modifier) if figure.quantity.modifier else None
    if modifier and not words.casefold().startswith(modifier):
        words = f"{modifier} {words}"
    if figure.direction and figure.kind in {Kind.CHANGE, Kind.INCREMENT}:
        return f"{DIRECTIONS[figure.direction]} {words}"
    return words


def place(document: Document, span: Span) -> str:
    """Where a person looks for it: "page 3, paragraph 2", "paragraph 7", or "line 12" of a text."""
    found = document.found_at(span)
    if found is None:
        return f"line {document.line_at(span.start)}"
    return ", ".join([*([f"page {found.page}"] if found.page else []), f"paragraph {found.paragraph}"])


def measured(figure: Figure | Fact) -> str:
    """What is measured, of what, in which scope: "freight volume, Lake Line (capacity)"."""
    text = one_line(figure.measure or "")
    subject, scope = one_line(figure.subject or ""), one_line(figure.scope or "")
    if _letters(subject) not in _letters(text):
        text = f"{text}, {subject}" if text else subject
    return text if _letters(scope) in _letters(text) else f"{text} ({scope})".lstrip()


def _letters(text: str) -> str:
    """The text without case, blanks and dashes, to compare names."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def when(figure: Figure | Fact) -> str:
    """The time that the figure is of, or its deadline."""
    if figure.deadline:
        return f"by {_coarse(figure.deadline)}"
    return span_of(figure.period) if figure.period else ""


def told(fact: Fact) -> str:
    """A fact in a line: "freight volume, Lake Line: 4.5 million tons, plan, 2024", corrected values in digits."""
    values = [decimal(end) for end in (fact.quantity.value, fact.quantity.upper) if end is not None]
    corrected = any({"value", "unit"} & {*figure.corrected} for figure in fact.figures)
    exact = f" ({' '.join(filter(None, ('–'.join(filter(None, values)), fact.quantity.unit)))})" if corrected else ""
    what = measured(fact) or "a figure"
    return ", ".join(filter(None, (f"{what}: {number(fact)}{exact}", fact.status.value, when(fact))))


def span_of(period: Period) -> str:
    """A period in few letters: "2024", "2022–2026", "Jan–Sep 2025", "14 Mar 2025", "2025 to 24 Oct"."""
    first, last = period.start, period.end
    if first == last:
        return day(first)
    if (first.month, first.day, first.year) == (1, 1, last.year) and not _ends_month(last):
        return f"{last.year} to {_without_year(day(last), first, last)}"
    if first.day != 1 or not _ends_month(last):
        return f"{_without_year(day(first), first, last)} – {day(last)}"
    if (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if first.year != last.year:
        return f"{month(first)} – {month(last)}"
    return month(last) if first.month == last.month else f"{_without_year(month(first), first, last)}–{month(last)}"


def _without_year(words: str, first: dt.date, last: dt.date) -> str:
    """The start of a period without its year, where the end has the same."""
    return words.removesuffix(f" {first.year}") if first.year == last.year else words


def day(value: dt.date) -> str:
    """A day: "14 Mar 2025"."""
    return f"{value.day} {month(value)}"


def month(value: dt.date) -> str:
    """A month: "Mar 2025"."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def _coarse(value: dt.date) -> str:
    """A deadline as coarse as it was meant: the last day of a year or month stands for it."""
    if (value.month, value.day) == (12, 31):
        return str(value.year)
    return month(value) if _ends_month(value) else day(value)


def _ends_month(value: dt.date) -> bool:
    return value.day == calendar.monthrange(value.year, value.month)[1]


def published(document: Document) -> dt.date | None:
    """When it appeared; for a digest, when the digested document did."""
    original = document.digest_of
    return (original.published if original else None) or document.published


def publisher(document: Document) -> str:
    """Who published it, or else wrote it; for a digest, whose document it digests."""
    original = document.digest_of
    if original is None:
        return one_line(document.publisher or document.byline or "")
    whose = one_line(original.publisher or original.author or "")
    return f"digest of {whose}" if whose else "digest"


def headline(document: Document) -> str:
    """Its title."""
    return one_line(document.headline or "")
