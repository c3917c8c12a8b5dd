"""Charts: text stays text, statuses differ in grey, lines join what was measured, ids do not clash."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree as ET

import drawings
import pytest
import samples
from matplotlib.textpath import TextToPath
from msgspec.structs import replace
from PIL import Image

from briefgen.model import Brand, Chart, ChartKind, Direction, Fact, Kind, Palette, Period, Point, Quantity, Status
from briefgen.rendering import charts
from briefgen.rendering.charts import WIDTH, draw, png
from briefgen.rendering.colours import chart_tones
from briefgen.rendering.sheet import Sheet, stripes


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
            TextToPath().get_text_width_height_descent(letter, font, False)  # noqa: FBT003 - matplotlib's signature
        with pytest.warns(UserWarning, match="missing from font"):
            TextToPath().get_text_width_height_descent("\U0001f6a2", font, False)  # noqa: FBT003 - the same


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


def in_grey(kind: ChartKind, status: Status) -> bytes:
    """The place of a measured value, without any text, as a grey printer shows a value of this status there."""
    label = " ".join(Status)  # says every status, so that none is printed at a value and all have the same place
    count = 5 if kind is ChartKind.TIMELINE else 1

    def drawn(shown: Status) -> Sheet:
        points = [(fact("4", "4 tons", 2020 + n, status=shown), label) for n in range(count)]
        return charts._drawn(chart(kind, points), Brand(), WIDTH)

    place = drawings.bars(drawn(Status.ACTUAL).svg("salt"))[0]
    picture = Image.open(io.BytesIO(drawn(status).png(144))).convert("L")
    return picture.crop(tuple(round(2 * side) for side in (place.left, place.top, place.right, place.bottom))).tobytes()


@pytest.mark.parametrize("kind", [ChartKind.BARS, ChartKind.TIMELINE])
def test_statuses_differ_on_grey_paper(kind: ChartKind) -> None:
    looks = {status: in_grey(kind, status) for status in Status}
    for one, other in combinations(Status, 2):
        pairs = list(zip(looks[one], looks[other], strict=True))
        differing = sum(abs(shade - shade_of_other) > 32 for shade, shade_of_other in pairs)
        assert differing > 0.04 * len(pairs), f"{one} looks like {other}: {differing} of {len(pairs)}"


def test_fills_differ_in_their_shade_of_grey() -> None:
    def shade(colour: str) -> int:
        return Image.new("RGB", (1, 1), colour).convert("L").tobytes()[0]

    for series in (Palette().series[0], "#7a1f1f", "#0b6e4f"):
        tones = chart_tones(Palette(series=(series,)))
        shades = sorted(shade(tones[name]) for name in ("ink", "ink-half", "ink-light"))
        assert shades[1] - shades[0] > 50
        assert shades[2] - shades[1] > 50


def test_a_line_joins_measured_values_alone() -> None:
    measured = [(fact(str(n % 3 + 2), f"{n} tons", 2010 + n), str(2010 + n)) for n in range(8)]
    (joined,) = (line for line in drawings.strokes(draw(chart(ChartKind.TIMELINE, measured), Brand())) if len(line) > 2)
    assert len(joined) == 8
    mixed = [
        (
            fact(str(n % 3 + 2), f"{n} tons", 2010 + n, status=Status.PROJECTION if n in {3, 7} else Status.ACTUAL),
            str(n),
        )
        for n in range(8)
    ]
    parts = [line for line in drawings.strokes(draw(chart(ChartKind.TIMELINE, mixed), Brand())) if len(line) > 2]
    assert [len(line) for line in parts] == [3, 3]


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ACTUAL])
def test_no_line_joins_what_nobody_measured(status: Status) -> None:
    points = [(fact(str(n + 2), f"{n} tons", 2010 + n, status=status), str(2010 + n)) for n in range(8)]
    assert not [line for line in drawings.strokes(draw(chart(ChartKind.TIMELINE, points), Brand())) if len(line) > 2]


def test_parts_lie_end_to_end_under_their_total() -> None:
    parts = [(fact(value, f"{value} tons", 2024), value) for value in ("5", "3", "2", "10")]
    *bars, whole = drawings.bars(draw(chart(ChartKind.PARTS, parts), Brand()))
    assert [round(bar.left, 1) for bar in bars[1:]] == [round(bar.right, 1) for bar in bars[:-1]]
    assert (round(bars[0].left, 1), round(bars[-1].right, 1)) == (round(whole.left, 1), round(whole.right, 1))


@pytest.mark.parametrize(("before", "after"), [("38", "19"), ("19", "38")])
def test_an_arrow_leads_from_the_value_before_to_the_one_after(before: str, after: str) -> None:
    pair = [(fact(before, f"{before} days"), "Before"), (fact(after, f"{after} days"), "After")]
    first, second, head = drawings.bars(draw(chart(ChartKind.CHANGE, pair), Brand()))
    tip = head.left if float(after) < float(before) else head.right
    assert tip == pytest.approx(second.right, abs=0.1)
    assert first.right != second.right


def test_a_range_is_drawn_from_end_to_end() -> None:
    whole = draw(chart(ChartKind.BARS, [(fact("2", "2 t"), "A"), (fact("4", "4 t"), "B")]), Brand())
    ranged = draw(chart(ChartKind.BARS, [(fact("2", "2 t"), "A"), (fact("3", "4 t", upper="4"), "B")]), Brand())
    assert whole != ranged


def test_money_is_no_formula() -> None:
    money = chart(ChartKind.BARS, [(fact("1", "$1bn to $2bn"), "$x_1$"), (fact("2", "$2bn"), "b")])
    words = [area.what for area in drawings.texts(draw(money, Brand()))]
    assert "$1bn to $2bn" in words
    assert "$x_1$" in words


def test_part_of_a_year_stands_in_its_middle() -> None:
    part = replace(fact("2", "2 tons"), period=Period(dt.date(2024, 1, 1), dt.date(2024, 3, 31)))
    early = chart(
        ChartKind.TIMELINE,
        [(fact("1", "1 ton", 2022), "2022"), (part, "Jan–Mar 2024"), (fact("3", "3 tons", 2025), "2025")],
    )
    places = {area.what: (area.left + area.right) / 2 for area in drawings.texts(draw(early, Brand()))}
    assert places["2025"] - places["Jan–Mar 2024"] > places["Jan–Mar 2024"] - places["2022"] - 120


def test_stripes_stay_inside_their_box() -> None:
    for xs, ys in stripes(10, 20, 46, 90):
        assert all(10 <= x <= 56.001 for x in xs)
        assert all(19.999 <= y <= 110.001 for y in ys)
