"""The samples that ship: each shows what it is there for, and nothing of it is kept twice."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from conftest import Run

from briefgen import interchange, samples, verify
from briefgen.errors import UsageError
from briefgen.model import Corpus, Section


def section(name: str, part: str) -> Section | None:
    return next((one for one in samples.load(name).sections if one.name == part), None)


def test_the_names_are_those_of_the_folders() -> None:
    home = samples.folder("quiet").parent
    assert sorted(samples.NAMES) == sorted(path.name for path in home.iterdir() if (path / "briefgen.yaml").exists())


@pytest.mark.parametrize("name", samples.NAMES)
def test_a_sample_has_settings_without_fault_and_stands_the_check(name: str) -> None:
    brief = samples.load(name)
    assert not samples.settings(name).warnings
    assert brief.topic == name
    assert not verify.verify(json.loads(interchange.dump(interchange.brief_row(brief))), Corpus(brief.documents))


def test_an_unknown_sample_brings_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="no sample") as caught:
        samples.load("bussy")
    assert "Did you mean busy?" in str(caught.value.hint)


def test_the_quiet_week_has_no_facts() -> None:
    assert not samples.load("quiet").facts


def test_the_busy_week_fills_every_block() -> None:
    brief = samples.load("busy")
    wanted = {"bottom_line", "key_figures", "charts", "developments", "disagreements", "targets", "quotations", "gaps"}
    assert {one.name for one in brief.sections} >= wanted
    assert len(brief.charts) == 3


def test_the_awkward_week_holds_what_it_is_there_for() -> None:
    text = "".join(document.text for document in samples.load("awkward").documents)
    for what in ("<script>", "{{", "{%", "](javascript:", "<!-- block:", "\u202e", "\u200b", "\u00ad", "₼", "₾", "↩"):
        assert what in text, what
    assert max(map(len, text.split())) > 80


def test_the_page_from_right_to_left_has_both_directions() -> None:
    directions = {
        unicodedata.bidirectional(letter) for one in samples.load("right-to-left").documents for letter in one.text
    }
    assert {"L", "R", "AL"} <= directions
    assert samples.load("right-to-left").locale == "ar"


def test_conflicts_are_of_several_kinds() -> None:
    relations = samples.load("conflicts").relations
    assert len({relation.type for relation in relations}) >= 3
    assert len({relation.severity for relation in relations}) >= 2


def test_samples_wear_the_own_style_and_keep_what_they_say(briefgen: Run, tmp_path: Path) -> None:
    house = tmp_path / "templates" / "house"
    house.mkdir(parents=True)
    (tmp_path / "briefgen.yaml").write_text(
        "version: 1\ncorpus: [news]\ntopics:\n  tea:\n    title: Tea\n    terms: [tea]\n", "utf-8"
    )
    (tmp_path / "brand.yaml").write_text('version: 1\nname: Own office\ncolor:\n  primary: "#801650"\n', "utf-8")
    override = '{% extends "!default/brief.md.j2" %}{% block colophon %}House colophon{% endblock %}'
    (house / "brief.md.j2").write_text(override, "utf-8")
    done = briefgen("samples", "right-to-left", "quiet", "--format", "html", "--format", "md")
    assert done.returncode == 0, done.stderr
    written = tmp_path / "build" / "samples"
    assert "wrote build/samples/quiet.html" in done.stderr
    page = (written / "right-to-left.html").read_text("utf-8")
    assert 'dir="rtl"' in page
    assert "#801650" in page
    assert "House colophon" in page
    assert "Canal Office" in page
    assert "Own office" not in page
    assert not (written / "busy.md").exists()


@pytest.mark.parametrize(
    ("words", "hint"), [(("bussy",), "Did you mean busy?"), (("quiet", "--format", "odt"), "Formats:")]
)
def test_what_is_not_there_is_refused_before_any_work(
    words: tuple[str, ...], hint: str, briefgen: Run, tmp_path: Path
) -> None:
    done = briefgen("samples", *words)
    assert done.returncode == 2
    assert hint in done.stderr
    assert not (tmp_path / "build").exists()
