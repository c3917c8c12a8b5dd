"""What the writer chooses from: the topic's share of everything that was read and weighed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct, field

from briefgen.language import ENGLISH, Language
from briefgen.model import (
    Also,
    BlockKind,
    Check,
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
from briefgen.writing.context import about
from briefgen.writing.standing import is_first_person
from briefgen.writing.tabled import Tabled, is_caption, tabled
from briefgen.writing.terms import hits

QUIET = (RelationType.CORROBORATED, RelationType.ROUNDING)
"""Relations that raise no question; agreement shows in the rows of the figures."""

PLAIN = 2
"""Different terms of a topic that make a sentence plainly of it: one may stand there by chance ("oil shipments")."""

BESIDE = 2
"""Sentences before and behind one of the topic that still stand beside it."""
LEDE = 2
"""Sentences of a document that say what matters ("inverted pyramid")."""


class Material(Struct, frozen=True):
    """The topic's facts, relations, sentences, quotations and events, in an order that no input order changes."""

    topic: Topic
    """What the brief is about."""
    documents: Mapping[str, Document]
    """All documents by id, in the order of their names."""
    facts: tuple[Fact, ...]
    """Facts of the topic."""
    relations: tuple[Relation, ...]
    """Relations that raise a question, all of whose facts are of the topic, or reported in text about it."""
    checks: tuple[Check, ...]
    """Arithmetic checks, all of whose facts are of the topic."""
    sentences: tuple[Sentence, ...]
    """Sentences of the topic in paragraphs."""
    quotations: tuple[Quotation, ...]
    """Quotations of the topic."""
    events: tuple[Event, ...]
    """Events of the topic."""
    omissions: tuple[Omission, ...]
    """What reading and weighing could not do."""
    elsewhere: frozenset[str] = frozenset()
    """Names of measures that other topics follow, and this one does not."""
    speech: tuple[Quotation, ...] = ()
    """Whole quotations of the documents, of whatever topic."""
    nearby: tuple[Sentence, ...] = ()
    """Sentences of no term of the topic that stand beside one of it: what fills up where there is next to nothing."""
    headings: frozenset[Passage] = frozenset()
    """Headlines and headings: the text below them says the same in a sentence."""
    rows: frozenset[Passage] = frozenset()
    """Rows of tables, which are no sentences to quote."""
    ledes: frozenset[Passage] = frozenset()
    """The first sentences of each document, where news says what matters most."""
    tables: Mapping[str, Tabled] = MappingProxyType({})
    """Document id → its tables with their titles."""
    narrators: Mapping[str, str] = MappingProxyType({})
    """Document id → who says "we" in it outside of all marks, where it is one person: the guest of an interview."""

    language: Language = ENGLISH
    """What the brief itself says is said in it."""
    pins: frozenset[str] = frozenset()
    """Ids of statements, facts and charts that an editor wants to be there, whatever there is room for."""
    also: Also = field(default_factory=dict)
    """Fact id → other ids that it answers to."""

    def speaker_of(self, passage: Passage) -> str | None:
        """Who speaks the sentence; an empty text where that is not known, and None where no one does.

        A quotation of several sentences has its marks at the first and the last of them only.
        """
        for quotation in self.speech:
            if quotation.passage.document_id == passage.document_id and quotation.span.overlaps(passage.span):
                return quotation.speaker or ""
        return None

    def narrator_of(self, passage: Passage) -> str | None:
        """Who says "we" in a sentence: as `speaker_of`, and an empty text where "we" stands outside of all marks."""
        speaker = self.speaker_of(passage)
        if speaker or not is_first_person(passage.quote):
            return speaker
        return self.narrators.get(passage.document_id, "")

    def is_foreign(self, fact: Fact) -> bool:
        """A measure that another topic follows: a sentence of this topic only happens to report it."""
        return fact.measure in self.elsewhere

    def is_own(self, fact: Fact) -> bool:
        """The topic follows the measure; a topic that names no measures follows all but those of other topics."""
        return fact.measure in self.measures or not (self.measures or self.is_foreign(fact))

    def is_plain(self, fact: Fact) -> bool:
        """A fact that is plainly of the topic: several origins report it here, or its sentence has several terms."""
        if fact.corroboration > 1:
            return True
        return any(hits(figure.passage.quote, self.topic.terms) >= PLAIN for figure in fact.figures)

    @property
    def measures(self) -> frozenset[str]:
        """Names of the topic's configured measures."""
        return frozenset(measure.name for measure in self.topic.measures)

    def document_of(self, passage: Passage) -> Document:
        """The document of a passage."""
        return self.documents[passage.document_id]


