"""`briefgen ingest`, and the same for `briefgen make`. The clock is read here, and handed on."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import Existing, with_config, with_hands, with_store
from briefgen.cli.text import counted, one_line, printable
from briefgen.errors import UsageError

if TYPE_CHECKING:
    from briefgen.cli.progress import Progress
    from briefgen.config import Config
    from briefgen.corpus.store import Store
    from briefgen.fetching import Web
    from briefgen.ingesting import Report, Tools
    from briefgen.running import Hands, Workers

NAMED = 10
"""Documents of a kind that the summary names; `--json` has all."""
WORTH = 40
"""Files from which other processes pay; starting one costs as much as reading some twenty."""
DOUBTS = {
    "guessed": "read with a guessed encoding (letters may be wrong)",
    "turned": "with hidden characters that turn text round on a screen",
}
"""Kind of doubt → what is said of the documents that have it."""
CARRIED = (
    "text as its feed carries it, since its page could not be had",
    "texts as their feeds carry them, since their pages could not be had",
)
FAILED = ("refused", "later")
"""States of what could not be had."""
DOUBTED = 3
"""Documents whose letters may be wrong that the summary names."""
BAR = 24
"""Columns of the bar."""


class Where(Existing):
    """A file or folder that is there, or an address, which stays as it is written."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's signature
        """A path, or the text of an address. Raises `UsageError` where nothing is."""
        return value if "://" in str(value) else super().convert(value, param, ctx)


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen ingest clippings/
  briefgen ingest https://news.example/feed.xml report.pdf
  briefgen ingest --watch inbox/
""",
)
@click.argument("where", metavar="[PATH|URL...]", nargs=-1, type=Where(path_type=Path))
@with_store
@click.option("--watch", is_flag=True, help="Go on, and take in files as they appear in folders, until Ctrl-C.")
@click.option("--offline", is_flag=True, help="Fetch nothing from the web.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each document, then a summary.")
@with_hands
@with_config
def ingest(  # noqa: PLR0913 - one argument for each option
    *,
    where: tuple[Path | str, ...],
    store: str | None,
    watch: bool,
    offline: bool,
    as_json: bool,
    jobs: int | None,
    executor: str | None,
    config_path: Path | None,
) -> None:
    """Take documents into the store: files, folders, pages and feeds.

    Without PATH or URL: what the settings list as the corpus. A feed is followed to the pages that it names; of the
    front page of a site its feed is taken. What was taken in before, and has not changed, is passed over: the same
    command goes on where it was ended.
    """
    from briefgen import config
    from briefgen.cli import INTERRUPTED, corpora
    from briefgen.cli.options import hands
    from briefgen.corpus.store import open_store

    settings = corpora.with_store(config.load(config_path), store)
    paths = tuple(one for one in where if isinstance(one, Path))
    addresses = tuple(one for one in where if isinstance(one, str))
    if not where:
        paths, addresses = settings.corpus, settings.addresses
    if watch and (addresses or not paths):
        raise UsageError("is for files and folders", where="--watch", hint="Run feeds from a timer, such as cron.")
    asked = _Asked(settings, paths, () if offline else addresses, hands(jobs, executor), as_json)
    with open_store(settings.store) as kept:
        _label(kept, settings)
        told = _Told(as_json=as_json)
        try:
            (_watch if watch else _once)(kept, asked, told)
        except KeyboardInterrupt:
            told.sum_up(kept)
            click.echo("Interrupted. What was taken in is kept; the same command goes on from there.", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        told.sum_up(kept)
    if told.has_failed:
        raise click.exceptions.Exit(1)


def _label(store: Store, settings: Config) -> None:
    """Sees to it that what is there has today's topics, as what comes in will."""
    from briefgen import labelling
    from briefgen.cli.progress import Progress

    with Progress() as progress:
        labelling.refresh(store, settings.topics, progress)


class _Asked(Struct, frozen=True):
    """What somebody asks for."""

    config: Config
    paths: Sequence[Path]
    addresses: Sequence[str]
    hands: Hands
    as_json: bool = False


