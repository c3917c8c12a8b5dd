"""What editors ask of an edition: editions/*.yaml read, and done to its briefs."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from test_editions import SETTINGS, WEEK

from briefgen import config, overriding, wishing
from briefgen.config.keys import SECTIONS
from briefgen.hiding import NOTHING
from briefgen.interchange import chart_id
from briefgen.model import Brief, Comment, Evidence, Override, Wish
from briefgen.samples import load
from briefgen.writing.together import together

BUSY = load("busy")
IDS = sorted(
    {one.id for section in BUSY.sections for one in section.statements}
    | {fact.id for fact in BUSY.facts}
    | set(map(chart_id, BUSY.charts))
)
wishes = st.lists(st.sampled_from(IDS), max_size=8, unique=True).map(lambda ids: tuple(map(Wish, ids)))


def printed(brief: Brief) -> dict[str, set[str]]:
    """Ids that a reader can meet, by section."""
    return {
        section.name: {one.id for one in section.statements}
        | {fact.id for fact in section.facts}
        | {aim.statement.id for aim in section.aims if aim.statement}
        | set(map(chart_id, section.charts))
        for section in brief.sections
    }


@given(wishes, st.lists(st.sampled_from(SECTIONS), max_size=5, unique=True))
def test_hidden_statements_and_charts_are_gone_and_all_else_stays(hide: tuple[Wish, ...], order: list[str]) -> None:
    facts = {fact.id for fact in BUSY.facts}
    named = tuple(wish for wish in hide if wish.id not in facts)
    asked = Override("2026-W47", hide=named, order=tuple(order))
    found = printed(overriding.applied(BUSY, asked, BUSY.facts))
    for name, ids in printed(BUSY).items():
        assert found.get(name, set()) == ids - {wish.id for wish in named}
    first = [name for name in order if name in found]
    assert list(found)[: len(first)] == first


@given(wishes)
def test_what_is_pinned_stands_first_and_nothing_is_lost(pin: tuple[Wish, ...]) -> None:
    found = overriding.applied(BUSY, Override("2026-W47", pin=pin), BUSY.facts)
    place = {wish.id: number for number, wish in enumerate(pin)}
    for section in found.sections:
        for ids in ([one.id for one in section.statements], [one.id for one in section.facts]):
            there = [one for one in ids if one in place]
            assert ids[: len(there)] == sorted(there, key=place.__getitem__)
    for name, ids in printed(BUSY).items():
        assert printed(found)[name] >= ids


def test_nothing_asked_changes_nothing() -> None:
    asked = overriding.of_edition((Override("2026-W46", hide=(Wish(IDS[0]),)),), "2026-W47")
    assert overriding.applied(BUSY, asked, BUSY.facts) is BUSY
    assert overriding.fingerprint("abc", asked) == "abc"


def test_what_an_edition_asks_goes_before_what_is_asked_of_every_one() -> None:
    every = Override("default", headings=(("gaps", "Mind"), ("targets", "Aims")), order=("gaps",))
    week = Override("2026-W47", hide=(Wish("aa"),), headings=(("gaps", "Gaps"),))
    own = Override("2026-W47.1", order=("targets",))
    asked = overriding.of_edition((every, week, own), "2026-W47.1")
    assert (dict(asked.headings), asked.order, asked.hide) == (
        {"gaps": "Gaps", "targets": "Aims"}, ("targets",), (Wish("aa"),),
    )  # fmt: skip
    assert overriding.of_edition((every, week, own), "2026-W47").order == ("gaps",)


def test_a_wish_that_matches_nothing_brings_the_nearest_ids() -> None:
    asked = Override("2026-W47", hide=(Wish(IDS[0]), Wish(f"{IDS[1][:-1]}x", "editions/2026-W47.yaml:3")))
    (one,) = wishing.unmatched(asked, ((BUSY, BUSY.facts),), Evidence(BUSY.facts), NOTHING)
    assert one.where == "editions/2026-W47.yaml:3"
    assert IDS[1] in one.hint


def test_the_hash_tells_what_is_asked_but_not_where() -> None:
    one = Override("2026-W47", hide=(Wish("aa", "x:1"),))
    assert overriding.fingerprint("abc", one) == overriding.fingerprint("abc", replace(one, hide=(Wish("aa", "y:9"),)))
    assert overriding.fingerprint("abc", one) != overriding.fingerprint("abc", replace(one, hide=(), pin=one.hide))


WRONG = {
    "hide: [zz]": (2, "zz"),
    "hid: [aabbccddeeff]": (2, 'unknown key "hid"'),
    "order: [gaps, gabs]": (2, "gabs"),
    "order: [gaps, gaps]": (2, "stands twice"),
    "headings: {gaps: 3 gaps}": (2, "a heading has a number"),
    "comments: [{text: x, by: N, date: 2026-11-20, topic: transprt}]": (2, 'there is no topic "transprt"'),
    "headings: {gap: Gaps}": (2, 'unknown key "gap"'),
    "foreword: {text: {en_GB: x, en: x}, by: N, date: 2026-11-20}": (2, '"en_GB" is not a locale'),
    "foreword: {text: {en: 3}, by: N, date: 2026-11-20}": (2, "YAML takes 3 for a whole number"),
    "foreword: {text: x, by: N}": (2, 'the key "date" is missing in foreword'),
    "foreword: {text: x, by: N, date: 2026-11-20, section: gaps}": (2, 'unknown key "section"'),
    "hide: [aabbccddeeff]\npin: [aabbccddeeff]": (3, "is hidden on line 2"),
}


def asked_for(folder: Path, text: str, name: str = f"{WEEK}.yaml") -> Path:
    (folder / "editions").mkdir(exist_ok=True)
    (folder / "editions" / name).write_text(f"version: 1\n{text}\n")
    return folder / "briefgen.yaml"


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_found_with_its_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    found = config.check(asked_for(tmp_path, text))
    line, message = WRONG[text]
    assert [str(one.where).rpartition(":")[2] for one in found] == [str(line)]
    assert message in found[0].message


def test_a_file_that_is_no_editions_is_found(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    (found,) = config.check(asked_for(tmp_path, "hide: []", "spring.yaml"))
    assert found.message == '"spring" is no edition'


def made(briefgen: Run, folder: Path, *formats: str) -> tuple[dict[str, Any], str]:
    """The JSON of a brief, and what was remarked on."""
    words = [word for one in ("json", *formats) for word in ("--format", one)]
    found = briefgen("make", "--corpus", "news", "--week", WEEK, "--out", "out", *words)
    assert found.returncode == 0, found.stderr
    return json.loads((folder / "out/transport.json").read_bytes()), found.stderr


def test_an_editors_words_are_marked_and_their_numbers_are_the_editors(
    briefgen: Run, tmp_path: Path, news: Path
) -> None:
    assert news.is_dir()
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    words = "The ministry <b>foresees</b> 7.5 million tons of *cargo*."
    asked_for(tmp_path, f"comments:\n  - {{text: '{words}', by: Nora Lind, date: 2025-03-16, section: developments}}")
    brief, _ = made(briefgen, tmp_path, "md", "html")
    (line,) = [one for one in brief["printed"] if "foresees" in one["text"]]
    assert line["text"] == f"Editor’s note: {words.replace('*', '')} — Nora Lind, 16 March 2025"
    gaps = next(one for one in brief["sections"] if one["key"] == "gaps")
    assert "Numbers of an editor’s note: 7.5" in [one["what"] for one in gaps["omissions"]]
    assert b"<b>foresees" not in (tmp_path / "out/transport.html").read_bytes().partition(b"<script")[0]
    for name in ("transport.json", "transport.html"):
        checked = briefgen("verify", tmp_path / "out" / name, "--corpus", news)
        assert checked.returncode == 0, checked.stdout
        assert "note: bottom_line: said by Nora Lind on 2025-03-16; its numbers (7.5) rest" in checked.stderr


FOREWORD = """foreword:
  by: Nora Lind
  date: 2025-03-16
  text:
    en: |
      Ports grew **again**, by 9 percent.

      - see [the count](https://example.org/count)
    kk: Порттар тағы өсті.
"""


@pytest.mark.parametrize(
    ("locale", "lines"),
    {
        "en-GB": (
            "Foreword",
            "Editor’s note — Nora Lind, 16 March 2025",
            "Ports grew again, by 9 percent.",
            "see the count",
        ),
        "kk": ("Алғысөз", "Редактор ескертпесі — Nora Lind, 2025\u202fж. 16 наурыз", "Порттар тағы өсті."),
        "ru": (),
    }.items(),
)
def test_a_foreword_stands_first_in_the_locale_of_the_brief(
    briefgen: Run, tmp_path: Path, news: Path, locale: str, lines: tuple[str, ...]
) -> None:
    assert news.is_dir()
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    (tmp_path / "brand.yaml").write_text(f"version: 1\nlocale: {locale}\n")
    asked_for(tmp_path, FOREWORD)
    brief, _ = made(briefgen, tmp_path)
    assert tuple(one["text"] for one in brief["printed"] if one["block"] == "foreword") == lines
    gaps = [one["what"] for section in brief["sections"] if section["key"] == "gaps" for one in section["omissions"]]
    assert ("Numbers of an editor’s note: 9" in gaps) == (locale == "en-GB")
    found = config.check(tmp_path / "briefgen.yaml")
    assert [one.message for one in found] == ([] if lines else ["the foreword is not there in ru"])
    assert all(str(one.where).endswith(f"{WEEK}.yaml:6") for one in found)


def test_a_foreword_on_all_topics_is_said_once_in_a_brief_on_several() -> None:
    every, ones = (
        Comment(text, "N", dt.date(2025, 3, 16), topic, "foreword") for text, topic in (("All.", ""), ("One.", "b"))
    )
    briefs = [replace(BUSY, topic=topic, title=topic) for topic in ("a", "b")]
    asked = Override("2026-W47", comments=(every, ones))
    found = together([overriding.applied(brief, asked, ()) for brief in briefs])
    said = [(one.part, [line.text for line in one.statements]) for one in found.sections if one.name == "foreword"]
    assert said == [("", ["All."]), ("b", ["One."])]
    assert found.parts[0].title == ""


def test_a_hidden_figure_is_gone_from_every_file_and_is_counted(briefgen: Run, tmp_path: Path, news: Path) -> None:
    assert news.is_dir()
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    before, _ = made(briefgen, tmp_path)
    fact = next(one for one in before["facts"] if "6 million" in json.dumps(one))
    asked_for(tmp_path, f"hide: [{fact['id']}, 0123456789ab]\nheadings: {{key_figures: The figures}}")
    after, told = made(briefgen, tmp_path, "md", "html", "eml")
    assert f"editions/{WEEK}.yaml:2: 0123456789ab is no statement, fact or chart of this edition" in told
    assert fact["id"] not in {one["id"] for one in after["facts"]}
    for path in (tmp_path / "out").rglob("*.*"):
        assert "6 million" not in path.read_text("utf-8"), path
    gaps = next(one for one in after["sections"] if one["key"] == "gaps")
    assert "1 figure hidden" in [one["what"] for one in gaps["omissions"]]
    assert "The figures" in [one["name"] for one in after["sections"]]
    assert after["provenance"]["config"] != before["provenance"]["config"]
    for name in ("transport.json", "transport.html"):
        checked = briefgen("verify", tmp_path / "out" / name, "--corpus", news)
        assert checked.returncode == 0, checked.stdout
