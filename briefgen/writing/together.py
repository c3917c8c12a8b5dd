"""Briefs on several topics → one brief with a part for each."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.model import Brief, Document

TOGETHER = "together"
"""The id of a brief on several topics, and the name of its files."""
TITLE = "All topics"
"""Its title."""


def together(briefs: Sequence[Brief]) -> Brief:
    """One brief with the sections of all, each topic's behind its title; documents and facts stand in it once.

    The briefs are of one run: of the same documents, edition, settings and version. The order of parts is theirs.
    """
    first = briefs[0]
    documents: dict[str, Document] = {}
    for document in (document for brief in briefs for document in brief.documents):
        documents[document.id] = max(documents.get(document.id, document), document, key=_told)
    return replace(
        first,
        title=TITLE,
        topic=TOGETHER,
        sections=tuple(replace(section, part=brief.title) for brief in briefs for section in brief.sections),
        documents=tuple(sorted(documents.values(), key=lambda document: (document.name, document.id))),
        facts=tuple({fact.id: fact for brief in briefs for fact in brief.facts}.values()),
        relations=tuple(dict.fromkeys(relation for brief in briefs for relation in brief.relations)),
        checks=tuple(dict.fromkeys(check for brief in briefs for check in brief.checks)),
        since=None,
    )


def _told(document: Document) -> int:
    """How much is told of a document: less in a brief for readers outside that does not cite it."""
    return sum(value is not None for value in (document.headline, document.byline, document.dateline, document.url))
