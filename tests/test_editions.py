"""Editions: their states as values, their bytes in the store, and `briefgen edition`."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from conftest import LINE, Run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from stocked import stock

from briefgen import weeks
from briefgen.cli import output
from briefgen.corpus.store import Store, open_store
from briefgen.editions import shelf, states
from briefgen.editions.values import Act, Change, How, Part, Piece, Plan, Sign, State
from briefgen.errors import CorpusError, UsageError
from briefgen.model import File, Notice
from briefgen.repairing import repair

NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)
SIGN = Sign("nora", NOW)
PLAN = Plan("2026-W47", "2026-W47", ("transport",), ("md", "json"))
PIECES = (
    Piece(Part.DOCUMENT, "line.txt", "a1"),
    Piece(Part.TEMPLATE, "house/brief.md.j2", "b1"),
    Piece(Part.SETTINGS, "briefgen.yaml", "c1"),
)
FILES = (*PIECES, Piece(Part.FILE, "transport.md", "d1"))

hashes = st.sampled_from(("a1", "a2", "b1"))
some_pieces = st.dictionaries(
    st.tuples(st.sampled_from(list(Part)), st.sampled_from(("one", "two"))), hashes, max_size=6
).map(lambda found: tuple(Piece(*key, one) for key, one in found.items()))


def reviewed(pieces: tuple[Piece, ...] = FILES) -> list[Act]:
    log = [states.created(PLAN, pieces, SIGN)]
    return [*log, states.reviewed(log, pieces, SIGN)]


def released(pieces: tuple[Piece, ...] = FILES) -> list[Act]:
    log = reviewed(pieces)
    return [*log, states.released(log, pieces, SIGN)]


@pytest.mark.parametrize("number", range(len(FILES)))
def test_a_change_of_any_part_makes_a_reviewed_edition_a_draft(number: int) -> None:
    log = reviewed()
    other = tuple(replace(one, hash="ff") if place == number else one for place, one in enumerate(FILES))
    found = states.standing(log, other)
    assert (found.state, found.changes) == (
        State.DRAFT, (Change(FILES[number].part, FILES[number].path, How.CHANGED),),
    )  # fmt: skip
    with pytest.raises(UsageError, match="changed since"):
        states.released(log, other, SIGN)
    fallen = states.fallen(log, other, SIGN)
    assert fallen is not None
    assert (fallen.state, fallen.changes) == (State.DRAFT, found.changes)
    assert states.reviewed([*log, fallen], other, SIGN).state is State.REVIEW


@given(some_pieces, some_pieces)
def test_what_changed_is_found_both_ways(before: tuple[Piece, ...], now: tuple[Piece, ...]) -> None:
    there, back = states.changes(before, now), states.changes(now, before)
    turned = {How.NEW: How.GONE, How.GONE: How.NEW, How.CHANGED: How.CHANGED}
    assert sorted(replace(one, how=turned[one.how]) for one in there) == list(back)
    assert states.changes(now, now[::-1]) == ()
    without = [{one for one in side if one.part is not Part.FILE} for side in (before, now)]
    assert bool([one for one in there if one.part is not Part.FILE]) == (without[0] != without[1])


@given(some_pieces, st.permutations(FILES))
def test_nothing_leads_from_released_to_other_bytes(now: tuple[Piece, ...], shuffled: list[Piece]) -> None:
    log = released(tuple(shuffled))
    assert log[-1].hash == states.digest(PLAN, FILES)
    assert states.fallen(log, now, SIGN) is None
    assert states.standing(log, now).hash == log[-1].hash
    for step in (states.reviewed, states.released):
        with pytest.raises(UsageError, match="is released"):
            step(log, now, SIGN)
    gone = states.withdrawn(log, SIGN, "the total is wrong")
    assert (gone.pieces, gone.hash) == (log[-1].pieces, log[-1].hash)
    assert states.fallen([*log, gone], now, SIGN) is None


@given(some_pieces, some_pieces)
def test_the_hash_tells_all_pieces_apart(one: tuple[Piece, ...], other: tuple[Piece, ...]) -> None:
    assert (states.digest(PLAN, one) == states.digest(PLAN, other)) == (set(one) == set(other))
    assert states.digest(PLAN, one) != states.digest(replace(PLAN, compare_to="x"), one)


def test_a_log_that_was_changed_is_not_whole() -> None:
    log = [*released(), states.withdrawn(released(), SIGN, "wrong")]
    assert states.is_whole(log)
    for number, act in enumerate(log[:-1]):
        assert not states.is_whole([*log[:number], replace(act, by="somebody else"), *log[number + 1 :]])
        assert not states.is_whole([*log[:number], *log[number + 1 :]])
    assert not states.is_whole([*log[:-1], replace(log[-1], pieces=PIECES)])


def test_a_correction_is_numbered_after_those_there_are() -> None:
    log = released()
    plan = states.correction(log, ["2026-W46.7", "2026-W47"], SIGN, " the  total was wrong ")
    notice = Notice("2026-W47", "the total was wrong", NOW.date())
    assert (plan.name, plan.week, plan.compare_to, plan.notice) == ("2026-W47.1", "2026-W47", "2026-W47", notice)
    with pytest.raises(UsageError, match=r"was corrected by 2026-W47\.10"):
        states.correction(log, ["2026-W47", "2026-W47.9", "2026-W47.10"], SIGN, "again")
    with pytest.raises(UsageError, match="in review"):
        states.correction(reviewed(), ["2026-W47"], SIGN, "again")
    with pytest.raises(UsageError, match="no reason"):
        states.correction(log, ["2026-W47"], SIGN, " ")


def test_what_may_not_follow_is_refused_with_what_to_do() -> None:
    draft = [states.created(PLAN, PIECES, SIGN)]
    with pytest.raises(UsageError, match="was not reviewed") as refused:
        states.released(draft, PIECES, SIGN)
    assert refused.value.hint == "Read it and run `briefgen edition review 2026-W47`."
    with pytest.raises(UsageError, match="is draft"):
        states.withdrawn(draft, SIGN, "wrong")


def test_changes_are_told_in_words() -> None:
    documents = tuple(Piece(Part.DOCUMENT, f"{n}.txt", "a") for n in range(5))
    now = (*documents, Piece(Part.TEMPLATE, "house/brief.md.j2", "b2"), Piece(Part.SETTINGS, "briefgen.yaml", "c2"))
    assert states.told(states.changes(PIECES, now)) == (
        "5 documents new; document line.txt gone; settings changed; template house/brief.md.j2 changed"
    )


WEEK = "2025-W11"
SETTINGS = """version: 1
corpus: [news]
topics:
  transport:
    title: Transport
    terms: [port, railway, cargo, freight]
    measures:
      - {name: cargo handled, unit: t, terms: [cargo, freight]}
