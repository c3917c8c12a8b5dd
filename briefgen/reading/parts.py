"""What the steps of reading hand to each other. Nothing outside this room sees these values.

Reading is a list of small steps (`read.py`): blocks → sentences → numbers → figures with period, status,
attribution, measure. Every span points into `Document.text`.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from briefgen.model import BlockKind, Direction, Kind, Period, Quantity, Span


class Line(Struct, frozen=True, gc=False):
    """A sentence before it is labelled."""

    span: Span
    """The sentence without blanks at its ends."""
    block: int
    """Index of its block in `Document.blocks`; two sentences of one paragraph share it."""
    kind: BlockKind
    """Headline, heading or paragraph."""


class Mention(Struct, frozen=True, gc=False):
    """A quantity found in a sentence, before it has a period, status or measure."""

    span: Span
    """The surface: number and unit, without modifier and rate."""
    quantity: Quantity
    """Value, unit, modifier, surface."""
    kind: Kind
    """What sort of number it is."""
    direction: Direction | None = None
    """Up or down, for changes."""
    rate: str | None = None
    """Per what: "year"."""
    noun: Span | None = None
    """What is counted ("cooperation agreements"), or the noun right behind the unit ("of Kazakh crude")."""
    number: Span | None = None
    """The digits or number words alone, with scale, without the unit."""


class DatedSpan(Struct, frozen=True, gc=False):
    """An expression of time in the text, resolved as far as the text allows."""

    span: Span
    """The expression: "last year", "by the end of 2028", "January–October 2024"."""
    period: Period | None
    """The days it means; None where a relative expression stays open."""
    deadline: dt.date | None = None
    """Set when the expression is a deadline ("by 2030")."""
    vague: bool = False
    """"in the near term": a time, but no date."""
    anchor: bool = False
    """An absolute date in the sentence that others may be relative to."""


class Speech(Struct, frozen=True, gc=False):
    """Who speaks over a stretch of text."""

    span: Span
    """The stretch that the attribution covers."""
    speaker: str
    """Full name where the document gives one, else as printed."""
    role: str | None
    """Office or description."""
    explicit: bool
    """A speech verb stands in the sentence; else it was carried over from the sentence before."""


class Timing(Struct, frozen=True, gc=False):
    """When a figure is of."""

    period: Period | None = None
    """As in `Figure`."""
    base: Period | None = None
    """As in `Figure`."""
    deadline: dt.date | None = None
    """As in `Figure`."""
