"""The store in one file: SQLite with its full-text search, a log beside it (WAL), one writer at a time."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefgen.corpus.store import schema, words
from briefgen.corpus.store.engine import PATIENCE, Values
from briefgen.corpus.store.tokens import TOKENIZER
from briefgen.corpus.store.turns import turn
from briefgen.corpus.store.words import Search
from briefgen.errors import CorpusError, ReadOnlyError

APPLICATION = 0x62726966
"""Says in the file's head whose it is: "brif" (SQLite's `application_id`)."""
TURN = "-turn"
"""What the file by which writers take turns has behind its name."""
CACHE = 16_384
"""KiB of pages that are kept in memory, whatever the size of the file."""
LOG = 64 << 20
"""Bytes that the log keeps of the disk once it was written into the file: moving many keys on makes it long."""
BASE = 0xFF
"""The bits of an error's code that say its kind (sqlite.org/rescode.html)."""
PERMISSIONS = "Check the permissions of the file and its folder."
DISK = "Make room, or look at the disk; what was kept before is untouched."
OLDEST = (3, 37, 0)
"""The SQLite that brought STRICT tables."""
NAMES = MappingProxyType(
    {
        "text": "TEXT", "whole": "INTEGER", "real": "REAL", "blob": "BLOB",
        "strict": " STRICT", "keyed": ", WITHOUT ROWID",
    }
)  # fmt: skip
FULL_TEXT = (
    "CREATE VIRTUAL TABLE search USING fts5"
    f"(headline, text, day, content='document', content_rowid='id', tokenize='{TOKENIZER}')"
)
"""Keeps no text of its own."""
REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs"}
)
"""File systems over a network, on which the locks and the shared memory of WAL do not hold (sqlite.org/wal.html)."""


