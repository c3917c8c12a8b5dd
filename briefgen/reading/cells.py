"""What a cell of a table says: a value, nothing, or words.

A cell is a value only where a number with its own marks, unit and footnote is all that it holds. Everything else is
words, which headers and the reader of sentences may make something of.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.model import Direction, Modifier, Status
from briefgen.reading import context, counting, nonfigures, numerals, patterns, tables, units
from briefgen.reading.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.reading.mentions import Language

LONGEST = 80
"""Characters of a cell that may be a value; longer ones are prose."""
FIRST = Pattern(r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅛⅜⅝⅞]")
BEFORE = Pattern(r"[\s(\[*_`≈]*")
"""What may stand before a value, its words apart."""
ARROWS = {
    "▲": Direction.UP,
    "△": Direction.UP,
    "↑": Direction.UP,
    "⬆": Direction.UP,
    "⇧": Direction.UP,
} | dict.fromkeys("▼▽↓⬇⇩", Direction.DOWN)
"""Signs that a change goes up or down."""
SIGNS = frozenset("+-−–")
"""Signs of a number: the last three are a minus."""
BARE = Pattern(r"\s*\d+\s*")
"""Digits alone: a year or a number, as the other cells of their column are."""
DASH = Pattern(r"\s?[-–—−]\s?(?=\d)")
NOTE = Pattern(r"\s?(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\*{1,3}|[†‡§¶]|\[\^?\w{1,4}\]|\((?:[a-z]|\d)\)|\s?[a-z]\)|[ᵃᵇᶜᵈᵉᶠᵖʳ])")
"""The mark of a footnote."""
LETTER = Pattern(r"\s?\(?([A-Za-z])\)?(?![^\W_])")
"""A letter behind a number that says what it is: "4.5 e"."""
SILENT = frozenset("-–—−.…·*:/\\|?•_ \t\xa0\u2002\u2003\u2009\u202f\n\r")
"""Signs that fill a cell without a value."""
YEARS = range(1900, 2101)
"""Bare numbers that may be years."""
YEAR_DIGITS = 4


class Rules(Struct, frozen=True):
    """The words in cells and headers of a language (`grids.toml` says what each is for)."""

    empty: frozenset[str]
    range_joins: Pattern
    letters: Mapping[str, str]
    """Letters behind numbers and years to the status that they tell."""


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its table."""
    table = tables.load(language, "grids")
    return Rules(
        empty=frozenset(table["empty"]),
        range_joins=Pattern(rf"\s(?i:{patterns.either(table['range_joins'])})\s(?=\d)"),
        letters={letter: status for status, letters in table["letters"].items() for letter in letters},
    )


class Sort(StrEnum):
    """What a cell is."""

    EMPTY = "empty"
    """It says that there is no value, or nothing."""
    VALUE = "value"
    WORDS = "words"


class Value(Struct, frozen=True, gc=False):
    """A number of a cell with what the cell itself says of it. Offsets are in the cell."""

    start: int
    """Offset of its surface: sign, currency, number and unit."""
    bare: int
    """The same without the sign."""
    end: int
    """Offset behind the surface."""
    close: int
    """The same without the bracket of a negative value."""
    value: Decimal
    """With its sign and its own scale."""
    upper: Decimal | None = None
    """The upper end of a range."""
    unit: str | None = None
    """Its own unit."""
    scaled: bool = False
    """Whether it has a scale of its own, or a unit behind it: a scale in the header is not meant."""
    rate: str | None = None
    """What it is per."""
    modifier: Modifier | None = None
    """How exact it is."""
    direction: Direction | None = None
    """What an arrow or a printed sign says."""
    letter: str | None = None
    """The letter behind it, where it tells a status: the name of the status."""
    year_like: bool = False
    """Four bare digits that may be a year."""
    beside: bool = False
    """It stands in brackets behind the value of its cell: "3.4 (+9.7%)"."""


