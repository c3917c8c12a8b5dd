"""How much a relation matters to somebody who is about to use one of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from briefgen.model import Fact, Relation, RelationType, Severity

WIDE = Decimal("0.1")
"""Share of the larger value from which two conflicting ones lead to different decisions: below it both round to the
same order of things. Set by reading, not by fitting."""
QUIET = (RelationType.CORROBORATED, RelationType.ROUNDING)
"""Relations that are agreement."""


def severity_of(relation: Relation) -> Severity:
    """Grave where a number must not be used before the difference is settled.

    That is a conflict whose values lie at least a tenth apart, and numbers that do not add up. All other differences
    call for caution; agreement is a note.
    """
    if relation.type in QUIET:
        return Severity.NOTE
    if relation.type is RelationType.DOES_NOT_ADD_UP:
        return Severity.GRAVE
    if relation.type is RelationType.CONFLICT and _gap(relation.facts) >= WIDE:
        return Severity.GRAVE
    return Severity.CAUTION


def _gap(facts: Sequence[Fact]) -> Decimal:
    """The widest gap between two of the facts, as a share of the larger value; ranges count from their near ends."""
    gaps = [_between(one, other) for one, other in combinations(facts, 2)]
    return max(gaps, default=Decimal(0))


def _between(one: Fact, other: Fact) -> Decimal:
    """The gap of two facts; none where a value is not known."""
    if one.quantity.value is None or other.quantity.value is None:
        return Decimal(0)
    low, high = sorted((one.quantity, other.quantity), key=lambda quantity: quantity.value or Decimal(0))
    near, far = low.upper or low.value or Decimal(0), high.value or Decimal(0)
    size = max(abs(near), abs(far))
    return max(far - near, Decimal(0)) / size if size else Decimal(0)
