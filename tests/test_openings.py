"""What patterns can begin with: every text that one matches finds it in the index."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.reading import grammar, openings

SOURCES = (
    r"(?:the\s{1,3})?(?:last|next)\s{1,3}year",
    r"\d{1,2}(?:st|nd)?\s{1,3}(?-i:May|MAY)",
    r"(?<![\d.])0?[1-9]\s{0,3}pm",
    r"[ymq][-/.]?o?[-/.]?y",
    r"(?:19|20)\d\d",
    r"[A-Z][\w-]*’s\s{1,3}visit",
    r"of\s",
)
LETTERS = st.text(alphabet="thelasnxyorMAY0159 \n-./’sKſ٣é", max_size=12)


@given(
    st.lists(st.sampled_from(["the ", "last", " ", "\n", "year", "5", "May", "ſ", "20", "-", "y", "’s visit"]).map(str))
)
def test_words_find_their_pattern(parts: list[str]) -> None:
    is_found("".join(parts))


@given(LETTERS)
def test_letters_find_their_pattern(text: str) -> None:
    is_found(text)


def is_found(text: str) -> None:
    beginning = openings.index((source, source) for source in SOURCES)
    entries = beginning(text[: openings.LETTERS])
    assert [one for one in SOURCES if re.compile(one, re.IGNORECASE).match(text) and one not in entries] == []
    assert list(entries) == [one for one in SOURCES if one in entries]


@pytest.mark.parametrize("text", ["million", "2024 w", "of the"])
def test_most_patterns_are_left_out(text: str) -> None:
    assert len(openings.index((source, source) for source in SOURCES)(text)) <= 2


def test_few_rules_of_time_are_tried_at_a_common_word() -> None:
    assert len(grammar.grammar("en").beginning("millio")) <= 2
