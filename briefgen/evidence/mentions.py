"""A figure with its document and what it is compared by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.evidence.aliases import Names
from briefgen.evidence.measures import Sense, sense_of
from briefgen.evidence.owners import owners
from briefgen.evidence.reprints import stories
from briefgen.evidence.routes import names_in
from briefgen.evidence.story import Owner
from briefgen.evidence.wires import wire
from briefgen.model import Document, Figure, Reading, Topic


class Mention(Struct, frozen=True):
    """One figure of one document."""

    figure: Figure
    """What was read."""
    document: Document
    """Where."""
    sense: Sense
    """What it measures."""
    owner: Owner | None = None
    """Whose it is, and how the text says so; not looked for where the measure is configured."""
    stories: frozenset[str] = frozenset()
    """What its document prints (`reprints.Stories`)."""
    wire: str | None = None
    """The agency that its document credits."""

    @property
    def place(self) -> tuple[str, str, int, int]:
        """Sorts mentions by document name and place, whatever order they came in."""
        return (self.document.name, self.document.id, self.figure.span.start, self.figure.span.end)


def configured_names(topics: Sequence[Topic]) -> frozenset[str]:
    """The names of all configured measures."""
    return frozenset(measure.name for topic in topics for measure in topic.measures)


def mentions_of(
    documents: Sequence[Document], readings: Sequence[Reading], topics: Sequence[Topic], names: Names | None = None
) -> tuple[Mention, ...]:
    """Every figure of every reading, by document name and place; a figure given twice counts once.

    `names` are those of the documents (`routes.names_in`), where they are known already.
    """
    by_id = {document.id: document for document in documents}
    configured, names = configured_names(topics), names or names_in(documents)
    printed = stories(documents)
    mentions = [
        mention
        for reading in readings
        for mention in _mentions(by_id[reading.document_id], reading, names, configured, printed[reading.document_id])
    ]
    return tuple(sorted(mentions, key=lambda mention: mention.place))


def _mentions(
    document: Document, reading: Reading, names: Names, configured: frozenset[str], printed: frozenset[str]
) -> Iterator[Mention]:
    """The figures of one document with whose they are."""
    known, credited = owners(document, reading, names, configured), wire(document)
    for figure in dict.fromkeys(reading.figures):
        owner = known.get(figure)
        sense = sense_of(figure, owner.name if owner else None, configured)
        yield Mention(figure, document, sense, owner, printed, credited)
