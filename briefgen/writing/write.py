"""The writer: facts and passages of one topic → a brief."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from briefgen.language import language
from briefgen.model import (
    Brief,
    Check,
    Comparison,
    Document,
    Edition,
    Evidence,
    Fact,
    Provenance,
    Reading,
    Relation,
    Rewording,
    Section,
    Topic,
)
from briefgen.writing.aims import targets
from briefgen.writing.bottom_line import MOST as LINES
from briefgen.writing.bottom_line import bottom_line
from briefgen.writing.changes import of_topic, since_last
from briefgen.writing.charts import MOST as DRAWN
from briefgen.writing.charts import charts
from briefgen.writing.developments import MOST_IN_ALL as NEWS
from briefgen.writing.developments import developments
from briefgen.writing.disagreement import where_sources_disagree
from briefgen.writing.figures import MOST_ROWS as ROWS
from briefgen.writing.figures import key_figures
from briefgen.writing.gaps import gaps
from briefgen.writing.material import collect
from briefgen.writing.voices import MOST as VOICES
from briefgen.writing.voices import in_their_words

LIMITS: Mapping[str, int] = MappingProxyType(
    {"bottom_line": LINES, "key_figures": ROWS, "charts": DRAWN, "developments": NEWS, "quotations": VOICES}
)
"""How many statements, rows or charts a section may have at most; pinned ones count, and pass."""


def write(  # noqa: PLR0913 - the parts of a brief's masthead are named one by one
    topic: Topic,
    edition: Edition,
    documents: Sequence[Document],
    readings: Sequence[Reading],
    evidence: Evidence,
    *,
    others: Sequence[Topic] = (),
    locale: str,
    handling: str,
    words: tuple[Rewording, ...] = (),
    provenance: Provenance,
    since: Comparison | None = None,
    pins: Collection[str] = (),
) -> Brief:
    """The brief of a topic. The order of documents and readings never matters.

    `others` are all topics of the configuration: what they measure is news here only behind the topic's own. `since` is
    what changed since the edition before, of whatever topic. `pins` are ids that an editor pinned: what they name is
    there, and the limits of its section hold for the rest. The house's `words` stand in the place of ours.
    """
    material = collect(topic, documents, readings, evidence, others, language(locale, words), pins)
    as_of, changed = edition.as_of, of_topic(since, material)
    lead = bottom_line(material, as_of)
    figures = key_figures(material, as_of)
    drawn = charts(material, as_of)
    aims = targets(material, as_of, lead.statements)
    tabled = {fact.id for section in (figures, aims) for fact in section.facts}
    said = (*lead.statements, *aims.statements)
    voices = in_their_words(material, said)
    news = developments(material, as_of, (*said, *voices.statements), tabled)
    cards = where_sources_disagree(material, as_of)
    sections = (
        lead,
        figures,
        Section("charts", "Charts", charts=drawn),
        news,
        cards,
        aims,
        voices,
        since_last(changed, material, as_of),
        gaps(material, drawn, tabled, (*said, *voices.statements, *news.statements), cards.relations),
    )
    return Brief(
        title=topic.title,
        topic=topic.id,
        edition=edition,
        locale=locale,
        handling=handling,
        sections=tuple(section for section in sections if section.name == lead.name or _has_content(section)),
        documents=tuple(material.documents.values()),
        facts=(*material.facts, *_further((*cards.relations, *material.checks), material.facts)),
        relations=cards.relations,
        provenance=provenance,
        since=changed,
        checks=material.checks,
        words=words,
    )


def _further(found: Sequence[Relation | Check], known: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that cards and checks show and no table has: computed ones, and those of sentences beside the topic."""
    have = {fact.id for fact in known}
    return tuple(dict.fromkeys(fact for one in found for fact in one.facts if fact.id not in have))


def _has_content(section: Section) -> bool:
    """Whether there is anything to print."""
    return any((section.statements, section.facts, section.relations, section.charts, section.omissions))
