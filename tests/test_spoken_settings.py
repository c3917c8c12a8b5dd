"""Titles, names and headings in the settings are one text, or one for each locale; documents are read the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import samples
from conftest import Run
from msgspec.structs import replace

from briefgen import config
from briefgen.language import language
from briefgen.model import Brand, Rewording
from briefgen.rendering.words import label

SETTINGS = """version: 1
corpus: [news]
topics:
  ports:
    title: {en: Ports, kk: Порттар}
    terms: [port, cargo, harbour]
    measures:
      - name: {en: Harbour cargo, kk: Порт жүгі}
        unit: t
        terms: [cargo]
"""
BRAND = "version: 1\nname: {en: Office, kk: Кеңсе}\nhandling: {en: For official use, kk: Қызмет бабында}\nlocale: "
SAME = "{name: {kk: a, en: Harbour cargo}, terms: [c]}"
WORDS = """foreword:
  text: {en: Two counts., kk: Екі санақ.}
  by: Nora Lind
  date: 2025-10-16
comments:
  - text: {en: Check them., kk: Тексеріңіз.}
    by: Nora Lind
    date: 2025-10-16
"""
HEADINGS = "version: 1\nheadings:\n  key_figures: {en: Numbers, kk: Сандар}\n"
NEWS = (
    "---\npublisher: Alder Gazette\npublished: 2025-10-16\n---\n# News of the port\n\n"
    "The harbour handled 4.5 million tons of cargo in 2024.\nThe harbour plans cargo of 6 million tons by 2027.\n"
)
OTHER = NEWS.replace("Alder", "Birch").replace("4.5", "5.1")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.md").write_text(NEWS)
    (tmp_path / "news" / "b.md").write_text(OTHER)
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "default.yaml").write_text(HEADINGS, encoding="utf-8")
    (tmp_path / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def speak(desk: Path, locale: str) -> config.Config:
    (desk / "brand.yaml").write_text(f"{BRAND}{locale}\n", encoding="utf-8")
    return config.load(desk / "briefgen.yaml")


def test_a_brief_prints_names_in_its_own_locale_and_keeps_facts_under_one(desk: Path, briefgen: Run) -> None:
    speak(desk, "kk")
    made = briefgen("make", "--format", "md,json,html")
    assert made.returncode == 0, made.stderr
    page = (desk / "build" / "ports.md").read_text()
    for words in ("# Порттар", "**Кеңсе**", "**Қызмет бабында**", "## Сандар", "Порт жүгі: "):
        assert words in page
    assert "Harbour cargo" not in page.partition("<!-- block: sources -->")[0]
    row = json.loads((desk / "build" / "ports.json").read_text())
    assert {fact["measure"] for fact in row["facts"]} == {"Harbour cargo"}
    for name in ("ports.json", "ports.html"):
        checked = briefgen("verify", f"build/{name}", "--corpus", "news")
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_locale_without_words_has_the_english_ones_and_a_warning_for_each(desk: Path) -> None:
    read = speak(desk, "tr")
    assert (read.topics[0].title, read.brand.name, read.brand.handling) == ("Ports", "Office", "For official use")
    assert dict(read.overrides[0].headings) == {"key_figures": "Numbers"}
    assert read.brand.words == ()
    messages = [one.message for one in read.warnings]
    assert messages == [
        "the title of ports is not there in tr; nor is one more",
        "name is not there in tr",
        "handling is not there in tr",
        "the heading of key_figures is not there in tr",
    ]
    assert all("kk" in (one.hint or "") for one in read.warnings)


def test_what_the_english_name_says_is_not_said_beside_another_one() -> None:
    words = (Rewording("Harbour cargo, Lindholm", "Порт жүгі", context="measure"),)
    fact = replace(samples.ordinary().facts[0], measure="Harbour cargo, Lindholm", subject="Lindholm", scope="harbour")
    assert label(fact, language("kk", words)) == "Порт жүгі"
    assert label(fact, language("kk")) == "Harbour cargo, Lindholm"


def test_a_run_in_another_language_has_all_that_the_settings_say_in_it(desk: Path, briefgen: Run) -> None:
    speak(desk, "en-GB")
    (desk / "editions" / "default.yaml").write_text(HEADINGS + WORDS, encoding="utf-8")
    made = briefgen("make", "--format", "md,json", "--language", "kk", "--out", "kk")
    assert made.returncode == 0, made.stderr
    assert "is not there in kk" not in made.stderr
    page = (desk / "kk" / "ports.md").read_text(encoding="utf-8")
    for words in (
        "# Порттар",
        "**Кеңсе**",
        "**Қызмет бабында**",
        "## Сандар",
        "Порт жүгі: ",
        "Екі санақ.",
        "Тексеріңіз.",
    ):
        assert words in page
    for words in ("Harbour cargo", "Two counts.", "Check them."):
        assert words not in page.partition("<!-- block: sources -->")[0]
    assert briefgen("verify", "kk/ports.json", "--corpus", "news").returncode == 0
    checked = briefgen("config", "check", "--language", "tr")
    assert checked.returncode == 0
    for words in ("the title of ports", "the foreword", "comment 1", "the heading of key_figures"):
        assert f"{words} is not there in tr" in checked.stderr
    refused = briefgen("make", "--language", "klingon")
    assert (refused.returncode, "“klingon” is no language" in refused.stderr) == (2, True)


@pytest.mark.parametrize("tag", ["kk", "ru", "kk-KZ"])
def test_a_locale_that_is_asked_for_gives_what_it_gives_in_the_brand(desk: Path, tag: str) -> None:
    there = speak(desk, tag)
    speak(desk, "en-GB")
    asked = config.load(desk / "briefgen.yaml", locale=tag)
    assert (asked.topics, asked.brand, asked.overrides, asked.digest) == (
        there.topics, there.brand, there.overrides, there.digest,
    )  # fmt: skip
    assert [one.message for one in asked.warnings] == [one.message for one in there.warnings]
    checked = config.check(desk / "briefgen.yaml", locale=tag)
    assert [one.message for one in checked] == [one.message for one in there.warnings]


def test_an_english_brief_needs_no_words_of_its_own(desk: Path) -> None:
    read = speak(desk, "en-GB")
    assert (read.topics[0].title, read.brand.words, read.warnings) == ("Ports", (), ())


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("kk: Порт жүгі", "kk: Порт жүгі 2", "has the number 2"),
        ("kk: Порт жүгі", "Kazakh!: a", '"Kazakh!" is not a locale'),
        ("{en: Harbour cargo, kk: Порт жүгі}", "{}", "at least 1 entry"),
        ("{en: Ports, kk: Порттар}", "{en: [a]}", "must be a text"),
        ("        terms: [cargo]\n", f"        terms: [b]\n      - {SAME}\n", "stands twice"),
    ],
)
def test_what_is_wrong_with_names_in_several_locales_is_said(desk: Path, before: str, after: str, said: str) -> None:
    text = SETTINGS.replace(before, after)
    (desk / "briefgen.yaml").write_text(text, encoding="utf-8")
    assert any(said in one.message for one in config.check(desk / "briefgen.yaml"))


def test_settings_without_locales_have_the_hash_that_they_had(desk: Path) -> None:
    plain = SETTINGS.replace("{en: Ports, kk: Порттар}", "Ports").replace(
        "{en: Harbour cargo, kk: Порт жүгі}", "Harbour cargo"
    )
    (desk / "briefgen.yaml").write_text(plain, encoding="utf-8")
    read = config.load(desk / "briefgen.yaml")
    assert read.brand == Brand()
    (desk / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    assert config.load(desk / "briefgen.yaml").digest == read.digest
    assert speak(desk, "kk").digest != read.digest
