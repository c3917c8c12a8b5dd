"""`briefgen backup` and `briefgen restore`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import existing, with_config, with_store
from briefgen.cli.text import counted
from briefgen.errors import UsageError

if TYPE_CHECKING:
    from briefgen.backups import Manifest


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen backup ~/backups/briefgen-2026-11-28.zip
""",
)
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@with_store
@with_config
def backup(*, target: Path, force: bool, store: str | None, config_path: Path | None) -> None:
    """Save everything that cannot be made again in one file.

    The store, the outbox, settings, corrections, brand and templates of the house, with a hash of each; also while
    somebody works on the store, or sends. Documents in folders are not copied: what was taken in is in the store. It
    holds the addresses of those who get mail: keep it where others cannot read it.
    """
    from briefgen import backups, config
    from briefgen.cli import corpora, outboxes
    from briefgen.cli.progress import Progress
    from briefgen.corpus.store import places

    settings = corpora.with_store(config.load(config_path), store)
    if target.is_dir():
        raise UsageError("is a folder", where=str(target), hint=f"Name a file, such as {target / 'briefgen.zip'}")
    if target.exists() and not force:
        raise UsageError("is there already", where=str(target), hint="Name another file, or add --force.")
    with Progress() as progress:
        made = backups.backup(settings, target, dt.datetime.now(dt.UTC), progress, outboxes.place(config_path, None))
    click.echo(f"wrote {target}: {_told(made)}", err=True)
    if places.is_shared(settings.store):
        click.echo(
            "note: the store is a shared database, which is not in it; save it on its server (pg_dump)", err=True
        )
    elif made.store is None:
        click.echo(f"note: there is no store at {settings.store}", err=True)


def _told(manifest: Manifest) -> str:
    held = [name for name, there in (("store", manifest.store), ("outbox", manifest.outbox)) if there]
    return counted(len(manifest.files), "file") + (f", with the {' and the '.join(held)}" if held else "")


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen restore ~/backups/briefgen-2026-11-28.zip --into briefs
  briefgen restore briefgen-2026-11-28.zip --check
""",
)
@click.argument("source", metavar="FILE", type=existing)
@click.option("--into", "folder", metavar="FOLDER", type=click.Path(path_type=Path), help="Where to. Default: here.")
@click.option("--check", is_flag=True, help="Only check that the file is whole; nothing is written.")
@click.option("--force", is_flag=True, help="Move files that are there into a folder beside.")
def restore(*, source: Path, folder: Path | None, check: bool, force: bool) -> None:
    """Bring back what `briefgen backup` saved, on this machine or another one.

    Every hash is checked before anything is touched. Files that are there already are never overwritten: the command
    stops, or moves them aside with --force. An outbox that comes back sends nothing until somebody says what was sent
    after the backup (`briefgen outbox unlock`).
    """
    from briefgen import restoring
    from briefgen.cli.progress import Progress

    with Progress() as progress:
        if check:
            manifest = restoring.verify(source, progress)
            progress.note(f"{source}: whole; {_told(manifest)}, made {manifest.made} by briefgen {manifest.version}")
            return
        done = restoring.restore(source, folder or Path(), force=force, tell=progress)
    click.echo(f"restored {_told(done.manifest)}, made {done.manifest.made}", err=True)
    if done.manifest.outbox:
        click.echo("note: nothing is sent until you say what went out since: `briefgen outbox unlock --help`", err=True)
    if done.kept:
        click.echo(f"note: what was there before is in {done.kept}", err=True)
    for name, was in done.manifest.outside.items():
        click.echo(f"note: {name} lay at {was}; look whether the settings still name that place", err=True)
