from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.model import Block, BlockKind, Document, Span, Topic
from briefgen.reading import sentences, topics


def label(text: str, *configured: Topic, language: str | None = "en") -> list[tuple[str, ...]]:
    at, blocks = 0, []
    for line in text.split("\n"):
        blocks.append(Block(Span(at, at + len(line)), BlockKind.PARAGRAPH))
        at += len(line) + 1
    document = Document("id", "a.txt", text, tuple(blocks), language=language)
    return list(topics.label(document, sentences.lines(document), configured))


def has(term: str, text: str) -> bool:
    (labels,) = label(text, Topic("one", "One", (term,)))
    return labels == ("one",)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("port", "The Port is full"),
        ("port", "Two ports grow"),
        ("port", "The port's cranes"),
        ("port", "The ports’ cranes"),
        ("ferry", "Two ferries sail"),
        ("bus", "Buses wait"),
        ("transport*", "Transportation costs"),
        ("transport*", "TRANSPORT"),
        ("fibre-optic cable", "a fibre optic cable"),
        ("fibre optic cable", "a fibre‑optic cable"),
        ("North–South", "the north-south line"),
        ("Harbour's Day", "on Harbour’s Day"),
        ("container hub*", "three container hubs"),
        ("IT", "an IT fund"),
        ("TEU", "500 TEUs"),
        ("ports policy", "a ports  policy"),
        ("enerji", "ENERJI"),
    ],
)
def test_term_is_found(term: str, text: str) -> None:
    assert has(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("port", "The report is out"),
        ("port", "Portly men"),
        ("goods", "a good year"),
        ("IT", "It grew"),
        ("oil pipeline", "oil, pipeline"),
        ("oil pipeline", "pipeline oil"),
        ("oil pipeline", "the oil"),
        ("transport*", "public"),
        ("*", "anything"),
        ("", "anything"),
    ],
)
def test_term_is_not_found(term: str, text: str) -> None:
    assert not has(term, text)


def test_terms_that_overlap_are_all_found_in_the_order_of_the_configuration() -> None:
    energy = Topic("energy", "Energy", ("oil", "oil transit"))
    transport = Topic("transport", "Transport", ("transit", "oil transit route"))
    assert label("The oil transit route opened.", transport, energy) == [("transport", "energy")]


TOPICS = (Topic("energy", "Energy", ("oil",)), Topic("transport", "Transport", ("port",)))


def test_sentence_that_goes_on_has_the_topics_before_it() -> None:
    text = "Oil rose. It will rise on. Debt is 5%. In Peru, debt is 6%. This is odd. Oil is not. Meanwhile, it rains."
    none: tuple[str, ...] = ()
    assert label(text, *TOPICS) == [*(("energy",),) * 3, none, none, ("energy",), none]


def test_own_terms_go_before_carried_topics() -> None:
    assert label("Oil rose. It fills the port.", *TOPICS) == [("energy",), ("transport",)]


def test_a_paragraph_without_a_term_is_about_what_the_document_is_about() -> None:
    few, mixed = "Oil rose.\nOil fell.", "Oil rose.\nOil fell.\nThe port grew.\nPorts fell.\nOil and ports grew."
    assert label(f"{few}\nDebt is 5%.", *TOPICS)[-1] == ()  # two sentences do not make a document about oil
    assert label(f"{few}\nOil!\nDebt is 5%. It grows.", *TOPICS)[-2:] == [("energy",)] * 2
    assert label(f"{few}\nOil!\nIn Peru, debt is 5%.", *TOPICS)[-1] == ()
    assert label(f"{few}\nOil!\nIn July, debt was 5%.", *TOPICS)[-1] == ("energy",)
    assert label(f"{mixed}\nDebt is 5%.", *TOPICS)[-1] == ("energy", "transport")
    assert label(f"{few}\nA port.\nPorts!\nThe port.\nDebt is 5%.", *TOPICS)[-1] == ("transport",)


def test_without_tables_of_its_language_a_sentence_goes_on_all_the_same() -> None:
    assert label("Oil rose. Er stieg.", *TOPICS, language="de") == [("energy",), ("energy",)]


def test_no_topics_give_no_labels() -> None:
    assert label("Oil rose. Ports fell.") == [(), ()]


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=40), st.text(max_size=12))
def test_any_term_and_text(text: str, term: str) -> None:
    labels = label(text.replace("\n", " "), Topic("one", "One", (term,)))
    assert all(one in ((), ("one",)) for one in labels)


@settings(deadline=None, max_examples=60)
@given(st.permutations(["oil", "port", "oil transit", "rail*", "IT"]))
def test_order_of_terms_does_not_matter(terms: list[str]) -> None:
    text = "Oil transit by railways. IT at the port."
    assert label(text, Topic("one", "One", tuple(terms))) == [("one",), ("one",)]


APOSTROPHES = [
    ("port", "ʼport", False),
    ("port", "o’port", False),
    ("o'port", "the o’port", True),
    ("port", "the ’port’", True),
    ("port", "__port", False),
    ("straße", "Die STRASSE ist voll", True),
    ("strasse", "Die Straße ist voll", True),
    ("s*", "Maß und Ziel", False),
    ("ship", "Maß ſhip und Fuß ſhips", True),
]


@pytest.mark.parametrize(("term", "text", "found"), APOSTROPHES)
def test_letters_that_are_two_and_apostrophes_that_are_letters(term: str, text: str, found: bool) -> None:  # noqa: FBT001 - a case
    assert has(term, text) is found


PIECES = ["Port", "ports", "port's", "IT", "it", "o’port", "Straße", "fibre", "optic", "“", "Côte", "d’Ivoire", "5.5"]
TERMS = ["port", "fibre optic", "IT", "strass*", "Côte d'Ivoire", "o'port", "p*", "5", "ß", "it"]


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", ". ", ", ", "-", "\n"])), max_size=20),
    st.lists(st.lists(st.sampled_from(TERMS), max_size=3), max_size=4),
)
def test_a_document_is_routed_to_the_topics_of_its_sentences(
    parts: list[tuple[str, str]], terms: list[list[str]]
) -> None:
    text = "".join(word + gap for word, gap in parts)
    configured = [Topic(str(number), "One", tuple(some)) for number, some in enumerate(terms)]
    spans = [Span(match.start(), match.end()) for match in re.finditer("[^\n]+", text)]
    document = Document("id", "a.txt", text, tuple(Block(span, BlockKind.PARAGRAPH) for span in spans), language="en")
    labels = topics.label(document, sentences.lines(document), configured)
    assert topics.routed(document, configured) == tuple(
        topic.id for topic in configured if any(topic.id in some for some in labels)
    )


def test_topics_are_told_apart_by_what_they_are_not_by_where_they_stand() -> None:
    """A list that is changed, and topics that are the same in another tuple."""
    text, configured = "The port grew.", [Topic("one", "One", ("rail",))]
    assert label(text, *configured) == [()]
    configured[0] = Topic("two", "Two", ("port",))
    assert label(text, *configured) == [("two",)]
    assert label(text, *tuple(configured)) == [("two",)]
