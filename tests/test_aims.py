"""Targets and deadlines, and the cards of what differs: what stands in a row, and in which order."""

from __future__ import annotations

import datetime as dt

from weighing import HARBOUR, TOPIC, brief, document, figure, months, reading, sentences, year

from briefgen.evidence import weigh
from briefgen.language import language
from briefgen.model import Aim, Brief, Citation, Event, RelationType, Section, Severity, Status
from briefgen.rendering.words import strength

DAY = dt.date(2026, 3, 3)
AIM = {"status": Status.TARGET}


def made(*texts: tuple[str, tuple[tuple[str, str, dict[str, object]], ...]], events: tuple[Event, ...] = ()) -> Brief:
    """A brief of documents, each with its figures (surface, value, fields)."""
    pairs = []
    for number, (text, figures) in enumerate(texts):
        source = document(f"d{number}", text, f"Paper {'ABCDEFGH'[number]}", DAY)
        found = tuple(figure(source, surface, value, **fields) for surface, value, fields in figures)  # type: ignore[arg-type]  # fields of Figure
        pairs.append((source, reading(source, *found, events=events if number == 0 else ())))
    documents, readings = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return brief(documents, readings, weigh(documents, readings, [TOPIC]), DAY)


def section(found: Brief, name: str) -> Section:
    return next(one for one in found.sections if one.name == name)


def aims(found: Brief) -> dict[str, Aim]:
    """The rows by the number that they aim at."""
    return {aim.fact.quantity.surface: aim for aim in section(found, "targets").aims if aim.fact}


def test_rows_run_by_date_and_end_with_those_that_have_none() -> None:
    found = made(
        ("They want 9 tons.", (("9 tons", "9", AIM),)),
        ("They want 8 tons.", (("8 tons", "8", {**AIM, "deadline": dt.date(2030, 12, 31)}),)),
        ("They want 7 tons.", (("7 tons", "7", {**AIM, "deadline": dt.date(2028, 12, 31)}),)),
    )
    assert list(aims(found)) == ["7 tons", "8 tons", "9 tons"]


def test_a_passed_aim_says_what_was_measured_for_its_time() -> None:
    found = made(
        ("They want 7 tons in 2025.", (("7 tons", "7", {**AIM, "period": year(2025)}),)),
        ("There were 6 tons in 2025.", (("6 tons", "6", {"period": year(2025)}),)),
        ("They want 9 tons in 2027.", (("9 tons", "9", {**AIM, "period": year(2027)}),)),
    )
    rows = aims(found)
    assert rows["7 tons"].passed
    assert rows["7 tons"].reached is not None
    assert rows["7 tons"].reached.quantity.surface == "6 tons"
    assert not rows["9 tons"].passed
    assert rows["9 tons"].reached is None


def test_half_a_year_says_nothing_of_an_aim_for_the_year() -> None:
    half = {"period": months(2025, 7, 12)}
    found = made(
        ("They want 7 tons in 2025.", (("7 tons", "7", {**AIM, "period": year(2025)}),)),
        ("There were 6 tons.", (("6 tons", "6", half),)),
    )
    assert aims(found)["7 tons"].reached is None


def test_an_aim_ahead_says_which_pace_it_takes_and_which_one_was_seen() -> None:
    found = made(
        ("There were 5 tons in 2024.", (("5 tons", "5", {"period": year(2024)}),)),
        ("There were 6 tons in 2025.", (("6 tons", "6", {"period": year(2025)}),)),
        ("They want 12 tons in 2026.", (("12 tons", "12", {**AIM, "period": year(2026)}),)),
    )
    row = aims(found)["12 tons"]
    assert row.needed is not None
    assert row.seen is not None
    assert (row.needed.quantity.surface, row.needed.derived) == ("about 100%", True)
    assert row.seen.quantity.surface == "about 20%"


def test_a_condition_and_a_speaker_stand_with_the_number() -> None:
    text = "If Borduria pays, there will be 9 tons in 2027."
    passage = sentences(document("d0", text, "Paper A", DAY))[0]
    event = Event(text, year(2027), None, Status.PROJECTION, "If Borduria pays", (Citation(passage),), (TOPIC.id,))
    fields = {"status": Status.PROJECTION, "period": year(2027), "attribution": "Ada Brant"}
    found = made((text, (("9 tons", "9", fields),)), events=(event,))
    row = aims(found)["9 tons"]
    assert (row.condition, row.speakers) == ("If Borduria pays", ("Ada Brant",))
    assert strength(row, language("en-GB")) == "expected, conditional"


def test_cards_begin_with_the_gravest() -> None:
    found = made(
        ("The harbour took 6 tons in 2024.", (("6 tons", "6", {"period": year(2024)}),)),
        ("The harbour took 9 tons in 2024.", (("9 tons", "9", {"period": year(2024)}),)),
        ("They want 7 tons in 2027.", (("7 tons", "7", {**AIM, "period": year(2027)}),)),
        ("They expect 8 tons in 2027.", (("8 tons", "8", {"status": Status.PROJECTION, "period": year(2027)}),)),
    )
    cards = section(found, "disagreements").relations
    assert cards[0].type is RelationType.CONFLICT
    assert [card.severity for card in cards] == sorted((card.severity for card in cards), key=list(Severity).index)
    assert all(fact.measure == HARBOUR for card in cards for fact in card.facts)


def test_an_aim_without_a_pace_to_compare_is_a_gap() -> None:
    found = made(
        ("There were 5 tons in 2024.", (("5 tons", "5", {"period": year(2024)}),)),
        ("They want 12 tons in 2028.", (("12 tons", "12", {**AIM, "period": year(2028)}),)),
    )
    told = {omission.what: omission for omission in section(found, "gaps").omissions}
    assert told[f"Aims that nothing can be set against: {HARBOUR}"].citations
