"""Does a growth fit the values that other passages give? Each check shows its calculation in words.

"More than tripled to 9 million in January–August" says that the same months of the year before had less than 3 million.
A passage that gives these months, or a period that holds them, must leave room for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from briefgen.evidence.arithmetic.computed import computed, operand
from briefgen.evidence.dates import a_year_earlier, days, spell
from briefgen.evidence.measures import sense_of_fact, surely_same_thing
from briefgen.evidence.mentions import configured_names
from briefgen.evidence.passages import passages
from briefgen.evidence.scopes import scope_of
from briefgen.model import Check, CheckKind, Direction, Fact, Kind, Modifier, Period, Status, Topic, Verdict

FLOW = re.compile(
    r"\b(?:trade|commerce|turnover|exports?|imports?|sales|revenues?|shipments?|deliver(?:y|ies)|production|output|"
    r"freight|cargo|traffic|volumes?|throughput|passengers?|profits?|spending|costs?|investments?)\b",
    re.IGNORECASE,
)
"""Amounts that add up over time (English); a population or a price does not."""
SLACK = Decimal("0.1")
"""Share by which rounded values may miss each other before a growth counts as wrong."""
BURST = 3
"""Times the pace of the months before, from which the rest of a period would have to be called a burst."""
SHORT_REST = 15
"""Days of a rest from which its pace can be told."""


class Growth(Struct, frozen=True):
    """A level with the growth that led to it, told in one sentence."""

    level: Fact
    change: Fact
    factor: Decimal
    """Level through base."""
    base: Period
    """The time that the growth is measured against."""


def growths(facts: Sequence[Fact], topics: Sequence[Topic]) -> Iterator[Check]:
    """A check for each growth that does not fit a value which another passage gives."""
    configured = configured_names(topics)
    levels = [fact for fact in facts if _is_level(fact)]
    by_measure: dict[str, list[Fact]] = {}
    for fact in levels:
        by_measure.setdefault(fact.measure or "", []).append(fact)
    for growth in _growths(facts, levels):
        for other in by_measure.get(growth.level.measure or "", ()):
            if _comparable(growth, other, configured) and (check := _check(growth, other)):
                yield check


def _is_level(fact: Fact) -> bool:
    """A measured amount of a known time."""
    return (
        fact.kind is Kind.LEVEL
        and fact.status is Status.ACTUAL
        and fact.measure is not None
        and fact.period is not None
        and bool(fact.quantity.value)
        and fact.quantity.upper is None
    )


def _growths(facts: Sequence[Fact], levels: Sequence[Fact]) -> Iterator[Growth]:
    """Levels whose sentence also says by how much they grew."""
    by_passage: dict[object, list[Fact]] = {}
    for fact in levels:
        for figure in fact.figures:
            by_passage.setdefault(figure.passage, []).append(fact)
    for change in facts:
        factor = _factor(change)
        if factor is None or change.status is not Status.ACTUAL or change.period is None:
            continue
        for level in dict.fromkeys(one for figure in change.figures for one in by_passage.get(figure.passage, ())):
            base = change.base or _year_before(change.period)
            if level.measure == change.measure and level.period == change.period and base is not None:
                yield Growth(level, change, factor, base)


def _factor(change: Fact) -> Decimal | None:
    """Level through base: "tripled" is 3, "rose by 38.7%" is 1.387."""
    value = change.quantity.value
    if value is None or change.direction is Direction.DOWN or change.quantity.upper is not None:
        return None
    if change.kind is Kind.MULTIPLE and value > 1:
        return value
    if change.kind is Kind.CHANGE and change.quantity.unit == "%" and change.direction is Direction.UP:
        return 1 + value / 100
    return None


def _year_before(period: Period) -> Period | None:
    """The same days of the year before."""
    return Period(a_year_earlier(period.start), a_year_earlier(period.end)) if period.start.year > 1 else None


def _comparable(growth: Growth, other: Fact, configured: frozenset[str]) -> bool:
    """Another passage's value of the same measure, unit and scope."""
    level = growth.level
    senses = [sense_of_fact(fact, configured) for fact in (level, other)]
    return (
        other.id != level.id
        and other.quantity.unit == level.quantity.unit
        and (other.rate or "year") == (level.rate or "year")
        and scope_of(other) == scope_of(level)
        and surely_same_thing(*senses)
        and not {figure.passage for figure in other.figures} & {figure.passage for figure in growth.change.figures}
    )


def _check(growth: Growth, other: Fact) -> Check | None:
    """What the other value says of the growth. A document is never told that its own numbers are implausible."""
    if other.period == growth.base:
        return _same_time(growth, other)
    if _documents(other) & _documents(growth.level):
        return None
    if other.period is not None and _holds(other.period, growth.base) and FLOW.search(growth.level.measure or ""):
        return _rest(growth, other)
    return None


