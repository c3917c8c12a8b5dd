"""The readers of `.eml` and `.mbox`: a mail → itself, and the documents that are attached to it.

Documents that are attached have names of their own: "letter.eml/report.pdf".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from pathlib import PurePosixPath

from msgspec.structs import replace

from briefgen import remarks
from briefgen.corpus import items
from briefgen.corpus.declaring import in_order
from briefgen.corpus.items import Item
from briefgen.corpus.mail.body import Body, body
from briefgen.corpus.mail.head import Head, head, person_and_house
from briefgen.corpus.mail.parts import Parts, file_name, taken_apart
from briefgen.errors import CorpusError
from briefgen.model import Document, How, Known, Omission

MEDIA = "message/rfc822"

DEEPEST = 5
"""Mails inside mails."""

FROM = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{1,500}\r?\n"
    rb"|^From \S{1,300} [^\r\n]{0,60}\d\d:\d\d:\d\d [^\r\n]{0,40}\d{4}[^\r\n]{0,20}\r?\n",
    re.MULTILINE,
)
"""The line that begins a mail in a mailbox (RFC 4155); with a time of day also where no empty line stands above."""

QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)

NESTED = "is nested too deep"


def read(data: bytes, name: str) -> Sequence[Document | Omission]:
    """The documents in a mail: itself, first, and what is attached.

    Raises:
        CorpusError: It is no mail, is encrypted, or nested too deep.
    """
    return tuple(items.named_once(_of_mail(data, name, 0)))


def read_mailbox(data: bytes, name: str) -> Sequence[Document | Omission]:
    """The documents in a mailbox; each mail is named by its Message-ID: "news.mbox#3f9c21ab04".

    Raises:
        CorpusError: It is no mailbox.
    """
    return tuple(items.named_once(_of_mailbox(data, name, 0)))


def _of_mail(data: bytes, name: str, depth: int) -> list[Document | Omission]:
    """The documents in the bytes of a mail.

    Raises:
        CorpusError: It is no mail, is encrypted, or nested too deep.
    """
    if depth > DEEPEST:
        raise CorpusError(NESTED, name)
    try:
        message = message_from_bytes(data)
        if not any(message.get_all(field) for field in ("from", "subject", "date")):
            raise CorpusError("is no mail: it has no head", name, "Save the mail in your mail program as .eml.")
        return list(_documents(message, name, depth))
    except RecursionError as error:  # the parser of the standard library goes into itself for each part
        raise CorpusError(NESTED, name) from error


def _of_mailbox(data: bytes, name: str, depth: int) -> list[Document | Omission]:
    """The documents in the bytes of a mailbox.

    Raises:
        CorpusError: It is no mailbox.
    """
    begins = [match.span() for match in FROM.finditer(data)]
    if not begins or data[: begins[0][0]].strip():
        raise CorpusError("is no mailbox: it does not begin with “From ”", name, "Export it as mbox.")
    ends = [start for start, _ in begins[1:]] + [len(data)]
    found: list[Document | Omission] = []
    for (_, start), end in zip(begins, ends, strict=True):
        raw = QUOTED_FROM.sub(rb"\1", data[start:end])
        own = f"{name}#{_mark(raw)}"
        try:
            found += _of_mail(raw, own, depth)
        except CorpusError as error:
            found.append(Omission(own, error.message))
    return found


MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


def _mark(raw: bytes) -> str:
    """What a mail of a mailbox is named by: its Message-ID, or else all of it."""
    above = re.search(rb"\r?\n\r?\n", raw)
    found = MESSAGE_ID.search(raw, 0, above.start() if above else len(raw))
    return items.mark((found[1] if found else raw).decode("latin-1"))


def _documents(message: Message, name: str, depth: int) -> Iterator[Document | Omission]:
    """A mail as documents.

    Raises:
        CorpusError: It is encrypted, or its parts are too many or too deep in each other.
    """
    parts = taken_apart(message, name)
    said = head(message)
    yield from _itself(parts, said, name)
    for part in parts.attached:
        yield from _attached(part, name, depth)


def _itself(parts: Parts, said: Head, name: str) -> Iterator[Document | Omission]:
    """The mail without what is attached; nothing where it only carries that."""
    if not parts.texts:
        if not parts.attached:
            yield Omission(name, remarks.called(remarks.NO_TEXT, said.headline))
        return
    try:
        text = body(parts.texts, name, is_forward=said.is_forward)
        yield _document(text, said, name)
    except CorpusError as error:
        yield Omission(name, remarks.called(error.message, said.headline))


def _document(text: Body, said: Head, name: str) -> Document:
    """The document that a mail is.

    Raises:
        CorpusError: There is no text in it.
    """
    item = Item(
        text.content.text,
        is_html=text.is_html,
        headline=said.headline,
        byline=said.byline,
        publisher=said.publisher,
        published=said.published,
        language=said.language,
        url=said.url,
        encoding=text.encoding,
        tells_encoding=text.is_declared,
    )
    read_ = items.built(item, name, MEDIA, text.content)
    return _of_original(read_, text.original) if said.is_forward else read_


def _of_original(read_: Document, printed: Sequence[str]) -> Document:
    """A mail that was sent on: what the head of the original prints says who wrote it, and when."""
    if not printed:
        return read_
    sender, address = parseaddr(printed[0])
    byline, publisher = person_and_house(sender or re.sub(r"[\[<(].*", "", printed[0]).strip(), address)
    day = next((found for value in printed[1:] if (found := items.day(value))), None)
    given = {"byline": byline, "publisher": publisher, "published": day}
    new = {field: value for field, value in given.items() if value and getattr(read_, field) is None}
    known = (*read_.known, *(Known(field, How.FOUND) for field in new))
    return replace(read_, **new, known=in_order(known))


def _attached(part: Message, name: str, depth: int) -> Iterator[Document | Omission]:
    """What is attached to a mail: documents of its own, or what is left out."""
    if part.get_content_maintype() == "message":
        yield from _mail_in_mail(part, name, depth)
        return
    called = PurePosixPath(items.flat(file_name(part)).replace("\\", "/")).name or "attachment"
    own = f"{name}/{called}"
    payload = part.get_payload(decode=True)
    try:
        yield from _contents(payload if isinstance(payload, bytes) else b"", own, depth + 1)
    except CorpusError as error:
        yield Omission(own, error.message)


def _contents(data: bytes, own: str, depth: int) -> Sequence[Document | Omission]:
    """The documents in an attachment.

    Raises:
        CorpusError: It cannot be read.
    """
    from briefgen.corpus.opening import Bytes, read_bytes

    suffix = PurePosixPath(own).suffix.removeprefix(".").lower()
    if suffix in MAILS:  # not through the door of all readers: it does not know how deep we are
        return MAILS[suffix](data, own, depth)
    found = read_bytes(Bytes(data, own, suffix))
    return (*found.documents, *found.omissions)


MAILS = {"eml": _of_mail, "mbox": _of_mailbox}


def _mail_in_mail(part: Message, name: str, depth: int) -> Iterator[Document | Omission]:
    """The documents in mails that are attached as such; reports about delivery are left out without a word."""
    if part.get_content_type() != MEDIA:
        return
    payload = part.get_payload()
    for number, message in enumerate(payload if isinstance(payload, list) else (), 1):
        own = f"{name}/mail{number}"
        if depth >= DEEPEST:
            yield Omission(own, NESTED)
        elif isinstance(message, Message):
            try:
                yield from _documents(message, own, depth + 1)
            except CorpusError as error:
                yield Omission(own, error.message)
