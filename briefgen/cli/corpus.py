"""`briefgen corpus`: whether the store is sound, and what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import with_config, with_store
from briefgen.cli.text import counted, one_line
from briefgen.errors import CorpusError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.config import Config
    from briefgen.repairing import Repaired

NAMED = 20
"""Notes and names that are printed; findings are printed all."""


@click.group(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen corpus check
  briefgen corpus stats
""",
)
def corpus() -> None:
    """Check and repair the store of documents, or count what is in it."""


@corpus.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen corpus check
  briefgen corpus check --quick
  briefgen corpus check --repair
""",
)
@click.option("--quick", is_flag=True, help="Do not read the originals again.")
@click.option("--repair", is_flag=True, help="Save what can be saved of a damaged store into a new file in its place.")
@with_store
@with_config
def check(*, quick: bool, repair: bool, store: str | None, config_path: Path | None) -> None:
    """Check the store: the database, every original against its hash, every text against its original.

    Prints each finding and exits with 1 when there is one. A note is no finding: a reader that has become better reads
    some texts otherwise, and what was read then stays. --repair changes nothing in the damaged file, which is kept
    beside the new one; a store without findings is left as it is.
    """
    from briefgen import config
    from briefgen.cli import corpora

    settings = corpora.with_store(config.load(config_path), store)
    found = _check(settings, again=not quick)
    if not found:
        return
    if not repair:
        click.echo(f"{counted(found, 'finding')}. `briefgen corpus check --repair` saves what can be saved.", err=True)
        raise click.exceptions.Exit(1)
    _repair(settings)


def _check(settings: Config, *, again: bool) -> int:
    """Prints what is found; the number of findings."""
    from briefgen import checking
    from briefgen.cli.progress import Progress
    from briefgen.corpus.store import open_store, places

    shared = places.is_shared(settings.store)
    if not shared and not Path(settings.store).is_file():
        raise CorpusError("there is no store here", settings.store, "`briefgen ingest PATH` begins one.")
    try:
        opened = open_store(settings.store, create=False)
    except CorpusError as error:
        if shared or "damaged" not in error.message:
            raise
        click.echo(f"database: {error.message}")
        return 1
    findings: list[checking.Finding] = []
    notes: list[checking.Finding] = []
    with opened, Progress() as progress:
        topics = {topic.id for topic in settings.topics}
        for finding in checking.check(opened, topics, again=again, tell=progress):
            (notes if finding.is_note else findings).append(finding)
        number = None if findings else opened.count()
    for finding in findings:
        click.echo(one_line(str(finding)))
    for note in notes[:NAMED]:
        click.echo(f"note: {one_line(str(note))}", err=True)
    if len(notes) > NAMED:
        click.echo(f"note: and {len(notes) - NAMED} more", err=True)
    if number is not None:
        click.echo(f"{settings.store}: {counted(number, 'document')}, in order", err=True)
    return len(findings)


def _repair(settings: Config) -> None:
    from briefgen import repairing
    from briefgen.cli.progress import Progress
    from briefgen.corpus.store import places

    if places.is_shared(settings.store):
        raise UsageError(
            "repairs files only", where="--repair", hint="Restore the database from a backup of its server."
        )
    with Progress() as progress:
        done = repairing.repair(Path(settings.store), progress)
    for line in _told(done, settings.store):
        click.echo(line, err=True)


def _told(done: Repaired, where: str) -> Sequence[str]:
    """What was saved, and what was not."""
    lines = [f"{where}: saved {counted(done.documents, 'document')} and {counted(done.editions, 'edition')}"]
    lines.append(f"the damaged store is now {done.damaged}")
    for names, said in (
        (done.again, "read again from their originals"),
        (done.bare, "with their text, but without the original"),
        (done.lost, "LOST: take them in again"),
    ):
        if names:
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            lines.append(f"{counted(len(names), 'document')} {said}: {one_line(', '.join(names[:NAMED]))}{more}")
    return lines


@corpus.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen corpus stats
  briefgen corpus stats --json
""",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_store
@with_config
def stats(*, as_json: bool, store: str | None, config_path: Path | None) -> None:
    """Count the documents of the store: by publisher, language, month, kind and topic."""
    import json

    from briefgen import config
    from briefgen.cli import counting, documents, printing

    with documents.opened(config.load(config_path), store) as kept:
        from briefgen.corpus.store import counts

        found = counts.stats(kept)
        where = kept.where
    if as_json:
        click.echo(json.dumps(counting.row(found), ensure_ascii=False, indent=2))
    elif printing.terminal():
        printing.shown(counting.shown(found, where, printing.terminal()))
    else:
        printing.lines(counting.piped(found))
