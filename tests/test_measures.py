from __future__ import annotations

from decimal import Decimal

import pytest
import work
from hypothesis import given, settings
from hypothesis import strategies as st
from said import cases, document

from briefgen.model import Document, Kind, Measure, Quantity, Span, Topic
from briefgen.reading import measures, sentences
from briefgen.reading.parts import Mention
from briefgen.reading.read import read

ROUTE = ("Long Official Route",)
TOPICS = (
    Topic(
        "roads",
        "Roads",
        measures=(
            Measure("Long Route capacity", "t", ("throughput capacity",), ROUTE),
            Measure("Long Route freight", "t", ("freight", "cargo"), ROUTE),
            Measure("Trade", "USD", ("bilateral trade",)),
        ),
    ),
)


def mention(text: str, words: str, unit: str, kind: Kind) -> Mention:
    start = text.index(words)
    span = Span(start, start + len(words))
    noun = Span(start + words.index(" ") + 1, span.end) if kind is Kind.COUNT else None
    return Mention(span, Quantity(Decimal(1), None, unit, None, words), kind, noun=noun)


def named(story: Document, one: Mention, topics: tuple[Topic, ...]) -> measures.Named:
    lines = sentences.lines(story)
    index = next(number for number, line in enumerate(lines) if line.span.holds(one.span))
    return measures.name(story, lines, index, one, topics)


@pytest.mark.parametrize(("title", "text", "expected"), cases("measures"), ids=[c[0] for c in cases("measures")])
def test_case(title: str, text: str, expected: list[str]) -> None:
    for line in expected:
        given_, measure = line.split(" => ")
        words, unit, kind = given_.split(" | ")
        one = mention(text, words, unit, Kind(kind))
        found = named(document(text), one, TOPICS if title.startswith("followed") else ())
        assert (found.measure or "none") == measure, words


def test_a_configured_measure_has_one_subject_for_all_its_figures() -> None:
    text = "Cargo on the Long Official Route (LOR) rose 8%. LOR freight reached 3 million tons."
    found = [
        named(document(text), one, TOPICS)
        for one in (mention(text, "8%", "%", Kind.CHANGE), mention(text, "3 million tons", "t", Kind.LEVEL))
    ]
    assert {one.subject for one in found} == {"Long Official Route"}


def test_words_that_point_to_a_name_need_the_name_somewhere_in_the_document() -> None:
    topic = Topic("t", "T", measures=(Measure("Long Route freight", "t", ("cargo",), ("Long Route", "the route")),))
    other = "Cargo on the Short Route rose, the Route Office said. The route carried cargo of 5 million tons."
    own = f"The Long Route is busy. {other}"
    found = [named(document(text), mention(text, "5 million tons", "t", Kind.LEVEL), (topic,)) for text in (other, own)]
    assert [one.measure == "Long Route freight" for one in found] == [False, True]


def test_a_multiple_as_many_is_of_what_was_counted_before_it() -> None:
    text = "Marisol province recorded 4,120 cases of dengue in May, twice as many as in April."
    assert [figure.measure for figure in read(document(text)).figures] == ["cases", "cases"]


def test_figures_that_are_set_beside_each_other_measure_the_same() -> None:
    text = "Net debt was cut to $1.9bn from $2.2bn. Output was 4 tons, up from 3 tons in May, and 7 firms closed."
    reading = read(document(text))
    assert [figure.measure for figure in reading.figures][:4] == ["net debt", "net debt", "output", "output"]


def test_a_change_behind_a_level_is_of_what_the_level_measures() -> None:
    text = "The harbour handled 4 million tons of cargo in 2025, up 9% on the year before. Jobs rose, and 5% left."
    reading = read(document(text))
    assert [figure.measure for figure in reading.figures][:2] == ["cargo handling"] * 2
    assert reading.figures[2].measure != "cargo handling"


def test_an_amount_and_how_much_more_it_is_measure_the_same() -> None:
    reading = read(document("The line carried 4.5 million tons of freight last year, 62% more than the year before."))
    assert [figure.measure for figure in reading.figures] == ["freight transport"] * 2


def test_a_figure_and_what_it_is_expressly_compared_with_measure_the_same() -> None:
    text = "Inns sold 4 tons of ice in the first half of the year, up from 3 tons a year earlier, said the guild."
    reading = read(document(text))
    assert [figure.measure for figure in reading.figures] == ["ice sales"] * 2


