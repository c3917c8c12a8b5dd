"""The noun phrase that a quantity measures, found without a parser and brought into a normal form.

English news puts it in a few places: before the verb ("freight traffic along the canal grew by 5%"), between verb and
preposition ("to raise exports to 5 million"), before a link ("a turnover of $2bn"), behind the unit ("of crude"), or
behind a noun of change ("a 5% rise in exports").
"""

from __future__ import annotations

import re

from msgspec import Struct

from briefgen.model import Kind, Span
from briefgen.reading import tables
from briefgen.reading.nounties import (
    Found,
    clause_start,
    doing,
    measured_by_verb,
    noun_before,
    of_phrase,
    subject_of_verb,
    tied,
)
from briefgen.reading.nounwords import (
    LONGEST,
    Grammar,
    before_number,
    before_time,
    between,
    called,
    cut,
    generic,
    grammar,
    head,
    is_time,
    is_verb,
    normal,
    noun_end,
    passive,
    sentence_words,
    sized,
    skipped,
    tail,
)
from briefgen.reading.parts import Mention
from briefgen.reading.phrases import Words, words

MONEY = re.compile(r"[A-Z]{3}")
"""ISO 4217."""


FRONT = 3
"""Words that may stand in front of an amount at the head of a sentence: "At more than"."""


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
    for find in FINDERS:
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
    done = doing(left, table, mention.quantity.unit)
    return (called(table, "done", noun=noun, done=done) if done in table.done else noun), None


def amounting(site: Site) -> Found:
    """The measure of two words or more that comes to a count: "container traffic reached | 4 million containers"."""
    left, table = site.left, site.table
    index = skipped(left, table)
    if index < 1:
        return two_words(behind_comma(site))
    low = left.lows[index]
    verb = index - 2 if left.lows[index - 1] in table.ties else index - 1  # "came in at"
    if low in table.amounting or (low in table.reaching and verb > 0 and left.lows[verb] in table.amounting):
        found = subject_of_verb(left, table)
    elif low in table.reaching:
        found = object_of_verb(site)
    else:
        found = before_link(site) if low in table.linking else None
    return two_words(found)


def two_words(found: Found) -> Found:
    """A measure that is more than what is counted."""
    return found if found is not None and found[0] is not None and " " in found[0] else None


def behind_unit(site: Site) -> Found:
    """Behind the unit: "tons of crude", "$3bn in exports", "60% of energy exports"."""
    noun = unit_noun(site)
    if noun is None:
        return None
    if site.mention.kind is Kind.SHARE:
        return called(site.table, "share", noun=noun), None
    if (stretched := laid_along(site)) is not None:
        return stretched
    done = doing(site.left, site.table, site.mention.quantity.unit)
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
    noun = doing(site.left, site.table, site.mention.quantity.unit)
    return (noun, None) if noun in site.table.alone else None


def object_of_verb(site: Site) -> Found:
    """Between a verb and "to" or "by": "raise | exports | to 5 million"."""
    left, table = site.left, site.table
    index = skipped(left, table)
    if index < 2 or left.lows[index] not in table.reaching:  # noqa: PLR2004 - verb, noun and preposition
        return None
    furthest = 24
    end = before_time(left, index - 1, table)
    for verb in range(end, max(-1, index - furthest), -1):
        low = left.lows[verb]
        if not left.letters(verb) and not sized(left, verb):
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


def empty(measure: str | None, language: str) -> bool:
    """Whether a measure only points to one: "triple the figure"."""
    return measure is not None and tables.knows(language, "measures") and generic(measure, grammar(language))


def behind_comma(site: Site) -> Found:
    """The subject behind an amount at the head of its sentence: "At $5bn, | the port's revenue | was a record"."""
    left, right, table = site.left, site.right, site.table
    value = site.mention.quantity.value or 0
    alone = 0 < len(left) <= FRONT and left.lows[0] in table.fronting
    if site.mention.quantity.unit is None and value <= OLDEST:
        return None  # "At 45, Roe is the youngest mayor"
    if not alone or len(right) <= FRONT or right.forms[0] != ",":
        return None
    last = 1
    while last + 1 < len(right) and right.forms[last + 1] not in BREAKS and not is_verb(right, last + 1, table):
        last += 1
    return tied(right, 1, last, table)


OLDEST = 120
"""Years that somebody may be old, whom a bare number at the head of a sentence tells of."""
BREAKS = frozenset(",;:")
"""Marks that no noun phrase goes beyond."""


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


FINDERS = (
    *(counted, multiplied, behind_change, second_subject, object_of_verb, behind_comma, before_link, behind_unit),
    done,
)
"""Where a noun phrase is looked for, in this order."""
