"""Who is responsible for what a sentence says.

Explicit where a tag stands in the sentence ("Roe said", "according to the ministry", "both sides pledged"), carried
over where the same speaker plainly goes on. A sentence in the author's own voice has nobody.
"""

from __future__ import annotations

import bisect
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from briefgen.model import BlockKind, Document, Quotation, Span
from briefgen.reading import patterns, tables
from briefgen.reading.names import Lexicon, Sort, lexicon, starting_at
from briefgen.reading.parts import Line, Speech
from briefgen.reading.patterns import Pattern
from briefgen.reading.phrases import words
from briefgen.reading.speech import Form
from briefgen.reading.voices import Cast, Hearing, Voice, heard

LONGEST_CLAUSE = 400
"""Characters before a tag in which its clause must begin."""


LONGEST_MISTAKE = 60
"""Characters in front of a verb in which an article may name its own earlier version."""

CONVERSION = Pattern(r"\([^()]{0,8}[$€£¥₹₽₸₼₺₴][^()]{0,40}\)|\([^()]{0,8}\b[A-Z]{3}\s?\d[^()]{0,40}\)")
"""An amount in brackets in another currency: the editor's conversion, nobody's words."""


class Rules(Struct, frozen=True):
    """The patterns of a language (`speech.toml` says what each is for)."""

    border: Pattern
    relative: Pattern
    going_on: Pattern
    own_voice: Pattern
    ahead: Pattern
    answer: Pattern
    question: Pattern
    oration: Pattern
    reporting: Pattern
    accompanying: Pattern
    given: Pattern
    """A number that is set against another one, and its giver: "not the | 5 million | that the | council | gives"."""
    corrected: Pattern
    """The end of a text behind which an article speaks of its own mistake: "an earlier version of"."""


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its table."""
    return Rules(**patterns.of(language, "speech", "attribution_patterns"))


INTERVIEW_SHARE = 0.75
"""Share of the speech tags of persons that one of them has in an interview."""

INTERVIEW_TAGS = 5
"""Fewer tags than this are a news item that quotes somebody, not an interview."""


OVERLAPPING = 16
"""More stretches than ever cover one place; so a document of any length is looked up in constant time."""


def speeches(document: Document, lines: Sequence[Line], quotations: Sequence[Quotation]) -> tuple[Speech, ...]:
    """The stretches of the document that somebody is responsible for, in order of their start."""
    language = document.language or "en"
    if not tables.knows(language, "speech"):
        return ()
    direct = sorted(quotation.span for quotation in quotations if not quotation.partial)
    hearing = heard(document, tuple(lines), language)
    known = rules(language)
    said = [
        voice
        for voice in hearing.voices
        if not quoted_tag(voice, direct)
        and not known.corrected.search(
            document.text, max(0, voice.tag.verb.start - LONGEST_MISTAKE), voice.tag.verb.start
        )
    ]
    found = [
        Speech(quotation.span, quotation.speaker, quotation.role, explicit=True)
        for quotation in quotations
        if quotation.speaker is not None
    ]
    found += reported(document, lines, said, known)
    found += carried(document, lines, said, quotations, hearing, known)
    found += given_by_others(document, lines, known, language)
    found += answers(document, hearing, known, language)
    found += unlabelled(document, lines, hearing, known, language)
    found += orated(document, known, language)
    return tuple(sorted(found, key=lambda speech: (speech.span, speech.speaker)))


def of(span: Span, speeches: Sequence[Speech]) -> str | None:
    """Who is responsible for what stands at `span`: the speaker of the narrowest stretch around it."""
    last = bisect.bisect_right(speeches, span.start, key=lambda speech: speech.span.start)
    around = [speech for speech in speeches[max(0, last - OVERLAPPING) : last] if speech.span.end >= span.end]
    return min(around, key=lambda speech: (len(speech.span), speech.span, speech.speaker)).speaker if around else None


def quoted_tag(voice: Voice, direct: Sequence[Span]) -> bool:
    """Whether a tag stands inside direct speech, where it is part of what was said."""
    at = bisect.bisect_right(direct, voice.tag.verb.start, key=lambda span: span.start) - 1
    return at >= 0 and direct[at].holds(voice.tag.verb)


def by_line(said: Sequence[Voice]) -> dict[int, list[Voice]]:
    """The tags of each sentence."""
    found: dict[int, list[Voice]] = {}
    for voice in said:
        found.setdefault(voice.line, []).append(voice)
    return found


def reported(document: Document, lines: Sequence[Line], said: Sequence[Voice], known: Rules) -> list[Speech]:
    """What stands beside the tags of each sentence."""
    return [
        Speech(stretch, voice.speaker, voice.role, explicit=True)
        for number, tags in by_line(said).items()
        for voice, span in shared(document.text, lines[number].span, tags, known)
        if voice.speaker is not None
        for stretch in without(document.text, span, voice, known)
    ]


def shared(text: str, sentence: Span, tags: Sequence[Voice], known: Rules) -> list[tuple[Voice, Span]]:
    """A sentence dealt out to its tags: each has the words up to the clause in which the next one speaks."""
    parts: list[tuple[Voice, Span]] = []
    start, holder = reach(text, sentence, tags[0], known), tags[0]
    for voice in tags[1:]:
        if voice.speaker == holder.speaker and voice.tag.form is holder.tag.form:
            continue
        border = clause_start(text, holder.tag.span.end, voice, known)
        if border is None:
            holder = voice if overrides(voice, holder) else holder
            continue
        parts.append((holder, Span(start, border)))
        start, holder = border, voice
    return [*parts, (holder, Span(start, sentence.end))]


def overrides(voice: Voice, holder: Voice) -> bool:
    """Whether a tag at the end says the whole of its clause, plans of others in it too: "X plans to ..., Roe said"."""
    if not voice.tag.after or holder.tag.after or holder.tag.form is Form.ACCORD:
        return False
    planned = holder.tag.form in (Form.PLEDGE, Form.INTEND)
    return voice.tag.form is Form.SAY or (planned and voice.tag.form in (Form.ACCORD, Form.DOCUMENT))


def reach(text: str, sentence: Span, voice: Voice, known: Rules) -> int:
    """Where the words of the first tag begin: the sentence's start, unless it is a plan in a later clause."""
    if voice.tag.form is Form.DOCUMENT and voice.tag.after:
        return sentence.start
    if voice.tag.form in (Form.PLEDGE, Form.INTEND, Form.DOCUMENT) or (
        voice.tag.verb.start > voice.tag.span.start and accompanies(text, voice, known)
    ):
        border = clause_start(text, sentence.start, voice, known)
        return sentence.start if border is None else border
    return sentence.start


