"""What a field of a figure may rest on."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from msgspec import Struct


class Basis(StrEnum):
    """What a field rests on."""

    SAID = "said"
    """The words of the sentence alone."""
    COUNTED = "counted from the date"
    """A relative expression, resolved against the day of publication."""
    BEFORE = "counted from the period"
    """An expression, or none, that is resolved against the time of the change."""
    CONFIGURED = "configured"
    """A measure of the topics whose terms and names stand there."""
    PHRASE = "noun phrase"
    """The text's own name of what is measured."""
    SPEAKING = "speaking"
    """Who spoke in the sentences before."""
    UNMARKED = "unmarked"
    """The absence of any word that says otherwise."""
    SETTLED = "settled"
    """A dated document with the same numbers beside this undated one."""
    HEADERS = "headers"
    """Headers of the table that the figure stands in."""
    AROUND = "around"
    """What stands around it: no single word can be named."""


class Ground(Struct, frozen=True):
    """One field, and what it was read from."""

    field: str
    """As in `Figure`: "period", "status" ..."""
    basis: Basis
    """What it rests on."""
    words: tuple[str, ...] = ()
    """The words of the text that were found, blanks as one space each."""
    line: int | None = None
    """The line of the last of the words, where they stand in an earlier sentence."""
    date: dt.date | None = None
    """The day that a relative expression was resolved against."""
