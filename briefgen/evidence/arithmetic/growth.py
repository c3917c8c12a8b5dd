"""Does a growth fit the level that another passage gives for the time before?

"More than tripled to 9 million in January–August" says that the same months of the year before had less than 3 million.
A passage that gives these months, or a longer period with them inside, must leave room for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

from briefgen.evidence.arithmetic.computed import computed, operand
from briefgen.evidence.arithmetic.lines import AMOUNTS, Line, told
from briefgen.evidence.arithmetic.tolerance import Reach, factor, fit, reach
from briefgen.evidence.arithmetic.words import conclusion, value
from briefgen.evidence.dates import a_year_earlier, days
from briefgen.evidence.measures import Sense, sense_of_fact, surely_same_thing
from briefgen.evidence.mentions import configured_names
from briefgen.evidence.passages import passages
from briefgen.evidence.scopes import scope_of
from briefgen.evidence.shelf import documents_of
from briefgen.evidence.told import checked, tell
from briefgen.evidence.wording import timed
from briefgen.messages import N_
from briefgen.model import (
    Check,
    CheckKind,
    Direction,
    Fact,
    Kind,
    Message,
    Modifier,
    Passage,
    Period,
    Said,
    Status,
    Topic,
    Verdict,
)

FLOW = re.compile(
    r"\b(?:trade|commerce|turnover|exports?|imports?|sales|revenues?|shipments?|deliver(?:y|ies)|production|output|"
    r"freight|cargo|traffic|volumes?|throughput|passengers?|profits?|spending|costs?|investments?|"
    r"visitors?|visits|arrivals|tourists?|overnight stays|flights|applications|births|deaths|"
    r"harvests?|catch(?:es)?|generation|consumption|remittances|receipts|transactions|admissions|"
    r"surger(?:y|ies)|downloads)\b",
    re.IGNORECASE,
)
"""Amounts that add up over time (English); a population or a price does not."""
MOST = 6
"""So many levels of one measure and time are looked at; where there are more, they contradict each other already."""
BURST = 3
"""Times the pace of the months before, from which the rest of a period would have to be called a burst."""
SHORT_REST = 15
"""Days of a rest from which its pace can be told."""
STRIKING = (Decimal("0.5"), Decimal("1.5"))
"""A growth by half or a fall to half invites a check; where no passage gives the level before, that is said."""
WHOLE_YEAR = 360
"""Days from which a change without a base is taken to be against the year before."""


TO_DATE = 59
"""Days from which the beginning of a year counts as its months to date: January alone may be set against December."""
REVISED = Decimal("0.03")
"""Share by which a value may be revised between two documents: a growth is told of the revised one."""


class Growth(Struct, frozen=True):
    """A level with the growth that led to it."""

    level: Fact
    change: Fact
    base: Period
    """The time that the growth is measured against."""
    implied: Decimal
    """The level that it implies for the base."""
    reach: Reach
    """What that may be, as printed and loosely."""
    striking: bool
    """A reader would want to see the level before."""


class Levels(Struct, frozen=True):
    """Measured levels, by what a growth looks for; of many, the best reported ones."""

    at: Mapping[tuple[object, ...], Sequence[Fact]]
    """Family, unit and period → the levels of that time."""
    within: Mapping[tuple[object, ...], Sequence[Fact]]
    """Family, unit and year → the levels of longer or shorter times."""
    of: Mapping[tuple[object, ...], Sequence[Fact]]
    """Family and period → levels in any unit."""
    beside: Mapping[Passage, Sequence[Fact]]
    """Sentence → its levels."""


def growths(facts: Sequence[Fact], lines: Iterable[Line], topics: Sequence[Topic]) -> Iterator[Check]:
    """A check for each growth and each level that another passage gives for the time before."""
    configured = configured_names(topics)
    levels = _levels(facts, configured)
    for growth in _told(facts, lines, levels, configured):
        sense = sense_of_fact(growth.level, configured)
        others = [
            other
            for other in _before(growth, sense, levels)
            if surely_same_thing(sense, sense_of_fact(other, configured))
        ]
        found = [check for other in others if (check := _check(growth, other))]
        yield from found
        if not found and growth.striking:
            yield _uncheckable(growth)


def _levels(facts: Iterable[Fact], configured: frozenset[str]) -> Levels:
    """Measured levels of a known measure and time."""
    at: dict[tuple[object, ...], list[Fact]] = {}
    within: dict[tuple[object, ...], list[Fact]] = {}
    of: dict[tuple[object, ...], list[Fact]] = {}
    beside: dict[Passage, list[Fact]] = {}
    for fact in facts:
        if fact.kind in AMOUNTS and fact.status is Status.ACTUAL and fact.measure and fact.period:
            family, unit = sense_of_fact(fact, configured).family, fact.quantity.unit
            at.setdefault((family, unit, fact.period), []).append(fact)
            of.setdefault((family, fact.period), []).append(fact)
            for year in sorted({fact.period.start.year, fact.period.end.year}):
                within.setdefault((family, unit, year), []).append(fact)
            for passage in dict.fromkeys(figure.passage for figure in fact.figures):
                beside.setdefault(passage, []).append(fact)
    return Levels(_best(at), _best(within), _best(of), _best(beside))


K = TypeVar("K")


def _best(levels: Mapping[K, Sequence[Fact]]) -> dict[K, Sequence[Fact]]:
    """A few levels of each sort, those of most origins: no growth is set against a whole corpus."""
    return {key: sorted(found, key=lambda fact: (-fact.corroboration, fact.id))[:MOST] for key, found in levels.items()}


def _told(facts: Iterable[Fact], lines: Iterable[Line], levels: Levels, configured: frozenset[str]) -> Iterator[Growth]:
    """Growths with their level: tied by the words of a sentence, or of one measure and time.

    Without a configured measure the two must stand in one sentence.
    """
    pairs: dict[tuple[str, str], tuple[Fact, Fact, bool]] = {}
    for line in lines:
        for one in told(line):
            if one.step and one.before is None:
                pairs.setdefault((one.step.fact.id, one.after.fact.id), (one.step.fact, one.after.fact, True))
    for change in facts:
        if change.kind in (Kind.CHANGE, Kind.MULTIPLE) and change.measure and change.period:
            for level in _levels_of(change, levels, configured):
                pairs.setdefault((change.id, level.id), (change, level, _one_sentence(change, level)))
    for change, level, together in pairs.values():
        if growth := _growth(change, level, together=together):
            yield growth


def _levels_of(change: Fact, levels: Levels, configured: frozenset[str]) -> Iterator[Fact]:
    """The levels that a change led to: beside it, or of a configured measure the only one known for its time."""
    sense = sense_of_fact(change, configured)
    beside = {
        level.id: level
        for passage in dict.fromkeys(figure.passage for figure in change.figures)
        for level in levels.beside.get(passage, ())
        if level.period == change.period and surely_same_thing(sense, sense_of_fact(level, configured))
    }
    if len(beside) == 1:  # of several the words must tell which
        yield from beside.values()
    only = levels.of.get((sense.family, change.period), ()) if change.measure in configured else ()
    if len(only) == 1 and scope_of(change) == scope_of(only[0]):
        yield from (one for one in only if surely_same_thing(sense, sense_of_fact(one, configured)))


def _one_sentence(one: Fact, other: Fact) -> bool:
    """Some sentence reports both."""
    return not {figure.passage for figure in one.figures}.isdisjoint(figure.passage for figure in other.figures)


def _growth(change: Fact, level: Fact, *, together: bool) -> Growth | None:
    """The growth that led to a level; None where it implies no single value for a known time before."""
    after, period = reach(level.quantity), level.period or change.period
    statuses = {change.status, level.status}
    if after is None or period is None or statuses != {Status.ACTUAL} or change.period not in (None, period):
        return None
    base = change.base or (year_before(period) if _is_yearly(period) else None)
    if base is None or base == period:
        return None
    ratio = factor(change)
    if ratio is not None:
        exact = _exact(change)
        value_before = (level.quantity.value or Decimal(0)) / exact
        low, high = STRIKING
        striking = together and level.measure is not None and not low < exact < high
        return Growth(level, change, base, value_before, after.over(ratio), striking)
    step = reach(change.quantity) if change.kind is Kind.INCREMENT else None
    if step is None or change.quantity.unit != level.quantity.unit or change.quantity.upper is not None:
        return None
    sign = {Direction.UP: -1, Direction.DOWN: 1}.get(change.direction) if change.direction else None
    implied = (level.quantity.value or Decimal(0)) + (sign or 0) * (change.quantity.value or Decimal(0))
    if sign is None or implied <= 0:
        return None
    return Growth(level, change, base, implied, after.minus(step) if sign < 0 else after.plus(step), striking=False)


def _is_yearly(period: Period) -> bool:
    """A whole year, or its months to date: what is told of it without a base is told against the year before."""
    return days(period) >= WHOLE_YEAR or ((period.start.month, period.start.day) == (1, 1) and days(period) >= TO_DATE)


def _exact(change: Fact) -> Decimal:
    """Level through base, as printed."""
    quantity = change.quantity
    number = quantity.value or Decimal(1)
    if change.kind is Kind.MULTIPLE:
        return 1 / number if change.direction is Direction.DOWN and number > 1 else number
    return 1 + (number if change.direction is Direction.UP else -number) / 100


def year_before(period: Period) -> Period | None:
    """The same days of the year before."""
    return Period(a_year_earlier(period.start), a_year_earlier(period.end)) if period.start.year > 1 else None


def _before(growth: Growth, sense: Sense, levels: Levels) -> list[Fact]:
    """Levels of the base, or of a time with the base inside, in other sentences and of one scope."""
    key = (sense.family, growth.level.quantity.unit)
    near = [*levels.at.get((*key, growth.base), ()), *levels.within.get((*key, growth.base.start.year), ())]
    return [
        other
        for other in dict.fromkeys(near)
        if other.id != growth.level.id
        and (other.rate or "year") == (growth.level.rate or "year")
        and other.kind is growth.level.kind
        and scope_of(other) == scope_of(growth.level)
        and not _one_sentence(other, growth.change)
    ]


def _check(growth: Growth, other: Fact) -> Check | None:
    """What the other value says of the growth."""
    if other.period == growth.base:
        return _same_time(growth, other)
    if other.period is not None and _holds(other.period, growth.base) and FLOW.search(growth.level.measure or ""):
        return _rest(growth, other, other.period)
    return None


def _holds(outer: Period, inner: Period) -> bool:
    """The longer period has the shorter one wholly inside."""
    return outer.start <= inner.start and inner.end <= outer.end and outer != inner


def _alone(growth: Growth, *others: Fact) -> bool:
    """One document gives all the numbers."""
    return bool(documents_of(growth.level).intersection(documents_of(growth.change), *map(documents_of, others)))


def _same_time(growth: Growth, other: Fact) -> Check | None:
    """The value that another passage gives for the base, against the implied one."""
    given = reach(other.quantity)
    if given is None:
        return None
    verdict, derived = fit(growth.reach, given if _alone(growth, other) else given.widened(REVISED)), _derived(growth)
    alone = _alone(growth, other)
    message = (
        N_("%(premise)s; another sentence of the same document gives %(value)s: %(verdict)s.")
        if alone
        else N_("%(premise)s; another passage gives %(value)s: %(verdict)s.")
    )
    end = conclusion(verdict, alone=alone)
    told = tell(message, premise=_premise(growth, derived), value=value(other), verdict=end)
    return _made(verdict, growth, (other,), (derived,), told)


def _rest(growth: Growth, other: Fact, longer: Period) -> Check | None:
    """Whether a longer period leaves for its rest what is neither less than nothing nor a burst.

    A document is never told that its own numbers are implausible: it knows both.
    """
    given = reach(other.quantity)
    rest_days = days(longer) - days(growth.base)
    if (
        given is None
        or rest_days < SHORT_REST
        or growth.change.quantity.modifier in (Modifier.LESS_THAN, Modifier.UP_TO)
    ):
        return None
    derived = _derived(growth)
    least = Decimal(0) if growth.change.quantity.modifier is Modifier.MORE_THAN else growth.reach.loose.low
    if given.loose.high is not None and least > given.loose.high:
        message = (
            N_("%(value)s that the same document gives")
            if _alone(growth, other)
            else N_("%(value)s that another passage gives")
        )
        whole = timed(tell(message, value=value(other)), other)
        told = tell(N_("%(premise)s: more than the %(whole)s."), premise=_premise(growth, derived), whole=whole)
        return _made(Verdict.WRONG, growth, (other,), (derived,), told)
    rest = (other.quantity.value or Decimal(0)) - growth.implied
    if rest / rest_days <= BURST * growth.implied / days(growth.base) or _alone(growth, other):
        return None
    left = _left(growth, other, rest)
    message = N_(
        "%(premise)s; but another passage gives %(whole)s, which leaves %(rest)s for the rest of it, far above the "
        "pace before: implausible."
    )
    told = tell(message, premise=_premise(growth, derived), whole=timed(value(other), other), rest=value(left))
    return _made(Verdict.IMPLAUSIBLE, growth, (other,), (derived, left), told)


def _uncheckable(growth: Growth) -> Check:
    """A growth that invites a check, and no level before."""
    derived = _derived(growth)
    message = N_("%(premise)s; no passage gives a value for that time to check it by.")
    return _made(Verdict.UNCHECKABLE, growth, (), (derived,), tell(message, premise=_premise(growth, derived)))


def _made(
    verdict: Verdict, growth: Growth, others: tuple[Fact, ...], derived: tuple[Fact, ...], told: Message
) -> Check:
    """The check with its facts: the growth, what it is set against, and what was computed."""
    given = (growth.level, growth.change, *others)
    return checked(CheckKind.GROWTH, verdict, (*given, *derived), passages(*given), told)


def _premise(growth: Growth, derived: Fact) -> Message:
    """What the growth says of the time before."""
    period = growth.level.period or growth.change.period
    level: Said = value(growth.level)
    return tell(
        N_("If %(change)s led to %(level)s, then %(time)s had %(before)s"),
        change=value(growth.change),
        level=tell(N_("%(what)s for %(time)s"), what=level, time=period) if period else level,
        time=growth.base,
        before=value(derived),
    )


def _derived(growth: Growth) -> Fact:
    """The base that the growth implies, as a computed fact."""
    modifier = growth.change.quantity.modifier
    grew = _exact(growth.change) > 1 if growth.change.kind is not Kind.INCREMENT else True
    sides = {Modifier.MORE_THAN: Modifier.LESS_THAN, Modifier.LESS_THAN: Modifier.MORE_THAN}
    return computed(
        (growth.level, growth.change),
        growth.implied,
        _formula(growth),
        period=growth.base,
        modifier=sides.get(modifier) if modifier and grew else None,
        kind=growth.level.kind,
    )


def _formula(growth: Growth) -> str:
    """How the base follows from level and growth."""
    level, change = operand(growth.level), growth.change
    if change.kind is Kind.INCREMENT:
        return f"{level} {'−' if change.direction is Direction.UP else '+'} {operand(change)}"
    if change.kind is Kind.MULTIPLE:
        number = change.quantity.value or Decimal(1)
        sign = "×" if change.direction is Direction.DOWN and number > 1 else "÷"
        return f"{level} {sign} {number.normalize():f}"
    return f"{level} ÷ (1 {'+' if change.direction is Direction.UP else '−'} {operand(change)})"


def _left(growth: Growth, other: Fact, rest: Decimal) -> Fact:
    """What the longer period leaves for its rest."""
    more = growth.change.quantity.modifier is Modifier.MORE_THAN
    facts = (other, growth.level, growth.change)
    formula = f"{operand(other)} − {_formula(growth)}"
    return computed(facts, rest, formula, modifier=Modifier.MORE_THAN if more else None)
