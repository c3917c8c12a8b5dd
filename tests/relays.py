"""Relays for tests: Postfix's `smtp-sink`, and one that answers whatever a test has written down.

All of them listen on 127.0.0.1 and end with the test.
"""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Self

from programs import program

PACKAGE = "postfix"
"""Debian's package of smtp-sink and Postfix."""
USER = "postfix"
READY = 20
"""Seconds in which a server must answer."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextlib.contextmanager
def sink(*options: str) -> Iterator[int]:
    """A relay that takes everything, but for what the options of smtp-sink(1) say; its port."""
    port = free_port()
    user = ("-u", USER) if os.geteuid() == 0 else ()
    command = [program("smtp-sink", PACKAGE), "-4", *user, *options, f"127.0.0.1:{port}", "64"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            answers(port, process)
            yield port
        finally:
            process.kill()


def answers(port: int, process: subprocess.Popen[bytes]) -> None:
    """Waits until somebody listens."""
    end = time.monotonic() + READY
    while time.monotonic() < end:
        assert process.poll() is None, process.stderr and process.stderr.read()
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.005)
    raise AssertionError(f"nobody listens on port {port}")


def delivered(folder: Path) -> list[bytes]:
    """The messages that smtp-sink wrote down (option -d), dots undone, with CRLF."""
    found = []
    for path in sorted(folder.iterdir()):
        head, _, message = path.read_bytes().partition(b"\n\tby ")
        assert head
        message = message.partition(b"\n")[2].partition(b"\n")[2]
        found.append(message.replace(b"\n", b"\r\n"))
    return found


class Scripted:
    """A relay that answers what is written down for each command, and keeps what it heard.

    Args:
        answers: A command → its answers, one after the other, the last one for ever; "" hangs up, None says nothing.
            "CONNECT" is the greeting, "." the answer to the message. Others are answered as by a friendly relay.
        tls: For STARTTLS, which it offers where this is there.
        at_once: Whether TLS begins with the connection.
    """

    FRIENDLY: Mapping[str, str] = {
        "CONNECT": "220 scripted",
        "DATA": "354 go on",
        "QUIT": "221 bye",
        "STARTTLS": "220 go on",
        "AUTH": "235 2.7.0 welcome",
    }

    def __init__(
        self,
        answers: Mapping[str, Sequence[str | bytes | None]] = {},
        tls: ssl.SSLContext | None = None,
        *,
        at_once: bool = False,
        offers: Sequence[str] = (),
    ) -> None:
        self.answers = {command: list(given) for command, given in answers.items()}
        self.tls, self.at_once, self.offers = tls, at_once, offers
        self.heard: list[str] = []
        """Commands, and "(gone)" where a connection ended without QUIT."""
        self.messages: list[bytes] = []
        """Those that came with their final dot."""
        self.connections = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._open: list[socket.socket] = []
        self._turn = threading.Lock()
        """Connections are answered one at a time, whichever speaks."""

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for link in self._open:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(READY)
            assert not thread.is_alive()

    def say(self, words: bytes) -> None:
        """Speaks out of turn, on every connection."""
        for link in self._open:
            link.sendall(words)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                link, _ = self._server.accept()
                self._open.append(link)
                self.connections += 1
                thread = threading.Thread(target=self._talk, args=(link,), daemon=True)
                thread.start()
                self._threads.append(thread)

    def _talk(self, link: socket.socket) -> None:
        held = [link]
        with contextlib.suppress(OSError):  # whoever called is free to hang up
            if self.at_once and self.tls:
                link = self._secured(held)
            self._converse(link, held)
        for one in held:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _converse(self, link: socket.socket, held: list[socket.socket]) -> None:
        file = link.makefile("rb")
        going = self._answer(link, "CONNECT")
        while going and (line := file.readline()):
            text = line.decode("utf-8", "replace").strip()
            command = text.split(maxsplit=1)[0].upper() if text else ""
            with self._turn:
                self.heard.append(text)
                going = said = self._answer(link, command)
            if command == "STARTTLS" and self.tls:
                link = self._secured(held)
                file = link.makefile("rb")
            elif command == "DATA" and said.startswith("354"):
                going = self._take(link, file)
            elif command == "QUIT":
                return
        self.heard.append("(gone)")

    def _take(self, link: socket.socket, file: BinaryIO) -> str:
        """A message, and the answer to it."""
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            if not (more := file.readline()):
                return ""
            content += more
        with self._turn:
            self.messages.append(content[:-3])
            return self._answer(link, ".")

    def _secured(self, held: list[socket.socket]) -> ssl.SSLSocket:
        assert self.tls is not None
        made = self.tls.wrap_socket(held[-1], server_side=True)
        self._open.append(made)
        held.append(made)
        return made

    def _answer(self, link: socket.socket, command: str) -> str:
        """Says what is written down, and what that is; empty where it is to hang up."""
        given = self.answers.get(command)
        said = given.pop(0) if given and len(given) > 1 else given[0] if given else self._friendly(command, link)
        if said:
            link.sendall(said if isinstance(said, bytes) else f"{said}\r\n".encode())
        return "(nothing)" if said is None else said if isinstance(said, str) else "(bytes)"

    def _friendly(self, command: str, link: socket.socket) -> str:
        if command == "EHLO":
            more = ["STARTTLS"] if self.tls and not isinstance(link, ssl.SSLSocket) else []
            lines = ["scripted", *self.offers, *more]
            return "\r\n".join([*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}"])
        return self.FRIENDLY.get(command, "250 2.0.0 ok")
