"""The steps of reading, in order."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen import remarks
from briefgen.model import (
    BlockKind,
    Citation,
    Document,
    Figure,
    Omission,
    Passage,
    Reading,
    Sentence,
    Span,
    Status,
    Topic,
)
from briefgen.reading import (
    attribution,
    events,
    grids,
    measures,
    mentions,
    quotations,
    rows,
    sentences,
    status,
    tables,
    timing,
)
from briefgen.reading import topics as labels
from briefgen.reading.parts import Mention, Speech, Timing


def read(document: Document, topics: Sequence[Topic] = ()) -> Reading:
    """Everything that can be read in one document.

    A pure function. A document in a language without tables gets its sentences and topic labels, no figures, and an
    omission that says so: the grammar of one language never reads another. The rows of its tables are told by their
    headers, and are no sentences to all other steps.
    """
    every = sentences.lines(document)
    plans = grids.grids(document)
    every_ids = labels.label(document, every, topics, grids.surroundings(document, plans))
    told = tuple(
        Sentence(passage_of(document, line.span), line.kind, ids) for line, ids in zip(every, every_ids, strict=True)
    )
    language = document.language
    if language is None or language not in tables.languages():
        return Reading(document.id, told, (), omissions=(unread(document),))
    prose = [index for index, line in enumerate(every) if line.kind is not BlockKind.ROW]
    lines, topic_ids = tuple(every[index] for index in prose), tuple(every_ids[index] for index in prose)
    marked = tuple(told[index] for index in prose)
    found = [mentions.find(document.text, line.span, language) for line in lines]
    quantities = [one.mentions for one in found]
    timings, statuses = timing.time_and_status(document, lines, quantities)
    corrections = {line.span for line, one in zip(lines, found, strict=True) if one.corrects}
    followed = measures.book(topics, language)
    quoted = quotations.find(document, lines, topic_ids)
    speeches = attribution.speeches(document, lines, quoted)
    figures = tuple(
        figure(mention, time, status.settled(said, time), named, speeches, marked[index])
        for index in range(len(lines))
        for mention, time, said, named in zip(
            quantities[index],
            timings[index],
            statuses[index],
            measures.names(document, lines, index, quantities[index], followed),
            strict=True,
        )
    )
    happened = tuple(
        event
        for event in events.find(document, lines, quantities, topic_ids)
        if not any(citation.passage.span in corrections for citation in event.citations)
    )
    tabled = rows.read(document, told, followed, plans)
    refused = [
        (sentence.passage, span, reason)
        for sentence, one in zip(marked, found, strict=True)
        for span, reason in one.refused
    ]
    return Reading(
        document_id=document.id,
        sentences=told,
        figures=figures if not tabled.figures else tuple(sorted((*figures, *tabled.figures), key=lambda one: one.span)),
        quotations=quoted,
        events=happened,
        omissions=tuple(refusal(document, *one) for one in (*refused, *tabled.refused)),
    )


def figure(  # noqa: PLR0913 - each argument is one earlier step of the pipeline
    mention: Mention,
    time: Timing,
    standing: Status,
    named: measures.Named,
    speeches: Sequence[Speech],
    sentence: Sentence,
) -> Figure:
    """A mention with everything that the text around it says of it. Figures of a sentence share its passage."""
    return Figure(
        span=mention.span,
        quantity=mention.quantity,
        kind=mention.kind,
        status=standing,
        passage=sentence.passage,
        direction=mention.direction,
        rate=mention.rate,
        measure=named.measure,
        subject=named.subject,
        scope=named.scope,
        period=time.period,
        base=time.base,
        deadline=time.deadline,
        attribution=attribution.of(mention.span, speeches),
        topics=sentence.topics,
    )


def passage_of(document: Document, span: Span) -> Passage:
    """The passage at a span."""
    return Passage(document.id, span, document.text[span.start : span.end])


def unread(document: Document) -> Omission:
    """What the brief says of a document whose language has no tables."""
    if document.language is None:
        return Omission(document.name, remarks.UNTOLD_LANGUAGE)
    return Omission(document.name, remarks.said(remarks.UNREAD_LANGUAGE, language=document.language))


def refusal(document: Document, passage: Passage, span: Span, reason: str) -> Omission:
    """What the brief says of a number that was not taken over."""
    what = document.text[span.start : span.end]
    shown = what if len(what) <= LONGEST_REFUSED else f"{what[:LONGEST_REFUSED]}…"
    return Omission(remarks.said(remarks.REFUSED, words=shown, document=document.name), reason, (Citation(passage),))


LONGEST_REFUSED = 40
"""Characters of a refused number that are shown: enough to find it, not enough to fill a page."""
