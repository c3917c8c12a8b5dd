"""What is measured where somebody deals with a quantity: money paid or owed, things done to what is counted, losses.

In "the utility owes €9 million" the subject is the owner and no measure; the verb names what is measured. In "40 km of
cable have been laid" what is done stands behind what is counted.
"""

from __future__ import annotations

from briefgen.model import Kind
from briefgen.reading import nouns, nounties, nounwords
from briefgen.reading.nouns import MONEY, Site
from briefgen.reading.nounties import Found
from briefgen.reading.nounwords import Grammar
from briefgen.reading.phrases import Words, words

NEARBY = 4
"""Words between a verb of money and its amount, or between what is lost and the word that says so."""


def phrase(site: Site) -> Found:
    """Measure and subject of a quantity that somebody deals with; None where the words around say nothing of it."""
    for find in (passive, attributive, beside_unit, before_noun, paid, lost):
        found = find(site)
        if found is not None:
            return found
    return None


def is_money(site: Site) -> bool:
    """Whether the quantity is an amount of money."""
    return MONEY.fullmatch(site.mention.quantity.unit or "") is not None and site.mention.kind is Kind.LEVEL


def passive(site: Site) -> Found:
    """Done to it, said behind it: "2,900 nurses | have been hired", "6 tons of grain | were threshed"."""
    mention, right, table = site.mention, site.right, site.table
    if mention.kind is Kind.COUNT and mention.noun is not None and mention.noun.start >= mention.span.start:
        counted = nounwords.normal(words(right.text, mention.noun), table)
        after = sum(start < mention.noun.end for start in right.starts)
        done = done_behind(right, after, table, mention.quantity.unit)
        if counted is None or done not in table.done:
            return None
        return nounwords.called(table, "done", noun=counted, done=done), None
    noun = nouns.unit_noun(site)
    if noun is None or mention.kind is not Kind.LEVEL or is_money(site) or right.lows[0] in table.places:
        return None
    last = nounwords.noun_end(right, 1, table)
    done = None if last is None else done_behind(right, last + 1, table, mention.quantity.unit)
    return None if done is None else (nounwords.called(table, "done", noun=noun, done=done), None)


def done_behind(right: Words, first: int, table: Grammar, unit: str | None) -> str | None:
    """The noun of a verb in the passive that starts at `first`: "| have been hired"."""
    index = first
    while index < len(right) and right.lows[index] in table.helpers:
        index += 1
    if not first < index < len(right):
        return None
    return nounties.noun_of(right.lows[index], table, unit)


def attributive(site: Site) -> Found:
    """A size that is an adjective: "the | 190-km | line", "a | 40-megawatt | plant"."""
    mention, right, table = site.mention, site.right, site.table
    name = table.attributes.get(mention.quantity.unit or "")
    if name is None or "-" not in mention.quantity.surface or not len(right) or right.lows[0] in table.stops:
        return None
    last = nounwords.noun_end(right, 0, table)
    noun = None if last is None else nounwords.normal(nounwords.cut(right, 0, last + 1), table)
    return None if noun is None else (nounwords.called(table, "owned", noun=name, owner=noun), None)


def beside_unit(site: Site) -> Found:
    """Behind another quantity: "40 km|, or 25 miles, of cable", "40 km| of its 90 km of cable"."""
    right, table = site.right, site.table
    furthest = 8
    for index in range(3, min(furthest, len(right) - 1)):
        if right.lows[index] not in table.owning:
            continue
        apart = right.forms[0] in (",", "(") and right.forms[index - 1] in (",", ")")
        between = right.lows[:index]
        of_whole = right.lows[0] in table.owning and "," not in between and table.joins.isdisjoint(between)
        if not (apart or of_whole) or not any(low[:1].isdigit() for low in right.lows[1:index]):
            return None
        last = nounwords.noun_end(right, index + 1, table)
        noun = None if last is None else nounwords.normal(nounwords.cut(right, index + 1, last + 1), table)
        return None if noun is None else (noun, None)
    return None


