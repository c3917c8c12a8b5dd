"""A mail → what it reports. Reports as the standards have them, and as the large servers of the world write them.

RFC 3464 (delivery status), RFC 5965 (complaints), RFC 3834 (automatic replies), RFC 8098 (receipts); qmail, Exim, old
Exchange and others in plain words. Whatever a mail holds, something is made of it: strangers write here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.parser import HeaderParser
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from briefgen.delivery.bouncing import addresses
from briefgen.delivery.bouncing.addresses import Token
from briefgen.delivery.bouncing.codes import Kind, has_code, verdict
from briefgen.delivery.unsubscribing.tokens import LENGTH
from briefgen.oneline import one_line

LARGEST = 512 * 1024
"""Bytes of a mail that are looked at: what a report says stands at its beginning."""
MOST_PARTS, MOST_BOUNDARIES = 50, 30
"""A report has three parts; mails with many more keep a parser busy."""
MOST_TOKENS, MOST_LINKS = 5, 20
"""Each may have to be looked up."""
SHOWN = 200
"""Letters of what a server said."""
_TEXT = 20_000
"""Letters of a text that is searched for codes."""
_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Original-Recipient", "Apparently-To")
_LINK = re.compile(rf"(?<![\w-])([\w-]{{{LENGTH}}})(?![\w-])", re.ASCII)
_ID = re.compile(r"^[> ]*message-id:\s{0,3}(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_COPY = re.compile(
    r"^(-+ ?(below this line is a copy|this is a copy of|original message|forwarded message|transcript of the mail)"
    r"|(original message|returned message|message) (headers )?follows?)",
    re.IGNORECASE | re.MULTILINE,
)
"""What stands above the copy of the message in a report without parts."""
_DAEMON = re.compile(r"mailer[-_. ]?daemon|postmaster|mail delivery (sub)?system|microsoft exchange", re.IGNORECASE)
_QMAIL = re.compile(r"\A\s*hi\. this is the .{1,80} at ", re.IGNORECASE)
_LATER = re.compile(
    r"(delivery|message).{0,40}delayed|will (keep|continue)( on)? trying|do not need to resend|warning: could not",
    re.IGNORECASE | re.DOTALL,
)
_COMPLAINTS = {"abuse", "fraud", "opt-out", "miscategorized"}
_RETURNED = {"message/rfc822", "message/global"}
_RETURNED_HEADS = {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}


class Report(Struct, frozen=True):
    """What a mail reports, of which message; nothing of it is proven."""

    kind: Kind
    status: str = ""
    """"5.1.1"; empty where none was given."""
    said: str = ""
    """What a server said, on one line."""
    tokens: tuple[Token, ...] = ()
    """In the addresses that it came to."""
    message_id: str = ""
    """Of the message that it is about."""
    links: tuple[str, ...] = ()
    """What may be tokens of unsubscribe links in that message."""


def read(data: bytes) -> Report:
    """What a mail reports. Only its first `LARGEST` bytes are looked at."""
    data = data[:LARGEST]
    if data.lower().count(b"boundary") > MOST_BOUNDARIES:
        return Report(Kind.OTHER, said="has too many parts to be a report")
    try:
        return _read(message_from_bytes(data))
    except (RecursionError, LookupError, ValueError) as error:
        # Python's parser stumbles over some inventions of strangers; what it cannot read is no report.
        return Report(Kind.OTHER, said=f"cannot be read: {type(error).__name__}")


def _read(mail: Message) -> Report:
    parts = list(islice(mail.walk(), MOST_PARTS))
    about = _about(parts)
    feedback = next(_of_type(parts, "message/feedback-report"), None)
    if feedback is not None:
        return _of_complaint(mail, _inside(feedback), about)
    if any(_of_type(parts, "message/disposition-notification")):
        return _made(mail, Kind.AUTOMATIC, "", "a receipt", about)
    for part in parts:
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            found = _delivery(part, _words(parts))
            if found is not None:
                return _made(mail, *found, about)
    return _in_words(mail, _words(parts), about)


def _made(mail: Message, kind: Kind, status: str, said: str, about: Message | str) -> Report:
    """The report, with all that may say whose it is."""
    returned = about if isinstance(about, str) else "\n".join(f"{name}: {value}" for name, value in about.items())
    sent_from = "" if isinstance(about, str) else _field(about, "Return-Path")
    came_to = [str(value) for name in _TO for value in mail.get_all(name, ())]
    found = _ID.search(returned)
    return Report(
        kind,
        status,
        one_line(said)[:SHOWN],
        tuple(islice(addresses.tokens("\n".join([*came_to, sent_from])), MOST_TOKENS)),
        found[1] if found else "",
        tuple(islice(dict.fromkeys(_LINK.findall(returned)), MOST_LINKS)),
    )


def _about(parts: list[Message]) -> Message | str:
    """The message that was returned, or its head; where there is no such part, the text in which it may stand."""
    for part in parts:
        if part.get_content_type() in _RETURNED:
            return _inside(part)
        if part.get_content_type() in _RETURNED_HEADS:
            return HeaderParser().parsestr(_text(part).lstrip())
    return "\n".join(_text(part) for part in parts if part.get_content_maintype() == "text")[:LARGEST]


def _inside(part: Message) -> Message:
    """The message in a part; the part itself where there is none."""
    held = part.get_payload()
    return held[0] if isinstance(held, list) and held and isinstance(held[0], Message) else part


def _of_type(parts: list[Message], kind: str) -> Iterator[Message]:
    return (part for part in parts if part.get_content_type() == kind)


def _of_complaint(mail: Message, feedback: Message, about: Message | str) -> Report:
    """What a provider passes on. Its mail comes to one address for all, so that the message is named inside."""
    kind = _field(feedback, "Feedback-Type").strip().casefold()
    made = _made(mail, Kind.COMPLAINT if kind in _COMPLAINTS else Kind.OTHER, "", kind, about)
    inside = islice(addresses.tokens(_field(feedback, "Original-Mail-From")), MOST_TOKENS)
    return replace(made, tokens=tuple(dict.fromkeys((*made.tokens, *inside))))


def _delivery(part: Message, words: str) -> tuple[Kind, str, str] | None:
    """What the machine-readable part says; None where it says nothing of a recipient."""
    for block in _blocks(part):
        action = _field(block, "Action").strip().casefold()
        status, said = _field(block, "Status"), _field(block, "Diagnostic-Code")
        if not action and not status:
            continue
        if action == "delayed":
            return Kind.DELAYED, status.strip(), said
        if action in {"delivered", "relayed", "expanded"} or (not action and status.strip().startswith("2")):
            return Kind.DELIVERED, status.strip(), said
        kind, code = verdict(status, said or words)
        return kind, code, said or words
    return None


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a delivery status: of the message, then of each recipient."""
    held = part.get_payload()
    if not isinstance(held, list):
        return
    for one in islice(held, MOST_PARTS):
        yield one
        rest = one.get_payload()  # a kind that Python's parser does not know: the other groups are its text
        if isinstance(rest, str):
            yield from (HeaderParser().parsestr(piece) for piece in rest.split("\n\n")[:MOST_PARTS] if piece.strip())


