"""What `briefgen status` does: the clock, what is printed, and whom it tells."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import socket
import zoneinfo
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from briefgen import config
from briefgen.cli import corpora, sighting
from briefgen.cli.errors import tell as tell_error
from briefgen.cli.text import counted, one_line, printable
from briefgen.config.delivery import loading
from briefgen.delivery import people
from briefgen.delivery.calendar import Slot
from briefgen.delivery.diagnosing import Known, Reason, Seen, Sight, Stage, alerts, exit_code, letters, reasons, telling
from briefgen.delivery.diagnosing.alerts import Alert
from briefgen.delivery.diagnosing.letters import House
from briefgen.delivery.diagnosing.reasons import AS_MEANT
from briefgen.delivery.diagnosing.telling import Told
from briefgen.delivery.outbox import Outbox, locking, open_outbox
from briefgen.delivery.outbox.locking import Holder
from briefgen.delivery.outbox.runs import Run
from briefgen.delivery.relay import Session, access
from briefgen.delivery.settings import Delivery
from briefgen.delivery.values import State
from briefgen.errors import BriefgenError, OutboxError, UsageError

WHO = "briefgen"
"""In the audit: a program told them."""
RECENT = 3
"""Alerts that are shown."""
MARGIN = 10
"""Columns in front of what is said of a thing."""


class View(Struct, frozen=True):
    """All that is shown."""

    sight: Sight
    delivery: Delivery
    found: tuple[Reason, ...]
    told: tuple[Alert, ...]
    """What operators were told last, the newest first."""
    holder: Holder | None
    """Who sends now."""

    @property
    def code(self) -> int:
        """The exit code."""
        return exit_code(self.found)


def status(config_path: Path | None, store: str | None, *, relay: bool, alert: bool, as_json: bool) -> None:
    """Shows how things stand; tells the operators, where that is asked for."""
    settings = corpora.with_store(config.load(config_path), store)
    delivery = loading.load(settings)
    if delivery is None:
        hint = (
            "Write it beside briefgen.yaml, or take away the comments of the one that is there: see docs/delivery.md."
        )
        raise UsageError("says nothing: nobody gets mail", loading.NAME, hint)
    now = dt.datetime.now(dt.UTC)
    with contextlib.ExitStack() as stack:
        outbox, broken = _outbox(delivery.outbox, stack, create=alert)
        seen = sighting.sight(settings, delivery, outbox, now, relay=relay)
        if broken:
            seen = sighting.with_blocked(seen, broken)
        told = alerts.latest(outbox, RECENT) if outbox else ()
        view = View(seen, delivery, reasons(seen), told, locking.holder(delivery.outbox))
        if alert:
            _alert(view, outbox, as_json=as_json)
            return
    _show(view, as_json=as_json)
    raise click.exceptions.Exit(view.code)


def _outbox(path: Path, stack: contextlib.ExitStack, *, create: bool) -> tuple[Outbox | None, OutboxError | None]:
    """The outbox; None where nothing was ever sent, or where it cannot be used, with the reason."""
    if not create and not path.exists():
        return None, None
    try:
        return stack.enter_context(open_outbox(path, create=create)), None
    except OutboxError as error:
        return None, error


def _alert(view: View, outbox: Outbox | None, *, as_json: bool) -> None:
    """Mails the operators; where nobody could be told, what they should know is printed, and the exit code is 1."""
    new = alerts.untold(outbox, view.found) if outbox else tuple(one for one in view.found if one.cause not in AS_MEANT)
    if not new:
        click.echo("there is nothing that the operators do not know", err=True)
        return
    told = _told(view, outbox, new)
    for operator, why in told.missed:
        click.echo(f"warning: {printable(operator)} was not told: {printable(why)}", err=True)
    if told.operators:
        click.echo(f"told {', '.join(map(printable, told.operators))} of {counted(len(new), 'thing')}", err=True)
        return
    if not view.delivery.operators:
        click.echo("warning: nobody was told: delivery.yaml names no `operators`", err=True)
    _show(view, as_json=as_json)
    raise click.exceptions.Exit(1)


def _told(view: View, outbox: Outbox | None, new: Sequence[Reason]) -> Told:
    """Who was told; without an outbox nobody knows whom before, and they are told again."""
    delivery = view.delivery
    house = House(delivery, socket.gethostname(), view.sight.time_zone)
    try:
        way = access(delivery)
    except BriefgenError as error:
        tell_error(error)
        return Told(())

    def opened() -> Session:
        return Session.open(way)

    if outbox is None:
        return telling.tell(letters.letters(house, new, view.sight.now), opened)
    return alerts.alert(outbox, house, new, view.sight.now, WHO, opened)


def _show(view: View, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(row(view), ensure_ascii=False))
        return
    for label, text in _lines(view):
        click.echo(f"{label:{MARGIN}}{printable(text)}".rstrip())
    for one in view.found:
        _thing(one)
    if not view.found:
        click.echo("\nNothing is in the way.")


def _thing(one: Reason) -> None:
    click.echo()
    colour = {0: None, 75: "yellow", 1: "red"}[exit_code((one,))]
    click.secho(f"{one.edition}: {one.cause}" if one.edition else str(one.cause), fg=colour, bold=True)
    click.echo(f"  {one_line(one.text)}")
    if one.todo:
        click.echo(f"  To do: {one_line(one.todo)}")


def _lines(view: View) -> Iterator[tuple[str, str]]:
    """What is known, thing by thing."""
    sight = view.sight
    yield "Now", f"{_day(sight, sight.now)} ({sight.time_zone})"
    if sight.slot and _matters(sight, sight.slot):
        yield "Due", _edition(sight, sight.slot)
    if sight.coming:
        yield "Next", _edition(sight, sight.coming)
    yield "To", _readers(view.delivery)
    if sight.outlook.seen:
        yield "Last", f"{sight.outlook.seen[-1].name}: {_counts(sight.outlook.seen[-1])}"
    if view.holder:
        yield "Sending", f"process {view.holder.process}, since {_minute(sight, view.holder.since)}"
    elif sight.outlook.run:
        yield "Run", _run(sight, sight.outlook.run)
    if sight.feeds:
        yield "Feeds", _feeds(sight)
    yield "Operators", ", ".join(view.delivery.operators) or "none"
    for place, one in enumerate(view.told):
        yield "" if place else "Told", f"{_minute(sight, one.at)}: {one.edition} {one.key}".replace(":  ", ": ")


def _matters(sight: Sight, slot: Slot) -> bool:
    """Whether the edition that is looked after is another one than the next, and not one from before the first."""
    names = (*(one.name for one in sight.known), *(one.name for one in sight.outlook.seen))
    weeks = {name.partition(".")[0] for name in names}
    return slot != sight.coming and (sight.now <= slot.until or slot.edition in weeks)


def _edition(sight: Sight, slot: Slot) -> str:
    if slot.skipped:
        return f"{slot.edition}: nothing goes out on {_day(sight, slot.at)}, a holiday ({slot.holiday})"
    late = f"; its time was over on {_day(sight, slot.until)}" if sight.now > slot.until else ""
    return f"{slot.edition}, {_day(sight, slot.at)}: {_stage(sight, slot)}{late}"


def _stage(sight: Sight, slot: Slot) -> str:
    mine = [one for one in sight.known if one.name.partition(".")[0] == slot.edition]
    if any(one.name.partition(".")[0] == slot.edition for one in sight.outlook.seen):
        return "in the outbox"
    if not mine:
        return f"not begun yet; to be released by {_minute(sight, slot.release_by)}"
    one = max(mine, key=lambda known: known.since)
    return f"{_said(sight, one)}{'' if one.stage is Stage.RELEASED else _until(sight, slot)}"


def _said(sight: Sight, one: Known) -> str:
    return f"{one.stage} since {_minute(sight, one.since)}, by {one_line(one.by)}"


def _until(sight: Sight, slot: Slot) -> str:
    if sight.automatic:
        return "; released by itself where nothing is wrong with it"
    return f"; to be released by {_minute(sight, slot.release_by)}"


def _readers(delivery: Delivery) -> str:
    briefs = counted(len(people.combinations(delivery.people)), "brief")
    number = len(delivery.people)
    return f"{number:,} {'person' if number == 1 else 'people'} on {counted(len(delivery.lists), 'list')}, {briefs}"


def _counts(seen: Seen) -> str:
    told = (f"{seen.counts[state]:,} {state}" for state in State if seen.counts.get(state))
    return ", ".join(told) or "no messages"


def _run(sight: Sight, run: Run) -> str:
    if run.ended is None:
        return f"{run.edition}, begun on {_minute(sight, run.began)} and killed: the next one goes on from there"
    how = {0: "all done", 75: "to be tried again"}.get(run.code or 0, "a person is needed")
    why = f": {run.why}" if run.why else ""
    return f"{run.edition}, ended on {_minute(sight, run.ended)}, {how}{why}"


def _feeds(sight: Sight) -> str:
    asked = [one.at for one in sight.feeds if one.at]
    if not asked:
        return f"{counted(len(sight.feeds), 'feed')}, never asked"
    answered = sum(1 for one in sight.feeds if one.at and not one.reason)
    return f"{answered:,} of {len(sight.feeds):,} answered, {_minute(sight, max(asked))}"


def _local(sight: Sight, moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(zoneinfo.ZoneInfo(sight.time_zone))


def _minute(sight: Sight, moment: dt.datetime) -> str:
    return f"{_local(sight, moment):%Y-%m-%d %H:%M}"


def _day(sight: Sight, moment: dt.datetime) -> str:
    return f"{_local(sight, moment):%A %Y-%m-%d %H:%M}"


def row(view: View) -> dict[str, Any]:
    """The same for programs; moments are in UTC."""
    sight, run = view.sight, view.sight.outlook.run
    return {
        "now": _stamp(sight.now),
        "exit_code": view.code,
        "due": _slot_row(sight.slot),
        "next": _slot_row(sight.coming),
        "people": len(view.delivery.people),
        "editions": [
            {"edition": one.name, "state": one.stage.value, "since": _stamp(one.since), "by": one.by}
            for one in sight.known
            if one.name.partition(".")[0] in {slot.edition for slot in (sight.slot, sight.coming) if slot}
        ],
        "outbox": [
            {"edition": one.name, **{state.value: one.counts.get(state, 0) for state in State}}
            for one in sight.outlook.seen[-RECENT:]
        ],
        "sending": view.holder is not None,
        "run": {
            "edition": run.edition,
            "began": _stamp(run.began),
            "ended": _stamp(run.ended),
            "exit_code": run.code,
            "why": run.why,
        }
        if run
        else None,
        "feeds": [
            {"address": one.address, "asked": _stamp(one.at), "reason": one.reason, "had": _stamp(one.had)}
            for one in sight.feeds
        ],
        "reasons": [
            {
                "cause": one.cause.value,
                "edition": one.edition,
                "text": one.text,
                "todo": one.todo,
                "since": _stamp(one.since),
                "exit_code": exit_code((one,)),
            }
            for one in view.found
        ],
        "operators": list(view.delivery.operators),
        "told": [{"at": _stamp(one.at), "edition": one.edition, "what": one.key} for one in view.told],
    }


def _slot_row(slot: Slot | None) -> dict[str, Any] | None:
    if slot is None:
        return None
    return {
        "edition": slot.edition,
        "at": _stamp(slot.at),
        "release_by": _stamp(slot.release_by),
        "until": _stamp(slot.until),
        "holiday": slot.holiday,
        "skipped": slot.skipped,
    }


def _stamp(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None
