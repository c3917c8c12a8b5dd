"""Key figures, and targets and deadlines: which facts become rows, in which order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from briefgen.model import Event, Fact, Section, Statement, Status
from briefgen.writing.developments import Told, tell
from briefgen.writing.material import Material
from briefgen.writing.ranking import is_minor, ranked
from briefgen.writing.when import is_ahead, is_undated, latest

MOST_ROWS = 24
"""Rows that a table of one brief may have; what is left over is quoted or counted under gaps."""
MOST_EVENTS = 6
"""Deadlines without a number that are listed."""


def key_figures(material: Material, as_of: dt.date | None) -> Section:
    """What was measured or done, or is estimated."""
    return Section("key_figures", "Key figures", facts=_rows(_nameable(material, ahead=False), material, as_of))


def targets(material: Material, as_of: dt.date | None, said: Iterable[Statement]) -> Section:
    """What is aimed at, planned, projected or possible, with and without a number."""
    told = {citation.passage for statement in said for citation in statement.citations}
    events = [
        event
        for event in sorted(material.events, key=_event_order)
        if event.status is not Status.ACTUAL and not {citation.passage for citation in event.citations} & told
    ]
    stories = [
        Told(tuple(citation.passage for citation in event.citations), None, event.status, _day(event))
        for event in events
    ]
    statements = tell("targets", stories, material)[:MOST_EVENTS]
    return Section(
        "targets",
        "Targets and deadlines",
        statements=tuple(replace(statement, date=None) for statement in statements),
        facts=_rows(_nameable(material, ahead=True), material, as_of),
    )


def _event_order(event: Event) -> tuple[str, str]:
    """Events by deadline, undated ones last."""
    return (str(_day(event) or dt.date.max), event.text)


def _day(event: Event) -> dt.date | None:
    """The day by which it should have happened."""
    return event.deadline or (event.period.end if event.period else None)


def _nameable(material: Material, *, ahead: bool) -> list[Fact]:
    """Facts with a number and a measure: a row without either would tell nothing."""
    return [
        fact
        for fact in material.facts
        if fact.measure is not None and is_ahead(fact) is ahead and not is_minor(fact, material)
    ]


def _rows(facts: Sequence[Fact], material: Material, as_of: dt.date | None) -> tuple[Fact, ...]:
    """The most important facts, those of one measure together, by time, undated ones last."""
    best = ranked(facts, material, as_of)[:MOST_ROWS]
    order = {measure: rank for rank, measure in enumerate(dict.fromkeys(fact.measure for fact in best))}
    return tuple(
        sorted(
            best, key=lambda fact: (order[fact.measure], is_undated(fact), latest(fact), fact.quantity.surface, fact.id)
        )
    )
