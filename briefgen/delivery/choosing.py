"""Which edition is to be sent at a moment, or why none is. Values alone: the caller has looked at store and clock."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from briefgen.delivery.calendar import Slot
from briefgen.delivery.diagnosing.values import Feed, Known, Stage
from briefgen.delivery.sending.values import AGAIN, DONE, PERSON
from briefgen.delivery.settings import Calendar
from briefgen.delivery.values import Entry, State

CORRECTED, WITHDRAWN = "was corrected by", "was withdrawn on"
"""How the reasons begin for what waits of an edition of which nothing more goes out."""
OUT = frozenset({Stage.RELEASED, Stage.WITHDRAWN})
"""What left the house."""


class Do(StrEnum):
    """What is to be done."""

    SEND = "send"
    RELEASE = "release"
    """It is released without a person, and sent."""
    NOTHING = "nothing"


class Choice(Struct, frozen=True):
    """What is to be done with which edition.

    One that is to be sent and has a `why` is only ended where it was begun: its time is over.
    """

    do: Do
    edition: str = ""
    """Its name; empty where nothing is due."""
    why: str = ""
    """Why nothing is sent."""
    todo: str = ""
    """What a person can do about that."""
    code: int = DONE
    """For the exit, where nothing is sent."""


class Ledger(Struct, frozen=True):
    """What the outbox knows of editions."""

    planned: Collection[str] = ()
    """Their recipients are frozen."""
    waiting: Collection[str] = ()
    """Some of their messages are not settled."""


def week(name: str) -> str:
    """The week of an edition or of a correction: "2026-W47" of "2026-W47.1"."""
    return name.partition(".")[0]


def number(name: str) -> int:
    """The number of a correction, 0 of what it corrects: "2026-W47.10" is newer than "2026-W47.9"."""
    return int(name.partition(".")[2] or 0)


def newest(of: str, known: Iterable[Known]) -> Known | None:
    """The edition of a week that counts: the last one that left the house, else the last one begun."""
    mine = [one for one in known if week(one.name) == of]
    out = [one for one in mine if one.stage in OUT]
    return max(out or mine, key=lambda one: number(one.name), default=None)


def until(slot: Slot, edition: Known, calendar: Calendar) -> dt.datetime:
    """When it is too late for an edition; a correction has as long from its release."""
    if not number(edition.name):
        return slot.until
    return max(slot.until, edition.since + calendar.max_late)


def latest(  # noqa: PLR0911, PLR0913 - one return for each case, one argument for each thing that is known
    calendar: Calendar,
    slot: Slot,
    now: dt.datetime,
    known: Sequence[Known],
    ledger: Ledger,
    *,
    automatic: bool,
) -> Choice:
    """What `send --latest` does.

    Args:
        calendar: When editions go out.
        slot: The newest one whose time has come.
        now: When.
        known: What the store knows of editions.
        ledger: What the outbox knows of them.
        automatic: Whether it is released without a person.
    """
    nothing = Choice(Do.NOTHING)
    one = newest(slot.edition, known)
    over = now > (until(slot, one, calendar) if one else slot.until)
    if slot.skipped:
        return nothing if over else Choice(Do.NOTHING, slot.edition, f"skipped: its day is a holiday ({slot.holiday})")
    if one is not None and one.stage is Stage.WITHDRAWN:
        kept = refused(one.name, known)
        return nothing if kept is None or (over and one.name not in ledger.waiting) else replace(kept, code=DONE)
    if one is not None and one.stage is Stage.RELEASED:
        if not over or one.name in ledger.waiting:
            return Choice(Do.SEND, one.name)
        if one.name in ledger.planned or not _has_begun(slot, known, ledger):
            return nothing
        late = f"Where it is still wanted: `briefgen send --edition {one.name} --late`."
        said = f"was released and never sent, and {_over(until(slot, one, calendar), calendar)}"
        return Choice(Do.NOTHING, one.name, said, late, PERSON)
    if over:
        if not _has_begun(slot, known, ledger):
            return nothing  # nobody missed what was before the first edition
        return Choice(
            Do.NOTHING,
            slot.edition,
            f"was not released, and {_over(slot.until, calendar)}",
            _release(one, slot),
            PERSON,
        )
    if automatic:
        return Choice(Do.RELEASE, one.name if one else slot.edition)
    return Choice(Do.NOTHING, one.name if one else slot.edition, _unreleased(one), _release(one, slot), AGAIN)


def named(  # noqa: PLR0913 - one argument for each thing that is known
    name: str, known: Sequence[Known], now: dt.datetime, slot: Slot | None, calendar: Calendar | None, *, late: bool
) -> Choice:
    """What `send --edition` does with an edition that is there.

    Args:
        name: Of the edition.
        known: What the store knows of editions.
        now: When.
        slot: Of its week; None where there is no calendar.
        calendar: When editions go out; None where nothing says so.
        late: Whether it goes out although its time is over.
    """
    if choice := refused(name, known):
        return choice
    one = next(one for one in known if one.name == name)
    if one.stage not in OUT:
        waits = slot is not None and now <= slot.until
        todo = f"`briefgen edition {'release' if one.stage is Stage.REVIEW else 'review'} {name}`"
        return Choice(Do.NOTHING, name, _unreleased(one), todo, AGAIN if waits else PERSON)
    if slot is not None and calendar is not None and not late and now > until(slot, one, calendar):
        todo = f"Where it is still wanted: `briefgen send --edition {name} --late`."
        return Choice(Do.SEND, name, _over(until(slot, one, calendar), calendar), todo)
    return Choice(Do.SEND, name)


def refused(name: str, known: Sequence[Known]) -> Choice | None:
    """Why an edition that left the house is not sent; None where it may be."""
    one = next(one for one in known if one.name == name)
    later = newest(week(name), known)
    if later is not None and number(later.name) > number(name) and later.stage in OUT:
        gone = later.stage is Stage.WITHDRAWN
        todo = f"Send that: `briefgen send --edition {later.name}`." if not gone else ""
        said = f"{CORRECTED} {later.name}{', which was withdrawn' if gone else ''}"
        return Choice(Do.NOTHING, name, said, todo, PERSON)
    if one.stage is Stage.WITHDRAWN:
        said = f"{WITHDRAWN} {one.since:%Y-%m-%d} by {one.by}"
        return Choice(Do.NOTHING, name, said, f"`briefgen edition show {name}` says why.", PERSON)
    return None


def closed(known: Sequence[Known], planned: Collection[str]) -> dict[str, str]:
    """The planned editions of which nothing more goes out, with the reason for what waits of them.

    What was corrected is closed once the correction is planned: it goes to those who waited, who are looked up there.
    """
    stages = {one.name: one.stage for one in known}
    found = {}
    for name in planned:
        later = newest(week(name), known)
        if later is None or name not in stages or (later.stage is not Stage.WITHDRAWN and later.name not in planned):
            continue
        if choice := refused(name, known):
            found[name] = choice.why
    return found


def was_closed(entry: Entry) -> bool:
    """Whether a message was not sent because its edition was corrected or withdrawn (`closed`)."""
    reasons = tuple(f"{entry.edition} {one}" for one in (CORRECTED, WITHDRAWN))
    return entry.state is State.DROPPED and entry.reason.startswith(reasons)


def held(feeds: Sequence[Feed], begins: dt.datetime, *, quiet: bool) -> str:
    """Why an edition goes to nobody but operators: no feed answers, so that nobody knows whether it lacks everything.

    Where feeds answered in its days and something is in it, that they do not answer today keeps nobody's brief.

    Args:
        feeds: Those of the settings that were asked.
        begins: When the days begin that the edition is about.
        quiet: Whether nothing is in it.
    """
    if not feeds or not all(one.reason for one in feeds):
        return ""
    if not quiet and any(one.had is not None and one.had >= begins for one in feeds):
        return ""
    return "no feed answers, so that nobody knows what happened"


def _unreleased(one: Known | None) -> str:
    return "is not released: there is no draft of it" if one is None else f"is not released: it is {_stage(one)}"


def _stage(one: Known) -> str:
    return "a draft" if one.stage is Stage.DRAFT else str(one.stage)


def _release(one: Known | None, slot: Slot) -> str:
    if one is None:
        return f"`briefgen edition create {slot.edition}`"
    return f"`briefgen edition {'release' if one.stage is Stage.REVIEW else 'review'} {one.name}`"


def _over(end: dt.datetime, calendar: Calendar) -> str:
    local = end.astimezone(zoneinfo.ZoneInfo(calendar.time_zone))
    return f"its time was over on {local:%Y-%m-%d %H:%M} ({calendar.time_zone})"


def _has_begun(slot: Slot, known: Iterable[Known], ledger: Ledger) -> bool:
    """Whether there were editions before."""
    names = (*(one.name for one in known), *ledger.planned)
    return any(week(name) < slot.edition for name in names)
