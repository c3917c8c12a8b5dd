"""Words that are a multiple by themselves: "tripled", "twice", "fourfold", "half as much again"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.model import Direction
from briefgen.reading import patterns, tables
from briefgen.reading.numerals import alternation
from briefgen.reading.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping


class Multiple(Struct, frozen=True):
    """A multiple in a word."""

    start: int
    """Offset of the word."""
    end: int
    """Offset behind it."""
    value: Decimal
    """Times what."""
    direction: Direction | None
    """Up for "doubled", down for "halved", none for "twice"."""


class Rules(Struct, frozen=True):
    """The words of a language."""

    pieces: tuple[str, ...]
    """Each word has one of these."""
    seed: re.Pattern[str]
    """Any of them."""
    values: Mapping[str, tuple[Decimal, Direction | None]]
    """Word to value and direction."""
    still: frozenset[str]
    """"twice"."""
    again: Mapping[str, Decimal]
    """What begins a phrase that is a multiple as a whole: "half as"."""
    half_again: Pattern
    """Such a phrase."""
    named: Pattern
    """Behind "double" or "triple" these make a name or an idiom."""
    frequency: Pattern
    """Behind "twice" these make it a frequency."""


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its table."""
    table = tables.load(language, "multiples")
    stems = table["multiple_values"]
    values: dict[str, tuple[Decimal, Direction | None]] = {}
    ways: tuple[tuple[str, Direction | None], ...] = (*((str(way), way) for way in Direction), ("still", None))
    for name, way in ways:
        for word in table["multiples"][name]:
            stem = next(stem for stem in stems if word.startswith(stem))
            values[word] = (Decimal(stems[stem]), way)
    values |= {word: (Decimal(value), Direction.UP) for word, value in table["folds"].items()}
    again = {phrase: Decimal(value) for phrase, value in table["again"].items()}
    either = alternation([*values, *again])
    return Rules(
        pieces=(*stems, *table["pieces"]["folds"], *again),
        seed=re.compile(rf"\b(?i:{either})\b"),
        values=values,
        still=frozenset(table["multiples"]["still"]),
        again=again,
        **patterns.of(language, "multiples"),
    )


def find(sentence: str, known: Rules) -> list[Multiple]:
    """The multiples of a sentence, in order."""
    lower = sentence.lower()
    if not any(piece in lower for piece in known.pieces):
        return []
    found = []
    for match in known.seed.finditer(sentence):
        word = match[0].casefold()
        if word in known.again:
            if again := known.half_again.match(sentence, match.start()):
                found.append(Multiple(again.start(), again.end(), known.again[word], Direction.UP))
            continue
        behind = known.frequency if word in known.still else known.named
        previous = sentence[match.start() - 1 : match.start()]
        if behind.match(sentence, match.end()) or previous in {"-", "‑"} or named(sentence, match):
            continue
        value, way = known.values[word]
        found.append(Multiple(match.start(), match.end(), value, way))
    return found


def named(sentence: str, match: re.Match[str]) -> bool:
    """A capitalised word inside the sentence before another: "the Triple Alliance"."""
    return match[0][0].isupper() and match.start() > 0 and sentence[match.end() + 1 : match.end() + 2].isupper()
