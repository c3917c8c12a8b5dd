"""`briefgen preview`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import day, with_config, with_corpus, with_store

PORT = 8765
"""The first port that is tried (`previewing/serving.py`)."""


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen preview
  briefgen preview --open
  briefgen preview --topic transport --week 2025-W43
  briefgen templates preview --sample right-to-left
""",
)
@click.option("--topic", metavar="ID", help="Begin with a brief of your own on this topic.")
@click.option("--sample", metavar="NAME", help="Begin with this sample. Default: busy.")
@with_corpus
@with_store
@click.option("--week", metavar="WEEK", help="The week that briefs of your own are about, such as 2026-W43.")
@click.option("--as-of", metavar="DATE", callback=day, help="The day that they speak from.")
@with_config
@click.option(
    "--port",
    type=click.IntRange(1024, 65535),
    metavar="N",
    default=PORT,
    show_default=True,
    help="The port to listen on; the next free one where it is in use.",
)
@click.option("--open", "opens", is_flag=True, help="Open the browser.")
def preview(  # noqa: PLR0913 - one argument for each option
    *,
    topic: str | None,
    sample: str | None,
    corpus: tuple[Path, ...],
    store: str | None,
    week: str | None,
    as_of: dt.date | None,
    config_path: Path | None,
    port: int,
    opens: bool,
) -> None:
    """Show briefs in the browser while you edit their templates.

    The page follows what you save: templates, style sheets, brand and settings. What is wrong is laid over the last
    good page, with file and line. Click a citation for its sentence, and a block for its template. It serves this
    machine alone, until you press Ctrl-C.
    """
    from briefgen import config, pipeline, samples
    from briefgen.cli.text import printable
    from briefgen.errors import RenderError, UsageError

    if topic and sample:
        raise UsageError("stands beside --topic", where="--sample", hint="Name the one or the other.")
    if corpus and store is not None:
        raise UsageError("stands beside --corpus", where="--store", hint="Name the one or the other.")
    own = config.load(config_path)
    if topic:
        pipeline.choose(own.topics, (topic,))
    samples.folder(sample or samples.NAMES[1])
    try:
        from briefgen.previewing import serving
    except ModuleNotFoundError as error:
        if error.name not in {"starlette", "uvicorn", "watchfiles"}:
            raise
        hint = "Install what it needs: pip install 'briefgen[preview]'"
        raise RenderError(f"the preview needs {error.name}, which is not installed", hint=hint) from error
    from briefgen.previewing.shapes import Wanted

    first = f"topic/{topic}" if topic else f"sample/{sample or samples.NAMES[1]}"

    def ready(address: str) -> None:
        from urllib.parse import urlencode

        whole = f"{address}?{urlencode({'brief': first, 'view': 'html'}, safe='/')}"
        click.echo(printable(whole))
        click.echo("Ctrl-C ends it.", err=True)
        if opens:
            click.launch(whole)

    try:
        serving.run(Wanted(own.path, corpus, store, week, as_of), own, port, ready)
    except KeyboardInterrupt:
        click.echo("ended", err=True)
