"""What becomes of a released edition: corrected, withdrawn, damaged; and releases that meet or are killed."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from conftest import Run
from stocked import stock
from test_editions import SETTINGS, WEEK, done, files

from briefgen import interchange
from briefgen.corpus.store import Store, open_store
from briefgen.editions import shelf
from briefgen.editions.values import State

REASON = "The total of <b>Port Alder</b> was of 2023."


@pytest.fixture
def house(tmp_path: Path, news: Path) -> Path:
    """A folder with settings and a store that holds two documents of one week."""
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    with open_store(tmp_path / "state/corpus.db") as store:
        stock(store, news)
    return tmp_path


def release(briefgen: Run, name: str) -> None:
    done(briefgen, "review", name, "--by", "Ada")
    done(briefgen, "release", name, "--by", "Nora Lind")


def page(house: Path, name: str) -> str:
    return (house / "build" / name / "index.html").read_text("utf-8")


def keeps_its_schema(text: str) -> None:
    schema = jsonschema.Draft202012Validator(json.loads(interchange.schema("edition")))
    rows = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert rows
    assert [error.message for row in rows for error in schema.iter_errors(row)] == []


def test_a_correction_of_a_correction_leads_on_from_page_to_page(briefgen: Run, house: Path) -> None:
    keeps_its_schema(done(briefgen, "create", WEEK, "--format", "html", "--json"))
    release(briefgen, WEEK)
    assert 'class="fate"' not in page(house, WEEK)
    assert '<a href="transport.html"' in page(house, WEEK)
    done(briefgen, "correct", WEEK, "--reason", REASON)
    assert f"corrected by {WEEK}.1 (draft)" in done(briefgen, "list")
    assert 'class="fate"' not in page(house, WEEK)
    release(briefgen, f"{WEEK}.1")
    assert f'Corrected by:</strong> <a href="../{WEEK}.1/index.html">{WEEK}.1</a>' in page(house, WEEK)
    assert f'Corrects:</strong> <a href="../{WEEK}/index.html">{WEEK}</a>' in page(house, f"{WEEK}.1")
    assert f"was corrected by {WEEK}.1" in done(briefgen, "correct", WEEK, "--reason", "again", code=2)
    done(briefgen, "correct", f"{WEEK}.1", "--reason", "The unit as well.")
    release(briefgen, f"{WEEK}.2")
    shown = done(briefgen, "show", WEEK)
    assert f"  corrected by {WEEK}.1, that by {WEEK}.2\n" in shown
    assert f'Corrected by:</strong> <a href="../{WEEK}.2/index.html">' in page(house, f"{WEEK}.1")
    assert f"{WEEK}</a> · Corrected by: {WEEK}.1</li>" in page(house, f"{WEEK}.2")
    row = json.loads(done(briefgen, "show", f"{WEEK}.2", "--json").splitlines()[0])
    assert (row["corrects"], row["compare_to"]) == (f"{WEEK}.1", f"{WEEK}.1")
    keeps_its_schema(done(briefgen, "list", "--json") + done(briefgen, "show", WEEK, "--json"))
    done(briefgen, "withdraw", f"{WEEK}.2", "--reason", "Taken back.")
    assert f"{WEEK}.2</a> · Withdrawn: Taken back. · Corrects: {WEEK}.1</li>" in page(house, f"{WEEK}.1")
    assert f'Corrected by:</strong> <a href="../{WEEK}.2/index.html">' in page(house, f"{WEEK}.1")


def test_what_is_withdrawn_says_so_on_its_page_in_the_list_and_in_show(briefgen: Run, house: Path) -> None:
    done(briefgen, "create", WEEK, "--format", "html")
    release(briefgen, WEEK)
    before = files(house / "build" / WEEK)
    told = done(briefgen, "withdraw", WEEK, "--reason", REASON)
    assert "index.html anew" in told
    escaped = "The total of &lt;b&gt;Port Alder&lt;/b&gt; was of 2023."
    assert f"Withdrawn:</strong> {escaped}</p>" in page(house, WEEK)
    after = files(house / "build" / WEEK)
    assert before == after
    for line in (done(briefgen, "list"), done(briefgen, "show", WEEK)):
        assert re.search(rf"{WEEK}.*withdrawn.*: {re.escape(REASON)}", line)
    done(briefgen, "create", "2025-W12")
    made = briefgen("make", "--week", "2025-W12", "--out", "build/2025-W12", "--format", "json")
    assert made.returncode == 0, made.stderr
    keeps_its_schema(done(briefgen, "show", WEEK, "--json"))


def test_every_page_that_names_an_edition_says_when_it_does_not_stand_any_more(briefgen: Run, house: Path) -> None:
    later = ("2025-W12", "2025-W13")
    done(briefgen, "create", WEEK, "--format", "html")
    release(briefgen, WEEK)
    for name, before in zip(later, ("last", ""), strict=True):
        asked = ("--compare-to", before) if before else ()
        done(briefgen, "create", name, "--format", "html", *asked)
        release(briefgen, name)
    assert f'<a href="../{WEEK}/index.html">{WEEK}</a></li>' in page(house, later[1])
    others = [page(house, name) for name in later]
    assert not [one for one in others if 'class="fate"' in one]
    done(briefgen, "correct", WEEK, "--reason", REASON)
    assert [page(house, name) for name in later] == others
    done(briefgen, "review", f"{WEEK}.1")
    told = done(briefgen, "release", f"{WEEK}.1")
    assert [f"{name}/index.html anew" in told for name in (WEEK, *later)] == [True] * 3
    compared = f'Compares itself with:</strong> <a href="../{WEEK}/index.html">{WEEK}</a>'
    assert f"{compared} · Corrected by: {WEEK}.1</p>" in page(house, later[0])
    assert f"{WEEK}</a> · Corrected by: {WEEK}.1</li>" in page(house, later[1])
    assert 'class="fate"' not in page(house, later[1])
    done(briefgen, "withdraw", WEEK, "--reason", "It is of another week.")
    assert f"{compared} · Withdrawn: It is of another week. · Corrected by: {WEEK}.1</p>" in page(house, later[0])
    assert f"{WEEK}</a> · Withdrawn: It is of another week. · Corrected by" in page(house, later[1])
    (house / "build" / later[1] / "index.html").write_text("<p>somebody's own page</p>")
    assert f"{later[1]}/index.html" not in done(briefgen, "withdraw", later[0], "--reason", "As well.")


def test_the_page_of_a_run_says_what_became_of_the_editions_beside_it(briefgen: Run, house: Path) -> None:
    settings = SETTINGS + "  ports: {title: Ports, terms: [port]}\n"
    (house / "briefgen.yaml").write_text(settings)
    done(briefgen, "create", WEEK, "--format", "html")
    release(briefgen, WEEK)
    asked = ("make", "--week", WEEK, "--out", "build", "--format", "json")
    assert "wrote build/index.html" in briefgen(*asked).stderr
    assert "unchanged build/index.html" in briefgen(*asked).stderr
    done(briefgen, "withdraw", WEEK, "--reason", REASON)
    assert "wrote build/index.html" in briefgen(*asked, "--as-of", "2025-03-16").stderr
    done(briefgen, "correct", WEEK, "--reason", REASON)
    release(briefgen, f"{WEEK}.1")
    (house / "build" / WEEK / "transport.html").unlink()
    assert "wrote build/index.html" in briefgen(*asked, "--since", "2025-03-10").stderr
    assert f"Corrects: {WEEK}</li>" in (house / "build/index.html").read_text()


def test_a_tampered_byte_is_found_and_its_file_is_named(briefgen: Run, house: Path) -> None:
    done(briefgen, "create", WEEK, "--format", "md")
    release(briefgen, WEEK)
    assert "every byte is what was released" in briefgen("upgrade", "--check").stdout
    change = (
        "UPDATE piece SET packed = CAST(substr(packed, 1, length(packed) - 6) || x'000000000000' AS BLOB) WHERE hash ="
        " (SELECT hash FROM edition_piece WHERE path = 'transport.md')"
    )
    with contextlib.closing(sqlite3.connect(house / "state/corpus.db")) as link, link:
        link.execute(change)
        link.execute("DELETE FROM edition_piece WHERE path = 'line.txt'")
    told = done(briefgen, "show", WEEK, code=1)
    assert "DAMAGED: file transport.md is not what was released any more" in told
    assert "DAMAGED: document line.txt" in told
    assert "2 pieces of what was released are damaged" in told
    row = json.loads(done(briefgen, "show", WEEK, "--json", code=1).splitlines()[0])
    assert row["damaged"] == [{"part": "document", "path": "line.txt"}, {"part": "file", "path": "transport.md"}]
    tried = briefgen("upgrade", "--check")
    assert tried.returncode == 1
    assert f"released edition {WEEK}" in tried.stdout
    assert "not what was released any more: document line.txt, file transport.md" in tried.stdout


def test_an_edition_lives_in_a_file_and_on_a_server_alike(
    briefgen: Run, tmp_path: Path, news: Path, where: str
) -> None:
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    with open_store(where) as store:
        stock(store, news)
    there = ("--store", where)
    done(briefgen, "create", WEEK, "--format", "md,html", *there)
    assert f"{WEEK}: draft\n" in done(briefgen, "show", WEEK, *there)
    done(briefgen, "review", WEEK, *there)
    later = tmp_path / "later"
    later.mkdir()
    (later / "late.txt").write_text((news / "line.txt").read_text("utf-8").replace("Northern", "Southern"), "utf-8")
    with open_store(where) as store:
        stock(store, later)
    told = done(briefgen, "release", WEEK, *there, code=1)
    assert "is a draft again: document late.txt new" in told
    for act in ("review", "release"):
        done(briefgen, act, WEEK, *there)
    released = files(tmp_path / "build" / WEEK)
    (tmp_path / "briefgen.yaml").write_text(SETTINGS.replace("Transport", "Traffic"))
    with open_store(where) as store:
        assert store.remove([one.id for one in store.list() if one.name == "late.txt"]) == 1
    done(briefgen, "show", WEEK, "--out", "again", *there)
    again = files(tmp_path / "again")
    assert {name: data for name, data in again.items() if name in released} == released
    done(briefgen, "correct", WEEK, "--reason", REASON, *there)
    for act in ("review", "release"):
        done(briefgen, act, f"{WEEK}.1", *there)
    done(briefgen, "withdraw", f"{WEEK}.1", "--reason", "Taken back.", *there)
    shown = done(briefgen, "show", WEEK, *there)
    assert f"corrected by {WEEK}.1 (withdrawn)" in shown
    assert [line.split("UTC  ")[1].split(" by")[0] for line in shown.splitlines() if "UTC  " in line] == [
        "draft", "in review", "draft", "in review", "released",
    ]  # fmt: skip
    row = json.loads(done(briefgen, "show", f"{WEEK}.1", "--json", *there).splitlines()[0])
    assert (row["state"], row["damaged"], row["reason"]) == ("withdrawn", [], "Taken back.")
    keeps_its_schema(done(briefgen, "list", "--json", *there) + done(briefgen, "show", WEEK, "--json", *there))
    checked = briefgen("verify", f"build/{WEEK}.1/transport.html", *there)
    assert f"released as {WEEK}.1 by" in checked.stderr
    assert "Taken back." in checked.stderr


MEETS = """
import pathlib, sys, time
from briefgen.cli import main
from briefgen.editions import shelf
real, ready, own = shelf.release, pathlib.Path("ready"), sys.argv.pop()
def release(*arguments):
    (ready / own).touch()
    while len(list(ready.iterdir())) < 2:
        time.sleep(0.01)
    return real(*arguments)
