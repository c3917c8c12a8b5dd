"""The reader of pages that a browser saved in one file with all their parts (MHTML)."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from briefgen import remarks
from briefgen.corpus.decode import LARGEST
from briefgen.corpus.html.decode import decode, told
from briefgen.corpus.html.page import page
from briefgen.errors import CorpusError
from briefgen.model import Document

HINT = "Save the page again as “web page, HTML only”."


def read(data: bytes, name: str) -> Document:
    """The document in a page that was saved with all its parts (RFC 2557).

    Raises:
        CorpusError: There is no page in it.
    """
    if len(data) > LARGEST:
        raise CorpusError(remarks.said(remarks.LARGER, size=LARGEST // 1_000_000), name, HINT)
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return _page(payload, part, name, str(message.get("Snapshot-Content-Location") or ""))
    raise CorpusError("is no saved page: there is no HTML in it", name, HINT)


def _page(payload: bytes, message: EmailMessage, name: str, saved_from: str) -> Document:
    """The document in the part that is the page; the charset of its head counts like a declared one."""
    location = saved_from or str(message.get("Content-Location") or "")
    charset = message.get_content_charset()
    label = f'<meta charset="{charset}">'.encode("ascii", "ignore") if charset else b""
    source, encoding = decode(label + payload, name)
    return told(page(source, name, encoding, location or None), label + payload)