class Content(Struct, frozen=True, gc=False):
    """What a cell holds."""

    sort: Sort
    values: tuple[Value, ...] = ()
    refused: tuple[int, int, str] | None = None
    """Where a number that is not taken over stands, and why."""


EMPTY = Content(Sort.EMPTY)
WORDS = Content(Sort.WORDS)


def read(cell: str, rules_of: Language) -> Content:
    """What a cell holds."""
    known = rules(rules_of.name)
    plain = cell.strip()
    if not plain or SILENT.issuperset(plain) or plain.casefold() in known.empty:
        return EMPTY
    first = FIRST.search(cell) if len(cell) <= LONGEST else None
    if first is None:
        return WORDS
    found = value_at(cell, first.start(), rules_of, known)
    if isinstance(found, numerals.Refusal):
        whole = not cell[: found.start].strip("+-−–$€£ ") and not cell[found.end :].strip(" %*")
        return Content(Sort.WORDS, refused=(found.start, found.end, found.reason)) if whole else WORDS
    if found is None:
        return WORDS
    value, rest = found
    values: tuple[Value, ...] = (value,)
    opened = cell[rest:].lstrip()
    if opened.startswith("(") and opened.endswith(")"):
        inner = rest + cell[rest:].index("(") + 1
        more = beside(cell, inner, rules_of, known)
        if more is None:
            return WORDS
        values, rest = (value, more), len(cell)
    return Content(Sort.VALUE, values) if not cell[rest:].strip(" \t\xa0*_`") else WORDS


def beside(cell: str, start: int, rules_of: Language, known: Rules) -> Value | None:
    """The percentage in the bracket behind a value."""
    inner = cell[start : len(cell.rstrip()) - 1]
    first = FIRST.search(inner)
    found = value_at(inner, first.start(), rules_of, known) if first else None
    if (
        found is None
        or isinstance(found, numerals.Refusal)
        or found[0].unit not in RELATIVE
        or inner[found[1] :].strip()
    ):
        return None
    value = found[0]
    return Value(
        start + value.start,
        start + value.bare,
        start + value.end,
        start + value.close,
        value.value,
        upper=value.upper,
        unit=value.unit,
        scaled=True,
        modifier=value.modifier,
        direction=value.direction,
        beside=True,
    )


RELATIVE = frozenset({"%", "pp", "bp"})
"""Units of changes and shares."""


def value_at(cell: str, digit: int, rules_of: Language, known: Rules) -> tuple[Value, int] | numerals.Refusal | None:
    """The value whose number has its first digit at an offset, with the offset behind all that belongs to it."""
    currency = units.before(cell, digit, rules_of.units)
    dated = nonfigures.skip(cell, digit, rules_of.nonfigures, money=currency is not None)
    if dated is not None and BARE.fullmatch(cell) is None:
        return None
    number = numerals.read(cell, digit, rules_of.numbers, money=currency is not None)
    if number is None or isinstance(number, numerals.Refusal):
        return number
    if number.value is None:
        return None
    bare = min(currency.start, number.start) if currency is not None else number.start
    start, minus, plus = signed(cell, bare, number.start)
    end, unit, upper = measured(cell, number, currency, rules_of, known)
    modifier, opening = context.modifier(cell, start, number.end, end, rules_of.context)
    front = cell[: min(opening, start)]
    if modifier is None and (sign := rules_of.context.signs.get(front.rstrip()[-1:])):  # "> 20"
        modifier, front = sign, front.rstrip()[:-1]
    arrow = next((way for sign, way in ARROWS.items() if sign in front), None)
    bracketed = "(" in front and cell[end : end + 1] == ")"
    if BEFORE.fullmatch("".join(letter for letter in front if letter not in ARROWS)) is None or (
        "(" in front and not bracketed
    ):
        return None
    close = end
    if bracketed:
        start, end, minus = front.rindex("("), end + 1, minus or not plus
    rest, rate, letter = followed(cell, end, unit, rules_of, known)
    value, top = number.value, upper
    if minus:
        value, top = -value, (-upper if upper is not None else None)
    if cell[rest - 1 : rest] == "+" or cell[rest : rest + 1] == "+":
        rest += cell[rest : rest + 1] == "+"
    return (
        Value(
            start,
            bare,
            end,
            close,
            value,
            upper=top,
            unit=unit,
            scaled=number.scale != 1 or (unit is not None and currency is None),
            rate=rate,
            modifier=modifier,
            direction=arrow or (Direction.DOWN if minus else Direction.UP if plus else None),
            letter=letter,
            year_like=number.bare and unit is None and is_year(number.value, number.end - number.start) and not plus,
        ),
        rest,
    )


