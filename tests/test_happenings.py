"""Verbs of happenings are looked up by the first letters of their words: no pattern may find what is passed over."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.evidence.claims.happenings import SORTS, Sort, starts_in

NEVER = "(?!)"


@pytest.mark.parametrize("sort", SORTS, ids=[sort.done for sort in SORTS])
@given(data=st.data())
def test_whatever_a_pattern_finds_starts_with_letters_of_its_sort(sort: Sort, data: st.DataObject) -> None:
    patterns = [one.pattern for one in (sort.past, sort.base, sort.short) if NEVER not in one.pattern]
    inner = data.draw(st.sampled_from(patterns)).removeprefix(r"\b").removesuffix(r"(?![\w-])")
    said = data.draw(st.from_regex(re.compile(inner, re.ASCII), fullmatch=True))
    assert not sort.starts.isdisjoint(starts_in(f"Norden {said} at Lindholm"))


def test_what_no_pattern_finds_is_passed_over() -> None:
    assert all(sort.starts.isdisjoint(starts_in("Norden likes its old mill")) for sort in SORTS)
