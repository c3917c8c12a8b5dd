"""What matters most: corroborated, contested, changed, recent, large."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from briefgen.model import Fact, Kind, RelationType, Status
from briefgen.writing.material import Material
from briefgen.writing.nouns import names_a_measure
from briefgen.writing.when import is_ahead, is_undated, latest

CONTESTED = (RelationType.CONFLICT, RelationType.STATUS_CONFLICT, RelationType.DOES_NOT_ADD_UP)
"""Relations that put a number in doubt."""


class Weights(Struct, frozen=True):
    """How much each property adds. Only their order matters; they were set by reading briefs, not by fitting."""

    configured: int = 6
    """The topic follows its measure."""
    corroborated: int = 5
    """A second independent origin."""
    further: int = 1
    """Each origin beyond, up to three."""
    contested: int = 3
    """Documents disagree about it."""
    questioned: int = 1
    """Another relation touches it."""
    change: int = 2
    """It says how something moved."""
    level: int = 2
    """It is an amount."""
    actual: int = 2
    """It was measured or done."""
    aim: int = 2
    """Somebody aims at it or expects it."""
    dated: int = 1
    """Its time is known."""
    recent: int = 2
    """Its time lies within two years before, or after, the day that the brief speaks from."""
    open_aim: int = -2
    """An aim without a date that one origin alone reports."""
    nameless: int = -6
    """What is measured is not known, or cannot be told without its sentence."""
    lede: int = 3
    """A document opens with it; for measures that the topic does not follow."""
    small: int = -2
    """A length of time, or a count below ten."""


WEIGHTS = Weights()
RECENT = 730
"""Days that count as recent."""
CORROBORATED = 2
"""Origins that corroborate."""
FURTHER = 3
TEN = 10


def reference_day(material: Material, as_of: dt.date | None) -> dt.date | None:
    """The day that recency is measured from: the edition's, else the newest time that any fact has."""
    return as_of or max((latest(fact) for fact in material.facts if fact.period), default=None)


def ranked(facts: Sequence[Fact], material: Material, as_of: dt.date | None) -> tuple[Fact, ...]:
    """Facts with the most important first; equals with what was measured first, then the newest."""
    today = reference_day(material, as_of)
    return tuple(
        sorted(
            facts,
            key=lambda fact: (
                -importance(fact, material, today),
                fact.status is not Status.ACTUAL,
                -latest(fact).toordinal(),
                fact.measure or "",
                fact.quantity.surface,
                fact.id,
            ),
        )
    )


def importance(fact: Fact, material: Material, today: dt.date | None) -> int:
    """The weight of a fact in this topic."""
    return _support(fact, material) + _substance(fact, material) + _time(fact, today) + _place(fact, material)


def _place(fact: Fact, material: Material) -> int:
    """Whether news opens with it."""
    opens = any(figure.passage in material.ledes for figure in fact.figures)
    return WEIGHTS.lede if opens and fact.measure not in material.measures else 0


def _support(fact: Fact, material: Material) -> int:
    """Who reports it, and who doubts it."""
    weight = WEIGHTS.configured if fact.measure in material.measures else 0
    if fact.corroboration > 1:
        weight += WEIGHTS.corroborated + WEIGHTS.further * min(fact.corroboration - 2, FURTHER)
    types = {relation.type for relation in material.relations if any(other.id == fact.id for other in relation.facts)}
    if types & set(CONTESTED):
        return weight + WEIGHTS.contested
    return weight + (WEIGHTS.questioned if types else 0)


def _substance(fact: Fact, material: Material) -> int:
    """What sort of number it is."""
    weight = 0
    if fact.measure not in material.measures | material.elsewhere and not names_a_measure(fact):
        weight += WEIGHTS.nameless
    if fact.kind in (Kind.CHANGE, Kind.MULTIPLE, Kind.INCREMENT):
        weight += WEIGHTS.change
    if fact.kind is Kind.LEVEL:
        weight += WEIGHTS.level
    if fact.status is Status.ACTUAL:
        weight += WEIGHTS.actual
    if fact.status in (Status.TARGET, Status.PLAN, Status.PROJECTION):
        weight += WEIGHTS.aim
    value = fact.quantity.value
    if fact.kind is Kind.DURATION or (fact.kind is Kind.COUNT and value is not None and value < TEN):
        weight += WEIGHTS.small
    return weight


def _time(fact: Fact, today: dt.date | None) -> int:
    """Whether its time is known and near."""
    if is_undated(fact):
        return WEIGHTS.open_aim if is_ahead(fact) and fact.corroboration < CORROBORATED else 0
    if today is None or latest(fact) >= today - dt.timedelta(days=RECENT):
        return WEIGHTS.dated + WEIGHTS.recent
    return WEIGHTS.dated


def is_minor(fact: Fact, material: Material) -> bool:
    """Vague, or a small count or length of time of something that the topic does not follow ("two countries")."""
    value = fact.quantity.value
    if value is None:
        return True
    if fact.measure in material.measures:
        return False
    return fact.kind is Kind.DURATION or (fact.kind is Kind.COUNT and value < TEN)
