"""The endpoint as an application that servers run or mount under any path: WSGI (PEP 3333) and ASGI."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from briefgen.delivery.unsubscribing.asking import LARGEST, Answer, Desk, Request, answer

Start = Callable[[str, list[tuple[str, str]]], object]
"""WSGI's `start_response`."""
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Asgi = Callable[[Mapping[str, Any], Receive, Send], Awaitable[None]]


def wsgi(desk: Desk) -> Wsgi:
    """The endpoint for gunicorn, uWSGI, mod_wsgi."""

    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        length = length_of(environ.get("CONTENT_LENGTH"))
        readable = min(length or 0, LARGEST)
        made = answer(
            desk,
            Request(
                environ["REQUEST_METHOD"],
                environ.get("PATH_INFO", ""),
                environ.get("HTTP_ACCEPT_LANGUAGE", ""),
                environ.get("CONTENT_TYPE") or "",
                length,
                environ["wsgi.input"].read(readable) if readable else b"",
            ),
        )
        start(f"{made.status.value} {made.status.phrase}", list(made.headers))
        return [made.body]

    return application


def asgi(desk: Desk) -> Asgi:
    """The endpoint for uvicorn, hypercorn, or to be mounted in Starlette or FastAPI."""

    async def application(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lived(receive, send)
            return
        if scope["type"] != "http":
            return  # there is nothing to say on a web socket; the server closes it
        import asyncio

        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        length = length_of(headers.get(b"content-length"))
        body = b"" if not length or length > LARGEST else await _body(receive)
        made = await asyncio.to_thread(
            answer,
            desk,
            Request(
                scope["method"],
                scope["path"],
                headers.get(b"accept-language", ""),
                headers.get(b"content-type", ""),
                length,
                body,
            ),
        )
        await _answered(made, send)

    return application


def length_of(said: str | None) -> int | None:
    """A Content-Length; None where it is none."""
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 20 else None  # noqa: PLR2004


async def _body(receive: Receive) -> bytes:
    """What was posted, as far as it is looked at."""
    whole = b""
    while len(whole) <= LARGEST:
        message = await receive()
        whole += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body"):
            break
    return whole[:LARGEST]


async def _answered(made: Answer, send: Send) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in made.headers]
    await send({"type": "http.response.start", "status": made.status.value, "headers": headers})
    await send({"type": "http.response.body", "body": made.body})


async def _lived(receive: Receive, send: Send) -> None:
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
