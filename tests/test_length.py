"""Briefs of so many pages: what goes first, what never goes, and that the PDF counts it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.model import Brand, Brief, LeftOut, Section
from briefgen.rendering import html, length, markdown, pdf

DEFAULT = (Path(__file__).parents[1] / "templates" / "default",)
NEVER = ("bottom_line", "disagreements", "changes", "gaps")


def named(brief: Brief, name: str) -> Section | None:
    return next((section for section in brief.sections if section.name == name), None)


def _whole(section: Section | None) -> Section | None:
    """The section without what says how much of it is printed."""
    return section and replace(section, detailed=None)


def test_what_goes_first() -> None:
    brief = samples.ordinary()
    names = [
        ("sources" if cut.section < 0 else brief.sections[cut.section].name, cut.kind) for cut in length.cuts(brief)
    ]
    assert list(dict.fromkeys(names)) == [
        ("quotations", "statements"),
        ("charts", "charts"),
        ("sources", "wording"),
        ("developments", "statements"),
        ("targets", "targets"),
        ("key_figures", "figures"),
        ("disagreements", "details"),
    ]
    assert names.count(("charts", "charts")) == len(brief.charts)
    assert names.index(("developments", "statements")) < len(names) - names[::-1].index(("charts", "charts"))


@given(st.integers(0, 60), st.sampled_from([samples.ordinary, samples.awkward, samples.quiet, samples.scripts]))
def test_never_conflicts_gaps_or_what_an_editor_wrote(number: int, make: object) -> None:
    assert callable(make)
    brief = make()
    short = length.shortened(brief, length.cuts(brief)[:number])
    for name in NEVER:
        assert _whole(named(short, name)) == named(brief, name)
    editors = [one for section in brief.sections for one in section.statements if one.author == "editor"]
    assert editors == [one for section in short.sections for one in section.statements if one.author == "editor"]


@given(st.integers(0, 60))
def test_what_is_gone_is_counted(number: int) -> None:
    brief = samples.ordinary()
    made = length.cuts(brief)[:number]
    less = length.shortened(brief, made).left_out or LeftOut()
    assert _cuts(length.shortened(brief, made)) == len(made)
    whole, left = amount(brief), amount(length.shortened(brief, made))
    assert tuple(a - b for a, b in zip(whole, left, strict=True)) == (
        less.charts,
        less.figures,
        less.targets,
        less.statements,
    )


def _cuts(brief: Brief) -> int:
    less = brief.left_out or LeftOut()
    return sum(getattr(less, field) for field in less.__struct_fields__)


def amount(brief: Brief) -> tuple[int, int, int, int]:
    """Charts, key figures, aims and statements, those of the targets table left to the aims."""
    return (
        len(brief.charts),
        sum(len(section.facts) for section in brief.sections if section.name == "key_figures"),
        sum(len(section.aims) for section in brief.sections),
        sum(len(section.statements) for section in brief.sections if section.name != "targets"),
    )


def test_as_few_cuts_as_it_takes() -> None:
    brief = samples.ordinary()
    order = length.cuts(brief)
    assert length.within(brief, lambda _one: True) == brief
    assert length.within(brief, lambda _one: False) == length.shortened(brief, order)
    for wanted in range(1, len(order) + 1):
        target = length.shortened(brief, order[:wanted])
        found = length.within(brief, lambda one, least=wanted: _cuts(one) >= least)
        assert found == target


def test_topics_lose_in_turn() -> None:
    brief = samples.ordinary()
    parts = tuple(replace(section, part=title) for title in ("One", "Two") for section in brief.sections)
    both = replace(brief, sections=parts)
    places = [cut.section // len(brief.sections) for cut in length.cuts(both) if cut.section >= 0]
    assert places[:2] == [0, 1]
    assert sum(places) * 2 == len(places)


@pytest.fixture(scope="module")
def two_pages(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("short") / "a.pdf"
    path.write_bytes(pdf.render(replace(samples.ordinary(), pages=2), Brand(), DEFAULT)[0].content)
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def test_many_disagreements_are_told_in_a_table_of_which_none_goes(tmp_path: Path) -> None:
    brief = samples.ordinary()
    cards = next(section.relations for section in brief.sections if section.name == "disagreements")
    many = tuple(
        replace(cards[0], explanation=f"Paper {number} counts what paper 0 leaves out.") for number in range(12)
    )
    sections = tuple(
        replace(section, relations=many) if section.name == "disagreements" else section for section in brief.sections
    )
    made = pdf.render(replace(brief, sections=sections, pages=2), Brand(), DEFAULT)[0].content
    path = tmp_path / "a.pdf"
    path.write_bytes(made)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    assert text.count("\f") == 2
    assert all(f"Paper {number} counts" in text for number in range(12))


def test_the_pdf_says_what_it_leaves_out(two_pages: str) -> None:
    assert two_pages.count("\f") == 2
    assert re.search(r"Shortened\. Left out here: 1 statement\b|Shortened\. Left out here: \d+ statements", two_pages)
    assert "The web page has all." in " ".join(two_pages.split())
    assert "about 3.8 million tons" in two_pages
    assert "no date is given for it" in " ".join(two_pages.split())


def test_a_short_brief_has_the_numbers_of_the_whole_one() -> None:
    brief = samples.ordinary()
    whole = markdown.written(brief, Brand(), DEFAULT)
    short = length.shortened(brief, length.cuts(brief))
    text = markdown.shortened(short, Brand(), DEFAULT, whole.numbering)
    notes = dict(re.findall(r"^\[\^(\d+)\]: “?(.*)$", text, re.MULTILINE))
    sentences = dict(re.findall(r"^\[\^(\d+)\]: “?(.*)$", whole.text, re.MULTILINE))
    assert 0 < len(notes) < len(sentences)
    assert all(sentences[number].startswith(words.removesuffix(" …")) for number, words in notes.items())
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))


def test_documents_keep_their_order_whatever_of_them_is_left() -> None:
    whole = markdown.written(samples.ordinary(), Brand(), DEFAULT).numbering
    first, second, *_ = whole.sources
    late, early = first.notes[-1].number, second.notes[0].number
    assert early < late
    left = replace(whole, numbers={key: number for key, number in whole.numbers.items() if number in {late, early}})
    assert [source.document for source in left.sources if source.notes] == [first.document, second.document]


def test_the_web_page_stays_whole() -> None:
    brief = samples.ordinary()
    assert html.render(replace(brief, pages=1), Brand(), DEFAULT) == html.render(brief, Brand(), DEFAULT)
