"""Hidden means gone: no file quotes a hidden sentence, or one that prints a hidden figure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_overriding_weeks import SAMPLES, WEEK, all_text, asking, kinds, weighed, written

from briefgen import config, hiding, orders, overriding, pipeline, previous
from briefgen.config import Config
from briefgen.hiding import Hidden
from briefgen.interchange import brief_row, chart_id, dump
from briefgen.model import Brief, Chart, Override, Wish
from briefgen.pipeline import Weighed
from briefgen.wishing import Doubt

few = settings(max_examples=8)
SETTINGS = """version: 1
corpus: [news]
topics:
  ports:
    title: Ports
    terms: [port, cargo, crane]
    measures:
      - {name: Alder cargo, unit: t, terms: [cargo], aliases: [Alder]}
"""
NEWS = {
    "gazette": (
        "Alder port grows",
        "The port of Alder handled 6.4 million tons of cargo in 2024, up from 5.3 million tons of cargo in 2023.",
        "The port of Alder handled 4.1 million tons of cargo in 2022.",
        "The cranes of the port of Alder were painted by hand in spring.",
    ),
    "ledger": (
        "Cargo of past years",
        "The port of Alder handled 5.3 million tons of cargo in 2023, the harbour master recalled.",
    ),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Weighed:
    return week(tmp_path_factory.mktemp("hidden"), NEWS)


def week(root: Path, news: Mapping[str, tuple[str, ...]], earlier: Brief | None = None) -> Weighed:
    """A few documents weighed, compared with an earlier brief where one is given."""
    (root / "news").mkdir(exist_ok=True)
    for number, (name, (headline, *sentences)) in enumerate(news.items()):
        text = f"---\npublisher: The {name.title()}\npublished: 2025-03-1{number}\n---\n# {headline}\n\n"
        (root / "news" / f"{name}.md").write_text(text + "\n\n".join(sentences) + "\n")
    own = at(root)
    material = pipeline.collect(own, orders.Order(as_of=dt.date(2025, 3, 16)))
    if earlier:
        (root / "earlier.json").write_text(dump(brief_row(earlier)))
        material = pipeline.compared(material, previous.load([root / "earlier.json"], ["ports"]))
    return pipeline.weigh(own, material)


def at(root: Path) -> Config:
    (root / "briefgen.yaml").write_text(SETTINGS)
    return config.load(root / "briefgen.yaml")


def wanting(found: Weighed, root: Path, hide: tuple[str, ...] = (), pin: tuple[str, ...] = ()) -> Config:
    """Settings with what somebody asks of the edition; each wish says on which line it stands."""
    wishes = iter(range(2, 99))
    one, other = (tuple(Wish(name, f"w.yaml:{next(wishes)}") for name in names) for names in (hide, pin))
    return replace(at(root), overrides=(Override(found.material.edition.name, hide=one, pin=other),))


def only(own: Config, found: Weighed) -> Brief:
    (brief,) = pipeline.briefs(own, found)
    return brief


def named(found: Weighed, surface: str) -> str:
    """Id of the fact with this number."""
    (fact,) = [one for one in found.evidence.facts if one.quantity.surface.startswith(surface)]
    return fact.id


def messages(doubts: tuple[Doubt, ...], *, blocks: bool) -> list[str]:
    return [one.message for one in doubts if one.blocks is blocks]


def cited(row: object) -> Iterator[str]:
    """Every quote of a brief's JSON."""
    if isinstance(row, dict):
        if isinstance(row.get("quote"), str):
            yield " ".join(row["quote"].split())
        for one in row.values():
            yield from cited(one)
    elif isinstance(row, list):
        for one in row:
            yield from cited(one)


def gone_of(own: Config, found: Weighed) -> Hidden:
    (asked,) = own.overrides
    return pipeline.shown_of(own, found, asked).gone


