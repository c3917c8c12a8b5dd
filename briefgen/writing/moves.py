"""Before and after: two values of one measure that a sentence tells as one change.

"Down from 38 to 19 days", "2.9% from 3.4% in July", "£31.4m, against £27.9m a year earlier" (English).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import permutations

from msgspec import Struct

from briefgen.model import Fact, Figure, Kind, Status

AMOUNTS = (Kind.LEVEL, Kind.COUNT, Kind.SHARE, Kind.DURATION)
"""Kinds that can move from one value to another one."""
STEPS = (Kind.CHANGE, Kind.MULTIPLE, Kind.INCREMENT)
"""Kinds that say how far."""
MODIFIER = r"(?:\W*(?:about|some|around|roughly|nearly|over|more than|less than|under|almost|just)\W*)?"
OPEN = re.compile(rf"\bfrom{MODIFIER}\W*$", re.IGNORECASE)
"""What stands before the first value of "from 38 to 19"."""
TO = re.compile(rf"\s*(?:[^\W\d]+\s+)?to{MODIFIER}\W*", re.IGNORECASE)
"""What stands between the two: "from 38 days to 19"."""
BACK = re.compile(
    rf"[\s,;(–—-]*(?:(?:up|down|rising|falling|higher|lower|now)\s*,?\s*)?"
    rf"(?:from|against|compared (?:with|to)|as against|versus|vs\.?)(?:\s+(?:a|an|its|the)(?:\s+[a-z]+){{1,2}})?"
    rf"{MODIFIER}\W*",
    re.IGNORECASE,
)
"""What stands between them where the later value comes first: "19 days, down from 38"."""


class Move(Struct, frozen=True):
    """One measure went from one value to another one."""

    before: Fact
    after: Fact
    factor: Fact | None
    """How far, where the same sentence says it: "halved"."""


def moves(facts: Sequence[Fact]) -> tuple[Move, ...]:
    """The moves that sentences tell, in the order of the facts."""
    found: list[Move] = []
    for group in _by_sentence(facts):
        for before, after in permutations(group, 2):
            if _comparable(before, after) and _told_as_one(before, after):
                factor = next((fact for fact in group if _steps(fact, after)), None)
                found.append(Move(before, after, factor))
    return tuple(dict.fromkeys(found))


def _by_sentence(facts: Sequence[Fact]) -> Iterable[list[Fact]]:
    """Facts that one sentence reports, where it reports several."""
    groups: dict[object, list[Fact]] = {}
    for fact in facts:
        for passage in dict.fromkeys(figure.passage for figure in fact.figures):
            groups.setdefault(passage, []).append(fact)
    return [group for group in groups.values() if len(group) > 1]


def _comparable(before: Fact, after: Fact) -> bool:
    """Two single values of one measure, unit and kind that were measured, the first one not later."""
    return (
        before.kind is after.kind
        and before.kind in AMOUNTS
        and before.status is after.status is Status.ACTUAL
        and before.measure is not None
        and before.measure == after.measure
        and before.quantity.unit == after.quantity.unit
        and before.quantity.value is not None
        and after.quantity.value is not None
        and before.quantity.value != after.quantity.value
        and not (before.period and after.period and before.period.end > after.period.end)
    )


def _told_as_one(before: Fact, after: Fact) -> bool:
    """Some sentence puts "from … to …" or "…, from …" around the two."""
    return any(
        _from_to(one, other) or _back_from(other, one)
        for one in before.figures
        for other in after.figures
        if one.passage == other.passage
    )


def _from_to(first: Figure, second: Figure) -> bool:
    """The text says "from FIRST to SECOND"."""
    gap = _between(first, second)
    return gap is not None and bool(TO.fullmatch(gap)) and bool(OPEN.search(_front(first)))


def _back_from(first: Figure, second: Figure) -> bool:
    """The text says "FIRST, from SECOND"."""
    gap = _between(first, second)
    return gap is not None and bool(BACK.fullmatch(gap)) and not OPEN.search(_front(first))


def _between(first: Figure, second: Figure) -> str | None:
    """The text between two figures of one sentence, or None where they stand the other way round."""
    start = first.passage.span.start
    if first.span.end > second.span.start:
        return None
    return first.passage.quote[first.span.end - start : second.span.start - start]


def _front(figure: Figure) -> str:
    """The sentence before a figure."""
    return figure.passage.quote[: figure.span.start - figure.passage.span.start]


def _steps(fact: Fact, after: Fact) -> bool:
    """A change of the same measure and time."""
    return fact.kind in STEPS and fact.measure == after.measure and fact.status is Status.ACTUAL
