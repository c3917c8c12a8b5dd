"""Custom properties that are settled before a page is laid out."""

from __future__ import annotations

import pytest

from briefgen.rendering.variables import settled

CASES = {
    "set once": (":root{--a:red} p{color:var(--a)}", "p{color:red}"),
    "with another value in reserve": (":root{--a:red} p{color:var(--a, blue)}", "p{color:red}"),
    "through another": (":root{--a:var(--b);--b:1pt} p{margin:var(--a)}", "p{margin:1pt}"),
    "set twice": (":root{--a:red} :root{--a:blue} p{color:var(--a)}", "p{color:var(--a)}"),
    "set for some": (":root{--a:red} em{--a:blue} p{color:var(--a)}", "p{color:var(--a)}"),
    "set for some alone": ("em{--a:blue} p{color:var(--a)}", "p{color:var(--a)}"),
    "never set": ("p{width:var(--width, 88%)}", "p{width:var(--width, 88%)}"),
    "a circle": (":root{--a:var(--b);--b:var(--a)} p{color:var(--a)}", "p{color:var(--a)}"),
    "a longer name": (":root{--a:red} p{color:var(--a-b)}", "p{color:var(--a-b)}"),
    "a value with commas": (':root{--a:"A B", serif} p{font-family:var(--a)}', 'p{font-family:"A B", serif}'),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_rule_says(name: str) -> None:
    sheet, rule = CASES[name]
    assert settled(sheet).endswith(rule)


def test_what_another_sheet_sets_later_stays_open() -> None:
    assert settled(":root{--size:11pt} p{font-size:var(--size)}", ("size",)).endswith("var(--size)}")
