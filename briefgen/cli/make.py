"""`briefgen make`."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.notes import notes
from briefgen.cli.options import day, existing, with_config, with_corpus, with_formats
from briefgen.cli.text import counted, printable
from briefgen.errors import UsageError

if TYPE_CHECKING:
    from briefgen.cli.progress import Progress
    from briefgen.model import Brief
    from briefgen.pipeline import Material, Order
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
  briefgen make --format json --out out/2025-W43 --previous out/2025-W42
""",
)
@click.option("--topic", "topics", metavar="ID", multiple=True, help="Topic to write about; repeatable. Default: all.")
@with_formats
@with_corpus
@click.option("--as-of", metavar="DATE", callback=day, help="Day to speak from. Default: the newest publication date.")
@click.option("--since", metavar="DATE", callback=day, help="Leave out documents that appeared before this day.")
@click.option(
    "--previous",
    metavar="PATH",
    type=existing,
    multiple=True,
    help="JSON of the edition before, or its folder: the brief says what changed since.",
)
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
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="The most processes that set briefs side by side. Default: one for each core.",
)
@click.option("--together", is_flag=True, help="One brief on all topics, with a part for each.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each brief: its topic and files.")
def make(  # noqa: PLR0913 - one argument for each option
    *,
    topics: tuple[str, ...],
    formats: tuple[str, ...],
    corpus: tuple[Path, ...],
    as_of: dt.date | None,
    since: dt.date | None,
    previous: tuple[Path, ...],
    config_path: Path | None,
    out: Path | None,
    pages: int | None,
    jobs: int | None,
    together: bool,
    as_json: bool,
) -> None:
    """Write briefs: every figure cited to its sentence.

    Writes TOPIC.pdf, TOPIC.md, ... to the output folder, for several topics also index.html, which links them all, and
    lists what was written. The same documents and settings
    give the same bytes, wherever and whenever it runs; files that the last run made from the same are left as they are.
    """
    from msgspec.structs import replace

    from briefgen import config, rendering, standing
    from briefgen.cli.errors import tell

    if as_of and since and since > as_of:
        raise UsageError(f"is later than --as-of {as_of}", where=f"--since {since}", hint="Swap the two.")
    settings = config.load(config_path)
    for warning in settings.warnings:
        tell(warning)
    folder = out or settings.output
    run = standing.Run(
        replace(settings, pages=pages or settings.pages),
        folder,
        rendering.named(formats),
        corpus or settings.corpus,
        previous,
        (str(as_of), str(since), str(pages), str(together), *topics),
        _around(folder) if not together and len(topics or settings.topics) > 1 else (),
    )
    made = standing.made_from(run)
    before = standing.standing(run, made)
    if before is None:
        from briefgen.pipeline import Order

        _make(run, Order(topics, corpus, as_of, since, together=together), made, jobs=jobs, as_json=as_json)
    else:
        _leave(run, before, as_json=as_json)


def _around(folder: Path) -> tuple[str, ...]:
    """The editions that the index page will name, as words of a key."""
    from briefgen.cli import archive

    return tuple(word for one in archive.editions(folder) for word in (one.name, one.address))


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


def _make(run: Run, order: Order, made: str | None, *, jobs: int | None, as_json: bool) -> None:
    """Writes the briefs, and remembers what was written."""
    from msgspec.structs import replace

    from briefgen import pipeline, standing
    from briefgen import previous as editions
    from briefgen.cli import output
    from briefgen.cli.progress import Progress

    pipeline.check_formats(run.formats)
    output.refuse_unwritable(run.folder)
    output.refuse_inside(run.folder, run.corpus)
    named = [topic.id for topic in pipeline.choose(run.config.topics, order.topics)]
    order = replace(order, previous=editions.load(run.previous, named))
    written: list[Path] = []
    rows: list[Row] = []
    listed: list[tuple[Brief, tuple[Path, ...]]] = []
    try:
        with Progress() as progress:
            processes = pipeline.processes(1 if order.together else len(named), run.formats, jobs)
            for brief, files in _briefs(run, order, processes, progress):
                written += files
                listed.append((brief, files))
                rows.append(standing.row(run, brief.topic, brief.edition.name, files))
                if as_json:
                    click.echo(_row(rows[-1], files))
        if len(listed) > 1:
            page = _index(run, listed)
            written += page
            rows.append(standing.row(run, "", listed[0][0].edition.name, page))
    finally:  # what was written before an error stays, and is named
        for line in summary(written):
            click.echo(printable(f"wrote {line}"), err=True)
    if made is not None:
        standing.remember(run, standing.Record(made, tuple(rows), tuple(progress.notes)))


def _briefs(run: Run, order: Order, processes: int, progress: Progress) -> Iterator[tuple[Brief, tuple[Path, ...]]]:
    """Each brief with its files, written; remarks on standard error."""
    from briefgen import corrections, pipeline
    from briefgen.cli import output

    material = pipeline.collect(run.config, order, progress)
    for line in _remarks(material):
        progress.note(line)
    read = counted(len(material.corpus.documents), "document")
    weighed = pipeline.weigh(run.config, pipeline.outward(run.config, material), progress)
    for line in notes(tuple(corrections.doubts(weighed.outcomes)), NAMED, "; `briefgen correct --list` shows all"):
        progress.note(line)
    each = pipeline.briefs(run.config, weighed, progress)
    briefs = (pipeline.together(each),) if order.together else each
    for brief, made in pipeline.render_each(briefs, run.formats, run.config, processes, progress):
        yield brief, output.write(run.folder, made)
        if "pdf" in run.formats and (lacking := pipeline.unprintable(run.config, brief)):
            progress.note(f"note: {brief.topic}: {lacking}")
        if material.corpus.documents and pipeline.is_quiet(brief):
            progress.note(f"note: {brief.topic}: nothing on “{brief.title}” in {read}; the brief says so")


def _index(run: Run, made: Sequence[tuple[Brief, tuple[Path, ...]]]) -> tuple[Path, ...]:
    """The page that links the briefs of this run and the editions around it, written."""
    from briefgen import pipeline
    from briefgen.cli import archive, output

    listed = [(brief, [path.relative_to(run.folder).as_posix() for path in files]) for brief, files in made]
    earlier = archive.editions(run.folder, made[0][0].edition.name)
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
