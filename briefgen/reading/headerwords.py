"""The words of headers in a language, and what a header may say of a unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from briefgen.model import Direction, Status
from briefgen.reading import patterns, tables
from briefgen.reading.figured import alternation
from briefgen.reading.patterns import Pattern

PIECES = Pattern(r",(?!\d)|[;:()\[\]|\n]|(?<=\s)[-–—·/](?=\s)")
"""Marks between the parts of a header."""
EDGES = " \t\n\xa0,;:.()[]–—-·|/*_`†‡§"
"""Marks at the ends of a name."""


class Rules(Struct, frozen=True):
    """The words of headers in a language (`grids.toml` says what each is for)."""

    totals: frozenset[str]
    total_openers: tuple[str, ...]
    labels: frozenset[str]
    figures_in: Pattern
    joins: Pattern
    loose: frozenset[str]
    generic: frozenset[str]
    things: frozenset[str]
    measures: frozenset[str]
    sectors: frozenset[str]
    scales: Mapping[str, Decimal]
    scale: re.Pattern[str]
    status: Pattern
    statuses: Mapping[str, Status]
    kept: frozenset[str]
    only_dated: frozenset[str]
    kinds: Pattern
    changes: frozenset[str]
    ways: Mapping[str, Direction]
    shares: frozenset[str]
    yearly: Pattern
    against: Pattern
    years_apart: Pattern
    year_letter: Pattern
    index: Pattern
    of_whole: Pattern
    parted: Pattern
    number_of: Pattern
    named_of: Pattern
    by_parts: Pattern
    lengths: Pattern
    per_many: Pattern
    numbered: Pattern
    source: Pattern
    share: str
    """How a part of something is called: "share of {noun}"."""


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its table."""
    table = tables.load(language, "grids")
    statuses = {word: Status(status) for status, words in table["status"].items() for word in words}
    kinds = table["kinds"]
    ways = {word: Direction(way) for way, words in table["directions"].items() for word in words}
    scales = {word: Decimal(value) for word, value in table["scales"].items()}
    return Rules(
        totals=frozenset(table["totals"]),
        total_openers=tuple(f"{word} " for word in table["total_openers"]),
        labels=frozenset(table["labels"]),
        figures_in=Pattern(rf"(?i:{patterns.either(table['figures_in'])})(?![^\W_])"),
        joins=Pattern(rf"(?i:{patterns.either(table['unit_joins'])})(?![^\W_])"),
        loose=frozenset(table["loose"]),
        generic=frozenset(table["generic"]),
        things=frozenset(table["things"]),
        measures=frozenset(table["measures"]),
        sectors=frozenset(table["sectors"]),
        scales=scales,
        scale=re.compile(rf"(?i:{alternation(scales)})(?![^\W_])"),
        status=whole_words(statuses),
        statuses=statuses,
        kept=frozenset(table["status_kept"]["words"]),
        only_dated=frozenset(table["status_kept"]["only_dated"]),
        kinds=whole_words([*kinds["change"], *ways, *kinds["share"]]),
        changes=frozenset([*kinds["change"], *ways]),
        ways=ways,
        shares=frozenset(kinds["share"]),
        share=tables.load(language, "measures")["names"]["share"],
        **patterns.of(language, "grids"),
    )


def whole_words(words: Sequence[str] | Mapping[str, object]) -> Pattern:
    """Any of some words, where nothing is glued to them."""
    return Pattern(rf"(?<![^\W_])(?i:{patterns.either(words)})(?![^\W_])")


class Unit(Struct, frozen=True, gc=False):
    """What a header says of the unit."""

    name: str | None = None
    scale: Decimal | None = None
    rate: str | None = None


NO_UNIT = Unit()
