"""What a new topic would find, before it is saved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import readings, trying
from briefgen.corpus import plain
from briefgen.errors import UsageError
from briefgen.model import Document, Topic
from briefgen.reading.topics import WORD

WATER = """Reservoirs are low

The reservoirs of Aldava held 40 million tons of water in May, the ministry said. Farmers are worried.
Its railway carried 3 million passengers.
"""
RAIL = """A railway grows

The railway of Brenby carried 7 million passengers in May. A new bridge was opened.
"""
CAPITALS = """Who decides

The WHO met in May. Nobody knows who paid 5 million euros.
"""
TOPICS = (Topic("transport", "Transport", ("railway", "bridge")), Topic("health", "Health", ("WHO",)))


def documents() -> list[Document]:
    texts = {"water.txt": WATER, "rail.txt": RAIL, "who.txt": CAPITALS}
    return [plain.read(text.encode(), name) for name, text in texts.items()]


def tried(*terms: str, most: int = 5) -> trying.Trial:
    return trying.trial(terms, documents(), TOPICS, readings.read_each, most)


def marked(example: trying.Example) -> list[str]:
    return [example.document.text[mark.start : mark.end] for mark in example.marks]


def test_what_a_topic_finds_is_counted() -> None:
    found = tried("water", "reservoir*", "glacier")
    assert (found.examined, found.documents) == (3, 1)
    assert found.terms == (("water", 1), ("reservoir*", 1), ("glacier", 0))
    assert [(topic.id, number) for topic, number in found.beside] == [("transport", 1)]
    (example,) = found.examples
    assert marked(example) == ["reservoirs", "water"]
    assert [figure.quantity.surface for figure in example.figures] == ["40 million tons"]


def test_counts_are_those_that_the_saved_topic_has() -> None:
    found = tried("railway")
    saved = (*TOPICS, found.topic)
    read = list(readings.read_each(documents(), saved))
    assert found.sentences == sum(found.topic.id in one.topics for reading in read for one in reading.sentences)
    assert found.figures == sum(found.topic.id in one.topics for reading in read for one in reading.figures) > 0
    assert found.documents == 2


def test_capitals_are_found_in_capitals() -> None:
    (example,) = tried("WHO").examples
    assert marked(example) == ["WHO"]


def test_no_more_examples_than_asked_for() -> None:
    assert len(tried("May", most=2).examples) == 2
    assert tried("May", most=0).examples == ()
    assert tried("May", most=0).documents == 3


@pytest.mark.parametrize("term", ["", "*", "???", " "])
def test_a_term_without_a_letter_is_refused(term: str) -> None:
    with pytest.raises(UsageError, match="no letter or digit"):
        tried("water", term)


@settings(max_examples=100)
@given(st.lists(st.text(max_size=12).map(lambda one: " ".join(one.split())).filter(WORD.search), min_size=1))
def test_what_is_to_be_pasted_is_yaml_of_the_same_topic(terms: list[str]) -> None:
    topic = trying.saved(terms, ["topic", "topic-2", "a"])
    ((name, entry),) = yaml.safe_load("topics:\n" + trying.as_yaml(topic))["topics"].items()
    assert (name, entry["title"], entry["terms"]) == (topic.id, topic.title, terms)
    assert name not in {"topic", "topic-2", "a"}


def test_the_lines_can_be_pasted(briefgen: Run, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "water.txt").write_text(WATER, encoding="utf-8")
    head = "version: 1\ncorpus: [news]\ntopics:\n  rail:\n    title: Rail\n    terms: [railway]\n"
    (tmp_path / "briefgen.yaml").write_text(head, encoding="utf-8")
    done = briefgen("topics", "try", "reservoir*", "drinking water", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("reservoir*, drinking water: in 1 of 1 document; ")
    assert "**reservoirs** of Aldava" in done.stdout
    assert "belong to: rail (1)" in done.stdout
    pasted = done.stdout.partition("briefgen.yaml:\n\n")[2]
    (tmp_path / "briefgen.yaml").write_text(head + pasted, encoding="utf-8")
    listed = briefgen("topics", "list", "--json", cwd=tmp_path)
    assert [json.loads(line)["id"] for line in listed.stdout.splitlines()] == ["rail", "reservoir"]


def test_the_store_is_looked_through(briefgen: Run, tmp_path: Path) -> None:
    (tmp_path / "water.txt").write_text(WATER, encoding="utf-8")
    (tmp_path / "rail.txt").write_text(RAIL, encoding="utf-8")
    assert briefgen("ingest", "water.txt", "rail.txt", "--store", "kept.db", cwd=tmp_path).returncode == 0
    done = briefgen("topics", "try", "railway", "--store", "kept.db", "--json", cwd=tmp_path)
    row = json.loads(done.stdout)
    assert (row["documents"], row["examined"]) == (2, 2)
    assert [example["figures"][0]["surface"] for example in row["examples"]]
