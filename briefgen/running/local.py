"""Processes of this machine.

Each is a pool of one. A `ProcessPoolExecutor` of several fails all that is under way when one of its processes is
ended (12,250 of 20,000 documents in a trial); a pool of one fails the task that it was doing, and another takes its
place.

Processes are forked from a server that has the code loaded and no threads ("forkserver"): a copy of this process would
copy the locks of its threads, and a new interpreter needs a third of a second for its imports, each time that one was
lost. Where there is no fork (Windows) they are new interpreters.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Local(Executor):
    """An executor over so many processes of this machine. A future whose process was ended raises `BrokenExecutor`."""

    def __init__(self, count: int, modules: Sequence[str] = ()) -> None:
        """Processes begin with the first tasks.

        Args:
            count: Processes.
            modules: Loaded once for all of them, where they are forked.
        """
        method = "spawn" if sys.platform == "win32" else "forkserver"
        self._context = multiprocessing.get_context(method)
        if modules:
            self._context.set_forkserver_preload(list(modules))
        # Nobody writes to the line. When its end here is closed, also by the end of this process, workers end.
        self._far_end, self._line = self._context.Pipe(duplex=False)
        self._idle = [self._pool() for _ in range(count)]
        self._busy: set[ProcessPoolExecutor] = set()
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._lock = threading.RLock()
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """See `Executor`."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("no task can begin after the end")
            self._waiting.append((future, partial(fn, *args, **kwargs)))
            self._hand_out()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - its signature
        """Ends the processes; with `cancel_futures`, at once, whatever they are doing."""
        with self._lock:
            self._closed = True
            if cancel_futures:
                while self._waiting:
                    self._waiting.popleft()[0].cancel()
            pools = [*self._idle, *self._busy]
            if cancel_futures and self._busy:
                self._line.close()
        for pool in pools:
            pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._line.close()
        self._far_end.close()

    def _pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, self._context, _begin, (self._far_end, dict(os.environ)))

    def _hand_out(self) -> None:
        while self._waiting and self._idle:
            future, call = self._waiting.popleft()
            if not future.set_running_or_notify_cancel():
                continue
            pool = self._idle.pop()
            self._busy.add(pool)  # before it begins: Ctrl-C may come at any line, and `shutdown` must know it
            try:
                inner = pool.submit(call)
            except BrokenExecutor as error:  # it was ended while it had nothing to do
                self._busy.discard(pool)
                self._idle.append(self._pool())
                future.set_exception(error)
                continue
            inner.add_done_callback(partial(self._finish, pool, future))

    def _finish(self, pool: ProcessPoolExecutor, future: Future[Any], inner: Future[Any]) -> None:
        """Hands the result on, and the process, or the one in its place, the next task."""
        error = None if inner.cancelled() else inner.exception()
        with self._lock:
            self._busy.discard(pool)
            if not self._closed:
                self._idle.append(self._pool() if isinstance(error, BrokenExecutor) else pool)
                self._hand_out()
        if inner.cancelled():
            future.set_exception(BrokenExecutor("ended before it began"))
        elif error is not None:
            future.set_exception(error)
        else:
            future.set_result(inner.result())


def _begin(line: Connection, environment: Mapping[str, str]) -> None:
    """The first thing that a process does.

    Ctrl-C is for the process that the user started; that ends this one. The server from which this one was forked may
    know an older environment.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if dict(os.environ) != dict(environment):
        os.environ.clear()
        os.environ.update(environment)
    threading.Thread(target=_follow, args=(line,), daemon=True).start()


def _follow(line: Connection) -> None:
    """Ends this process when the one that began it is gone, even where that was killed."""
    with contextlib.suppress(EOFError, OSError):
        line.recv_bytes()
    os._exit(1)
