"""The forms of charts: each answers its question, and only where the evidence carries it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from weighing import CAPACITY, HARBOUR, PIER, TOPIC, document, figure, months, reading, year

from briefgen.evidence import weigh
from briefgen.model import (
    Chart,
    Check,
    CheckKind,
    Document,
    Figure,
    Kind,
    Measure,
    Reading,
    Status,
    Topic,
    Verdict,
)
from briefgen.writing.charts import charts
from briefgen.writing.charts.against_aims import against_aims
from briefgen.writing.charts.before_after import before_after
from briefgen.writing.charts.disagreement import disagreement
from briefgen.writing.charts.over_time import over_time
from briefgen.writing.charts.pace import pace
from briefgen.writing.charts.parts import parts
from briefgen.writing.material import Material, collect

DAY = dt.date(2025, 3, 3)
WAIT = "Harbour waiting time"
PORTS = replace(TOPIC, measures=(*TOPIC.measures, Measure(WAIT, "day", ("wait",))))
Told = tuple[str, dict[str, object]]


def source(text: str, figures: Sequence[tuple[str, str, dict[str, object]]], name: str) -> tuple[Document, Reading]:
    """A document with its figures: surface, value, fields."""
    made = document(name, text, f"Paper {name.upper()}", DAY)
    found: list[Figure] = [figure(made, surface, value, **fields) for surface, value, fields in figures]  # type: ignore[arg-type]  # fields of Figure
    return made, reading(made, *found)


def material(*pairs: tuple[Document, Reading], topic: Topic = PORTS) -> Material:
    documents, readings = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    evidence = weigh(documents, readings, [topic])
    return collect(topic, documents, readings, evidence)


def tons(*told: Told) -> Material:
    """Amounts in documents of their own."""
    return material(
        *(
            source(f"There were {value} tons in all.", [(f"{value} tons", value, fields)], "abcdefghij"[number])
            for number, (value, fields) in enumerate(told)
        )
    )


def only(found: Sequence[object]) -> Chart:
    (candidate,) = found
    return candidate.chart  # type: ignore[attr-defined]  # a Candidate


def actual(number: int, **fields: object) -> dict[str, object]:
    return {"period": year(number), **fields}


def aim(number: int, status: Status = Status.TARGET, **fields: object) -> dict[str, object]:
    return {"deadline": dt.date(number, 12, 31), "status": status, **fields}


def test_aims_stand_beside_what_was_measured_each_in_its_status() -> None:
    found = tons(
        ("4", actual(2024)),
        ("5", aim(2026, Status.PLAN)),
        ("6", aim(2027, Status.PROJECTION)),
        ("9", aim(2030)),
        ("7", {"status": Status.TARGET}),
    )
    chart = only(list(against_aims(found)))
    assert [point.status for point in chart.points] == [Status.ACTUAL, Status.PLAN, Status.PROJECTION, Status.TARGET]
    assert [line.label for line in chart.reference_lines] == ["target, no date"]
    assert chart.title == f"{HARBOUR} is still below plan, projection and target"
    assert not list(over_time(found))


def test_part_of_a_year_is_not_held_against_an_aim_for_a_year() -> None:
    found = tons(("3.1", {"period": months(2025, 1, 9)}), ("4", aim(2030)))
    chart = only(list(against_aims(found)))
    assert chart.title == f"{HARBOUR}: what is aimed at"
    assert "part of a year" in chart.note


def test_an_aim_of_twice_the_last_value_is_a_steep_rise() -> None:
    found = tons(("4", actual(2024)), ("3", aim(2025, Status.PLAN)), ("9", aim(2030)))
    assert only(list(against_aims(found))).title == f"{HARBOUR} is meant to rise steeply"


def test_an_aim_for_a_capacity_says_so_and_a_measured_capacity_stands_apart() -> None:
    found = tons(("4", actual(2024)), ("9", aim(2030, scope="capacity")), ("8", actual(2023, scope="capacity")))
    chart = only(list(against_aims(found)))
    assert [point.label for point in chart.points] == ["2024", "by 2030, target (capacity)"]


def test_disputed_values_stand_side_by_side_and_nowhere_else() -> None:
    found = tons(("4.5", actual(2024)), ("5.2", actual(2024)), ("3", {"period": months(2025, 1, 8)}))
    chart = only(list(disagreement(found)))
    assert [point.label for point in chart.points] == ["Paper A", "Paper B"]
    assert chart.title == f"Documents differ on {HARBOUR}"
    assert "2024" in chart.subtitle
    assert not list(over_time(found))


def test_disputed_values_stay_in_the_chart_of_a_dated_aim() -> None:
    found = tons(("4.5", actual(2024)), ("5.2", actual(2024)), ("9", aim(2030)))
    (chart,) = charts(found, DAY)
    assert [point.label for point in chart.points] == ["2024 (Paper A)", "2024 (Paper B)", "by 2030, target"]


def test_values_of_different_times_do_not_disagree() -> None:
    assert not list(disagreement(tons(("4.5", actual(2024)), ("5.2", actual(2023)))))


def test_before_and_after() -> None:
    text = "The wait fell from 38 days to 19 days."
    wait = {"measure": WAIT, "kind": Kind.DURATION, "unit": "day"}
    found = material(source(text, [("38 days", "38", wait), ("19 days", "19", wait)], "a"))
    chart = only(list(before_after(found)))
    assert [(point.label, point.fact.quantity.surface) for point in chart.points] == [
        ("Before", "38 days"),
        ("After", "19 days"),
    ]
    assert chart.title == f"{WAIT} fell"
    assert chart.note == "The text does not give both times."


def test_two_values_that_are_no_change_have_no_before_and_after() -> None:
    text = "The wait is 38 days here and 19 days there."
    wait = {"measure": WAIT, "kind": Kind.DURATION, "unit": "day"}
    assert not list(before_after(material(source(text, [("38 days", "38", wait), ("19 days", "19", wait)], "a"))))


def test_the_pace_that_an_aim_needs_stands_beside_the_one_seen_and_says_that_it_is_derived() -> None:
    found = tons(("4", actual(2023)), ("4.4", actual(2024)), ("9", aim(2027)))
    chart = only(list(pace(found)))
    seen, needed = chart.points
    assert (seen.label, needed.label) == (
        "2023 to 2024, a year, derived",
        "Needed each year by 2027, derived",
    )
    assert chart.subtitle == f"{HARBOUR}, change, per cent per year, 2024 to 2027"
    assert needed.fact.derived
    assert needed.fact.formula
    assert chart.title == f"{HARBOUR} must grow faster than lately"


def test_an_aim_without_a_pace_to_compare_has_no_chart_of_paces() -> None:
    assert not list(pace(tons(("4", actual(2024)), ("9", aim(2027)))))


def whole(verdict: Verdict, measures: tuple[str, str, str] = (HARBOUR, HARBOUR, HARBOUR)) -> Material:
    """A total with two parts."""
    found = material(
        *(
            source(
                f"It had {value} tons.",
                [(f"{value} tons", value, actual(2024, measure=measure, subject=subject))],
                name,
            )
            for value, measure, subject, name in zip(
                ("9", "6", "3"), measures, ("Lindholm", "North quay", "South quay"), "abc", strict=True
            )
        )
    )
    facts = sorted(found.facts, key=lambda fact: -(fact.quantity.value or 0))
    passages = tuple(fact.figures[0].passage for fact in facts)
    return replace(found, checks=(Check(CheckKind.PARTS, verdict, tuple(facts), passages, "6 + 3 = 9"),))


@pytest.mark.parametrize("verdict", [Verdict.RIGHT, Verdict.ROUGHLY_RIGHT])
def test_parts_stand_with_their_total(verdict: Verdict) -> None:
    chart = only(list(parts(whole(verdict))))
    assert [point.label for point in chart.points] == ["North quay", "South quay", "Lindholm, in all"]
    assert chart.title == f"{HARBOUR}: mostly North quay"


@pytest.mark.parametrize("verdict", [Verdict.WRONG, Verdict.IMPLAUSIBLE, Verdict.UNCHECKABLE])
def test_parts_that_do_not_add_up_are_none(verdict: Verdict) -> None:
    assert not list(parts(whole(verdict)))


def test_parts_that_are_other_measures_are_not_set_beside_their_total() -> None:
    assert not list(parts(whole(Verdict.RIGHT, (HARBOUR, PIER, CAPACITY))))


def test_no_two_charts_say_the_same() -> None:
    found = tons(("4", actual(2023)), ("4.4", actual(2024)), ("9", aim(2027)))
    shown = charts(found, DAY)
    ids = [{point.fact.id for point in chart.points} for chart in shown]
    assert len(shown) == 2
    assert not ids[0] & ids[1]


def test_a_single_value_has_no_chart() -> None:
    assert not charts(tons(("4", actual(2024))), DAY)
