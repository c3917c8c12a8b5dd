"""The claims of one document: each a stage that a sentence of a paragraph gives a thing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from briefgen.evidence.aliases import Names
from briefgen.evidence.claims.lists import ARTICLES, FUNCTION, TIMES, TITLES
from briefgen.evidence.claims.moods import Mood, is_passive, mood_of, verb_start
from briefgen.evidence.claims.phrases import Line, before, behind, ending_at, every
from briefgen.evidence.claims.stages import FAMILIES, Claimed, Family, Stage, forms
from briefgen.evidence.claims.things import OPENING, Thing, word_key
from briefgen.evidence.measures import names as capitals
from briefgen.evidence.origins import published
from briefgen.evidence.words import singular
from briefgen.model import BlockKind, Document, Passage, Reading

LONGEST = 1000
"""Characters of a sentence; a longer one is a list or a table, and tells no single claim."""
AROUND = 3
"""Sentences before and behind in which the parties are named."""
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


@cache
def patterns() -> tuple[tuple[tuple[Patterns, ...], re.Pattern[str]], ...]:
    """For each family the patterns of its stages, and one that finds whether a sentence has any of them."""

    def made(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{pattern or '(?!)'})(?![\w-])", re.IGNORECASE)

    def listed(stage: Stage) -> tuple[str, ...]:
        words = (forms(stage.verbs), forms(stage.bases))
        return (*words, stage.before, stage.behind, stage.future, stage.begun, stage.begin)

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


def claims_of(reading: Reading, document: Document, names: Names, newest: dt.date | None = None) -> Iterator[Claim]:
    """The claims of one document, in the order of the text; of headlines none, they shorten.

    `newest` is when the newest document appeared: what an undated one tells of years before is background.
    """
    body = [one.passage for one in reading.sentences if one.kind is BlockKind.PARAGRAPH]
    date = published(document)
    for place, passage in enumerate(body):
        if len(passage.quote) > LONGEST or _is_background(passage.quote, date or newest):
            continue
        found = list(dict.fromkeys(_in_sentence(Line(passage.quote, names, document.id))))
        if found:
            near = [one.quote for one in body[max(0, place - AROUND) : place + AROUND + 1]]
            around = frozenset(key for quote in near for key in names_in(quote))
            openings = frozenset(key for quote in near for key in opening_of(quote))
            before_it = [Line(one.quote, names, document.id) for one in body[max(0, place - BACK) : place]]
            for family, claimed, thing in found:
                meant = meant_by(thing, before_it, FAMILIES[family])
                yield Claim(family, claimed, meant, around, openings, passage, date)


def meant_by(thing: Thing, lines: Sequence[Line], family: Family) -> Thing:
    """What "the treaty" stands for: the one treaty that the sentences before name; where they name two, itself."""
    if not thing.definite or thing.named or thing.describing:
        return thing
    told = [other for line in lines for other in every(line, family) if other.head == thing.head]
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
    for number in sorted({number for noun in nouns for number in families[noun]}):
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
                    things = _subject(line, match, family)
                yield from ((mood, thing) for thing in things)
    predicates = ((stage.behind, True, False), (stage.future, False, False), (stage.begun, True, True))
    for pattern, finite, of_work in (*predicates, (stage.begin, False, True)):
        for match in pattern.finditer(line.text):
            front = _front(line.text, match.start())
            mood = mood_of(front, finite=finite, clause=line.text)
            if mood is not None and (not of_work or WORK.search(front)):
                things = _subject(line, match, family)
                yield from ((mood, thing) for thing in (*things, *behind(line, match.end(), family)))


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
        alone = ending_at(line, match.start(), family)
        things = [alone] if alone is not None else []
    yield from ((mood, thing) for thing in things)


def _has_object(text: str, end: int) -> bool:
    """A verb in the active voice: something else follows than a preposition, a time or a mark."""
    word = NEXT.match(text, end)
    return word is not None and (word[1].casefold() in ARTICLES or word[1].casefold() not in FUNCTION | TIMES)


def _subject(line: Line, match: re.Match[str], family: Family) -> list[Thing]:
    """The thing in front of a verb or phrase, where it is the subject: "X is under construction"."""
    subject = before(line, verb_start(line.text[: match.start()]), family)
    return [] if subject is None else [subject]


def _front(text: str, end: int) -> str:
    """The words of the clause in front of a stage word."""
    return CLAUSE.split(text[:end])[-1]
