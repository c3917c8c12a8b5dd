"""Whether somebody works on the file of a store."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from briefgen.errors import CorpusError

FILES = ("", "-wal", "-shm")
"""Ends of the files that are one store."""


def refuse_busy(path: Path) -> None:
    """Raises `CorpusError` where another process uses the file. What is too damaged to be opened, nobody uses."""
    if not path.is_file():
        return
    with closing(sqlite3.connect(path, timeout=1)) as link:
        try:
            link.execute("BEGIN EXCLUSIVE")
            link.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise CorpusError("another briefgen uses the store", str(path), "End it, and try again.") from error
        except sqlite3.DatabaseError:
            return  # too damaged to be asked
