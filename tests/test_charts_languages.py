"""Charts in the language of a brief: which are drawn hangs on none, and what they say is said in it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import drawings
import pytest
import test_composing as composing
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_charts_choice import BY_2030, FIELDS
from test_charts_forms import tons
from test_composing import NAMES, SEEDS, TRANSLATED, briefs, english, finished, quoted, weighed
from weighing import year

from briefgen import interchange, pipeline, printed
from briefgen.language import language
from briefgen.model import Brand, Brief, Chart, Rewording, Status
from briefgen.rendering.charts import PHONE, WIDTH, _drawn
from briefgen.rendering.fonts import faces, static
from briefgen.verify import verify
from briefgen.writing.charts import charts
from briefgen.writing.charts.unitnames import CLDR, UNITS, unit_of

SIGN = re.compile(r"(?<!\w)(?:[kMGTP]?Wh?|t|km)(?!\w)")
"""Symbols of units, which stand in every language."""

APART = re.compile(r" \([^()]+\)$")
"""What tells two charts of one finding apart, which may be their time."""


def drawn(brief: Brief) -> list[tuple[object, ...]]:
    """What the charts of a brief show, without the words."""
    return list(map(shown, brief.charts))


def shown(chart: Chart) -> tuple[object, ...]:
    return (
        chart.kind,
        chart.unit,
        [(point.fact, point.status) for point in chart.points],
        [(line.fact, line.status) for line in chart.reference_lines],
    )


def texts(chart: Chart) -> Iterator[str]:
    """All that a chart says."""
    yield from (chart.title, chart.subtitle, chart.note, chart.alt)
    yield from (point.label for point in (*chart.points, *chart.reference_lines))


def without_names(text: str, chart: Chart, brief: Brief) -> str:
    """A text without names that are not as their document has them: with a capital, or cut off."""
    facts = [point.fact for point in (*chart.points, *chart.reference_lines)]
    names = [name for fact in facts for name in (fact.measure, fact.subject) if name]
    origins = [one.digest_of for one in brief.documents if one.digest_of]
    told = [name for one in brief.documents for name in (one.publisher, one.byline, one.nickname) if name]
    told += [name for one in origins for name in (one.publisher, one.author) if name]
    cut = [f"{' '.join(name.split()[:length])} …" for name in (*names, *told) for length in (3, 5)]
    quoted = [f"“{' '.join(name.split()[:3])} …”" for name in told]
    for name in sorted(
        (*told, *(f"{one[:1].upper()}{one[1:]}" for one in names), *cut, *quoted), key=len, reverse=True
    ):
        text = text.replace(name, " ")
    return SIGN.sub(" ", text)


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("name", NAMES)
def test_the_choice_of_charts_hangs_on_no_language(name: str, tag: str) -> None:
    assert list(map(drawn, briefs(name, tag))) == list(map(drawn, briefs(name, "en-GB")))


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_charts_are_none_of_english(name: str, tag: str) -> None:
    for brief in briefs(name, tag):
        names = quoted(brief)
        for chart in brief.charts:
            for text in texts(chart):
                assert english(without_names(text, chart, brief), names, tag) == [], text


def test_the_measure_of_english_words_finds_those_of_charts() -> None:
    brief = next(one for one in briefs(SEEDS, "en-GB") if one.topic == "transport")
    said = [without_names(chart.alt, chart, brief) for chart in brief.charts]
    assert said
    assert all(english(text, quoted(brief), tag) for text in said for tag in TRANSLATED)


def test_a_language_without_a_catalogue_keeps_english_charts() -> None:
    for one, other in zip(briefs(SEEDS, "en-GB"), briefs(SEEDS, "fr"), strict=True):
        assert [list(texts(chart)) for chart in one.charts] == [list(texts(chart)) for chart in other.charts]


def test_words_of_the_house_stand_in_charts_of_any_language() -> None:
    words = (
        Rewording(message="%(measure)s: still below %(aims)s", text="%(measure)s: not yet %(aims)s"),
        Rewording(message="%(chart)s: %(measure)s. %(values)s.", text="%(chart)s (%(measure)s): %(values)s."),
        Rewording(message="tons", text="tonnes"),
    )
    found = tons(("4", {"period": year(2024)}), ("9", {"deadline": BY_2030, "status": Status.TARGET}))
    for tag, title, opening in (
        ("en-GB", "Harbour cargo: not yet target", "Bar chart (Harbour cargo): "),
        ("kk", "Harbour cargo: not yet мақсаттан", "Бағаналы диаграмма (Harbour cargo): "),
    ):
        (chart,) = charts(replace(found, language=language(tag, words)), None)
        assert chart.title == title
        assert ", tonnes, " in chart.subtitle
        assert chart.alt.startswith(opening)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["2", "3.1", "4.5", "7", "900"]), FIELDS), min_size=2, max_size=7))
def test_whatever_the_data_a_language_changes_words_alone(figures: Sequence[tuple[str, dict[str, object]]]) -> None:
    """No translation of a title is longer than the English one, which alone decides what fits."""
    found = tons(*figures)
    plain = charts(found, None)
    for tag in TRANSLATED:
        said = charts(replace(found, language=language(tag)), None)
        assert list(map(shown, said)) == list(map(shown, plain))
        for one, other in zip(said, plain, strict=True):
            assert len(one.title.split()) <= len(other.title.split()) <= 10
            assert not any(letter.isdigit() for letter in APART.sub("", one.title))
            assert len({point.label for point in one.points}) == len(one.points)
            assert all(point.fact.quantity.surface in one.alt for point in one.points)
            assert all(point.label in one.alt for point in (*one.points, *one.reference_lines))


TAMPERED = [
    ("subtitle", "2024 – 2030", "2021 – 2030", "says 2021"),
    ("subtitle", "2024 – 2030", "2024 – 2035", "says 2035"),
    ("subtitle", "2024 – 2030", "2024 – 2027 – 2030", "says 2024"),
    ("alt", "4.5 million tons", "5.4 million tons", "does not stand in a cited passage"),
    ("alt", "14,2", "12,4", "does not stand in a cited passage"),
    ("note", "24", "27", "does not stand in a cited passage"),
]


@pytest.mark.parametrize(("field", "old", "new", "said"), TAMPERED, ids=[f"{one[0]}-{one[2]}" for one in TAMPERED])
@pytest.mark.parametrize("tag", TRANSLATED)
def test_verify_finds_what_was_changed_in_the_words_of_a_chart(
    tag: str, field: str, old: str, new: str, said: str
) -> None:
    told = copy.deepcopy(finished(tag))
    chart = next(one for one in told["charts"] if old in one[field])
    chart[field] = chart[field].replace(old, new)
    findings = verify(interchange.sealed(told), weighed(SEEDS).material.corpus)
    assert any(said in finding.message for finding in findings), findings


@pytest.mark.parametrize("unit", [*UNITS, *CLDR])
def test_a_unit_has_a_name_in_each_alphabet(unit: str) -> None:
    fact = tons(("4", {"unit": unit, "period": year(2024)})).facts[0]
    assert not any(
        letter.isascii() and letter.isalpha() for tag in ("kk", "ru") for letter in unit_of(fact, language(tag))
    )
    assert all(unit_of(fact, language(tag)) for tag in ("az", "tr"))


@pytest.mark.parametrize(
    ("tag", "said"),
    [("kk", "жан басына АҚШ доллары"), ("ru", "доллар США на душу населения"), ("en", "US dollars per capita")],
)
def test_a_unit_says_its_rate(tag: str, said: str) -> None:
    fact = tons(("4", {"unit": "USD", "rate": "capita", "period": year(2024)})).facts[0]
    assert unit_of(fact, language(tag)) == said


@pytest.mark.parametrize("across", [WIDTH, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_text_of_a_drawing_has_its_place_in_every_language(tag: str, across: float) -> None:
    brand = Brand(locale=tag)
    for chart in (one for name in ("busy", "conflicts", SEEDS) for brief in briefs(name, tag) for one in brief.charts):
        svg = _drawn(chart, brand, across).svg("salt")
        assert not list(drawings.faults(svg)), chart.title
        said = "".join("".join(area.what for area in drawings.texts(svg)).split())
        labels = [one.label for one in (*chart.points, *chart.reference_lines)]
        assert all("".join(label.split()) in said for label in labels), said


@pytest.mark.parametrize("tag", TRANSLATED)
def test_the_shipped_fonts_have_every_letter_that_a_drawing_says(tag: str) -> None:
    """A letter that the fonts of a drawing lack would be a box."""
    said = {
        letter for brief in briefs(SEEDS, tag) for chart in brief.charts for text in texts(chart) for letter in text
    }
    for face in faces(Brand()):
        with TTFont(static(face)) as font:
            assert {letter for letter in said if ord(letter) not in font.getBestCmap()} == set(), face


@pytest.mark.parametrize("tag", ["kk", "tr"])
def test_verify_finds_a_label_of_a_drawing_that_was_changed(tag: str, tmp_path: Path) -> None:
    own = composing.settings(SEEDS)
    brief = next(one for one in briefs(SEEDS, tag) if one.topic == "transport")
    files = pipeline.render(brief, ("html",), replace(own, brand=replace(own.brand, locale=tag)))
    page = next(one for one in files if one.name.endswith(".html"))
    honest, forged = tmp_path / "honest.html", tmp_path / "forged.html"
    honest.write_bytes(page.content)
    forged.write_bytes(re.sub(rb"(<text[^>]*>)4\.5 million tons", rb"\g<1>4.8 million tons", page.content))
    assert forged.read_bytes() != honest.read_bytes()
    for path in (honest, forged):
        told = printed.load(path)
        found = [finding.where for finding in verify(told.brief, weighed(SEEDS).material.corpus, page=told.page)]
        assert any("label of a chart" in where for where in found) is (path == forged), found
        assert path == forged or not found
