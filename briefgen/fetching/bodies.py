"""The body of an answer, unpacked within a limit: a small packed body can hold gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

EITHER = 32 + zlib.MAX_WBITS
"""zlib: look whether the head is gzip's or zlib's own."""
MAGIC = b"\x1f\x8b"
"""How gzip begins (RFC 1952)."""
PACKINGS = ("gzip", "x-gzip", "deflate")
"""What can be unpacked; it is what requests ask for."""


class TooLargeError(Exception):
    """A body is larger than it may be."""


class BrokenError(Exception):
    """A packed body is damaged, or ends before its end."""


def whole(chunks: Iterable[bytes], packing: str, limit: int) -> bytes:
    """A whole body; raises `TooLargeError` as soon as it exceeds the limit, `BrokenError` where it is damaged."""
    parts = []
    size = 0
    for part in _unpacked(chunks, limit) if packing else chunks:
        size += len(part)
        if size > limit:
            raise TooLargeError
        parts.append(part)
    return b"".join(parts)


def _unpacked(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    unpack = None
    head = b""
    for chunk in chunks:
        data = head + chunk
        head = b""
        while data:
            if unpack is None or unpack.eof:
                if len(data) < len(MAGIC):
                    head = data
                    break
                if unpack is not None and not data.startswith(MAGIC):
                    return  # padding after the end
                unpack = _beginning(data)
            try:
                yield unpack.decompress(data, limit + 1)
            except zlib.error as error:
                raise BrokenError(str(error)) from error
            if unpack.unconsumed_tail:
                raise TooLargeError
            data = unpack.unused_data  # a gzip file may have several members
    if (unpack is None and head) or (unpack is not None and not unpack.eof):
        raise BrokenError("it ends too early")


def _beginning(data: bytes) -> zlib._Decompress:
    """What unpacks a body that begins like this: "deflate" comes with zlib's head and without (RFC 9110, 8.4.1.2)."""
    try:
        zlib.decompressobj(EITHER).decompress(data[: len(MAGIC)])
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS)
    return zlib.decompressobj(EITHER)
