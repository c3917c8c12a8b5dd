"""What people with the same letter share, made once: a message is a form with a few lines in front and its gaps filled.

So a PDF is encoded once an edition, and a message costs microseconds.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from briefgen.delivery.keys import Key
from briefgen.delivery.mailing import headers, proving
from briefgen.delivery.mailing.draft import HINT, Draft, draft
from briefgen.delivery.settings import Delivery
from briefgen.delivery.unsubscribing import tokens
from briefgen.delivery.values import Letter, Person
from briefgen.errors import OutboxError
from briefgen.model import File

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
"""Formats → what the message says of them (RFC 2046)."""
_AUTO = headers.line("Auto-Submitted", "auto-generated")  # RFC 3834: holiday notes do not answer it
Kind: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Key of the combination, formats that are attached, ids of the lists."""


class Desk(Struct, frozen=True):
    """What all messages of a run are written with."""

    delivery: Delivery
    unsubscribe_keys: tuple[Key, ...] = ()
    """Empty where nobody can unsubscribe by a link."""
    bounce_keys: tuple[Key, ...] = ()
    """Empty where all messages have the same envelope sender."""

    @property
    def domain(self) -> str:
        """Of the sender."""
        return self.delivery.sender.rpartition("@")[2]

    @property
    def placeholder(self) -> str:
        """The unsubscribe link of nobody; empty where there are none."""
        unsubscribing = self.delivery.unsubscribing
        return tokens.placeholder(unsubscribing.url) if unsubscribing else ""


class Form(Struct, frozen=True):
    """A message that lacks what is personal."""

    head: bytes
    """The headers that all have; they passed `proving`."""
    pieces: tuple[bytes, ...]
    """The body between the gaps: one more than there are gaps."""
    gaps: tuple[tuple[int, int], ...]
    """Which letters of the token go into each."""


def kind(person: Person) -> Kind:
    """Who has the same has the same form."""
    return (person.combination.key, person.attached, person.lists)


def forms(desk: Desk, letters: Sequence[Letter], people: Iterable[Person]) -> dict[Kind, Form]:
    """A form for each kind of message, all of them before the first message goes out.

    Raises:
        OutboxError: A letter is missing, lacks a format that somebody wants attached, or breaks a rule of `proving`.
    """
    by_key = {letter.combination.key: letter for letter in letters}
    drafts: dict[str, Draft] = {}
    encoded: dict[tuple[str, str], bytes] = {}
    made: dict[Kind, Form] = {}
    for person in people:
        key, attached, _ = sort = kind(person)
        if sort in made:
            continue
        if (letter := by_key.get(key)) is None:
            raise OutboxError("is no letter of this edition", key, HINT)
        if key not in drafts:
            name = f"{key}.eml"
            drafts[key] = draft(name, _file(letter, "eml").content, desk.placeholder)
        for form in attached:
            if (key, form) not in encoded:
                encoded[key, form] = _part(_file(letter, form), form)
        made[sort] = _form(desk, drafts[key], [encoded[key, form] for form in attached], person)
    return made


def _form(desk: Desk, letter: Draft, attached: Sequence[bytes], person: Person) -> Form:
    delivery = desk.delivery
    lines = {"From": headers.line("From", headers.mailbox(delivery.sender_name, delivery.sender, "From"))}
    if delivery.reply_to:
        lines["Reply-To"] = headers.line("Reply-To", delivery.reply_to)
    titles = {one.id: one.title for one in delivery.lists}
    if person.lists:
        first = person.lists[0]  # a message has one List-Id (RFC 2919, 3)
        lines["List-Id"] = headers.line("List-Id", headers.list_id(titles.get(first, first), first, desk.domain))
    lines["Auto-Submitted"] = _AUTO
    front, back = b"", b""
    content = {name: text for name, text in letter.head.items() if name.startswith("Content-")}
    lines |= {name: text for name, text in letter.head.items() if name not in content}
    if attached:
        boundary = b"=_" + hashlib.sha256(b"\0".join(attached) + letter.body).hexdigest()[:32].encode() + b"_m"
        front = b"--" + boundary + b"\r\n" + b"".join(content.values()) + b"\r\n"
        parts = (b"\r\n--" + boundary + b"\r\n" + part for part in attached)
        back = b"".join(parts) + b"\r\n--" + boundary + b"--\r\n"
        content = {"Content-Type": b'Content-Type: multipart/mixed;\r\n boundary="' + boundary + b'"\r\n'}
    lines |= content
    head = b"".join(lines.values())
    if fault := proving.head_fault(head + b"\r\n", tuple(lines)):
        raise OutboxError(fault, letter.name, HINT)
    return Form(head, *_parted(front, letter, back))


def _parted(front: bytes, letter: Draft, back: bytes) -> tuple[tuple[bytes, ...], tuple[tuple[int, int], ...]]:
    """The body between its gaps, and which letters of a token go into each of those."""
    pieces, gaps = [], []
    at = begin = 0
    for start, end in letter.gaps:
        pieces.append(letter.body[at:start])
        gaps.append((begin, begin + end - start))
        begin = (begin + end - start) % tokens.LENGTH
        at = end
    pieces.append(letter.body[at:] + back)
    pieces[0] = front + pieces[0]
    return tuple(pieces), tuple(gaps)


def _file(letter: Letter, form: str) -> File:
    """A file of a letter by its format.

    Raises:
        OutboxError: There is none.
    """
    name = f"{letter.combination.key}.{form}"
    for file in letter.files:
        if file.name.rpartition("/")[2] == name:
            return file
    raise OutboxError(f"has no file {name}", letter.combination.key, HINT)


def _part(file: File, form: str) -> bytes:
    """An attachment. Its name has no letter that needs more than quotation marks: it is made of ids."""
    name = file.name.rpartition("/")[2]
    head = (
        f"Content-Type: {TYPES.get(form, 'application/octet-stream')}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment;\r\n filename="{name}"\r\n\r\n'
    )
    return head.encode("ascii") + base64.encodebytes(file.content).replace(b"\n", b"\r\n")
