"""Claims without a number that differ on how far a thing has come."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weighing import TOPIC, document, reading

from briefgen.evidence import weigh
from briefgen.model import Relation, RelationType

DISCUSSED = "Talks on a new Lindholm harbour bridge are held in Borduria."
BUILT = "A tunnel is being built along with a Lindholm harbour bridge for trucks."


def related(*texts: str, days: tuple[dt.date | None, ...] = ()) -> tuple[Relation, ...]:
    documents = [
        document(f"d{number}", text, f"Paper {number}", days[number] if days else None)
        for number, text in enumerate(texts)
    ]
    return weigh(documents, [reading(one) for one in documents], [TOPIC]).relations


def test_under_discussion_and_under_construction_differ() -> None:
    (relation,) = related(DISCUSSED, BUILT)
    assert relation.type is RelationType.STATUS_CONFLICT
    assert not relation.facts
    assert {passage.quote for passage in relation.passages} == {DISCUSSED, BUILT}
    assert relation.explanation.startswith("The Lindholm harbour bridge is under discussion in one passage")
    assert "under discussion is not under construction" in relation.explanation


def test_the_younger_document_overtakes_the_older_one() -> None:
    (relation,) = related(BUILT, DISCUSSED, days=(dt.date(2025, 3, 1), dt.date(2023, 3, 1)))
    assert relation.type is RelationType.SUPERSEDED
    assert relation.passages[0].quote == DISCUSSED


def test_initialled_is_not_signed() -> None:
    (relation,) = related(
        "They hailed the initialling of a Borduria border treaty on Monday.",
        "On Monday both sides signed the Borduria border treaty.",
    )
    assert relation.type is RelationType.STATUS_CONFLICT


@pytest.mark.parametrize(
    "other",
    [
        "A tunnel is being built in Borduria.",
        "A harbour bridge is being built.",
        "A Gotham harbour bridge is being built.",
        "The Lindholm harbour bridge is not being built.",
        "Discussions about a Lindholm harbour bridge went on.",
        "Plans foresee a Lindholm harbour bridge.",
        "Lindholm harbour is being built up.",
    ],
)
def test_other_things_and_like_stages_are_left_alone(other: str) -> None:
    assert not related(DISCUSSED, other)


def test_many_documents_share_one_card_with_the_one_that_differs() -> None:
    built = [f"The Lindholm harbour bridge is under construction, paper {number} says." for number in range(40)]
    (relation,) = related(*built, "The Lindholm harbour bridge was opened on Monday.")
    quotes = {passage.quote for passage in relation.passages}
    assert "The Lindholm harbour bridge was opened on Monday." in quotes
    assert 2 <= len(quotes) <= 4


def test_the_words_say_what_each_document_claims() -> None:
    (relation,) = related("The Salt Road Treaty was not signed.", "The Salt Road Treaty was signed.")
    assert relation.explanation == (
        "The Salt Road Treaty is not signed in one passage and signed in the other: "
        "the documents differ, and only one of them can be right."
    )


def test_a_thing_without_a_name_is_shown_with_whose_it_is() -> None:
    (relation,) = related(
        "The regulator blocked the takeover of Lindholm Mills.",
        "The regulator approved the takeover of Lindholm Mills.",
    )
    assert relation.explanation.startswith("The takeover of Lindholm Mills is blocked in one passage")


def test_several_are_said_to_be_several() -> None:
    (relation,) = related(
        "Peace talks between Norway and Chile have collapsed.", "Peace talks between Norway and Chile are under way."
    )
    assert "talks between Norway and Chile are broken off in one passage" in relation.explanation


def test_one_document_may_tell_a_story() -> None:
    assert not related(f"{DISCUSSED}\n{BUILT}")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_text_can_be_weighed(texts: list[str]) -> None:
    related(*dict.fromkeys(texts))
