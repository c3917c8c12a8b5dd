"""Key figures, and targets and deadlines: which facts become rows, in which order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from briefgen.model import Event, Fact, Kind, Section, Statement, Status
from briefgen.writing.developments import LEANING, Told, tell
from briefgen.writing.material import Material
from briefgen.writing.moves import moves
from briefgen.writing.nouns import names_a_measure
from briefgen.writing.ranking import is_minor, ranked
from briefgen.writing.when import is_ahead, is_undated, latest

MOST_ROWS = 20
"""Rows that a table of one brief may have; what is left over is quoted or counted under gaps."""
MOST_FOREIGN = 3
"""Rows of measures that other topics follow."""
MOST_EVENTS = 6
"""Deadlines without a number that are listed."""
STEPS = (Kind.CHANGE, Kind.INCREMENT, Kind.MULTIPLE)
"""Kinds that say how a level moved: they stand behind it."""


def key_figures(material: Material, as_of: dt.date | None) -> Section:
    """What was measured or done, or is estimated; of a change from one undated value to another the later one."""
    told_with = {
        fact.id
        for move in moves(material.facts)
        for fact in (move.before, move.factor)
        if fact is not None and is_undated(fact)
    }
    facts = [fact for fact in _nameable(material, ahead=False) if fact.id not in told_with]
    best = _best(facts, material, as_of)
    order = _ranks(best)
    return Section("key_figures", "Key figures", facts=tuple(sorted(best, key=lambda fact: _newest(fact, order))))


def _ranks(facts: Sequence[Fact]) -> dict[str | None, int]:
    """The place of each measure: that of its weightiest fact."""
    return {fact.measure: rank for rank, fact in reversed(list(enumerate(facts)))}


def _newest(fact: Fact, order: dict[str | None, int]) -> tuple[object, ...]:
    """Measures by weight; of one measure the newest time first, a level before its change, undated ones last."""
    return (order[fact.measure], -latest(fact).toordinal(), fact.kind in STEPS, fact.quantity.surface, fact.id)


def targets(material: Material, as_of: dt.date | None, said: Iterable[Statement]) -> Section:
    """What is aimed at, planned, projected or possible, with and without a number, by date.

    What should have happened before the day of the edition is no deadline any more; a sentence that leans on the one
    before it does not say what is due.
    """
    rows = _best(_nameable(material, ahead=True), material, as_of)
    told = {citation.passage for statement in said for citation in statement.citations}
    told |= {figure.passage for fact in rows for figure in fact.figures}
    events = [
        event
        for event in sorted(material.events, key=_event_order)
        if event.status is not Status.ACTUAL
        and not is_past(event, as_of)
        and not any(LEANING.match(citation.passage.quote) for citation in event.citations)
        and not {citation.passage for citation in event.citations} & told
    ]
    stories = [
        Told(tuple(citation.passage for citation in event.citations), None, event.status, _day(event), event.condition)
        for event in events
    ]
    statements = tell("targets", stories, material)[:MOST_EVENTS]
    order = _ranks(rows)
    return Section(
        "targets",
        "Targets and deadlines",
        statements=tuple(replace(statement, date=None) for statement in statements),
        facts=tuple(sorted(rows, key=lambda fact: _soonest(fact, order, material))),
    )


def _soonest(fact: Fact, order: dict[str | None, int], material: Material) -> tuple[object, ...]:
    """The topic's own aims before those of others, dated ones by date, undated ones by weight."""
    date = dt.date.max if is_undated(fact) else latest(fact)
    return (not material.is_own(fact), date, order[fact.measure], fact.quantity.surface, fact.id)


def is_past(event: Event, as_of: dt.date | None) -> bool:
    """The day by which it should have happened lies before the edition's day."""
    day = _day(event)
    return day is not None and as_of is not None and day < as_of


def _event_order(event: Event) -> tuple[str, str]:
    """Events by deadline, undated ones last."""
    return (str(_day(event) or dt.date.max), event.text)


def _day(event: Event) -> dt.date | None:
    """The day by which it should have happened."""
    return event.deadline or (event.period.end if event.period else None)


def _nameable(material: Material, *, ahead: bool) -> list[Fact]:
    """Facts with a number and a measure that reads well: a row without either would tell nothing."""
    followed = material.measures | material.elsewhere
    return [
        fact
        for fact in material.facts
        if is_ahead(fact) is ahead
        and not is_minor(fact, material)
        and (fact.measure in followed or names_a_measure(fact))
    ]


def _best(facts: Sequence[Fact], material: Material, as_of: dt.date | None) -> list[Fact]:
    """The most important facts: the topic's own ones, then others of its sentences, then a few of other topics."""
    order = ranked(facts, material, as_of)
    own = [fact for fact in order if material.is_own(fact)]
    free = [fact for fact in order if not material.is_own(fact) and not material.is_foreign(fact)]
    foreign = [fact for fact in order if material.is_foreign(fact) and material.is_plain(fact)]
    room = MOST_ROWS - min(len(foreign), MOST_FOREIGN)
    return [*[*own, *free][:room], *foreign[:MOST_FOREIGN]]
