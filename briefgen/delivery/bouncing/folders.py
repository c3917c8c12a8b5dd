"""Mails from a folder on a server. Nothing in it is changed, not even what was read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from briefgen.delivery import imap
from briefgen.delivery.bouncing.reports import LARGEST
from briefgen.delivery.outbox import Outbox
from briefgen.delivery.settings import Login
from briefgen.delivery.values import Security
from briefgen.errors import UsageError

WAYS = {"imaps": (Security.TLS, 993), "imap": (Security.STARTTLS, 143)}
"""How each kind of address is reached, and at which port. There is none in the open."""
HINT = "Write it as imaps://USER@HOST/FOLDER; the password is a secret of its own."


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
    user = unquote(parts.username)
    if not (user + name).isprintable():
        raise UsageError("has a user or a folder with letters that cannot be printed", parts.hostname, HINT)
    login = Login(parts.hostname, port or usual, security, user, secret, secret_file, authority)
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
        DeliveryError: The server cannot be reached, or does not answer.
        SecretError: It does not let us in, or its certificate is not to be trusted.
    """
    with imap.opened(where.login, password, where.name) as opened:
        begin = before.last + 1 if before is not None and before.validity == opened.validity else 1
        for number in opened.search("UID", f"{begin}:*"):
            # "*" is the last mail, however early it is; and a mail may be gone by now.
            if number >= begin and (mail := opened.mail(number, LARGEST)) is not None:
                yield Mark(opened.validity, number), mail
