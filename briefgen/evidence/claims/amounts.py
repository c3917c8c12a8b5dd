"""How much a thing is of, as a sentence says it: "$600 million", "15 years", "a 15-year contract", "84 flats".

An amount that two sentences share says that they speak of one matter. The words are English.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from briefgen.evidence.words import singular

SCALES = {"million": 6, "m": 6, "mn": 6, "mln": 6, "billion": 9, "bn": 9, "bln": 9, "trillion": 12, "thousand": 3}
"""Words and letters behind a number that multiply it, with their power of ten."""
AMOUNT = re.compile(
    rf"(?<![\w.,-])(?P<sign>[$€£¥])?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:[ \u00a0-]?(?P<scale>{'|'.join(SCALES)})\b)?(?:(?P<percent>[ \u00a0]?%|[ \u00a0-]per ?cent\b)|[ "
    rf"\u00a0-](?P<unit>[a-z]{{2,}}))?",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")
TIMES = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"}
    | {"december", "of", "to", "and", "in", "by", "on", "at", "for", "from", "with", "or", "the", "is", "was", "will"}
)
"""Words behind a number that are no unit."""
Amount = tuple[str, Decimal]
"""Unit ("money", "%", "year", "flat") and value."""


@cache
def amounts_in(text: str) -> frozenset[Amount]:
    """The amounts of a text that have a unit; days and years of a date are none."""
    return frozenset(filter(None, map(_amount, AMOUNT.finditer(text))))


def _amount(match: re.Match[str]) -> Amount | None:
    """The amount of one number; None without a unit."""
    value = Decimal(match["number"].replace(",", "")).scaleb(SCALES[match["scale"].casefold()] if match["scale"] else 0)
    if match["percent"]:
        return "%", value.normalize()
    unit = singular((match["unit"] or "").casefold())
    if match["sign"] or unit in {"euro", "dollar", "pound", "yen", "franc", "krone", "krona"}:
        return "money", value.normalize()
    if not unit or unit in TIMES or YEAR.fullmatch(match["number"]):
        return None
    return unit, value.normalize()
