"""Explanations of relations and checks in the languages of frames: whole, from their parts alone, and checked again."""

from __future__ import annotations

import ast
import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import test_arithmetic_cases
import test_claim_cases
from conftest import ROOT, Run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from weighing import TOPIC

from briefgen import config, finished, interchange, pipeline, samples, values
from briefgen.errors import UsageError
from briefgen.evidence import weigh
from briefgen.evidence.told import english, tell
from briefgen.language import language, languages
from briefgen.model import (
    Computed,
    Direction,
    Evidence,
    Fact,
    Kind,
    Message,
    Passage,
    Period,
    Quantity,
    Relation,
    RelationType,
    Said,
    Span,
    Status,
)
from briefgen.orders import Order
from briefgen.readings import read_all
from briefgen.rendering.words import heading
from briefgen.samples import folder

TRANSLATED = languages()[1:]
TOO_ENGLISH = re.compile(
    r"\b(?:the|an?|of|in|is|are|was|were|and|or|by|for|from|that|which|but|not|one|other|another|both|than|with)\b",
    re.IGNORECASE,
)
"""Words that an English sentence can hardly do without."""


@cache
def corpus() -> tuple[Evidence, ...]:
    """What is found in the cases of claims and of arithmetic, in the shipped samples and in the seeds."""
    cases = [test_claim_cases.documents(text) for _, text, _ in test_claim_cases.CASES]
    cases += [list(test_arithmetic_cases.documents(case)) for case in test_arithmetic_cases.CASES]
    found = [weigh(case, read_all(case, [TOPIC]), [TOPIC]) for case in cases]
    briefs = [samples.load(name) for name in samples.NAMES]
    briefs += pipeline.make(config.load(ROOT / "config" / "briefgen.yaml"), Order(corpus=(ROOT / "seeds",)))
    return (*found, *(Evidence(brief.facts, brief.relations, (), brief.checks) for brief in briefs))


def told() -> Iterator[tuple[Message | None, str]]:
    for evidence in corpus():
        yield from ((one.told, one.explanation) for one in evidence.relations)
        yield from ((one.told, one.calculation) for one in evidence.checks)


def test_an_explanation_is_what_its_parts_say() -> None:
    found = list(told())
    assert len(found) > 150
    assert all(parts is not None and english(parts) == words for parts, words in found)


def masked(said: Said) -> Said:
    """The parts of an explanation with a sign in place of each text of a document."""
    if isinstance(said, str):
        return "¤"
    if isinstance(said, tuple):
        return tuple("¤" if isinstance(part, str) else whole(part) for part in said)
    if isinstance(said, Computed) and said.unit not in {"%", "t", "pp", "bp", "x", "day"}:  # as documents write it
        return Computed(said.value)
    return whole(said) if isinstance(said, Message) else said


def whole(message: Message) -> Message:
    return Message(message.text, tuple((name, masked(value)) for name, value in message.values))


@pytest.mark.parametrize("tag", TRANSLATED)
def test_no_english_stands_in_an_explanation_outside_of_what_documents_say(tag: str) -> None:
    spoken = language(tag)
    for parts, words in told():
        said = values.sentence(whole(parts), spoken) if parts else words
        assert not TOO_ENGLISH.search(said), said
        assert tag in {"az", "tr"} or not re.search(r"[A-Za-z]", said), said


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_text_of_a_document_stands_in_each_language(tag: str) -> None:
    """A translation may order the parts anew, and loses none."""

    def texts(said: Said) -> Iterator[str]:
        match said:
            case str():
                yield said
            case Message():
                yield from (text for _, value in said.values for text in texts(value))
            case tuple():
                yield from (text for part in said for text in texts(part))

    for parts, _ in told():
        assert parts is not None
        said = values.said(parts, language(tag))
        assert all(text in said for text in texts(parts)), said


def test_two_dates_of_one_thing_are_headed_by_the_thing() -> None:
    passages = [Passage(name, Span(0, 1), "x") for name in "ab"]
    told = tell("%(dates)s.", dates=tell("%(thing)s: %(act)s", thing="Lindholm bridge", act=tell("opened")))
    card = Relation(RelationType.CONFLICT, (), tuple(passages), english(told), told=told)
    assert heading(card, language("en-GB")) == "Lindholm bridge: sources conflict"
    assert heading(card, language("ru")) == "Lindholm bridge: источники противоречат друг другу"


def test_english_says_what_it_always_said() -> None:
    relation = Relation(RelationType.CONFLICT, (), (), "As it was.", told=tell("As it is."))
    assert values.explanation(relation, language("en-GB")) == "As it was."
    assert values.explanation(relation, language("de")) == "As it was."


def test_only_the_words_are_known_of_an_older_explanation() -> None:
    assert values.explanation(Relation(RelationType.CONFLICT, (), (), "As it was."), language("kk")) == "As it was."