def accompanies(text: str, voice: Voice, known: Rules) -> bool:
    """Whether the tag is of the pattern ", with the ministry indicating"."""
    return known.accompanying.match(text, voice.tag.span.start) is not None


def clause_start(text: str, after: int, voice: Voice, known: Rules) -> int | None:
    """Where the clause begins in which a tag speaks; None when no clause begins between `after` and the tag.

    A tag behind its words takes the clause before it; one before its words, the clause that it stands in.
    """
    if voice.tag.form is Form.GAP:
        return voice.tag.span.start
    limit = voice.tag.verb.start if not voice.tag.after else voice.tag.span.start
    borders = [match.start() for match in known.border.finditer(text, max(after, limit - LONGEST_CLAUSE), limit)]
    if borders:
        return borders[-1]
    return voice.tag.span.start if text[after : voice.tag.span.start].rstrip().endswith(":") else None


def without(text: str, span: Span, voice: Voice, known: Rules) -> list[Span]:
    """The stretch without what is plainly the author's: conversions in brackets, and what is added to a plan."""
    if voice.tag.form not in (Form.PLEDGE, Form.INTEND):
        return [span]
    clause = known.relative.search(text, voice.tag.verb.end, span.end)
    end = clause.start() if clause else span.end
    stretches, start = [], span.start
    for match in CONVERSION.finditer(text, span.start, end):
        stretches.append(Span(start, match.start()))
        start = match.end()
    stretches.append(Span(start, end))
    return [stretch for stretch in stretches if len(stretch)]


