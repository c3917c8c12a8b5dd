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
from briefgen.cli.options import day, existing, with_config, with_corpus
from briefgen.cli.text import counted, printable
from briefgen.errors import UsageError

if TYPE_CHECKING:
    from briefgen.cli.progress import Progress
    from briefgen.config import Config
    from briefgen.model import Brief
    from briefgen.pipeline import Material, Order

NAMED = 5
"""Notes on documents that are printed; more would hide the list of files."""
CHARTS = "-charts"
"""How the folder of a brief's charts ends (`rendering/markdown.py`)."""


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
@click.option(
    "--format",
    "formats",
    metavar="NAME",
    multiple=True,
    default=("pdf",),
    show_default=True,
    help="md, html, pdf or json; repeatable.",
)
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
    as_json: bool,
) -> None:
    """Write briefs: every figure cited to its sentence.

    Writes TOPIC.pdf, TOPIC.md, ... to the output folder and lists what was written. The same documents and settings
    give the same bytes, wherever and whenever it runs.
    """
    from briefgen import config, pipeline
    from briefgen import previous as editions
    from briefgen.cli import output
    from briefgen.cli.errors import tell
    from briefgen.cli.progress import Progress

    if as_of and since and since > as_of:
        raise UsageError(f"is later than --as-of {as_of}", where=f"--since {since}", hint="Swap the two.")
    settings = config.load(config_path)
    for warning in settings.warnings:
        tell(warning)
    wanted = tuple(dict.fromkeys(formats))
    pipeline.check_formats(wanted)
    folder = out or settings.output
    output.refuse_unwritable(folder)
    output.refuse_inside(folder, corpus or settings.corpus)
    named = [topic.id for topic in pipeline.choose(settings.topics, topics)]
    order = pipeline.Order(topics, corpus, as_of, since, editions.load(previous, named))
    written: list[Path] = []
    try:
        with Progress() as progress:
            for brief, files in _briefs(settings, order, wanted, folder, progress):
                written += files
                if as_json:
                    click.echo(json.dumps(_row(brief, files), ensure_ascii=False))
    finally:  # what was written before an error stays, and is named
        for line in summary(written):
            click.echo(printable(f"wrote {line}"), err=True)


def _briefs(
    settings: Config, order: Order, formats: Sequence[str], folder: Path, progress: Progress
) -> Iterator[tuple[Brief, tuple[Path, ...]]]:
    """Each brief with its files, written; remarks on standard error."""
    from briefgen import corrections, pipeline
    from briefgen.cli import output

    material = pipeline.collect(settings, order, progress)
    for line in _remarks(material):
        progress.note(line)
    read = counted(len(material.corpus.documents), "document")
    weighed = pipeline.weigh(settings, material, progress)
    for line in notes(tuple(corrections.doubts(weighed.outcomes)), NAMED, "; `briefgen correct --list` shows all"):
        progress.note(line)
    for brief in pipeline.briefs(settings, weighed, progress):
        yield brief, output.write(folder, pipeline.render(brief, formats, settings, progress))
        if material.corpus.documents and pipeline.is_quiet(brief):
            progress.note(f"note: {brief.topic}: nothing on “{brief.title}” in {read}; the brief says so")


def _row(brief: Brief, files: Sequence[Path]) -> dict[str, object]:
    """What scripts get to know of a brief."""
    return {"topic": brief.topic, "edition": brief.edition.name, "files": [path.as_posix() for path in files]}


def _remarks(material: Material) -> Iterator[str]:
    """What a person should know of the documents; each brief says it in full."""
    yield from notes(material.corpus.omissions, NAMED, "; “Gaps and cautions” of each brief names all of them")
    if not material.corpus.documents:
        yield "note: no document is left to report on; the briefs say so"


def summary(written: Sequence[Path]) -> Iterator[str]:
    """The files as one would type them here; those in folders of their own are counted with the file they belong to.

    A brief's charts stand in "TOPIC-charts/" beside "TOPIC.md".
    """
    charts = Counter(path.parent for path in written)
    for path in written:
        if path.parent.name.endswith(CHARTS):
            continue
        number = charts[path.with_name(path.stem + CHARTS)] if path.suffix == ".md" else 0
        yield _shown(path) + (f" (+{counted(number, 'chart')})" if number else "")


def _shown(path: Path) -> str:
    """A path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
