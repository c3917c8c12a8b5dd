"""What the commands of `briefgen schedule` do: the settings, the clock, the files and what is printed."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
import sys
import zoneinfo
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from msgspec import Struct

from briefgen import config
from briefgen.cli import outboxes, printing
from briefgen.cli.columns import Column
from briefgen.cli.text import printable
from briefgen.config import Config
from briefgen.config.delivery import loading
from briefgen.corpus.store import places as stores
from briefgen.delivery import calendar as calendars
from briefgen.delivery.calendar import Slot
from briefgen.delivery.outbox.rows import Row
from briefgen.delivery.scheduling import cron, finding, installing, jobs, systemd, tables, verifying
from briefgen.delivery.scheduling.installing import Standing
from briefgen.delivery.scheduling.jobs import Place
from briefgen.delivery.settings import Calendar, Delivery
from briefgen.errors import UsageError

EDITIONS = (
    Column("edition", fair=8),
    Column("gathered", fair=20, rank=3),
    Column("release by", fair=20, rank=2),
    Column("goes out", fair=20),
    Column("until", fair=20, rank=4),
    Column("note", fair=20, rank=1),
)
"""Of the table, in its order."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
"""Of units, as systemd.unit(5) has them, without what means something there."""
SYSTEM_SECRETS = Path("/etc/briefgen")


class Asked(Struct, frozen=True):
    """What somebody wants installed; the options of the command say what each is."""

    way: str | None
    scope: str | None
    runs_as: str | None
    name: str
    secrets: Path | None
    out: Path | None
    dry_run: bool
    force: bool


class Wanted(Struct, frozen=True):
    """The settings that a schedule is for."""

    settings: Config
    delivery: Delivery
    calendar: Calendar
    project: Path


def show(config_path: Path | None, number: int, *, as_json: bool) -> None:
    """The next editions; what is installed is told on standard error."""
    wanted = _wanted(config_path)
    now = dt.datetime.now(dt.UTC)
    slots = calendars.coming(wanted.calendar, now, number)
    if as_json:
        printing.lines(json.dumps(row, ensure_ascii=False) for row in rows(wanted.calendar, slots, now))
        return
    click.echo(f"{said(wanted.calendar)} Times are those of {wanted.calendar.time_zone}.", err=True)
    outboxes.table(EDITIONS, [_cells(row) for row in rows(wanted.calendar, slots, now)])
    for line in (*_doubts(wanted), *_installed(wanted)):
        click.echo(line, err=True)


def said(calendar: Calendar) -> str:
    """The rule in words."""
    week = {0: "their own week", 1: "the week before"}.get(calendar.weeks_back, f"{calendar.weeks_back} weeks before")
    return f"Editions go out on {DAYS[calendar.weekday]}s at {calendar.time:%H:%M}, and are about {week}."


def rows(calendar: Calendar, slots: Sequence[Slot], now: dt.datetime) -> Iterator[dict[str, object]]:
    """Editions as data; moments by the clock of the calendar's time zone."""
    zone = zoneinfo.ZoneInfo(calendar.time_zone)
    before = now.astimezone(zone).utcoffset()
    for slot in slots:
        at = slot.at.astimezone(zone)
        yield {
            "edition": slot.edition,
            "gathered": jobs.gathered(calendar, slot).astimezone(zone).isoformat(),
            "release_by": slot.release_by.astimezone(zone).isoformat(),
            "goes_out": at.isoformat(),
            "until": slot.until.astimezone(zone).isoformat(),
            "skipped": slot.skipped,
            "holiday": slot.holiday,
            "note": "; ".join(_notes(calendar, slot, at, before)),
        }
        before = before if slot.skipped else at.utcoffset()


def _notes(calendar: Calendar, slot: Slot, at: dt.datetime, before: dt.timedelta | None) -> Iterator[str]:
    if slot.skipped:
        yield f"skipped: {slot.holiday}"
        return
    if slot.holiday:
        yield f"put off by a holiday: {slot.holiday}"
    if at.utcoffset() != before:
        yield f"clocks have changed: UTC{at.isoformat()[-6:]}"
    if at.time() != calendar.time:
        yield f"{calendar.time:%H:%M} is left out on that day"


def _cells(row: dict[str, object]) -> Row:
    """For a person: what is skipped has no times."""
    moments = ("gathered", "release_by", "goes_out", "until")
    shown = {key.replace("_", " "): "" if row["skipped"] else _minute(str(row[key])) for key in moments}
    return {"edition": str(row["edition"]), **shown, "note": str(row["note"])}


