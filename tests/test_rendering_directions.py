"""Pages from right to left: what is written in Latin letters says so, and keeps its order."""

from __future__ import annotations

import re

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from briefgen import resources, samples
from briefgen.model import Brand
from briefgen.rendering import fonts, html
from briefgen.rendering.directions import directed, way
from briefgen.values import plural

CASES = {
    "<p>8.7 million tonnes</p>": '<p dir="ltr">8.7 million tonnes</p>',
    "<p>بندر نور and</p>": "<p>بندر نور and</p>",
    "<p>18 يونيو: some ships passed</p>": '<p dir="ltr">18 يونيو: some ships passed</p>',
    "<td>2024</td>": "<td>2024</td>",
    '<td class="num"><b>8</b> t</td>': '<td class="num" dir="ltr"><b>8</b> t</td>',
    '<p dir="rtl">x</p>': '<p dir="rtl">x</p>',
    "<li><p>Several</p><p>שתיים</p></li>": '<li dir="ltr"><p dir="ltr">Several</p><p>שתיים</p></li>',
    "<p>&quot;&amp;שלום x</p>": "<p>&quot;&amp;שלום x</p>",
    "<th></th><th>Value</th>": '<th></th><th dir="ltr">Value</th>',
    "<div>8 tonnes</div><picture>p</picture>": "<div>8 tonnes</div><picture>p</picture>",
}


@pytest.mark.parametrize("page", CASES)
def test_most_letters_decide(page: str) -> None:
    assert directed(page) == CASES[page]


@given(st.text(alphabet="aא1<>p/ \"'&;=dir"))
def test_nothing_but_directions_is_added(page: str) -> None:
    assert directed(page).replace(' dir="ltr"', "") == page.replace(' dir="ltr"', "")


def test_marks_of_direction_are_no_letters() -> None:
    assert way("\u202e 12 (x)") == "ltr"
    assert way("12 %") is None


@pytest.mark.parametrize(
    ("cell", "marked"),
    [
        ('<td data-label="Period">2024</td>', True),
        ('<td data-label="">2024</td>', False),
        ("<td>2024</td>", False),
        ('<td data-label="الفترة">2024</td>', False),
        ('<td data-label="Said by">صحيفة المرفأ</td>', False),
    ],
)
def test_digits_alone_run_as_the_label_before_them(cell: str, *, marked: bool) -> None:
    assert ('dir="ltr"' in directed(cell)) is marked


def test_only_a_page_from_right_to_left_has_marks() -> None:
    pages = {
        name: html.render(samples.load(name), samples.settings(name).brand, [resources.templates()])[0].content.decode()
        for name in ("quiet", "right-to-left")
    }
    assert 'dir="rtl"' in pages["right-to-left"]
    assert re.search(r'<td[^>]* dir="ltr"[^>]*>[^<]*8\.7 million tonnes', pages["right-to-left"])
    assert pages["quiet"].count('dir="ltr"') == 1


@pytest.mark.parametrize(
    ("locale", "count", "words"), [("ar", 1, "1 publisher"), ("ar", 3, "3 publishers"), ("en", 1, "1 publisher")]
)
def test_english_nouns_have_two_forms_in_every_locale(locale: str, count: int, words: str) -> None:
    assert plural(count, ("publisher", "publishers"), Locale.parse(locale)) == words


def test_signs_of_the_region_have_glyphs() -> None:
    assert not fonts.missing_letters(Brand(), "₼₸₾₽₺€↩ عربي עברית ქართული Қазақ Şə")
