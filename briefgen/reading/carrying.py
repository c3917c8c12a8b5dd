"""What a sentence without a time of its own takes from those before it in its paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.model import Kind, Period
from briefgen.reading.bases import FACTS, base_of, changed
from briefgen.reading.meanings import Role
from briefgen.reading.parts import Mention, Timing
from briefgen.reading.scenes import Scene


def periods_of(timings: Sequence[Timing]) -> list[Period]:
    """The periods of figures without a deadline, in order."""
    return [time.period for time in timings if time.period and not time.deadline]


def carried(
    scene: Scene, own: tuple[Timing, ...], mentions: tuple[Mention, ...], past: Sequence[Period]
) -> tuple[Timing, ...]:
    """The times of a sentence that goes on with the subject of the one before, whose figures and periods are given.

    It must have no time of its own, speak of what was, and either say that it goes on ("Meanwhile, ...") or have the
    same kinds of figures in the same order.
    """
    if any(one.period and one.role is not Role.BASE for one in scene.times):
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


def parallel(one: Sequence[Mention], other: Sequence[Mention]) -> bool:
    """Whether two sentences have the same kinds of figures in the same order, a change among them."""
    kinds = [mention.kind for mention in one]
    return kinds == [mention.kind for mention in other] and Kind.CHANGE in kinds