class Sqlite:
    """A store's file."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        """Opens it, makes it where it is not there, and brings it up to date.

        Raises:
            CorpusError: It cannot be opened, is not a store, is damaged, of a newer briefgen, or on a network.
        """
        self.path = path
        self.where = str(path)
        self._file: tuple[int, int] | None = None
        self._turn = Path(f"{path}{TURN}")
        self._wrote = False
        try:
            self._refuse(create=create)
        except OSError as error:
            raise CorpusError(f"cannot be opened: {error.strerror}", self.where, PERMISSIONS) from error
        with self._explained():
            self._link = self._connected()
            try:
                self._prepare()
            except BaseException:
                self._link.close()
                raise

    def rows(self, sql: str, values: Values = MappingProxyType({})) -> Iterator[tuple[Any, ...]]:
        """See `Engine`."""
        with self._explained():
            yield from self._link.execute(sql, dict(values))

    def run(self, sql: str, values: Values = MappingProxyType({})) -> int:
        """See `Engine`."""
        with self._explained():
            return self._link.execute(sql, dict(values)).rowcount

    def many(self, sql: str, rows: Sequence[Values]) -> None:
        """See `Engine`."""
        with self._explained():
            self._link.executemany(sql, rows)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """See `Engine`."""
        if self._link.in_transaction:
            yield
            return
        waits = turn(self._turn, PATIENCE) if self.path.is_file() else contextlib.nullcontext()
        with self._explained(), waits:
            self._link.execute("BEGIN IMMEDIATE")
            self._wrote = True
        try:
            self._refuse_another()
            yield
            self._refuse_another()
            with self._explained():
                self._link.execute("COMMIT")
        except BaseException:
            self._undo()
            raise

    def among(self, column: str, values: Sequence[int] | Sequence[str] | Sequence[bytes]) -> tuple[str, Values]:
        """See `Engine`. JSON carries any number of values; bytes go as hexadecimal digits."""
        if values and isinstance(values[0], bytes):
            given = json.dumps([value.hex() for value in values if isinstance(value, bytes)])
            return f"{column} IN (SELECT unhexed(value) FROM json_each(:among))", {"among": given}
        return f"{column} IN (SELECT value FROM json_each(:among))", {"among": json.dumps(list(values))}

    def matching(self, search: Search, days: Sequence[str]) -> tuple[str, Values]:
        """See `Engine`."""
        return "SELECT rowid AS number FROM search WHERE search MATCH :match", {
            "match": words.fts5(search, tuple(days))
        }

    def index(self, rows: Sequence[Values]) -> None:
        """See `Engine`."""
        self.many("INSERT INTO search (rowid, headline, text, day) VALUES (:id, :headline, :text, :day)", rows)

    def unindex(self, rows: Sequence[Values]) -> None:
        """See `Engine`."""
        delete = (
            "INSERT INTO search (search, rowid, headline, text, day) VALUES ('delete', :id, :headline, :text, :day)"
        )
        self.many(delete, rows)

    def forget(self) -> None:
        """See `Engine`. What was deleted stays in older parts of the index until these are merged."""
        self.run("INSERT INTO search (search) VALUES ('optimize')")
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def size(self) -> int:
        """See `Engine`."""
        return sum(file.stat().st_size for end in ("", "-wal") if (file := Path(f"{self.path}{end}")).exists())

    def problems(self) -> Iterator[str]:
        """See `Engine`."""
        try:
            for (line,) in self._link.execute("PRAGMA integrity_check(20)"):
                if line != "ok":
                    yield str(line)
            for table, _, parent, _ in self._link.execute("PRAGMA foreign_key_check"):
                yield f"a row of {table} refers to a row of {parent} that is not there"
            # With a rank of 1 it is compared with the documents too (sqlite.org/fts5.html).
            self._link.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield str(error)

    def copy(self, target: Path) -> None:
        """A whole copy in another file, also while somebody writes."""
        with self._explained(), contextlib.closing(sqlite3.connect(target)) as other:
            self._link.backup(other)
            other.execute("PRAGMA journal_mode = DELETE")

    def close(self) -> None:
        """See `Engine`."""
        self._link.close()
        if self._wrote:
            with contextlib.suppress(OSError):
                self._turn.unlink(missing_ok=True)  # whoever waits for it goes on waiting; it only keeps order

    def _undo(self) -> None:
        """Leaves a transaction; SQLite may have left it already (a full disk)."""
        if self._link.in_transaction:
            self._link.execute("ROLLBACK")

    def _refuse(self, *, create: bool) -> None:
        if sqlite3.sqlite_version_info < OLDEST:
            needed = ".".join(map(str, OLDEST))
            raise CorpusError(
                f"SQLite {sqlite3.sqlite_version} is too old", hint=f"Take Python with {needed} or newer."
            )
        if self.path.is_dir():
            raise CorpusError("is a folder, not a store", self.where, "Name a file, such as corpus.db in it.")
        if not create and not self.path.is_file():
            raise CorpusError("there is no store here", self.where, "`briefgen ingest PATH` begins one.")
        system = file_system(self.path)
        if system in REMOTE:
            hint = "Keep it on a disk of this machine, or share a PostgreSQL database (docs/corpus.md)."
            raise CorpusError(
                f"lies on a network file system ({system}), where a store would be damaged", self.where, hint
            )
        self.path.parent.mkdir(parents=True, exist_ok=True)

    def _connected(self) -> sqlite3.Connection:
        """A connection. In a folder that cannot be written to (an archive, a disc) nothing can change meanwhile.

        SQLite keeps a log beside the file even for those who only read; it is told that it need not.
        """
        log = Path(f"{self.path}-wal")
        is_archive = self.path.is_file() and not os.access(self.path.parent, os.W_OK)
        if is_archive and not (log.exists() and log.stat().st_size):
            address = f"{self.path.absolute().as_uri()}?immutable=1"
            return sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
        return sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)

    def _refuse_another(self) -> None:
        """What is written into a file that somebody has put another one in the place of would be lost."""
        found = _identity(self.path)
        self._file = self._file or found
        if found != self._file:
            raise CorpusError("is gone, or another file was put in its place", self.where, "Start again.")

    def _prepare(self) -> None:
        link = self._link
        link.create_function("unhexed", 1, bytes.fromhex, deterministic=True)
        link.execute("PRAGMA foreign_keys = ON")
        link.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten
        link.execute(f"PRAGMA cache_size = -{CACHE}")
        link.execute(f"PRAGMA journal_size_limit = {LOG}")
        version = self._version()
        if version == schema.VERSION:
            return
        link.execute("PRAGMA journal_mode = WAL")
        with self.writing():
            version = self._version()  # another process may have been quicker
            if version == schema.VERSION:
                return
            for statement in schema.statements(version, NAMES):
                link.execute(statement)
            if not version:
                link.execute(FULL_TEXT)
                link.execute(f"PRAGMA application_id = {APPLICATION}")
            link.execute(f"PRAGMA user_version = {schema.VERSION}")

    def _version(self) -> int:
        """The version of the tables; 0 of a new file."""
        (application,) = self._link.execute("PRAGMA application_id").fetchone()
        (version,) = self._link.execute("PRAGMA user_version").fetchone()
        (tables,) = self._link.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if application != APPLICATION and (tables or version or application):
            raise CorpusError("is a database of another program", self.where, "Name another file; nothing was changed.")
        if version > schema.VERSION:
            newer = f"was written by a newer briefgen (tables of version {version}; this one knows {schema.VERSION})"
            raise CorpusError(newer, self.where, "Install that briefgen.")
        return int(version)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """What SQLite complains of, in words that help."""
        try:
            yield
        except sqlite3.OperationalError as error:
            kind = ReadOnlyError if error.sqlite_errorcode & BASE == sqlite3.SQLITE_READONLY else CorpusError
            raise kind(*_told(error, self.where)) from error
        except sqlite3.DatabaseError as error:
            if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
                raise  # ours to mend
            hint = (
                "`briefgen corpus check` says what is wrong, `briefgen corpus check --repair` saves what can be saved."
            )
            raise CorpusError(f"is damaged, or no store ({error}); nothing was changed", self.where, hint) from error


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is, whatever it is called; None of one in memory, and of one that is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _told(error: sqlite3.OperationalError, where: str) -> tuple[str, str, str]:
    """Message, place and hint."""
    said = str(error)
    if "locked" in said or "busy" in said:
        return "another briefgen writes to the store, and does not end", where, "Wait for it, or end it."
    if "full" in said:
        return "the disk is full", where, DISK
    if "readonly" in said or "unable to open" in said:
        return f"cannot be opened for writing ({said})", where, PERMISSIONS
    name = error.sqlite_errorname or ""
    if name.startswith("SQLITE_IOERR") and "READ" not in name and "CORRUPT" not in name:
        return f"the disk does not take what is written ({name})", where, DISK
    if "malformed" in said or "disk I/O" in said:
        return f"is damaged ({said})", where, "`briefgen corpus check` says what is wrong."
    return said, where, "If this comes again, please report it."


def file_system(path: Path) -> str:
    """The type of the file system that a path lies on, where the machine tells (Linux); "" elsewhere."""
    real = str(path.resolve())
    best, found = "", ""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
            _, mount, kind, *_ = line.split(" ")
            folder = mount.encode().decode("unicode_escape")
            if len(folder) >= len(best) and (real == folder or real.startswith(folder.rstrip("/") + "/")):
                best, found = folder, kind
    return found
