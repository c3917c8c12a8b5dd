"""The documents of a brief, read again; or, where nobody has them, the passages that the brief carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from briefgen import corrections
from briefgen.finished import Extract, Finished
from briefgen.model import Corpus, Document, Figure, Span
from briefgen.reading import mentions, tables
from briefgen.reading.parts import Mention
from briefgen.readings import read_all

WRITTEN = "en"
"""Whose grammar reads numbers where that of the documents is not known, or they are in several languages."""


class Shelf(Struct, frozen=True):
    """The documents, read again."""

    documents: Mapping[str, Document]
    """By id."""
    _figures: Mapping[str, Mapping[Span, Figure]]
    """By document and place."""
    _languages: Mapping[str, str | None]
    """By document: the language of its numbers, which a brief of any language prints as they stand there."""
    alone: bool = False
    """Whether there is no corpus, so that the brief's own passages are all there is."""

    @classmethod
    def of(cls, brief: Finished, corpus: Corpus) -> Shelf:
        """All documents of the corpus; those that the brief was made from are read, as the brief read them.

        What people corrected is taken from the brief: it is no claim of the documents, and whoever checks is shown it.
        """
        listed = {document.id for document in brief.documents}
        dated, _ = corrections.dated(corpus, brief.corrections)
        made_from = [document for document in dated.documents if document.id in listed]
        corrected = corrections.amended(made_from, read_all(made_from), brief.corrections, ())
        figures = {
            reading.document_id: {figure.span: figure for figure in reading.figures} for reading in corrected.readings
        }
        return cls({document.id: document for document in dated.documents}, figures, _languages(brief))

    def figures(self, document_id: str) -> Mapping[Span, Figure]:
        """The figures of a document by their place; none when the document is not there."""
        return self._figures.get(document_id, {})

    @classmethod
    def without_corpus(cls, brief: Finished) -> Shelf:
        """No document at all."""
        return cls({}, {}, _languages(brief), alone=True)

    def inside(self, extract: Extract) -> Iterator[Figure]:
        """The figures of a passage, as read again; none without a corpus."""
        return (figure for span, figure in self.figures(extract.document).items() if extract.span.holds(span))

    def values(self, extract: Extract) -> Iterator[Decimal]:
        """The values in a passage: of its figures; without a corpus, of the quantities in its words."""
        found = (
            [mention.quantity for mention in self.quantities(extract.quote, (extract,))]
            if self.alone
            else [figure.quantity for figure in self.inside(extract)]
        )
        return (value for quantity in found for value in (quantity.value, quantity.upper) if value is not None)

    def quantities(self, text: str, extracts: Sequence[Extract]) -> Sequence[Mention]:
        """The quantities of a text on these passages, with the reading room's own reader of their language."""
        spoken = {self._languages.get(extract.document) for extract in extracts}
        only = spoken.pop() if len(spoken) == 1 else None
        return mentions.find(text, Span(0, len(text)), only if only in tables.languages() else WRITTEN).mentions


def _languages(brief: Finished) -> dict[str, str | None]:
    return {document.id: document.language for document in brief.documents}
