"""Whether two sentences tell the same in other words.

Losing what differs is worse than saying a thing twice: sentences with other numbers, with one "not" more, of which
one says "rose" and the other "fell", or one "will" and the other "did", are never the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from briefgen.writing.sparse import stems, words

RUN = 3
"""Words in a run (as in `evidence/reprints.py`, which finds printed copies of whole documents)."""
LEAST_RUNS = 5
"""Runs of a sentence that can be told to be a copy."""
COPIED = 0.8
"""Share of the runs of the shorter sentence from which it was cut from the other one."""
ALIKE = 0.6
"""Share of words in common from which two sentences with equal numbers tell the same thing."""
CLOSE = 0.3
"""The same of the words of the shorter that are no names, where numbers and names are equal as well."""
NAMED = 0.5
"""The same where only names are equal: two things may be told of one ministry."""
SMALL = 3
"""Letters up to which a word is taken for a small one ("the", "and")."""
COMMON = frozenset(
    {"during", "after", "before", "under", "with", "from", "when", "while", "both", "these", "this", "some", "about"}
)
"""Longer words that open a sentence and are no names (English), as stems."""
TWO = 2
"""Numbers or names that do not stand in two sentences by chance."""
NUMERALS = {
    word: str(number)
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"), 2
    )
}
"""Numbers that newspapers spell out (English); "one" is too often no number."""
SCALES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion", "tn": "trillion"}
"""Short words for large numbers, glued to them: "4.5m"."""
NUMBER = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)*)\s?(%|per ?cent\b|[^\W\d_]+)?", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
LARGE = frozenset({"thousand", "million", "billion", "trillion", "%"})
"""What a number is not without: 4.5 and 4.5 million are two numbers."""

NOT = re.compile(
    r"\b(?:not|no|never|without|nor|cannot|neither|denie[sd]|deny|rejected|refused|не|нет|без|nicht|kein\w*|ohne|ne|"
    r"pas|sans|ni|nunca|değil|yok|емес|жоқ)\b|n['’]t\b",
    re.IGNORECASE,
)
"""What turns a sentence round: English, Russian, German, French, Spanish, Turkish, Kazakh."""
UP = re.compile(
    r"\b(?:r[io]se[ns]?|rising|up|increas\w+|gr[eo]wn?|grows|climb\w+|gain\w*|jump\w+|surg\w+|soar\w+|higher|"
    r"rais\w+|expand\w+)\b",
    re.IGNORECASE,
)
DOWN = re.compile(
    r"\b(?:f[ae]ll(?:en|s|ing)?|down|decreas\w+|declin\w+|drop\w*|slid|slip\w+|shr[aiu]nk\w*|cut\w*|lower\w*|"
    r"reduc\w+|plung\w+|lost|loses?)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:will|shall|would|could|may|might|should|plan(?:s|ned)? (?:to|for)|aims?|aimed|targets?|targeted|hopes?|"
    r"hoped|intends?|expect(?:s|ed)|forecasts?|project(?:s|ed) (?:to|that)|is to|are to|set to|due to be|wants? to|"
    r"(?:agreed|promised|pledged|vowed) to|decided (?:\S+ ){0,2}(?:to|that))\b",
    re.IGNORECASE,
)
"""Words of change and of what is only meant (English)."""


class Gist(Struct, frozen=True):
    """What is compared of a sentence."""

    numbers: frozenset[str]
    """As digits, with their scale: "4.5 million", "62 %"."""
    names: frozenset[str]
    """Stems of words with a capital that do not open the sentence."""
    opening: frozenset[str]
    """The stem of the first word, which may be a name or not; none of a small word."""
    every: frozenset[str]
    """All words and numbers without case and endings."""
    stems: frozenset[str]
    """All words without case and endings; small words and numbers are left out."""
    runs: frozenset[tuple[str, ...]]
    """Runs of three words."""
    turned: bool
    """It says that something is not."""
    ahead: bool
    """It says what is meant or expected."""
    direction: int
    """1 for up, -1 for down, 0 for neither or both."""


@lru_cache(maxsize=20_000)
def gist(quote: str) -> Gist:
    """What is compared of a sentence."""
    plain = stems(quote)
    capitals = (word for word in words(quote)[1:] if word[:1].isupper())
    return Gist(
        numbers=frozenset(_numbers(quote)),
        names=frozenset(stems(" ".join(capitals))),
        opening=frozenset(stem for stem in plain[:1] if len(stem) > SMALL and stem not in COMMON),
        every=frozenset(plain),
        stems=frozenset(stem for stem in plain if len(stem) > SMALL and not stem[0].isdigit()),
        runs=frozenset(zip(plain, plain[1:], plain[2:], strict=False)),
        turned=NOT.search(quote) is not None,
        ahead=AHEAD.search(quote) is not None,
        direction=(UP.search(quote) is not None) - (DOWN.search(quote) is not None),
    )


def same(one: str, other: str) -> bool:
    """The sentences tell the same: a copy, or equal numbers and names in other words."""
    left, right = gist(one), gist(other)
    return left.numbers == right.numbers and not _opposed(left, right) and _matches(left, right)


def retells(one: str, other: str) -> bool:
    """The same, or one of two sentences tells only a part of the other: a reader needs no more than one of them."""
    left, right = gist(one), gist(other)
    if _opposed(left, right):
        return False
    if left.numbers == right.numbers:
        return _matches(left, right) or _nameless(left, right)
    fewer, more = sorted((left, right), key=lambda gist: len(gist.numbers))
    return fewer.numbers < more.numbers and _is_part(fewer, more)


def repeats_numbers(one: str, other: str) -> bool:
    """All numbers of one sentence, and an amount among them, stand in the other one, and it is not up beside down."""
    left, right = gist(one), gist(other)
    fewer, more = sorted((left, right), key=lambda gist: len(gist.numbers))
    amounts = any(not YEAR.fullmatch(number) for number in fewer.numbers)
    return amounts and fewer.numbers <= more.numbers and left.direction * right.direction >= 0


def tells_something(quote: str) -> bool:
    """The sentence has a number or a name of its own."""
    return bool(gist(quote).numbers or gist(quote).names)


def _opposed(left: Gist, right: Gist) -> bool:
    """They cannot both be said of one thing: "not", "will", up beside down, or each opens with a word of its own."""
    apart = left.opening - right.every and right.opening - left.every
    signs = left.turned != right.turned or left.ahead != right.ahead
    return signs or left.direction * right.direction < 0 or bool(apart)


def _matches(left: Gist, right: Gist) -> bool:
    """With equal numbers: cut from one text, nearly the same words, or the same names and enough of the words.

    Two numbers stand for names where there are none.
    """
    if _share(left.runs, right.runs) >= COPIED and min(len(left.runs), len(right.runs)) >= LEAST_RUNS:
        return True
    both = len(left.stems & right.stems)
    if both and both >= ALIKE * len(left.stems | right.stems):
        return True
    names = left.names | right.names
    if not names and len(left.numbers) >= TWO:
        return _share(left.stems, right.stems) >= NAMED
    if not names or not names <= left.every & right.every:
        return False
    shared = _share(left.stems - names, right.stems - names)
    return shared >= CLOSE if left.numbers else len(names) >= TWO and shared >= NAMED


def _nameless(left: Gist, right: Gist) -> bool:
    """One of two sentences with equal amounts names nobody: "the two sides signed 15 agreements"."""
    one_named = bool(left.names) != bool(right.names)
    amounts = any(not YEAR.fullmatch(number) for number in left.numbers)
    return one_named and amounts and _share(left.stems, right.stems) >= NAMED


def _is_part(part: Gist, whole: Gist) -> bool:
    """What has fewer numbers was cut from the other one, or shares two numbers, its names and half of its words."""
    if _share(part.runs, whole.runs) >= COPIED and len(part.runs) >= LEAST_RUNS:
        return True
    named = bool(part.names) and part.names <= whole.every
    return named and len(part.numbers) >= TWO and _share(part.stems - part.names, whole.stems) >= NAMED


def _share(one: frozenset[object], other: frozenset[object]) -> float:
    """Share of the smaller set that stands in the other one."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _numbers(quote: str) -> Iterator[str]:
    """Numbers as digits, each with its scale; numerals that newspapers spell out as digits as well.

    "The two sides" counts nothing that the reader does not know.
    """
    for number, unit in NUMBER.findall(quote):
        scale = "%" if unit.casefold().startswith(("%", "per")) else SCALES.get(unit.casefold(), unit.casefold())
        plain = THOUSANDS.sub("", number).replace(",", ".")
        yield f"{plain} {scale}" if scale in LARGE else plain
    told = words(quote.casefold())
    yield from (
        NUMERALS[word] for before, word in zip(("", *told), told, strict=False) if word in NUMERALS and before != "the"
    )
