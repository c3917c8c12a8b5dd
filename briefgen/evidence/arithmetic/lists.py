"""Lists of parts with their total, inside one sentence or told of the total of the sentence before.

The words make it a list, never the measures: "made up of 30 and 12", "including 30 and 12", "Of this sum, 30 go to
roads and 12 to railways", "Wheat accounted for 30 and barley for 12".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from briefgen.evidence.arithmetic.lines import Entry, Line, told
from briefgen.evidence.arithmetic.overlap import may_overlap, sort_of
from briefgen.model import Figure, Kind, Span

COUNT = "count:"
"""How the unit of counted things begins."""
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
COLON = re.compile(r"(?:\b(?:together|in all|in total|altogether|combined)\b\s*)?:(?=\s)", re.IGNORECASE)
"""What opens a list behind its total: "2,100 pupils together: 800 at Elm Street, ..."."""
REST = re.compile(r"\b(?:(?:the )?(?:remaining|remainder|rest|balance)|the other)\b\W*(?:\w+\W+){0,3}?$", re.IGNORECASE)
"""Before the part that makes a list whole: "and the remaining 12"."""
IN_ALL = re.compile(
    r"\b(?:for a total of|a total of|totall?ing|in total|altogether|together|combined)\b\W*$", re.IGNORECASE
)
"""Between the parts and the total that they come to."""
OPEN = re.compile(r"\b(?:others?|etc|more|additional|further|such as|for example|mainly|mostly)\b", re.IGNORECASE)
"""Words that leave a list open, or begin something besides it."""
STOP = re.compile(
    r"[.;:]\s|\b(?:while|whereas|but|compared|against|after|before|down|up|than)\b|"
    r"\bfrom(?=\W*(?:about |some |an? )?\W?\d)",
    re.IGNORECASE,
)
"""Where a list ends."""
JOINT = re.compile(r"[^.;:]{0,80}?(?:,|\band\b|,\s*and\b)[^.;:]{0,40}?", re.IGNORECASE)
"""Between two members of a list."""
LOOSE_JOINT = re.compile(r"(?:[^.;:]|[.:](?=\d)){0,200}?(?:,|\band\b)[^.;:,]{0,40}?", re.IGNORECASE)
"""The same in a sentence of its own, which has more to say of each: "$4 million comes from the city, at 4.2%, ..."."""
FOLLOWS = re.compile(r"^\W*of (?:this|that|these|those|them|the total|the sum|the amount|which|whom)\b", re.IGNORECASE)
"""How a sentence opens that takes the total of the one before apart."""
TAKEN = re.compile(
    r"^\W*(?:the )?(?:[^\W\d]+[ -]){1,4}?(?:accounts? for|accounted for|made up|makes? up|contributed|contributes?)\b",
    re.IGNORECASE,
)
"""How one opens that does so without saying it: "Wheat accounted for 3 million tonnes and barley for 2 million"."""
TIMED = re.compile(
    r"^\W*(?:in|on|at|by|since|during|for|from|last|this|next|a|an|earlier|previously|globally|worldwide|elsewhere|"
    r"together|both|it|they|he|she|that|those|exports?|imports?|sales|costs?)\b|\b(?:capacity|exports?|imports?)\b",
    re.IGNORECASE,
)
"""A subject that is of another time, of more than the sentence before, or of another thing than it."""
BESIDES = re.compile(r",\s*and\b\W*$", re.IGNORECASE)
"""Before the last number of "190 for dykes, including 150 for one of them, and 120 for pumps", which is no part."""
OTHERS = re.compile(r"^\s+of\s+(?!(?:this|that|these|it|which|them)\b|the (?:total|sum|amount|whole)\b)", re.IGNORECASE)
"""Behind an amount that is a part of something else: "3 million tonnes of exports"."""
COSTS = re.compile(r"\b(?:costs?|cost of|priced? at|price tag|bill|investment|financing|funding)\b", re.IGNORECASE)
"""Words by which an amount is the price of one thing."""
PAYS = re.compile(
    r"\b(?:pays?|paid|will pay|contributes?|contributed|provides?|provided|puts? up|covers?|covered|finances?|financed|"
    r"funds?|funded|shoulders?|bears?|chips? in|comes? from|came from|lends?|lent)\b",
    re.IGNORECASE,
)
"""Words by which a sentence says who pays it."""
ELSEWHERE = re.compile(
    r"\s+(?:a year|per|of (?!it\b|this\b|that\b)|for (?!it\b|this\b|that\b)|in (?:19|20)\d\d)", re.IGNORECASE
)
"""Behind an amount that is paid for something else, or again and again."""
ADJACENT = 40
"""Characters between a total and the words that open the list of its parts."""


class List(Struct, frozen=True):
    """Parts with what they are parts of."""

    total: Entry
    parts: tuple[Entry, ...]
    whole: bool
    """The parts are all of it."""
    overlapping: bool = False
    """Something may be counted in two of the parts."""


def lists_of(line: Line) -> Iterator[List]:
    """Lists that a word behind their total opens."""
    for opener, whole in ((SOME, False), (ALL, True), (COLON, False)):
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
    members = [entry for entry in inside if adds_to(entry, total, apart=apart, sorts=True)]
    joint = LOOSE_JOINT if apart else JOINT
    if not members or any(not joint.fullmatch(line.between(one, other)) for one, other in pairwise(members)):
        return None
    last = members[-1]
    completed = len(members) > 1 and bool(REST.search(line.front(last)))
    nested = SOME.search(quote, at, end - start) is not None
    listed_all = whole and len(members) > 1 and len(members) == len(inside) and not nested
    closed = listed_all and not OPEN.search(quote, at, end - start)
    text = quote[at : _label_end(quote, last.figure.span.end - start, end - start)]
    places = [Span(one.figure.span.start - start - at, one.figure.span.end - start - at) for one in members]
    besides = not (apart or whole) and BESIDES.search(line.front(last)) is not None
    overlapping = besides or may_overlap(text, places, counted=total.figure.kind is Kind.COUNT)
    if any(one.figure.quantity.unit != total.figure.quantity.unit for one in members) and (
        overlapping or len(members) == 1 or any(_is_more(one, total) for one in members)
    ):
        return None
    return List(total, tuple(members), closed or (completed and not nested), overlapping)


def _is_more(part: Entry, total: Entry) -> bool:
    """A single part above its total: with another unit it is of something else, forty passengers in two coaches."""
    return (part.figure.quantity.value or 0) > (total.figure.quantity.value or 0)


def _label_end(quote: str, at: int, end: int) -> int:
    """Where the words end that say what the last number of a list is of."""
    comma = quote.find(",", at, end)
    return end if comma < 0 else comma


def adds_to(part: Entry, total: Entry, *, apart: bool = False, sorts: bool = False) -> bool:
    """An amount of the total's unit, status and time; of another unit where it names `sorts` of what is counted."""
    one, other = part.figure, total.figure
    alike = one.kind is other.kind and one.quantity.unit == other.quantity.unit
    return (
        (alike or (sorts and _is_sort(one, other)))
        and (apart or one.status is other.status)
        and (one.rate is None or other.rate is None or one.rate == other.rate)
        and (one.period is None or other.period is None or one.period == other.period)
    )


