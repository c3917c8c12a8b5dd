"""Which relations become cards."""

from __future__ import annotations

import datetime as dt

from briefgen.model import Relation, RelationType, Section
from briefgen.writing.material import Material
from briefgen.writing.ranking import importance, reference_day

ORDER = (
    RelationType.CONFLICT,
    RelationType.DOES_NOT_ADD_UP,
    RelationType.STATUS_CONFLICT,
    RelationType.SUPERSEDED,
    RelationType.DIFFERENT_SCOPE,
    RelationType.DIFFERENT_PERIOD,
    RelationType.FALSE_FRIEND,
)
"""The gravest first."""
MOST = 10
"""Cards of one brief."""
MOST_OF_ONE = 3
"""Cards of one type that a fact may stand in."""


def where_sources_disagree(material: Material, as_of: dt.date | None) -> Section:
    """The relations that a reader must know, each once, the gravest and most important first."""
    today = reference_day(material, as_of)
    cards = sorted(
        (relation for relation in material.relations if relation.type in ORDER),
        key=lambda relation: (
            ORDER.index(relation.type),
            -sum(importance(fact, material, today) for fact in relation.facts),
            relation.explanation,
            tuple(fact.id for fact in relation.facts),
        ),
    )
    return Section("disagreements", "Where sources disagree", relations=_varied(cards))


def _varied(cards: list[Relation]) -> tuple[Relation, ...]:
    """At most so many cards; a fact stands in no more than two of one type, as more would say the same again."""
    kept: list[Relation] = []
    for card in cards:
        same = [other for other in kept if other.type is card.type]
        ids = {fact.id for fact in card.facts}
        if all(sum(name in {fact.id for fact in other.facts} for other in same) < MOST_OF_ONE for name in ids):
            kept.append(card)
    return tuple(kept[:MOST])
