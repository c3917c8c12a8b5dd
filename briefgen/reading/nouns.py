"""The noun phrase that a quantity measures, found without a parser and brought into a normal form.

English news puts it in a few places: before the verb ("freight traffic along the canal grew by 5%"), between verb and
preposition ("to raise exports to 5 million"), before a link ("a turnover of $2bn"), behind the unit ("of crude"), or
behind a noun of change ("a 5% rise in exports").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from briefgen.model import Kind, Span
from briefgen.reading import openings, tables
from briefgen.reading.parts import Mention
from briefgen.reading.patterns import NEVER
from briefgen.reading.phrases import Words, words

REACH = 60
"""Words before or behind a quantity that are looked at."""

LONGEST = 7
"""Words of a measure: longer ones are no names."""


MONEY = re.compile(r"[A-Z]{3}")
"""ISO 4217."""
YEAR = re.compile(r"[12]\d{3}")
"""A year between a subject and its verb: "the rate in 2025 was revised to"."""


class Grammar(Struct, frozen=True):
    """The words of a language around quantities (`tables/<language>/measures.toml`)."""

    verbs: frozenset[str]
    nounlike: frozenset[str]
    helpers: frozenset[str]
    doing: dict[str, str]
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
    moving: frozenset[str]
    ways: frozenset[str]
    reaching: frozenset[str]
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


class Site(Struct, frozen=True, gc=False):
    """A quantity with the words around it."""

    left: Words
    """The words before it in its sentence."""
    right: Words
    """The words behind it."""
    mention: Mention
    """The quantity."""
    table: Grammar
    """The words of its language."""


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
        "moving",
        "ways",
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
        "stretched",
        "lending",
    )
    return Grammar(
        **{key: frozenset(table[key]) for key in sets},
        doing=dict(table["doing"]),
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


def points_back(text: str, near: Span, place: Span, language: str) -> bool:
    """Whether the words before a quantity stand for what the sentence before measured: "that figure"."""
    if not tables.knows(language, "measures"):
        return False
    return grammar(language).anaphors.search(text, near.start, place.start) is not None


def scope(text: str, near: Span, place: Span, language: str) -> str | None:
    """The words by which the text delimits the measure, nearest before the quantity."""
    closeness = 80
    start = max(near.start, place.start - closeness)
    found = [match.group().lower() for match in grammar(language).scopes.finditer(text, start, place.start)]
    return found[-1] if found else None


def phrase(  # noqa: PLR0913 - a quantity and each of its surroundings
    text: str, near: Span, mention: Mention, earlier: Span | None, language: str, sentence: Span | None = None
) -> tuple[str | None, str | None]:
    """Measure and subject of a quantity, each None where the text does not tell.

    Args:
        text: The document's text.
        near: What is looked at.
        mention: The quantity.
        earlier: The sentence before.
        language: The tables to use.
        sentence: The whole sentence, whose words its quantities share.
    """
    site = site_of(text, near, mention, language, sentence)
    left, table = site.left, site.table
    for find in (counted, multiplied, behind_change, second_subject, object_of_verb, before_link, behind_unit, done):
        found = find(site)
        if found is not None:
            return found
    found = subject_of_verb(left, table)
    if found is not None:
        return found
    if earlier is not None and (
        table.anaphors.search(text, near.start, mention.span.start) or pointed_at(left, mention, table)
    ):
        before = tail(sentence_words(text, earlier))
        return subject_of_verb(before, table) or (None, None)
    return None, None


def pointed_at(left: Words, mention: Mention, table: Grammar) -> bool:
    """Whether a percentage opens its sentence behind a word that points at the one before: "Those 2.4 points"."""
    return len(left) == 1 and left.lows[0] in table.pointing and mention.quantity.unit in POINTS


POINTS = ("%", "pp", "bp")
"""Units of what has just been told."""


def site_of(text: str, near: Span, mention: Mention, language: str, sentence: Span | None = None) -> Site:
    """A quantity with the words around it; the arguments are those of `phrase`."""
    table = grammar(language)
    whole = sentence_words(text, sentence or near)
    left = tail(between(whole, near.start, mention.span.start))
    right = head(between(whole, mention.span.end, near.end))
    if left.forms[-1:] == ("(",):
        left = before_number(cut(left, 0, len(left) - 1), table)
    return Site(left, right, mention, table)


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


Found = tuple[str | None, str | None] | None


def counted(site: Site) -> Found:
    """Things counted: the noun, with what is done to them where a verb says so."""
    left, mention, table = site.left, site.mention, site.table
    if mention.kind is not Kind.COUNT or mention.noun is None or mention.span.start > mention.noun.start:
        return None
    noun = normal(words(left.text, mention.noun), table)
    if noun is None:
        return None
    if (told := amounting(site)) is not None:
        return told
    done = doing(left, table)
    return (called(table, "done", noun=noun, done=done) if done in table.done else noun), None


def amounting(site: Site) -> Found:
    """The measure of two words or more that comes to a count: "container traffic reached | 4 million containers"."""
    left, table = site.left, site.table
    index = skipped(left, table)
    if index < 1:
        return None
    low = left.lows[index]
    if low in table.amounting or (low in table.reaching and left.lows[index - 1] in table.amounting):
        found = subject_of_verb(left, table)
    elif low in table.reaching:
        found = object_of_verb(site)
    else:
        found = before_link(site) if low in table.linking else None
    return found if found is not None and found[0] is not None and " " in found[0] else None


def called(table: Grammar, name: str, **parts: str) -> str:
    """A name of what is measured."""
    return table.names[name].format(**parts)


def doing(left: Words, table: Grammar) -> str | None:
    """The noun of the verb right before a quantity, modifiers between them allowed."""
    furthest = 6
    for index in range(len(left) - 1, max(-1, len(left) - furthest), -1):
        low = left.lows[index]
        if low in table.doing:
            return table.doing[low]
        if low in table.verbs or low in table.joins or not left.letters(index):
            return None
    return None


def behind_unit(site: Site) -> Found:
    """Behind the unit: "tons of crude", "$3bn in exports", "60% of energy exports"."""
    noun = unit_noun(site)
    if noun is None:
        return None
    if site.mention.kind is Kind.SHARE:
        return called(site.table, "share", noun=noun), None
    if (stretched := laid_along(site)) is not None:
        return stretched
    done = doing(site.left, site.table)
    if site.right.lows[0] in site.table.places:
        return (called(site.table, "done_in", noun=noun, done=done) if done else noun), None
    if done is None:
        subject = subject_of_verb(site.left, site.table) if measured_by_verb(site.left, site.table) else None
        return subject or (noun, None)
    return called(site.table, "done", noun=noun, done=done), None


def laid_along(site: Site) -> Found:
    """What has been put along a stretch: "fencing has been put up along | 40 km | of the border"."""
    left, table = site.left, site.table
    index = skipped(left, table)
    if index < 2 or left.lows[index] not in table.stretched:  # noqa: PLR2004 - a subject, a verb and the preposition
        return None
    deeds = range(index - 1, max(0, index - 1 - NEARBY), -1)
    if not any(left.lows[at] in table.verbs and left.lows[at] in table.helpers for at in deeds):
        return None
    verb = next(at for at in deeds if left.lows[at] in table.verbs and left.lows[at] in table.helpers)
    return subject_of_verb(cut(left, 0, verb + 1), table)


NEARBY = 4
"""Words of a verb in the passive: "has now been put up"."""


def measured_by_verb(left: Words, table: Grammar) -> bool:
    """Whether the verb right before a quantity measures its subject ("rose by"), and is no deed of it ("have laid")."""
    for index in range(skipped(left, table), -1, -1):
        low = left.lows[index]
        if low in table.measuring:
            return True
        if low not in table.reaching and low not in table.shared and low not in table.linking:
            return False
    return False


def unit_noun(site: Site) -> str | None:
    """The noun phrase behind a quantity and "of" or "in"; no place and no time."""
    right, table = site.right, site.table
    if len(right) <= 1 or right.lows[0] not in table.linking or site.mention.kind in (Kind.CHANGE, Kind.DURATION):
        return None
    last = noun_end(right, 1, table)
    if last is None or right.lows[1][0].isdigit():
        return None
    if right.lows[0] in table.places and (
        right.capital(1)
        or right.lows[1] in table.strip
        or is_time(right.lows[last], table)
        or right.lows[last] in table.hollow
        or right.lows[1] in table.timely
    ):
        return None
    return normal(cut(right, 1, last + 1), table)


def noun_end(found: Words, first: int, table: Grammar) -> int | None:
    """Index of the last word of a noun phrase that starts at `first`."""
    last = None
    for index in range(first, min(len(found), first + LONGEST)):
        low = found.lows[index]
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
    helped = index > 0 and found.lows[index - 1] in table.helpers
    return helped and found.lows[index - 1] not in table.no_helpers


def multiplied(site: Site) -> Found:
    """Behind a multiple: "double exports", "twice the output", or before it: "exports tripled"."""
    right, table = site.right, site.table
    if site.mention.kind is not Kind.MULTIPLE:
        return None
    last = noun_end(right, 0, table)
    if last is not None and right.lows[0] not in table.stops:
        noun = normal(cut(right, 0, last + 1), table)
        owner = of_phrase(right, last + 1, table)
        if noun is not None:
            return (called(table, "owned", noun=noun, owner=owner) if owner else noun), None
    return subject_of_verb(site.left, table, adjacent=True)


def of_phrase(found: Words, first: int, table: Grammar) -> str | None:
    """The name behind "of", or the place behind "in"."""
    if first + 1 >= len(found) or found.lows[first] not in table.linking:
        return None
    if found.lows[first] in table.places and not found.capital(first + 1):
        return None
    last = noun_end(found, first + 1, table)
    return None if last is None else found.slice(first + 1, last)


def before_link(site: Site) -> Found:
    """Before "of", "worth" and the like: "a turnover of | $2bn"."""
    left, table = site.left, site.table
    index = skipped(left, table)
    if index < 1 or left.lows[index] not in table.links:
        return None
    if passive(left, index - 1, table):
        return subject_of_verb(left, table)  # "the deficit is budgeted | at 5% of GDP"
    found = noun_before(left, index - 1, table)
    if found is None or all(low in table.changes for low in found[0].split()):
        return None
    return found


def second_subject(site: Site) -> Found:
    """Before a preposition that is the first subject's verb's: "wheat accounted for 3 million and barley for | 2"."""
    left, table = site.left, site.table
    index = skipped(left, table)
    if index < 2 or left.lows[index] not in table.shared:  # noqa: PLR2004 - a joining word, noun and preposition
        return None
    first = index
    while first > 0 and index - first <= LONGEST and left.lows[first - 1] not in table.joining:
        first -= 1
    inside = range(first, index)
    before = range(first - 1)
    if first < 1 or not inside or any(not left.letters(at) or is_verb(left, at, table) for at in inside):
        return None
    if not any(is_verb(left, at, table) for at in before) or left.lows[index] not in left.lows[: first - 1]:
        return None
    return noun_before(left, index - 1, table)


def done(site: Site) -> Found:
    """What is done with so much of something that is not said: "handled | 4 million tons", "plans to export"."""
    if site.mention.kind is not Kind.LEVEL or MONEY.fullmatch(site.mention.quantity.unit or ""):
        return None
    noun = doing(site.left, site.table)
    return (noun, None) if noun in site.table.alone else None


def skipped(left: Words, table: Grammar) -> int:
    """Index of the last word before a quantity that is no modifier of it."""
    index = len(left) - 1
    while index >= 0 and (
        left.lows[index] in table.strip or left.lows[index] in table.modifying or left.lows[index] in "(~"
    ):
        index -= 1
    return index


def noun_before(found: Words, last: int, table: Grammar) -> tuple[str, str | None] | None:
    """The noun phrase that ends at `last`, in normal form, with the name that it is of."""
    if last < 0 or (is_verb(cut(found, 0, last + 1), last, table) and found.lows[last] not in table.nounlike):
        return None
    first = last + 1
    while first > 0 and last - first < LONGEST:
        before = first - 1
        if not found.letters(before) or found.lows[before] in table.stops:
            break
        if first <= last and (is_verb(found, before, table) or found.lows[before] in table.helpers):
            break
        first = before
        if found.lows[first] in table.determiners:
            break
    if first > last:
        return None
    noun = normal(cut(found, first, last + 1), table)
    return None if noun is None else (noun, owner_in(found, first, last))


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


def owner_in(found: Words, first: int, last: int) -> str | None:
    """The name whose possessive stands in the phrase."""
    for index in range(first, last + 1):
        if found.owner(index) and found.capital(index):
            return (
                found.forms[index][:-2]
                if found.forms[index][-1] == "s" and found.forms[index][-2] in "'’"
                else found.forms[index]
            )
    return None


def object_of_verb(site: Site) -> Found:
    """Between a verb and "to" or "by": "raise | exports | to 5 million"."""
    left, table = site.left, site.table
    index = skipped(left, table)
    if index < 2 or left.lows[index] not in table.reaching:  # noqa: PLR2004 - verb, noun and preposition
        return None
    furthest = 14
    end = before_time(left, index - 1, table)
    for verb in range(end, max(-1, index - furthest), -1):
        low = left.lows[verb]
        if not left.letters(verb):
            return None
        if is_verb(left, verb, table) and low not in table.helpers:
            if verb == end:
                return None
            if left.lows[verb + 1] in table.pointing and generic(
                left.slice(verb + 1, end).lower(), table, table.pointing
            ):
                return subject_of_verb(cut(left, 0, clause_start(left, verb - 1, table)), table)
            return tied(left, verb + 1, end, table)
    return None


def tied(found: Words, first: int, last: int, table: Grammar) -> tuple[str, str | None] | None:
    """A noun phrase with what is tied to it: "exports | of grain | to Chile | along the river"."""
    end = noun_end(found, first, table)
    noun = None if end is None else normal(cut(found, first, min(end, last) + 1), table)
    if end is None or noun is None:
        return None
    subject = owner_in(found, first, min(end, last))
    index = end + 1
    while index < last and found.lows[index] in table.ties:
        stop = tie_end(found, index, last, table)
        owning = None if stop is None else possessive(found, index + 1, stop)
        if stop is not None and owning is not None and found.lows[index] in table.owning:
            noun, subject = normal(cut(found, owning + 1, stop + 1), table) or noun, owner_in(found, owning, owning)
            index = stop + 1
            continue
        inner = None if stop is None else normal(cut(found, index + 1, stop + 1), table)
        if stop is None or inner is None:
            break
        named = any(found.capital(at) for at in range(index + 1, stop + 1))
        noun = with_tie(noun, found.lows[index], inner, table, named=named)
        subject = subject or (inner if named else None)
        index = stop + 1
    return None if generic(noun, table) or noun.split()[-1] in table.actors else (noun, subject)


def possessive(found: Words, first: int, last: int) -> int | None:
    """Index of the name that owns what stands behind it: "the port of | Lindholm's | grain exports"."""
    return next((at for at in range(first, last) if found.owner(at) and found.capital(at)), None)


def tie_end(found: Words, link: int, last: int, table: Grammar) -> int | None:
    """Index of the last word of the phrase that the word at `link` ties; both names behind "between"."""
    stop = noun_end(found, link + 1, table)
    if stop is None or stop > last:
        return None
    if found.lows[link] in table.two_ends and stop + 2 <= last and found.lows[stop + 1] in table.joins:
        return noun_end(found, stop + 2, table) or stop
    if found.lows[link] in table.owning and coupled(found, stop + 1, table) and stop + 2 <= last:
        return stop + 2
    return stop


def coupled(found: Words, index: int, table: Grammar) -> bool:
    """Whether an "and" couples two common nouns behind "of": "exports of goods | and services"."""
    return (
        2 <= index < len(found) - 1  # noqa: PLR2004 - "of", a noun and the word itself
        and found.lows[index] in table.joins
        and found.lows[index - 2] in table.owning
        and not found.capital(index - 1)
        and not found.capital(index + 1)
        and found.letters(index + 1)
        and found.lows[index + 1] not in table.determiners
        and not is_verb(found, index + 1, table)
    )


def with_tie(noun: str, link: str, inner: str, table: Grammar, *, named: bool) -> str:
    """The noun with a phrase tied to it where that is part of what is measured."""
    if link in table.owning and generic(noun, table):
        return inner
    if (link in table.owning and not named) or (link in table.kept and named):
        return called(table, "tied", noun=noun, link=link, inner=inner)
    return noun


def empty(measure: str | None, language: str) -> bool:
    """Whether a measure only points to one: "triple the figure"."""
    return measure is not None and tables.knows(language, "measures") and generic(measure, grammar(language))


def generic(noun: str, table: Grammar, others: frozenset[str] = frozenset()) -> bool:
    """Whether a phrase says nothing by itself: "figure", "level"."""
    return all(low in table.changes or low in others for low in noun.split())


def subject_of_verb(left: Words, table: Grammar, *, adjacent: bool = False) -> Found:
    """Before the verb: "freight traffic along the canal | rose by 5%"; of the main clause for "…, reaching 5 million".

    `adjacent`: the quantity itself is the verb ("sales | doubled").
    """
    places = [len(left)] if adjacent else []
    places += [index for index in range(len(left) - 1, 0, -1) if is_verb(left, index, table)]
    for verb in places:
        end = subject_end(left, verb, table)
        if end is None:
            continue
        start = clause_start(left, end, table)
        if start > 1 and left.lows[start - 1] in table.agents and passive(left, start - 2, table):
            continue  # "is estimated by its builders | to cost": what is estimated costs it
        found = tied(left, start, end, table) if start <= end else None
        if found is not None:
            return found
    return None


def subject_end(left: Words, verb: int, table: Grammar) -> int | None:
    """Index of the last word of a verb's subject; a clause with "which" between them is skipped."""
    end = verb - 1
    while end >= 0 and (left.lows[end] in table.helpers or left.lows[end].endswith(table.adverb_endings)):
        end -= 1
    if end > 0 and left.forms[end] == ")":
        end = before_bracket(left, end)
    end = before_time(left, end, table)
    if end > 0 and left.forms[end] == ",":
        openings = [at for at in range(end - 1, 0, -1) if left.forms[at] == ","]
        end = openings[0] - 1 if openings and left.lows[openings[0] + 1] in table.relative else -1
    if end < 0 or not left.letters(end) or left.lows[end] in table.stops:
        return None
    return end


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
        if not (is_time(low, table) or low in table.timely or left.forms[index].isdigit()):
            return end
    return end


