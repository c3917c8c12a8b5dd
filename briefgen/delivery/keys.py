"""Keys that prove that a link or an address was made here, and the codes that they make.

A ring has several: the first one signs, all of them prove, so that a key can be replaced while mail with its codes is
still about. Codes for one purpose prove nothing for another one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from msgspec import Struct

from briefgen.errors import SecretError

LEAST = 32
"""Characters of a key."""
MARK = 4
"""Bytes that name a key in what it made."""
HINT = "One key a line, the newest first: `briefgen unsubscribe key` prints a new one."


class Key(Struct, frozen=True):
    """A secret; it shows nowhere, not even where it is printed by mistake."""

    secret: bytes

    def __repr__(self) -> str:
        """Its mark alone."""
        return f"Key({self.mark.hex()})"

    @property
    def mark(self) -> bytes:
        """What names it in what it made: nothing of the key can be learned from that."""
        return self.code("mark", MARK)

    def code(self, purpose: str, size: int, *said: str | bytes) -> bytes:
        """HMAC-SHA256 over what is said, cut to `size` bytes. Where one thing ends and the next begins counts."""
        maker = hmac.new(self.secret, digestmod=hashlib.sha256)
        for piece in (purpose, *said):
            data = piece.encode() if isinstance(piece, str) else piece
            maker.update(len(data).to_bytes(8) + data)
        return maker.digest()[:size]

    def proves(self, code: bytes, purpose: str, *said: str | bytes) -> bool:
        """Whether it made a code over what is said. How long that takes says nothing about the code."""
        return hmac.compare_digest(self.code(purpose, len(code), *said), code)


def ring(text: str) -> tuple[Key, ...]:
    """The keys of a secret, one a line, the newest first. Empty lines and those that begin with "#" are none.

    Raises:
        SecretError: There is none, or one is too short to be one.
    """
    lines = [line.strip() for line in text.splitlines()]
    words = [line for line in lines if line and not line.startswith("#")]
    if not words:
        raise SecretError("there is no key among the secrets", hint=HINT)
    if any(len(word) < LEAST for word in words):
        raise SecretError(f"a key has fewer than {LEAST} characters", hint=HINT)
    return tuple(Key(word.encode()) for word in dict.fromkeys(words))


def named(keys: Iterable[Key], mark: bytes) -> tuple[Key, ...]:
    """The keys with a mark: mostly one."""
    return tuple(key for key in keys if hmac.compare_digest(key.mark, mark))


def new() -> str:
    """A key that nobody has, as a line of the secret."""
    return secrets.token_urlsafe(32)
