"""A page that cannot be had, and whose feed carries its text: that text, as an item like any other.

It is kept as a JSON Feed of one entry: so it can be read again one day, and says itself what it is.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from briefgen.ingesting.values import Item, Said

VERSION = "https://jsonfeed.org/version/1.1"
SUFFIX = "json"


def carried(url: str, said: Said, why: str, stamp: str) -> Item | None:
    """The text that a feed gave for a page; None where it gave none.

    Args:
        url: The address of the page.
        said: What the feed says.
        why: Why the page itself was not fetched.
        stamp: How the page looked.
    """
    if not said.text:
        return None
    entry = {
        "id": url,
        "url": url,
        "title": said.title,
        "content_html" if said.is_html else "content_text": said.text,
        "date_published": said.published,
        "authors": [{"name": said.author}] if said.author else [],
    }
    feed = {"version": VERSION, "title": said.publisher, "home_page_url": url, "items": [entry]}
    data = msgspec.json.encode(feed)
    return Item(url, url, SUFFIX, stamp=stamp, data=data, url=url, said=replace(said, text=""), instead=why)
