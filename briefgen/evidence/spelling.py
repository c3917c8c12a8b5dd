"""Computed amounts in English words."""

from __future__ import annotations

from decimal import Decimal

SCALES = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
"""From which amount on a scale word is printed."""
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
"""Currencies whose sign stands before the number."""
WORDS = {"t": " tons", "%": "%", "pp": " percentage points", "bp": " basis points", "x": " times"}
"""Units that are not printed as `Quantity` keeps them."""
DAY = "day"
"""A short unit that is a word."""
SHORT = 3
"""Letters of a unit that is a sign and has no plural: km, bbl."""


def spell_amount(value: Decimal, unit: str | None) -> str:
    """An amount in words: "$182 million", "2.78 million tons"."""
    scale, word = next(((size, name) for size, name in SCALES if abs(value) >= size), (Decimal(1), ""))
    number = f"{value / scale:,f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    text = f"{SIGNS.get(unit or '', '')}{number}{f' {word}' if word else ''}"
    return text if unit in SIGNS else f"{text}{_unit_word(unit or '', many=value != 1)}"


def _unit_word(unit: str, *, many: bool) -> str:
    """A unit with a blank before it; English words in the plural, signs as they are."""
    name = unit.removeprefix("count:")
    if name in WORDS:
        return WORDS[name]
    is_word = name == DAY or (name == unit and name.isascii() and name.islower() and len(name) > SHORT)
    plural = many and is_word and not name.endswith("s")
    return f" {name}{'s' if plural else ''}" if name else ""
