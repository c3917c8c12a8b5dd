"""A request to leave → an answer. GET shows a page and changes nothing; POST leaves (RFC 8058). Knows no server.

Programs that look through mail open every link of it, so that only POST with what a mail program or our own button
sends may change anything. There are no cookies and no redirects: whoever has the link may leave, and nothing more.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from email import message_from_bytes, policy
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl

from msgspec import Struct

from briefgen.delivery.keys import Key
from briefgen.delivery.outbox import Outbox, open_outbox
from briefgen.delivery.unsubscribing import leaving, pages
from briefgen.delivery.unsubscribing.pages import Kind, Looks
from briefgen.delivery.unsubscribing.quiet import Quiet
from briefgen.delivery.unsubscribing.tokens import LENGTH, Named, read
from briefgen.errors import OutboxError

LOG = logging.getLogger("briefgen.unsubscribe")
METHODS = "GET, HEAD, POST"
HEALTH = "/health"
"""Path that a monitor asks; no link ends with it, and behind a proxy it is only seen where that passes it on."""
LARGEST = 4096
"""Bytes of what may be posted: a mail program sends 26."""
LONGEST = 2048
"""Letters of a path that is looked at."""
AGAIN = 300
"""Seconds after which to ask again when the outbox cannot be written to."""
_FIELDS = 8
_FORM, _PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


class Request(Struct, frozen=True):
    """What was asked."""

    method: str
    path: str
    languages: str = ""
    """Accept-Language."""
    type: str = ""
    """Content-Type."""
    length: int | None = None
    """Content-Length; None where none was said."""
    body: bytes = b""
    """At most `LARGEST` bytes."""


class Answer(Struct, frozen=True):
    """What is answered."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Desk(Struct, frozen=True):
    """What answers are made with."""

    outbox: Path
    keys: tuple[Key, ...]
    looks: Looks
    titles: Mapping[str, str]
    """Of the lists, by id."""
    languages: tuple[str, ...]
    """Those that pages speak; the first one where a browser asks for none of them."""
    clock: Callable[[], dt.datetime]
    quiet: Quiet
    """Keeps the log short, however often strangers ask."""


def answer(desk: Desk, request: Request) -> Answer:
    """The answer to a request; whatever it holds, it is answered."""
    if request.method not in METHODS.split(", "):
        return _page(desk, request, HTTPStatus.METHOD_NOT_ALLOWED, Kind.REFUSED, (("Allow", METHODS),))
    if request.path == HEALTH and request.method != "POST":
        return _health(desk, request)
    who = _named(desk, request.path)
    if who is None:
        _note(desk, "a link that was not made here, or with a key that is gone")
        return _page(desk, request, HTTPStatus.NOT_FOUND, Kind.UNKNOWN)
    refused = _refusal(request) if request.method == "POST" else None
    if refused is not None:
        _note(desk, refused.phrase)
        return _page(desk, request, refused, Kind.REFUSED)
    try:
        with open_outbox(desk.outbox, create=False) as outbox:
            return _known(desk, request, outbox, who)
    except OutboxError as error:
        LOG.error("nobody can leave: %s", error)  # noqa: TRY400 - said to an operator, not a bug
        return _page(desk, request, HTTPStatus.SERVICE_UNAVAILABLE, Kind.BUSY, (("Retry-After", str(AGAIN)),))


def _known(desk: Desk, request: Request, outbox: Outbox, who: Named) -> Answer:
    """The answer to somebody with a link of ours."""
    found = leaving.whose(outbox, who)
    if found is None:
        _note(desk, "a link of somebody who is not known any more")
        return _page(desk, request, HTTPStatus.NOT_FOUND, Kind.UNKNOWN)
    if request.method == "POST":
        new = leaving.leave(outbox, found.recipient, found.lists, leaving.How.LINK, desk.clock(), "link")
        if new:
            LOG.info("somebody left %s", ", ".join(new))
    gone = {one.list for one in leaving.departures(outbox, found.recipient)}
    left = leaving.EVERYTHING in gone or gone.issuperset(found.lists)
    return _page(desk, request, HTTPStatus.OK, Kind.DONE if left else Kind.ASK, lists=found.lists, tag=found.language)


