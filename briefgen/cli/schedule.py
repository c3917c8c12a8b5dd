"""`briefgen schedule`: when editions go out, and the files with which the system's own scheduler sends them."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import with_config

SECRETS = "/etc/briefgen; for units of your own ~/.config/briefgen"


@click.group(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen schedule show
  briefgen schedule install --systemd --dry-run
  briefgen schedule install --cron
""",
)
def schedule() -> None:
    """Say when editions go out, and have systemd or cron send them.

    There is no scheduler of our own: that of the system runs `ingest`, `edition create next`, `send --latest` and
    `status --alert`, each of which can be run at any time and as often as one likes.
    """


@schedule.command(
    "show",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen schedule show
  briefgen schedule show --number 60 --json
""",
)
@click.option(
    "--number", metavar="N", type=click.IntRange(1, 520), default=8, show_default=True, help="So many editions."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_config
def show(*, number: int, as_json: bool, config_path: Path | None) -> None:
    """List the editions that go out next, with holidays and clock changes; and say what is installed here.

    Each has the last time that documents are taken in for it, the time by which somebody has to have released it, the
    time at which it goes out, and that at which it is too late. Times are those of the calendar in delivery.yaml.
    """
    from briefgen.cli import schedules

    schedules.show(config_path, number, as_json=as_json)


@schedule.command(
    "install",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen schedule install --systemd --dry-run
  sudo briefgen schedule install --systemd --as briefs
  briefgen schedule install --systemd --user
  briefgen schedule install --cron
""",
)
@click.option("--systemd", "way", flag_value="systemd", help="As timers of systemd: exact, made up for after a sleep.")
@click.option("--cron", "way", flag_value="cron", help="As lines of your cron table.")
@click.option("--system", "scope", flag_value="system", help="Units of the system. Default for root.")
@click.option("--user", "scope", flag_value="user", help="Units of your own. Default for everybody else.")
@click.option("--as", "runs_as", metavar="USER", help="Who runs units of the system. Default: whose folder it is.")
@click.option("--name", metavar="NAME", default="briefgen", show_default=True, help="What the units are called after.")
@click.option(
    "--secrets",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=f"Where units find passwords, each in a file of its name. Default: {SECRETS}.",
)
@click.option(
    "--out",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Folder for the units, or file for the lines of cron, instead of where they belong.",
)
@click.option("--dry-run", is_flag=True, help="Print what would change, and write nothing.")
@click.option("--force", is_flag=True, help="Write over what somebody changed, or what is another project's.")
@with_config
def install(  # noqa: PLR0913 - one argument for each option
    *,
    way: str | None,
    scope: str | None,
    runs_as: str | None,
    name: str,
    secrets: Path | None,
    out: Path | None,
    dry_run: bool,
    force: bool,
    config_path: Path | None,
) -> None:
    """Write timers of systemd, or lines of cron, that take documents in, send editions and alert operators.

    What is there as it was written is brought up to date; what somebody changed stays, and nothing is written. systemd
    is shown the units first. Nothing is started: the commands that do are printed.
    """
    from briefgen.cli import schedules

    asked = schedules.Asked(way, scope, runs_as, name, secrets, out, dry_run, force)
    schedules.install(config_path, asked)
