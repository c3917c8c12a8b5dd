"""What the words beside a number say of it: how exact it is, and what it is per."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.model import Modifier
from briefgen.reading import patterns, tables, units
from briefgen.reading.openings import guard
from briefgen.reading.patterns import NEVER, Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

WINDOW = 48
"""Characters before a number in which its modifier stands."""
LONGEST = 5
"""Words of the longest modifier."""


OPENING = "(“\"'‘"
"""Marks that a modifier may begin behind."""


class Rules(Struct, frozen=True):
    """The modifiers and rates of a language."""

    before: Mapping[str, Modifier]
    """Phrases before a number."""
    closing: frozenset[str]
    """The last words of those phrases."""
    signs: Mapping[str, Modifier]
    """Signs right before it."""
    behind: re.Pattern[str]
    """Phrases behind a figure."""
    behind_kinds: Mapping[str, Modifier]
    """What they mean."""
    rates: Mapping[str, str]
    """Words behind "per" to the rate."""
    rate_words: Mapping[str, str]
    """Adverbs and adjectives to the rate."""
    adverb: re.Pattern[str]
    """Such an adverb a few words behind the figure."""
    adjective: re.Pattern[str]
    """Such an adjective before the measure."""
    priced: frozenset[str]
    """What a price may be "a": "$80 a barrel"."""
    between: frozenset[str]
    """Words that may stand between a modifier and its number."""
    definite: frozenset[str]
    """Of those, the ones behind which a number is a known one, that something else is above or below."""
    passing: tuple[str, ...]
    """How verbs of passing a number begin, which hold for a known one too: "exceeded the 5%"."""
    adverbs: tuple[str, ...]
    """How an adverb of a rate ends that may stand anywhere: "annually", "p.a."."""
    percent_adverbs: tuple[str, ...]
    """The same behind a percentage."""
    close: frozenset[str]
    """Rates that end so, and are adverbs only right behind the figure or at the end: "daily"."""
    per_many: Pattern
    """Behind a figure, a round number of people that it is per."""
    per: Pattern
    """Behind a figure, what it is per."""
    each: Pattern
    """The same with an article: "$80 a barrel"."""
    aside: Pattern
    """The same some words further on."""
    registry: units.Registry
    """The units, which a number may be per."""


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its table."""
    table = tables.load(language, "kinds")
    behind = {phrase: Modifier(kind) for kind, phrases in table["modifiers_behind"].items() for phrase in phrases}
    phrases, words = (
        "|".join(re.escape(phrase) for phrase in sorted(known, key=lambda phrase: (-len(phrase), phrase))) or NEVER
        for known in (behind, table["rate_words"])
    )
    before = {phrase: Modifier(kind) for kind, phrases in table["modifiers"].items() for phrase in phrases}
    return Rules(
        before=before,
        closing=frozenset(phrase.split()[-1] for phrase in before),
        signs={sign: Modifier(kind) for sign, kind in table["signs"].items()},
        behind=re.compile(rf"\s?{guard(phrases)}({phrases})(?![^\W_])", re.IGNORECASE),
        behind_kinds=behind,
        rates={word: rate for rate, words in table["rates"].items() for word in words},
        rate_words=table["rate_words"],
        adverb=re.compile(rf"(?:\s[^\W\d_][\w’'-]{{0,20}}){{0,4}}?\s{guard(words)}({words})(?![^\W_])", re.IGNORECASE),
        adjective=re.compile(rf"(?<![\w-]){guard(words)}({words})\b[^.;:()%$€£\d]{{0,60}}$", re.IGNORECASE),
        priced=frozenset((*table["priced"]["units"], *table["priced"]["things"])),
        between=frozenset(table["between"]["articles"]),
        definite=frozenset(table["between"]["definite"]),
        passing=tuple(table["between"]["passing"]),
        adverbs=tuple(table["rate_adverbs"]["endings"]),
        percent_adverbs=tuple(table["rate_adverbs"]["percent_endings"]),
        close=frozenset(table["rate_adverbs"]["close"]),
        registry=units.registry(language),
        **patterns.of(language, "kinds", "rate_patterns"),
    )


