"""A folder on a server, read over IMAP (RFC 3501): reached as safely as the relay, and never written to.

Who asks it: `archive`, whether a message was delivered, and `bouncing.folders`, for what came back.
"""

from __future__ import annotations

import base64
import contextlib
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence

from briefgen.delivery.relay.reaching import context
from briefgen.delivery.settings import Login
from briefgen.delivery.values import Security
from briefgen.errors import DeliveryError, SecretError
from briefgen.oneline import one_line

PATIENCE = 60.0
"""Seconds for an answer."""
LONGEST = 200
"""Letters of an answer that are shown."""
SLICE = 5_000
"""Mails whose headers are asked for at once."""
LARGEST = 1024 * 1024
"""Bytes of a piece of an answer: more than anybody asks for here."""
LATER = "Nothing was changed there; try again later."
NOT_NOW = ("[UNAVAILABLE]", "[INUSE]", "[SERVERBUG]", "[LIMIT]")
"""Answers to a login that say nothing of name and password (RFC 5530)."""
Part = bytes | tuple[bytes, ...] | None
"""Of an answer, as `imaplib` has it."""
_OTHERS = re.compile(r"[^\x20-\x7e]+|&")


class _Link(imaplib.IMAP4):
    """A connection to whatever calls itself a server."""

    def read(self, size: int) -> bytes:
        if size > LARGEST:  # it would be made room for at once
            raise self.abort(f"the server announced {size:,} bytes")
        return super().read(size)


class _LinkInTls(_Link, imaplib.IMAP4_SSL):
    """The same, with TLS from the beginning."""


class Folder:
    """A folder that is open for reading."""

    def __init__(self, link: imaplib.IMAP4, place: str, size: int) -> None:
        self._link = link
        self._place = place
        self.size = size
        """Mails in it."""
        self.validity = self._validity()
        """UIDVALIDITY: where it is another one, so are the numbers of all mails."""

    def search(self, *criteria: str) -> list[int]:
        """The numbers (UID) of the mails that fit, in their order.

        Raises:
            DeliveryError: The server does not say.
        """
        lines = (line for line in self._asked("SEARCH", *criteria) if isinstance(line, bytes))
        return sorted(int(one) for line in lines for one in line.split() if one.isdigit())

    def mail(self, number: int, most: int) -> bytes | None:
        """A mail, cut after so many bytes; None where it is gone by now. It stays unread.

        Raises:
            DeliveryError: The server does not say.
        """
        parts = self._asked("FETCH", str(number), f"(BODY.PEEK[]<0.{most}>)")
        return next((bytes(part[1]) for part in parts if isinstance(part, tuple) and len(part) > 1), None)

    def headers(self, name: str) -> Iterator[str]:
        """What each mail has in a header; nothing of one that has it not.

        Raises:
            DeliveryError: The server does not say.
        """
        begin = f"{name}:".casefold()
        for first in range(1, self.size + 1, SLICE):
            last = min(first + SLICE - 1, self.size)
            words = (f"{first}:{last}", f"(BODY.PEEK[HEADER.FIELDS ({name.upper()})])")
            for part in self._answer(*self._link.fetch(*words)):
                text = bytes(part[1]).decode("utf-8", "replace") if isinstance(part, tuple) and len(part) > 1 else ""
                if text.casefold().startswith(begin):
                    yield " ".join(text[len(begin) :].split())

    def _validity(self) -> int:
        said = self._link.response("UIDVALIDITY")[1]
        found = said[0] if said else None
        return int(found) if found and found.isdigit() else 0

    def _asked(self, command: str, *words: str) -> Sequence[Part]:
        return self._answer(*self._link.uid(command, *words))

    def _answer(self, status: str, found: Sequence[Part]) -> Sequence[Part]:
        if status != "OK":
            raise DeliveryError(f"the server does not answer: {_words(found)}", self._place, LATER)
        return found


