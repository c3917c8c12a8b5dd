"""What an editor hides, everywhere: neither hidden sentences nor those of hidden figures are quoted anywhere.

A figure is cited to its whole sentence, and the sentence prints all its figures. So with a hidden figure go its
sentences, and with a sentence what it alone reports; what other sentences report as well stays, with those. The
documents are weighed as if the sentences were not there, so that no origin is counted and no sum is made with them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corrections import Outcome
from briefgen.evidence import computed
from briefgen.model import (
    BlockKind,
    Check,
    Citation,
    Document,
    Earlier,
    Evidence,
    Fact,
    Figure,
    Passage,
    Reading,
    Relation,
    Span,
    Wish,
)
from briefgen.writing.statements import place, statement_id

VERBATIM = ("bottom_line", "developments", "targets")
"""Sections in which sentences of documents stand word for word."""
QUOTATIONS = "quotations"
"""The section in which words stand that somebody said."""
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


class Hidden(Struct, frozen=True):
    """What no file of an edition prints."""

    ids: frozenset[str] = frozenset()
    """Of facts, statements and charts, as an editor named them."""
    places: Mapping[str, tuple[Span, ...]] = MappingProxyType({})
    """Document id → its hidden numbers and sentences."""
    quotes: frozenset[str] = frozenset()
    """The sentences, blanks as one space each: the same words in another text, or in an earlier edition."""
    titled: frozenset[str] = frozenset()
    """Ids of the documents whose headline prints a hidden number."""
    met: frozenset[str] = frozenset()
    """The ids that are those of a figure, or of a sentence of a document."""
    each: tuple[tuple[Wish, Hidden], ...] = ()
    """The same for each wish alone."""

    def shows(self, passage: Passage) -> bool:
        """Whether a passage prints something hidden."""
        return self.covers(passage.document_id, passage.span) or _squeezed(passage.quote) in self.quotes

    def covers(self, document: str, span: Span) -> bool:
        """Whether something hidden stands in a span of a document."""
        return any(one.overlaps(span) for one in self.places.get(document, ()))

    def shows_any(self, citations: Iterable[Citation]) -> bool:
        """Whether one of the citations prints something hidden."""
        return any(self.shows(citation.passage) for citation in citations)

    def takes(self, fact: Fact) -> bool:
        """Whether nothing is left of a fact: it is hidden, or only hidden sentences report it."""
        if fact.id in self.ids:
            return True
        shown = (self.shows(figure.passage) for figure in fact.figures)
        return any(shown) if fact.derived else all(shown)


NOTHING = Hidden()
"""Where nobody hides anything."""


def hidden(
    wishes: Iterable[Wish], facts: Sequence[Fact], documents: Sequence[Document], readings: Sequence[Reading]
) -> Hidden:
    """All that goes with what somebody hides.

    Args:
        wishes: What is hidden, by the ids of facts, statements or charts.
        facts: All facts.
        documents: All documents.
        readings: What was read in them.
    """
    wishes = tuple(wishes)
    ids = frozenset(wish.id for wish in wishes)
    if not ids:
        return NOTHING
    figures = {fact.id: fact.figures for fact in facts if fact.id in ids and not fact.derived}
    sentences: dict[str, list[Passage]] = defaultdict(list)
    for reading in readings:
        for name, passage in called(reading):
            if name in ids:
                sentences[name].append(passage)
    again: dict[str, list[Passage]] = defaultdict(list)
    if sentences:
        for one in (one for reading in readings for one in reading.sentences):
            again[_squeezed(one.passage.quote)].append(one.passage)
    by_id = {document.id: document for document in documents}
    each = tuple(
        (wish, _one(wish.id, figures.get(wish.id, ()), sentences.get(wish.id, ()), again, by_id)) for wish in wishes
    )
    places: dict[str, set[Span]] = defaultdict(set)
    for _, alone in each:
        for document, spans in alone.places.items():
            places[document].update(spans)
    return Hidden(
        ids,
        {document: tuple(sorted(spans)) for document, spans in places.items()},
        frozenset(quote for _, one in each for quote in one.quotes),
        frozenset(document for _, one in each for document in one.titled),
        frozenset(figures) | frozenset(sentences),
        each,
    )


def _one(
    name: str,
    figures: Sequence[Figure],
    sentences: Sequence[Passage],
    again: Mapping[str, Sequence[Passage]],
    documents: Mapping[str, Document],
) -> Hidden:
    """What goes with one wish: the numbers of its figures, or its sentences wherever they are printed again."""
    quotes = frozenset(_squeezed(one.quote) for one in (*(figure.passage for figure in figures), *sentences))
    places: dict[str, set[Span]] = defaultdict(set)
    for one in (*sentences, *(other for quote in quotes for other in again.get(quote, ()) if sentences)):
        places[one.document_id].add(one.span)
    titled: set[str] = set()
    for figure in figures:
        document = documents[figure.passage.document_id]
        places[document.id].add(figure.span)
        numbers = _numbers(figure.quantity.surface)
        if any(numbers & _numbers(title) for title in _titles(document)):
            titled.add(document.id)
            places[document.id].update(_headline_numbers(document, numbers))
    return Hidden(
        frozenset({name}), {one: tuple(sorted(spans)) for one, spans in places.items()}, quotes, frozenset(titled)
    )


def _titles(document: Document) -> Iterator[str]:
    """The headlines that a brief may name a document by."""
    original = document.digest_of.headline if document.digest_of else None
    yield from (title for title in (document.headline, original) if title)


def _numbers(text: str) -> frozenset[str]:
    """The numbers in digits that a text has."""
    return frozenset(_DIGITS.findall(text))


def _headline_numbers(document: Document, numbers: Collection[str]) -> Iterator[Span]:
    """Where headlines of a document's text print one of these numbers."""
    for block in document.blocks:
        if block.kind is BlockKind.HEADLINE:
            for found in _DIGITS.finditer(document.text, block.span.start, block.span.end):
                if found[0] in numbers:
                    yield Span(*found.span())


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def called(reading: Reading) -> Iterator[tuple[str, Passage]]:
    """Every id that a sentence of a document may have in a brief, with the sentence."""
    passages = dict.fromkeys(
        (
            *(one.passage for one in reading.sentences),
            *(figure.passage for figure in reading.figures),
            *(citation.passage for event in reading.events for citation in event.citations),
            *_with_the_one_before(reading),
        )
    )
    yield from ((statement_id(section, place(one)), one) for one in passages for section in VERBATIM)
    parts: dict[tuple[Passage, str | None], list[str]] = defaultdict(list)
    for one in reading.quotations:
        parts[one.passage, one.speaker].append(str(one.span.start))
    yield from ((statement_id(QUOTATIONS, place(one), *starts), one) for (one, _), starts in parts.items())