"""


@pytest.fixture
def desk(tmp_path: Path, news: Path) -> Path:
    """A folder with settings and a store that holds two documents of one week."""
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    with open_store(tmp_path / "state/corpus.db") as store:
        stock(store, news)
    return tmp_path


def done(briefgen: Run, *words: object, code: int = 0) -> str:
    """What a command of `briefgen edition` printed on standard error."""
    found = briefgen("edition", *words)
    assert found.returncode == code, found.stderr
    return found.stdout + found.stderr


def released_one(briefgen: Run) -> None:
    done(briefgen, "create", WEEK, "--format", "md", "--format", "html", "--by", "Ada")
    done(briefgen, "review", WEEK, "--by", "Ada")
    assert "released" in done(briefgen, "release", WEEK, "--by", "Nora Lind", "--out", "public")


def test_an_edition_goes_from_draft_to_release(briefgen: Run, desk: Path) -> None:
    released_one(briefgen)
    (row,) = [json.loads(line) for line in done(briefgen, "list", "--json").splitlines()]
    assert (row["name"], row["state"], row["by"]) == (WEEK, "released", "Nora Lind")
    shown = json.loads(done(briefgen, "show", WEEK, "--json"))
    assert [(entry["state"], entry["by"]) for entry in shown["log"]] == [
        ("draft", "Ada"), ("in review", "Ada"), ("released", "Nora Lind"),
    ]  # fmt: skip
    assert shown["log"][1]["hash"] == shown["hash"]
    assert {path.name for path in (desk / "public").iterdir() if path.is_file()} >= {"transport.md", "transport.json"}


CHANGES = {
    "document": "document late.txt new",
    "settings": "settings changed",
    "brand": "brand brand.yaml changed",
    "template": "template house/css/pdf.css new",
}


@pytest.mark.parametrize("part", CHANGES)
def test_a_change_makes_a_reviewed_edition_a_draft_and_leaves_a_released_one(
    briefgen: Run, desk: Path, part: str
) -> None:
    done(briefgen, "create", WEEK, "--format", "md")
    done(briefgen, "review", WEEK)
    change(desk, part)
    assert f"a draft again: {CHANGES[part]}" in done(briefgen, "release", WEEK, code=1)
    assert "was not released" in done(briefgen, "show", WEEK, "--out", "x", code=2)
    assert "nobody reviewed it" in done(briefgen, "release", WEEK, code=1)
    done(briefgen, "review", WEEK)
    if part == "template":  # its warning is no error, so that it does not block
        (desk / "templates/house/css/pdf.css").unlink()
        done(briefgen, "review", WEEK)
    done(briefgen, "release", WEEK, "--out", "public")
    change(desk, "document", name="later.txt")
    change(desk, "settings", title="Ports")
    assert ": released" in done(briefgen, "show", WEEK, "--out", "again")
    assert "is released" in done(briefgen, "review", WEEK, code=2)
    assert files(desk / "again") == files(desk / "public")


def change(desk: Path, part: str, name: str = "late.txt", title: str = "Roads") -> None:
    if part == "document":
        (desk / "more").mkdir(exist_ok=True)
        (desk / "more" / name).write_text(LINE.replace("1.1", "1.3").replace("12 March", "13 March") + name)
        with open_store(desk / "state/corpus.db") as store:
            stock(store, desk / "more")
    elif part == "settings":
        (desk / "briefgen.yaml").write_text(SETTINGS.replace("title: Transport", f"title: {title}"))
    elif part == "brand":
        (desk / "brand.yaml").write_text("version: 1\nname: Ministry\n")
    else:
        (desk / "templates/house/css").mkdir(parents=True)
        (desk / "templates/house/css/pdf.css").write_text('@import "!default/css/pdf.css";\n')


def files(folder: Path) -> dict[str, bytes]:
    """The released files in a folder; its page, which tells what became of them, is none."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in found.items() if name != "index.html"}


