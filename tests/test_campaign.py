"""Ends by force: what was kept is whole, and the same command goes on from there (`make soak` kills more often)."""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from campaign import Rows, campaign, finish, rows, start, violations, write_news
from stores import Server, database

from briefgen.corpus.store import open_store

pytestmark = pytest.mark.conform
DOCUMENTS = 400


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("campaign") / "news"
    write_news(folder, DOCUMENTS, seed=1)
    return folder


@pytest.fixture(scope="module")
def whole(news: Path) -> Rows:
    where = str(news.parent / "undisturbed.db")
    assert finish(start(news, where)) == ""
    with open_store(where) as store:
        return rows(store)


def content(where: str) -> Rows:
    with open_store(where) as store:
        return rows(store)


def test_killed_at_random_moments_a_file_is_whole(news: Path, tmp_path: Path) -> None:
    numbers = iter(range(1000))
    done = campaign(lambda: str(tmp_path / f"{next(numbers)}.db"), news, kills=8, seed=8)
    assert (done.problems, done.kills) == ([], 8)
    assert done.in_work >= 2


def test_killed_at_random_moments_a_database_is_whole(news: Path, server: Server) -> None:
    done = campaign(server.url, news, kills=4, seed=4)
    assert (done.problems, done.kills) == ([], 4)


@pytest.mark.parametrize("writers", [2, 3])
def test_of_several_ingests_at_once_none_fails(where: str, writers: int, news: Path, whole: Rows) -> None:
    processes = [start(news, where) for _ in range(writers)]
    assert [finish(one) for one in processes] == [""] * writers
    assert content(where) == whole
    assert list(violations(where, whole)) == []


def test_a_backend_that_dies_costs_nothing(news: Path, server: Server, whole: Rows) -> None:
    where, chance, lost = server.url(), random.Random(3), 0  # noqa: S311
    of_clients = "backend_type = 'client backend'"
    backends = f"SELECT pid FROM pg_stat_activity WHERE datname = '{database(where)}' AND {of_clients}"  # noqa: S608
    for _ in range(20):
        process = start(news, where)
        while process.poll() is None and not (pids := server.sql(backends).split()):
            time.sleep(0.05)
        time.sleep(chance.uniform(0.2, 1.5))
        pids = server.sql(backends).split() if process.poll() is None else []
        for pid in pids:
            os.kill(int(pid), signal.SIGKILL)
        said = finish(process)
        server.wait()
        assert said == "" or "lost" in said or "cannot be reached" in said, said
        assert "Traceback" not in said
        assert list(violations(where, whole)) == []
        lost += bool(said)
        if not said and lost:
            break
    assert lost
    assert content(where) == whole
