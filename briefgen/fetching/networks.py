"""Which network addresses are public, and so may be connected to on behalf of an address that somebody else wrote.

After IANA's registries of special-purpose addresses (RFC 6890) and of IPv6 transition mechanisms: an IPv6 address that
carries an IPv4 address within it leads where that one leads.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network

PRIVATE = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32"),
        *("2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)
"""Networks that no public server stands in: this machine, private, carriers' own, link-local, documentation, multicast,
reserved. 64:ff9b:1::/48, Teredo (in 2001::/23) and 6to4 (2002::/16, RFC 7526) are here whole, whatever they carry."""

Carried = Callable[[IPv6Address], IPv4Address]


def _low(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFF_FFFF)


CARRIERS: tuple[tuple[IPv6Network, Carried], ...] = (
    (IPv6Network("::ffff:0:0/96"), _low),  # mapped (RFC 4291)
    (IPv6Network("::ffff:0:0:0/96"), _low),  # translated (RFC 2765)
    (IPv6Network("::/96"), _low),  # compatible (RFC 4291, deprecated)
    (IPv6Network("64:ff9b::/96"), _low),  # NAT64 (RFC 6052)
)
"""IPv6 networks whose addresses carry one of IPv4, and where in them."""

ISATAP = (0x0000_5EFE, 0x0200_5EFE)
"""The upper half of interface identifiers that carry an IPv4 address below any prefix (RFC 5214)."""


def is_public(text: str) -> bool:
    """Whether a network address is one of the public internet; what is no such address is not."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        carried = _carried(address)
        if carried is not None:
            return is_public(str(carried))
    return not any(address in network for network in PRIVATE if network.version == address.version)


def _carried(address: IPv6Address) -> IPv4Address | None:
    for network, carried in CARRIERS:
        if address in network and int(address) > 1:  # :: and ::1 carry nothing
            return carried(address)
    if int(address) >> 32 & 0xFFFF_FFFF in ISATAP:
        return _low(address)
    return None
