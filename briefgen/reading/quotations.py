"""Direct quotations with their speakers; names and scare quotes in quotation marks told apart."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from briefgen.model import BlockKind, Document, Passage, Quotation, Span
from briefgen.reading import tables
from briefgen.reading.marks import Quoted, quoted
from briefgen.reading.parts import Line
from briefgen.reading.speakers import Form, alternation
from briefgen.reading.voices import Voice, voices

FEW_WORDS = 4
"""Up to so many words without a tag are a name or a scare quote, however they are capitalised."""

LONGEST_PASSAGE = 5
"""Sentences of a passage that has the tag in a sentence of its own: "at most a few" (PRODUCT.md)."""

TOUCHING = re.compile(r"[\s,.;:!?—–\-]*(?:(?:the|a|an|and|as|his|her)\s)?\s*\Z")
"""What may stand between a closing mark and a tag, or between a tag and a quotation."""

LEADING = re.compile(r"[\s,:—–\-]*(?:that\s|of\s|as\s)?\s*\Z")
"""What may stand between the verb and the quotation that it introduces."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words that make quoted words a name (`tables/<language>/speech.toml`)."""

    before: re.Pattern[str]
    """"so-called", "known as" ... right before the mark."""
    behind: frozenset[str]
    """"project", "programme" ... right behind it."""


@lru_cache(maxsize=8)
def terms(language: str) -> Terms:
    """The tables of a language, compiled."""
    table = tables.load(language, "speech")
    before = alternation(list(table["naming"])).pattern
    return Terms(re.compile(rf"(?:{before})\s*(?:the|a|an)?\s*\Z", re.IGNORECASE), frozenset(table["named_things"]))


@dataclass(frozen=True, slots=True)
class Place:
    """A quoted stretch with the sentences and tags around it."""

    part: Quoted
    block: int
    first: int
    """Index of the sentence that it starts in."""
    last: int
    """Index of the sentence that it ends in."""
    before: Voice | None
    """The nearest tag before it in its sentence."""
    behind: Voice | None
    """The tag right behind it."""


def find(document: Document, lines: Sequence[Line], topics: Sequence[tuple[str, ...]]) -> tuple[Quotation, ...]:
    """The direct and partial quotations of a document, in order.

    `topics` are the topic ids of each sentence; a quotation has those of its sentences.
    """
    language = document.language or "en"
    if not tables.knows(language, "speech"):
        return ()
    heard = voices(document, lines, language)
    places = located(document, lines, heard)
    kept: list[tuple[Place, bool]] = []
    for place in places:
        partial = judged(document, lines, place, terms(language))
        if partial and kept and splits(kept[-1], place):
            partial = False
        if partial is not None:
            kept.append((place, partial))
    speakers = spoken_by(document, lines, [place for place, _ in kept], heard)
    return tuple(
        quotation(document, lines, topics, place, voice, partial=partial)
        for (place, partial), voice in zip(kept, speakers, strict=True)
    )


def splits(earlier: tuple[Place, bool], place: Place) -> bool:
    """Whether a quotation is the second part of one that a tag splits: "A," said X, "b"."""
    before, partial = earlier
    return not partial and before.behind is not None and before.behind is place.before and before.last == place.first


def located(document: Document, lines: Sequence[Line], heard: Sequence[Voice]) -> list[Place]:
    """Each quoted stretch, cut where its mark was never closed, with its sentences and tags."""
    starts = [line.span.start for line in lines]
    by_line: dict[int, list[Voice]] = {}
    for voice in heard:
        by_line.setdefault(voice.line, []).append(voice)
    blocks = quoted(document)
    found = []
    for number, parts in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else ()
        for part in parts:
            first = max(0, bisect.bisect_right(starts, part.span.start) - 1)
            if not lines or lines[first].block != number:
                first = bisect.bisect_left(starts, document.blocks[number].span.start)
            if first >= len(lines) or lines[first].block != number:
                continue
            whole = shortened(document, lines, part, first, by_line, following)
            last = max(first, bisect.bisect_right(starts, max(whole.span.end - 1, whole.span.start)) - 1)
            found.append(placed(document, whole, number, first, last, by_line))
    return found


