"""Work on many items in other processes: nothing is lost, one bad item fails alone, the order stays."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT
from errands import Errand, do, environment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen import config, pipeline
from briefgen.corpus import opening
from briefgen.errors import CorpusError, RunningError, UsageError
from briefgen.orders import Order
from briefgen.running import HERE, Cause, Failure, Limits, Workers, limits, open_workers, run
from briefgen.running.local import Local


@pytest.fixture(scope="module")
def two() -> Iterator[Workers]:
    with open_workers("local:2", ["errands"]) as workers:
        yield workers


def doubled(numbers: range) -> list[int]:
    return [2 * number for number in numbers]


@pytest.mark.parametrize("size", [1, 7, 50, 1000])
def test_results_stand_in_the_order_of_the_items(two: Workers, size: int) -> None:
    assert list(run(do, map(Errand, range(203)), two, size=size)) == doubled(range(203))


def test_any_executor_serves() -> None:
    with ThreadPoolExecutor(3) as executor:
        assert list(run(do, map(Errand, range(99)), Workers(executor, 4), size=10)) == doubled(range(99))
    assert list(run(do, map(Errand, range(9)))) == doubled(range(9))


def test_items_are_taken_as_they_are_needed(two: Workers) -> None:
    taken = itertools.count()
    items = (Errand(number) for number in taken)
    results = run(do, items, two, size=10)
    assert list(itertools.islice(results, 25)) == doubled(range(25))
    results.close()  # type: ignore[attr-defined]
    assert next(taken) <= (two.window + 3) * 10


DEADLY = ["die", "exit"]


@pytest.mark.parametrize("deed", DEADLY)
@pytest.mark.parametrize("at", [0, 37, 119])
def test_an_item_that_ends_processes_fails_alone(two: Workers, deed: str, at: int) -> None:
    errands = [Errand(number, deed if number == at else "double") for number in range(120)]
    results = list(run(do, errands, two, size=40))
    failed = [number for number, result in enumerate(results) if isinstance(result, Failure)]
    assert failed == [at]
    assert results[at].cause is Cause.LOST  # type: ignore[union-attr]
    assert [result for result in results if not isinstance(result, Failure)] == [2 * n for n in range(120) if n != at]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["double", "double", "double", "double", "refuse", "break", "exit"]), max_size=30),
    st.integers(1, 12),
)
def test_whatever_fails_the_others_arrive(two: Workers, deeds: list[str], size: int) -> None:
    results = list(run(do, list(itertools.starmap(Errand, enumerate(deeds))), two, size=size))
    causes = {"refuse": Cause.REFUSED, "break": Cause.BUG, "exit": Cause.LOST}
    expected = [causes.get(deed, 2 * number) for number, deed in enumerate(deeds)]
    assert [result.cause if isinstance(result, Failure) else result for result in results] == expected


def test_what_one_process_does_is_not_done_again_when_another_is_lost(two: Workers, tmp_path: Path) -> None:
    errands = [Errand(number, "die" if number == 0 else "double", str(tmp_path)) for number in range(40)]
    results = list(run(do, errands, two, size=10))
    assert sum(isinstance(result, Failure) for result in results) == 1
    begun = {int(note.name): len(note.read_text(encoding="ascii")) for note in tmp_path.iterdir()}
    assert begun == {0: 2, **dict.fromkeys(range(1, 40), 1)}


def test_a_process_that_was_ended_by_chance_costs_nothing(two: Workers, tmp_path: Path) -> None:
    errands = [Errand(number, "die once" if number % 10 == 0 else "double", str(tmp_path)) for number in range(40)]
    assert list(run(do, errands, two, size=10)) == doubled(range(40))


def test_what_an_item_refuses_arrives_whole(two: Workers) -> None:
    refused, broken = run(do, [Errand(3, "refuse"), Errand(4, "break")], two)
    assert isinstance(refused, Failure)
    assert isinstance(refused.error, CorpusError)
    assert (refused.reason, refused.error.where, refused.error.hint) == ("is a picture of text", "page 3", "Run OCR.")
    assert isinstance(broken, Failure)
    assert broken.reason.startswith("broke the program (KeyError: 'nothing', errands.py:")


@pytest.mark.parametrize("deed", ["loop", "loop and swallow", "search for ever"])
def test_an_item_that_never_ends_fails_alone(two: Workers, deed: str) -> None:
    before, middle, after = run(do, [Errand(1), Errand(2, deed), Errand(3)], two, limits=Limits(seconds=0.3))
    assert (before, after) == (2, 6)
    assert middle == Failure(Cause.TIME, "took longer than 0.3 s of CPU")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # rung in hypothesis's hook of gc: again
def test_an_item_that_never_ends_fails_in_this_process_too() -> None:
    before = signal.getsignal(signal.SIGPROF)
    results = list(run(do, [Errand(2, "loop"), Errand(3)], HERE, limits=Limits(seconds=0.2)))
    assert [results[1], getattr(results[0], "cause", None)] == [6, Cause.TIME]
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the size of a process on Linux")
def test_an_item_that_takes_all_memory_fails_alone(two: Workers) -> None:
    before, middle, after = run(do, [Errand(1), Errand(2, "eat"), Errand(3)], two, limits=Limits(megabytes=200))
    assert (before, after) == (2, 6)
    assert middle == Failure(Cause.MEMORY, "took more than 200 MB of memory")


@pytest.mark.conform
def test_a_loop_of_a_library_in_c_is_ended_from_outside(two: Workers) -> None:
    errands = [Errand(1), Errand(2, "loop in C"), Errand(3)]
    before, middle, after = run(do, errands, two, limits=Limits(seconds=0.5))
    assert (before, after) == (2, 6)
    assert isinstance(middle, Failure)
    assert middle.cause is Cause.LOST


def test_processes_have_the_environment_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("one", "two"):
        monkeypatch.setenv("BRIEFGEN_TEST", value)
        with open_workers("local:1", ["errands"]) as workers:
            assert list(run(environment, ["BRIEFGEN_TEST"], workers)) == [value]


def test_the_end_waits_for_nobody() -> None:
    began = time.monotonic()
    with open_workers("local:2", ["errands"]) as workers:
        results = run(do, [Errand(1), Errand(2, "sleep long"), Errand(3, "sleep long")], workers, size=1)
        assert next(results) == 2
        results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 20


PROGRAM = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what it runs in the background
sys.path[:0] = {path!r}
from errands import Errand, do
from briefgen.running import open_workers, run

if __name__ == "__main__":
    with open_workers("local:2", ["errands"]) as workers:
        print(*(next(run(os.getpgid, [0], workers)) for _ in range(1)), flush=True)
        list(run(do, [Errand(n, "sleep long") for n in range(4)], workers, size=1))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_no_process_is_left(tmp_path: Path, how: signal.Signals) -> None:
    program = tmp_path / "program.py"
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    program.write_text(PROGRAM.format(path=paths), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    group = int(process.stdout.readline())
    time.sleep(0.5)
    # A terminal sends Ctrl-C to all of the group.
    (os.killpg if how is signal.SIGINT else os.kill)(process.pid, how)
    _, said = process.communicate(timeout=60)
    assert said.count("Traceback") <= 1, said
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    pytest.fail("processes are left")


def test_a_pool_that_is_broken_for_good_is_no_loss_of_items() -> None:
    """A stock pool refuses all further work: that is said, and not taken for the failure of every item."""
    with ProcessPoolExecutor(1) as pool, pytest.raises(RunningError, match="takes no more work"):
        list(run(do, [Errand(1, "exit"), Errand(2)], Workers(pool, 2), size=1))


@pytest.mark.parametrize(
    "name", ["", "remote", "local:", "local:0", "local:x", "local:-1", "dask://", "dask://host", "dask:1"]
)
def test_a_name_that_names_no_workers(name: str) -> None:
    with pytest.raises(UsageError) as caught, open_workers(name):
        pass
    assert "local:4" in str(caught.value)


def test_a_task_after_the_end_is_refused() -> None:
    executor = Local(1)
    executor.shutdown()
    with pytest.raises(RuntimeError):
        executor.submit(do, Errand(1))


def test_a_file_that_takes_too_long_is_left_out_of_a_brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = (
        "The ministry said that the cargo of the port rose by 5% to 3 million tons, which were shipped in May.\n\n"
    )
    (tmp_path / "long.txt").write_text(sentence * 90_000, encoding="utf-8")
    (tmp_path / "short.txt").write_text(sentence * 2, encoding="utf-8")
    monkeypatch.setattr(opening, "SECONDS", 1)
    material = pipeline.collect(config.load(ROOT / "config" / "briefgen.yaml"), Order(corpus=(tmp_path,)))
    assert [document.name for document in material.corpus.documents] == ["short.txt"]
    assert ("long.txt", "took longer than 1 s of CPU") in [(one.what, one.reason) for one in material.corpus.omissions]


def test_a_limit_inside_of_another_does_not_end_it() -> None:
    """A template has seconds of its own inside of those of its brief."""

    def both(_: int) -> None:
        with limits.within(Limits(seconds=0.05)):
            pass
        while True:
            pass

    assert limits.attempt(both, 1, Limits(seconds=0.3)) == Failure(Cause.TIME, "took longer than 0.3 s of CPU")


def test_what_waits_without_working_is_ended_by_the_clock() -> None:
    limit = Limits(seconds=60, elapsed=0.2)
    found = limits.attempt(time.sleep, 60, limit)
    assert found == Failure(Cause.TIME, "took longer than 60 s of CPU or 0.2 s on the clock")
    assert signal.getitimer(signal.ITIMER_REAL) == signal.getitimer(signal.ITIMER_PROF) == (0, 0)
