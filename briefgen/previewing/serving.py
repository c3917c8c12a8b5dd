"""The server, on this machine's own address."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from briefgen.config import Config
from briefgen.errors import RenderError
from briefgen.previewing import briefs
from briefgen.previewing.app import app
from briefgen.previewing.desk import Desk
from briefgen.previewing.guard import Guard
from briefgen.previewing.shapes import Wanted
from briefgen.previewing.workshop import Workshop

ADDRESS = "127.0.0.1"
"""Nobody else's machine reaches it."""
PORT = 8765
"""The first port that is tried."""
TRIED = 100
"""Ports that are tried after one another."""
PROVING = 60.0
"""Seconds for one sample: ten times what the largest takes the first time."""
GRACE = 1
"""Seconds for open connections when the server ends."""


class _Server(uvicorn.Server):
    """Ends the streams of events when it is asked to end, which would hold it otherwise."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends the streams, then the connections."""
        self._desk.close()
        await super().shutdown(sockets)


def run(wanted: Wanted, own: Config, port: int, ready: Callable[[str], None]) -> None:
    """Serves until somebody interrupts it.

    Args:
        wanted: What the command was told.
        own: The settings as they are now.
        port: The first port to try.
        ready: Is told the address when it can be opened.

    Raises:
        RenderError: No port is free.
    """
    listening = bound(port)
    number = listening.getsockname()[1]
    workshop, prover = Workshop(), Workshop(PROVING, PROVING, spare=False)
    desk = Desk(workshop, wanted, briefs.watched(own, wanted), prover)
    settings = uvicorn.Config(
        Guard(app(desk, (workshop, prover)), number),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    try:
        ready(f"http://{ADDRESS}:{number}/")
        _Server(settings, desk).run(sockets=[listening])
    finally:
        listening.close()
        for one in (workshop, prover):
            one.close()


def bound(first: int) -> socket.socket:
    """A socket on the first free port.

    Raises:
        RenderError: There is none.
    """
    for port in range(first, min(first + TRIED, 2**16)):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((ADDRESS, port))
            listening.listen()
        except OSError:
            listening.close()
        else:
            return listening
    raise RenderError(f"no port from {first} to {first + TRIED - 1} is free", hint="Name another one: --port 9000.")
