"""What an editor asked of an edition holds when documents, locale or order change: found again, shown, or gone."""

from __future__ import annotations

import datetime as dt
import email
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from email import policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen import config, orders, overriding, pipeline, previous, samples
from briefgen.config import Config
from briefgen.interchange import brief_row, chart_id, dump
from briefgen.model import Brief, Comparison, Corpus, Document, File, Override, Section, Wish
from briefgen.pipeline import Weighed
from briefgen.rendering import length
from briefgen.writing import LIMITS

SAMPLES = ("conflicts", "awkward", "busy")
WEEK = "2026-W47"
few = settings(max_examples=8)


@cache
def weighed(name: str, without: str = "") -> Weighed:
    """A sample weighed, without the document of this name."""
    return of(name, tuple(one for one in documents(name) if one.name != without))


@cache
def documents(name: str) -> tuple[Document, ...]:
    return pipeline.collect(samples.settings(name), orders.Order()).corpus.documents


def of(name: str, chosen: tuple[Document, ...]) -> Weighed:
    chosen_ones = pipeline.material(samples.settings(name), orders.Order(), Corpus(chosen))
    whole = pipeline.collect(samples.settings(name), orders.Order()).edition
    return pipeline.weigh(samples.settings(name), replace(chosen_ones, edition=replace(whole, name=WEEK)))


def asking(name: str, hide: tuple[str, ...] = (), pin: tuple[str, ...] = (), **brand: str) -> Config:
    """The settings of a sample with what somebody asks."""
    own = samples.settings(name)
    asked = Override(WEEK, hide=tuple(map(Wish, hide)), pin=tuple(map(Wish, pin)))
    return replace(own, overrides=(asked,), brand=replace(own.brand, **brand))


def written(own: Config, found: Weighed) -> Brief:
    (brief,) = pipeline.briefs(own, found)
    return brief


