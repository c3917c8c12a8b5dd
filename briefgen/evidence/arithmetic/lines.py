"""Which numbers of a sentence belong together: how far something moved, where it arrived, and where it came from.

Told by the words between the numbers (English), never by the measure alone: "rose 5% to 4.2 million from 4 million".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from briefgen.model import Fact, Figure, Kind, Passage, Status

AMOUNTS = (Kind.LEVEL, Kind.COUNT, Kind.SHARE, Kind.DURATION)
"""Kinds that can move from one value to another one."""
STEPS = (Kind.CHANGE, Kind.MULTIPLE, Kind.INCREMENT)
"""Kinds that say how far."""
MODIFIER = (
    r"(?:\W*(?:about|some|around|roughly|nearly|over|more than|less than|fewer than|under|almost|just|only|"
    r"approximately|an? (?:estimated|revised|record)|a|an|the|its|as (?:much|many|little|few) as|at least|up to)\b)*"
)
"""What may stand between a linking word and its number."""
FROM = re.compile(rf"\bfrom{MODIFIER}\W*$", re.IGNORECASE)
"""Before the first value of "from 38 to 19"."""
TO = re.compile(rf"[^.;:,()–—]{{0,50}}?\bto{MODIFIER}\W*", re.IGNORECASE)
"""Between the two: "from 38 days in 2023 to 19"."""
BACK = re.compile(
    rf"(?:\s+(?:in|for|during|of|on|at|by|a|an|per|the)\b[^.;:()–—]{{0,40}}?|\s+[^\W\d]+)?[\s,;(–—-]*"
    rf"(?:(?:up|down|rising|falling|higher|lower|increasing|decreasing|compared|now)\s*,?\s*)?"
    rf"(?P<link>from|against|(?:compared )?(?:with|to)|as against|versus|vs\.?){MODIFIER}\W*",
    re.IGNORECASE,
)
"""Between them where the later value comes first: "19 days, down from 38", "2.9% in August from 3.4%"."""
EARLIER = re.compile(
    r"\b(?:earlier|ago|last|previous(?:ly)?|prior|before|corresponding|same|year-ago|preceding|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""Words of time that a comparison needs: "against 4 million" alone may be another country's."""
