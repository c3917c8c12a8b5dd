"""Where the tables of documents stand and what they are titled, looked up once for all figures of a brief."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from msgspec import Struct

from briefgen.model import Document, Figure, Passage, Span


class Tabled(Struct, frozen=True):
    """The tables of one document, in their order."""

    extents: tuple[Span, ...]
    """From the first cell of each to its last one."""
    titles: tuple[str, ...]
    """The words of their captions; empty for none."""
    captions: frozenset[Span]
    """Where these stand."""

    def title_at(self, span: Span) -> str | None:
        """The title of the table that a span stands in, empty where it has none; None outside of all."""
        at = bisect_right(self.extents, span.start, key=lambda one: one.start) - 1
        return self.titles[at] if at >= 0 and self.extents[at].holds(span) else None


NONE = Tabled((), (), frozenset())


def tabled(documents: Iterable[Document]) -> Mapping[str, Tabled]:
    """The tables of documents by document id, of those that have any."""
    return {document.id: _of(document) for document in documents if document.tables}


def _of(document: Document) -> Tabled:
    """The tables of a document."""
    found: list[tuple[Span, str]] = []
    captions: set[Span] = set()
    for table in document.tables:
        filled = [cell.span for cell in table.cells if len(cell.span)]
        if not filled:
            continue
        extent = Span(min(one.start for one in filled), max(one.end for one in filled))
        found.append((extent, document.title_of(table)))
        caption = document.caption_of(table)
        captions |= {caption} if caption is not None else set()
    found.sort(key=lambda one: one[0])
    return Tabled(tuple(one for one, _ in found), tuple(title for _, title in found), frozenset(captions))


def title_of(figure: Figure, tables: Mapping[str, Tabled]) -> str | None:
    """The title of the table that a figure stands in, empty where it has none; None for one of a sentence."""
    return tables.get(figure.passage.document_id, NONE).title_at(figure.span)


def is_caption(passage: Passage, tables: Mapping[str, Tabled]) -> bool:
    """Whether a passage is the title of a table, or part of it: it tells nothing by itself."""
    captions = tables.get(passage.document_id, NONE).captions
    return any(one.holds(passage.span) for one in captions)
