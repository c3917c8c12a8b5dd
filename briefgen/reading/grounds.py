"""Why a figure was read as it was: the words of the document behind each of its fields, for a person who doubts it.

Nothing is read anew: the words are looked for that the steps of reading go by, and where none stands in the text the
ground says so. A pure function of the document, like all of reading; `briefgen/explain.py` puts grounds into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefgen.model import BlockKind, Document, Figure, Period, Quotation, Span, Status, Topic
from briefgen.reading import attribution, context, measures, periods, rowgrounds, sentences, status, tables
from briefgen.reading.grounding import Basis, Ground
from briefgen.reading.parts import Line
from briefgen.reading.periods import Expression
from briefgen.reading.status import Hit, Where

__all__ = ["Basis", "Ground", "grounds"]


def grounds(
    document: Document, figure: Figure, quotations: Sequence[Quotation], topics: Sequence[Topic]
) -> tuple[Ground, ...]:
    """The grounds of the fields that a figure has, in the order of `Figure`; none in a language without tables.

    `quotations` are those of the document's reading.
    """
    language = document.language
    if language is None or language not in tables.languages():
        return ()
    lines = sentences.lines(document)
    own = next((place for place, line in enumerate(lines) if line.span.holds(figure.span)), None)
    if own is None:
        return ()
    found = rowgrounds.place_of(document, figure) if lines[own].kind is BlockKind.ROW else None
    if found is not None:
        return tuple(rowgrounds.grounds(figure, *found))
    return (
        *_value(document, figure, language),
        _status(document, figure, language),
        *_times(document, figure, lines, own, language),
        *_measure(document, figure, lines, own, topics),
        *_voice(document, figure, lines, quotations),
    )


def _words(document: Document, span: Span) -> str:
    return " ".join(document.text[span.start : span.end].split())


def _value(document: Document, figure: Figure, language: str) -> Iterator[Ground]:
    yield Ground("value", Basis.SAID, (_words(document, figure.span),))
    if figure.quantity.modifier:
        start, sentence = figure.passage.span.start, figure.passage.quote
        own = Span(figure.span.start - start, figure.span.end - start)
        _, begin = context.modifier(sentence, own.start, own.end, own.end, context.rules(language))
        words = " ".join(sentence[begin : own.start].split())
        yield Ground("modifier", Basis.SAID, (words,)) if words else Ground("modifier", Basis.AROUND)


def _status(document: Document, figure: Figure, language: str) -> Ground:
    """The word of plan, expectation ... that stands nearest; what was done needs none."""
    rules = status.judge_of(language)
    sentence = figure.passage.span
    hits = [
        hit
        for where in Where
        for hit in status.hits_in(document.text, sentence.start, sentence.end, where, rules)
        if hit.cue.status is figure.status
    ]
    before = [hit for hit in hits if hit.end <= figure.span.start]
    if figure.status is Status.ACTUAL and not before:
        return Ground("status", Basis.UNMARKED)
    if not hits:
        return Ground("status", Basis.AROUND)
    nearest = min(before or hits, key=lambda hit: (_gap(hit, figure.span), hit.start, -hit.end))
    return Ground("status", Basis.SAID, (_words(document, Span(nearest.start, nearest.end)),))


def _gap(one: Hit | Span, place: Span) -> int:
    return max(place.start - one.end, one.start - place.end, 0)


def _nearest(several: Sequence[Expression], figure: Figure) -> Expression:
    return min(several, key=lambda one: _gap(one.span, figure.span))


def _times(document: Document, figure: Figure, lines: Sequence[Line], own: int, language: str) -> Iterator[Ground]:
    spans = tuple(line.span for line in lines)
    said = periods.in_lines(document.text, spans, document.published, language)
    if figure.period:
        yield _period(document, figure, figure.period, said, own)
    if figure.base:
        yield _base(document, figure, figure.base, said[own])
    if figure.deadline:
        here = [one for one in said[own] if one.deadline == figure.deadline]
        if here:
            yield Ground("deadline", Basis.SAID, (_words(document, _nearest(here, figure).span),))
        else:
            yield Ground("deadline", Basis.AROUND)


def _period(
    document: Document, figure: Figure, meant: Period, said: Sequence[Sequence[Expression]], own: int
) -> Ground:
    """The expression that means a period: in the sentence, else the last one before it."""
    here = [one for one in said[own] if one.period == meant]
    if here:
        return _expression("period", document, _nearest(here, figure))
    for place in range(own - 1, -1, -1):
        before = [one for one in said[place] if one.period == meant]
        if before:
            return _expression("period", document, before[-1], document.line_at(before[-1].span.start))
    return Ground("period", Basis.AROUND if document.published else Basis.SETTLED, date=document.published)


def _base(document: Document, figure: Figure, meant: Period, here: Sequence[Expression]) -> Ground:
    """What a change is measured against: a time of its own, or so long before the time of the change."""
    fitting = [one for one in here if one.period == meant]
    if fitting:
        return _expression("base", document, _nearest(fitting, figure))
    steps = [one for one in here if one.compared or one.shift]
    words = (_words(document, _nearest(steps, figure).span),) if steps else ()
    return Ground("base", Basis.BEFORE, words)


def _expression(field: str, document: Document, one: Expression, line: int | None = None) -> Ground:
    words = (_words(document, one.span),)
    if one.absolute or document.published is None:
        return Ground(field, Basis.SAID, words, line)
    return Ground(field, Basis.COUNTED, words, line, document.published)


def _measure(
    document: Document, figure: Figure, lines: Sequence[Line], own: int, topics: Sequence[Topic]
) -> Iterator[Ground]:
    if figure.measure is None:
        return
    book = measures.book(topics, document.language or measures.DEFAULT)
    followed = next((one for one in book.measures if one.measure.name == figure.measure), None)
    if followed is None:
        yield Ground("measure", Basis.PHRASE)
        return
    term = _found(document, followed.terms.pattern, lines[own].span)
    named = [one.pattern for one in (followed.names, followed.aliases) if one]
    names = [_found(document, pattern, lines[own].span) for pattern in named]
    found = [span for span in (term, *filter(None, names)) if span][:2]
    earlier = [document.line_at(span.start) for span in found[-1:] if span.end <= lines[own].span.start]
    words = tuple(_words(document, span) for span in found)
    yield Ground("measure", Basis.CONFIGURED, words, earlier[0] if earlier else None)


def _found(document: Document, pattern: re.Pattern[str], sentence: Span) -> Span | None:
    """Where a word stands in the sentence, or where it last stood before."""
    here = pattern.search(document.text, sentence.start, sentence.end)
    before = None if here else max(pattern.finditer(document.text, 0, sentence.start), key=_start, default=None)
    match = here or before
    return Span(*match.span()) if match else None


def _start(match: re.Match[str]) -> int:
    return match.start()


def _voice(
    document: Document, figure: Figure, lines: Sequence[Line], quotations: Sequence[Quotation]
) -> Iterator[Ground]:
    if figure.attribution is None:
        return
    around = [
        speech
        for speech in attribution.speeches(document, lines, quotations)
        if speech.span.holds(figure.span) and speech.speaker == figure.attribution
    ]
    yield Ground("attribution", Basis.SAID if any(one.explicit for one in around) else Basis.SPEAKING)
