"""Kinds of charts come through one door, and none of them gets round the rules."""

from __future__ import annotations

import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from msgspec.structs import replace
from test_chart_boxes import CASES

from briefgen import charting
from briefgen.errors import RenderError
from briefgen.language import language, languages
from briefgen.model import Brand, Chart, ChartKind, Direction, Kind, Status
from briefgen.rendering.charts import draw
from briefgen.writing.charts.together import unlawful

ROOT = Path(__file__).parents[1]


def test_built_in_kinds_use_the_door_that_others_use() -> None:
    """A clone that nothing has installed knows the same kinds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"][charting.GROUP] == charting.BUILT_IN
    assert {one.name for one in charting.forms()} >= set(ChartKind)


def test_a_kind_that_nobody_brings_is_named() -> None:
    with pytest.raises(RenderError, match="no chart kind 'pie'") as caught:
        draw(replace(CASES["3 bars"], kind="pie"), Brand())
    assert "timeline, bars, parts, change" in str(caught.value)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("briefgen.nowhere:PIE", "cannot be loaded"),
        ("briefgen.charts:PIE", "cannot be loaded"),
        ("briefgen.charts:ENDS", "is int"),
        ("briefgen.charts:BARS", "is a ChartForm of the name"),
    ],
)
def test_an_entry_point_that_leads_nowhere_is_named(target: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charting, "registered", lambda: {"pie": EntryPoint("pie", target, charting.GROUP)})
    with pytest.raises(RenderError, match=said) as caught:
        charting.form.__wrapped__("pie")
    assert caught.value.where == target


def test_two_packages_cannot_claim_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = EntryPoint("bars", "other.package:BARS", charting.GROUP)
    monkeypatch.setattr(charting, "entry_points", lambda **_: [claim])
    with pytest.raises(RenderError, match=r"two packages claim the chart kind 'bars': briefgen.charts:BARS and other"):
        charting.registered.__wrapped__()


@pytest.mark.parametrize(
    ("tag", "called"), [("en-GB", "Ranking"), ("kk", "Рейтинг"), ("ru", "Ranking"), ("fr", "Ranking")]
)
def test_a_kind_of_another_package_brings_its_name_in_each_language(tag: str, called: str) -> None:
    kind = replace(charting.form("bars"), name="ranking", called="Ranking", names={"kk": "Рейтинг"})
    assert kind.named(language(tag)) == called


@pytest.mark.parametrize("tag", languages()[1:])
def test_the_catalogues_have_the_names_of_the_built_in_kinds(tag: str) -> None:
    assert all(charting.form(kind).named(language(tag)) != charting.form(kind).called for kind in ChartKind)


SIX = CASES["7 bars"]


def first(chart: Chart, **fields: object) -> Chart:
    """The chart with other fields in the fact of its first value."""
    point = chart.points[0]
    fact = replace(point.fact, **fields)
    return replace(chart, points=(replace(point, fact=fact, status=fact.status), *chart.points[1:]))


BROKEN = {
    "it has 1 values": replace(SIX, points=SIX.points[:1]),
    "it has 14 values": replace(SIX, points=SIX.points * 2),
    "a value has no length": first(SIX, kind=Kind.MULTIPLE),
    "a value is zero": first(
        SIX, quantity=replace(SIX.points[0].fact.quantity, value=SIX.points[0].fact.quantity.value * 0)
    ),  # type: ignore[operator]
    "several units": first(SIX, quantity=replace(SIX.points[0].fact.quantity, unit="USD")),
    "several measures": first(SIX, measure="Rain"),
    "several kinds of numbers": first(SIX, kind=Kind.SHARE),
    "several rates": first(SIX, rate="day"),
    "an aim without a date": first(SIX, status=Status.TARGET, period=None, deadline=None),
    "a reference line is no aim": replace(SIX, reference_lines=SIX.points[:1]),
    "a status is not": replace(SIX, points=(replace(SIX.points[0], status=Status.PLAN), *SIX.points[1:])),
    "a value has no label": replace(SIX, points=(replace(SIX.points[0], label=" "), *SIX.points[1:])),
}


@pytest.mark.parametrize("said", BROKEN)
def test_what_may_not_stand_together_is_refused_whatever_the_kind(said: str) -> None:
    assert unlawful(SIX) is None
    assert said in (unlawful(BROKEN[said]) or "")


def test_rises_and_falls_do_not_stand_together() -> None:
    rising = [replace(one, fact=replace(one.fact, kind=Kind.CHANGE, direction=Direction.UP)) for one in SIX.points]
    chart = replace(SIX, points=tuple(rising))
    assert unlawful(chart) is None
    assert "several directions" in (unlawful(first(chart, direction=Direction.DOWN)) or "")


@pytest.mark.parametrize(
    ("kind", "chart", "said"),
    [
        ("change", SIX, "one after"),
        ("parts", replace(SIX, points=SIX.points[:2]), "two parts"),
        ("parts", replace(SIX, reference_lines=SIX.points[:1]), "no reference lines"),
    ],
)
def test_a_kind_has_rules_of_its_own(kind: str, chart: Chart, said: str) -> None:
    assert said in (charting.form(kind).refuses(chart) or "")
