"""Quotations and headlines of documents in another language than the page say so, and nothing else does."""

from __future__ import annotations

import io
import re
import zipfile
from email import message_from_bytes

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token
from msgspec.structs import replace

from briefgen import rendering, resources
from briefgen.model import Brand, Brief
from briefgen.rendering import markdown
from briefgen.rendering.tokens import with_cites
from briefgen.rendering.tongues import Tongues, spoken, tongues

KNOWN = Tongues({"1": "ru", "2": "de"}, {"A headline": "fr"})
TEMPLATES = (resources.templates(),)


def text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def marker(label: str) -> Token:
    token = Token("footnote_ref", "", 0)
    token.meta = {"label": label}
    return token


def shown(tokens: list[Token], own: str = "", *, grouped: bool = True) -> str:
    """A line with the languages of its words in brackets."""
    found = ""
    for one in spoken([*with_cites(tokens)] if grouped else tokens, KNOWN, own):
        if one.type == "cites":
            word, language = one.meta["word"], one.meta.get("language")
            found += f"<{language}:{word}>" if language else word
            found += f"[{','.join(one.meta['labels'])}]"
        elif one.type == "footnote_ref":
            found += f"[{one.meta['label']}]"
        elif one.type == "html_inline":
            found += f"<{one.meta['language']}:" if one.meta["language"] else ">"
        else:
            found += one.content
    return found


CASES = [
    ([text("“Да и нет.”"), marker("1")], "", "<ru:“Да и ><ru:нет.”>[1]"),
    ([text("It said “да”."), marker("1")], "", "It said <ru:“да”.>[1]"),
    ([text("It rose to 5."), marker("1")], "", "It rose to 5.[1]"),
    ([text("“Ja.”"), marker("2"), text(" and «да»"), marker("1")], "", "<de:“Ja.”>[2] and <ru:«да»>[1]"),
    ([text("“Both.”"), marker("1"), marker("2")], "", "“Both.”[1,2]"),
    ([text("“Other.”"), marker("3")], "", "“Other.”[3]"),
    ([text("“Да “и” нет.”")], "ru", "<ru:“Да “и” нет.”>"),
    ([text("Post, A headline, 3 May")], "", "Post, <fr:A headline>, 3 May"),
    ([text("“A headline”")], "ru", "<ru:“A headline”>"),
    ([text("“never closed"), marker("1")], "", "“never closed[1]"),
]


@pytest.mark.parametrize(("tokens", "own", "expected"), CASES)
def test_words_in_another_language_stand_in_a_span(tokens: list[Token], own: str, expected: str) -> None:
    assert shown(tokens, own) == expected


def test_where_markers_are_no_group_the_words_stand_in_one_span() -> None:
    assert shown([text("It said “да”."), marker("1")], grouped=False) == "It said <ru:“да”>.[1]"
    assert shown([text("“Both.”"), marker("1"), marker("2")], grouped=False) == "“Both.”[1][2]"


WORDS = st.text(alphabet='ab “”«»"„A headline.', max_size=30).map(text)
LINES = st.lists(WORDS | st.sampled_from("123").map(marker), max_size=8)


@given(LINES, st.sampled_from(("", "ru")), st.sampled_from(("grouped", "single")))
def test_no_letter_is_lost_and_no_span_is_left_open(tokens: list[Token], own: str, markers: str) -> None:
    before = [*with_cites(tokens)] if markers == "grouped" else tokens
    words = "".join(one.content or str(one.meta.get("word", "")) for one in before)
    after = [*spoken(before, KNOWN, own)]
    kept = "".join(one.content or str(one.meta.get("word", "")) for one in after if one.type != "html_inline")
    assert kept == words
    spans = [bool(one.meta["language"]) for one in after if one.type == "html_inline"]
    assert spans == [True, False] * (len(spans) // 2)
    assert [one.content for one in spoken(after, KNOWN, own)] == [one.content for one in after], "twice is once"


def brief(language: str | None, locale: str) -> Brief:
    made = samples.ordinary()
    documents = tuple(replace(one, language=language) for one in made.documents)
    return replace(made, documents=documents, locale=locale)


@pytest.mark.parametrize(("language", "locale"), [("en", "en-GB"), (None, "kk"), ("kk", "kk")])
def test_a_page_in_the_language_of_its_documents_has_no_spans(language: str | None, locale: str) -> None:
    made = brief(language, locale)
    numbering = markdown.written(made, Brand(locale=locale), TEMPLATES).numbering
    assert tongues(made, numbering) == Tongues()


def test_every_format_says_in_which_language_a_quotation_is() -> None:
    made = brief("en", "kk")
    files = {
        file.name.partition(".")[2]: file.content
        for file in rendering.render(made, ("html", "eml", "docx"), Brand(locale="kk"), TEMPLATES)
    }
    page = files["html"].decode()
    assert '<html lang="kk"' in page
    notes = re.findall(r'<li id="note-\d+"[^>]*><span class="quote">(.{20})', page)
    assert notes
    assert all(one.startswith('<span lang="en">') for one in notes)
    mail = message_from_bytes(files["eml"])
    (html,) = (part for part in mail.walk() if part.get_content_type() == "text/html")
    assert b'<span lang="en">' in (html.get_payload(decode=True) or b"")
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as package:
        assert b'<w:lang w:val="en" w:eastAsia="en" w:bidi="en"/>' in package.read("word/footnotes.xml")