@few
@given(st.sampled_from(SAMPLES), st.lists(st.integers(0, 500), min_size=1, max_size=5))
def test_no_quote_of_a_brief_shows_what_is_hidden(name: str, which: list[int]) -> None:
    whole = weighed(name)
    plain = written(asking(name), whole)
    said = [one.id for section in plain.sections for one in section.statements if one.author == "document"]
    ids = [*(fact.id for fact in whole.evidence.facts), *said]
    own = asking(name, hide=tuple(dict.fromkeys(ids[number % len(ids)] for number in which)))
    gone = gone_of(own, whole)
    assert gone.met == gone.ids
    brief = written(own, whole)
    passages = [one.passage for fact in brief.facts for one in fact.citations]
    passages += [one for relation in brief.relations for one in relation.passages]
    passages += [one.passage for section in brief.sections for said in section.statements for one in said.citations]
    assert not [one for one in passages if gone.shows(one)]
    row = json.loads(dump(brief_row(brief)))
    texts = {one.id: one.text for one in whole.material.corpus.documents}
    secret = {
        " ".join(texts[one][span.start : span.end].split()) for one, spans in gone.places.items() for span in spans
    }
    assert not [quote for quote in cited(row) if quote in gone.quotes or quote in secret]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sentence_of_a_brief_is_found_under_its_id(name: str) -> None:
    whole = weighed(name)
    known = {one for reading in whole.readings for one, _ in hiding.called(reading)}
    said = [one.id for section in written(asking(name), whole).sections for one in section.statements]
    assert [one for one in said if one in known]
    brief = written(asking(name), whole)
    told = [one for section in brief.sections for one in section.statements if one.author == "document"]
    assert [one.text for one in told if one.id not in known] == []


@few
@given(st.sampled_from(SAMPLES), st.integers(0, 500))
def test_what_other_sentences_report_stays_under_its_id(name: str, number: int) -> None:
    whole = weighed(name)
    fact = whole.evidence.facts[number % len(whole.evidence.facts)]
    own = asking(name, hide=(fact.id,))
    gone = gone_of(own, whole)
    left = pipeline.shown_of(own, whole, own.overrides[0]).weighed.evidence
    expected = {one.id for one in whole.evidence.facts if not gone.takes(one)}
    assert {one.id for one in left.facts} == expected


def test_a_figure_goes_with_its_sentence_and_stays_with_another_one(found: Weighed, tmp_path: Path) -> None:
    own = wanting(found, tmp_path, hide=(named(found, "6.4"),))
    brief = only(own, found)
    (kept,) = [fact for fact in brief.facts if fact.quantity.surface.startswith("5.3")]
    assert kept.id == named(found, "5.3")
    assert [one.passage.quote for one in kept.citations] == [NEWS["ledger"][1]]
    assert kept.origins == ("The Ledger",)
    assert messages(pipeline.doubts(own, found), blocks=True) == []


def test_what_only_a_hidden_sentence_reports_goes_with_it_and_somebody_is_told(found: Weighed, tmp_path: Path) -> None:
    own = wanting(found, tmp_path, hide=(named(found, "5.3"),))
    brief = only(own, found)
    assert {fact.quantity.surface for fact in brief.facts if not fact.derived} == {"4.1 million tons"}
    gaps = next(one for one in brief.sections if one.name == "gaps")
    assert "2 figures hidden" in [one.what for one in gaps.omissions]
    (note,) = messages(pipeline.doubts(own, found), blocks=False)
    other = named(found, "6.4")
    assert note.startswith(f"with {named(found, '5.3')} go {other} (6.4 million tons, Alder cargo)")


def test_a_hidden_sentence_takes_its_figures_along(found: Weighed, tmp_path: Path) -> None:
    reading = next(one for one in found.readings if any("2022" in each.passage.quote for each in one.sentences))
    name = next(one for one, passage in hiding.called(reading) if passage.quote == NEWS["gazette"][2])
    text = dump(brief_row(only(wanting(found, tmp_path, hide=(name,)), found)))
    assert "4.1 million" not in text
    assert "6.4 million" in text


def test_a_pinned_figure_of_a_hidden_sentence_keeps_an_edition_from_being_released(
    found: Weighed, tmp_path: Path
) -> None:
    own = wanting(found, tmp_path, hide=(named(found, "5.3"),), pin=(named(found, "6.4"),))
    (one,) = [one for one in pipeline.doubts(own, found) if one.blocks]
    assert one.where == "w.yaml:3"
    assert one.message.startswith(f"{named(found, '6.4')} is pinned, and goes with what is hidden")


