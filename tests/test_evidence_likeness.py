"""What only looks like one thing: the signs, and who is compared at all. Cases stand in `cases/resembling.md`."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from msgspec.structs import astuple, replace
from said import cases, document

from briefgen.evidence import weigh
from briefgen.evidence.likeness import Lexicon, Signs, likeness, named, signs, stem
from briefgen.evidence.pairs import comparable
from briefgen.evidence.resembling import CROWD
from briefgen.evidence.shelf import Shelf
from briefgen.evidence.synonyms import CLASSES, USED_FOR
from briefgen.model import Document, Evidence
from briefgen.reading.read import read

DAY = dt.date(2025, 3, 3)
MINE = "The Halden mine near Lindholm had {} tons of copper in its stores at the end of 2024, Ines Varga said."
OTHER = (
    "Stores of copper at the Halden mine near Lindholm stood at {} tons at the end of 2024, the Lindholm council said."
)
UNRELATED = "The Quarford bakery sold 12,300 loaves in 2024. Its owner bought 4,500 kilos of flour in Lindholm."


def papers(*texts: str) -> list[Document]:
    return [
        replace(document(text), name=f"{place}.txt", id=f"{place}", publisher=f"Paper {place}", published=DAY)
        for place, text in enumerate(texts)
    ]


def weighed(documents: list[Document]) -> Evidence:
    return weigh(documents, [read(one) for one in documents], [])


def test_signs_are_the_same_both_ways_and_between_nothing_and_one() -> None:
    documents = papers(MINE.format("4,100"), OTHER.format("5,300"), UNRELATED)
    facts = weighed(documents).facts
    lexicon = Lexicon.of(facts, Shelf.of(documents).texts)
    for one, other in itertools.permutations(facts, 2):
        found = signs(one, other, lexicon)
        assert found == signs(other, one, lexicon)
        assert all(0 <= sign <= 1.000001 for sign in astuple(found))
        assert 0 < likeness(found) < 1


def test_every_sign_has_a_weight_and_what_two_passages_share_never_makes_them_less_alike() -> None:
    nothing = Signs(*([0.0] * len(Signs.__struct_fields__)))
    for sign in ("near", "sentence", "shared", "context", "measure", "head", "told", "owner", "story", "time", "equal"):
        assert likeness(replace(nothing, **{sign: 1.0})) > likeness(nothing), sign
    for sign in ("elsewhere", "strangers", "gap"):
        assert likeness(replace(nothing, **{sign: 1.0})) < likeness(nothing), sign


@pytest.mark.parametrize(("title", "text", "_"), cases("resembling"), ids=[case[0] for case in cases("resembling")])
def test_a_third_document_changes_nothing_between_two(title: str, text: str, _: list[str]) -> None:
    documents = papers(*("\n\n".join(said[3:] for said in group) for _, group in grouped(text)))
    two = {(one.type, one.explanation) for one in weighed(documents).relations}
    third = replace(papers(UNRELATED)[0], id="third", name="third.txt")
    three = {(one.type, one.explanation) for one in weighed([*documents, third]).relations}
    assert two <= three, title


def grouped(text: str) -> list[tuple[str, list[str]]]:
    """The lines of a case by the letters of their documents."""
    return [(letter, list(lines)) for letter, lines in itertools.groupby(text.split("\n"), key=lambda line: line[0])]


TUNNEL = (
    "Building the Halden tunnel under the Lindholm strait is to cost {} million euros, engineers in Lindholm say.",
    "Building the Halden tunnel under the Lindholm strait costs {} million euros, the ministry in Lindholm says.",
)


@pytest.mark.parametrize(("count", "compared"), [(6, True), (CROWD + 2, False)])
def test_a_name_that_everything_has_is_no_sign(count: int, compared: bool) -> None:  # noqa: FBT001 - a column of a table
    many = papers(*(TUNNEL[at % 2].format(900 + 7 * at) for at in range(count)))
    pairs = comparable(weighed(many).facts, frozenset(), Shelf.of(many))
    assert any(pair.likeness < 1 for pair in pairs) is compared


def test_words_used_for_one_another_have_one_stem_and_stand_in_one_line() -> None:
    lines = [line.split() for line in CLASSES.strip().split("\n")]
    assert all(len(words) > 1 for words in lines)
    assert stem("price") != stem("spending")
    assert stem("flat") == stem("apartment") == stem("home") != stem("worker")
    assert {USED_FOR[word] for words in lines for word in words} <= {words[0] for words in lines}


def test_names_at_the_head_of_a_sentence_count_only_where_the_other_text_has_them_within() -> None:
    assert named("Revenue of Norden rose.").common(named("Revenue of Halden fell.")) == frozenset()
    assert named("Norden rose.").common(named("Shares of Norden fell.")) == {"norden"}
