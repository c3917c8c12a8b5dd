"""Pages of several hosts fetched side by side, as a real server sees it: who is asked while whom, in which order."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest
from sites import Reply, Site, site

from briefgen.fetching import Clock, Fetched, Limits, Manner, Web
from briefgen.fetching.values import FetchError, LaterError
from briefgen.ingesting import sidebyside
from briefgen.ingesting.sidebyside import AHEAD, HOSTS, Silent, side_by_side

NAMES = ("127.0.0.1", "localhost", "a.example", "b.example", "c.example", "d.example")
"""Hosts of the one server: names are looked up by the test."""
PATIENCE = 20.0
"""Seconds after which two that never meet have failed to."""


@pytest.fixture
def local() -> Iterator[Site]:
    with site() as running:
        yield running


@contextmanager
def web(local: Site, delay: float = 0.0) -> Iterator[Web]:
    allowed = tuple(f"{name}:{local.port}" for name in NAMES)
    manner = Manner("briefgen/1", allowed, delay=delay, limits=Limits(tries=1))
    with Web(manner, Clock(), resolve=lambda *_: ["127.0.0.1"]) as client:
        yield client


def meeting(barrier: threading.Barrier) -> Callable[[BaseHTTPRequestHandler], Reply]:
    """Answers as soon as so many are asked for at the same time; 503 where they never are."""

    def answer(_: BaseHTTPRequestHandler) -> Reply:
        try:
            barrier.wait(PATIENCE)
        except threading.BrokenBarrierError:
            return Reply(status=503)
        return Reply(b"<p>met</p>")

    return answer


class Counted:
    """Answers after a moment, and remembers how many of each host it answered at once."""

    def __init__(self) -> None:
        self.now, self.most = Counter[str](), Counter[str]()
        self.lock = threading.Lock()

    def __call__(self, handler: BaseHTTPRequestHandler) -> Reply:
        host = handler.headers["Host"].partition(":")[0]
        with self.lock:
            for one in (host, "all"):
                self.now[one] += 1
                self.most[one] = max(self.most[one], self.now[one])
        time.sleep(0.02)
        with self.lock:
            self.now[host] -= 1
            self.now["all"] -= 1
        return Reply(handler.path.encode())


def data(came: object) -> str:
    assert isinstance(came, Fetched), came
    return came.data.decode()


def test_as_many_hosts_as_may_be_are_asked_at_once(local: Site) -> None:
    local.routes["/1"] = meeting(threading.Barrier(HOSTS))
    with web(local) as client:
        came = list(side_by_side(client, [local.url("/1", name) for name in NAMES[:HOSTS]], lambda _: None))
    assert [data(one) for one in came] == ["<p>met</p>"] * HOSTS


def test_each_host_is_asked_for_one_at_a_time_and_no_more_than_so_many(local: Site) -> None:
    counted = Counted()
    paths = [f"/{number}" for number in range(6)]
    local.routes |= dict.fromkeys(paths, counted)
    urls = [local.url(path, name) for path in paths for name in NAMES]
    with web(local) as client:
        came = list(side_by_side(client, urls, lambda _: None))
    assert [data(one) for one in came] == [path for path in paths for _ in NAMES]
    assert {counted.most[name] for name in NAMES} == {1}
    assert 1 < counted.most["all"] <= HOSTS


def test_a_host_that_others_lead_to_is_asked_one_at_a_time_too(local: Site) -> None:
    counted = Counted()
    local.routes |= {"/x": counted, "/r": Reply(status=302, headers={"Location": local.url("/x", "localhost")})}
    urls = [local.url("/r", name) for name in NAMES if name != "localhost"]
    with web(local) as client:
        assert [data(one) for one in side_by_side(client, urls, lambda _: None)] == ["/x"] * len(urls)
    assert counted.most["localhost"] == 1


def test_what_comes_first_waits_for_what_stands_first(local: Site) -> None:
    other = threading.Event()

    def first(_: BaseHTTPRequestHandler) -> Reply:
        return Reply(b"first" if other.wait(PATIENCE) else b"alone")

    def last(_: BaseHTTPRequestHandler) -> Reply:
        other.set()
        return Reply(b"last")

    local.routes |= {"/first": first, "/1": Reply(b"1"), "/last": last}
    urls = [local.url("/first"), local.url("/1", "localhost"), local.url("/last", "localhost")]
    with web(local) as client:
        assert [data(one) for one in side_by_side(client, urls, lambda _: None)] == ["first", "1", "last"]


def test_no_more_is_fetched_ahead_than_may_wait(local: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sidebyside, "AHEAD", 3)
    assert AHEAD > 3
    local.routes |= {f"/{number}": Reply(b"x") for number in range(9)}
    urls = [local.url("/0"), *(local.url(f"/{number}", "localhost") for number in range(1, 9))]
    asked: list[str] = []
    with web(local) as client:
        rest = side_by_side(client, urls, asked.append)
        next(rest)
        assert len(asked) <= 3
        assert len(list(rest)) == 8


def test_a_host_that_fails_is_asked_no_further(local: Site) -> None:
    local.routes |= {"/1": Reply(status=503), "/2": Reply(b"2"), "/3": Reply(b"3")}
    urls = [local.url("/1"), local.url("/2"), local.url("/2", "localhost"), local.url("/4", "localhost")]
    with web(local) as client:
        first, second, third, fourth = side_by_side(client, urls, lambda _: None)
    assert isinstance(first, LaterError)
    assert second == Silent(first, urls[0])
    assert data(third) == "2"
    assert isinstance(fourth, FetchError)
    assert local.paths.count("/2") == 1


def test_a_bug_is_not_lost_in_a_thread(local: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Fetched:
        raise ZeroDivisionError

    monkeypatch.setattr(Web, "fetch", broken)
    with web(local) as client, pytest.raises(ZeroDivisionError):
        list(side_by_side(client, [local.url("/1")], lambda _: None))
