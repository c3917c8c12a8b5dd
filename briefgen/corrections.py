"""What people corrected, put into what was read.

A document's date is corrected before it is read, so that every "last year" in it moves with it; a figure's fields
between reading and evidence. A correction holds for one text (`Correction.document` is its hash) and one place in it;
the surface says whether the same figure stands there still. Nothing is lost quietly: each correction has an `Outcome`.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from briefgen import fields
from briefgen.model import (
    Amendment,
    Corpus,
    Correction,
    Document,
    Figure,
    Kind,
    Passage,
    Reading,
    Span,
    Topic,
)
from briefgen.reading import measures, sentences
from briefgen.reading.parts import Mention


class Fit(StrEnum):
    """How a correction stands to what is read today."""

    APPLIED = "applied"
    """It changes what briefgen read."""
    NEEDLESS = "no longer needed"
    """briefgen reads by itself what the correction says."""
    LOST = "fits nothing"
    """No figure of that surface is read at its place."""
    OTHER_TEXT = "fits another text"
    """The document of that name has another text than the one that was corrected."""
    ABSENT = "not in the corpus"
    """No document of the corpus has its text or its name: nothing to say."""


QUIET = (Fit.APPLIED, Fit.ABSENT)
"""What needs nobody's attention."""


class Outcome(Struct, frozen=True):
    """What became of a correction."""

    correction: Correction
    """The correction."""
    fit: Fit
    """How it fits."""
    applied: tuple[Amendment, ...] = ()
    """The fields that it changed; `read` is what briefgen reads today."""
    needless: tuple[Amendment, ...] = ()
    """The fields that read as it says already."""
    passage: Passage | None = None
    """The sentence of the figure."""
    topics: tuple[str, ...] = ()
    """Topics that the figure is of, before or after."""


class Corrected(Struct, frozen=True):
    """Readings with what people corrected in them."""

    readings: tuple[Reading, ...]
    """In their order."""
    outcomes: tuple[Outcome, ...]
    """One for each correction of a figure."""


def dated(collected: Corpus, corrections: Sequence[Correction]) -> tuple[Corpus, tuple[Outcome, ...]]:
    """The documents with the dates that people gave them, and what became of each correction of a date."""
    by_id = {document.id: document for document in collected.documents}
    names = frozenset(document.name for document in collected.documents)
    outcomes: list[Outcome] = []
    for correction in corrections:
        if correction.span is not None:
            continue
        document = by_id.get(correction.document)
        if document is None:
            outcomes.append(Outcome(correction, _elsewhere(correction, names)))
            continue
        for amendment in correction.amendments:
            now = str(appeared(document) or fields.NONE)
            change = Amendment(amendment.field, now, amendment.correct)
            if now == amendment.correct:
                outcomes.append(Outcome(correction, Fit.NEEDLESS, needless=(change,)))
            else:
                by_id[document.id] = _with_date(document, amendment.correct)
                outcomes.append(Outcome(correction, Fit.APPLIED, applied=(change,)))
    return replace(collected, documents=tuple(by_id[document.id] for document in collected.documents)), tuple(outcomes)


def appeared(document: Document) -> dt.date | None:
    """When a document appeared; a digest, when what it digests did."""
    original = document.digest_of
    return (original.published if original else None) or document.published


def _with_date(document: Document, text: str) -> Document:
    """A document with another date; of a digest both dates are meant."""
    published = None if text == fields.NONE else fields.day(text)
    original = document.digest_of and replace(document.digest_of, published=published)
    known = tuple(one for one in document.known if one.field != "published")
    return replace(document, published=published, digest_of=original, known=known)


def amended(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    corrections: Sequence[Correction],
    topics: Sequence[Topic],
) -> Corrected:
    """The readings of documents with the figures that people corrected; neither order matters."""
    by_document: dict[str, list[Correction]] = {}
    for correction in corrections:
        if correction.span is not None:
            by_document.setdefault(correction.document, []).append(correction)
    if not by_document:
        return Corrected(tuple(readings), ())
    by_id = {document.id: document for document in documents}
    done: list[Reading] = []
    outcomes: list[Outcome] = []
    for reading in readings:
        mine = by_document.pop(reading.document_id, ())
        corrected, became = _reading(by_id[reading.document_id], reading, mine, topics)
        done.append(corrected)
        outcomes += became
    names = frozenset(document.name for document in documents)
    outcomes += [Outcome(one, _elsewhere(one, names)) for rest in by_document.values() for one in rest]
    order = {id(correction): place for place, correction in enumerate(corrections)}
    return Corrected(tuple(done), tuple(sorted(outcomes, key=lambda one: order[id(one.correction)])))


def _elsewhere(correction: Correction, names: frozenset[str]) -> Fit:
    return Fit.OTHER_TEXT if correction.name in names else Fit.ABSENT


def _reading(
    document: Document, reading: Reading, corrections: Iterable[Correction], topics: Sequence[Topic]
) -> tuple[Reading, list[Outcome]]:
    """One reading with its corrections. Those of one place are put in together, so that their order is of no matter."""
    figures = {figure.span: figure for figure in reading.figures}
    fitting: dict[Span, list[Correction]] = {}
    outcomes: list[Outcome] = []
    for correction in corrections:
        before = figures.get(correction.span) if correction.span else None
        if before is None or not same_surface(before.quantity.surface, correction.surface):
            outcomes.append(Outcome(correction, Fit.LOST))
        else:
            fitting.setdefault(before.span, []).append(correction)
    for span, several in fitting.items():
        before, right = figures[span], {one.field: one.correct for entry in several for one in entry.amendments}
        after = _figure(document, before, right, topics)
        figures[span] = after
        outcomes += (_outcome(correction, before, after) for correction in several)
        if fields.FIGURE in right:
            del figures[span]
    return (replace(reading, figures=tuple(figures.values())) if fitting else reading), outcomes


