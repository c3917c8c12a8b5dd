"""The reader of web pages: text, blocks, tables, places, and what a page says of itself."""

import datetime as dt
from pathlib import Path

import pytest

from briefgen.corpus import load
from briefgen.corpus.html.content import fragment
from briefgen.corpus.html.flow import Part
from briefgen.corpus.html.main import is_teaser
from briefgen.corpus.html.page import read
from briefgen.errors import CorpusError
from briefgen.model import BlockKind, Document, How, Place, Span

LINES = (
    "The port of Example handled 4.5 million tons of freight in 2025, the ministry said on Monday.",
    "That was 12% more than in the year before, when ice closed two of its berths for a month.",
    "A third berth opens in May and will take ships of up to 60,000 tons, according to the plan.",
    "Work on the railway behind it has begun; its first track should be ready by the end of 2027.",
)
TEXT = "".join(f"<p>{line}</p>" for line in LINES)
HEAD = """<head><title>Port grows | Harbour Daily</title><meta charset="utf-8">
<link rel="canonical" href="https://news.example.org/2026/port-grows">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Port grows",
"datePublished":"2026-03-02T08:00:00+01:00","dateModified":"2026-03-05","author":[{"@type":"Person","name":"Ann Lee"},
{"@type":"Person","name":"Bob Ray"}],"publisher":{"@type":"Organization","name":"Harbour Daily"}}</script></head>"""


def page(body: str, head: str = "<head><meta charset='utf-8'><title>x</title></head>") -> Document:
    return read(f"<!DOCTYPE html><html lang='en'>{head}<body>{body}</body></html>".encode(), "page.html")


def said(document: Document, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [document.text[one.span.start : one.span.end] for one in document.blocks if one.kind is kind]


def test_a_page_becomes_its_text_with_what_it_declares() -> None:
    found = page(f"<nav><a href='/'>Home</a></nav><article><h1>Port grows</h1>{TEXT}</article>", HEAD)
    assert found.text == "\n\n".join(LINES)
    assert said(found) == list(LINES)
    assert found.headline == "Port grows"
    assert found.byline == "Ann Lee and Bob Ray"
    assert found.publisher == "Harbour Daily"
    assert found.published == dt.date(2026, 3, 2)
    assert found.url == "https://news.example.org/2026/port-grows"
    assert (found.language, found.media, found.encoding) == ("en", "text/html", "utf-8")
    assert {one.field: one.how for one in found.known} == dict.fromkeys(
        ("headline", "byline", "publisher", "published", "language", "url"), How.DECLARED
    )


def test_a_page_that_says_nothing_of_itself_leaves_its_fields_empty() -> None:
    found = page(TEXT, "<head></head>")
    assert (found.headline, found.byline, found.publisher, found.published, found.url) == (None, None, None, None, None)


def test_a_citation_knows_its_paragraph() -> None:
    found = page(f"<article><h1>Port grows</h1><h2>Ports</h2>{TEXT}</article>")
    start = found.text.index("railway")
    assert found.place(Span(start, start + 7)) == Place(5)


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("<p>One.<br>Two.</p>", ["One.", "Two."]),
        ("<p>One line<br>that goes on.</p>", ["One line that goes on."]),
        ("<p>One<br> <br>Two</p>", ["One", "Two"]),
        ("Loose <b>words</b><p>One</p>more<div>Two</div>", ["Loose words", "One", "more", "Two"]),
        ("<ul><li>One<li>Two <i>x</i><ul><li>Deep</ul></ul>", ["One", "Two x", "Deep"]),
        ("<blockquote><p>One</p><p>Two</p></blockquote>", ["One", "Two"]),
        ("<p>He said <q>so</q>.</p>", ["He said “so”."]),
        ("<p>He said <q>“so”</q>.</p>", ["He said “so”."]),
        ("<p>It rose to 45<sup>1</sup>%.</p>", ["It rose to 45¹%."]),
        ("<p>It rose to 45<sup><a href='#n1'>1</a></sup>%.</p>", ["It rose to 45%."]),
        ("<p>10<sup>6</sup> m<sup>3</sup> of CO<sub>2</sub> on the 19<sup>th</sup></p>", ["10⁶ m³ of CO2 on the 19th"]),
        ("<p>It rose by <del>5</del> 6 %.</p>", ["It rose by 6 %."]),
        ("<p>A&shy;b&#8203;c &#150; d&#x202e;e</p>", ["Abc – de"]),
        ("<p>1&nbsp;234&nbsp;t</p>", ["1\xa0234\xa0t"]),
        ("<p>Seen<span style='display:none'>hidden</span><span hidden>hidden</span></p>", ["Seen"]),
        ("<p>Seen<script>x=1</script><style>p{}</style><template>t</template><noscript>n</noscript></p>", ["Seen"]),
    ],
)
def test_what_a_browser_shows_is_read(source: str, parts: list[str]) -> None:
    found = fragment(f"<html><body>{source}<p>And so on, at some length, to fill it.</p></body></html>", "x")
    assert [found.text[one.span.start : one.span.end] for one in found.stretches][:-1] == parts


