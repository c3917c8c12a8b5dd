"""The HTML of a mail without letters that show nothing: what a browser makes of it is the same."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from briefgen.rendering.lean import lean

HEAD = "<html><head><style>@media (prefers-color-scheme: dark) { .rest { color: #fff } }</style></head>"


class Read(HTMLParser):
    """Elements with their styles, as declarations, and the words between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: value for name, value in attrs if name not in {"style", "class"}}
        self.found.append((tag, kept, styles(dict(attrs).get("style") or "")))

    def handle_data(self, data: str) -> None:
        self.found += data.split()


def styles(text: str) -> list[str]:
    """The declarations of a style whose values hold no brackets."""
    return [re.sub(r"\s*([:,])\s*", r"\1", one.strip()) for one in text.split(";") if one.strip()]


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.text(st.characters(codec="utf-8"), max_size=20))
def test_text_and_other_attributes_stay_as_they_are(words: str, title: str) -> None:
    body = (
        f'<body style="margin: 0; padding: 0;"><p class="note" title="{escape(title)}" style="color: red;">'
        f'{escape(words)} <small>[<a href="#note-1" style="color: #123456;">1</a>]</small></p></body></html>'
    )
    assert Read(lean(HEAD + body)).found == Read(HEAD + body).found


def test_what_looks_like_a_style_in_a_sentence_is_a_sentence() -> None:
    said = '<p>He wrote style="a: b" and class="c" : ; and > so on</p>'
    assert lean(f"{HEAD}<body>{said}") == f"{HEAD}<body>{said}"


@pytest.mark.parametrize(
    ("style", "made"),
    [
        ("color: red; margin: 0 0 4px;", "color:red;margin:0 0 4px"),
        ("font-family: 'Segoe UI',  Arial, sans-serif;", "font-family:'Segoe UI',Arial,sans-serif"),
        ("content: 'a : b; c'; color: red", "content:'a : b; c';color:red"),
        ("background: url(data:image/png;base64, AAAA)", "background:url(data:image/png;base64, AAAA)"),
        ("", ""),
    ],
)
def test_only_blanks_outside_of_quotations_go(style: str, made: str) -> None:
    assert lean(f'{HEAD}<body><p style="{style}">x</p>').endswith(f'<p style="{made}">x</p>')


def test_classes_stay_where_a_rule_or_the_preview_needs_them() -> None:
    page = '<body><td class="block charts"><p class="note">1</p><span class="rest far">2</span><img class="logo"></td>'
    assert lean(HEAD + page) == (
        HEAD + '<body><td class="block charts"><p>1</p><span class="rest far">2</span><img class="logo"></td>'
    )


def test_empty_lines_go_between_elements_alone() -> None:
    assert lean(f"{HEAD}<body><p>a\n\nb</p>\n\n \n<p>c</p>") == f"{HEAD}<body><p>a\n\nb</p>\n<p>c</p>"
