"""In their words: direct speech with speaker and role."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from briefgen.model import Citation, Passage, Quotation, Section, Span, Statement
from briefgen.writing.developments import OPINION
from briefgen.writing.material import Material
from briefgen.writing.standing import LEANING
from briefgen.writing.statements import CLOSING, OPENING, place, statement_id

MOST = 5
"""Quotations of one brief."""
MOST_OF_ONE = 2
"""Quotations of one speaker."""
SHORTEST, LONGEST = 7, 60
"""Words of a quotation."""
TELLING = 40
"""Words up to which a quotation is read to its end."""
OPENING_SENTENCE = re.compile(r"[.!?][”\"’']?\s+(?=[“\"‘'(]?[A-Z])")
"""Where a sentence of a quotation ends."""
GAP = " … "
"""Between the parts of a quotation that the document splits."""


class Voice(Struct, frozen=True):
    """A quotation, joined again where the document splits it."""

    speaker: str
    role: str | None
    parts: tuple[Span, ...]
    passage: Passage


def in_their_words(material: Material, said: Iterable[Statement]) -> Section:
    """The quotations of the topic that can stand alone, of as many speakers as there are."""
    told = [
        citation.passage for statement in said for citation in statement.citations if statement.author != "briefgen"
    ]
    counts: Counter[str] = Counter()
    statements: list[Statement] = []
    ordered = sorted(_voices(material), key=lambda voice: _order(voice, material))
    for voice in sorted(ordered, key=lambda voice: _id(voice) not in material.pins):
        text = _text(voice, material)
        if _told(voice, told) or not SHORTEST <= len(text.split()) <= LONGEST or LEANING.match(text):
            continue
        has_room = counts[voice.speaker] < MOST_OF_ONE and len(statements) < MOST
        if has_room or _id(voice) in material.pins:
            counts[voice.speaker] += 1
            statements.append(_statement(voice, text, material))
    return Section("quotations", "In their words", statements=tuple(statements))


def _told(voice: Voice, told: Iterable[Passage]) -> bool:
    """Some of its words were quoted before."""
    return any(
        passage.document_id == voice.passage.document_id and any(part.overlaps(passage.span) for part in voice.parts)
        for passage in told
    )


def _voices(material: Material) -> Iterator[Voice]:
    """Quotations with a known speaker; the parts of one passage by one speaker are one."""
    joined: dict[tuple[Passage, str], list[Quotation]] = {}
    for quotation in material.quotations:
        if quotation.speaker is not None and not quotation.partial:
            joined.setdefault((quotation.passage, quotation.speaker), []).append(quotation)
    for (passage, speaker), parts in joined.items():
        role = next((part.role for part in parts if part.role), None)
        yield Voice(speaker, role, tuple(part.span for part in parts), passage)


def _text(voice: Voice, material: Material) -> str:
    """The words; of a long speech only its sentences that are of the topic, as far as they follow each other."""
    document = material.document_of(voice.passage)
    spans = voice.parts
    words = GAP.join(document.text[span.start : span.end].strip(" ,") for span in spans)
    if len(words.split()) > LONGEST and len(spans) == 1:
        words = _excerpt(spans[0], voice, material)
    return _standing(" ".join(words.split()).rstrip(","))


def _standing(words: str) -> str:
    """The quotation from its first sentence on that does not lean on the one before it ("This opens …")."""
    rest = words
    while LEANING.match(rest) and (end := OPENING_SENTENCE.search(rest)):
        rest = rest[end.end() :]
    return words if LEANING.match(rest) else rest


def _excerpt(span: Span, voice: Voice, material: Material) -> str:
    """The first run of sentences of the topic inside the quotation that is short enough."""
    text = material.document_of(voice.passage).text
    inside = [
        Span(max(span.start, sentence.passage.span.start), min(span.end, sentence.passage.span.end))
        for sentence in material.sentences
        if sentence.passage.document_id == voice.passage.document_id and sentence.passage.span.overlaps(span)
    ]
    run: list[Span] = []
    for one in inside:
        follows = not run or not text[run[-1].end : one.start].strip()
        start = run[0].start if run else one.start
        if not follows or len(text[start : one.end].split()) > LONGEST:
            break
        run.append(one)
    return text[run[0].start : run[-1].end] if run else text[span.start : span.end]


def _order(voice: Voice, material: Material) -> tuple[int, int, int, int, str, int]:
    """Words of fact before words of judgement, short before long, newest document first, then those with a role."""
    document = material.document_of(voice.passage)
    text = _text(voice, material)
    fluff = len(OPINION.findall(text))
    long = int(len(text.split()) > TELLING)
    age = -(document.published.toordinal() if document.published else 0)
    return (min(fluff, 2), long, age, int(voice.role is None), document.name, voice.passage.span.start)


def _id(voice: Voice) -> str:
    return statement_id("quotations", place(voice.passage), *(str(span.start) for span in voice.parts))


def _statement(voice: Voice, text: str, material: Material) -> Statement:
    """A quotation as a statement."""
    bare = text.strip(f'{OPENING}{CLOSING}"')
    return Statement(
        id=_id(voice),
        text=f"{OPENING}{bare}{CLOSING}",
        citations=(Citation(voice.passage),),
        author="document",
        speaker=voice.speaker,
        role=voice.role,
        date=material.document_of(voice.passage).published,
    )
