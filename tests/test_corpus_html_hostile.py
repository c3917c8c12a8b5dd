"""Pages that were made to break a reader: each is read or refused, in time that grows with its size."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.corpus.html.page import read
from briefgen.errors import CorpusError
from briefgen.model import BlockKind

LINE = "The port of Example moved {} million tons in the year, the ministry said on Monday in a statement."
TEXT = "".join(f"<p>{LINE.format(number)}</p>" for number in range(8))

SLOWEST = 10.0
"""Seconds of CPU for a page of up to 2 MB; the slowest takes 2 here, and minutes where a step is quadratic."""

XHTML = """<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]><html xmlns="http://www.w3.org/1999/xhtml"><body>"""

READ = {
    "nested boxes": "<div>" * 50_000 + TEXT + "</div>" * 50_000,
    "nested boxes, never closed": "<div>" * 50_000 + TEXT,
    "nested tables": "<table><tr><td>" * 5_000 + TEXT,
    "nested lists": "<ul><li>" * 20_000 + TEXT,
    "deep and wide": TEXT + "<section class=date>" * 110 + "<b>x</b>" * 30_000,
    "many paragraphs": TEXT + "<p>Short.</p>" * 20_000,
    "many lines": TEXT + "Line of a text<br>" * 30_000,
    "many links": TEXT + "<a href=x>Line</a>" * 30_000,
    "one line of a megabyte": TEXT + "<p>" + "word " * 200_000,
    "one word of a megabyte": TEXT + "<p>" + "w" * 1_000_000,
    "cells that span everything": TEXT + "<table><tr>" + "<td colspan=1000 rowspan=1000>1" * 500 + "</table>",
    "a picture in an address": TEXT + f"<img src='data:image/png;base64,{'A' * 2_000_000}'>",
    "references": TEXT + "&amp;" * 200_000,
    "brackets": TEXT + "<" * 300_000,
    "quotes": TEXT + "<a b='" * 100_000,
    "comments": TEXT + "<!--" * 100_000,
    "JSON-LD nested": f"<script type='application/ld+json'>{'[' * 200_000}</script>" + TEXT,
    "titles": f"<title>{'a - b | ' * 100_000}</title>" + TEXT,
    "many headings": "<title>a b c</title>" + "<h1>Heading of many</h1>" * 10_000 + TEXT,
    "styles": f"<style>{'x{}' * 300_000}</style>" + TEXT,
    "entities": XHTML + TEXT + "<p>&c;&f;</p>",
}


@pytest.mark.parametrize("name", READ)
def test_the_text_of_a_hostile_page_is_read_in_time(name: str) -> None:
    start = time.process_time()
    found = read(READ[name].encode(), "x.html")
    assert time.process_time() - start < SLOWEST
    assert LINE.format(7) in found.text
    assert "root:" not in found.text
    assert "haha" not in found.text


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n" + bytes(range(256)) * 40, b"\x1f\x8b" + bytes(range(256)) * 40, b"PK\3\4" + b"\0\1\2a" * 900]
)
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(CorpusError) as error:
        read(data, "x.html")
    assert error.value.hint


@pytest.mark.parametrize(
    "data", [b"", b"\0\0\0", b" \n", b"<html>", b"<!-- x -->", b"<p>" + b"x" * 10_000_001, b"<p>12 | 34"]
)
def test_what_has_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(CorpusError) as error:
        read(data, "x.html")
    assert error.value.where == "x.html"
    assert error.value.hint


def test_bytes_of_no_text_do_not_break_a_page() -> None:
    found = read(f"<meta charset=utf-8>{TEXT}".encode().replace(b"port", b"po\0rt") + b"\x01\x02", "x.html")
    assert LINE.format(7) in found.text


@pytest.mark.parametrize(
    "hiding",
    [
        "style='display:none'",
        "style='x:y; DISPLAY : NONE'",
        "hidden",
        "aria-hidden='true'",
        "style='visibility:hidden'",
    ],
)
def test_what_is_hidden_is_no_text(hiding: str) -> None:
    found = read(f"{TEXT}<p {hiding}>Exports fell by 90 percent, said nobody ever.</p>".encode(), "x.html")
    assert "90 percent" not in found.text


@pytest.mark.parametrize("tag", ["script", "style", "template", "noscript", "svg", "del", "s", "textarea", "iframe"])
def test_what_runs_or_was_struck_out_is_no_text(tag: str) -> None:
    found = read(f"<div>{TEXT}<p>It rose <{tag}>by 90 percent</{tag}> again.</p></div>".encode(), "x.html")
    assert "90 percent" not in found.text


def test_letters_that_turn_a_text_around_are_dropped() -> None:
    found = read(f"{TEXT}<p>The total was \u202e000,51\u202c &#x202e;tons&rlm; last year.</p>".encode(), "x.html")
    assert "The total was 000,51 tons last year." in found.text


NAMES = st.sampled_from(
    [
        "p",
        "div",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "b",
        "a",
        "span",
        "br",
        "blockquote",
        "pre",
        "q",
        "sup",
        "time",
        "article",
        "nav",
        "head",
        "body",
    ]
)
WORDS = st.text(st.sampled_from(list("ab 12.,\n\t<>&;\"'\xa0é中\u202e\ue000\ue001")), max_size=12)
ATTRIBUTES = st.sampled_from(
    ["", " hidden", " style='display:none'", " class=date", " colspan=3", " rowspan=0", " itemprop=author", " href=/"]
)
PIECES = st.one_of(
    WORDS,
    st.builds(lambda name, attribute: f"<{name}{attribute}>", NAMES, ATTRIBUTES),
    st.builds(lambda name: f"</{name}>", NAMES),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_markup_is_read_or_refused(source: str) -> None:
    try:
        found = read(source.encode("utf-8", "replace"), "x.html")
    except CorpusError:
        return
    end = 0
    for block in found.blocks:
        assert end <= block.span.start < block.span.end <= len(found.text)
        assert found.text[block.span.start : block.span.end].strip()
        end = block.span.end
    rows = [block.span for block in found.blocks if block.kind is BlockKind.ROW]
    for table in found.tables:
        taken = [
            (row, column)
            for one in table.cells
            for row in range(one.row, one.row + one.rows)
            for column in range(one.column, one.column + one.columns)
        ]
        assert len(taken) == len(set(taken))
        assert all(len(one.span) == 0 or any(row.holds(one.span) for row in rows) for one in table.cells)
    if found.media == "text/html":
        assert not set("\ue000\ue001\ue002\u202e") & set(found.text)
