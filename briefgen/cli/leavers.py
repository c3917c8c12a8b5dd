"""What the commands of `briefgen unsubscribe` do."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from briefgen import config
from briefgen.cli import outboxes, printing
from briefgen.cli.columns import Column
from briefgen.cli.text import one_line, printable
from briefgen.config.delivery import loading
from briefgen.delivery import addresses, keys, secrets
from briefgen.delivery.keys import Key
from briefgen.delivery.outbox import open_outbox
from briefgen.delivery.outbox.rows import Row
from briefgen.delivery.settings import Delivery
from briefgen.delivery.unsubscribing import leaving, tokens
from briefgen.delivery.values import Combination, Person
from briefgen.errors import UsageError
from briefgen.language import Language, language, languages

TABLE = (
    Column("address", fair=24, most=60),
    Column("list", fair=12, rank=1),
    Column("since", fair=16, rank=2),
    Column("by", fair=9, rank=3),
    Column("detail", fair=20, rank=4),
)
SECRET = "unsubscribe-key"  # noqa: S105 - a name


def ring(delivery: Delivery | None, file: Path | None = None) -> tuple[Key, ...]:
    """The keys of the links and of the envelope senders.

    Args:
        delivery: Says what their secret is called, and which file has it; None where nothing is mailed.
        file: Has them instead, whatever the environment says.

    Raises:
        SecretError: There are none.
    """
    wanted = delivery.unsubscribing if delivery else None
    name = wanted.secret if wanted else SECRET
    if file is not None:
        return keys.ring(secrets.secret(name, file, {}))
    return keys.ring(secrets.secret(name, wanted.secret_file if wanted else None))


def settled(config_path: Path | None) -> Delivery | None:
    """The settings of delivery; None where nothing is mailed."""
    return loading.load(config.load(config_path))


def listed(path: Path, *, as_json: bool) -> None:
    """Who left what."""
    with open_outbox(path, create=False) as outbox:
        found = leaving.departures(outbox)
    rows: list[Row] = [
        {
            "address": one.recipient,
            "list": one.list or (None if as_json else "(everything)"),
            "since": one.at.isoformat() if as_json else outboxes.minute(one.at),
            "by": one.how.value,
            "detail": one.detail,
        }
        for one in found
    ]
    if as_json:
        printing.lines(json.dumps(row, ensure_ascii=False) for row in rows)
    else:
        outboxes.table(TABLE, rows)


def add(path: Path, address: str, lists: Sequence[str], who: str, reason: str) -> None:
    """Somebody gets no more mail."""
    recipient = _recipient(address)
    with open_outbox(path) as outbox:
        wanted = lists or (leaving.EVERYTHING,)
        new = leaving.leave(outbox, recipient, wanted, leaving.How.OPERATOR, _now(), who, one_line(reason))
    told = ", ".join(lists) or "mail"
    click.echo(f"{printable(address)} gets no more {told}{'' if new else ': that was so before'}", err=True)


def remove(path: Path, address: str, lists: Sequence[str], who: str) -> None:
    """Somebody gets mail again."""
    with open_outbox(path, create=False) as outbox:
        gone = leaving.come_back(outbox, _recipient(address), lists, _now(), who)
    if not gone:
        raise UsageError("had not left that", printable(address), "See `briefgen unsubscribe list`.")
    for one in gone:
        click.echo(f"{printable(address)} gets {one.list or 'mail'} again; {one.reason}", err=True)


def link(  # noqa: PLR0913 - one argument for each option
    config_path: Path | None,
    path: Path | None,
    address: str,
    lists: Sequence[str],
    url: str | None,
    key_file: Path | None,
) -> None:
    """The link of somebody, which works from now on."""
    delivery = settled(config_path)
    if url is None:
        if delivery is None or delivery.unsubscribing is None:
            raise UsageError("names no address of the page", "--url", "Name it, or set `unsubscribe` in delivery.yaml.")
        url = delivery.unsubscribing.url
    if not lists:
        raise UsageError("names nothing to leave", "--list", "Name the lists of the message: --list cabinet.")
    person = Person(_recipient(address), "", tuple(lists), Combination((), "en"), (), ())
    held = ring(delivery, key_file)
    with open_outbox(outboxes.place(config_path, path)) as outbox:
        leaving.remember(outbox, [person], held)
    click.echo(tokens.link(url, held, person))


def serve(config_path: Path | None, path: Path | None, key_file: Path | None, host: str, port: int) -> None:
    """Answers until somebody interrupts it."""
    from briefgen.delivery.unsubscribing.asking import Desk
    from briefgen.delivery.unsubscribing.pages import Looks
    from briefgen.delivery.unsubscribing.quiet import Quiet
    from briefgen.delivery.unsubscribing.serving import server

    settings = config.load(config_path)
    delivery = loading.load(settings)

    def voice(tag: str) -> Language:
        return language(tag, settings.words_in(tag))

    usual = settings.brand.locale.partition("-")[0]
    tongues = sorted(languages(), key=lambda tag: tag != usual)
    outbox = outboxes.place(config_path, path)
    looks = Looks(settings.brand, voice, (delivery.reply_to or delivery.sender) if delivery else "")
    titles = {one.id: one.title for one in delivery.lists} if delivery else {}
    desk = Desk(outbox, ring(delivery, key_file), looks, titles, tuple(tongues), _now, Quiet())
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    with server(desk, host, port) as serving:
        click.echo(f"people unsubscribe at {serving.address}/…; end it with Ctrl+C", err=True)
        for end in (signal.SIGINT, signal.SIGTERM):  # a shell's background job has the first one ignored
            signal.signal(end, signal.default_int_handler)
        with contextlib.suppress(KeyboardInterrupt):
            serving.serve_forever()


def _recipient(address: str) -> str:
    """The id of a person with an address.

    Raises:
        UsageError: It is none.
    """
    if wrong := addresses.complaint(address.strip()):
        raise UsageError(wrong[0], hint=wrong[1])
    return addresses.identity(address)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
