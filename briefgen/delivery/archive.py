"""The mailbox that gets a copy of every message, asked which messages it has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefgen.delivery import imap
from briefgen.delivery.settings import Archive
from briefgen.delivery.values import Entry

FEW = 50
"""Messages that are searched for one by one; for more, the Message-IDs of the whole folder are faster."""


def look_up(archive: Archive, password: str) -> Callable[[Sequence[Entry]], dict[int, bool]]:
    """What the sending loop asks in doubt: which messages are there, by their numbers.

    What it gives back raises `DeliveryError` where the mailbox cannot be read, `SecretError` where it lets nobody in.
    """

    def ask(entries: Sequence[Entry]) -> dict[int, bool]:
        with imap.opened(archive.login, password, archive.folder) as folder:
            return has(folder, entries)

    return ask


def has(folder: imap.Folder, entries: Sequence[Entry]) -> dict[int, bool]:
    """Which messages a folder has, by their numbers.

    Raises:
        DeliveryError: It does not say.
    """
    if len(entries) > FEW:
        there = set(folder.headers("Message-ID"))
        return {entry.number: entry.message_id in there for entry in entries}
    return {
        entry.number: bool(folder.search("HEADER", "Message-ID", imap.quoted(entry.message_id))) for entry in entries
    }
