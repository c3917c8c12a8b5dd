"""Mails from a folder on a server, over IMAP (RFC 3501) and TLS. Nothing in it is changed, not even what was read."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from briefgen.delivery.bouncing.reports import LARGEST
from briefgen.delivery.outbox import Outbox
from briefgen.delivery.settings import Login
from briefgen.delivery.values import Security
from briefgen.errors import DeliveryError, SecretError, UsageError
from briefgen.oneline import one_line

PATIENCE = 60.0
"""Seconds for an answer."""
WAYS = {"imaps": (Security.TLS, 993), "imap": (Security.STARTTLS, 143)}
"""How each kind of address is reached, and at which port. There is none in the open."""
HINT = "Write it as imaps://USER@HOST/FOLDER; the password is a secret of its own."
_UID = re.compile(rb"UID (\d+)")


class Folder(Struct, frozen=True):
    """Where mails are."""

    login: Login
    name: str

    @property
    def place(self) -> str:
        """What names it in the outbox."""
        return f"{self.login.user}@{self.login.host}:{self.login.port}/{self.name}"


class Mark(Struct, frozen=True):
    """How far a folder was read."""

    validity: int
    """Of its numbers (UIDVALIDITY): others begin anew."""
    last: int = 0
    """Number of the last mail (UID)."""


def is_address(place: str) -> bool:
    """Whether somebody means a folder on a server, and no file."""
    return "://" in place


def folder(place: str, secret: str, secret_file: Path | None, authority: Path | None) -> Folder:
    """A folder by its address.

    Raises:
        UsageError: It is none, or has a password in it.
    """
    try:
        parts = urlsplit(place)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"is no address: {error}", place.rpartition("@")[2], HINT) from None
    if parts.scheme not in WAYS or not parts.hostname or not parts.username or parts.query or parts.fragment:
        raise UsageError("is no address of a mailbox", place.rpartition("@")[2], HINT)
    if parts.password is not None:
        raise UsageError("has a password in it, which others can see", parts.hostname, HINT)
    security, usual = WAYS[parts.scheme]
    name = unquote(parts.path.strip("/")) or "INBOX"
    if not name.isascii() or not name.isprintable():
        raise UsageError("has a folder with letters that no server takes", parts.hostname, "Use its name in ASCII.")
    login = Login(parts.hostname, port or usual, security, unquote(parts.username), secret, secret_file, authority)
    return Folder(login, name)


def known(outbox: Outbox, where: Folder) -> Mark | None:
    """How far a folder was read; None for not at all."""
    rows = outbox.rows("SELECT validity, last FROM mailbox WHERE place = :place", {"place": where.place})
    return next((Mark(validity, last) for validity, last in rows), None)


def keep(outbox: Outbox, where: Folder, mark: Mark) -> None:
    """Notes how far a folder was read."""
    sql = (
        "INSERT INTO mailbox VALUES (:place, :validity, :last)"
        " ON CONFLICT DO UPDATE SET validity = :validity, last = :last"
    )
    with outbox.writing():
        outbox.run(sql, {"place": where.place, "validity": mark.validity, "last": mark.last})


def mails(where: Folder, password: str, before: Mark | None) -> Iterator[tuple[Mark, bytes]]:
    """The mails that are new since a mark, each cut after `LARGEST` bytes, with the mark behind it.

    Raises:
        DeliveryError: The server cannot be reached, or does not let us in.
        SecretError: Its certificate is not one that is trusted.
    """
    try:
        with _connected(where.login) as link:
            _log_in(link, where.login.user, password)
            yield from _read(link, where, before)
    except (OSError, imaplib.IMAP4.error) as error:
        said = one_line(str(error.args[0] if error.args else error))[:200]
        raise DeliveryError(f"cannot be read: {said}", where.place, "Nothing was changed; run this again.") from error


def _read(link: imaplib.IMAP4, where: Folder, before: Mark | None) -> Iterator[tuple[Mark, bytes]]:
    quoted = where.name.replace("\\", "\\\\").replace('"', '\\"')
    status, said = link.select(f'"{quoted}"', readonly=True)
    if status != "OK":
        raise DeliveryError(f"there is no such folder: {one_line(str(said))[:200]}", where.place)
    validity = int((link.response("UIDVALIDITY")[1] or [b"0"])[0] or 0)
    begin = before.last + 1 if before is not None and before.validity == validity else 1
    _, found = link.uid("SEARCH", f"UID {begin}:*")
    numbers = sorted(int(one) for one in (found[0] or b"").split() if one.isdigit())
    for number in numbers:
        if number < begin:
            continue  # "*" is the last one, however early it is
        _, parts = link.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{LARGEST}>)")
        for part in parts:
            if isinstance(part, tuple) and len(part) > 1:
                yield Mark(validity, number), bytes(part[1])


def _connected(login: Login) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if login.authority is not None:
        try:
            context.load_verify_locations(login.authority)
        except (OSError, ssl.SSLError) as error:
            raise SecretError("holds no certificate that can be read", str(login.authority)) from error
    if login.security is Security.TLS:
        return imaplib.IMAP4_SSL(login.host, login.port, ssl_context=context, timeout=PATIENCE)
    link = imaplib.IMAP4(login.host, login.port, timeout=PATIENCE)
    try:
        link.starttls(ssl_context=context)
    except BaseException:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            link.shutdown()
        raise
    return link


def _log_in(link: imaplib.IMAP4, user: str, password: str) -> None:
    """`login` knows no password with other letters than ASCII."""
    if "AUTH=PLAIN" in link.capabilities:
        link.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
    else:
        link.login(user, password)
