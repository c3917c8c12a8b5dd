"""One request and its answer, bounded in size and time."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import httpcore
from msgspec import Struct

from briefgen.fetching.addresses import PORTS, Address, private
from briefgen.fetching.bodies import PACKINGS, BrokenError, TooLargeError, whole
from briefgen.fetching.connecting import Deadline, PrivateError, SlowError
from briefgen.fetching.politeness import retry_after
from briefgen.fetching.values import FetchError, LaterError, Limits

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses of what may well work a little later (RFC 9110; 425 and 429 are RFC 8470 and 6585)."""
MEGABYTE = 1024 * 1024


class Answer(Struct, frozen=True):
    """What a host answered."""

    status: int
    headers: Mapping[str, str]
    """By name in small letters; several of one name are joined with commas."""
    data: bytes = b""
    """The body, unpacked, of an answer that is there (200, 203); of others nobody reads it."""


Wanted = Callable[[Mapping[str, str]], None]
"""Looks at the headers of an answer before its body is read; raises `FetchError` for what nobody wants."""


class Request(Struct, frozen=True):
    """What is asked for."""

    address: Address
    headers: Mapping[str, str]
    size: int
    """Most bytes of the body of its answer."""


def exchange(
    pool: httpcore.ConnectionPool, request: Request, deadline: Deadline, limits: Limits, wanted: Wanted
) -> Answer:
    """Asks for an address once.

    Raises:
        FetchError: The host is private or cannot be trusted, or the answer is too large or unwanted.
        LaterError: The host does not answer, or not in time.
    """
    deadline.start(limits.seconds)
    try:
        return _exchanged(pool, request, limits, wanted)
    except (PrivateError, SlowError, TooLargeError, BrokenError) as error:
        raise _our_own(error, request, limits) from error
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProxyError,
        httpcore.RemoteProtocolError,
    ) as error:
        raise _of_the_network(error, str(request.address), limits) from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise FetchError(f"cannot be asked for ({error})", str(request.address)) from error


def _our_own(error: Exception, request: Request, limits: Limits) -> FetchError:
    """What our own checks found, for a person."""
    where = str(request.address)
    if isinstance(error, PrivateError):
        return FetchError(*private(where, request.address))
    if isinstance(error, TooLargeError):
        hint = "Fetch it yourself, and take its parts in as files."
        return FetchError(f"is larger than {request.size / MEGABYTE:g} MB", where, hint)
    if isinstance(error, SlowError):
        return LaterError(f"took longer than {limits.seconds:g} s as a whole", where)
    return LaterError(f"the answer is damaged: {error}", where)


def _of_the_network(error: Exception, where: str, limits: Limits) -> FetchError:
    """What went wrong on the way, for a person."""
    if isinstance(error, httpcore.TimeoutException):
        return LaterError(f"the host does not answer within {limits.connect:g} s", where)
    if isinstance(error, httpcore.ProxyError):
        return LaterError(f"the proxy refuses: {error}", where)
    if isinstance(error, httpcore.ConnectError):
        if _is_distrusted(error):
            hint = "If the certificate is from your own authority, name its file in SSL_CERT_FILE or `certificates`."
            return FetchError(f"the host does not prove who it is ({error})", where, hint)
        return LaterError(f"the host cannot be reached ({error})", where)
    return LaterError(f"the answer breaks off ({error or type(error).__name__})", where)


def _exchanged(pool: httpcore.ConnectionPool, request: Request, limits: Limits, wanted: Wanted) -> Answer:
    address = request.address
    url = httpcore.URL(
        scheme=address.scheme.encode(),
        host=address.host.encode(),
        port=None if address.port == PORTS[address.scheme] else address.port,
        target=address.target.encode("ascii"),
    )
    headers = [("Host", address.authority), *request.headers.items()]
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), limits.connect)
    with pool.stream("GET", url, headers=headers, extensions={"timeout": timeouts}) as response:
        found = _headers(response.headers)
        if response.status not in (HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION):
            return Answer(response.status, found)
        wanted(found)
        if found.get("content-length", "").isdigit() and int(found["content-length"]) > request.size:
            raise TooLargeError
        packing = found.get("content-encoding", "").strip().lower().replace("identity", "")
        if packing and packing not in PACKINGS:
            raise FetchError(f"comes packed as {packing[:40]}, which was not asked for", str(address))
        return Answer(response.status, found, whole(response.iter_stream(), packing, request.size))


def _headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _is_distrusted(error: BaseException) -> bool:
    """Whether a certificate is the reason of an error."""
    seen: Any = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def later(answer: Answer, address: Address) -> LaterError | None:
    """The error of an answer that asks to come back later; None of any other."""
    if answer.status not in BUSY:
        return None
    after = retry_after(answer.headers.get("retry-after", ""), answer.headers.get("date", ""))
    return LaterError(f"the host answers {told(answer.status)}", str(address), after=after or 0.0)


def told(status: int) -> str:
    """A status with its phrase: "404 Not Found"."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
