"""What goes into fetching and comes out of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import Struct

from briefgen.errors import CorpusError

Resolve = Callable[[str, int], Sequence[str]]
"""A host's name and a port → its network addresses; raises `OSError` where there are none."""


class FetchError(CorpusError):
    """Something on the web was not fetched, and is not worth another try as it is."""

    is_for_now: ClassVar[bool] = False
    """Whether it may well work later."""


class LaterError(FetchError):
    """Something on the web could not be fetched now: a host that does not answer, or asks to come back later."""

    is_for_now: ClassVar[bool] = True

    def __init__(self, message: str, where: str | None = None, hint: str | None = None, after: float = 0.0) -> None:
        super().__init__(message, where, hint)
        self.after = after
        """Seconds after which the host asked to be tried again; 0 where it did not say."""


class Limits(Struct, frozen=True):
    """How much one fetch may take."""

    size: int = 32 * 1024 * 1024
    """Most bytes of an answer, also after unpacking. Reports as PDF reach 20 MB; pages hardly ever 5."""
    seconds: float = 60.0
    """Most seconds of one request with its answer, however slowly they come."""
    connect: float = 10.0
    """Most seconds until a host takes a connection, and between two pieces of its answer."""
    redirects: int = 8
    """Most redirects; RFC 9110 (15.4) leaves the number open, browsers allow 20."""
    tries: int = 3
    """How often a request is made that fails for now."""
    patience: float = 60.0
    """Most seconds that a host may make us wait between two requests; what asks for more is left for another run."""


class Manner(Struct, frozen=True):
    """How somebody wants things fetched."""

    agent: str = "briefgen"
    """Name and version of the program: what it says of itself, and what robots.txt calls it by."""
    allow_hosts: tuple[str, ...] = ()
    """Hosts that may be on a private network, with a port ("10.0.0.7:8080") or with any ("intranet.example")."""
    certificates: str = ""
    """A file with certificates (PEM) of one's own authority, beside those that the machine trusts."""
    delay: float = 1.0
    """Least seconds between two requests to one host."""
    limits: Limits = Limits()


class Clock(Struct, frozen=True):
    """Time that passes. It decides how long to wait, never what is read."""

    now: Callable[[], float] = time.monotonic
    """Seconds since some moment."""
    sleep: Callable[[float], None] = time.sleep


class Validators(Struct, frozen=True):
    """What an earlier answer said of itself, so that it need not be sent again (RFC 9110, 13.1)."""

    url: str = ""
    """The address that gave it: no other host is told of it."""
    etag: str = ""
    modified: str = ""
    """Its Last-Modified, as written."""


class Fetched(Struct, frozen=True):
    """An answer."""

    url: str
    """Where it came from, after all redirects."""
    media: str = ""
    """Media type without parameters, in small letters; "" where none was given."""
    charset: str = ""
    """The encoding that came with the media type, as written."""
    data: bytes = b""
    """The bytes, unpacked."""
    validators: Validators = Validators()
    """For the next time."""
    is_unchanged: bool = False
    """Nothing was sent, since nothing changed (304)."""
