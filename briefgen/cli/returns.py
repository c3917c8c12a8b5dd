"""What `briefgen bounces` does."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from msgspec import Struct

from briefgen.cli import outboxes, printing
from briefgen.cli.columns import Column
from briefgen.cli.text import counted, one_line
from briefgen.delivery import secrets
from briefgen.delivery.bouncing import folders, mailboxes
from briefgen.delivery.bouncing.codes import Kind
from briefgen.delivery.bouncing.following import Outcome, Rule, follow
from briefgen.delivery.keys import Key
from briefgen.delivery.outbox import Outbox, open_outbox

__all__ = ["Mailbox", "Rule", "read"]
TABLE = (
    Column("kind", fair=9),
    Column("address", fair=24, most=60),
    Column("edition", fair=10, rank=2),
    Column("status", fair=6, rank=1),
    Column("then", fair=18, rank=3),
    Column("said", fair=20, rank=4),
)
SILENT = frozenset({Kind.AUTOMATIC, Kind.OTHER})
"""Kinds that a person needs no line of."""


class Mailbox(Struct, frozen=True):
    """Where mails are."""

    place: str
    """A path, or an address."""
    secret: str
    """Name of the password."""
    secret_file: Path | None
    authority: Path | None


def read(path: Path, mailbox: Mailbox, keys: Sequence[Key], rule: Rule, *, dry: bool, as_json: bool) -> None:  # noqa: PLR0913 - one argument for each option
    """Reads, follows and tells."""
    with open_outbox(path, create=False) as outbox:
        found = list(follow(outbox, keys, _mails(outbox, mailbox, dry=dry), rule, dt.datetime.now(dt.UTC), dry=dry))
    if as_json:
        printing.lines(json.dumps(_row(one), ensure_ascii=False) for one in found)
    else:
        shown = [one for one in found if one.report.kind not in SILENT or one.left]
        outboxes.table(TABLE, [{key: value or "" for key, value in _row(one).items()} for one in shown])
    kinds = Counter(one.report.kind for one in found)
    told = ", ".join(f"{kinds[kind]:,} {kind}" for kind in Kind if kinds[kind])
    left = sum(bool(one.left) for one in found)
    would = "would get" if dry else "get" if left != 1 else "gets"
    click.echo(f"{counted(len(found), 'mail')}{f': {told}' if told else ''}; {left:,} {would} no more mail", err=True)


def _mails(outbox: Outbox, mailbox: Mailbox, *, dry: bool) -> Iterator[bytes]:
    """The mails of a place. How far a folder was read is noted once whatever was read before is settled."""
    if not folders.is_address(mailbox.place):
        yield from mailboxes.mails(Path(mailbox.place))
        return
    folder = folders.folder(mailbox.place, mailbox.secret, mailbox.secret_file, mailbox.authority)
    password = secrets.secret(folder.login.secret, folder.login.secret_file)
    for mark, mail in folders.mails(folder, password, folders.known(outbox, folder)):
        yield mail
        if not dry:
            folders.keep(outbox, folder, mark)


def _row(one: Outcome) -> dict[str, str | int | None]:
    entry = one.entry
    then = "no more mail" if one.left == ("",) else f"no more {', '.join(one.left)}" if one.left else one.doubt
    return {
        "kind": one.report.kind.value,
        "address": entry.person.address if entry else None,
        "edition": entry.edition if entry else None,
        "status": one.report.status or None,
        "then": then or None,
        "said": one_line(one.report.said) or None,
    }
