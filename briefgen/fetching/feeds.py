"""Feeds: what they name, and which feed a page names."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
from email.utils import parsedate_to_datetime
from typing import Any

from msgspec import Struct

from briefgen.fetching import addresses
from briefgen.fetching.values import FetchError

TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
"""Media types of feeds alone."""
HEAD = 4096
"""Bytes at the beginning that tell a feed from other XML or JSON."""
MOST = 2000
"""Entries of one feed that are looked at: an archive as a feed is taken in by and by."""
LONGEST = 500_000
"""Characters of a text that an entry carries: a long report. What is longer is left to its page."""


_UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters but for blanks, and halves of characters, which JSON can hold."""


class Entry(Struct, frozen=True):
    """What a feed says of one of its entries; what it does not say is empty."""

    link: str
    """Whole address."""
    title: str = ""
    author: str = ""
    published: str = ""
    """Day, as the feed's own time zone has it: "2026-10-19"."""
    updated: str = ""
    """When it changed last, as written."""
    text: str = ""
    """The whole text that it carries, where it does (`content:encoded`, Atom content, `content_html`): no summary."""
    is_html: bool = False
    """Whether that is HTML."""


class Feed(Struct, frozen=True):
    """A feed."""

    title: str
    entries: tuple[Entry, ...]
    """In its order, each link once; an entry without a link to the web is none."""


def is_feed(media: str, data: bytes) -> bool:
    """Whether an answer is a feed; many servers call theirs text/xml or text/html, so the bytes decide."""
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"{"):
        return b"https://jsonfeed.org/version/" in head.replace(b"\\/", b"/")
    if not head.startswith(b"<") or (media == "text/html" and b"<html" in head):
        return False
    return any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf", b"<channel"))


def parse(data: bytes, url: str, charset: str = "") -> Feed:
    """What a feed names.

    Args:
        data: Its bytes.
        url: Where they came from: links may be relative.
        charset: The encoding that came with them.

    Raises:
        FetchError: It is damaged beyond reading.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(data, url)
    import feedparser

    kind = f"application/xml; charset={charset}" if charset else "application/xml"
    headers = {"content-location": url, "content-type": kind}
    try:
        parsed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise FetchError("is damaged, or no feed", url) from error  # halves of characters break its loose parser
    if not parsed.entries and not parsed.feed:
        raise FetchError("is damaged, or no feed", url)
    found = (_entry(entry, url) for entry in parsed.entries[:MOST])
    return Feed(_line(parsed.feed.get("title")), _once(found))


def _entry(entry: Any, url: str) -> Entry | None:  # noqa: ANN401 - feedparser's own dictionary
    link = _link(entry.get("link") or "", url)
    if link is None:
        return None
    day = _day(entry.get("published") or "", entry.get("published_parsed"))
    # dict.get: feedparser's own gives the day of publication where no update is told
    updated = _line(dict.get(entry, "updated"))[:100]
    return Entry(link, _line(entry.get("title")), _line(entry.get("author")), day, updated, *_carried(entry))


def _carried(entry: Any) -> tuple[str, bool]:  # noqa: ANN401 - feedparser's own dictionary
    """The longest text that an entry carries as its content, and whether it is HTML."""
    whole = [(str(one.get("value") or ""), "html" in str(one.get("type"))) for one in entry.get("content") or ()]
    return _kept(*max(whole, key=lambda one: len(one[0]), default=("", False)))


def _kept(text: str, is_html: bool) -> tuple[str, bool]:  # noqa: FBT001 - a pair
    """A text that can be written down; none where there is nothing in it, or too much."""
    clean = _UNWRITABLE.sub("", text)
    return (clean, is_html) if clean.strip() and len(clean) <= LONGEST else ("", False)


def _json_feed(data: bytes, url: str) -> Feed:
    """JSON Feed (jsonfeed.org, version 1 and 1.1)."""
    try:
        whole = json.loads(data)
        found = [
            Entry(
                link,
                _line(one.get("title")),
                _line(next((author.get("name") for author in one.get("authors") or () if author.get("name")), "")),
                _day(str(one.get("date_published") or ""), None),
                _line(one.get("date_modified"))[:100],
                *_kept(str(one.get("content_html") or one.get("content_text") or ""), bool(one.get("content_html"))),
            )
            for one in whole["items"][:MOST]
            if (link := _link(str(one.get("url") or ""), url)) is not None
        ]
        return Feed(_line(whole.get("title")), _once(found))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FetchError("is damaged, or no feed", url) from error


def _once(found: Any) -> tuple[Entry, ...]:  # noqa: ANN401 - any run of entries and gaps
    return tuple({entry.link: entry for entry in reversed([one for one in found if one])}.values())[::-1]


def _link(written: str, url: str) -> str | None:
    """A link as a whole address; None where it leads nowhere that is fetched."""
    if not written.strip():
        return None
    try:
        return str(addresses.joined(addresses.parse(url), written))
    except FetchError:
        return None


def _line(text: Any) -> str:  # noqa: ANN401 - whatever the feed has there
    """Text without markup, on one line, without what cannot be written down."""
    plain = html.unescape(re.sub(r"<[^<>]*>", " ", str(text or "")))
    return " ".join(_UNWRITABLE.sub("", plain).split())[:500]


def _day(written: str, parsed: Any) -> str:  # noqa: ANN401 - feedparser's time, in UTC
    """The day of a moment in the zone that it is written in."""
    for read in (parsedate_to_datetime, dt.datetime.fromisoformat):
        try:
            return read(written.strip()).date().isoformat()
        except (ValueError, TypeError, IndexError):
            continue
    return dt.date(*parsed[:3]).isoformat() if parsed else ""


def named_by(data: bytes, url: str) -> tuple[str, ...]:
    """The feeds that a page names in its head, in its order."""
    from lxml import etree
    from lxml import html as pages

    try:
        parser = pages.HTMLParser(no_network=True, huge_tree=False)
        root = pages.document_fromstring(data[: 1024 * 1024], parser=parser)
    except (etree.LxmlError, ValueError):
        return ()
    found = []
    for link in root.iter("link"):
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in rel and kind in TYPES and (whole := _link(link.get("href") or "", url)):
            found.append(whole)
    return tuple(dict.fromkeys(found))
