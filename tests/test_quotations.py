from __future__ import annotations

import pytest
import work
from hypothesis import given, settings
from hypothesis import strategies as st
from said import cases, document

from briefgen.model import Quotation
from briefgen.reading import quotations, sentences

PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "‘",
        "’",
        "«",
        "»",
        "„",
        " said ",
        "Ada Okoro",
        "he",
        ", ",
        ". ",
        "\n",
        "a few words",
        " that ",
        ":",
    ]
)


def found(text: str) -> tuple[Quotation, ...]:
    story = document(text)
    lines = sentences.lines(story)
    return quotations.find(story, lines, [("coast",)] * len(lines))


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in cases("quotations")], ids=[c[0] for c in cases("quotations")]
)
def test_case(text: str, expected: list[str]) -> None:
    given_ = [
        " | ".join(
            (
                "partial" if one.partial else "direct",
                one.speaker or "nobody",
                one.role or "none",
                text[one.span.start : one.span.end],
            )
        )
        for one in found(text)
    ]
    assert given_ == ([] if expected == ["nothing"] else expected)


def check(text: str) -> None:
    story = document(text)
    lines = sentences.lines(story)
    first = quotations.find(story, lines, [()] * len(lines))
    assert first == quotations.find(story, lines, [()] * len(lines))
    for one in first:
        passage = one.passage
        assert text[passage.span.start : passage.span.end] == passage.quote
        assert passage.span.holds(one.span)
        assert any(block.span.holds(passage.span) for block in story.blocks)
        assert one.speaker is None or one.speaker in text
        assert one.role is None or one.role in text


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_spans_are_exact_and_nothing_is_invented(text: str) -> None:
    check(text)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    check(text)


def test_a_quotation_has_the_topics_of_its_sentences() -> None:
    (one,) = found("“We will finish the bridge by June,” Ada Okoro said.")
    assert one.topics == ("coast",)


def test_the_passage_holds_quotation_and_tag() -> None:
    text = "“The line works,” said Tom Hale. “We checked it twice.” It rained."
    first, second = found(text)
    assert first.passage.quote == "“The line works,” said Tom Hale."
    assert second.passage.quote == "“The line works,” said Tom Hale. “We checked it twice.”"


def test_a_document_without_language_or_in_another_one_has_none() -> None:
    story = document("“Ja,” said Tom Hale.", language="xx")
    assert quotations.find(story, sentences.lines(story), [()]) == ()


@pytest.mark.parametrize(
    "piece", ['"', "“", "”", "‘", "’ ", "'a ", "he said “a b”, ", "“A b c d.” ", "Ada said, ", "(A) "]
)
def test_work_is_linear_on_hostile_input(piece: str) -> None:
    assert work.growth(found, piece) <= work.LINEAR
