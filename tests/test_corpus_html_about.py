"""What a page says of itself: headline, byline, publisher, day, language and address, from odd heads."""

import datetime as dt

import pytest

from briefgen.corpus.html.dates import parsed
from briefgen.corpus.html.page import read
from briefgen.corpus.html.titles import without_site
from briefgen.model import Document, How

TEXT = "<p>The port of Example handled 4.5 million tons of freight in the year, the ministry said on Monday.</p>" * 4
MARCH = dt.date(2026, 3, 4)


def page(head: str = "", body: str = TEXT, lang: str = "en") -> Document:
    source = f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return read(source.encode(), "page.html")


def ld(text: str) -> str:
    return f"<script type='application/ld+json'>{text}</script>"


@pytest.mark.parametrize(
    ("value", "locale", "day"),
    [
        *(
            (value, "en", MARCH)
            for value in (
                "2026-03-04",
                "2026-03-04T23:30:00Z",
                "20260304",
                "2026/3/4",
                "4 March 2026",
                "Wed, 04 Mar 2026 10:00:00 GMT",
                "March 4, 2026 at 9:12 p.m.",
                "1772618400",
                "1772618400000",
            )
        ),
        ("03/04/2026", "en-US", MARCH),
        *(("04/03/2026", locale, MARCH) for locale in ("en-GB", "fr", "es-MX", "pt-BR", "it", "en-IN", "vi")),
        *(("04.03.2026", locale, MARCH) for locale in ("", "en", "de", "ru", "pl")),
        ("4. März 2026", "de", MARCH),
        ("4 mars 2026", "fr", MARCH),
        ("4 de marzo de 2026", "es", MARCH),
        ("4 de março de 2026", "pt-BR", MARCH),
        ("4 марта 2026 г.", "ru", MARCH),
        ("4 березня 2026", "uk", MARCH),
        ("4 marca 2026", "pl", MARCH),
        ("4 Mart 2026 Çarşamba", "tr", MARCH),
        ("2026年3月4日", "ja", MARCH),
        ("2026년 3월 4일", "ko", MARCH),
        ("4 مارس 2026", "ar", MARCH),
        ("4. března 2026", "cs", MARCH),
        ("4 maart 2026", "nl", MARCH),
        ("4. maaliskuuta 2026", "fi", MARCH),
        ("03/04/2026", "en", None),
        ("03/04/2026", "", None),
        *((value, "en", None) for value in ("Updated 4 March 2026", "soon", "", "2026", "31/02/2026", "0001-01-01", "3/4/26")),
    ],
)  # fmt: skip
def test_a_stamp_is_a_day_or_none(value: str, locale: str, day: dt.date | None) -> None:
    assert parsed(value, locale) == day


@pytest.mark.parametrize(
    ("head", "body", "day", "how"),
    [
        (ld('{"@type":"NewsArticle","datePublished":"2026-03-04","dateModified":"2026-03-09"}'), TEXT, MARCH, "declared"),
        (ld('{"@type":"NewsArticle","dateModified":"2026-03-04"}'), TEXT, MARCH, "inferred"),
        ("<meta property='article:published_time' content='2026-03-04'>", TEXT, MARCH, "declared"),
        ("<meta name='DC.date.issued' content='2026-03-04'>", TEXT, MARCH, "declared"),
        ("<meta property='article:modified_time' content='2026-03-04'>", TEXT, MARCH, "inferred"),
        ("", f"<h1>Port</h1><time datetime='2026-03-04'>x</time>{TEXT}", MARCH, "declared"),
        ("", f"<article><p>Updated: <time>5 March 2026</time></p><time pubdate>4 March 2026</time>{TEXT}</article>", MARCH, "declared"),
        ("", f"<div itemscope itemtype='http://schema.org/Article'><b itemprop='datePublished'>4 March 2026</b>{TEXT}</div>", MARCH, "declared"),
        ("", f"<div class='entry-date'>4 March 2026</div>{TEXT}", MARCH, "found"),
        ("", f"<h1>Port grows</h1><i>Published on Wednesday, 4 March 2026</i>{TEXT}", MARCH, "found"),
        ("<link rel='canonical' href='https://a.example.org/2026/03/04/port'>", TEXT, MARCH, "inferred"),
        ("<link rel='canonical' href='https://a.example.org/2026/mar/04/port'>", TEXT, MARCH, "inferred"),
        ("<link rel='canonical' href='https://a.example.org/port-20260304.html'>", TEXT, MARCH, "inferred"),
        ("", f"<header><time datetime='2026-11-28'>Today</time></header><div><h1>Port grows</h1><time datetime='PT3M'>3 min</time> <time datetime='2026-03-04'>x</time>{TEXT}</div>", MARCH, "declared"),
        ("", f"<h1>Port grows</h1>{TEXT}<blockquote>A post. <a href='/x'>May 1, 2026</a></blockquote>", None, None),
        ("", f"{TEXT}<div class='related'><time datetime='2026-03-04'>x</time></div>", None, None),
        ("", f"<h1>Port grows</h1>{TEXT}<p>at <abbr class='published' title='2026-03-04T09:05:00-07:00'>9:05</abbr></p>", MARCH, "declared"),
        ("", f"<div id='sidebar'><header><h1>Port grows</h1><time datetime='2026-03-04'>x</time></header>{TEXT}</div>", MARCH, "declared"),
        ("", f"<h1>Port grows</h1>{TEXT}<blockquote><time datetime='2026-03-04'>x</time></blockquote>", None, None),
        ("", f"{TEXT}<div class='comments'><time datetime='2026-03-04'>x</time></div>", None, None),
        ("", TEXT + "<footer>© 2026 Example. 4 March 2026</footer>", None, None),
    ],
)  # fmt: skip
def test_the_day_of_a_page_and_how_it_is_known(head: str, body: str, day: dt.date | None, how: str | None) -> None:
    found = page(head, body)
    assert (found.published, found.how("published")) == (day, how and How(how))


