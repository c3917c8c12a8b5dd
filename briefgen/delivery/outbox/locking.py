"""One sender at a time, by a lock of the operating system: it ends with its process, and never by a clock."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from briefgen.errors import DeliveryError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows
    fcntl = None  # type: ignore[assignment]

TRIES, BLINK = 4, 0.02
"""How often a lock is tried, and the seconds in between: longer than anybody looks, shorter than anybody sends."""
SUFFIX = "-lock"
"""Behind the name of the outbox."""


class Holder(Struct, frozen=True):
    """Who holds a lock."""

    process: int
    since: dt.datetime


def holder(outbox: Path) -> Holder | None:
    """Who sends now, as the file of the lock says; None where nobody does.

    The number of a process says little: it is given out again, and in containers most have the same. So the lock itself
    is asked, and only where its file names somebody: it is held for the blink of an eye, which a sender that begins
    just then waits for.
    """
    path = _beside(outbox)
    try:
        words = path.read_text("ascii", "replace").split()
        process, since = int(words[0]), dt.datetime.fromisoformat(words[-1])
        return Holder(process, since) if _is_held(path) else None
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _is_held(path: Path) -> bool:
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # a drive without locks: then nobody can send from it either
        return False
    else:
        return False
    finally:
        os.close(handle)


def refuse_held(outbox: Path) -> None:
    """Raises `DeliveryError` where somebody sends now; makes no file."""
    path = _beside(outbox)
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        _take(handle, path)
    finally:
        os.close(handle)


def _beside(outbox: Path) -> Path:
    """The file of its lock; whatever links lead to it, one outbox has one lock."""
    path = outbox.resolve()
    return path.with_name(f"{path.name}{SUFFIX}")


@contextlib.contextmanager
def lock(outbox: Path, now: dt.datetime) -> Iterator[None]:
    """Holds the lock of an outbox.

    Raises:
        DeliveryError: Another process sends; said at once, it is not waited for.
    """
    path = _beside(outbox)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        hint = "Check the permissions of its folder."
        raise DeliveryError(f"cannot be locked: {error.strerror}", str(path), hint) from error
    try:
        _take(handle, path)
        _sign(handle, path, f"{os.getpid()} since {now.isoformat(timespec='seconds')}\n")
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_UN)  # closing is not enough where a forked child has a copy of it
    finally:
        os.close(handle)


def _sign(handle: int, path: Path, holder: str) -> None:
    """Says in the file who holds it, for whoever comes second."""
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, holder.encode(), 0)
    except OSError as error:
        hint = "Make room on the disk; nothing was sent."
        raise DeliveryError(f"cannot be written: {error.strerror}", str(path), hint) from error


def _try(handle: int) -> None:
    """Takes the lock; whoever only looks (`holder`) lets go of it at once.

    Raises:
        BlockingIOError: Somebody sends.
    """
    for _ in range(TRIES - 1):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(BLINK)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _take(handle: int, path: Path) -> None:
    if fcntl is None:  # pragma: no cover - Windows
        raise DeliveryError("this system has no locks that end with their process", str(path), "Send from Linux.")
    try:
        _try(handle)
    except BlockingIOError as error:
        holder = os.pread(handle, 200, 0).decode("ascii", "replace").strip()
        whose = f" (process {holder})" if holder else ""
        hint = "Nothing was done. The other one goes on; run this again when it is through."
        raise DeliveryError(f"somebody else is sending{whose}", str(path), hint) from error
    except OSError as error:
        hint = "Put the outbox on a disk of this machine: locks do not hold on every network drive."
        raise DeliveryError(f"cannot be locked: {error.strerror}", str(path), hint) from error
