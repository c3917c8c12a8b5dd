"""What of an edition goes out by mail: a brief for each combination of topics and language that somebody gets."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from stocked import stock
from test_delivery_settings import SMALL
from test_editions import done

from briefgen import config, interchange
from briefgen.cli import editions
from briefgen.config.delivery import loading
from briefgen.corpus.store import open_store
from briefgen.delivery import people
from briefgen.delivery.settings import List, Release
from briefgen.delivery.values import Combination, Person
from briefgen.editions import letters
from briefgen.editions.values import State

WEEK = "2025-W11"
SETTINGS = """\
version: 1
corpus: [news]
topics:
  transport:
    title: {en: Transport, kk: Көлік, ru: Транспорт}
    terms: [port, line, railway]
    measures: [{name: cargo, unit: t, terms: [cargo]}]
  coast:
    title: {en: Coast, kk: Жағалау, ru: Побережье}
    terms: [Port Alder]
"""
DELIVERY = """\
version: 1
from: briefs@example.org
from_name: Ministry briefs
relay: {host: mail.example.org}
unsubscribe: {url: https://briefs.example.org/leave}
links: https://briefs.example.org/editions
postal_address: Ministry, 1 Harbour Square, Port Alder
lists:
  cabinet:
    title: Cabinet
    topics: [transport]
    formats: [html]
    attach: [html]
    people:
      - {address: ann@example.org}
      - {address: bo@example.org, topics: [transport, coast], language: kk, formats: [md], attach: []}
"""
ALONE, BOTH = "transport.en-GB", "transport--coast.kk"


@pytest.fixture
def desk(tmp_path: Path, news: Path) -> Path:
    """A house with a store of documents, and people who get two briefs of them."""
    (tmp_path / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "delivery.yaml").write_text(DELIVERY, encoding="utf-8")
    with open_store(tmp_path / "state/corpus.db") as store:
        stock(store, news)
    return tmp_path


def released(briefgen: Run, name: str = WEEK) -> None:
    if name == WEEK:
        done(briefgen, "create", WEEK, "--format", "md")
    done(briefgen, "review", name)
    done(briefgen, "release", name, "--out", "public")


def test_what_is_mailed_is_part_of_what_was_released_and_proves_itself(briefgen: Run, desk: Path) -> None:
    released(briefgen)
    names = {path.name for path in (desk / "public").iterdir()}
    assert names >= {
        f"{ALONE}.eml",
        f"{ALONE}.html",
        f"{ALONE}.json",
        f"{BOTH}.eml",
        f"{BOTH}.md",
        "transport.md",
        "coast.json",
    }
    assert f"{BOTH}.html" not in names
    with open_store(desk / "state/corpus.db") as store:
        one, other = letters.letters(store, WEEK)
    assert one.combination == Combination(("transport",), "en-GB")
    assert other.combination == Combination(("transport", "coast"), "kk")
    for letter in (one, other):
        for file in letter.files:
            assert file.content == (desk / "public" / file.name).read_bytes()
    shown = json.loads(done(briefgen, "show", WEEK, "--json"))
    schema = jsonschema.Draft202012Validator(json.loads(interchange.schema("edition")))
    assert list(schema.iter_errors(shown)) == []
    assert {row["key"]: row["formats"] for row in shown["mailed"]} == {ALONE: ["eml", "html"], BOTH: ["eml", "md"]}
    assert f"mailed: {ALONE} (eml, html)" in done(briefgen, "show", WEEK)
    text = (desk / f"public/{BOTH}.md").read_text(encoding="utf-8")
    assert "Көлік" in text
    assert "Жағалау" in text
    assert "Transport" not in text
    assert f"`briefgen verify {BOTH}.json`" in text
    page = (desk / f"public/{ALONE}.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "![" not in page
    checked = briefgen("verify", desk / f"public/{ALONE}.html")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_what_changes_mails_makes_a_reviewed_edition_a_draft_and_who_gets_them_does_not(
    briefgen: Run, desk: Path
) -> None:
    place = desk / "delivery.yaml"
    done(briefgen, "create", WEEK, "--format", "md")
    done(briefgen, "review", WEEK)
    place.write_text(DELIVERY.replace("ann@", "carl@"), encoding="utf-8")
    assert json.loads(done(briefgen, "list", "--json"))["state"] == "in review"
    for other in (
        DELIVERY.replace("1 Harbour Square", "2 Harbour Square"),
        DELIVERY.replace("language: kk", "language: ru"),
        DELIVERY.replace("formats: [md]", "formats: [md, json]"),
        'subject: "{{ title }}"\n' + DELIVERY,
    ):
        place.write_text(other, encoding="utf-8")
        assert "changed since: what is mailed changed" in done(briefgen, "show", WEEK)
    assert "a draft again: what is mailed changed" in done(briefgen, "release", WEEK, code=1)
    place.unlink()
    assert "what is mailed gone" in done(briefgen, "review", WEEK)


def test_who_leaves_one_of_several_lists_finds_the_topics_of_the_others(desk: Path) -> None:
    more = "  coast: {title: Coast, topics: [coast], formats: [html], people: [{address: ann@example.org}]}\n"
    (desk / "delivery.yaml").write_text(DELIVERY + more, encoding="utf-8")
    settings = config.load(desk / "briefgen.yaml")
    delivery = loading.load(settings)
    assert delivery is not None
    wanted = letters.mailed(delivery, ("transport", "coast"), ("transport", "coast")).wanted
    assert [one.combination.key for one in wanted] == [
        "coast.en-GB", "transport.en-GB", "transport--coast.en-GB", "transport--coast.kk",
    ]  # fmt: skip
    assert all(one.formats == ("eml", "html") for one in wanted if one.combination.language == "en-GB")


@given(st.lists(st.sets(st.sampled_from("abcd"), min_size=1), min_size=1, max_size=5), st.data())
def test_whatever_somebody_leaves_their_brief_is_among_those(topics: list[set[str]], data: st.DataObject) -> None:
    def member(of: set[str]) -> Person:
        return Person("ann@example.org", "", ("x",), Combination(tuple(sorted(of)), "en"), (), ())

    lists = [List(str(n), "", Release.BY_HAND, (member(of),)) for n, of in enumerate(topics)]
    staying = data.draw(st.lists(st.sampled_from(lists), min_size=1, unique_by=lambda one: one.id))
    known = {one.combination for one in (*people.united(lists, "abcd"), *people.lessened(lists, "abcd"))}
    assert people.united(sorted(staying, key=lambda one: one.id), "abcd")[0].combination in known


def test_a_correction_is_mailed_as_what_it_corrects_was(briefgen: Run, desk: Path) -> None:
    released(briefgen)
    (desk / "delivery.yaml").write_text(DELIVERY.replace("language: kk", "language: ru"), encoding="utf-8")
    done(briefgen, "correct", WEEK, "--reason", "The total was of 2023.")
    released(briefgen, f"{WEEK}.1")
    with open_store(desk / "state/corpus.db") as store:
        before, after = letters.frozen(store, WEEK), letters.frozen(store, f"{WEEK}.1")
    assert before is not None
    assert after is not None
    assert before.wanted == after.wanted
    assert (desk / f"public/{BOTH}.eml").is_file()


def test_who_wants_what_an_edition_lacks_is_said(briefgen: Run, desk: Path) -> None:
    done(briefgen, "create", WEEK, "--topic", "transport", "--format", "md")
    told = done(briefgen, "review", WEEK)
    assert f"note: 1 person gets nothing of {WEEK}: it has no brief on coast" in told
    assert not (desk / f"build/{WEEK}/{BOTH}.eml").exists()


def test_what_is_missing_in_the_language_of_one_reader_keeps_an_edition_from_being_released(
    briefgen: Run, desk: Path
) -> None:
    (desk / "briefgen.yaml").write_text(SETTINGS.replace("kk: Жағалау, ", ""), encoding="utf-8")
    done(briefgen, "create", WEEK, "--format", "md")
    done(briefgen, "review", WEEK)
    told = done(briefgen, "release", WEEK, code=1)
    assert "briefgen.yaml:9" in told
    assert "kk" in told


def test_lists_without_a_person_who_releases_have_their_editions_released(desk: Path) -> None:
    with editions.desk(desk / "briefgen.yaml", None, "briefgen send") as found:
        act = editions.automatic(found, WEEK)
        assert (act.state, act.by) == (State.RELEASED, "briefgen send")
        assert editions.automatic(found, WEEK) == act
        assert letters.letters(found.store, WEEK)


def test_a_warning_about_the_hour_of_a_timer_keeps_no_edition_from_being_released(briefgen: Run, desk: Path) -> None:
    night = 'calendar: {day: sunday, time: "02:30", time_zone: Europe/Berlin}\n'
    (desk / "delivery.yaml").write_text(DELIVERY + night, encoding="utf-8")
    assert [one.level for one in config.check(desk / "briefgen.yaml")] == ["warning"]
    released(briefgen)


def test_an_edition_of_a_house_that_mails_nothing_has_no_letters(briefgen: Run, desk: Path) -> None:
    (desk / "delivery.yaml").unlink()
    released(briefgen)
    with open_store(desk / "state/corpus.db") as store:
        assert letters.frozen(store, WEEK) is None
        assert letters.letters(store, WEEK) == ()
    assert "mailed:" not in done(briefgen, "show", WEEK)


def test_settings_of_delivery_that_are_wrong_are_named_with_their_line(briefgen: Run, desk: Path) -> None:
    (desk / "delivery.yaml").write_text(SMALL.replace("title: Cabinet", "tilte: Cabinet"), encoding="utf-8")
    assert "delivery.yaml:6" in done(briefgen, "create", WEEK, code=2)


@given(st.lists(st.text("abcdefgh-", min_size=1, max_size=60), min_size=1, max_size=40, unique=True))
def test_the_names_of_files_fit_any_file_system_and_tell_combinations_apart(topics: list[str]) -> None:
    one = Combination(tuple(topics), "kk")
    assert len(one.key) <= 160
    others = [replace(one, language="ru"), replace(one, topics=(*topics, "zz"))]
    assert len({one.key, *(other.key for other in others)}) == 3


def test_the_settings_of_tests_are_right(desk: Path) -> None:
    assert config.check(desk / "briefgen.yaml") == ()


def test_mail_that_nobody_can_leave_is_not_released(briefgen: Run, desk: Path) -> None:
    """A frame of the house's own, of an older kind: said once for all mails, with its file."""
    house = desk / "templates" / "house"
    house.mkdir(parents=True)
    frame = '{% extends "!default/email.txt.j2" %}{% block foot %}Ask us.{% endblock %}'
    (house / "email.txt.j2").write_text(frame, encoding="utf-8")
    done(briefgen, "create", WEEK, "--format", "md")
    told = done(briefgen, "review", WEEK)
    assert told.count("has no link to unsubscribe") == 1
    assert str(house / "email.txt.j2") in told
    assert "has no link to unsubscribe" in done(briefgen, "release", WEEK, code=1)
