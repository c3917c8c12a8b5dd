"""The claims of one document: each a stage that a sentence of a paragraph gives a thing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from briefgen.evidence.aliases import Names
from briefgen.evidence.claims.families import FAMILIES
from briefgen.evidence.claims.lists import ARTICLES, FUNCTION, TIMES, TITLES
from briefgen.evidence.claims.moods import Mood, is_passive, mood_of, verb_start
from briefgen.evidence.claims.parties import Party, parties_in
from briefgen.evidence.claims.phrases import NUMBERED, Line, before, behind, ending_at, every
from briefgen.evidence.claims.stages import Claimed, Family, Stage, forms
from briefgen.evidence.claims.things import OPENING, SERIAL, Thing, word_key
from briefgen.evidence.measures import names as capitals
from briefgen.evidence.origins import published
from briefgen.evidence.words import singular
from briefgen.model import BlockKind, Document, Passage, Reading

LONGEST = 1000
"""Characters of a sentence; a longer one is a list or a table, and tells no single claim."""
AROUND = 3
"""Sentences before and behind in which the parties are named."""
LEDE = 2
"""Sentences that a document begins with."""
BACK = 6
"""Sentences before in which the thing is named that "the treaty" stands for."""
RECENT = 1
"""Years before its document's in which something is news; older years make it background."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CLAUSE = re.compile(r"[;:]\s|,\s+(?:and|but|while|whereas|which|who)\s|[“”]")
"""Where the words in front of a stage word no longer say anything of it."""
WORD = re.compile(r"[^\W\d_]+")
WORK = re.compile(r"\b(?:construction|building|works?)\b", re.IGNORECASE)
"""What begins before a thing is there (English)."""
OVER = re.compile(r"\b(?:suspended|collapsed|broken?|failed|halted|stalled|ended|cancell?ed)\b", re.IGNORECASE)
"""Talks of which such a word follows are under way no more (English)."""
POSTPONED = re.compile(
    r"\b(?:postponed|delayed|put off|pushed back|rescheduled|(?:slipped|slips|moved) (?:back )?(?:to|by|until|into))\b",
    re.IGNORECASE,
)
"""What is said of a launch or an opening that is still to come (English)."""
SECOND_VERB = re.compile(r",?\s(?:and|but|though|yet)\s+(?:it\s+)?$", re.IGNORECASE)
"""In front of a verb without a subject of its own."""
FIRST_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would)\b")
RELATIVE = re.compile(
    r",?\s(?:that|which|on which)\s(?:the\s)?(?:[\w’'-]+\s){1,6}?(?:(?:has|have|had)\s)?"
    r"(?:(?:not|yet|to|now|since|already|never)\s)*$"
)
"""A clause behind a thing of which a verb is said: "the law that parliament adopted"."""
NEXT = re.compile(r"\s+([^\W_]+)")
"""The word right behind another one."""


class Claim(Struct, frozen=True):
    """A thing with the stage that a sentence gives it."""

    family: int
    """Place in `FAMILIES`."""
    claimed: Claimed
    """The stage, and whether it is so."""
    thing: Thing
    """What it is said of."""
    around: frozenset[str]
    """Keys of the names in the sentences around."""
    openings: frozenset[str]
    """Keys of the first words of these sentences, which may be names or not."""
    passage: Passage
    """The sentence."""
    beside: frozenset[Party]
    """Parties in the sentence."""
    parties: frozenset[Party]
    """Parties in the sentences around, its own and those further before it among them."""
    theme: frozenset[Party]
    """Parties that the document begins with: whom it is about."""
    date: dt.date | None
    """When its document appeared."""


class Patterns(Struct, frozen=True):
    """The words of a stage, compiled."""

    verbs: re.Pattern[str]
    bases: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]
    future: re.Pattern[str]
    begun: re.Pattern[str]
    begin: re.Pattern[str]
    done: re.Pattern[str]


@cache
def patterns() -> tuple[tuple[tuple[Patterns, ...], re.Pattern[str]], ...]:
    """For each family the patterns of its stages, and one that finds whether a sentence has any of them."""

    def made(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{pattern or '(?!)'})(?![\w-])", re.IGNORECASE)

    def listed(stage: Stage) -> tuple[str, ...]:
        words = (forms(stage.verbs), forms(stage.bases))
        return (*words, stage.before, stage.behind, stage.future, stage.begun, stage.begin, stage.done)

    return tuple(
        (
            tuple(Patterns(*map(made, listed(stage))) for stage in family.stages),
            made("|".join(pattern for stage in family.stages for pattern in listed(stage) if pattern)),
        )
        for family in FAMILIES
    )


