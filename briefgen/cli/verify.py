"""`briefgen verify`."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import existing, with_config, with_corpus
from briefgen.cli.text import one_line
from briefgen.errors import UsageError


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen verify build/transport.json
  briefgen verify out/transport.json --corpus news/
""",
)
@click.argument("brief", metavar="BRIEF.json", type=existing)
@with_corpus
@with_config
def verify(*, brief: Path, corpus: tuple[Path, ...], config_path: Path | None) -> None:
    """Check a finished brief against its documents, offline.

    Reads the documents again and compares: their hashes, every quotation at its place, every figure and its value,
    every point of every chart, every number in a sentence. Prints each finding and exits with 1 when there is one.

    What people corrected is read from the brief and named: it stands on their word, not on the documents'. Where a
    corrections.yaml lies beside the settings, the brief may have no correction that is not in it.
    """
    from briefgen import config, corrections, finished
    from briefgen.corpus import load
    from briefgen.verify import verify as check

    row = finished.load(brief)
    settings = config.load(config_path)
    documents = load(corpus or settings.corpus)
    ledger = settings.corrections_path
    known = settings.corrections if ledger is not None and ledger.is_file() else None
    try:
        findings = check(row, documents, known)
    except UsageError as error:
        hint = error.hint or "Name the file that `briefgen make --format json` wrote."
        raise UsageError(error.message, where=": ".join(filter(None, (str(brief), error.where))), hint=hint) from error
    for correction in finished.read(row).corrections:
        what = f"{corrections.where(correction)}, {corrections.told(correction.amendments)}"
        click.echo(one_line(f"note: corrected by {correction.by} on {correction.date}: {what}"), err=True)
    for finding in findings:
        click.echo(one_line(f"{brief}: {finding}"))
    if findings:
        click.secho(f"{len(findings)} finding{'s' if len(findings) > 1 else ''}: do not rely on this brief.", err=True)
        raise click.exceptions.Exit(1)
    corrected = ", as corrected by people" if finished.read(row).corrections else ""
    click.echo(f"{brief}: every citation, figure and chart point stands in its document{corrected}", err=True)
