"""Targets and deadlines: what is aimed at, planned, expected or possible, with and without a number, by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from briefgen.model import Aim, Check, CheckKind, Direction, Event, Fact, Kind, Passage, Section, Statement, Status
from briefgen.writing.composing import voices
from briefgen.writing.developments import Told, tell
from briefgen.writing.figures import best, nameable, ranks
from briefgen.writing.material import Material
from briefgen.writing.standing import LEANING
from briefgen.writing.statements import first
from briefgen.writing.when import is_undated, latest

MOST_EVENTS = 6
"""Deadlines without a number that are listed."""
AGE = 366
"""Days since a deadline passed, from which it is history."""
AMOUNTS = (Kind.LEVEL, Kind.COUNT, Kind.SHARE, Kind.DURATION)
"""Kinds of which a measured value tells whether an aim was reached."""


def targets(material: Material, as_of: dt.date | None, said: Iterable[Statement]) -> Section:
    """One row for each aim: by date, undated ones last by weight. What passed within a year is said to have passed."""
    current = [fact for fact in nameable(material, ahead=True) if not _is_history(_day_of(fact), as_of)]
    facts = best(current, material, as_of)
    told = {citation.passage for statement in said for citation in statement.citations}
    told |= {figure.passage for fact in facts for figure in fact.figures}
    statements = _due(material, as_of, told)
    order = ranks(facts)
    aims = [
        *(_of_fact(fact, material, as_of) for fact in facts),
        *(_of_statement(statement, as_of) for statement in statements),
    ]
    rows = sorted(aims, key=lambda aim: _soonest(aim, order, material))
    return Section(
        "targets",
        "Targets and deadlines",
        statements=tuple(aim.statement for aim in rows if aim.statement),
        facts=tuple(aim.fact for aim in rows if aim.fact),
        aims=tuple(rows),
    )


def _soonest(aim: Aim, order: dict[str | None, int], material: Material) -> tuple[object, ...]:
    """By date; then the topic's own before others, by weight."""
    day = aim.deadline or dt.date.max
    if aim.fact is None:
        return (day, True, len(order), aim.statement.text if aim.statement else "", "")
    return (day, not material.is_own(aim.fact), order[aim.fact.measure], aim.fact.quantity.surface, aim.fact.id)


def _of_fact(fact: Fact, material: Material, as_of: dt.date | None) -> Aim:
    """The row of an aim with a number: the pace that it needs while there is time, else what was reached."""
    day = _day_of(fact)
    passed = _is_past(day, as_of)
    check = None if passed else _pace(fact, material.checks)
    return Aim(
        fact,
        None,
        fact.status,
        deadline=day,
        condition=_condition(fact, material),
        speakers=tuple(voices(fact.figures, material.language))
        if all(figure.attribution for figure in fact.figures)
        else (),
        passed=passed,
        reached=_reached(fact, material) if passed else None,
        needed=next((one for one in check.facts if one.derived), None) if check else None,
        seen=_seen(check) if check else None,
    )


def _of_statement(statement: Statement, as_of: dt.date | None) -> Aim:
    """The row of an aim in words."""
    return Aim(
        None,
        statement,
        statement.status or Status.PLAN,
        deadline=statement.deadline,
        begins=statement.begins,
        condition=statement.condition,
        passed=_is_past(statement.deadline, as_of),
    )


def _due(material: Material, as_of: dt.date | None, told: set[Passage]) -> tuple[Statement, ...]:
    """Deadlines without a number, each in the words of its document.

    A sentence that leans on the one before it does not say what is due.
    """
    events = [
        event
        for event in sorted(material.events, key=lambda event: (_day(event) or dt.date.max, event.text))
        if event.status is not Status.ACTUAL
        and not _is_history(_day(event), as_of)
        and not any(LEANING.match(citation.passage.quote) for citation in event.citations)
        and not {citation.passage for citation in event.citations} & told
    ]
    stories = [
        Told(
            tuple(citation.passage for citation in event.citations),
            None,
            event.status,
            _day(event),
            event.period.start if event.period and not event.deadline else None,
            event.condition,
        )
        for event in events
    ]
    return tuple(
        replace(statement, date=None)
        for statement in first(tell("targets", stories, material), MOST_EVENTS, material.pins)
    )


def _day_of(fact: Fact) -> dt.date | None:
    """The last day of the time that a number is for."""
    return None if is_undated(fact) else latest(fact)


def _day(event: Event) -> dt.date | None:
    """The day by which it should have happened."""
    return event.deadline or (event.period.end if event.period else None)


def _is_past(day: dt.date | None, as_of: dt.date | None) -> bool:
    """The day lies before the edition's day."""
    return day is not None and as_of is not None and day < as_of


def _is_history(day: dt.date | None, as_of: dt.date | None) -> bool:
    """It should have happened more than a year before the edition's day."""
    return as_of is not None and _is_past(day, as_of - dt.timedelta(days=AGE))


def _condition(fact: Fact, material: Material) -> str | None:
    """The condition of a sentence that reports the fact, where it has one."""
    sentences = {figure.passage for figure in fact.figures}
    return next(
        (
            event.condition
            for event in material.events
            if event.condition and sentences & {citation.passage for citation in event.citations}
        ),
        None,
    )


def _reached(aim: Fact, material: Material) -> Fact | None:
    """What was measured for the time of an aim: the same thing, over a time that ends on the aim's last day."""
    return next(
        (
            fact
            for fact in material.facts
            if fact.status is Status.ACTUAL
            and aim.kind in AMOUNTS
            and fact.period is not None
            and fact.period.end == latest(aim)
            and (fact.measure, fact.subject, fact.scope, fact.kind, fact.quantity.unit)
            == (aim.measure, aim.subject, aim.scope, aim.kind, aim.quantity.unit)
            and (aim.period in (None, fact.period))
        ),
        None,
    )


def _pace(fact: Fact, checks: Sequence[Check]) -> Check | None:
    """The check of an aim against the pace that it needs."""
    return next((check for check in checks if check.kind is CheckKind.PACE and check.facts[0].id == fact.id), None)


def _seen(check: Check) -> Fact | None:
    """The latest pace of a check: a change that documents report, or one that was computed from two values."""
    paces = [fact for fact in check.facts[1:] if fact.kind is Kind.CHANGE and fact.direction in tuple(Direction)]
    needed = next((fact for fact in check.facts if fact.derived), None)
    seen = [fact for fact in paces if fact is not needed and fact.period is not None]
    return max(seen, key=lambda fact: (latest(fact), fact.id), default=None)