def test_what_came_out_can_be_removed_and_comes_back_from_the_store(briefgen: Run, desk: Path) -> None:
    released_one(briefgen)
    before = files(desk / "public")
    for path in (desk / "briefgen.yaml", *(desk / "news").iterdir()):
        path.unlink()
    (desk / "briefgen.yaml").write_text(SETTINGS.replace("transport:", "energy:"))
    done(briefgen, "show", WEEK, "--out", "again")
    assert files(desk / "again") == before


def test_verify_knows_what_was_released_and_what_became_of_it(briefgen: Run, desk: Path) -> None:
    released_one(briefgen)
    page = desk / "public/transport.html"
    assert f"released as {WEEK} by Nora Lind" in briefgen("verify", page).stderr
    done(briefgen, "correct", WEEK, "--reason", "The total was of 2023.")
    done(briefgen, "withdraw", WEEK, "--reason", "wrong total")
    assert "corrected by" not in briefgen("verify", page).stderr
    done(briefgen, "review", f"{WEEK}.1")
    done(briefgen, "release", f"{WEEK}.1")
    told = briefgen("verify", page).stderr
    assert f"note: {WEEK} was withdrawn on " in told
    assert f"note: {WEEK} was corrected by {WEEK}.1" in told
    other = desk / "other.json"
    other.write_bytes((desk / "public/transport.json").read_bytes() + b"\n")
    assert "not one of its files, byte for byte" in briefgen("verify", other).stderr


def test_a_correction_says_what_it_corrects_when_and_why(briefgen: Run, desk: Path) -> None:
    released_one(briefgen)
    reason = "Cargo of Port Alder <b>rose</b> by 18 *percent*."
    done(briefgen, "correct", WEEK, "--reason", reason)
    done(briefgen, "review", f"{WEEK}.1", "--out", "next")
    row = json.loads(done(briefgen, "show", f"{WEEK}.1", "--json"))
    assert (row["corrects"], row["reason"]) == (WEEK, reason)
    brief = json.loads((desk / "next/transport.json").read_bytes())
    assert (brief["edition"]["name"], brief["edition"]["notice"]["corrects"]) == (f"{WEEK}.1", WEEK)
    told = [line["block"] for line in brief["printed"] if line["text"].startswith(f"Correction of {WEEK}, ")]
    assert told == ["masthead", "colophon"]
    assert all(reason in line["text"] for line in brief["printed"] if line["text"].startswith("Correction of"))
    for name in ("transport.json", "transport.html"):
        checked = briefgen("verify", desk / "next" / name)
        assert checked.returncode == 0, checked.stdout
    assert f"corrected by {WEEK}.1" in done(briefgen, "show", WEEK)


def test_a_draft_does_not_take_the_place_of_what_was_released(briefgen: Run, desk: Path) -> None:
    released_one(briefgen)
    change(desk, "settings")
    assert briefgen("make", "--week", WEEK, "--format", "json").returncode == 0
    with open_store(desk / "state/corpus.db") as store:
        assert json.loads(store.brief(WEEK, "transport").brief)["title"] == "Transport"