def carried(  # noqa: PLR0913 - the sentences, who speaks in them and who is their subject
    document: Document,
    lines: Sequence[Line],
    said: Sequence[Voice],
    quotations: Sequence[Quotation],
    hearing: Hearing,
    known: Rules,
) -> list[Speech]:
    """The sentences without a tag in which the speaker of the one before goes on.

    Only inside a block, and only where the sentence takes up the one before ("This would ...") or the source is an
    institution that nobody interrupts; in an interview, where one person has nearly all the words, a sentence between
    hers needs no such sign.
    """
    tagged = {
        number: shared(document.text, lines[number].span, tags, known)[-1][0] for number, tags in by_line(said).items()
    }
    guest = interviewed(said)
    starts = quoted_lines(lines, quotations)
    found: list[Speech] = []
    current: Voice | Quotation | None = None
    strict = across = paper = False
    for number, line in enumerate(lines):
        if line.kind is not BlockKind.PARAGRAPH or (number and line.block - lines[number - 1].block > 1):
            current = None
        elif number and lines[number - 1].block != line.block:
            across = True
        if number in tagged:
            voice = tagged[number]
            current = voice if voice.tag.form in CARRYING else None
            strict, across = number in starts and voice.person, False
            written = number in hearing.people.papers or voice.tag.form is not Form.SAY
            paper = written and voice.tag.agent.sort is not Sort.GROUP
        elif number in starts:
            current, strict, across = starts[number], True, False
        elif current is not None and current.speaker is not None:
            sentence = document.text[line.span.start : line.span.end]
            if (current.speaker == guest and not across) or (
                known.reporting.search(sentence)
                if strict or across
                else goes_on(current, sentence, hearing.subjects.get(number), known, from_paper=paper)
            ):
                found.append(Speech(line.span, current.speaker, current.role, explicit=False))
                strict = across = False
            else:
                current = None
    return found


CARRYING = (Form.SAY, Form.ACCORD, Form.DOCUMENT, Form.GAP)
"""Tags whose speaker may go on in the next sentence; who pledged something has said all of it."""


def goes_on(current: Voice | Quotation, sentence: str, subject: str | None, known: Rules, *, from_paper: bool) -> bool:
    """Whether a sentence is still what the speaker of the one before says.

    An institution goes on behind its tag ("..., the office said. Imports fell"), and with what it has in writing.
    """
    if known.own_voice.search(sentence):
        return False
    if known.going_on.search(sentence):
        return True
    if not isinstance(current, Voice) or (current.person and not (current.vague and current.tag.after)):
        return False
    if subject is not None and not shares(subject, current.speaker or ""):
        return False
    foretold = current.tag.foretells and not known.ahead.search(sentence)
    return not foretold and (current.tag.after or from_paper)


def shares(subject: str, speaker: str) -> bool:
    """Whether two names may be the same body's: they have a word in common."""
    return not set(subject.lower().split()).isdisjoint(speaker.lower().split())


def quoted_lines(lines: Sequence[Line], quotations: Sequence[Quotation]) -> dict[int, Quotation]:
    """The sentences that hold direct speech, with the last quotation of each."""
    found: dict[int, Quotation] = {}
    ordered = sorted(quotations, key=lambda quotation: quotation.span)
    at = 0
    for number, line in enumerate(lines):
        while at < len(ordered) and ordered[at].span.end <= line.span.start:
            at += 1
        if at < len(ordered) and ordered[at].span.overlaps(line.span) and not ordered[at].partial:
            found[number] = ordered[at]
    return found


def given_by_others(document: Document, lines: Sequence[Line], known: Rules, language: str) -> Iterator[Speech]:
    """The numbers that a speaker sets his own against: "4 million, not the 5 million that the council gives"."""
    lex = lexicon(language)
    for line in lines:
        for match in known.given.finditer(document.text, line.span.start, line.span.end):
            rest = words(document.text, Span(match.start("giver"), match.end("giver")))
            agent = starting_at(rest, 0, lex) if len(rest) else None
            named = agent is not None and agent.sort is not Sort.PRONOUN
            yield Speech(Span(*match.span(1)), agent.name if agent and named else match["giver"], None, explicit=True)


