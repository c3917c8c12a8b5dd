"""The store in a database that an office shares: PostgreSQL over SQLAlchemy and psycopg (extra `team`)."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from briefgen.corpus.store import schema
from briefgen.corpus.store.engine import PATIENCE, Values
from briefgen.corpus.store.escaping import escaped, unescaped
from briefgen.corpus.store.tokens import Tokenizer
from briefgen.corpus.store.words import Search
from briefgen.errors import CorpusError, ReadOnlyError, UsageError

try:
    import psycopg  # noqa: F401 - what SQLAlchemy loads later
    import sqlalchemy
    from sqlalchemy import event
except ImportError as error:
    raise UsageError(
        "a store in PostgreSQL needs packages that are not installed", hint="pip install 'briefgen[team]'"
    ) from error

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

SCHEMA = "briefgen"
"""All tables are in a schema of their own, so that the database may have others."""
LOCK = int.from_bytes(hashlib.sha256(b"briefgen store").digest()[:7], "big")
"""The advisory lock of whoever writes."""
AT_ONCE = 1000
"""Rows that are fetched at once."""
KINDS = ((bytes, "BYTEA"), (str, "TEXT"), (int, "BIGINT"))
"""Python's types and the server's."""
FEW = 100
"""Documents whose texts are in memory at once."""
NAMES = MappingProxyType(
    {
        "text": 'TEXT COLLATE "C"', "whole": "BIGINT", "real": "DOUBLE PRECISION", "blob": "BYTEA",
        "strict": "", "keyed": "",
    }
)  # fmt: skip
"""`COLLATE "C"` sorts by code points, as SQLite does, whatever the locale of the database."""
OWN = (
    """CREATE TABLE search (
        document BIGINT NOT NULL REFERENCES document (id),
        part INTEGER NOT NULL,
        words TSVECTOR NOT NULL,
        PRIMARY KEY (document, part)
    )""",
    # In the rows themselves: the planner takes a table for small whose long values lie elsewhere, and reads all of it.
    "ALTER TABLE search ALTER words SET STORAGE MAIN",
    "CREATE INDEX search_words ON search USING gin (words)",
    "CREATE TABLE version (number INTEGER NOT NULL)",
    "INSERT INTO version VALUES (0)",
)
"""What the other tables need beside them."""
SETTINGS = (
    f"SET search_path TO {SCHEMA}",
    # A machine that is gone (power, network) must not keep the lock for the two hours of TCP's own patience.
    "SET tcp_keepalives_idle TO 20",
    "SET tcp_keepalives_interval TO 10",
    "SET tcp_keepalives_count TO 3",
    f"SET lock_timeout TO '{PATIENCE}s'",
    "SET cursor_tuple_fraction TO 1",  # all rows are fetched: the plan for the first few is the wrong one
)
CONNECT = 15
"""Seconds that a server may take to answer."""


class Postgres:
    """A store's database. Reads take a connection of a pool each; what writes has one to itself."""

    def __init__(self, url: str, *, create: bool = True) -> None:
        """Opens it, makes its tables where there are none, and brings them up to date.

        Args:
            url: `postgresql://user@host/name`; a password is taken from it, PGPASSWORD or ~/.pgpass.
            create: Whether to make tables where there are none.

        Raises:
            CorpusError: The server does not answer, refuses, or keeps text in another encoding than UTF-8; the tables
                are of a newer briefgen or of another program.
            UsageError: This is no address.
        """
        address = _address(url)
        self.where = _shown(address)
        self._writer: Connection | None = None
        self._pool = sqlalchemy.create_engine(
            address, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT, "client_encoding": "utf8"}
        )
        self._tokenizer = Tokenizer()
        event.listen(self._pool, "connect", _settle)
        try:
            self._prepare(create=create)
        except BaseException:
            self.close()
            raise

    def rows(self, sql: str, values: Values = MappingProxyType({})) -> Iterator[tuple[Any, ...]]:
        """See `Engine`. Within a transaction that writes they are fetched at once, else as they are asked for."""
        with self._explained():
            if self._writer is not None:
                yield from map(_row, self._writer.execute(sqlalchemy.text(sql), _bound(values)).all())
                return
            with self._pool.connect() as link:
                few = link.execution_options(stream_results=True, yield_per=AT_ONCE)
                with contextlib.closing(few.execute(sqlalchemy.text(sql), _bound(values))) as result:
                    yield from map(_row, result)

    def run(self, sql: str, values: Values = MappingProxyType({})) -> int:
        """See `Engine`."""
        with self.writing(), self._explained():
            return self._write(sql, values)

    def many(self, sql: str, rows: Sequence[Values]) -> None:
        """See `Engine`."""
        if rows:
            with self.writing(), self._explained():
                self._write(sql, [_bound(row) for row in rows])

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """See `Engine`."""
        if self._writer is not None:
            yield
            return
        with self._explained(), self._pool.begin() as link:
            link.execute(sqlalchemy.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            self._writer = link
            try:
                yield
            finally:
                self._writer = None

    def among(self, column: str, values: Sequence[int] | Sequence[str] | Sequence[bytes]) -> tuple[str, Values]:
        """See `Engine`."""
        if not values:
            return "1 = 0", {}
        kind = next(name for of, name in KINDS if isinstance(values[0], of))
        return f"{column} = ANY(CAST(:among AS {kind}[]))", {"among": list(values)}

    def matching(self, search: Search, days: Sequence[str]) -> tuple[str, Values]:
        """See `Engine`."""
        wanted, unwanted = self._tokenizer.conditions(search, days)
        found = "SELECT document AS number FROM search WHERE words @@ CAST(:{} AS tsquery)"
        if not all(wanted):
            return "SELECT document AS number FROM search WHERE 1 = 0", {}
        values = {f"wanted{number}": query for number, query in enumerate(wanted)}
        without = {f"without{number}": query for number, query in enumerate(unwanted)}
        every = " INTERSECT ".join(map(found.format, values))
        return " EXCEPT ".join([f"({every})", *map(found.format, without)]), values | without

    def index(self, rows: Sequence[Values]) -> None:
        """See `Engine`."""
        sql = "INSERT INTO search (document, part, words) VALUES (:document, :part, CAST(:words AS tsvector))"
        self.many(sql, list(self._parts(rows)))

    def unindex(self, rows: Sequence[Values]) -> None:
        """See `Engine`."""
        self.many("DELETE FROM search WHERE document = :id", [{"id": row["id"]} for row in rows])

    def forget(self) -> None:
        """See `Engine`. Rows that were deleted are wiped when the server cleans up (autovacuum)."""

    def size(self) -> int:
        """See `Engine`."""
        sql = "SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class WHERE relkind = 'r'"
        return int(next(self.rows(f"{sql} AND relnamespace = to_regnamespace('{SCHEMA}')"))[0])

    def problems(self) -> Iterator[str]:
        """See `Engine`. Reading every row finds damaged pages; the server itself sees to references and unique keys."""
        try:
            for table in schema.TABLES:
                next(self.rows(f"SELECT count(*) FROM (SELECT {table}::text FROM {table}) AS every"))
            yield from self._unindexed()
        except CorpusError as error:
            yield error.message

    def close(self) -> None:
        """See `Engine`."""
        self._pool.dispose()
        self._tokenizer.close()

    def _write(self, sql: str, values: Values | list[Mapping[str, Any]]) -> int:
        """Within a transaction that writes."""
        assert self._writer is not None  # noqa: S101 - both callers are inside `writing`
        bound = values if isinstance(values, list) else _bound(values)
        return self._writer.execute(sqlalchemy.text(sql), bound).rowcount

    def _parts(self, rows: Sequence[Values]) -> Iterator[Values]:
        """Rows of the index."""
        for row in rows:
            for part in self._tokenizer.parts(row["headline"], row["text"], row["day"]):
                yield {"document": row["id"], "part": part.number, "words": part.words}

    def _unindexed(self) -> Iterator[str]:
        """Documents that the full-text index does not have as they are."""
        there = (
            "SELECT count(*) FROM search WHERE document = :document AND part = :part"
            " AND words = CAST(:words AS tsvector)"
        )
        last, number = 0, 0
        while True:
            sql = f"SELECT id, hash, headline, text, day FROM document WHERE id > :last ORDER BY id LIMIT {FEW}"
            few = list(self.rows(sql, {"last": last}))
            if not few:
                break
            for one, key, headline, text, day in few:
                parts = list(self._parts([{"id": one, "headline": headline, "text": text, "day": day}]))
                number += len(parts)
                if not all(next(self.rows(there, part))[0] for part in parts):
                    yield f"the full-text index does not have document {key[:12]} as it is"
            last = few[-1][0]
        (found,) = next(self.rows("SELECT count(*) FROM search"))
        if found > number:
            yield f"the full-text index has {found - number} entries of no document"

    def _prepare(self, *, create: bool) -> None:
        with self._explained(), self._pool.connect() as link:
            encoding = link.execute(sqlalchemy.text("SHOW server_encoding")).scalar_one()
            if encoding != "UTF8":
                hint = "Make one with `createdb --encoding UTF8 --template template0 NAME`."
                raise CorpusError(f"keeps text as {encoding}, which has not all letters", self.where, hint)
            version = self._version(link)
        if version == schema.VERSION:
            return
        if version is None and not create:
            raise CorpusError("there is no store here", self.where, "`briefgen ingest PATH` begins one.")
        with self.writing():
            assert self._writer is not None  # noqa: S101
            version = self._version(self._writer)  # another process may have been quicker
            steps = () if version == schema.VERSION else self._steps(version)
            for statement in steps:
                self._writer.execute(sqlalchemy.text(statement))

    @staticmethod
    def _steps(version: int | None) -> tuple[str, ...]:
        """What leads from a version of the tables to today's; None of a database without them."""
        begin = (f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}",) if version is None else ()
        beside = OWN if version is None else ()
        end = f"UPDATE version SET number = {schema.VERSION}"
        return (*begin, *schema.statements(version or 0, NAMES), *beside, end)

    def _version(self, link: Connection) -> int | None:
        """The version of the tables; None where there are none."""
        found = f"SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace('{SCHEMA}')"
        tables = {name for (name,) in link.execute(sqlalchemy.text(found))}
        if not tables:
            return None
        if "version" not in tables:
            hint = "Take another database; nothing was changed."
            raise CorpusError(f"has a schema “{SCHEMA}” of another program", self.where, hint)
        version = int(link.execute(sqlalchemy.text(f"SELECT number FROM {SCHEMA}.version")).scalar_one())
        if version > schema.VERSION:
            newer = f"was written by a newer briefgen (tables of version {version}; this one knows {schema.VERSION})"
            raise CorpusError(newer, self.where, "Install that briefgen.")
        return version

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """What the server complains of, in words that help."""
        try:
            yield
        except sqlalchemy.exc.DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None) or ""
            if state.startswith(OURS) and state not in TOLD:
                raise
            kind = ReadOnlyError if state in READ_ONLY else CorpusError
            raise kind(*_told(error, self.where)) from error


