"""Which mentions are one fact, and the reasons that are given for it."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace
from weighing import HARBOUR, TOPIC, document, figure, reading, year

from briefgen.evidence import grouping, weigh
from briefgen.model import Document, Fact, Reading

DAY = dt.date(2025, 3, 3)


def told(name: str, text: str, surface: str, value: str, **fields: object) -> tuple[Document, Reading]:
    source = document(name, text, None, DAY)
    return source, reading(source, figure(source, surface, value, **fields))


def reasons(*pairs: tuple[Document, Reading]) -> list[str]:
    documents, readings = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    (fact,) = weigh(documents, readings, [TOPIC]).facts
    found = grouping.reasons(fact, documents, readings, [TOPIC])
    assert tuple(one.figure for one in found) == fact.figures
    return [one.text for one in found]


def test_a_rounded_mention_of_a_configured_measure_says_so() -> None:
    first, second = reasons(
        told("a", "It moved 4.5 million tons of cargo.", "4.5 million tons", "4500000", period=year(2024)),
        told("b", "Lindholm harbour cargo: 4.46 million tons.", "4.46 million tons", "4460000", period=year(2024)),
    )
    assert first == (
        f"The same configured measure, “{HARBOUR}”. The sentence has “cargo”; the rest was named before it. "
        "“4.5 million tons” agrees with “4.46 million tons” after rounding."
    )
    assert second == (
        f"The most exact mention, of the configured measure “{HARBOUR}”. "
        "The sentence has “cargo” and “Lindholm harbour”."
    )


def test_an_undated_mention_says_what_dated_it() -> None:
    texts = reasons(
        told("a", "It was 4.5 million tons in 2024.", "4.5 million tons", "4500000", period=year(2024)),
        told("b", "The harbour moved 4.5 million tons.", "4.5 million tons", "4500000"),
    )
    assert sum("undated, and joins the only dated fact with its value" in text for text in texts) == 1


def test_mentions_that_do_not_belong_together_have_no_reason() -> None:
    pairs = [
        told("a", "The harbour moved 4.5 million tons.", "4.5 million tons", "4500000"),
        told("b", "The pier earned 4.5 million euros.", "4.5 million euros", "4500000", unit="EUR", measure="revenue"),
    ]
    documents, readings = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    facts = weigh(documents, readings, [TOPIC]).facts
    mixed: Fact = replace(facts[0], figures=tuple(one for fact in facts for one in fact.figures))
    with pytest.raises(ValueError, match="not of one fact"):
        grouping.reasons(mixed, documents, readings, [TOPIC])


def test_what_words_stand_for_is_told_with_the_sentence_that_names_it() -> None:
    text = "The Northern Salt Route, also known as the Amber Corridor, is busy. Cargo on this route came to 45 tons."
    source = document("a", text, None, DAY)
    pair = source, reading(source, figure(source, "45 tons", "45", measure="cargo"))
    (only,) = reasons(pair)
    assert only.endswith(
        "“this route” stands for “Amber Corridor”, which is “Northern Salt Route”, named before it: “The Northern Salt "
        "Route, also known as the Amber Corridor, is busy.”"
    )


def test_the_inputs_of_a_computed_fact_are_told_as_such() -> None:
    source, one = told("a", "It moved 4.5 million tons of cargo.", "4.5 million tons", "4500000")
    (fact,) = weigh([source], [one], [TOPIC]).facts
    (reason,) = grouping.reasons(replace(fact, derived=True), [source], [one], [TOPIC])
    assert "computed" in reason.text
