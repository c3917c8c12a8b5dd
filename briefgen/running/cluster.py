"""Workers of a Dask cluster, which may stand on other machines.

Dask tries a task again on another worker when one is lost; it gives a task up that lost several
(`distributed.scheduler.allowed-failures`), and `loop.run` then tries its items one by one. A task is lost as well that
only stood beside the one that ended the worker, so that an item is blamed after it was tried with nothing beside it.
There is no limit of time or memory for one item: tasks run in threads of the worker. Its own limits are those of
`dask worker`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError
from typing import TYPE_CHECKING

from briefgen import __version__
from briefgen.errors import RunningError, UsageError
from briefgen.running.places import AHEAD, Workers, scheduler

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 30
"""Seconds in which the scheduler must answer and have a worker."""


@contextlib.contextmanager
def connected(name: str) -> Iterator[Workers]:
    """The workers of the cluster at "dask://HOST:PORT", who must have the same briefgen.

    Raises:
        UsageError: The address is none, or Dask is not installed.
        RunningError: Nobody answers there, no worker is there, or one has another briefgen.
    """
    host, port = scheduler(name)
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ModuleNotFoundError as error:
        raise UsageError("Dask is not installed", where=name, hint="pip install 'briefgen[dask]'") from error
    try:
        client = Client(f"tcp://{host}:{port}", timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError) as error:
        hint = "Begin one with `dask scheduler`, and workers with `dask worker`."
        raise RunningError("no Dask scheduler answers", name, hint) from error
    with client:
        threads = _threads(client, name)
        yield Workers(
            client.get_executor(pure=False),
            AHEAD * threads,
            (KilledWorker, CancelledError, BrokenExecutor),
            lambda: _check(client, name),
            shared=True,
        )


def _threads(client: Client, name: str) -> int:
    """The threads of all workers, who are there and have this version of briefgen."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        hint = f"Begin one: `dask worker {name.removeprefix('dask://')} --nthreads 1`."
        raise RunningError("the Dask scheduler has no workers", name, hint) from error
    found = client.run(_version, on_error="return")
    for worker, version in found.items():
        if version != __version__:
            has = f"has briefgen {version}" if isinstance(version, str) else f"has no briefgen ({version})"
            hint = f"Install briefgen {__version__} there: other versions may read something else."
            raise RunningError(f"the worker {worker} {has}", name, hint)
    return sum(client.nthreads().values())


def _version() -> str:
    """The version where this is called."""
    return __version__


def _check(client: Client, name: str) -> None:
    if client.status != "running":
        raise RunningError("the Dask scheduler is gone", name, "What was done is kept; begin again when it is there.")
