"""Parts with the total that they belong to, inside one sentence or told of the one before.

Only what the words make a sum of is added up: a list that says it is whole ("made up of 30 and 12", "the remaining 12")
must reach its total, one that need not be ("including 30 and 12") must not exceed it. "17 of 42, or 40%" is a share
with both of its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce
from itertools import pairwise

from msgspec import Struct

from briefgen.evidence.arithmetic.computed import computed, operand
from briefgen.evidence.arithmetic.lines import Entry, Line
from briefgen.evidence.arithmetic.tolerance import Interval, Reach, fit, reach
from briefgen.evidence.arithmetic.words import conclusion, value
from briefgen.evidence.passages import passages
from briefgen.evidence.wording import listed
from briefgen.model import Check, CheckKind, Fact, Kind, Verdict

AMOUNTS = (Kind.LEVEL, Kind.COUNT)
"""Kinds that can be added up."""
SOME = re.compile(r"\b(?:including|of which|of whom|of them|among them|of that|of this)\b", re.IGNORECASE)
"""What opens a list that need not be whole (English)."""
ALL = re.compile(
    r"\b(?:made up of|consist(?:s|ed|ing) of|compris(?:es|ed|ing)(?: of)?|composed of|split (?:between|into)|"
    r"divided (?:between|into)|broken down into)\b",
    re.IGNORECASE,
)
"""What opens a list that is whole."""
REST = re.compile(r"\b(?:(?:the )?(?:remaining|remainder|rest|balance)|the other)\b\W*(?:\w+\W+){0,3}?$", re.IGNORECASE)
"""Before the part that makes a list whole: "and the remaining 12"."""
IN_ALL = re.compile(
    r"\b(?:for a total of|a total of|totall?ing|in total|altogether|together|combined)\b\W*$", re.IGNORECASE
)
"""Between the parts and the total that they come to."""
OPEN = re.compile(r"\b(?:others?|etc|more|additional|further|such as|for example|mainly|mostly)\b", re.IGNORECASE)
"""Words that leave a list open, or begin something besides it."""
STOP = re.compile(r"[.;:]\s|\b(?:while|whereas|but|compared|against|after|before|from|down|up|than)\b", re.IGNORECASE)
"""Where a list ends."""
JOINT = re.compile(r"[^.;:]{0,80}?(?:,|\band\b|,\s*and\b)[^.;:]{0,40}?", re.IGNORECASE)
"""Between two members of a list."""
FOLLOWS = re.compile(r"^\W*of (?:this|that|these|those|them|the total|the sum|the amount)\b", re.IGNORECASE)
"""How a sentence opens that takes the total of the one before apart."""
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
HUNDRED = Decimal(100)
FEWEST_SHARES = 3
"""So many shares that come to 100 are told as a whole, whether or not the text says so."""
ADJACENT = 40
"""Characters between a total and the words that open the list of its parts."""


class List(Struct, frozen=True):
    """Parts with what they are parts of."""

    total: Entry
    parts: tuple[Entry, ...]
    whole: bool
    """The parts are all of it."""


def parts(lines: Sequence[Line]) -> Iterator[Check]:
    """A check for each total with its parts, each list of shares, and each share with its numbers."""
    for line in lines:
        for found in (*_lists(line), *_sums(line)):
            yield from _added(found)
        yield from _shares(line)
        yield from _fractions(line)
    for before, line in _following(lines):
        total = _only_amount(before)
        if total and (taken := _list(line, total, 0, whole=False, apart=True)):
            yield from _added(taken)


def _lists(line: Line) -> Iterator[List]:
    """Lists that a word behind their total opens."""
    for opener, whole in ((SOME, False), (ALL, True)):
        for match in opener.finditer(line.passage.quote):
            start = line.passage.span.start + match.start()
            before = [entry for entry in line.entries if entry.figure.span.end <= start]
            total = before[-1] if before else None
            if total and start - total.figure.span.end <= ADJACENT and total.figure.kind in AMOUNTS:
                made = _list(line, total, match.end(), whole=whole)
                if made:
                    yield made


def _list(line: Line, total: Entry, at: int, *, whole: bool, apart: bool = False) -> List | None:
    """The members of a list from a place of the sentence on, as far as they are of the total's unit.

    Told `apart`, in a sentence of their own, they may have another status: a loan is planned, its parts "are" for
    roads.
    """
    quote, start = line.passage.quote, line.passage.span.start
    stop = STOP.search(quote, at)
    end = start + (stop.start() if stop else len(quote))
    inside = [entry for entry in line.entries if start + at <= entry.figure.span.start and entry.figure.span.end <= end]
    members = [entry for entry in inside if _adds_to(entry, total, apart=apart)]
    if not members or any(not JOINT.fullmatch(line.between(one, other)) for one, other in pairwise(members)):
        return None
    last = members[-1]
    completed = len(members) > 1 and bool(REST.search(line.front(last)))
    nested = SOME.search(quote, at, end - start) is not None
    listed_all = whole and len(members) > 1 and len(members) == len(inside) and not nested
    closed = listed_all and not OPEN.search(quote, at, end - start)
    return List(total, tuple(members), closed or (completed and not nested))


def _adds_to(part: Entry, total: Entry, *, apart: bool = False) -> bool:
    """An amount of the total's unit, status and time."""
    one, other = part.figure, total.figure
    return (
        one.kind is other.kind
        and one.quantity.unit == other.quantity.unit
        and (apart or one.status is other.status)
        and (one.rate is None or other.rate is None or one.rate == other.rate)
        and (one.period is None or other.period is None or one.period == other.period)
    )