def statements(brief: Brief) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Author, id and all names of each statement."""
    known = overriding.names(brief)
    for section in brief.sections:
        for one in section.statements:
            yield one.author, one.id, known[one.id]


one_sample = st.sampled_from(SAMPLES)
one_document = st.tuples(one_sample, st.integers(0, 20)).map(
    lambda pair: (pair[0], documents(pair[0])[pair[1] % len(documents(pair[0]))].name)
)


@few
@given(one_sample, st.sampled_from(["kk", "ru", "tr", "az", "en-US"]))
def test_ids_are_the_same_in_every_locale(name: str, locale: str) -> None:
    here, there = (written(asking(name, locale=one), weighed(name)) for one in ("en-GB", locale))
    assert list(statements(here)) == list(statements(there))
    assert list(map(chart_id, here.charts)) == list(map(chart_id, there.charts))


@few
@given(one_sample, st.randoms(use_true_random=False))
def test_ids_are_the_same_whatever_the_order_of_documents(name: str, chance: object) -> None:
    shuffled = list(documents(name))
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert list(statements(written(asking(name), of(name, tuple(shuffled))))) == list(
        statements(written(asking(name), weighed(name)))
    )


@few
@given(one_document)
def test_what_was_asked_is_found_again_when_a_document_arrives(which: tuple[str, str]) -> None:
    name, late = which
    before = written(asking(name), weighed(name, late))
    whole = weighed(name)
    told = tuple(one.id for section in before.sections for one in section.statements)
    facts = tuple(fact.id for fact in before.facts if not fact.derived)
    own = asking(name, pin=(*told, *facts))
    lost = [one.message for one in pipeline.doubts(own, whole) if one.blocks and "are pinned in" not in one.message]
    assert lost == []
    brief = written(own, whole)
    assert set(told) <= {one for every in overriding.names(brief, whole.evidence.also).values() for one in every}


def test_a_sentence_is_found_whichever_of_its_reprints_comes_first() -> None:
    (name,) = ("busy",)
    own = next(one for one in documents(name) if one.name == "ferry.md")
    reprint = replace(own, id="0" * 64, name="a-reprint.md", publisher="Echo")
    before = written(asking(name), weighed(name))
    ids = tuple(
        one.id
        for section in before.sections
        if section.name in overriding.VERBATIM
        for one in section.statements
        if one.author == "document" and one.citations[0].passage.document_id == own.id
    )
    assert ids
    after = of(name, (*documents(name), reprint))
    assert pipeline.doubts(asking(name, pin=ids), after) == ()
    hidden = written(asking(name, hide=ids), after)
    assert not {one for _, _, names in statements(hidden) for one in names} & set(ids)


@few
@given(one_sample, st.lists(st.integers(0, 500), min_size=1, max_size=4))
def test_a_hidden_fact_is_nowhere_in_what_the_brief_says(name: str, which: list[int]) -> None:
    facts = weighed(name).evidence.facts
    hide = tuple(dict.fromkeys(facts[number % len(facts)].id for number in which))
    brief = written(asking(name, hide=hide), weighed(name))
    told = json.dumps(json.loads(dump(brief_row(brief))))
    assert [one for one in hide if one in told] == []
    passages = {figure.passage for fact in facts if fact.id in hide for figure in fact.figures}
    assert not [one for section in brief.sections for one in section.statements if cites(one, passages)]
    points = [point.fact.id for chart in brief.charts for point in (*chart.points, *chart.reference_lines)]
    assert not {*points, *(fact.id for one in brief.checks for fact in one.facts)} & set(hide)


def cites(one: object, passages: set[object]) -> bool:
    return any(citation.passage in passages for citation in one.citations)  # type: ignore[attr-defined]


def test_what_only_another_wish_brings_up_can_be_hidden_too() -> None:
    name = "busy"
    plain = {one for _, one, _ in statements(written(asking(name), weighed(name)))}
    first = written(asking(name), weighed(name)).sections[0].statements
    facts = tuple(
        fact.id
        for fact in weighed(name).evidence.facts
        if any(cites(one, {figure.passage for figure in fact.figures}) for one in first)
    )
    second = [
        one
        for author, one, _ in statements(written(asking(name, hide=facts), weighed(name)))
        if one not in plain and author == "document"
    ]
    assert second
    own = asking(name, hide=(*facts, second[0]))
    assert not [one for one in pipeline.doubts(own, weighed(name)) if one.blocks]
    assert second[0] not in {one for _, one, _ in statements(written(own, weighed(name)))}


@few
@given(one_sample, st.lists(st.integers(0, 500), min_size=1, max_size=30), st.integers(0, 200))
def test_pinned_facts_always_show_and_the_limit_holds_for_the_rest(name: str, which: list[int], cut: int) -> None:
    facts = [fact for fact in weighed(name).evidence.facts if name in fact.topics]
    pin = tuple(dict.fromkeys(facts[number % len(facts)].id for number in which))
    brief = written(asking(name, pin=pin), weighed(name))
    rows = next(section for section in brief.sections if section.name == "key_figures")
    assert [fact.id for fact in rows.facts][: len(pin)] == list(pin)
    assert len(rows.facts) <= max(len(pin), LIMITS["key_figures"])
    short = length.shortened(brief, length.cuts(brief)[:cut])
    left = next(section for section in short.sections if section.name == "key_figures")
    assert [fact.id for fact in left.facts][: len(pin)] == list(pin)
    doubts = pipeline.doubts(asking(name, pin=pin), weighed(name))
    assert bool(doubts) == (len(pin) > LIMITS["key_figures"])


@few
@given(one_sample, st.data())
def test_pinned_statements_and_charts_stay_in_a_short_brief(name: str, data: st.DataObject) -> None:
    plain = written(asking(name), weighed(name))
    ids = [one for _, one, _ in statements(plain)] + list(map(chart_id, plain.charts))
    pin = tuple(data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=6)))
    brief = written(asking(name, pin=pin), weighed(name))
    short = length.shortened(brief, length.cuts(brief))
    there = {one for _, _, names in statements(short) for one in names} | set(map(chart_id, short.charts))
    assert set(pin) <= there


def test_more_pins_than_there_is_room_for_are_found_at_the_first_that_is_too_many() -> None:
    name = "busy"
    facts = [fact.id for fact in weighed(name).evidence.facts if name in fact.topics][:22]
    asked = Override(WEEK, pin=tuple(Wish(one, f"editions/{WEEK}.yaml:{n}") for n, one in enumerate(facts, 3)))
    own = replace(samples.settings(name), overrides=(asked,))
    (found,) = pipeline.doubts(own, weighed(name))
    assert found.where == f"editions/{WEEK}.yaml:23"
    assert found.message == "22 things are pinned in key_figures of busy, which has room for 20"


@pytest.mark.parametrize(("pages", "allowed", "found"), [(3, 2, 1), (2, 2, 0), (3, None, 0)])
def test_pins_that_make_a_pdf_too_long_are_found(pages: int, allowed: int | None, found: int) -> None:
    name = "conflicts"
    own = asking(name, pin=(weighed(name).evidence.facts[0].id,))
    brief = replace(written(own, weighed(name)), pages=allowed)
    made = pypdf.PdfWriter()
    for _ in range(pages):
        made.add_blank_page(100, 100)
    made.write(content := io.BytesIO())
    doubts = pipeline.overlong(own, brief, [File("conflicts.pdf", content.getvalue()), File("conflicts.md", b"")])
    assert [one.message for one in doubts] == [
        "conflicts.pdf has 3 pages with what is pinned, and is to have 2 at most"
    ] * found
    assert pipeline.overlong(asking(name), written(asking(name), weighed(name)), []) == ()


def text_of(name: str, content: bytes) -> str:
    """All that a file shows or carries."""
    if name.endswith(".pdf"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        attached = [one.decode() for contents in reader.attachments.values() for one in contents]
        return " ".join([*(page.extract_text() for page in reader.pages), *attached])
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            return " ".join(box.read(one).decode() for one in box.namelist() if one.endswith((".xml", ".svg", ".rels")))
    if name.endswith(".eml"):
        mail = email.message_from_bytes(content, policy=policy.default)
        parts = [part for part in mail.walk() if not part.is_multipart()]
        inside = [text_of(part.get_filename() or "", payload(part)) for part in parts]
        return " ".join([*map(str, mail.values()), *inside])
    return content.decode("utf-8", "ignore")


def payload(part: EmailMessage) -> bytes:
    found = part.get_payload(decode=True)
    assert isinstance(found, bytes)
    return found


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ports")
    (root / "news").mkdir()
    for number, year in enumerate((2021, 2022, 2023, 2024)):
        (root / "news" / f"{year}.md").write_text(
            f"---\npublisher: Example News {number}\npublished: 2025-03-1{number}\n---\n# Freight of {year}\n\n"
            f"The port of Alder handled {number + 3}.{number + 1} million tons of cargo in {year}.\n\n"
            f"A crane of {year} was opened by the mayor of Alder after years of work on the northern quay.\n"
        )
    (root / "briefgen.yaml").write_text(
        "version: 1\ncorpus: [news]\ntopics:\n"
        "  ports: {title: Ports, terms: [port, cargo, crane],\n"
        "    measures: [{name: cargo handled, unit: t, terms: [cargo]}]}\n"
        "  cranes: {title: Cranes, terms: [crane, cargo]}\n"
    )
    return root


EVERYWHERE = ("md", "html", "pdf", "docx", "eml", "json", "csl")


@pytest.mark.conform
def test_what_is_hidden_is_in_no_byte_of_any_file(ports: Path) -> None:
    own = config.load(ports / "briefgen.yaml")
    found = pipeline.weigh(own, pipeline.collect(own, orders.Order()))
    figure, sentence = "6.4 million", "crane of 2023"
    seen = all_text(own, found)
    assert [name for name, text in seen.items() if figure in text]
    assert [name for name, text in seen.items() if sentence in text]
    fact = next(one for one in found.evidence.facts if figure in one.quantity.surface)
    statement = next(
        one.id
        for brief in pipeline.briefs(own, found)
        for section in brief.sections
        for one in section.statements
        if sentence in one.text
    )
    asked = Override(found.material.edition.name, hide=(Wish(fact.id), Wish(statement)))
    hidden = all_text(replace(own, overrides=(asked,)), found)
    for secret in (figure, sentence, "6,400,000", "6400000", fact.id, statement):
        assert [name for name, text in hidden.items() if secret in text] == []
    assert kinds(hidden) >= {*EVERYWHERE, "csv", "svg"}


def kinds(names: Iterable[str]) -> set[str]:
    """Kinds of files, by how their names end."""
    return {name.removesuffix(".json" if name.endswith(".csl.json") else "").rpartition(".")[2] for name in names}


def all_text(own: Config, found: Weighed) -> dict[str, str]:
    """Every file of the briefs, of the brief on all topics and of the index page, as text."""
    briefs = list(pipeline.briefs(own, found))
    pairs = [(brief, pipeline.render(brief, EVERYWHERE, own)) for brief in (*briefs, pipeline.together(briefs))]
    index = pipeline.index(own, [(brief, [file.name for file in files]) for brief, files in pairs], ())
    return {file.name: text_of(file.name, file.content) for _, files in pairs for file in (*files, index)}


def test_what_was_hidden_last_week_is_no_news_of_its_own_once_it_stays_hidden(ports: Path, tmp_path: Path) -> None:
    own = config.load(ports / "briefgen.yaml")
    found = pipeline.weigh(own, pipeline.collect(own, orders.Order(("ports",), as_of=dt.date(2025, 3, 12))))
    newest = pipeline.collect(own, orders.Order(("ports",), as_of=dt.date(2025, 3, 13)))
    fact = next(one for one in found.evidence.facts if "5.3 million" in one.quantity.surface)
    hiding = replace(own, overrides=(Override(Override.EVERY, hide=(Wish(fact.id),)),))
    (before,) = pipeline.briefs(hiding, found)
    path = tmp_path / "ports.json"
    path.write_text(dump(brief_row(before)))
    assert "5.3 million" not in path.read_text()
    material = pipeline.compared(newest, previous.load([path], ["ports"]))
    (after,) = pipeline.briefs(hiding, pipeline.weigh(hiding, material))
    changes = next(section for section in after.sections if section.name == "changes")
    assert "6.4 million" in told(changes)
    assert "5.3 million" not in told(changes)
    assert isinstance(after.since, Comparison)
    assert fact.id not in dump(brief_row(after))
    (open_again,) = pipeline.briefs(own, pipeline.weigh(own, material))
    assert "5.3 million" in told(next(one for one in open_again.sections if one.name == "changes"))


def told(section: Section) -> str:
    return " ".join(one.text for one in section.statements)
