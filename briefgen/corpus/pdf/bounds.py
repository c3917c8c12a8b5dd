"""Streams of a PDF that unpack to more than any page needs: PDFium keeps an object for each thing that a page draws."""

from __future__ import annotations

import zlib

from briefgen.errors import CorpusError

MOST = 16_000_000
"""Bytes of one unpacked stream. A page of text has 50 thousand, a detailed map 10 million; PDFium takes up to a hundred
times as much memory for the objects that it draws."""
RATIO = 1_032
"""How many bytes one byte can unpack to (DEFLATE)."""
DICTIONARY = 2_000
"""Bytes before a stream in which its dictionary stands."""


def check(data: bytes, name: str) -> None:
    """Refuses a file with a packed bomb. Pictures may be large: they are not unpacked here.

    Raises:
        CorpusError: A stream unpacks to too much, or is packed twice.
    """
    at = data.find(b"stream")
    while at >= 0:
        if data[at - 3 : at] == b"end":
            at = data.find(b"stream", at + 6)
            continue
        end = data.find(b"endstream", at)
        end = len(data) if end < 0 else end
        about = data[max(at - DICTIONARY, 0) : at].rpartition(b"obj")[2]
        packed = about.count(b"/FlateDecode") + about.count(b"/Fl ") + about.count(b"/Fl]") + about.count(b"/Fl/")
        is_large = packed and b"/Image" not in about and (end - at) * RATIO > MOST
        if packed > 1 or (is_large and _is_bomb(data[at + 6 : end])):
            raise CorpusError("unpacks to more than any page needs", name, "Look at where it comes from.")
        at = data.find(b"stream", end + 9)


def _is_bomb(packed: bytes) -> bool:
    """Whether a stream unpacks to too much; one that cannot be unpacked shows nothing."""
    try:
        return len(zlib.decompressobj().decompress(packed.lstrip(b"\r\n"), MOST + 1)) > MOST
    except zlib.error:
        return False
