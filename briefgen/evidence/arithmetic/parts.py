"""Parts with the total that they belong to.

Only what the words make a sum of is added up (`lists.py`): a list that says it is whole must reach its total, one that
need not be must not exceed it. "17 of 42, or 40%" is a share with both of its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce

from briefgen.evidence.arithmetic.computed import computed, operand
from briefgen.evidence.arithmetic.lines import Entry, Line
from briefgen.evidence.arithmetic.lists import (
    AMOUNTS,
    OPEN,
    REST,
    List,
    adds_to,
    followed,
    lists_of,
    of_tables,
    sums,
    taken_apart,
)
from briefgen.evidence.arithmetic.tolerance import Interval, Reach, fit, reach
from briefgen.evidence.arithmetic.words import conclusion, value
from briefgen.evidence.passages import passages
from briefgen.evidence.told import checked, tell
from briefgen.messages import N_
from briefgen.model import Check, CheckKind, Fact, Kind, Verdict

NET = re.compile(
    r"\b(?:profits?|loss(?:es)?|income|earnings|net|balance|deficit|surplus|change|growth|gain|result)\b", re.IGNORECASE
)
"""Sums of what comes in and goes out: a part may be more than the whole."""
OF = re.compile(
    r"\s+(?:out )?of (?:(?:the|its|their|his|her|all|these|those|a total of|some|about)\s+)*", re.IGNORECASE
)
"""Between a part, or a share, and what it is of."""
ABOUT = r"(?:about |some |roughly |nearly |just (?:over|under) )?"
OR = re.compile(rf"(?:\s+\w+)?(?:(?:,\s*|\s+)or\s+|,\s*that is,?\s+|\s*\(){ABOUT}", re.IGNORECASE)
"""Between one way to say an amount and another one: "17 of 42 vessels, or 40%"."""
COMMA = re.compile(rf"(?:\s+\w+)?,\s+(?:or\s+)?{ABOUT}|\s*\({ABOUT}", re.IGNORECASE)
"""Between an amount and the share that it is of a whole: "300 tonnes, 20% of the 1,500 tonnes"."""
OF_THE = re.compile(
    rf"\W*Of (?:the |its |their |his |her |all |these |those |a total of ){{0,2}}{ABOUT}", re.IGNORECASE
)
"""Before the whole at the head of a sentence: "Of the | 480 flats"."""
STANDS = re.compile(rf"[^.;:\d]{{0,60}},\s+(?:only |just |as many as )?{ABOUT}", re.IGNORECASE)
"""From there to the part: "in the tower, | 120"."""
THAT_IS = re.compile(rf"[^.;:,\d()]{{0,60}}(?:,\s*(?:or|that is,?)?\s*|\s*\(){ABOUT}", re.IGNORECASE)
"""From the part to its share: "stand empty, | a quarter"."""
OF_ALL = re.compile(r"(?:\s+of (?:the total|them|all(?: of them)?|the whole))?\s*(?:[.,;)]|$)", re.IGNORECASE)
"""Behind a share that is of no other whole: " of the total"."""
OF_THEM = re.compile(rf"\W*(?:of|among) (?:them|these|those|whom|which),?\s+{ABOUT}", re.IGNORECASE)
"""Before a part of what the sentence before tells: "Of them, | 3,000"."""
HUNDRED = Decimal(100)
FEWEST_SHARES = 3
"""So many shares that come to 100 are told as a whole, whether or not the text says so."""


def parts(lines: Sequence[Line]) -> Iterator[Check]:
    """A check for each total with its parts, each list of shares, and each share with its numbers."""
    for line in lines:
        for found in (*lists_of(line), *sums(line)):
            yield from _added(found)
        yield from _shares(line)
        yield from _fractions(line)
    for found in (*taken_apart(lines), *of_tables(lines)):
        yield from _added(found)
    for total, line in followed(lines):
        yield from _share_of_them(total, line)


def _added(found: List) -> Iterator[Check]:
    """The check of a list, where it says something: what is whole, what is too much, what comes out even."""
    total = reach(found.total.figure.quantity)
    members = [reach(part.figure.quantity) for part in found.parts]
    sizes = [one for one in members if one is not None]
    if total is None or len(sizes) < len(members):
        return
    if len(sizes) == 1:
        if _exceeds(sizes[0], total) and not _is_net(found.total):
            yield _too_large(found.parts[0].fact, found.total.fact)
        return
    together = reduce(Reach.plus, sizes)
    verdict = fit(together, total)
    too_much = _exceeds(together, total) and not _is_net(found.total) and not found.overlapping
    if found.whole or too_much or _comes_to(found, total):
        yield _summed(verdict, found)


def _comes_to(found: List, total: Reach) -> bool:
    """The printed parts come to the printed total."""
    amount = sum((part.figure.quantity.value or Decimal(0) for part in found.parts), Decimal(0))
    return total.printed.touches(Interval(amount, amount)) and found.total.figure.quantity.upper is None


def _exceeds(part: Reach, total: Reach) -> bool:
    """Even loosely the part is more than the total."""
    return total.loose.high is not None and part.loose.low > total.loose.high


def _is_net(total: Entry) -> bool:
    """A total of what comes in and goes out."""
    return bool(NET.search(total.figure.measure or "") or NET.search(total.figure.passage.quote))


def _too_large(part: Fact, total: Fact) -> Check:
    """A part that is more than its whole."""
    told = tell(
        N_("%(part)s is told as a part of %(total)s, which is less: %(verdict)s."),
        part=value(part),
        total=value(total),
        verdict=conclusion(Verdict.WRONG, alone=True),
    )
    return checked(CheckKind.PARTS, Verdict.WRONG, (total, part), passages(total, part), told)


def _summed(verdict: Verdict, found: List) -> Check:
    """A list with its sum."""
    told, total = [part.fact for part in found.parts], found.total.fact
    members = tuple(dict.fromkeys(told))
    amount = sum((part.quantity.value or Decimal(0) for part in told), Decimal(0))
    result = computed(members, amount, " + ".join(map(operand, told)), kind=total.kind, exact=True)
    said = tell(
        N_("%(parts)s make %(sum)s; the total is given as %(total)s: %(verdict)s."),
        parts=tuple(value(part) for part in told),
        sum=value(result),
        total=value(total),
        verdict=conclusion(verdict, alone=True),
    )
    given = (total, *members)
    return checked(CheckKind.PARTS, verdict, (*given, result), passages(*given), said)


def _shares(line: Line) -> Iterator[Check]:
    """Shares of one whole: those that say so must come to a hundred percent."""
    shares = [entry for entry in line.entries if entry.figure.kind is Kind.SHARE and entry.figure.quantity.unit == "%"]
    if len({entry.figure.period for entry in shares if entry.figure.period}) > 1:
        return  # of several years: a row of a table
    sizes = [one for one in (reach(entry.figure.quantity) for entry in shares) if one is not None]
    if len(shares) < 2 or len(sizes) < len(shares) or len({entry.figure.status for entry in shares}) > 1:  # noqa: PLR2004 - a sum
        return
    together, whole = reduce(Reach.plus, sizes), Interval(HUNDRED, HUNDRED)
    verdict = fit(together, Reach(whole, whole))
    completed = bool(REST.search(line.front(shares[-1]))) and not OPEN.search(line.passage.quote)
    even = len(shares) >= FEWEST_SHARES and verdict is Verdict.RIGHT
    members = tuple(dict.fromkeys(entry.fact for entry in shares))
    if completed or even:
        told = [entry.fact for entry in shares]
        amount = sum((fact.quantity.value or Decimal(0) for fact in told), Decimal(0))
        result = computed(members, amount, " + ".join(map(operand, told)), kind=Kind.SHARE, exact=True)
        said = tell(
            N_("%(parts)s make %(sum)s of the whole: %(verdict)s."),
            parts=tuple(value(fact) for fact in told),
            sum=value(result),
            verdict=conclusion(verdict, alone=True),
        )
        yield checked(CheckKind.PARTS, verdict, (*members, result), (line.passage,), said)


def _fractions(line: Line) -> Iterator[Check]:
    """A share with the part and the whole: "17 of 42, or 40%", "$3 million, a third of the $9 million"."""
    for one, two, three in zip(line.entries, line.entries[1:], line.entries[2:], strict=False):
        first, second = line.between(one, two), line.between(two, three)
        kinds = [entry.figure.kind for entry in (one, two, three)]
        if kinds[2] is Kind.SHARE and OF.fullmatch(first) and OR.fullmatch(second):
            part, whole, share = one, two, three
        elif kinds[1] is Kind.SHARE and COMMA.fullmatch(first) and OF.fullmatch(second):
            part, share, whole = one, two, three
        elif kinds[0] is Kind.SHARE and OF.fullmatch(first) and OR.fullmatch(second):
            share, whole, part = one, two, three
        elif kinds[2] is Kind.SHARE and OF_THE.fullmatch(line.front(one)) and _is_their_share(line, two, three, first):
            whole, part, share = one, two, three
        else:
            continue
        if adds_to(part, whole, apart=True, sorts=True) and part.figure.kind in AMOUNTS:
            yield from _share_of(part, whole, share)


def _is_their_share(line: Line, part: Entry, share: Entry, gap: str) -> bool:
    """The words behind the whole lead to a part and to the share that it is: ", 120 stand empty, a quarter"."""
    told = STANDS.fullmatch(gap) and THAT_IS.fullmatch(line.between(part, share))
    return bool(told and OF_ALL.match(line.tail(share)))


def _share_of_them(whole: Entry, line: Line) -> Iterator[Check]:
    """A part and its share of what the sentence before counts: "Of them, 3,000 come from abroad, or a quarter"."""
    if len(line.entries) < 2 or not OF_THEM.fullmatch(line.front(line.entries[0])):  # noqa: PLR2004 - part and share
        return
    part, share = line.entries[:2]
    told = share.figure.kind is Kind.SHARE and THAT_IS.fullmatch(line.between(part, share))
    if told and OF_ALL.match(line.tail(share)) and adds_to(part, whole, apart=True, sorts=True):
        yield from _share_of(part, whole, share)


def _share_of(part: Entry, whole: Entry, share: Entry) -> Iterator[Check]:
    """The share that part and whole make, against the one that is told."""
    given = [reach(entry.figure.quantity) for entry in (part, whole, share)]
    if given[0] is None or given[1] is None or given[2] is None:
        return
    hundred = Interval(HUNDRED, HUNDRED)
    verdict = fit(given[0].over(given[1]).times(Reach(hundred, hundred)), given[2])
    inputs = (part.fact, whole.fact)
    ratio = (part.figure.quantity.value or Decimal(0)) / (whole.figure.quantity.value or Decimal(1))
    result = computed(
        inputs, ratio * HUNDRED, f"{operand(inputs[0])} ÷ {operand(inputs[1])}", kind=Kind.SHARE, unit="%"
    )
    told = tell(
        N_("%(part)s of %(total)s is %(share)s; the document says %(said)s: %(verdict)s."),
        part=value(inputs[0]),
        total=value(inputs[1]),
        share=value(result),
        said=value(share.fact),
        verdict=conclusion(verdict, alone=True),
    )
    facts = (share.fact, *inputs)
    yield checked(CheckKind.PARTS, verdict, (*facts, result), passages(*facts), told)
