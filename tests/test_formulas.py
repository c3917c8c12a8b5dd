"""Formulas of computed facts, worked out again from their text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.evidence.arithmetic.computed import round_off, scaled
from briefgen.evidence.arithmetic.formulas import FormulaError, evaluate
from briefgen.evidence.spelling import spell_amount

OPERANDS = {"7 million tons": Decimal(7_000_000), "1.4 million tons": Decimal(1_400_000), "62%": Decimal("0.62")}


def value(formula: str) -> Decimal:
    return evaluate(formula, OPERANDS, lambda number: number in {1, 4})


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("7 million tons − 1.4 million tons ÷ 4", "6650000"),
        ("(7 million tons − 1.4 million tons) ÷ 4", "1400000"),
        ("7 million tons ÷ (1 + 62%)", "4320987.65"),
        ("(7 million tons ÷ 1.4 million tons)^(1 ÷ 4) − 1", "0.4953"),
        ("7 million tons + 1.4 million tons × 4", "12600000"),
        ("1 − 62%", "0.38"),
    ],
)
def test_signs_bind_as_in_school(formula: str, expected: str) -> None:
    assert abs(value(formula) / Decimal(expected) - 1) < Decimal("0.0001")


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "7 million",
        "7 million tons ÷ 5",
        "7 million tons ÷ (1 − 1)",
        "(7 million tons",
        "7 million tons)",
        "7 million tons  − 1",
        "7 million tons − ",
        "__import__('os')",
        "(" * 50 + "1",
        "(1 − 4)^(1 ÷ 4)",
    ],
)
def test_anything_else_is_no_formula(formula: str) -> None:
    with pytest.raises(FormulaError):
        value(formula)


@given(st.decimals("0.001", "9" * 12, places=3))
def test_a_rounded_value_is_near_and_is_spelled_as_it_is(number: Decimal) -> None:
    rounded = round_off(number)
    assert abs(rounded - number) <= number / 100
    spelled = spell_amount(rounded, "t").removesuffix(" tons")
    digits, _, scale = spelled.partition(" ")
    assert Decimal(digits.replace(",", "")) * {"": 1, "million": 10**6, "billion": 10**9}[scale] == rounded


def test_percentages_are_parts_of_one() -> None:
    assert scaled(Decimal(62), "%") == scaled(Decimal(6200), "bp") == Decimal("0.62")
    assert scaled(Decimal(62), "t") == 62
