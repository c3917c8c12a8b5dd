"""Which topics a sentence belongs to: by the terms of the configuration, and by what the sentence before was about.

Terms are looked for by how their first words begin, all at once (Aho-Corasick): the work grows with the text and what
is found in it, not with the number of terms. A regular expression with thousands of them is a hundred times slower, and
finds one of two that overlap. What is found is then looked at word by word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

import ahocorasick
from msgspec import Struct

from briefgen.model import BlockKind, Document, Span, Topic
from briefgen.reading import inflection, sentences, tables
from briefgen.reading.patterns import Pattern
from briefgen.reading.same import Same

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Sequence

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


class Opening(Struct, frozen=True, eq=False):
    """How terms begin: a form of their first word, in small letters."""

    length: int
    """Letters of the form."""
    whole: tuple[Term, ...]
    """Terms whose first word this is."""
    stem: tuple[Term, ...]
    """Terms of one open word, which goes on behind this."""


class Index(Struct, frozen=True, eq=False):
    """The terms of a set of topics by how they begin."""

    rank: Mapping[str, int]
    """Ids of the topics with their places in the configuration: the order of labels."""
    search: ahocorasick.Automaton | None
    """Finds each `Opening`. None where there is no term."""

    def ordered(self, labels: Collection[str]) -> tuple[str, ...]:
        """Topics in the order of the configuration."""
        return tuple(sorted(labels, key=self.rank.__getitem__))


class Hit(Struct, frozen=True, gc=False):
    """A term in a text."""

    span: Span
    """Where."""
    term: Term
    """Which one."""


def label(
    document: Document, lines: Sequence[Line], topics: Sequence[Topic], beside: Mapping[int, str] = NOTHING_BESIDE
) -> tuple[tuple[str, ...], ...]:
    """The ids of the topics of each line, in the order of the configuration.

    A sentence without a term goes on about what the sentence before it in its paragraph was about, unless it turns to
    another scene ("In Peru, …", "Meanwhile, …"). A paragraph without a term is about what the document is about, and
    so is a row of a table of which neither its own words nor those of `beside`, by the number of its block, have one.
    """
    known = index_for(document, topics)
    turn = scene(document.language)
    own = named(document.text, [line.span for line in lines], known)
    main = about(own, lines, known)
    for number, line in enumerate(lines):
        if line.kind is BlockKind.ROW and not own[number]:
            around = beside.get(line.block, "")
            own[number] = named(around, (Span(0, len(around)),), known)[0] or main
    found: list[tuple[str, ...]] = []
    for number, line in enumerate(lines):
        starts = number == 0 or line.block != lines[number - 1].block
        if own[number] or line.kind is not BlockKind.PARAGRAPH:
            found.append(own[number])
        else:
            before = main if starts else found[-1]
            turns = before and turn is not None and turn.match(document.text[line.span.start : line.span.end])
            found.append(() if turns else before)
    return tuple(found)


def routed(document: Document, topics: Sequence[Topic]) -> tuple[str, ...]:
    """The ids of the topics that a document has to do with: those that `label` gives to any of its sentences.

    Needs no sentences, so that a document can be routed as it arrives.
    """
    known = index_for(document, topics)
    read = [block.span for block in document.blocks if block.kind in sentences.READ]
    found: set[str] = set()
    for _, hit in hits(document.text, read, known, found):
        found.add(hit.term.topic)
        if len(found) == len(known.rank):
            break
    return known.ordered(found)


def index_for(document: Document, topics: Sequence[Topic]) -> Index:
    """The index of topics for a document, with the plurals of its language."""
    language = document.language
    spoken = language if language and tables.knows(language, "topics") else DEFAULT
    return of(Same(topics), spoken) if isinstance(topics, tuple) else index(tuple(topics), spoken)


def about(own: Sequence[tuple[str, ...]], lines: Sequence[Line], known: Index) -> tuple[str, ...]:
    """The topics that most sentences with any topic have: what a document is about, if it is not about many things."""
    told = [labels for labels, line in zip(own, lines, strict=True) if labels and line.kind in READ]
    least = max(LEAST_TOLD, MOST * len(told))
    counted = Counter(topic for labels in told for topic in labels)
    return known.ordered([topic for topic, count in counted.items() if count >= least])


def named(text: str, spans: Sequence[Span], known: Index) -> list[tuple[str, ...]]:
    """The topics whose terms stand in each of some stretches of a text."""
    found: dict[int, set[str]] = {}
    for number, hit in hits(text, spans, known):
        found.setdefault(number, set()).add(hit.term.topic)
    return [known.ordered(found[number]) if number in found else () for number in range(len(spans))]


def hits(
    text: str, spans: Sequence[Span], known: Index, done: Container[str] = frozenset()
) -> Iterator[tuple[int, Hit]]:
    """The terms in stretches of a text, each with the number of its stretch. The stretches do not overlap, in order.

    Topics in `done`, to which the caller may add meanwhile, are passed over.
    """
    starts = [span.start for span in spans]
    for at, terms in openings(text, known):
        possible = [term for term in terms if term.topic not in done]
        number = bisect_right(starts, at) - 1 if possible else -1
        if number < 0 or at >= (end := spans[number].end) or inside(text, at, starts[number]):
            continue
        tokens = list(islice(WORD.finditer(text, at, end), max(len(term.words) for term in possible)))
        sentence = words(text, tokens)
        for term in possible:
            if fits(term, sentence):
                yield number, Hit(Span(at, tokens[len(term.words) - 1].end()), term)


def openings(text: str, known: Index) -> Iterator[tuple[int, tuple[Term, ...]]]:
    """The terms that may stand in a text, each with the offset of a word that it may begin with."""
    if known.search is None:
        return
    folded = text.casefold()
    # A letter may become two in small letters ("ß"); none of them is a beginning but the first.
    origin = None if len(folded) == len(text) else [at for at, letter in enumerate(text) for _ in letter.casefold()]
    last = len(folded) - 1
    for end, opening in known.search.iter(straight(folded)):
        start = end + 1 - opening.length
        at = start if origin is None else origin[start]
        if (at and in_word(text[at - 1])) or (origin is not None and start and origin[start - 1] == at):
            continue
        if end == last or not in_word(text[end + 1 if origin is None else origin[end + 1]]):
            yield at, opening.whole + opening.stem
        elif opening.stem:
            yield at, opening.stem


def straight(folded: str) -> str:
    """With plain apostrophes."""
    return folded if folded.isascii() else folded.replace("’", "'").replace("ʼ", "'")


def in_word(letter: str) -> bool:
    """Whether a character is part of a word."""
    return letter.isalnum() or letter == "_"


def inside(text: str, at: int, start: int) -> bool:
    """Whether a word that begins at `at` goes on from one before an apostrophe, in a stretch from `start` on."""
    return at - start > 1 and text[at - 1] in "'’" and in_word(text[at - 2])


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


@lru_cache(maxsize=16)
def of(topics: Same[tuple[Topic, ...]], language: str) -> Index:
    """The index of the very same topics. Comparing thousands of terms would take longer than a document."""
    return index(topics.value, language)


@lru_cache(maxsize=64)
def index(topics: tuple[Topic, ...], language: str) -> Index:
    """The index of a set of topics, made once, with the plurals of a language."""
    whole: dict[str, list[Term]] = {}
    stems: dict[str, list[Term]] = {}
    for topic in topics:
        for written in topic.terms:
            term = compiled(topic.id, written, language)
            if term is None:
                continue
            kind = whole if len(term.words) > 1 or not term.open else stems
            for form in sorted({form.casefold() for form in term.words[0]}):
                kind.setdefault(form, []).append(term)
    order = dict.fromkeys(topic.id for topic in topics)
    begins = {
        form: Opening(len(form), tuple(whole.get(form, ())), tuple(stems.get(form, ()))) for form in {*whole, *stems}
    }
    return Index(rank=MappingProxyType({topic: number for number, topic in enumerate(order)}), search=automaton(begins))


def automaton(begins: Mapping[str, Opening]) -> ahocorasick.Automaton | None:
    """Finds these forms, and gives what begins with them."""
    if not begins:
        return None
    made = ahocorasick.Automaton()
    for form in sorted(begins):
        made.add_word(form, begins[form])
    made.make_automaton()
    return made


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