@cache
def _families() -> dict[str, tuple[int, ...]]:
    """Noun → places of its families, in order."""
    nouns = sorted({noun for family in FAMILIES for noun in family.heads})
    return {noun: tuple(at for at, family in enumerate(FAMILIES) if noun in family.heads) for noun in nouns}


def claims_of(
    reading: Reading,
    document: Document,
    names: Names,
    newest: dt.date | None = None,
    opening: frozenset[str] = frozenset(),
) -> Iterator[Claim]:
    """The claims of one document, in the order of the text; of headlines none, they shorten.

    `newest` is when the newest document appeared: what an undated one tells of years before is background. `opening`
    are the words that are names although they begin sentences (`parties.opening_names`).
    """
    body = [one.passage for one in reading.sentences if one.kind is BlockKind.PARAGRAPH]
    told = [one.passage for one in reading.sentences if one.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)]
    date = published(document)
    theme = frozenset().union(*(parties_in(one.quote, opening) for one in body[:LEDE]))
    for place, passage in enumerate(body):
        if len(passage.quote) > LONGEST or _is_background(passage.quote, date or newest):
            continue
        found = list(dict.fromkeys(_in_sentence(Line(passage.quote, names, document.id))))
        if found:
            near = [one.quote for one in body[max(0, place - AROUND) : place + AROUND + 1]]
            around = frozenset(key for quote in near for key in names_in(quote))
            openings = frozenset(key for quote in near for key in opening_of(quote))
            wide = body[max(0, place - BACK) : place + AROUND + 1]
            before_it = [Line(quote, names, document.id) for quote in _front_of(told, passage)]
            for family, claimed, thing in found:
                meant = meant_by(thing, before_it, FAMILIES[family])
                parties = frozenset().union(*(parties_in(one.quote, opening) for one in wide))
                beside = parties_in(passage.quote, opening)
                yield Claim(family, claimed, meant, around, openings, passage, beside, parties, theme, date)


def _front_of(told: Sequence[Passage], passage: Passage) -> list[str]:
    """The sentences in front of one, headings and the questions of interviews among them."""
    place = told.index(passage)
    return [one.quote for one in told[max(0, place - BACK) : place]]


def meant_by(thing: Thing, lines: Sequence[Line], family: Family) -> Thing:
    """What "the treaty" stands for: the one treaty that the sentences before name; where they name two, itself."""
    if not thing.definite or thing.named or thing.describing:
        return thing
    told = [other for line in lines for other in every(line, family) if other.head in {thing.head, SERIAL}]
    named = [other for other in told if other.named or other.describing]
    if not named or any((one.named, one.describing) != (named[0].named, named[0].describing) for one in named):
        return thing
    return named[-1]


@cache
def names_in(quote: str) -> frozenset[str]:
    """Keys of the names in a sentence, a name at its very start only if it is a country."""
    inner, capital = capitals(quote)
    first = {word for word in capital - inner if word_key(word)[1]}
    return frozenset(key for word in (inner | first) - TIMES - TITLES for key in word_key(word)[0])


@cache
def opening_of(quote: str) -> frozenset[str]:
    """Keys of the first word of a sentence, unless it is one that begins no name."""
    inner, capital = capitals(quote)
    return frozenset(key for word in capital - inner - OPENING for key in word_key(word)[0])


def _is_background(quote: str, date: dt.date | None) -> bool:
    """The sentence names a year of the past before its document's last one, and none that is newer."""
    years = [int(year[0]) for year in YEAR.finditer(quote)]
    return bool(years) and date is not None and max(years) < date.year - RECENT


