"""Markdown as linters want it, and what the page makes of it: quotations, empty cells, headings that repeat."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import samples
from msgspec.structs import replace

from briefgen.language import language
from briefgen.model import Brand, Section
from briefgen.rendering import markdown
from briefgen.rendering.body import body
from briefgen.rendering.filters import anchors, headings

DEFAULT = (Path(__file__).parents[1] / "templates" / "default",)

SPEECHES = [
    ("> “One.”\n>\n> — Ann\n>\n> “Two.”\n>\n> — Bo", ["figure", "figure"]),
    ("> “One.”\n>\n> “Two.”\n>\n> — Bo", ["blockquote", "figure"]),
    ("> “One.”\n>\n> It goes on.\n>\n> — Ann", ["figure"]),
    ("> “One.”\n>\n> — Ann\n>\n> **Editor’s note**: old.", ["figure", "div"]),
    ("> **Editor’s note**: old.\n>\n> **Editor’s note**: new.", ["div", "div"]),
    ("> «Un.»\n>\n> — Ann\n>\n> „Zwei.“\n>\n> — Bo", ["figure", "figure"]),
    ("> Plain words.", ["blockquote"]),
]
ENGLISH = language("en-GB")


@pytest.mark.parametrize(("text", "tags"), SPEECHES)
def test_each_speech_of_a_block_is_one_on_the_page(text: str, tags: list[str]) -> None:
    html = body(text + "\n", lambda name, alt: name + alt, ENGLISH, screen=False).html
    opened = [line for line in html.splitlines() if line.startswith(("<figure", "<div", '<blockquote class="'))]
    assert [line[1:].split()[0] for line in opened] == tags


def test_speakers_stay_with_their_words() -> None:
    html = body(
        "> “One.”\n>\n> — Ann\n>\n> “Two.”\n>\n> — Bo\n", lambda name, alt: name + alt, ENGLISH, screen=False
    ).html
    first, second = html.split("</figure>")[:2]
    assert "One" in first
    assert "Ann" in first
    assert "Two" in second
    assert "Bo" in second


def test_a_heading_that_repeats_has_a_letter() -> None:
    brief = samples.ordinary()
    cards = [section for section in brief.sections if section.relations]
    (relation, *_) = cards[0].relations
    twice = Section("disagreements", "Where sources disagree", relations=(relation, relation, relation))
    page = markdown.page(replace(brief, sections=(twice,)), Brand(), DEFAULT)
    titles = [line for line in page.splitlines() if line.startswith("### ")]
    assert len(titles) == 3
    assert titles[1:] == [f"{titles[0]} (b)", f"{titles[0]} (c)"]


def test_links_lead_to_the_heading_with_the_letter() -> None:
    brief = samples.ordinary()
    (relation, *_) = next(section.relations for section in brief.sections if section.relations)
    other = replace(relation, explanation="Something else.")
    twice = replace(brief, sections=(Section("disagreements", "Where sources disagree", relations=(relation, other)),))
    html = body(markdown.page(twice, Brand(), DEFAULT), lambda name, alt: name + alt, ENGLISH, screen=False).html
    ids = re.findall(r'<article[^>]* id="([^"]+)"', html)
    assert [f"#{one}" for one in ids] == [
        str(anchors(headings(twice, language("en")))[one]) for one in (relation, other)
    ]


def test_cells_have_one_blank_on_each_side() -> None:
    page = markdown.page(samples.ordinary(), Brand(), DEFAULT)
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert any("| |" in row for row in rows)
    for row in rows:
        assert "|  " not in row
        assert "  |" not in row
        assert all(cell[:1] == cell[-1:] == " " for cell in row.replace("\\|", "").strip("|").split("|"))