def _with_the_one_before(reading: Reading) -> Iterator[Passage]:
    """Each sentence with the one that it may lean on.

    The words between them are blanks, which no span has: the quote is there to know the place by, no more.
    """
    figures = (figure.passage for figure in reading.figures)
    ordered = sorted({*(one.passage for one in reading.sentences), *figures}, key=lambda one: one.span)
    for before, one in pairwise(ordered):
        if before.span.end <= one.span.start:
            yield Passage(one.document_id, Span(before.span.start, one.span.end), f"{before.quote} {one.quote}")


def without(readings: Sequence[Reading], gone: Hidden) -> tuple[Reading, ...]:
    """What was read, without the figures, quotations and events of hidden sentences.

    The sentences themselves stay, as other readings lean on them: whoever writes looks at `Hidden.shows`.
    """
    return tuple(
        replace(
            one,
            figures=tuple(figure for figure in one.figures if not gone.shows(figure.passage)),
            quotations=tuple(
                quotation
                for quotation in one.quotations
                if not gone.shows(quotation.passage) and not gone.covers(one.document_id, quotation.span)
            ),
            events=tuple(event for event in one.events if not gone.shows_any(event.citations)),
            omissions=tuple(omission for omission in one.omissions if not gone.shows_any(omission.citations)),
        )
        if gone.places or gone.quotes
        else one
        for one in readings
    )


def weighed(found: Evidence, before: Evidence, gone: Hidden) -> Evidence:
    """What is left: facts under the ids that they had among all, without what is computed from hidden ones.

    Args:
        found: The evidence of `without`.
        before: That of everything.
        gone: What is hidden.
    """
    ids = _names(found.facts, before.facts)
    sums = {_sum(fact) for fact in computed(before) if fact.id in gone.ids}

    def renamed(facts: Iterable[Fact]) -> tuple[Fact, ...]:
        return tuple(replace(one, id=ids.get(one.id, one.id)) for one in facts)

    def stays(one: Relation | Check) -> bool:
        hidden = any(fact.id in gone.ids or (fact.derived and _sum(fact) in sums) for fact in renamed(one.facts))
        return not hidden and not any(map(gone.shows, one.passages))

    return replace(
        found,
        facts=renamed(found.facts),
        relations=tuple(replace(one, facts=renamed(one.facts)) for one in found.relations if stays(one)),
        checks=tuple(replace(one, facts=renamed(one.facts)) for one in found.checks if stays(one)),
        also=before.also,
    )


def _names(now: Iterable[Fact], before: Iterable[Fact]) -> dict[str, str]:
    """Id of a fact, and the id that it had as long as all its figures were there."""
    owners = {
        (figure.passage.document_id, figure.span): fact.id
        for fact in before
        if not fact.derived
        for figure in fact.figures
    }
    names: dict[str, str] = {}
    for fact in now:
        was = {owners.get((figure.passage.document_id, figure.span), "") for figure in fact.figures}
        name = was.pop() if len(was) == 1 else ""
        names[fact.id] = name if name and name not in names.values() else fact.id
    return names


def _sum(fact: Fact) -> tuple[object, ...]:
    """What is computed, whatever its inputs are called."""
    return (fact.formula, fact.measure, fact.kind, fact.quantity, fact.period)


def since(before: Earlier, gone: Hidden) -> Earlier:
    """An earlier edition without what is hidden now: that it is gone is no news either."""
    facts = (
        replace(fact, figures=tuple(figure for figure in fact.figures if not gone.shows(figure.passage)))
        for fact in before.facts
        if fact.id not in gone.ids
    )
    return replace(before, facts=tuple(fact for fact in facts if fact.figures))


def untitled(documents: Sequence[Document], gone: Hidden) -> tuple[Document, ...]:
    """The documents, without headlines that print a hidden number."""
    return tuple(
        replace(one, headline=None, digest_of=one.digest_of and replace(one.digest_of, headline=None))
        if one.id in gone.titled
        else one
        for one in documents
    )


def unsaid(outcomes: Sequence[Outcome], gone: Hidden) -> tuple[Outcome, ...]:
    """What became of corrections, without those of hidden figures."""
    return tuple(
        one
        for one in outcomes
        if one.correction.span is None or not gone.covers(one.correction.document, one.correction.span)
    )
