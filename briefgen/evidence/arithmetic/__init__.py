"""Numbers of the documents set against what arithmetic makes of them, each check with its calculation in words.

- `lines`: which numbers of a sentence belong together; `tolerance`: what a printed number may stand for
- `moves`: a change with both of its ends in one sentence
- `lists`: parts with their total; `overlap`: whether two of them may hold the same things
- `products`: a number of things, what each gives, and all of it
- `between`: a growth told alone with two levels that other sentences give
- `parts`: totals, shares and what they are made of
- `components`: exports and imports with trade
- `growth`: a change with the level that another passage gives for the time before
- `pace`: a dated aim with the pace that it needs and the paces that were seen
- `computed`: facts that briefgen computed; `formulas`: their formulas worked out again; `words`: facts in calculations
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from briefgen.evidence.arithmetic.between import growths_between
from briefgen.evidence.arithmetic.components import components
from briefgen.evidence.arithmetic.growth import growths
from briefgen.evidence.arithmetic.lines import lines
from briefgen.evidence.arithmetic.moves import moves
from briefgen.evidence.arithmetic.pace import paces
from briefgen.evidence.arithmetic.parts import parts
from briefgen.evidence.arithmetic.products import products
from briefgen.model import Check, Fact, Figure, Relation, RelationType, Topic, Verdict

__all__ = ["calculate", "contradictions", "recalculate"]
BAD = (Verdict.WRONG, Verdict.IMPLAUSIBLE)
"""Verdicts that a reader must see before using the numbers."""


def calculate(facts: Sequence[Fact], topics: Sequence[Topic], today: dt.date | None) -> tuple[Check, ...]:
    """All checks, sorted by what they say; `today` is the day of the newest document."""
    sentences = lines(facts)
    found = (
        *moves(sentences),
        *parts(sentences),
        *(check for line in sentences for check in products(line)),
        *components(sentences),
        *growths(facts, sentences, topics),
        *growths_between(facts, topics),
        *paces(facts, topics, today),
    )
    once: dict[tuple[object, ...], Check] = {}
    for check in found:
        once.setdefault((check.kind, *(fact.id for fact in check.facts)), check)
    return tuple(sorted(once.values(), key=_order))


def recalculate(figures: Iterable[Figure]) -> tuple[Check, ...]:
    """The checks that a few sentences allow by themselves, whatever is configured: all but growths and paces."""
    sentences = lines([_alone(figure) for figure in dict.fromkeys(figures)])
    multiplied = (check for line in sentences for check in products(line))
    return (*moves(sentences), *parts(sentences), *multiplied, *components(sentences))


def _alone(figure: Figure) -> Fact:
    """A figure as a fact that nothing else reports."""
    return Fact(
        id=f"{figure.passage.document_id}:{figure.span.start}",
        quantity=figure.quantity,
        kind=figure.kind,
        status=figure.status,
        figures=(figure,),
        measure=figure.measure,
        period=figure.period,
        base=figure.base,
        deadline=figure.deadline,
        direction=figure.direction,
        rate=figure.rate,
    )


def contradictions(checks: Iterable[Check]) -> Iterator[Relation]:
    """A relation for each check that went wrong, with the same calculation; what two facts say alike only once."""
    told: set[str] = set()
    for check in checks:
        if check.verdict in BAD and check.calculation not in told:
            told.add(check.calculation)
            yield Relation(
                RelationType.DOES_NOT_ADD_UP, check.facts, check.passages, check.calculation, told=check.told
            )


def _order(check: Check) -> tuple[str, str, list[str], str]:
    """Sorts checks by what they say."""
    return (check.kind, check.verdict, [fact.id for fact in check.facts], check.calculation)
