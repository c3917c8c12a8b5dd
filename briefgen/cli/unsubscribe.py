"""`briefgen unsubscribe`: who gets no more mail, and the place where people say so."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.app import SETTINGS
from briefgen.cli.options import several
from briefgen.cli.outbox import with_json, with_outbox, with_who

with_lists = click.option(
    "--list",
    "lists",
    metavar="ID",
    multiple=True,
    callback=several,
    help="Of this list alone; several with commas, or repeated.",
)
with_key = click.option(
    "--key-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="File with the keys of the links. Default: the secret that delivery.yaml names, or “unsubscribe-key”.",
)


@click.group(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen unsubscribe list
  briefgen unsubscribe add ann@example.org --reason "asked by telephone"
  briefgen unsubscribe serve --port 8766
""",
)
def unsubscribe() -> None:
    """Say who gets no more mail; run the page where people unsubscribe.

    Whoever left gets nothing more, whatever the lists in delivery.yaml say, until an operator takes it back.
    """


@unsubscribe.command(
    "list",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen unsubscribe list
  briefgen unsubscribe list --json
""",
)
@with_json
@with_outbox
def list_(*, as_json: bool, path: Path | None, config_path: Path | None) -> None:
    """List who left what, when, and how: by link, operator, complaint or bounce."""
    from briefgen.cli import leavers, outboxes

    leavers.listed(outboxes.place(config_path, path), as_json=as_json)


@unsubscribe.command(
    "add",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen unsubscribe add ann@example.org
  briefgen unsubscribe add ann@example.org --list cabinet --reason "asked by telephone" --by "Nora Lind"
""",
)
@click.argument("address", metavar="ADDRESS")
@with_lists
@click.option("--reason", metavar="TEXT", default="", help="Why; it is kept.")
@with_who
@with_outbox
def add(  # noqa: PLR0913 - one argument for each option
    *,
    address: str,
    lists: tuple[str, ...],
    reason: str,
    by: str | None,
    path: Path | None,
    config_path: Path | None,
) -> None:
    """Send somebody no more mail: nothing at all, or nothing of one --list."""
    from briefgen.cli import leavers, outboxes

    leavers.add(outboxes.place(config_path, path), address, lists, outboxes.name(by), reason)


@unsubscribe.command(
    "remove",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen unsubscribe remove ann@example.org
  briefgen unsubscribe remove ann@example.org --list cabinet --by "Nora Lind"
""",
)
@click.argument("address", metavar="ADDRESS")
@with_lists
@with_who
@with_outbox
def remove(
    *, address: str, lists: tuple[str, ...], by: str | None, path: Path | None, config_path: Path | None
) -> None:
    """Take back that somebody left, bounced or complained: they get the lists that they are on again.

    Do this only where they asked for it, or where their mailbox works again.
    """
    from briefgen.cli import leavers, outboxes

    leavers.remove(outboxes.place(config_path, path), address, lists, outboxes.name(by))


@unsubscribe.command(
    "key",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen unsubscribe key > unsubscribe-key && chmod 600 unsubscribe-key
""",
)
def key() -> None:
    """Print a new key for links and envelope senders.

    To replace a key, put the new one on the first line of the file and leave the old one below: links in mail that went
    out keep working until its line is taken out.
    """
    from briefgen.delivery import keys

    click.echo(keys.new())


@unsubscribe.command(
    "link",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen unsubscribe link ann@example.org --list cabinet
  briefgen unsubscribe link ann@example.org --list cabinet --url https://briefs.example.org/unsubscribe
""",
)
@click.argument("address", metavar="ADDRESS")
@with_lists
@click.option("--url", metavar="URL", help="Address of the page. Default: that of delivery.yaml.")
@with_key
@with_outbox
def link(  # noqa: PLR0913 - one argument for each option
    *,
    address: str,
    lists: tuple[str, ...],
    url: str | None,
    key_file: Path | None,
    path: Path | None,
    config_path: Path | None,
) -> None:
    """Print the link by which somebody leaves one list or several: to send it again, or to try the page."""
    from briefgen.cli import leavers

    leavers.link(config_path, path, address, lists, url, key_file)


@unsubscribe.command(
    "serve",
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  briefgen unsubscribe serve
  briefgen unsubscribe serve --host 127.0.0.1 --port 8766 --key-file /run/secrets/unsubscribe-key
""",
)
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=8766, show_default=True, help="Its port.")
@with_key
@with_outbox
def serve(*, host: str, port: int, key_file: Path | None, path: Path | None, config_path: Path | None) -> None:
    """Run the page where people unsubscribe, until it is interrupted. It speaks plain HTTP: put it behind a proxy.

    Opening a link shows a page with a button and changes nothing; pressing it, or the button of a mail program
    (RFC 8058), leaves the lists of the message at once. Links are nowhere in the log. /health answers 200 to a monitor
    where people can leave, and 503 where they cannot.
    """
    from briefgen.cli import leavers

    leavers.serve(config_path, path, key_file, host, port)