def _in_words(mail: Message, words: str, about: Message | str) -> Report:
    """What a mail without machine-readable parts says."""
    by_daemon = _DAEMON.search(_field(mail, "From")) or mail.get("X-Failed-Recipients") or _QMAIL.match(words)
    if by_daemon and _LATER.search(words):
        return _made(mail, Kind.DELAYED, "", words, about)
    if by_daemon and has_code(words):
        kind, code = verdict("", words)
        return _made(mail, kind, code, words, about)
    automatic = _field(mail, "Auto-Submitted").strip().casefold().partition(";")[0] not in {"", "no"}
    if automatic or any(name in mail for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From")):
        return _made(mail, Kind.AUTOMATIC, "", _field(mail, "Subject"), about)
    if _field(mail, "Precedence").strip().casefold() in {"auto_reply", "auto-reply"}:
        return _made(mail, Kind.AUTOMATIC, "", _field(mail, "Subject"), about)
    return _made(mail, Kind.OTHER, "", _field(mail, "Subject"), about)


def _words(parts: list[Message]) -> str:
    """The text for people, up to the copy of the message."""
    text = next((_text(part) for part in parts if part.get_content_type() == "text/plain"), "")
    if not text:
        text = next((html.unescape(re.sub(r"<[^<>]*>", " ", _text(one))) for one in _of_type(parts, "text/html")), "")
    text = text[:_TEXT]
    copy = _COPY.search(text)
    return text[: copy.start()] if copy else text


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    return data.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(data, bytes) else ""


def _field(message: Message, name: str) -> str:
    """A field as text; "" where there is none."""
    return str(message.get(name, ""))
