"""The part of the evidence that some topics are about."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.model import Check, Evidence, Fact, Reading, Relation, Topic


def narrow(evidence: Evidence, topics: Sequence[Topic], readings: Sequence[Reading]) -> Evidence:
    """Facts of the topics, with every relation and check that touches one of them.

    A fact is of a topic when one of its sentences is, or when the topic follows its measure. Claims without a number
    are of a topic when one of their sentences is. The omissions stay whole: what could not be judged has no topic.
    """
    wanted = {topic.id for topic in topics}
    measures = {measure.name for topic in topics for measure in topic.measures}
    facts = tuple(fact for fact in evidence.facts if wanted & {*fact.topics} or fact.measure in measures)
    known = {fact.id for fact in facts}
    told = {one.passage for reading in readings for one in reading.sentences if wanted & {*one.topics}}

    def touches(one: Relation | Check) -> bool:
        if one.facts:
            return any(fact.id in known for fact in one.facts)
        return any(passage in told for passage in one.passages)

    relations = tuple(one for one in evidence.relations if touches(one))
    checks = tuple(one for one in evidence.checks if touches(one))
    return replace(evidence, facts=facts, relations=relations, checks=checks)


def computed(evidence: Evidence) -> tuple[Fact, ...]:
    """The facts that arithmetic made for checks and relations, each once."""
    named = (*(one.facts for one in evidence.checks), *(one.facts for one in evidence.relations))
    return tuple({fact.id: fact for facts in named for fact in facts if fact.derived}.values())
