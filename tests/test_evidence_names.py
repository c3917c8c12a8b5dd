"""Agreements initialled and signed, and two things that go by one name."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weighing import TOPIC, document, reading

from briefgen.evidence import weigh
from briefgen.model import Relation, RelationType

DAY = dt.date(2025, 3, 3)


def relations(*texts: str) -> tuple[Relation, ...]:
    sources = [document(f"d{number}", text, f"Paper {number}", DAY) for number, text in enumerate(texts)]
    return weigh(sources, [reading(source) for source in sources], [TOPIC]).relations


INITIALLED = "Syldavia and Borduria met in Klow. Both welcomed the initialling of a border treaty by their envoys."
SIGNED = "Borduria is content with Syldavia. The Klow treaty signed on Monday ends a long quarrel."


def test_an_initialled_treaty_is_not_a_signed_one() -> None:
    (card,) = relations(INITIALLED, SIGNED)
    assert card.type is RelationType.STATUS_CONFLICT
    assert [passage.quote.split()[0] for passage in card.passages] == ["Both", "The"]
    assert card.explanation.startswith("One passage speaks of the initialling of a treaty")


@pytest.mark.parametrize(
    "other",
    [
        "Borduria is content with Syldavia. The Klow agreement signed on Monday ends a long quarrel.",
        "Borduria is content with Syldavia. They signed a fishing treaty on Monday.",
        "Borduria is content with Syldavia. They signed 15 border treaties on Monday.",
        "Ruritania is content with Graustark. The Zenda treaty signed on Monday ends a long quarrel.",
        "Borduria is content with Syldavia. The Klow treaty was initialled on Monday.",
    ],
)
def test_other_agreements_are_not_set_against_it(other: str) -> None:
    assert not relations(INITIALLED, other)


def test_one_document_may_tell_both() -> None:
    assert not relations(f"{INITIALLED} {SIGNED}")


OPEN = "The Lindholm subsea cable should help the trade in electricity."
PLAIN = "Ada Brant showed the fibre-optic cable at Lindholm."


def test_two_cables_under_one_name_get_a_card() -> None:
    (card,) = relations(OPEN, PLAIN)
    assert card.type is RelationType.FALSE_FRIEND
    assert not card.facts
    assert card.explanation == (
        "The Lindholm subsea cable of one passage is a power cable; elsewhere a data cable is meant: "
        "not the same thing."
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OPEN, "Ada Brant showed the power cable at Lindholm."),
        (OPEN, "Ada Brant showed the fibre-optic cable at Klow."),
        (OPEN, "Ada Brant showed the cable at Lindholm."),
        ("The Lindholm power cable should help the trade in electricity.", PLAIN),
        ("The Lindholm cable should help trade.", PLAIN),
        ("The Lindholm cable carries electricity and data.", PLAIN),
        ("The subsea cable should help the trade in electricity.", PLAIN),
    ],
)
def test_without_doubt_there_is_no_card(one: str, other: str) -> None:
    assert not relations(one, other)


@settings(deadline=None, max_examples=40)
@given(st.permutations([OPEN, PLAIN, INITIALLED, SIGNED]), st.text(max_size=60))
def test_nothing_breaks_and_the_order_of_documents_never_matters(texts: list[str], noise: str) -> None:
    plain = " ".join(noise.split())
    expected = {relation.explanation for relation in relations(OPEN, PLAIN, INITIALLED, SIGNED)}
    assert expected <= {relation.explanation for relation in relations(*texts, f"Noise {plain}.")}
