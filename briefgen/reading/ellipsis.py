"""What a number leaves out because an earlier one has said it: "117 vessels, 64 of them owned", "60%, against 48%"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.model import Kind
from briefgen.reading.numerals import ONE
from briefgen.reading.ranges import like_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.reading.parts import Mention
    from briefgen.reading.ranges import Atom

OF_WHICH = re.compile(
    r"\b(?:of|among|including|excluding)\s(?:which|whom|them|these|those),?\s(?:[a-z]{1,12}\s){0,3}$", re.IGNORECASE
)
"""Before a number that is a part of what was counted before."""
OF_THEM = re.compile(
    r"\s(?:(?:of|among)\s(?:them|which|whom|these|those)\b|(?:more|fewer|others?)\b(?!\sof\b|\s(?!this|was|as|across|plus)[a-z]+s\b))",
    re.IGNORECASE,
)
"""Behind such a number."""
OF_ALL = re.compile(r"(?:of|among|out\sof)\s(?:the|its|their|those|these|all|some|his|her|our)\b", re.IGNORECASE)
"""At the head of a sentence that counts things and then some of them: "Of the 240 branches, 38 will close"."""
WINDOW = 60
"""Characters before a number in which "of which" stands."""
COMPARED = re.compile(
    r"(?:[^.;]|\.(?=\s[\da-z])){0,60}?\b(?:compared\s(?:with|to)|against|versus|vs\.?|from)\s(?:[a-z]{1,10}\s){0,2}",
    re.IGNORECASE,
)
"""Between a share and the one it is compared with."""
PARALLEL = re.compile(
    r"\sof\s(?:[\w’'-]{1,20}\s){1,4}?(?:in\s\d{4},?\s)?(?:and|but)\s(?:[a-z]{1,10}\s){0,2}", re.IGNORECASE
)
"""Between a share and the next one of the same whole: "6.2% of GDP in 2025 and 5.9%"."""
LISTED = re.compile(r",?\s(?:and|or)\s(?:[a-z]{1,10}\s)?|,\s", re.IGNORECASE)
"""Between two shares of one whole: "62% and 14% of sales"."""


def filled(sentence: str, atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms, each number without unit and noun that is said to be some of an earlier count with that one's noun."""
    found = list(atoms)
    head = OF_ALL.match(sentence) is not None
    named: Atom | None = None
    for index, atom in enumerate(found):
        if named is not None and atom.noun is not None and atom.noun.head == "others":
            found[index] = like(atom, named)
        elif atom.noun is not None or (atom.unit is not None and atom.unit not in {"%", "x"}):
            named = atom
        elif named is not None and bare(atom) and (head or some_of(sentence, atom)):
            found[index] = like(atom, named)
    return found


def bare(atom: Atom) -> bool:
    """Whether the number has neither unit nor noun and is no year."""
    return atom.unit is None and atom.value is not None and not atom.number.fraction and not like_year(atom)


def some_of(sentence: str, atom: Atom) -> bool:
    """Whether the words around a number point back to what was counted before."""
    if OF_THEM.match(sentence, atom.end):
        return True
    return OF_WHICH.search(sentence, max(0, atom.start - WINDOW), atom.start) is not None


def like(atom: Atom, named: Atom) -> Atom:
    """The atom with the noun, or the unit where the scale leaves no doubt, of another one."""
    if named.unit is None and named.noun is not None:
        return replace(atom, noun=replace(named.noun, inside=False))
    if named.number.scale not in {ONE, atom.number.scale} and atom.number.scale == ONE:
        return atom
    return replace(atom, unit=named.unit)


def echoed(sentence: str, mentions: Sequence[Mention], offset: int) -> list[Mention]:
    """The mentions, percentages beside a share being shares as well."""
    found = list(mentions)
    for index, (left, right) in enumerate(pairwise(mentions)):
        gap = sentence[left.span.end - offset : right.span.start - offset]
        if (
            found[index].kind is Kind.SHARE
            and percent(right, Kind.LEVEL)
            and left.quantity.unit == "%"
            and (COMPARED.fullmatch(gap) or PARALLEL.fullmatch(gap))
        ):
            found[index + 1] = replace(right, kind=Kind.SHARE)
        elif percent(left, Kind.LEVEL) and percent(right, Kind.SHARE) and LISTED.fullmatch(gap):
            found[index] = replace(left, kind=Kind.SHARE)
    return found


def percent(mention: Mention, kind: Kind) -> bool:
    """Whether the mention is a percentage of that kind."""
    return mention.quantity.unit == "%" and mention.kind is kind
