"""When two mentions measure the same thing: configured measures first, else the noun phrase of the text.

Precision before recall: two measures wrongly joined make a false conflict, two wrongly kept apart only a longer table.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from briefgen.evidence.aliases import Name, key_of
from briefgen.evidence.concepts import FREIGHT, PEOPLE, WORKFORCE, Concept, concept_of
from briefgen.evidence.deeds import deed
from briefgen.evidence.sites import site
from briefgen.evidence.surroundings import EMPTY
from briefgen.evidence.themes import narrowing, theme_of
from briefgen.evidence.words import KEPT, content_words, plain_words
from briefgen.model import Fact, Figure, Status

NAMES_IN_COMMON = 2
"""Two mentions of an unconfigured measure are joined across documents only when their sentences share so many names:
with one, every pair of documents about the same country would match. "January" counts beside a name, not alone."""

APART = frozenset(
    {"new", "old", "record", "average", "mean", "median", "extra", "additional", "existing", "former", "first"}
    | {"second", "third", "fourth", "last", "initial", "final", "combined", "net", "gross", "core", "real", "nominal"}
    | {"adjusted", "preliminary", "peak", "minimum", "maximum", "domestic", "foreign", "international", "national"}
    | {"regional", "local", "global", "worldwide", "monthly", "daily", "weekly", "quarterly"}
)
"""Words in front of a noun phrase that make another measure of it (English); the reader leaves most of them out."""
LETTERS = re.compile(r"[^\W\d_]+")
BEFORE = re.compile(r"(?:(?!(?:of|in|on|at|to|by|for|from|with|and|or|but|\d+)\b)[\w-]+ ){1,3}$")
"""The words of its phrase right in front of a noun (English)."""
PORT = "port"
"""A kind of things (`words.KINDS`)."""
CAPACITY = "capacity"
"""The family of what something can carry."""
RIDE = "ride"
"""What people do who are passengers."""
POLICY_RATE = "policy rate"
CENTRAL = frozenset({"central", "bank", "reserve", "national"})
"""Words of the name of a central bank, which stands for its country."""
PASSENGER = "passenger"
EMPLOYED = "employ"
"""What is done with a workforce."""
CONFIGURED = "measure: "
"""How the family of a configured measure begins."""


class Bond(StrEnum):
    """Why two mentions measure the same thing."""

    SENTENCE = "sentence"
    """No measure is known, but the two sentences say the same words."""
    CONFIGURED = "configured"
    """Both are of one measure of the configuration."""
    PHRASE = "phrase"
    """Their noun phrases say the same, or one narrows what the other says."""


class Sense(Struct, frozen=True):
    """What a mention measures, as far as grouping can tell."""

    family: str
    """Mentions of different families are never compared."""
    certain: bool
    """The family alone says what is measured: a measure of the configuration, or the very sentence."""
    telling: bool
    """With a subject it tells what is measured; "investment" alone does not."""
    words: frozenset[str]
    """What narrows an unconfigured measure: content words of its noun phrase that its family does not say."""
    subject: frozenset[str]
    """The content words of the subject; empty when it is not known."""


def names_of(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Capitalised words of a text: those behind its first word, and with it.

    The first word is a name only if it is one elsewhere too.
    """
    words = LETTERS.findall(text)
    inner = frozenset(word.casefold() for word in words[1:] if word[0].isupper())
    return inner, inner | {word.casefold() for word in words[:1] if word[0].isupper()}


names = lru_cache(maxsize=KEPT)(names_of)
"""`names_of` of a sentence, kept."""


def one_matter(one: str, other: str) -> bool:
    """Two sentences say the same words, or name enough of the same people, places and organisations."""
    if content_words(one) == content_words(other):
        return True
    inner, capital = names(one)
    other_inner, other_capital = names(other)
    common = (inner & other_capital) | (other_inner & capital)
    return len(common) >= NAMES_IN_COMMON and not common <= EMPTY