def shortened(  # noqa: PLR0913 - a cut needs all that is known of the place
    document: Document,
    lines: Sequence[Line],
    part: Quoted,
    first: int,
    by_line: dict[int, list[Voice]],
    following: Sequence[Quoted],
) -> Quoted:
    """A stretch whose closing mark is missing, cut to what is surely quoted.

    It goes to the end of its block when the next one takes the quotation up; else to the tag of its sentence, or to
    the sentence's end: author's words are never given to a speaker.
    """
    text, end = document.text, part.span.end
    if not part.opened:
        start = first_letter(text, part.span.start)
        return replace(part, span=Span(start, max(start, end)), outer=Span(start, part.outer.end))
    if part.closed:
        return part
    resumed = following and (following[0].span.start <= first_letter(text, end) + 2 or not following[0].opened)
    if not resumed:
        end = lines[first].span.end
        tag = next((v for v in by_line.get(first, ()) if v.tag.after and v.tag.span.start > part.span.start), None)
        if tag is not None:
            end = tag.tag.span.start
        end = max(end, part.span.start)
    trimmed = len(text[part.span.start : end].rstrip()) + part.span.start
    return replace(part, span=Span(part.span.start, trimmed), outer=Span(part.outer.start, trimmed))


def first_letter(text: str, start: int) -> int:
    """Offset of the first character behind `start` that is no blank."""
    return start + len(text[start : start + 200]) - len(text[start : start + 200].lstrip())


def placed(
    document: Document, part: Quoted, block: int, first: int, last: int, by_line: dict[int, list[Voice]]
) -> Place:
    """A stretch with the tags that touch it."""
    text = document.text
    before = [
        voice
        for voice in by_line.get(first, ())
        if voice.tag.verb.end <= part.outer.start and voice.tag.form in (Form.SAY, Form.ACCORD, Form.DOCUMENT)
    ]
    behind = [
        voice
        for number in (last, last + 1)
        for voice in by_line.get(number, ())
        if voice.tag.span.start >= part.outer.end
        and voice.tag.form is Form.SAY
        and TOUCHING.match(text, part.outer.end, voice.tag.span.start)
        and "\n" not in text[part.outer.end : voice.tag.span.start]
    ]
    return Place(part, block, first, last, before[-1] if before else None, behind[0] if behind else None)


def judged(document: Document, lines: Sequence[Line], place: Place, known: Terms) -> bool | None:
    """Whether a quoted stretch is a partial quotation (True), a direct one (False) or none at all (None)."""
    text, part = document.text, place.part
    inside = text[part.span.start : part.span.end].strip()
    count = len(inside.split())
    if not any(letter.isalpha() for letter in inside):
        return None
    tagged = place.behind is not None and (
        inside[-1:] in ",.?!…;—–-" or text[part.outer.end : part.outer.end + 1] == ","
    )
    if not part.opened:
        return False if tagged and count > FEW_WORDS else None
    if tagged:
        return False
    if is_term(document, lines, place, known):
        return None
    introduced = introduction(text, place)
    sentence = inside[0].isupper() or inside[0] in "[…" or not inside[0].isalpha()
    if introduced and sentence and (introduced == ":" or count > FEW_WORDS - 1):
        return False
    if (
        sentence
        and count > FEW_WORDS
        and (inside[-1] in ".?!…,;" or ends_sentence(text, lines, place))
        and opens_sentence(lines, place)
    ):
        return False
    if place.before is None or lines[place.first].kind is not BlockKind.PARAGRAPH:
        return None
    if title_case(inside) and not introduced:
        return None
    return True


def is_term(document: Document, lines: Sequence[Line], place: Place, known: Terms) -> bool:
    """Whether the words around the marks say that a name stands between them."""
    text, part = document.text, place.part
    longest = 40
    head = text[max(lines[place.first].span.start, part.outer.start - longest) : part.outer.start]
    if known.before.search(head) and len(text[part.span.start : part.span.end].split()) <= 2 * FEW_WORDS:
        return True
    tail = re.match(r"[\s]*([^\W_][\w-]*)", text[part.outer.end : part.outer.end + longest])
    return tail is not None and tail.group(1).lower() in known.behind


def introduction(text: str, place: Place) -> str | None:
    """The mark or word by which a tag introduces the quotation: ":", "," or "that"; None when nothing does."""
    gap_start = text[max(0, place.part.outer.start - 3) : place.part.outer.start].rstrip()
    if gap_start.endswith(":"):
        return ":"
    if place.before is None:
        return None
    between = text[place.before.tag.verb.end : place.part.outer.start]
    agent_end = max(place.before.tag.span.end, place.before.tag.verb.end)
    if LEADING.match(between) or LEADING.match(text, agent_end, place.part.outer.start):
        return "that"
    return "," if gap_start.endswith(",") and place.before.tag.form is Form.SAY else None