def _address(url: str) -> sqlalchemy.URL:
    """The address as SQLAlchemy wants it. What is wrong with it is not printed: it may hold a password."""
    try:
        address = sqlalchemy.make_url(url)
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise UsageError("this address of a store cannot be read", hint="postgresql://user@host/name") from None
    return address.set(drivername="postgresql+psycopg")


def _shown(address: sqlalchemy.URL) -> str:
    """The address without a password, and without its options, which may have one."""
    bare = sqlalchemy.URL.create("postgresql", address.username, None, address.host, address.port, address.database)
    return bare.render_as_string()


def _settle(link: DBAPIConnection, _: object) -> None:
    """Makes a new connection ours."""
    link.autocommit = True
    with contextlib.closing(link.cursor()) as cursor:
        for statement in SETTINGS:
            cursor.execute(statement)
    link.autocommit = False


def _bound(values: Values) -> dict[str, Any]:
    """Values as the server takes them: no NUL in text."""
    return {name: _escaped(value) for name, value in values.items()}


def _escaped(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, str):
        return escaped(value)
    return [_escaped(one) for one in value] if isinstance(value, list) else value


def _row(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(unescaped(value) if isinstance(value, str) else value for value in row)


TOLD = MappingProxyType(
    {
        "55P03": ("another briefgen writes to the store, and does not end", "Wait for it, or end it."),
        "57014": (
            "the server ended a statement that took too long",
            "Ask for a longer statement_timeout.",
        ),
        "53100": ("the disk of the server is full", "Make room; what was kept before is untouched."),
        "42501": (
            "your user may not do that",
            "An administrator lets it: docs/corpus.md has the statements.",
        ),
        "25006": ("this server may only be read", "Take the address of the one that is written to."),
        "53300": ("the server has no connection left", "Try again later, or raise its max_connections."),
        "3D000": ("there is no such database", "`createdb --encoding UTF8 NAME` makes one."),
    }
)
"""SQLSTATE → what it means and what to do (postgresql.org, "Error Codes")."""


READ_ONLY = ("42501", "25006")
"""SQLSTATE of what only those may not do who write."""
OURS = ("22", "23", "42")
"""Classes of SQLSTATE that only a mistake of ours brings: data, constraints, statements."""


def _told(error: sqlalchemy.exc.DBAPIError, where: str) -> tuple[str, str, str]:
    """Message, place and hint."""
    cause = error.orig
    lines = [line.strip("- \t") for line in str(cause).splitlines() if not line.startswith("Multiple connection")]
    said = lines[0] if lines else "no answer"
    state = getattr(cause, "sqlstate", None) or ""
    if state in TOLD:
        message, hint = TOLD[state]
        return f"{message} ({said})", where, hint
    if state.startswith("XX"):
        return f"is damaged ({said})", where, "Restore the database from a backup of its server."
    if error.connection_invalidated or state.startswith(("57P", "08")):
        hint = "Start again: what was kept stays, and what was not is taken in then."
        return f"the connection to the server was lost ({said})", where, hint
    if not state:
        hint = "Is the server running? Are address, user and password (PGPASSWORD, or ~/.pgpass) right?"
        return f"the server cannot be reached ({said})", where, hint
    return f"the server refuses ({said})", where, "If this comes again, please report it."