def _outcome(correction: Correction, before: Figure, after: Figure) -> Outcome:
    today = [Amendment(one.field, fields.shown(before, one.field), one.correct) for one in correction.amendments]
    applied = tuple(one for one in today if one.read != one.correct)
    return Outcome(
        correction,
        Fit.APPLIED if applied else Fit.NEEDLESS,
        applied=applied,
        needless=tuple(one for one in today if one.read == one.correct),
        passage=before.passage,
        topics=tuple(dict.fromkeys((*before.topics, *after.topics))),
    )


def _figure(document: Document, figure: Figure, right: Mapping[str, str], topics: Sequence[Topic]) -> Figure:
    """The figure with every field that reads otherwise than is right, and with what follows from them."""
    changed = [name for name in fields.FIELDS if name in right and fields.shown(figure, name) != right[name]]
    after = figure
    for name in changed:
        after = fields.put(after, name, right[name])
    after = _timed(figure, after, right)
    if {"unit", "kind"} & {*changed} and "measure" not in right:
        after = _measured_again(document, after, right, topics)
    elif "measure" in changed:
        after = _followed(after, right, topics)
    return replace(after, corrected=(*figure.corrected, *changed)) if changed else figure


def _measured_again(document: Document, figure: Figure, right: Mapping[str, str], topics: Sequence[Topic]) -> Figure:
    """The figure with the measure of the topics that its new unit and kind allow, or with none.

    One in days is not of a measure in tons. A noun phrase of the text holds for any unit, and stays.
    """
    lines = sentences.lines(document)
    index = next((place for place, line in enumerate(lines) if line.span.holds(figure.span)), None)
    if index is None:
        return figure
    mention = Mention(figure.span, figure.quantity, figure.kind, figure.direction, figure.rate)
    named = measures.name(document, lines, index, mention, topics)
    known = {measure.name for topic in topics for measure in topic.measures}
    measure = named.measure if named.measure in known else None
    if measure == figure.measure or (measure is None and figure.measure not in known):
        return figure
    subject = named.subject if measure else None
    return replace(figure, measure=measure, subject=figure.subject if "subject" in right else subject)


def _timed(before: Figure, after: Figure, right: Mapping[str, str]) -> Figure:
    """The figure with its period at its deadline still, where only one of them was corrected: "by 2027" sets both."""
    period, deadline = before.period, before.deadline
    if period is None or deadline is None or period.end != deadline:
        return after
    if "deadline" not in right and after.period and after.period != period:
        return replace(after, deadline=after.period.end)
    if "period" not in right and after.deadline and after.deadline != deadline:
        return replace(after, period=fields.like(period, after.deadline))
    return after


def _followed(figure: Figure, right: Mapping[str, str], topics: Sequence[Topic]) -> Figure:
    """The figure with the owner and the topics of its new measure, where topics follow that."""
    following = [topic.id for topic in topics if any(one.name == figure.measure for one in topic.measures)]
    measure = next((one for topic in topics for one in topic.measures if one.name == figure.measure), None)
    if measure is None:
        return figure
    subject = figure.subject if "subject" in right else measures.own_name(measure)
    return replace(figure, subject=subject, topics=tuple(dict.fromkeys((*figure.topics, *following))))


def in_its_unit(document: Document, figure: Figure, topics: Sequence[Topic]) -> bool:
    """Whether a figure has a unit that its measure can have; a measure that no topic follows can have any."""
    unit = next((one.unit for topic in topics for one in topic.measures if one.name == figure.measure), None)
    if unit is None:
        return True
    language = document.language or measures.DEFAULT
    relative = figure.kind in {Kind.CHANGE, Kind.MULTIPLE}
    return measures.same_dimension(unit, figure.quantity.unit, language, relative=relative)


def same_surface(one: str, other: str) -> bool:
    """Whether two surfaces are printed alike, however their blanks and accents are encoded."""
    return plain(one) == plain(other)


def same(one: Correction, other: Correction) -> bool:
    """Whether one person said the same of the same place; what briefgen read then, and the reason, may differ."""
    said = [frozenset((amendment.field, amendment.correct) for amendment in each.amendments) for each in (one, other)]
    return (
        (one.document, one.span, one.by, one.date) == (other.document, other.span, other.by, other.date)
        and same_surface(one.surface, other.surface)
        and said[0] == said[1]
    )


def plain(text: str) -> str:
    """A surface as a correction keeps it: composed letters, single blanks."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def applied(outcomes: Iterable[Outcome], documents: Sequence[Document]) -> tuple[Correction, ...]:
    """The corrections that change what is read in these documents: what a brief was made with."""
    there = {document.id for document in documents}
    return tuple(one.correction for one in outcomes if one.applied and one.correction.document in there)


def where(correction: Correction) -> str:
    """What was corrected: the figure as printed and its document, or the document."""
    return f"“{correction.surface}” in {correction.name}" if correction.span else correction.name


def told(amendments: Iterable[Amendment]) -> str:
    """Fields as read and as corrected: "status actual → plan, period none → 2024"."""
    return ", ".join(
        "no figure" if one.field == fields.FIGURE else f"{one.field} {one.read or '?'} → {one.correct}"
        for one in amendments
    )