def _is_sort(part: Figure, total: Figure) -> bool:
    """A number of what is counted by a noun, without a noun or with one that tells people apart: "13 men"."""
    unit = part.quantity.unit or COUNT
    counted = total.kind is Kind.COUNT and (total.quantity.unit or "").startswith(COUNT)
    noun = unit.removeprefix(COUNT)
    return counted and unit.startswith(COUNT) and part.kind in AMOUNTS and (not noun or sort_of(noun))


def of_tables(lines: Sequence[Line]) -> Iterator[List]:
    """The totals of tables with their parts, by the plan that the table itself shows to hold (`Figure.wholes`)."""
    parts: dict[tuple[str, Span, bool], list[Entry]] = {}
    totals: dict[tuple[str, Span], Entry] = {}
    for entry in (entry for line in lines for entry in line.entries):
        figure = entry.figure
        totals[figure.passage.document_id, figure.span] = entry
        for whole in figure.wholes:
            in_row = figure.passage.span.holds(whole)  # a grand total is that of its row, and of its column
            parts.setdefault((figure.passage.document_id, whole, in_row), []).append(entry)
    for (document, whole, _), members in parts.items():
        total = totals.get((document, whole))
        if total is not None and len(members) > 1:
            ordered = sorted(members, key=lambda entry: entry.figure.span)
            yield List(total, tuple(ordered), whole=True)


