"""Why nothing went out. A pure function of what is known at a moment."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator

from briefgen.delivery.calendar import Slot
from briefgen.delivery.diagnosing.values import Cause, Known, Reason, Seen, Sight, Stage
from briefgen.delivery.outbox import generations
from briefgen.delivery.values import State

GRACE = dt.timedelta(minutes=15)
"""After its time, in which nobody wonders why an edition is not planned yet: three rounds of a timer."""
AS_MEANT = frozenset({Cause.SKIPPED, Cause.WITHDRAWN})
"""Somebody wants it so."""
WAITS = (State.PENDING, State.CLAIMED, State.DOT)


def reasons(sight: Sight) -> tuple[Reason, ...]:
    """Each once; none where all that should have gone out did."""
    found = [*_of_outbox(sight)]
    if sight.slot is not None and sight.slot.release_by <= sight.now:
        found += _of_edition(sight, sight.slot)
    return tuple(found)


def exit_code(found: Iterable[Reason]) -> int:
    """1 where somebody has to do something, 75 where time will, 0 else."""
    causes = {one.cause for one in found} - AS_MEANT
    if causes - {Cause.WAITING}:
        return 1
    return 75 if causes else 0


def _of_outbox(sight: Sight) -> Iterator[Reason]:
    """Of whatever edition: what is locked, in doubt, or waits; what failed is told of the newest edition alone."""
    if locked := sight.outlook.locked:
        text = f"the outbox came back from a backup of {_minute(sight, locked)}, and sends nothing"
        yield Reason(Cause.LOCKED, "", text, generations.HINT, locked)
    for one in sight.outlook.seen:
        if number := one.counts.get(State.UNKNOWN):
            text = f"nobody knows of {_messages(number)} whether {'it' if number == 1 else 'they'} arrived"
            yield Reason(Cause.UNKNOWN, one.name, text, f'`briefgen outbox resolve {one.name} --by "…"`')
        if any(one.counts.get(state) for state in WAITS) and not sight.outlook.sends:
            yield _waiting(sight, one)
    newest = _week(sight.outlook.seen[-1].name) if sight.outlook.seen else ""
    for one in sight.outlook.seen:
        if _week(one.name) == newest and (number := one.counts.get(State.FAILED)):
            todo = f"Look why: `briefgen outbox status {one.name} --state failed`"
            yield Reason(Cause.FAILED, one.name, f"{_messages(number)} failed", todo)


def _waiting(sight: Sight, one: Seen) -> Reason:
    number = sum(one.counts.get(state, 0) for state in WAITS)
    since = sight.outlook.trying_since
    tried = f", tried without success since {_minute(sight, since)}" if since else ""
    reply = one.reply
    words = " ".join(filter(None, (str(reply.code or ""), reply.status, reply.text))) if reply else ""
    said = f"; the relay last said: {words}" if words else ""
    text = f"{_messages(number)} {'waits' if number == 1 else 'wait'}{tried}{said}"
    todo = f"The next `briefgen send` goes on; at once: `briefgen outbox retry {one.name}`"
    return Reason(Cause.WAITING, one.name, text, todo, since)


def _of_edition(sight: Sight, slot: Slot) -> Iterator[Reason]:
    """Of the edition that is looked after; whatever is planned has its reasons in the outbox."""
    if any(_week(one.name) == slot.edition for one in sight.outlook.seen):
        return
    mine = [one for one in sight.known if _week(one.name) == slot.edition]
    if slot.skipped:
        yield Reason(Cause.SKIPPED, slot.edition, f"nothing goes out: its day is a holiday ({slot.holiday})", "")
    elif any(one.stage is Stage.RELEASED for one in mine):
        released = (one.name for one in mine if one.stage is Stage.RELEASED)
        yield from _unsent(sight, slot, max(released, key=_correction))
    elif not mine:
        todo = f"`briefgen edition create {slot.edition}`"
        yield Reason(Cause.NOT_CREATED, slot.edition, f"there is no draft of it; {_goes_out(sight, slot)}", todo)
    else:
        yield from _unreleased(sight, slot, max(mine, key=lambda one: one.since))


def _unreleased(sight: Sight, slot: Slot, one: Known) -> Iterator[Reason]:
    said = f"{one.stage} since {_minute(sight, one.since)}, by {one.by}"
    if one.stage is Stage.WITHDRAWN:
        yield Reason(Cause.WITHDRAWN, one.name, said, "", one.since)
    elif not sight.automatic or sight.now > slot.at + GRACE:
        todo = f"`briefgen edition {'release' if one.stage is Stage.REVIEW else 'review'} {one.name}`"
        yield Reason(Cause.NOT_RELEASED, one.name, f"{said}; {_goes_out(sight, slot)}", todo, one.since)


def _unsent(sight: Sight, slot: Slot, name: str) -> Iterator[Reason]:
    """It is released, and the outbox knows nothing of it."""
    if sight.now <= slot.at + GRACE or sight.outlook.sends:
        return
    todo = f"`briefgen send --edition {name}`"
    if sight.now > slot.until:
        text = f"nothing of it went out, and its time was over on {_minute(sight, slot.until)}"
        yield Reason(Cause.MISSED, name, text, f"Where it is still wanted: {todo}")
    elif sight.scheduled is False:
        yield Reason(Cause.NOT_SCHEDULED, name, "it is released, and nothing is installed that would send it", todo)
    else:
        run = sight.outlook.run
        came = run is not None and run.began >= slot.at
        ran = f"a run of {_minute(sight, run.began)} planned nothing" if run and came else "nobody began to send"
        yield Reason(Cause.NOT_STARTED, name, f"{ran}, and it was due on {_minute(sight, slot.at)}", todo, slot.at)


def _goes_out(sight: Sight, slot: Slot) -> str:
    if sight.now > slot.until:
        return f"its time was over on {_minute(sight, slot.until)}"
    return f"it {'goes' if sight.now < slot.at else 'should have gone'} out on {_minute(sight, slot.at)}"


def _week(name: str) -> str:
    return name.partition(".")[0]


def _correction(name: str) -> int:
    """The number of a correction; 0 of what it corrects. "2026-W47.10" is newer than "2026-W47.9"."""
    return int(name.partition(".")[2] or 0)


def _messages(number: int) -> str:
    return f"{number:,} message{'' if number == 1 else 's'}"


def _minute(sight: Sight, moment: dt.datetime) -> str:
    return f"{moment.astimezone(zoneinfo.ZoneInfo(sight.time_zone)):%Y-%m-%d %H:%M}"
