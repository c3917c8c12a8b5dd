"""The fields above a mail → what they say of the document that it is."""

from __future__ import annotations

import datetime as dt
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from msgspec import Struct

from briefgen.corpus import bylines, items
from briefgen.corpus.words import alternatives, folded

REPLY = re.compile(rf"(?:(?:{alternatives('mail_replies')})(?:\[\d+\]|\(\d+\))?\s*[:：]\s*)+", re.IGNORECASE)
FORWARD = re.compile(
    rf"(?:(?:{alternatives('mail_replies', 'mail_forwards')})(?:\[\d+\]|\(\d+\))?\s*[:：]\s*)*"
    rf"(?:{alternatives('mail_forwards')})\s*[:：]\s*",
    re.IGNORECASE,
)
"""What mail programs put before the subject of what they send on."""

BETWEEN = re.compile(r"\s+(?:from|at|via|of)\s+|\s*[,|–—]\s+|\s+-\s+", re.IGNORECASE)
"""What stands between a writer and a house: "Ann Lee from Example News", "Ann Lee | Example News"."""


class Head(Struct, frozen=True):
    """What the head of a mail says; what it does not say is empty."""

    headline: str = ""
    """Its subject, without Re: and Fwd:."""
    byline: str = ""
    """The sender, where it is a person."""
    publisher: str = ""
    """The sender, where it is a house."""
    published: dt.date | None = None
    """The day in the sender's time zone."""
    language: str = ""
    """ISO 639-1 code."""
    url: str = ""
    """Where it is archived."""
    is_forward: bool = False
    """Somebody sends on what somebody else wrote."""


def head(message: Message) -> Head:
    """What the fields of a mail say. Who sends something on has not published it."""
    subject = field(message, "subject")
    forward = FORWARD.match(subject)
    begin = forward or REPLY.match(subject)
    byline, publisher = ("", "") if forward else sender(message)
    url = field(message, "archived-at").strip("<> ")
    return Head(
        headline=subject[begin.end() if begin else 0 :].strip(),
        byline=byline,
        publisher=publisher,
        published=None if forward else items.day(field(message, "date")),
        language=items.language(field(message, "content-language")),
        url=url if url.startswith(("http://", "https://")) else "",
        is_forward=forward is not None,
    )


def field(message: Message, name: str) -> str:
    """A field of the head in one line, with its encoded words decoded (RFC 2047); empty where there is none."""
    return decoded(_raw(message, name))


def _raw(message: Message, name: str) -> str:
    """A field as it stands. Bytes that are not ASCII are taken for UTF-8, as most programs mean them."""
    found = next((value for key, value in message.raw_items() if key.lower() == name), "")
    return str(found).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def decoded(text: str) -> str:
    """A text with its encoded words decoded; as it stands where they are damaged."""
    try:
        return items.flat(str(make_header(decode_header(text))))
    except (LookupError, UnicodeError, ValueError, HeaderParseError):
        return items.flat(text)


def sender(message: Message) -> tuple[str, str]:
    """Who wrote a mail and who publishes it, from its sender."""
    addresses = getaddresses([_raw(message, "from")])
    name, address = addresses[0] if addresses else ("", "")
    byline, publisher = person_and_house(decoded(name).strip("\"' "), address.rpartition("@")[2])
    return byline, publisher or field(message, "organization")


def person_and_house(name: str, domain: str) -> tuple[str, str]:
    """The person and the house in the name of a sender; either may be empty."""
    if "@" in name:
        return "", ""
    parts = BETWEEN.split(name, maxsplit=1)
    if len(parts) > 1 and bylines.is_name(parts[0]):
        return parts[0], parts[1]
    if len(parts) > 1 and "," in name and all(len(part.split()) == 1 for part in parts):
        return f"{parts[1]} {parts[0]}", ""
    if bylines.is_name(name) and not _is_house(name, domain):
        return name, ""
    return "", name


def _is_house(name: str, domain: str) -> bool:
    """Whether a name in capitals is that of a house: it has a word of the press, or its domain spells it."""
    words = [word.casefold() for word in name.split()]
    if any(word in folded("press") or word in folded("houses") for word in words):
        return True
    return "".join(filter(str.isalnum, "".join(words))) in domain.casefold().replace("-", "")
