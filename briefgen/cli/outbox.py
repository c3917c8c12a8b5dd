"""`briefgen outbox`: what was sent to whom, and what a person has to say about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import several, with_config

Command = TypeVar("Command", bound=Callable[..., Any])
STATES = ("pending", "claimed", "dot", "sent", "failed", "unknown", "dropped")

with_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
with_who = click.option("--by", metavar="NAME", help="Who does it. Default: the user of this machine.")
with_by = click.option("--by", metavar="NAME", required=True, help="Who says so; it is kept.")


def with_outbox(command: Command) -> Command:
    """`--outbox FILE` and `--config FILE`."""
    named = click.option(
        "--outbox",
        "path",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Outbox to use instead of that of the settings.",
    )
    return named(with_config(command))


@click.group(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen outbox status
  briefgen outbox status 2026-W47
  briefgen outbox resolve 2026-W47 ann@example.org --sent --by "Nora Lind"
""",
)
def outbox() -> None:
    """Say what was sent to whom; try again, resolve doubts, export, forget people.

    Each message is pending, then claimed, then at the dot (its last line goes out), then sent, failed or unknown. It is
    unknown where the connection ended between the last line and the answer of the relay: then a person says what
    became of it.
    """


@outbox.command(
    "status",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen outbox status
  briefgen outbox status 2026-W47
  briefgen outbox status 2026-W47 --state sent --json
""",
)
@click.argument("edition", metavar="[EDITION]", required=False)
@click.option(
    "--state",
    "states",
    metavar="STATE",
    multiple=True,
    callback=several,
    help=f"Only messages in this state ({', '.join(STATES)}); several with commas. Default: all but what was sent.",
)
@with_json
@with_outbox
def status(
    *, edition: str | None, states: tuple[str, ...], as_json: bool, path: Path | None, config_path: Path | None
) -> None:
    """Count the messages of each edition; or list those of one EDITION that are not sent."""
    from briefgen.cli import outboxes

    outboxes.status(outboxes.place(config_path, path), edition, states, as_json=as_json)


@outbox.command(
    "retry",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen outbox retry 2026-W47
  briefgen outbox retry 2026-W47 ann@example.org --by "Nora Lind"
""",
)
@click.argument("edition", metavar="EDITION")
@click.argument("whom", metavar="[ADDRESS]...", nargs=-1)
@with_who
@with_outbox
def retry(*, edition: str, whom: tuple[str, ...], by: str | None, path: Path | None, config_path: Path | None) -> None:
    """Try again what failed, and at once what waits for later. The next `briefgen send` does it.

    Each ADDRESS is somebody's, or the number of a message; without one, all that failed or waits.
    """
    from briefgen.cli import outboxes

    outboxes.retry(outboxes.place(config_path, path), edition, whom, outboxes.name(by))


@outbox.command(
    "resolve",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen outbox resolve 2026-W47 ann@example.org --sent --by "Nora Lind"
  briefgen outbox resolve 2026-W47 --all --not-sent --by "Nora Lind" --reason "not in the relay's log"
""",
)
@click.argument("edition", metavar="EDITION")
@click.argument("whom", metavar="[ADDRESS]...", nargs=-1)
@click.option("--sent", "became", flag_value="sent", help="It was delivered.")
@click.option("--not-sent", "became", flag_value="pending", help="It was not: it is sent again.")
@click.option("--drop", "became", flag_value="dropped", help="It is not sent any more, whatever became of it.")
@click.option("--all", "every", is_flag=True, help="Everything of the edition that is unknown.")
@click.option("--reason", metavar="TEXT", default="", help="How it is known.")
@with_by
@with_outbox
def resolve(  # noqa: PLR0913 - one argument for each option
    *,
    edition: str,
    whom: tuple[str, ...],
    became: str | None,
    every: bool,
    reason: str,
    by: str,
    path: Path | None,
    config_path: Path | None,
) -> None:
    """Say what became of messages that are unknown. Without --sent, --not-sent or --drop a terminal asks of each.

    Each ADDRESS is somebody's, or the number of a message. What failed can be sent again or dropped, and what waits
    can be dropped.
    """
    from briefgen.cli import outboxes

    wanted = outboxes.Wanted(edition, whom, became, every=every)
    outboxes.resolve(outboxes.place(config_path, path), wanted, outboxes.name(by), reason)


@outbox.command(
    "export",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen outbox export > outbox.jsonl
  briefgen outbox export 2026-W47 --csv > sent.csv
  briefgen outbox export --audit | jq 'select(.what == "unlock")'
""",
)
@click.argument("edition", metavar="[EDITION]", required=False)
@click.option("--audit", is_flag=True, help="What was done, by whom and when, instead of the messages.")
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values with a header, for a spreadsheet.")
@with_outbox
def export(*, edition: str | None, audit: bool, as_csv: bool, path: Path | None, config_path: Path | None) -> None:
    """Print every message, with its address, as one JSON object a line."""
    from briefgen.cli import outboxes

    outboxes.export(outboxes.place(config_path, path), edition, audit=audit, as_csv=as_csv)


@outbox.command(
    "metrics",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen outbox metrics > /var/lib/node_exporter/briefgen.prom
""",
)
@with_outbox
def metrics(*, path: Path | None, config_path: Path | None) -> None:
    """Print counts and moments as Prometheus reads them; no addresses."""
    from briefgen.cli import outboxes

    outboxes.metrics(outboxes.place(config_path, path))


@outbox.command(
    "forget",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen outbox forget ann@example.org --by "Nora Lind"
""",
)
@click.argument("address", metavar="ADDRESS")
@with_by
@with_outbox
def forget(*, address: str, by: str, path: Path | None, config_path: Path | None) -> None:
    """Take somebody's name and address out of every message; that something was sent stays.

    What waits for them is dropped. Take them out of the lists, too. That they left a list stays, so that no list brings
    them back; older backups still have everything.
    """
    from briefgen.cli import outboxes

    outboxes.forget(outboxes.place(config_path, path), address, outboxes.name(by))


@outbox.command(
    "unlock",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen outbox unlock --sent 2026-W47,2026-W48 --by "Nora Lind"
  briefgen outbox unlock --sent 2026-W48 --in-doubt 2026-W47 --by "Nora Lind"
  briefgen outbox unlock --nothing-sent --by "Nora Lind"
""",
)
@click.option("--sent", metavar="EDITION", multiple=True, callback=several, help="It went out; it never does again.")
@click.option("--unsent", metavar="EDITION", multiple=True, callback=several, help="What waits of it did not go out.")
@click.option("--in-doubt", "doubtful", metavar="EDITION", multiple=True, callback=several, help="Some of it did.")
@click.option("--nothing-sent", "nothing", is_flag=True, help="Nothing was sent since the backup.")
@with_by
@with_outbox
def unlock(  # noqa: PLR0913 - one argument for each option
    *,
    sent: tuple[str, ...],
    unsent: tuple[str, ...],
    doubtful: tuple[str, ...],
    nothing: bool,
    by: str,
    path: Path | None,
    config_path: Path | None,
) -> None:
    """Say what was sent since the backup that the outbox came back from; then it sends again.

    Name every edition that went out after the backup, whether the outbox knows it or not. Of what waits in the outbox,
    each edition is named, too: sent, not sent, or in doubt; what is in doubt is resolved message by message
    (`briefgen outbox resolve`).
    """
    from briefgen.cli import outboxes
    from briefgen.delivery.outbox.unlocking import Said

    said = Said(sent, unsent, doubtful, nothing)
    outboxes.unlock(outboxes.place(config_path, path), said, outboxes.name(by))
