"""A copy of the outbox, on which somebody tries what sending would do; the outbox itself is only read."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from briefgen.delivery.outbox.file import PATIENCE, Outbox, explained, open_outbox


@contextlib.contextmanager
def rehearsal(path: Path) -> Iterator[Outbox]:
    """A copy that is gone at the end; an empty one where there is no outbox yet. It can be read by its owner alone.

    Raises:
        OutboxError: The outbox is no outbox, or damaged.
    """
    with tempfile.TemporaryDirectory(prefix="briefgen-rehearsal-") as folder:  # of mode 0700
        copy = Path(folder) / "outbox.db"
        if path.exists():
            _copy(path, copy)
        with open_outbox(copy) as outbox:
            yield outbox


def _copy(path: Path, copy: Path) -> None:
    address = f"{path.absolute().as_uri()}?mode=ro"
    with (
        explained(path),
        contextlib.closing(sqlite3.connect(address, timeout=PATIENCE, uri=True)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
