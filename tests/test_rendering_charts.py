"""Charts: text stays text, no label is cut or covers another, statuses differ in grey, ids do not clash."""

from __future__ import annotations

import datetime as dt
import re
import struct
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
import samples
from msgspec.structs import replace

from briefgen.model import Brand, Chart, ChartKind, Direction, Fact, Kind, Palette, Period, Point, Quantity, Status
from briefgen.rendering import charts
from briefgen.rendering.charts import PHONE, WIDTH, draw, png
from briefgen.rendering.sheet import SIZE, Sheet, stripes

SVG = "{http://www.w3.org/2000/svg}"


def fact(value: str, surface: str, period: int | None = None, upper: str | None = None, **more: object) -> Fact:
    quantity = Quantity(Decimal(value), Decimal(upper) if upper else None, "t", None, surface)
    when = samples.year(period) if period else None
    return replace(samples.in_2024, quantity=quantity, period=when, **more)


def chart(kind: ChartKind, points: list[tuple[Fact, str]], lines: list[tuple[Fact, str]] | None = None) -> Chart:
    made = [tuple(Point(one, label, one.status) for one, label in group) for group in (points, lines or [])]
    return Chart(kind, "Finding", "Measure, place, time", "t", *made, "", "In words")


LONG = "A very long label that has to be wrapped over lines and is cut at the end of it in the drawing"
CHARTS = {
    "timeline": samples.timeline,
    "bars": samples.bars,
    "statuses": chart(
        ChartKind.BARS,
        [(fact(str(n + 3), f"{n + 3} million tons", 2020 + n, status=s), s.value) for n, s in enumerate(Status)],
    ),
    "lines": chart(
        ChartKind.TIMELINE,
        [(fact("4.2", "4.2 tons", 2022), "2022"), (fact("5", "5 tons", 2023), "2023")],
        [(fact("4.4", "4.4 tons"), "Aim without a date"), (fact("4.3", "4.3 tons"), "Another aim of somebody else")],
    ),
    "long": chart(
        ChartKind.BARS,
        [(fact("1.2", "between $1.2bn and $1.5bn", upper="1.5"), LONG), (fact("2", f"$2bn {LONG}"), LONG)],
        [(fact("1.9", "$1.9bn"), LONG), (fact("0.1", "$0.1bn"), LONG)],
    ),
    "falls": chart(
        ChartKind.TIMELINE,
        [
            (fact("4", "4%", 2022, kind=Kind.CHANGE, direction=Direction.DOWN), "2022"),
            (fact("5", "5%", 2023, kind=Kind.CHANGE, direction=Direction.UP), "January–August 2023"),
        ],
    ),
    "crowded": chart(ChartKind.TIMELINE, [(fact(str(n), f"{n} tons", 2000 + n), str(2000 + n)) for n in range(1, 14)]),
    "same year": chart(ChartKind.TIMELINE, [(fact("4", "4 tons", 2022), "A"), (fact("5", "5 tons", 2022), "B")]),
    "zero": chart(ChartKind.BARS, [(fact("0", "0 tons", 2022), "A"), (fact("0", "0 tons", 2023), "B")]),
}


def texts(svg: bytes) -> list[tuple[str, float, float, float]]:
    """Text, left, right and height of every line of text."""
    sheet = Sheet(WIDTH, Brand())
    found = []
    for element in ET.fromstring(svg).iter(f"{SVG}text"):  # noqa: S314 - made by ourselves
        width = sheet.width(element.text or "", bold="font-weight: 600" in element.attrib["style"])
        anchor = re.search(r"text-anchor: (\w+)", element.attrib["style"])
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor[1] if anchor else "start"]
        place = re.search(r"translate\(([\d.-]+) ([\d.-]+)\)", element.attrib.get("transform", ""))
        x, y = (float(place[1]), float(place[2])) if place else (float(element.attrib["x"]), float(element.attrib["y"]))
        found.append((element.text or "", x - share * width, x + (1 - share) * width, y))
    return found


@pytest.mark.parametrize("across", [WIDTH, PHONE])
@pytest.mark.parametrize("name", CHARTS)
def test_no_label_is_cut_or_covers_another(name: str, across: float) -> None:
    svg = draw(CHARTS[name], Brand(), across)
    height = float(ET.fromstring(svg).attrib["viewBox"].split()[3])  # noqa: S314 - made by ourselves
    lines = texts(svg)
    assert lines
    for text, left, right, y in lines:
        assert left >= -1, text
        assert right <= across + 1, text
        assert SIZE * 0.6 <= y <= height, text
    for (one, left, right, y), (two, other_left, other_right, other_y) in combinations(lines, 2):
        apart = right <= other_left or other_right <= left or abs(y - other_y) >= SIZE * 0.85
        assert apart, f"{one!r} covers {two!r}"


