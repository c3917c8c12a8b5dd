"""`briefgen make`."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from briefgen.cli.app import SETTINGS
from briefgen.cli.notes import notes
from briefgen.cli.options import (
    day,
    hands,
    with_config,
    with_corpus,
    with_formats,
    with_hands,
    with_locale,
    with_store,
    with_topics,
)
from briefgen.cli.text import counted, printable
from briefgen.errors import UsageError

if TYPE_CHECKING:
    from briefgen.cli.progress import Progress
    from briefgen.config import Config
    from briefgen.corpus.store import Store
    from briefgen.model import Brief, Earlier, File
    from briefgen.orders import Order
    from briefgen.pipeline import Material
    from briefgen.running import Hands
    from briefgen.standing import Record, Row, Run

NAMED = 5
"""Notes on documents that are printed; more would hide the list of files."""
CHARTS = "-charts"
"""How the folder of a brief's charts ends (`rendering/markdown.py`)."""
WITH = {".md": (".svg", "chart"), ".html": (".csv", "data file")}
"""What is counted with a page, by the end of its name: files of the folder of its charts, and their name."""


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen make --topic transport --format pdf
  briefgen make --corpus news/ --format md --format json --out out
  briefgen make --since 2025-10-13 --as-of 2025-10-19
  briefgen make --week 2025-W43 --compare-to 2025-W42
  briefgen make --topic transport --language kk --out build/kk
