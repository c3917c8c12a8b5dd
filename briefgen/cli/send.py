"""`briefgen send`: an edition to everybody who gets it."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import several, with_config, with_store
from briefgen.errors import UsageError


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen send --edition 2026-W47
  briefgen send --latest
  briefgen send --edition 2026-W47 --dry-run
  briefgen send --edition 2026-W47 --test-to nora@example.org
  briefgen send --edition 2026-W47 --only ann@example.org
""",
)
@click.option("--edition", metavar="NAME", help="This edition, such as 2026-W47, or a correction: 2026-W47.1.")
@click.option("--latest", is_flag=True, help="The one that is due by the calendar of delivery.yaml.")
@click.option("--dry-run", is_flag=True, help="Send nothing: write the messages to a folder, one file a recipient.")
@click.option(
    "--out",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Folder of a dry run. Default: mail-NAME in the output folder.",
)
@click.option("--test-to", metavar="ADDRESS", help="Send each letter once to this address, marked as a test.")
@click.option(
    "--only",
    metavar="ADDRESS",
    multiple=True,
    callback=several,
    help="Only to this person of the edition; several with commas, or repeated.",
)
@click.option("--late", is_flag=True, help="Although its time is over: it has as long again as the calendar gives.")
@click.option("--by", metavar="NAME", help="Who sends; it is kept. Default: briefgen.")
@click.option("--json", "as_json", is_flag=True, help="What happens, one JSON object a line; no addresses.")
@with_store
@with_config
def send(  # noqa: PLR0913 - one argument for each option
    *,
    edition: str | None,
    latest: bool,
    dry_run: bool,
    out: Path | None,
    test_to: str | None,
    only: tuple[str, ...],
    late: bool,
    by: str | None,
    as_json: bool,
    store: str | None,
    config_path: Path | None,
) -> None:
    """Send a released edition to everybody who did not get it yet.

    Who gets it is frozen before the first message; saying it again goes on where it ended, and sends nothing twice. A
    correction goes to those who got what it corrects.

    Exit codes: 0 all is sent, or nothing is to be sent; 75 try again later; 1 a person is needed; 2 wrong usage or
    settings.
    """
    from briefgen.cli import sending

    if (edition is None) != latest:
        said = "stands beside --latest" if latest else "is not named"
        raise UsageError(said, "--edition", "Name an edition, or take --latest for the one that is due.")
    if dry_run and test_to is not None:
        raise UsageError("stands beside --dry-run", "--test-to", "The one sends nothing, the other sends.")
    if test_to is not None and only:
        raise UsageError("stands beside --test-to", "--only", "A test goes to its own address alone.")
    if out is not None and not dry_run:
        raise UsageError("is for a dry run", "--out", "Add --dry-run.")
    if late and latest:
        raise UsageError("is for an edition that is named", "--late", "Name it: --edition 2026-W47.")
    asked = sending.Asked(config_path, store, edition, only, late=late, by=by, as_json=as_json)
    if dry_run:
        sending.rehearse(asked, out)
    elif test_to is not None:
        sending.try_out(asked, test_to)
    else:
        sending.send(asked)
