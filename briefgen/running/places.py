"""From a name to workers."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import AbstractContextManager
from typing import ParamSpec, TypeVar

from msgspec import Struct

from briefgen.errors import UsageError

P = ParamSpec("P")
T = TypeVar("T")

AHEAD = 2
"""Tasks under way for each worker: the next one waits at its door."""
FORMS = "Write local, local:4 (processes) or dask://HOST:PORT (a Dask scheduler)."


class Inline(Executor):
    """Does each task at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """See `Executor`."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as every executor, it is raised where the result is asked for
            future.set_exception(error)
        return future


def _nothing() -> None:
    """There is always this process."""


class Workers(Struct, frozen=True):
    """Those who do the work."""

    executor: Executor
    window: int
    """The most tasks that are under way."""
    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)
    """What a future raises whose worker was lost."""
    check: Callable[[], None] = _nothing
    """Raises `RunningError` where no worker can be reached any more."""
    shared: bool = False
    """A task may be lost with a worker that another task ended, where both were there."""


HERE = Workers(Inline(), 1)
"""This process alone."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def open_workers(name: str | None, modules: Sequence[str] = ()) -> Iterator[Workers]:
    """The workers of a name, who are let go at the end, at once.

    Args:
        name: "local" (a process for each core), "local:4", "dask://HOST:PORT"; None is this process alone.
        modules: What the work needs, loaded once for all processes of this machine.

    Raises:
        UsageError: There is no such kind, or what it needs is not installed.
        RunningError: Nobody answers there.
    """
    if name is None:
        yield HERE
    elif name.startswith("dask://"):
        from briefgen.running import cluster

        with cluster.connected(name) as workers:
            yield workers
    else:
        from briefgen.running.local import Local

        count = processes(name)
        executor = Local(count, modules)
        try:
            yield Workers(executor, AHEAD * count)
        finally:
            executor.shutdown(cancel_futures=True)


class Hands(Struct, frozen=True):
    """Who may do the work of a command, as somebody says it."""

    executor: str | None = None
    """A name for `open_workers`. They do it, whether or not that pays."""
    jobs: int | None = None
    """The most processes of this machine where that pays; one for each core when None."""

    def workers(self, modules: Sequence[str] = (), *, pays: bool) -> AbstractContextManager[Workers]:
        """The workers, for work that is quicker in other processes where it `pays`."""
        count = self.jobs or cores()
        return open_workers(self.executor or (f"local:{count}" if pays and count > 1 else None), modules)


ALONE = Hands(jobs=1)
"""This process alone."""


def check(name: str) -> None:
    """Raises `UsageError` for a name that names nobody, before any work is done."""
    if not name.startswith("dask://"):
        processes(name)
    else:
        scheduler(name)


def scheduler(name: str) -> tuple[str, int]:
    """Host and port that "dask://HOST:PORT" means.

    Raises:
        UsageError: One of them is not there.
    """
    host, _, port = name.removeprefix("dask://").rpartition(":")
    if not host or not (port.isascii() and port.isdigit()):
        raise UsageError(f"“{name}” names no scheduler", hint=FORMS)
    return host, int(port)


def processes(name: str) -> int:
    """How many processes "local" or "local:4" means.

    Raises:
        UsageError: It is another word, or no number.
    """
    kind, colon, number = name.partition(":")
    if kind != "local" or (colon and not (number.isascii() and number.isdigit() and int(number))):
        raise UsageError(f"“{name}” names no workers", hint=FORMS)
    return int(number) if colon else cores()
