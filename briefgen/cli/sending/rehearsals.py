"""`briefgen send --dry-run` and `--test-to`: what would go out, in files or sent to somebody who wants to see it.

Neither changes the outbox.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from msgspec.structs import replace

from briefgen.cli import editions
from briefgen.cli.sending import picking, readying, rooms
from briefgen.cli.sending.readying import Ready
from briefgen.cli.sending.rooms import Asked, Room
from briefgen.cli.text import counted, one_line, printable
from briefgen.delivery import addresses, mailing
from briefgen.delivery.choosing import Choice, Do
from briefgen.delivery.diagnosing import telling
from briefgen.delivery.mailing import Message
from briefgen.delivery.outbox import looking
from briefgen.delivery.outbox.rehearsing import rehearsal
from briefgen.delivery.relay import Session, access
from briefgen.delivery.settings import Delivery
from briefgen.delivery.values import Entry, Letter, Person, State
from briefgen.editions import letters, shelf
from briefgen.editions.values import State as Standing
from briefgen.errors import BriefgenError, RenderError, UsageError
from briefgen.model import File

MARK = b"[Test]"
"""In front of the subject of a test."""
FOLDER = "mail-{name}"
"""Of a dry run, in the output folder: beside those of editions, which may be published, and none of them."""
_OURS = re.compile(r"[0-9]{5,}-.+\.eml")
_UNSAFE = re.compile(r"[^A-Za-z0-9@._+-]")
_SUBJECT = re.compile(rb"^Subject: ?", re.MULTILINE)


def rehearse(asked: Asked, out: Path | None) -> None:
    """Writes the messages that `briefgen send` would send now, each to a file of its own."""
    with rooms.opened(asked) as (desk, delivery), rehearsal(delivery.outbox) as outbox:
        room = Room(desk, delivery, outbox, asked, rooms.clock())
        choice = picking.choose(room)
        _refuse(choice)
        editions.refuse_damaged(desk, choice.edition)
        ready = readying.prepared(room, shelf.log(desk.store, choice.edition)[-1])
        chosen = readying.only(room, ready.name)
        waiting = [
            one for one in looking.entries(outbox, ready.name, {State.PENDING}) if not chosen or one.number in chosen
        ]
        folder = out or desk.settings.output / FOLDER.format(name=ready.name)
        _write(folder, _messages(room, ready, waiting))
        counts = looking.counts(outbox, ready.name)
    said = f"wrote {counted(len(waiting), 'message')} to {folder}; nothing was sent, and the outbox is as it was"
    click.echo(printable(said), err=True)
    if dropped := counts.get(State.DROPPED):
        click.echo(f"  {dropped:,} on the lists get nothing of it", err=True)


def _refuse(choice: Choice) -> None:
    """Raises `UsageError` where nothing would go out."""
    if choice.do is Do.RELEASE:
        hint = "`briefgen send` releases it by itself; look at its draft: `briefgen edition review`."
        raise UsageError("is not released yet", choice.edition, hint)
    over = bool(choice.why)
    if choice.do is Do.NOTHING or over:
        raise UsageError(choice.why or "nothing is due", choice.edition or None, choice.todo or None)


def _messages(room: Room, ready: Ready, waiting: Iterable[Entry]) -> Iterator[tuple[str, Message]]:
    """Each message with the name of its file."""
    entries = tuple(waiting)
    made = mailing.forms(ready.desk, looking.letters(room.outbox, ready.name), (one.person for one in entries))
    for number, entry in enumerate(entries, 1):
        yield _name(number, entry.person.id), mailing.message(ready.desk, made, entry, room.now)


def _name(number: int, recipient: str) -> str:
    """A name that is no path, and no other one's."""
    return f"{number:05}-{_UNSAFE.sub('_', recipient)}.eml"