@pytest.mark.conform
def test_hidden_figures_and_sentences_are_in_no_byte_of_nine_kinds_of_files(found: Weighed, tmp_path: Path) -> None:
    crane = next(
        one
        for reading in found.readings
        for one, passage in hiding.called(reading)
        if passage.quote == NEWS["gazette"][3]
    )
    secrets = ("6.4 million", "6,400,000", "6400000", "painted by hand", named(found, "6.4"), crane)
    before = all_text(at(tmp_path), found)
    assert [one for one in secrets[:1] if not any(one in text for text in before.values())] == []
    after = all_text(wanting(found, tmp_path, hide=(named(found, "6.4"), crane)), found)
    assert kinds(after) >= {"md", "html", "pdf", "docx", "eml", "json", "csl", "csv", "svg"}
    for secret in secrets:
        assert [name for name, text in after.items() if secret in text] == []


def test_a_headline_that_prints_a_hidden_number_is_not_named(tmp_path: Path) -> None:
    headline = "Alder port handles 6.4 million tons"
    found = week(tmp_path, {"gazette": (headline, *NEWS["gazette"][1:]), "ledger": NEWS["ledger"]})
    assert headline in dump(brief_row(only(at(tmp_path), found)))
    dated = next(one.id for one in found.evidence.facts if one.period and one.quantity.surface.startswith("6.4"))
    brief = only(wanting(found, tmp_path, hide=(dated,)), found)
    assert "6.4" not in dump(brief_row(brief))
    assert {one.headline for one in brief.documents} == {None, NEWS["ledger"][0]}


def test_a_number_that_stays_elsewhere_is_noted(tmp_path: Path) -> None:
    news = {
        "gazette": ("Cargo", "The port of Alder handled 6.4 million tons of cargo in 2024."),
        "ledger": ("Plans", "The port of Alder plans to handle 6.4 million tons of cargo in 2027."),
    }
    found = week(tmp_path, news)
    (actual,) = [one.id for one in found.evidence.facts if one.status.value == "actual"]
    (plan,) = [one.id for one in found.evidence.facts if one.status.value != "actual"]
    (note,) = messages(pipeline.doubts(wanting(found, tmp_path, hide=(actual,)), found), blocks=False)
    assert note == f"{actual} is hidden, and its number still stands in {plan} (6.4 million tons, Alder cargo)"


ROUNDED = ("Rounded", "The port of Alder handled 6.4 million tons of cargo in 2024.")
EXACT = ("Exact", "The port of Alder handled 6.41 million tons of cargo in 2024.")


