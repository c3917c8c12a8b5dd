"""What editors see before a release of an edition in another language: in `templates check` and in the preview."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

from briefgen import samples
from briefgen.config import load
from briefgen.editing.proving import proven, tries
from briefgen.previewing import maker
from briefgen.previewing.shapes import Job, Key, View, Wanted

SETTINGS = """version: 1
corpus: [news]
topics:
  ports:
    title: {en: Ports, kk: Порттар}
    terms: [port]
"""
FOREWORD = "version: 1\nforeword:\n  text: {en: Two counts.}\n  by: Nora Lind\n  date: 2025-03-16\n"
HOUSE = "{% extends '!default/brief.md.j2' %}\n{% block masthead %}{{ super() }}\n{% endblock %}\n"
LOST_IN_KAZAKH = (
    "{% extends '!default/brief.md.j2' %}\n{% block gaps %}"
    "{% if brief.locale != 'kk' %}{{ super() }}{% endif %}{% endblock %}\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for folder in ("news", "editions", "templates/house/words"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "brand.yaml").write_text("version: 1\nlocale: kk\nname: {kk: Кеңсе}\n", encoding="utf-8")
    (tmp_path / "editions" / "default.yaml").write_text(FOREWORD, encoding="utf-8")
    (tmp_path / "templates/house/brief.md.j2").write_text(HOUSE)
    (tmp_path / "templates/house/words/kk.yaml").write_text(
        "version: 1\nwords:\n  Bottom line: Ең бастысы\n", encoding="utf-8"
    )
    return tmp_path


def test_samples_speak_the_language_of_the_house_too(desk: Path) -> None:
    own = load(desk / "briefgen.yaml")
    assert list(tries(own)) == [
        *((name, "") for name in samples.NAMES),
        *((name, "kk") for name in samples.NAMES if name != "right-to-left"),
    ]
    dressed = samples.dressed(samples.settings("quiet"), own, "kk").brand
    assert (dressed.locale, dressed.name, [one.text for one in dressed.words]) == ("kk", "Кеңсе", ["Ең бастысы"])
    assert samples.dressed(samples.settings("quiet"), own).brand.locale == "en-GB"
    (desk / "brand.yaml").write_text("version: 1\nlocale: en-US\n")
    assert list(tries(load(desk / "briefgen.yaml"))) == [(name, "") for name in samples.NAMES]


def test_what_is_lost_in_the_language_of_the_house_alone_is_found(desk: Path) -> None:
    (desk / "templates/house/brief.md.j2").write_text(LOST_IN_KAZAKH)
    own = load(desk / "briefgen.yaml")
    assert proven("conflicts", own) == ()
    found = proven("conflicts", own, "kk")
    assert {one.id for one in found} >= {"E302"}
    assert all("(sample conflicts in kk)" in one.message for one in found)


def test_what_the_settings_lack_in_the_language_is_told_with_its_line(desk: Path, briefgen: Run) -> None:
    (desk / "templates/house/brief.md.j2").write_text("{{ nothing }}")  # an error: no sample is printed
    for locale, wanted in (("kk", ["the foreword"]), ("tr", ["name", "the foreword", "the title of ports"])):
        told = briefgen("templates", "check", "--json", "--language", locale)
        found = [one for one in map(json.loads, told.stdout.splitlines()) if one["id"] == "W207"]
        assert sorted(one["message"] for one in found) == [f"{what} is not there in {locale}" for what in wanted]
        assert all(one["level"] == "warning" and one["source"] for one in found)


def test_the_preview_tells_it_for_the_language_that_is_chosen(desk: Path) -> None:
    for locale, number in (("", 1), ("tr", 3), ("en", 1)):
        job = Job(Wanted(desk / "briefgen.yaml"), Key("sample/quiet", View.MARKDOWN, locale))
        found = [one for one in maker.outcome(job, {}).findings if one.id == "W207"]
        assert len(found) == number, found