def modifier(sentence: str, start: int, number_end: int, end: int, known: Rules) -> tuple[Modifier | None, int]:
    """How exact the number is, and where the words that say so begin (or `start`)."""
    if start and (sign := known.signs.get(sentence[start - 1])):
        return sign, start - 1
    low = max(0, start - WINDOW)
    window = sentence[low:start]
    words = window.casefold().split()[-LONGEST - 2 :]
    for skipped in range(3):
        if skipped and (len(words) <= skipped or words[-skipped] not in known.between):
            break
        tail = words[: len(words) - skipped] if skipped else words
        if not tail or tail[-1].lstrip(OPENING) not in known.closing:
            continue
        for length in range(min(LONGEST, len(tail)), 0, -1):
            phrase = " ".join(tail[-length:]).lstrip(OPENING)
            if (kind := known.before.get(phrase)) is not None and told(
                phrase, kind, words[len(words) - skipped :], known
            ):
                begin = len(window.rstrip()) - len(" ".join(words[len(tail) - length :]))
                return kind, low + max(begin, 0)
    for place in (number_end, end) if number_end != end else (end,):
        if found := known.behind.match(sentence, place):
            return known.behind_kinds[found[1].casefold()], start
    return None, start


def told(phrase: str, kind: Modifier, between: list[str], known: Rules) -> bool:
    """Whether a modifier still holds over the words between: "exceeded the 5%" does, "above the 5% target" does not."""
    if kind not in (Modifier.MORE_THAN, Modifier.LESS_THAN):
        return True
    return not known.definite.intersection(between) or phrase.startswith(known.passing)


SPANS = units.SPANS | {"capita"}
"""Rates by time, and by person."""
SHORT = 3
"""Letters of a word behind "per" up to which its longer spellings are not looked for ("t", "MWh")."""


def rate(sentence: str, start: int, end: int, unit: str | None, known: Rules) -> str | None:
    """What the figure is per: "year", "day", "capita", "MWh", "t"; None where the text does not say."""
    if found := known.per_many.match(sentence, end):
        return found["many"]
    if found := known.per.match(sentence, end):
        whole = units.behind(sentence, found.start("word"), known.registry) if len(found["word"]) > SHORT else None
        longer = whole is not None and whole.end > found.end("word")
        return whole.name if whole and longer else per(found["word"], known)
    if found := known.each.match(sentence, end):
        name = per(found["word"], known)
        if name in SPANS or known.priced & {name, found["word"].casefold()}:
            return name
    if unit == "%" or unit in units.TIMES or unit == "x":
        found = known.adverb.match(sentence, end) if unit == "%" else None
        return (
            known.rate_words[found[1].casefold()]
            if found and found[1].casefold().endswith(known.percent_adverbs)
            else None
        )
    return rate_aside(sentence, start, end, known)


def rate_aside(sentence: str, start: int, end: int, known: Rules) -> str | None:
    """A rate that stands apart from the figure: "of oil annually", "annual freight volumes"."""
    if found := known.adverb.match(sentence, end):
        word = found[1].casefold()
        close = found.end() == len(sentence) or (found.start(1) == end + 1 and sentence[found.end()] in ",.;)")
        if (word.endswith(known.adverbs) and word not in known.close) or close:
            return known.rate_words[word]
    if (found := known.aside.match(sentence, end)) and (name := per(found["word"], known)) in SPANS:
        return name
    low = max(0, start - 80)
    if found := known.adjective.search(sentence, low, start):
        return known.rate_words[found[1].casefold()]
    return None


def per(word: str, known: Rules) -> str:
    """The name of what stands behind "per"."""
    lower = word.casefold()
    return known.rates.get(lower) or units.lookup(word, known.registry) or units.lookup(lower, known.registry) or lower
