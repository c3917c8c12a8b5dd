"""A file → its bytes, whatever somebody put there: pipes, devices, files that grow while they are read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from briefgen.corpus.opening import too_large
from briefgen.errors import CorpusError

FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""Opening does not wait: a pipe that nobody writes to would hold us for ever."""

GROWING = "Wait until it is complete, and try again."


def contents(path: Path, largest: int) -> bytes:
    """The bytes of a regular file.

    Args:
        path: Where it is.
        largest: Bytes that it may have.

    Raises:
        CorpusError: It is no regular file, cannot be opened, is too large, or changes while it is read.
    """
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):  # opening a device can have effects
            raise CorpusError("is not a file that can be opened", hint="Only files hold documents.")
        handle = os.open(path, FLAGS)
        with open(handle, "rb", closefd=True) as stream:  # noqa: PTH123 - it is open already
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise CorpusError("is not a file that can be opened", hint="Only files hold documents.")
            if before.st_size > largest:
                raise too_large(largest)
            data = stream.read(largest + 1)
            after = os.fstat(handle)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CorpusError(f"cannot be opened: {reason}", hint="Check its permissions.") from error
    if len(data) > largest:
        raise too_large(largest)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise CorpusError("changed while it was read", hint=GROWING)
    return data
