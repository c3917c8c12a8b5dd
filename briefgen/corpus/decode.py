"""Bytes → text: by byte order mark, else as UTF-8 or UTF-16, else by a guess that must be backed by its language."""

from __future__ import annotations

import codecs
import re

from briefgen import remarks
from briefgen.errors import CorpusError

LARGEST = 10_000_000
"""Bytes of a file that is read: a thousand times a long news item. More is a dump, not a document."""

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; those of UTF-32 first, because they begin like those of UTF-16."""

CERTAIN = frozenset({"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})
"""Encodings that the bytes prove; any other was guessed."""

OLDER = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "koi8_r",
    "gb18030",
    "big5",
    "cp932",
    "euc_jp",
    "cp949",
)
"""Encodings that news was written in before UTF-8. Offered more (Macintosh, DOS), the guesser prefers the rare ones."""

LEAST_COHERENCE = 0.3
"""Share of letters' frequencies that must fit a language (charset-normalizer) before a guess is believed. Below it,
every one-byte encoding fits: b"Caf\\xe9" is as good in Cyrillic as in French."""

UTF8_HINT = "Save it as UTF-8 and try again."


def decode(data: bytes, name: str, largest: int = LARGEST) -> tuple[str, str]:
    """The text of a file and the encoding that it was read with; a byte order mark stays in the text.

    Args:
        data: Its bytes.
        name: Its name.
        largest: Bytes that it may have.

    Raises:
        CorpusError: It is empty, too large, no text, or in an encoding that cannot be told.
    """
    if len(data) > largest:
        raise CorpusError(
            remarks.said(remarks.LARGER, size=largest // 1_000_000), name, "Split it into one file for each document."
        )
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return refuse_binary(strictly(data, encoding, name), name), encoding
    refuse_formats(data, name)
    if b"\0" in data:
        wide = unmarked(data)
        if wide is None:
            raise CorpusError(f"is not text: there is a NUL at byte {data.index(0)}", name, UTF8_HINT)
        return refuse_binary(data.decode(wide), name), wide
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        text, encoding = guess(data, name, error)
    return refuse_binary(text, name), encoding


FORMATS = {
    b"PK\x03\x04": "a ZIP archive or an Office file",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\0": "an xz archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"(\xb5/\xfd": "a Zstandard archive",
    b"%PDF-": "a PDF",
    b"{\\rtf": "an RTF file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3\0": "a database",
    b"\x7fELF": "a program",
}
"""How files begin that are often renamed to something else, and what they are."""


def refuse_formats(data: bytes, name: str) -> None:
    """Refuses what is plainly something else than text; it is never unpacked to see.

    Raises:
        CorpusError: It is.
    """
    for start, what in FORMATS.items():
        if data.startswith(start):
            raise CorpusError(f"is not text: it is {what}", name, "Give it its right suffix, or export its text.")


SPACED = 200
"""Characters among which a text in any script has at least one ASCII blank, line break or digit."""


def unmarked(data: bytes) -> str | None:
    """The encoding of UTF-16 without a byte order mark, as old Windows programs write it; None for other bytes.

    In the wrong order ASCII blanks and digits become other characters, so the right one has more of them.
    """
    found: list[tuple[int, str]] = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = sum(text.count(character) for character in " \n0123456789")
        if "\0" not in text and plain * SPACED >= len(text):
            found.append((plain, encoding))
    return max(found)[1] if found and len({plain for plain, _ in found}) == len(found) else None


def strictly(data: bytes, encoding: str, name: str) -> str:
    """The text in an encoding that the bytes declare.

    Raises:
        CorpusError: They are not in it.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CorpusError(f"is marked as {encoding}, but byte {error.start} does not fit", name, UTF8_HINT) from error


def guess(data: bytes, name: str, error: UnicodeDecodeError) -> tuple[str, str]:
    """The text in the likeliest older encoding.

    Raises:
        CorpusError: No guess is good enough, or the text is UTF-8 that was damaged: its other letters prove that.
    """
    from charset_normalizer import from_bytes

    line = data.count(b"\n", 0, error.start) + 1
    if not data[: error.start].isascii():
        mixed = f"mixes encodings: it is UTF-8 up to byte {error.start}, and something else there"
        raise CorpusError(mixed, f"{name}:{line}", "Mend that line, and save it as UTF-8.") from error
    refused = CorpusError(f"is not UTF-8 (byte {error.start}), and its encoding cannot be told", name, UTF8_HINT)
    best = from_bytes(data, cp_isolation=list(OLDER)).best()
    if best is None or best.coherence < LEAST_COHERENCE:
        raise refused from error
    try:
        return data.decode(best.encoding), best.encoding
    except UnicodeDecodeError:
        raise refused from error


def refuse_binary(text: str, name: str) -> str:
    """The text, when it is one.

    Raises:
        CorpusError: It is blank, or holds the control characters of a binary file.
    """
    if not text.strip("\ufeff \t\r\n\xa0"):
        raise CorpusError(remarks.EMPTY, name, "Remove it, or put the document's text into it.")
    if "\0" in text or len(CONTROLS.findall(text)) * MOST_CONTROLS > len(text):
        raise CorpusError("is not text: it is full of control characters", name, UTF8_HINT)
    return text


CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1d]")
"""The characters that no text has."""

MOST_CONTROLS = 100
"""One control character in a hundred makes a file binary; fewer are slips of an export."""