def sense_of(figure: Figure, owner: Name | None, configured: frozenset[str]) -> Sense:
    """The sense of a figure; `owner` is whose it is, as far as its document tells.

    Without a measure nothing can be compared but a reprint of the very sentence.
    """
    if figure.measure is None:
        same = "sentence: " + " ".join(content_words(figure.passage.quote))
        return Sense(same, certain=True, telling=True, words=frozenset(), subject=_whose(figure.subject))
    if figure.measure in configured:
        return _configured(figure.measure, figure.subject)
    return _free(figure, figure.measure, owner.key if owner else frozenset())


def sense_of_fact(fact: Fact, configured: frozenset[str]) -> Sense:
    """The sense that all mentions of a fact share; its subject is whose it is."""
    lead = fact.figures[0]
    if fact.measure is None:
        return sense_of(lead, None, configured)
    if fact.measure in configured:
        return _configured(fact.measure, fact.subject)
    return _free(lead, fact.measure, key_of(fact.subject) if fact.subject else frozenset())


def _whose(subject: str | None) -> frozenset[str]:
    return frozenset(content_words(subject)) if subject else frozenset()


def _configured(measure: str, subject: str | None) -> Sense:
    """The sense of a configured measure."""
    return Sense(CONFIGURED + measure, certain=True, telling=True, words=frozenset(), subject=_whose(subject))


def _free(figure: Figure, measure: str, owner: frozenset[str]) -> Sense:
    """The sense of a noun phrase of the text, with the words in front of it that set it apart."""
    theme = theme_of(figure)
    if theme is not None:
        return Sense(theme.family, certain=False, telling=True, words=narrowing(figure, theme, owner), subject=owner)
    concept = done_with(figure, concept_of(measure, figure.quantity.unit, owner))
    words = concept.words | qualifiers(figure)
    return Sense(concept.family, certain=False, telling=concept.telling, words=words, subject=whose(concept, owner))


def done_with(figure: Figure, concept: Concept) -> Concept:
    """A concept with what is done with it: people alone tell nothing, those employed a workforce.

    What can be handled is a capacity.
    """
    if figure.status is Status.CAPACITY and concept.family == FREIGHT:
        return Concept(CAPACITY, concept.words, telling=True)
    if concept.family == FREIGHT:
        return concept
    what, people = deed(figure), bool(concept.words) and concept.words <= PEOPLE
    if what == RIDE:
        told = people or PASSENGER in concept.words
        return (
            Concept("phrase: " + PASSENGER, (concept.words - PEOPLE) | {PASSENGER}, telling=True) if told else concept
        )
    if what is None:
        return Concept(concept.family, concept.words, telling=False) if people else concept
    if what == EMPLOYED:
        family = "phrase: " + WORKFORCE if people or WORKFORCE in concept.words else concept.family
        return Concept(family, (concept.words - PEOPLE) | ({WORKFORCE} if people else frozenset()), telling=True)
    return Concept(concept.family, concept.words | {what}, telling=True)


def whose(concept: Concept, owner: frozenset[str]) -> frozenset[str]:
    """The owner: a harbour town stands for its port ("Lindholm handled 3 million tons"), a land for its bank."""
    kind = {FREIGHT: frozenset({PORT}), POLICY_RATE: CENTRAL}.get(concept.family, frozenset())
    return owner - kind or owner


@lru_cache(maxsize=1 << 16)
def qualifiers(figure: Figure) -> frozenset[str]:
    """Words in front of a figure's measure that set it apart: "new" of "new orders", "second-phase" of "capacity"."""
    place = site(figure)
    if place is None:
        return frozenset()
    quote, offset = figure.passage.quote, figure.passage.span.start
    before = BEFORE.search(quote, 0, place.head - offset)
    if before is None:
        return frozenset()
    own = frozenset(plain_words(figure.measure or ""))
    return frozenset(word for word in re.split(r"[ -]", before[0].casefold()) if word in APART and word not in own)


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

    An unconfigured noun phrase must say the same, tell what is measured, and be of the same known subject.
    """
    if one.certain:
        return one.family == other.family and same_subject(one, other)
    return (
        one.family == other.family
        and one.words == other.words
        and one.telling
        and other.telling
        and bool(one.subject)
        and one.subject == other.subject
    )
