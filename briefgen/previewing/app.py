"""The pages of the server."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from briefgen.language import languages
from briefgen.model import Span
from briefgen.previewing import documents, strict
from briefgen.previewing.desk import Desk
from briefgen.previewing.shapes import Key, Page, View
from briefgen.previewing.watching import arrivals, changes, is_document
from briefgen.previewing.workshop import Workshop

QUIET = 15.0
"""Seconds after which something is sent where there is nothing to say, so that a browser that left is noticed."""
STATIC = {
    "preview.css": "text/css",
    "preview.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
"""Our own files, by name; no other is served."""
_BRIEF = re.compile(r"(?:(?:sample|topic)/|edition/[^/\0]{1,40}/)[^/\0]{1,200}")
_ID = re.compile(r"[0-9a-f]{64}")


def app(desk: Desk, workshops: Sequence[Workshop]) -> Starlette:
    """The application: works, and watches, as long as the server runs."""

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(one) for one in (desk.work(), desk.prove(), _watch(desk), _ask(desk))]
        for task in tasks:
            task.add_done_callback(_report)
        try:
            yield
        finally:
            for one in workshops:
                one.cancel()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for one in workshops:
                one.close()

    routes = [
        Route("/", _shell, methods=["GET"]),
        Route("/static/{name}", _static, methods=["GET"]),
        Route("/events", partial(_events, desk), methods=["GET"]),
        Route("/pages/{number:int}", partial(_page, desk), methods=["GET"]),
        Route("/pages/{number:int}/file", partial(_file, desk), methods=["GET"]),
        Route("/documents/{name}", partial(_document, desk), methods=["GET"]),
    ]
    return Starlette(routes=routes, lifespan=running)


async def _watch(desk: Desk) -> None:
    async for paths in changes(lambda: desk.watched, desk.moved):
        are_documents = bool(paths) and all(is_document(desk.watched, Path(path)) for path in paths)
        await desk.changed(paths, documents=are_documents)


async def _ask(desk: Desk) -> None:
    async for where in arrivals(lambda: desk.watched, lambda: desk.is_watched):
        await desk.changed((where,), documents=True)


def _report(task: asyncio.Task[None]) -> None:
    """Lets an error of ours be seen: nobody waits for these tasks."""
    if not task.cancelled() and (error := task.exception()) is not None:
        task.get_loop().call_exception_handler({"message": "the preview stopped working", "exception": error})


async def _shell(_request: Request) -> Response:
    return Response(strict.static("preview.html"), media_type="text/html")


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return _missing()
    return Response(strict.static(name), media_type=STATIC[name])


async def _events(desk: Desk, request: Request) -> Response:
    """The state of a view, whenever it changes (server-sent events)."""
    brief, view = request.query_params.get("brief", ""), request.query_params.get("view", "")
    locale = request.query_params.get("locale", "")
    if not _BRIEF.fullmatch(brief) or view not in set(View) or locale not in {"", *languages()}:
        return PlainTextResponse("There is no such brief, view or language.\n", 400)
    return StreamingResponse(_stream(desk, Key(brief, View(view), locale)), media_type="text/event-stream")


async def _stream(desk: Desk, key: Key) -> AsyncIterator[str]:
    states = desk.listen(key)
    following = asyncio.ensure_future(anext(states))
    try:
        yield "retry: 500\n\n"
        while True:
            done, _ = await asyncio.wait([following], timeout=QUIET)
            if not done:
                yield ": still here\n\n"
                continue
            try:
                state = following.result()
            except StopAsyncIteration:
                return
            following = asyncio.ensure_future(anext(states))
            yield f"data: {state}\n\n"
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError, StopAsyncIteration):
            await following
        await states.aclose()


async def _page(desk: Desk, request: Request) -> Response:
    found = desk.page(request.path_params["number"])
    return _framed(found) if found else _missing()


async def _file(desk: Desk, request: Request) -> Response:
    found = desk.page(request.path_params["number"])
    if found is None or not found.file:
        return _missing()
    return Response(found.file, media_type="application/pdf")


async def _document(desk: Desk, request: Request) -> Response:
    """A document with a sentence marked: documents of briefs that are shown, by id, never by path."""
    name = request.path_params["name"]
    found = desk.document(name) if _ID.fullmatch(name) else None
    if found is None:
        return _missing()
    numbers = [request.query_params.get(key, "0") for key in ("start", "end")]
    start, end = (int(one) if one.isdecimal() and len(one) < len(str(10**9)) else 0 for one in numbers)
    return _framed(documents.page(found, Span(start, max(start, end))))


def _framed(page: Page) -> Response:
    return Response(page.content, media_type="text/html", headers={"Content-Security-Policy": page.policy})


def _missing() -> Response:
    return PlainTextResponse("Not found.\n", 404)
