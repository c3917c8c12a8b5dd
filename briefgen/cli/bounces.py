"""`briefgen bounces`: what came back, and what follows from it."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.outbox import with_json, with_outbox
from briefgen.cli.unsubscribe import with_key


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen bounces /var/mail/bounces/Maildir
  briefgen bounces bounces.mbox --dry-run
  briefgen bounces imaps://bounces@mail.example.org/INBOX --json
""",
)
@click.argument("place", metavar="PATH|imaps://USER@HOST/FOLDER")
@click.option("--dry-run", is_flag=True, help="Only say what would follow.")
@click.option(
    "--soft",
    metavar="N",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="So many editions that could not reach somebody are enough.",
)
@click.option(
    "--of",
    metavar="M",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="Of so many that were last sent to them.",
)
@click.option(
    "--secret", metavar="NAME", default="bounces-password", show_default=True, help="Password of the mailbox."
)
@click.option("--secret-file", metavar="FILE", type=click.Path(path_type=Path), help="File with that password.")
@click.option(
    "--authority", metavar="FILE", type=click.Path(path_type=Path), help="Certificates (PEM) to trust as well."
)
@with_key
@with_json
@with_outbox
def bounces(  # noqa: PLR0913 - one argument for each option
    *,
    place: str,
    dry_run: bool,
    soft: int,
    of: int,
    secret: str,
    secret_file: Path | None,
    authority: Path | None,
    key_file: Path | None,
    as_json: bool,
    path: Path | None,
    config_path: Path | None,
) -> None:
    """Read mail that came back, and send nothing more to who cannot be reached.

    PATH is a Maildir, an mbox, a folder with .eml files, or one of them; imaps:// and imap:// (STARTTLS) name a folder
    on a server. Nothing is changed there, and no mail is read twice. A report counts only where it proves that it is
    about a message from here. One hard bounce (there is no such recipient) is enough, as is a complaint; a full
    mailbox or a server that does not answer only in several editions; a server that does not want our mail never.
    """
    from briefgen.cli import leavers, outboxes, returns

    rule = returns.Rule(soft, of)
    mailbox = returns.Mailbox(place, secret, secret_file, authority)
    keys = leavers.ring(leavers.settled(config_path), key_file)
    returns.read(outboxes.place(config_path, path), mailbox, keys, rule, dry=dry_run, as_json=as_json)
