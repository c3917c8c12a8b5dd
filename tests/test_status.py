from __future__ import annotations

import itertools

import pytest
import reading_cases as cases
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.model import Span, Status
from briefgen.reading import clauses, status, tables
from briefgen.reading.parts import Timing

VOCABULARY = (
    "exports rose to reach plan plans will be built is expected capacity of target aims , and but which ( ) – : 5% 3 "
    "million tons by 2030 if Should with reaching up from estimated can carry not \n “ ” agreed in"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=30).map(" ".join))


@pytest.mark.parametrize("case", cases.load("status"), ids=lambda case: case.title)
def test_cases(case: cases.Case) -> None:
    text = " ".join(case.lines)
    read, after = [], 0
    for item in case.items:
        surface, kind, _ = item.split(" | ")
        figure = cases.mention(text, surface, kind, after)
        after = figure.span.end
        read.append(f"{surface} | {kind} | {status.judge(text, Span(0, len(text)), figure, Timing()).value}")
    assert tuple(read) == case.items


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.data())
def test_any_number_in_any_text_has_a_status(text: str, data: st.DataObject) -> None:
    text += "5 tons"
    start = data.draw(st.integers(0, len(text) - 1))
    figure = cases.mention(text, text[start : start + 3], "level", start)
    judged = status.judge(text, Span(0, len(text)), figure, Timing())
    assert judged in Status
    assert judged is status.judge(text, Span(0, len(text)), figure, Timing())
    assert status.of_clause(text, Span(0, len(text))) in Status


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_clauses_cover_their_sentence(text: str) -> None:
    parts = clauses.of(text, Span(0, len(text)))
    assert parts[0].span.start == 0
    assert parts[-1].span.end == len(text)
    assert all(one.span.end == other.span.start for one, other in itertools.pairwise(parts))


def test_sentences_around_do_not_change_a_status() -> None:
    sentence = "Exports reached 5 million tons."
    text = f"The firm plans to invest. {sentence} It will be built."
    start = text.index(sentence)
    figure = cases.mention(text, "5 million tons", "level", start)
    assert status.judge(text, Span(start, start + len(sentence)), figure, Timing()) is Status.ACTUAL


def test_every_cue_says_why() -> None:
    for row in tables.load("en", "status")["cue"]:
        assert row["why"].endswith(".")
        assert row["where"] in {"next", "front", "before", "after"}


def test_of_clause() -> None:
    for text, expected in {
        "the bridge was opened": Status.ACTUAL,
        "the bridge will be opened": Status.PLAN,
        "the bridge could open": Status.PROJECTION,
        "the city aims to open it": Status.TARGET,
        "should funds arrive, it opens": Status.PROJECTION,
    }.items():
        assert status.of_clause(text, Span(0, len(text))) is expected
