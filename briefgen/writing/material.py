"""What the writer chooses from: the topic's share of everything that was read and weighed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from briefgen.model import (
    BlockKind,
    Document,
    Event,
    Evidence,
    Fact,
    Omission,
    Passage,
    Quotation,
    Reading,
    Relation,
    RelationType,
    Sentence,
    Topic,
)

QUIET = (RelationType.CORROBORATED, RelationType.ROUNDING)
"""Relations that raise no question; agreement shows in the rows of the figures."""


@dataclass(frozen=True, slots=True)
class Material:
    """The topic's facts, relations, sentences, quotations and events, in an order that no input order changes."""

    topic: Topic
    """What the brief is about."""
    documents: Mapping[str, Document]
    """All documents by id, in the order of their names."""
    facts: tuple[Fact, ...]
    """Facts of the topic."""
    relations: tuple[Relation, ...]
    """Relations that raise a question, all of whose facts are of the topic."""
    sentences: tuple[Sentence, ...]
    """Sentences of the topic in paragraphs."""
    quotations: tuple[Quotation, ...]
    """Quotations of the topic."""
    events: tuple[Event, ...]
    """Events of the topic."""
    omissions: tuple[Omission, ...]
    """What reading and weighing could not do."""

    @property
    def measures(self) -> frozenset[str]:
        """Names of the topic's configured measures."""
        return frozenset(measure.name for measure in self.topic.measures)

    def document_of(self, passage: Passage) -> Document:
        """The document of a passage."""
        return self.documents[passage.document_id]


def collect(topic: Topic, documents: Sequence[Document], readings: Sequence[Reading], evidence: Evidence) -> Material:
    """The material of a topic."""
    ordered = sorted(documents, key=lambda document: (document.name, document.id))
    by_document = {reading.document_id: reading for reading in readings}
    read = [by_document[document.id] for document in ordered if document.id in by_document]
    measures = {measure.name for measure in topic.measures}
    facts = tuple(fact for fact in evidence.facts if topic.id in fact.topics or fact.measure in measures)
    known = {fact.id for fact in facts}
    told = {sentence.passage for reading in read for sentence in reading.sentences if topic.id in sentence.topics}
    return Material(
        topic=topic,
        documents={document.id: document for document in ordered},
        facts=facts,
        relations=tuple(
            relation
            for relation in evidence.relations
            if relation.type not in QUIET and _of_topic(relation, known, told)
        ),
        sentences=tuple(
            sentence
            for reading in read
            for sentence in reading.sentences
            if topic.id in sentence.topics and sentence.kind is BlockKind.PARAGRAPH
        ),
        quotations=tuple(quote for reading in read for quote in reading.quotations if topic.id in quote.topics),
        events=tuple(event for reading in read for event in reading.events if topic.id in event.topics),
        omissions=evidence.omissions,
    )


def _of_topic(relation: Relation, facts: Collection[str], sentences: Collection[Passage]) -> bool:
    """All its facts are of the topic; one between claims, if its sentences are."""
    if relation.facts:
        return all(fact.id in facts for fact in relation.facts)
    return all(passage in sentences for passage in relation.passages)
