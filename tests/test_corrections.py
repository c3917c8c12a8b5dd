"""What people corrected: how it is written, what it changes, and what is said where it no longer fits."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest
from conftest import HARBOUR, LINE
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen import config, corpus, corrected, corrections, fields, interchange, orders, pipeline
from briefgen.corpus import plain
from briefgen.corrections import Fit
from briefgen.errors import UsageError
from briefgen.model import (
    Amendment,
    Corpus,
    Correction,
    Document,
    Figure,
    Measure,
    Original,
    Period,
    Reading,
    Span,
    Topic,
)
from briefgen.reading.read import read
from briefgen.readings import read_all
from briefgen.verify import verify

TOPIC = Topic(
    id="ports",
    title="Ports",
    terms=("port",),
    measures=(
        Measure("Port Alder cargo", "t", ("cargo",), ("Port Alder", "the port")),
        Measure("Port Alder delay", "day", ("cargo",), ("Port Alder", "the port")),
        Measure("Lake Line freight", "t", ("freight",), ("Lake Line",)),
    ),
)
DAY = dt.date(2026, 2, 3)


def document(text: str = HARBOUR, name: str = "harbour.txt") -> Document:
    return plain.read(text.encode(), name)


def figure_of(found: Document, surface: str) -> Figure:
    return next(one for one in read(found, (TOPIC,)).figures if one.quantity.surface == surface)


def correction(found: Document, surface: str, **correct: str) -> Correction:
    figure = figure_of(found, surface)
    amended = tuple(Amendment(name, fields.shown(figure, name), text) for name, text in correct.items())
    return Correction(found.id, found.name, amended, "Ines Varga", DAY, "Misread.", figure.span, surface)


def after(found: Document, *several: Correction) -> tuple[Reading, tuple[corrections.Outcome, ...]]:
    done = corrections.amended([found], [read(found, (TOPIC,))], several, (TOPIC,))
    return done.readings[0], done.outcomes


# How values are written

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@given(st.tuples(DAYS, DAYS).map(sorted))
def test_a_period_reads_back_as_it_is_written(ends: list[dt.date]) -> None:
    period = Period(*ends)
    assert fields.period(fields.stretch(period)) == period


@pytest.mark.parametrize(
    ("text", "start", "end", "shortest"),
    [
        ("2024", "2024-01-01", "2024-12-31", "2024"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-02"),
        ("2024-q2", "2024-04-01", "2024-06-30", "2024-Q2"),
        ("2024-H2", "2024-07-01", "2024-12-31", "2024-H2"),
        ("2024-03-14", "2024-03-14", "2024-03-14", "2024-03-14"),
        ("2024-01..2024-08", "2024-01-01", "2024-08-31", "2024-01..2024-08"),
        ("2022..2024", "2022-01-01", "2024-12-31", "2022..2024"),
        ("2024-01..2024-03", "2024-01-01", "2024-03-31", "2024-Q1"),
        ("2024-01-01..2024-12-31", "2024-01-01", "2024-12-31", "2024"),
        ("2024 .. 2024-03-14", "2024-01-01", "2024-03-14", "2024-01-01..2024-03-14"),
    ],
)
def test_a_period_in_the_forms_that_people_type(text: str, start: str, end: str, shortest: str) -> None:
    assert fields.period(text) == Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert fields.canonical("period", text) == shortest


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("period", ""),
        ("period", "last year"),
        ("period", "2024-13"),
        ("period", "2023-02-29"),
        ("period", "2024-Q5"),
        ("period", "2025..2024"),
        ("period", "0000"),
        ("period", "2024.."),
        ("period", "٢٠٢٤"),
        ("value", "4.5 million"),
        ("value", "4,500"),
        ("value", "1e999999"),
        ("value", "NaN"),
        ("value", "9" * 50),
        ("value", "2..1"),
        ("value", "none"),
        ("status", "planned"),
        ("status", "none"),
        ("deadline", "soon"),
        ("published", "19 October"),
        ("published", "2025-02-30"),
        ("figure", "yes"),
        ("measure", " "),
    ],
)
def test_what_no_field_can_be_brings_the_form_that_it_has(name: str, text: str) -> None:
    assert (fields.complaint(name, text) or "").startswith(("write ", "it cannot be "))


@pytest.mark.parametrize("name", fields.FIELDS)
def test_what_a_figure_shows_can_be_put_back(name: str) -> None:
    for text in (HARBOUR, LINE):
        for figure in read(document(text), (TOPIC,)).figures:
            shown = fields.shown(figure, name)
            assert fields.complaint(name, shown) is None
            assert fields.canonical(name, shown) == shown
            assert fields.put(figure, name, shown) == figure


# What a correction changes


def test_a_figure_has_what_is_right_and_says_that_it_was_corrected() -> None:
    harbour = document()
    right = {"value": "4300000", "status": "estimate", "period": "2023", "deadline": "none", "attribution": "the port"}
    reading, (outcome,) = after(harbour, correction(harbour, "4.2 million tons", **right))
    figure = next(one for one in reading.figures if one.quantity.surface == "4.2 million tons")
    assert {name: fields.shown(figure, name) for name in right} == right
    assert figure.corrected == ("value", "status", "period", "attribution")
    assert figure.passage == figure_of(harbour, "4.2 million tons").passage
    assert outcome.fit is Fit.APPLIED
    assert [one.field for one in outcome.needless] == ["deadline"]


def test_a_range_is_corrected_at_both_ends() -> None:
    harbour = document()
    reading, _ = after(harbour, correction(harbour, "4.2 million tons", value="4200000..4300000"))
    quantity = next(one.quantity for one in reading.figures if one.corrected)
    assert (str(quantity.value), str(quantity.upper)) == ("4200000", "4300000")


@pytest.mark.parametrize(
    ("right", "period", "deadline"),
    [
        ({"deadline": "2028-12-31"}, "2028", "2028-12-31"),
        ({"deadline": "2028-06-30"}, "none", "2028-06-30"),
        ({"period": "2028"}, "2028", "2028-12-31"),
        ({"period": "2028", "deadline": "2029-12-31"}, "2028", "2029-12-31"),
        ({"deadline": "none"}, "2027", "none"),
    ],
)
def test_a_target_is_for_the_time_of_its_deadline(right: dict[str, str], period: str, deadline: str) -> None:
    harbour = document()
    reading, _ = after(harbour, correction(harbour, "6 million tons", **right))
    figure = next(one for one in reading.figures if one.corrected)
    assert (fields.shown(figure, "period"), fields.shown(figure, "deadline")) == (period, deadline)
    assert figure.corrected == tuple(right)


def test_what_is_no_figure_is_gone() -> None:
    harbour = document()
    before = read(harbour, (TOPIC,)).figures
    reading, (outcome,) = after(harbour, correction(harbour, "18 percent", figure="none"))
    assert [one for one in before if one.quantity.surface != "18 percent"] == list(reading.figures)
    assert outcome.fit is Fit.APPLIED


def test_two_figures_of_one_surface_in_a_sentence_are_told_apart_by_their_place() -> None:
    twice = document(
        "The port of Port Alder took 3 million tons of cargo in May 2025 and 3 million tons in June 2025.\n"
    )
    first, second = (one for one in read(twice, (TOPIC,)).figures if one.quantity.surface == "3 million tons")
    only = replace(correction(twice, "3 million tons", value="3100000"), span=second.span)
    reading, _ = after(twice, only)
    assert [one.quantity.value for one in reading.figures] == [first.quantity.value, 3_100_000]


def test_a_unit_that_the_measure_does_not_have_brings_the_measure_that_has_it() -> None:
    harbour = document()
    reading, _ = after(harbour, correction(harbour, "4.2 million tons", unit="day"))
    figure = next(one for one in reading.figures if one.corrected)
    assert (figure.quantity.unit, figure.measure, figure.corrected) == ("day", "Port Alder delay", ("unit",))
    reading, _ = after(harbour, correction(harbour, "4.2 million tons", unit="km"))
    assert next(one for one in reading.figures if one.corrected).measure not in {one.name for one in TOPIC.measures}


def test_a_measure_that_a_topic_follows_brings_owner_and_topic() -> None:
    inland = document("Trucks carried 3 million tons of gravel in 2024.\n")
    assert figure_of(inland, "3 million tons").topics == ()
    reading, _ = after(inland, correction(inland, "3 million tons", measure="Lake Line freight"))
    (figure,) = reading.figures
    assert (figure.measure, figure.subject, figure.topics) == ("Lake Line freight", "Lake Line", ("ports",))
    reading, _ = after(inland, correction(inland, "3 million tons", measure="Lake Line freight", subject="Hill Line"))
    assert reading.figures[0].subject == "Hill Line"


@pytest.mark.parametrize(
    "text",
    [
        HARBOUR.replace("\n", "\r\n"),
        HARBOUR.replace("4.2 million", "4.2\nmillion"),
        "🚢 " + HARBOUR,
        HARBOUR.replace("Port Alder", unicodedata.normalize("NFD", "Port Aldér")),
    ],
    ids=["CRLF", "wrapped", "astral", "NFD"],
)
def test_it_fits_however_the_text_is_encoded(text: str) -> None:
    found = document(text)
    surface = next(one.quantity.surface for one in read(found, (TOPIC,)).figures)
    made = replace(correction(found, surface, value="1"), surface=corrections.plain(surface))
    reading, (outcome,) = after(found, made)
    assert outcome.fit is Fit.APPLIED
    assert reading.figures[0].quantity.value == 1


SEVERAL = st.lists(
    st.tuples(
        st.sampled_from(["4.2 million tons", "18 percent", "4.9 million tons", "6 million tons"]),
        st.sampled_from(
            [
                ("value", "7"),
                ("unit", "day"),
                ("status", "plan"),
                ("period", "2021"),
                ("deadline", "2029-12-31"),
                ("measure", "Lake Line freight"),
            ]
        ),
    ),
    unique_by=lambda pair: (pair[0], pair[1][0]),
)


@given(SEVERAL, st.randoms())
def test_order_never_matters_and_twice_is_once(chosen: list[tuple[str, tuple[str, str]]], random: Random) -> None:
    harbour = document()
    several = [correction(harbour, surface, **{name: text}) for surface, (name, text) in chosen]
    once, _ = after(harbour, *several)
    shuffled = random.sample(several, len(several))
    assert after(harbour, *shuffled)[0] == once
    again = corrections.amended([harbour], [once], several, (TOPIC,))
    assert again.readings == (once,)
    assert {outcome.fit for outcome in again.outcomes} <= {Fit.NEEDLESS}


@given(SEVERAL)
def test_without_it_the_reading_is_as_it_was(chosen: list[tuple[str, tuple[str, str]]]) -> None:
    harbour = document()
    touched = {surface for surface, _ in chosen}
    reading, _ = after(harbour, *(correction(harbour, surface, **{name: text}) for surface, (name, text) in chosen))
    plainly = read(harbour, (TOPIC,))
    assert after(harbour)[0] == plainly
    for figure, before in zip(reading.figures, plainly.figures, strict=True):
        assert figure == before or before.quantity.surface in touched


# What no longer fits


def test_what_briefgen_reads_by_itself_is_no_longer_needed() -> None:
    harbour = document()
    reading, (outcome,) = after(harbour, correction(harbour, "4.2 million tons", status="actual"))
    assert reading == read(harbour, (TOPIC,))
    assert outcome.fit is Fit.NEEDLESS
    (note,) = corrected.doubts([outcome])
    assert note.what == "A correction is no longer needed: “4.2 million tons” in harbour.txt, status"


def test_a_place_without_its_figure_is_reported() -> None:
    harbour = document()
    moved = replace(correction(harbour, "4.2 million tons", value="1"), span=Span(0, 4))
    other = replace(correction(harbour, "4.2 million tons", value="1"), surface="4.3 million tons")
    for lost in (moved, other):
        reading, (outcome,) = after(harbour, lost)
        assert reading == read(harbour, (TOPIC,))
        assert outcome.fit is Fit.LOST
        assert "no such figure is read there now" in next(corrected.doubts([outcome])).reason


def test_one_more_character_makes_another_text() -> None:
    harbour = document()
    made = correction(harbour, "4.2 million tons", value="1")
    reading, (outcome,) = after(document(HARBOUR + "."), made)
    assert not any(figure.corrected for figure in reading.figures)
    assert outcome.fit is Fit.OTHER_TEXT
    (note,) = corrected.doubts([outcome])
    assert note.what == "A correction no longer fits: “4.2 million tons” in harbour.txt"
    assert "another text" in note.reason


def test_a_document_that_is_gone_is_nothing_to_speak_of() -> None:
    made = correction(document(), "4.2 million tons", value="1")
    _, (outcome,) = after(document(LINE, "line.txt"), made)
    assert outcome.fit is Fit.ABSENT
    assert not list(corrected.doubts([outcome]))
    assert not list(corrected.notes([outcome]))


def test_a_reader_that_has_come_to_read_otherwise_is_told() -> None:
    harbour = document()
    made = correction(harbour, "4.2 million tons", value="1")
    old = replace(made, amendments=(Amendment("value", "42", "1"),))
    _, outcomes = after(harbour, old)
    (note,) = corrected.notes(outcomes)
    assert note.what == "Corrected by Ines Varga on 2026-02-03: “4.2 million tons” in harbour.txt, value 4200000 → 1"
    assert note.reason == "Misread. (when it was corrected, briefgen read value 42)"


# Dates of documents

LAST_YEAR = "The port of Port Alder handled 4.2 million tons of cargo last year.\n"


def of_date(found: Document, read_as: str, right: str) -> Correction:
    return Correction(found.id, found.name, (Amendment("published", read_as, right),), "Ines Varga", DAY, "Misprint.")


def periods(collected: Corpus) -> list[Period | None]:
    return [figure.period for reading in read_all(collected.documents) for figure in reading.figures]


def test_a_date_moves_every_period_that_hangs_on_it() -> None:
    found = document(LAST_YEAR)
    assert periods(Corpus((found,))) == [None]
    collected, (outcome,) = corrections.dated(Corpus((found,)), [of_date(found, "none", "2025-10-19")])
    assert collected.documents[0].published == dt.date(2025, 10, 19)
    assert periods(collected) == [fields.period("2024")]
    assert outcome.fit is Fit.APPLIED
    again, (needless,) = corrections.dated(collected, [of_date(found, "none", "2025-10-19")])
    assert again == collected
    assert needless.fit is Fit.NEEDLESS


def test_a_date_can_be_taken_away() -> None:
    found = document()
    collected, _ = corrections.dated(Corpus((found,)), [of_date(found, "2025-03-14", "none")])
    assert collected.documents[0].published is None


def test_of_a_digest_the_date_of_what_it_digests_is_meant() -> None:
    found = replace(document(LAST_YEAR), digest_of=Original("The Alder Post", published=dt.date(2024, 5, 1)))
    collected, _ = corrections.dated(Corpus((found,)), [of_date(found, "2024-05-01", "2025-05-01")])
    (dated,) = collected.documents
    assert dated.digest_of
    assert dated.published == dated.digest_of.published == dt.date(2025, 5, 1)


def test_the_date_of_another_text_stays() -> None:
    found = document()
    collected, (outcome,) = corrections.dated(
        Corpus((document(HARBOUR + "."),)), [of_date(found, "none", "2025-10-19")]
    )
    assert collected.documents[0].published == dt.date(2025, 3, 14)
    assert outcome.fit is Fit.OTHER_TEXT


# The file


def write(folder: Path, several: Sequence[object]) -> Path:
    (folder / "news").mkdir(exist_ok=True)
    (folder / "news" / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    path = folder / "briefgen.yaml"
    measure = {"name": "Port Alder cargo", "unit": "t", "terms": ["cargo"], "aliases": ["Port Alder", "the port"]}
    topic = {"title": "Ports", "terms": ["port", "cargo"], "measures": [measure]}
    path.write_text(json.dumps({"version": 1, "corpus": ["news"], "topics": {"ports": topic}}), encoding="utf-8")
    kept = {"version": 1, "corrections": several}
    (folder / "corrections.yaml").write_text(json.dumps(kept), encoding="utf-8")
    return path


ENTRY = {
    "document": document().id,
    "name": "harbour.txt",
    "at": [104, 120],
    "surface": "4.2 million tons",
    "read": {"status": "actual"},
    "correct": {"status": "estimate"},
    "by": "Ines Varga",
    "date": "2026-02-03",
    "reason": "The port says so elsewhere.",
}
DATE = {key: value for key, value in ENTRY.items() if key not in {"at", "surface"}} | {
    "read": {"published": "2025-03-14"},
    "correct": {"published": "2025-03-15"},
}


def test_the_file_becomes_corrections(tmp_path: Path) -> None:
    read_back = config.load(write(tmp_path, [ENTRY, DATE])).corrections
    assert [one.span for one in read_back] == [Span(104, 120), None]
    assert read_back[0].amendments == (Amendment("status", "actual", "estimate"),)
    assert read_back[1].amendments == (Amendment("published", "2025-03-14", "2025-03-15"),)
    jsonschema.validate(json.loads((tmp_path / "corrections.yaml").read_text()), config.schema("corrections"))


def test_numbers_and_dates_need_no_quotes(tmp_path: Path) -> None:
    path = write(tmp_path, [])
    (tmp_path / "corrections.yaml").write_text(
        f"""version: 1
