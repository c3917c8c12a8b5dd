"""An address as somebody wrote it → where it leads, or why nobody goes there.

What is written oddly is refused, not interpreted: programs differ in what they make of `http://127.1/` or of a
backslash, and such differences are how guards are got round.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit

from msgspec import Struct

from briefgen.fetching.networks import is_public
from briefgen.fetching.values import FetchError

PORTS = {"https": 443, "http": 80}
"""The schemes that are fetched, and their ports."""
SERVICES = 1024
"""Ports below belong to other services, where a request might be taken for something else (the "bad ports" of
browsers); only those of the web itself are open there."""
LONGEST = 4096
"""Characters of an address; servers are asked to take 8000 octets (RFC 9110, 4.1)."""
LOCAL = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa")
"""Names that never belong to a public host (RFC 6761, 6762, 8375, and ICANN on "internal")."""

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_BAD = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")
_KEPT = "%/:?#[]@!$&'()*+,;=~"
"""Characters that a path and query keep (RFC 3986), escapes that are there included."""


class Address(Struct, frozen=True):
    """Where an address leads."""

    scheme: str
    host: str
    """In small letters, in ASCII (IDNA), without a dot at the end; IPv6 without brackets."""
    port: int
    target: str
    """Path and query."""

    @property
    def authority(self) -> str:
        """Host and port, as an address writes them; the scheme's own port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """The address without path."""
        return f"{self.scheme}://{self.authority}"

    @property
    def literal(self) -> bool:
        """Whether the host is a network address, not a name."""
        return ":" in self.host or bool(_NUMBER.fullmatch(self.host.rpartition(".")[2]))

    def __str__(self) -> str:
        return f"{self.site}{self.target}"


def parse(text: str) -> Address:
    """Where an address leads.

    Raises:
        FetchError: It is not one of the web, or is written in a way that is not trusted.
    """
    shown = text if len(text) <= LONGEST else f"{text[:60]}…"
    if len(text) > LONGEST:
        raise FetchError(f"is longer than {LONGEST:,} characters", shown)
    if _BAD.search(text):
        what = "holds blanks, backslashes, or characters that nobody can see"
        raise FetchError(what, _printable(shown), "Write them as %20, %5C.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise FetchError(f"cannot be read ({error})", shown) from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        what = f"{scheme}: addresses are not fetched" if scheme else "is no address"
        raise FetchError(what, shown, "Write the whole address, with https:// or http://.")
    if "@" in parts.netloc:
        raise FetchError("holds a user name or password", shown, "Leave it out: nothing is fetched with one.")
    if "[" in parts.netloc and ":" not in (parts.hostname or ""):
        raise FetchError("its host is no network address", shown)
    host = _host(parts.hostname or "", shown)
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Address(scheme, host, PORTS[scheme] if port is None else port, target)


def joined(base: Address, text: str) -> Address:
    """Where a redirect or a link leads from an address; raises `FetchError` as `parse` does."""
    try:
        whole = urljoin(str(base), text.strip())
    except ValueError as error:
        raise FetchError(f"leads to what cannot be read ({error})", str(base)) from error
    return parse(re.sub(r"[\x00-\x20\x7f]", lambda found: quote(found[0]), whole))


def _printable(text: str) -> str:
    return _BAD.sub("�", text)


def refuse_private(address: Address, allowed: bool) -> None:  # noqa: FBT001 - the one question
    """Raises `FetchError` for what leads to no public host as it stands: network addresses, local names, odd ports."""
    if allowed:
        return
    if address.literal and not is_public(address.host):
        raise FetchError(*private(str(address), address))
    if not address.literal and any(address.host == name or address.host.endswith(f".{name}") for name in LOCAL):
        raise FetchError(*private(str(address), address))
    if address.port < SERVICES and address.port not in PORTS.values():
        raise FetchError(f"port {address.port} belongs to another service", str(address), _allow(address))


def private(where: str, address: Address) -> tuple[str, str, str]:
    """Message, place and hint for what is not public."""
    return "is not on the public internet (private, local or reserved network)", where, _allow(address)


def is_allowed(address: Address, allow_hosts: tuple[str, ...]) -> bool:
    """Whether somebody said that this host may be private."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    names = {entry.lower() for entry in allow_hosts}
    return bool(names & {host, address.host, f"{host}:{address.port}"})


def _allow(address: Address) -> str:
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f'If it is yours, list it in the settings: allow_hosts: ["{host}:{address.port}"].'


def _host(host: str, shown: str) -> str:
    """The host in the one way that it is written from here on."""
    if ":" in host:
        try:
            address = ipaddress.IPv6Address(host)
        except ValueError as error:
            raise FetchError("its host is no network address", shown) from error
        if address.scope_id is not None:
            raise FetchError("its host is a network address of one of this machine's links", shown)
        return str(address)
    name = _ascii(host.lower(), shown).removesuffix(".")
    labels = name.split(".")
    if not name or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):  # noqa: PLR2004 - RFC 1035
        raise FetchError("its host is no name", shown)
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError as error:
            what = "its host is a network address in an odd form"
            raise FetchError(what, shown, "Write it as four decimal numbers.") from error
    return name


def _ascii(host: str, shown: str) -> str:
    """Names of other scripts as they are looked up (UTS 46): full-width digits become digits before anybody looks."""
    if host.isascii():
        return host
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise FetchError("its host is no name", shown) from error
