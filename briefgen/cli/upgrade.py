"""`briefgen upgrade --check`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import with_config, with_store
from briefgen.cli.text import one_line
from briefgen.errors import UsageError


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen upgrade --check
  briefgen upgrade --check --config briefs/briefgen.yaml
""",
)
@click.option("--check", is_flag=True, help="Try everything; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each part that was tried.")
@with_store
@with_config
def upgrade(*, check: bool, as_json: bool, store: str | None, config_path: Path | None) -> None:
    """Try a new version of briefgen on settings, store, templates and the latest edition.

    Install the new version beside the old one (in a virtual environment of its own) and call it with --check there. It
    reads the settings, brings copies of the store and of the outbox up to date, sets the sample briefs with your
    templates, and makes the latest edition of each topic again. What would read differently is counted; that is no
    news, and briefs mark it as re-read. Exits with 1 where something fails.
    """
    from briefgen import upgrading
    from briefgen.cli.progress import Progress

    if not check:
        hint = "Add --check. A new briefgen brings the store up to date when it first opens it; make a backup before."
        raise UsageError("there is nothing to do but to try", hint=hint)
    kept = store if store is None or "://" in store else str(Path(store).absolute())
    with Progress() as progress:
        found = list(upgrading.trials(config_path, progress, kept))
    width = max(len(trial.part) for trial in found)
    for trial in found:
        if as_json:
            row = {"part": trial.part, "result": trial.result.value, "said": trial.said}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(f"{trial.result.value:8}{one_line(trial.part):{width}}  {one_line(trial.said)}".rstrip())
    if any(trial.result is upgrading.Result.FAILED for trial in found):
        raise click.exceptions.Exit(1)
