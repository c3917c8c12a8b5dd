"""When two mentions measure the same thing: configured measures first, else the noun phrase of the text.

Precision before recall: two measures wrongly joined make a false conflict, two wrongly kept apart only a longer table.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache

from msgspec import Struct

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
SMALL = frozenset(
    {"a", "an", "the", "of", "to", "in", "on", "for", "and", "by", "with", "from", "its", "their", "his", "her"}
    | {"this", "that", "these", "those", "total", "overall", "new"}
)
"""Words that do not tell two noun phrases apart."""
NAMES_IN_COMMON = 2
"""Two mentions of an unconfigured measure are joined across documents only when their sentences share so many names:
with one, every pair of documents about the same country would match."""

CONFIGURED = "measure: "
"""How the family of a configured measure begins."""


class Bond(StrEnum):
    """Why two mentions measure the same thing."""

    SENTENCE = "sentence"
    """No measure is known, but the two sentences say the same words."""
    CONFIGURED = "configured"
    """Both are of one measure of the configuration."""
    PHRASE = "phrase"
    """Their noun phrases have the same head, and one holds the other."""


class Sense(Struct, frozen=True):
    """What a mention measures, as far as grouping can tell."""

    family: str
    """Mentions of different families are never compared."""
    certain: bool
    """The family alone says what is measured: a measure of the configuration, or the very sentence."""
    words: frozenset[str]
    """The content words of an unconfigured noun phrase."""
    subject: frozenset[str]
    """The content words of the subject; empty when it is not known."""


@cache
def singular(word: str) -> str:
    """An English noun without its plural ending ("countries" → "country", "gas" stays)."""
    if len(word) > len("ties") and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > len("gas") and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def content_words(text: str) -> tuple[str, ...]:
    """The words of a phrase that carry it: without accents, case, plural endings and small words."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    words = (re.sub(r"['’]s?$", "", word) for word in WORD.findall(plain))
    return tuple(singular(word) for word in words if word not in SMALL)


@cache
def head(phrase: str) -> str:
    """The noun that a noun phrase is about: "exports" of "grain exports" and of "exports of grain"."""
    front = re.split(r"\b(?:of|from|to|in|for|by|with|between|via|through)\b", phrase.casefold(), maxsplit=1)[0]
    words = content_words(front) or content_words(phrase)
    return words[-1] if words else ""


@cache
def names(sentence: str) -> tuple[frozenset[str], frozenset[str]]:
    """Capitalised words of a sentence: those behind its first word, and with it.

    The first word is a name only if it is one elsewhere too.
    """
    words = [match[0] for match in re.finditer(r"[^\W\d_][^\W\d_'’]*", sentence)]
    capital = [re.sub(r"['’]s?$", "", word).casefold() for word in words if word[0].isupper()]
    inner = [re.sub(r"['’]s?$", "", word).casefold() for word in words[1:] if word[0].isupper()]
    return frozenset(inner), frozenset(capital)


def one_matter(one: str, other: str) -> bool:
    """Two sentences say the same words, or name enough of the same people, places and organisations."""
    if content_words(one) == content_words(other):
        return True
    inner, capital = names(one)
    other_inner, other_capital = names(other)
    return len((inner & other_capital) | (other_inner & capital)) >= NAMES_IN_COMMON


def strangers(one: str, other: str) -> bool:
    """Both sentences have capitalised words, and not one in common."""
    _, capital = names(one)
    _, other_capital = names(other)
    return bool(capital and other_capital) and not capital & other_capital


def sense_of(measure: str | None, subject: str | None, sentence: str, configured: frozenset[str]) -> Sense:
    """The sense of a figure with this measure and subject.

    Without a measure nothing can be compared but a reprint of the very sentence.
    """
    whose = frozenset(content_words(subject)) if subject else frozenset()
    if measure is None:
        same = "sentence: " + " ".join(content_words(sentence))
        return Sense(same, certain=True, words=frozenset(), subject=whose)
    if measure in configured:
        return Sense(CONFIGURED + measure, certain=True, words=frozenset(), subject=whose)
    return Sense("phrase: " + head(measure), certain=False, words=frozenset(content_words(measure)), subject=whose)


def same_subject(one: Sense, other: Sense) -> bool:
    """Nothing says that the two are of different things: a longer name may hold the shorter one."""
    return not one.subject or not other.subject or one.subject <= other.subject or other.subject <= one.subject


def bond(one: Sense, other: Sense) -> Bond | None:
    """Why the two measure the same thing, as far as measure and subject tell; None where they do not."""
    if one.family != other.family:
        return None
    if one.certain:
        return Bond.CONFIGURED if one.family.startswith(CONFIGURED) else Bond.SENTENCE
    holds = one.words <= other.words or other.words <= one.words
    return Bond.PHRASE if holds and same_subject(one, other) else None


def surely_same_thing(one: Sense, other: Sense) -> bool:
    """The same, without room for doubt: what a conflict needs.

    An unconfigured noun phrase must be the same, of at least two words, and of a known subject.
    """
    if one.certain:
        return one.family == other.family and same_subject(one, other)
    return (
        one.family == other.family
        and one.words == other.words
        and len(one.words) > 1
        and bool(one.subject)
        and one.subject == other.subject
    )
