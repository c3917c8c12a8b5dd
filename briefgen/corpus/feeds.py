"""Feeds kept as files: RSS, Atom and RDF (feedparser), and JSON Feed; each entry a document.

An entry is named by what its feed knows it by ("feed.xml#3f9c21ab04"), not by its place, which the next entry changes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from briefgen import remarks
from briefgen.corpus import items
from briefgen.corpus.html.about import NOBODY
from briefgen.corpus.items import Item
from briefgen.corpus.words import alternatives
from briefgen.corpus.writable import UNWRITABLE
from briefgen.errors import CorpusError
from briefgen.model import Block, BlockKind, Document, Omission

MEDIA = "application/rss+xml"
MEDIA_ATOM = "application/atom+xml"
MEDIA_JSON = "application/feed+json"


NO_FEED = "Feeds in RSS, Atom and RDF are read. Save a web page as .html."

DOCTYPE = re.compile(rb"<!ENTITY", re.IGNORECASE)
HEAD = 4_096
"""Bytes in which a document type is declared. No feed needs entities of its own."""


def read(data: bytes, name: str) -> Sequence[Document | Omission]:
    """The entries of a feed in XML that have a text; those that only link to one are left out and named.

    Raises:
        CorpusError: It is no feed, is damaged before its first entry, or no entry has a text.
    """
    if DOCTYPE.search(data[:HEAD]):
        raise CorpusError("declares entities of its own, which no feed needs", name, NO_FEED)
    parsed = _parsed(data, name)
    version = str(parsed.get("version") or "")
    if not version and not parsed.entries:
        raise CorpusError("is no feed", name, NO_FEED)
    media = MEDIA_ATOM if version.startswith("atom") else MEDIA
    encoding = (parsed.get("encoding") or "utf-8").lower()
    found = [_entry(entry, parsed.feed, encoding) for entry in parsed.entries]
    cut = [] if _is_whole(parsed) else [Omission(name, f"is damaged behind its entry number {len(found)}")]
    return (*_documents(found, name, media), *cut)


REFERENCE = re.compile(rb"&#(?:(\d{1,9})|[xX]([0-9a-fA-F]{1,8}));?")


def _parsed(data: bytes, name: str) -> Any:  # noqa: ANN401 - feedparser's own dictionary
    """What feedparser makes of a feed.

    Raises:
        CorpusError: It breaks it.
    """
    import feedparser

    # A stream, because feedparser takes bytes for an address or a file to open. What is dangerous in HTML never gets
    # through our own reading of it, so it is not cleaned twice.
    stream = io.BytesIO(REFERENCE.sub(_writable, data))
    try:
        return feedparser.parse(stream, sanitize_html=False)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise CorpusError("is damaged, or no feed", name, NO_FEED) from error


def _writable(match: re.Match[bytes]) -> bytes:
    """A reference to a character, or one to the mark of replacement where it means none."""
    code = int(match[1]) if match[1] else int(match[2], 16)
    return match[0] if 0 < code <= sys.maxunicode and not UNWRITABLE.match(chr(code)) else b"&#65533;"


def _is_whole(parsed: Any) -> bool:  # noqa: ANN401 - feedparser's own dictionary
    """Whether the XML goes on to its end. Sloppy feeds are read whole too; only a torn one loses entries."""
    error = parsed.get("bozo_exception")
    return not parsed.bozo or not re.search(r"unclosed|no element found|premature", str(error))


def _entry(entry: Any, feed: Any, encoding: str) -> tuple[Item, str]:  # noqa: ANN401
    """An entry, and what its feed knows it by."""
    text, html = _text(entry)
    link = entry.get("link") or ""
    item = Item(
        text,
        is_html=html,
        headline=_bare(entry.get("title")),
        byline=_names(entry, feed),
        publisher=_publisher(entry, feed),
        published=_day(entry),
        language=items.language(_spoken(entry) or str(feed.get("language") or "")),
        url=link if link.startswith(("http://", "https://")) else "",
        encoding=encoding,
        tells_encoding=True,
    )
    return item, entry.get("id") or link or f"{item.headline}\0{text}"


def _text(entry: Any) -> tuple[str, bool]:  # noqa: ANN401
    """The longest of the texts that an entry carries, and whether it is HTML."""
    whole = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    texts = [(str(one.get("value") or ""), str(one.get("type") or "")) for one in whole]
    text, kind = max(texts, key=lambda one: len(_bare(one[0])))
    return text, "html" in kind and _is_marked(text)


def _is_marked(text: str) -> bool:
    """Whether a text that is said to be HTML has anything of it; many are plain and broken into lines."""
    return items.is_html(text) or re.search(r"&(?:#\w{1,7}|[a-z]{2,8});", text) is not None


def _publisher(entry: Any, feed: Any) -> str:  # noqa: ANN401
    """Who published an entry: the feed that it was taken from, a publisher of its own, or the house of the feed."""
    source = entry.get("source") or {}
    if source.get("title"):
        return house(_bare(source.get("title")), str(source.get("href") or source.get("link") or ""))
    return _bare(entry.get("publisher")) or house(_bare(feed.get("title")), str(feed.get("link") or ""))


STROKES = re.compile(r"\s+[-–—|»›>·•]\s+|\s*[|»]\s*|:\s+")
FEED = re.compile(r"\s*(?:\bRSS\b)?\s*(?:\b(?:feed|feeds|atom)\b)?\s*$", re.IGNORECASE)
LEAST = 3
"""Letters that a name and its domain must share."""


def house(title: str, address: str) -> str:
    """The house in the title of a feed: "Example News" of "Example News - World", so that two feeds of it are one.

    Args:
        title: The title.
        address: An address of the house: of several parts, its domain spells the one that is its name.
    """
    labels = [one for one in _host(address).split(".")[:-1] if len(one) >= LEAST]
    parts = [FEED.sub("", part).strip() for part in STROKES.split(title)]
    for part in parts if len(parts) > 1 else ():
        name = "".join(filter(str.isalnum, part.casefold()))
        if len(name) >= LEAST and any(name in one or one in name for one in (*labels, "".join(labels))):
            return part
    return FEED.sub("", title).strip() or title


def _host(address: str) -> str:
    """The host of an address; empty where it has none, or is damaged."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _names(entry: Any, feed: Any) -> str:  # noqa: ANN401
    """Who wrote an entry, without addresses; a house that signs all its entries is no writer."""
    written = [_bare(one.get("name")) for one in entry.get("authors", ())] or [_bare(entry.get("author"))]
    own = house(_bare(feed.get("title")), str(feed.get("link") or "")).casefold()
    names = [re.sub(r"\s*[(<]?\S+@\S+[)>]?\s*", " ", one).strip(" ()") for one in written]
    return ", ".join(dict.fromkeys(one for one in names if one and one.casefold() not in {own, *NOBODY}))


