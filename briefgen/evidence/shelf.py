"""What the rules must know of documents: when each appeared, and whose report it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from briefgen.evidence.origins import published, publisher, same_voice
from briefgen.model import Document, Fact, Passage

NEXT = 120
"""Characters behind a passage that still speak of it: a short sentence."""


class Shelf(Struct, frozen=True):
    """Dates and publishers by document."""

    published: Mapping[str, dt.date | None]
    """Document id → the day that it appeared; of a digest, that of what it digests."""
    publisher: Mapping[str, str | None]
    """Document id → its publisher; of a digest, that of what it digests."""
    texts: Mapping[str, str]
    """Document id → its text."""

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Shelf:
        """The shelf of a corpus."""
        return cls(
            {document.id: published(document) for document in documents},
            {document.id: publisher(document) for document in documents},
            {document.id: document.text for document in documents},
        )

    def behind(self, passage: Passage) -> str:
        """The first words behind a passage in its paragraph."""
        text = self.texts.get(passage.document_id, "")
        return text[passage.span.end : passage.span.end + NEXT].partition("\n")[0]

    def first_told(self, fact: Fact) -> dt.date | None:
        """The first day on which a document reported the fact; None where any of them is undated."""
        return min(self._days(fact), default=None)

    def last_told(self, fact: Fact) -> dt.date | None:
        """The last day on which a document reported the fact; None where any of them is undated."""
        return max(self._days(fact), default=None)

    def _days(self, fact: Fact) -> list[dt.date]:
        days = [self.published.get(figure.passage.document_id) for figure in fact.figures]
        return [] if None in days else [day for day in days if day is not None]

    def one_voice(self, one: Fact, other: Fact) -> bool:
        """The same person or body gives both: by attribution, or by publisher where no one is named on either side."""
        pairs = [(left, right) for left in one.figures for right in other.figures]
        if any(same_voice(left.attribution, right.attribution) for left, right in pairs):
            return True
        return any(
            left.attribution is None
            and right.attribution is None
            and (name := self.publisher.get(left.passage.document_id)) is not None
            and name == self.publisher.get(right.passage.document_id)
            for left, right in pairs
        )


def documents_of(fact: Fact) -> frozenset[str]:
    """The ids of the documents that report a fact."""
    return frozenset(figure.passage.document_id for figure in fact.figures)


def elsewhere(one: Fact, other: Fact) -> bool:
    """No document reports both: who gives two numbers himself means two things by them."""
    return not documents_of(one) & documents_of(other)
