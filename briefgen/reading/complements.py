"""What a verb and what goes with it measure: "spent | $5bn | on health" is health spending.

The ways of saying it are entries of the table `complements`. Where a way says whose the amount is, that is its subject:
"health care cost | Chile | $5bn".
"""

from __future__ import annotations

from briefgen.model import Kind
from briefgen.reading import nouns
from briefgen.reading.dealings import is_money
from briefgen.reading.nounties import Found, clause_start, subject_end, tied
from briefgen.reading.nounwords import Grammar, cut, is_time, is_verb, normal, noun_end, skipped
from briefgen.reading.phrases import Words, words
from briefgen.reading.ways import Abroad, Way, Ways, ways

ADJUNCT = 2
"""Words of a noun phrase that may stand before another noun."""
BETWEEN = 6
"""Words of a time or owner between a verb, its amount and what goes with them."""
FARTHEST = 12
"""Words of an aside behind an amount, or back to the verb that it shares."""
CLOSED = {",": ",", "(": ")"}
"""How an aside begins and ends."""
LISTED = 3
"""Nouns of a list at most: "on health, schools and roads"."""


def phrase(site: nouns.Site, language: str) -> Found:
    """Measure and subject of a quantity that a verb and what goes with it tell; None where they do not."""
    known = ways(language)
    for find in (excess, gap, deed, sent_abroad, source, outlay):
        found = find(site, known)
        if found is not None:
            return found
    return None


def outlay(site: nouns.Site, known: Ways) -> Found:
    """Behind the amount: "spent | $5bn | on health", "earned | $5bn | last year from tourism"."""
    if not is_money(site):
        return None
    right, table = site.right, site.table
    for each in known.outlays:
        if not before(site.left, each.verbs, table) and not shared(site.left, each, table):
            continue
        link = behind_aside(right) or behind_time(right, each.links, table)
        if link + 1 >= len(right) or right.lows[link] not in each.links:
            continue
        found = object_at(right, link + 1, table, known)
        if found is not None and (not each.nouns or found[1] in each.nouns):
            full, _, plain, owner = found
            if each.name if plain else each.long:
                return named(each, full, known, plain=plain), owner
    return None


def shared(left: Words, each: Way, table: Grammar) -> bool:
    """Whether an amount shares the verb of the one before it: "spent 5 million on police and | 4 | on roads"."""
    join = skipped(left, table)
    linked = counted = False
    for at in range(join - 1, max(-1, join - FARTHEST) if join >= 0 and left.lows[join] in table.joining else join, -1):
        linked = linked or left.lows[at] in each.links
        counted = counted or (linked and left.forms[at][0].isdigit())
        if left.lows[at] in each.verbs or is_verb(left, at, table):
            return counted and left.lows[at] in each.verbs
    return False


def object_at(right: Words, first: int, table: Grammar, known: Ways) -> tuple[str, str, bool, str | None] | None:
    """The noun phrase at `first`: all of it, its noun, whether it may stand before another noun, and whose it is."""
    gerund = right.lows[first].endswith(known.plurals.gerund_endings)
    article = gerund and first + 1 < len(right) and right.lows[first + 1] in table.determiners
    last = noun_end(right, first + article, table)
    if last is None or right.lows[first][0].isdigit():
        return None
    noun = normal(cut(right, first, last + 1), table)
    if noun is None:
        return None
    head = right.lows[last]
    short = " " not in noun or not gerund
    short = short and right.lows[first] not in table.determiners and noun.count(" ") < ADJUNCT
    plain = short and not any(right.capital(at) for at in range(first, last + 1))
    if last + 2 < len(right) and right.lows[last + 1] in table.owning:
        stop = noun_end(right, last + 2, table)
        inner = None if stop is None else normal(cut(right, last + 2, stop + 1), table)
        if stop is None or inner is None:
            return noun, head, plain, None
        if right.capital(stop):
            return noun, head, plain, right.slice(last + 2, stop)
        return f"{noun} {right.lows[last + 1]} {inner}", head, False, None
    others = listed(right, last + 1, table, known)
    return None if others is None else (noun + others, head, plain and not others, None)