EXPECTED = re.compile(
    r"\b(?:expect|forecast|estimat|consensus|target|plan|budget|analyst|predict|project|poll)\w*", re.IGNORECASE
)
"""What was expected is no value before."""
REACHING = re.compile(
    rf"[^.;:()–—]{{0,60}}?\b(?:to|reach(?:ing|ed)|hit(?:ting)?|at|total(?:l?ing|l?ed)|amount(?:ing|ed) to|"
    rf"culminat(?:ing|ed) in|(?:to )?stand(?:ing)? at){MODIFIER}(?:\s*\w+ (?:valuation|total|figure|level|value) of)?"
    rf"{MODIFIER}\W*",
    re.IGNORECASE,
)
"""Between a change and the level that it led to: "rose 62% last year, reaching 4.5 million"."""
UP = re.compile(
    rf"(?:\s+(?:in|for|during|of|on|last|this|a|an|per)\b[^.;:()–—]{{0,40}}?|\s+[^\W\d]+)?[\s,(–—-]+"
    rf"(?:up|down|(?:a|an) (?:rise|gain|fall|increase|decrease|jump|drop|growth|decline) of(?: by)?){MODIFIER}\W*",
    re.IGNORECASE,
)
"""Between a level and the change that led to it: "4.5 million, up 62%"."""
TIMES = re.compile(rf"\s*(?:of\s+)?(?:the|that of the|its(?: previous)?|last year's)?{MODIFIER}\s*", re.IGNORECASE)
"""Between a multiple and the value that it multiplies: "more than triple the 127"."""
STEPPED = re.compile(
    rf"(?:\s+(?:on the year|year[- ]on[- ]year|year[- ]over[- ]year))?\s+(?:from|on|over|against|versus|"
    rf"compared (?:with|to)|(?:more|less|fewer|higher|lower|larger|smaller) than){MODIFIER}\s*",
    re.IGNORECASE,
)
"""Between a change and the value that it is told against, behind the later value: "4.5 million, up 20% from"."""
LINKED = re.compile(
    rf"(?:\s+[^\W\d]+)?(?:\s+(?:of|in|for|during)\s+(?:[\w-]+\s+){{0,3}}[\w-]+){{0,2}},?\s*[–—(-]?\s*"
    rf"(?:which\s+(?:is|was)\s+|that\s+is\s+)?(?:up|down|a (?:rise|fall|gain|drop|increase|decrease) of)?{MODIFIER}\s*",
    re.IGNORECASE,
)
"""Between the later value and such a change."""
ADJUSTED = re.compile(
    r"\b(?:constant(?:[- ]\w+)?|like[- ]for[- ]like|organic(?:ally)?|comparable|adjusted|underlying|real terms|"
    r"pro[- ]forma|exchange rates?|currency[- ]neutral|local currenc(?:y|ies)|inflation|annuali[sz]ed|"
    r"(?:an|on) average|each year|every year|per year|per annum|annually|(?:a|per) (?:month|quarter))\b",
    re.IGNORECASE,
)
"""Words by which a change may be no plain quotient of the two values beside it."""
OR = re.compile(rf"[\s,(–—-]*(?:or|that is|equivalent to){MODIFIER}\W*|\s*\(", re.IGNORECASE)
"""Between one step and the same one told in another way: "2.1%, or 45.3 points"."""
BREAK = re.compile(
    r"[;:]|\b(?:while|whereas|but|although|though|which|who|after|when|and|"
    r"was|were|is|are|(?<!compared )with|as(?! (?:against|much|many|little|few|of)))\b",
    re.IGNORECASE,
)
"""Behind such a word another thing is told."""
YEARLY = re.compile(
    r"\b(?:(?:a )?year (?:earlier|ago|before)|year-ago|last year|previous (?:fiscal )?year|same|corresponding)\b",
    re.IGNORECASE,
)
"""The time that most changes are told against."""
AGAIN = re.compile(
    r"\b(?:up|down|rising|falling|higher|lower|increasing|decreasing|now|against|compared|versus|vs)\b", re.IGNORECASE
)
"""Words that begin a second comparison."""
TIME = re.compile(
    r"\b(?:in|on|at|since|between|during|for|by) (?:the |early |late |mid-)?(?:\w+ )?(?:(?:19|20)\d\d|January|February|"
    r"March|April|May|June|July|August|September|October|November|December|\w+day|quarter|month|week|half|start|end|year)\b|"
    r"\b(?:quarter|month|week|day)s?\b",
    re.IGNORECASE,
)
"""A time of its own."""
NEAR = 70
"""Characters between a step and the values that it is of."""
TAIL = 45
"""Characters behind a number in which its time is told."""


class Entry(Struct, frozen=True):
    """A number of a sentence."""

    figure: Figure
    fact: Fact


class Line(Struct, frozen=True):
    """A sentence with its numbers, in the order of the text."""

    passage: Passage
    entries: tuple[Entry, ...]

    def between(self, one: Entry, other: Entry) -> str:
        """The text between two numbers, the first one first."""
        start = self.passage.span.start
        return self.passage.quote[one.figure.span.end - start : other.figure.span.start - start]

    def front(self, entry: Entry) -> str:
        """The sentence before a number."""
        return self.passage.quote[: entry.figure.span.start - self.passage.span.start]

    def tail(self, entry: Entry) -> str:
        """The words right behind a number."""
        end = entry.figure.span.end - self.passage.span.start
        return self.passage.quote[end : end + TAIL]


class Told(Struct, frozen=True):
    """What a sentence says of one movement; at least two of the three values are known."""

    passage: Passage
    step: Entry | None
    after: Entry
    before: Entry | None
    again: Entry | None = None
    """The same step told in another way: percent beside units."""
    sure: bool = True
    """Step and value before are surely of one time; "rose 12% to 4.5 billion, up from 4.3 billion in May" tells two."""
    tied: bool = False
    """The words tell the step of the value before itself, whatever time it is of: "up 20% on 3.75 million"."""


