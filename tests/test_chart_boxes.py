"""No label of a drawn chart is cut, leaves the sheet, or covers another one, a bar or a line: whatever the data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import drawings
import pytest
import samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.model import Brand, Chart, ChartKind, Period, Point, Quantity, Status
from briefgen.rendering.charts import PHONE, WIDTH, _drawn

K = ChartKind
LONG = "A very long label of a document with a long name, and what it counts beside what the others count as well"
WORD = "Eisenbahnknotenpunkthinundherschieberstellwerkhauptverwaltungsgebäude"
AZERI = "Azərbaycan Dəmir Yolları, İqtisadiyyat üçün şərti göstəricilər"
CYRILLIC = "Министерство промышленности и строительства Республики Казахстан"
ARABIC = "وزارة النقل والاتصالات، التقرير السنوي للموانئ"
HEBREW = "משרד התחבורה והבטיחות בדרכים, דין וחשבון שנתי"


def point(
    value: str, surface: str, label: str, year: int | None = 2024, status: Status = Status.ACTUAL, **more: str
) -> Point:
    upper = more.get("upper")
    quantity = Quantity(Decimal(value), Decimal(upper) if upper else None, "t", None, surface)
    period = Period(dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None
    return Point(replace(samples.in_2024, quantity=quantity, period=period, status=status), label, status)


def chart(kind: ChartKind, points: list[Point], lines: list[Point] | None = None) -> Chart:
    return Chart(kind, "Finding", "Measure, place, time", "t", tuple(points), tuple(lines or ()), "", "In words")


def years(values: list[str], unit: str = "million tons", first: int = 2012) -> list[Point]:
    return [point(value, f"{value} {unit}", str(first + n), first + n) for n, value in enumerate(values)]


AIM = point("10", "10 million tons per year", "target, no date", None, Status.TARGET)
RANGE = point("5", "5–7 million tons per year", "plan, no date", None, Status.PLAN, upper="7")
CASES = {
    "too small beside the target": chart(
        K.BARS,
        [
            point("1.126", "1 ton", "1990", 1990, Status.TARGET),
            point("0", "0 tons", "1991", 1991),
            point("-1", "-1 ton", "1992", 1992),
            point("1", "1 ton", "1993", 1993),
        ],
        [point("1000000000000000", "very much", "aim", None, Status.TARGET)],
    ),
    **{f"{n} bars": chart(K.BARS, years([str(n + 2) for n in range(n)])) for n in (1, 2, 3, 7, 12)},
    **{f"{n} in time": chart(K.TIMELINE, years([str(n % 5 + 2) for n in range(n)])) for n in (2, 3, 4, 5, 6, 9, 12)},
    "every status": chart(
        K.BARS, [point(str(n + 3), f"{n + 3} million tons", s.value, 2020 + n, s) for n, s in enumerate(Status)]
    ),
    "statuses in time": chart(
        K.TIMELINE,
        [point(str(n + 3), f"{n + 3} million tons", str(2020 + n), 2020 + n, s) for n, s in enumerate(Status)],
    ),
    "long labels": chart(K.BARS, [point("2", f"$2bn {LONG}", LONG), point("3", "$3bn", LONG)], [AIM, RANGE]),
    "one long word": chart(K.BARS, [point("2", WORD, WORD), point("3", "3 t", WORD)]),
    "long labels in time": chart(K.TIMELINE, [point("2", "2 t", LONG, 2020), point("3", "3 t", WORD, 2024)], [AIM]),
    "long change": chart(K.CHANGE, [point("38", "38 days", LONG), point("19", "19 days", LONG)]),
    "long parts": chart(K.PARTS, [point(v, f"{v} million tons", LONG) for v in ("6", "3", "9")]),
    "lines alike": chart(K.BARS, years(["4", "5"]), [AIM, replace(AIM, label="plan, no date"), RANGE]),
    "lines alike in time": chart(K.TIMELINE, years(["4", "5", "7"]), [AIM, replace(AIM, label="plan, no date"), RANGE]),
    "line and aims": chart(K.TIMELINE, years(["4", "5", "7", "6", "9", "8"]), [AIM, RANGE]),
    "ranges": chart(K.BARS, [point("1.7", "1.7–1.8 t", "2023", upper="1.8"), point("5", "5–7 t", "2024", upper="7")]),
    "huge": chart(K.BARS, [point("999999999999", "999,999,999,999 t", "A"), point("1", "1 t", "B")]),
    "tiny": chart(K.BARS, [point("0.000001", "0.000001 t", "A"), point("0.0000011", "0.0000011 t", "B")]),
    "falls": chart(K.BARS, [point("-4", "down 4%", "2023"), point("-0.5", "down 0.5%", "2024")]),
    "falls and rises": chart(K.BARS, [point("-40", "down 40%", LONG), point("5", "up 5%", "2024")], [AIM]),
    "falls in time": chart(K.TIMELINE, years(["-4", "3", "-1"], "%")),
    "line that falls": chart(K.TIMELINE, years(["3", "1", "-2", "-4", "0", "2"], "%")),
    "aims below zero in time": chart(
        K.TIMELINE,
        [
            point("1", "up 1%", "2014", 2014),
            point("-80", f"down 80% {WORD[:30]}", "2018", 2018, Status.TARGET),
            point("-2", "down 2%", "2024", 2024),
        ],
    ),
    "a long unit in time": chart(K.TIMELINE, years(["8", "3", "5"], LONG)),
    "a long unit on a line": chart(K.TIMELINE, years(["8", "3", "5", "4", "7", "9"], LONG)),
    "points beside a value": chart(
        K.TIMELINE,
        [
            point(value, f"{value} tons", str(year), year, status)
            for value, year, status in (
                ("5", 1991, Status.ACTUAL),
                ("0.01", 1992, Status.PROJECTION),
                ("0.01", 2000, Status.CAPACITY),
                ("5", 2005, Status.TARGET),
                ("0", 2006, Status.PROJECTION),
                ("0.01", 2015, Status.PROJECTION),
                ("426", 2033, Status.PROJECTION),
            )
        ],
    ),
    "spikes": chart(K.TIMELINE, years(["1", "90", "2", "95", "1", "99", "3"])),
    "equal": chart(K.BARS, years(["5", "5", "5"])),
    "equal in time": chart(K.TIMELINE, years(["5"] * 8)),
    "zero": chart(K.BARS, years(["0", "0"])),
    "zero in time": chart(K.TIMELINE, years(["0"] * 6)),
    "Azerbaijani": chart(K.BARS, [point("2", "2 milyon ₼", AZERI), point("3", "3 milyon ₼", AZERI)], [AIM]),
    "Cyrillic": chart(K.BARS, [point("2", "2 млн тонн", CYRILLIC), point("3", "3 млн тонн", CYRILLIC)], [AIM]),
    "Arabic": chart(K.BARS, [point("2", "2 مليون طن", ARABIC), point("3", "3 مليون طن", ARABIC)], [AIM]),
    "Hebrew": chart(K.CHANGE, [point("2", "2 מיליון טון", HEBREW), point("3", "3 מיליון טון", HEBREW)]),
    "rise": chart(K.CHANGE, [point("19", "19 days", "Before"), point("38", "38 days", "After")]),
    "no change": chart(K.CHANGE, [point("19", "19 days", "Before"), point("19", "19 days", "After")]),
    "parts": chart(K.PARTS, [point(v, f"{v} million tons", f"Quay {v}") for v in ("5", "3", "1", "9")]),
}


def squeezed(text: str) -> str:
    """Without blanks: lines break anywhere."""
    return "".join(text.split())


@pytest.mark.parametrize("across", [WIDTH, PHONE])
@pytest.mark.parametrize("name", CASES)
def test_every_text_has_its_place(name: str, across: float) -> None:
    svg = _drawn(CASES[name], Brand(), across).svg("salt")
    assert not list(drawings.faults(svg))
    assert drawings.texts(svg)


@pytest.mark.parametrize("across", [WIDTH, PHONE])
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.kind is not K.TIMELINE])
def test_no_label_and_no_value_is_shortened(name: str, across: float) -> None:
    shown = squeezed("".join(area.what for area in drawings.texts(_drawn(CASES[name], Brand(), across).svg("salt"))))
    for one in (*CASES[name].points, *CASES[name].reference_lines):
        assert squeezed(one.label) in shown
        assert squeezed(one.fact.quantity.surface) in shown


LETTERS = st.sampled_from("aeinrst ABZ 0159 ,.-–—()%$€₼ əğıİşçöü жшщыэюя مرحبا שלום WWWW mm … /")
WORDS = st.text(LETTERS, min_size=1, max_size=70).filter(lambda text: text.strip())
VALUES = st.one_of(
    st.integers(-1000, 1000).map(Decimal),
    st.decimals("-1e12", "1e12", allow_nan=False, allow_infinity=False, places=3),
    st.sampled_from([Decimal(0), Decimal("1e-9"), Decimal("1e15"), Decimal(5)]),
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    kind = draw(st.sampled_from(list(ChartKind)))
    count = 2 if kind is K.CHANGE else draw(st.integers(2 if kind is K.PARTS else 1, 12))
    days = sorted(draw(st.sets(st.integers(1990, 2040), min_size=count, max_size=count)))
    values = [draw(VALUES) for _ in range(count)]
    points = [
        point(
            str(abs(value) if kind is K.PARTS else value),
            draw(st.one_of(WORDS, st.just(f"{value} tons"))),
            draw(st.one_of(WORDS, st.just(str(day)))),
            day,
            draw(st.sampled_from([Status.ACTUAL, *Status])),
        )
        for value, day in zip(values, days, strict=True)
    ]
    aims = [
        point(str(draw(VALUES)), draw(WORDS), draw(WORDS), None, Status.TARGET)
        for _ in range(draw(st.integers(0, 2)) if kind in {K.BARS, K.TIMELINE} else 0)
    ]
    return chart(kind, points, aims)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(charts(), st.sampled_from([WIDTH, PHONE]))
def test_whatever_the_data_every_text_has_its_place(drawn: Chart, across: float) -> None:
    assert not list(drawings.faults(_drawn(drawn, Brand(), across).svg("salt")))
