"""The parts of a mail: which are its text, and which are attached (MIME, RFC 2046)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.message import Message

from msgspec import Struct

from briefgen import remarks
from briefgen.corpus.html import decode as pages
from briefgen.corpus.html.tree import parse, prepare
from briefgen.corpus.mail.head import decoded
from briefgen.corpus.writable import writable
from briefgen.errors import CorpusError

DEEPEST = 40
"""Parts inside parts. Mail programs make six or so."""

MOST = 1_000
"""Parts of one mail."""

RICHER = 0.8
"""Of a mail in two forms the HTML is read if it has that share of the letters of the plain text; else it is a stub."""


class Text(Struct, frozen=True):
    """A piece of a mail's text."""

    text: str
    """Decoded."""
    is_html: bool
    encoding: str
    flowed: bool = False
    """Lines that end with a blank go on (RFC 3676)."""
    without_blank: bool = False
    """The blank at such an end is no part of the text."""
    is_declared: bool = False
    """Whether its head, or it itself, says that it has this encoding."""


class Parts(Struct, frozen=True):
    """A mail taken apart."""

    texts: tuple[Text, ...] = ()
    """In order."""
    attached: tuple[Message, ...] = ()
    """What is attached; pictures that stand in the text are left out."""


def taken_apart(message: Message, name: str) -> Parts:
    """The texts and attachments of a mail.

    Raises:
        CorpusError: It is encrypted, or its parts are too many or too deep in each other.
    """
    if sum(1 for _ in _every(message, name)) > MOST:
        raise CorpusError(f"has more than {MOST} parts", name)
    return _apart(message, name)


def _every(message: Message, name: str, depth: int = 0) -> Iterator[Message]:
    """All parts of a mail, without those of mails in it.

    Raises:
        CorpusError: They are too deep in each other, or encrypted.
    """
    kind = message.get_content_type()
    if depth > DEEPEST:
        raise CorpusError("is nested too deep", name)
    if kind in {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}:
        raise CorpusError(remarks.ENCRYPTED, name, "Save it decrypted.")
    yield message
    for part in _inside(message):
        yield from _every(part, name, depth + 1)


def _inside(message: Message) -> Sequence[Message]:
    """The parts right inside a part; none of a mail that is attached."""
    payload = message.get_payload()
    if message.get_content_maintype() == "message" or not isinstance(payload, list):
        return ()
    return [part for part in payload if isinstance(part, Message)]


def _apart(part: Message, name: str) -> Parts:
    """A part as texts and attachments."""
    if part.get_content_maintype() == "message":
        return Parts(attached=(part,))
    if not part.is_multipart():
        return _leaf(part, name)
    inside = [_apart(one, name) for one in _inside(part)]
    attached = tuple(one for parts in inside for one in parts.attached)
    kind = part.get_content_subtype()
    if kind == "alternative":
        return Parts(_best([parts.texts for parts in inside if parts.texts]), attached)
    if kind in {"related", "signed"}:
        texts = next((parts.texts for parts in inside if parts.texts), ())
        return Parts(texts, attached)
    return Parts(tuple(one for parts in inside for one in parts.texts), attached)


def _leaf(part: Message, name: str) -> Parts:
    """A part that holds no others."""
    kind = part.get_content_type()
    if part.get_content_disposition() == "attachment":
        return Parts(attached=(part,))
    if kind in {"text/plain", "text/html"}:
        text = _text(part, name)
        return Parts((text,)) if text.text.strip() else Parts()
    return Parts(attached=(part,)) if file_name(part) and part.get_content_maintype() != "image" else Parts()


def file_name(part: Message) -> str:
    """What a part is called as a file; empty where it has no name."""
    return decoded(str(part.get_filename() or ""))


def _best(forms: Sequence[tuple[Text, ...]]) -> tuple[Text, ...]:
    """Of several forms of one text, the HTML, unless it has much less in it than the plain one."""
    if not forms:
        return ()
    plain = max((_letters(form) for form in forms if not form[-1].is_html), default=0)
    rich = [form for form in forms if any(one.is_html for one in form) and _letters(form) >= RICHER * plain]
    return rich[-1] if rich else max(forms, key=_letters)


def _letters(texts: Sequence[Text]) -> int:
    """How many letters texts show."""
    count = 0
    for one in texts:
        shown = one.text
        if one.is_html:
            root = parse(one.text, "")
            prepare(root)
            shown = root.text_content()
        count += sum(map(str.isalnum, shown))
    return count


def _text(part: Message, name: str) -> Text:
    """The text of a part, decoded: as its head says, or else as a page would be."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset() or ""
    html = part.get_content_type() == "text/html"
    if not data.strip():
        return Text("", html, "utf-8")
    declared = pages.charset(b'<meta charset="' + charset.encode("ascii", "ignore") + b'">') if charset else None
    text, encoding = _decoded(data, declared, name)
    told = (declared, pages.charset(data[: pages.HEAD]))
    flowed = str(part.get_param("format") or "").lower() == "flowed" and not html
    joined = str(part.get_param("delsp") or "").lower() == "yes"
    return Text(writable(text.replace("\r\n", "\n")), html, encoding, flowed, joined, encoding in told)


def _decoded(data: bytes, declared: str | None, name: str) -> tuple[str, str]:
    """Bytes as the text that their head declares; where it is wrong, or silent, as a page would be read.

    Letters beyond ASCII that are right in UTF-8 prove it, whatever is declared.
    """
    for encoding in filter(None, ("utf-8" if not data.isascii() else None, declared)):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    if declared and (text := pages.fitting(data, declared)) is not None:
        return text, declared
    return pages.decode(data, name)
