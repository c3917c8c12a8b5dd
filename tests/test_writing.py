"""Facts and passages become a brief: what is said, in which order, and what is left out."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from weighing import CAPACITY, HARBOUR, TOPIC, brief, document, figure, months, reading, sentences, year

from briefgen.evidence import weigh
from briefgen.model import (
    Brief,
    Citation,
    Direction,
    Document,
    Event,
    Evidence,
    Kind,
    Modifier,
    Original,
    Quotation,
    Reading,
    RelationType,
    Section,
    Span,
    Statement,
    Status,
)
from briefgen.writing.articles import is_plural
from briefgen.writing.names import label, short_label
from briefgen.writing.statements import quoted
from briefgen.writing.when import by, spell, within

DAY = dt.date(2025, 3, 3)
POST = """\
Lindholm harbour signed a lease with the Borduria line on Monday.
Cargo at Lindholm harbour rose by 12% last year, reaching 3.1 million tons, Ada Brant said.
The harbour plans to reach 5 million tons by 2030.
“We have doubled our cranes, and no ship waits any more,” harbour master Ada Brant said.
A new quay shall open in June 2026.
"""


def post() -> tuple[Document, Reading]:
    source = document("post", POST, "Lindholm Post", DAY)
    lines = sentences(source)
    start = POST.index("We have")
    return source, reading(
        source,
        figure(source, "12%", "12", "%", kind=Kind.CHANGE, direction=Direction.UP, period=year(2024)),
        figure(source, "3.1 million tons", "3100000", period=year(2024)),
        figure(source, "5 million tons", "5000000", status=Status.PLAN, deadline=dt.date(2030, 12, 31)),
        quotations=(
            Quotation(
                Span(start, POST.index("more,”") + len("more,")),
                "Ada Brant",
                "harbour master",
                lines[3],
                topics=(TOPIC.id,),
            ),
        ),
        events=(
            Event(
                "A new quay shall open in June 2026.",
                months(2026, 6, 6),
                None,
                Status.PLAN,
                None,
                (Citation(lines[4]),),
                topics=(TOPIC.id,),
            ),
        ),
    )


def written(*pairs: tuple[Document, Reading], as_of: dt.date | None = DAY) -> Brief:
    documents, readings = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return brief(documents, readings, weigh(documents, readings, [TOPIC]), as_of)


def section(made: Brief, name: str) -> Section:
    return next((one for one in made.sections if one.name == name), Section(name, ""))


def lines(made: Brief, name: str) -> list[str]:
    return [statement.text for statement in section(made, name).statements]


def single(text: str, surface: str, value: str, unit: str = "t", **fields: object) -> Brief:
    source = document("a", text, "Lindholm Post", DAY)
    return written((source, reading(source, figure(source, surface, value, unit, **fields))))


def test_sections_stand_in_the_order_of_the_page() -> None:
    names = [one.name for one in written(post()).sections]
    order = ["bottom_line", "key_figures", "charts", "developments", "disagreements", "targets", "quotations", "gaps"]
    assert names == [name for name in order if name in names]


def test_a_change_and_the_level_that_it_led_to_are_one_sentence() -> None:
    assert f"{HARBOUR} rose by 12% to 3.1 million tons in 2024." in lines(written(post()), "bottom_line")


def test_the_bottom_line_has_three_to_five_sentences() -> None:
    assert 3 <= len(lines(written(post()), "bottom_line")) <= 5


def test_a_deadline_without_a_number_is_told_once_as_a_target() -> None:
    made = written(post())
    told = [one for name in ("bottom_line", "developments", "targets") for one in lines(made, name)]
    assert sum("new quay" in text for text in told) == 1


def test_a_quotation_keeps_speaker_and_role_and_loses_the_comma_of_the_tag() -> None:
    (statement,) = section(written(post()), "quotations").statements
    assert statement.text == "“We have doubled our cranes, and no ship waits any more”"
    assert (statement.speaker, statement.role, statement.author) == ("Ada Brant", "harbour master", "document")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"period": year(2024)}, "was 4.5 tons in 2024."),
        ({"period": months(2024, 1, 8)}, "was 4.5 tons in January–August 2024."),
        ({"period": year(2024), "modifier": Modifier.MORE_THAN}, "was more than 4.5 tons in 2024."),
        ({"period": year(2024), "attribution": "Ada Brant"}, "was 4.5 tons in 2024, according to Ada Brant."),
        ({"status": Status.TARGET}, "has a target of 4.5 tons, with no date given."),
        ({"status": Status.TARGET, "rate": "year"}, "has a target of 4.5 tons per year, with no date given."),
        ({"status": Status.PLAN, "deadline": dt.date(2027, 12, 31)}, "is planned to reach 4.5 tons by 2027."),
        ({"status": Status.PROJECTION, "period": year(2026)}, "is projected to reach 4.5 tons in 2026."),
        ({"status": Status.ESTIMATE, "period": year(2024)}, "is estimated at 4.5 tons in 2024."),
        ({}, "is reported at 4.5 tons, with no date given."),
        (
            {"status": Status.PROJECTION, "modifier": Modifier.MORE_THAN, "period": year(2026)},
            "is projected to exceed 4.5 tons in 2026.",
        ),
        ({"status": Status.CAPACITY}, "has a capacity of 4.5 tons."),
        ({"kind": Kind.CHANGE, "direction": Direction.DOWN, "period": year(2024)}, "fell by 4.5 tons in 2024."),
        (
            {"kind": Kind.INCREMENT, "direction": Direction.UP, "status": Status.TARGET},
            "is meant to rise by 4.5 tons.",
        ),
    ],
)
def test_patterns(fields: dict[str, object], expected: str) -> None:
    made = single("There it was, 4.5 tons of it.", "4.5 tons", "4.5", **fields)
    assert lines(made, "bottom_line")[0] == f"{HARBOUR} {expected}"


def test_what_has_no_pattern_is_quoted() -> None:
    text = "Lindholm harbour wants to triple its cargo by 2030."
    made = single(text, "triple", "3", "x", kind=Kind.MULTIPLE, status=Status.TARGET)
    assert lines(made, "bottom_line") == [f"“{text}”"]


def test_numbers_without_a_measure_are_quoted_and_not_tabled() -> None:
    text = "Some 300 people came to see the Borduria line sail from Lindholm."
    made = single(text, "300 people", "300", "count:people", kind=Kind.COUNT, measure=None)
    assert not section(made, "key_figures").facts
    assert f"“{text}”" in [*lines(made, "bottom_line"), *lines(made, "developments")]


def test_targets_stand_apart_from_what_was_measured() -> None:
    made = written(post())
    assert {fact.status for fact in section(made, "key_figures").facts} == {Status.ACTUAL}
    assert {fact.status for fact in section(made, "targets").facts} == {Status.PLAN}


def test_a_conflict_leads_the_bottom_line_and_gets_a_card() -> None:
    one, other = (
        (source, reading(source, figure(source, surface, value, period=year(2024))))
        for source, surface, value in (
            (document("a", "It was 4.5 tons in 2024.", "Post", DAY), "4.5 tons", "4.5"),
            (document("b", "In 2024 it was 5.2 tons.", "Echo", DAY), "5.2 tons", "5.2"),
        )
    )
    made = written(one, other)
    assert lines(made, "bottom_line")[0] == f"Documents differ on {HARBOUR} in 2024: 4.5 tons or 5.2 tons."
    assert [relation.type for relation in made.relations] == [RelationType.CONFLICT]
    assert section(made, "disagreements").relations == made.relations


def test_the_pace_since_then_is_told_with_the_old_one() -> None:
    source = document("a", "Cargo rose by 12% to 3.1 tons last year and by 2% so far.", "Post", DAY)
    pace = {"unit": "%", "kind": Kind.CHANGE, "direction": Direction.UP}
    made = written(
        (
            source,
            reading(
                source,
                figure(source, "12%", "12", period=year(2024), **pace),
                figure(source, "3.1 tons", "3.1", period=year(2024)),
                figure(source, "2%", "2", period=months(2025, 1, 2), **pace),
            ),
        )
    )
    told = f"{HARBOUR} rose by 12% to 3.1 tons in 2024, and by 2% in January–February 2025."
    assert lines(made, "bottom_line") == [told]


def test_a_measure_of_another_topic_does_not_lead() -> None:
    text = "Lindholm harbour bought the Borduria line 7 tons of grain."
    source = document("a", text, "Post", DAY)
    own = figure(source, "7 tons", "7", period=year(2024))
    (foreign,) = [replace(own, measure="Grain imports")]
    made = written((source, reading(source, foreign)))
    assert lines(made, "bottom_line") == [f"“{text}”"]


def test_attributions_that_are_no_names_lose_their_capital() -> None:
    made = single("Both sides aim at 4.5 tons.", "4.5 tons", "4.5", status=Status.TARGET, attribution="Both sides")
    assert lines(made, "bottom_line")[0].endswith(", according to both sides.")


@pytest.mark.parametrize(
    ("voice", "expected"),
    [
        ("Committee on Ports", "the Committee on Ports"),
        ("PBL association", "the PBL association"),
        ("Borduria’s Ministry of Ports", "Borduria’s Ministry of Ports"),
        ("the Ministry of Ports", "the Ministry of Ports"),
        ("Ada Brant", "Ada Brant"),
    ],
)
def test_bodies_take_an_article(voice: str, expected: str) -> None:
    made = single("It was 4.5 tons.", "4.5 tons", "4.5", period=year(2024), attribution=voice)
    assert lines(made, "bottom_line")[0].endswith(f", according to {expected}.")


def test_the_same_sum_in_another_currency_is_not_told_twice() -> None:
    source = document("a", "They aim at $100 (€86) in revenue soon.", "Post", DAY)
    fields = {"measure": "Harbour revenue", "status": Status.TARGET}
    made = written(
        (
            source,
            reading(
                source, figure(source, "$100", "100", "USD", **fields), figure(source, "€86", "86", "EUR", **fields)
            ),
        )
    )
    assert len(lines(made, "bottom_line")) == 1
    assert len(section(made, "targets").facts) == 2


def test_copies_of_a_sentence_are_told_once_with_both_citations() -> None:
    text = "The Borduria line signed a lease with Lindholm harbour on Monday."
    other = "Borduria line signed a lease with the Lindholm harbour on Monday."
    one, two = document("a", text, "Post", DAY), document("b", other, "Echo", DAY)
    made = written((one, reading(one)), (two, reading(two)))
    (statement,) = section(made, "bottom_line").statements
    assert len(statement.citations) == 2


def test_a_sentence_that_leans_on_another_is_no_development() -> None:
    source = document("a", "He signed it in Lindholm with the Borduria line on Monday.", "Post", DAY)
    assert not lines(written((source, reading(source))), "developments")


def test_a_figure_that_leans_is_told_with_the_sentence_before_it() -> None:
    text = "The Borduria line runs nine ferries from Lindholm. It carried 7 horses on Monday, more than ever."
    source = document("a", text, "Post", DAY)
    figures = [figure(source, "7 horses", str(number), "count:horses", measure=None) for number in (10, 20)]
    made = written((source, reading(source, *figures)))
    told = [one for name in ("bottom_line", "developments") for one in lines(made, name) if "horses" in one]
    assert told == [f"“{text}”"]


def test_who_says_we_is_named() -> None:
    text = "We carried 70 horses from Lindholm to Borduria on Monday."
    source = document("a", text, "Post", DAY)
    told = figure(source, "70 horses", "70", "count:horses", measure=None, attribution="Ada Brant")
    (statement,) = [
        one
        for made in (written((source, reading(source, told))),)
        for name in ("bottom_line", "developments")
        for one in section(made, name).statements
        if "horses" in one.text
    ]
    assert statement.speaker == "Ada Brant, in Post"


def test_what_happened_leads_and_takes_the_place_of_a_quotation() -> None:
    news = "The Borduria line signed a lease with Lindholm harbour on Monday."
    filler = [f"Pier {name} of Lindholm port has {40 + number} cranes." for number, name in enumerate("ABCDEF")]
    source = document("a", "\n".join([news, *filler]), "Post", DAY)
    figures = [
        figure(source, f"{40 + number} cranes", str(40 + number), "count:cranes", measure=f"Cranes of pier {name}")
        for number, name in enumerate("ABCDEF")
    ]
    made = lines(written((source, reading(source, *figures))), "bottom_line")
    assert made[0] == f"“{news}”"
    assert len(made) <= 5


@pytest.mark.parametrize(("status", "leads"), [(Status.PLAN, True), (Status.ACTUAL, False)])
def test_what_is_due_by_the_opening_of_a_document_leads(status: Status, leads: bool) -> None:  # noqa: FBT001 - a case
    news = "Pier four of Lindholm port will open late in 2027."
    filler = [f"Pier {name} of Lindholm port has {40 + number} cranes." for number, name in enumerate("ABCDEF")]
    source = document("a", "\n".join([news, *filler]), "Post", DAY)
    figures = [
        figure(source, f"{40 + number} cranes", str(40 + number), "count:cranes", measure=f"Cranes of pier {name}")
        for number, name in enumerate("ABCDEF")
    ]
    told = reading(source, *figures)
    due = Event(news, year(2027), None, status, None, (Citation(told.sentences[0].passage),), topics=(TOPIC.id,))
    made = lines(written((source, replace(told, events=(due,)))), "bottom_line")
    assert (made[0] == f"“{news}”") is leads


def test_two_quotations_of_one_sum_do_not_both_stand_in_the_bottom_line() -> None:
    texts = ("The port costs $742 million.", "Without the road to it, the port has a price of $742 million.")
    pairs = []
    for number, text in enumerate(texts):
        source = document(f"d{number}", text, "Post", DAY)
        told = figure(source, "$742 million", "742000000", "USD", measure=f"Cost {number}", kind=Kind.LEVEL)
        pairs.append((source, reading(source, told)))
    made = lines(written(*pairs), "bottom_line")
    assert sum("742" in one for one in made) == 1


def test_developments_run_from_the_newest_to_the_oldest_and_end_with_the_undated() -> None:
    pairs = []
    for name, day in (("a", None), ("b", dt.date(2025, 1, 1)), ("c", dt.date(2025, 2, 1))):
        text = "\n".join(
            f"The {name}{word} line of Borduria opened a berth at Pier {word.title()}."
            for word in ("one", "two", "six")
        )
        source = document(name, text, "Post", day)
        pairs.append((source, reading(source)))
    days = [statement.date for statement in section(written(*pairs), "developments").statements]
    assert days == sorted(days, key=lambda day: day or dt.date.min, reverse=True)


def test_gaps_tell_what_is_undated_and_single_sourced() -> None:
    source = document("a", "It was 4.5 tons.", "Post", None)
    made = written((source, reading(source, figure(source, "4.5 tons", "4.5"))))
    gaps = " ".join(omission.what for omission in section(made, "gaps").omissions)
    assert "Undated documents: Post" in gaps
    assert "Single source: 1 of 1 figures" in gaps
    assert "No period: 1 figure" in gaps
    assert "No chart" in gaps


def test_a_quiet_week_says_so() -> None:
    made = written()
    assert [one.name for one in made.sections] == ["bottom_line", "gaps"]
    assert "No document of this edition" in section(made, "gaps").omissions[0].what


def test_facts_of_other_topics_stay_out() -> None:
    source = document("a", "It was 4.5 tons.", "Post", DAY)
    foreign = figure(source, "4.5 tons", "4.5", measure="Rainfall", topics=("weather",))
    assert not written((source, reading(source, foreign))).facts


def test_relations_of_the_brief_are_those_that_it_prints() -> None:
    made = written(post())
    assert made.relations == section(made, "disagreements").relations


def test_a_plural_measure_takes_a_plural_verb() -> None:
    assert is_plural("Grain exports to Borduria")
    assert is_plural("Leases signed")
    assert not is_plural("Harbour cargo")
    assert not is_plural("Share of exports")
    assert not is_plural(CAPACITY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cargo fell.", "“Cargo fell.”"),
        ("“Cargo fell.”", "“Cargo fell.”"),
        ("“Cargo fell,” he said, “twice.”", "““Cargo fell,” he said, “twice.””"),
        ("two\n lines", "“two lines”"),
    ],
)
def test_quotation_marks(text: str, expected: str) -> None:
    assert quoted(text) == expected


def test_documents_have_names_and_file_names_are_none() -> None:
    source = document("004_2a08.txt", "Cargo fell.")
    assert label(source) == "an unnamed document"
    assert label(replace(source, byline="Ada Brant")) == "Ada Brant"
    assert label(replace(source, headline="Cargo fell")) == "“Cargo fell”"
    digest = replace(source, publisher="briefgen", digest_of=Original(publisher="Lindholm Post"))
    assert label(digest) == "briefgen digest of Lindholm Post"
    assert short_label(digest) == "Lindholm Post"
    assert short_label(replace(source, headline="Cargo fell at Lindholm: why")) == "“Cargo fell at …”"


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("Lindholm bank lifts rates to $4.5bn in May", "“Lindholm bank lifts rates to …”"),
        ("Lindholm bank in Q2", "“Lindholm bank in …”"),
        ("Lindholm bank (3 May)", "“Lindholm bank …”"),
        ("Ninety per cent is no dream", "an unnamed document"),
        ("Lindholm takes half of it", "“Lindholm takes …”"),
    ],
)
def test_the_name_of_a_document_holds_no_number(headline: str, name: str) -> None:
    source = document("a", "Cargo fell.")
    assert label(replace(source, headline=headline)) == name
    assert label(replace(source, digest_of=Original(headline=headline))) == f"briefgen digest of {name}"


def test_times_in_words() -> None:
    assert spell(months(2026, 4, 6)) == "the second quarter of 2026"
    assert spell(months(2024, 5, 5)) == "May 2024"
    assert within(replace(year(2025), end=dt.date(2025, 10, 24))) == "in 2025 up to 24 October"
    assert (
        within(replace(year(2025), start=dt.date(2025, 10, 20), end=dt.date(2025, 10, 21))) == "on 20–21 October 2025"
    )
    assert spell(replace(year(2022), end=dt.date(2026, 12, 31))) == "2022–2026"
    assert by(dt.date(2027, 12, 31)) == "by 2027"
    assert by(dt.date(2026, 6, 30)) == "by 30 June 2026"


# What must hold for any corpus.

SENTENCES = (
    "At Lindholm {n} tons of cargo were moved",
    "The Borduria line signed for {n} tons of cargo",
    "It was {n} tons",
    "Ada Brant, who runs Lindholm harbour, announced {n} tons",
)


@st.composite
def corpora(draw: st.DrawFn) -> list[tuple[Document, Reading]]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        values = draw(st.lists(st.sampled_from(["3.1", "4.5", "10", "62"]), min_size=1, max_size=4, unique=True))
        text = "\n".join(f"{draw(st.sampled_from(SENTENCES))} tale {value}.".replace("{n}", value) for value in values)
        source = document(f"d{number}", text, draw(st.sampled_from([None, "Post"])), draw(st.sampled_from([None, DAY])))
        figures = [
            figure(
                source,
                f"{value} tons",
                value,
                measure=draw(st.sampled_from([HARBOUR, CAPACITY, None])),
                period=draw(st.sampled_from([None, year(2023), year(2024), months(2024, 1, 8)])),
                status=draw(st.sampled_from(list(Status))),
                kind=draw(st.sampled_from([Kind.LEVEL, Kind.CHANGE])),
                direction=draw(st.sampled_from([None, Direction.UP])),
            )
            for value in values
        ]
        found.append((source, reading(source, *figures)))
    return found


def statements(made: Brief) -> list[Statement]:
    return [statement for one in made.sections for statement in one.statements]


@settings(deadline=None, max_examples=60)
@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_documents_never_matters(pairs: list[tuple[Document, Reading]], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    assert written(*pairs) == written(*shuffled)


@settings(deadline=None, max_examples=60)
@given(corpora())
def test_every_statement_is_cited_and_prints_only_cited_numbers(pairs: list[tuple[Document, Reading]]) -> None:
    for statement in statements(written(*pairs)):
        assert statement.citations
        quotes = " ".join(citation.passage.quote for citation in statement.citations)
        dated = re.sub(r"\b(?:20\d\d|\d+ (?:January|March))\b", "", statement.text)
        assert all(number in quotes for number in re.findall(r"\d+(?:\.\d+)?", dated))


@settings(deadline=None, max_examples=60)
@given(corpora())
def test_nothing_is_quoted_twice_and_ids_are_unique(pairs: list[tuple[Document, Reading]]) -> None:
    made = written(*pairs)
    quotes = [statement.text for statement in statements(made) if statement.author == "document"]
    assert len(quotes) == len(set(quotes))
    ids = [statement.id for statement in statements(made)]
    assert len(ids) == len(set(ids))


@settings(deadline=None, max_examples=60)
@given(corpora())
def test_every_figure_of_the_topic_is_printed_or_counted_as_left_out(pairs: list[tuple[Document, Reading]]) -> None:
    made = written(*pairs)
    tabled = {fact.id for one in made.sections for fact in one.facts}
    cited = {citation.passage.quote for statement in statements(made) for citation in statement.citations}
    for fact in made.facts:
        assert fact.id in tabled or cited & {figure.passage.quote for figure in fact.figures}


def test_evidence_without_readings_still_makes_a_brief() -> None:
    assert brief([], [], Evidence(()), None).facts == ()
