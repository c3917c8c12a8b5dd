"""What a sentence without a time of its own takes from those before it in its paragraph."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import Kind, Period, Span, Status
from briefgen.reading.bases import CHANGES, FACTS, base_of, changed, shifted, steps_back
from briefgen.reading.meanings import Role
from briefgen.reading.parts import Line, Mention, Timing
from briefgen.reading.periods import Expression
from briefgen.reading.scenes import Scene, Words

SHORT = 14
"""Days of the longest period in which only what happens is told, no figures of a trade or an output."""
COMING = (Status.PLAN, Status.PROJECTION)
DAILY = 15
"""Per cent that a market moves in a day at most; what moved further did so over a time that is not said."""


class Course(Struct, frozen=True):
    """The times that a paragraph is telling of when a sentence begins."""

    block: int = -1
    """The paragraph."""
    past: Period | None = None
    """The one time of the facts told last; None where there were several."""
    ahead: Period | None = None
    """The time of a budget or forecast told last."""
    ahead_block: int = -1
    """The paragraph that told it."""


def after(course: Course, line: Line, scene: Scene, timings: Sequence[Timing], main: Sequence[Expression]) -> Course:
    """The course behind a sentence with figures, their times and the expressions that are no base."""
    told = list(zip(scene.statuses, scene.compared, timings, strict=True))
    known = [(kind, one.period) for kind, compared, one in told if one.period and not (one.deadline or compared)]
    if not (main or known):
        other = any(
            kind in FACTS and mention.kind is not Kind.SHARE
            for kind, mention in zip(scene.statuses, scene.mentions, strict=True)
        )
        return replace(course, past=None) if other else course  # "Half of it was due to" tells more of the same
    words, span = scene.words, scene.span
    background = bool(main) and (words.perfect.search(scene.text, span.start, span.end) or founded(scene)) is not None
    past = None if background else only([period for kind, period in known if kind in FACTS])
    past = course.past if is_day_of(past, course.past) else past
    coming = [period for kind, period in known if kind in COMING]
    if not coming:
        return Course(line.block, past, course.ahead, course.ahead_block)
    budgeted = scene.words.budgets.search(scene.text, scene.span.start, scene.span.end) is not None
    return Course(line.block, past, coming[0] if budgeted or course.ahead in coming else None, line.block)


def founded(scene: Scene) -> re.Match[str] | None:
    """A word of how something began, whose year is of nothing else: "founded in 1998 with 12 staff"."""
    return scene.words.founded.search(scene.text, scene.span.start, scene.span.end)


def after_words(course: Course, line: Line, main: Sequence[Expression], published: dt.date | None) -> Course:
    """The course behind a sentence without figures: "A storm hit the coast on Saturday."."""
    if not main:
        return course
    over = [one.period for one in main if one.role is Role.AT and is_over(one.period, published)]
    past = over[0] if len(over) == len(main) == 1 else None
    return Course(line.block, past, course.ahead, course.ahead_block)


def may_go_on(course: Course, text: str, line: Line, words: Words) -> bool:
    """Whether a sentence without a time of its own may have one of its paragraph, or of the day: a quick look."""
    start, end = line.span.start, line.span.end
    if course.past is not None:
        short = (course.past.end - course.past.start).days <= SHORT
        if (words.happened if short else words.narrated).search(text, start, end):
            return True
    if course.ahead and (course.ahead_block == line.block or words.budgets.search(text, start, end)):
        return True
    return (words.markets.search(text, start, end) or words.digest.match(text, start)) is not None


def is_over(period: Period | None, published: dt.date | None) -> bool:
    """Whether a period has ended when the text comes out."""
    return period is not None and published is not None and period.end <= published


def is_day_of(period: Period | None, longer: Period | None) -> bool:
    """Whether a day or a few lie in the time that is told of: "the largest came on 18 October", and October goes on."""
    if period is None or longer is None or period == longer:
        return False
    days = (period.end - period.start).days
    return days <= SHORT < (longer.end - longer.start).days and longer.start <= period.start <= period.end <= longer.end


def only(periods: Sequence[Period]) -> Period | None:
    """The one period that all have."""
    return periods[0] if periods and all(one == periods[0] for one in periods) else None


def gone_on(scene: Scene, own: tuple[Timing, ...], course: Course, main: Sequence[Expression]) -> tuple[Timing, ...]:
    """The times of a sentence that tells more of the time its paragraph is at: "Imports rose 8%."."""
    if any(one.role is not Role.AFTER for one in main):
        return own  # "the highest since 2019" is no time of its own
    return tuple(
        time
        if time.period or time.deadline
        else told_of_past(scene, number, course.past)
        or told_of_coming(scene, number, course)
        or closed_today(scene, number)
        or time
        for number, time in enumerate(own)
    )


def told_of_past(scene: Scene, number: int, period: Period | None) -> Timing | None:
    """The time of a figure in a clause of the past; what it is compared with has the step in time behind it."""
    if period is None or not narrated(scene, number, period):
        return None
    if scene.compared[number] or steps_back(scene, number):
        step = step_behind(scene, number)
        return Timing(shifted(step, period)) if step else None
    if scene.statuses[number] not in FACTS and not expected_then(scene, number):
        return None
    return Timing(period, against(scene, number, period) or changed(scene, number, period))


def closed_today(scene: Scene, number: int) -> Timing | None:
    """The day of publication, for what markets did in a report that names no day: "The stock rose 6% to €9."."""
    if scene.published is None or scene.statuses[number] is not Status.ACTUAL or scene.compared[number]:
        return None
    index = scene.clause_of(scene.mentions[number].span.start)
    while scene.clauses[index].link.dependent and index > 0:
        index -= 1
    span = scene.clauses[index].span
    if any(one.role is not Role.AFTER for one in scene.times) or not a_day(scene, span):
        return None
    moved = scene.words.markets.search(scene.text, span.start, span.end)
    if moved is None and scene.words.digest.match(scene.text, scene.span.start) is None:
        return None
    return Timing(Period(scene.published, scene.published))


def a_day(scene: Scene, span: Span) -> bool:
    """Whether a clause can tell of one day on a market: in the simple past, and of no move that takes weeks."""
    if scene.words.present.search(scene.text, span.start, span.end) or scene.words.perfect.search(
        scene.text, span.start, span.end
    ):
        return False
    moves = (one.quantity for one in scene.mentions if one.kind is Kind.CHANGE and one.quantity.unit == "%")
    return all(move.value is None or move.value <= DAILY for move in moves)


def step_behind(scene: Scene, number: int) -> Expression | None:
    """The step in time right behind a figure: "a loss of 3 million a year earlier"."""
    end = scene.mentions[number].span.end
    behind = (
        one for one in scene.times if one.core.start >= end and one.shift and not scene.between(end, one.core.start)
    )
    return next(behind, None)


def expected_then(scene: Scene, number: int) -> bool:
    """Whether an expectation is one of the past: "analysts had expected 3%"."""
    clause = scene.clauses[scene.clause_of(scene.mentions[number].span.start)].span
    return (
        scene.statuses[number] is Status.PROJECTION
        and scene.words.perfect.search(scene.text, clause.start, clause.end) is not None
    )


def narrated(scene: Scene, number: int, period: Period) -> bool:
    """Whether the clause of a figure, or the one it hangs on, tells what was in a period: "rose", "were injured"."""
    words = scene.words
    index = scene.clause_of(scene.mentions[number].span.start)
    while scene.clauses[index].link.dependent and index > 0:
        index -= 1
    span = scene.clauses[index].span
    if words.present.search(scene.text, span.start, span.end) or of_stock(scene.text, scene.span, scene.times, words):
        return False
    short = (period.end - period.start).days <= SHORT
    return (words.happened if short else words.narrated).search(scene.text, span.start, span.end) is not None


def of_stock(text: str, span: Span, times: Sequence[Expression], words: Words) -> bool:
    """Whether a sentence has a word of what has its own day: "debt"; not the one in "a year earlier"."""
    return any(
        not any(one.core.start <= match.start() < one.core.end for one in times)
        for match in words.stocks.finditer(text, span.start, span.end)
    )


def told_of_coming(scene: Scene, number: int, course: Course) -> Timing | None:
    """The time of a budget or forecast, for what goes on with it: "Defence will receive 3 billion.".

    In another paragraph only for what is itself a sum of a budget: "The deficit is put at 4%."
    """
    period, kind = course.ahead, scene.statuses[number]
    budgeted = scene.words.budgets.search(scene.text, scene.span.start, scene.span.end) is not None
    if period is None or scene.compared[number] or not (budgeted or course.ahead_block == course.block):
        return None
    if kind not in COMING and not (budgeted and kind is Status.ESTIMATE):
        return None
    if of_stock(scene.text, scene.span, scene.times, scene.words):
        return None
    return Timing(period, against(scene, number, period))


def against(scene: Scene, number: int, period: Period) -> Period | None:
    """What a change is measured against where the sentence says it."""
    return base_of(scene, number, period) if scene.mentions[number].kind in CHANGES else None


def periods_of(scene: Scene, timings: Sequence[Timing]) -> list[Period]:
    """The periods of figures that have no deadline and are not what another one is compared with, in order."""
    told = [
        (time.period, compared)
        for time, compared in zip(timings, scene.compared, strict=True)
        if time.period and not time.deadline
    ]
    return [period for period, compared in told if not compared] or [period for period, _ in told]


def carried(
    scene: Scene, own: tuple[Timing, ...], mentions: tuple[Mention, ...], past: Sequence[Period]
) -> tuple[Timing, ...]:
    """The times of a sentence that goes on with the subject of the one before, whose figures and periods are given.

    It must have no time of its own, speak of what was, and either say that it goes on ("Meanwhile, ...") or have the
    same kinds of figures in the same order.
    """
    if any((one.period or is_vague(scene, one)) and one.role is not Role.BASE for one in scene.times):
        return own
    if any(time.period or time.deadline for time in own):
        return own
    if scene.words.present.search(scene.text, scene.span.start, scene.span.end):
        return own
    if not (scene.words.continues.match(scene.text, scene.span.start) or parallel(scene.mentions, mentions)):
        return own
    return tuple(
        Timing(past[-1], time.base or base_of(scene, number, past[-1]) or changed(scene, number, past[-1]))
        if scene.statuses[number] in FACTS and not scene.compared[number]
        else time
        for number, time in enumerate(own)
    )


def is_vague(scene: Scene, one: Expression) -> bool:
    """Whether an expression is a time without a date, "last season", and not how long something took."""
    return one.vague and not any(one.span.overlaps(mention.span) for mention in scene.mentions)


def parallel(one: Sequence[Mention], other: Sequence[Mention]) -> bool:
    """Whether two sentences have the same kinds of figures in the same order, a change among them."""
    kinds = [mention.kind for mention in one]
    return kinds == [mention.kind for mention in other] and Kind.CHANGE in kinds
