"""Names of measures inside sentences: which take an article, and which begin with a small letter (English).

"Combined share of exports" is a label; a sentence says "The combined share of exports". Whether a first word is a name
or a common noun is not guessed: it keeps its capital unless a cited sentence writes it small.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.model import Fact

COUNTABLE = frozenset(
    {"average", "balance", "budget", "capacity", "capital", "ceiling", "cost", "deficit", "distance", "duration"}
    | {"fare", "gdp", "index", "length", "level", "limit", "number", "price", "rate", "ratio", "saving", "share"}
    | {"size", "surplus", "time", "turnover", "value", "volume"}
)
"""Heads that a sentence does not leave without an article when they are singular."""
LABELS = frozenset({"combined", "total", "overall", "average", "annual", "net", "gross", "joint"})
"""Common words that open names of measures, whether or not the cited sentences have them."""
PREPOSITIONS = re.compile(r"\s(?:of|from|to|in|for|by|with|between|via|through|on|at)\s")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
POSSESSIVE = re.compile(r"\w['’]s?$")


def is_plural(measure: str) -> bool:
    """Whether a measure takes a plural verb: "Kazakh exports to …" does, "freight volume" does not."""
    front = _front(measure)
    return bool(front) and front[-1].endswith("s") and not front[-1].endswith(("ss", "us", "is"))


def opening(measure: str, facts: Sequence[Fact]) -> str:
    """The name at the head of a sentence: "The harbour waiting time", "Harbour cargo"."""
    inside = within(measure, facts)
    return f"{inside[:1].upper()}{inside[1:]}"


def within(measure: str, facts: Sequence[Fact]) -> str:
    """The name in the middle of a sentence: "the harbour waiting time", "harbour cargo", "Kazakh exports"."""
    first = next(iter(measure.split()), "")
    name = f"{measure[:1].lower()}{measure[1:]}" if _is_common(first, facts) else measure
    return f"the {name}" if _takes_article(measure) else name


def _takes_article(measure: str) -> bool:
    """A singular name whose head is countable; not behind a possessive."""
    front = _front(measure)
    if not front or is_plural(measure) or any(POSSESSIVE.search(word) for word in front):
        return False
    return front[-1].casefold() in COUNTABLE


def _front(measure: str) -> list[str]:
    """The words up to the head noun; a participle behind it goes ("agreements signed")."""
    front = PREPOSITIONS.split(measure, maxsplit=1)[0].split()
    while len(front) > 1 and front[-1].endswith("ed"):
        front.pop()
    return front


def _is_common(word: str, facts: Sequence[Fact]) -> bool:
    """A cited sentence has the word with a small letter."""
    small = word.casefold()
    return small in LABELS or (word.istitle() and any(small in WORD.findall(quote) for quote in _quotes(facts)))


def _quotes(facts: Sequence[Fact]) -> list[str]:
    """The sentences of facts."""
    return [figure.passage.quote for fact in facts for figure in fact.figures]
