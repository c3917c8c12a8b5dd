"""`briefgen preview`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import day, with_config, with_corpus, with_store

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.previewing.shapes import Wanted

PORT = 8765
"""The first port that is tried (`previewing/serving.py`)."""


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen preview
  briefgen preview --open
  briefgen preview --topic transport --week 2025-W43
  briefgen preview --edition 2026-W47
  briefgen templates preview --sample right-to-left
""",
)
@click.option("--topic", metavar="ID", help="Begin with a brief of your own on this topic.")
@click.option("--sample", metavar="NAME", help="Begin with this sample. Default: busy.")
@click.option("--edition", metavar="EDITION", help="Begin with an edition: a draft, or one that was released.")
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
    edition: str | None,
    corpus: tuple[Path, ...],
    store: str | None,
    week: str | None,
    as_of: dt.date | None,
    config_path: Path | None,
    port: int,
    opens: bool,
) -> None:
    """Show briefs in the browser while you edit their templates.

    The page follows what you save: templates, style sheets, brand, settings and documents. What is wrong is laid over
    the last good page, with file and line. Click a citation for its sentence, and a block for its template. Editions
    stand beside the samples and your topics: drafts as they would be made today, and released ones as they were
    released. It serves this machine alone, until you press Ctrl-C.
    """
    from briefgen import config
    from briefgen.cli.text import printable
    from briefgen.errors import RenderError

    _refuse_both(("--topic", topic), ("--sample", sample))
    _refuse_both(("--edition", edition), ("--sample", sample))
    _refuse_both(("--corpus", corpus or None), ("--store", store))
    own = config.load(config_path)
    try:
        from briefgen.previewing import serving
    except ModuleNotFoundError as error:
        if error.name not in {"starlette", "uvicorn", "watchfiles"}:
            raise
        hint = "Install what it needs: pip install 'briefgen[preview]'"
        raise RenderError(f"the preview needs {error.name}, which is not installed", hint=hint) from error
    from briefgen.previewing.shapes import Wanted

    wanted = Wanted(config_path, corpus, store, week, as_of)
    first = _first(wanted, own, topic, sample, edition)

    def ready(address: str) -> None:
        from urllib.parse import urlencode

        whole = f"{address}?{urlencode({'brief': first, 'view': 'html'}, safe='/')}"
        click.echo(printable(whole))
        click.echo("Ctrl-C ends it.", err=True)
        if opens:
            click.launch(whole)

    try:
        serving.run(wanted, own, port, ready)
    except KeyboardInterrupt:
        click.echo("ended", err=True)


def _refuse_both(one: tuple[str, object], other: tuple[str, object]) -> None:
    """Raises `UsageError` where two options are given of which one alone makes sense."""
    from briefgen.errors import UsageError

    if one[1] is not None and other[1] is not None:
        raise UsageError(f"stands beside {one[0]}", where=other[0], hint="Name the one or the other.")


def _first(wanted: Wanted, own: Config, topic: str | None, sample: str | None, edition: str | None) -> str:
    """What is shown to begin with; raises `UsageError` for what is not there."""
    from briefgen import pipeline, samples
    from briefgen.previewing import editions

    if edition is not None:
        return editions.first(wanted, own, edition, topic)
    if topic is not None:
        pipeline.choose(own.topics, (topic,))
        return f"topic/{topic}"
    name = sample or samples.NAMES[1]
    samples.folder(name)
    return f"sample/{name}"
