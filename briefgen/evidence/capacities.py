"""What something can carry beside what it carried: where two documents give one each, a reader sees a fall or a rise.

Measures of the configuration name their capacities themselves (`whole.py`); here both are free, of one known subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefgen.evidence.aliases import Key, key_of
from briefgen.evidence.dates import days
from briefgen.evidence.measures import PORT
from briefgen.evidence.passages import passages
from briefgen.evidence.shelf import elsewhere
from briefgen.evidence.told import related, tell
from briefgen.messages import N_
from briefgen.model import Fact, Kind, Relation, RelationType, Status

FLOWS = re.compile(r"t|TEU|m3|bbl|boe|[kMGT]?Wh|count:(?:passengers|containers|vehicles|trucks|trains|patients|cars)")
"""Units of what goes through something in a time."""
YEAR = 360
"""Days from which an amount can be set beside what is possible in a year."""
KEPT = re.compile(r"\b(?:stor(?:e|es|ed|age)|holds?|held|silos?|tanks?|warehouses?)\b", re.IGNORECASE)
"""What a passage says of room in which things lie, and do not go through (English)."""


def can_and_did(facts: Sequence[Fact], configured: frozenset[str]) -> Iterator[Relation]:
    """A card for each capacity with the latest amount that another document reports of the same subject."""
    amounts: dict[tuple[Key, str], list[Fact]] = {}
    capacities: list[Fact] = []
    for fact in facts:
        if fact.measure in configured or not _goes_through(fact):
            continue
        if fact.status is Status.CAPACITY:
            capacities.append(fact)
        elif fact.status is Status.ACTUAL and (fact.period is None or days(fact.period) >= YEAR):
            amounts.setdefault((_whose(fact), fact.quantity.unit or ""), []).append(fact)
    for capacity in capacities:
        others = [
            fact
            for fact in amounts.get((_whose(capacity), capacity.quantity.unit or ""), ())
            if elsewhere(capacity, fact)
        ]
        if others:
            yield _card(capacity, max(others, key=_latest))


def _whose(fact: Fact) -> Key:
    """The key of its subject; a town stands for its port."""
    key = key_of(fact.subject or "")
    return key - {PORT} or key


def _goes_through(fact: Fact) -> bool:
    """An amount of a known subject that goes through something."""
    return (
        fact.kind in (Kind.LEVEL, Kind.COUNT)
        and bool(fact.subject)
        and fact.quantity.value is not None
        and FLOWS.fullmatch(fact.quantity.unit or "") is not None
        and not any(KEPT.search(figure.passage.quote) for figure in fact.figures)
    )


def _latest(fact: Fact) -> tuple[str, str]:
    """Sorts facts by the end of their time, undated ones first."""
    return (str(fact.period.end) if fact.period else "", fact.id)


def _card(capacity: Fact, amount: Fact) -> Relation:
    """The card for the two."""
    message = N_("“%(capacity)s” is a capacity (%(what)s), “%(amount)s” what went through: a capacity is not a volume.")
    told = tell(
        message,
        capacity=capacity.quantity.printed,
        what=capacity.subject or "",
        amount=amount.quantity.printed,
    )
    return related(RelationType.DIFFERENT_SCOPE, (capacity, amount), passages(capacity, amount), told)