def collect(  # noqa: PLR0913 - what a topic is told from
    topic: Topic,
    documents: Sequence[Document],
    readings: Sequence[Reading],
    evidence: Evidence,
    others: Sequence[Topic] = (),
    language: Language = ENGLISH,
    pins: Collection[str] = (),
) -> Material:
    """The material of a topic; `others` are the topics of the whole configuration, `pins` what an editor pinned."""
    ordered = sorted(documents, key=lambda document: (document.name, document.id))
    by_document = {reading.document_id: reading for reading in readings}
    read = [by_document[document.id] for document in ordered if document.id in by_document]
    measures = {measure.name for measure in topic.measures}
    elsewhere = frozenset(
        measure.name for other in others for measure in other.measures if measure.name not in measures
    )
    facts = _facts(evidence, topic, measures, elsewhere)
    known = {fact.id for fact in facts}
    named = {document.id: document for document in ordered}
    tables = tabled(ordered)
    near = {passage for reading in read for passage in about(reading, named[reading.document_id], topic.id)}
    return Material(
        topic=topic,
        language=language,
        pins=frozenset(pins),
        also=evidence.also,
        documents=named,
        facts=facts,
        relations=tuple(
            relation
            for relation in evidence.relations
            if relation.type not in QUIET
            and _of_topic(relation, known, near)
            and not (relation.facts and all(fact.measure in elsewhere for fact in relation.facts))
        ),
        checks=tuple(
            check for check in evidence.checks if all(fact.id in known for fact in check.facts if not fact.derived)
        ),
        sentences=tuple(
            sentence
            for reading in read
            for sentence in reading.sentences
            if topic.id in sentence.topics
            and sentence.kind is BlockKind.PARAGRAPH
            and not is_caption(sentence.passage, tables)
        ),
        quotations=tuple(quote for reading in read for quote in reading.quotations if topic.id in quote.topics),
        events=tuple(event for reading in read for event in reading.events if topic.id in event.topics),
        omissions=evidence.omissions,
        elsewhere=elsewhere,
        nearby=tuple(
            one for reading in read for one in _beside(reading, topic.id) if not is_caption(one.passage, tables)
        ),
        headings=frozenset(
            one.passage for reading in read for one in reading.sentences if one.kind is not BlockKind.PARAGRAPH
        ),
        rows=frozenset(one.passage for reading in read for one in reading.sentences if one.kind is BlockKind.ROW),
        ledes=frozenset(passage for reading in read for passage in _lede(reading)),
        tables=tables,
        narrators={reading.document_id: name for reading in read if (name := _narrator(reading)) is not None},
        speech=tuple(quote for reading in read for quote in reading.quotations if not quote.partial),
    )


def _facts(evidence: Evidence, topic: Topic, measures: Collection[str], elsewhere: Collection[str]) -> tuple[Fact, ...]:
    """Facts whose sentence is of the topic, or whose measure it follows.

    A free measure is followed by nobody: what stands against a fact of the topic and is of the same subject is of the
    topic as well, whatever its sentence says, unless most of what stands there is of other topics.
    """
    own = {fact.id for fact in evidence.facts if topic.id in fact.topics or fact.measure in measures}
    against = {
        fact.id
        for relation in evidence.relations
        if relation.type not in QUIET
        and 2 * sum(fact.id in own for fact in relation.facts) >= sum(not fact.derived for fact in relation.facts)
        for subject in {fact.subject for fact in relation.facts if fact.id in own and fact.subject}
        for fact in relation.facts
        if fact.subject == subject
        and not fact.derived
        and fact.measure not in measures
        and fact.measure not in elsewhere
    }
    return tuple(fact for fact in evidence.facts if fact.id in own | against)


def _beside(reading: Reading, topic: str) -> list[Sentence]:
    """Sentences in paragraphs shortly before or behind one of the topic."""
    told = [one for one in reading.sentences if one.kind is BlockKind.PARAGRAPH]
    return [
        one
        for place, one in enumerate(told)
        if topic not in one.topics
        and any(topic in next_.topics for next_ in told[max(0, place - BESIDE) : place + BESIDE + 1])
    ]


def _narrator(reading: Reading) -> str | None:
    """Who gave the figures of the sentences with "we", where the sentences do not name anybody and it is one voice."""
    names = {
        figure.attribution
        for figure in reading.figures
        if figure.attribution
        and figure.attribution not in figure.passage.quote
        and is_first_person(figure.passage.quote)
    }
    return names.pop() if len(names) == 1 else None


def _lede(reading: Reading) -> list[Passage]:
    """The first sentences of a document."""
    return [one.passage for one in reading.sentences if one.kind is BlockKind.PARAGRAPH][:LEDE]


def _of_topic(relation: Relation, facts: Collection[str], near: Collection[Passage]) -> bool:
    """Each of its facts is of the topic, or is reported in text about it; one between claims, in each document.

    Of two things with one name either one may be of the topic: its reader must not take the other one for it.
    """
    if relation.facts:
        return all(
            fact.derived or fact.id in facts or any(figure.passage in near for figure in fact.figures)
            for fact in relation.facts
        )
    if relation.type is RelationType.FALSE_FRIEND:
        return any(passage in near for passage in relation.passages)
    told = {passage.document_id for passage in relation.passages if passage in near}
    return told == {passage.document_id for passage in relation.passages}
