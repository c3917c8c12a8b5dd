"""A form and a person → the message that this person gets, and nobody else."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from email.utils import format_datetime

from msgspec import Struct

from briefgen.delivery.bouncing import addresses
from briefgen.delivery.mailing import headers, proving
from briefgen.delivery.mailing.forms import Desk, Form, Kind, kind
from briefgen.delivery.unsubscribing import tokens
from briefgen.delivery.values import Entry
from briefgen.errors import OutboxError

HINT = "Nothing of it was sent. Look at the name and address of this person in delivery.yaml."


class Message(Struct, frozen=True):
    """What the relay gets: one message to one recipient."""

    sender: str
    """Of the envelope; it proves which message a bounce is about (VERP)."""
    recipient: str
    """Of the envelope, and of the To line."""
    content: bytes
    """With its head; lines end in CRLF, dots are not doubled yet."""

    @property
    def is_international(self) -> bool:
        """Whether a relay has to know addresses in other letters than ASCII (RFC 6531)."""
        return not (self.sender.isascii() and self.recipient.isascii())


def message_id(edition: str, recipient: str, domain: str) -> str:
    """The id of a message: the same whenever and wherever it is made.

    Args:
        edition: Its name.
        recipient: `Person.id`.
        domain: Of the sender.
    """
    key = hashlib.sha256(f"{edition}\0{recipient}".encode()).hexdigest()[:40]
    return f"<{key}@{domain}>"


def message(desk: Desk, made: Mapping[Kind, Form], entry: Entry, now: dt.datetime) -> Message:
    """The message of an entry.

    Raises:
        OutboxError: Its bytes break a rule of `proving`. The error does not show the address.
    """
    person = entry.person
    form = made[kind(person)]
    try:
        lines = {"To": headers.line("To", headers.mailbox(person.name, person.address, "To"))}
    except ValueError as error:
        raise OutboxError("has an address that is none", f"message {entry.number}", HINT) from error
    lines["Date"] = headers.line("Date", format_datetime(now.astimezone(dt.UTC)))
    lines["Message-ID"] = headers.line("Message-ID", entry.message_id)
    token = ""
    unsubscribing = desk.delivery.unsubscribing
    if unsubscribing:
        link = tokens.link(unsubscribing.url, desk.unsubscribe_keys, person)
        token = link[-tokens.LENGTH :]
        lines["List-Unsubscribe"] = headers.line("List-Unsubscribe", f"<{link}>")
        lines["List-Unsubscribe-Post"] = headers.line("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    own = b"".join(lines.values())
    if fault := proving.head_fault(
        own + b"\r\n", tuple(lines)
    ):  # the headers of the form have passed, and the two join
        raise OutboxError(fault, f"message {entry.number}", HINT)
    address = desk.delivery.bounces or desk.delivery.sender
    sender = addresses.sender(address, desk.bounce_keys, entry.number, entry.message_id)
    return Message(sender, person.address, own + form.head + b"\r\n" + _filled(form, token.encode("ascii")))


def _filled(form: Form, token: bytes) -> bytes:
    parts = [form.pieces[0]]
    for (start, end), piece in zip(form.gaps, form.pieces[1:], strict=True):
        parts += (token[start:end], piece)
    return b"".join(parts)
