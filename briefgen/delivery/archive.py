"""A mailbox that is read over IMAP (RFC 3501): reached as safely as the relay, and never written to."""

from __future__ import annotations

import contextlib
import imaplib
import ssl
from collections.abc import Iterable, Iterator

from briefgen.delivery.relay.reaching import context
from briefgen.delivery.settings import Archive
from briefgen.delivery.values import Entry, Security
from briefgen.errors import DeliveryError
from briefgen.oneline import one_line

PATIENCE = 60.0
"""Seconds for an answer."""
HINT = "Look at `archive` in delivery.yaml; messages stay as they are until it can be read."


@contextlib.contextmanager
def mailbox(archive: Archive, password: str) -> Iterator[imaplib.IMAP4]:
    """The folder, open for reading.

    Raises:
        DeliveryError: It cannot be reached, or read.
    """
    where = f"{archive.login.host}:{archive.login.port}"
    try:
        with _connected(archive) as link:
            _log_in(link, archive.login.user, password)
            folder = archive.folder.replace("\\", "\\\\").replace('"', '\\"')
            status, said = link.select(f'"{folder}"', readonly=True)
            if status != "OK":
                raise DeliveryError(f"has no folder “{archive.folder}”: {_words(said)}", where, HINT)
            yield link
    except (OSError, imaplib.IMAP4.error) as error:
        said_ = one_line(str(error.args[0] if error.args else error))
        raise DeliveryError(f"the archive mailbox cannot be read: {said_}", where, HINT) from error


def has(link: imaplib.IMAP4, entries: Iterable[Entry]) -> dict[int, bool]:
    """Which messages a mailbox has, by their numbers.

    Raises:
        DeliveryError: It does not say.
    """
    found = {}
    for entry in entries:
        status, answer = link.search(None, "HEADER", "Message-ID", f'"{entry.message_id}"')
        if status != "OK":
            raise DeliveryError(f"the archive mailbox does not search: {_words(answer)}", hint=HINT)
        found[entry.number] = any(part and part.split() for part in answer)
    return found


def _connected(archive: Archive) -> imaplib.IMAP4:
    login = archive.login
    if login.security is Security.NONE:
        return imaplib.IMAP4(login.host, login.port, timeout=PATIENCE)
    tls = context(login.authority)
    if login.security is Security.TLS:
        return imaplib.IMAP4_SSL(login.host, login.port, ssl_context=tls, timeout=PATIENCE)
    link = imaplib.IMAP4(login.host, login.port, timeout=PATIENCE)
    try:
        link.starttls(ssl_context=tls)
    except BaseException:
        with contextlib.suppress(OSError, imaplib.IMAP4.error, ssl.SSLError):
            link.shutdown()
        raise
    return link


def _log_in(link: imaplib.IMAP4, user: str, password: str) -> None:
    """`login` knows no password with other letters than ASCII."""
    if "AUTH=PLAIN" in link.capabilities:
        link.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
    else:
        link.login(user, password)


def _words(answer: object) -> str:
    return one_line(str(answer))[:200]
