from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.model import Block, BlockKind, Document, Span
from briefgen.reading import sentences

CASES = Path(__file__).parent / "cases" / "sentences.md"
TITLE = re.compile(r"(?P<title>.*?)(?: \((?P<language>[a-z]{2})\))?")


def cases() -> list[tuple[str, str, str, list[str]]]:
    found = []
    for section in CASES.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, text, *expected = section.strip("\n").split("\n")
        match = TITLE.fullmatch(title)
        assert match is not None
        wanted = [line.removeprefix("- ") for line in expected if line]
        found.append((match["title"], match["language"] or "en", text, wanted))
    return found


def document(text: str, language: str | None = "en", kind: BlockKind = BlockKind.PARAGRAPH) -> Document:
    return Document("id", "a.txt", text, (Block(Span(0, len(text)), kind),), language=language)


def split(text: str, language: str | None = "en") -> list[str]:
    return [text[line.span.start : line.span.end] for line in sentences.lines(document(text, language))]


@pytest.mark.parametrize(("language", "text", "expected"), [case[1:] for case in cases()], ids=[c[0] for c in cases()])
def test_case(language: str, text: str, expected: list[str]) -> None:
    assert split(text, language) == expected


def test_titles_of_cases_are_unique() -> None:
    titles = [case[0] for case in cases()]
    assert len(titles) == len(set(titles))


def test_headings_are_one_line_each() -> None:
    text = "Will it last? Experts doubt. More"
    for kind in (BlockKind.HEADLINE, BlockKind.HEADING):
        (line,) = sentences.lines(document(text, kind=kind))
        assert (line.span, line.kind, line.block) == (Span(0, len(text)), kind, 0)


@pytest.mark.parametrize("kind", [BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.FURNITURE])
def test_furniture_is_not_read(kind: BlockKind) -> None:
    assert sentences.lines(document("By Ann Lee. Home.", kind=kind)) == ()


def test_lines_know_their_block() -> None:
    text = "One. Two.\nThree."
    blocks = (Block(Span(0, 9), BlockKind.PARAGRAPH), Block(Span(10, 16), BlockKind.PARAGRAPH))
    lines = sentences.lines(Document("id", "a.txt", text, blocks, language="en"))
    assert [line.block for line in lines] == [0, 0, 1]


@settings(deadline=None, max_examples=200)
@given(
    st.text(alphabet=st.sampled_from('aBc DU.S?!…"”“’() \n\xa05$。-•'), max_size=80),
    st.sampled_from(["en", "ru", None]),
)
def test_sentences_are_apart_and_without_blanks_at_their_ends(text: str, language: str | None) -> None:
    lines = sentences.lines(document(text, language))
    for left, right in pairwise(lines):
        assert left.span.end <= right.span.start
    for line in lines:
        quote = text[line.span.start : line.span.end]
        assert quote
        assert quote == quote.strip()


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60))
def test_no_text_breaks_the_splitter(text: str) -> None:
    for line in sentences.lines(document(text)):
        assert 0 <= line.span.start < line.span.end <= len(text)


@pytest.mark.parametrize("unit", ["U.S. ", "a.b.", "“. ", "[1]", ". ", "No. 5 ", "x" * 50, "… ", "1. "])
def test_every_mark_is_looked_at_once(unit: str) -> None:
    """Work is bounded by the number of marks, whatever the text: a window on either side is all that is read."""
    text = unit * (200_000 // len(unit))
    assert all(line.span.end <= len(text) for line in sentences.lines(document(text)))


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from(["Ports grew by 5%.", "Will it last?", "“We hope so,” Lee said."]), min_size=1, max_size=6)
)
def test_plain_sentences_come_back_as_they_were(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts
