"""Two numbers of one thing that a document sets against each other itself: "says 2,400; the union disputes that".

The rules about two documents do not see these: whoever gives two numbers usually means two things by them. Here the
text says that they are rivals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from briefgen.evidence.agreement import surely_apart
from briefgen.evidence.counts import COUNT, plain
from briefgen.evidence.rules import contradiction
from briefgen.model import Document, Fact, Figure, Kind, Passage, Relation, RelationType, Status

DISPUTED = re.compile(
    r"\b(?:disput(?:es?|ed|ing)|contradict(?:s|ed|ing)?|contest(?:s|ed)?|reject(?:s|ed) (?:the|that|this)|"
    r"den(?:y|ies|ied) (?:that|this|it)|challeng(?:es|ed) (?:the|that|this)|quer(?:y|ies|ied) (?:the|that|this)|"
    r"(?:says?|said|tells?|told|suggests?|suggested|shows?|showed|found) otherwise|"
    r"(?:differs?|differed|is at odds|are at odds|do(?:es)? not (?:match|agree|tally))|"
    r"a (?:different|lower|higher|much lower|much higher) (?:figure|number|count|estimate|picture)|"
    r"(?:the )?(?:true|real) (?:figure|number|cost|count))\b",
    re.IGNORECASE,
)
"""What a text says of a number that somebody does not believe (English)."""
REACH = 420
"""Characters from one number to the other: two sentences."""
KINDS = (Kind.LEVEL, Kind.COUNT, Kind.SHARE)
"""Kinds that say how much there is."""
TOLD = (Status.ACTUAL, Status.ESTIMATE)
"""Statuses of what is said to be so."""
MOST_APART = 3
"""Times that one rival may be the other: beyond, they are hardly of one thing."""


def disputes(facts: Sequence[Fact], documents: Sequence[Document]) -> Iterator[Relation]:
    """A card for each two numbers next to each other in one paragraph of which the text says that somebody disputes."""
    texts = {document.id: document.text for document in documents}
    told: dict[str, list[tuple[Figure, Fact]]] = {}
    for fact in facts:
        if fact.kind in KINDS and fact.status in TOLD and fact.quantity.value:
            for figure in fact.figures:
                told.setdefault(figure.passage.document_id, []).append((figure, fact))
    seen: set[frozenset[str]] = set()
    for name in sorted(told):
        beside = sorted(told[name], key=lambda pair: pair[0].span)
        for (left, one), (right, other) in pairwise(beside):
            pair = frozenset((one.id, other.id))
            if len(pair) > 1 and pair not in seen and _rivals(left, right, one, other, texts[name]):
                seen.add(pair)
                yield _card(one, other, (left.passage, right.passage))


def _rivals(left: Figure, right: Figure, one: Fact, other: Fact, text: str) -> bool:
    """The text between the two, or the rest of the second sentence, disputes; and the two can be of one thing."""
    between = text[left.span.end : right.passage.span.end]
    if right.span.start - left.span.end > REACH or "\n" in between or not DISPUTED.search(between):
        return False
    values = sorted(abs(fact.quantity.value or Decimal(0)) for fact in (one, other))
    return _one_unit(one, other) and _apart(one, other) and values[1] <= MOST_APART * values[0]


def _one_unit(one: Fact, other: Fact) -> bool:
    """Both have one unit, or one of them counts what it does not name again: "about 1,900"."""
    left, right = plain(one).unit, plain(other).unit
    bare = {left, right} - {None}
    return left == right or (None in (left, right) and all(unit.startswith(COUNT) for unit in bare if unit))


def _apart(one: Fact, other: Fact) -> bool:
    """Their values cannot both be right, whatever their units are called."""
    left, right = plain(one), plain(other)
    if left.unit == right.unit:
        return surely_apart(left, right)
    return left.value != right.value


def _card(one: Fact, other: Fact, sentences: tuple[Passage, Passage]) -> Relation:
    """The card for two rivals."""
    return Relation(
        RelationType.CONFLICT,
        (one, other),
        tuple(dict.fromkeys(sentences)),
        f"{contradiction((one, other))} The text itself says that this is disputed.",
    )
