"""Writers of one file take turns.

SQLite lets whoever asks at the right moment begin, and a writer that waits asks ten times a second: one that begins its
next batch two milliseconds after the last kept two others waiting for all of 15 seconds. Here only one writer asks
SQLite, with the turn in hand, and the one that wrote last has to get in line for it.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: without turns, but with SQLite's own lock
    fcntl = None  # type: ignore[assignment]

OFTEN = 0.01
"""Seconds between two looks."""


@contextlib.contextmanager
def turn(path: Path, patience: float) -> Iterator[None]:
    """Waits for a turn, and gives it on at the end.

    It keeps nothing safe, SQLite's own lock does; so it is done without where the file cannot be made.

    Args:
        path: A file for this alone, made where it is not there.
        patience: Seconds; after them it goes on without.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CREAT, 0o666)
    except OSError:
        yield
        return
    try:
        _wait(handle, time.monotonic() + patience)
        yield
    finally:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_UN)  # closing alone would leave it to a process that was forked meanwhile
        os.close(handle)


def _wait(handle: int, end: float) -> None:
    while fcntl is not None and time.monotonic() < end:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(OFTEN)
        except OSError:  # a file system without locks
            return
        else:
            return