def _sums(line: Line) -> Iterator[List]:
    """Parts and the total that they come to: "30 buses and 12 buses, 42 in total"."""
    for index, total in enumerate(line.entries):
        if total.figure.kind not in AMOUNTS or not IN_ALL.search(line.front(total)):
            continue
        members: list[Entry] = []
        for entry in reversed(line.entries[:index]):
            nearest = members[0] if members else None
            if not _adds_to(entry, total) or (nearest and not JOINT.fullmatch(line.between(entry, nearest))):
                break
            members.insert(0, entry)
        if len(members) > 1:
            yield List(total, tuple(members), whole=True)


def _following(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Sentences that take the total of the one before apart, with that one."""
    by_place = sorted(lines, key=lambda line: (line.passage.document_id, line.passage.span))
    for before, line in pairwise(by_place):
        near = before.passage.document_id == line.passage.document_id
        if near and 0 <= line.passage.span.start - before.passage.span.end <= 1 and FOLLOWS.search(line.passage.quote):
            yield before, line


def _only_amount(line: Line) -> Entry | None:
    """The one amount of a sentence; None where there are several."""
    amounts = [entry for entry in line.entries if entry.figure.kind in AMOUNTS]
    return amounts[0] if len(amounts) == 1 else None


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
    too_much = _exceeds(together, total) and not _is_net(found.total) and not _may_overlap(found)
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


def _may_overlap(found: List) -> bool:
    """What was counted may be of two kinds at once: nine women and ten foreigners among seventeen."""
    return found.total.figure.kind is Kind.COUNT


def _too_large(part: Fact, total: Fact) -> Check:
    """A part that is more than its whole."""
    end = conclusion(Verdict.WRONG, alone=True)
    text = f"{value(part)} is told as a part of {value(total)}, which is less: {end}."
    return Check(CheckKind.PARTS, Verdict.WRONG, (total, part), passages(total, part), text)


def _summed(verdict: Verdict, found: List) -> Check:
    """A list with its sum."""
    told, total = [part.fact for part in found.parts], found.total.fact
    members = tuple(dict.fromkeys(told))
    amount = sum((part.quantity.value or Decimal(0) for part in told), Decimal(0))
    result = computed(members, amount, " + ".join(map(operand, told)), kind=total.kind, exact=True)
    text = (
        f"{listed([value(part) for part in told])} make {value(result)}; the total is given as {value(total)}: "
        f"{conclusion(verdict, alone=True)}."
    )
    given = (total, *members)
    return Check(CheckKind.PARTS, verdict, (*given, result), passages(*given), text)


def _shares(line: Line) -> Iterator[Check]:
    """Shares of one whole: those that say so must come to a hundred percent."""
    shares = [entry for entry in line.entries if entry.figure.kind is Kind.SHARE and entry.figure.quantity.unit == "%"]
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
        made = f"{listed([value(fact) for fact in told])} make {value(result)} of the whole"
        text = f"{made}: {conclusion(verdict, alone=True)}."
        yield Check(CheckKind.PARTS, verdict, (*members, result), (line.passage,), text)


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
        else:
            continue
        if _adds_to(part, whole) and part.figure.kind in AMOUNTS:
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
    text = (
        f"{value(inputs[0])} of {value(inputs[1])} is {value(result)}; the same sentence says {value(share.fact)}: "
        f"{conclusion(verdict, alone=True)}."
    )
    facts = (share.fact, *inputs)
    yield Check(CheckKind.PARTS, verdict, (*facts, result), passages(*facts), text)
