"""Direct quotations with their speakers; names and scare quotes in quotation marks told apart."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import BlockKind, Document, Passage, Quotation, Span
from briefgen.reading import patterns, tables
from briefgen.reading.marks import Quoted, quoted
from briefgen.reading.names import Agent, Sort, lexicon
from briefgen.reading.parts import Line
from briefgen.reading.patterns import Pattern
from briefgen.reading.phrases import words
from briefgen.reading.speech import Form, Tag, alternation
from briefgen.reading.voices import Cast, Voice, heard, proper_names

FEW_WORDS = 4
"""Up to so many words without a tag are a name or a scare quote, however they are capitalised."""

LONGEST_PASSAGE = 5
"""Sentences of a passage that has the tag in a sentence of its own: "at most a few" (PRODUCT.md)."""


class Terms(Struct, frozen=True):
    """The words that make quoted words a name (`tables/<language>/speech.toml`)."""

    naming: Pattern
    """"so-called", "known as" ... right before the mark."""
    behind: frozenset[str]
    """"project", "programme" ... right behind it."""
    touching: Pattern
    """What may stand between a closing mark and a tag, or between a tag and a quotation."""
    leading: Pattern
    """What may stand between the verb and the quotation that it introduces."""


@lru_cache(maxsize=8)
def terms(language: str) -> Terms:
    """The tables of a language, compiled."""
    table = tables.load(language, "speech")
    naming = {"naming": alternation(list(table["naming"])).pattern}
    return Terms(
        behind=frozenset(table["named_things"]), **patterns.of(language, "speech", "quotation_patterns", naming)
    )


class Place(Struct, frozen=True):
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


class Story(Struct, frozen=True):
    """A document with its sentences and tags, to look places up in."""

    document: Document
    lines: Sequence[Line]
    heard: tuple[Voice, ...]
    """Every tag, in order."""
    known: Terms
    people: Cast
    """Who occurs in it."""

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def line_at(self, offset: int) -> int:
        """Index of the last sentence that starts at or before `offset`, or of the first one."""
        return max(0, bisect.bisect_right(self.lines, offset, key=lambda line: line.span.start) - 1)

    def before(self, offset: int, line: int) -> Voice | None:
        """The nearest tag that ends before `offset` in its sentence."""
        at = bisect.bisect_left(self.heard, offset, key=lambda voice: voice.tag.span.start)
        for voice in reversed(self.heard[max(0, at - LOOK_BACK) : at]):
            speech = voice.tag.form in (Form.SAY, Form.ACCORD, Form.DOCUMENT)
            if voice.line == line and voice.tag.verb.end <= offset and speech:
                return voice
        return None

    def behind(self, offset: int) -> Voice | None:
        """The tag of a verb of saying that stands right behind `offset`, in the same paragraph."""
        at = bisect.bisect_left(self.heard, offset, key=lambda voice: voice.tag.span.start)
        for voice in self.heard[at : at + 1]:
            gap = self.text[offset : min(voice.tag.span.start, offset + LONGEST_GAP)]
            near = voice.tag.span.start - offset < LONGEST_GAP and not any(mark in gap for mark in "\n.?!")
            if near and voice.tag.form is Form.SAY and self.known.touching.match(gap):
                return voice
        return None


LOOK_BACK = 4
"""Tags before a quotation that are looked at; a sentence with more of them is no sentence."""

LED = "verb"
"""A verb introduces a quotation, maybe with a word between: "said that"."""

LONGEST_GAP = 20
"""Characters between a quotation and its tag: a comma, a dash, an article."""


def find(document: Document, lines: Sequence[Line], topics: Sequence[tuple[str, ...]]) -> tuple[Quotation, ...]:
    """The direct and partial quotations of a document, in order.

    `topics` are the topic ids of each sentence; a quotation has those of its sentences.
    """
    language = document.language or "en"
    if not lines or not tables.knows(language, "speech"):
        return ()
    hearing = heard(document, tuple(lines), language)
    story = Story(document, lines, hearing.voices, terms(language), hearing.people)
    kept: list[tuple[Place, bool]] = []
    for place in located(story):
        partial = judged(story, place)
        if partial and kept and splits(kept[-1], place):
            partial = False
        if partial is not None:
            kept.append((place, partial))
    speakers = spoken_by(story, [place for place, _ in kept])
    passages: dict[Span, Passage] = {}
    return tuple(
        quotation(story, topics, place, voice, passages, partial=partial)
        for (place, partial), voice in zip(kept, speakers, strict=True)
    )


def splits(earlier: tuple[Place, bool], place: Place) -> bool:
    """Whether a quotation is the second part of one that a tag splits: "A," said X, "b"."""
    before, partial = earlier
    return not partial and before.behind is not None and before.behind is place.before and before.last == place.first


def located(story: Story) -> Iterator[Place]:
    """Each quoted stretch, cut where its mark was never closed, with its sentences and tags."""
    blocks = quoted(story.document)
    for number, parts in enumerate(blocks):
        following = blocks[number + 1][:1] if number + 1 < len(blocks) else ()
        for part in parts:
            first = story.line_at(part.span.start)
            if story.lines[first].block < number and first + 1 < len(story.lines):
                first += 1
            if story.lines[first].block != number:
                continue
            whole = shortened(story, part, first, following)
            last = max(first, story.line_at(max(whole.span.end - 1, whole.span.start)))
            before = story.before(whole.outer.start, first)
            yield Place(whole, number, first, last, before, story.behind(whole.outer.end))


def shortened(story: Story, part: Quoted, first: int, following: Sequence[Quoted]) -> Quoted:
    """A stretch whose closing mark is missing, cut to what is surely quoted.

    It goes to the end of its block when the next one takes the quotation up; else to the tag of its sentence, or to
    the sentence's end: author's words are never given to a speaker.
    """
    text, end = story.text, part.span.end
    if not part.opened:
        start = first_letter(text, part.span.start)
        return replace(part, span=Span(start, max(start, end)), outer=Span(start, part.outer.end))
    if part.closed:
        return part
    if not any(one.outer.start <= first_letter(text, end) or not one.opened for one in following):
        end = max(tag_or_end(story, part.span.start, first), part.span.start)
    trimmed = len(text[part.span.start : end].rstrip()) + part.span.start
    return replace(part, span=Span(part.span.start, trimmed), outer=Span(part.outer.start, trimmed))


def tag_or_end(story: Story, start: int, line: int) -> int:
    """Where the first tag behind `start` begins that follows its words; else the end of the sentence."""
    at = bisect.bisect_right(story.heard, start, key=lambda voice: voice.tag.span.start)
    for voice in story.heard[at : at + LOOK_BACK]:
        if voice.line == line and voice.tag.after:
            return voice.tag.span.start
    return story.lines[line].span.end


def first_letter(text: str, start: int) -> int:
    """Offset of the first character from `start` on that is no blank."""
    furthest = 200
    ahead = text[start : start + furthest]
    return start + len(ahead) - len(ahead.lstrip())


def judged(story: Story, place: Place) -> bool | None:
    """Whether a quoted stretch is a partial quotation (True), a direct one (False) or none at all (None)."""
    part = place.part
    inside = story.text[part.span.start : part.span.end].strip()
    if not any(letter.isalpha() for letter in inside):
        return None
    tagged = place.behind is not None and (inside[-1] in STOPS or story.text.startswith(",", part.outer.end))
    if not part.opened:
        return False if tagged and len(inside.split()) > FEW_WORDS else None
    if tagged or is_term(story, place):
        return False if tagged else None
    if titled(story, place) is not None or is_sentence(story, place, inside):
        return False
    governed = place.before is not None and story.lines[place.first].kind is BlockKind.PARAGRAPH
    named = title_case(inside) and not introduction(story, place)
    return True if governed and not named else None


STOPS = frozenset(",.?!…;—–-")
"""Marks that direct speech ends with before its tag."""


def is_sentence(story: Story, place: Place, inside: str) -> bool:
    """Whether whole sentences are quoted: introduced by a tag, or standing for themselves."""
    count = len(inside.split())
    if inside[0].isalpha() and not inside[0].isupper():
        return False
    introduced = introduction(story, place)
    if introduced == ":" or (introduced and count >= FEW_WORDS):
        return True
    if not opens_sentence(story.lines, place):
        return False
    fewest = FEW_WORDS - 1 if inside[-1] in ".?!…" and ends_sentence(story, place) else FEW_WORDS + 1
    return count >= fewest and (inside[-1] in STOPS or ends_sentence(story, place))


def is_term(story: Story, place: Place) -> bool:
    """Whether the words around the marks say that a name stands between them."""
    text, part = story.text, place.part
    longest = 40
    head = text[max(story.lines[place.first].span.start, part.outer.start - longest) : part.outer.start]
    if story.known.naming.search(head) and len(text[part.span.start : part.span.end].split()) <= 2 * FEW_WORDS:
        return True
    tail = NEXT_WORD.match(text[part.outer.end : part.outer.end + longest])
    return tail is not None and tail.group(1).lower() in story.known.behind


NEXT_WORD = Pattern(r"\s*([^\W_][\w-]*)")
"""The word behind a closing mark."""


def introduction(story: Story, place: Place) -> str | None:
    """The mark or word by which a tag introduces the quotation: ":", "," or a verb; None when nothing does."""
    text = story.text
    gap = text[max(0, place.part.outer.start - 3) : place.part.outer.start].rstrip()
    if gap.endswith(":"):
        return ":"
    if place.before is None:
        return None
    tag = place.before.tag
    for end in (tag.verb.end, max(tag.span.end, tag.verb.end)):
        near = place.part.outer.start - end < LONGEST_GAP
        if near and story.known.leading.match(text[end : place.part.outer.start]):
            return LED
    return "," if gap.endswith(",") and tag.form is Form.SAY else None


def opens_sentence(lines: Sequence[Line], place: Place) -> bool:
    """Whether the quotation starts its sentence."""
    return place.part.outer.start <= lines[place.first].span.start


def ends_sentence(story: Story, place: Place) -> bool:
    """Whether nothing but a mark stands behind the quotation in its sentence."""
    rest = story.text[place.part.outer.end : min(story.lines[place.last].span.end, place.part.outer.end + LONGEST_GAP)]
    return not any(letter.isalnum() for letter in rest)


def title_case(inside: str) -> bool:
    """Whether the words are written like a title: "Development of the Northern Port"."""
    longest = 10
    parts = inside.strip(".,;!?").split()
    short = FEW_WORDS - 1
    capitals = all(word[0].isupper() or len(word) <= short for word in parts)
    return 0 < len(parts) <= longest and parts[0][0].isupper() and capitals


def spoken_by(story: Story, places: Sequence[Place]) -> list[Voice | None]:
    """The tag that each quotation belongs to: its own, or the one before it that it goes on from."""
    text = story.text
    own = [place.behind or place.before for place in places]
    for number in range(len(places) - 2, -1, -1):
        following = places[number + 1]
        interrupted = following.block == places[number].block and not following.part.opened
        if own[number] is None and (interrupted or resumes(text, places[number], following)):
            own[number] = own[number + 1]
    found: list[Voice | None] = []
    for number, place in enumerate(places):
        voice = own[number]
        if voice is None and number and continues(story, places[number - 1], place):
            voice = found[number - 1]
        found.append(voice or titled(story, place) or recent(story, place) or introduced(story, place))
    return found


def resumes(text: str, place: Place, following: Place) -> bool:
    """Whether an unclosed quotation goes on in the next block."""
    if place.part.closed or following.block != place.block + 1:
        return False
    return not text[place.part.outer.end : following.part.outer.start].strip()


def continues(story: Story, earlier: Place, place: Place) -> bool:
    """Whether a quotation without a tag follows one of the same speaker."""
    if earlier.block == place.block:
        return place.first - earlier.last <= 1
    if resumes(story.text, earlier, place):
        return True
    next_one = place.block == earlier.block + 1 and earlier.last == place.first - 1
    return next_one and opens_sentence(story.lines, place)


def recent(story: Story, place: Place) -> Voice | None:
    """The tag of the sentence before, in the same block or at the end of the one before it."""
    at = bisect.bisect_left(story.heard, place.first, key=lambda voice: voice.line) - 1
    if at < 0:
        return None
    voice = story.heard[at]
    same = story.lines[voice.line].block == place.block
    furthest = 2 if same else 1
    near = place.first - voice.line <= furthest
    return voice if near and voice.tag.form in (Form.SAY, Form.ACCORD) else None


def introduced(story: Story, place: Place) -> Voice | None:
    """The person whom the words before a quotation are about: "Roe was blunt. “…”", "Roe, head of the port: “…”"."""
    colon = story.text[max(0, place.part.outer.start - 3) : place.part.outer.start].rstrip().endswith(":")
    line = place.first if colon else place.first - 1
    if line < 0 or story.lines[line].block != place.block or not (colon or opens_sentence(story.lines, place)):
        return None
    name = story.people.openers.get(line)
    return None if name is None else untagged(story, name, line)


def titled(story: Story, place: Place) -> Voice | None:
    """The person named behind a quotation that is a headline: ""Ten million is realistic": rail boss Jane Roe"."""
    if not story.text.startswith(":", place.part.outer.end) or not opens_sentence(story.lines, place):
        return None
    lex = lexicon(story.document.language or "en")
    behind = words(story.text, Span(place.part.outer.end + 1, story.lines[place.last].span.end))
    names = [story.people.resolve(agent.name) for agent in proper_names(behind, lex)[:2]]
    person = next((name for name in names if story.people.role(name, lex)), None)
    return untagged(story, person, place.first) if person else None


def untagged(story: Story, name: str, line: int) -> Voice:
    """A person who speaks without a tag."""
    head = Span(story.lines[line].span.start, story.lines[line].span.start)
    role = story.people.role(name, lexicon(story.document.language or "en"))
    return Voice(
        Tag(head, head, Agent(0, 0, name, None, Sort.PERSON), Form.SAY, after=False), line, name, role, person=True
    )


def quotation(  # noqa: PLR0913 - each argument is one thing that was found out
    story: Story,
    topics: Sequence[tuple[str, ...]],
    place: Place,
    voice: Voice | None,
    passages: dict[Span, Passage],
    *,
    partial: bool,
) -> Quotation:
    """A quoted stretch with its speaker and passage; `passages` are those made before, so that they are shared."""
    first, last = place.first, place.last
    if voice is not None and story.lines[voice.line].block == place.block:
        wider = min(first, voice.line), max(last, voice.line)
        if wider[1] - wider[0] < LONGEST_PASSAGE:
            first, last = wider
    span = Span(
        min(story.lines[first].span.start, place.part.span.start), max(story.lines[last].span.end, place.part.span.end)
    )
    if span not in passages:
        passages[span] = Passage(story.document.id, span, story.text[span.start : span.end])
    labels = tuple(dict.fromkeys(topic for number in range(place.first, place.last + 1) for topic in topics[number]))
    return Quotation(
        span=place.part.span,
        speaker=voice.speaker if voice else None,
        role=voice.role if voice else None,
        passage=passages[span],
        partial=partial,
        topics=labels,
    )
