"""Noun phrases that measure the same, and those that do not."""

from __future__ import annotations

import pytest

from briefgen.evidence.concepts import concept_of

NOBODY: frozenset[str] = frozenset()


def same(one: str, other: str, unit: str | None, owner: frozenset[str] = NOBODY) -> bool:
    left, right = concept_of(one, unit, owner), concept_of(other, unit, owner)
    return (left.family, left.words) == (right.family, right.words)


@pytest.mark.parametrize(
    ("one", "other", "unit"),
    [
        ("grain exports", "exports of grain", "t"),
        ("freight traffic", "cargo volumes", "t"),
        ("throughput", "cargo turnover", "t"),
        ("freight traffic", "cargo volumes", "%"),
        ("oil transport", "crude throughput", "t"),
        ("bilateral trade", "mutual trade turnover", "USD"),
        ("trade", "commerce", "%"),
        ("revenue", "turnover", "EUR"),
        ("oil output", "crude production", "t"),
        ("transit capacity", "throughput capacity", "t"),
        ("consumer prices", "inflation", "%"),
        ("unemployment", "jobless rate", "%"),
        ("GDP", "gross domestic product", "USD"),
        ("the economy", "GDP", "%"),
        ("key rate", "benchmark interest rate", "%"),
        ("spending on health", "health care expenditure", "EUR"),
        ("prison outlays", "spending on prisons", "EUR"),
        ("tax take", "tax receipts", "EUR"),
        ("import bill", "imports", "USD"),
        ("revenue from exports of salt", "salt export earnings", "USD"),
        ("revenue from tourism", "visitor spending", "USD"),
        ("budget hole", "fiscal deficit", "EUR"),
        ("power generation", "electricity output", "GWh"),
        ("solar generation", "solar power output", "GWh"),
        ("container traffic", "container volumes", "TEU"),
        ("throughput", "container traffic", "TEU"),
    ],
)
def test_phrases_that_say_the_same(one: str, other: str, unit: str) -> None:
    assert same(one, other, unit)


@pytest.mark.parametrize(
    ("one", "other", "unit"),
    [
        ("grain exports", "grain imports", "t"),
        ("oil exports", "gas exports", "t"),
        ("freight traffic", "passenger traffic", "%"),
        ("freight traffic", "road traffic", "%"),
        ("freight traffic", "turnover", "EUR"),
        ("revenue", "turnover", "t"),
        ("revenue", "retail turnover", "EUR"),
        ("trade", "retail trade", "EUR"),
        ("trade", "trade deficit", "EUR"),
        ("trade", "bilateral trade", "EUR"),
        ("cargo", "cargo capacity", "t"),
        ("throughput capacity", "storage capacity", "t"),
        ("inflation", "core inflation", "%"),
        ("consumer prices", "producer prices", "%"),
        ("GDP", "GDP per capita", "USD"),
        ("the economy", "digital economy", "%"),
        ("key rate", "exchange rate", "%"),
        ("oil freight", "freight", "t"),
        ("spending on health", "spending on schools", "EUR"),
        ("spending on tourism", "tourism revenue", "EUR"),
        ("spending", "health spending", "EUR"),
        ("pre-tax income", "tax revenue", "EUR"),
        ("tax revenue", "revenue", "EUR"),
        ("interest income", "tax income", "EUR"),
        ("imports", "exports", "USD"),
        ("import duty revenue", "import bill", "USD"),
        ("trade deficit", "budget deficit", "EUR"),
        ("heat generation", "electricity generation", "GWh"),
        ("solar generation", "wind generation", "GWh"),
    ],
)
def test_phrases_that_differ(one: str, other: str, unit: str) -> None:
    assert not same(one, other, unit)


def test_the_owner_is_no_part_of_the_phrase() -> None:
    chile = frozenset({"chile"})
    assert same("Chile's exports", "Chilean exports", "t", chile)
    assert same("exports", "Chile's exports", "t", chile)
    assert not same("Peru's exports", "Chile's exports", "t", chile)


def test_what_a_state_owes_is_its_public_debt_and_what_a_bank_calls_so_is_not_its_own() -> None:
    assert same("debt pile", "public debt", "EUR", frozenset({"norden"}))
    assert not same("foreign debt", "public debt", "EUR", frozenset({"norden"}))
    assert not same("debt", "government debt", "EUR", frozenset({"salzburg", "bank"}))


def test_between_two_named_countries_bilateral_says_nothing_more() -> None:
    assert same("bilateral trade", "trade", "USD", frozenset({"chile", "peru"}))


def test_what_a_pipeline_carries_needs_no_word() -> None:
    pipeline = frozenset({"amber", "pipeline"})
    assert same("oil throughput", "throughput", "t", pipeline)
    assert not same("oil throughput", "throughput", "t", frozenset({"amber", "port"}))


@pytest.mark.parametrize(
    ("phrase", "owner", "tells"),
    [
        ("investment", {"norden"}, False),
        ("value", {"norden"}, False),
        ("headcount", {"norden"}, True),
        ("headcount", set(), False),
        ("net profit", set(), True),
        ("capacity", set(), True),
    ],
)
def test_what_a_phrase_tells_with_its_owner(phrase: str, owner: set[str], tells: object) -> None:
    assert concept_of(phrase, "EUR", frozenset(owner)).telling is tells