def test_what_is_wrong_keeps_an_edition_from_being_released(briefgen: Run, desk: Path) -> None:
    (desk / "templates/house").mkdir(parents=True)
    (desk / "templates/house/brief.md.j2").write_text(
        '{% extends "!default/brief.md.j2" %}\n{% block colophn %}x{% endblock %}\n'
    )
    done(briefgen, "create", WEEK, "--format", "json")
    done(briefgen, "review", WEEK)
    told = done(briefgen, "release", WEEK, code=1)
    assert "brief.md.j2:2" in told
    assert "is not released: 1 finding" in told
    assert json.loads(done(briefgen, "list", "--json"))["state"] == "in review"


def test_a_wish_that_matches_nothing_keeps_an_edition_from_being_released(briefgen: Run, desk: Path) -> None:
    done(briefgen, "create", WEEK, "--format", "json")
    (desk / "editions").mkdir()
    asked = desk / "editions" / f"{WEEK}.yaml"
    asked.write_text("version: 1\nhide: [0123456789ab]\n")
    assert f"a draft again: override {WEEK}.yaml new" in done(briefgen, "review", WEEK)
    told = done(briefgen, "release", WEEK, code=1)
    assert f"editions/{WEEK}.yaml:2: 0123456789ab is no statement, fact or chart of this edition" in told
    asked.write_text("version: 1\nheadings: {gaps: Mind the gaps}\n")
    done(briefgen, "review", WEEK)
    done(briefgen, "release", WEEK, "--out", "public")
    assert b"Mind the gaps" in (desk / "public/transport.json").read_bytes()


def test_a_foreword_that_is_not_there_in_the_locale_keeps_an_edition_from_being_released(
    briefgen: Run, desk: Path
) -> None:
    (desk / "brand.yaml").write_text("version: 1\nlocale: kk\n")
    (desk / "editions").mkdir()
    asked = desk / "editions" / f"{WEEK}.yaml"
    asked.write_text("version: 1\nforeword:\n  text: {en: Two counts.}\n  by: Nora Lind\n  date: 2025-03-16\n")
    done(briefgen, "create", WEEK, "--format", "json")
    done(briefgen, "review", WEEK)
    told = done(briefgen, "release", WEEK, code=1)
    assert f"editions/{WEEK}.yaml:3: the foreword is not there in kk" in told
    assert json.loads(done(briefgen, "list", "--json"))["state"] == "in review"
    asked.write_text(asked.read_text().replace("{en: Two counts.}", "{en: Two counts., kk: Екі санақ.}"))
    done(briefgen, "review", WEEK)
    done(briefgen, "release", WEEK, "--out", "public")
    assert "Екі санақ." in (desk / "public/transport.json").read_text()


def test_an_edition_in_another_language_speaks_it_from_draft_to_correction(briefgen: Run, desk: Path) -> None:
    spoken = SETTINGS.replace("title: Transport", "title: {en: Transport, kk: Көлік}")
    (desk / "briefgen.yaml").write_text(spoken, encoding="utf-8")
    (desk / "editions").mkdir()
    asked = desk / "editions" / f"{WEEK}.yaml"
    asked.write_text("version: 1\nforeword:\n  text: {en: Two counts.}\n  by: Nora Lind\n  date: 2025-03-16\n")
    done(briefgen, "create", WEEK, "--format", "md,html", "--language", "kk")
    done(briefgen, "review", WEEK)
    assert f"editions/{WEEK}.yaml:3: the foreword is not there in kk" in done(briefgen, "release", WEEK, code=1)
    asked.write_text(asked.read_text().replace("{en: Two counts.}", "{en: Two counts., kk: Екі санақ.}"))
    assert f"override {WEEK}.yaml changed" in done(briefgen, "review", WEEK)
    done(briefgen, "release", WEEK, "--out", "public")
    page = (desk / "public/transport.md").read_text(encoding="utf-8")
    assert ("# Көлік" in page, "Екі санақ." in page, "Two counts." in page) == (True, True, False)
    assert '<html lang="kk"' in (desk / "public/index.html").read_text(encoding="utf-8")
    assert briefgen("verify", "public/transport.html", "--store", "state/corpus.db").returncode == 0
    row = json.loads(done(briefgen, "show", WEEK, "--json"))
    assert (row["locale"], row["state"], row["changes"]) == ("kk", "released", [])
    done(briefgen, "correct", WEEK, "--reason", "The total was of 2023.")
    assert "; language: kk" in done(briefgen, "show", f"{WEEK}.1")