def listed(right: Words, at: int, table: Grammar, known: Ways) -> str | None:
    """Further nouns of a list that goes on at `at`, as text: " and education"; None where it cannot be followed."""
    told = ""
    for _ in range(LISTED):
        if at + 1 >= len(right) or right.lows[at] not in known.going_on:
            return told
        mark = right.lows[at]
        at += 2 if right.lows[at + 1] in known.going_on and not right.letters(at) else 1
        last = noun_end(right, at, table)
        joins = mark in table.joins or right.lows[at - 1] in table.joins
        if last is None or right.capital(at) or right.lows[at] in table.stops or is_verb(right, at, table):
            return told if not told or joins else None
        goes_on = last + 1 < len(right) and right.lows[last + 1] in known.going_on
        if not joins and not goes_on:
            return told or ""
        noun = normal(cut(right, at, last + 1), table)
        if noun is None or not ends(right, last + 1, table):
            return told  # "on roads and officials said", "on roads and connect 40 villages"
        told += f" {right.lows[at - 1]} {noun}" if right.letters(at - 1) else f", {noun}"
        at = last + 1
    return told


def ends(right: Words, at: int, table: Grammar) -> bool:
    """Whether a noun phrase may end in front of a word: a mark, a preposition or a time."""
    if at >= len(right) or not right.letters(at):
        return at >= len(right) or not right.forms[at][0].isdigit()
    return right.lows[at] in table.ties | table.timely or is_time(right.lows[at], table)


def source(site: nouns.Site, known: Ways) -> Found:
    """The subject: "taxes brought Chile | $5bn", "visitors spent | $5bn | in Chile", "schools cost Chile | $5bn"."""
    if not is_money(site):
        return None
    left, right, table = site.left, site.right, site.table
    at = verb_before_owner(left, frozenset().union(*(each.verbs for each in known.sources)), table)
    if at is None:
        return None
    subject = plain_subject(left, at, table)
    if subject is None:
        return None
    noun, head, owner = subject
    fitting = (each for each in known.sources if left.lows[at] in each.verbs and head in each.nouns)
    each = next(fitting, None)
    if each is None:
        return None
    given = name_in(left, at + 1, skipped(left, table), table)
    if each.given and given is None:
        return None
    return named(each, noun, known, plain=True), given or owner or place_behind(right, table)


def plain_subject(left: Words, verb: int, table: Grammar) -> tuple[str, str, str | None] | None:
    """The subject of the verb at `verb`: its noun phrase, noun and owner; None where something else narrows it.

    "The new roads" are some of them, unless they are those of a place.
    """
    end = subject_end(left, verb, table)
    if end is None:
        return None
    start = clause_start(left, end, table)
    link = next((at for at in range(start, end) if left.lows[at] in table.ties), None)
    last = end if link is None else link - 1
    if last < start or (left.capital(last) and last > start):
        return None
    if link is not None and (left.lows[link] not in table.places | table.reaching or not left.capital(end)):
        return None
    noun = normal(cut(left, start, last + 1), table)
    owner = None if link is None else left.slice(link + 1, end)
    definite = owner is None and left.lows[start] in table.determiners | table.strip
    return None if noun is None or definite else (noun.lower(), left.lows[last], owner)


def verb_before_owner(left: Words, verbs: frozenset[str], table: Grammar) -> int | None:
    """Index of the verb before the amount, where nothing but a name may stand between them."""
    last = skipped(left, table)
    for at in range(last, max(-1, last - BETWEEN), -1):
        if left.lows[at] in verbs:
            return at if at == last or name_in(left, at + 1, last, table) else None
        if not left.letters(at):
            return None
    return None


def name_in(found: Words, first: int, last: int, table: Grammar) -> str | None:
    """The name that stretches from one word to another: "Chile", "the | port of Lindholm", "Lindholm harbour"."""
    while first <= last and found.lows[first] in table.determiners:
        first += 1
    if first > last or not (found.capital(first) or found.capital(last)):
        return None
    inside = range(first, last + 1)
    apart = any(not found.letters(at) or found.lows[at] in table.stops - table.owning - table.fronting for at in inside)
    return None if apart else found.slice(first, last)


