"""Cases of dates that differ, read from plain text, and what holds for any two dates."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from said import cases
from test_claim_cases import cards, documents

from briefgen.evidence.due import Bound, Due, differ, printed

CASES = cases("deadlines")
FEWEST, FEWEST_NONE = 40, 0.5
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[title for title, *_ in CASES])
def test_cards(title: str, text: str, expected: list[str]) -> None:
    del title
    for order in permutations(documents(text)):
        assert cards(list(order)) == sorted(expected)


def test_there_are_enough_cases_and_half_of_them_are_of_no_card() -> None:
    assert len(CASES) >= FEWEST
    assert sum(expected == ["none"] for _, _, expected in CASES) >= FEWEST_NONE * len(CASES)


@st.composite
def any_due(draw: st.DrawFn) -> Due:
    start, end = sorted((draw(DAYS), draw(DAYS)))
    return Due(start, end, draw(st.sampled_from(Bound)), "")


@given(any_due(), any_due())
def test_the_order_of_two_dates_never_matters(one: Due, other: Due) -> None:
    assert differ(one, other) == differ(other, one)


@given(any_due(), any_due())
def test_dates_that_share_a_day_do_not_differ(one: Due, other: Due) -> None:
    if one.start <= other.end and other.start <= one.end:
        assert not differ(one, other)


def test_a_text_prints_its_own_date_in_its_head() -> None:
    assert printed("Lindholm, 14 October 2025. The harbour is busy.") == dt.date(2025, 10, 14)
    assert printed("HARBOUR MONTHLY · March 2023 · FEATURES\n\nThe harbour is busy.") == dt.date(2023, 3, 31)
    assert printed("The harbour was dug in 1931 and widened in 1950 by hand, with 14 barges") is None
