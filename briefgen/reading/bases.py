"""What a figure is compared with: the step in time behind it, and the base of a change."""

from __future__ import annotations

from briefgen.model import Kind, Period, Status
from briefgen.reading import accounts, days
from briefgen.reading.meanings import Role
from briefgen.reading.parts import Mention
from briefgen.reading.periods import Expression
from briefgen.reading.scenes import Scene

FACTS = (Status.ACTUAL, Status.ESTIMATE)
CHANGES = (Kind.CHANGE, Kind.MULTIPLE, Kind.INCREMENT)


def of_compared(scene: Scene, one: Expression) -> bool:
    """Whether an expression dates a figure that another one is compared with: "from 4 million in 2023"."""
    owner = None
    for mention, compared in zip(scene.mentions, scene.compared, strict=True):
        if mention.span.end <= one.core.start:
            owner = (mention, compared)
    return owner is not None and owner[1] and scene.clause_of(owner[0].span.start) == scene.clause_of(one.core.start)


def steps_back(scene: Scene, number: int) -> bool:
    """Whether a level stands right before a step in time: "418,900 in May and 431,200 a year earlier"."""
    mention = scene.mentions[number]
    end = mention.noun.end if mention.noun else mention.span.end
    return mention.kind not in CHANGES and any(
        one.shift and one.role is Role.BASE and mention.span.end <= one.core.start <= end + 2 for one in scene.times
    )


def base_of(scene: Scene, number: int, period: Period | None) -> Period | None:
    """What a change is measured against, where the text says it."""
    mention = scene.mentions[number]
    own = scene.clause_of(mention.span.start)
    last = own + 1 if own + 1 < len(scene.clauses) and scene.clauses[own + 1].link.dependent else own
    for one in scene.times:
        if one.role is Role.SINCE and scene.clause_of(one.core.start) <= own:
            return one.start
        if not own <= scene.clause_of(one.core.start) <= last or one.core.end <= mention.span.start:
            continue
        owned = of_compared(scene, one)
        if scene.between(mention.span.end, one.core.start) and not (one.compared or owned):
            continue
        if one.shift and (one.role is Role.BASE or one.compared or owned):
            return shifted(one, period)
        if one.role is Role.BASE or one.compared or owned or (one.role is Role.FROM and mention.kind is Kind.CHANGE):
            return one.period
    return None


def shifted(one: Expression, period: Period | None) -> Period | None:
    """The same months so much earlier, or in the year that is named."""
    if period is None:
        return None
    if one.absolute and one.period is not None:
        return days.shift(period, days.MONTHS * (one.period.start.year - period.start.year))
    if accounts.is_of_weeks(period, one.shift):
        return accounts.shifted_weeks(period, one.shift)
    return days.shift(period, -one.shift)


def usual_base(mention: Mention, kind: Status, period: Period | None) -> Period | None:
    """The year before, for a change over a year, a half or the months since January.

    A change in one month or quarter may be against the month before or the year before, so it stays open.
    """
    if period is None or kind not in (*FACTS, Status.PROJECTION) or period.start.month != 1 or period.start.day != 1:
        return None
    if mention.kind is not Kind.CHANGE and mention.direction is None:
        return None
    if period.start.year != period.end.year or period.end.month in {1, 2, 3}:
        return None
    return days.shift(period, -days.MONTHS)


def changed(scene: Scene, number: int, period: Period) -> Period | None:
    """The usual base of a figure that is a change."""
    mention = scene.mentions[number]
    return usual_base(mention, scene.statuses[number], period) if mention.kind in CHANGES else None
