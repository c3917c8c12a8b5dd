"""Citation markers and the list of sources: one number for each cited sentence, by first appearance on the page.

A page is rendered twice. The first time markers carry the place of their sentence; from their order come the numbers,
which the second time prints. So an editor may move a block, or the sources, and the numbers still run from the top.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup
from msgspec import Struct

from briefgen.errors import RenderError
from briefgen.model import (
    Aim,
    Brief,
    Chart,
    Citation,
    Document,
    Event,
    Fact,
    Omission,
    Passage,
    Relation,
    Span,
    Statement,
)

_PLACE = re.compile(r"(?<!\\)\[\^p(\d+)-(\d+)-(\d+)\]")
_Key = tuple[str, Span]


class Note(Struct, frozen=True):
    """A cited sentence with its number."""

    number: int
    """As printed."""
    passage: Passage
    """The sentence."""
    document: Document
    """Where it stands."""


class Source(Struct, frozen=True):
    """A document of the brief with the sentences that are cited from it."""

    document: Document
    """The document."""
    notes: tuple[Note, ...]
    """By number; empty when the document was read but not cited."""


class Numbering(Struct, frozen=True):
    """Numbers of cited sentences; without any, markers name places."""

    brief: Brief
    """Whose documents are cited."""
    numbers: Mapping[_Key, int]
    """From document and span to number."""
    passages: Mapping[_Key, Passage]
    """What stands there."""

    def cite(self, *cited: object) -> Markup:
        """Markers for citations, passages, or anything that has them: no blank before, lowest number first."""
        keys = dict.fromkeys((passage.document_id, passage.span) for passage in _passages(cited))
        if self.numbers:
            return Markup("").join(
                Markup("[^{}]").format(number) for number in sorted(self.numbers[key] for key in keys)
            )
        return Markup("").join(self._place(key) for key in keys)

    def number(self, passage: Passage) -> int | None:
        """The number that is printed for a passage; None for one that the page does not cite."""
        return self.numbers.get((passage.document_id, passage.span))

    def document(self, passage: Passage) -> Document:
        """The document of the brief that holds a passage.

        Raises:
            RenderError: the brief has no such document.
        """
        return self.brief.documents[_index(self.brief, passage.document_id)]

    def _place(self, key: _Key) -> Markup:
        index = _index(self.brief, key[0])
        return Markup("[^p{}-{}-{}]").format(index, key[1].start, key[1].end)

    @property
    def notes(self) -> tuple[Note, ...]:
        """All numbered sentences, by number."""
        return tuple(
            Note(number, self.passages[key], self.brief.documents[_index(self.brief, key[0])])
            for key, number in sorted(self.numbers.items(), key=lambda item: item[1])
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """The brief's documents, those cited first in the order of their first number, then the others by name.

        Those of a short brief keep the order that they have in the whole one, whose passages these are.
        """
        notes = self.notes
        kept = {note.document.id for note in notes}
        cited = tuple(id_ for id_ in dict.fromkeys(id_ for id_, _ in self.passages) if id_ in kept)
        by_id = {document.id: document for document in self.brief.documents}
        rest = sorted((d for d in self.brief.documents if d.id not in cited), key=lambda document: document.name)
        return (
            *(Source(by_id[id_], tuple(note for note in notes if note.document.id == id_)) for id_ in cited),
            *(Source(document, ()) for document in rest),
        )


def places(brief: Brief) -> Numbering:
    """The numbering of the first pass: none yet."""
    return Numbering(brief, {}, {})


def numbered(brief: Brief, page: str) -> Numbering:
    """Numbers for every place that a page of the first pass cites."""
    keys = dict.fromkeys(
        (brief.documents[int(index)].id, Span(int(start), int(end))) for index, start, end in _PLACE.findall(page)
    )
    by_id = {document.id: document for document in brief.documents}
    passages = {(id_, span): Passage(id_, span, by_id[id_].text[span.start : span.end]) for id_, span in keys}
    return Numbering(brief, {key: number for number, key in enumerate(keys, 1)}, passages)


def _index(brief: Brief, document_id: str) -> int:
    for index, document in enumerate(brief.documents):
        if document.id == document_id:
            return index
    raise RenderError(f"the brief cites document {document_id[:12]}, which is not among its documents")


def _passages(cited: Iterable[object]) -> Iterable[Passage]:
    for item in cited:
        if isinstance(item, Passage):
            yield item
        elif isinstance(item, Citation):
            yield item.passage
        elif isinstance(item, (tuple, list)):
            yield from _passages(item)
        elif isinstance(item, Relation):
            yield from item.passages
        elif isinstance(item, (Aim, Chart, Event, Fact, Omission, Statement)):
            yield from _passages(item.citations)
        else:
            raise RenderError(f"a template cites a value of type {type(item).__name__}, which has no citations")
