"""The noun that a number counts: "15 cooperation agreements", "20 logistics and port operators"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.reading import tables
from briefgen.reading.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FARTHEST = 5
"""Words behind the number within which its noun must stand."""
TOKEN = Pattern(r"(?P<gap>[\s\u00a0\u202f]{1,2}|[-‑])(?P<word>[^\W\d_][\w’'.&]{0,30}(?:[-‑][\w’']{1,30}){0,4})")
SHORTEST = 4
"""Letters of the shortest regular plural that is trusted: "jobs", "cars"."""
ACRONYMS = Pattern(r"[A-Z]{2,6}s\b")
"""A plural of letters: "101 RBIs", "nine MPs"."""
CODE = Pattern(r"\s[A-Z]{0,2}\d{1,4}[A-Z]{0,2}(?=\s[A-Za-z])")
"""Behind a name, what names one of several: "Boeing 737 jets"."""
SIZED = Pattern(r"\s\d[\d.,]{0,6}-[a-z]{1,12}(?=\s[a-z])")
"""Between a number and what it counts, how large each is: "1.2 million 20-foot containers"."""
OF_THEM = Pattern(
    r"\sof\s(?:(?:the|its|their|these|those|our|his|her|all)\s|(?=(?:\d|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b)))(?:[\w,.’'-]{1,20}\s){0,3}?(\w{3,30}s|staff|people|men|women|children)\b"
)
"""The noun of "three of the companies"."""


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
    subject: re.Pattern[str]
    """What a sentence speaks of, and the verb that leads to its number."""
    subjects: frozenset[str]
    """Behind a plural these open a clause: "the number of treatments people wait for"."""
    amounts: frozenset[str]
    """Subjects whose numbers are no counts."""
    hyphen_stops: frozenset[str]
    """What hangs on a number by a hyphen and is not counted: "12-strong"."""


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
        total=re.compile(rf"\b(?i:{'|'.join(table['totals'])})\b"),
        leading=frozenset(table["leading"]),
        subject=re.compile(
            r"[“\"]?(?:[\w.’'-]{1,20}\s){0,3}?(?P<noun>[^\W\d_-]{3,20}s|people)"
            r"(?:\s[a-z]{2,6}(?:\s[\w.’'-]{1,20}){1,4}?)?(?:\s[a-z]{3,4})?\s"
            rf"(?:{'|'.join(table['moving'])})\b"
        ),
        subjects=frozenset(table["subjects"]),
        amounts=frozenset(table["amounts"]),
        hyphen_stops=frozenset(table["hyphen_stops"]),
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
        if (word == "and" and index and best is None) or (index == 0 and word in known.leading):
            continue
        if word in known.stops or word == "and" or (best is not None and word in known.subjects):
            break
        stop = token.start("word") + len(word)
        if plural(word, known) or ACRONYMS.match(token["word"]):
            best = Noun(begin, stop, word)
        elif best is not None:
            break
        elif word in known.unless_followed:
            fallback = fallback or Noun(begin, stop, word)
        if token["word"].endswith((".", "’", "'")) and len(word) >= SHORTEST:
            break
    return best or fallback or of_them(sentence, end)


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
        and last.endswith("s")
        and not last.endswith(("ss", "us", "is", "ics", "’s", "'s"))
        and word not in known.never
    )


def of_them(sentence: str, end: int) -> Noun | None:
    """The noun of "three of the companies": named, but outside the figure."""
    found = OF_THEM.match(sentence, end)
    return Noun(found.start(1), found.end(1), found[1].casefold(), inside=False) if found else None
