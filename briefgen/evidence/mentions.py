"""A figure with its document and what it is compared by."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from briefgen.evidence.measures import Sense, sense_of
from briefgen.model import Document, Figure, Reading, Topic


class Mention(Struct, frozen=True):
    """One figure of one document."""

    figure: Figure
    """What was read."""
    document: Document
    """Where."""
    sense: Sense
    """What it measures."""

    @property
    def place(self) -> tuple[str, str, int, int]:
        """Sorts mentions by document name and place, whatever order they came in."""
        return (self.document.name, self.document.id, self.figure.span.start, self.figure.span.end)


def configured_names(topics: Sequence[Topic]) -> frozenset[str]:
    """The names of all configured measures."""
    return frozenset(measure.name for topic in topics for measure in topic.measures)


def mentions_of(
    documents: Sequence[Document], readings: Sequence[Reading], topics: Sequence[Topic]
) -> tuple[Mention, ...]:
    """Every figure of every reading, by document name and place; a figure given twice counts once."""
    by_id = {document.id: document for document in documents}
    configured = configured_names(topics)
    mentions = [
        Mention(
            figure,
            by_id[reading.document_id],
            sense_of(figure.measure, figure.subject, figure.passage.quote, configured),
        )
        for reading in readings
        for figure in dict.fromkeys(reading.figures)
    ]
    return tuple(sorted(mentions, key=lambda mention: mention.place))
