"""Telling a person who waits what is going on."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

PATIENCE = 1.0
"""Seconds before the first word: what is quicker needs none."""
PAUSE = 0.1
"""Seconds between two lines; a terminal should not cost more than the work."""
CLEAR = "\r\x1b[K"
"""Back to the start of the line, and wipe it."""


class Progress:
    """One line on standard error, rewritten as the work goes on; nothing where that is no terminal.

    The only place of the command line that reads a clock; what is read decides about this line alone.
    """

    def __init__(self) -> None:
        self._visible = sys.stderr.isatty()
        self._next = time.monotonic() + PATIENCE
        self._shown = False

    def __call__(self, message: str) -> None:
        """Show what happens next."""
        now = time.monotonic()
        if self._visible and now >= self._next:
            sys.stderr.write(f"{CLEAR}{message} …")
            sys.stderr.flush()
            self._next = now + PAUSE
            self._shown = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
