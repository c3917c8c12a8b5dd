"""How many differences of claims are found in sentences that nobody fitted rules to, and how many cards are wrong.

Rules are mended with the cases of odd numbers alone; those of even numbers only measure (tests/cases/claims-news.md).
"""

from __future__ import annotations

import pytest
from said import cases
from test_claim_cases import cards, documents

CASES = cases("claims-news")
HALVES = {"looked into": 1, "set aside": 0}
FOUND = {"looked into": 0.9, "set aside": 0.8}
TYPED = {"looked into": 0.9, "set aside": 0.75}
"""Share of the differences that are found, and found with the right type, at least."""
WRONG = {"looked into": 1, "set aside": 1}
"""Cards between documents that do not differ, at most."""


@pytest.mark.parametrize("half", HALVES)
def test_claims_in_the_words_of_news(half: str) -> None:
    own = [(text, told) for title, text, told in CASES if int(title.split()[0]) % 2 == HALVES[half]]
    told = [(expected, cards(documents(text))) for text, expected in own]
    differ = [(expected, found) for expected, found in told if expected != ["none"]]
    found = [found != ["none"] for _, found in differ]
    typed = [set(expected) <= set(found) for expected, found in differ]
    wrong = [found for expected, found in told if expected == ["none"] and found != ["none"]]
    assert sum(found) >= FOUND[half] * len(differ)
    assert sum(typed) >= TYPED[half] * len(differ)
    assert len(wrong) <= WRONG[half], wrong if half == "looked into" else len(wrong)


def test_both_halves_have_as_many_cases_of_each_sort() -> None:
    counted = [
        sum((told == ["none"]) is none for title, _, told in CASES if int(title.split()[0]) % 2 == rest)
        for rest in HALVES.values()
        for none in (True, False)
    ]
    assert counted == [30, 30, 30, 30]