TABLE = """<table><caption>Freight, million tons</caption>
<thead><tr><th rowspan=2>Port<th colspan=2>Year</tr><tr><th>2024<th>2025</tr></thead>
<tr><th>North<td>4.0<td>4.5</tr><tr><th>South<td><td>1<b>.</b>2</tr></table>"""


def test_a_table_keeps_its_cells_spans_headers_and_caption() -> None:
    found = page(f"<article>{TEXT}{TABLE}{TEXT}</article>")
    assert said(found, BlockKind.ROW) == ["Port | Year", "2024 | 2025", "North | 4.0 | 4.5", "South | 1.2"]
    (table,) = found.tables
    assert table.caption is not None
    assert found.text[table.caption.start : table.caption.end] == "Freight, million tons"
    cells = [
        (found.text[one.span.start : one.span.end], one.row, one.column, one.rows, one.columns, one.is_header)
        for one in table.cells
    ]
    assert cells == [
        ("Port", 0, 0, 2, 1, True),
        ("Year", 0, 1, 1, 2, True),
        ("2024", 1, 1, 1, 1, True),
        ("2025", 1, 2, 1, 1, True),
        ("North", 2, 0, 1, 1, True),
        ("4.0", 2, 1, 1, 1, False),
        ("4.5", 2, 2, 1, 1, False),
        ("South", 3, 0, 1, 1, True),
        ("", 3, 1, 1, 1, False),
        ("1.2", 3, 2, 1, 1, False),
    ]


def test_a_table_without_marked_headers_has_those_of_its_first_row() -> None:
    rows = "<table><tr><td>Port<td>2024</tr><tr><td>North<td>4.0</tr></table>"
    found = page(f"<article>{TEXT}{rows}</article>")
    assert [one.is_header for one in found.tables[0].cells] == [True, True, False, False]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    found = page(f"<table><tr><td>Menu<td>{TEXT}</tr></table>")
    assert not found.tables
    assert LINES[0] in said(found)


@pytest.mark.parametrize(
    "source", [b"<html><body></body></html>", b"<html><script>x()</script><div id=root></div></html>"]
)
def test_a_page_without_text_is_refused_and_not_lost(source: bytes) -> None:
    with pytest.raises(CorpusError, match="no text") as error:
        read(source, "app.html")
    assert error.value.where == "app.html"
    assert "browser" in str(error.value.hint)


def test_a_page_that_its_scripts_would_show_is_read() -> None:
    assert said(page(f"<div id='app' style='display:none'><main>{TEXT}</main></div>")) == list(LINES)


