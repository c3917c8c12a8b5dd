"""What came of a forecast, where one sentence sets the two side by side: "6.3 million, against a forecast of 5.5".

Rules about two documents do not see these: one document gives both, and says itself which overtook which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefgen.evidence.told import related, tell
from briefgen.messages import N_
from briefgen.model import Fact, Figure, Passage, Relation, RelationType, Status

EXPECTED = (Status.PROJECTION, Status.ESTIMATE, Status.PLAN, Status.TARGET)
"""What an outcome is set against."""
MESSAGES = {
    Status.PROJECTION: N_("“%(expected)s” was expected, “%(outcome)s” is what came of it: the outcome stands."),
    Status.ESTIMATE: N_("“%(expected)s” was estimated, “%(outcome)s” is what came of it: the outcome stands."),
    Status.PLAN: N_("“%(expected)s” was planned, “%(outcome)s” is what came of it: the outcome stands."),
    Status.TARGET: N_("“%(expected)s” was aimed at, “%(outcome)s” is what came of it: the outcome stands."),
}
"""What a reader is told of a value by the status that it had before."""
AGAINST = re.compile(
    r"[^.;:]{0,120}?\b(?:against|compared (?:with|to)|versus|above|below|beating|missing|exceeding|beat|missed|"
    r"exceeded|short of|ahead of)\s+(?:an?|the|its|their|last \w+['’]s)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:forecast|estimate|projection|expectation|plan|target|goal|budget)s?\s+(?:of|for)\s+"
    r"(?:about\s+|some\s+|around\s+)?",
    re.IGNORECASE,
)
"""What stands between an outcome and the value that was expected (English)."""


def outcomes(facts: Sequence[Fact]) -> Iterator[Relation]:
    """A card for each expected value with the outcome that its own sentence sets against it."""
    expected: dict[Passage, list[tuple[Fact, Figure]]] = {}
    for fact in facts:
        if fact.status in EXPECTED and fact.quantity.value is not None:
            for figure in fact.figures:
                expected.setdefault(figure.passage, []).append((fact, figure))
    for fact in facts:
        if fact.status is not Status.ACTUAL or fact.quantity.value is None:
            continue
        against = {
            other.id: (other, figure.passage)
            for figure in fact.figures
            for other, own in expected.get(figure.passage, ())
            if _set_against(figure, own) and _like(fact, other)
        }
        for other, passage in against.values():
            yield _card(fact, other, passage)


def _like(one: Fact, other: Fact) -> bool:
    """Both are of one unit, or the second leaves it out: "6.3 million tonnes, against a forecast of 5.5 million"."""
    left, right = one.quantity.unit or "", other.quantity.unit or ""
    return left == right or not right or right.startswith("count:")


def _set_against(one: Figure, other: Figure) -> bool:
    """The text between the two sets the second against the first as what was expected."""
    start = one.passage.span.start
    gap = one.passage.quote[one.span.end - start : max(other.span.start - start, one.span.end - start)]
    return bool(gap) and AGAINST.fullmatch(gap) is not None


def _card(outcome: Fact, expected: Fact, passage: Passage) -> Relation:
    """The card for an outcome and what was expected."""
    told = tell(MESSAGES[expected.status], expected=expected.quantity.printed, outcome=outcome.quantity.printed)
    return related(RelationType.SUPERSEDED, (outcome, expected), (passage,), told)
