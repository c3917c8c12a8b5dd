"""`briefgen make`."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import day, with_config, with_corpus


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen make --topic transport --format pdf
  briefgen make --corpus news/ --format md --format json --out out
  briefgen make --since 2025-10-13 --as-of 2025-10-19
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
    config_path: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Write briefs: every figure cited to its sentence.

    Writes TOPIC.pdf, TOPIC.md, ... to the output folder and lists what was written. The same documents and settings
    give the same bytes, wherever and whenever it runs.
    """
    from briefgen import config, pipeline
    from briefgen.cli import output
    from briefgen.cli.errors import tell
    from briefgen.cli.progress import Progress

    if as_of and since and since > as_of:
        raise click.UsageError(f"--since {since} is later than --as-of {as_of}.")
    settings = config.load(config_path)
    for warning in settings.warnings:
        tell(warning)
    order = pipeline.Order(topics, corpus, as_of, since)
    written: list[Path] = []
    with Progress() as progress:
        for brief in pipeline.make(settings, order, progress):
            progress(f"drawing and setting {brief.topic}")
            files = output.write(
                out or settings.output, pipeline.render(brief, tuple(dict.fromkeys(formats)), settings)
            )
            written += files
            if as_json:
                row = {
                    "topic": brief.topic,
                    "edition": brief.edition.name,
                    "files": [path.as_posix() for path in files],
                }
                click.echo(json.dumps(row, ensure_ascii=False))
    for path in written:
        click.echo(f"wrote {_shown(path)}", err=True)


def _shown(path: Path) -> str:
    """A path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