def _day(entry: Any) -> dt.date | None:  # noqa: ANN401
    """The day that an entry appeared, in the zone that its feed writes."""
    for field in ("published", "updated", "created"):
        # dict.get: feedparser's own gives the day of publication where no update is told
        written, parsed = dict.get(entry, field), dict.get(entry, f"{field}_parsed")
        found = items.day(str(written or "")) or (dt.date(*parsed[:3]) if parsed else None)
        if found is not None:
            return found
    return None


def _spoken(entry: Any) -> str:  # noqa: ANN401
    """The language of an entry's own text."""
    details = [*entry.get("content", ()), entry.get("summary_detail") or {}, entry.get("title_detail") or {}]
    return next((str(one["language"]) for one in details if one.get("language")), "")


def from_json(feed: Mapping[str, Any], name: str, encoding: str) -> Sequence[Document | Omission]:
    """The entries of a JSON Feed (jsonfeed.org, version 1 and 1.1).

    Raises:
        CorpusError: It has no entries, or none with a text.
    """
    listed = feed.get("items")
    rows = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return _documents([_json_entry(one, feed, encoding) for one in rows], name, MEDIA_JSON)


def _json_entry(entry: Mapping[str, Any], feed: Mapping[str, Any], encoding: str) -> tuple[Item, str]:
    """An entry of a JSON Feed, and what its feed knows it by."""
    html = str(entry.get("content_html") or "")
    text = html or str(entry.get("content_text") or entry.get("summary") or "")
    url = str(entry.get("url") or "")
    written = entry.get("authors") or [entry.get("author")]
    names = [_bare(one.get("name")) for one in written if isinstance(one, dict)] if isinstance(written, list) else []
    item = Item(
        text,
        is_html=bool(html),
        headline=_bare(entry.get("title")),
        byline=", ".join(filter(None, names)),
        publisher=house(_bare(feed.get("title")), str(feed.get("home_page_url") or "")),
        published=items.day(str(entry.get("date_published") or entry.get("date_modified") or "")),
        language=items.language(str(entry.get("language") or feed.get("language") or "")),
        url=url,
        encoding=encoding,
    )
    return item, str(entry.get("id") or url or f"{item.headline}\0{text}")


def _documents(found: Iterable[tuple[Item, str]], name: str, media: str) -> Sequence[Document | Omission]:
    """The entries as documents.

    Raises:
        CorpusError: None has a text.
    """
    every = [_document(item, f"{name}#{items.mark(own)}", media) for item, own in found]
    if not every:
        raise CorpusError("is a feed without entries", name)
    if not any(isinstance(one, Document) for one in every):
        raise CorpusError(f"none of its {len(every)} entries has a text: each {remarks.ONLY_A_LINK}", name)
    return tuple(items.named_once(every))


def _document(item: Item, name: str, media: str) -> Document | Omission:
    """One entry as a document."""
    headline = items.flat(item.headline)
    if not _bare(item.text) or _bare(item.text).casefold() == item.headline.casefold():
        return Omission(name, remarks.called(remarks.ONLY_A_LINK, headline))
    try:
        return _without_tail(items.built(item, name, media))
    except CorpusError as error:
        return Omission(name, remarks.called(error.message, headline))


TAIL = re.compile(rf"(?:{alternatives('feed_tails')})\b", re.IGNORECASE)
"""What systems put below the text of an entry."""

MOST_OF_TAIL = 300
"""Characters of such a line."""


def _without_tail(read: Document) -> Document:
    """The document with such a line at its end told as furniture."""
    last = read.blocks[-1] if len(read.blocks) > 1 else None
    if last is None or len(last.span) > MOST_OF_TAIL or not TAIL.search(read.text[last.span.start : last.span.end]):
        return read
    return replace(read, blocks=(*read.blocks[:-1], Block(last.span, BlockKind.FURNITURE)))


def _bare(value: Any) -> str:  # noqa: ANN401 - whatever the feed has there
    """Text without markup, in one line."""
    return items.flat(unescape(re.sub(r"<[^<>]*>", " ", str(value or ""))))
