"""Briefs on several topics → one brief with a part for each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from briefgen.language import N_, language_of
from briefgen.model import FOREWORD, Brief, Document, Section

TOGETHER = "together"
"""The id of a brief on several topics, and the name of its files."""
TITLE = N_("All topics")
"""Its title."""


def together(briefs: Sequence[Brief]) -> Brief:
    """One brief with the sections of all, each topic's behind its title; documents and facts stand in it once.

    The briefs are of one run: of the same documents, edition, settings and version. The order of parts is theirs.
    """
    first = briefs[0]
    common = _foreword(briefs)
    documents: dict[str, Document] = {}
    for document in (document for brief in briefs for document in brief.documents):
        documents[document.id] = max(documents.get(document.id, document), document, key=_told)
    return replace(
        first,
        title=language_of(first).gettext(TITLE),
        topic=TOGETHER,
        sections=(*common, *_parts(briefs, {statement.id for one in common for statement in one.statements})),
        documents=tuple(sorted(documents.values(), key=lambda document: (document.name, document.id))),
        facts=tuple({fact.id: fact for brief in briefs for fact in brief.facts}.values()),
        relations=tuple(dict.fromkeys(relation for brief in briefs for relation in brief.relations)),
        checks=tuple(dict.fromkeys(check for brief in briefs for check in brief.checks)),
        since=None,
        definitions=tuple(dict.fromkeys(one for brief in briefs for one in brief.definitions)),
    )


def _foreword(briefs: Sequence[Brief]) -> tuple[Section, ...]:
    """What an editor says before every brief is said once, before all parts."""
    forewords = [section for brief in briefs for section in brief.sections if section.name == FOREWORD]
    shared = {
        one.id
        for section in forewords
        for one in section.statements
        if all(any(one in section.statements for section in brief.sections) for brief in briefs)
    }
    if not shared:
        return ()
    return (replace(forewords[0], statements=tuple(one for one in forewords[0].statements if one.id in shared)),)


def _parts(briefs: Sequence[Brief], said: Collection[str]) -> Iterator[Section]:
    """The sections of each topic behind its title; of its foreword, what is not `said` yet."""
    for brief in briefs:
        for section in brief.sections:
            rest = tuple(one for one in section.statements if one.id not in said)
            if section.name != FOREWORD:
                yield replace(section, part=brief.title)
            elif rest:
                yield replace(section, part=brief.title, statements=rest)


def _told(document: Document) -> int:
    """How much is told of a document: less in a brief for readers outside that does not cite it."""
    return sum(value is not None for value in (document.headline, document.byline, document.dateline, document.url))
