"""Addresses of people and operators (RFC 5321): which are taken, and how a relay gets them.

A letter beyond ASCII before the @ needs a relay and a mailbox with SMTPUTF8 (RFC 6531); where one of them has it not,
the message is lost on its way, so such addresses are refused while somebody looks. Behind the @ it is written as its
IDNA form, which every relay knows.
"""

from __future__ import annotations

import re

from briefgen.oneline import one_line

LOCAL = 64
"""Octets before the @ (RFC 5321, 4.5.3.1.1)."""
DOMAIN = 253
"""Characters of a domain name (RFC 1035, 2.3.4, without the root)."""
ADDRESS = 254
"""Octets of an address: a path has 256 with its angle brackets (RFC 5321, 4.5.3.1.3)."""
HERE = "localhost"
"""The one name without a dot that is an address: mail to this machine."""
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOTS = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_TOP = re.compile(r"[0-9]+")

Complaint = tuple[str, str]
"""What is wrong, and what to do about it."""


def complaint(text: str) -> Complaint | None:  # noqa: PLR0911 - one for each thing that is wrong
    """What is wrong with an address; None for nothing."""
    shown = one_line(text)[:ADDRESS]
    if "<" in text or text.casefold().startswith("mailto:"):
        return f'"{shown}" is more than an address', "Write anna@example.org alone; the name has a key of its own."
    local, found, domain = text.rpartition("@")
    if not found or not local or not domain:
        return f'"{shown}" is no address', "Such as anna@example.org."
    if not local.isascii():
        hint = "Many relays lose such mail (SMTPUTF8): take an address in a-z, or an alias of it."
        return f'"{shown}" has letters beyond a-z before the @', hint
    if not _DOTS.fullmatch(local):
        return f'"{shown}" has something before the @ that no address has', "No blanks, commas, quotes, dots in a row."
    if len(local) > LOCAL:
        return f'"{shown}" has more than {LOCAL} letters before the @', "Look for two addresses in one."
    ascii_domain = _domain(domain)
    if ascii_domain is None:
        return f'"{shown}" has no domain behind the @', "Such as anna@example.org."
    if len(local) + 1 + len(ascii_domain) > ADDRESS:
        return f"an address has more than {ADDRESS} letters", "Look for two addresses in one."
    return None


def normal(address: str) -> str:
    """An address without complaint as the relay gets it: the domain in small letters of ASCII."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{_domain(domain)}"


def identity(text: str) -> str:
    """What the outbox knows somebody by (`Person.id`), of an address as a person types it.

    Somebody who is taken off a list must be found again however their address is written there.
    """
    typed = text.strip()
    return (typed if complaint(typed) else normal(typed)).casefold()


def _domain(name: str) -> str | None:
    """The ASCII form of a domain; None where there is no such name."""
    written = name.casefold() if name.isascii() else _encoded(name)
    if written == HERE:
        return HERE
    labels = written.split(".") if written else []
    if len(labels) < 2 or len(written) > DOMAIN or _TOP.fullmatch(labels[-1]):  # noqa: PLR2004 - a name has a dot
        return None
    return written if all(map(_LABEL.fullmatch, labels)) else None


def _encoded(name: str) -> str:
    """The IDNA 2008 form of a domain with letters beyond ASCII; empty where it has none."""
    import idna

    try:
        return idna.encode(name, uts46=True, std3_rules=True).decode("ascii")
    except idna.IDNAError:
        return ""