def _health(desk: Desk, request: Request) -> Answer:
    """For a monitor: whether people can leave now. It says no more than that to whoever asks."""
    try:
        with open_outbox(desk.outbox, create=False) as outbox, outbox.writing():
            status, said = HTTPStatus.OK, b"ok\n"
    except OutboxError as error:
        LOG.error("nobody can leave: %s", error)  # noqa: TRY400 - said to an operator, not a bug
        status, said = HTTPStatus.SERVICE_UNAVAILABLE, b"nobody can leave\n"
    headers = (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(said))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    )
    return Answer(status, headers, b"" if request.method == "HEAD" else said)


def _named(desk: Desk, path: str) -> Named | None:
    """Whom the last part of a path names."""
    if len(path) > LONGEST:
        return None
    last = path.rstrip("/").rpartition("/")[2]
    return read(desk.keys, last) if len(last) == LENGTH else None


def _refusal(request: Request) -> HTTPStatus | None:
    """Why something that was posted changes nothing; None for what a mail program or our button sends."""
    if request.length is None:
        return HTTPStatus.LENGTH_REQUIRED
    if request.length > LARGEST:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if (pages.FIELD, pages.VALUE) not in _fields(request):
        return HTTPStatus.BAD_REQUEST
    return None


def _fields(request: Request) -> Sequence[tuple[str, str]]:
    """The fields of a form, in either of the two ways of writing one (RFC 8058, 3.2)."""
    kind = request.type.partition(";")[0].strip().casefold()
    if kind == _FORM:
        try:
            return parse_qsl(request.body.decode("ascii"), max_num_fields=_FIELDS)
        except ValueError:  # too many, or bytes that no form has
            return ()
    if kind != _PARTS or not request.type.isascii() or not request.type.isprintable():
        return ()
    whole = message_from_bytes(
        b"Content-Type: " + request.type.encode() + b"\r\n\r\n" + request.body, policy=policy.HTTP
    )
    parts = [one for one in whole.iter_parts() if not one.is_multipart()] if whole.is_multipart() else []
    return [
        (str(one.get_param("name", "", "content-disposition")), str(one.get_payload()).strip())
        for one in parts[:_FIELDS]
    ]


def _page(  # noqa: PLR0913 - one argument for each thing that differs
    desk: Desk,
    request: Request,
    status: HTTPStatus,
    kind: Kind,
    headers: Sequence[tuple[str, str]] = (),
    *,
    lists: Sequence[str] = (),
    tag: str = "",
) -> Answer:
    titles = [desk.titles.get(one, one) for one in lists]
    body = pages.page(desk.looks, tag or asked_for(request.languages, desk.languages), kind, titles).encode()
    return Answer(
        status,
        (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", pages.policy(desk.looks.brand)),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Robots-Tag", "noindex, nofollow"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cache-Control", "no-store"),
            *headers,
        ),
        b"" if request.method == "HEAD" else body,
    )


def asked_for(header: str, known: Sequence[str]) -> str:
    """The first language of an Accept-Language header that is known; the first known one where there is none."""
    wanted = []
    for position, piece in enumerate(header[:200].split(",")):
        tag, _, weight = piece.partition(";")
        try:
            rank = float(weight.partition("=")[2]) if "=" in weight else 1.0
        except ValueError:
            rank = 0.0
        wanted.append((-rank, position, tag.strip().casefold().partition("-")[0]))
    return next((tag for rank, _, tag in sorted(wanted) if rank < 0 and tag in known), known[0])


def _note(desk: Desk, what: str) -> None:
    """One line of the log for a request that was refused, without anything that it said."""
    count = desk.quiet.told(desk.clock())
    if count:
        LOG.warning("refused: %s%s", what, f" (and {count - 1} more before)" if count > 1 else "")