def _minute(moment: str) -> str:
    return f"{dt.datetime.fromisoformat(moment):%a %Y-%m-%d %H:%M}"


def _doubts(wanted: Wanted) -> Iterator[str]:
    if calendars.doubtful_hour(wanted.calendar):
        yield (
            f"note: where clocks change, {wanted.calendar.time:%H:%M} may be left out or come twice;"
            " take a time from 04:00 on"
        )


def _installed(wanted: Wanted) -> Iterator[str]:
    found = finding.found(wanted.settings.path.resolve())
    if found:
        yield f"Installed: {', '.join(found)}"
    else:
        yield "Nothing is installed here that sends them: `briefgen schedule install --systemd` or `--cron`"


def install(config_path: Path | None, asked: Asked) -> None:
    """Writes the files of systemd or cron, or says what would be written."""
    if asked.way is None:
        raise UsageError("say which scheduler", hint="--systemd or --cron; with --dry-run to see it first.")
    wanted = _wanted(config_path)
    for line in _doubts(wanted):
        click.echo(line, err=True)
    if not wanted.delivery.operators:
        click.echo("note: delivery.yaml names no `operators`; what goes wrong stands in the log alone", err=True)
    if asked.way == "cron":
        _install_cron(wanted, asked)
    else:
        _install_systemd(wanted, asked)


def _wanted(config_path: Path | None) -> Wanted:
    settings = config.load(config_path)
    delivery = loading.load(settings)
    if settings.places is None or delivery is None:
        hint = "`briefgen init` lays one out beside briefgen.yaml, in which everything is a comment at first."
        raise UsageError("there is no delivery.yaml that says who gets what", str(settings.path), hint)
    if delivery.calendar is None:
        hint = 'Such as `calendar: {day: monday, time: "08:00"}`; without it, editions are sent by hand.'
        raise UsageError("there is no calendar", str(delivery.path), hint)
    return Wanted(settings, delivery, delivery.calendar, settings.places.project)


def _place(wanted: Wanted, asked: Asked, secrets: Sequence[tuple[str, Path]] = ()) -> Place:
    if not NAME.fullmatch(asked.name):
        raise UsageError(f"“{asked.name}” cannot be the name of units", "--name", "Such as briefgen-energy.")
    written = [wanted.delivery.outbox.parent, wanted.settings.output]
    if not stores.is_shared(wanted.settings.store):
        written.append(Path(wanted.settings.store).parent)
    writes = tuple(sorted({path.resolve() for path in written}))
    return Place(
        program(), wanted.settings.path.resolve(), wanted.project.resolve(), writes, tuple(secrets), asked.name
    )


def program() -> tuple[str, ...]:
    """How this very briefgen is called from anywhere."""
    beside = Path(sys.executable).absolute().with_name("briefgen")
    return (str(beside),) if beside.is_file() and os.access(beside, os.X_OK) else (sys.executable, "-m", "briefgen")


def _install_cron(wanted: Wanted, asked: Asked) -> None:
    for option, value in (("--system", asked.scope), ("--as", asked.runs_as), ("--secrets", asked.secrets)):
        if value is not None:
            raise UsageError("is for systemd alone", option, "cron runs as the user whose table it is.")
    place = _place(wanted, asked)
    ours = cron.block(jobs.jobs(wanted.calendar), place)
    for secret, file in wanted.delivery.secrets:
        if file is None:
            click.echo(f"note: cron knows no secrets; name a `secret_file` for {secret} in delivery.yaml", err=True)
    if asked.out is None and not tables.is_here():
        if not asked.dry_run:
            raise UsageError("there is no crontab here", hint="--dry-run prints the lines, --out FILE writes them.")
        click.echo(ours, nl=False)
        return
    before = tables.read() if asked.out is None else _text_of(asked.out)
    after = cron.merged(before, ours, place)
    where = "your cron table" if asked.out is None else str(asked.out)
    if asked.dry_run:
        click.echo(installing.difference(where, before, after), nl=False)
        click.echo(f"{where}: {'as it is' if before == after else 'would be changed'}", err=True)
    elif before == after:
        click.echo(f"{where}: as it is", err=True)
    elif asked.out is None:
        tables.write(after)
        click.echo(f"{where}: written; `crontab -l` shows it, and `crontab -e` takes the lines out again", err=True)
    else:
        installing.write(asked.out, after.encode())
        click.echo(f"{where}: written. Next:", err=True)
        click.echo(f"  crontab {shlex.quote(where)}   # in the place of all the lines that you have", err=True)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", str(path)) from error