def _in_sentence(line: Line) -> Iterator[tuple[int, Claimed, Thing]]:
    """What a sentence says of the things of each family; most sentences name none, and need no closer look."""
    families = _families()
    nouns = {singular(word.casefold()) for word in WORD.findall(line.text)} & families.keys()
    serial = NUMBERED.search(line.text) is not None
    numbered = {number for number, family in enumerate(FAMILIES) if serial and family.numbered}
    for number in sorted({number for noun in nouns for number in families[noun]} | numbered):
        stages, any_stage = patterns()[number]
        if any_stage.search(line.text) is None:
            continue
        for rung, stage in enumerate(stages):
            for mood, thing in _told(line, stage, FAMILIES[number]):
                yield number, Claimed(rung, mood is Mood.SO, mood is Mood.NOT), thing


def _told(line: Line, stage: Patterns, family: Family) -> Iterator[tuple[Mood, Thing]]:
    """The things that a sentence gives a stage."""
    for match in stage.verbs.finditer(line.text):
        yield from _by_verb(line, match, family)
    for pattern, finite in ((stage.bases, False), (stage.before, True)):
        for match in pattern.finditer(line.text):
            mood = mood_of(_front(line.text, match.start()), finite=finite, clause=line.text)
            if mood is not None and not (finite and OVER.search(line.text, match.end())):
                things = list(behind(line, match.end(), family))
                if not things and not finite and not _has_object(line.text, match.end()):
                    things = _subject(line, match, family) or _relative(line, match.start(), family)
                yield from ((mood, thing) for thing in things)
    yield from _postponed(line, stage, family)
    predicates = ((stage.behind, True, False), (stage.future, False, False), (stage.begun, True, True))
    for pattern, finite, of_work in (*predicates, (stage.begin, False, True)):
        for match in pattern.finditer(line.text):
            front = _front(line.text, match.start())
            mood = mood_of(front, finite=finite, clause=line.text)
            if mood is not None and (not of_work or WORK.search(front)):
                things = _subject(line, match, family)
                yield from ((mood, thing) for thing in (*things, *behind(line, match.end(), family)))


def _postponed(line: Line, stage: Patterns, family: Family) -> Iterator[tuple[Mood, Thing]]:
    """The things whose launch, opening or the like was put off: it is still to come."""
    for match in POSTPONED.finditer(line.text):
        front = _front(line.text, match.start())
        if stage.done.search(front) and mood_of(front, finite=True, clause=line.text) is Mood.SO:
            yield from ((Mood.AHEAD, thing) for thing in _subject(line, match, family))


def _by_verb(line: Line, match: re.Match[str], family: Family) -> Iterator[tuple[Mood, Thing]]:
    """What a past form or participle says: "signed the treaty", "the treaty was signed", "the treaty signed in May"."""
    text = line.text
    mood = mood_of(_front(text, match.start()), finite=True, clause=text)
    if mood is None:
        return
    front = text[: match.start()]
    passive = is_passive(front)
    subject = _subject(line, match, family) if passive else []
    things = subject or list(behind(line, match.end(), family))
    if not things and not passive and not _has_object(text, match.end()):
        things = _relative(line, match.start(), family)
    yield from ((mood, thing) for thing in things)


def _relative(line: Line, verb: int, family: Family) -> list[Thing]:
    """The thing in front of a participle or of a relative clause: "the law adopted", "the law that they adopted"."""
    thing = ending_at(line, verb, family)
    opening = RELATIVE.search(line.text[:verb])
    if thing is None and opening is not None:
        thing = before(line, opening.start(), family, anywhere=True)
    return [] if thing is None else [thing]


def _has_object(text: str, end: int) -> bool:
    """A verb in the active voice: something else follows than a preposition, a time or a mark."""
    word = NEXT.match(text, end)
    return word is not None and (word[1].casefold() in ARTICLES or word[1].casefold() not in FUNCTION | TIMES)


def _subject(line: Line, match: re.Match[str], family: Family) -> list[Thing]:
    """The thing in front of a verb or phrase, where it is the subject: "X is under construction".

    A second verb has the subject of the first: "the lease is ready but has not been signed".
    """
    start = verb_start(line.text[: match.start()])
    subject = before(line, start, family)
    if subject is None and (joined := SECOND_VERB.search(line.text[:start])):
        verbs = list(FIRST_VERB.finditer(line.text, 0, joined.start()))
        subject = before(line, verbs[-1].start(), family) if verbs else None
    return [] if subject is None else [subject]


def _front(text: str, end: int) -> str:
    """The words of the clause in front of a stage word."""
    return CLAUSE.split(text[:end])[-1]