def lines(facts: Sequence[Fact]) -> tuple[Line, ...]:
    """Sentences with their numbers, sorted by what they say, so that the order of documents never matters."""
    found: dict[Passage, list[Entry]] = {}
    for fact in facts:
        for figure in fact.figures:
            found.setdefault(figure.passage, []).append(Entry(figure, fact))
    made = (
        Line(passage, tuple(sorted(entries, key=lambda entry: (entry.figure.span, entry.fact.id))))
        for passage, entries in found.items()
    )
    return tuple(sorted(made, key=lambda line: (line.passage.quote, line.passage.document_id, line.passage.span)))


def measured(line: Line) -> Line:
    """The line with what was measured alone."""
    return Line(line.passage, tuple(entry for entry in line.entries if entry.figure.status is Status.ACTUAL))


def told(line: Line) -> Iterator[Told]:
    """The movements of a sentence, each with as much as it says of it."""
    line = measured(line)
    used: set[Entry] = set()
    for first, second in _amount_pairs(line):
        pair = _pair(line, first, second)
        if pair is None or used & set(pair):
            continue
        used.update(pair)
        step = _step_of(line, first, second)
        sure, tied = _is_sure(line, step, *pair), _stepped_between(line, first, second)
        yield Told(line.passage, step, after=pair[1], before=pair[0], sure=sure, tied=tied)
    for index, entry in enumerate(line.entries):
        if entry.figure.kind in STEPS and (after := _reached(line, index)) and after not in used:
            used.add(after)
            again = _again(line, index)
            yield Told(line.passage, entry, after=after, before=None, again=again)


def _amount_pairs(line: Line) -> Iterator[tuple[Entry, Entry]]:
    """Two amounts of one kind and unit with no other amount between them."""
    amounts = [entry for entry in line.entries if entry.figure.kind in AMOUNTS]
    for first, second in pairwise(amounts):
        one, other = first.figure, second.figure
        if other.quantity.unit is None and _multiple_between(line, first, second):
            yield first, second
        if (
            one.kind is other.kind
            and one.quantity.unit == other.quantity.unit
            and (one.rate is None or other.rate is None or one.rate == other.rate)
            and one.span.end <= other.span.start
        ):
            yield first, second


def _pair(line: Line, first: Entry, second: Entry) -> tuple[Entry, Entry] | None:
    """Before and after, where the words say that one value became the other."""
    gap, opened = line.between(first, second), bool(FROM.search(line.front(first)))
    if opened and TO.fullmatch(gap) and not BREAK.search(gap):
        return first, second
    if _multiple_between(line, first, second):
        return second, first
    if opened or EXPECTED.search(gap + line.tail(second)):
        return None
    return (second, first) if _stepped_between(line, first, second) or _looks_back(line, second, gap) else None


def _looks_back(line: Line, second: Entry, gap: str) -> bool:
    """The words between two values lead from the later one to the one before: "19 days, down from 38"."""
    match = BACK.fullmatch(gap)
    if match is None or BREAK.search(gap):
        return False
    link = match["link"].casefold()
    if link == "to" and "compared" not in gap:
        return False
    return link == "from" or EARLIER.search(gap + line.tail(second)) is not None


def _stepped_between(line: Line, first: Entry, second: Entry) -> bool:
    """A change stands between two values and is told of both: "4.5 million tons, up 20% from 3.75 million"."""
    return any(
        first.figure.span.end <= entry.figure.span.start
        and entry.figure.span.end <= second.figure.span.start
        and entry.figure.direction is not None
        and LINKED.fullmatch(line.between(first, entry)) is not None
        and STEPPED.fullmatch(line.between(entry, second)) is not None
        for entry in line.entries
        if entry.figure.kind in (Kind.CHANGE, Kind.INCREMENT)
    )


def _is_sure(line: Line, step: Entry | None, before: Entry, after: Entry) -> bool:
    """Nothing says that the value before is of another time than the step is against."""
    if step is not None and is_adjusted(step.figure):
        return False
    if (
        step is None
        or before.figure.span.start < after.figure.span.start
        or step.figure.span.start > after.figure.span.start
    ):
        return True
    gap, tail = line.between(after, before), _clause(line.tail(before))
    return bool(YEARLY.search(tail)) or not (AGAIN.search(gap) or TIME.search(tail) or TIME.search(gap))


