"""Undated documents beside dated ones that tell the same news."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from briefgen import readings
from briefgen.corpus import plain
from briefgen.model import Document, Period
from briefgen.reading.read import read
from briefgen.readings import read_all
from briefgen.running import Hands, Limits

DATED = """Harbour traffic grows

The port of Lindholm handled 4.7 million tons of cargo last year, which was 23% more than in the year before.
It plans to build a second quay.

14 May 2025
"""
UNDATED = """By Mara Okonjo

Cargo in Lindholm rose by 23% last year to 4.7 million tons, the port said.
The ferries to Osterby carried 88,000 passengers last year. On Monday the port hired 40 people.
"""
TEXTS = (DATED, UNDATED)
YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def document(text: str, name: str) -> Document:
    return plain.read(text.encode(), name)


def periods(documents: list[Document], name: str) -> dict[str, Period | None]:
    readings = read_all(documents)
    chosen = next(reading for one, reading in zip(documents, readings, strict=True) if one.name == name)
    return {figure.quantity.surface: figure.period for figure in chosen.figures}


def test_same_numbers_settle_the_last_year_of_an_undated_document() -> None:
    found = periods([document(DATED, "dated.txt"), document(UNDATED, "undated.txt")], "undated.txt")
    assert found["4.7 million tons"] == found["23%"] == found["88,000 passengers"] == YEAR


def test_what_does_not_hang_on_the_year_stays_open() -> None:
    found = periods([document(DATED, "dated.txt"), document(UNDATED, "undated.txt")], "undated.txt")
    assert found["40 people"] is None


def test_the_brief_is_told() -> None:
    documents = [document(DATED, "dated.txt"), document(UNDATED, "undated.txt")]
    (note,) = read_all(documents)[1].omissions
    assert "Mara Okonjo" in note.what
    assert {citation.passage.document_id for citation in note.citations} == {one.id for one in documents}


def test_the_document_stays_without_a_date_and_every_other_word_of_its_reading() -> None:
    documents = [document(DATED, "dated.txt"), document(UNDATED, "undated.txt")]
    alone, beside = read(documents[1], ()), read_all(documents)[1]
    assert documents[1].published is None
    assert [figure.quantity for figure in alone.figures] == [figure.quantity for figure in beside.figures]
    assert alone.sentences == beside.sentences


@pytest.mark.parametrize(
    "other",
    [
        DATED.replace("23%", "24%"),
        DATED.replace("4.7", "4.8"),
        DATED.replace("last year", "in 2021"),
        DATED.replace("4.7", "4").replace("23%", "20%"),
    ],
    ids=["one number alone", "another number alone", "another year", "too round"],
)
def test_less_proves_nothing(other: str) -> None:
    undated = UNDATED.replace("4.7", "4").replace("23%", "20%") if "20%" in other else UNDATED
    found = periods([document(other, "dated.txt"), document(undated, "undated.txt")], "undated.txt")
    assert set(found.values()) == {None}


def test_order_does_not_matter() -> None:
    documents = [document(DATED, "a.txt"), document(UNDATED, "b.txt"), document(DATED.replace("14 May", "2 June"), "c")]
    found = [{reading.document_id: reading.figures for reading in read_all(order)} for order in permutations(documents)]
    assert all(one == found[0] for one in found)


def test_two_years_that_both_fit_settle_nothing() -> None:
    earlier = document(DATED.replace("2025", "2023"), "earlier.txt")
    found = periods([document(DATED, "dated.txt"), earlier, document(UNDATED, "undated.txt")], "undated.txt")
    assert set(found.values()) == {None}


def test_whoever_reads_the_readings_are_the_same() -> None:
    documents = [
        document(text.replace("4.7", f"{number}.7"), f"{number}.txt") for number in range(30) for text in TEXTS
    ]
    here = read_all(documents)
    assert read_all(documents, hands=Hands("local:2")) == here
    assert all(reading.document_id == one.id for reading, one in zip(here, documents, strict=True))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # rung in hypothesis's hook of gc: again
def test_a_document_that_takes_too_long_is_reported_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "LIMITS", Limits(seconds=0.2))
    long = document(
        "\n\n".join(f"Cargo rose {number}% to {number} tons in May." for number in range(20_000)), "long.txt"
    )
    short = document(DATED, "short.txt")
    first, second = read_all([long, short])
    assert second == read(short)
    assert (first.document_id, first.sentences, first.figures) == (long.id, (), ())
    assert [omission.what for omission in first.omissions] == ["long.txt"]
    assert first.omissions[0].reason == "not read: took longer than 0.2 s of CPU"