def test_a_wish_holds_when_its_fact_came_together_with_a_more_exact_one(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    before = week(tmp_path / "a", {"gazette": ROUNDED})
    after = week(tmp_path / "b", {"gazette": ROUNDED, "ledger": EXACT})
    old, new = named(before, "6.4"), named(after, "6.41")
    assert old not in {fact.id for fact in after.evidence.facts}
    for wishes in ({"hide": (old,)}, {"pin": (old,)}):
        own = wanting(after, tmp_path / "b", **wishes)
        doubts = pipeline.doubts(own, after)
        assert messages(doubts, blocks=True) == []
        assert messages(doubts, blocks=False) == [f"{old} is a part of {new} (6.41 million tons, Alder cargo) now"]
        assert doubts[0].hint == f"Write {new}."
    text = dump(brief_row(only(wanting(after, tmp_path / "b", hide=(old,)), after)))
    assert "6.4" not in text
    figures = next(one for one in only(own, after).sections if one.name == "key_figures")
    assert (figures.pinned, figures.facts[0].id) == (1, new)


def test_a_wish_that_fits_several_facts_hides_them_all_and_pins_none(tmp_path: Path) -> None:
    whole = week(tmp_path, {"gazette": ROUNDED, "ledger": NEWS["ledger"]})
    one, other = (fact.id for fact in whole.evidence.facts)
    either = replace(whole, evidence=replace(whole.evidence, also={one: ("0" * 12,), other: ("0" * 12,)}))
    hiding_all = wanting(whole, tmp_path, hide=("0" * 12,))
    assert not [fact for fact in only(hiding_all, either).facts if fact.id in {one, other}]
    (message,) = messages(pipeline.doubts(hiding_all, either), blocks=True)
    assert message.startswith(f"{'0' * 12} may be ")
    assert message.endswith("): all are hidden")
    pinning = wanting(whole, tmp_path, pin=("0" * 12,))
    (message,) = messages(pipeline.doubts(pinning, either), blocks=True)
    assert message.endswith("): none is pinned")


def years(first: int, last: int) -> tuple[str, ...]:
    tons = {2020: "3.1", 2021: "3.9", 2022: "4.1", 2023: "5.3", 2024: "6.4"}
    said = (f"The port of Alder handled {tons[one]} million tons of cargo in {one}." for one in range(first, last + 1))
    return ("Cargo", *said)


def chart_of(brief: Brief) -> Chart:
    (chart,) = brief.charts
    return chart


def test_a_pinned_chart_is_the_one_that_has_a_value_more_now(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    before = week(tmp_path / "a", {"gazette": years(2020, 2023)})
    after = week(tmp_path / "b", {"gazette": years(2020, 2024)})
    old = chart_id(chart_of(only(at(tmp_path / "a"), before)))
    own = wanting(after, tmp_path / "b", pin=(old,))
    assert messages(pipeline.doubts(own, after), blocks=True) == []
    drawn = next(one for one in only(own, after).sections if one.name == "charts")
    assert (drawn.pinned, len(drawn.charts[0].points)) == (1, 5)
    hidden = only(wanting(after, tmp_path / "b", hide=(old,)), after)
    assert hidden.charts == ()


@pytest.mark.parametrize(
    ("years_now", "why"),
    [
        (
            (2022, 2022),
            "nothing reports 3.1 million tons, Alder cargo and 3.9 million tons, Alder cargo now",
        ),
        ((2021, 2024), "nothing reports 3.1 million tons, Alder cargo now"),
    ],
)
def test_a_pinned_chart_that_cannot_be_drawn_says_why(tmp_path: Path, years_now: tuple[int, int], why: str) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    earlier = only(at(tmp_path / "a"), week(tmp_path / "a", {"gazette": years(2020, 2022)}))
    chart = chart_of(earlier)
    after = week(tmp_path / "b", {"ledger": years(*years_now)}, earlier)
    own = wanting(after, tmp_path / "b", pin=(chart_id(chart),))
    (message,) = messages(pipeline.doubts(own, after), blocks=True)
    head = f"{chart_id(chart)}, the chart “{chart.title}” of {earlier.edition.name}, is not drawn now: "
    assert message == head + why
    note = pipeline.doubts(wanting(after, tmp_path / "b", hide=(chart_id(chart),)), after)
    assert [one.blocks for one in note] == [False]


@few
@given(st.sampled_from(SAMPLES), st.data())
def test_every_chart_that_may_be_drawn_is_there_once_it_is_pinned(name: str, data: st.DataObject) -> None:
    whole = weighed(name)
    plain = written(asking(name), whole)
    chart = data.draw(st.sampled_from(plain.charts))
    others = tuple(chart_id(one) for one in plain.charts if one is not chart)
    facts = tuple(fact.id for fact in plain.facts if not fact.derived)[:5]
    brief = written(asking(name, pin=(chart_id(chart), *facts)), whole)
    assert chart_id(chart) in set(map(chart_id, brief.charts))
    gone = written(asking(name, hide=others, pin=(chart_id(chart),)), whole)
    assert chart_id(chart) in set(map(chart_id, gone.charts))
    assert not set(others) & set(map(chart_id, gone.charts))


def test_an_earlier_edition_says_nothing_of_what_is_hidden_now(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    earlier = only(at(tmp_path / "a"), week(tmp_path / "a", {"gazette": NEWS["gazette"]}))
    after = week(tmp_path / "b", NEWS, earlier)
    brief = only(wanting(after, tmp_path / "b", hide=(named(after, "6.4"),)), after)
    assert brief.since is not None
    assert "6.4" not in dump(brief_row(brief))
    assert WEEK not in overriding.names(brief)