class _Told:
    """What became of everything, counted, the first few of each kind by name."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self.counts: Counter[str] = Counter()
        self.named: dict[str, list[Report]] = {}
        self.doubts: Counter[str] = Counter()
        """By kind."""
        self.doubted: dict[str, list[str]] = {}
        """Kind of doubt → the first documents, and what of them is in doubt, in words."""
        self.gone: list[str] = []
        """The files that are there no more while their documents are."""
        self.has_failed = False

    def tell(self, report: Report) -> None:
        """One more."""
        state = report.state.value
        self._count(state, report)
        if report.is_carried:
            self._count("carried", report)
        for doubt in report.doubts:
            self.doubts[doubt.kind.value] += 1
            if len(some_ := self.doubted.setdefault(doubt.kind.value, [])) < DOUBTED:
                some_.append(f"{report.name} ({doubt.detail})")
        self.has_failed = self.has_failed or (report.is_given and state in FAILED)
        if self._as_json:
            row = {
                "name": report.name,
                "state": state,
                "id": report.document_id,
                "beside": report.beside,
                "reason": report.reason,
                "carried": report.is_carried,
                "doubts": [doubt.reason for doubt in report.doubts],
            }
            click.echo(json.dumps(row, ensure_ascii=False))

    def _count(self, state: str, report: Report) -> None:
        self.counts[state] += 1
        if len(some := self.named.setdefault(state, [])) < NAMED:
            some.append(report)

    def missed(self, gone: Iterable[str]) -> None:
        """Files that are there no more."""
        self.gone = list(gone)

    def sum_up(self, store: Store) -> None:
        """The summary: JSON on standard output, or words for a person."""
        total = store.count()
        if self._as_json:
            states = ("added", "near", "known", "refused", "later", "carried")
            counts = {state: self.counts[state] for state in states}
            counts |= {kind: self.doubts[kind] for kind in DOUBTS} | {"gone": len(self.gone)}
            last = {"summary": counts, "gone": self.gone, "store": store.where, "documents": total}
            click.echo(json.dumps(last, ensure_ascii=False))
            return
        for line in self._lines():
            click.echo(printable(line), err=True)
        click.echo(printable(f"{store.where} holds {counted(total, 'document')}."), err=True)

    def _lines(self) -> Iterator[str]:
        counts = self.counts
        added = counts["added"] + counts["near"]
        yield f"{counted(added, 'document')} added, {counts['known']:,} already there."
        yield from self._doubted()
        yield from self._some("carried", CARRIED, lambda one: one.reason or "")
        yield from self._some(
            "near", ("near-duplicate", "near-duplicates"), lambda one: f"much the same as {one.beside}"
        )
        yield from self._some("refused", ("refusal", "refusals"), lambda one: one.reason or "")
        yield from self._some(
            "later", ("page to be tried again", "pages to be tried again"), lambda one: one.reason or ""
        )
        yield from self._gone()

    def _gone(self) -> Iterator[str]:
        if not self.gone:
            return
        is_one = len(self.gone) == 1
        what = "file is no longer there; its" if is_one else "files are no longer there; their"
        yield f"{len(self.gone):,} {what} documents stay, and `briefgen documents remove` takes them out:"
        yield from (f"  {one_line(name)}" for name in self.gone[:NAMED])
        if len(self.gone) > NAMED:
            yield f"  and {len(self.gone) - NAMED:,} more; --json lists all"

    def _doubted(self) -> Iterator[str]:
        for kind, what in DOUBTS.items():
            if number := self.doubts[kind]:
                more = ", …" if number > DOUBTED else ""
                yield f"{number:,} {what}: {', '.join(map(one_line, self.doubted[kind]))}{more}"

    def _some(self, state: str, nouns: tuple[str, str], why: Callable[[Report], str]) -> Iterator[str]:
        number = self.counts[state]
        if not number:
            return
        yield f"{number:,} {nouns[number > 1]}:"
        for one in self.named[state]:
            yield f"  {one_line(one.name)}: {one_line(why(one))}"
        if number > NAMED:
            yield f"  and {number - NAMED:,} more; --json lists all"


def _once(store: Store, asked: _Asked, told: _Told) -> None:
    """Takes everything in."""
    from briefgen.cli.progress import Progress
    from briefgen.ingesting.files import found
    from briefgen.ingesting.standing import gone

    with Progress() as progress:
        total = sum(1 for _ in found(asked.paths)) if asked.paths else 0
        progress("reading the documents")
        bar = _Bar(progress, total)
        with asked.hands.workers(_modules(), pays=total >= WORTH) as workers:
            for report in _reports(store, asked, workers, progress):
                told.tell(report)
                bar.step(told)
    told.missed(gone(store, [path for path in asked.paths if path.is_dir()]))
    if asked.paths and not asked.addresses and not total:
        raise UsageError("no documents", where=" ".join(map(str, asked.paths)), hint="Name files or folders with some.")


def _watch(store: Store, asked: _Asked, told: _Told) -> None:
    """Takes files in as they appear, for ever."""
    from briefgen.cli.progress import Progress
    from briefgen.ingesting import Intake, ingest
    from briefgen.ingesting.watching import appearing

    with Progress() as progress, asked.hands.workers(_modules(), pays=False) as workers:
        progress("waiting for documents; Ctrl-C ends this")
        tools = _tools(asked.config, None, workers, lambda _: None)
        for files in appearing(asked.paths):
            for report in ingest(store, Intake(files), tools):
                told.tell(report)
                if not asked.as_json and report.state.value != "known":
                    progress.note(_line(report))


def _line(report: Report) -> str:
    doubts = "; ".join(doubt.reason for doubt in report.doubts)
    detail = report.reason or doubts or (f"much the same as {report.beside}" if report.state.value == "near" else "")
    return one_line(f"{report.state.value}: {report.name}" + (f": {detail}" if detail else ""))


class _Bar:
    """How far it is, on the line of the progress."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total = progress, total

    def step(self, told: _Told) -> None:
        """One more is done. Some files hold several documents: the bar counts no further than the files."""
        done = sum(told.counts.values()) - told.counts["carried"]
        if done > self._total:
            return
        full = BAR * done // self._total
        refused = f", {told.counts['refused']:,} refused" if told.counts["refused"] else ""
        self._progress(f"[{'#' * full}{'.' * (BAR - full)}] {done:,} of {counted(self._total, 'file')}{refused}")


