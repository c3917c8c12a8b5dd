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
"""The language of sentences that briefgen writes, whatever the locale of the page around them."""


class Shelf(Struct, frozen=True):
    """The documents, read again."""

    documents: Mapping[str, Document]
    """By id."""
    _figures: Mapping[str, Mapping[Span, Figure]]
    """By document and place."""
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
        return cls({document.id: document for document in dated.documents}, figures)

    def figures(self, document_id: str) -> Mapping[Span, Figure]:
        """The figures of a document by their place; none when the document is not there."""
        return self._figures.get(document_id, {})

    @classmethod
    def without_corpus(cls) -> Shelf:
        """No document at all."""
        return cls({}, {}, alone=True)

    def inside(self, extract: Extract) -> Iterator[Figure]:
        """The figures of a passage, as read again; none without a corpus."""
        return (figure for span, figure in self.figures(extract.document).items() if extract.span.holds(span))

    def values(self, extract: Extract, language: str) -> Iterator[Decimal]:
        """The values in a passage: of its figures; without a corpus, of the quantities in its words."""
        found = (
            [mention.quantity for mention in quantities(extract.quote, language)]
            if self.alone
            else [figure.quantity for figure in self.inside(extract)]
        )
        return (value for quantity in found for value in (quantity.value, quantity.upper) if value is not None)


def quantities(text: str, language: str) -> Sequence[Mention]:
    """The quantities of a text, with the reading room's own reader."""
    known = language if language in tables.languages() else WRITTEN
    return mentions.find(text, Span(0, len(text)), known).mentions
