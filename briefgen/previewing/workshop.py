"""The process that makes pages, seen from the server: it is killed where it takes too long or is no longer needed.

A second one is kept ready, so that nobody waits for imports after that.
"""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from briefgen.editing.findings import Finding
from briefgen.previewing.maker import WRITTEN, serve
from briefgen.previewing.shapes import Job, Outcome, Proof

WRITING = 600.0
"""Seconds for writing a brief from its documents: hundreds of them are read for the first time."""
PRINTING = 40.0
"""Seconds for printing it: a template without end is ended, and named with its line, after 10 of CPU
(`rendering/templates.py`), which on a busy machine are more on the clock."""
LEAVING = 2.0
"""Seconds for a killed process to be gone."""


class Cancelled(Exception):  # noqa: N818 - no error: somebody asked for it
    """The page is no longer needed."""


class _Process:
    """One process and the line to it."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self.line: Connection
        self.line, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=serve, args=(theirs,), name="briefgen preview")
        self.process.start()
        theirs.close()

    def kill(self) -> None:
        """Ends it, with those that it started, and does not wait: who listens to the line hears of its end."""
        if self.process.pid is not None and hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):  # gone, or not yet a leader
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()

    def close(self) -> None:
        """The same, and waits until it is gone."""
        if self.line.closed:
            return
        self.kill()
        self.process.join(LEAVING)
        self.line.close()


class Workshop:
    """Makes one page at a time."""

    def __init__(self, writing: float = WRITING, printing: float = PRINTING, *, spare: bool = True) -> None:
        """Gives up after so many seconds of writing a brief, or of printing it; keeps a spare process or not."""
        self._writing, self._printing = writing, printing
        self._keeps_spare = spare
        self._now: _Process | None = None
        self._spare: _Process | None = None
        self._every: list[_Process] = []
        self._cancelled = self._closed = False

    async def make(self, job: Job | Proof) -> Outcome:
        """What became of it.

        Raises:
            Cancelled: `cancel` was called meanwhile.
        """
        self._cancelled = False
        now = self._now or await self._taken()
        self._now = now
        try:
            found = await asyncio.to_thread(_asked, now.line, job, self._writing, self._printing)
        except (EOFError, OSError):
            found = _ended()
        except asyncio.CancelledError:
            await self._replace(now)
            raise
        if self._cancelled:
            raise Cancelled
        if found.page is None and any(one.id in {"E191", "E192"} for one in found.findings):
            await self._replace(now)
        if self._keeps_spare and self._spare is None:
            self._spare = await asyncio.to_thread(self._started)
        return found

    def cancel(self) -> None:
        """Stops what is being made."""
        if self._now is not None:
            self._cancelled = True
            now, self._now = self._now, None
            now.kill()

    def close(self) -> None:
        """Ends the processes, also one that a thread is about to start."""
        self._closed = True
        for one in self._every:
            one.close()
        self._now = self._spare = None

    def _started(self) -> _Process:
        found = _Process()
        self._every = [*(one for one in self._every if one.process.is_alive()), found]
        if self._closed:
            found.close()
        return found

    async def _taken(self) -> _Process:
        found = self._spare
        self._spare = None
        return found if found is not None else await asyncio.to_thread(self._started)

    async def _replace(self, old: _Process) -> None:
        if self._now is old:
            self._now = None
        await asyncio.to_thread(old.close)


def _asked(line: Connection, job: Job | Proof, writing: float, printing: float) -> Outcome:
    """What the process answers within its time."""
    line.send(job)
    limit = writing
    while True:
        if not line.poll(limit):
            what = "printing" if limit == printing else "writing"
            return _late(what, limit)
        answer = line.recv()
        if answer != WRITTEN:
            found: Outcome = answer
            return found
        limit = printing


def _late(what: str, limit: float) -> Outcome:
    hint = "Look for a loop in what you changed last." if what == "printing" else "Try a shorter week, or one topic."
    return Outcome(None, (Finding("templates", 0, "E191", f"{what} the brief took longer than {limit:g} s", hint),))


def _ended() -> Outcome:
    hint = "It needed more memory than it may have, or somebody stopped it. Look for a loop in what you changed last."
    return Outcome(None, (Finding("templates", 0, "E192", "the process that prints the brief ended", hint),))
