"""A server of our own for the endpoint, from the standard library. It speaks plain HTTP, to a proxy that has TLS."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from typing import Any
from urllib.parse import unquote

from briefgen.delivery.unsubscribing.asking import LARGEST, Desk, Request, answer
from briefgen.delivery.unsubscribing.mounting import length_of
from briefgen.errors import UsageError

HOST, PORT = "127.0.0.1", 8766
PATIENCE = 10.0
"""Seconds to wait for the next bytes of a request."""
LIFE = 30.0
"""Seconds that a connection may take in all, however diligently it trickles."""
AT_ONCE = 64
"""Requests that are answered side by side; others wait."""
LONGEST = 8192
"""Bytes of the first line."""


class Server(ThreadingMixIn, TCPServer):
    """Answers many side by side, and ends without waiting for those that hang."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, desk: Desk, host: str, port: int) -> None:
        self.desk = desk
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._room = threading.BoundedSemaphore(AT_ONCE)
        super().__init__((host, port), _Handler)

    @property
    def address(self) -> str:
        """Where it listens: "http://127.0.0.1:8766"."""
        host, port = self.server_address[:2]
        shown = f"[{host!s}]" if ":" in str(host) else str(host)
        return f"http://{shown}:{port}"

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's signature
        """Takes the next one when there is room for it."""
        self._room.acquire()
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._room.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as above
        """Makes room when it is answered, or when its time is over."""
        clock = threading.Timer(LIFE, _end, (request,))
        clock.daemon = True
        clock.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            clock.cancel()
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as above
        """Connections that end early are no news; anything else is a bug, and shows."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One request on a connection. It logs nothing, as paths are tokens; `asking` has a log."""

    server: Server
    timeout = PATIENCE

    def handle_one_request(self) -> None:
        """Reads it and answers it."""
        self.close_connection = True
        self.raw_requestline = self.rfile.readline(LONGEST + 1)
        if len(self.raw_requestline) > LONGEST:
            self.send_error(414)
        elif self.raw_requestline and self.parse_request():
            self._answer()

    def _answer(self) -> None:
        length = length_of(self.headers.get("Content-Length"))
        readable = min(length or 0, LARGEST)
        made = answer(
            self.server.desk,
            Request(
                self.command,
                unquote(self.path.partition("?")[0], errors="replace"),
                self.headers.get("Accept-Language", ""),
                self.headers.get("Content-Type", ""),
                length,
                self.rfile.read(readable) if readable else b"",
            ),
        )
        self.send_response_only(made.status)
        for name, value in made.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(made.body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - the library's signature
        """To what is no request, an answer without a word."""
        self.request_version = "HTTP/1.0"  # what it said of itself may have no answers with a head
        self.send_response_only(code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the library's signature
        """Nothing."""


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it ended in the meantime
        connection.shutdown(socket.SHUT_RDWR)


def server(desk: Desk, host: str, port: int) -> Server:
    """A server that listens; `serve_forever` answers.

    Raises:
        UsageError: The address cannot be used.
    """
    try:
        return Server(desk, host, port)
    except (OSError, OverflowError) as error:
        raise UsageError(f"cannot listen: {error}", f"{host}:{port}", "Name others: --host, --port.") from error