def test_a_text_that_stands_only_in_json_ld_keeps_its_paragraphs() -> None:
    import json

    item = json.dumps({"@type": "NewsArticle", "headline": "Port grows", "articleBody": "\n\n".join(LINES)})
    found = page("<div id='root'></div>", f"<script type='application/ld+json'>{item}</script>")
    assert (found.headline, said(found)) == ("Port grows", list(LINES))


def test_lines_that_lead_elsewhere_are_no_text() -> None:
    more = "<p><b>Read more: <a href='/x'>Ferry line to the islands is cut for the winter</a></b></p>"
    found = page(
        f"<article><h1>Port grows</h1>{TEXT}{more}{TEXT.replace('a month', 'two months')}<p>Share this</p></article>"
    )
    assert said(found) == [*LINES, *(line.replace("a month", "two months") for line in LINES)]
    assert "Read more" not in found.text
    assert "Share" not in found.text


def test_the_body_that_a_page_marks_is_read_where_it_would_come_as_one_lump_with_its_menus() -> None:
    menu = "".join(f"<li><a href='/{one}'>Regional desk {one}</a></li>" for one in range(60))
    whole = " ".join(LINES)
    found = page(f"<form><ul>{menu}</ul><aside><div itemprop='articleBody'>{whole}</div></aside><ul>{menu}</ul></form>")
    assert found.text == whole


OPINION = "I have lived beside this port for thirty years, and nobody here believes a word of it, neighbours."
NOTICE = "Read our printed edition from Friday evening on every device that you own, wherever you are."


@pytest.mark.parametrize("name", ["reader-comments", "box related", "cookie-notice", "newsletter-signup"])
def test_boxes_beside_a_text_are_none_of_it(name: str) -> None:
    boxed = f"<div class='{name}'><p>{OPINION}</p><p>{OPINION.upper()}</p></div>"
    assert page(f"<div class='story'><h1>Port grows</h1>{TEXT}{boxed}</div>").text == "\n\n".join(LINES)


def test_a_line_of_the_text_stays_where_a_box_repeats_it() -> None:
    boxed = f"<div class='related'><p>{LINES[1]}</p></div>"
    assert page(f"<div class='story'><h1>Port grows</h1>{TEXT}{boxed}</div>").text == "\n\n".join(LINES)


def test_boxes_around_most_of_a_text_are_the_text_whatever_they_are_named() -> None:
    assert page(f"<div class='has-comments related'><h1>Port grows</h1>{TEXT}</div>").text == "\n\n".join(LINES)


def test_a_notice_beside_a_long_text_is_not_taken_for_it() -> None:
    long = [Part(f"{line} {number}.") for number in range(12) for line in LINES]
    assert is_teaser([Part(NOTICE), long[3]], long)
    assert not is_teaser([Part(NOTICE)], long)
    assert not is_teaser(long[:20], long)


def test_a_text_without_markup_is_read_as_one() -> None:
    found = read("\n\n".join(["Port grows", *LINES]).encode(), "page.html")
    assert (found.headline, said(found)) == ("Port grows", list(LINES))


@pytest.mark.parametrize(("count", "stays"), [(3, True), (6, False)])
def test_a_list_of_other_stories_below_the_text_goes_and_a_few_sources_stay(*, count: int, stays: bool) -> None:
    names = ("northern", "southern", "eastern", "western", "old", "new")[:count]
    below = "".join(f"<p><a href='/{name}'>The {name} port is shut</a></p><p>2026-03-01 Ports</p>" for name in names)
    texts = said(page(f"<body><div>{TEXT}{below}</div></body>"))
    assert texts[: len(LINES)] == list(LINES)
    assert ("The old port is shut" in texts or "The eastern port is shut" in texts) == stays


def test_a_page_that_is_a_list_of_links_is_kept() -> None:
    names = [f"Report {number} of the port of Alder is out" for number in range(20)]
    links = "".join(f"<p><a href='/'>{name}</a></p>" for name in names)
    assert set(said(page(f"<body><div><p>All reports of the port.</p>{links}</div></body>"))) > set(names[:15])


