"""What is tied to a noun, and the subjects of verbs: "exports | of grain | along the river", "the port | handled"."""

from __future__ import annotations

from briefgen.reading.nounwords import (
    LONGEST,
    Grammar,
    before_bracket,
    before_time,
    called,
    cut,
    generic,
    is_time,
    is_verb,
    normal,
    noun_end,
    passive,
    sized,
    skipped,
    tie_like,
)
from briefgen.reading.phrases import Words

Found = tuple[str | None, str | None] | None


def doing(left: Words, table: Grammar, unit: str | None) -> str | None:
    """The noun of the verb right before a quantity in a unit, modifiers between them allowed."""
    furthest = 6
    for index in range(len(left) - 1, max(-1, len(left) - furthest), -1):
        low = left.lows[index]
        if (noun := noun_of(low, table, unit)) is not None:
            return noun
        if low in table.verbs or low in table.joins or not left.letters(index):
            return None
    return None


def noun_of(verb: str, table: Grammar, unit: str | None) -> str | None:
    """The noun of a verb of doing; a forest of so many hectares that burns is not used up."""
    return table.doing.get(verb) or (None if unit in table.areas else table.using.get(verb))


def measured_by_verb(left: Words, table: Grammar) -> bool:
    """Whether the verb right before a quantity measures its subject ("rose by"), and is no deed of it ("have laid")."""
    for index in range(skipped(left, table), -1, -1):
        low = left.lows[index]
        if low in table.measuring:
            return True
        if low not in table.reaching and low not in table.shared and low not in table.linking:
            return False
    return False


def of_phrase(found: Words, first: int, table: Grammar) -> str | None:
    """The name behind "of", or the place behind "in"."""
    if first + 1 >= len(found) or found.lows[first] not in table.linking:
        return None
    if found.lows[first] in table.places and not found.capital(first + 1):
        return None
    last = noun_end(found, first + 1, table)
    return None if last is None else found.slice(first + 1, last)


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
    first = behind_name(found, first, last, table)
    noun = normal(cut(found, first, last + 1), table)
    return None if noun is None else (noun, owner_in(found, first, last))


def behind_name(found: Words, first: int, last: int, table: Grammar) -> int:
    """Index of the first word of a phrase; one that begins inside "the port of Lindholm" begins behind that name."""
    if first == 0 or found.lows[first - 1] not in table.naming:
        return first
    index = first
    while index < last and found.capital(index) and not found.owner(index):
        index += 1
    return index


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


def tied(found: Words, first: int, last: int, table: Grammar) -> tuple[str, str | None] | None:
    """A noun phrase with what is tied to it: "exports | of grain | to Chile | along the river"."""
    end = noun_end(found, first, table)
    noun = None if end is None else normal(cut(found, first, min(end, last) + 1), table)
    if end is None or noun is None:
        return None
    subject = owner_in(found, first, min(end, last))
    acts = noun.split()[-1] in table.actors
    index = end + 1
    while index < last and found.lows[index] in table.ties:
        stop = tie_end(found, index, last, table)
        owning = None if stop is None else possessive(found, index + 1, stop)
        if stop is not None and owning is not None and found.lows[index] in table.owning:
            noun, subject = normal(cut(found, owning + 1, stop + 1), table) or noun, owner_in(found, owning, owning)
            acts = noun.split()[-1] in table.actors
            index = stop + 1
            continue
        inner = None if stop is None else normal(cut(found, index + 1, stop + 1), table)
        if stop is None or inner is None:
            break
        named = any(found.capital(at) for at in range(index + 1, stop + 1))
        noun = with_tie(noun, found.lows[index], inner, table, named=named)
        subject = subject or (inner if named else None)
        index = stop + 1
    return None if acts or generic(noun, table) else (noun, subject)


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
    if coupled(found, stop + 1, table) and stop + 2 <= last:
        return stop + 2
    return stop


def coupled(found: Words, index: int, table: Grammar) -> bool:
    """Whether an "and" couples two common nouns behind "of": "exports of goods | and services"."""
    return (
        2 <= index < len(found) - 1  # noqa: PLR2004 - "of", a noun and the word itself
        and found.lows[index] in table.joins
        and (
            found.lows[index - 2] in table.owning
            or found.lows[index - 2] in table.taking.get(found.lows[max(0, index - 3)], ())
        )
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
    taken = link in table.taking.get(noun.rpartition(" ")[2], ())
    if ((link in table.owning or taken) and not named) or (link in table.kept and named):
        return called(table, "tied", noun=noun, link=link, inner=inner)
    return noun


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


def clause_start(left: Words, end: int, table: Grammar) -> int:
    """Index of the first word of the subject whose last word is at `end`."""
    start = end
    while start >= 0:
        low = left.lows[start]
        if not left.letters(start) and left.forms[start] not in "-–%)(/" and not sized(left, start):
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
        before = left.lows[index - 1]
        if low in table.owning or low in table.taking.get(before, ()):
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