def before_bracket(left: Words, end: int) -> int:
    """Index of the word before a bracket with a short form, which closes at `end`: "the Salt Road (SR) | carried"."""
    furthest = 6
    opening = next((at for at in range(end - 1, max(-1, end - furthest), -1) if left.forms[at] == "("), 0)
    return opening - 1


def clause_start(left: Words, end: int, table: Grammar) -> int:
    """Index of the first word of the subject whose last word is at `end`."""
    start = end
    while start >= 0:
        low = left.lows[start]
        if not left.letters(start) and left.forms[start] not in "-–%)(/":
            break
        if (is_verb(left, start, table) and not tie_like(left, start, table)) or is_time(low, table):
            break
        apart = low in table.clauses and start < end
        if apart and not between_names(left, start, table) and not coupled(left, start, table):
            opening = owner_of_list(left, start, end, table)
            if opening is None:
                break
            start = opening
        start -= 1
    start += 1
    while start <= end and (left.lows[start] in table.ties or left.lows[start] in table.stops):
        start += 1
    return start


def owner_of_list(left: Words, join: int, end: int, table: Grammar) -> int | None:
    """Index of an "of" whose list the "and" at `join` closes: "the cost | of roofs, doors and windows | is".

    None where a verb or a preposition other than one inside the list stands between them, or where what stands behind
    the "and" is of something itself: "the price of oil and the number of jobs".
    """
    if left.lows[join] not in table.joins or any(left.lows[at] in table.owning for at in range(join + 1, end + 1)):
        return None
    for index in range(join - 1, max(0, join - LISTED), -1):
        low = left.lows[index]
        if low in table.owning:
            before = left.lows[index - 1]
            return index if left.letters(index - 1) and before not in table.times and not before.isdigit() else None
        if is_verb(left, index, table) or low in table.clauses or low in table.helpers:
            return None
        if not left.letters(index) and left.forms[index] != ",":
            return None
    return None


LISTED = 12
"""Words of a list behind "of"."""


def between_names(left: Words, index: int, table: Grammar) -> bool:
    """Whether an "and" stands between two names."""
    return (
        left.lows[index] in table.joins
        and 0 < index < len(left) - 1
        and left.capital(index - 1)
        and left.capital(index + 1)
    )


def tie_like(left: Words, index: int, table: Grammar) -> bool:
    """Whether a word that may be a verb ties a phrase to a noun: "cable connecting A and B"."""
    return left.lows[index] in table.ties


def behind_change(site: Site) -> Found:
    """Behind a noun of change: "a 5% rise | in exports"."""
    right, table = site.right, site.table
    for index in range(min(3, len(right))):
        if right.lows[index] in table.changes:
            if index + 2 < len(right) and right.lows[index + 1] in table.linking:
                last = noun_end(right, index + 2, table)
                noun = None if last is None else normal(cut(right, index + 2, last + 1), table)
                return None if noun is None else (noun, None)
            return None
    return None


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
        found.forms[index].replace("’", "'")
        if inner_capital(found, index)
        else found.forms[index].lower().replace("’", "'")
        for index in kept
    ]
    return " ".join(parts)


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
