"""What measures count is defined in the settings, for each locale, and told in every format of a brief."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from msgspec.structs import replace
from stocked import stock

from briefgen import config, labelling, stored
from briefgen.corpus import load
from briefgen.corpus.store import open_store
from briefgen.model import Document, Reading
from briefgen.readings import read_each

SETTINGS = """version: 1
corpus: [news]
topics:
  ports:
    title: {en: Ports, kk: Порттар}
    terms: [port, cargo, harbour]
    measures:
      - name: {en: Harbour cargo, kk: Порт жүгі}
        definition: {en: Tonnes handled at all *quays*., kk: Барлық айлақта өңделген жүк.}
        unit: t
        terms: [cargo]
      - name: Ferry passengers
        definition: {en: People who board., kk: Отырған адамдар.}
        unit: count:passengers
        terms: [passengers]
  sea:
    title: {en: Sea, kk: Теңіз}
    terms: [harbour]
"""
NEWS = (
    "---\npublisher: Alder Gazette\npublished: 2025-10-16\n---\n# News of the port\n\n"
    "The harbour handled 4.5 million tons of cargo in 2024.\nThe harbour plans cargo of 6 million tons by 2027.\n"
)
KAZAKH = "Барлық айлақта өңделген жүк."


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.md").write_text(NEWS)
    (tmp_path / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def test_every_format_tells_what_the_printed_measures_count(desk: Path, briefgen: Run) -> None:
    made = briefgen("make", "--topic", "ports", "--format", "md,html,docx,eml,json", "--language", "kk")
    assert made.returncode == 0, made.stderr
    page = (desk / "build/ports.md").read_text(encoding="utf-8")
    told = page.partition("<!-- block: definitions -->")[2].partition("<!-- block: sources -->")[0]
    assert told.strip() == f"## Не өлшенеді\n\n- **Порт жүгі** — {KAZAKH}"
    assert '<section class="block definitions"' in (desk / "build/ports.html").read_text(encoding="utf-8")
    row = json.loads((desk / "build/ports.json").read_text(encoding="utf-8"))
    assert row["definitions"] == [{"measure": "Harbour cargo", "name": "Порт жүгі", "text": KAZAKH}]
    for name in ("ports.html", "ports.docx", "ports.json"):
        assert briefgen("verify", f"build/{name}", "--corpus", "news").returncode == 0


def test_a_definition_that_was_changed_is_found(desk: Path, briefgen: Run) -> None:
    assert briefgen("make", "--topic", "ports", "--format", "html,json").returncode == 0
    for name in ("ports.html", "ports.json"):
        path = desk / "build" / name
        text = path.read_text(encoding="utf-8")
        assert "Tonnes handled at all" in text
        path.write_text(text.replace("Tonnes handled at all", "Tonnes that left all"), encoding="utf-8")
        checked = briefgen("verify", f"build/{name}")
        assert (checked.returncode, "Tonnes that left" in checked.stdout or "definitions" in checked.stdout) == (
            1,
            True,
        )


def test_a_brief_on_several_topics_defines_each_measure_once_and_prints_text_as_it_reads(
    desk: Path, briefgen: Run
) -> None:
    assert briefgen("make", "--together", "--format", "md").returncode == 0
    page = (desk / "build/together.md").read_text(encoding="utf-8")
    assert page.count("Tonnes handled at all \\*quays\\*.") == 1
    assert "People who board" not in page


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Tonnes handled", "Tonnes of 1000 kg handled", "has the number 1000"),
        ("Барлық", "2024 жылы барлық", "has the number 2024"),
        (", kk: Барлық айлақта өңделген жүк.", "", 'the definition of "Harbour cargo" is not there in kk'),
        ("{en: People who board., kk: Отырған адамдар.}", "[a]", "must be"),
        ("{en: People who board., kk: Отырған адамдар.}", '"a\\u202eb"', "cannot be printed"),
        ("{en: People who board., kk: Отырған адамдар.}", "a" * 501, "more than 500 letters"),
    ],
)
def test_what_is_wrong_with_a_definition_is_said(desk: Path, before: str, after: str, said: str) -> None:
    assert before in SETTINGS
    (desk / "briefgen.yaml").write_text(SETTINGS.replace(before, after), encoding="utf-8")
    found = config.check(desk / "briefgen.yaml", locale="kk")
    assert any(said in one.message for one in found), found


def test_two_topics_define_a_measure_alike(desk: Path) -> None:
    again = "    measures:\n      - {name: Ferry passengers, unit: count:passengers, terms: [passengers]}\n"
    (desk / "briefgen.yaml").write_text(SETTINGS + again, encoding="utf-8")
    assert any("is described differently" in one.message for one in config.check(desk / "briefgen.yaml"))


def test_the_hash_of_settings_counts_definitions_and_is_what_it_was_without_any(desk: Path) -> None:
    with_some = config.load(desk / "briefgen.yaml").digest
    lines = [line for line in SETTINGS.splitlines() if "definition:" not in line]
    (desk / "briefgen.yaml").write_text("\n".join(lines), encoding="utf-8")
    without = config.load(desk / "briefgen.yaml")
    assert without.digest != with_some
    assert all(one.definition == "" for topic in without.topics for one in topic.measures)


def test_documents_are_not_read_and_labelled_again_for_another_language(desk: Path) -> None:
    english, kazakh = (config.load(desk / "briefgen.yaml", locale=tag).topics for tag in ("en", "kk"))
    assert english != kazakh
    documents = load([desk / "news"]).documents
    asked: list[int] = []

    def read(missing: list[Document], _topics: object) -> list[Reading]:
        asked.append(len(missing))
        return list(read_each(missing, english))

    with open_store(desk / "corpus.db") as store:
        stock(store, desk / "news")
        for topics in (english, kazakh):
            stored.read_all(store, documents, topics, read, lambda _: None)  # type: ignore[arg-type]
            labelling.refresh(store, topics)
        other = (replace(english[0], terms=("quay",)), *english[1:])
        assert asked == [1, 0]
        assert labelling.refresh(store, kazakh) == 0
        assert labelling.refresh(store, other) == 1
