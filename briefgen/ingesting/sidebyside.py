"""Pages of several hosts fetched side by side: of each host one at a time, and as politely as ever."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from urllib.parse import urlsplit

from msgspec import Struct

from briefgen.fetching import Fetched, Web
from briefgen.fetching.values import FetchError, LaterError
from briefgen.ingesting import kinds

HOSTS = 4
"""Hosts that are asked at once. Few feeds name more, and the pages are read in between."""
AHEAD = 64
"""Pages that may wait for one that stands before them: so much is in memory at most."""


class Silent(Struct, frozen=True):
    """Of a page that was not asked for, since its host did not answer before."""

    error: LaterError
    url: str
    """What was asked for then."""


Came = Fetched | FetchError | Silent
"""What became of a page."""


def host_of(url: str) -> str:
    """Whom an address asks."""
    return urlsplit(url).hostname or ""


def side_by_side(web: Web, urls: Sequence[str], starts: Callable[[str], None]) -> Iterator[Came]:
    """What stands at each address, in their order whichever answers first; a host that fails is asked no further.

    Args:
        web: Who fetches; nobody else uses it meanwhile.
        urls: The addresses.
        starts: Is told of each that is asked for.
    """
    round_ = _Round(web, urls, starts)
    for number in range(len(urls)):
        round_.fill(number)
        while number not in round_.came:
            round_.collect()
            if number not in round_.came:
                round_.fill(number)
        yield round_.came.pop(number)


class _Round:
    """The pages that wait, are asked for, and came."""

    def __init__(self, web: Web, urls: Sequence[str], starts: Callable[[str], None]) -> None:
        self.urls, self.starts = urls, starts
        self.waiting: dict[str, deque[int]] = {}
        """Host → its pages, by number."""
        for number, url in enumerate(urls):
            self.waiting.setdefault(host_of(url), deque()).append(number)
        self.idle = [web, *(web.beside() for _ in range(min(HOSTS, len(self.waiting)) - 1))]
        self.running: dict[Future[Fetched], tuple[int, Web]] = {}
        self.came: dict[int, Came] = {}

    def fill(self, wanted: int) -> None:
        """Asks for pages as long as there is somebody to ask, the one that may be asked first before others."""
        while self.idle:
            busy = {host_of(self.urls[number]) for number, _ in self.running.values()}
            open_ = [
                pages[0]
                for host, pages in self.waiting.items()
                if host not in busy and pages and pages[0] < wanted + AHEAD
            ]
            if not open_:
                return
            web = self.idle[-1]
            number = min(open_, key=lambda one: (web.wait(self.urls[one]), one))
            self.starts(self.urls[number])
            self.waiting[host_of(self.urls[number])].popleft()
            self.running[_begun(web, self.urls[number])] = number, self.idle.pop()

    def collect(self) -> None:
        """Waits until one of them has come."""
        ended, _ = wait(self.running, return_when=FIRST_COMPLETED)
        for future in ended:
            number, web = self.running.pop(future)
            self.idle.append(web)
            error = future.exception()
            if error is None:
                self.came[number] = future.result()
            elif isinstance(error, FetchError):
                self.came[number] = error
                if isinstance(error, LaterError):
                    self._pass_over(number, error)
            else:
                raise error

    def _pass_over(self, number: int, error: LaterError) -> None:
        """The other pages of a host that fails now are left for another time."""
        url = self.urls[number]
        pages = self.waiting[host_of(url)]
        self.came |= {one: Silent(error, url) for one in pages}
        pages.clear()


def _begun(web: Web, url: str) -> Future[Fetched]:
    """A page that is on its way. Nothing waits for the thread: an end by Ctrl-C is not held up by a slow host."""
    future: Future[Fetched] = Future()

    def fetch() -> None:
        try:
            found = web.fetch(url, kinds=kinds.is_wanted)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where the page is waited for
            future.set_exception(error)
        else:
            future.set_result(found)

    threading.Thread(target=fetch, daemon=True).start()
    return future
