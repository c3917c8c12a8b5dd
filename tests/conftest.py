"""What all tests share."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import Browser, browser
from hypothesis import settings
from previewed import Preview, preview
from stores import Server
from windows import follow_frames

from briefgen.corpus.store import Store, open_store

ROOT = Path(__file__).resolve().parent.parent
SOAK = 20
"""`make soak` tries so many times more examples."""

settings.register_profile("usual", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.register_profile("soak", deadline=None, max_examples=100 * SOAK)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "usual")
SOAKING = PROFILE == "soak"
settings.load_profile(PROFILE)

Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_collection_finish() -> None:
    """The collector of garbage passes over what ten thousand collected tests and their modules hold until the end.

    It comes round less often, too: with Python's usual thresholds it takes an eighth of the time of all tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture
def briefgen(tmp_path: Path) -> Run:
    """Runs the command line in an empty folder unless `cwd` says otherwise.

    With environment variables in a process of its own; without any in this one, which is many times faster.
    """

    def run(*arguments: object, cwd: Path = tmp_path, **environment: str) -> subprocess.CompletedProcess[str]:
        words = [str(argument) for argument in arguments]
        return _elsewhere(words, cwd, environment) if environment else _here(words, cwd)

    return run


def _here(arguments: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    from briefgen.cli import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def _elsewhere(arguments: list[str], cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "briefgen", *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": path} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL of these tests alone."""
    one = Server()
    yield one
    one.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.conform)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store may be: a file, and a database."""
    if request.param == "sqlite":
        return str(tmp_path / "corpus.db")
    return str(request.getfixturevalue("server").url())


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    """An empty store of each kind."""
    with open_store(where) as opened:
        yield opened


@pytest.fixture(scope="session")
def preview_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview that many tests look at; that of another worker takes the next port."""
    with preview(tmp_path_factory.mktemp("house"), "--port", "18965") as found:
        yield found


@pytest.fixture
def running(preview_of_all: Preview) -> Iterator[Preview]:
    """The same, whose house is empty when a test begins, whatever became of the test before."""
    yield preview_of_all
    preview_of_all.put_back()


@pytest.fixture(scope="session")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A tab that reaches into the frames of its page."""
    with browser(tmp_path_factory.mktemp("profile")) as found:
        follow_frames(found)
        yield found


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A small invented corpus."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (folder / "line.txt").write_text(LINE, encoding="utf-8")
    return folder


HARBOUR = """Port Alder moves more freight

By Ines Varga
Published on 14 March 2025

The port of Port Alder handled 4.2 million tons of cargo in 2024, up 18 percent from a year earlier.

It expects 4.9 million tons of cargo in 2025, said Ines Varga, director of the port authority.

"We are building quays and railways for the next generation, not for the next quarter," Varga said.

The port aims to handle 6 million tons of cargo by 2027.
"""
LINE = """Northern railway carries more containers

Published on 12 March 2025

The northern railway carried 1.1 million tons of freight in 2024. It plans to reach 2 million tons of freight by 2028.
"""


@pytest.fixture
def letterbox() -> Iterator[Path]:
    """A folder that smtp-sink can write to, whoever it runs as: those of pytest are closed to others."""
    with tempfile.TemporaryDirectory(prefix="briefgen-letterbox-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)
