"""What this version of briefgen would make of a project, tried without changing anything: `briefgen upgrade --check`.

Each part is tried on its own, so that one that fails hides no other: the settings, the store and the outbox (copies of
them), the templates of the house with the sample briefs, and the latest edition of each topic, made again from its
documents.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from briefgen import config, orders, pipeline, previous, samples, stored
from briefgen.config import Config
from briefgen.config.delivery import loading
from briefgen.config.problems import Level
from briefgen.corpus.store import Store, open_store, places
from briefgen.corpus.store.values import KeptEdition
from briefgen.delivery.outbox import looking, open_outbox
from briefgen.delivery.outbox import schema as tables
from briefgen.editions import shelf
from briefgen.editions.values import State
from briefgen.errors import BriefgenError, ConfigError, CorpusError
from briefgen.model import Brief, ChangeKind, Corpus
from briefgen.readings import read_each

NAMED = 3
"""Damaged pieces that are named; more are counted."""
FORMATS = ("md", "html", "eml")
"""Formats that are made with templates; a PDF is made with those of HTML."""
Tell = Callable[[str], None]


class Result(StrEnum):
    """What a try came to."""

    FINE = "ok"
    DIFFERS = "differs"
    """It works, and reads otherwise than before."""
    SKIPPED = "skipped"
    FAILED = "FAILED"


class Trial(Struct, frozen=True):
    """One part of a project, tried."""

    part: str
    result: Result
    said: str


def trials(path: Path | None, tell: Tell = lambda _: None, store: str | None = None) -> Iterator[Trial]:
    """Everything that is tried, as it is done.

    Args:
        path: The settings; the nearest where None.
        tell: Is told what happens next.
        store: The store instead of that of the settings.
    """
    try:
        settings = config.load(path)
    except ConfigError as error:
        for finding in error.findings:
            yield Trial("settings", Result.FAILED, f"{finding.where}: {finding.message}")
        yield Trial("everything else", Result.SKIPPED, "nothing can be tried without settings")
        return
    for warning in settings.warnings:
        yield Trial("settings", Result.DIFFERS, f"{warning.where}: {warning.message}")
    if not settings.warnings:
        yield Trial("settings", Result.FINE, str(settings.path))
    with tempfile.TemporaryDirectory(prefix="briefgen-") as scratch:
        yield from _store(settings, store or settings.store, Path(scratch), tell)
        yield from _mail(settings, Path(scratch), tell)
    yield from _templates(settings, tell)


def _store(settings: Config, where: str, scratch: Path, tell: Tell) -> Iterator[Trial]:
    """The store, on a copy, and what its editions would read like."""
    if places.is_shared(where):
        said = "a shared database is not tried: restore its dump under another name, and name that with --store"
        yield Trial("store", Result.SKIPPED, said)
        return
    if not Path(where).is_file():
        yield Trial("store", Result.SKIPPED, f"there is none at {where}")
        return
    tell("trying the store")
    try:
        before = _copied(Path(where), scratch / "corpus.db")
        with open_store(scratch / "corpus.db", create=False) as store:
            problem = next(store.engine.problems(), None)
            if problem:
                yield Trial("store", Result.FAILED, f"{problem}; see `briefgen corpus check`")
                return
            now = next(store.engine.rows("PRAGMA user_version"))[0]
            step = f"tables of version {now}" if now == before else f"tables from version {before} to {now}"
            yield Trial("store", Result.FINE, f"{store.count():,} documents, {step}")
            yield from _released(store)
            yield from _editions(settings, store, tell)
    except BriefgenError as error:
        yield Trial("store", Result.FAILED, error.message)


def _mail(settings: Config, scratch: Path, tell: Tell) -> Iterator[Trial]:
    """The settings of mail, and the outbox on a copy; nothing where nothing is mailed."""
    findings = loading.findings(settings)
    for one in findings:
        result = Result.FAILED if one.level is Level.ERROR else Result.DIFFERS
        yield Trial("delivery", result, f"{one.where}: {one.message}")
    if any(one.level is Level.ERROR for one in findings) or (delivery := loading.load(settings)) is None:
        return
    if not findings:
        yield Trial("delivery", Result.FINE, str(delivery.path))
    if not delivery.outbox.is_file():
        yield Trial("outbox", Result.SKIPPED, f"there is none at {delivery.outbox}")
        return
    tell("trying the outbox")
    try:
        yield _outbox(delivery.outbox, scratch / "outbox.db")
    except BriefgenError as error:
        yield Trial("outbox", Result.FAILED, error.message)


def _outbox(path: Path, copy: Path) -> Trial:
    """A copy, brought up to date: is it whole, and is every letter that was frozen what it was?"""
    before = _copied(path, copy, "outbox")
    copy.chmod(0o600)
    with open_outbox(copy, create=False) as outbox:
        problem = next(outbox.problems(), None)
        if problem:
            return Trial("outbox", Result.FAILED, f"{problem}; bring back a backup beside it: `briefgen restore`")
        editions = looking.editions(outbox)
        for one in editions:
            looking.letters(outbox, one.name)
        number = sum(sum(looking.counts(outbox, one.name).values()) for one in editions)
    now = len(tables.VERSIONS)
    step = f"tables of version {now}" if now == before else f"tables from version {before} to {now}"
    said = f"editions: {len(editions):,}, messages: {number:,}, letters as they were frozen, {step}"
    return Trial("outbox", Result.FINE, said)


def _released(store: Store) -> Iterator[Trial]:
    """Whether every released edition is what it was, byte for byte."""
    for name in shelf.names(store):
        part = f"released edition {name}"
        try:
            log = shelf.log(store, name)
            found = shelf.damaged(store, log)
        except BriefgenError as error:
            yield Trial(part, Result.FAILED, error.message)
            continue
        if found:
            told = ", ".join(f"{one.part} {one.path}" for one in found[:NAMED])
            more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
            yield Trial(part, Result.FAILED, f"not what was released any more: {told}{more}")
        elif any(act.state is State.RELEASED for act in log):
            yield Trial(part, Result.FINE, "every byte is what was released")


def _copied(path: Path, target: Path, what: str = "store") -> int:
    """Copies a store or an outbox, whatever version it is of, without bringing it up to date; that version.

    Raises:
        CorpusError: It cannot be read.
    """
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as link,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            link.backup(copy)
            return int(link.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        see = "corpus check" if what == "store" else "doctor"
        raise CorpusError(f"cannot be read ({error}); see `briefgen {see}`", str(path)) from error


def _editions(settings: Config, store: Store, tell: Tell) -> Iterator[Trial]:
    """The latest edition of each topic, made again."""
    for topic in settings.topics:
        latest = next(iter(store.editions(topic.id)), None)
        kept = store.brief(latest[0], topic.id) if latest else None
        if kept is None:
            continue
        part = f"edition {kept.name} on {topic.id}"
        tell(f"making {part} again")
        try:
            yield Trial(part, *_compared(kept, _again(settings, store, kept, tell)))
        except BriefgenError as error:
            yield Trial(part, Result.FAILED, error.message)


def _again(settings: Config, store: Store, kept: KeptEdition, tell: Tell) -> Brief:
    """A brief as it would be made today from the same documents, compared with the one that is kept."""
    earlier = previous.parsed(json.loads(kept.brief), f"{store.where}: {kept.name}, {kept.topic}")
    documents = tuple(sorted(store.documents(kept.documents), key=lambda one: (one.name, one.id)))
    order = orders.Order((kept.topic,), as_of=kept.as_of, since=kept.since, previous=(earlier,))
    days = {document.id: kept.as_of for document in documents if kept.as_of}
    material = pipeline.outward(settings, pipeline.material(settings, order, Corpus(documents), days))
    readings = stored.read_all(store, material.corpus.documents, settings.topics, read_each, tell)
    (brief,) = pipeline.briefs(settings, pipeline.weigh(settings, material, tell, readings), tell)
    return brief


def _compared(kept: KeptEdition, brief: Brief) -> tuple[Result, str]:
    """Whether a brief says what the kept one said."""
    changes = Counter(change.kind for change in brief.since.changes) if brief.since else Counter()
    facts = f"{sum(not fact.derived for fact in brief.facts)} facts"
    gone = len(kept.documents) - len(brief.documents)
    if not changes:
        return Result.FINE, f"the same {facts}{f'; {gone} of its documents are gone' if gone else ''}"
    told = ", ".join(
        f"{number} {'re-read' if kind is ChangeKind.REREAD else kind.value}" for kind, number in changes.items()
    )
    return Result.DIFFERS, f"{facts}, of which would read differently: {told} (no news: briefs say “re-read”)"


def _templates(settings: Config, tell: Tell) -> Iterator[Trial]:
    """The sample briefs with the templates and looks of the house."""
    for name in samples.NAMES:
        tell(f"trying the templates with the sample {name}")
        part = f"templates, sample {name}"
        try:
            dressed = samples.dressed(samples.settings(name), settings)
            (brief,) = pipeline.make(dressed, orders.Order(), tell)
            pipeline.render(brief, FORMATS, dressed, tell)
        except BriefgenError as error:
            yield Trial(part, Result.FAILED, f"{error.where or ''}: {error.message}".lstrip(": "))
        else:
            yield Trial(part, Result.FINE, ", ".join(FORMATS))
