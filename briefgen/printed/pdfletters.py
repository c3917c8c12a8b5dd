"""The letters of a PDF: from the fonts' own ToUnicode tables, so that nothing is guessed from places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TABLE = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_WIDEST = 0x10000


def decoded(operand: Any, table: Mapping[bytes, str]) -> str:  # noqa: ANN401 - pypdf's objects
    """The letters of a string or of an array of strings and gaps."""
    parts = operand if isinstance(operand, list) else [operand]
    codes = b"".join(_bytes(part) for part in parts if isinstance(part, (str, bytes)))
    return "".join(table.get(codes[place : place + 2], "\ufffd") for place in range(0, len(codes), 2))


def _bytes(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else bytes(part.original_bytes)  # type: ignore[attr-defined] # pypdf's own


def table(fonts: Mapping[str, Any], name: str, tables: dict[int, dict[bytes, str]]) -> Mapping[bytes, str]:
    """The letters of a font by their two-byte code."""
    font = fonts[name]
    place = fonts.raw_get(name).idnum if hasattr(fonts.raw_get(name), "idnum") else id(font)  # type: ignore[attr-defined]
    if place not in tables:
        tables[place] = dict(_codes(font["/ToUnicode"].get_data())) if "/ToUnicode" in font else {}
    return tables[place]


def _codes(cmap: bytes) -> Iterator[tuple[bytes, str]]:
    """What a ToUnicode table says (Adobe Technical Note 5411)."""
    for kind, entries in _TABLE.findall(cmap):
        if kind == b"bfchar":
            for code, letters in _CHAR.findall(entries):
                yield bytes.fromhex(code.decode()), _letters(letters)
        else:
            for first, last, letters in _RANGE.findall(entries):
                start, end = int(first, 16), min(int(last, 16), _WIDEST - 1)
                begin = int(letters, 16)
                yield from ((code.to_bytes(2, "big"), chr(begin + code - start)) for code in range(start, end + 1))


def _letters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
