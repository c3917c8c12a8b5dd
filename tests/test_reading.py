"""The composed reader: what must hold of every document, whatever stands in it."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
import work
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.model import Block, BlockKind, Document, Figure, Measure, Reading, Span, Status, Topic
from briefgen.reading.read import read

TOPICS = (
    Topic("trade", "Trade", ("export*", "freight"), (Measure("Freight", "t", ("freight", "cargo"), ("Long Canal",)),)),
    Topic("energy", "Energy", ("power plant", "MW")),
)
PIECES = st.sampled_from(
    [
        *("Exports rose by 5% to 3.4 million tons in 2024.", "“We plan 12 new ports by 2030,” said Ada Okoro.", "$1"),
        *("between", "from", "to", "€3–4bn", "1e309", "9" * 60, "½", "two thirds", "\n\n", "(", "”", "«", "last year"),
        *("The minister said", "according to", "Jan. 5", "tripled", "٣٤", "\u2028", "\ufeff", "İ", "ß", "K", "\x00"),
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES).map("".join))
SENTENCES = (
    "Freight on the Long Canal rose by 62 percent to 4.5 million tons in 2024.",
    "The company plans to build a 240MW power plant for €640 million.",
    "At least 17 people were hurt, the ministry said.",
    "Shares fell from 38 to 19 pence, and 1.7 to 1.8 million barrels were sold.",
)
AROUND = ("The weather was mild.", "Nobody expected it!", "Talks went on, a spokesman said.", "Was it wise?")


def document(text: str, language: str | None = "en", published: dt.date | None = dt.date(2025, 10, 24)) -> Document:
    block = Block(Span(0, len(text)), BlockKind.PARAGRAPH)
    return Document("0" * 64, "story.txt", text, (block,), published=published, language=language)


def said(figure: Figure) -> tuple[object, ...]:
    """What the number itself says, without where it stands."""
    quantity = figure.quantity
    return quantity.value, quantity.upper, quantity.unit, quantity.modifier, quantity.surface, figure.kind, figure.rate


def spans_are_exact(text: str, found: Reading) -> None:
    passages = [one.passage for one in (*found.sentences, *found.figures, *found.quotations)]
    passages += [citation.passage for one in (*found.events, *found.omissions) for citation in one.citations]
    for passage in passages:
        assert text[passage.span.start : passage.span.end] == passage.quote
    for figure in found.figures:
        assert text[figure.span.start : figure.span.end] == figure.quantity.surface != ""
        assert figure.passage.span.holds(figure.span)
    starts = [figure.span for figure in found.figures]
    assert starts == sorted(starts)
    assert not any(one.overlaps(other) for one, other in itertools.pairwise(starts))


@settings(deadline=None)
@given(TEXTS, st.one_of(st.none(), st.dates()))
def test_any_text_is_read_with_exact_spans(text: str, published: dt.date | None) -> None:
    spans_are_exact(text, read(document(text, published=published), TOPICS))


@settings(deadline=None, max_examples=40)
@given(TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    once = read(document(text), TOPICS)
    read(document("Something else: 5 tons in 2020."), TOPICS)
    assert read(document(text), TOPICS) == once


@settings(deadline=None)
@given(st.sampled_from(SENTENCES), st.lists(st.sampled_from(AROUND)), st.lists(st.sampled_from(AROUND)))
def test_sentences_around_it_change_no_number(sentence: str, before: list[str], after: list[str]) -> None:
    alone = [said(one) for one in read(document(sentence), TOPICS).figures]
    inside = read(document(" ".join([*before, sentence, *after])), TOPICS)
    assert alone
    assert [said(one) for one in inside.figures] == alone


@pytest.mark.parametrize("language", ["ru", "tr", "xx", "EN", "", "../en", None])
def test_another_language_gives_no_figure_and_says_so(language: str | None) -> None:
    found = read(document("Exports rose by 5% to 3 million tons in 2024.", language), TOPICS)
    assert found.figures == found.quotations == found.events == ()
    assert len(found.sentences) == 1
    assert len(found.omissions) == 1
    assert "figures" in found.omissions[0].reason


def test_a_refused_number_is_an_omission_with_its_sentence() -> None:
    text = f"The total was {'9' * 300} tons."
    found = read(document(text), TOPICS)
    assert found.figures == ()
    assert [one.citations[0].passage.quote for one in found.omissions] == [text]
    assert len(found.omissions[0].what) < len("“…” in story.txt") + 60


def test_furniture_is_not_read() -> None:
    story = document("Exports rose by 5%.")
    assert read(replace(story, blocks=(replace(story.blocks[0], kind=BlockKind.FURNITURE),)), TOPICS).sentences == ()


def test_nothing_is_read_in_an_empty_document() -> None:
    assert read(replace(document(""), blocks=())) == Reading("0" * 64, (), ())


LENGTHS = {"1 ": 1000, "5% ": 1000, "Q1 ": 1000, "exports rose by 5%, ": 4000}
"""Letters to begin with where 2000 are not right: numbers alone are a page of figures sooner, rises later."""


@pytest.mark.parametrize(
    "unit",
    [
        *("1", "1,", "1 ", "5% ", "U.S. ", "(", ") ", "[1] ", "“", "” ", "“a” ", '"', "' ", ", ", "in 2024 "),
        *("said ", "A ", "the Ministry of ", "by 2030 ", "Q1 ", "\n", "exports rose by 5%, "),
        *(" ".join(SENTENCES) + " ", "Ada Okoro said that ", "and "),
    ],
)
def test_work_is_linear_in_the_length(unit: str) -> None:
    length = LENGTHS.get(unit, 2000)
    assert work.growth(lambda text: read(document(text), TOPICS), unit, length) <= work.LINEAR


@pytest.mark.parametrize(
    ("below", "status"),
    [
        ("The council voted to close nine schools by August 2026.", Status.PLAN),
        ("The council voted to close nine libraries by August 2026.", Status.ACTUAL),
    ],
)
def test_a_small_count_in_a_headline_has_the_status_of_the_same_count_below(below: str, status: Status) -> None:
    text = f"Council closes nine schools\n\n{below}"
    end = text.index("\n")
    blocks = (Block(Span(0, end), BlockKind.HEADLINE), Block(Span(end + 2, len(text)), BlockKind.PARAGRAPH))
    document = Document("0" * 64, "case.txt", text, blocks, published=dt.date(2025, 3, 10), language="en")
    assert read(document).figures[0].status is status