def _modules() -> tuple[str, ...]:
    from briefgen.ingesting.run import MODULES

    return MODULES


def _reports(store: Store, asked: _Asked, workers: Workers, tell: Callable[[str], None]) -> Iterator[Report]:
    """What becomes of each document of paths and addresses."""
    from briefgen.ingesting import Intake, ingest
    from briefgen.ingesting.files import found

    files = found(asked.paths) if asked.paths else ()
    if not asked.addresses:
        yield from ingest(store, Intake(files), _tools(asked.config, None, workers, tell))
        return
    with web(asked.config) as client:
        intake = Intake(files, tuple(asked.addresses))
        yield from ingest(store, intake, _tools(asked.config, client, workers, tell))


def _tools(settings: Config, client: Web | None, workers: Workers, tell: Callable[[str], None]) -> Tools:
    from briefgen.ingesting import Tools

    return Tools(lambda: dt.datetime.now(dt.UTC), settings.topics, client, workers, tell=tell)


def web(settings: Config) -> Web:
    """A client for the web with the manner of the settings, and the proxies of the environment."""
    from briefgen import __version__
    from briefgen.fetching import Manner, Web

    manner = Manner(f"briefgen/{__version__}", settings.allow_hosts, settings.certificates)
    return Web(manner, environment=dict(os.environ))


def bring_in(settings: Config, hands: Hands, *, offline: bool) -> None:
    """Takes in what the settings list, before briefs are made from the store; what fails becomes a note.

    Raises:
        CorpusError: The store cannot be opened or written to.
    """
    from briefgen.cli.notes import notes
    from briefgen.cli.progress import Progress
    from briefgen.corpus.store import open_store
    from briefgen.model import Omission

    there = tuple(path for path in settings.corpus if path.exists())
    asked = _Asked(settings, there, () if offline else settings.addresses, hands)
    with (
        Progress() as progress,
        open_store(settings.store) as store,
        hands.workers(_modules(), pays=False) as workers,
    ):
        failed = [
            Omission(report.name, f"nothing new from there: {report.reason}")
            for report in _reports(store, asked, workers, progress)
            if report.is_given and report.state.value in FAILED
        ]
        for line in notes(failed, NAMED):
            progress.note(line)