shelf.release = release
sys.exit(main(sys.argv[1:]))
"""
"""A release that waits, once it is decided upon, until another one is as far."""


def started(house: Path, code: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], cwd=house, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_of_two_who_release_at_once_exactly_one_does(briefgen: Run, tmp_path: Path, news: Path, where: str) -> None:
    (tmp_path / "briefgen.yaml").write_text(SETTINGS)
    (tmp_path / "ready").mkdir()
    with open_store(where) as store:
        stock(store, news)
    done(briefgen, "create", WEEK, "--format", "json", "--store", where)
    done(briefgen, "review", WEEK, "--store", where)
    words = ("edition", "release", WEEK, "--store", where)
    both = [started(tmp_path, MEETS, *words, "--by", by, by) for by in ("Ada", "Nora")]
    told = [one.communicate(timeout=120)[1] for one in both]
    assert sorted(one.returncode for one in both) == [0, 1], told
    lost = next(text for one, text in zip(both, told, strict=True) if one.returncode)
    assert "somebody else changed the edition meanwhile; nothing was done" in lost
    assert "Traceback" not in lost
    with open_store(where) as store:
        log = shelf.log(store, WEEK)
        assert [act.state for act in log] == [State.DRAFT, State.REVIEW, State.RELEASED]
        assert shelf.damaged(store, log) == ()


KILLED = """
import os, signal, sys
from briefgen import stored
from briefgen.cli import main, output
from briefgen.corpus.store import acts
from briefgen.editions import shelf
place, name, when = {"freeze": (acts, "freeze", 1), "keep": (stored, "keep", 1), "append": (shelf, "append", 1),
                     "write": (output, "write", 0)}[sys.argv.pop()]
