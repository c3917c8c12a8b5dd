"""Growths that do not fit the values of other passages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weighing import HARBOUR, TOPIC, brief, document, figure, months, reading, year

from briefgen.evidence import weigh
from briefgen.model import (
    CheckKind,
    Direction,
    Evidence,
    Kind,
    Modifier,
    Period,
    Relation,
    RelationType,
    Status,
    Verdict,
)

DAY = dt.date(2025, 10, 3)


def evidence(
    level: str, factor: str, period: Period, other: str, other_period: Period, **change: object
) -> tuple[list[object], Evidence]:
    """Two documents: one tells a level with its growth, the other one an earlier level."""
    kind = Kind.CHANGE if factor.endswith("%") else Kind.MULTIPLE
    first = document("a", f"Cargo grew {factor} to {level} tons at Lindholm.", "Post", DAY)
    second = document("b", f"Lindholm had {other} tons of cargo.", "Echo", DAY)
    pairs = [
        reading(
            first,
            figure(
                first,
                factor,
                factor.rstrip("%x"),
                "%" if kind is Kind.CHANGE else "x",
                **{"kind": kind, "direction": Direction.UP, "period": period, **change},
            ),
            figure(first, f"{level} tons", level, period=period),
        ),
        reading(second, figure(second, f"{other} tons", other, period=other_period)),
    ]
    return [first, second, *pairs], weigh([first, second], pairs, [TOPIC])


def cards(*args: object, **change: object) -> list[Relation]:
    _, found = evidence(*args, **change)  # type: ignore[arg-type]  # passed on as given
    return [relation for relation in found.relations if relation.type is RelationType.DOES_NOT_ADD_UP]


def test_a_growth_implies_the_value_before() -> None:
    (card,) = cards("900", "50%", year(2024), "300", year(2023))
    derived = card.facts[-1]
    assert derived.derived
    assert derived.formula == "900 tons ÷ (1 + 50%)"
    assert derived.quantity.value == Decimal(600)
    assert card.explanation == (
        "If “50%” led to “900 tons” for 2024, then 2023 had about 600 tons (computed); "
        "another passage gives “300 tons”: the numbers do not fit each other."
    )


@pytest.mark.parametrize(
    ("other", "verdict"),
    [("600", Verdict.RIGHT), ("602", Verdict.RIGHT), ("590", Verdict.ROUGHLY_RIGHT), ("670", Verdict.WRONG)],
)
def test_a_growth_fits_as_printed_or_after_a_small_revision(other: str, verdict: Verdict) -> None:
    _, found = evidence("900", "50%", year(2024), other, year(2023))
    (check,) = found.checks
    assert (check.kind, check.verdict) == (CheckKind.GROWTH, verdict)
    assert bool(cards("900", "50%", year(2024), other, year(2023))) is (verdict is Verdict.WRONG)


def test_the_rest_of_a_year_cannot_be_a_burst() -> None:
    period = months(2024, 1, 8)
    (card,) = cards("900", "3x", period, "700", months(2023, 1, 10), modifier=Modifier.MORE_THAN)
    assert [fact.quantity.surface for fact in card.facts if fact.derived] == [
        "less than 300 tons",
        "more than 400 tons",
    ]
    assert "leaves more than 400 tons (computed) for the rest" in card.explanation
    assert "implausible" in card.explanation


@pytest.mark.parametrize(
    ("other", "period"),
    [
        ("375", months(2023, 1, 10)),
        ("450", year(2023)),
        ("700", months(2022, 1, 10)),
        ("700", months(2024, 9, 10)),
    ],
)
def test_room_enough_or_another_time_is_no_card(other: str, period: Period) -> None:
    assert not cards("900", "3x", months(2024, 1, 8), other, period, modifier=Modifier.MORE_THAN)


def test_a_part_cannot_be_more_than_the_whole() -> None:
    (card,) = cards("900", "3x", months(2024, 1, 8), "180", year(2023))
    assert "more than the “180 tons” that another passage gives in 2023" in card.explanation


def test_aims_are_not_checked() -> None:
    assert not cards("900", "50%", year(2024), "300", year(2023), status=Status.PLAN)


def test_a_fall_implies_more_before() -> None:
    (card,) = cards("900", "50%", year(2024), "300", year(2023), direction=Direction.DOWN)
    assert card.facts[-1].quantity.value == 1800


def test_without_a_level_before_a_striking_growth_is_uncheckable() -> None:
    _, found = evidence("900", "80%", year(2024), "300", year(2020))
    assert [check.verdict for check in found.checks] == [Verdict.UNCHECKABLE]
    _, found = evidence("900", "5%", year(2024), "300", year(2020))
    assert not found.checks


def test_computed_facts_stand_in_the_brief_and_in_no_table() -> None:
    parts, found = evidence("900", "50%", year(2024), "300", year(2023))
    made = brief(parts[:2], parts[2:], found, DAY)  # type: ignore[arg-type]  # documents, readings
    (derived,) = [fact for fact in made.facts if fact.derived]
    assert derived.measure == HARBOUR
    assert all(derived.id != fact.id for section in made.sections for fact in section.facts)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 10**9), st.integers(1, 900), st.integers(1, 10**9))
def test_computed_values_follow_from_their_formula(level: int, percent: int, other: int) -> None:
    for card in cards(str(level), f"{percent}%", year(2024), str(other), year(2023)):
        derived = card.facts[-1].quantity.value
        assert derived is not None
        exact = Decimal(level) / (1 + Decimal(percent) / 100)
        assert abs(derived - exact) <= exact / 100


def test_a_growth_is_set_against_a_few_of_many_levels() -> None:
    first = document("a", "Cargo grew 50% to 900 tons at Lindholm.", "Post", DAY)
    change = {"kind": Kind.CHANGE, "direction": Direction.UP, "period": year(2024)}
    growth = reading(
        first, figure(first, "50%", "50", "%", **change), figure(first, "900 tons", "900", period=year(2024))
    )
    others = [document(f"b{i}", f"Lindholm had {100 + 7 * i} tons of cargo.", f"Echo {i}", DAY) for i in range(40)]
    levels = [
        reading(one, figure(one, f"{100 + 7 * i} tons", str(100 + 7 * i), period=year(2023)))
        for i, one in enumerate(others)
    ]
    found = weigh([first, *others], [growth, *levels], [TOPIC])
    assert 0 < len(found.checks) <= 6