""",
)
@with_topics
@with_formats
@with_corpus
@click.option("--as-of", metavar="DATE", callback=day, help="Day to speak from. Default: the newest publication date.")
@click.option("--since", metavar="DATE", callback=day, help="Leave out documents that appeared before this day.")
@click.option(
    "--week",
    "weeks",
    metavar="WEEK",
    multiple=True,
    help="Week to write about, such as 2026-W43, instead of two days; several go to a folder each.",
)
@click.option(
    "--compare-to",
    metavar="EDITION|PATH",
    multiple=True,
    help="Edition before, as the store keeps it (2026-W42, or last), or its JSON or folder: the brief says what changed"
    " since.",
)
@with_locale
@with_store
@with_config
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder to write to. Default: the output folder of the settings.",
)
@click.option(
    "--pages",
    metavar="N",
    type=click.IntRange(1),
    help="The most pages of a PDF: what goes is counted there and stays in the other formats.",
)
@with_hands
@click.option("--offline", is_flag=True, help="Fetch nothing of the feeds and pages that the settings list.")
@click.option("--together", is_flag=True, help="One brief on all topics, with a part for each.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each brief: its topic and files.")
def make(  # noqa: PLR0913 - one argument for each option
    *,
    topics: tuple[str, ...],
    formats: tuple[str, ...],
    corpus: tuple[Path, ...],
    as_of: dt.date | None,
    since: dt.date | None,
    weeks: tuple[str, ...],
    compare_to: tuple[str, ...],
    locale: str,
    store: str | None,
    config_path: Path | None,
    out: Path | None,
    pages: int | None,
    jobs: int | None,
    executor: str | None,
    offline: bool,
    together: bool,
    as_json: bool,
) -> None:
    """Write briefs: every figure cited to its sentence.

    Writes TOPIC.pdf, TOPIC.md, ... to the output folder, for several topics also index.html, which links them all, and
    lists what was written. The same documents and settings give the same bytes, wherever and whenever it runs; files
    that the last run made from the same are left as they are.

    Where documents are kept in a store (see `briefgen ingest`), a brief is about one week: the newest, unless you say
    otherwise; what is new where the settings say that documents come from is taken in first. Of files, all are read.
    """
    from msgspec.structs import replace

    from briefgen import config
    from briefgen.cli import corpora
    from briefgen.cli.errors import tell
    from briefgen.orders import Order

    if as_of and since and since > as_of:
        raise UsageError(f"is later than --as-of {as_of}", where=f"--since {since}", hint="Swap the two.")
    settings = corpora.with_store(config.load(config_path, locale=locale), store)
    for warning in settings.warnings:
        tell(warning)
    asked = _Asked(
        replace(settings, pages=pages or settings.pages),
        Order(topics, corpus, as_of, since, together=together),
        formats,
        out or settings.output,
        compare_to,
        jobs,
        executor,
        as_json,
    )
    if corpora.is_fed(settings, corpus, named=store is not None):
        from briefgen.cli.ingest import bring_in

        bring_in(settings, hands(jobs, executor), offline=offline)
    with corpora.opened(settings, corpus, named=store is not None) as kept:
        for one in _weekly(asked, weeks):
            _write(one, kept)


class _Asked(Struct, frozen=True):
    """What somebody asks for, beside the documents."""

    config: Config
    order: Order
    formats: tuple[str, ...]
    folder: Path
    compare_to: tuple[str, ...]
    jobs: int | None
    executor: str | None
    as_json: bool


def _weekly(asked: _Asked, named: Sequence[str]) -> Iterator[_Asked]:
    """What is asked for, week by week in the order of time; each of several in a folder with its name."""
    from msgspec.structs import replace

    from briefgen import weeks

    names = sorted({weeks.name(weeks.days(one)[0]) for one in named})
    if not names:
        yield asked
    for name in names:
        folder = asked.folder / name if len(names) > 1 else asked.folder
        yield replace(asked, order=replace(asked.order, week=name), folder=folder)


def _write(asked: _Asked, store: Store | None) -> None:
    """Writes the briefs, or leaves those of the last run."""
    from briefgen import rendering, standing
    from briefgen.cli import archive

    order, settings = asked.order, asked.config
    topics = order.topics or tuple(topic.id for topic in settings.topics)
    if store is None:
        _refuse_editions(asked.compare_to)
    files = tuple(Path(one) for one in asked.compare_to if store is None or Path(one).exists())
    kept = tuple(one for one in asked.compare_to if Path(one) not in files)
    words = (order.as_of, order.since, order.week, settings.pages, order.together, settings.time_zone)
    run = standing.Run(
        settings,
        asked.folder,
        rendering.named(asked.formats),
        () if store else order.corpus or settings.corpus,
        files,
        store.where if store else "",
        " ".join((store.revision(), *_marks(store, topics, kept))) if store else "",
        (*map(str, words), *order.topics, *kept),
        archive.marks(asked.folder, store) if not order.together and len(topics) > 1 else (),
    )
    made = standing.made_from(run)
    before = standing.standing(run, made)
    if before is None:
        workers = hands(asked.jobs, asked.executor)
        _make(run, _Documents(store, order, workers, kept), made, as_json=asked.as_json)
    else:
        _leave(run, before, as_json=asked.as_json)


def _refuse_editions(names: Sequence[str]) -> None:
    """Raises `UsageError` for what is neither a file nor a folder: without a store no edition is kept."""
    for name in names:
        if not Path(name).exists():
            hint = "Name the JSON of a brief or its folder, or make both editions from a store (see `briefgen ingest`)."
            raise UsageError(f"there is no “{name}”, and no store that keeps editions", where="--compare-to", hint=hint)


def _marks(store: Store, topics: Sequence[str], editions: Sequence[str]) -> Iterator[str]:
    """What changes with the editions of the store that are compared with."""
    if editions:
        yield from (f"{name} {topic} {made}" for topic in topics for name, _, _, made in store.editions(topic))


class _Documents(Struct, frozen=True):
    """Where the documents come from, and which of them."""

    store: Store | None
    order: Order
    hands: Hands
    """Who reads them, and sets the briefs."""
    compare_to: tuple[str, ...] = ()
    """Editions of the store."""


def _leave(run: Run, before: Record, *, as_json: bool) -> None:
    """Says what stands from the run before."""
    from briefgen import standing

    for line in before.notes:
        click.echo(printable(line), err=True)
    for row in before.rows:
        files = standing.files(run, row)
        if as_json and row.topic:
            click.echo(_row(row, files))
        for line in summary(files):
            click.echo(printable(f"unchanged {line}"), err=True)


def _make(run: Run, wanted: _Documents, made: str | None, *, as_json: bool) -> None:
    """Writes the briefs, and remembers what was written."""
    from briefgen import pipeline, standing
    from briefgen.cli import output
    from briefgen.cli.progress import Progress

    order = wanted.order
    pipeline.check_formats(run.formats)
    output.refuse_unwritable(run.folder)
    output.refuse_inside(run.folder, run.corpus)
    named = [topic.id for topic in pipeline.choose(run.config.topics, order.topics)]
    written: list[Path] = []
    rows: list[Row] = []
    listed: list[tuple[Brief, tuple[Path, ...]]] = []
    try:
        with Progress() as progress:
            pays = pipeline.pays(1 if order.together else len(named), run.formats)
            for brief, files in _briefs(run, wanted, progress, pays=pays):
                written += files
                listed.append((brief, files))
                rows.append(standing.row(run, brief.topic, brief.edition.name, files))
                if as_json:
                    click.echo(_row(rows[-1], files))
        if len(listed) > 1:
            page = _index(run, listed, wanted.store)
            written += page
            rows.append(standing.row(run, "", listed[0][0].edition.name, page))
    finally:  # what was written before an error stays, and is named
        for line in summary(written):
            click.echo(printable(f"wrote {line}"), err=True)
    if made is not None:
        standing.remember(run, standing.Record(made, tuple(rows), tuple(progress.notes)))


def _briefs(
    run: Run, wanted: _Documents, progress: Progress, *, pays: bool
) -> Iterator[tuple[Brief, tuple[Path, ...]]]:
    """Each brief with its files, written, and kept in the store; remarks on standard error."""
    from briefgen import corrected, pipeline
    from briefgen.cli import corpora, output

    order, store = wanted.order, wanted.store
    material = corpora.collect(run.config, order, store, progress)
    material = pipeline.compared(material, _earlier(run, wanted, material))
    for line in _remarks(material):
        progress.note(line)
    read = counted(len(material.corpus.documents), "document")
    weighed = corpora.weigh(run.config, pipeline.outward(run.config, material), store, progress, wanted.hands)
    for line in notes(tuple(corrected.doubts(weighed.outcomes)), NAMED, "; `briefgen correct --list` shows all"):
        progress.note(line)
    for one in pipeline.doubts(run.config, weighed):
        progress.note(f"{one.level}: {one.where}: {one.message}. {one.hint}")
    each = pipeline.briefs(run.config, weighed, progress)
    briefs = (pipeline.together(each),) if order.together else each
    for brief, made in pipeline.render_each(briefs, run.formats, run.config, wanted.hands, progress, pays=pays):
        yield brief, output.write(run.folder, made)
        for one in pipeline.overlong(run.config, brief, made):
            progress.note(f"warning: {one.where}: {one.message}. {one.hint}")
        if store is not None:
            for line in _keep(store, brief, run.config, made):
                progress.note(line)
        if "pdf" in run.formats and (lacking := pipeline.unprintable(run.config, brief)):
            progress.note(f"note: {brief.topic}: {lacking}")
        if material.corpus.documents and pipeline.is_quiet(brief):
            progress.note(f"note: {brief.topic}: nothing on “{brief.title}” in {read}; the brief says so")


def _earlier(run: Run, wanted: _Documents, material: Material) -> tuple[Earlier, ...]:
    """The editions to compare with: those of files, and those of the store."""
    from briefgen import previous, stored

    topics = [topic.id for topic in material.topics]
    found = list(previous.load(run.previous, topics))
    if wanted.store is not None:
        for name in wanted.compare_to:
            found += stored.earlier(wanted.store, name, topics, material.edition.name)
    return previous.once(found)


def _keep(store: Store, brief: Brief, settings: Config, made: Sequence[File]) -> Iterator[str]:
    """Keeps a brief in the store, for later ones to be compared with it; a remark where it may not be written to."""
    from briefgen import pipeline, stored
    from briefgen.errors import ReadOnlyError

    name = f"{brief.topic}.json"
    files = made if any(file.name == name for file in made) else pipeline.render(brief, ("json",), settings)
    content = next(file.content for file in files if file.name == name)
    try:
        stored.keep(store, brief, content, dt.datetime.now(dt.UTC))
    except ReadOnlyError as error:
        yield f"note: {brief.topic}: not kept, so no later brief is compared with it: {error.where} {error.message}"


def _index(run: Run, made: Sequence[tuple[Brief, tuple[Path, ...]]], store: Store | None) -> tuple[Path, ...]:
    """The page that links the briefs of this run and the editions around it, written."""
    from briefgen import pipeline
    from briefgen.cli import archive, output

    listed = [(brief, [path.relative_to(run.folder).as_posix() for path in files]) for brief, files in made]
    earlier = archive.editions(run.folder, made[0][0].edition.name)
    if store is not None and earlier:
        from briefgen.editions import pages

        earlier = pages.told(store, earlier)
    return output.write(run.folder, (pipeline.index(run.config, listed, earlier),))


def _row(row: Row, files: Sequence[Path]) -> str:
    """What scripts get to know of a brief, as JSON."""
    paths = [path.as_posix() for path in files]
    return json.dumps({"topic": row.topic, "edition": row.edition, "files": paths}, ensure_ascii=False)


def _remarks(material: Material) -> Iterator[str]:
    """What a person should know of the documents; each brief says it in full."""
    yield from notes(material.corpus.omissions, NAMED, "; “Gaps and cautions” of each brief names all of them")
    if not material.corpus.documents:
        yield "note: no document is left to report on; the briefs say so"


def summary(written: Sequence[Path]) -> Iterator[str]:
    """The files as one would type them here; those in folders of their own are counted with the file they belong to.

    A brief's charts and their data stand in "TOPIC-charts/" beside "TOPIC.md" and "TOPIC.html".
    """
    beside = Counter((path.parent, path.suffix) for path in written)
    for path in written:
        if path.parent.name.endswith(CHARTS):
            continue
        suffix, noun = WITH.get(path.suffix, ("", ""))
        number = beside[path.with_name(path.stem + CHARTS), suffix]
        yield _shown(path) + (f" (+{counted(number, noun)})" if number else "")


def _shown(path: Path) -> str:
    """A path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