def _write(folder: Path, messages: Iterable[tuple[str, Message]]) -> None:
    """Writes the files, for their owner alone, in the place of those of an earlier dry run.

    Raises:
        UsageError: The folder has other files: whoever looks at it must see this run alone.
        RenderError: It cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        others = sorted(path.name for path in folder.iterdir() if not _OURS.fullmatch(path.name))
        if others:
            raise UsageError(f"has other files in it, such as {printable(others[0])}", str(folder), "Name another one.")
        for path in folder.iterdir():
            path.unlink()
        for name, message in messages:
            handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it is somebody's mail
            with os.fdopen(handle, "wb") as file:
                file.write(message.content)
    except OSError as error:
        hint = "Look at its permissions, or name another folder with --out."
        raise RenderError(f"cannot be written: {error.strerror or error}", str(folder), hint) from error


def try_out(asked: Asked, address: str) -> None:
    """Sends each letter of an edition once to an address, be it released or in review.

    Raises:
        UsageError: It is no address, or there is nothing to send.
        BriefgenError: The relay did not take all of them.
    """
    if complaint := addresses.complaint(address):
        raise UsageError(complaint[0], "--test-to", complaint[1])
    with rooms.opened(asked) as (desk, usual):
        with rehearsal(usual.outbox) as outbox:
            choice = picking.choose(Room(desk, usual, outbox, asked, rooms.clock()))
        if not choice.edition:
            raise UsageError("nothing is due", "--latest", "Name an edition: --edition 2026-W47.")
        log = shelf.log(desk.store, choice.edition)
        config = editions.settings_of(desk, log[-1].plan)
        delivery = rooms.settings(config)
        if log[-1].state is Standing.REVIEW:
            folder = desk.settings.output / choice.edition
            found = letters.reviewed(log[-1], letters.today(desk.store, config, log[-1].plan), folder)
        elif log[-1].state is Standing.DRAFT:
            hint = f"`briefgen edition review {choice.edition}` makes its mails."
            raise UsageError("is a draft, and has no mails yet", choice.edition, hint)
        else:
            editions.refuse_damaged(desk, choice.edition)
            found = letters.letters(desk.store, choice.edition)
    if not found:
        raise UsageError("has nothing that goes out by mail", choice.edition)
    way = access(delivery)
    messages = tests(delivery, choice.edition, tuple(map(marked, found)), addresses.normal(address))
    told = telling.tell(messages, lambda: Session.open(way))
    for _, why in told.missed:
        click.echo(one_line(f"warning: not sent: {why}"), err=True)
    sent = len(told.operators)
    said = f"{choice.edition}: sent {counted(sent, 'test')} to {address}; nobody else got anything"
    click.echo(printable(said), err=True)
    if told.missed:
        raise BriefgenError(f"{counted(len(told.missed), 'test')} of {len(messages)} did not go out", choice.edition)


def tests(delivery: Delivery, edition: str, found: tuple[Letter, ...], address: str) -> tuple[Message, ...]:
    """A test of each letter, as the first of its readers would get it; its link to unsubscribe leaves nothing."""
    desk = readying.mailing_desk(delivery)
    now = rooms.clock()
    readers = [_reader(delivery, one, address) for one in found]
    made = mailing.forms(desk, found, readers)
    messages = []
    for reader in readers:
        own = f"{edition} test {reader.combination.key} {now.isoformat()}"
        entry = Entry(0, edition, reader, mailing.message_id(own, reader.id, desk.domain), State.PENDING, now)
        messages.append(mailing.message(desk, made, entry, now))
    return tuple(messages)


def _reader(delivery: Delivery, letter: Letter, address: str) -> Person:
    there = {file.name.rpartition(".")[2] for file in letter.files}
    for one in delivery.people:
        if one.combination == letter.combination:
            return replace(
                one, address=address, name="", attached=tuple(form for form in one.attached if form in there)
            )
    return Person(address, "", (), letter.combination, (), ())


def marked(letter: Letter) -> Letter:
    """A letter whose subject says that it is a test."""
    files = (replace(one, content=_marked(one)) if one.name.endswith(".eml") else one for one in letter.files)
    return replace(letter, files=tuple(files))


def _marked(mail: File) -> bytes:
    """What follows stands on a line of its own: it may be an encoded word that is as long as a line may be."""
    head, end, body = mail.content.partition(b"\r\n\r\n")
    return _SUBJECT.sub(b"Subject: " + MARK + b"\r\n ", head, count=1) + end + body
