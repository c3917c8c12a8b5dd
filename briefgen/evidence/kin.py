"""Facts of unconfigured measures that a reader may take for one: capacity and volume, a branch and the whole.

What `whole` tells of configured measures, for noun phrases with a named subject. The subject's other names count too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from briefgen.evidence.aliases import Key, Names
from briefgen.evidence.groups import together
from briefgen.evidence.measures import Sense, sense_of_fact
from briefgen.evidence.scopes import form
from briefgen.evidence.shelf import documents_of
from briefgen.evidence.things import THING
from briefgen.evidence.told import row
from briefgen.evidence.whole import exceeds, lead_up, look_alikes, open_amounts, part_of, same_number
from briefgen.model import Document, Fact, Relation, Said

PART = re.compile(
    r"\b(?:another|additional|part|parts|branch|segment|section|leg|stretch|extension|spur|phase|subsidiary|unit|arm|"
    r"division|along|within|alternative|in addition to)\b",
    re.IGNORECASE,
)
"""Words by which a paragraph says that a thing belongs to another one (English)."""
CAPACITY = "capacity"
"""The family that a volume is taken for."""


class Free(Struct, frozen=True):
    """A fact of an unconfigured measure of a known subject."""

    fact: Fact
    sense: Sense


def across_subjects(
    facts: Sequence[Fact], documents: Sequence[Document], names: Names, configured: frozenset[str]
) -> Iterator[Relation]:
    """Cards for one number that means different things of one subject, and for a part with more than the whole.

    As in `whole`, only what is planned or possible is compared.
    """
    free = [
        Free(fact, sense_of_fact(fact, configured))
        for fact in open_amounts(facts)
        if fact.measure and fact.subject and fact.measure not in configured
    ]
    texts = {document.id: document for document in documents}
    yield from (look_alikes(group, _called) for group in together(_alike(free), facts))
    for part, wholes in _parts(free, texts, names):
        yield part_of(part, wholes, _called)


def _called(fact: Fact) -> Said:
    """What a fact measures, and of what."""
    return row([one for one in (fact.measure, fact.subject) if one])


def _alike(free: Sequence[Free]) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of one subject with the same number, of which one is an increase or a capacity and the other is not."""
    by_number: dict[tuple[object, ...], list[Free]] = {}
    for one in free:
        quantity = one.fact.quantity
        key = (one.sense.subject, quantity.unit, quantity.value, quantity.upper)
        by_number.setdefault(key, []).append(one)
    for group in by_number.values():
        for one, other in combinations(group, 2):
            families = {one.sense.family, other.sense.family}
            near = len(families) == 1 or CAPACITY in families
            if near and form(one.fact) != form(other.fact) and same_number(one.fact, other.fact):
                yield one.fact, other.fact


def _parts(free: Sequence[Free], texts: dict[str, Document], names: Names) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
    """Facts with those of the whole that they exceed: a paragraph before the part names the whole as one.

    Both are told in that document: what one document says of a part and another one of the whole is not looked for.
    """
    told: dict[tuple[object, ...], list[Fact]] = {}
    for one in free:
        for document in sorted(documents_of(one.fact)):
            told.setdefault((document, *_measured(one.sense, one.sense.subject)), []).append(one.fact)
    for one in free:
        others = [
            whole
            for document, key in sorted(
                _named_before(one.fact, texts, names), key=lambda pair: (pair[0], sorted(pair[1]))
            )
            if key != one.sense.subject
            for whole in told.get((document, *_measured(one.sense, key)), ())
            if exceeds(one.fact, whole)
        ]
        if others:
            yield one.fact, tuple(dict.fromkeys(others))


def _measured(sense: Sense, subject: Key) -> tuple[object, ...]:
    """What a part and its whole have in common, with the subject of one of them."""
    return (sense.family, sense.words, subject)


def _named_before(fact: Fact, texts: dict[str, Document], names: Names) -> set[tuple[str, Key]]:
    """The things that the paragraphs of a fact name before it, where they tell of parts of them; with the document."""
    found: set[tuple[str, Key]] = set()
    for figure in fact.figures:
        document = figure.passage.document_id
        text = lead_up(texts[document], figure.passage.span.end)
        if PART.search(text):
            found.update((document, names.of(match[1], document).key) for match in THING.finditer(text))
    return found