def is_adjusted(step: Figure) -> bool:
    """The change is told per year, or of values that were made comparable first."""
    start = step.span.start - step.passage.span.start
    end = step.span.end - step.passage.span.start
    near = step.passage.quote[max(start - NEAR, 0) : end + TAIL]
    return step.rate is not None or ADJUSTED.search(near) is not None


def _clause(text: str) -> str:
    """Up to the next comma or stop."""
    return re.split(r"[,;:]|\.(?:\s|$)", text, maxsplit=1)[0]


def _multiple_between(line: Line, first: Entry, second: Entry) -> Entry | None:
    """The multiple of "433 qubits, more than triple the 127"."""
    for entry in line.entries:
        inside = first.figure.span.end <= entry.figure.span.start and entry.figure.span.end <= second.figure.span.start
        if inside and entry.figure.kind is Kind.MULTIPLE and TIMES.fullmatch(line.between(entry, second)):
            gap = line.between(first, entry)
            return entry if len(gap) <= TAIL and "," in gap and not BREAK.search(gap) else None
    return None


def _step_of(line: Line, first: Entry, second: Entry) -> Entry | None:
    """The nearest step that the words tie to a pair of values: before it, inside it, or right behind it."""
    steps = [entry for entry in line.entries if entry.figure.kind in STEPS]
    near: list[tuple[int, int, Entry]] = []
    for place, entry in enumerate(steps):
        span = entry.figure.span
        if span.end <= first.figure.span.start:
            gap = line.between(entry, first)
        elif second.figure.span.end <= span.start:
            gap = line.between(second, entry)
        else:
            gap = line.between(first, entry) if first.figure.span.end <= span.start else ""
        others = [other for other in line.entries if _rivals(other, first) and _inside(other, entry, first, second)]
        multiple = entry.figure.kind is Kind.MULTIPLE and entry.figure.direction is None
        apart = multiple and not _multiple_between(line, first, second)
        if not others and not apart and len(gap) <= NEAR and not BREAK.search(gap):
            near.append((len(gap), place, entry))
    return min(near, key=lambda one: one[:2])[2] if near else None


def _rivals(other: Entry, first: Entry) -> bool:
    """An amount that the step could be of as well: "in 60 years" is none beside square kilometres."""
    return other.figure.kind is first.figure.kind and other.figure.quantity.unit == first.figure.quantity.unit


def _inside(other: Entry, step: Entry, first: Entry, second: Entry) -> bool:
    """Another amount stands between the step and the pair."""
    spans = (other.figure.span, step.figure.span)
    left, right = first.figure.span, second.figure.span
    return spans[1].end <= spans[0].start < left.start or right.end <= spans[0].start < spans[1].start


def _reached(line: Line, index: int) -> Entry | None:
    """The level that a step led to: "rose 62% to 4.5 million", "4.5 million, up 62%"."""
    step = line.entries[index]
    for entry in line.entries[index + 1 :]:
        if entry.figure.kind in AMOUNTS:
            gap = line.between(step, entry)
            plain = _without_steps(line, step, entry, gap)
            return entry if REACHING.fullmatch(plain) and not BREAK.search(plain) else _before(line, index)
    return _before(line, index)


def _without_steps(line: Line, step: Entry, entry: Entry, gap: str) -> str:
    """The words between a step and a level, another step and its "or" left out."""
    for other in line.entries:
        if other.figure.kind in STEPS and step.figure.span.end <= other.figure.span.start < entry.figure.span.start:
            return line.between(other, entry) if OR.fullmatch(line.between(step, other)) else gap
    return gap


def _before(line: Line, index: int) -> Entry | None:
    """The level right before a step: "4.5 million tons in 2024, up 62%"."""
    step = line.entries[index]
    previous = line.entries[index - 1] if index else None
    if previous is None or previous.figure.kind not in AMOUNTS:
        return None
    gap = line.between(previous, step)
    return previous if UP.fullmatch(gap) and not BREAK.search(gap) else None


def _again(line: Line, index: int) -> Entry | None:
    """The step behind this one that tells the same in another way."""
    step = line.entries[index]
    following = line.entries[index + 1] if index + 1 < len(line.entries) else None
    if following is None or following.figure.kind not in STEPS or following.figure.kind is step.figure.kind:
        return None
    return following if OR.fullmatch(line.between(step, following)) else None
