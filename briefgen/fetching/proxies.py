"""Which proxy leads to a host: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, as other programs read them."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from briefgen.errors import UsageError
from briefgen.fetching.addresses import Address


class Proxy(Struct, frozen=True):
    """A proxy."""

    url: str
    """Its address, without name and password."""
    user: tuple[str, str] | None = None
    """Name and password."""


def proxy(address: Address, environment: Mapping[str, str]) -> Proxy | None:
    """The proxy that leads to an address; None for a connection of one's own.

    Raises:
        UsageError: The environment names one that is not spoken to.
    """
    names = {name.lower(): value.strip() for name, value in sorted(environment.items()) if value.strip()}
    if "request_method" in names:  # in a CGI program HTTP_PROXY is a header that the visitor wrote (httpoxy)
        names.pop("http_proxy", None)
    written = names.get(f"{address.scheme}_proxy") or names.get("all_proxy")
    if not written or _is_direct(address, names.get("no_proxy", "")):
        return None
    whole = written if "://" in written else f"http://{written}"
    parts = urlsplit(whole)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        shown = f"{parts.scheme}://{parts.hostname or ''}"
        hint = "Name one with http:// or https://, or list the host in NO_PROXY."
        raise UsageError(f"the proxy {shown} cannot be used", where=f"{address.scheme.upper()}_PROXY", hint=hint)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return Proxy(f"{parts.scheme}://{host}:{port or (443 if parts.scheme == 'https' else 80)}", user)


def _is_direct(address: Address, no_proxy: str) -> bool:
    """Whether NO_PROXY names a host: itself, a domain above it, with a port, a network, or "*"."""
    for entry in filter(None, (one.strip().lower() for one in no_proxy.split(","))):
        if entry == "*" or (address.literal and _in_network(address.host, entry)):
            return True
        name, _, port = entry.rpartition(":") if entry.count(":") == 1 else (entry, "", "")
        if port and port != str(address.port):
            continue
        name = name.removeprefix("*").removeprefix(".").strip("[]")
        if address.host == name or address.host.endswith(f".{name}"):
            return True
    return False


def _in_network(host: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
