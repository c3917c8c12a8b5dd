"""A brief for readers outside the house: cited words alone, without file names and without who corrected what.

Names are taken out before anything is written with them, so that no sentence, table or note can hold one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from briefgen import remarks
from briefgen.corrections import Outcome
from briefgen.model import Aim, Brief, Citation, Corpus, Correction, Document, Fact, Omission, Section

FULL, CITATIONS = "full", "citations"
"""What a brief carries as evidence: everything of its topic, or what it cites."""
_NAME = 12
"""Digits of the hash that a document is called by; the corpus tells which file it is."""
_QUOTED = re.compile(r"\s*\(?“[^”]*”\)?")
"""What a reason quotes of a document that is not there: its headline, a word that is no day."""
_FILE = re.compile(r"\S*[\\/]\S+|\S+\.\w{1,8}\b")


def outward(corpus: Corpus) -> Corpus:
    """The documents under the beginning of their hash instead of their file names; their texts are the same."""
    names = {document.name: document.id[:_NAME] for document in corpus.documents}
    return Corpus(
        tuple(replace(document, name=names[document.name]) for document in corpus.documents),
        tuple(_nameless(omission, names, corpus.documents) for omission in corpus.omissions),
    )


def _nameless(omission: Omission, names: dict[str, str], documents: Iterable[Document]) -> Omission:
    """What was left out, without the names of files and words of what was left out; a headline of the corpus stays."""
    headlines = {document.headline for document in documents}
    what = names.get(omission.what, omission.what)
    if what not in headlines and what == omission.what:
        what = remarks.A_FILE
    return replace(omission, what=what, reason=_FILE.sub(remarks.ANOTHER_FILE, _QUOTED.sub("", omission.reason)))


def anonymous(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """What became of corrections, without who made them and why, and without file names."""
    return tuple(replace(outcome, correction=nameless_correction(outcome.correction)) for outcome in outcomes)


def nameless_correction(correction: Correction) -> Correction:
    """A correction without who made it and why, and without the name of its file."""
    return replace(correction, by=remarks.SOMEBODY, name=correction.document[:_NAME], reason=remarks.BY_HAND)


def cited(brief: Brief) -> Brief:
    """The brief with the facts and checks that it prints, and of documents that it does not cite no words."""
    shown = {fact.id for fact in printed(brief)}
    facts = tuple(fact for fact in brief.facts if fact.id in shown)
    used = {citation.passage.document_id for citation in _citations(brief, facts)}
    return replace(
        brief,
        evidence=CITATIONS,
        facts=facts,
        checks=tuple(check for check in brief.checks if all(fact.id in shown for fact in check.facts)),
        documents=tuple(_described(document, cited=document.id in used) for document in brief.documents),
        since=brief.since
        and replace(
            brief.since,
            changes=tuple(
                change
                for change in brief.since.changes
                if all(fact is None or fact.id in shown for fact in (change.fact, change.beside))
            ),
        ),
    )


def printed(brief: Brief) -> Iterator[Fact]:
    """Every fact that a brief prints."""
    return (fact for section in brief.sections for fact in _facts(section))


def _facts(section: Section) -> Iterator[Fact]:
    yield from section.facts
    yield from (fact for relation in section.relations for fact in relation.facts)
    yield from (point.fact for chart in section.charts for point in (*chart.points, *chart.reference_lines))
    yield from (fact for aim in section.aims for fact in _of_aim(aim))


def _of_aim(aim: Aim) -> Iterator[Fact]:
    return (fact for fact in (aim.fact, aim.reached, aim.needed, aim.seen) if fact is not None)


def _citations(brief: Brief, facts: Iterable[Fact]) -> Iterator[Citation]:
    """Every sentence that the brief rests on."""
    yield from (citation for fact in facts for citation in fact.citations)
    for section in brief.sections:
        yield from (citation for one in section.statements for citation in one.citations)
        yield from (citation for one in section.omissions for citation in one.citations)
        yield from (citation for one in section.charts for citation in one.citations)
        yield from (Citation(passage) for relation in section.relations for passage in relation.passages)


def _described(document: Document, *, cited: bool) -> Document:
    """What is told of a document: of one that is not cited who published it and when."""
    is_public = (document.url or "").startswith(("https://", "http://"))
    told = replace(document, url=document.url if is_public else None)
    if cited:
        return told
    original = document.digest_of and replace(document.digest_of, headline=None, author=None)
    return replace(told, headline=None, byline=None, dateline=None, url=None, digest_of=original)