def answers(document: Document, hearing: Hearing, known: Rules, language: str) -> list[Speech]:
    """What is said behind the name of somebody at the head of a paragraph, in an interview: "Roe: We carried 5.".

    Where a name stands in front of the questions too, an answer goes on over the paragraphs up to the next name.
    """
    people, lex = hearing.people, lexicon(language)
    labels = [
        (number, match.end(), labelling(match["name"], people, lex))
        for number, block in enumerate(document.blocks)
        if block.kind is BlockKind.PARAGRAPH and (match := LABEL.match(document.text, block.span.start, block.span.end))
    ]
    often = Counter(name for _, _, name in labels)
    asking = Counter(name for at, _, name in labels if is_question(block_text(document, at), known))
    asks = any(often[name] > 1 and 2 * asking[name] >= often[name] for name in often)
    followed = [number if asks else at + 1 for (at, _, _), (number, _, _) in itertools.pairwise(labels)]
    return [
        Speech(Span(start, document.blocks[until - 1].span.end), name, people.role(name, lex), explicit=True)
        for (at, start, name), until in zip(labels, [*followed, labels[-1][0] + 1 if labels else 0], strict=False)
        if often[name] >= ANSWERS and 2 * asking[name] < often[name] and (" " in name or people.role(name, lex))
    ]


def block_text(document: Document, number: int) -> str:
    """The text of a block."""
    span = document.blocks[number].span
    return document.text[span.start : span.end]


def labelling(label: str, people: Cast, lex: Lexicon) -> str:
    """The person whom the label of an answer names: by surname, with a title, or by the office alone."""
    if label.lower() in lex.roles:
        holders = [
            name for name, roles in people.roles.items() if any(label.lower() in role.lower().split() for role in roles)
        ]
        return holders[0] if len(holders) == 1 else label
    full = people.resolve(label.rsplit(maxsplit=1)[-1])
    return full if full in label or " " not in label else people.resolve(label)


def unlabelled(
    document: Document, lines: Sequence[Line], hearing: Hearing, known: Rules, language: str
) -> Iterator[Speech]:
    """The answers in an interview that names nobody in front of them: the paragraphs behind a question, or an "A:"."""
    blocks = [block for block in document.blocks if document.text[block.span.start : block.span.end].strip()]
    asked = [is_question(document.text[block.span.start : block.span.end], known) for block in blocks]
    if sum(asked) < ANSWERS or any(first and second for first, second in itertools.pairwise(asked)):
        return
    start = blocks[asked.index(True)].span.start
    texts = [document.text[line.span.start : line.span.end] for line in lines]
    guest = hearing.guest(bisect.bisect_left(lines, start, key=lambda line: line.span.start), texts)
    if guest is None:
        return
    role = hearing.people.role(guest, lexicon(language))
    last = max(number for number, question in enumerate(asked) if question) + 1
    for block, question in itertools.islice(zip(blocks, asked, strict=True), asked.index(True), last + 1):
        text = document.text[block.span.start : block.span.end]
        hers = known.answer.search(text) or not LABEL.match(text)
        if hers and not question and block.kind is BlockKind.PARAGRAPH:
            yield Speech(block.span, guest, role, explicit=True)


def orated(document: Document, known: Rules, language: str) -> Iterator[Speech]:
    """The whole of a speech or statement, whose title says whose it is: "Statement by the Ministry of Mines"."""
    lex = lexicon(language)
    for block in document.blocks[:TITLES]:
        title = known.oration.search(document.text, block.span.start, block.span.end)
        if title is None or block.kind is not BlockKind.HEADING:
            continue
        agent = starting_at(words(document.text, Span(title.end(), block.span.end)), 0, lex)
        if agent is not None and agent.sort is not Sort.PRONOUN:
            rest = [one.span for one in document.blocks if one.span.start >= block.span.end]
            yield from (Speech(span, agent.name, agent.role, explicit=True) for span in rest if len(span))
            return


TITLES = 3
"""Blocks at the head of a document that may be its title."""


def is_question(text: str, known: Rules) -> bool:
    """Whether a paragraph is a question of an interview."""
    longest = 400
    return len(text) <= longest and known.question.search(text.strip()) is not None


LABEL = Pattern(r"[*_]{0,2}(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'.-]+){0,3})[*_]{0,2}:[*_]{0,2}\s")
"""The name of a speaker at the head of a paragraph."""
ANSWERS = 3
"""Paragraphs behind one name that make an interview."""


def interviewed(said: Sequence[Voice]) -> str | None:
    """The person to whom nearly all tags of persons belong, in a document that is an interview."""
    people = Counter(voice.speaker for voice in said if voice.person and voice.speaker and voice.tag.form is Form.SAY)
    if not people:
        return None
    name, count = min(people.items(), key=lambda item: (-item[1], item[0]))
    return name if count >= INTERVIEW_TAGS and count >= INTERVIEW_SHARE * people.total() else None
