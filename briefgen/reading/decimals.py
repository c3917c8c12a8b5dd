"""Which mark a table has before its decimals, where its numbers prove that it is a comma: "12 345,6", "4,5".

One number with a comma has two readings in an English text; a column of them has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from briefgen.reading.patterns import Pattern

LONGEST = 40
"""Characters of a cell that may be a number."""
FEWEST = 2
"""Numbers that prove a comma: a single one may be a slip."""
COMMA = Pattern(r"[^\d\n]{0,3}(?:\d++|\d{1,3}(?:[.'’ \u00a0\u2009\u202f]\d{3})+),(?:\d{1,2}|\d{4,6})(?![\d.,])")
"""A number whose only comma does not stand before three digits."""
POINT = Pattern(r"\d\.(?!\d{3}(?:\.\d{3})*(?:,\d|(?![\d.,])))\d|\d,\d{2,3},\d")
"""A decimal point, or commas between thousands."""
GROUPED = Pattern(r"\d{1,3}(?: \d{3})+\.\d+(?![\d.,])")
"""Thousands set apart by plain blanks before a decimal point; in a sentence these may be two numbers."""
NONE: Mapping[int, str] = MappingProxyType({})
SWAPPED: Mapping[int, str] = MappingProxyType({ord(","): ".", ord("."): ","})


def marks(cells: Iterable[str]) -> Mapping[int, str]:
    """What the marks of a table's numbers are in English text, for `str.translate`; nothing where they are as there."""
    proofs = 0
    for cell in cells:
        if len(cell) > LONGEST:
            continue
        if POINT.search(cell) is not None:
            return NONE
        proofs += COMMA.match(cell) is not None
    return SWAPPED if proofs >= FEWEST else NONE


def plain(cell: str, swapped: Mapping[int, str]) -> str:
    """The words of a cell with the marks of English text, offsets as they were."""
    told = cell.translate(swapped) if swapped else cell
    return GROUPED.sub(lambda found: found[0].replace(" ", "\u00a0"), told) if " " in told else told
