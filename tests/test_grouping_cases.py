"""Cases of grouping without configuration, read from plain text: whose each figure is, and what relates the figures."""

from __future__ import annotations

import datetime as dt
import re
from itertools import permutations

import pytest
from msgspec.structs import replace
from said import cases, document

from briefgen.evidence import grouping, weigh
from briefgen.model import Document, Evidence, Fact
from briefgen.reading.read import read

DAY = dt.date(2025, 3, 3)
CASES = [*cases("grouping"), *cases("resembling")]


def documents(text: str) -> list[Document]:
    """The documents of a case, named by their letters."""
    letters: dict[str, list[str]] = {}
    for line in text.split("\n"):
        letter, said = re.fullmatch(r"([a-z]): (.*)", line).groups()  # type: ignore[union-attr]
        letters.setdefault(letter, []).append(said)
    return [
        replace(document("\n\n".join(lines)), name=letter, id=letter, publisher=f"Paper {letter}", published=DAY)
        for letter, lines in letters.items()
    ]


def weighed(found: list[Document]) -> Evidence:
    return weigh(found, [read(one) for one in found], [])


def fact_of(evidence: Evidence, said: str) -> Fact:
    """The fact with a figure that is called by its document and surface: "a 4.5 million tons"."""
    letter, surface = said.split(" ", maxsplit=1)
    return next(
        fact
        for fact in evidence.facts
        for one in fact.figures
        if one.passage.document_id == letter and one.quantity.surface == surface
    )


def between(evidence: Evidence, one: str, other: str) -> str:
    """What brings two figures together."""
    left, right = fact_of(evidence, one), fact_of(evidence, other)
    if left.id == right.id:
        return "one fact"
    types = [relation.type for relation in evidence.relations if {left.id, right.id} <= {x.id for x in relation.facts}]
    return types[0] if types else "apart"


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_case(title: str, text: str, expected: list[str]) -> None:
    evidence = weighed(documents(text))
    for line in expected:
        said, answer = line.split(" => ")
        one, _, other = said.partition(" + ")
        found = between(evidence, one, other) if other else fact_of(evidence, one).subject or "none"
        assert found == answer, f"{title}: {line}"


@pytest.mark.parametrize(("text"), [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_the_order_of_documents_does_not_matter_and_every_mention_has_its_reason(text: str) -> None:
    found = documents(text)
    expected = weighed(found)
    for order in permutations(found):
        assert weighed(list(order)) == expected
    for fact in expected.facts:
        reasons = grouping.reasons(fact, found, [read(one) for one in found], [])
        assert [one.figure for one in reasons] == list(fact.figures)
