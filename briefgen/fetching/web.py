"""`Web`: fetches from the web. Every hop of a redirect goes through the same checks as the address itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.message import Message
from http import HTTPStatus
from types import MappingProxyType
from typing import Self

import httpcore

from briefgen.fetching import addresses, connecting, proxies, robots
from briefgen.fetching.addresses import Address
from briefgen.fetching.certificates import trusted
from briefgen.fetching.exchange import Answer, Request, exchange, later, told
from briefgen.fetching.politeness import Hosts
from briefgen.fetching.values import Clock, Fetched, FetchError, LaterError, Manner, Resolve, Validators

REDIRECTS = frozenset({301, 302, 303, 307, 308})
REDIRECTS_OF_ROBOTS = 5
"""Redirects of a robots.txt that are followed (RFC 9309, 2.3.1.2)."""
BACKOFF = 2.0
"""Seconds before the second try; each further wait is twice as long."""
LOOK_UP = 2.0
"""Seconds to look up a name that a proxy will look up anyway."""
IDLE = 30.0
"""Seconds that an idle connection is kept for the next page of its host."""
ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, "
    "application/pdf, text/plain;q=0.9, text/markdown;q=0.9, application/xml;q=0.8, */*;q=0.5"
)
REFUSALS = {
    401: "asks for a password",
    402: "asks for money",
    403: "is not given to programs, or not to anybody",
    404: "is not there",
    410: "is not there any more",
    451: "is withheld for legal reasons",
}
"""What statuses mean for a person."""

Kinds = Callable[[str, str], bool]
"""Whether a media type at an address is of use: both as strings, the type without parameters."""


def _any(_media: str, _url: str) -> bool:
    return True


class Web:
    """Fetches one thing at a time, over connections of its own. Other threads have each one `beside` it."""

    def __init__(
        self,
        manner: Manner = Manner(),  # noqa: B008 - frozen
        clock: Clock = Clock(),  # noqa: B008 - frozen
        environment: Mapping[str, str] = MappingProxyType({}),
        resolve: Resolve = connecting.system,
    ) -> None:
        """A client; nothing is connected to yet.

        Args:
            manner: Who asks, and how much an answer may take.
            clock: Time that passes.
            environment: Where the proxies stand: `os.environ`.
            resolve: Names → network addresses.
        """
        self._manner, self._clock, self._environment, self._resolve = manner, clock, environment, resolve
        self._deadline = connecting.Deadline(clock)
        self._direct = connecting.Backend(resolve, self._allowed, self._deadline)
        self._to_proxy = connecting.Backend(resolve, lambda *_: True, self._deadline)
        self._pools: dict[proxies.Proxy | None, httpcore.ConnectionPool] = {}
        self._hosts = Hosts()
        self._robots: dict[str, robots.Rules | LaterError] = {}
        self._beside: list[Web] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for other in self._beside:
            other.__exit__()
        for pool in self._pools.values():
            pool.close()

    def beside(self) -> Web:
        """Another one for another thread, of the same manner; both take turns with each host. It ends with this one."""
        other = Web(self._manner, self._clock, self._environment, self._resolve)
        other._hosts, other._robots = self._hosts, self._robots
        self._beside.append(other)
        return other

    def wait(self, url: str) -> float:
        """Seconds until the host of an address may be asked; raises `FetchError` for no address."""
        return self._hosts.wait(addresses.parse(url).host, self._clock.now())

    def fetch(self, url: str, before: Validators = Validators(), kinds: Kinds = _any) -> Fetched:  # noqa: B008 - frozen
        """What stands at an address, after at most so many redirects.

        Args:
            url: The address, as somebody wrote it.
            before: What it said of itself the last time.
            kinds: Which media types are of use; of others the body is never read.

        Raises:
            FetchError: It is refused, by us or by its host.
            LaterError: It cannot be had now.
        """
        address = addresses.parse(url)
        self._permit(address)
        for _ in range(self._manner.limits.redirects + 1):
            self._obey(address)
            answer = self._answer(address, before, kinds)
            if answer.status in REDIRECTS and "location" in answer.headers:
                address = addresses.joined(address, _location(answer))
                self._permit(address)
                continue
            return _fetched(answer, address, before)
        raise FetchError(f"redirects more than {self._manner.limits.redirects} times", url)

    def _allowed(self, host: str, port: int) -> bool:
        return addresses.is_allowed(Address("http", host, port, "/"), self._manner.allow_hosts)

    def _permit(self, address: Address) -> None:
        """Refuses what leads to a private host as written; names are checked when they are connected to."""
        addresses.refuse_private(address, self._allowed(address.host, address.port))

    def _obey(self, address: Address) -> None:
        """Refuses what the site asks programs to leave."""
        if not self._rules(address).permit(str(address), self._name):
            hint = f"{address.site}/robots.txt says so; save the page yourself, and take it in as a file."
            raise FetchError("its site asks programs not to fetch it", str(address), hint)

    def _rules(self, address: Address) -> robots.Rules:
        """The rules of a site, fetched once. Without a robots.txt all is free; while it cannot be read, nothing is."""
        with self._hosts.turn(address.host):
            if address.site not in self._robots:
                self._robots[address.site] = self._read_rules(address)
        found = self._robots[address.site]
        if isinstance(found, LaterError):
            what = f"the site's robots.txt cannot be read now: {found.message}"
            raise LaterError(what, str(address), found.hint, found.after)
        return found

    def _read_rules(self, address: Address) -> robots.Rules | LaterError:
        try:
            return self._fetch_rules(address)
        except LaterError as error:
            return error
        except FetchError:
            return robots.free()

    def _fetch_rules(self, address: Address) -> robots.Rules:
        there = Address(address.scheme, address.host, address.port, "/robots.txt")
        for _ in range(REDIRECTS_OF_ROBOTS + 1):
            answer = self._tried(there, {"Accept": "text/plain"}, robots.LARGEST * 2, lambda _: None)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return robots.rules(answer.data) if answer.status == HTTPStatus.OK else robots.free()
            there = addresses.joined(there, _location(answer))
            self._permit(there)
        return robots.free()

    def _answer(self, address: Address, before: Validators, kinds: Kinds) -> Answer:
        """The answer to one hop, after the pause that its host is due."""
        headers = {"Accept": ACCEPT} | _conditions(address, before)

        def wanted(found: Mapping[str, str]) -> None:
            media, _ = _kind(found)
            if not kinds(media, str(address)):
                raise FetchError(f"is no document ({media or 'of no known kind'})", str(address))

        host, pause = address.host, max(self._manner.delay, self._rules(address).pause(self._name))
        with self._hosts.turn(host):
            self._await(address)
            try:
                return self._tried(address, headers, self._manner.limits.size, wanted)
            finally:
                self._hosts.asked(host, self._clock.now(), pause)

    @property
    def _name(self) -> str:
        """What robots.txt calls us by."""
        return self._manner.agent.partition("/")[0]

    def _await(self, address: Address) -> None:
        """Waits until the host may be asked; raises `LaterError` where that is too long."""
        wait = self._hosts.wait(address.host, self._clock.now())
        if wait > self._manner.limits.patience:
            raise LaterError(f"its host asks for a pause of {wait:.0f} s", str(address), after=wait)
        if wait > 0:
            self._clock.sleep(wait)

    def _tried(
        self, address: Address, headers: Mapping[str, str], size: int, wanted: Callable[[Mapping[str, str]], None]
    ) -> Answer:
        """An answer after as many tries as it takes and are allowed; raises the last error."""
        limits, error = self._manner.limits, LaterError("was not tried", str(address))
        sent = {"User-Agent": self._manner.agent, "Accept-Encoding": "gzip, deflate", **headers}
        pool = self._pool(address)
        for attempt in range(limits.tries):
            started = self._clock.now()
            try:
                answer = exchange(pool, Request(address, sent, size), self._deadline, limits, wanted)
                busy = later(answer, address)
                if busy is None:
                    return answer
                error = busy
            except LaterError as failed:
                error = failed
            pause = max(error.after, BACKOFF * 2**attempt)
            too_long = self._clock.now() - started >= limits.seconds
            if pause > limits.patience:
                self._hosts.asked(address.host, self._clock.now(), pause)
            if too_long or pause > limits.patience or attempt + 1 == limits.tries:
                break
            self._clock.sleep(pause)
        raise error

    def _pool(self, address: Address) -> httpcore.ConnectionPool:
        """The connections that lead to an address: our own, or those through a proxy."""
        proxy = proxies.proxy(address, self._environment)
        if proxy is not None:
            self._refuse_private_name(address)
        if proxy not in self._pools:
            self._pools[proxy] = self._connections(proxy)
        return self._pools[proxy]

    def _connections(self, proxy: proxies.Proxy | None) -> httpcore.ConnectionPool:
        context = trusted(self._manner.certificates)
        if proxy is None:
            return httpcore.ConnectionPool(context, network_backend=self._direct, keepalive_expiry=IDLE)
        return httpcore.HTTPProxy(
            proxy.url,
            proxy_auth=proxy.user,
            ssl_context=context,
            proxy_ssl_context=context if proxy.url.startswith("https:") else None,
            network_backend=self._to_proxy,
            keepalive_expiry=IDLE,
        )

    def _refuse_private_name(self, address: Address) -> None:
        """A proxy looks names up itself; what this machine can see is refused before."""
        self._deadline.start(LOOK_UP)
        try:
            self._direct.addresses(address.host, address.port, LOOK_UP)
        except connecting.PrivateError:
            raise FetchError(*addresses.private(str(address), address)) from None
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            return  # only the proxy knows the name


def _conditions(address: Address, before: Validators) -> dict[str, str]:
    """Headers that ask for an answer only if there is a new one, for the address that gave the last."""
    if before.url != str(address):
        return {}
    named = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
    return {name: value for name, value in named.items() if value}


def _fetched(answer: Answer, address: Address, before: Validators) -> Fetched:
    where = str(address)
    if answer.status == HTTPStatus.NOT_MODIFIED and _conditions(address, before):
        return Fetched(where, validators=before, is_unchanged=True)
    if answer.status not in (HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION):
        meaning = REFUSALS.get(answer.status)
        raise FetchError(
            f"{meaning} ({answer.status})" if meaning else f"its host answers {told(answer.status)}", where
        )
    media, charset = _kind(answer.headers)
    seen = Validators(where, _header(answer, "etag"), _header(answer, "last-modified"))
    return Fetched(where, media, charset, answer.data, seen)


def _location(answer: Answer) -> str:
    """Where a redirect leads. Many servers write letters beyond ASCII as they are, in UTF-8."""
    written = answer.headers["location"]
    try:
        return written.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return written


def _header(answer: Answer, name: str) -> str:
    """A header that can be sent back as it came."""
    value = answer.headers.get(name, "")
    return value if value.isascii() and value.isprintable() else ""


def _kind(headers: Mapping[str, str]) -> tuple[str, str]:
    """Media type and charset of an answer; "" for what it does not say."""
    if "content-type" not in headers:
        return "", ""
    message = Message()
    message["content-type"] = headers["content-type"]
    return message.get_content_type(), message.get_content_charset("") or ""
