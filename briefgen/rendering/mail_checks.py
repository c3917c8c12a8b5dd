"""What is wrong with the bytes of a mail that goes to people on lists, though it is a mail."""

from __future__ import annotations

import email
import html
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage

from briefgen.rendering.mail_page import HTML, size

TEXT = "email.txt.j2"
"""The frame of the version in plain text."""
WARNED = 90_000
"""Bytes of the HTML from which on somebody should know: mail programs cut longer ones off soon (`mail_page.LIMIT`)."""
_FRAMES = {"html": HTML, "plain": TEXT}


def length(content: bytes) -> int:
    """Bytes of the HTML of a mail."""
    return size(_versions(content).get("html", "").replace("\r\n", "\n"))


def unleavable(content: bytes, link: str) -> tuple[str, ...]:
    """The frames of a mail that do not print the link to unsubscribe."""
    return tuple(_FRAMES[kind] for kind, text in _versions(content).items() if link not in text)


def _versions(content: bytes) -> dict[str, str]:
    """What both versions say, by their kind."""
    message = email.message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    return dict(_read(message))


def _read(message: EmailMessage) -> Iterator[tuple[str, str]]:
    for kind in _FRAMES:
        part = message.get_body((kind,))
        said = str(part.get_content()) if part is not None else ""
        yield kind, html.unescape(said) if kind == "html" else said
