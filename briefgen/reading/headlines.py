"""What a headline leaves out, from the text below it: the time and status of a figure that is told again there.

"Box volumes up 7.4%" names no month, and the first sentence does. Only a number of the same value, unit and kind with
one time in the text is taken for the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from briefgen.model import BlockKind, Kind, Status
from briefgen.reading.parts import Line, Mention, Timing
from briefgen.reading.status import Statuses

COUNTED = "count:"
SMALLEST = 10
"""Counts below it are told of many things: they must count the same by name."""

Timings = tuple[Timing, ...]
Told = tuple[Timing, Status | None, str | None]
"""What the text says of a figure: its time, its status, and its unit with what it counts."""
Key = tuple[Decimal | None, Decimal | None, str, Kind]


def completed(
    lines: Sequence[Line], mentions: Sequence[tuple[Mention, ...]], timings: Sequence[Timings], said: Sequence[Statuses]
) -> tuple[tuple[Timings, ...], tuple[Statuses, ...]]:
    """Times and statuses with those of figures in headlines that the text tells again.

    Args:
        lines: The sentences of a document.
        mentions: The figures of each.
        timings: Their times.
        said: What the words say of their status.
    """
    wanted = {
        key_of(mention)
        for line, row in zip(lines, mentions, strict=True)
        if line.kind is not BlockKind.PARAGRAPH
        for mention in row
    }
    if not wanted:
        return tuple(timings), tuple(said)
    known: dict[Key, list[Told]] = {}
    for line, row, times, statuses in zip(lines, mentions, timings, said, strict=True):
        if line.kind is BlockKind.PARAGRAPH:
            for mention, time, status in zip(row, times, statuses, strict=True):
                if (key := key_of(mention)) in wanted:
                    known.setdefault(key, []).append((time, status, mention.quantity.unit))
    done = [
        [twin(line, one, time, status, known) for one, time, status in zip(row, times, statuses, strict=True)]
        for line, row, times, statuses in zip(lines, mentions, timings, said, strict=True)
    ]
    return (
        tuple(tuple(time for time, _ in row) for row in done),
        tuple(tuple(status for _, status in row) for row in done),
    )


def key_of(mention: Mention) -> Key:
    """What two mentions of one figure share."""
    unit = mention.quantity.unit or ""
    return (mention.quantity.value, mention.quantity.upper, COUNTED if unit.startswith(COUNTED) else unit, mention.kind)


def twin(
    line: Line,
    mention: Mention,
    time: Timing,
    status: Status | None,
    known: dict[Key, list[Told]],
) -> tuple[Timing, Status | None]:
    """The time and status of a figure, in a headline completed from its twin in the text."""
    told = known.get(key_of(mention), [])
    if is_small(mention):
        told = [one for one in told if one[2] == mention.quantity.unit]
    if line.kind is BlockKind.PARAGRAPH or not told:
        return time, status
    first, kind, _ = told[0]
    if any(other.period != first.period for other, _, _ in told[1:] if other.period):
        return time, status
    if time.period not in (None, first.period) or (time.deadline and not first.deadline):
        return time, status
    if status in (None, Status.ACTUAL) and kind is not None:
        status = kind
    return (first if first.period else time), status


def is_small(mention: Mention) -> bool:
    """Whether a number is a count of a few things."""
    value = mention.quantity.value
    return mention.kind is Kind.COUNT and (value is None or value < SMALLEST)
