"""Why nothing went out. A pure function of what is known at a moment."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from briefgen.delivery.calendar import Slot
from briefgen.delivery.diagnosing.values import Cause, Known, Reason, Seen, Sight, Stage
from briefgen.delivery.outbox import generations
from briefgen.delivery.values import State

GRACE = dt.timedelta(minutes=15)
"""After its time, in which nobody wonders why an edition is not planned yet: three rounds of a timer."""
WEEK = dt.timedelta(weeks=1)
"""Without anything taken in, after which somebody has to look why."""
AS_MEANT = frozenset({Cause.NO_CALENDAR, Cause.SKIPPED, Cause.WITHDRAWN})
"""Somebody wants it so."""
WITH_TIME = frozenset({Cause.WAITING, Cause.FEEDS, Cause.RELAY_AWAY})
"""The next run may find it gone."""
NAMED = 3
"""Feeds that are named; more are counted."""
PERSON, WELL = 1, frozenset({0, 75})
"""Exit codes of a run: a person has to look at it; all was done, or will be."""
WAITS = (State.PENDING, State.CLAIMED, State.DOT)


def reasons(sight: Sight) -> tuple[Reason, ...]:
    """Each once; none where all that should have gone out did."""
    found = [Reason(one.cause, "", one.said, one.todo) for one in sight.blocked]
    found += _of_outbox(sight)
    if sight.slot is None:
        todo = "Set `calendar` in delivery.yaml, or send by hand: `briefgen send --edition …`"
        found.append(Reason(Cause.NO_CALENDAR, "", "no calendar is set, so that nothing goes out by itself", todo))
    elif sight.slot.release_by <= sight.now:
        found += (*_of_edition(sight, sight.slot), *_of_older(sight, sight.slot))
    return (*found, *_of_feeds(sight))


def exit_code(found: Iterable[Reason]) -> int:
    """1 where somebody has to do something, 75 where time will, 0 else."""
    causes = {one.cause for one in found} - AS_MEANT
    if causes - WITH_TIME:
        return 1
    return 75 if causes else 0


def _of_feeds(sight: Sight) -> Iterator[Reason]:
    """Told with the edition that goes out next: it is that which lacks what they have."""
    if not sight.feeds or sight.coming is None:
        return
    edition = sight.coming.edition
    asked = [one.at for one in sight.feeds if one.at]
    if not asked or max(asked) < sight.now - WEEK:
        since = max(asked, default=None)
        text = f"nothing was taken in since {_minute(sight, since)}" if since else "nothing was ever taken in"
        yield Reason(Cause.NOT_GATHERED, edition, text, "`briefgen ingest`, by hand or by its timer", since)
        return
    failed = [one for one in sight.feeds if one.reason]
    if not failed:
        return
    named = "; ".join(f"{one.address} ({one.reason})" for one in failed[:NAMED])
    more = f"; and {len(failed) - NAMED:,} more" if len(failed) > NAMED else ""
    cause = Cause.FEEDS if len(failed) < len(sight.feeds) else Cause.NO_FEED
    which = (
        f"{len(failed):,} of {_feeds(len(sight.feeds))}" if cause is Cause.FEEDS else f"none of {_feeds(len(failed))}"
    )
    did = "did not answer" if cause is Cause.FEEDS else "answered"
    text = f"{which} {did} on {_minute(sight, max(asked))}: {named}{more}"
    yield Reason(cause, edition, text, "Look at `corpus` in briefgen.yaml; then `briefgen ingest`")


def _feeds(number: int) -> str:
    return f"{number:,} feed{'' if number == 1 else 's'}"


def _of_outbox(sight: Sight) -> Iterator[Reason]:
    """Of whatever edition: what is locked, in doubt, or waits; what failed is told of the newest edition alone."""
    if locked := sight.outlook.locked:
        text = f"the outbox does not know what went out since {_minute(sight, locked)}, and sends nothing"
        yield Reason(Cause.LOCKED, "", text, generations.HINT, locked)
    for one in sight.outlook.seen:
        if number := one.counts.get(State.UNKNOWN):
            text = f"nobody knows of {_messages(number)} whether {'it' if number == 1 else 'they'} arrived"
            todo = f"Which: `briefgen outbox status {one.name} --state unknown`; then `briefgen outbox resolve --help`"
            yield Reason(Cause.UNKNOWN, one.name, text, todo)
        if any(one.counts.get(state) for state in WAITS) and not sight.outlook.sends:
            yield _waiting(sight, one)
    newest = _week(sight.outlook.seen[-1].name) if sight.outlook.seen else ""
    for one in sight.outlook.seen:
        if _week(one.name) == newest:
            yield from _of_newest(one)


def _of_newest(one: Seen) -> Iterator[Reason]:
    """What is told of no edition but the newest: older ones nobody waits for any more."""
    if number := one.counts.get(State.FAILED):
        todo = f"Look why: `briefgen outbox status {one.name} --state failed`"
        yield Reason(Cause.FAILED, one.name, f"{_messages(number)} failed", todo)
    elif not one.counts:
        yield Reason(
            Cause.NOBODY, one.name, "it went to nobody: the lists are empty", "Look at `lists` in delivery.yaml"
        )
    elif one.counts.keys() == {State.DROPPED}:
        yield Reason(Cause.SKIPPED, one.name, f"nothing of it goes out: {one.dropped}", "")


def _waiting(sight: Sight, one: Seen) -> Reason:
    number = sum(one.counts.get(state, 0) for state in WAITS)
    run = sight.outlook.run
    mine = run if run and run.edition == one.name and run.code and run.why else None
    if mine and mine.code == PERSON:
        text = f"{_messages(number)} {'waits' if number == 1 else 'wait'}; the last run ended: {mine.why}"
        return Reason(
            Cause.STOPPED, one.name, text, f"Mend that, then `briefgen send --edition {one.name}`", mine.ended
        )
    since = sight.outlook.trying_since
    tried = f", tried without success since {_minute(sight, since)}" if since else ""
    reply = one.reply
    words = reply.words if reply else ""
    said = f"; the last run ended: {mine.why}" if mine else f"; the relay last said: {words}" if words else ""
    text = f"{_messages(number)} {'waits' if number == 1 else 'wait'}{tried}{said}"
    todo = f"The next `briefgen send` goes on; at once: `briefgen outbox retry {one.name}`"
    return Reason(Cause.WAITING, one.name, text, todo, since)


def _of_edition(sight: Sight, slot: Slot) -> Iterator[Reason]:
    """Of the edition that is looked after; whatever is planned has its reasons in the outbox."""
    mine = [one for one in sight.known if _week(one.name) == slot.edition]
    released = max((one for one in mine if one.stage is Stage.RELEASED), key=_number, default=None)
    seen = {one.name for one in sight.outlook.seen}
    if slot.edition in {_week(name) for name in seen} and (released is None or not _number(released)):
        return
    if slot.skipped:
        yield Reason(Cause.SKIPPED, slot.edition, f"nothing goes out: its day is a holiday ({slot.holiday})", "")
    elif released is not None:
        if released.name not in seen:
            yield from _unsent(sight, _of_correction(slot, released) if _number(released) else slot, released.name)
    elif not mine:
        if sight.now > slot.until and not _has_begun(sight, slot):
            return  # nobody missed what was before the first edition
        todo = f"`briefgen edition create {slot.edition}`"
        yield Reason(Cause.NOT_CREATED, slot.edition, f"there is no draft of it; {_goes_out(sight, slot)}", todo)
    else:
        yield from _unreleased(sight, slot, max(mine, key=lambda one: one.since))


def _of_older(sight: Sight, slot: Slot) -> Iterator[Reason]:
    """Corrections of weeks that are over: no timer sends them."""
    seen = {one.name for one in sight.outlook.seen}
    weeks = {_week(name) for name in seen}
    for one in sight.known:
        is_open = sight.now <= one.since + (slot.until - slot.at)
        is_old = _week(one.name) < slot.edition and _week(one.name) in weeks and one.name not in seen
        if _number(one) and one.stage is Stage.RELEASED and is_open and is_old:
            text = f"it is released since {_minute(sight, one.since)}, and corrections of older weeks go out by hand"
            yield Reason(Cause.NOT_STARTED, one.name, text, f"`briefgen send --edition {one.name}`", one.since)


def _of_correction(slot: Slot, one: Known) -> Slot:
    """When a correction goes out: at once, and for as long as any other edition."""
    at = max(slot.at, one.since)
    return replace(slot, at=at, until=max(slot.until, at + (slot.until - slot.at)))


def _has_begun(sight: Sight, slot: Slot) -> bool:
    """Whether there were editions before."""
    names = (*(one.name for one in sight.known), *(one.name for one in sight.outlook.seen))
    return any(_week(name) < slot.edition for name in names)


def _unreleased(sight: Sight, slot: Slot, one: Known) -> Iterator[Reason]:
    said = f"{one.stage} since {_minute(sight, one.since)}, by {one.by}"
    if one.stage is Stage.WITHDRAWN:
        yield Reason(Cause.WITHDRAWN, one.name, said, "", one.since)
    elif not sight.automatic or sight.now > slot.at + GRACE or _why(sight, one.name):
        todo = f"`briefgen edition {'release' if one.stage is Stage.REVIEW else 'review'} {one.name}`"
        why = f"; the last run ended: {_why(sight, one.name)}" if sight.automatic and _why(sight, one.name) else ""
        yield Reason(Cause.NOT_RELEASED, one.name, f"{said}; {_goes_out(sight, slot)}{why}", todo, one.since)


def _unsent(sight: Sight, slot: Slot, name: str) -> Iterator[Reason]:
    """It is released, and the outbox knows nothing of it."""
    run = sight.outlook.run
    failed = run is not None and run.edition == name and run.code not in {None, *WELL}
    if (sight.now <= slot.at + GRACE and not failed) or sight.outlook.sends:
        return
    todo = f"`briefgen send --edition {name}`"
    if sight.now > slot.until:
        text = f"nothing of it went out, and its time was over on {_minute(sight, slot.until)}"
        yield Reason(Cause.MISSED, name, text, f"Where it is still wanted: `briefgen send --edition {name} --late`")
    elif sight.scheduled is False:
        yield Reason(Cause.NOT_SCHEDULED, name, "it is released, and nothing is installed that would send it", todo)
    else:
        came = run is not None and run.began >= slot.at
        why = f" ({run.why})" if run and run.why else ""
        ran = f"a run of {_minute(sight, run.began)} planned nothing{why}" if run and came else "nobody began to send"
        yield Reason(Cause.NOT_STARTED, name, f"{ran}, and it was due on {_minute(sight, slot.at)}", todo, slot.at)


def _goes_out(sight: Sight, slot: Slot) -> str:
    if sight.now > slot.until:
        return f"its time was over on {_minute(sight, slot.until)}"
    return f"it {'goes' if sight.now < slot.at else 'should have gone'} out on {_minute(sight, slot.at)}"


def _week(name: str) -> str:
    return name.partition(".")[0]


def _number(one: Known) -> int:
    """Of a correction; 0 of what it corrects. "2026-W47.10" is newer than "2026-W47.9"."""
    return int(one.name.partition(".")[2] or 0)


def _why(sight: Sight, name: str) -> str:
    """Why the last run ended, where it was about an edition; empty where it was through, or about another one."""
    run = sight.outlook.run
    return run.why if run is not None and run.edition == name and run.code else ""


def _messages(number: int) -> str:
    return f"{number:,} message{'' if number == 1 else 's'}"


def _minute(sight: Sight, moment: dt.datetime) -> str:
    return f"{moment.astimezone(zoneinfo.ZoneInfo(sight.time_zone)):%Y-%m-%d %H:%M}"
