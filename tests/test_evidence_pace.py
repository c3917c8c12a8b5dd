"""The pace that a dated aim needs, and what was seen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from weighing import TOPIC, document, figure, reading, year

from briefgen.evidence import weigh
from briefgen.model import Check, CheckKind, Direction, Evidence, Kind, RelationType, Status, Verdict

DAY = dt.date(2025, 3, 3)
END = dt.date(2028, 12, 31)


def told(aim: str, *, change: str | None = None, deadline: dt.date = END) -> Evidence:
    """One document tells what Lindholm handled in 2024 and how it changed, another one what it aims at."""
    text = f"Lindholm handled 4 million tons, {change}% more than before." if change else "Lindholm had 4 million tons."
    first = document("a", text, "Post", DAY)
    second = document("b", f"Lindholm wants {aim} million tons.", "Echo", DAY)
    figures = [figure(first, "4 million tons", "4000000", period=year(2024))]
    if change:
        fields = {"kind": Kind.CHANGE, "direction": Direction.UP, "period": year(2024), "base": year(2023)}
        figures.append(figure(first, f"{change}%", change, "%", **fields))
    value = str(Decimal(aim) * 1_000_000)
    target = figure(second, f"{aim} million tons", value, status=Status.TARGET, deadline=deadline)
    return weigh([first, second], [reading(first, *figures), reading(second, target)], [TOPIC])


def check(evidence: Evidence) -> Check:
    (only,) = [one for one in evidence.checks if one.kind is CheckKind.PACE]
    return only


def test_the_needed_growth_and_amount_are_computed_facts() -> None:
    found = check(told("8", change="5"))
    aim, actual, seen, growth, amount = found.facts
    assert (aim.quantity.value, actual.quantity.value, seen.quantity.value) == (8_000_000, 4_000_000, 5)
    assert (growth.kind, growth.quantity.value, growth.rate) == (Kind.CHANGE, Decimal("18.9"), "year")
    assert growth.formula == "(8 million tons ÷ 4 million tons)^(1 ÷ 4) − 1"
    assert (amount.kind, amount.quantity.value) == (Kind.INCREMENT, 1_000_000)
    assert "about 18.9% (computed) more is needed each year" in found.calculation
    assert "the latest pace is “5%” in 2024" in found.calculation


def test_a_pace_far_beyond_what_was_seen_is_implausible_and_a_card() -> None:
    evidence = told("8", change="5")
    assert check(evidence).verdict is Verdict.IMPLAUSIBLE
    (card,) = [one for one in evidence.relations if one.type is RelationType.DOES_NOT_ADD_UP]
    assert card.explanation == check(evidence).calculation


def test_a_pace_that_was_seen_suffices() -> None:
    assert check(told("8", change="20")).verdict is Verdict.RIGHT


def test_somewhat_faster_than_seen_is_no_contradiction() -> None:
    evidence = told("8", change="10")
    assert check(evidence).verdict is Verdict.ROUGHLY_RIGHT
    assert not evidence.relations


def test_without_a_pace_seen_nothing_can_be_said() -> None:
    assert check(told("8")).verdict is Verdict.UNCHECKABLE


def test_no_pace_where_the_aim_is_reached_or_its_deadline_has_passed() -> None:
    assert not told("4", change="5").checks
    assert not told("8", change="5", deadline=dt.date(2025, 2, 1)).checks
