"""What may befall a store's file: a full disk, permissions, other programs, a power cut. Nothing kept is lost."""

import datetime as dt
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from briefgen.corpus import plain
from briefgen.corpus.store import open_store, sqlite
from briefgen.corpus.store.values import Arrival, Query, Taken
from briefgen.errors import CorpusError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="permissions and limits of POSIX")
NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)
NOBODY = 65534
"""A user whom permissions bind, unlike root."""
ROOM = 600_000
"""Bytes that a file may have."""


def batch(number: int, size: int = 10) -> list[Arrival]:
    """Documents that fill about 200 KB."""
    chance = random.Random(number)  # noqa: S311
    return [arrival(f"{number}-{one}.txt", " ".join(str(chance.random()) for _ in range(500))) for one in range(size)]


def arrival(name: str, text: str) -> Arrival:
    document = replace(plain.read(text.encode(), name), published=dt.date(2025, 3, 14))
    return Arrival(f"/{name}", name, text.encode(), "text/plain", "txt 1", (Taken(document),))


@pytest.fixture
def path() -> Iterator[Path]:
    """A store with ten documents in a folder that everybody reaches."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        path = folder / "corpus.db"
        with open_store(path) as store:
            store.add(batch(0), NOW)
        yield path
        folder.chmod(0o777)


def elsewhere(work: Callable[[], Any]) -> str:
    """What work says, or the error that ends it, from a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = str(work())
        except BaseException as error:  # noqa: BLE001 - it is looked at by the test
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said


def as_nobody(work: Callable[[], Any]) -> str:
    """The same by a user whom permissions bind."""

    def bound() -> Any:  # noqa: ANN401 - whatever work says
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        return work()

    return elsewhere(bound)


def count(path: Path) -> int:
    with open_store(path, create=False) as store:
        return store.count()


def add(path: Path, number: int) -> int:
    with open_store(path) as store:
        store.add(batch(number), NOW)
        return store.count()


def whole(path: Path, documents: int) -> None:
    with open_store(path, create=False) as store:
        assert list(store.engine.problems()) == []
        assert store.count() == documents


def test_a_full_disk_loses_nothing(path: Path) -> None:
    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))
        for number in range(1, 100):
            add(path, number)

    said = elsewhere(fill)
    assert said.startswith(("CorpusError", "ReadOnlyError")), said
    assert "does not take what is written" in said
    assert "what was kept before is untouched" in said
    before = count(path)
    assert before % 10 == 0
    whole(path, before)
    assert add(path, 999) == before + 10


@pytest.mark.parametrize(
    ("file", "folder", "reads", "adds"),
    [
        (0o666, 0o777, "10", "20"),
        (0o444, 0o777, "10", "cannot be opened for writing"),
        (0o444, 0o555, "10", "cannot be opened for writing"),
        (0o666, 0o555, "10", "cannot be opened for writing"),
        (0o000, 0o777, "cannot be opened", "cannot be opened"),
        (0o666, 0o000, "cannot be opened: Permission denied", "cannot be opened: Permission denied"),
    ],
)
def test_permissions(path: Path, file: int, folder: int, reads: str, adds: str) -> None:
    path.chmod(file)
    path.parent.chmod(folder)
    for said, expected in (
        (as_nobody(lambda: count(path)), reads),
        (as_nobody(lambda: add(path, 1)), adds),
    ):
        assert expected in said
        if not expected.isdigit():
            assert said.startswith(("CorpusError", "ReadOnlyError"))
            assert "permissions" in said
    path.parent.chmod(0o777)
    path.chmod(0o666)
    whole(path, 20 if adds == "20" else 10)


def test_another_program_that_keeps_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.2)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert count(path) == 10
    with open_store(path) as store, pytest.raises(CorpusError, match="another briefgen writes"):
        store.add(batch(1), NOW)
    other.execute("ROLLBACK")
    other.close()
    assert add(path, 1) == 20


@pytest.mark.parametrize("replaces", [True, False])
def test_nothing_is_written_into_a_file_that_is_not_there_any_more(path: Path, tmp_path: Path, replaces: bool) -> None:  # noqa: FBT001
    other = tmp_path / "other.db"
    with open_store(other) as store:
        store.add(batch(5, size=3), NOW)
    with open_store(path) as store:
        store.add(batch(1), NOW)
        store.engine.run("PRAGMA wal_checkpoint(TRUNCATE)")  # SQLite would read it as that of the other file
        path.unlink()
        if replaces:
            shutil.move(other, path)
        with pytest.raises(CorpusError, match="in its place"):
            store.add(batch(2), NOW)
    if replaces:
        whole(path, 3)


def test_a_log_cut_anywhere_holds_whole_batches(tmp_path: Path) -> None:
    """After a power cut its end may be missing, or be nonsense. Before the first checkpoint, all is in it."""
    path, chance = tmp_path / "corpus.db", random.Random(7)  # noqa: S311
    batches = [batch(number, size=4) for number in range(8)]
    with open_store(path) as store:
        store.engine.run("PRAGMA wal_autocheckpoint = 0")
        store.engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
        for one in batches:
            store.add(one, NOW)
        data, log = path.read_bytes(), Path(f"{path}-wal").read_bytes()
    found = set()
    for number in range(25):
        copy = tmp_path / f"{number}.db"
        copy.write_bytes(data)
        end = chance.randrange(len(log))
        rest = chance.randbytes(min(len(log) - end, 5000)) if number % 2 else b""
        Path(f"{copy}-wal").write_bytes(log[:end] + rest)
        with open_store(copy) as store:
            assert list(store.engine.problems()) == []
            names = {row.name for row in store.list(Query())}
        kept, part = divmod(len(names), 4)
        assert part == 0
        assert names == {one.name for some in batches[:kept] for one in some}
        found.add(kept)
    assert len(found) > 4
