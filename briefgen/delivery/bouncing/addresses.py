"""The envelope sender of each message: "bounces+TOKEN@example.org" (VERP).

A report about a message comes to its own address, whatever the report looks like. The token carries a code that only we
can make, so that nobody has others taken off a list by inventing reports about them.

    number of the message (5) | code (15)      bytes, then base32 in small letters, as servers change their case
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.delivery.keys import Key

LENGTH = 32
"""Letters of a token."""
LONGEST = 64 - LENGTH - 1
"""Letters that may stand before the "@" of the address that they are made from (RFC 5321, 4.5.3.1.1)."""
NUMBER, CODE = 5, 15
"""Bytes of its parts."""
_FOUND = re.compile(rf"\+([a-z2-7]{{{LENGTH}}})@", re.IGNORECASE)
_PURPOSE = "bounce"


class Token(Struct, frozen=True):
    """What stands in an address; it proves nothing yet."""

    number: int
    """Of the message in the outbox."""
    code: bytes


def sender(address: str, keys: Sequence[Key], number: int, message_id: str) -> str:
    """The envelope sender of a message; the address itself where there is no key to prove anything with.

    Args:
        address: `Delivery.bounces`, or the sender's where that is empty.
        keys: The ring; the first one signs.
        number: `Entry.number`.
        message_id: `Entry.message_id`: numbers may be given again after a backup was brought back, ids are not.
    """
    if not keys:
        return address
    local, _, domain = address.rpartition("@")
    code = keys[0].code(_PURPOSE, CODE, str(number), message_id)
    token = base64.b32encode(number.to_bytes(NUMBER) + code).decode().lower()
    return f"{local}+{token}@{domain}"


def tokens(text: str) -> Iterator[Token]:
    """The tokens in a text with addresses, each once."""
    for found in dict.fromkeys(match.upper() for match in _FOUND.findall(text)):
        try:
            whole = base64.b32decode(found)
        except binascii.Error:  # pragma: no cover - its shape is that of base32
            continue
        yield Token(int.from_bytes(whole[:NUMBER]), whole[NUMBER:])


def proves(keys: Sequence[Key], token: Token, message_id: str) -> bool:
    """Whether the token of a message was made here."""
    return any(key.proves(token.code, _PURPOSE, str(token.number), message_id) for key in keys)
