"""Patterns that wait."""

import re

import pytest

from briefgen.reading.patterns import METHODS, Pattern


def test_is_the_pattern_itself_once_used() -> None:
    words = Pattern(r"[a-z]+", re.IGNORECASE)
    assert words.findall("One two") == ["One", "two"]
    compiled = re.compile(r"[a-z]+", re.IGNORECASE)
    assert all(getattr(words, name) == getattr(compiled, name) for name in METHODS)


def test_nothing_is_compiled_before() -> None:
    wrong = Pattern("(")
    with pytest.raises(re.error):
        wrong.search("text")


def test_knows_nothing_else() -> None:
    with pytest.raises(AttributeError):
        Pattern("a").finds  # noqa: B018 - asking for it is the test