def sums(line: Line) -> Iterator[List]:
    """Parts and the total that they come to: "30 buses and 12 buses, 42 in total"."""
    for index, total in enumerate(line.entries):
        if total.figure.kind not in AMOUNTS or not IN_ALL.search(line.front(total)):
            continue
        members: list[Entry] = []
        for entry in reversed(line.entries[:index]):
            nearest = members[0] if members else None
            if not adds_to(entry, total) or (nearest and not JOINT.fullmatch(line.between(entry, nearest))):
                break
            members.insert(0, entry)
        if len(members) > 1:
            yield List(total, tuple(members), whole=True)


def _neighbours(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Each sentence with the one right behind it."""
    by_place = sorted(lines, key=lambda line: (line.passage.document_id, line.passage.span))
    for before, line in pairwise(by_place):
        near = before.passage.document_id == line.passage.document_id
        if near and 0 <= line.passage.span.start - before.passage.span.end <= 1:
            yield before, line


def followed(lines: Sequence[Line]) -> Iterator[tuple[Entry, Line]]:
    """The one amount of a sentence, with the sentence behind it."""
    for before, line in _neighbours(lines):
        amounts = [entry for entry in before.entries if entry.figure.kind in AMOUNTS]
        if len(amounts) == 1:
            yield amounts[0], line


def taken_apart(lines: Sequence[Line]) -> Iterator[List]:
    """Lists in a sentence of their own, with the total of the sentence before."""
    for before, line in _neighbours(lines):
        said, paid = FOLLOWS.search(line.passage.quote) is not None, _is_paid(before, line)
        for total in _totals(before, line) if said or paid or _takes(line) else ():
            made = _list(line, total, 0, whole=False, apart=True)
            if made and (said or (paid and len(made.parts) > 1) or _is_silent_list(line, made)):
                yield made


def _is_paid(before: Line, line: Line) -> bool:
    """The sentence says who pays what the one before puts at a price: "The state pays 150 and the city 70"."""
    priced = COSTS.search(before.passage.quote) and PAYS.search(line.passage.quote)
    return bool(priced) and not any(ELSEWHERE.match(line.tail(entry)) for entry in line.entries)


def _totals(before: Line, line: Line) -> Iterator[Entry]:
    """The amount of a sentence that the next one may take apart: the only one of its unit, past values apart."""
    past = {one.before for one in told(before) if one.before}
    units = {entry.figure.quantity.unit for entry in line.entries if entry.figure.kind in AMOUNTS}
    amounts = [entry for entry in before.entries if entry.figure.kind in AMOUNTS and entry not in past]
    counted = [entry for entry in amounts if (entry.figure.quantity.unit or "").startswith(COUNT)]
    near = [entry for entry in amounts if entry.figure.quantity.unit in units] or (
        counted if len(amounts) == len(counted) else []
    )
    if len(near) == 1:
        yield near[0]


def _takes(line: Line) -> bool:
    """The sentence tells what made up something named before, without a time of its own."""
    match = TAKEN.search(line.passage.quote)
    return match is not None and not TIMED.search(match[0])


def _is_silent_list(line: Line, made: List) -> bool:
    """Two parts or more of what the sentence does not name itself, as firm as their total."""
    return len(made.parts) > 1 and all(
        part.figure.status is made.total.figure.status and not OTHERS.search(line.tail(part)) for part in made.parts
    )