def is_year(value: Decimal, digits: int) -> bool:
    """Whether a bare number may be a year."""
    return digits == YEAR_DIGITS and int(value) in YEARS


def signed(cell: str, bare: int, number: int) -> tuple[int, bool, bool]:
    """Where the sign of a number begins, and whether it is a minus or a plus: before its currency or behind it."""
    for at in (bare, number):
        sign = cell[at - 1 : at] if at else ""
        gap = 1
        if sign == " " and at > 1 and cell[at - 2] in SIGNS:  # "- 3.2"
            sign, gap = cell[at - 2], 2
        if sign in SIGNS and sign:
            return min(at - gap, bare), sign != "+", sign == "+"
    return bare, False, False


def measured(
    cell: str, number: numerals.Numeral, currency: units.Found | None, rules_of: Language, known: Rules
) -> tuple[int, str | None, Decimal | None]:
    """Where a value ends, its unit, and the upper end where it is a range."""
    end, unit = unit_behind(cell, number.end, currency, rules_of)
    dash = DASH.match(cell, end) or known.range_joins.match(cell, end)
    if dash is None:
        return end, unit, None
    money = units.before(cell, dash.end(), rules_of.units) or currency
    second = numerals.read(cell, dash.end(), rules_of.numbers, money=money is not None)
    if not isinstance(second, numerals.Numeral) or second.value is None or number.value is None:
        return end, unit, None
    if second.value <= number.value or second.scale != number.scale:
        return end, unit, None
    last, other = unit_behind(cell, second.end, currency, rules_of)
    return last, unit or other, second.value


def unit_behind(cell: str, end: int, currency: units.Found | None, rules_of: Language) -> tuple[int, str | None]:
    """Where a number with its unit, or with what it counts, ends, and the name of the unit."""
    if currency is not None:
        return end, currency.name
    unit = units.behind(cell, end, rules_of.units)
    if unit is not None:
        return unit.end, unit.name
    noun = counting.counted(cell, end, rules_of.counting)
    if noun is not None and noun.inside and not noun.hyphen:
        return noun.end, f"count:{noun.head}"
    return end, None


def tells_status(note: str, known: Rules) -> bool:
    """Whether the mark behind a number is a letter in brackets that says what it is: "209.9 (e)", not "209.9 (a)"."""
    status = known.letters.get(note.strip(" ()").lower()) if note.strip().startswith("(") else None
    return status not in (None, Status.ACTUAL)


def followed(
    cell: str, end: int, unit: str | None, rules_of: Language, known: Rules
) -> tuple[int, str | None, str | None]:
    """Where all that belongs to a value ends, what it is per, and the status that a letter tells."""
    rest, rate, letter = end, None, None
    forms = (rules_of.context.per, rules_of.context.each)
    per = next((found for form in forms if (found := form.match(cell, end))), None) if unit is not None else None
    if per is not None:
        rate, rest = context.rate(cell, 0, end, unit, rules_of.context), per.end()
    while True:
        note = NOTE.match(cell, rest)
        if note is None or tells_status(note[0], known):
            said = LETTER.match(cell, rest)
            status = known.letters.get(said[1].lower()) if said else None
            if status is None or said is None or letter is not None:
                break
            letter, note = status, said
        rest = note.end()
    return rest, rate, letter