def test_text_stays_text_and_names_the_page_fonts() -> None:
    svg = draw(samples.timeline, Brand()).decode()
    assert ">4.9</text>" in svg
    assert "Source Sans 3" in svg
    assert "Bitstream" not in svg


def test_same_chart_same_bytes_and_no_date() -> None:
    assert draw(samples.bars, Brand()) == draw(samples.bars, Brand())
    assert b"<metadata" not in draw(samples.bars, Brand())


@pytest.mark.parametrize("name", ["bars", "timeline"])
def test_a_picture_of_dots_has_the_size_of_the_drawing_and_the_same_bytes(name: str) -> None:
    picture = png(CHARTS[name], Brand())
    width, height = struct.unpack(">II", picture[16:24])
    box = ET.fromstring(draw(CHARTS[name], Brand())).attrib["viewBox"].split()  # noqa: S314 - made by ourselves
    assert (width, height) == (int(WIDTH * 200 / 72), int(float(box[3]) * 200 / 72))
    assert charts._drawn(CHARTS[name], Brand(), WIDTH).png(200) == picture
    assert b"tEXt" not in picture


def test_letters_that_the_font_lacks_come_from_the_shipped_fallbacks() -> None:
    sheet = Sheet(WIDTH, Brand())
    for font in sheet._fonts.values():
        for letter in "₼مש→Ə":
            sheet._measure.get_text_width_height_descent(letter, font, False)  # noqa: FBT003 - matplotlib's signature
        with pytest.warns(UserWarning, match="missing from font"):
            sheet._measure.get_text_width_height_descent("\U0001f6a2", font, False)  # noqa: FBT003 - the same


def test_a_drawing_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = draw(samples.timeline, Brand())
    draw.cache_clear()
    monkeypatch.setattr(charts, "_drawn", lambda *_args, **_more: pytest.fail("drawn again"))
    assert draw(samples.timeline, Brand()) == first
    with pytest.raises(pytest.fail.Exception, match="drawn again"):
        draw(samples.timeline, Brand(palette=Palette(accent="#7a1f1f")))


def test_ids_of_two_drawings_differ() -> None:
    drawings = (draw(samples.bars, Brand()).decode(), draw(samples.timeline, Brand()).decode())
    one, two = (set(re.findall(r' id="([^"]+)"', svg)) for svg in drawings)
    assert not one & two


def test_statuses_differ_without_colour() -> None:
    looks = set()
    for status in Status:
        one = fact("4", "4 tons", 2022, status=status)
        svg = draw(chart(ChartKind.BARS, [(one, "A"), (one, "B")]), Brand()).decode()
        shapes = re.sub(r"<text.*?</text>", "", svg, flags=re.DOTALL)
        looks.add((tuple(re.findall(r"(?:fill|stroke-dasharray): [^;\"]+", shapes)), shapes.count("<path")))
    assert len(looks) == len(Status)


def test_a_range_is_drawn_from_end_to_end() -> None:
    whole = draw(chart(ChartKind.BARS, [(fact("2", "2 t"), "A"), (fact("4", "4 t"), "B")]), Brand())
    ranged = draw(chart(ChartKind.BARS, [(fact("2", "2 t"), "A"), (fact("3", "4 t", upper="4"), "B")]), Brand())
    assert whole != ranged


def test_money_is_no_formula() -> None:
    money = chart(ChartKind.BARS, [(fact("1", "$1bn to $2bn"), "$x_1$"), (fact("2", "$2bn"), "b")])
    words = [text for text, *_ in texts(draw(money, Brand()))]
    assert "$1bn to $2bn" in words
    assert "$x_1$" in words


def test_part_of_a_year_stands_in_its_middle() -> None:
    part = replace(fact("2", "2 tons"), period=Period(dt.date(2024, 1, 1), dt.date(2024, 3, 31)))
    early = chart(
        ChartKind.TIMELINE,
        [(fact("1", "1 ton", 2022), "2022"), (part, "Jan–Mar 2024"), (fact("3", "3 tons", 2025), "2025")],
    )
    places = {text: (left + right) / 2 for text, left, right, _ in texts(draw(early, Brand()))}
    assert places["2025"] - places["Jan–Mar 2024"] > places["Jan–Mar 2024"] - places["2022"] - 120


def test_stripes_stay_inside_their_box() -> None:
    for xs, ys in stripes(10, 20, 46, 90):
        assert all(10 <= x <= 56.001 for x in xs)
        assert all(19.999 <= y <= 110.001 for y in ys)
