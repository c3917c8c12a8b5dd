"""The pace that a dated aim needs from the latest actual value, set against the paces that were seen.

"4.5 million tons in 2024, 10 million by 2030" needs 14.2% more each year. Whether that is likely is judged by what the
same measure did before: by reported changes of a month or longer, and by actual values of two whole years.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from briefgen.evidence.arithmetic.computed import computed, operand
from briefgen.evidence.arithmetic.tolerance import Reach, factor, reach
from briefgen.evidence.arithmetic.words import value
from briefgen.evidence.dates import YEAR, days, years_between
from briefgen.evidence.measures import Sense, sense_of_fact, surely_same_thing
from briefgen.evidence.mentions import configured_names
from briefgen.evidence.passages import passages
from briefgen.evidence.scopes import delimiters
from briefgen.evidence.statuses import AHEAD
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
    Period,
    Said,
    Status,
    Topic,
    Verdict,
)

WHOLE_YEAR = 360
"""Days from which a period counts as a whole year: an amount of some months is no starting point."""
MONTH = 28
"""Days from which a change tells a pace."""
SHORTEST = Decimal("0.9")
"""Years to the deadline from which a yearly pace means something."""
BEYOND = 3
"""A needed pace is implausible from so many times the fastest one seen ..."""
MARGIN = Decimal("0.1")
"""... if it is also at least ten points a year above it: three times next to nothing is still little. Both were set by
reading; below them the check only says that the pace must rise."""


LATEST = 12
"""So many of the latest yearly values of one thing are looked at ..."""
MOST = 48
"""... and so many values of things that look alike."""
Key = tuple[str, str | None, str, frozenset[str]]
"""Family of the measure, unit, rate and scope."""


class Pace(Struct, frozen=True):
    """How fast a measure moved."""

    growth: Decimal
    """Per year: 0.62 for 62%."""
    high: Decimal | None
    """What it may be at most, as printed; None where "more than" leaves it open."""
    most: Decimal | None
    """What it may be at most, loosely."""
    until: dt.date
    """The last day that it is of."""
    facts: tuple[Fact, ...]
    """The change, or the two values."""


class Way(Struct, frozen=True):
    """The way from an actual value to an aim."""

    aim: Fact
    actual: Fact
    until: dt.date
    """The day by which the aim is to be reached."""
    years: Decimal
    """From the end of the actual value's period to there."""
    factor: Decimal
    """Aim through actual value."""


def paces(facts: Sequence[Fact], topics: Sequence[Topic], today: dt.date | None) -> Iterator[Check]:
    """A check for each dated aim of a measure with an actual value.

    `today` is the day of the newest document: an aim whose deadline has passed by then needs no pace any more.
    """
    configured = configured_names(topics)
    aims: list[tuple[Key, dt.date, Fact, Sense]] = []
    yearly: dict[Key, list[tuple[Fact, Sense]]] = {}
    changes: dict[Key, list[tuple[Fact, Sense]]] = {}
    for fact in facts:
        if fact.measure is None or not fact.quantity.value:
            continue
        sense = sense_of_fact(fact, configured)
        key = (sense.family, fact.quantity.unit, fact.rate or "year", _delimited(fact))
        if _is_yearly(fact):
            yearly.setdefault(key, []).append((fact, sense))
        elif _tells_pace(fact):
            changes.setdefault((sense.family, None, "year", _delimited(fact)), []).append((fact, sense))
        elif (until := _until(fact)) and (today is None or until >= today):
            aims.append((key, until, fact, sense))
    yearly = {key: sorted(found, key=lambda one: _end(one[0]))[-MOST:] for key, found in yearly.items()}
    changes = {key: sorted(found, key=lambda one: _end(one[0]))[-MOST:] for key, found in changes.items()}
    for key, until, aim, sense in aims:
        values = [other for other, its in yearly.get(key, ()) if surely_same_thing(sense, its)]
        steps = [
            other for other, its in changes.get((key[0], None, "year", key[3]), ()) if surely_same_thing(sense, its)
        ]
        if check := _check(aim, until, values, steps):
            yield check


def _delimited(fact: Fact) -> frozenset[str]:
    """What delimits a value in all of its mentions: where one tells it without the word, it is no part of anything."""
    return frozenset.intersection(*(delimiters(figure) for figure in fact.figures))


def _until(fact: Fact) -> dt.date | None:
    """The day by which an aim is to be reached; None for what is no dated aim at a level."""
    if fact.status not in AHEAD or fact.kind not in (Kind.LEVEL, Kind.COUNT):
        return None
    if fact.quantity.modifier in (Modifier.LESS_THAN, Modifier.UP_TO):
        return None
    return fact.deadline or (fact.period.end if fact.period else None)


