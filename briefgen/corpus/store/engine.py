"""What the store asks of a database. SQL is written once, with `:name` for values; what differs is asked for here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from briefgen.corpus.store.words import Search

PATIENCE = 120
"""Seconds that a writer waits for another one that does not end. A batch takes one or two."""
Values = Mapping[str, Any]
"""Values of a statement by name: text, whole numbers, bytes, None."""


class Engine(Protocol):
    """A database with the tables of `schema`."""

    where: str
    """What a person calls it: a path, an address without a password."""

    def rows(self, sql: str, values: Values = ...) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, as they come."""

    def run(self, sql: str, values: Values = ...) -> int:
        """Runs a statement; the number of rows that it touched."""

    def many(self, sql: str, rows: Sequence[Values]) -> None:
        """Runs a statement once for each set of values."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction, and the only one that writes: another writer waits. Nothing of it stays if it fails.

        Within another one this is part of it.
        """

    def among(self, column: str, values: Sequence[int] | Sequence[str] | Sequence[bytes]) -> tuple[str, Values]:
        """A condition that a column has one of these values, and what its names stand for."""

    def matching(self, search: Search, days: Sequence[str]) -> tuple[str, Values]:
        """A query for the numbers, as `number`, of documents that have these words, and one of these day tokens."""

    def index(self, rows: Sequence[Values]) -> None:
        """Puts documents into the full-text index: `id headline text day` each."""

    def unindex(self, rows: Sequence[Values]) -> None:
        """Takes them out again; the values must be those that were put in."""

    def forget(self) -> None:
        """Wipes the words of what was taken out from where the full-text index may still keep them."""

    def size(self) -> int:
        """Bytes that it takes."""

    def problems(self) -> Iterator[str]:
        """What its own check of itself finds wrong; nothing where all is well."""

    def close(self) -> None:
        """Ends the connection."""
