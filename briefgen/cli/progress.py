"""Telling a person who waits what is going on."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from types import TracebackType
from typing import Self

from briefgen.cli.text import one_line, printable

PATIENCE = 1.0
"""Seconds before the first word: what is quicker needs none."""
PULSE = 0.25
"""Seconds between two looks at what is going on; a terminal should not cost more than the work."""
CLEAR = "\r\x1b[K"
"""Back to the start of the line, and wipe it."""


class Progress:
    """One line on standard error, rewritten as the work goes on; nothing where that is no terminal.

    A thread of its own writes it, so that a step that takes long shows for how long already. The only place of the
    command line that reads a clock; what is read decides about this line alone.
    """

    def __init__(self, *, visible: bool = True) -> None:
        self._visible = visible and sys.stderr.isatty()
        self._message, self._since = "", time.monotonic()
        self.notes: list[str] = []
        self._shown = False
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._pulse, daemon=True)

    def __call__(self, message: str) -> None:
        """What happens next."""
        with self._lock:
            self._message, self._since = message, time.monotonic()

    def note(self, message: str) -> None:
        """A line that stays: on a terminal or not. `notes` holds all of them."""
        self.notes.append(message)
        with self._lock:
            self._wipe()
            sys.stderr.write(f"{printable(message)}\n")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        if self._visible:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()
        with self._lock:
            self._wipe()

    def _pulse(self) -> None:
        """Runs in the thread: nothing for a while, then the line again and again."""
        pause = PATIENCE
        while not self._done.wait(pause):
            pause = PULSE
            with self._lock:
                self._draw()

    def _draw(self) -> None:
        if not self._message:
            return
        seconds = int(time.monotonic() - self._since)
        line = one_line(self._message) + " …" + (f" {seconds} s" if seconds else "")
        room = max(shutil.get_terminal_size().columns - 1, 1)
        sys.stderr.write(f"{CLEAR}{line[:room]}")
        sys.stderr.flush()
        self._shown = True

    def _wipe(self) -> None:
        if self._shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
            self._shown = False