corrections:
  - document: {ENTRY["document"]}
    at: [104, 120]
    surface: 4.2 million tons
    correct: {{value: 4500000, period: 2024, deadline: 2025-12-31}}
    by: Ines Varga
    date: 2026-02-03
    reason: Misread.
"""
    )
    (made,) = config.load(path).corrections
    assert [one.correct for one in made.amendments] == ["4500000", "2024", "2025-12-31"]
    assert made.date == DAY


def test_the_digest_of_the_settings_holds_them_in_any_order(tmp_path: Path) -> None:
    without = config.load(write(tmp_path, [])).digest
    (tmp_path / "corrections.yaml").unlink()
    assert config.load(tmp_path / "briefgen.yaml").digest == without
    one = config.load(write(tmp_path, [ENTRY, DATE])).digest
    assert one != without
    assert config.load(write(tmp_path, [DATE, ENTRY])).digest == one


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"document": "abc"}, '"abc" is not a hash'),
        ({"surfaces": "x"}, 'unknown key "surfaces"'),
        ({"correct": {"stat": "plan"}}, 'unknown key "stat"'),
        ({"correct": {"status": "planned"}}, '"planned" is not what status can be'),
        ({"correct": {"unit": "tons"}}, '"tons" is no unit of briefgen'),
        ({"correct": {}}, "corrects nothing"),
        ({"correct": {"status": "plan", "published": "2025-01-01"}}, "a document and a figure"),
        ({"correct": {"published": "2025-01-01"}}, "has no place in the text"),
        ({"correct": {"period": "last year"}}, '"last year" is not what period can be'),
        ({"at": [104]}, "where the figure stands"),
        ({"at": [120, 104]}, "where the figure stands"),
        ({"at": [-1, 104]}, "must lie between 0"),
        ({"at": ["a", "b"]}, "must be a whole number"),
        ({"surface": ["4"]}, "must be a text"),
        ({"by": ""}, "the text is empty"),
        ({"date": "yesterday"}, "is no day"),
        ({"reason": ["a"]}, "must be a text"),
        ({"correct": {"figure": "no"}}, "is not what figure can be"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, change: dict[str, object], words: str) -> None:
    found = config.check(write(tmp_path, [ENTRY | change]))
    assert any(words in one.message for one in found), [one.message for one in found]
    assert all((one.where or "").rpartition(":")[0].endswith("corrections.yaml") for one in found)


@pytest.mark.parametrize("missing", ["document", "correct", "by", "date", "reason", "surface", "at"])
def test_what_is_missing_is_told(tmp_path: Path, missing: str) -> None:
    found = config.check(write(tmp_path, [{key: value for key, value in ENTRY.items() if key != missing}]))
    assert any(missing in one.message for one in found)


@pytest.mark.parametrize(
    ("several", "words"),
    [
        ([ENTRY, ENTRY], '"status" is corrected twice in one place'),
        ([ENTRY, ENTRY | {"correct": {"figure": "none"}}], "another field are corrected in one place"),
        ([ENTRY | {"correct": {"figure": "none"}}, ENTRY], "another field are corrected in one place"),
        ([DATE, DATE], '"published" is corrected twice'),
    ],
)
def test_two_entries_cannot_say_different_things_of_one_place(
    tmp_path: Path, several: list[object], words: str
) -> None:
    (found,) = config.check(write(tmp_path, several))
    assert words in found.message


def test_different_places_and_fields_can_be_corrected_side_by_side(tmp_path: Path) -> None:
    other = ENTRY | {"correct": {"period": "2023"}}
    assert not config.check(write(tmp_path, [ENTRY, other, ENTRY | {"at": [5, 9]}, DATE]))


# From documents to a brief that can be checked


def brief_of(path: Path) -> dict[str, Any]:
    (brief,) = pipeline.make(config.load(path), orders.Order())
    row: dict[str, Any] = json.loads(interchange.dump(interchange.brief_row(brief)))
    jsonschema.validate(row, json.loads(interchange.schema("brief")))
    return row


def gaps(row: dict[str, Any]) -> list[dict[str, Any]]:
    return next(section["omissions"] for section in row["sections"] if section["key"] == "gaps")


def test_a_brief_says_what_was_corrected_and_can_be_checked(tmp_path: Path) -> None:
    path = write(tmp_path, [ENTRY, DATE])
    row = brief_of(path)
    figures = [figure for fact in row["facts"] for figure in fact["figures"] if figure["corrected"]]
    assert [(one["surface"], one["status"], one["corrected"]) for one in figures] == [
        ("4.2 million tons", "estimate", ["status"])
    ]
    told = {one["what"]: one for one in gaps(row)}
    said = "Corrected by Ines Varga on 2026-02-03: “4.2 million tons” in harbour.txt, status actual → estimate"
    assert told[said]["reason"] == "The port says so elsewhere."
    assert [one["start"] for one in told[said]["citations"]] == [figures[0]["passage"]["start"]]
    assert "Corrected by Ines Varga on 2026-02-03: harbour.txt, published 2025-03-14 → 2025-03-15" in told
    documents = corpus.load([tmp_path / "news"])
    assert [one["by"] for one in row["corrections"]] == ["Ines Varga"] * 2
    assert verify(row, documents) == ()
    assert any(
        "reads as actual, not estimate" in str(finding) for finding in verify(row | {"corrections": []}, documents)
    )


@pytest.mark.parametrize(
    ("here", "missing"),
    [
        ([ENTRY, DATE], []),
        ([DATE, ENTRY | {"reason": "Said twice."}], []),
        ([ENTRY], ["corrections[0]"]),
        ([ENTRY | {"by": "Jan Rask"}, DATE], ["corrections[1]"]),
        ([ENTRY | {"correct": {"status": "projection"}}, DATE], ["corrections[1]"]),
        ([], ["corrections[0]", "corrections[1]"]),
    ],
)
def test_a_brief_has_no_correction_that_nobody_made(tmp_path: Path, here: list[Any], missing: list[str]) -> None:
    row = brief_of(write(tmp_path, [ENTRY, DATE]))
    documents = corpus.load([tmp_path / "news"])
    known = config.load(write(tmp_path, here)).corrections
    found = verify(row, documents, known)
    assert [one.where for one in found] == missing
    assert all("no correction by Ines Varga says so here" in one.message for one in found)


def test_a_brief_made_without_it_is_the_one_it_was(tmp_path: Path) -> None:
    before = brief_of(write(tmp_path, []))
    assert brief_of(write(tmp_path, [ENTRY]))["facts"] != before["facts"]
    assert brief_of(write(tmp_path, [])) == before


def test_a_brief_of_another_topic_does_not_speak_of_it(tmp_path: Path) -> None:
    path = write(tmp_path, [ENTRY])
    settings = json.loads(path.read_text())
    settings["topics"]["lakes"] = {"title": "Lakes", "terms": ["lake"]}
    path.write_text(json.dumps(settings))
    ports, lakes = pipeline.make(config.load(path), orders.Order())
    told = [[one.what for section in brief.sections for one in section.omissions] for brief in (ports, lakes)]
    assert any("Corrected by" in what for what in told[0])
    assert not any("Corrected by" in what for what in told[1])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fields": [{"field": "colour", "read": "", "correct": "red"}]}, "no field that can be corrected"),
        ({"fields": [{"field": "value", "read": "", "correct": "many"}]}, "is not what value can be"),
        ({"fields": []}, "each once"),
        ({"start": None}, "each once"),
        ({"date": "soon"}, "is no day"),
        ({"fields": "status"}, "should be a list"),
    ],
)
def test_a_brief_with_senseless_corrections_is_no_brief(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    row = brief_of(write(tmp_path, [ENTRY]))
    row["corrections"][0] |= change
    with pytest.raises(UsageError, match=words):
        verify(row, corpus.load([tmp_path / "news"]))


# Hostile and unlucky files


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("version: 1\n", 1, '"corrections" is missing'),
        ("version: 1\ncorrections:\n", 2, "has no value"),
        ("version: 2\ncorrections: []\n", 1, "of version 2"),
        ("version: 1\ncorrections: {}\n", 2, "must be a list"),
        ("version: 1\ncorrections: [a]\n", 2, "must be a mapping"),
        ("version: 1\ncorrections: [!!python/object:os.system {}]\n", 2, "tag"),
        ("version: 1\ncorrections: [" + "[" * 50_000, 2, "deep"),
        ("version: 1\ncorrections: &a [*a]\n", 2, "contains itself"),
        ("version: 1\ncorrections: [{correct: {value: 0x10}}]\n", 2, '"0x10" is not what value can be'),
        ("version: 1\ncorrections: [{correct: {value: 1_000}}]\n", 2, '"1_000" is not what value can be'),
        ("version: 1\ncorrections: [{correct: {value: .inf}}]\n", 2, '".inf" is not what value can be'),
        ("version: 1\ncorrections: [{correct: {value: ~}}]\n", 2, "has no value"),
        ("version: 1\ncorrections: [{correct: {period: 2024-01-01 00:00:00}}]\n", 2, "is not what period can be"),
        ("version: 1\ncorrections: [{correct: {figure: no}}]\n", 2, "for yes or no"),
        ("version: 1\ncorrections: [{reason: 'a\u202eb'}]\n", 2, "is missing"),
        ("version: 1\ncorrections: [{at: [1e3, 2]}]\n", 2, "whole number"),
        ("version: 1\ncorrections: [{at: [010, 012]}]\n", 2, "whole number"),
        ("version: 1\ncorrections: [{at: 4}]\n", 2, "must be a list"),
        ("x" * 3_000_000, 1, "larger than"),
    ],
)
def test_a_hostile_file_is_a_finding_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = write(tmp_path, [])
    (tmp_path / "corrections.yaml").write_text(text, encoding="utf-8")
    found = config.check(path)
    told = [((one.where or "").rpartition("/")[2], one.message) for one in found]
    assert any(where == f"corrections.yaml:{line}" and words in message for where, message in told), told


VALUES = st.one_of(
    st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.none(), st.dates().map(str), st.just([1, 2])
)
ENTRIES = st.dictionaries(
    st.sampled_from([*ENTRY, "other"]),
    VALUES
    | st.sampled_from([*ENTRY.values(), *DATE.values()])
    | st.dictionaries(st.sampled_from([*fields.FIELDS, "published", "figure"]), VALUES),
)


@given(
    st.binary(max_size=200) | st.lists(ENTRIES, max_size=4).map(lambda several: {"version": 1, "corrections": several})
)
def test_any_file_gives_findings_or_corrections_that_can_be_used(
    tmp_path_factory: pytest.TempPathFactory, content: bytes | dict[str, object]
) -> None:
    path = write(tmp_path_factory.mktemp("any"), [])
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    (path.parent / "corrections.yaml").write_bytes(data)
    if config.check(path):
        return
    settings = config.load(path)
    found = corpus.load(settings.corpus)
    dated, _ = corrections.dated(found, settings.corrections)
    done = corrections.amended(
        dated.documents, read_all(dated.documents, settings.topics), settings.corrections, settings.topics
    )
    assert len(list(corrected.notes(done.outcomes))) >= len([one for one in done.outcomes if one.applied])
