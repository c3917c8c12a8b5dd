"""Which topics a sentence belongs to: by the terms of the configuration, and by what the sentence before was about.

Terms are looked up word by word in an index, not in one alternation: a regular expression with thousands of terms is
forty times slower (measured), and finds one of two terms that overlap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.model import BlockKind, Document, Topic
from briefgen.reading import inflection, tables
from briefgen.reading.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.reading.parts import Line

WORD = Pattern(r"\w+(?:['’ʼ]\w+)*", re.UNICODE)
JOINT = Pattern(r"[\s\xa0]*[-‐‑‒–—―−/\xad]?[\s\xa0]*|['’]\s+")
"""What may stand between the words of a phrase: blanks, a hyphen or dash of any kind, a possessive's apostrophe."""

POSSESSIVE = Pattern(r"['’ʼ]s$", re.IGNORECASE)
APOSTROPHES = str.maketrans("’ʼ", "''")


READ = (BlockKind.HEADLINE, BlockKind.PARAGRAPH)
"""Blocks that tell what a document is about."""
LEAST_TOLD = 3
"""Sentences with a topic from which a document can be said to be about it."""
MOST = 0.6
"""Share of the sentences with any topic that must have one for the document to be about it. Chosen on annotated news:
from a half to two thirds precision stays the same, and recall falls."""

DEFAULT = "en"
"""The plurals that terms have in a document of a language without tables: those of the configuration."""


NOTHING_BESIDE: Mapping[int, str] = MappingProxyType({})
"""No rows of tables."""


class Word(Struct, frozen=True, gc=False):
    """A word of a sentence, ready to be looked up."""

    printed: str
    """As printed, without a possessive's ending."""
    folded: str
    """In small letters."""
    joined: bool
    """Only a blank, hyphen or apostrophe stands between it and the word before."""


class Term(Struct, frozen=True):
    """A term of a topic."""

    topic: str
    """The topic's id."""
    words: tuple[frozenset[str], ...]
    """The forms that each word may have; the stem alone where the term is open."""
    exact: bool
    """Written in capitals: "IT", "TEU", which is not "it"."""
    open: bool
    """The last word may have any ending."""


class Index(Struct, frozen=True):
    """The terms of a set of topics by how their first word begins."""

    first: Mapping[str, tuple[Term, ...]]
    """By a form of the first word, in small letters."""
    stems: Mapping[str, tuple[Term, ...]]
    """Terms of one open word, by their stem."""
    lengths: tuple[int, ...]
    """The lengths of the stems."""
    heads: frozenset[str]
    """The stems cut to the length of the shortest."""
    longest: int
    """Words of the longest term."""
    order: tuple[str, ...]
    """Ids of the topics as configured: the order of labels."""


def label(
    document: Document, lines: Sequence[Line], topics: Sequence[Topic], beside: Mapping[int, str] = NOTHING_BESIDE
) -> tuple[tuple[str, ...], ...]:
    """The ids of the topics of each line, in the order of the configuration.

    A sentence without a term goes on about what the sentence before it in its paragraph was about, unless it turns to
    another scene ("In Peru, …", "Meanwhile, …"). A paragraph without a term is about what the document is about, and
    so is a row of a table of which neither its own words nor those of `beside`, by the number of its block, have one.
    """
    language = document.language
    known = index(tuple(topics), language if language and tables.knows(language, "topics") else DEFAULT)
    turn = scene(language)
    texts = [document.text[line.span.start : line.span.end] for line in lines]
    own = [named(text, fold(text), known) for text in texts]
    main = about(own, lines, known.order)
    for number, line in enumerate(lines):
        if line.kind is BlockKind.ROW and not own[number]:
            around = beside.get(line.block, "")
            own[number] = named(around, fold(around), known) or main
    found: list[tuple[str, ...]] = []
    for number, line in enumerate(lines):
        starts = number == 0 or line.block != lines[number - 1].block
        if own[number] or line.kind is not BlockKind.PARAGRAPH:
            found.append(own[number])
        elif turn is not None and turn.match(texts[number]):
            found.append(())
        else:
            found.append(main if starts else found[-1])
    return tuple(found)


def about(own: Sequence[tuple[str, ...]], lines: Sequence[Line], order: Sequence[str]) -> tuple[str, ...]:
    """The topics that most sentences with any topic have: what a document is about, if it is not about many things."""
    told = [labels for labels, line in zip(own, lines, strict=True) if labels and line.kind in READ]
    least = max(LEAST_TOLD, MOST * len(told))
    return tuple(topic for topic in order if sum(topic in labels for labels in told) >= least)


def fold(text: str) -> list[str]:
    """The words of a text in small letters, without a possessive's ending, with plain apostrophes."""
    folded = list(map(str.casefold, WORD.findall(text)))
    owned = "'" in text or "’" in text or "ʼ" in text
    return list(map(plain, folded)) if owned else folded