@pytest.mark.parametrize(
    ("head", "body", "headline"),
    [
        ("<title>Port grows | Harbour Daily</title>", "", "Port grows"),
        ("<title>Port grows again this year - Harbour Daily</title>", "", "Port grows again this year"),
        ("<title>Harbour Daily: Port grows</title><meta property='og:site_name' content='Harbour Daily'>", "", "Port grows"),
        ("<title>Rise - of the port | Section | The Daily</title>", "<h1>Rise - of the port</h1>", "Rise - of the port"),
        ("<meta property='og:title' content='Port grows &amp;amp; grows'>", "", "Port grows & grows"),
        ("<meta property='og:title' content='Port grows, and this is what it means for you'>", "<h1>Port grows</h1>", "Port grows"),
        ("<meta property='og:title' content='Port grows again'>", "<h1><a href='/'>The Daily</a></h1>", "Port grows again"),
        ("<title>Ministry of Ports</title>", "<h1>Port grows again</h1>", "Port grows again"),
        ("", "<h1>Port <span>grows</span><br>again</h1>", "Port grows again"),
        ("<meta property='og:title' content='Port grows again'>", "<h1><span>World</span> Port grows again</h1>", "Port grows again"),
        ("<meta property='og:title' content='Port grows again'>", "<h1>Exclusive: port grows again</h1>", "Exclusive: port grows again"),
        ("<meta property='og:title' content='The port of Example grew by…'>" + ld('{"@type":"Article","headline":"The port of Example grew by a third"}'), "", "The port of Example grew by a third"),
        ("<title>北港将新增第三个粮食泊位_港口日报</title><meta property='og:title' content='北港将新增第三个粮食泊位'>", "", "北港将新增第三个粮食泊位"),
        ("<title>x</title>", "<nav><h1>Menu</h1></nav>", None),
        ("<meta property='og:title' content='Port grows again'>", "<h1><i>Wow: look!</i>Port grows again</h1>", "Port grows again"),
        ("<meta property='og:title' content='Port grows again'>", "<h1>Port grows again <i>Subscribers</i></h1>", "Port grows again"),
        ("<title>Port grows again</title>", "<h1>Port grows again<b style='display:none'>Harbour Daily</b></h1>", "Port grows again"),
        ("<meta property='og:title' content='Port grows'>", "<h1>Port grows again</h1>", "Port grows again"),
        ("<meta property='og:title' content='port/grows'>", "<h1><a>port</a>/<b>grows</b></h1>", "port/grows"),
        ("<title>北港将新增第三个粮食泊位</title>", "<h2><span>原创</span>北港将新增第三个粮食泊位</h2>", "北港将新增第三个粮食泊位"),
        ("<title>北港将新增第三个粮食泊位_港口_北港日报</title>", "", "北港将新增第三个粮食泊位"),
        ("<title>北港将新增第三个粮食泊位-北港网</title>", "", "北港将新增第三个粮食泊位"),
        ("<title>总理出席第十届中国-东盟博览会</title>", "", "总理出席第十届中国-东盟博览会"),
        ("<title>What snake_case and port_grows mean</title>", "", "What snake_case and port_grows mean"),
        ("<meta property='og:title' content='Port grows again | Harbour'>", "", "Port grows again"),
        ("<meta property='og:title' content='port-grows-again-2026'>", "<h1>The port is larger than ever</h1>", "The port is larger than ever"),
        ("<meta property='og:title' content='How you can gain from a larger port'>" + ld('{"@type":"Article","headline":"Port grows again"}'),
         "<h1>Port grows again</h1><h2>How you can gain from a larger port</h2>", "Port grows again"),
    ],
)  # fmt: skip
def test_the_headline_of_a_page(head: str, body: str, headline: str | None) -> None:
    assert page(head, body + TEXT).headline == headline


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Port grows - Harbour Daily", "Port grows"),
        ("Port grows | World | Harbour Daily", "Port grows | World"),
        ("Harbour Daily | Port grows", "Port grows"),
        ("Port grows — harbourdaily.example", "Port grows"),
        ("Harbour Daily: Port grows", "Port grows"),
        ("Minister: port grows", "Minister: port grows"),
        ("Exports rise 3-4 % - and fall", "Exports rise 3-4 % - and fall"),
        ("Harbour Daily", "Harbour Daily"),
    ],
)
def test_the_name_of_a_site_is_cut_off_a_title(title: str, left: str) -> None:
    assert without_site(title, ["Harbour Daily"]) == left


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (ld('{"@type":"Article","author":"Ann Lee"}'), "", "Ann Lee"),
        (ld('{"@type":"Article","author":[{"name":"Ann Lee"},{"name":"Bob Ray"},{"name":"Cy Dee"}]}'), "", "Ann Lee, Bob Ray and Cy Dee"),
        (ld('{"@graph":[{"@type":"Article","author":{"@id":"#a"},"datePublished":"2026-03-04"},{"@type":"Person","@id":"#a","name":"Ann Lee"}]}'), "", "Ann Lee"),
        (ld('{"@type":"Article","author":{"@id":"#nobody"}}'), "", None),
        ("<meta name='author' content='By Ann Lee'>", "", "Ann Lee"),
        ("<meta name='author' content='admin'>", "", None),
        ("<meta name='author' content='https://a.example.org/ann'>", "", None),
        ("<meta property='og:site_name' content='Daily'><meta name='author' content='Daily'>", "", None),
        ("", "<a rel='author' href='/ann'>Ann Lee</a>", "Ann Lee"),
        ("", "<p class='byline'>By <a href='/x'>Ann Lee</a>, Port correspondent</p>", "Ann Lee"),
        ("", "<p class='author-bio'>Ann Lee writes on ports.</p>", None),
    ],
)  # fmt: skip
def test_who_wrote_a_page(head: str, body: str, byline: str | None) -> None:
    assert page(head, body + TEXT).byline == byline


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<link rel='canonical' href='https://a.example.org/port?id=1'>", "https://a.example.org/port?id=1"),
        ("<link rel='canonical' href='/port'><meta property='og:url' content='https://a.example.org/x'>", "https://a.example.org/port"),
        ("<link rel='canonical' href='https://a.example.org/'><meta property='og:url' content='https://a.example.org/x'>", "https://a.example.org/x"),
        ("<meta property='og:url' content='javascript:alert(1)'>", None),
        ("<meta property='og:url' content='file:///etc/passwd'>", None),
        ("<link rel='canonical' href='http://[::'>", None),
        ("<!-- saved from url=(0031)https://a.example.org/2026/port -->", "https://a.example.org/2026/port"),
    ],
)  # fmt: skip
def test_the_address_of_a_page(head: str, url: str | None) -> None:
    assert page(head).url == url


@pytest.mark.parametrize("text", ["{", "[[[", '{"@type": 5}', '{"@graph": {"a": null}}', '"x"', "[" * 100_000, '{"@type":"NewsArticle","author":[[]],"headline":{"a":1}}'])  # fmt: skip
def test_broken_metadata_says_nothing_and_breaks_nothing(text: str) -> None:
    found = page(ld(text))
    assert (found.byline, found.published, found.publisher) == (None, None, None)


def test_the_language_of_the_words_wins_over_what_a_template_declares() -> None:
    german = "<p>Der Hafen schlug im vergangenen Jahr mehr Güter um als je zuvor, teilte das Ministerium mit.</p>" * 4
    found = page(body=german, lang="en")
    assert (found.language, found.how("language")) == ("de", How.INFERRED)