def place_behind(right: Words, table: Grammar) -> str | None:
    """The name behind an amount and "in"."""
    if len(right) <= 1 or right.lows[0] not in table.places or not right.capital(1):
        return None
    last = noun_end(right, 1, table)
    return None if last is None or is_time(right.lows[1], table) else right.slice(1, last)


def deed(site: nouns.Site, known: Ways) -> Found:
    """What is done with what is counted, and where: "hospitals in Chile admitted | 5,000 patients"."""
    mention, left, right, table = site.mention, site.left, site.right, site.table
    if mention.kind is not Kind.COUNT or mention.noun is None or mention.noun.start < mention.span.start:
        return None
    counted = words(right.text, mention.noun)
    for each in known.counted:
        if not len(counted) or counted.lows[-1] not in each.counted:
            continue
        at = skipped(left, table)
        if at >= 0 and left.lows[at] in each.verbs:
            if not each.nouns:
                return each.name, None
            subject = plain_subject(left, at, table)
            if subject is not None and subject[1] in each.nouns:
                return named(each, subject[0], known, plain=True), subject[2]
        after = sum(start < mention.noun.end for start in right.starts)
        found = done_at(right, after, each, table)
        if found is not None:
            return named(each, found[0], known, plain=True), found[1]
    return None


def done_at(right: Words, first: int, each: Way, table: Grammar) -> tuple[str, str | None] | None:
    """Where it is done, in the passive that starts at `first`, and whose that is: "| were admitted to hospitals in"."""
    at = first
    while at < len(right) and right.lows[at] in table.helpers:
        at += 1
    if at == first or at + 2 >= len(right) or right.lows[at] not in each.verbs or right.lows[at + 1] not in table.ties:
        return None
    last = noun_end(right, at + 2, table)
    noun = None if last is None else normal(cut(right, at + 2, last + 1), table)
    if last is None or noun is None or right.lows[last] not in each.nouns:
        return None
    behind = cut(right, last + 1, len(right))
    return noun, place_behind(behind, table)


def sent_abroad(site: nouns.Site, known: Ways) -> Found:
    """What goes to other countries: "shipped | 5 tons of grain | abroad", "5 tons of grain | left Chile for buyers"."""
    right, table, abroad = site.right, site.table, known.abroad
    counted = site.mention.kind is Kind.COUNT and site.mention.noun is not None
    if site.mention.kind is not Kind.LEVEL and not counted:
        return None
    if counted and site.mention.noun is not None:
        first, last = 0, sum(start < site.mention.noun.end for start in right.starts) - 1
        noun = normal(words(right.text, site.mention.noun), table)
    else:
        if len(right) <= 1 or right.lows[0] not in table.owning:
            return None
        first, end = 1, noun_end(right, 1, table)
        last = -1 if end is None else end
        noun = None
    out = next((at for at in range(first + 1, last + 1) if right.lows[at] in abroad.words), None)
    last = last if out is None else out - 1
    noun = noun or (normal(cut(right, first, last + 1), table) if last >= first else None)
    if noun is None:
        return None
    name = abroad.name.format(noun=adjunct(noun, known), full=noun)
    if before(site.left, abroad.selling if counted else abroad.verbs, table):
        return (name, None) if out is not None or goes_out(right, last + 1, abroad) else None
    return None if counted else departed(right, last + 1, name, abroad, table)


def departed(right: Words, first: int, name: str, abroad: Abroad, table: Grammar) -> Found:
    """A verb of leaving that starts at `first`, with what is left: "| left the port of Lindholm for foreign buyers"."""
    at = first
    while at < len(right) and right.lows[at] in table.helpers:
        at += 1
    if at >= len(right):
        return None
    if at > first and right.lows[at] in abroad.verbs:
        return (name, None) if goes_out(right, at + 1, abroad) else None
    if right.lows[at] not in abroad.leaving:
        return None
    end = next((to for to in range(at + 2, min(len(right), at + 2 + BETWEEN)) if right.lows[to] in abroad.links), None)
    if end is None or not goes_out(right, end, abroad):
        return None
    return name, name_in(right, at + 1, end - 1, table)


