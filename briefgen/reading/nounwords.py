"""The words around a quantity and what they are in a noun phrase: verbs, times, ends of phrases, the normal form.

`nouns` finds the phrase that a quantity measures, `nounties` what is tied to it and whose it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from briefgen.model import Span
from briefgen.reading import openings, tables
from briefgen.reading.patterns import NEVER
from briefgen.reading.phrases import Words, words

REACH = 60
"""Words before or behind a quantity that are looked at."""

LONGEST = 7
"""Words of a measure: longer ones are no names."""

YEAR = re.compile(r"[12]\d{3}")
"""A year between a subject and its verb: "the rate in 2025 was revised to"."""


class Grammar(Struct, frozen=True):
    """The words of a language around quantities (`tables/<language>/measures.toml`)."""

    verbs: frozenset[str]
    nounlike: frozenset[str]
    helpers: frozenset[str]
    doing: dict[str, str]
    using: dict[str, str]
    taking: dict[str, frozenset[str]]
    links: frozenset[str]
    changes: frozenset[str]
    strip: frozenset[str]
    stops: frozenset[str]
    ties: frozenset[str]
    kept: frozenset[str]
    times: frozenset[str]
    scales: frozenset[str]
    actors: frozenset[str]
    determiners: frozenset[str]
    pointing: frozenset[str]
    clauses: frozenset[str]
    joins: frozenset[str]
    relative: frozenset[str]
    done: frozenset[str]
    linking: frozenset[str]
    places: frozenset[str]
    owning: frozenset[str]
    naming: frozenset[str]
    moving: frozenset[str]
    ways: frozenset[str]
    reaching: frozenset[str]
    fronting: frozenset[str]
    two_ends: frozenset[str]
    modifying: frozenset[str]
    no_helpers: frozenset[str]
    alone: frozenset[str]
    amounting: frozenset[str]
    shared: frozenset[str]
    joining: frozenset[str]
    measuring: frozenset[str]
    undertakings: frozenset[str]
    losing: frozenset[str]
    hollow: frozenset[str]
    timely: frozenset[str]
    agents: frozenset[str]
    areas: frozenset[str]
    stretched: frozenset[str]
    lending: frozenset[str]
    attributes: dict[str, str]
    paying: dict[str, str]
    participle_endings: tuple[str, ...]
    adverb_endings: tuple[str, ...]
    names: Mapping[str, str]
    """How what is measured is called, by its parts."""
    scopes: re.Pattern[str]
    anaphors: re.Pattern[str]


@lru_cache(maxsize=8)
def grammar(language: str) -> Grammar:
    """The tables of a language as sets."""
    table = tables.load(language, "measures")
    sets = (
        "actors",
        "verbs",
        "nounlike",
        "helpers",
        "links",
        "changes",
        "strip",
        "stops",
        "ties",
        "kept",
        "times",
        "scales",
        "determiners",
        "pointing",
        "clauses",
        "joins",
        "relative",
        "done",
        "linking",
        "places",
        "owning",
        "naming",
        "moving",
        "ways",
        "fronting",
        "reaching",
        "two_ends",
        "modifying",
        "no_helpers",
        "alone",
        "amounting",
        "shared",
        "joining",
        "measuring",
        "undertakings",
        "losing",
        "hollow",
        "timely",
        "agents",
        "areas",
        "stretched",
        "lending",
    )
    return Grammar(
        **{key: frozenset(table[key]) for key in sets},
        doing=dict(table["doing"]),
        using=dict(table["using"]),
        taking={noun: frozenset(links) for noun, links in table["taking"].items()},
        paying=dict(table["paying"]),
        attributes=dict(table["attributes"]),
        participle_endings=tuple(table["participle_endings"]),
        adverb_endings=tuple(table["adverb_endings"]),
        names=MappingProxyType(table["names"]),
        scopes=either(table["scopes"]),
        anaphors=either(table["anaphors"]),
    )


def either(entries: list[str]) -> re.Pattern[str]:
    """A pattern for any of the entries, the longest first."""
    ordered = sorted(entries, key=lambda entry: (-len(entry), entry))
    source = "|".join(map(re.escape, ordered)) or NEVER
    return re.compile(rf"\b{openings.guarded(source)}\b", re.IGNORECASE)


def before_number(left: Words, table: Grammar) -> Words:
    """The words before the number that `left` ends with: a conversion in brackets measures what that number does."""
    last = len(left)
    while last and (
        left.forms[last - 1][0].isdigit() or not left.letters(last - 1) or left.lows[last - 1] in table.scales
    ):
        last -= 1
    return cut(left, 0, last)


@lru_cache(maxsize=8)
def sentence_words(text: str, sentence: Span) -> Words:
    """The words of a sentence, which its quantities share."""
    return words(text, sentence)


def between(whole: Words, start: int, end: int) -> Words:
    """The first or last words between two offsets, as if the text began and ended there.

    A word that one of the offsets cuts is read again; all others are the same wherever reading starts.
    """
    first, last = bisect_left(whole.starts, start), bisect_right(whole.ends, end)
    cut_first = first > 0 and whole.ends[first - 1] > start
    cut_last = last < len(whole) and whole.starts[last] < end
    if first > last:
        return words(whole.text, Span(start, end))
    found = cut(whole, first, last)
    if cut_first:
        found = joined(words(whole.text, Span(start, min(whole.ends[first - 1], end))), found)
    return joined(found, words(whole.text, Span(whole.starts[last], end))) if cut_last else found


def joined(left: Words, right: Words) -> Words:
    """Two stretches of words as one."""
    return Words(
        left.text,
        left.forms + right.forms,
        left.lows + right.lows,
        left.starts + right.starts,
        left.ends + right.ends,
    )


def tail(found: Words) -> Words:
    """The last words before a quantity."""
    return found if len(found) <= REACH else cut(found, len(found) - REACH, len(found))


def head(found: Words) -> Words:
    """The first words behind a quantity."""
    return found if len(found) <= REACH else cut(found, 0, REACH)


def cut(found: Words, first: int, last: int) -> Words:
    """Some of the words."""
    part = slice(first, last)
    return Words(found.text, found.forms[part], found.lows[part], found.starts[part], found.ends[part])


def called(table: Grammar, name: str, **parts: str) -> str:
    """A name of what is measured."""
    return table.names[name].format(**parts)


def noun_end(found: Words, first: int, table: Grammar) -> int | None:
    """Index of the last word of a noun phrase that starts at `first`."""
    last = None
    for index in range(first, min(len(found), first + LONGEST)):
        low = found.lows[index]
        if index > first and sized(found, index):
            continue
        if not found.letters(index) or low in table.stops or low in table.helpers:
            break
        if index > first and (
            is_verb(found, index, table) or (low.endswith(table.participle_endings) and low not in table.strip)
        ):
            break
        if index > first and low in table.determiners:
            break
        last = index
    return last


def sized(found: Words, index: int) -> bool:
    """Whether a number or dash stands inside a noun phrase: "the | 14-km | line", "the Halden | – | Osthafen ferry"."""
    if not 0 < index < len(found) - 1 or not (found.letters(index - 1) and found.letters(index + 1)):
        return False
    form = found.forms[index]
    if form in "–‑":
        return found.capital(index - 1) and found.capital(index + 1)
    amount, _, unit = form.replace("‑", "-").partition("-")
    return amount.isdecimal() and unit.isalpha()


def is_verb(found: Words, index: int, table: Grammar) -> bool:
    """Whether a word is a verb here; one that looks like a noun only behind a helper or right before the quantity."""
    low = found.lows[index]
    if low in table.moving:
        return index + 1 < len(found) and found.lows[index + 1] in table.ways
    if low not in table.verbs:
        return low in table.doing and low.endswith(table.participle_endings)
    if low not in table.nounlike:
        return True
    if index == len(found.forms) - 1 or found.lows[index + 1] in table.determiners:
        return True
    if index == len(found.forms) - 2 and low in table.measuring and found.lows[index + 1] in table.reaching:
        return True  # "the gap stands at | 300"
    helped = index > 0 and found.lows[index - 1] in table.helpers
    return helped and found.lows[index - 1] not in table.no_helpers


def skipped(left: Words, table: Grammar) -> int:
    """Index of the last word before a quantity that is no modifier of it."""
    index = len(left) - 1
    while index >= 0 and (
        left.lows[index] in table.strip or left.lows[index] in table.modifying or left.lows[index] in "(~"
    ):
        index -= 1
    return index


def passive(found: Words, index: int, table: Grammar) -> bool:
    """Whether a word is a participle behind a form of "be", adverbs between them allowed: "is now offered"."""
    if not found.lows[index].endswith(table.participle_endings):
        return False
    before = index - 1
    while before > 0 and (
        found.lows[before].endswith(table.adverb_endings)
        or (found.lows[before] in table.helpers and found.lows[before] not in table.verbs)
    ):
        before -= 1
    return before >= 0 and found.lows[before] in table.helpers and found.lows[before] in table.verbs


def generic(noun: str, table: Grammar, others: frozenset[str] = frozenset()) -> bool:
    """Whether a phrase says nothing by itself: "figure", "level"."""
    return all(low in table.changes or low in others for low in noun.split())


DASHES = frozenset("-–‑")
"""Between the first and the last month of a time."""


def before_time(left: Words, end: int, table: Grammar) -> int:
    """Index of the last word before a time that ends at `end`: "the rate | in 2025", "exports | in the season to June".

    `end` itself where no time stands there.
    """
    furthest = 12
    timed = False
    for index in range(end, max(0, end - furthest), -1):
        low = left.lows[index]
        timed = timed or is_time(low, table) or YEAR.fullmatch(left.forms[index]) is not None
        if timed and low in table.ties and low not in table.timely:
            return index - 1
        dashed = timed and left.forms[index] in DASHES
        if not (is_time(low, table) or low in table.timely or left.forms[index].isdigit() or dashed):
            return end
    return end


def before_bracket(left: Words, end: int) -> int:
    """Index of the word before a bracket with a short form, which closes at `end`: "the Salt Road (SR) | carried"."""
    furthest = 6
    opening = next((at for at in range(end - 1, max(-1, end - furthest), -1) if left.forms[at] == "("), 0)
    return opening - 1


def tie_like(left: Words, index: int, table: Grammar) -> bool:
    """Whether a word that may be a verb ties a phrase to a noun: "cable connecting A and B"."""
    return left.lows[index] in table.ties


def is_time(word: str, table: Grammar) -> bool:
    """A word for a time: "quarter", also "first-quarter"."""
    return word in table.times or word.rpartition("-")[2] in table.times


def normal(found: Words, table: Grammar) -> str | None:
    """A noun phrase in normal form: without determiners and empty modifiers, in lower case but for names."""
    owners = [index for index in range(len(found)) if found.owner(index) and not found.capital(index)]
    kept = [
        index
        for index in range(max(owners, default=-1) + 1, len(found))
        if found.letters(index)
        and found.lows[index] not in table.strip
        and not found.lows[index].endswith(table.adverb_endings)
    ]
    while kept and found.lows[kept[0]] in table.stops:
        del kept[0]
    if not kept or len(kept) > LONGEST or is_time(found.lows[kept[-1]], table) or found.lows[kept[-1]] in table.hollow:
        return None
    parts = [
        (found.forms[index] if inner_capital(found, index) else found.forms[index].lower()).replace("’", "'")
        + ("–" if index + 2 in kept and index + 1 not in kept and found.forms[index + 1] == "–" else " ")
        for index in kept
    ]
    return "".join(parts).rstrip()


def inner_capital(found: Words, index: int) -> bool:
    """Whether a capital belongs to a name and not to the start of a sentence."""
    form = found.forms[index]
    if found.owner(index):
        return found.capital(index)
    if index + 1 < len(found) and found.capital(index) and found.capital(index + 1) and found.letters(index + 1):
        return True  # "Pine Hollow Fire"
    return found.capital(index) and (not sentence_start(found, index) or (form.isupper() and len(form) > 1))


def sentence_start(found: Words, index: int) -> bool:
    """Whether the word is the first of its sentence, as far as the marks before it tell."""
    before = found.text[max(0, found.starts[index] - 3) : found.starts[index]].rstrip(' \t\u00a0“"‘«')
    return not before or before[-1] in ".!?\n:"
