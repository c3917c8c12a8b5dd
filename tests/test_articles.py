"""Articles and capitals of measures inside composed sentences, and sentences about disputed numbers."""

from __future__ import annotations

import datetime as dt

import pytest
from weighing import HARBOUR, TOPIC, brief, document, figure, months, reading, year

from briefgen.evidence import weigh
from briefgen.language import ENGLISH
from briefgen.model import Fact, Kind, Status
from briefgen.writing.articles import opening, within
from briefgen.writing.composing import doubtful
from briefgen.writing.patterns import against

DAY = dt.date(2025, 9, 3)


def fact(value: str = "7", text: str = "It was {} tons.", **fields: object) -> Fact:
    """A fact of a document of its own."""
    source = document(f"d{value}", text.format(value), f"Paper {value}", DAY)
    made = figure(source, f"{value} tons", value, **{"period": year(2024), **fields})  # type: ignore[arg-type]  # fields of Figure
    return weigh([source], [reading(source, made)], [TOPIC]).facts[0]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Combined share of Syldavian exports", "The combined share of Syldavian exports"),
        ("Lindholm cable length", "The Lindholm cable length"),
        ("Waiting time at Lindholm", "The waiting time at Lindholm"),
        ("Cost of track", "The cost of track"),
        ("Klow\u2019s share of exports", "Klow\u2019s share of exports"),
        ("Syldavia\u2013Borduria trade", "Syldavia\u2013Borduria trade"),
        ("Syldavian exports to Klow", "Syldavian exports to Klow"),
        ("Grain imports", "Grain imports"),
        ("Production of grain", "Production of grain"),
    ],
)
def test_a_countable_name_takes_an_article(measure: str, expected: str) -> None:
    assert opening(measure, [fact(text="The waiting time at Lindholm, the cost: {} tons.")]) == expected


def test_a_common_word_is_small_inside_a_sentence_where_the_text_writes_it_small() -> None:
    assert within("Harbour waiting time", [fact(text="The harbour took {} tons.")]) == "the harbour waiting time"
    assert within("Harbour waiting time", [fact(text="Lindholm took {} tons.")]) == "the Harbour waiting time"


def test_a_plan_and_a_target_of_one_value_agree_on_it() -> None:
    plan, target = fact(status=Status.PLAN), fact(status=Status.TARGET)
    told = against(plan, target)
    assert told == f"Documents agree on 7 tons for {HARBOUR} in 2024, but not on whether it is a plan or a target."


def test_the_scope_of_a_value_stands_behind_it() -> None:
    told = against(fact("7"), fact("9", scope="transit"))
    assert told == f"Documents differ on {HARBOUR} in 2024: 7 tons or 9 tons (transit)."


def test_numbers_that_do_not_add_up_stand_against_each_other_by_time() -> None:
    half = {"period": months(2025, 1, 6)}
    facts = [fact("7", **half), fact("3", unit="x", kind=Kind.MULTIPLE, **half), fact("6")]
    told = doubtful(facts)
    assert told is not None
    sides = "7 tons and \u201c3 tons\u201d in January\u2013June 2025 against 6 tons in 2024"
    assert told(ENGLISH) == f"The numbers for {HARBOUR} do not add up: {sides}."
    assert doubtful(facts[:2]) is None
    assert doubtful([facts[0], fact("6", period=None)]) is None


def test_a_dispute_about_an_older_time_is_told_beside_a_newer_value() -> None:
    pairs = []
    for name, text, value, period in (
        ("a", "Lindholm harbour took 7 tons in 2024.", "7", year(2024)),
        ("b", "Lindholm harbour took 9 tons in 2024.", "9", year(2024)),
        ("c", "Lindholm harbour took 5 tons.", "5", months(2025, 1, 8)),
    ):
        source = document(name, text, f"Paper {name}", DAY)
        pairs.append((source, reading(source, figure(source, f"{value} tons", value, period=period))))
    documents, readings = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    made = brief(documents, readings, weigh(documents, readings, [TOPIC]), DAY)
    told = [statement.text for statement in made.sections[0].statements]
    assert told[0] == "Documents differ on harbour cargo in 2024: 7 tons or 9 tons."
    assert any("January\u2013August 2025" in line for line in told)
