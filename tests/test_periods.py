from __future__ import annotations

import datetime as dt
import itertools

import pytest
import reading_cases as cases
import work
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.model import Period, Span
from briefgen.reading import days, grammar, periods, relative, tables

PUBLISHED = st.one_of(
    st.none(), st.dates(), st.sampled_from([dt.date.min, dt.date.max, dt.date(2024, 2, 29), dt.date(2025, 10, 24)])
)
VOCABULARY = (
    "last next this year month quarter 2024 1999 0000 9999 2022–2026 2024/25 Q2 H1 FY25 9M24 January Oct. May on by "
    "the end of until since 31 30 29 February mid- early a week ago earlier so far same period within five decades "
    "Monday , . ; ( ) and to - – 1e309 ½ 年 \u00a0 \n 12/13/2024 2024-13-45 31.02.2024 century 999 years ago summit "
    "before during visit twelve months ended"
)
PIECES = st.sampled_from(VOCABULARY.split(" "))
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES).map("".join))


def written(one: periods.DatedSpan, text: str) -> str:
    value = cases.shown(one.period) or ("vague" if one.vague else "open")
    deadline = f" by {one.deadline}" if one.deadline else ""
    return f"{' '.join(text[one.span.start : one.span.end].split())}: {value}{deadline}"


@pytest.mark.parametrize("case", cases.load("periods"), ids=lambda case: case.title)
def test_cases(case: cases.Case) -> None:
    text = "\n".join(case.lines)
    found = periods.find(text, Span(0, len(text)), case.published)
    assert tuple(written(one, text) for one in found) == case.items


@settings(deadline=None, max_examples=200)
@given(TEXTS, PUBLISHED)
def test_any_text_is_read_without_an_error_and_spans_stay_inside(text: str, published: dt.date | None) -> None:
    span = Span(min(1, len(text)), len(text))
    found = periods.find(text, span, published)
    assert found == periods.find(text, span, published)
    assert all(one.span.end <= following.span.start for one, following in itertools.pairwise(found))
    for one in found:
        assert span.holds(one.span)
        assert one.span.start < one.span.end
        assert one.period is None or one.period.start <= one.period.end


@settings(deadline=None)
@given(TEXTS)
def test_an_undated_document_resolves_only_what_names_its_year(text: str) -> None:
    """In a range the year may follow: “January–March 2000”."""
    for one in periods.find(text, Span(0, len(text)), None):
        assert one.period is None or any(mark.isdigit() for mark in text[one.span.start :])


@settings(deadline=None)
@given(st.dates(), st.dates(), st.integers(-200_000, 200_000))
def test_shifted_periods_keep_their_order(one: dt.date, other: dt.date, months: int) -> None:
    shifted = days.shift(Period(min(one, other), max(one, other)), months)
    assert shifted is None or shifted.start <= shifted.end


def test_a_leap_day_shifts_to_the_end_of_february() -> None:
    months = days.months(2024, 1, 2)
    assert months is not None
    assert days.shift(months, -12) == days.months(2023, 1, 2)


def test_every_rule_of_the_table_has_a_meaning() -> None:
    rules = tables.load("en", "periods")["rule"]
    assert {rule["means"] for rule in rules} <= relative.RESOLVERS.keys()
    assert set(relative.RESOLVERS) <= {rule["means"] for rule in rules}
    assert set(grammar.grammar("en").leads.values()) <= {role.value for role in periods.Role}


@pytest.mark.parametrize(
    "seed",
    ["1", "1 ", "20", "2024 ", "2024–", "the ", "January ", "by the end of ", "last ", ", ", "a week before the "],
)
def test_work_is_linear_on_hostile_runs(seed: str) -> None:
    def find(text: str) -> object:
        return periods.find(text, Span(0, len(text)), dt.date(2025, 1, 1))

    assert work.growth(find, seed) <= work.LINEAR
