"""What a number in a sentence is, and what is known of a language's numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.reading import patterns, tables
from briefgen.reading.patterns import NEVER, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ONE = Decimal(1)
LARGEST = Decimal("1e60")
"""Larger values are refused: the mass of the universe in grams stays below."""


MARKS = str.maketrans(
    {
        "٬": ",",
        "٫": ".",
        "，": ",",
        "．": ".",
        "’": "'",
        "\u00a0": "'",
        "\u2009": "'",
        "\u202f": "'",
        "\u2007": "'",
        " ": "'",
    }
)
"""Marks between digits as the reader of numbers takes them: "," and "'" for thousands, "." for parts."""
COMMA = str.maketrans({",": ".", ".": ",", "，": ".", "．": ","})
"""The same where a language has a decimal comma."""


class Numeral(Struct, frozen=True, gc=False):
    """A number in a sentence, without its unit."""

    start: int
    """Offset of its first character in the sentence."""
    end: int
    """Offset behind its last one, scale included."""
    value: Decimal | None
    """Its value with scale; None for vague ones ("dozens")."""
    scale: Decimal = ONE
    """What its printed scale multiplies by: a million in "4.5 million"."""
    words: bool = False
    """Written in words."""
    bare: bool = False
    """Digits without any mark, fraction or scale: it may as well be a year or a code."""
    fraction: bool = False
    """A word or sign for a part of one, without a scale: "half", "two thirds"."""


class Refusal(Struct, frozen=True):
    """A digit string that is not taken over, and why."""

    start: int
    """Offset in the sentence."""
    end: int
    """Offset behind it."""
    reason: str
    """In words that a reader understands."""


class Metres(Struct, frozen=True):
    """What tells metres from millions where a number says "5m"."""

    behind: Pattern
    """Words behind that only a length has: "tall"."""
    before: Pattern
    """The end of a text behind which it is a length: "a depth of"."""
    ahead: Pattern
    """A word behind that may be counted, or a currency: "5m people"."""
    measured: Pattern
    """A unit behind that is none of length: "5m tonnes"."""
    many: Pattern
    """A word before of what is counted by the million: "unemployment rose to 1.4m."."""
    race: Pattern
    """The whole of a race, with its article: "the 400m"."""


class Short(Struct, frozen=True):
    """When an abbreviation behind digits multiplies, if no currency stands before them."""

    money: frozenset[str]
    """Never: units or words."""
    always: frozenset[str]
    """Where it is glued to the digits."""
    unless_length: frozenset[str]
    """The same, unless a word of length stands behind."""
    metres: frozenset[str]
    """The same, unless anything says that it means metres."""


class Grammar(Struct, frozen=True):
    """The number words of a language, with the patterns made from them."""

    seed: re.Pattern[str]
    """Where a number may start."""
    words: Mapping[str, int]
    """Units and tens."""
    scales: Mapping[str, Decimal]
    """Scale words."""
    abbreviations: Mapping[str, Decimal]
    """Scales behind digits, with case."""
    plurals: Mapping[str, Decimal]
    """Vague words: "dozens"."""
    fractions: Mapping[str, Decimal]
    """Words for parts of one."""
    lone: frozenset[str]
    """Of those, the ones that are a part of one without an article: "half"."""
    glyphs: Mapping[str, Decimal]
    """Signs for parts of one."""
    name: str
    """The language, as a reader calls it."""
    marks: Mapping[int, str]
    """Marks between digits to those of English: "," for thousands, "." for parts, "'" for a blank."""
    plural_parts: tuple[str, ...]
    """How the name of several parts ends: "two thirds"."""
    articles: frozenset[str]
    """Words that make a scale or a part one of it: "a million", "a third"."""
    several: frozenset[str]
    """Words that make a scale vague: "several million"."""
    couple: re.Pattern[str]
    """The end of a text that makes a scale behind it vague: "a couple of"."""
    half: re.Pattern[str]
    """What is added behind a whole number: "and a half"."""
    between: re.Pattern[str]
    """The end of a text behind which "and" joins two numbers: "between one"."""
    point: re.Pattern[str]
    """A decimal point and its digits in words: "point five"."""
    slashed: re.Pattern[str]
    """Parts of one in digits, by what stands behind them: "3/4 of", "5/8-inch"."""
    steps: re.Pattern[str]
    """Behind a part of one, the point that it is of: "a quarter-point cut"."""
    scale: re.Pattern[str]
    """A scale word or abbreviation behind a number."""
    follows: frozenset[str]
    """Letters that a scale or the continuation of a number behind a blank begins with."""
    chain: re.Pattern[str]
    """The next word of a number in words."""
    metres: Metres
    """Metres or millions."""
    short: Short
    """Scales that are other words as well."""
    of_more: Pattern
    """Between vague words: "hundreds of thousands"."""
    part_of_scale: Pattern
    """Behind a part of one, what it is a part of: "half a million"."""


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first, grouped by first letter so that a miss costs one comparison.

    Without words it fits nowhere.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(groups.items())) or NEVER


@lru_cache(maxsize=8)
def grammar(language: str) -> Grammar:
    """The grammar of a language, made once from its table of numbers."""
    table = tables.load(language, "numbers")
    words = {**table["small"], **table["tens"]}
    values: dict[str, Any] = {
        name: {word: Decimal(value) for word, value in table[name].items()}
        for name in ("scales", "abbreviations", "plurals", "fractions", "glyphs")
    }
    articles = alternation(table["before"]["articles"])
    small = alternation(word for word, value in table["small"].items() if value < 10)  # noqa: PLR2004 - digits
    join, point, between = (patterns.either(table["words"][name]) for name in ("joins", "points", "keeps_apart"))
    parts = alternation(values["fractions"])
    lengths = {name: patterns.any_of(words) for name, words in table["metres"].items()}
    return Grammar(
        seed=seed([*words, *values["scales"], *values["plurals"], *values["fractions"]], values["glyphs"]),
        words=words,
        **values | patterns.of(language, "numbers"),
        lone=frozenset(table["words"]["lone"]),
        articles=frozenset(table["before"]["articles"]),
        several=frozenset(table["before"]["vague"]),
        couple=re.compile(rf"\b(?i:(?:(?:{articles})\s)?(?:{table['before']['couple']}))\s$"),
        half=re.compile(rf"(?i:[\s-]{join}[\s-](?P<times>{articles}|{small})[\s-](?P<part>{parts})\b)"),
        between=re.compile(rf"\b(?i:{between})\s+\S+$"),
        point=re.compile(rf"(?i:\s{point}((?:[\s-](?:{small})\b){{1,6}}))"),
        slashed=re.compile(rf"(\d{{1,2}})[/⁄](\d{{1,2}})(?={table['words']['slashed']})"),
        steps=re.compile(rf"(?i:[\s-](?:{table['words']['steps']})\b)"),
        scale=scale_behind(table),
        follows=frozenset(
            "x×" + firsts(table["words"]["joins"], values["scales"], values["abbreviations"], table["flows"]["scales"])
        ),
        chain=re.compile(
            rf"(?:[\s-]{{1,2}}|[\s-](?P<and>{join})[\s-])"
            rf"(?P<word>(?i:{alternation([*words, *values['scales'], *values['fractions']])}))\b"
        ),
        metres=Metres(**patterns.of(language, "numbers", "metre_patterns", lengths)),
        short=Short(**{name: frozenset(words) for name, words in table["short"].items()}),
        name=table["digits"]["language"],
        marks=MARKS | COMMA if table["digits"]["decimal"] == "," else MARKS,
        plural_parts=tuple(table["words"]["plural_parts"]),
    )


def seed(words: Iterable[str], glyphs: Iterable[str]) -> re.Pattern[str]:
    """Where a number may start: a digit, a sign or a word. Most letters of a text fail at the set of first letters."""
    either = alternation(words)
    return re.compile(rf"[\d{''.join(glyphs)}]|\b(?=[{firsts(words)}])(?i:{either})\b")


def firsts(*lists: Iterable[str]) -> str:
    """The first letters of words, in both cases."""
    return "".join(sorted({form for words in lists for word in words for form in (word[0].lower(), word[0].upper())}))


def scale_behind(table: Mapping[str, Mapping[str, Iterable[str]]]) -> re.Pattern[str]:
    """A scale behind a number: a word, an abbreviation, or a letter at a unit of flow."""
    flows = "|".join(map(re.escape, sorted(table["flows"]["units"], key=lambda unit: (-len(unit), unit)))) or NEVER
    short = "|".join(sorted(map(re.escape, table["abbreviations"]), key=lambda word: (-len(word), word))) or NEVER
    return re.compile(
        rf"[\s-]{{0,2}}(?:(?:(?P<word>(?i:{alternation(table['scales'])}))|(?P<short>{short})(?:\.(?!\s[A-Z]))?(?=[\s,;:.)\]/-]|$))(?![^\W_])"
        rf"|(?P<flow>{patterns.either(table['flows']['scales'])})(?=(?:{flows})(?![^\W_])))"
    )