def _documents(fact: Fact) -> set[str]:
    """The documents that report a fact."""
    return {figure.passage.document_id for figure in fact.figures}


def _holds(outer: Period, inner: Period) -> bool:
    """The longer period has the shorter one wholly inside."""
    return outer.start <= inner.start and inner.end <= outer.end and outer != inner


def _implied(growth: Growth) -> Decimal:
    """The base that the growth implies; the largest possible one for "more than"."""
    return (growth.level.quantity.value or Decimal(0)) / growth.factor


def _same_time(growth: Growth, other: Fact) -> Check | None:
    """The growth implies another value for the time before than a passage gives."""
    implied, given = _implied(growth), other.quantity.value or Decimal(0)
    if growth.change.quantity.modifier is Modifier.MORE_THAN and given < implied:
        return None
    if abs(implied - given) <= SLACK * max(implied, given):
        return None
    derived = _derived(growth)
    return Check(
        CheckKind.GROWTH,
        Verdict.WRONG,
        (growth.level, growth.change, other, derived),
        passages(growth.level, growth.change, other),
        f"{_premise(growth, derived)}; another passage gives “{other.quantity.surface}”.",
    )


def _rest(growth: Growth, other: Fact) -> Check | None:
    """The longer period leaves more for its rest than the pace of the months before makes likely."""
    implied, given = _implied(growth), other.quantity.value or Decimal(0)
    rest_days = days(other.period) - days(growth.base) if other.period else 0
    if rest_days < SHORT_REST or growth.change.quantity.modifier in (Modifier.LESS_THAN, Modifier.UP_TO):
        return None
    rest = given - implied
    burst = rest / rest_days > BURST * implied / days(growth.base)
    if not burst and rest >= -SLACK * given:
        return None
    derived = _derived(growth)
    if rest < 0:
        conclusion = f"more than the “{other.quantity.surface}” that another passage gives for {_time(other)}"
        return _rest_card(Verdict.WRONG, growth, other, (derived,), f"{_premise(growth, derived)}: {conclusion}.")
    left = _left(growth, other, rest)
    rest_of_it = f"which leaves {left.quantity.surface} for the rest of it"
    return _rest_card(
        Verdict.IMPLAUSIBLE,
        growth,
        other,
        (derived, left),
        f"{_premise(growth, derived)}; but another passage gives “{other.quantity.surface}” for {_time(other)}, "
        f"{rest_of_it}, far above the pace before: implausible.",
    )


def _rest_card(verdict: Verdict, growth: Growth, other: Fact, derived: tuple[Fact, ...], explanation: str) -> Check:
    """The card for a period and a part of it."""
    facts = (growth.level, growth.change, other, *derived)
    shown = passages(growth.level, growth.change, other)
    return Check(CheckKind.GROWTH, verdict, facts, shown, explanation)


def _time(fact: Fact) -> str:
    """The period of a fact in words."""
    return spell(fact.period) if fact.period else "another time"


def _premise(growth: Growth, derived: Fact) -> str:
    """What the growth says of the time before."""
    level, change = growth.level.quantity.surface, growth.change.quantity.surface
    more = "more than " if growth.change.quantity.modifier is Modifier.MORE_THAN else ""
    return (
        f"If {more}“{change}” led to “{level}” for {_time(growth.level)}, then {spell(growth.base)} had "
        f"{derived.quantity.surface} (computed)"
    )


def _derived(growth: Growth) -> Fact:
    """The base that the growth implies, as a computed fact."""
    more = growth.change.quantity.modifier is Modifier.MORE_THAN
    return computed(
        (growth.level, growth.change),
        _implied(growth),
        _formula(growth),
        period=growth.base,
        modifier=Modifier.LESS_THAN if more else None,
    )


def _formula(growth: Growth) -> str:
    """How the base follows from level and growth."""
    if growth.change.kind is Kind.MULTIPLE:
        return f"{operand(growth.level)} ÷ {(growth.change.quantity.value or Decimal(1)).normalize():f}"
    return f"{operand(growth.level)} ÷ (1 + {operand(growth.change)})"


def _left(growth: Growth, other: Fact, rest: Decimal) -> Fact:
    """What the longer period leaves for its rest."""
    more = growth.change.quantity.modifier is Modifier.MORE_THAN
    facts = (other, growth.level, growth.change)
    formula = f"{operand(other)} − {_formula(growth)}"
    return computed(facts, rest, formula, modifier=Modifier.MORE_THAN if more else None)
