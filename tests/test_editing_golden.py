"""`briefgen templates check --golden`: samples against what somebody accepted, and against rules of the house."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen import resources
from briefgen.config import load
from briefgen.editing import golden, houserules
from briefgen.editing.looks import Looks, looks, parts, written
from briefgen.running import Cause, Failure

SHOWN = Looks(
    words=("masthead: # Ports", "masthead: Embargoed until Monday", "gaps: # Gaps", "gaps: Nothing is known."),
    outline=("# Ports", "## Key figures", "## Charts"),
    pages=("Ports\nEmbargoed until\nMonday", "Charts", "Sources and the end"),
)


def kept(folder: Path, one: Looks, name: str = "quiet") -> Path:
    path = folder / f"{name}.txt"
    path.write_text(written(one), encoding="utf-8")
    return path


def test_what_was_accepted_stands(tmp_path: Path) -> None:
    assert list(golden.compared("quiet", kept(tmp_path, SHOWN), SHOWN)) == []
    assert parts(written(SHOWN)) == ("3", SHOWN.outline, SHOWN.words)


def test_other_words_outline_and_pages_are_found_where_they_stand(tmp_path: Path) -> None:
    path = kept(tmp_path, SHOWN)
    now = Looks((*SHOWN.words[:2], "gaps: # Mind the gaps", SHOWN.words[3]), ("# Ports", "## Charts"), SHOWN.pages[:2])
    found = {one.id: one for one in golden.compared("quiet", path, now)}
    assert sorted(found) == ["E401", "E402", "E403"]
    line = path.read_text().splitlines()[found["E401"].line - 1]
    assert line == "gaps: # Gaps"
    assert "-gaps: # Gaps\n+gaps: # Mind the gaps\n" in found["E401"].hint
    assert "-## Key figures" in found["E402"].hint
    assert found["E403"].message == "the sample quiet has 2 pages, and had 3"
    assert "    -gaps: # Gaps" in str(found["E401"])


@pytest.mark.parametrize("text", ["", "\x00", "Pages: 3", "Outline\n\n# Ports\n"])
def test_a_golden_file_that_is_none_is_another_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "quiet.txt"
    path.write_text(text)
    found = {one.id for one in golden.compared("quiet", path, SHOWN)}
    assert "E401" in found


def test_what_nobody_accepted_and_what_cannot_be_printed_is_said(tmp_path: Path) -> None:
    failed = Failure(next(iter(Cause)), "out of memory")
    found = list(golden.check(tmp_path, {"quiet": failed, "busy": SHOWN}))
    assert [(one.id, Path(one.file).name) for one in found] == [("E400", "quiet.txt"), ("E400", "busy.txt")]
    assert "out of memory" in found[0].message
    assert "--accept" in found[1].hint
    assert [file.name for file in golden.accepted({"quiet": failed, "busy": SHOWN})] == ["busy.txt"]


HOLD = (
    "at most 3 pages",
    "At least 3 pages",
    "page 1 contains 'Embargoed until Monday'",
    'page 2 contains "charts"',
    "the last page contains “the end”",
    "no page contains 'draft'",
    "there is a heading 'Key figures'",
    "there is no heading 'Appendix'",
    "heading 'Key figures' comes before 'Charts'",
    "heading 'Appendix' comes before 'Charts'",
    "at most 1 page in busy, conflicts",
)
BROKEN = {
    "at most 2 pages": "it has 3",
    "at least 4 pages in quiet": "it has 3",
    "page 2 contains 'Embargoed'": "the words are not there",
    "page 9 contains 'Embargoed'": "there is no page 9",
    "page 0 contains 'Embargoed'": "there is no page 0",
    "last page contains 'Monday'": "page 3 does not have the words",
    "every page contains 'Charts'": "not on page 1, 3",
    "no page contains 'Charts'": "the words are on page 2",
    "there is a heading 'Ports of call'": "there is none",
    "there is no heading 'Charts'": "there is one",
    "heading 'Charts' comes before 'Key figures'": "it comes behind it",
}


def ruled(folder: Path, *texts: str) -> Path:
    path = folder / houserules.FILE
    lines = "".join(f"  - {text}\n" for text in texts)
    path.write_text(f"version: 1\nrules:\n{lines}", encoding="utf-8")
    return path


@pytest.mark.parametrize("text", HOLD)
def test_rules_that_hold(tmp_path: Path, text: str) -> None:
    rules, wrong = houserules.read(ruled(tmp_path, text))
    assert (len(rules), wrong) == (1, ())
    assert list(houserules.broken(rules, tmp_path, "quiet", SHOWN)) == []


@pytest.mark.parametrize("text", BROKEN)
def test_rules_that_are_broken_are_named_with_their_line(tmp_path: Path, text: str) -> None:
    path = ruled(tmp_path, "at least 1 page", text)
    rules, wrong = houserules.read(path)
    assert wrong == ()
    (found,) = houserules.broken(rules, path, "quiet", SHOWN)
    assert (found.id, found.line, found.source.strip()) == ("E404", 4, f"- {text}")
    assert found.message.endswith(f"of the sample quiet: {BROKEN[text]}")


UNKNOWN = {
    "at mots 4 pages": "Did you mean “at most N pages”?",
    "page 1 has 'Embargoed'": "Did you mean “page N contains 'TEXT'”?",
    "heading 'a' before 'b'": "Did you mean “heading 'TEXT' comes before 'TEXT'”?",
    "at most four pages": "Did you mean “at most N pages”?",
    "at most 99999 pages": "There are: at most N pages; ",
    "at most 4 pages in quite": 'Did you mean "quiet"?',
    "be nice": "There are: at most N pages; ",
}


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_rule_that_is_none_brings_what_was_meant(tmp_path: Path, text: str) -> None:
    rules, (found,) = houserules.read(ruled(tmp_path, text))
    assert rules == ()
    assert (found.id, found.line) == ("E405", 3)
    assert UNKNOWN[text] in found.hint


@given(st.text(max_size=80))
def test_no_text_of_a_rule_is_more_than_a_finding(text: str) -> None:
    found = houserules.rule(text)
    if isinstance(found, houserules.Rule):
        assert isinstance(found.broken(SHOWN), str)
    else:
        assert all(found)


HOSTILE = {
    b"version: 1\nrules: [!!python/object/apply:os.system [ls]]\n": 2,
    b"version: 1\nrules:\n\t- at most 4 pages\n": 3,
    b"version: 1\nrules:\n  - at most 4 pages: 3\n": 3,
    b"version: 1\nrules: at most 4 pages\n": 2,
    b"version: 1\nruels: []\n": 2,
    b"version: 2\nrules: []\n": 1,
    b"rules: []\n": 1,
    b"- at most 4 pages\n": 1,
    b"version: 1\nrules: [\xff]\n": 2,
    b"": 1,
    b"a: &a [x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [" + b", ".join([b"*c"] * 12) + b"]\n": 1,
    b"version: 1\nrules: " + b"[" * 400 + b"]" * 400: 2,
}


@pytest.mark.parametrize("data", HOSTILE, ids=lambda data: data[:40].decode("latin-1"))
def test_hostile_files_of_rules_are_findings(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / houserules.FILE
    path.write_bytes(data)
    rules, found = houserules.read(path)
    assert rules == ()
    assert {one.id for one in found} == {"E405"}
    assert found[0].line == HOSTILE[data]


def test_the_project_is_the_folder_of_the_settings_or_of_config(tmp_path: Path) -> None:
    own = load(None)
    assert golden.folder(replace(own, path=tmp_path / "config/briefgen.yaml")) == tmp_path / "tests/golden"
    assert golden.folder(replace(own, path=tmp_path / "briefgen.yaml")) == tmp_path / "tests/golden"


def test_nothing_is_written_into_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert golden.folder(replace(load(None), path=resources.config() / "briefgen.yaml")) == tmp_path / "tests/golden"


def test_an_override_shows_and_its_rule_holds(tmp_path: Path) -> None:
    plain = load(None)
    before = looks("quiet", plain)
    assert "## Gaps and cautions" in before.outline
    path = kept(tmp_path, before)
    (tmp_path / "house").mkdir()
    (tmp_path / "house/brief.md.j2").write_text(
        '{% extends "!default/brief.md.j2" %}\n{% block masthead %}{{ super() }}\n\n'
        "Embargoed until noon.\n\n{% endblock %}"
    )
    now = looks("quiet", replace(plain, templates=(tmp_path / "house",)))
    (found,) = golden.compared("quiet", path, now)
    assert "+masthead: Embargoed until noon." in found.hint
    rules, _ = houserules.read(ruled(tmp_path, "page 1 contains 'Embargoed until'", "at most 1 page"))
    assert list(houserules.broken(rules, path, "quiet", now)) == []
    assert [one.line for one in houserules.broken(rules, path, "quiet", before)] == [3]


def test_accepting_goes_with_golden(briefgen: Run) -> None:
    told = briefgen("templates", "check", "--accept")
    assert told.returncode == 2
    assert "Add --golden" in told.stderr


@pytest.mark.conform
def test_the_command_accepts_and_then_finds_what_changed(briefgen: Run, tmp_path: Path) -> None:
    (tmp_path / "briefgen.yaml").write_text(
        "version: 1\ncorpus: [news]\ntopics: {ports: {title: Ports, terms: [port]}}\n"
    )
    (tmp_path / "news").mkdir()
    assert briefgen("templates", "check", "--golden").stdout.count("E400") == 5
    told = briefgen("templates", "check", "--golden", "--accept")
    assert (told.returncode, told.stdout) == (0, "")
    assert f"kept 5 samples in {tmp_path}" in told.stderr
    before = (tmp_path / "tests/golden/busy.txt").read_bytes()
    (tmp_path / "brand.yaml").write_text("version: 1\npage: {margins: 60mm}\n")
    ruled(tmp_path / "tests/golden", "at most 2 pages in busy")
    told = briefgen("templates", "check", "--golden")
    assert told.returncode == 1
    assert "E403" in told.stdout
    assert "rules.yaml:3  E404" in told.stdout
    assert "E401" not in told.stdout
    assert (tmp_path / "tests/golden/busy.txt").read_bytes() == before
