"""Who may ask, and what answers may do: in front of everything that the server has.

A page from elsewhere can make a browser ask a server of this machine, under a name that it controls (DNS rebinding) or
across origins. Only requests for our own address and from our own page are answered.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What our own page may load; pages in the frame bring a policy of their own (`strict.py`)."""
HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_FOREIGN = frozenset({"cross-site", "same-site"})
"""What browsers say of requests that another page made (W3C Fetch Metadata)."""


class Guard:
    """Answers what is asked from this machine's own page, and nothing else."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        """In front of an application that listens on a port."""
        self.app = app
        self.hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refusal = self.refusal(scope)
        app = refusal or self.app

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, receive, sent)

    def refusal(self, scope: Scope) -> PlainTextResponse | None:
        """The answer to a request that is refused; None for one that may pass."""
        if scope["type"] != "http":
            return PlainTextResponse("Not found.\n", 404)
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].casefold() not in self.hosts:
            return PlainTextResponse("This server answers to 127.0.0.1 alone.\n", 421)
        if scope["method"] != "GET":
            return PlainTextResponse("There is nothing to send here.\n", 405, {"Allow": "GET"})
        if headers.get("sec-fetch-site") in _FOREIGN and scope["path"] != "/":
            return PlainTextResponse("Another page may not read this.\n", 403)
        return None