def _install_systemd(wanted: Wanted, asked: Asked) -> None:
    of_system = asked.scope == "system" or (asked.scope is None and _is_root())
    if not of_system and asked.runs_as is not None:
        raise UsageError("is for units of the system", "--as", "Units of your own run as yourself.")
    user = (asked.runs_as or _owner(wanted.project)) if of_system else ""
    folder = (asked.out or (finding.SYSTEM if of_system else finding.own())).absolute()
    if of_system and asked.out is None:
        _refuse_unknown(user)
    kept = (asked.secrets or (SYSTEM_SECRETS if of_system else finding.own().parent.parent / "briefgen")).absolute()
    secrets = [(name, kept / name) for name, file in wanted.delivery.secrets if file is None]
    place = _place(wanted, asked, secrets)
    todo = jobs.jobs(wanted.calendar)
    files = systemd.units(todo, place, user)
    steps = installing.steps(files, folder, place.config)
    if asked.dry_run:
        click.echo("".join(step.difference for step in steps), nl=False)
        for step in steps:
            click.echo(f"{step.path}: {_would(step.standing)}", err=True)
        return
    if not asked.force:
        _show_systemd(verifying.complaints(files))
        _refuse_unable(place, user)
    for made in installing.made(place.writes, user if of_system and _is_root() else ""):
        click.echo(f"{made}: a new folder", err=True)
    installing.install(steps, force=asked.force)
    for step in steps:
        click.echo(f"{step.path}: {'written' if step.standing is Standing.NEW else step.standing.value}", err=True)
    if user == "root":
        click.echo("note: they run as root; --as names somebody who may do less", err=True)
    click.echo("Next:", err=True)
    for line in _next(place, todo, folder, secrets, is_users=not of_system):
        click.echo(f"  {printable(line)}", err=True)


def _would(standing: Standing) -> str:
    said = {Standing.NEW: "would be written", Standing.OLD: "would be written anew"}
    return said.get(standing, standing.value)


def _show_systemd(complaints: Iterable[str] | None) -> None:
    if complaints is None:
        click.echo("note: there is no systemd here that could look at the units", err=True)
    elif lines := tuple(complaints):
        hint = "Nothing was written; --force writes them all the same."
        raise UsageError("systemd has something to say of the units:\n  " + "\n  ".join(lines), hint=hint)


def _refuse_unable(place: Place, user: str) -> None:
    """Raises `UsageError` where the user of units of the system cannot run briefgen in the folder; root can tell."""
    if not user or user == "root" or not _is_root():
        return
    try:
        why = verifying.cannot_run(place.program, user, place.project)
    except KeyError:  # units for another machine
        return
    if why:
        hint = "Install briefgen where everybody may read it, such as below /opt; or --as names somebody else."
        raise UsageError(f"the user “{user}” cannot run it: {why}", place.program[0], hint)


def _next(
    place: Place, todo: Sequence[jobs.Job], folder: Path, secrets: Sequence[tuple[str, Path]], *, is_users: bool
) -> Iterator[str]:
    """What somebody types now, line by line."""
    systemctl = "systemctl --user" if is_users else "systemctl"
    for _, file in secrets:
        if not _is_there(file):
            yield f"install -D -m 600 /dev/stdin {shlex.quote(str(file))}   # type the secret, Enter, Ctrl-D"
    home = finding.own() if is_users else finding.SYSTEM
    if folder != home:
        yield f"cp {shlex.quote(str(folder))}/{place.name}-*.* {shlex.quote(str(home))}/"
    yield f"{systemctl} daemon-reload"
    yield f"{systemctl} enable --now {' '.join(systemd.timers(todo, place))}"
    if is_users:
        yield "loginctl enable-linger   # so that they run while you are logged out"
    yield f"{systemctl} start {place.name}-gather.service   # once now, to see that it works"
    yield f"{systemctl} list-timers '{place.name}-*'"
    yield f"journalctl {'--user ' if is_users else ''}-u '{place.name}-*'"


def _is_there(file: Path) -> bool:
    """Whether a file is there, as far as that can be seen: the folder may be closed to whoever asks."""
    return file.exists() if os.access(file.parent, os.X_OK) else False


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _owner(folder: Path) -> str:
    try:
        return folder.owner()
    except (KeyError, NotImplementedError) as error:
        raise UsageError("nobody here owns this folder", str(folder), "Say who runs the units: --as USER.") from error


def _refuse_unknown(user: str) -> None:
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError as error:
        hint = f"Such as: useradd --system --home-dir /srv/briefs {shlex.quote(user)}"
        raise UsageError(f"there is no user “{user}”", "--as", hint) from error