def before_noun(site: Site) -> Found:
    """An amount that is an adjective: "the | $2 billion | bridge", "a | €6 million | loan"."""
    left, right, table = site.left, site.right, site.table
    if not is_money(site) or not len(left) or not len(right):
        return None
    if site.mention.quantity.surface.split()[-1][:1].isupper():
        return None  # a headline in capitals: "the $2 Billion Bridge Bet Fails"
    index = len(left) - 1
    while index > 0 and left.lows[index] in table.strip and left.lows[index] not in table.determiners:
        index -= 1
    if not (left.lows[index] in table.determiners or left.owner(index)):
        return None
    if right.starts[0] - site.mention.span.end > 1 or right.lows[0] in table.scales:
        return None
    last = nounwords.noun_end(right, 0, table)
    noun = None if last is None else nounwords.normal(nounwords.cut(right, 0, last + 1), table)
    if noun is None or (nounwords.generic(noun.split()[-1], table) and noun.split()[-1] not in table.undertakings):
        return None
    return (table.names["undertaking"] if noun.split()[-1] in table.undertakings else noun), None


def paid(site: Site) -> Found:
    """What a verb of money says of its amount: "the bridge cost | $5 million", "owes some | $5 million"."""
    left, right, table = site.left, site.right, site.table
    if not is_money(site) or nouns.unit_noun(site) is not None:
        return None
    for index in range(len(left) - 1, max(-1, len(left) - 1 - NEARBY), -1):
        low = left.lows[index]
        if low in table.paying and table.paying[low] == table.names["undertaking"]:
            return cost(site, low)
        if low in table.paying:
            return table.paying[low], None
        if low not in table.strip and low not in table.modifying:
            if (granted := to_somebody(left, index, table)) is not None:
                return granted, None
            break
    after = 0
    while after < len(right) and right.lows[after] in table.helpers:
        after += 1
    if (
        0 < after < len(right)
        and right.lows[after] in table.paying
        and right.lows[after].endswith(table.participle_endings)
    ):
        return table.paying[right.lows[after]], None
    return None


def to_somebody(left: Words, last: int, table: Grammar) -> str | None:
    """The noun of a verb of lending in front of who gets it, whose name ends at `last`: "has lent | the fund"."""
    for index in range(last - 1, max(-1, last - 1 - NEARBY), -1):
        if left.lows[index] in table.lending:
            return table.paying[left.lows[index]]
        if not left.letters(index) or left.lows[index] in table.stops or nounwords.is_verb(left, index, table):
            return None
    return None


def cost(site: Site, verb: str) -> Found:
    """What costs so much, where the sentence says it: the costs of two things are two measures."""
    noun = site.table.paying[verb]
    subject = nounties.subject_of_verb(site.left, site.table)
    if subject is None or subject[0] is None:
        return noun, None
    return nounwords.called(site.table, "owned", noun=noun, owner=subject[0]), subject[1]


def lost(site: Site) -> Found:
    """A share that is lost: "13% of its water | went missing"; "the grid lost | 13% of its power"."""
    left, right, table = site.left, site.right, site.table
    if site.mention.kind is not Kind.SHARE:
        return None
    noun = nouns.unit_noun(site)
    last = None if noun is None else nounwords.noun_end(right, 1, table)
    if noun is None or last is None or right.lows[0] in table.places:
        return None
    before = nounwords.skipped(left, table)
    behind = right.lows[last + 1 : last + 1 + NEARBY]
    stops = next((at for at, low in enumerate(behind) if not low[:1].isalpha() or low in table.clauses), len(behind))
    if (before >= 0 and left.lows[before] in table.losing) or any(low in table.losing for low in behind[:stops]):
        return nounwords.called(table, "lost", noun=noun), None
    return None
