"""Numbers as written, without units."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefgen.reading import numerals

RULES = numerals.grammar("en")


def read(text: str) -> numerals.Numeral | numerals.Refusal | None:
    seed = RULES.seed.search(text)
    assert seed is not None
    return numerals.read(text, seed.start(), RULES, money="$" in text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.5 million", "4500000"),
        ("3,50,000", "350000"),
        ("1.2 lakh crore", "1200000000000"),
        ("1.234.567,89", "1234567.89"),
        ("24 500", "24500"),
        ("1\u202f234", "1234"),
        ("3'500", "3500"),
        ("4-1/4", "4.25"),
        ("4½", "4.5"),
        ("¾", "0.75"),
        ("1e5", "100000"),
        ("3.2 × 10^5", "320000"),
        ("3 x 10⁻²", "0.03"),
        ("٤٥", "45"),
        ("1２", "12"),
        (" .5", "0.5"),
        ("12.5bn", "12500000000"),
        ("1.2mn", "1200000"),
        ("3k", "3000"),
        ("$5m", "5000000"),
        ("$2tn", "2000000000000"),
        ("5m people", "5000000"),
        ("5m tall", "5"),
        ("10kW", "10"),
        ("twenty-eight thousand six hundred", "28600"),
        ("one hundred and five", "105"),
        ("a hundred thousand", "100000"),
        ("three hundred million and five", "300000005"),
        ("two and a half million", "2500000"),
        ("half a million", "500000"),
        ("a quarter of a million", "250000"),
        ("two dozen", "24"),
        ("three-quarters", "0.75"),
        ("nineteen eighty-four", "19"),
        ("two and three", "2"),
        ("dozens", None),
        ("hundreds of millions", None),
        ("several hundred", None),
    ],
)
def test_value(text: str, value: str | None) -> None:
    number = read(text)
    assert isinstance(number, numerals.Numeral)
    assert number.value == (None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["4,5", "1,23,4", "12,34,56", "1e309", "9" * 41, "1'000,5.5"])
def test_refused(text: str) -> None:
    number = read(text)
    assert isinstance(number, numerals.Refusal)
    assert number.reason


@pytest.mark.parametrize("text", ["the thousand", "per hundred"])
def test_a_scale_alone_is_no_number(text: str) -> None:
    assert read(text) is None
