"""Feeds: what they name, whatever their kind, and which feed a page names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.fetching import feeds
from briefgen.fetching.feeds import Entry
from briefgen.fetching.values import FetchError

URL = "https://news.example/feeds/all"

RSS = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The &lt;b&gt;Gazette&lt;/b&gt; &amp;amp; Co</title>
<item><title>Port opens &lt;i&gt;again&lt;/i&gt;</title><link>/2026/port</link><dc:creator>Ada Moss</dc:creator>
<pubDate>Mon, 19 Oct 2026 23:30:00 -0500</pubDate></item>
<item><title>Twice</title><link>/2026/port</link></item>
<item><title>No link</title></item>
<item><title>A mail</title><link>mailto:desk@news.example</link></item>
<item><title>Tram</title><link>https://other.example/tram?a=1&amp;b=2</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>
<entry><title>Öl</title><link href="oil"/><published>2026-10-19T01:00:00+09:00</published>
<updated>2026-10-20T01:00:00Z</updated><author><name>Ada Moss</name></author></entry></feed>""".encode()

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Gazette</title></channel>
<item><title>Port</title><link>https://news.example/port</link></item></rdf:RDF>"""

CARRYING = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>
<entry><title>Oil</title><link href="oil"/><summary>Short.</summary>
<content type="html">&lt;p&gt;Long.&lt;/p&gt;</content></entry>
<entry><title>Gas</title><link href="gas"/><summary>Short.</summary><content>Plain &amp; long.</content></entry>
<entry><title>Tar</title><link href="tar"/><content> </content></entry></feed>"""

JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": [
{"id": "1", "url": "/port", "title": "Port", "authors": [{"name": "Ada Moss"}],
 "date_published": "2026-10-19T23:30:00-05:00", "date_modified": "2026-10-20"}, {"id": "2"}]}"""

BROKEN = RSS[: RSS.index(b"<item><title>Twice")]
"""Cut off in the middle, as feeds are that ran out of disk."""


@pytest.mark.parametrize(
    ("data", "title", "entries"),
    [
        (
            RSS,
            "The Gazette & Co",
            (
                Entry("https://news.example/2026/port", "Port opens again", "Ada Moss", "2026-10-19"),
                Entry("https://other.example/tram?a=1&b=2", "Tram"),
            ),
        ),
        (
            ATOM,
            "Gazette",
            (Entry("https://news.example/feeds/oil", "Öl", "Ada Moss", "2026-10-19", "2026-10-20T01:00:00Z"),),
        ),
        (
            CARRYING,
            "Gazette",
            (
                Entry("https://news.example/feeds/oil", "Oil", text="<p>Long.</p>", is_html=True),
                Entry("https://news.example/feeds/gas", "Gas", text="Plain & long."),
                Entry("https://news.example/feeds/tar", "Tar"),
            ),
        ),
        (RDF, "Gazette", (Entry("https://news.example/port", "Port"),)),
        (JSON, "Gazette", (Entry("https://news.example/port", "Port", "Ada Moss", "2026-10-19", "2026-10-20"),)),
        (
            BROKEN,
            "The Gazette & Co",
            (Entry("https://news.example/2026/port", "Port opens again", "Ada Moss", "2026-10-19"),),
        ),
    ],
    ids=["rss", "atom", "carrying", "rdf", "json", "cut off"],
)
def test_what_feeds_name(data: bytes, title: str, entries: tuple[Entry, ...]) -> None:
    assert feeds.is_feed("text/xml", data)
    found = feeds.parse(data, URL)
    assert found.title == title
    assert found.entries == entries


@pytest.mark.parametrize(
    ("media", "data", "expected"),
    [
        ("text/html", b"<!doctype html><html><body><feed>", False),
        ("text/html", RSS, True),
        ("application/xml", b"\xef\xbb\xbf  " + ATOM, True),
        ("application/xml", b"<?xml version='1.0'?><urlset>", False),
        ("application/json", b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1"}', True),
        ("application/json", b'{"rss": 1}', False),
        ("text/plain", b"What an <rss is", False),
        ("application/pdf", b"%PDF-1.7 <rss", False),
    ],
)
def test_feeds_are_told_by_their_bytes(media: str, data: bytes, expected: object) -> None:
    assert feeds.is_feed(media, data) is expected


HALF = b"<rss version='2.0'><channel><title>A&#55296;&b</title></channel></rss>"
"""Half of a character, which breaks feedparser."""


@pytest.mark.parametrize("data", [b"{", b'{"items": 7}', b'{"items": [7]}', b"{" * 100_000, b"<rss", b"", HALF])
def test_what_is_damaged_is_refused(data: bytes) -> None:
    with pytest.raises(FetchError):
        feeds.parse(data, URL)


@given(st.binary(max_size=200), st.sampled_from([RSS, ATOM, JSON]))
def test_any_damage_is_read_or_refused(noise: bytes, feed: bytes) -> None:
    try:
        found = feeds.parse(feed[:150] + noise + feed[150:], URL)
    except FetchError:
        return
    assert all(entry.link.startswith("http") for entry in found.entries)


def test_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{one} "{"&l" + str(one - 1) + ";" if one else "ha"}">' * 1 for one in range(9))
    bomb = f'<!DOCTYPE rss [{laughs}<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;&l8;</title>'
    found = feeds.parse(f"{bomb}<item><link>/a</link></item></channel></rss>".encode(), URL)
    assert "root" not in found.title


def test_what_cannot_be_written_down_is_left_out() -> None:
    body = r"""{"version": "https://jsonfeed.org/version/1", "title": "A\ud800\u0000B", "items": [
        {"url": "/a", "title": "x\udfffy", "date_modified": "\ud800"}, {"url": "/\ud800"}]}"""
    found = feeds.parse(body.encode(), URL)
    assert found == feeds.Feed("AB", (Entry("https://news.example/a", "xy"),))


def test_the_feeds_that_a_page_names() -> None:
    page = b"""<html><head><link rel="stylesheet" href="/a.css">
    <link rel="alternate" hreflang="de" href="/de"><link rel="Alternate" type="application/rss+xml" href="/rss">
    <link rel="alternate" type="application/atom+xml; charset=utf-8" href="//feeds.example/a">
    <link rel="alternate" type="application/rss+xml" href="javascript:x"></head><body>"""
    assert feeds.named_by(page, "https://news.example/a/") == ("https://news.example/rss", "https://feeds.example/a")


@pytest.mark.parametrize("data", [b"", b"\0\0", b"no page at all", b"<" * 10_000])
def test_what_is_no_page_names_no_feeds(data: bytes) -> None:
    assert feeds.named_by(data, URL) == ()