def named(text: str, folded: Sequence[str], known: Index) -> tuple[str, ...]:
    """The topics whose terms stand in a text with these words."""
    places = openers(folded, known)
    if not places:
        return ()
    tokens = list(WORD.finditer(text))
    hits: set[str] = set()
    for at in places:
        sentence = words(text, tokens[at : at + known.longest])
        hits.update(term.topic for term in candidates(sentence[0], known) if fits(term, sentence))
    return tuple(topic for topic in known.order if topic in hits)


def openers(folded: Sequence[str], known: Index) -> list[int]:
    """The numbers of the words that a term may begin with. Most sentences have none, and need no closer look."""
    first, heads, shortest = known.first, known.heads, min(known.lengths, default=0)
    return [
        number
        for number, word in enumerate(folded)
        if word in first or (word[:shortest] in heads and any(word[:length] in known.stems for length in known.lengths))
    ]


def plain(word: str) -> str:
    """A word without a possessive's ending, with plain apostrophes."""
    return word if word.isalnum() else POSSESSIVE.sub("", word).translate(APOSTROPHES)


def words(text: str, tokens: Sequence[re.Match[str]]) -> tuple[Word, ...]:
    """Neighbouring words of a text."""
    found, end = [], 0
    for match in tokens:
        printed, start = plain(match[0]), match.start()
        joined = text[end:start] == " " or JOINT.fullmatch(text, end, start) is not None
        found.append(Word(printed, printed.casefold(), joined))
        end = match.end()
    return tuple(found)


def candidates(word: Word, known: Index) -> tuple[Term, ...]:
    """The terms that may begin with a word."""
    by_stem = tuple(
        term
        for length in known.lengths
        if length <= len(word.folded)
        for term in known.stems.get(word.folded[:length], ())
    )
    return known.first.get(word.folded, ()) + by_stem


def fits(term: Term, sentence: Sequence[Word]) -> bool:
    """Whether a term stands at the first of these words."""
    if len(term.words) > len(sentence):
        return False
    last = len(term.words) - 1
    for offset, (allowed, word) in enumerate(zip(term.words, sentence, strict=False)):
        if offset and not word.joined:
            return False
        form = word.printed if term.exact else word.folded
        if not (form in allowed or (term.open and offset == last and form.startswith(tuple(sorted(allowed))))):
            return False
    return True


@lru_cache(maxsize=64)
def index(topics: tuple[Topic, ...], language: str) -> Index:
    """The index of a set of topics, made once, with the plurals of a language."""
    first: dict[str, list[Term]] = {}
    stems: dict[str, list[Term]] = {}
    for topic in topics:
        for written in topic.terms:
            term = compiled(topic.id, written, language)
            if term is None:
                continue
            whole = first if len(term.words) > 1 or not term.open else stems
            for form in sorted({form.casefold() for form in term.words[0]}):
                whole.setdefault(form, []).append(term)
    return Index(
        first=MappingProxyType({form: tuple(terms) for form, terms in first.items()}),
        stems=MappingProxyType({form: tuple(terms) for form, terms in stems.items()}),
        lengths=tuple(sorted({len(form) for form in stems})),
        heads=frozenset(form[: min(map(len, stems))] for form in stems),
        longest=max((len(term.words) for terms in (*first.values(), *stems.values()) for term in terms), default=0),
        order=tuple(dict.fromkeys(topic.id for topic in topics)),
    )


def compiled(topic: str, written: str, language: str) -> Term | None:
    """A term as it is looked up; None where it has no letter."""
    is_open = written.rstrip().endswith("*")
    bare = written.rstrip().removesuffix("*")
    parts = words(bare, list(WORD.finditer(bare)))
    if not parts:
        return None
    exact = written.upper() == written and any(part.printed.isalpha() for part in parts)
    forms = [frozenset({part.printed if exact else part.folded}) for part in parts]
    if not is_open:
        forms[-1] = frozenset(plurals(parts[-1].printed if exact else parts[-1].folded, language))
    return Term(topic, tuple(forms), exact, is_open)


def plurals(word: str, language: str) -> tuple[str, ...]:
    """A word and its regular plurals: "port", "ports"; "company", "companies"; "TEU", "TEUs"."""
    rows = tables.load(language, "topics")["plurals"]
    return (word, *(form for forms in inflection.forms(word, rows) for form in forms))


@lru_cache(maxsize=64)
def scene(language: str | None) -> Pattern | None:
    """What begins a sentence of a language that turns to something else; None where the language has no tables."""
    if language is None or not tables.knows(language, "topics"):
        return None
    return Pattern(tables.load(language, "topics")["scene"])