def opens_sentence(lines: Sequence[Line], place: Place) -> bool:
    """Whether the quotation starts its sentence."""
    return place.part.outer.start <= lines[place.first].span.start


def ends_sentence(text: str, lines: Sequence[Line], place: Place) -> bool:
    """Whether nothing but a mark stands behind the quotation in its sentence."""
    rest = text[place.part.outer.end : lines[place.last].span.end]
    return not any(letter.isalnum() for letter in rest)


def title_case(inside: str) -> bool:
    """Whether the words are written like a title: "Development of the Northern Port"."""
    longest = 10
    parts = inside.strip(".,;!?").split()
    return (
        len(parts) <= longest
        and all(word[0].isupper() or len(word) <= FEW_WORDS - 1 for word in parts)
        and parts[0][0].isupper()
    )


def spoken_by(
    document: Document, lines: Sequence[Line], places: Sequence[Place], heard: Sequence[Voice]
) -> list[Voice | None]:
    """The tag that each quotation belongs to: its own, or the one before it that it goes on from."""
    own = [
        place.behind or (place.before if introduction(document.text, place) or is_governed(place) else None)
        for place in places
    ]
    found: list[Voice | None] = []
    heard_lines = [voice.line for voice in heard]
    for number, place in enumerate(places):
        voice = own[number]
        if voice is None and number + 1 < len(places) and resumes(document.text, place, places[number + 1]):
            ahead = number + 1
            while (
                ahead < len(places) - 1
                and own[ahead] is None
                and resumes(document.text, places[ahead], places[ahead + 1])
            ):
                ahead += 1
            voice = own[ahead]
        if voice is None and number and continues(document, lines, places[number - 1], place):
            voice = found[number - 1]
        if voice is None:
            voice = recent(lines, place, heard, heard_lines)
        found.append(voice)
    return found


def is_governed(place: Place) -> bool:
    """Whether the tag before a quotation in its sentence is its own: no other tag stands behind it."""
    return place.behind is None and place.before is not None


def resumes(text: str, place: Place, following: Place) -> bool:
    """Whether an unclosed quotation goes on in the next block."""
    adjacent = following.block == place.block + 1
    return not place.part.closed and adjacent and not text[place.part.outer.end : following.part.outer.start].strip()


def continues(document: Document, lines: Sequence[Line], earlier: Place, place: Place) -> bool:
    """Whether a quotation without a tag follows one of the same speaker."""
    if earlier.block == place.block:
        return place.first - earlier.last <= 1
    return resumes(document.text, earlier, place) or (
        place.block == earlier.block + 1 and opens_sentence(lines, place) and earlier.last == place.first - 1
    )


def recent(lines: Sequence[Line], place: Place, heard: Sequence[Voice], heard_lines: Sequence[int]) -> Voice | None:
    """The tag of the sentence before, in the same block or at the end of the one before it."""
    at = bisect.bisect_left(heard_lines, place.first) - 1
    if at < 0:
        return None
    voice = heard[at]
    near = place.first - voice.line
    same = lines[voice.line].block == place.block
    furthest = 2
    if voice.tag.form not in (Form.SAY, Form.ACCORD) or not (near <= furthest if same else near == 1):
        return None
    return voice


def quotation(  # noqa: PLR0913 - each argument is one thing that was found out
    document: Document,
    lines: Sequence[Line],
    topics: Sequence[tuple[str, ...]],
    place: Place,
    voice: Voice | None,
    *,
    partial: bool,
) -> Quotation:
    """A quoted stretch with its speaker and passage."""
    first, last = place.first, place.last
    if voice is not None and lines[voice.line].block == place.block:
        wider = min(first, voice.line), max(last, voice.line)
        if wider[1] - wider[0] < LONGEST_PASSAGE:
            first, last = wider
    span = Span(lines[first].span.start, max(lines[last].span.end, place.part.span.end))
    labels = tuple(dict.fromkeys(topic for number in range(place.first, place.last + 1) for topic in topics[number]))
    return Quotation(
        span=place.part.span,
        speaker=voice.speaker if voice else None,
        role=voice.role if voice else None,
        passage=Passage(document.id, span, document.text[span.start : span.end]),
        partial=partial,
        topics=labels,
    )
