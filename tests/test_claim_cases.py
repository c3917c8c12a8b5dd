"""Cases of claims without a number, read from plain text: which documents share a card, and of which type."""

from __future__ import annotations

import datetime as dt
import re
from itertools import permutations

import pytest
from msgspec.structs import replace
from said import cases, document

from briefgen.evidence import weigh
from briefgen.model import Document
from briefgen.reading.read import read

CASES = cases("claims")
FEWEST, FEWEST_NONE = 60, 0.5


def documents(text: str) -> list[Document]:
    """The documents of a case, named by their letters."""
    days: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    for line in text.split("\n"):
        letter, day, said = re.fullmatch(r"([a-z])(?: (-|[\d-]{10}))?: (.*)", line).groups()  # type: ignore[union-attr]
        days.setdefault(letter, day or "-")
        texts.setdefault(letter, []).append(said)
    return [
        replace(
            document("\n".join(lines)),
            id=letter,
            name=letter,
            published=None if days[letter] == "-" else dt.date.fromisoformat(days[letter]),
        )
        for letter, lines in texts.items()
    ]


def cards(found: list[Document]) -> list[str]:
    """The cards without figures, as the cases write them."""
    relations = weigh(found, [read(one, ()) for one in found], ()).relations
    told = [
        (sorted({passage.document_id for passage in relation.passages}), relation.type.value)
        for relation in relations
        if not relation.facts
    ]
    return sorted(f"{' + '.join(letters)} => {kind}" for letters, kind in told) or ["none"]


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[title for title, *_ in CASES])
def test_cards(title: str, text: str, expected: list[str]) -> None:
    del title
    for order in permutations(documents(text)):
        assert cards(list(order)) == sorted(expected)


def test_there_are_enough_cases_and_half_of_them_are_of_no_card() -> None:
    assert len(CASES) >= FEWEST
    assert sum(expected == ["none"] for _, _, expected in CASES) >= FEWEST_NONE * len(CASES)
