"""Bytes → the source of a web page: by byte order mark, as UTF-8, by the charset that the page declares, by a guess.

A page is read where a plain text would be refused: one broken byte in a megabyte of markup must not lose the page.
"""

from __future__ import annotations

import codecs
import re

from briefgen import remarks
from briefgen.corpus import decode as plain
from briefgen.corpus.declaring import declared
from briefgen.errors import CorpusError
from briefgen.model import Document

HEAD = 4_096
"""Bytes in which a charset is declared. The HTML standard asks for 1,024; pages of old systems put scripts above it."""

DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)

LIVING = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
"""Encodings that pages name and mean a larger one by (WHATWG Encoding Standard, "Names and labels")."""

LABELS = {
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "ks_c_5601-1987": "cp949",
}
"""Labels of the same standard that Python does not know."""

NO_TEXT = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7"})
"""What bytes that spell "charset=" in ASCII cannot be in; the standard says UTF-8."""

MOST_CONTROLS = 0.05
"""Share of control characters of a page; other files that were named so have more than a tenth."""

MOST_BROKEN = 0.005
"""Share of characters that may be broken. A page with more was not written in this encoding."""

HINT = "Open it in a browser and save it again."


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The source of a page and the encoding that it was read with, without a byte order mark.

    Raises:
        CorpusError: It is empty, too large, no text, or no encoding fits.
    """
    if len(data) > plain.LARGEST:
        raise CorpusError(
            remarks.said(remarks.LARGER, size=plain.LARGEST // 1_000_000), name, "Save the page without its pictures."
        )
    if not data.strip(b"\0 \t\r\n"):
        raise CorpusError(remarks.EMPTY, name, "Save the page again.")
    source, encoding = _decoded(data, name)
    if len(plain.CONTROLS.findall(source)) > len(source) * MOST_CONTROLS:
        raise CorpusError("is no web page: it is full of control characters", name, HINT)
    return source, encoding


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """The source and its encoding.

    Raises:
        CorpusError: No encoding fits.
    """
    for mark, encoding in plain.MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if (found := unmistakable(data)) is not None:
        return found, "utf-8"
    declared = charset(data[:HEAD])
    for encoding in dict.fromkeys((*([declared] if declared else []), "utf-8")):
        found = fitting(data, encoding)
        if found is not None:
            return found, encoding
    return guessed(data, name)


def unmistakable(data: bytes) -> str | None:
    """The text of a page in UTF-8, whatever its head names; None where that could be chance.

    Programs that fetch a page and write it anew leave the old name in its head. Letters of other encodings form valid
    UTF-8 once by chance, not line after line.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if sum(map(len, FOREIGN.findall(text))) >= MANY else None


FOREIGN = re.compile(r"[^\x00-\x7f]+")
MANY = 4
"""Letters beyond ASCII that make valid UTF-8 certain."""


def charset(head: bytes) -> str | None:
    """The encoding that the head of a page names, by the name that Python has for it; None where there is none."""
    match = DECLARED.search(head)
    if match is None:
        return None
    label = (match[1] or match[2]).decode("ascii").lower()
    try:
        name = codecs.lookup(LABELS.get(label, label)).name
    except LookupError:
        return None
    if name in NO_TEXT or not is_text(name):
        return "utf-8"
    return LIVING.get(name, name)


def told(read: Document, data: bytes) -> Document:
    """The document of a page, of whose encoding it is said that the page itself declares it, where that is so."""
    if read.encoding in plain.CERTAIN or charset(data[:HEAD]) != read.encoding:
        return read
    return declared(read, {"encoding": read.encoding})


def is_text(name: str) -> bool:
    """Whether a codec makes text of bytes; Python has some that do not ("hex", "zlib")."""
    try:
        return b"<".decode(name) == "<"
    except (UnicodeError, LookupError):
        return False


def fitting(data: bytes, encoding: str) -> str | None:
    """The text in an encoding; None where more than a few characters are broken."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    foreign = sum(not character.isascii() for character in text)
    broken = text.count("\ufffd")
    return text if broken <= 1 or broken <= min(MOST_BROKEN * len(text), foreign / 4) else None


def guessed(data: bytes, name: str) -> tuple[str, str]:
    """The text in the likeliest older encoding.

    Raises:
        CorpusError: There is none.
    """
    from charset_normalizer import from_bytes

    words = re.sub(rb"<[^<>]{0,2000}>", b" ", data)
    best = from_bytes(words, cp_isolation=list(plain.OLDER)).best()
    found = fitting(data, best.encoding) if best is not None else None
    if best is None or found is None:
        raise CorpusError("is a page in an encoding that cannot be told", name, HINT)
    return found, best.encoding
