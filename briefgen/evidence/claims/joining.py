"""What several comparisons of claims share: pairs that make one card, and an act that a sentence puts into the past."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence

from briefgen.evidence.claims.amounts import amounts_in
from briefgen.evidence.due import MONTH, MONTHS
from briefgen.model import Passage

FEW = 4
"""Passages on one card."""
IN_MONTH = re.compile(rf"\b(?:in|of|on \d{{1,2}}|since) ({MONTH})\b(?! \d{{4}})", re.IGNORECASE)
"""A month of the year in which a document appeared, or of the one before."""
DECIDER = re.compile(
    r"\b(?:board|shareholders|parliament|senate|council|regulator|authority|commission|court|cabinet|government|"
    r"ministry|agency|congress|president|king)\b",
    re.IGNORECASE,
)
"""Who may decide (English)."""


def joined(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Pairs that share a claim, directly or through others."""
    leaders: dict[int, int] = {}

    def leader(place: int) -> int:
        while leaders.setdefault(place, place) != place:
            leaders[place] = leaders[leaders[place]]
            place = leaders[place]
        return place

    for one, other in pairs:
        low, high = sorted((leader(one), leader(other)))
        leaders[high] = low
    groups: dict[int, list[tuple[int, int]]] = {}
    for pair in pairs:
        groups.setdefault(leader(pair[0]), []).append(pair)
    return list(groups.values())


def put_before(quote: str, published: dt.date, day: dt.date) -> bool:
    """The sentence of a document puts what it tells into a month before a day: an older document should have known."""
    months = [MONTHS[match[1].casefold()] for match in IN_MONTH.finditer(quote)]
    if len(months) != 1:
        return False
    year = published.year - (months[0] > published.month)
    return dt.date(year, months[0], calendar.monthrange(year, months[0])[1]) < day


def other_deciders(one: str, other: str) -> bool:
    """Both sentences say who decides, and it is not the same body."""
    left, right = ({match[0].casefold() for match in DECIDER.finditer(quote)} for quote in (one, other))
    return bool(left and right) and not left & right


def other_sums(one: str, other: str) -> bool:
    """Both sentences tell sums of money, and none in common."""
    left, right = ({value for unit, value in amounts_in(quote) if unit == "money"} for quote in (one, other))
    return bool(left and right) and not left & right


def both_sides(one: Sequence[Passage], other: Sequence[Passage]) -> tuple[Passage, ...]:
    """The sentences of both sides of a card, one a document: where there are many, half a card for each."""
    first, second = ({passage.document_id: passage for passage in reversed(side)} for side in (one, other))
    sides = [[*first.values()][::-1], [*second.values()][::-1]]
    room = max(FEW // 2, FEW - len(sides[1])), max(FEW // 2, FEW - len(sides[0]))
    return (*sides[0][: room[0]], *sides[1][: room[1]])