def goes_out(right: Words, at: int, abroad: Abroad) -> bool:
    """Whether words of abroad start there: "abroad", "to foreign buyers", "for export"."""
    if at < len(right) and right.lows[at] in abroad.words:
        return True
    return at + 1 < len(right) and right.lows[at] in abroad.links and right.lows[at + 1] in abroad.words | abroad.whom


def excess(site: nouns.Site, known: Ways) -> Found:
    """What is more than what comes back: "spent | $5bn | more than it took in"."""
    right = site.right
    if " ".join(right.lows[:3]) not in known.than or not is_money(site):
        return None
    behind = (right.lows[3:4], right.lows[3:5])
    for each in known.excesses:
        if before(site.left, each.verbs, site.table) and any(" ".join(lows) in each.than for lows in behind):
            return each.name, None
    return None


def gap(site: nouns.Site, known: Ways) -> Found:
    """What is out of balance: "the budget closed the year with a gap of | $5bn"."""
    left, table, gaps = site.left, site.table, known.gaps
    link = skipped(left, table)
    if not is_money(site) or link < 1 or left.lows[link] not in table.owning:
        return None
    if left.lows[link - 1] not in gaps.nouns:
        return None
    first = link - 2
    while first >= 0 and (left.lows[first] in table.strip or left.lows[first] in table.ties) and first > link - BETWEEN:
        first -= 1
    verb = next((at for at in range(first, max(-1, first - BETWEEN), -1) if left.lows[at] in gaps.verbs), None)
    end = None if verb is None else subject_end(left, verb, table)
    if end is None:
        return None
    found = tied(left, clause_start(left, end, table), end, table)
    if found is None or found[0] is None or (balance := found[0].split()[-1]) not in gaps.balances:
        return None
    front = [word for word in found[0].split()[:-1] if not (found[1] and word.startswith(found[1]))]
    called = [*front, gaps.balances[balance][bool(front)], left.lows[link - 1]]
    return " ".join(filter(None, called)), found[1]


def before(left: Words, verbs: frozenset[str], table: Grammar) -> bool:
    """Whether one of the verbs, of one word or two, stands right before the quantity."""
    at = skipped(left, table)
    return at >= 0 and (left.lows[at] in verbs or " ".join(left.lows[max(0, at - 1) : at + 1]) in verbs)


def behind_aside(right: Words) -> int:
    """Index of the first word behind an aside that `right` begins with: "|, or 5% of GDP, | on police"; else 0."""
    if not len(right) or right.forms[0] not in CLOSED:
        return 0
    return next((at + 1 for at in range(1, min(len(right), FARTHEST)) if right.forms[at] == CLOSED[right.forms[0]]), 0)


def behind_time(right: Words, links: frozenset[str], table: Grammar) -> int:
    """Index of the first word behind a time that `right` begins with: "| last year | on health"; 0 where none does."""
    timed = False
    for at in range(min(len(right), BETWEEN)):
        low = right.lows[at]
        here = is_time(low, table) or low.isdigit()
        if (timed and low in links) or not (here or low in table.timely or low in table.places):
            return at if timed else 0
        timed = timed or here
    return 0


def named(each: Way, noun: str, known: Ways, *, plain: bool) -> str:
    """What is measured, in the words of a way."""
    return (each.name if plain else each.long).format(noun=adjunct(noun, known), full=noun)


def adjunct(noun: str, known: Ways) -> str:
    """A noun phrase as it stands before another noun: "school" of "schools"."""
    plurals = known.plurals
    front, blank, last = noun.rpartition(" ")
    if last in plurals.never or last.endswith(plurals.not_endings):
        return noun
    for ending, other in plurals.endings:
        if last.endswith(ending):
            return front + blank + last.removesuffix(ending) + other
    return noun