AMOUNTS = [
    (Computed(Decimal("29.2"), "%"), "29.2%", "29,2\xa0%", "%29,2"),
    (Computed(Decimal(2780000), "t"), "2.78 million tons", "2,78 млн т", "2,78 milyon ton"),
    (Computed(Decimal(182000000), "USD"), "$182 million", "182 млн $", "$182 milyon"),
    (Computed(Decimal("12345678.9"), "count:buses"), "12.3456789 million buses", "12,3456789 млн buses", None),
    (Computed(Decimal("0.5"), "pp"), "0.5 percentage points", "0,5 п. п.", "0,5 yüzde puan"),
    (Computed(Decimal(1500), None), "1,500", "1\xa0500", "1.500"),
    (Computed(Decimal(400), "day"), "400 days", "400 дн.", "400 gün"),
]


@pytest.mark.parametrize(("amount", "source", "russian", "turkish"), AMOUNTS)
def test_computed_amounts(amount: Computed, source: str, russian: str, turkish: str | None) -> None:
    assert english(amount) == source
    assert values.said(amount, language("ru")) == russian
    assert turkish is None or values.said(amount, language("tr")) == turkish


DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
PERIODS = st.tuples(DAYS, DAYS).map(lambda days: Period(min(days), max(days)))
AMOUNT = st.builds(
    Computed,
    st.decimals(-(10**9), 10**9, allow_nan=False, places=3).map(lambda one: one.normalize()),
    st.none() | st.text(),
)
NAMES = st.sampled_from(("one", "other", "what"))
MESSAGES: st.SearchStrategy[Message] = st.recursive(
    st.builds(Message, st.text()),
    lambda inner: st.builds(
        Message,
        st.text() | st.just("%(one)s of %(other)s"),
        st.dictionaries(
            NAMES,
            st.text() | DAYS | PERIODS | AMOUNT | inner | st.lists(st.text() | inner, max_size=3).map(tuple),
            max_size=3,
        ).map(lambda values: tuple(values.items())),
    ),
    max_leaves=6,
)


@given(MESSAGES)
def test_parts_survive_the_json_of_a_brief(message: Message) -> None:
    relation = Relation(RelationType.CONFLICT, (), (), english(message), told=message)
    row = json.loads(interchange.line(interchange.relation_row(relation)))
    assert read_back(row["told"]) == message
    for tag in languages():
        values.said(message, language(tag))


def read_back(told: Any) -> Message | None:  # noqa: ANN401 - any JSON
    """The parts of the only relation of a brief."""
    row = json.loads(interchange.dump(interchange.brief_row(samples_brief())))
    row["relations"] = [{"explanation": "x", "facts": [], "passages": [], "told": told}]
    (found,) = [claim.told for claim in finished.read(row).claims if claim.where == "relations[0]"]
    return found


@cache
def samples_brief() -> Any:  # noqa: ANN401 - a brief
    return samples.load("quiet")


def nested(depth: int) -> object:
    return {"message": "%(a)s", "values": {"a": nested(depth - 1) if depth else "x"}}


def repeated(depth: int, text: object) -> object:
    """A text that says itself a thousand million times."""
    return {"message": "%(a)s" * 8, "values": {"a": repeated(depth - 1, text) if depth else text}}


BROKEN = [
    ("so", "relations[0].told"),
    ({}, "relations[0].told.values"),
    ({"values": {}}, "relations[0].told.message"),
    ({"message": "%(a)s", "values": {"a": 1}}, "relations[0].told.values.a"),
    ({"message": "%(a)s", "values": {"a": [["b"]]}}, "relations[0].told.values.a[0]"),
    ({"message": "%(a)s", "values": {"a": {"value": "1e999999999", "unit": "t"}}}, "relations[0].told.values.a.value"),
    ({"message": "%(a)s", "values": {"a": {"value": "9" * 99, "unit": "t"}}}, "relations[0].told.values.a.value"),
    ({"message": "%(a)s", "values": {"a": {"day": "yesterday"}}}, "relations[0].told.values.a.day"),
    ({"message": "%(a)s", "values": {"a": {"start": "2024-02-01", "end": "2024-01-01"}}}, "relations[0].told.values.a"),
    (nested(40), "relations[0].told" + ".values.a" * 12),
    (repeated(10, "x"), "relations[0].told"),
    (repeated(10, {"value": "1", "unit": "tonnes"}), "relations[0].told"),
    (repeated(10, {"day": "2024-01-01"}), "relations[0].told"),
]


