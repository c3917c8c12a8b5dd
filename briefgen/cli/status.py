"""`briefgen status`."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import with_config, with_store


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen status
  briefgen status --relay
  briefgen status --json
  briefgen status --alert
""",
)
@click.option("--relay", is_flag=True, help="Try the relay too, as far as its login; nothing is sent.")
@click.option("--alert", is_flag=True, help="Mail the operators what they were not told yet; say the rest here.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_store
@with_config
def status(*, relay: bool, alert: bool, as_json: bool, store: str | None, config_path: Path | None) -> None:
    """Say what goes out next, what keeps it, and what became of the last edition.

    Each thing that is wrong comes with what to do. Exits with 0 where nothing is in the way, or what is, is as somebody
    wanted it (a holiday); with 75 where the next run may find it gone; with 1 where somebody has to do something.

    With --alert the operators of delivery.yaml are mailed, once of each thing for each edition; timers run that
    when the time of releasing is over, and when something failed. It exits with 0 where they know all there is to know,
    and with 1 where nobody could be told: then it prints what they should have been told.
    """
    from briefgen.cli import statuses

    statuses.status(config_path, store, relay=relay, alert=alert, as_json=as_json)
