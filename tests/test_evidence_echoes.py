"""One number in two documents that say different things with it, and copied sentences with another number."""

from __future__ import annotations

import datetime as dt

import pytest
from weighing import TOPIC, document, figure, reading, year

from briefgen.evidence import weigh
from briefgen.model import Document, Kind, Reading, Relation, RelationType, Status


def told(
    name: str, text: str, surface: str, value: str, unit: str = "EUR", **fields: object
) -> tuple[Document, Reading]:
    source = document(name, text)
    return source, reading(source, figure(source, surface, value, unit, **{"measure": None, **fields}))


def related(*pairs: tuple[Document, Reading]) -> tuple[Relation, ...]:
    return weigh([pair[0] for pair in pairs], [pair[1] for pair in pairs], [TOPIC]).relations


DONE = told("a", "The town set up a flood relief fund of €50 million in May.", "€50 million", "50000000")


def test_a_number_that_is_done_here_and_ahead_there_differs_in_status() -> None:
    ahead = told(
        "b", "A flood relief fund of €50 million could be set up next year.", "€50 million", "50000000",
        status=Status.PROJECTION,
    )  # fmt: skip
    (relation,) = related(DONE, ahead)
    assert relation.type is RelationType.STATUS_CONFLICT
    assert relation.explanation == (
        "“€50 million” is reported as done in one passage and a projection in another: the passages differ on whether "
        "it has happened."
    )


def test_several_documents_share_one_card() -> None:
    words = "The flood relief fund of €50 million is planned, says {}."
    ahead = [
        told(name, words.format(name), "€50 million", "50000000", status=Status.PLAN, deadline=dt.date(2030 + at, 1, 1))
        for at, name in enumerate(("Brant", "Falk"))
    ]
    relations = [one for one in related(DONE, *ahead) if one.type is RelationType.STATUS_CONFLICT]
    assert [len(one.facts) for one in relations] == [3]


@pytest.mark.parametrize(
    "other",
    [
        told("b", "A ferry for €50 million could be bought next year.", "€50 million", "50000000",
             status=Status.PROJECTION),  # nothing in common
        told("b", "The relief effort could cost €50 million.", "€50 million", "50000000",
             status=Status.PROJECTION),  # one word, and a number of one digit
        told("b", "A flood relief fund of 50 boats could be set up.", "50 boats", "50", "count:boats",
             kind=Kind.COUNT, status=Status.PLAN),  # another unit
        told("b", "A flood relief fund of €50 million was set up.", "€50 million", "50000000"),  # both done
    ],
)  # fmt: skip
def test_what_only_has_the_number_in_common_is_not_linked(other: tuple[Document, Reading]) -> None:
    assert not [one for one in related(DONE, other) if one.type is RelationType.STATUS_CONFLICT]


def test_times_that_do_not_meet_keep_two_facts_apart() -> None:
    one = told("a", "The flood relief fund paid €52 million.", "€52 million", "52000000", period=year(2023))
    other = told(
        "b", "The flood relief fund will pay €52 million.", "€52 million", "52000000", status=Status.PLAN,
        period=year(2026),
    )  # fmt: skip
    assert not related(one, other)


def test_one_document_may_say_both() -> None:
    source = document("a", "The flood relief fund has €52 million. The flood relief fund will get €52 million more.")
    done = figure(source, "€52 million", "52000000", "EUR", measure=None)
    ahead = figure(source, "€52 million more", "52000000", "EUR", measure=None, status=Status.PLAN)
    assert not related((source, reading(source, done, ahead)))


def test_by_so_much_is_not_to_so_much() -> None:
    (relation,) = related(
        told("a", "Rail freight is to rise by 9 million tons a year.", "9 million tons", "9000000", "t",
             kind=Kind.INCREMENT, status=Status.TARGET),
        told("b", "They hope to raise rail freight to 9 million tons.", "9 million tons", "9000000", "t",
             status=Status.TARGET),
    )  # fmt: skip
    assert relation.type is RelationType.DIFFERENT_SCOPE
    assert "by so much is not to so much" in relation.explanation


COPY = (
    "Container traffic grew faster still, to {} boxes in the first nine months, compared with 291,000 a year earlier."
)


def test_a_copied_sentence_with_another_number_is_a_conflict_without_any_measure() -> None:
    (relation,) = related(
        *(
            told(name, COPY.format(number), number, number.replace(",", ""), "count:boxes", kind=Kind.COUNT,
                 period=year(2025), measure="container traffic")
            for name, number in (("a", "355,000"), ("b", "335,000"))
        )
    )  # fmt: skip
    assert relation.type is RelationType.CONFLICT


def test_a_short_phrase_in_common_is_no_copy() -> None:
    assert not related(
        *(
            told(name, f"It was {number} tons in {place}.", f"{number} tons", number, "t", period=year(2025),
                 measure="output")
            for name, number, place in (("a", "355", "Gotham"), ("b", "335", "Smallville"))
        )
    )  # fmt: skip


def test_per_cent_are_not_percentage_points() -> None:
    (relation,) = related(
        told("a", "Grid losses fell by 2.4% last year.", "2.4%", "2.4", "%", kind=Kind.CHANGE),
        told("b", "Losses in the grid fell, and 2.4 percentage points are much.", "2.4 percentage points", "2.4", "pp",
             kind=Kind.INCREMENT),
    )  # fmt: skip
    assert relation.type is RelationType.DIFFERENT_SCOPE
    assert "not percentage points" in relation.explanation


def both(text: str, first: str, second: str, status: Status) -> tuple[Relation, ...]:
    source = document("a", text)
    found = (
        figure(source, first, first.split(maxsplit=1)[0], "t", measure="harvest"),
        figure(source, second, second.split(maxsplit=1)[0], "t", measure="harvest", status=status),
    )
    return related((source, reading(source, *found)))


@pytest.mark.parametrize(
    "text",
    [
        "Farmers brought in 63 tons, against a forecast of 55 tons made in June.",
        "The yard built 63 tons of ships, beating its own target of 55 tons.",
        "Output was 63 tons, compared with an initial estimate of about 55 tons.",
    ],
)
def test_an_outcome_stands_beside_what_was_expected(text: str) -> None:
    (relation,) = both(text, "63 tons", "55 tons", Status.PROJECTION)
    assert relation.type is RelationType.SUPERSEDED
    assert len(relation.passages) == 1


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Farmers brought in 63 tons, against 55 tons a year before.", Status.ACTUAL),
        ("Output was 63 tons; the target of 55 tons is for another yard.", Status.TARGET),
        ("Output was 63 tons and may reach 55 tons next year.", Status.PROJECTION),
    ],
)
def test_what_is_not_set_against_the_outcome_is_no_forecast_of_it(text: str, status: Status) -> None:
    assert not both(text, "63 tons", "55 tons", status)
