"""The file of the outbox: opened or made, and its faults in words.

Every commit waits until it is on the disk (`synchronous=FULL`): a message that the file calls sent was sent.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from briefgen.delivery.outbox import schema
from briefgen.errors import OutboxError

PATIENCE = 15.0
"""Seconds to wait for another one who writes."""
HEAD = b"SQLite format 3\0"
ROOM = "Make room on the disk; nothing that was kept is lost, and nothing more was sent."
SOUND = "Keep the file, and bring back a backup beside it: `briefgen restore`."
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Outbox:
    """An open file. Whoever sends holds its lock as well (`locking`)."""

    def __init__(self, path: Path, link: sqlite3.Connection) -> None:
        self.path = path
        self._link = link

    def rows(self, sql: str, values: Mapping[str, Any] = NOTHING) -> list[tuple[Any, ...]]:
        """What a question finds.

        Raises:
            OutboxError: The file is damaged, or the disk has a fault.
        """
        with explained(self.path):
            return self._link.execute(sql, dict(values)).fetchall()

    def run(self, sql: str, values: Mapping[str, Any] = NOTHING) -> int:
        """Changes rows, within `writing`; how many."""
        with explained(self.path):
            return self._link.execute(sql, dict(values)).rowcount

    def many(self, sql: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Changes or adds many, within `writing`."""
        with explained(self.path):
            self._link.executemany(sql, (dict(row) for row in rows))

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """All of it or nothing; on the disk when it ends.

        Raises:
            OutboxError: Others write for too long, or the disk is full or has a fault.
        """
        with explained(self.path):
            self._link.execute("BEGIN IMMEDIATE")
        try:
            yield
            with explained(self.path):
                self._link.execute("COMMIT")
        except BaseException:
            if self._link.in_transaction:
                self._link.execute("ROLLBACK")
            raise

    def copy(self, target: Path) -> None:
        """Writes all that stands in it at this moment into a file of its own; somebody may write meanwhile.

        Raises:
            OutboxError: The file is damaged, or the disk has a fault.
        """
        with explained(target), contextlib.closing(sqlite3.connect(target)) as link:
            self._link.backup(link)

    def problems(self) -> Iterator[str]:
        """What is wrong with the file, in the words of SQLite: damaged pages, rows without those they belong to."""
        for (said,) in self.rows("PRAGMA integrity_check"):
            if said != "ok":
                yield str(said)
        for table, *_ in self.rows("PRAGMA foreign_key_check"):
            yield f"a row of “{table}” belongs to none"

    def empty_log(self) -> None:
        """Writes the log into the file and cuts it, so that what was deleted stands nowhere any more.

        Raises:
            OutboxError: Somebody reads for too long: it stands in the log for now.
        """
        ((busy, *_),) = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            hint = "What was asked for is done, but old bytes still stand in its log. Do the same again in a minute."
            raise OutboxError("somebody reads it", str(self.path), hint)

    def limit_pages(self, most: int) -> None:
        """Lets the file grow to so many pages of 4,096 bytes: what a full disk does, for tests and quotas."""
        self._link.execute(f"PRAGMA max_page_count = {most:d}")

    def close(self) -> None:
        """Writes the log into the file, and lets go of both."""
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_outbox(path: Path, *, create: bool = True) -> Outbox:
    """Opens the outbox, makes it where it is not there, and brings it up to date.

    Raises:
        OutboxError: It is not there, is something else, is damaged, or of a newer briefgen.
    """
    _refuse(path, create=create)
    with explained(path):
        link = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            _prepare(link, path)
        except BaseException:
            link.close()
            raise
    return Outbox(path, link)


def _refuse(path: Path, *, create: bool) -> None:
    """Raises `OutboxError` for what is no outbox; makes its folder."""
    try:
        if not path.exists():
            if not create:
                raise OutboxError("there is no outbox", str(path), "`briefgen send` makes it.")
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)  # it holds addresses
            os.close(handle)
            return
        if not path.is_file():
            raise OutboxError("is no file", str(path), "Name another one under `outbox` in delivery.yaml.")
        with path.open("rb") as file:
            head = file.read(len(HEAD))
    except OSError as error:
        hint = "Check the permissions of the file and its folder."
        raise OutboxError(f"cannot be opened: {error.strerror}", str(path), hint) from error
    log = path.with_name(f"{path.name}-wal")
    if head not in {b"", HEAD} or (not head and log.exists() and log.stat().st_size):
        raise OutboxError("is no outbox of briefgen; it was left as it is", str(path), SOUND)


def _prepare(link: sqlite3.Connection, path: Path) -> None:
    ((application,),) = link.execute("PRAGMA application_id").fetchall()
    ((version,),) = link.execute("PRAGMA user_version").fetchall()
    ((tables,),) = link.execute("SELECT count(*) FROM sqlite_master").fetchall()
    if application != schema.APPLICATION and (application or tables):
        raise OutboxError("is a database of something else; it was left as it is", str(path), SOUND)
    if version > len(schema.VERSIONS):
        hint = "Take the newest one: pip install --upgrade briefgen."
        raise OutboxError("was written by a newer briefgen", str(path), hint)
    ((mode,),) = link.execute("PRAGMA journal_mode = WAL").fetchall()
    if mode != "wal":
        hint = "Put it on a disk of this machine: network drives and memory have none."
        raise OutboxError(f"can have no log beside it (it has “{mode}”)", str(path), hint)
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        link.execute(f"PRAGMA {pragma}")
    if version == len(schema.VERSIONS):
        return
    link.execute("BEGIN IMMEDIATE")
    ((version,),) = link.execute("PRAGMA user_version").fetchall()  # another one may have been first
    for number, statements in enumerate(schema.VERSIONS[version:], version + 1):
        for statement in _statements(statements):
            link.execute(statement)
        link.execute(f"PRAGMA user_version = {number:d}")
    link.execute(f"PRAGMA application_id = {schema.APPLICATION:d}")
    link.execute("COMMIT")


def _statements(text: str) -> Iterator[str]:
    """The statements of a version: `executescript` would commit between them."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Faults of SQLite in words.

    Raises:
        OutboxError: One came.
    """
    try:
        yield
    except sqlite3.IntegrityError:
        raise  # a rule of the tables: whoever broke it knows what it means
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise OutboxError("the disk is full", str(path), ROOM) from error
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise OutboxError("somebody else writes to it", str(path), "Try again in a minute.") from error
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise OutboxError("is damaged; it was left as it is", str(path), SOUND) from error
        raise OutboxError(f"cannot be used: {error}", str(path), "Look at the disk and its permissions.") from error
