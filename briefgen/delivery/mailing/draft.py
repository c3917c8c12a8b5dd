"""The mail of an edition, as it was released: a draft without sender and recipient, taken apart and looked through."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from msgspec import Struct

from briefgen.delivery.mailing import proving
from briefgen.delivery.unsubscribing.tokens import NOBODY
from briefgen.errors import OutboxError

KEPT = ("Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Language")
"""Headers of a draft that its messages have too."""
REPLACED = ("Date", "Message-ID", "X-Unsent")
"""Headers that each message has its own of, or none."""
_HEADER = re.compile(rb"([!-9;-~]+):((?:[^\r\n]*\r\n[ \t])*[^\r\n]*)\r\n")
_END = b"\r\n\r\n"
_NAMES = {"&": ("&amp;",), "'": ("&#39;", "&#x27;"), '"': ("&#34;", "&quot;")}
"""Letters of addresses → what those who write HTML make of them: markupsafe, html5ever (css-inline), `html`."""
_SOFT = rb"(?:=\r\n)?"
"""The end of a line that is none in the text (RFC 2045, 6.7)."""


class Draft(Struct, frozen=True):
    """A mail that lacks what is personal."""

    name: str
    """Of its file."""
    head: dict[str, bytes]
    """`KEPT` headers → the whole header, folded, with its end."""
    body: bytes
    """What stands behind the head."""
    gaps: tuple[tuple[int, int], ...]
    """Where a personal letter stands in the body: start and end of each run, in order. Each link has as many letters
    as every other one."""


def draft(name: str, data: bytes, placeholder: str) -> Draft:
    """Takes a mail apart.

    Args:
        name: Of its file, for errors.
        data: Its bytes.
        placeholder: Unsubscribe link of nobody; its last part is to be replaced. Empty where messages have none.

    Raises:
        OutboxError: It is no mail that briefgen writes, or breaks a rule of `proving`.
    """
    if fault := proving.body_fault(data):
        raise OutboxError(fault, name, HINT)
    before, found, body = data.partition(_END)
    head: dict[str, bytes] = {}
    rest = before + b"\r\n"
    while match := _HEADER.match(rest):
        key = match[1].decode("ascii")
        if key in head or key not in {*KEPT, *REPLACED}:
            raise OutboxError(f"has a header that no draft has: {key}", name, HINT)
        head[key] = match[0]
        rest = rest[match.end() :]
    if rest or not found or not {"Subject", "MIME-Version", "Content-Type"} <= head.keys():
        raise OutboxError("is no mail that briefgen wrote", name, HINT)
    mail = BytesParser(policy=policy.default).parsebytes(data)
    if fault := proving.picture_fault(mail):
        raise OutboxError(fault, name, HINT)
    return Draft(name, {key: head[key] for key in KEPT if key in head}, body, _gaps(name, body, mail, placeholder))


OTHER = "Was `unsubscribe` of delivery.yaml changed since the release? Set it back, or release a correction."
HINT = "Was the edition made by another program? Release a correction: `briefgen edition correct`."


def _gaps(name: str, body: bytes, mail: EmailMessage, placeholder: str) -> tuple[tuple[int, int], ...]:
    """Where the last part of the placeholder stands, in quoted-printable text that may part it anywhere.

    Raises:
        OutboxError: It also stands where it is written in another way, or the mail was made with another one.
    """
    texts = tuple(_texts(mail))
    there = sum(text.count(placeholder) for text in texts) if placeholder else 0
    if there != sum(text.count(f"/{NOBODY}") for text in texts):
        raise OutboxError("has a link to unsubscribe that is not the one of the settings", name, OTHER)
    if not placeholder:
        return ()
    front, _, token = placeholder.rpartition("/")
    found = list(re.finditer(_spelt(f"{front}/") + rb"(" + _spelt(token) + rb")", body))
    if len(found) != there:
        raise OutboxError("has a link to unsubscribe that cannot be made personal", name, HINT)
    return tuple(
        (match.start(1) + run.start(), match.start(1) + run.end())
        for match in found
        for run in re.finditer(rb"[^=\r\n]+", match[1])
    )


def _texts(mail: EmailMessage) -> Iterator[str]:
    """What both versions of a mail say."""
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            said = part.get_content()
            yield html.unescape(said) if part.get_content_subtype() == "html" else said


def _spelt(text: str) -> bytes:
    """A pattern for a text as quoted-printable writes it, and HTML inside of that."""
    return _SOFT.join(map(_letter, text)) + (_SOFT if text.endswith("/") else b"")


def _letter(one: str) -> bytes:
    """A pattern for a letter: itself, or one of the names that it has in HTML."""
    ways = (one, *_NAMES.get(one, ()))
    return rb"(?:" + b"|".join(_SOFT.join(map(_byte, way.encode())) for way in ways) + rb")"


def _byte(one: int) -> bytes:
    return b"=3D" if one == ord("=") else re.escape(bytes([one]))
