"""A real web server on 127.0.0.1 for tests, which answers what a test tells it to and remembers what it was asked."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"


@dataclass
class Reply:
    """An answer."""

    body: bytes = b""
    media: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Route = Reply | Callable[[BaseHTTPRequestHandler], Reply | None]
"""An answer, or what makes one; None where the answer was written already."""


class Site:
    """A server that runs: `routes` may be changed at any time."""

    def __init__(self, routes: dict[str, Route], context: ssl.SSLContext | None) -> None:
        self.routes = routes
        self.asked: list[tuple[str, dict[str, str]]] = []
        """Path and headers (in small letters) of each request, in order."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.scheme = "https" if context else "http"

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            route = site.routes.get(self.path, Reply(b"nothing here", status=404))
            with contextlib.suppress(OSError):  # the client may have gone away: that is what some tests are about
                reply = route if isinstance(route, Reply) else route(self)
                if reply is not None:
                    self.answer(reply)

        def answer(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.media, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    return Handler


@contextlib.contextmanager
def site(routes: dict[str, Route] | None = None, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A server with these routes, until the end of the block."""
    running = Site(dict(routes or {}), context)
    running.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a broken handshake is the test's own
    thread = threading.Thread(target=running.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.server.shutdown()
        running.server.server_close()
        thread.join(5)
