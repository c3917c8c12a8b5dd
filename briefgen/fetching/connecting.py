"""Connections to the very network address that was checked, and an end to whatever takes too long."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from ssl import SSLContext
from typing import Any

import httpcore

from briefgen.fetching.networks import is_public
from briefgen.fetching.values import Clock, Resolve

Allowed = Callable[[str, int], bool]
"""Whether a host and port may be on a private network."""


class PrivateError(Exception):
    """A name leads to a network address that is not public."""


class SlowError(Exception):
    """A request with its answer took longer than it may as a whole."""


class Deadline:
    """When the request that runs must be over; one for all connections of a client, which makes one at a time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._end = float("inf")

    def start(self, seconds: float) -> None:
        """The next request begins."""
        self._end = self._clock.now() + seconds

    def left(self, most: float | None) -> float:
        """Seconds until the end, or `most` where that is less; raises `SlowError` when it is over."""
        left = self._end - self._clock.now()
        if left <= 0:
            raise SlowError
        return left if most is None else min(left, most)

    @contextlib.contextmanager
    def kept(self, timeout: float | None) -> Iterator[float]:
        """The seconds that a step may take. One that ends with the deadline fails with it, not for itself."""
        try:
            yield self.left(timeout)
        except httpcore.TimeoutException:
            self.left(None)
            raise


class Stream(httpcore.NetworkStream):
    """A connection that knows the deadline: a host that sends a byte a second does not hold us for ever."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes."""
        with self._deadline.kept(timeout) as seconds:
            return self._inner.read(max_bytes, seconds)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends bytes."""
        with self._deadline.kept(timeout) as seconds:
            self._inner.write(buffer, seconds)

    def close(self) -> None:
        """Ends it."""
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        with self._deadline.kept(timeout) as seconds:
            return Stream(self._inner.start_tls(ssl_context, server_hostname, seconds), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's signature
        """What the connection knows of itself."""
        return self._inner.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """Opens connections: resolves a name once, checks every address of it, connects to those and to nothing else."""

    def __init__(self, resolve: Resolve, allowed: Allowed, deadline: Deadline) -> None:
        self._resolve, self._allowed, self._deadline = resolve, allowed, deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of a host that takes one.

        Raises:
            PrivateError: An address is not public, and the host not allowed to be private. One such address is enough:
                a name that leads to both is no mistake.
            httpcore.ConnectError: There is no such host, or it takes no connection.
        """
        addresses = self.addresses(host, port, self._deadline.left(timeout))
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                with self._deadline.kept(timeout) as seconds:
                    stream = self._inner.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return Stream(stream, self._deadline)
        raise failed

    def addresses(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """The checked addresses of a host; raises as `connect_tcp` does."""
        found = _within(seconds, lambda: self._resolve(host, port))
        if not self._allowed(host, port) and not all(is_public(address) for address in found):
            raise PrivateError
        return found

    def sleep(self, seconds: float) -> None:
        """Never asked for: trying again is `web`'s business."""
        raise NotImplementedError


def system(host: str, port: int) -> Sequence[str]:
    """The network addresses of a host, as this machine knows them, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def _within(seconds: float, look: Callable[[], Sequence[str]]) -> Sequence[str]:
    """What a look-up finds in time. `getaddrinfo` knows no time limit, so it runs beside; one that hangs is left."""
    found: list[Sequence[str]] = []
    failed: list[OSError | UnicodeError] = []

    def run() -> None:
        try:
            found.append(look())
        except (OSError, UnicodeError) as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        said = getattr(failed[0], "strerror", None) or failed[0]
        raise httpcore.ConnectError(f"its name cannot be looked up: {said}") from failed[0]
    if not found:
        raise httpcore.ConnectTimeout("its name could not be looked up in time")
    return found[0]
