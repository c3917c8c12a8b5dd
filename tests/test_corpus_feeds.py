"""Feeds kept as files: RSS, Atom, RDF and JSON Feed."""

from __future__ import annotations

import datetime as dt
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.corpus.feeds import house
from briefgen.corpus.opening import Bytes, Contents, read_bytes
from briefgen.errors import CorpusError
from briefgen.model import BlockKind, How

BODY = "Freight through the ports of the lake grew by 5% to 3 million tons, the harbour board said."
OTHER = "The ferry carried 400 thousand people across the lake in the first half of the year."


def read(data: str | bytes, name: str = "feed.xml") -> Contents:
    raw = data.encode() if isinstance(data, str) else data
    return read_bytes(Bytes(raw, name, name.rpartition(".")[2]))


def rss(*items: str, head: str = "") -> str:
    channel = f"<title>Example News</title><link>https://example.org/</link>{head}{''.join(items)}"
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {spaces}><channel>{channel}</channel></rss>'


FIRST = f"""<item><title>Ports grow &amp; grow</title><link>https://example.org/1</link><guid>tag:1</guid>
<dc:creator>Ann Lee</dc:creator><pubDate>Fri, 24 Oct 2025 23:30:00 -0500</pubDate>
<description>Freight grew.</description>
<content:encoded><![CDATA[<p>{BODY}</p><p>{OTHER}</p><script>x=1</script>
<p>The post <a href="/">Ports grow</a> appeared first on <a href="/">Example</a>.</p>]]></content:encoded></item>"""
SECOND = f"""<item><title>Ferry</title><link>https://example.org/2</link><description>{OTHER}</description></item>"""
LINK = "<item><title>Only a headline</title><link>https://example.org/3</link></item>"


def test_rss() -> None:
    first, second = read(rss(FIRST, SECOND, head="<language>en-us</language>")).documents
    assert (first.headline, first.byline, first.publisher) == ("Ports grow & grow", "Ann Lee", "Example News")
    assert (first.published, first.url, first.language) == (dt.date(2025, 10, 24), "https://example.org/1", "en")
    assert all(one.how is How.DECLARED for one in first.known)
    shown = [(first.text[one.span.start : one.span.end], one.kind) for one in first.blocks]
    assert shown[:2] == [(BODY, BlockKind.PARAGRAPH), (OTHER, BlockKind.PARAGRAPH)]
    assert [kind for _, kind in shown[2:]] == [BlockKind.FURNITURE]
    assert "x=1" not in first.text
    assert (second.text, second.published, second.media) == (OTHER, None, "application/rss+xml")


def test_names_do_not_depend_on_places() -> None:
    names = [one.name for one in read(rss(FIRST, SECOND)).documents]
    assert [one.name for one in read(rss(SECOND, FIRST)).documents] == names[::-1]
    assert all(one.startswith("feed.xml#") for one in names)
    assert len(set(names)) == 2


def test_an_entry_that_comes_twice_is_one_and_a_changed_one_is_two() -> None:
    assert len(read(rss(SECOND, SECOND)).documents) == 1
    names = [one.name for one in read(rss(SECOND, SECOND.replace("400", "500"))).documents]
    assert names[1] == f"{names[0]}~2"


def test_entries_without_a_text_are_named() -> None:
    contents = read(rss(SECOND, LINK))
    assert len(contents.documents) == 1
    (left,) = contents.omissions
    assert "Only a headline" in left.reason
    with pytest.raises(CorpusError, match="none of its 1 entries has a text"):
        read(rss(LINK))


def test_a_feed_may_declare_the_wrong_language() -> None:
    german = "Der Hafen hat im vergangenen Jahr drei Millionen Tonnen umgeschlagen, sagte der Minister am Freitag."
    (one,) = read(rss(f"<item><title>Hafen</title><description>{german}</description></item>")).documents
    (other,) = read(
        rss(f"<item><title>H</title><description>{german}</description></item>", head="<language>en</language>")
    ).documents
    assert (one.language, other.language) == ("de", "de")


ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example <b/>News</title>
<entry><id>urn:1</id><title type="html">Ports &lt;b&gt;grow&lt;/b&gt;</title><link href="https://example.org/1"/>
<author><name>Ann Lee</name></author><updated>2025-10-26T01:00:00Z</updated>
<published>2025-10-24T01:00:00+05:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{BODY}</p><table><tr><th>Year</th><th>Tons</th></tr>
<tr><td>2024</td><td>3</td></tr><tr><td>2025</td><td>4</td></tr></table></div></content></entry>
<entry><id>urn:2</id><title>Ferry</title><source><title>Example Wire</title></source>
<summary type="text">{OTHER}</summary></entry></feed>"""


def test_atom() -> None:
    first, second = read(ATOM, "a.atom").documents
    assert (first.headline, first.byline, first.published) == ("Ports grow", "Ann Lee", dt.date(2025, 10, 24))
    assert first.blocks[0].kind is BlockKind.PARAGRAPH
    assert len(first.tables) == 1
    assert (second.publisher, second.text, second.media) == ("Example Wire", OTHER, "application/atom+xml")


def test_rdf() -> None:
    rdf = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org/"><title>Example News</title>
    </channel><item rdf:about="https://example.org/1"><title>Ports grow</title><link>https://example.org/1</link>
    <description>{BODY}</description><dc:date>2025-10-24T08:00:00+02:00</dc:date></item></rdf:RDF>"""
    (one,) = read(rdf, "a.rdf").documents
    assert (one.headline, one.publisher, one.published) == ("Ports grow", "Example News", dt.date(2025, 10, 24))


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Example News",
        "language": "en-GB",
        "items": [
            {"id": "1", "url": "https://example.org/1", "title": "Ports grow", "content_html": f"<p>{BODY}</p>",
             "authors": [{"name": "Ann Lee"}], "date_published": "2025-10-24T23:30:00-05:00"},
            {"id": 2, "content_text": OTHER, "authors": "nobody"},
            {"id": "3", "title": "Only a headline"},
        ],
    }  # fmt: skip
    contents = read(json.dumps(feed), "feed.json")
    first, second = contents.documents
    assert (first.headline, first.byline, first.published) == ("Ports grow", "Ann Lee", dt.date(2025, 10, 24))
    assert (second.text, second.publisher) == (OTHER, "Example News")
    assert len(contents.omissions) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1251", "koi8-r"])
