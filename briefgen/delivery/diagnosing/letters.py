"""The mail that tells an operator what is the matter: plain text, each thing with what to type."""

from __future__ import annotations

import datetime as dt
import hashlib
import shlex
import textwrap
import zoneinfo
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from msgspec import Struct

from briefgen.delivery.diagnosing.values import Reason
from briefgen.delivery.mailing import Message, headers, proving
from briefgen.delivery.settings import Delivery
from briefgen.errors import OutboxError
from briefgen.oneline import one_line

WIDTH = 72
"""Columns of its lines; what is to be typed is never broken."""


class House(Struct, frozen=True):
    """Where it comes from."""

    delivery: Delivery
    machine: str
    """Name of the machine that it is sent from."""
    time_zone: str
    """For the moment that a person reads."""


def letters(house: House, found: Sequence[Reason], now: dt.datetime) -> tuple[Message, ...]:
    """A message for each operator.

    Args:
        house: Whose.
        found: What they are told, the first thing first; at least one.
        now: When.

    Raises:
        OutboxError: A message breaks a rule of `proving`; none is sent.
    """
    text = body(house, found, now)
    return tuple(_message(house.delivery, one, subject(found), text, now) for one in house.delivery.operators)


def subject(found: Sequence[Reason]) -> str:
    """The line that an operator sees on a telephone: the first thing, and how many more there are."""
    first = found[0]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return f"briefgen: {f'{first.edition} ' if first.edition else ''}{first.cause}{more}"


def body(house: House, found: Sequence[Reason], now: dt.datetime) -> str:
    """Its text."""
    place = _project(house.delivery.path)
    local = now.astimezone(zoneinfo.ZoneInfo(house.time_zone))
    pieces = [_filled(f"The weekly briefs in {place} on {house.machine} need somebody.")]
    pieces += [_thing(one) for one in found]
    pieces.append(f"How everything stands:\n\n    cd {shlex.quote(str(place))} && briefgen status")
    last = f"Seen on {local:%Y-%m-%d %H:%M} ({house.time_zone}). Each thing is told once for each edition."
    pieces.append(_filled(last))
    return "\n\n".join(pieces) + "\n"


def _project(path: Path) -> Path:
    """The folder that somebody works in: settings stand in it, or in its folder `config`."""
    return path.parent.parent if path.parent.name == "config" else path.parent


def _thing(one: Reason) -> str:
    head = f"{one.edition}: {one.cause}" if one.edition else f"{one.cause}".capitalize()
    lines = [one_line(head), _filled(one_line(one.text), "    ")]
    if one.todo:
        lines.append(f"    To do: {one_line(one.todo)}")
    return "\n".join(lines)


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _message(delivery: Delivery, operator: str, title: str, text: str, now: dt.datetime) -> Message:
    mail = EmailMessage(policy=SMTP)
    mail.set_content(text, cte="quoted-printable")
    digest = hashlib.sha256(f"{now.isoformat()}\0{operator}\0{text}".encode()).hexdigest()[:40]
    lines = {
        "From": headers.line("From", headers.mailbox(delivery.sender_name, delivery.sender, "From")),
        "To": headers.line("To", operator),
        "Subject": headers.line("Subject", headers.clean(title)),
        "Date": headers.line("Date", format_datetime(now.astimezone(dt.UTC))),
        "Message-ID": headers.line("Message-ID", f"<alert.{digest}@{delivery.sender.rpartition('@')[2]}>"),
        "Auto-Submitted": headers.line("Auto-Submitted", "auto-generated"),
        "Importance": headers.line("Importance", "high"),  # RFC 2156, 2.2
    }
    whole = bytes(mail)
    own, _, content = whole.partition(b"\r\n\r\n")
    head = b"".join(lines.values()) + own + b"\r\n\r\n"
    names = (*lines, *mail.keys())
    if fault := proving.head_fault(head, names) or proving.body_fault(content):
        raise OutboxError(fault, "the alert", "`briefgen status` says the same.")
    return Message(delivery.sender, operator, head + content)
