"""Where a store is: a file, or the address of a database that an office shares."""

from __future__ import annotations

from pathlib import Path

from briefgen.corpus.store.engine import Engine
from briefgen.corpus.store.keeping import Store
from briefgen.errors import UsageError

SHARED = ("postgresql://", "postgres://", "postgresql+psycopg://")
"""How addresses of shared stores begin."""


def open_store(where: str | Path, *, create: bool = True) -> Store:
    """The store at a path or address.

    Args:
        where: A path, or `postgresql://user@host/name` (extra `team`).
        create: Whether to begin one where there is none.

    Raises:
        CorpusError: It cannot be opened, is damaged, or of a newer briefgen.
        UsageError: The address is of no database that briefgen knows.
    """
    return Store(_engine(where, create=create))


def is_shared(where: str | Path) -> bool:
    """Whether this is the address of a database, not a path."""
    return str(where).startswith(SHARED)


def _engine(where: str | Path, *, create: bool) -> Engine:
    if is_shared(where):
        from briefgen.corpus.store.postgres import Postgres

        return Postgres(str(where), create=create)
    if "://" in str(where):
        raise UsageError(
            "is no store",
            where=str(where),
            hint="Name a file, such as state/corpus.db, or postgresql://user@host/name.",
        )
    from briefgen.corpus.store.sqlite import Sqlite

    return Sqlite(Path(where), create=create)