def test_encodings_of_feeds(encoding: str) -> None:
    text = "Товарооборот вырос на двадцать процентов, сообщил министр. Порты увеличили поставки зерна и нефти."
    xml = rss(f"<item><title>Порты</title><description>{text}</description></item>").replace("UTF-8", encoding)
    (one,) = read(xml.encode(encoding)).documents
    assert (one.headline, one.text, one.language) == ("Порты", text, "ru")


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(12)
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (f"{BOMB}]><rss version='2.0'><channel><title>&m;</title></channel></rss>", "entities of its own"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"/>', "entities of its own"),
        ("<html><body><p>A page</p></body></html>", "is no feed"),
        ("<?xml version='1.0'?><records><record/></records>", "is no feed"),
        ("https://example.org/feed.xml", "is no feed"),
        ("/etc/passwd", "is no feed"),
        ("", "is no feed"),
        (b"\0" * 1_000, "is no feed"),
        (rss(), "without entries"),
    ],
)
def test_what_is_no_feed(data: str | bytes, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        read(data)


def test_a_feed_that_breaks_its_parser_is_told() -> None:
    xml = rss("<item><title>A&#55296;b</title><description>Freight grew by 5%.</description></item>")
    with pytest.raises(CorpusError, match="is damaged, or no feed"):
        read(xml.replace("UTF-8", "utf-16").encode("utf-16"))


def test_a_torn_feed_gives_what_it_has_and_says_so() -> None:
    whole = rss(FIRST, SECOND)
    contents = read(whole[: whole.index("<title>Ferry") + 10])
    assert contents.documents[0].headline == "Ports grow & grow"
    assert any("damaged" in one.reason for one in contents.omissions)


def test_entries_in_thousands_take_no_long_time() -> None:
    items = [SECOND.replace("/2", f"/{number}").replace("400", str(number)) for number in range(2_000)]
    began = time.process_time()
    assert len(read(rss(*items)).documents) == 2_000
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    ("title", "address", "expected"),
    [
        ("Example News", "https://example.org/", "Example News"),
        ("Example News - World", "https://www.examplenews.co.uk/world", "Example News"),
        ("World news | The Example", "https://www.theexample.com/world", "The Example"),
        ("EXT > Business", "https://www.extimes.com/", "EXT"),
        ("Example News » Feed", "https://examplenews.org", "Example News"),
        ("Example News RSS Feed", "https://example.org", "Example News"),
        ("Energy: what comes next", "https://blog.org", "Energy: what comes next"),
        ("RSS", "", "RSS"),
        ("", "https://[", ""),
    ],
)
def test_houses_of_feeds(title: str, address: str, expected: str) -> None:
    assert house(title, address) == expected


def test_accounts_and_houses_are_no_writers() -> None:
    entries = (
        f"<item><guid>{name}</guid><dc:creator>{name}</dc:creator><description>{OTHER} {name}</description></item>"
        for name in ("admin", "Example News", "ann@example.org (Ann Lee)", "Bo Ray")
    )
    assert [one.byline for one in read(rss(*entries)).documents] == [None, None, "Ann Lee", "Bo Ray"]


PARTS = st.sampled_from(
    [b"<", b">", b"&", b"]]>", b"<!--", b"\xff", b"\0", b"<item>", b"</rss>", b"&#0;", b"https://[", b"\xc3"]
)
PLACES = st.integers(0, len(rss(FIRST, SECOND)))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(PLACES, PARTS, st.integers(0, 40)), max_size=4), st.sampled_from([rss(FIRST, SECOND), ATOM]))
def test_any_damage_ends_as_documents_or_as_one_sentence(cuts: list[tuple[int, bytes, int]], feed: str) -> None:
    data = feed.encode()
    for place, part, gone in cuts:
        data = data[:place] + part + data[place + gone :]
    try:
        contents = read(data)
    except CorpusError:
        return
    assert contents.documents


def test_references_to_what_nobody_can_write_down() -> None:
    entry = f"<item><title>A&#55296;b&#0;</title><description>{OTHER} &amp;#55296; &#xDFFF; &#0;</description></item>"
    (one,) = read(rss(entry)).documents
    assert OTHER in one.text
    assert one.headline == "A\ufffdb\ufffd"
    for text in (one.headline, one.text):
        assert "\0" not in text
        text.encode()
