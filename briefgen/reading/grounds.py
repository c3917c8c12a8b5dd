"""Why a figure was read as it was: the words of the document behind each of its fields, for a person who doubts it.

Nothing is read anew: the words are looked for that the steps of reading go by, and where none stands in the text the
ground says so. A pure function of the document, like all of reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.model import Document, Figure, Period, Quotation, Span, Status, Topic
from briefgen.reading import attribution, context, measures, periods, sentences, status, tables
from briefgen.reading.parts import Line
from briefgen.reading.periods import Expression
from briefgen.reading.status import Hit, Where


class Ground(Struct, frozen=True):
    """One field, and the words that it was read from."""

    field: str
    """As in `Figure`: "period", "status" ..."""
    text: str
    """What it was read from, in plain words with the words of the text in quotation marks. May be empty."""


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
    found = (
        *_value(document, figure, language),
        Ground("status", _status(document, figure, language)),
        *_times(document, figure, lines, own, language),
        *_measure(document, figure, lines, own, topics),
        *_voice(document, figure, lines, quotations),
    )
    return tuple(found)


def _quoted(document: Document, start: int, end: int) -> str:
    return f"“{' '.join(document.text[start:end].split())}”"


def _value(document: Document, figure: Figure, language: str) -> Iterator[Ground]:
    yield Ground("value", _quoted(document, figure.span.start, figure.span.end))
    if figure.quantity.modifier:
        start, sentence = figure.passage.span.start, figure.passage.quote
        own = Span(figure.span.start - start, figure.span.end - start)
        _, begin = context.modifier(sentence, own.start, own.end, own.end, context.rules(language))
        words = " ".join(sentence[begin : own.start].split())
        yield Ground("modifier", f"“{words}”" if words else "the words around it")


def _status(document: Document, figure: Figure, language: str) -> str:
    """The word of plan, expectation ... that stands nearest; what was done needs none."""
    rules = status.judge_of(language)
    sentence = figure.passage.span
    hits = [
        hit
        for where in Where
        for hit in status.hits_in(document.text, sentence.start, sentence.end, where, rules)
        if hit.cue.status is figure.status
    ]
    usual = "no word makes it a plan, an aim or an expectation"
    if not hits:
        return usual if figure.status is Status.ACTUAL else "the time that it is for, or the sentence before"
    before = [hit for hit in hits if hit.end <= figure.span.start]
    if figure.status is Status.ACTUAL and not before:
        return usual
    nearest = min(before or hits, key=lambda hit: (_gap(hit, figure.span), hit.start, -hit.end))
    return _quoted(document, nearest.start, nearest.end)


def _gap(one: Hit | Span, place: Span) -> int:
    return max(place.start - one.end, one.start - place.end, 0)


def _times(document: Document, figure: Figure, lines: Sequence[Line], own: int, language: str) -> Iterator[Ground]:
    spans = tuple(line.span for line in lines)
    said = periods.in_lines(document.text, spans, document.published, language)
    if figure.period:
        yield Ground("period", _time(document, figure, figure.period, said, own))
    if figure.base:
        yield Ground("base", _base(document, figure, figure.base, said[own]))
    if figure.deadline:
        here = [one for one in said[own] if one.deadline == figure.deadline]
        nearest = min(here, key=lambda one: _gap(one.span, figure.span), default=None)
        words = _quoted(document, nearest.span.start, nearest.span.end) if nearest else "the sentences around it"
        yield Ground("deadline", words)


def _base(document: Document, figure: Figure, meant: Period, here: Sequence[Expression]) -> str:
    """What a change is measured against: a time of its own, or so long before the time of the change."""
    fitting = [one for one in here if one.period == meant] or [one for one in here if one.compared or one.shift]
    if not fitting:
        return "counted back from the period"
    nearest = min(fitting, key=lambda one: _gap(one.span, figure.span))
    if nearest.period == meant:
        return _expression(document, nearest, "")
    return f"{_quoted(document, nearest.span.start, nearest.span.end)}, counted back from the period"


def _time(document: Document, figure: Figure, meant: Period, said: Sequence[Sequence[Expression]], own: int) -> str:
    """The expression that means a period: in the sentence, else the last one before it."""
    here = [one for one in said[own] if one.period == meant]
    if here:
        return _expression(document, min(here, key=lambda one: _gap(one.span, figure.span)), "")
    for place in range(own - 1, -1, -1):
        before = [one for one in said[place] if one.period == meant]
        if before:
            line = document.line_at(before[-1].span.start)
            return _expression(document, before[-1], f", carried over from line {line}")
    if document.published is None:
        return "“last year” and the like of this undated document, settled beside a dated one with the same numbers"
    return f"worked out from the times around it and the document's date, {document.published}"


def _expression(document: Document, one: Expression, carried: str) -> str:
    words = _quoted(document, one.span.start, one.span.end)
    if one.absolute or document.published is None:
        return words + carried
    return f"{words}, counted from the document's date, {document.published}{carried}"


def _measure(
    document: Document, figure: Figure, lines: Sequence[Line], own: int, topics: Sequence[Topic]
) -> Iterator[Ground]:
    if figure.measure is None:
        return
    language = document.language or measures.DEFAULT
    book = measures.book(topics, language)
    followed = next((one for one in book.measures if one.measure.name == figure.measure), None)
    if followed is None:
        yield Ground("measure", "the noun phrase of the text")
        return
    term = _found(document, followed.terms.pattern, lines, own)
    named = [one.pattern for one in (followed.names, followed.aliases) if one]
    name = next((found for pattern in named if (found := _found(document, pattern, lines, own))), None)
    words = " and ".join(filter(None, (term, name)))
    yield Ground("measure", f"a measure of the settings: {words}" if words else "a measure of the settings")


def _found(document: Document, pattern: re.Pattern[str], lines: Sequence[Line], own: int) -> str | None:
    """A word of the sentence, or the last one before it with its line."""
    span = lines[own].span
    here = pattern.search(document.text, span.start, span.end)
    if here:
        return _quoted(document, here.start(), here.end())
    before = list(pattern.finditer(document.text, 0, span.start))
    if not before:
        return None
    last = before[-1]
    return f"{_quoted(document, last.start(), last.end())} in line {document.line_at(last.start())}"


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
    explicit = any(speech.explicit for speech in around)
    yield Ground("attribution", "named in the sentence" if explicit else "who was speaking in the sentences before")