def test_a_log_without_a_language_keeps_its_hash() -> None:
    """Logs that were written before plans had one are whole: an unset one is not written."""
    assert b"locale" not in msgspec.json.encode(PLAN)
    assert states.digest(PLAN, FILES) != states.digest(replace(PLAN, locale="kk"), FILES)
    assert msgspec.json.decode(msgspec.json.encode(PLAN), type=Plan) == PLAN


DELIVERY = """version: 1
from: briefs@example.org
relay: {host: mail.example.org}
calendar: {day: monday, time: "08:00"}
lists:
  cabinet: {title: Cabinet, people: [{address: ann@example.org}]}
"""


def test_the_next_edition_is_that_of_the_calendar_and_begun_once(briefgen: Run, desk: Path) -> None:
    without = briefgen("edition", "create", "next")
    assert (without.returncode, "there is no calendar" in without.stderr) == (2, True)
    (desk / "delivery.yaml").write_text(DELIVERY, encoding="utf-8")
    done = briefgen("edition", "create", "next", "--json")
    assert done.returncode == 0, done.stderr
    name = json.loads(done.stdout)["name"]
    goes_out = weeks.days(name)[0] + dt.timedelta(days=7)
    assert 0 <= (goes_out - dt.datetime.now(dt.UTC).date()).days <= 7
    again = briefgen("edition", "create", "next")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", f"{name} was begun already\n")


def test_what_makes_no_sense_is_a_usage_error(briefgen: Run, desk: Path) -> None:
    assert "is no week" in done(briefgen, "create", "spring", code=2)
    assert "no topic “transprt”" in done(briefgen, "create", WEEK, "--topic", "transprt", code=2)
    assert "there is no edition" in done(briefgen, "show", WEEK, code=2)
    done(briefgen, "create", "2025-w11")
    assert "is there already" in done(briefgen, "create", WEEK, code=2)
    assert "Did you mean 2025-W11?" in done(briefgen, "review", "2025-W12", code=2)
    assert "nobody's name" in done(briefgen, "review", WEEK, "--by", " ", code=2)
    assert "Only what was released" in done(briefgen, "withdraw", WEEK, "--reason", "x", code=2)
    (desk / "state/corpus.db").unlink()
    assert "there is no store" in done(briefgen, "list", code=2)


def test_the_log_and_the_bytes_prove_themselves(briefgen: Run, desk: Path) -> None:
    released_one(briefgen)
    with contextlib.closing(sqlite3.connect(desk / "state/corpus.db")) as link, link:
        link.execute("UPDATE piece SET packed = (SELECT packed FROM piece LIMIT 1)")
    assert "is not what was released any more" in done(briefgen, "show", WEEK, "--out", "again", code=1)
    with contextlib.closing(sqlite3.connect(desk / "state/corpus.db")) as link, link:
        link.execute("UPDATE edition_act SET record = (SELECT record FROM edition_act WHERE number = 1)")
    assert "its log is not as it was written" in done(briefgen, "show", WEEK, code=1)


def test_a_repair_keeps_what_was_released(briefgen: Run, desk: Path) -> None:
    released_one(briefgen)
    repair(desk / "state/corpus.db")
    done(briefgen, "show", WEEK, "--out", "again")
    assert files(desk / "again") == files(desk / "public")


def test_two_who_act_at_once_do_not_both_succeed(store: Store) -> None:
    first = states.created(PLAN, PIECES, SIGN)
    shelf.append(store, (), first)
    with pytest.raises(CorpusError, match="somebody else changed"):
        shelf.append(store, (), first)
    shelf.append(store, (first,), states.reviewed([first], FILES, SIGN))
    assert states.is_whole(shelf.log(store, PLAN.name))
    assert [act.state for act in shelf.log(store, PLAN.name)] == [State.DRAFT, State.REVIEW]


def test_a_file_of_the_review_before_goes_where_nobody_touched_it(tmp_path: Path) -> None:
    output.write(tmp_path, [File("a.md", b"a"), File("c/b.svg", b"b"), File("own.md", b"x")])
    (tmp_path / "own.md").write_bytes(b"mine now")
    written = {name: sha256(data).hexdigest() for name, data in (("a.md", b"a"), ("c/b.svg", b"b"), ("own.md", b"x"))}
    output.remove_stale(tmp_path, written, [File("a.md", b"a")])
    assert files(tmp_path) == {"a.md": b"a", "own.md": b"mine now"}
