"""What holds for arithmetic checks whatever the numbers are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from weighing import TOPIC, document

from briefgen.evidence import weigh
from briefgen.model import Check, Verdict
from briefgen.readings import read_all

DAY = dt.date(2025, 3, 3)
EXAMPLES = settings(deadline=None, max_examples=40)
VALUES = st.decimals("1.2", "980", places=4)
GROWTHS = st.decimals("0.04", "3", places=4)
DIGITS = st.integers(2, 4)
"""One digit alone, printed without its zeros, is too little to judge by."""


def rounded(value: Decimal, digits: int) -> str:
    """A value with so many significant digits, as news print it."""
    step = Decimal(1).scaleb(value.adjusted() - digits + 1)
    return f"{(value / step).quantize(Decimal(1), ROUND_HALF_UP) * step:f}"


def decimals(value: Decimal, digits: int) -> str:
    """A percentage with decimals: nobody rounds 75% to 80%."""
    return f"{value.quantize(Decimal(1).scaleb(2 - digits), ROUND_HALF_UP):f}"


def checks(*texts: str) -> list[Check]:
    told = [document(f"{index}.txt", text, f"Paper {index}", DAY) for index, text in enumerate(texts)]
    return list(weigh(told, read_all(told, [TOPIC]), [TOPIC]).checks)


def move(value: Decimal, growth: Decimal, digits: int, scale: str = "million") -> tuple[str, ...]:
    after, percent = value * (1 + growth), growth * 100
    return (
        (
            f"Output rose {decimals(percent, digits)}% from {rounded(value, digits)} {scale} tonnes to "
            f"{rounded(after, digits)} {scale} tonnes."
        ),
    )


def years(value: Decimal, growth: Decimal, digits: int, scale: str = "million") -> tuple[str, ...]:
    amount, percent = f"{rounded(value * (1 + growth), digits)} {scale}", growth * 100
    return (
        f"Cargo at Lindholm harbour rose {decimals(percent, digits)}% in 2024 to {amount} tonnes.",
        f"Lindholm harbour handled {rounded(value, digits)} {scale} tonnes of cargo in 2023.",
    )


def total(value: Decimal, growth: Decimal, digits: int, scale: str = "million") -> tuple[str, ...]:
    other = value * growth
    return (
        (
            f"The fund lent €{rounded(value + other, digits)} {scale}, of which €{rounded(value, digits)} {scale} went "
            f"to roads and the remaining €{rounded(other, digits)} {scale} to railways."
        ),
    )


def trade(value: Decimal, growth: Decimal, digits: int, scale: str = "million") -> tuple[str, ...]:
    other = value * growth
    return (
        (
            f"Trade with Norrland came to ${rounded(value + other, digits)} {scale} in 2024. Exports were "
            f"${rounded(value, digits)} {scale} in 2024 and imports were ${rounded(other, digits)} {scale} in 2024."
        ),
    )


def pace(value: Decimal, growth: Decimal, digits: int, scale: str = "million") -> tuple[str, ...]:
    aim = value * (1 + growth) ** 4
    percent = decimals(growth * 100, digits)
    return (
        (
            f"Lindholm harbour handled {rounded(value, digits)} {scale} tonnes of cargo in 2024, {percent}% more "
            "than in 2023."
        ),
        f"Lindholm harbour aims to handle {rounded(aim, digits)} {scale} tonnes of cargo a year by 2028.",
    )


TELLERS = [move, years, total, trade, pace]
Teller = Callable[..., tuple[str, ...]]


@pytest.mark.parametrize("tell", TELLERS)
@EXAMPLES
@given(VALUES, GROWTHS, DIGITS)
def test_what_was_consistent_before_rounding_is_never_wrong(
    tell: Teller, value: Decimal, growth: Decimal, digits: int
) -> None:
    bad = [one for one in checks(*tell(value, growth, digits)) if one.verdict in (Verdict.WRONG, Verdict.IMPLAUSIBLE)]
    assert not bad, bad[0].calculation


@pytest.mark.parametrize("tell", TELLERS)
def test_each_of_these_is_checked(tell: Teller) -> None:
    found = checks(*tell(Decimal("123.4"), Decimal("0.46"), 4))
    assert [one.verdict for one in found] == [Verdict.RIGHT]


@pytest.mark.parametrize("tell", TELLERS)
@EXAMPLES
@given(VALUES, GROWTHS, st.integers(2, 4))
def test_a_larger_scale_changes_no_verdict(tell: Teller, value: Decimal, growth: Decimal, digits: int) -> None:
    small, large = (checks(*tell(value, growth, digits, scale)) for scale in ("million", "billion"))
    assert [(one.kind, one.verdict) for one in small] == [(one.kind, one.verdict) for one in large]


@pytest.mark.parametrize("tell", [years, pace])
@EXAMPLES
@given(VALUES, GROWTHS, DIGITS)
def test_the_order_of_documents_never_matters(tell: Teller, value: Decimal, growth: Decimal, digits: int) -> None:
    told = [document(f"{text}.txt", text, text, DAY) for text in tell(value, growth, digits)]
    there, back = (weigh(one, read_all(one, [TOPIC]), [TOPIC]) for one in (told, told[::-1]))
    assert there == back


@pytest.mark.parametrize("tell", [move, years, total, trade])
@EXAMPLES
@given(VALUES, st.decimals("0.3", "3", places=2), st.decimals("1.4", "3", places=1))
def test_a_planted_error_is_found(tell: Teller, value: Decimal, growth: Decimal, factor: Decimal) -> None:
    right = tell(value, growth, 4)
    printed = rounded(value, 4)
    wrong = [text.replace(f"{printed} million", f"{rounded(value * factor, 4)} million") for text in right]
    assume(list(right) != wrong and not any(re.search(r"\b[12]\d{3} million", text) for text in wrong))  # years
    assert any(one.verdict is Verdict.WRONG for one in checks(*wrong)), wrong
