"""Work on a real Dask cluster of two worker processes, one of which is killed in the middle."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import programs
import pytest
from errands import Errand, do

from briefgen import running
from briefgen.errors import RunningError, UsageError
from briefgen.running import Cause, Failure, cluster, open_workers, run

pytestmark = [pytest.mark.conform, pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")]


@contextlib.contextmanager
def started(workers: int, threads: int) -> Iterator[str]:
    """A scheduler and workers, each a process of its own."""
    try:
        import dask
        from distributed import LocalCluster
    except ModuleNotFoundError:
        programs.missing("distributed", "pip install 'briefgen[dask]'")
    settings = {"distributed.scheduler.allowed-failures": 1, "distributed.nanny.pre-spawn-environ": {}}
    with dask.config.set(settings), contextlib.ExitStack() as stack:
        found = LocalCluster(
            n_workers=workers,
            threads_per_worker=threads,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
        )
        stack.enter_context(found)
        yield found.scheduler_address.replace("tcp://", "dask://")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two workers with one thread each."""
    with started(2, 1) as found:
        yield found


def pids(address: str) -> list[int]:
    from distributed import Client

    with Client(address.replace("dask://", "tcp://"), set_as_default=False) as client:
        return list(client.run(os.getpid).values())


def test_results_stand_in_the_order_of_the_items(address: str) -> None:
    with open_workers(address) as workers:
        assert workers.window == 2 * cluster.AHEAD
        assert list(run(do, map(Errand, range(501)), workers, size=20)) == [2 * number for number in range(501)]


def test_a_worker_that_is_killed_in_the_middle_costs_nothing(address: str, tmp_path: Path) -> None:
    errands = [Errand(number, "sleep" if number % 10 == 0 else "double", str(tmp_path)) for number in range(200)]
    with open_workers(address) as workers:
        results = run(do, errands, workers, size=10)
        found = [next(results) for _ in range(30)]
        os.kill(pids(address)[0], signal.SIGKILL)
        found += results
    assert found == [2 * number for number in range(200)]
    assert any(len(note.read_text(encoding="ascii")) > 1 for note in tmp_path.iterdir())


def test_an_item_that_kills_workers_fails_alone(address: str) -> None:
    errands = [Errand(number, "exit" if number == 7 else "double") for number in range(40)]
    with open_workers(address) as workers:
        results = list(run(do, errands, workers, size=20))
    assert [number for number, result in enumerate(results) if isinstance(result, Failure)] == [7]
    assert getattr(results[7], "cause", None) is Cause.LOST


def test_whoever_stands_beside_such_an_item_is_not_blamed() -> None:
    errands = [Errand(number, "exit" if number == 2 else "sleep") for number in range(8)]
    with started(1, 4) as found, open_workers(found) as workers:
        results = list(run(do, errands, workers, size=8))
    assert [number for number, result in enumerate(results) if isinstance(result, Failure)] == [2]


def test_a_worker_with_another_briefgen_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "__version__", "99.0")
    with pytest.raises(RunningError, match="has briefgen"), open_workers(address):
        pass


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(RunningError, match="no Dask scheduler answers"), open_workers("dask://127.0.0.1:9"):
        pass


def test_without_dask_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError) as caught, running.open_workers("dask://127.0.0.1:8786"):
        pass
    assert "pip install 'briefgen[dask]'" in str(caught.value)
