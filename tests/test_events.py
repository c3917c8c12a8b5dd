from __future__ import annotations

import datetime as dt

import pytest
import reading_cases as cases
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.model import BlockKind, Event, Span
from briefgen.reading import events
from briefgen.reading.parts import Line, Mention


def written(event: Event) -> str:
    parts = [event.status.value, cases.shown(event.period) or "open"]
    if event.deadline:
        parts.append(f"by {event.deadline}")
    if event.condition:
        parts.append(f"if {event.condition}")
    if event.text != event.citations[0].passage.quote:
        parts.append(f"text {event.text}")
    return " | ".join(parts)


@pytest.mark.parametrize("case", cases.load("events"), ids=lambda case: case.title)
def test_cases(case: cases.Case) -> None:
    text, lines = cases.lines_of(case.lines)
    surfaces = [item.removeprefix("figures: ") for item in case.items if item.startswith("figures: ")]
    figures: list[tuple[Mention, ...]] = [tuple(cases.mention(text, one, "level", 0) for one in surfaces)]
    found = events.find(cases.document(text, case.published), lines, figures, [("transport",)])
    assert tuple(written(one) for one in found) == tuple(one for one in case.items if not one.startswith("figures"))
    assert all(one.topics == ("transport",) for one in found)


@settings(deadline=None, max_examples=200)
@given(
    st.one_of(st.text(max_size=80), st.just("Should it, by 2030, open, with in May 2026 if ")), st.none() | st.dates()
)
def test_events_are_verbatim(text: str, published: dt.date | None) -> None:
    line = Line(Span(0, len(text)), 0, BlockKind.PARAGRAPH)
    for one in events.find(cases.document(text, published), [line], [()], [()]):
        assert one.text in text
        assert one.condition is None or one.condition in text
        assert one.citations[0].passage.quote == text


def test_furniture_tells_no_events() -> None:
    text = "The bridge was opened in 2022."
    line = Line(Span(0, len(text)), 0, BlockKind.FURNITURE)
    assert events.find(cases.document(text, None), [line], [()], [()]) == ()
