"""The noun that a number counts: "15 cooperation agreements", "20 logistics and port operators"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.reading import patterns, tables
from briefgen.reading.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FARTHEST = 5
"""Words behind the number within which its noun must stand."""
TOKEN = Pattern(r"(?P<gap>[\s\u00a0\u202f]{1,2}|[-‑])(?P<word>[^\W\d_][\w’'.&]{0,30}(?:[-‑][\w’']{1,30}){0,4})")
SHORTEST = 4
"""Letters of the shortest regular plural that is trusted: "jobs", "cars"."""
CODE = Pattern(r"\s[A-Z]{0,2}\d{1,4}[A-Z]{0,2}(?=\s[A-Za-z])")
"""Behind a name, what names one of several: "Boeing 737 jets"."""
SIZED = Pattern(r"\s\d[\d.,]{0,6}-[a-z]{1,12}(?=\s[a-z])")
"""Between a number and what it counts, how large each is: "1.2 million 20-foot containers"."""


class Noun(Struct, frozen=True, gc=False):
    """What is counted."""

    start: int
    """Offset of the first word of the noun phrase."""
    end: int
    """Offset behind its head."""
    head: str
    """The head as printed, in lower case."""
    inside: bool = True
    """The figure's span reaches to the head; false for "three of the companies"."""
    hyphen: bool = False
    """Joined to the number: "15-member"."""


class Rules(Struct, frozen=True):
    """The word lists of a language."""

    irregular: frozenset[str]
    """Plurals without s, and collectives."""
    never: frozenset[str]
    """Words in s that are no plural."""
    unless_followed: frozenset[str]
    """Of those, the ones that are counted when no other noun follows: "300 arms"."""
    stops: frozenset[str]
    """Words at which the noun phrase ends."""
    totals: Mapping[str, str]
    """Nouns of totals to what they count: "toll"."""
    total: re.Pattern[str]
    """Any of them."""
    leading: frozenset[str]
    """Words between the number and what it counts: "six more sites"."""
    subject: Pattern
    """What a sentence speaks of, and the verb that leads to its number."""
    subjects: frozenset[str]
    """Behind a plural these open a clause: "the number of treatments people wait for"."""
    amounts: frozenset[str]
    """Subjects whose numbers are no counts."""
    hyphen_stops: frozenset[str]
    """What hangs on a number by a hyphen and is not counted: "12-strong"."""
    joins: frozenset[str]
    """Words behind which a noun phrase goes on: "logistics and port operators"."""
    plural_endings: tuple[str, ...]
    """How a regular plural ends."""
    no_plural_endings: tuple[str, ...]
    """What ends like one and is none."""
    acronyms: Pattern
    """A plural of letters: "101 RBIs", "nine MPs"."""
    of_them: Pattern
    """The noun of "three of the companies"."""


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its table."""
    table = tables.load(language, "counting")
    return Rules(
        irregular=frozenset(table["irregular"]) - frozenset(table["unless_followed"]),
        never=frozenset(table["never"]),
        unless_followed=frozenset(table["unless_followed"]),
        stops=frozenset(table["stops"]),
        totals=table["totals"],
        total=re.compile(rf"\b(?i:{patterns.any_of(table['totals'])})\b"),
        leading=frozenset(table["leading"]),
        subjects=frozenset(table["subjects"]),
        amounts=frozenset(table["amounts"]),
        hyphen_stops=frozenset(table["hyphen_stops"]),
        joins=frozenset(table["joins"]),
        plural_endings=tuple(table["plural_endings"]),
        no_plural_endings=tuple(table["no_plural_endings"]),
        **patterns.of(language, "counting", more={"moving": patterns.any_of(table["moving"])}),
    )


def moving(sentence: str, known: Rules) -> Noun | None:
    """The plural that a sentence speaks of, whose number its verb leads to: "Visitors from Norway tripled to"."""
    found = known.subject.match(sentence)
    if found is None:
        return None
    head = found["noun"].casefold()
    return (
        Noun(found.start("noun"), found.end("noun"), head, inside=False)
        if plural(head, known) and head not in known.amounts
        else None
    )


def counted(sentence: str, end: int, known: Rules) -> Noun | None:
    """The noun that the number ending at `end` counts, or None."""
    first = TOKEN.match(sentence, end)
    if first is None:
        sized = SIZED.match(sentence, end)
        noun = counted(sentence, sized.end(), known) if sized else None
        return replace(noun, inside=False) if noun else None
    if first["gap"] in "-‑":
        return hyphenated(first, known)
    begin = first.start("word")
    best: Noun | None = None
    fallback: Noun | None = None
    for index, token in enumerate(tokens(sentence, end)):
        word = token["word"].rstrip(".’'").casefold()
        if (word in known.joins and index and best is None) or (index == 0 and word in known.leading):
            continue
        if word in known.stops or word in known.joins or (best is not None and word in known.subjects):
            break
        stop = token.start("word") + len(word)
        if plural(word, known) or known.acronyms.match(token["word"]):
            best = Noun(begin, stop, word)
        elif best is not None:
            break
        elif word in known.unless_followed:
            fallback = fallback or Noun(begin, stop, word)
        if token["word"].endswith((".", "’", "'")) and len(word) >= SHORTEST:
            break
    return best or fallback or of_them(sentence, end, known)


def tokens(sentence: str, at: int) -> Iterator[re.Match[str]]:
    """The words from `at` on, up to the next mark or hyphen, and no more than may belong to one noun phrase."""
    for _ in range(FARTHEST):
        token = TOKEN.match(sentence, at)
        if token is None or token["gap"] in "-‑":
            return
        yield token
        at = token.end()
        if token["word"][0].isupper() and (code := CODE.match(sentence, at)):
            at = code.end()


def hyphenated(token: re.Match[str], known: Rules) -> Noun | None:
    """What hangs on the number by a hyphen: "15-member", "12-point"."""
    word = token["word"].split("-")[0].rstrip(".’'")
    if not word.islower() or word in known.hyphen_stops or len(word) < SHORTEST - 1:
        return None
    return Noun(token.start("word"), token.start("word") + len(word), word, hyphen=True)


def plural(word: str, known: Rules) -> bool:
    """Whether the word can be the plural that is counted."""
    if word in known.irregular:
        return True
    last = word.rsplit("-", 1)[-1]
    return last in known.irregular or (
        len(last) >= SHORTEST
        and last.endswith(known.plural_endings)
        and not last.endswith(known.no_plural_endings)
        and word not in known.never
    )


def of_them(sentence: str, end: int, known: Rules) -> Noun | None:
    """The noun of "three of the companies": named, but outside the figure."""
    found = known.of_them.match(sentence, end)
    return Noun(found.start(1), found.end(1), found[1].casefold(), inside=False) if found else None
