"""Facts of two measures that a reader may take for one: capacity and volume, a branch and the whole route."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from briefgen.evidence.passages import passages
from briefgen.evidence.scopes import form
from briefgen.model import Document, Fact, Kind, Measure, Relation, RelationType, Status, Topic

AMOUNTS = (Kind.LEVEL, Kind.INCREMENT)
"""Kinds that can be mistaken for each other."""


def across_measures(
    facts: Sequence[Fact], documents: Sequence[Document], topics: Sequence[Topic]
) -> Iterator[Relation]:
    """Relations between facts of two configured measures of one topic and unit.

    Only what is planned or possible is compared: two actual values of two measures are simply two facts.
    """
    texts = {document.id: document for document in documents}
    by_measure: dict[str, list[Fact]] = {}
    for fact in facts:
        if (
            fact.measure
            and fact.kind in AMOUNTS
            and fact.status is not Status.ACTUAL
            and fact.quantity.value is not None
        ):
            by_measure.setdefault(fact.measure, []).append(fact)
    for topic in sorted(topics, key=lambda topic: topic.id):
        for one, other in combinations(topic.measures, 2):
            if one.unit is not None and one.unit == other.unit:
                yield from _mistakable(one, other, by_measure, texts)


def _mistakable(
    one: Measure, other: Measure, by_measure: dict[str, list[Fact]], texts: dict[str, Document]
) -> Iterator[Relation]:
    """Pairs of facts of two measures: of one thing and the same number, or of a part larger than the whole."""
    for left in by_measure.get(one.name, ()):
        for right in by_measure.get(other.name, ()):
            if left.quantity.unit != right.quantity.unit:
                continue
            if _one_thing(one, other):
                if _same_number(left, right):
                    yield _look_alike(left, right)
            elif _tells_of(left, other, texts):
                yield from _part(left, right)
            elif _tells_of(right, one, texts):
                yield from _part(right, left)


def proper(measure: Measure) -> frozenset[str]:
    """The aliases of a measure that are names, not words such as "the corridor"."""
    return frozenset(alias.casefold() for alias in measure.aliases if alias[:1].isupper())


def _one_thing(one: Measure, other: Measure) -> bool:
    """The two measures are of the same named thing."""
    return bool(proper(one) & proper(other))


def _same_number(left: Fact, right: Fact) -> bool:
    """The same value and upper end."""
    return (left.quantity.value, left.quantity.upper) == (right.quantity.value, right.quantity.upper)


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
        pattern.search(_lead_up(texts[figure.passage.document_id], figure.passage.span.end))
        for figure in fact.figures
        if figure.passage.document_id in texts
    )


def _lead_up(document: Document, end: int) -> str:
    """The text of the paragraph up to an offset, without case."""
    start = max((block.span.start for block in document.blocks if block.span.start < end), default=0)
    return document.text[start:end].casefold()


def _look_alike(left: Fact, right: Fact) -> Relation:
    """The same number for two measures of one thing."""
    return Relation(
        RelationType.DIFFERENT_SCOPE,
        (left, right),
        passages(left, right),
        f"“{left.quantity.surface}” is {form(left)} ({left.measure}), “{right.quantity.surface}” {form(right)} "
        f"({right.measure}): the same number, but not the same thing.",
    )


def _part(part: Fact, whole: Fact) -> Iterator[Relation]:
    """A part that is given a larger number than the whole."""
    low, high = part.quantity.value, whole.quantity.upper or whole.quantity.value
    if low is not None and high is not None and low > high and Kind.INCREMENT not in (part.kind, whole.kind):
        yield Relation(
            RelationType.DIFFERENT_SCOPE,
            (part, whole),
            passages(part, whole),
            f"“{part.quantity.surface}” is for {part.measure}, “{whole.quantity.surface}” for {whole.measure}: these "
            "are different things, not to be compared or added up.",
        )
