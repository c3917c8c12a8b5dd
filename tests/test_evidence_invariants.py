"""What must hold of evidence for any corpus, through the real reader: order, reprints, removal.

The corpora are small and have no names that one document makes equal for another one, and no undated documents: what
a document proves of others rests on it, and goes with it.
"""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.corpus import plain
from briefgen.evidence import weigh
from briefgen.model import Document, Evidence, Fact, Relation
from briefgen.readings import read_all

FORMS = (
    "{owner} reported {measure} of {value} for {year}.",
    "{measure} of {owner} came to {value} in {year}.",
    "In {year}, {measure} of {owner} amounted to {value}.",
    "The statistics office put {measure} of {owner} at {value} in {year}.",
)
MEASURES = (("grain exports", "{} million tons"), ("public debt", "€{} billion"), ("tax revenue", "€{} billion"))
OWNERS = ("Borduria", "Syldavia", "Lindholm")
PAPERS = ("Lindholm Post", "Klow Courier", "Szohod Times", "Gotham Gazette")
ROUNDED = ("4.2", "4.0", "5.8", "9.1")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text of one to three sentences, each a paragraph."""
    sentences = []
    for _ in range(draw(st.integers(1, 3))):
        measure, unit = draw(st.sampled_from(MEASURES))
        said = draw(st.sampled_from(FORMS)).format(
            owner=draw(st.sampled_from(OWNERS)),
            measure=measure,
            value=unit.format(draw(st.sampled_from(ROUNDED))),
            year=draw(st.sampled_from((2023, 2024))),
        )
        sentences.append(said[0].upper() + said[1:])
    return "\n".join(sentences)


@st.composite
def corpora(draw: st.DrawFn) -> list[Document]:
    """Two to five documents of different texts and known dates."""
    found = draw(st.lists(texts(), min_size=2, max_size=5, unique=True))
    return [
        replace(
            plain.read(text.encode(), f"{number}.txt"),
            publisher=draw(st.sampled_from(PAPERS)),
            published=dt.date(2025, draw(st.integers(1, 12)), 3),
        )
        for number, text in enumerate(found)
    ]


def weighed(documents: list[Document]) -> Evidence:
    return weigh(documents, read_all(documents), [])


def documents_of(one: Fact | Relation) -> set[str]:
    if isinstance(one, Relation):
        return {passage.document_id for passage in one.passages}.union(*map(documents_of, one.facts))
    return {figure.passage.document_id for figure in one.figures}


@settings(deadline=None, max_examples=40)
@given(corpora(), st.randoms(use_true_random=False))
def test_order_never_matters(documents: list[Document], random: object) -> None:
    shuffled = list(documents)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    assert weighed(shuffled) == weighed(documents)


@settings(deadline=None, max_examples=40)
@given(corpora(), st.integers(0, 4))
def test_an_exact_reprint_of_a_later_day_changes_no_count_and_no_relation(documents: list[Document], at: int) -> None:
    source = documents[at % len(documents)]
    copy = replace(
        source, id="f" * 64, name="zz.txt", publisher="Reprint Daily", published=source.published + dt.timedelta(days=1)
    )
    before, after = weighed(documents), weighed([*documents, copy])
    assert {fact.id: fact.corroboration for fact in after.facts} == {
        fact.id: fact.corroboration for fact in before.facts
    }
    told = [[(one.type, sorted(fact.id for fact in one.facts)) for one in found.relations] for found in (before, after)]
    assert sorted(told[1]) == sorted(told[0])


@settings(deadline=None, max_examples=40)
@given(corpora(), st.integers(0, 4))
def test_removing_a_document_removes_what_rested_on_it_and_nothing_else(documents: list[Document], at: int) -> None:
    gone = documents[at % len(documents)]
    before, after = weighed(documents), weighed([one for one in documents if one is not gone])
    untouched = {frozenset(fact.figures) for fact in before.facts if gone.id not in documents_of(fact)}
    assert untouched <= {frozenset(fact.figures) for fact in after.facts}
    assert {figure for fact in after.facts for figure in fact.figures} == {
        figure for fact in before.facts for figure in fact.figures if figure.passage.document_id != gone.id
    }
    assert not any(gone.id in documents_of(relation) for relation in after.relations)
    kept = {said(relation) for relation in before.relations if gone.id not in documents_of(relation)}
    assert kept <= {said(relation) for relation in after.relations}


def said(relation: Relation) -> tuple[object, ...]:
    """What a relation says of what; ids apart, as one that clashed with another's is shorter without it."""
    return (relation.type, relation.passages, relation.explanation, relation.severity)
