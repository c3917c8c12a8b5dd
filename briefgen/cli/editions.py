"""What the commands of `briefgen edition` do: the clock, the store, the files and what is printed."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
from msgspec import Struct, to_builtins
from msgspec.structs import replace

from briefgen import config, pipeline, rendering, resources, stored, weeks
from briefgen.cli import archive, corpora, output
from briefgen.cli.edition import FORMATS
from briefgen.cli.errors import tell as tell_error
from briefgen.cli.progress import Progress
from briefgen.cli.text import counted, one_line, printable
from briefgen.config import Config
from briefgen.config.delivery import loading
from briefgen.corpus.store import Store
from briefgen.delivery import calendar
from briefgen.editing import checking
from briefgen.editing.layers import Layers
from briefgen.editions import letters, making, pages, parts, shelf, states
from briefgen.editions.blocks import blocks
from briefgen.editions.letters import Wanted
from briefgen.editions.making import Gathered, Made
from briefgen.editions.values import Act, Part, Plan, Sign, Standing, State
from briefgen.errors import BriefgenError, CorpusError, UsageError
from briefgen.model import File

SHOWN = 12
"""Digits of a hash that are printed."""


class Desk(Struct, frozen=True):
    """Who sits where."""

    settings: Config
    config_path: Path | None
    """As somebody named it."""
    store: Store
    sign: Sign


@contextlib.contextmanager
def desk(config_path: Path | None, store: str | None, by: str | None = None) -> Iterator[Desk]:
    """The settings and the store that editions lie in.

    Raises:
        UsageError: There is no store, or nobody's name.
    """
    settings = corpora.with_store(config.load(config_path), store)
    sign = Sign(name_of(by), shelf.now(dt.datetime.now(dt.UTC)))
    with corpora.opened(settings, (), named=store is not None) as opened:
        if opened is None:
            hint = "Take documents in first: `briefgen ingest`."
            raise UsageError("there is no store, and editions are kept in it", where=settings.store, hint=hint)
        yield Desk(settings, config_path, opened, sign)


def name_of(by: str | None) -> str:
    """Who does it: as they say, or the user of this machine.

    Raises:
        UsageError: Nobody is named.
    """
    try:
        name = one_line(getpass.getuser() if by is None else by).strip()
    except (OSError, KeyError, ImportError):  # a machine without users
        name = ""
    if not name:
        raise UsageError("nobody's name is given", where="--by", hint='Such as --by "Nora Lind".')
    return name


def coming(desk: Desk) -> str:
    """The edition that goes out next by the calendar of delivery.yaml; one that a holiday skips is none.

    Raises:
        UsageError: There is no calendar.
    """
    delivery = loading.load(desk.settings)
    if delivery is None or delivery.calendar is None:
        hint = "Set `calendar` in delivery.yaml, or name the week: `briefgen edition create 2026-W47`."
        raise UsageError("there is no calendar that says which edition is next", "delivery.yaml", hint)
    found = calendar.coming(delivery.calendar, desk.sign.at, calendar.AHEAD)
    return next(one.edition for one in found if not one.skipped)


def is_there(desk: Desk, name: str) -> bool:
    """Whether an edition was begun."""
    return name in shelf.names(desk.store)


def create(desk: Desk, asked: Plan) -> Act:
    """A draft.

    Raises:
        UsageError: It is there already, is no week, or a topic or format is not known.
    """
    name = weeks.name(weeks.days(asked.name)[0])
    if is_there(desk, name):
        raise UsageError("is there already", where=name, hint=f"Look at it: `briefgen edition show {name}`.")
    topics = tuple(topic.id for topic in pipeline.choose(desk.settings.topics, asked.topics))
    formats = rendering.named(asked.formats)
    pipeline.check_formats(formats)
    plan = replace(asked, name=name, week=name, topics=topics, formats=tuple(dict.fromkeys((*formats, making.JSON))))
    act = states.created(plan, parts.pieces(_gather(desk, plan).contents), desk.sign)
    shelf.append(desk.store, (), act)
    return act


def review(desk: Desk, name: str, out: Path | None) -> Act:
    """Its files are written, and it is in review."""
    log = shelf.log(desk.store, name)
    states.refuse_closed(log, "reviewed")
    gathered = _gather(desk, log[-1].plan)
    made = _make(desk, log[-1].plan, gathered)
    pieces = parts.pieces({**gathered.contents, **parts.files(made.files)})
    for one in made.doubts:
        click.echo(one_line(f"{one.level}: {one.where}: {one.message}. {one.hint}"), err=True)
    before = log[-1]
    log = _fall_back(desk, log, states.fallen(log, pieces, desk.sign))
    act = states.reviewed(log, pieces, desk.sign)
    _tell_outside(desk, log[-1].plan)
    folder = out or desk.settings.output / name
    _write(folder, made.files)
    output.remove_stale(folder, {one.path: one.hash for one in before.pieces if one.part is Part.FILE}, made.files)
    shelf.append(desk.store, log, act)
    return act


def release(desk: Desk, name: str, out: Path | None) -> Act:
    """It leaves the house.

    Raises:
        BriefgenError: Something changed since its review.
    """
    log = shelf.log(desk.store, name)
    states.refuse_closed(log, "released")
    gathered = _gather(desk, log[-1].plan)
    found = states.standing(log, parts.pieces(gathered.contents))
    if found.state is not State.REVIEW:
        raise _draft(desk, log, states.fallen(log, parts.pieces(gathered.contents), desk.sign))
    made = _make(desk, log[-1].plan, gathered)
    _refuse_blocked(desk, log[-1].plan, gathered, made)
    pieces = parts.pieces({**gathered.contents, **parts.files(made.files)})
    fallen = states.fallen(log, pieces, desk.sign)
    if fallen:
        raise _draft(desk, log, fallen)
    act = states.released(log, pieces, desk.sign)
    shelf.release(desk.store, log, act, gathered.contents, made)
    folder = out or desk.settings.output / name
    _write(folder, made.files)
    output.write(folder, (_page(desk, name, folder),))
    _tell_others(desk, act, folder)
    return act


def automatic(desk: Desk, name: str) -> Act:
    """Takes an edition to its release without a person, as lists that say `release: automatic` want it.

    What somebody began is gone on with: its plan stands. What was released already stays as it is.

    Raises:
        BriefgenError: A finding keeps it from being released; each one is told.
        UsageError: It was withdrawn.
    """
    if not is_there(desk, name):
        create(desk, Plan(name, name, (), FORMATS, stored.LAST))
    log = shelf.log(desk.store, name)
    if log[-1].state is State.RELEASED:
        return log[-1]
    review(desk, name, None)
    return release(desk, name, None)


def withdraw(desk: Desk, name: str, reason: str, out: Path | None) -> Act:
    """Nobody should use it any more."""
    log = shelf.log(desk.store, name)
    act = states.withdrawn(log, desk.sign, reason)
    shelf.append(desk.store, log, act)
    folder = out or desk.settings.output / name
    _write_page_again(desk, name, folder)
    _tell_others(desk, act, folder)
    return act


def correct(desk: Desk, name: str, reason: str) -> Act:
    """The draft of a correction."""
    plan = states.correction(shelf.log(desk.store, name), shelf.names(desk.store), desk.sign, reason)
    act = states.created(plan, parts.pieces(_gather(desk, plan).contents), desk.sign)
    shelf.append(desk.store, (), act)
    return act


def tell(desk: Desk, act: Act, *, as_json: bool) -> None:
    """What became of an edition."""
    found = Standing(act.state, act.plan, act.hash)
    if as_json:
        click.echo(_json(_row(desk, act, found)))
        return
    click.echo(printable(f"{act.plan.name}: {act.state}, {act.hash[:SHOWN]}, by {act.by}"), err=True)
    following = {
        State.DRAFT: f"Next: briefgen edition review {act.plan.name}",
        State.REVIEW: f"Read its files, then: briefgen edition release {act.plan.name}",
    }
    if act.state in following:
        click.echo(f"  {following[act.state]}", err=True)


def listed(desk: Desk, *, as_json: bool) -> Iterator[str]:
    """A line for each edition."""
    rows = [
        (log[-1], _standing(desk, log)) for log in (shelf.log(desk.store, name) for name in shelf.names(desk.store))
    ]
    width = max((len(act.plan.name) for act, _ in rows), default=0)
    for act, found in rows:
        if as_json:
            yield _json(_row(desk, act, found))
            continue
        topics = ", ".join(act.plan.topics)
        line = f"{act.plan.name:<{width}}  {found.state:<9}  {act.at:%Y-%m-%d}  {act.by}  {topics}"
        yield printable(f"{line}{_since(act, found)}{_after(desk, act)}")
    if not rows and not as_json:
        click.echo("no edition yet; `briefgen edition create 2026-W47` begins one", err=True)


def shown(desk: Desk, name: str, *, as_json: bool) -> Iterator[str]:
    """An edition and its log."""
    log = shelf.log(desk.store, name)
    found = _standing(desk, log)
    if as_json:
        yield _json(
            _row(desk, log[-1], found)
            | {
                "damaged": [{"part": one.part.value, "path": one.path} for one in shelf.damaged(desk.store, log)],
                "mailed": [
                    {"key": one.combination.key, **to_builtins(one.combination), "formats": list(one.formats)}
                    for one in _mailed(desk, found.plan, found.state)
                ],
                "log": [_entry(act) for act in log],
            }
        )
        return
    plan = found.plan
    yield printable(f"{name}: {found.state}{_since(log[-1], found)}")
    yield printable(f"  topics: {', '.join(plan.topics)}; formats: {', '.join(plan.formats)}{_spoken(plan)}")
    for one in _mailed(desk, plan, found.state):
        yield printable(f"  mailed: {one.combination.key} ({', '.join(one.formats)})")
    yield f"  hash: {found.hash}"
    if plan.notice:
        yield printable(f"  corrects {plan.notice.corrects}, {plan.notice.day}: {plan.notice.reason}")
    if after := _after(desk, log[-1]):
        yield printable(f"  {after.removeprefix('; ')}")
    for act in log:
        why = act.reason or states.told(act.changes)
        yield printable(f"  {act.at:%Y-%m-%d %H:%M} UTC  {act.state} by {act.by}{f': {why}' if why else ''}")
    for piece in shelf.damaged(desk.store, log):
        yield printable(f"  DAMAGED: {piece.part} {piece.path} is not what was released any more")


def refuse_damaged(desk: Desk, name: str) -> None:
    """Looks through the bytes of a released edition.

    Raises:
        CorpusError: Some are not what they were.
    """
    found = shelf.damaged(desk.store, shelf.log(desk.store, name))
    if found:
        said = f"{counted(len(found), 'piece')} of what was released {'is' if len(found) == 1 else 'are'} damaged"
        raise CorpusError(said, name, "Restore a backup: `briefgen restore`.")


def write_again(desk: Desk, name: str, folder: Path) -> None:
    """The files of a released edition, from the store."""
    found = shelf.files(desk.store, name)
    if not found:
        hint = f"`briefgen edition review {name}` writes the files of a draft."
        raise UsageError("was not released", where=name, hint=hint)
    _write(folder, found)
    output.write(folder, (_page(desk, name, folder),))


def _page(desk: Desk, name: str, folder: Path) -> File:
    """The page of a released edition in a folder."""
    log = shelf.log(desk.store, name)
    return pages.index(desk.store, settings_of(desk, log[-1].plan), log, archive.editions(folder, name))


def _write_page_again(desk: Desk, name: str, folder: Path) -> None:
    """Writes the page of an edition anew where it stands and says something else now."""
    path = pages.file_of(folder)
    if archive.edition(path) == name and (made := _page(desk, name, folder)).content != path.read_bytes():
        output.write(folder, (made,))
        click.echo(printable(f"wrote {path} anew"), err=True)


def _tell_others(desk: Desk, act: Act, folder: Path) -> None:
    """Each page beside this one says what became of the edition, and of the one that it corrects, where it names it.

    A page names those that it leads to, those that it corrects, and the one that it compares itself with.
    """
    changed = frozenset({act.plan.name, *((act.plan.notice.corrects,) if act.plan.notice else ())})
    known = set(shelf.names(desk.store))
    for one in archive.editions(folder, act.plan.name):
        path = folder / one.address
        if one.name in known and _names(desk, one.name, path, changed):
            _write_page_again(desk, one.name, path.parent)


def _names(desk: Desk, name: str, page: Path, others: frozenset[str]) -> bool:
    """Whether the page of a released edition names one of others, or is to."""
    last = shelf.log(desk.store, name)[-1]
    if last.state in states.OPEN:
        return False
    text = page.read_text(encoding="utf-8", errors="replace")
    return not others.isdisjoint((name, *parts.compared(last.pieces))) or any(one in text for one in others)


def settings_of(desk: Desk, plan: Plan) -> Config:
    """The settings, with all that they say in the locale of an edition."""
    return _speaking(desk, plan.speaks)


def _speaking(desk: Desk, locale: str) -> Config:
    """The settings, with all that they say in a locale; empty for their own."""
    if not locale:
        return desk.settings
    return replace(config.load(desk.config_path, locale=locale), store=desk.settings.store)


def _gather(desk: Desk, plan: Plan) -> Gathered:
    try:
        return making.gather(desk.store, settings_of(desk, plan), plan)
    except OSError as error:
        raise CorpusError(f"cannot be read: {error.strerror or error}", str(error.filename)) from error


def _make(desk: Desk, plan: Plan, gathered: Gathered) -> Made:
    with Progress() as progress:
        return making.make(desk.store, partial(_speaking, desk), plan, gathered, progress)


def _write(folder: Path, files: Sequence[File]) -> None:
    output.write(folder, files)
    click.echo(printable(f"wrote {counted(len(files), 'file')} to {folder}"), err=True)


def _fall_back(desk: Desk, log: tuple[Act, ...], fallen: Act | None) -> tuple[Act, ...]:
    """The log, with the act that makes it a draft again, which is said."""
    if fallen is None:
        return log
    shelf.append(desk.store, log, fallen)
    click.echo(printable(f"{fallen.plan.name}: a draft again: {states.told(fallen.changes)}"), err=True)
    return (*log, fallen)


def _draft(desk: Desk, log: Sequence[Act], fallen: Act | None) -> BriefgenError:
    """What is said of one that cannot be released as it is; that it is a draft again is kept."""
    name = log[-1].plan.name
    hint = f"Read it and run `briefgen edition review {name}`."
    if fallen is None:
        return BriefgenError("is a draft: nobody reviewed it", name, hint)
    shelf.append(desk.store, log, fallen)
    return BriefgenError(f"is a draft again: {states.told(fallen.changes)}", name, hint)


def _refuse_blocked(desk: Desk, plan: Plan, gathered: Gathered, made: Made) -> None:
    """Says what keeps an edition from being released, all of it; what is missing in its languages counts too."""
    house = desk.settings.templates[0] if desk.settings.templates else None
    own = plan.speaks or desk.settings.brand.locale
    spoken = dict.fromkeys((own, *letters.speaking(gathered.mailed)))
    layers = Layers(resources.templates(), house)
    templates = dict.fromkeys(one for locale in spoken if house for one in checking.check(layers, locale))
    settings = {
        (one.where, one.message): one
        for locale in spoken
        for one in config.check(desk.config_path, locale=locale, with_delivery=False)
    }
    found = blocks(tuple(settings.values()), tuple(templates), made.doubts)
    for one in found:
        tell_error(one)
    if found:
        raise BriefgenError(f"is not released: {counted(len(found), 'finding')}", plan.name, "Each says what to do.")


def _standing(desk: Desk, log: Sequence[Act]) -> Standing:
    """Where an edition is; of an open one, what changed since, looked up but not noted."""
    last = log[-1]
    if last.state not in states.OPEN:
        return states.standing(log, ())
    try:
        now = parts.pieces(_gather(desk, last.plan).contents)
    except BriefgenError as error:  # a topic that is gone: the list of editions still stands
        click.echo(one_line(f"note: {last.plan.name} cannot be made today: {error.message}"), err=True)
        return Standing(State.DRAFT, last.plan, last.hash)
    return states.standing(log, now)


def _after(desk: Desk, act: Act) -> str:
    """What corrects an edition, and what that one; with the state of one that is not released."""
    said = [
        one.plan.name if one.state is State.RELEASED else f"{one.plan.name} ({one.state})"
        for one in shelf.corrections(desk.store, act.plan.name)
    ]
    return f"; corrected by {', that by '.join(said)}" if said else ""


def _since(act: Act, found: Standing) -> str:
    if found.changes:
        return f"; changed since: {states.told(found.changes)}"
    return f": {act.reason}" if act.reason else ""


def _tell_outside(desk: Desk, plan: Plan) -> None:
    """Says how many people get nothing of an edition, as it has not all of their topics."""
    delivery = loading.load(settings_of(desk, plan))
    left = letters.outside(delivery, plan.topics) if delivery and not plan.notice else ()
    if left:
        lacking = sorted({topic for one in left for topic in one.combination.topics} - {*plan.topics})
        some = "person gets" if len(left) == 1 else "people get"
        said = f"note: {len(left)} {some} nothing of {plan.name}: it has no brief on {', '.join(lacking)}"
        click.echo(printable(said), err=True)


def _mailed(desk: Desk, plan: Plan, state: State) -> tuple[Wanted, ...]:
    """The briefs of an edition that go out by mail: of an open one, those of today."""
    if state in states.OPEN:
        found = letters.today(desk.store, settings_of(desk, plan), plan)
    else:
        found = letters.frozen(desk.store, plan.name)
    return found.wanted if found else ()


def _spoken(plan: Plan) -> str:
    return f"; language: {plan.speaks}" if plan.speaks else ""


def _row(desk: Desk, act: Act, found: Standing) -> dict[str, Any]:
    plan = found.plan
    return {
        "name": plan.name,
        "state": found.state.value,
        "topics": list(plan.topics),
        "formats": list(plan.formats),
        "compare_to": plan.compare_to or None,
        "locale": plan.speaks or None,
        "corrects": plan.notice and plan.notice.corrects,
        "corrected_by": shelf.correction(desk.store, plan.name) or None,
        "reason": act.reason or (plan.notice.reason if plan.notice else None),
        "hash": found.hash,
        "by": act.by,
        "at": act.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "changes": to_builtins(found.changes),
    }


def _entry(act: Act) -> dict[str, Any]:
    return {
        "state": act.state.value,
        "by": act.by,
        "at": act.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "hash": act.hash,
        "reason": act.reason or None,
        "changes": to_builtins(act.changes),
    }


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