def _check(aim: Fact, until: dt.date, values: Sequence[Fact], steps: Sequence[Fact]) -> Check | None:
    """The way from the latest actual value, of several the best reported one, judged by the paces seen."""
    yearly = sorted(values, key=_end)[-LATEST:]
    way = _way(aim, yearly[-1], until) if yearly else None
    if way is None:
        return None
    seen = sorted((*_reported(steps), *_between(yearly)), key=lambda pace: (pace.until, pace.growth))
    return _judged(way, seen)


def _is_yearly(fact: Fact) -> bool:
    """An actual amount of a whole year."""
    return (
        fact.status is Status.ACTUAL
        and fact.kind in (Kind.LEVEL, Kind.COUNT)
        and fact.period is not None
        and WHOLE_YEAR <= days(fact.period) <= WHOLE_YEAR + MONTH
        and fact.quantity.upper is None
    )


def _end(fact: Fact) -> tuple[dt.date, int, str]:
    """Sorts actual values by their time, those of more origins behind."""
    return (fact.period.end if fact.period else dt.date.min, fact.corroboration, fact.id)


def _way(aim: Fact, actual: Fact, until: dt.date) -> Way | None:
    """The way up to the aim; None where none is left, or where it leads down (nobody says that a fall is wanted)."""
    start = _end(actual)[0]
    years = years_between(start, until) if until > start else Decimal(0)
    if years < SHORTEST or aim.quantity.value is None or not actual.quantity.value:
        return None
    factor = aim.quantity.value / actual.quantity.value
    return Way(aim, actual, until, years, factor) if factor > 1 else None


def _reported(steps: Sequence[Fact]) -> Iterator[Pace]:
    """The changes that documents report, as paces."""
    for fact in steps:
        if fact.period is not None and fact.quantity.value is not None:
            sign = 1 if fact.direction is Direction.UP else -1
            yield Pace(sign * fact.quantity.value / 100, *_highest(factor(fact)), fact.period.end, (fact,))


def _tells_pace(fact: Fact) -> bool:
    """A reported change in percent against the year before, over a month or longer."""
    return (
        fact.kind is Kind.CHANGE
        and fact.status is Status.ACTUAL
        and fact.quantity.unit == "%"
        and fact.quantity.upper is None
        and fact.direction is not None
        and fact.period is not None
        and days(fact.period) >= MONTH
        and _is_year_on_year(fact, fact.period)
    )


def _is_year_on_year(fact: Fact, period: Period) -> bool:
    """The change is told against the same days a year before."""
    return fact.base is not None and abs((period.start - fact.base.start).days - YEAR) < MONTH


def _between(yearly: Sequence[Fact]) -> Iterator[Pace]:
    """Paces between actual values of one measure in different years."""
    for before, after in pairwise(yearly):
        years = years_between(_end(before)[0], _end(after)[0])
        if years and before.quantity.value and after.quantity.value:
            growth = (after.quantity.value / before.quantity.value) ** (1 / years) - 1
            ends = (reach(after.quantity), reach(before.quantity))
            ratio = ends[0].over(ends[1]) if ends[0] and ends[1] else None
            yield Pace(growth, *_highest(ratio, years), _end(after)[0], (before, after))


def _highest(ratio: Reach | None, years: Decimal = Decimal(1)) -> tuple[Decimal | None, Decimal | None]:
    """The fastest yearly growth that a ratio over some years may stand for, as printed and loosely."""
    ends = (ratio.printed.high, ratio.loose.high) if ratio else (None, None)
    high, most = (None if end is None else end ** (1 / years) - 1 for end in ends)
    return high, most


def _judged(way: Way, seen: Sequence[Pace]) -> Check:
    """The check, with what was computed."""
    needed = way.factor ** (1 / way.years) - 1
    growth, amount = _needed(way, needed)
    premise = tell(
        N_("To get from %(start)s to %(aim)s, %(growth)s more is needed each year, or %(amount)s a year"),
        start=timed(value(way.actual), way.actual),
        aim=_by(way),
        growth=value(growth),
        amount=value(amount),
    )
    if not seen:
        told = tell(N_("%(premise)s; no document gives a pace to compare."), premise=premise)
        return _made(way, Verdict.UNCHECKABLE, (), (growth, amount), told)
    latest, fastest = seen[-1], max(seen, key=lambda pace: pace.growth)
    observed = [_told(latest)]
    verdict, conclusion = _verdict(needed, seen, fastest)
    paces = tell(N_("the latest pace is %(pace)s"), pace=_said(latest, observed[0]))
    if fastest.facts != latest.facts and verdict is not Verdict.RIGHT:
        observed.append(_told(fastest))
        message = N_("%(latest)s, the fastest one given %(pace)s")
        paces = tell(message, latest=paces, pace=_said(fastest, observed[1]))
    used = tuple(dict.fromkeys(fact for fact in (*latest.facts, *(fastest.facts if len(observed) > 1 else ()))))
    derived = (growth, amount, *(fact for fact in observed if fact.derived))
    told = tell(N_("%(premise)s; %(paces)s: %(verdict)s."), premise=premise, paces=paces, verdict=conclusion)
    return _made(way, verdict, used, derived, told)


