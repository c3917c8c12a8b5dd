"""`briefgen doctor`."""

from __future__ import annotations

import json

import click
from msgspec.structs import asdict

from briefgen.cli.app import SETTINGS
from briefgen.cli.text import printable


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen doctor
  briefgen doctor --json
""",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each line of the report.")
def doctor(*, as_json: bool) -> None:
    """Say what this machine has, what it lacks and where things are.

    Versions, Pango, fonts, settings, corpus, templates, output, state and caches; and what mail needs: the outbox,
    passwords and keys (which are never shown), certificates. Exits with 1 when something that briefgen needs is
    missing, and says what to do about it.
    """
    from briefgen import doctor as examination

    checks = examination.examine()
    width = max(len(check.name) for check in checks)
    for check in checks:
        if as_json:
            click.echo(json.dumps(asdict(check), ensure_ascii=False))
            continue
        click.echo(f"{'ok' if check.ok else 'MISSING':8}{check.name:{width}}  {printable(check.found)}")
        if not check.ok:
            click.echo(f"{'':8}{'':{width}}  {printable(check.hint)}")
    if not all(check.ok for check in checks):
        raise click.exceptions.Exit(1)
