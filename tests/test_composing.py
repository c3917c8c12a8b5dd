"""What briefgen says itself is said in the language of the brief, and which things it says hangs on no language."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import invented
import pytest
from editions import Desk, row
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st
from msgspec.structs import replace
from test_changes import CASES, FIRST

from briefgen import config, corpus, interchange, orders, pipeline, samples, values
from briefgen.language import language, languages
from briefgen.model import Brief, Comment, Fact, Override, Statement, Wish
from briefgen.verify import verify

SEEDS = "seeds"
NAMES = (*samples.NAMES, SEEDS)
TRANSLATED = languages()[1:]
WORD = re.compile(r"[^\W\d_]+")
EDITION = re.compile(r"\b\d{4}-W\d\d\b")
COMMAND = re.compile(r"\bbriefgen(?: conflicts)?\b")
ENGLISH = frozenset(
    {
        "the",
        "and",
        "of",
        "to",
        "in",
        "for",
        "with",
        "by",
        "from",
        "is",
        "are",
        "was",
        "were",
        "no",
        "not",
        "this",
        "that",
    }
    | {
        "which",
        "it",
        "an",
        "or",
        "on",
        "at",
        "as",
        "they",
        "its",
        "their",
        "has",
        "have",
        "says",
        "said",
        "rose",
        "fell",
    }
)
"""Words that stand in English sentences, and in none of another language in Latin letters here."""


@cache
def settings(name: str) -> config.Config:
    return config.load() if name == SEEDS else samples.settings(name)


@cache
def weighed(name: str) -> pipeline.Weighed:
    """Documents are read and weighed once for all languages."""
    own = settings(name)
    return pipeline.weigh(own, pipeline.collect(own, orders.Order()))


@cache
def briefs(name: str, tag: str) -> tuple[Brief, ...]:
    own = settings(name)
    return tuple(pipeline.briefs(replace(own, brand=replace(own.brand, locale=tag)), weighed(name)))


def quoted(brief: Brief) -> list[str]:
    """What a brief prints of documents and settings as it stands there: the longest first."""
    facts = {*brief.facts, *(fact for section in brief.sections for fact in section.facts)}
    figures = [figure for fact in facts for figure in fact.figures]
    documents = [[one.publisher, one.byline, one.headline, one.nickname, one.name] for one in brief.documents]
    originals = [[one.digest_of.publisher, one.digest_of.author] for one in brief.documents if one.digest_of]
    found = {
        brief.title,
        *(value for fact in facts for value in (fact.measure, fact.subject, fact.scope)),
        *(quantity for fact in facts for quantity in (fact.quantity.printed, fact.quantity.surface)),
        *(figure.quantity.printed for figure in figures),
        *(figure.attribution for figure in figures),
        *(re.sub("^(?:the|an?) ", "", figure.attribution or "", flags=re.IGNORECASE) for figure in figures),
        *(name for names in (*documents, *originals) for name in names),
    }
    return sorted({text for text in found if text}, key=len, reverse=True)


def own_words(text: str, names: Sequence[str]) -> list[str]:
    """The words of a text that neither documents nor settings have."""
    text = re.sub("“[^“”]*(?:“[^“”]*”[^“”]*)*”", " ", text)
    for part in names:
        text = text.replace(part, " ")
    return WORD.findall(COMMAND.sub(" ", EDITION.sub(" ", text)))


def english(text: str, names: Sequence[str], tag: str) -> list[str]:
    """Words that are English, but for these names: in Cyrillic every Latin one, else those of no other language."""
    words = own_words(text, names)
    if tag in {"kk", "ru"}:
        return [word for word in words if word.isascii()]
    return [word for word in words if word.casefold() in ENGLISH]


def statements(brief: Brief) -> Iterator[Statement]:
    return (one for section in brief.sections for one in section.statements)


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("name", NAMES)
def test_composed_sentences_have_no_english_words(name: str, tag: str) -> None:
    for brief in briefs(name, tag):
        names = quoted(brief)
        for one in statements(brief):
            if one.author == "briefgen":
                assert english(one.text, names, tag) == [], one.text


def gaps(brief: Brief) -> Iterator[str]:
    """What stands under gaps, whole."""
    for section in brief.sections:
        for one in section.omissions:
            yield from (one.what, one.reason)


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("name", NAMES)
def test_gaps_have_no_english_words(name: str, tag: str) -> None:
    for brief in briefs(name, tag):
        names = quoted(brief)
        for text in gaps(brief):
            assert english(text, names, tag) == [], text


@pytest.mark.parametrize("tag", TRANSLATED)
def test_what_an_editor_hid_and_which_documents_were_left_out_is_said_in_the_language(tag: str) -> None:
    own = settings(SEEDS)
    own = replace(own, brand=replace(own.brand, locale=tag))
    order = orders.Order(topics=("transport",), since=dt.date(2025, 10, 27), as_of=dt.date(2025, 11, 2))
    weighing = pipeline.weigh(own, pipeline.collect(own, order))
    (plain,) = pipeline.briefs(own, weighing)
    comment = Comment("**7**", "A. Lee", dt.date(2025, 11, 3))
    hide = tuple(Wish(one.id) for one in (*statements(plain), *plain.facts))
    asked = Override(Override.EVERY, hide=hide[:40], comments=(comment,))
    (brief,) = pipeline.briefs(replace(own, overrides=(asked,)), weighing)
    said = [*gaps(brief), *gaps(plain)]
    assert any("27" in text and "2025" in text for text in said), "documents before the first day are named"
    assert any(text.endswith(": 7") for text in said), "the numbers of an editor are listed"
    names = quoted(plain)
    headlines = {document.headline for document in weighed(SEEDS).material.corpus.documents}
    assert [words for text in said if text not in headlines and (words := english(text, names, tag))] == []


def test_the_measure_of_english_words_finds_them() -> None:
    brief = next(one for one in briefs(SEEDS, "en-GB") if one.topic == "transport")
    composed = [one.text for one in statements(brief) if one.author == "briefgen"]
    assert composed
    names = quoted(brief)
    assert all(english(text, names, tag) for text in composed for tag in TRANSLATED)


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_hangs_on_no_language(name: str, tag: str) -> None:
    for one, other in zip(briefs(name, "en-GB"), briefs(name, tag), strict=True):
        assert one.facts == other.facts
        assert one.documents == other.documents
        for left, right in zip(one.sections, other.sections, strict=True):
            assert (left.name, left.facts, left.relations) == (right.name, right.facts, right.relations)
            assert [(said.id, said.citations) for said in left.statements] == [
                (said.id, said.citations) for said in right.statements
            ]
            assert [gap.citations for gap in left.omissions] == [gap.citations for gap in right.omissions]


@settings_of(max_examples=12, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from(TRANSLATED))
def test_of_any_documents_the_same_is_said_in_each_language_and_verified(seed: int, tag: str) -> None:
    week = invented.week(seed)
    own = replace(settings(SEEDS), evidence=week.evidence)
    with tempfile.TemporaryDirectory() as name:
        for file, text in week.documents.items():
            (Path(name) / file).write_text(text, encoding="utf-8")
        order = orders.Order(topics=week.topics, corpus=(Path(name),))
        known = pipeline.weigh(own, pipeline.outward(own, pipeline.collect(own, order)))
    headlines = {document.headline for document in known.material.corpus.documents}
    spoken = replace(own, brand=replace(own.brand, locale=tag))
    for one, other in zip(pipeline.briefs(own, known), pipeline.briefs(spoken, known), strict=True):
        assert [(said.id, said.citations) for said in statements(one)] == [
            (said.id, said.citations) for said in statements(other)
        ]
        names = quoted(other)
        composed = [said.text for said in statements(other) if said.author == "briefgen"]
        for text in (*composed, *(text for text in gaps(other) if text not in headlines)):
            assert english(text, names, tag) == [], text
        assert verify(row(other)) == ()


def test_a_language_without_a_catalogue_keeps_the_english() -> None:
    for one, other in zip(briefs(SEEDS, "en-GB"), briefs(SEEDS, "fr"), strict=True):
        assert [said.text for said in statements(one)] == [said.text for said in statements(other)]


SAID = [
    ("ru", "Kazakh oil through Azerbaijan: 1.5 million tons (2024)."),
    ("kk", "Middle Corridor transit time: алдымен 38 days, кейін 19 days (дереккөз: Yerik Batyrkhanov)."),
    ("az", "Middle Corridor freight volume: ildə 10 million tons (tarix göstərilməyib, hədəf)."),
    ("tr", "Kazakh grain exports to Azerbaijan: 450,000 tons değerinden fazla (2024)."),
]


@pytest.mark.parametrize(("tag", "sentence"), SAID)
def test_a_line_names_its_measure_before_a_colon(tag: str, sentence: str) -> None:
    said = [one.text for brief in briefs(SEEDS, tag) for one in statements(brief) if one.author == "briefgen"]
    assert sentence in said, said


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("name", CASES)
def test_what_changed_is_told_in_the_language_of_the_brief(name: str, tag: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    before, documents = desk.make(FIRST), CASES[name][0]
    plain, brief = desk.make(documents, before), desk.make(documents, before, locale=tag)
    names = quoted(brief)
    changes = [[one for one in statements(each) if one.id in _of_changes(each)] for each in (plain, brief)]
    assert [one.citations for one in changes[0]] == [one.citations for one in changes[1]]
    assert [english(one.text, names, tag) for one in changes[1]] == [[]] * len(changes[1]), changes[1]
    assert verify(row(brief), corpus.load([tmp_path / "news" / "3"])) == ()


def _of_changes(brief: Brief) -> set[str]:
    return {one.id for section in brief.sections if section.name == "changes" for one in section.statements}


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("name", NAMES)
def test_every_brief_is_verified_in_each_language(name: str, tag: str) -> None:
    for brief in briefs(name, tag):
        assert verify(row(brief), weighed(name).material.corpus) == ()


def test_a_speaker_that_is_a_number_of_parties_is_no_number(tmp_path: Path) -> None:
    text = "The two states met. Their freight plan of 10 million tons along the Middle Corridor is set, they said."
    (tmp_path / "a.txt").write_text(f"Lines of Drasna\n\nPublished on 3 March 2025\n\n{text}\n", encoding="utf-8")
    own = settings(SEEDS)
    order = orders.Order(topics=("transport",), corpus=(tmp_path,))
    known = pipeline.weigh(own, pipeline.collect(own, order))
    told = replace(known, evidence=replace(known.evidence, facts=tuple(map(_by_two, known.evidence.facts))))
    for tag in TRANSLATED:
        (brief,) = pipeline.briefs(replace(own, brand=replace(own.brand, locale=tag)), told)
        assert any("the two states" in one.text for one in statements(brief))
        assert verify(row(brief), known.material.corpus) == ()


def _by_two(fact: Fact) -> Fact:
    return replace(fact, figures=tuple(replace(one, attribution="the two states") for one in fact.figures))


@cache
def finished(tag: str) -> dict[str, Any]:
    """The JSON of a printed brief, with the lines of its page."""
    own = settings(SEEDS)
    brief = next(one for one in briefs(SEEDS, tag) if one.topic == "transport")
    files = pipeline.render(brief, ("json",), replace(own, brand=replace(own.brand, locale=tag)))
    found: dict[str, Any] = json.loads(next(one.content for one in files if one.name == "transport.json"))
    return found


@pytest.mark.parametrize("tag", TRANSLATED)
def test_verify_finds_nothing_in_an_honest_brief_of_any_language(tag: str) -> None:
    assert verify(finished(tag), weighed(SEEDS).material.corpus) == ()
    assert verify(finished(tag)) == ()


TAMPERED = [
    ("a value", "4.5 million tons", "4.6 million tons", "4.6 million tons"),
    ("a scale", "4.5 million tons", "4.5 billion tons", "4.5 billion tons"),
    ("a year", "(2024, ", "(2021, ", "2021"),
    ("a day", "24", "27", "27"),
    ("a change", "62 percent", "26 percent", "26 percent"),
]


@pytest.mark.parametrize(("old", "new", "said"), [one[1:] for one in TAMPERED], ids=[one[0] for one in TAMPERED])
@pytest.mark.parametrize("tag", TRANSLATED)
def test_verify_finds_what_was_changed_in_a_composed_sentence(tag: str, old: str, new: str, said: str) -> None:
    told = copy.deepcopy(finished(tag))
    sentence = next(one for section in told["sections"] for one in section["statements"] if "62 percent" in one["text"])
    assert old in sentence["text"], sentence["text"]
    sentence["text"] = sentence["text"].replace(old, new)
    messages = [finding.message for finding in verify(interchange.sealed(told), weighed(SEEDS).material.corpus)]
    assert f"“{said}” does not stand in a cited passage" in messages


def test_a_hedge_is_in_the_language_also_where_a_number_was_computed_or_is_in_words() -> None:
    computed = next(
        fact for brief in briefs(SEEDS, "ru") for fact in brief.facts if fact.quantity.surface == "about 14.2%"
    )
    assert values.change(computed, language("en-GB")) == "up about 14.2% per year"
    assert values.change(computed, language("ru")) == "рост: около 14,2\xa0% в год"
    doubted = [one.text for brief in briefs(SEEDS, "tr") for one in statements(brief) if "tripled" in one.text]
    assert any("“tripled” değerinden fazla" in text for text in doubted), doubted
