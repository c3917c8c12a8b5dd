"""What stands at the end of an unsubscribe link: always 64 letters, which name a person and lists to nobody but us.

    mark of the key (4) | subscriber (16) | lists (8) | code (20)      bytes, then base64url

The subscriber is a code over the address, so that no address can be read from it or tried against it without the key;
the table in the outbox knows whose it is (`leaving`). The last part is HMAC-SHA256 over all that stands in front, so
that a forged token is refused before anything is looked up.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence

from msgspec import Struct

from briefgen.delivery.keys import MARK, Key, named
from briefgen.delivery.values import Person

LENGTH = 64
"""Letters of a token."""
NOBODY = "0" * LENGTH
"""The token of a message that is written before it is known who gets it."""
SUBSCRIBER, LISTS, CODE = 16, 8, 20
"""Bytes of its parts."""
_SHAPE = re.compile(rf"[A-Za-z0-9_-]{{{LENGTH}}}")
_PURPOSE, _WHO = "unsubscribe", "subscriber"


class Named(Struct, frozen=True):
    """Whom and what a token that was made here names."""

    subscriber: bytes
    lists: bytes
    """Stands for the ids of the lists."""


def named_by(key: Key, recipient: str, lists: Sequence[str]) -> Named:
    """What stands in a token for a person.

    Args:
        key: What makes it.
        recipient: `Person.id`.
        lists: Ids, all of which the link leaves.
    """
    spelt = b"".join(len(one.encode()).to_bytes(4) + one.encode() for one in sorted(set(lists)))
    return Named(key.code(_WHO, SUBSCRIBER, recipient), hashlib.sha256(spelt).digest()[:LISTS])


def token(keys: Sequence[Key], person: Person) -> str:
    """The token of a person, for all lists that the message is from."""
    key = keys[0]
    who = named_by(key, person.id, person.lists)
    body = key.mark + who.subscriber + who.lists
    return base64.urlsafe_b64encode(body + key.code(_PURPOSE, CODE, body)).decode()


def link(url: str, keys: Sequence[Key], person: Person) -> str:
    """The address that leaves the lists of a message."""
    return f"{url.rstrip('/')}/{token(keys, person)}"


def placeholder(url: str) -> str:
    """An address as long as every `link`, for a message that is written before it is known who gets it."""
    return f"{url.rstrip('/')}/{NOBODY}"


def read(keys: Sequence[Key], text: str) -> Named | None:
    """Whom a token names; None where none of the keys made it."""
    if not _SHAPE.fullmatch(text):
        return None
    try:
        whole = base64.b64decode(text, altchars=b"-_", validate=True)
    except binascii.Error:  # pragma: no cover - its shape is that of base64
        return None
    body, code = whole[:-CODE], whole[-CODE:]
    if not any(key.proves(code, _PURPOSE, body) for key in named(keys, body[:MARK])):
        return None
    return Named(body[MARK : MARK + SUBSCRIBER], body[MARK + SUBSCRIBER :])
