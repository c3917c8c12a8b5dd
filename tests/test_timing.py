from __future__ import annotations

import datetime as dt
import re

import pytest
import reading_cases as cases
import work
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from briefgen.model import BlockKind, Span
from briefgen.reading import status, timing
from briefgen.reading.parts import Line, Mention, Timing

VOCABULARY = (
    "exports rose to 5% in 2024 , and fell 3 million tons last year by 2030 since 2015 from a year earlier 2022–2026 "
    "programme visit on October 20–21 during the visit respectively triple is up compared with aims ( ) than"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
PUBLISHED = st.one_of(st.none(), st.dates())


def written(surface: str, kind: str, given: Timing) -> str:
    parts = [surface, kind]
    if given.period:
        parts.append(f"period {cases.shown(given.period)}")
    if given.base:
        parts.append(f"base {cases.shown(given.base)}")
    if given.deadline:
        parts.append(f"by {given.deadline}")
    return " | ".join(parts)


@pytest.mark.parametrize("case", cases.load("timing"), ids=lambda case: case.title)
def test_cases(case: cases.Case) -> None:
    text, lines = cases.lines_of(case.lines)
    figures, after = [], 0
    for item in case.items:
        surface, kind, *_ = item.split(" | ")
        figures.append(cases.mention(text, surface, kind, after))
        after = figures[-1].span.end
    by_line = [tuple(one for one in figures if line.span.holds(one.span)) for line in lines]
    times = [one for row in timing.time(cases.document(text, case.published), lines, by_line) for one in row]
    read = [
        written(figure.quantity.surface, item.split(" | ")[1], one)
        for figure, item, one in zip(figures, case.items, times, strict=True)
    ]
    assert tuple(read) == case.items


@settings(deadline=None, max_examples=300)
@drawn(st.lists(WORDS, min_size=1, max_size=30), PUBLISHED, st.data())
def test_any_figures_get_a_time_of_the_same_shape(
    words: list[str], published: dt.date | None, data: st.DataObject
) -> None:
    text = " ".join(words)
    cut = data.draw(st.integers(1, len(text)))
    lines = [Line(Span(0, cut), 0, BlockKind.PARAGRAPH), Line(Span(cut, len(text)), 0, BlockKind.PARAGRAPH)]
    figures = [tuple(numbers(text, line.span)) for line in lines]
    document = cases.document(text, published)
    times = timing.time(document, lines, figures)
    assert [len(row) for row in times] == [len(row) for row in figures]
    assert times == timing.time(document, lines, figures)


def numbers(text: str, span: Span) -> list[Mention]:
    found = []
    for surface in ("5%", "3 million tons", "triple"):
        start = text.find(surface, span.start, span.end)
        if start >= 0:
            kind = {"5%": "change up", "triple": "multiple up"}.get(surface, "level")
            found.append(cases.mention(text, surface, kind, start))
    return sorted(found, key=lambda one: one.span)


def test_work_is_linear_in_a_sentence_without_end() -> None:
    def assign(text: str) -> None:
        span = Span(0, len(text))
        places = [match.start() for match in re.finditer("5%", text)]
        figures = tuple(cases.mention(text, "5%", "change up", place) for place in places)
        timing.time(cases.document(text, None), [Line(span, 0, BlockKind.PARAGRAPH)], [figures])
        for figure in figures:
            status.judge(text, span, figure, Timing())

    assert work.growth(assign, "exports of 5% in 2024 and ") <= work.LINEAR


def test_no_time_crosses_a_paragraph() -> None:
    text, lines = cases.lines_of(("In 2024 trade grew by 38%.", "Meanwhile, imports grew by 12%."))
    apart = [lines[0], Line(lines[1].span, 1, BlockKind.PARAGRAPH)]
    figures = [(cases.mention(text, "38%", "change up", 0),), (cases.mention(text, "12%", "change up", 0),)]
    assert timing.time(cases.document(text, None), lines, figures)[1][0].period is not None
    assert timing.time(cases.document(text, None), apart, figures)[1][0] == Timing()
