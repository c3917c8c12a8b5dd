"""Which facts may stand in one chart."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weighing import CAPACITY, HARBOUR, TOPIC, brief, document, figure, months, reading, year

from briefgen.evidence import weigh
from briefgen.model import Chart, ChartKind, Direction, Kind, Modifier, Status

DAY = dt.date(2025, 3, 3)
BY_2030 = dt.date(2030, 12, 31)


def charts(*figures: tuple[str, dict[str, object]]) -> tuple[Chart, ...]:
    """The charts of a brief, with each figure in a document of its own."""
    pairs = []
    for number, (value, fields) in enumerate(figures):
        surface = f"{value} tons" if fields.get("unit", "t") == "t" else f"{value}%"
        source = document(f"d{number}", f"There were {surface} in all.", f"Paper {'ABCDEFGHIJKLMNOP'[number]}", DAY)
        pairs.append((source, reading(source, figure(source, surface, value, **fields))))  # type: ignore[arg-type]  # fields of Figure
    documents, readings = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return brief(documents, readings, weigh(documents, readings, [TOPIC]), DAY).charts


def actual(number: int, **fields: object) -> dict[str, object]:
    return {"period": year(number), **fields}


def test_two_years_make_a_chart() -> None:
    (chart,) = charts(("4.5", actual(2024)), ("3.1", actual(2023)))
    assert [point.label for point in chart.points] == ["2023", "2024"]
    assert chart.kind is ChartKind.BARS
    assert chart.title == f"{HARBOUR} rises"
    assert "2023: 3.1 tons" in chart.alt


def test_three_years_make_a_timeline() -> None:
    (chart,) = charts(("4.5", actual(2024)), ("3.1", actual(2023)), ("3.9", actual(2022)))
    assert chart.kind is ChartKind.TIMELINE


@pytest.mark.parametrize(
    "other",
    [
        {"period": None},
        {"period": year(2023), "measure": CAPACITY},
        {"period": year(2023), "measure": "ship calls"},
        {"period": year(2023), "measure": None},
        {"period": year(2023), "unit": "%", "kind": Kind.SHARE},
        {"period": year(2023), "kind": Kind.CHANGE, "direction": Direction.UP},
        {"period": year(2023), "kind": Kind.INCREMENT, "direction": Direction.UP},
        {"period": year(2023), "rate": "day"},
        {"status": Status.TARGET},
        {"status": Status.CAPACITY},
        {"status": Status.PLAN},
        {"status": Status.PROJECTION},
    ],
)
def test_what_cannot_be_compared_makes_none(other: dict[str, object]) -> None:
    assert not charts(("4.5", actual(2024)), ("3.1", other))


def test_an_undated_target_is_a_line_and_never_a_point() -> None:
    (chart,) = charts(("4.5", actual(2024)), ("3.1", actual(2023)), ("10", {"status": Status.TARGET}))
    assert [point.fact.quantity.surface for point in chart.reference_lines] == ["10 tons"]
    assert {point.status for point in chart.points} == {Status.ACTUAL}


def test_a_dated_target_is_a_point_of_its_own_status() -> None:
    (chart,) = charts(("4.5", actual(2024)), ("10", {"status": Status.TARGET, "deadline": BY_2030}))
    assert [(point.label, point.status) for point in chart.points] == [
        ("2024", Status.ACTUAL),
        ("by 2030, target", Status.TARGET),
    ]


def test_conflicting_values_stand_side_by_side_with_their_documents() -> None:
    (chart,) = charts(("4.5", actual(2024)), ("5.2", actual(2024)))
    assert [point.label for point in chart.points] == ["Paper A", "Paper B"]
    assert "Where sources disagree" in chart.note
    assert chart.title == f"Documents differ on {HARBOUR}"


def test_part_of_a_year_is_labelled_and_noted() -> None:
    (chart,) = charts(("4.5", actual(2024)), ("3.1", {"period": months(2025, 1, 8)}))
    assert chart.points[1].label == "January–August 2025"
    assert "part of a year" in chart.note


def test_changes_tell_how_the_pace_moved() -> None:
    pace = {"unit": "%", "kind": Kind.CHANGE, "direction": Direction.UP}
    (chart,) = charts(("62", actual(2023, **pace)), ("2", actual(2024, **pace)))
    assert chart.title == f"{HARBOUR} grows more slowly"


def test_a_rise_and_a_fall_do_not_share_a_chart() -> None:
    rise = {"unit": "%", "kind": Kind.CHANGE, "direction": Direction.UP}
    assert not charts(("62", actual(2023, **rise)), ("2", actual(2024, **rise | {"direction": Direction.DOWN})))


def test_a_range_stays_a_range() -> None:
    (chart,) = charts(("4.5", actual(2024)), ("3.1", actual(2023, upper="3.3", modifier=Modifier.APPROX)))
    assert chart.points[0].fact.quantity.upper is not None


FIELDS = st.fixed_dictionaries(
    {
        "measure": st.sampled_from([HARBOUR, HARBOUR, CAPACITY, None]),
        "period": st.sampled_from([None, year(2023), year(2024), months(2025, 1, 8)]),
        "deadline": st.sampled_from([None, None, BY_2030]),
        "status": st.sampled_from(list(Status)),
        "kind": st.sampled_from([Kind.LEVEL, Kind.LEVEL, Kind.CHANGE, Kind.MULTIPLE]),
        "rate": st.sampled_from([None, "year", "day"]),
        "direction": st.sampled_from([None, Direction.UP, Direction.DOWN]),
    }
)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(["2", "3.1", "4.5", "7", "900"]), FIELDS), max_size=7))
def test_no_chart_ever_breaks_a_rule(figures: list[tuple[str, dict[str, object]]]) -> None:
    drawn = charts(*figures)
    assert len(drawn) <= 3
    for chart in drawn:
        facts = [point.fact for point in (*chart.points, *chart.reference_lines)]
        assert len(chart.points) >= 2
        assert len({(fact.measure, fact.quantity.unit, fact.kind) for fact in facts}) == 1
        assert {fact.quantity.unit for fact in facts} == {chart.unit}
        assert all(point.status is point.fact.status for point in chart.points)
        assert all(point.fact.period or point.fact.deadline for point in chart.points)
        assert all(point.fact.period is None and point.fact.deadline is None for point in chart.reference_lines)
        assert all(line.status is not Status.ACTUAL for line in chart.reference_lines)
        assert len({fact.direction for fact in facts if fact.kind is Kind.CHANGE}) <= 1
        assert len({point.label for point in chart.points}) == len(chart.points)
        assert len(chart.title.split()) <= 10
        assert not any(letter.isdigit() for letter in chart.title)
        assert all(point.fact.quantity.surface in chart.alt for point in chart.points)
