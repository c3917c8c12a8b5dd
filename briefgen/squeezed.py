"""Bytes as databases keep them: by their hash, compressed."""

from __future__ import annotations

import hashlib
import zlib

LEVEL = 6
"""Of zlib. Level 9 saves 1 % of news and takes half as long again."""
LARGEST = 512 * 1024 * 1024
"""Bytes that something may unpack to; more than any reader takes, or any relay."""


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def packed(data: bytes) -> bytes:
    """Compressed."""
    return zlib.compress(data, LEVEL)


def unpacked(data: bytes) -> bytes:
    """As it was.

    Raises:
        zlib.error: It is damaged, or larger than anything that was ever packed.
    """
    stream = zlib.decompressobj()
    found = stream.decompress(data, LARGEST)
    if not stream.eof:
        raise zlib.error("cut short, or too large")
    return found
