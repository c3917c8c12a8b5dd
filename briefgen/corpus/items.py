"""What a feed, a mail or a row of a table holds → a document: its text, and the fields that stand beside it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime

from msgspec import Struct
from msgspec.structs import replace

from briefgen import remarks
from briefgen.corpus import dates
from briefgen.corpus.declaring import declared, in_order
from briefgen.corpus.decode import CERTAIN
from briefgen.corpus.describe import Stretch, document
from briefgen.corpus.html.content import Content, fragment
from briefgen.corpus.paragraphs import stretches
from briefgen.corpus.writable import writable
from briefgen.errors import CorpusError
from briefgen.model import Document, How, Known, Omission

TAG = re.compile(
    r"<(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|table|tr|td|blockquote|img|figure|section|article|body|html|font)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
"""An element that texts of the web have. A bare "<" or "<5%" is text."""

SECONDS, MILLISECONDS = 100_000_000, 100_000_000_000
"""From these on, bare numbers are moments since 1970 (from 1973 on), and not years or days such as 20251024."""


class Item(Struct, frozen=True):
    """A document as a feed, a mail or a table of articles gives it. Empty fields are not known."""

    text: str
    """Its text: plain or HTML."""
    is_html: bool = False
    """Whether the text is HTML."""
    headline: str = ""
    byline: str = ""
    publisher: str = ""
    published: dt.date | None = None
    language: str = ""
    """ISO 639-1 code. Believed unless the words of the text say otherwise: whole feeds declare a wrong one."""
    url: str = ""
    encoding: str = "utf-8"
    """What the file was read with."""
    tells_encoding: bool = False
    """Whether the file says so itself."""


def built(item: Item, name: str, media: str, content: Content | None = None) -> Document:
    """The document that an item is.

    Args:
        item: Its parts.
        name: Its name.
        media: Media type of the file that holds it.
        content: Its text, where that is laid out already.

    Raises:
        CorpusError: There is no text in it.
    """
    laid = content or (fragment(writable(item.text), name) if item.is_html else plain(writable(item.text)))
    read = document(laid.text, name, item.encoding, laid.stretches, plain=not item.is_html)
    read = replace(read, tables=laid.tables)
    if not any(map(str.isalnum, read.text)):
        raise CorpusError(remarks.NO_TEXT, name)
    given = {field: flat(getattr(item, field)) for field in ("headline", "byline", "publisher", "url")}
    fields = {field: value for field, value in given.items() if value}
    day = {"published": item.published} if item.published else {}
    told = {"encoding": item.encoding} if item.tells_encoding and item.encoding not in CERTAIN else {}
    return with_language(declared(replace(read, media=media), fields | day | told), item.language)


def with_language(read: Document, code: str) -> Document:
    """The document with the language that is declared, where its words do not say otherwise."""
    if not code or read.language not in {None, code}:
        return read
    others = (one for one in read.known if one.field != "language")
    return replace(read, language=code, known=in_order((*others, Known("language", How.DECLARED))))


def plain(text: str) -> Content:
    """A plain text and its stretches."""
    return Content(text, tuple(Stretch(span) for span in stretches(text)))


def flat(text: str) -> str:
    """A field in one line."""
    return " ".join(writable(text).split())


def is_html(text: str) -> bool:
    """Whether a text is written in HTML."""
    return TAG.search(text) is not None


def language(text: str) -> str:
    """The ISO 639-1 code of "en-GB", "en_US" or "EN"; empty where it is none."""
    match = re.fullmatch(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9]+)*", text.strip())
    return match[1].lower() if match else ""


def day(text: str) -> dt.date | None:
    """The day of a moment in its own time zone; None where there is none, or day and month could be each other."""
    text = text.strip()
    if text.isdecimal() and int(text) >= SECONDS:
        return _since_1970(int(text))
    for parse in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = parse(text).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return found if dates.EARLIEST <= found.year <= dates.LATEST else None
    return dates.day(text)


def _since_1970(number: int) -> dt.date | None:
    """The day, in UTC, of seconds or milliseconds since 1970; of eight digits, the day that they write."""
    try:
        seconds = number / 1_000 if number >= MILLISECONDS else number
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


class Days:
    """The days of one column. Where one shows whether the day or the month stands first, all have that order."""

    def __init__(self, written: Iterable[str]) -> None:
        shown = {first for one in written if (first := _first(one)) is not None}
        self.day_first = shown.pop() if len(shown) == 1 else None

    def read(self, text: str) -> dt.date | None:
        """The day; None where it cannot be told."""
        found = day(text)
        match = SLASHED.match(text.strip())
        if found is not None or match is None or self.day_first is None:
            return found
        first, second = int(match[1]), int(match[2])
        number, month = (first, second) if self.day_first else (second, first)
        return dates.calendar(int(match[3]), month, number)


SLASHED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
MONTHS = 12


def _first(text: str) -> bool | None:
    """Whether the day stands first in "24/10/2025"; None where both could be the month."""
    match = SLASHED.match(text.strip())
    if match is None or (int(match[1]) > MONTHS) == (int(match[2]) > MONTHS):
        return None
    return int(match[1]) > MONTHS


def mark(*parts: str) -> str:
    """A short name that stays the same wherever in its file a document stands."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


LENGTH = 10
"""Hexadecimal digits: in a feed of a thousand entries, two are alike once in two million feeds."""


def named_once(found: Iterable[Document | Omission]) -> Iterator[Document | Omission]:
    """Documents whose names are alike told apart; of those that are the same altogether only the first."""
    names: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for one in found:
        if isinstance(one, Omission):
            yield one
            continue
        if (one.name, one.id) in seen:
            continue
        seen.add((one.name, one.id))
        names[one.name] = count = names.get(one.name, 0) + 1
        yield replace(one, name=f"{one.name}~{count}") if count > 1 else one