real = getattr(place, name)
def killed(*arguments):
    if when:
        real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(place, name, killed)
sys.exit(main(sys.argv[1:]))
"""
"""A release that is killed: once its bytes are kept, its briefs, its act, or before its files are written."""


LATE = ("append", "write")
"""The last moment before a release counts, and the first one after."""


@pytest.mark.parametrize("at", [*(pytest.param(one, marks=pytest.mark.conform) for one in ("freeze", "keep")), *LATE])
def test_a_release_that_is_killed_is_whole_or_was_none(briefgen: Run, house: Path, at: str) -> None:
    done(briefgen, "create", WEEK, "--format", "json")
    done(briefgen, "review", WEEK)
    killed = started(house, KILLED, "edition", "release", WEEK, "--out", "public", at)
    killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert not (house / "public").exists()
    with open_store(house / "state/corpus.db") as store:
        state, kept = standing(store)
    if at == "write":
        assert (state, kept) == (State.RELEASED, ["transport.json"])
        done(briefgen, "show", WEEK, "--out", "public")
    else:
        assert (state, kept) == (State.REVIEW, [])
        done(briefgen, "release", WEEK, "--out", "public")
    assert b'"title": "Transport"' in (house / "public/transport.json").read_bytes()


def standing(store: Store) -> tuple[State, list[str]]:
    log = shelf.log(store, WEEK)
    assert shelf.damaged(store, log) == ()
    return log[-1].state, [file.name for file in shelf.files(store, WEEK)]
