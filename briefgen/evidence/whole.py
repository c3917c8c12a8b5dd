"""Facts of two measures that a reader may take for one: capacity and volume, a branch and the whole route."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations, product

from briefgen.evidence.groups import together
from briefgen.evidence.passages import passages
from briefgen.evidence.scopes import Form, form
from briefgen.evidence.told import related, row, tell
from briefgen.evidence.wording import what
from briefgen.messages import N_
from briefgen.model import Document, Fact, Kind, Measure, Relation, RelationType, Said, Status, Topic

Called = Callable[[Fact], Said]
FORMS = {
    Form.INCREASE: N_("“%(value)s” as an increase (%(what)s)"),
    Form.CAPACITY: N_("“%(value)s” as a capacity (%(what)s)"),
    Form.LEVEL: N_("“%(value)s” as a level (%(what)s)"),
}
"""What a number is said to stand for."""
AMOUNTS = (Kind.LEVEL, Kind.INCREMENT)
"""Kinds that can be mistaken for each other."""


def across_measures(
    facts: Sequence[Fact], documents: Sequence[Document], topics: Sequence[Topic]
) -> Iterator[Relation]:
    """Cards for one number that means different things, and for a part that is given more than the whole.

    Only what is planned or possible is compared: two actual values of two measures are simply two facts.
    """
    configured = {measure.name for topic in topics for measure in topic.measures}
    by_measure: dict[str, list[Fact]] = {}
    for fact in open_amounts(facts):
        if fact.measure in configured:
            by_measure.setdefault(fact.measure, []).append(fact)
    texts = {document.id: document for document in documents}
    alike: list[tuple[Fact, Fact]] = [pair for one in by_measure.values() for pair in _increases(one)]
    parts: dict[str, tuple[Fact, list[Fact]]] = {}
    for topic in sorted(topics, key=lambda topic: topic.id):
        for one, other in combinations(topic.measures, 2):
            for left, right in product(by_measure.get(one.name, ()), by_measure.get(other.name, ())):
                if _one_thing(one, other):
                    alike += [(left, right)] if same_number(left, right) else []
                for part, whole, measure in ((left, right, other), (right, left, one)):
                    if exceeds(part, whole) and not _one_thing(one, other) and _tells_of(part, measure, texts):
                        parts.setdefault(part.id, (part, []))[1].append(whole)
    yield from (look_alikes(group) for group in together(alike, facts))
    yield from (part_of(part, wholes) for part, wholes in parts.values())


def open_amounts(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Amounts with a value that are planned or possible."""
    for fact in facts:
        if fact.kind in AMOUNTS and fact.status is not Status.ACTUAL and fact.quantity.value is not None:
            yield fact


def _increases(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of one measure where a document says "by 10" and another one "to 10"."""
    for one, other in combinations(facts, 2):
        if one.kind is not other.kind and same_number(one, other) and not _documents(one) & _documents(other):
            yield one, other


def _documents(fact: Fact) -> set[str]:
    """The documents that report a fact."""
    return {figure.passage.document_id for figure in fact.figures}


def exceeds(part: Fact, whole: Fact) -> bool:
    """Two levels of one unit, the first above the second."""
    low, high = part.quantity.value, whole.quantity.upper or whole.quantity.value
    return (
        low is not None
        and high is not None
        and low > high
        and part.quantity.unit == whole.quantity.unit
        and part.kind is whole.kind is Kind.LEVEL
    )


def proper(measure: Measure) -> frozenset[str]:
    """The aliases of a measure that are names, not words such as "the corridor"."""
    return frozenset(alias.casefold() for alias in measure.aliases if alias[:1].isupper())


def _one_thing(one: Measure, other: Measure) -> bool:
    """The two measures are of the same named thing."""
    return bool(proper(one) & proper(other))


def same_number(left: Fact, right: Fact) -> bool:
    """The same value, upper end and unit."""
    one, other = left.quantity, right.quantity
    return (one.value, one.upper, one.unit) == (other.value, other.upper, other.unit)


@cache
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    """Finds any of the names; a final "*" stands for any ending."""
    parts = (re.escape(name.removesuffix("*")) + (r"\w*" if name.endswith("*") else "") for name in sorted(names))
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


def _tells_of(fact: Fact, whole: Measure, texts: dict[str, Document]) -> bool:
    """The paragraph up to the fact's sentence names what the other measure is of."""
    names = proper(whole)
    if not names:
        return False
    pattern = _pattern(names)
    return any(
        pattern.search(lead_up(texts[figure.passage.document_id], figure.passage.span.end).casefold())
        for figure in fact.figures
        if figure.passage.document_id in texts
    )


def lead_up(document: Document, end: int) -> str:
    """The text of the paragraph up to an offset."""
    start = max((block.span.start for block in document.blocks if block.span.start < end), default=0)
    return document.text[start:end]


def look_alikes(facts: tuple[Fact, ...], called: Called = what) -> Relation:
    """The card for one number that stands for different things; `called` puts into words what a fact measures."""
    meanings = [tell(FORMS[form(fact)], value=fact.quantity.printed, what=called(fact)) for fact in facts]
    told = tell(N_("The same number stands for different things: %(values)s."), values=row(meanings))
    return related(RelationType.DIFFERENT_SCOPE, facts, passages(*facts), told)


def part_of(part: Fact, wholes: Sequence[Fact], called: Called = what) -> Relation:
    """The card for a part that is given a larger number than the whole; `called` as in `look_alikes`."""
    others = [
        tell(N_("“%(value)s” for %(what)s"), value=whole.quantity.printed, what=called(whole)) for whole in wholes
    ]
    message = N_("“%(value)s” is for %(what)s, %(others)s: these are different things, not to be compared or added up.")
    told = tell(message, value=part.quantity.printed, what=called(part), others=row(others))
    return related(RelationType.DIFFERENT_SCOPE, (part, *wholes), passages(part, *wholes), told)