@pytest.mark.parametrize(
    ("head", "encoding", "line"),
    [
        ("<meta charset='windows-1251'>", "cp1251", "Порт Северный принял 45 судов за неделю."),
        (
            "<meta http-equiv='x' content='text/html; charset=gb2312'>",
            "gb18030",
            "港口去年的货运量为450万吨。",
        ),
        ("<meta charset=Shift_JIS>", "cp932", "港の貨物量は昨年450万トンだった。"),
        ("<meta charset=iso-8859-1>", "cp1252", "Le port a reçu 45 navires – un record."),
        ("<meta charset='EUC-KR'>", "cp949", "항만 물동량은 작년 450만 톤이었다."),
        ("<meta charset='utf-16'>", "utf-8", "Der Hafen schlug 45 Züge um."),
        ("", "utf-8", "Der Hafen schlug 45 Züge um."),
        ("", "cp1251", "Порт Северный принял 45 судов за неделю, сообщило министерство транспорта."),
    ],
)
def test_a_page_is_read_in_its_encoding(head: str, encoding: str, line: str) -> None:
    source = f"<html><head>{head}<title>x</title></head><body>{f'<p>{line}</p>' * 9}</body></html>"
    found = read(source.encode(encoding), "x.html")
    assert (said(found)[0], found.encoding) == (line, encoding)


def test_a_byte_order_mark_wins_over_what_is_declared() -> None:
    source = f"<html><head><meta charset=windows-1251></head><body>{TEXT}<p>Žluťoučký kůň</p></body></html>"
    found = read(source.encode("utf-8-sig"), "x.html")
    assert found.encoding == "utf-8"
    assert "Žluťoučký" in found.text


@pytest.mark.parametrize("label", ["gb2312", "iso-8859-1", "windows-1251", "shift_jis"])
def test_a_page_written_anew_in_utf_8_is_read_so_whatever_its_head_still_names(label: str) -> None:
    line = "Žluťoučký přístav přijal 45 lodí – 港口货运量为450万吨。"
    found = read(
        f"<html><head><meta charset={label}></head><body>{f'<p>{line}</p>' * 9}</body></html>".encode(), "x.html"
    )
    assert (said(found)[0], found.encoding) == (line, "utf-8")


def test_one_broken_byte_does_not_lose_a_page() -> None:
    found = read(
        f"<html><head><meta charset=utf-8></head><body>{TEXT}".encode() + b"<p>caf\xff\xe9 au port</p>", "x.html"
    )
    assert said(found)[:4] == list(LINES)


MHTML = b"""From: <Saved by Blink>
Snapshot-Content-Location: https://news.example.org/a/port
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="==b=="

--==b==
Content-Type: text/html; charset=windows-1251
Content-Transfer-Encoding: base64

%s
--==b==
Content-Type: image/png
Content-Transfer-Encoding: base64

AAAA
--==b==--
"""


def test_a_page_saved_in_one_file_is_read(tmp_path: Path) -> None:
    import base64

    source = f"<html><body>{TEXT}<p>Порт принял 45 судов.</p></body></html>".encode("cp1251")
    (tmp_path / "port.mhtml").write_bytes(MHTML % base64.encodebytes(source))
    (found,) = load([tmp_path]).documents
    assert said(found) == [*LINES, "Порт принял 45 судов."]
    assert (found.url, found.encoding) == ("https://news.example.org/a/port", "cp1251")


def test_the_parts_beside_a_saved_page_are_no_documents(tmp_path: Path) -> None:
    for folder in ("Port_files", "Hafen-Dateien", "other_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.html").write_text(f"<p>{folder}, an advertisement in a frame.</p>")
    for name in ("Port.html", "Hafen.htm"):
        (tmp_path / name).write_text(f"<title>{name}</title><p>It stands in {name}, they say.</p>{TEXT}")
    names = [one.name for one in load([tmp_path]).documents]
    assert names == ["Hafen.htm", "Port.html", "other_files/frame.html"]  # capitals first