@pytest.mark.parametrize(("row", "where"), BROKEN)
def test_parts_that_keep_no_form_are_refused(row: object, where: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_back(row)
    assert caught.value.where == where


def test_a_brief_of_an_older_version_has_no_parts() -> None:
    row = json.loads(interchange.dump(interchange.brief_row(samples_brief())))
    row["relations"] = [{"explanation": "x", "facts": [], "passages": []}]
    (found,) = [claim for claim in finished.read(row).claims if claim.where == "relations[0]"]
    assert (found.texts, found.told) == (("x",), None)


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """The calls of a function in the room that explains."""
    for path in sorted((ROOT / "briefgen" / "evidence").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield path, node


def test_every_message_is_marked_for_the_catalogues() -> None:
    found = list(calls("tell"))
    assert len(found) > 100
    for path, call in found:
        assert not isinstance(call.args[0], ast.Constant | ast.JoinedStr), f"{path.name}:{call.lineno}: N_(…)"


@pytest.mark.parametrize("name", ["Relation", "Check"])
def test_what_is_explained_is_made_from_parts(name: str) -> None:
    """Words that are composed elsewhere would stay English on every page."""
    for path, call in calls(name):
        known = path.name == "told.py" or any(keyword.arg == "told" for keyword in call.keywords)
        assert known, f"{path.name}:{call.lineno}: use evidence/told.py"


@pytest.fixture(scope="module")
def russian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with conflicts, made in Russian as Markdown with its JSON."""
    place = tmp_path_factory.mktemp("russian")
    source = folder("conflicts")
    (place / "briefgen.yaml").write_text((source / "briefgen.yaml").read_text("utf-8"), "utf-8")
    (place / "brand.yaml").write_text("version: 1\nlocale: ru\n", "utf-8")
    (place / "news").mkdir()
    for file in (source / "news").iterdir():
        (place / "news" / file.name).write_bytes(file.read_bytes())
    return place


def test_a_changed_number_in_a_translated_explanation_is_found(russian: Path, briefgen: Run) -> None:
    made = briefgen(
        "make", "--config", str(russian / "briefgen.yaml"), "--format", "html", "--out", str(russian / "out")
    )
    assert made.returncode == 0, made.stderr
    file = russian / "out" / "conflicts.html"
    page = file.read_text("utf-8")
    explained = "Названы значения: «3.2 TWh» и «3.9 TWh». Верными не могут быть оба."
    assert page.count(explained) == 1
    assert briefgen("verify", str(file)).returncode == 0
    file.write_text(page.replace(explained, explained.replace("3.9", "3.8")), "utf-8")
    found = briefgen("verify", str(file))
    assert found.returncode == 1
    assert "3.8" in found.stdout


def test_parts_that_say_something_else_are_found(russian: Path, briefgen: Run) -> None:
    made = briefgen(
        "make", "--config", str(russian / "briefgen.yaml"), "--format", "json", "--out", str(russian / "out")
    )
    assert made.returncode == 0, made.stderr
    file = russian / "out" / "conflicts.json"
    text = file.read_text("utf-8")
    row = json.loads(text)
    assert briefgen("verify", str(file)).returncode == 0
    card = next(one for one in row["relations"] if "3.9 TWh" in one["explanation"])
    card["told"]["values"]["values"][1]["values"]["value"] = "3.8 TWh"
    file.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    found = briefgen("verify", str(file))
    assert found.returncode == 1
    assert "3.8" in found.stdout


COMPUTED = [
    ("less than $182 million", Computed(Decimal(182000000), "USD"), "ru", "менее 182 млн $"),
    ("about 14.2%", Computed(Decimal("14.2"), "%"), "kk", "шамамен 14,2%"),
    ("at most 3 tons", Computed(Decimal(3), "t"), "tr", "en fazla 3 ton"),
    ("42 vessels", Computed(Decimal(42), "count:vessels"), "az", "42 vessels"),
    ("about 14.2%", Computed(Decimal("14.2"), "%"), "en-GB", "about 14.2%"),
]


@pytest.mark.parametrize(("surface", "value", "tag", "expected"), COMPUTED)
def test_a_computed_value_is_in_the_words_of_the_page(surface: str, value: Computed, tag: str, expected: str) -> None:
    quantity = Quantity(value.value, None, value.unit, None, surface)
    fact = Fact("a", quantity, Kind.LEVEL, Status.ESTIMATE, (), derived=True)
    assert values.change(fact, language(tag)) == expected
    assert values.change(replace(fact, derived=False), language(tag)) == surface


def test_a_computed_growth_bears_a_word_before_its_number() -> None:
    """A preposition in front of "about" would be no Russian: «рост на около 14,2 %»."""
    quantity = Quantity(Decimal("14.2"), None, "%", None, "about 14.2%")
    fact = Fact("a", quantity, Kind.CHANGE, Status.ESTIMATE, (), derived=True, direction=Direction.UP, rate="year")
    assert values.change(fact, language("ru")) == "рост: около 14,2\xa0% в год"
    assert values.change(fact, language("en-GB")) == "up about 14.2% per year"


def test_a_changed_number_that_was_computed_is_found_on_a_kazakh_page(tmp_path: Path, briefgen: Run) -> None:
    (tmp_path / "briefgen.yaml").write_text((ROOT / "config" / "briefgen.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "brand.yaml").write_text("version: 1\nlocale: kk\n", "utf-8")
    made = briefgen(
        *("make", "--config", "briefgen.yaml", "--corpus", str(ROOT / "seeds"), "--topic", "transport"),
        *("--format", "html", "--out", "out"),
    )
    assert made.returncode == 0, made.stderr
    file = tmp_path / "out" / "transport.html"
    page = file.read_text("utf-8")
    assert briefgen("verify", str(file)).returncode == 0
    needed = "қажетті жыл сайынғы өсім: шамамен 14,2%"
    assert needed in page
    file.write_text(page.replace(needed, needed.replace("14,2", "14,9")), "utf-8")
    found = briefgen("verify", str(file))
    assert found.returncode == 1
    assert "14,9" in found.stdout
