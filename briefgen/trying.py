"""What a new topic would find, before it is saved: its documents, sentences and figures, and whom it stands beside."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct

from briefgen.errors import UsageError
from briefgen.model import Document, Figure, Reading, Span, Topic
from briefgen.reading import topics as routing

BATCH = 200
"""Documents that are in memory at once."""
Read = Callable[[Sequence[Document], Sequence[Topic]], Iterable[Reading]]
"""Reads documents, in their order (`readings.read_each`)."""


class Example(Struct, frozen=True):
    """A sentence that the topic finds by one of its terms."""

    document: Document
    span: Span
    marks: tuple[Span, ...]
    """The terms in it, in order."""
    figures: tuple[Figure, ...]
    """What it reports."""


class Trial(Struct, frozen=True):
    """What a topic finds."""

    topic: Topic
    """With an id and a title as they could be saved."""
    examined: int
    """Documents that were looked at."""
    documents: int
    """Of these, with one of the terms."""
    sentences: int
    """Sentences that a brief on it would draw on: with a term, or going on about one."""
    figures: int
    """Figures in these sentences."""
    terms: tuple[tuple[str, int], ...]
    """Each term with the number of documents that it finds."""
    beside: tuple[tuple[Topic, int], ...]
    """Topics of the settings with the number of these documents that are theirs too, most first."""
    examples: tuple[Example, ...]
    """The first, of as many documents as there are, in the order of the documents."""


class _Tally:
    """What was counted so far."""

    def __init__(self) -> None:
        self.examined = self.documents = self.sentences = self.figures = 0
        self.terms: Counter[str] = Counter()
        self.beside: Counter[str] = Counter()
        self.examples: list[Example] = []


def trial(
    terms: Sequence[str], documents: Iterable[Document], settings: Sequence[Topic], read: Read, most: int = 5
) -> Trial:
    """What a topic of these terms would find in documents.

    Args:
        terms: As they would stand in the settings.
        documents: Taken one after the other; few are in memory at once.
        settings: The topics that there are.
        read: Who reads the documents that it finds.
        most: Examples that are kept.

    Raises:
        UsageError: A term has no letter or digit.
    """
    terms = tuple(dict.fromkeys(" ".join(term.split()) for term in terms))
    for term in terms:
        if routing.WORD.search(term) is None:
            raise UsageError(f"“{term}” has no letter or digit", hint="A term is a word or phrase; * is any ending.")
    single = tuple(Topic(term, term, (term,)) for term in terms)
    tally, known = _Tally(), tuple(settings)
    topic = saved(terms, [one.id for one in known])
    together = (*known, topic)  # what a sentence goes on about depends on the others
    source = iter(documents)
    while batch := list(islice(source, BATCH)):
        tally.examined += len(batch)
        found = []
        for document in batch:
            if told := routing.routed(document, single):
                found.append(document)
                tally.terms.update(told)
                tally.beside.update(routing.routed(document, known))
        for document, reading in zip(found, read(found, together), strict=True):
            _count(tally, document, reading, topic, most)
    return Trial(
        topic=topic,
        examined=tally.examined,
        documents=tally.documents,
        sentences=tally.sentences,
        figures=tally.figures,
        terms=tuple((term, tally.terms[term]) for term in terms),
        beside=tuple(sorted(_beside(tally.beside, known), key=lambda pair: (-pair[1], pair[0].id))),
        examples=tuple(tally.examples),
    )


def _beside(counted: Counter[str], known: Sequence[Topic]) -> Iterator[tuple[Topic, int]]:
    return ((topic, counted[topic.id]) for topic in known if counted[topic.id])


def _count(tally: _Tally, document: Document, reading: Reading, topic: Topic, most: int) -> None:
    spans = [sentence.passage.span for sentence in reading.sentences if topic.id in sentence.topics]
    figures = [figure for figure in reading.figures if topic.id in figure.topics]
    tally.documents += 1
    tally.sentences += len(spans)
    tally.figures += len(figures)
    if len(tally.examples) < most and (example := _example(document, spans, figures, topic)):
        tally.examples.append(example)


def _example(document: Document, spans: Sequence[Span], figures: Sequence[Figure], topic: Topic) -> Example | None:
    """The first sentence of a document with a term and a figure, else the first with a term."""
    marks: dict[int, list[Span]] = {}
    for number, hit in routing.hits(document.text, spans, routing.index_for(document, (topic,))):
        marks.setdefault(number, []).append(hit.span)
    told: list[tuple[int, tuple[Figure, ...]]] = [
        (number, tuple(one for one in figures if spans[number].holds(one.span))) for number in sorted(marks)
    ]
    if not told:
        return None
    number, reported = next((one for one in told if one[1]), told[0])
    return Example(document, spans[number], _apart(marks[number]), reported)


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, without those that lie in a longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def saved(terms: Sequence[str], taken: Sequence[str]) -> Topic:
    """The topic as it could be saved: named after its first term, under an id that no other one has."""
    first = terms[0].rstrip("* ")
    plain = unicodedata.normalize("NFKD", first.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    name = "-".join(words) if words and words[0][0].isalpha() else "-".join(("topic", *words))
    free = name
    number = 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return Topic(free, first[:1].upper() + first[1:], tuple(terms))


def as_yaml(topic: Topic) -> str:
    """The lines that stand under `topics:` in briefgen.yaml, indented as they must be."""
    import yaml

    entry = {topic.id: {"title": topic.title, "terms": list(topic.terms)}}
    dumped: str = yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=1000, indent=2)
    return "".join(f"  {line}\n" for line in dumped.splitlines())