@contextlib.contextmanager
def opened(login: Login, password: str, name: str) -> Iterator[Folder]:
    """A folder, open for reading.

    Args:
        login: Its server.
        password: Of the user there.
        name: Of the folder; letters of any script.

    Raises:
        DeliveryError: The server cannot be reached, does not answer, or has no such folder.
        SecretError: It does not let us in, or its certificate is not to be trusted.
    """
    place = f"{login.user}@{login.host}:{login.port}/{name}"
    with _explained(place):
        link = _connected(login)
    try:
        with _explained(place):
            _log_in(link, place, login.user, password)
            yield _selected(link, place, name)
    except BaseException:
        _leave(link.shutdown)
        raise
    _leave(link.logout)


def quoted(text: str) -> str:
    """A text within quotation marks (RFC 3501, 4.3)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def encoded(name: str) -> str:
    """The name of a folder as servers have it: what is no printable ASCII in modified UTF-7 (RFC 3501, 5.1.3)."""

    def word(match: re.Match[str]) -> str:
        if match[0] == "&":
            return "&-"
        packed = base64.b64encode(match[0].encode("utf-16-be", "surrogatepass")).decode("ascii")
        return f"&{packed.rstrip('=').replace('/', ',')}-"

    return _OTHERS.sub(word, name)


def _connected(login: Login) -> imaplib.IMAP4:
    if login.security is Security.NONE:
        return _Link(login.host, login.port, timeout=PATIENCE)
    tls = context(login.authority)
    if login.security is Security.TLS:
        return _LinkInTls(login.host, login.port, ssl_context=tls, timeout=PATIENCE)
    link = _Link(login.host, login.port, timeout=PATIENCE)
    try:
        link.starttls(ssl_context=tls)
    except BaseException:
        _leave(link.shutdown)
        raise
    return link


def _log_in(link: imaplib.IMAP4, place: str, user: str, password: str) -> None:
    """By PLAIN where the server knows it: LOGIN has no letters but ASCII.

    Raises:
        SecretError: The server does not take the name with that password.
    """
    hint = "Look at the name, the password, and whether the server lets programs in."
    is_plain = "AUTH=PLAIN" in link.capabilities
    if not is_plain and not (user + password).isascii():
        raise SecretError("the server takes names and passwords in ASCII alone", place, hint)
    try:
        if is_plain:
            link.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
        else:
            link.login(quoted(user), password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        said = _words(error.args)
        if said.startswith(NOT_NOW):
            raise
        raise SecretError(f"the server does not let us in: {said}", place, hint) from None  # it may hold the command


def _selected(link: imaplib.IMAP4, place: str, name: str) -> Folder:
    status, said = link.select(quoted(encoded(name)), readonly=True)
    if status != "OK":
        raise DeliveryError(f"there is no such folder: {_words(said)}", place, "Look at its name.")
    size = said[0]
    return Folder(link, place, int(size) if size and size.isdigit() else 0)


def _leave(way: Callable[[], object]) -> None:
    """Ends a connection, and does not mind where nobody answers: nothing was changed."""
    with contextlib.suppress(OSError, imaplib.IMAP4.error):
        way()


@contextlib.contextmanager
def _explained(place: str) -> Iterator[None]:
    """Faults of the way to a server.

    Raises:
        DeliveryError: It cannot be read now.
        SecretError: Its certificate is not to be trusted.
    """
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        said = f"the certificate of the server is not to be trusted: {error.verify_message}"
        raise SecretError(said, place, "Name the authority that it is from: `certificates`, or --authority.") from error
    except (OSError, imaplib.IMAP4.error, ValueError) as error:  # the last one of numbers that are none
        said = getattr(error, "strerror", None) or _words(error.args) or type(error).__name__
        raise DeliveryError(f"cannot be read: {said}", place, LATER) from error


def _words(said: Sequence[object]) -> str:
    """An answer, or the reason of an error, on one line."""
    texts = (part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part) for part in said if part)
    return one_line(" ".join(texts))[:LONGEST]