def _verdict(needed: Decimal, seen: Sequence[Pace], fastest: Pace) -> tuple[Verdict, Message]:
    """What the paces seen, the latest one last, say of the needed one."""
    if seen[-1].high is None or seen[-1].high >= needed:
        return Verdict.RIGHT, tell(N_("the latest pace suffices"))
    most = [pace.most for pace in seen if pace.most is not None]
    if len(most) == len(seen) and needed > max(BEYOND * max(most), max(most) + MARGIN):
        return Verdict.IMPLAUSIBLE, tell(N_("far beyond any pace that the documents give"))
    if fastest.growth >= needed:
        return Verdict.ROUGHLY_RIGHT, tell(N_("the latest pace does not suffice, an earlier one would"))
    return Verdict.ROUGHLY_RIGHT, tell(N_("faster than any pace that the documents give"))


def _needed(way: Way, needed: Decimal) -> tuple[Fact, Fact]:
    """The growth and the amount that each year needs, as computed facts."""
    aim, actual = way.aim.quantity, way.actual.quantity
    span = Period(_end(way.actual)[0], way.until)
    years = f"{way.years.normalize():f}"
    inputs = (way.aim, way.actual)
    growth = computed(
        inputs,
        needed * 100,
        f"({operand(way.aim)} ÷ {operand(way.actual)})^(1 ÷ {years}) − 1",
        kind=Kind.CHANGE,
        unit="%",
        direction=Direction.UP,
        rate="year",
        period=span,
    )
    amount = computed(
        inputs,
        ((aim.value or Decimal(0)) - (actual.value or Decimal(0))) / way.years,
        f"({operand(way.aim)} − {operand(way.actual)}) ÷ {years}",
        kind=Kind.INCREMENT,
        direction=Direction.UP,
        rate="year",
        period=span,
    )
    return growth, amount


def _told(pace: Pace) -> Fact:
    """The pace as a fact: the reported change, or the computed one between two values."""
    if len(pace.facts) == 1:
        return pace.facts[0]
    before, after = pace.facts
    years = f"{years_between(_end(before)[0], _end(after)[0]).normalize():f}"
    ratio = f"{operand(after)} ÷ {operand(before)}"
    power = ratio if years == "1" else f"({ratio})^(1 ÷ {years})"
    return computed(
        (after, before),
        abs(pace.growth) * 100,
        f"{power} − 1" if pace.growth >= 0 else f"1 − {power}",
        kind=Kind.CHANGE,
        unit="%",
        direction=Direction.UP if pace.growth >= 0 else Direction.DOWN,
        rate="year",
        period=Period(_end(before)[0], _end(after)[0]),
    )


def _aimed(aim: Fact) -> Message:
    """The aim as printed; of a range the lower end is what has to be reached."""
    return value(aim) if aim.quantity.upper is None else tell(N_("the lower end of %(value)s"), value=value(aim))


def _by(way: Way) -> Said:
    """The aim with its time: its year, or its deadline."""
    aimed = _aimed(way.aim)
    if way.aim.period is None and way.aim.deadline is None:
        return tell(N_("%(what)s by %(day)s"), what=aimed, day=way.until)
    return timed(aimed, way.aim)


def _said(pace: Pace, told: Fact) -> Said:
    """A pace in words: “2%” in 2024, a fall of “3%” in 2023."""
    moved = tell(N_("a fall of %(value)s"), value=value(told)) if told.direction is Direction.DOWN else value(told)
    if told.derived:
        before, after = pace.facts
        return tell(
            N_("%(pace)s a year from %(start)s to %(end)s"),
            pace=moved,
            start=timed(value(before), before),
            end=timed(value(after), after),
        )
    return timed(moved, told)


def _made(way: Way, verdict: Verdict, used: tuple[Fact, ...], derived: tuple[Fact, ...], told: Message) -> Check:
    """The check with its facts: aim, actual value and paces, then what was computed."""
    given = tuple(dict.fromkeys((way.aim, way.actual, *used)))
    return checked(CheckKind.PACE, verdict, (*given, *derived), passages(*given), told)