def test_what_is_compared_keeps_the_name_that_it_has() -> None:
    reading = read(document("Exports of 5 million tons, compared with imports of 3 million tons, are normal."))
    assert [figure.measure for figure in reading.figures] == ["exports", "imports"]


def test_an_amount_in_another_currency_measures_the_same() -> None:
    reading = read(document("The clinic had revenue of €1.05 billion, or about $1.14 billion, in 2024."))
    assert [figure.measure for figure in reading.figures] == ["revenue"] * 2


def test_what_is_so_much_more_than_before_measures_the_same() -> None:
    text = "In 2025, 3.3 million visitors used the ferry, which is 10% more than the 3.0 million of the year before."
    assert [figure.measure for figure in read(document(text)).figures] == ["visitors"] * 3


def test_amounts_by_who_gives_them_share_a_name() -> None:
    text = "Of this, $6 million is provided by the Lake Bank, $4 million by the state and $5 million by the builder."
    assert [figure.measure for figure in read(document(text)).figures] == ["funding"] * 3


def test_scope_is_what_the_text_delimits_it_by() -> None:
    text = "They want to widen the canal's transit capacity by 12 million tons."
    one = mention(text, "12 million tons", "t", Kind.INCREMENT)
    assert named(document(text), one, ()).scope == "transit capacity"


def test_a_star_stands_for_any_ending_and_dashes_for_each_other() -> None:
    topic = Topic("t", "T", measures=(Measure("Loads", "t", ("haul*",), ("North–South",)),))
    text = "Haulage on the North-South line fell to 2 million tons."
    assert named(document(text), mention(text, "2 million tons", "t", Kind.LEVEL), (topic,)).measure == "Loads"


def test_another_language_has_no_measure() -> None:
    text = "Prices rose 5%."
    story = document(text, language="xx")
    found = measures.name(story, sentences.lines(story), 0, mention(text, "5%", "%", Kind.CHANGE), ())
    assert found == measures.Named(None, None, None)


@settings(deadline=None, max_examples=150)
@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(["exports", " of ", " rose ", "the ", "(", ", ", "Chile's ", "by ", "that figure "])
    ).map("".join),
    st.text(max_size=80),
    st.sampled_from(list(Kind)),
    st.sampled_from(["t", "%", "x", "USD", "count:ships", None]),
)
def test_any_text_can_be_named(before: str, behind: str, kind: Kind, unit: str | None) -> None:
    text = f"{before.replace(chr(10), ' ')} 5 ships {behind}"
    start = len(before) + 1
    one = Mention(
        Span(start, start + 1), Quantity(Decimal(5), None, unit, None, "5"), kind, noun=Span(start + 2, start + 7)
    )
    story = document(text)
    lines = sentences.lines(story)
    for index, line in enumerate(lines):
        if line.span.holds(one.span):
            found = measures.name(story, lines, index, one, TOPICS)
            assert found == measures.name(story, lines, index, one, TOPICS)
            assert found.measure is None or found.measure.strip()


@pytest.mark.parametrize("piece", ["Aa ", "exports rose by 5%, ", "of the ", "(A) ", "Aa Bb (C) ", ", and "])
def test_naming_a_quantity_is_linear_in_its_sentence(piece: str) -> None:
    def name(run: str) -> None:
        text = f"{run}5 tons"
        story = document(text)
        lines = sentences.lines(story)
        one = Mention(Span(len(text) - 6, len(text)), Quantity(Decimal(5), None, "t", None, "5 tons"), Kind.LEVEL)
        index = next(number for number, line in enumerate(lines) if line.span.holds(one.span))
        measures.name(story, lines, index, one, TOPICS)

    assert work.growth(name, piece) <= work.LINEAR


def test_a_number_set_against_another_one_measures_the_same() -> None:
    text = "The union puts the number of passengers on the Halden–Osthafen ferry at 371, not the 412 that it claims."
    found = read(document(text)).figures
    assert [(figure.measure, figure.subject) for figure in found] == [("passengers", "Halden–Osthafen ferry")] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wheat made up 74% of the harvest and barley 15%.", ["share of harvest", "barley"]),
        ("Containers accounted for 40% of cargo and grain for 31%.", ["share of cargo", "grain"]),
        ("Turnout was 41%, up from 38%.", ["turnout", "turnout"]),
        ("Unemployment was 5% in May and youth unemployment 11%.", ["unemployment", "youth unemployment"]),
    ],
)
def test_a_share_in_a_list_of_shares_is_of_its_own_noun(text: str, expected: list[str]) -> None:
    assert [figure.measure for figure in read(document(text)).figures] == expected
