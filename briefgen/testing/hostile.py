"""What becomes of a good file in the wild: cut short, doubled, in another encoding, something else, a bomb.

Everything follows from the bytes of the file, so that a fault comes back when the check is run again.
"""

from __future__ import annotations

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Iterator

CUTS = 6
"""Places at which a file is cut; further ones after its first byte and before its last."""
DAMAGED = 3
"""Copies with other bytes strewn over them."""
STREWN = 40
"""One byte in so many is another one in such a copy."""
LONG = 1_000_000
"""Bytes of the longest line, and of what nests without end."""
UNPACKED = 150_000_000
"""Bytes that a bomb unpacks to: many times what a reader may take for it (`readers.MOST`)."""
BLANKS = b" " * 10_000_000
SWOLLEN = 2
"""Parts of an archive of which a bomb is made, the largest first."""
ZIP = b"PK\x03\x04"
_HEADS = {
    "the head of a ZIP archive": ZIP,
    "the head of a PDF": b"%PDF-1.7\n",
    "the head of a picture": b"\x89PNG\r\n\x1a\n",
    "the head of an old Office file": bytes.fromhex("d0cf11e0a1b11ae1"),
    "the head of a program": b"\x7fELF\x02\x01\x01",
}
_NESTS = {
    "brackets that nest": b"[",
    "braces that nest": b'{"a":',
    "elements that nest": b"<div>",
    "quotations that nest": b"> ",
    "lists that nest": b"- ",
}
_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "laughs ">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9))
    + b"]><a>&j;</a>"
)
"""Entities of entities: a thousand million laughs of under a kilobyte."""


def variations(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of what may come in place of a good file; `bombs` are made apart."""
    yield from _little(data)
    yield from _damaged(data)
    yield from _in_other_letters(data)
    yield from _large(data)


def _little(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Nothing, next to nothing, and the beginning of something."""
    yield "empty", b""
    yield "one NUL", b"\0"
    yield "blanks alone", b" \r\n\t\n" * 50
    yield "a mark of byte order alone", b"\xef\xbb\xbf"
    yield "without its first byte", data[1:]
    for at in sorted({1, max(len(data) - 1, 1), *(len(data) * part // (CUTS + 1) for part in range(1, CUTS + 1))}):
        yield f"cut at byte {at}", data[:at]


def _damaged(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Bytes that are not those that were written."""
    chance = random.Random(zlib.crc32(data))  # noqa: S311 - nothing is kept secret by it
    middle = len(data) // 2
    yield "NULs in its middle", data[:middle] + bytes(64) + data[middle:]
    yield "control characters in its middle", data[:middle] + bytes(range(1, 32)) * 4 + data[middle:]
    yield "its second half before its first", data[middle:] + data[:middle]
    for copy in range(1, DAMAGED + 1):
        strewn = bytearray(data)
        for at in range(len(strewn)):
            if chance.randrange(STREWN) == 0:
                strewn[at] = chance.randrange(256)
        yield f"damaged, copy {copy}", bytes(strewn)
    yield "noise", chance.randbytes(4_096)
    for what, head in _HEADS.items():
        yield what, head + data[len(head) :]


def _in_other_letters(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Encodings, and ends of lines."""
    yield "bytes that are no UTF-8", data + b"\ncaf\xe9 \xff\xfe \xc3\x28\n"
    yield "halves of surrogate pairs", data + b"\n\xed\xa0\x80 \xed\xb0\x80\n"
    yield "marks of byte order everywhere", data.replace(b" ", b" \xef\xbb\xbf")
    yield "signs that turn the direction", data.replace(b" ", " \u202e".encode())
    yield "marked as UTF-16, and none", b"\xff\xfe" + data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    for encoding in ("utf-16", "utf-16-le", "utf-32", "cp037"):
        yield f"in {encoding}", text.encode(encoding, "replace")
    yield "lines that end in CR alone", data.replace(b"\r\n", b"\n").replace(b"\n", b"\r")
    yield "lines that end in CR LF", data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _large(data: bytes) -> Iterator[tuple[str, bytes]]:
    """More of it than anybody meant to write."""
    yield "twice behind itself", data + data
    yield "a line of a megabyte", data + b"\n" + b"Freight grew by 5% to 3 million tons " * (LONG // 37) + b"\n"
    yield "a word of a megabyte", data + b"\n" + b"a" * LONG + b"\n"
    yield "empty lines, a megabyte of them", data + b"\n" * LONG + data
    for what, opening in _NESTS.items():
        yield what, data + b"\n" + opening * (LONG // 20 // len(opening)) + b"1"


def bombs(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Few bytes that become many."""
    yield "entities of entities", _ENTITIES
    yield "a gzip archive that swells", _swelling()
    if data.startswith(ZIP):
        try:
            parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except zipfile.BadZipFile:
            return
        for part in sorted(parts, key=lambda one: (-one.file_size, one.filename))[:SWOLLEN]:
            yield f"its part {part.filename} swells", _with_a_large(part.filename, data)


def _swelling() -> bytes:
    """An archive of blanks; members may stand behind each other, so that one need only be made once."""
    return gzip.compress(BLANKS, mtime=0) * (UNPACKED // len(BLANKS))


def _with_a_large(name: str, data: bytes) -> bytes:
    """The archive again, with a member that begins as it did and goes on with blanks."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for one in old.infolist():
            entry = zipfile.ZipInfo(one.filename)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with new.open(entry, "w") as part:
                part.write(old.read(one))
                for _ in range(UNPACKED // len(BLANKS) if one.filename == name else 0):
                    part.write(BLANKS)
    return made.getvalue()
