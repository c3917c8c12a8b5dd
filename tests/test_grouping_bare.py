"""The documents that ship with the project, weighed with the configured measures and without any."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from briefgen import corpus, evidence
from briefgen.config import load
from briefgen.model import Evidence, Relation, RelationType, Topic
from briefgen.reading.read import read

ROOT = Path(__file__).resolve().parent.parent
QUIET = (RelationType.CORROBORATED, RelationType.ROUNDING)
LOST = 1
"""Relations that may be lost without configuration: a tenth of them."""


@pytest.fixture(scope="module")
def both() -> tuple[Evidence, Evidence]:
    """With the shipped measures, and without."""
    topics = load(ROOT / "config" / "briefgen.yaml").topics
    documents = corpus.load([ROOT / "seeds"]).documents

    def weighed(followed: tuple[Topic, ...]) -> Evidence:
        return evidence.weigh(documents, [read(one, followed) for one in documents], followed)

    return weighed(topics), weighed(tuple(replace(topic, measures=()) for topic in topics))


def cards(found: Evidence) -> list[Relation]:
    return [relation for relation in found.relations if relation.type not in QUIET]


def shown(relation: Relation, others: list[Relation]) -> bool:
    """Whether one of the others is of the same type and has two of its passages."""
    return any(
        other.type is relation.type and len(set(other.passages) & set(relation.passages)) > 1 for other in others
    )


def test_nearly_all_relations_are_found_without_configured_measures(both: tuple[Evidence, Evidence]) -> None:
    configured, bare = map(cards, both)
    assert len(configured) > 8
    assert sum(not shown(relation, bare) for relation in configured) <= LOST


def test_no_conflict_is_found_that_the_configured_measures_do_not_show(both: tuple[Evidence, Evidence]) -> None:
    configured, bare = map(cards, both)
    kinds = (RelationType.CONFLICT, RelationType.DOES_NOT_ADD_UP, RelationType.SUPERSEDED)
    assert all(shown(relation, configured) for relation in bare if relation.type in kinds)


def test_what_several_publishers_report_is_mostly_one_fact_without_configuration(
    both: tuple[Evidence, Evidence],
) -> None:
    configured, bare = (
        {figure.span for fact in found.facts if fact.corroboration > 1 for figure in fact.figures} for found in both
    )
    assert len(bare & configured) >= 2 * len(configured) / 3
    assert bare <= configured
