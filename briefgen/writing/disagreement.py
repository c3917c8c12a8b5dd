"""Which relations become cards."""

from __future__ import annotations

import datetime as dt

from briefgen.model import Relation, RelationType, Section, Severity
from briefgen.writing.material import Material
from briefgen.writing.ranking import importance, reference_day

PRINTED = (
    RelationType.CONFLICT,
    RelationType.DOES_NOT_ADD_UP,
    RelationType.STATUS_CONFLICT,
    RelationType.SUPERSEDED,
    RelationType.DIFFERENT_SCOPE,
    RelationType.DIFFERENT_PERIOD,
    RelationType.FALSE_FRIEND,
)
"""Relations that become cards; of one severity and importance those that doubt a number come first."""
MOST = 24
"""Cards of one brief: what documents disagree about is not cut for length; beyond this nobody reads on, and the rest is
counted under gaps."""
CLAIM = 10
"""Weight of a difference between claims without a number: that of a measured value that the topic follows. It was set
by reading briefs."""
MOST_OF_ONE = 3
"""Cards of one type that a fact may stand in."""


def where_sources_disagree(material: Material, as_of: dt.date | None) -> Section:
    """The relations that a reader must know, each once: the gravest first, then by the weight of what they touch."""
    today = reference_day(material, as_of)
    cards = sorted(
        (relation for relation in material.relations if relation.type in PRINTED),
        key=lambda relation: (
            list(Severity).index(relation.severity),
            -_weight(relation, material, today),
            PRINTED.index(relation.type),
            relation.explanation,
            tuple(fact.id for fact in relation.facts),
        ),
    )
    return Section("disagreements", "Where sources disagree", relations=_varied(cards))


def _weight(relation: Relation, material: Material, today: dt.date | None) -> int:
    """The weight of the weightiest fact, so that many minor facts do not outweigh a pair of great ones.

    Claims without a number weigh as much as a fact that nobody contests.
    """
    return max((importance(fact, material, today) for fact in relation.facts if not fact.derived), default=CLAIM)


def _varied(cards: list[Relation]) -> tuple[Relation, ...]:
    """At most so many cards; a fact stands in no more than two of one type, as more would say the same again."""
    kept: list[Relation] = []
    for card in cards:
        same = [other for other in kept if other.type is card.type]
        ids = {fact.id for fact in card.facts}
        if all(sum(name in {fact.id for fact in other.facts} for other in same) < MOST_OF_ONE for name in ids):
            kept.append(card)
    return tuple(kept[:MOST])
