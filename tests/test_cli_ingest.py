"""`briefgen ingest` as people type it: what it prints, how it ends, and that it may be ended."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from conftest import ROOT, Run
from sites import Reply, site

from briefgen.corpus.store import open_store

TEXT = "Port Alder handled 4.2 million tons of cargo in 2024, up 18 percent from the year before."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text("The rail line to Lindholm carried 300,000 passengers.", encoding="utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    return folder


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_what_it_says_to_a_person(briefgen: Run, news: Path) -> None:
    done = briefgen("ingest", news, "--store", "c.db")
    assert done.returncode == 0
    assert done.stdout == ""
    assert "2 documents added, 0 already there." in done.stderr
    assert "1 refusal:\n  photo.png: .png files cannot be read" in done.stderr
    assert "c.db holds 2 documents." in done.stderr
    again = briefgen("ingest", news, "--store", "c.db")
    assert "0 documents added, 2 already there." in again.stderr


def test_what_it_says_to_a_program(briefgen: Run, news: Path) -> None:
    done = briefgen("ingest", news, "--store", "c.db", "--json")
    *each, last = rows(done.stdout)
    assert {row["name"]: row["state"] for row in each} == {"a.txt": "added", "b.txt": "added", "photo.png": "refused"}
    assert all(set(row) == {"name", "state", "id", "beside", "reason", "doubts", "carried"} for row in each)
    counts = {"added": 2, "near": 0, "known": 0, "refused": 1, "later": 0, "carried": 0}
    assert last["summary"] == counts | {"guessed": 0, "turned": 0, "gone": 0}
    assert done.stderr == ""


def test_files_that_are_gone_or_were_taken_out_are_not_there(briefgen: Run, news: Path) -> None:
    (news / "many.jsonl").write_text('{"text": "Grain came."}\n{"text": "Iron went."}\n', encoding="utf-8")
    (news / "a#b.txt").write_text("The yard built 7 ships.", encoding="utf-8")
    (news / "copy.txt").write_text("The mill ground 4 tons.", encoding="utf-8")
    briefgen("ingest", news, "--store", "c.db")
    (news / "copy.txt").rename(news / "moved.txt")
    briefgen("documents", "remove", "b.txt", "--store", "c.db", "--yes")
    done = briefgen("ingest", news, "--store", "c.db")
    assert "0 documents added, 4 already there." in done.stderr
    assert "b.txt: was taken out by `briefgen documents remove`; it comes back when it changes\n" in done.stderr
    assert "no longer there" not in done.stderr
    (news / "many.jsonl").unlink()
    (news / "a#b.txt").unlink()
    done = briefgen("ingest", news, "--store", "c.db")
    assert "0 documents added, 2 already there." in done.stderr
    assert (
        "2 files are no longer there; their documents stay, and `briefgen documents remove` takes them out:\n"
        "  a#b.txt\n  many.jsonl\n"
    ) in done.stderr
    briefgen("documents", "remove", "a#b.txt", "--store", "c.db", "--yes")
    *_, last = rows(briefgen("ingest", news, "--store", "c.db", "--json").stdout)
    assert (last["gone"], last["summary"]["gone"]) == (["many.jsonl"], 1)  # type: ignore[index]
    (news / "b.txt").write_text("The rail line to Lindholm carried 400,000 passengers.", encoding="utf-8")
    assert "1 document added" in briefgen("ingest", news, "--store", "c.db").stderr


def test_letters_that_may_be_wrong_are_told(briefgen: Run, news: Path) -> None:
    guessed = "Товарооборот вырос на двадцать процентов, сообщил министр. Порты увеличили поставки зерна и нефти {}."
    for number in range(4):
        (news / f"old{number}.txt").write_bytes(guessed.format(number).encode("cp1251"))
    declared = f"<html><head><meta charset=windows-1251></head><body><p>{guessed}</p></body></html>"
    (news / "page.html").write_bytes(declared.encode("cp1251"))
    (news / "turned.txt").write_text("The port\n\ntook \u202e51\u202c ships on Monday.", encoding="utf-8")
    done = briefgen("ingest", news, "--store", "c.db")
    named = ", ".join(f"old{number}.txt (cp1251)" for number in range(3))
    assert f"\n4 read with a guessed encoding (letters may be wrong): {named}, …\n" in done.stderr
    assert "\n1 with hidden characters that turn text round on a screen: turned.txt (line 3)\n" in done.stderr
    assert "guessed" not in briefgen("ingest", news, "--store", "c.db").stderr
    *each, last = rows(briefgen("ingest", news, "--store", "d.db", "--json").stdout)
    doubts = {str(row["name"]): row["doubts"] for row in each}
    assert "cp1251" in str(doubts["old0.txt"])
    assert "(line 3)" in str(doubts["turned.txt"])
    assert doubts["page.html"] == doubts["a.txt"] == []
    assert last["summary"]["guessed"] == 4
    assert last["summary"]["turned"] == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["news/photo.png"], 1, ".png files cannot be read"),
        (["news/a.txt"], 0, "1 document added"),
        (["newz"], 2, "Did you mean news?"),
        (["empty"], 2, "no documents"),
        (["news", "--watch", "https://news.example/feed"], 2, "is for files and folders"),
        (["http://127.0.0.1/"], 1, "not on the public internet"),
        (["file:///etc/passwd"], 1, "file: addresses are not fetched"),
        (["http://127.0.0.1/", "--offline"], 0, "0 documents added"),
        (["news", "--store", "news"], 1, "is a folder, not a store"),
        (["news", "--jobs", "2", "--executor", "local:2"], 2, "stands beside --executor"),
    ],
)
def test_how_it_ends(briefgen: Run, news: Path, words: list[str], code: int, said: str) -> None:
    (news.parent / "empty").mkdir()
    done = briefgen("ingest", "--store", "c.db", *words)
    assert done.returncode == code
    assert said in done.stderr


def settings(folder: Path, *corpus: str, extra: str = "") -> Path:
    listed = "".join(f"  - {json.dumps(entry)}\n" for entry in corpus)
    topics = "topics:\n  ports:\n    title: Ports\n    terms: [port, cargo]\n"
    (folder / "config").mkdir()
    file = folder / "config" / "briefgen.yaml"
    file.write_text(f"version: 1\ncorpus:\n{listed}{topics}{extra}", encoding="utf-8")
    return file


def test_what_the_settings_list(briefgen: Run, news: Path, tmp_path: Path) -> None:
    with site(
        {"/port": Reply(f"<html><body><article><p>{TEXT} So it said.</p></article></body></html>".encode())}
    ) as web:
        settings(tmp_path, "news", web.url("/port"), extra=f'allow_hosts: ["127.0.0.1:{web.port}"]\n')
        done = briefgen("ingest")
    assert done.returncode == 0, done.stderr
    assert "3 documents added" in done.stderr
    with open_store(tmp_path / "state" / "corpus.db", create=False) as store:
        assert store.count() == 3
    assert news.is_dir()


def test_texts_that_feeds_carry_are_marked(briefgen: Run, tmp_path: Path) -> None:
    entry = (
        "<entry><title>Elm {0}</title><link href='/{0}'/><content>The harbour of Elm took {0} ships.</content></entry>"
    )
    with site() as web:
        body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{entry.format(1)}</feed>"
        web.routes["/feed"] = Reply(body.encode(), "application/atom+xml")
        settings(tmp_path, web.url("/feed"), extra=f'allow_hosts: ["127.0.0.1:{web.port}"]\n')
        done = briefgen("ingest")
        (row, last) = rows(briefgen("ingest", "--json", "--store", "d.db").stdout)
    assert done.returncode == 0
    assert (
        "1 document added, 0 already there.\n"
        f"1 text as its feed carries it, since its page could not be had:\n  {web.url('/1')}: is not there (404)\n"
    ) in done.stderr
    assert (row["state"], row["carried"], row["reason"]) == ("added", True, "is not there (404)")
    assert last["summary"]["carried"] == 1  # type: ignore[index]


def test_make_takes_in_what_is_new(briefgen: Run, news: Path, tmp_path: Path) -> None:
    words = ("make", "--format", "json")
    head = "<meta property='article:published_time' content='2026-10-19T08:00:00Z'>"
    with site() as web:
        web.routes["/port"] = Reply(f"<html><head>{head}</head><body><p>{TEXT} So it said.</p></body></html>".encode())
        settings(tmp_path, "news", web.url("/port"), extra=f'allow_hosts: ["127.0.0.1:{web.port}"]\n')
        first = briefgen(*words)
        again = briefgen(*words)
        offline = briefgen(*words, "--offline")
        asked = len(web.asked)
    assert first.returncode == 0, first.stderr
    assert "wrote build/ports.json" in first.stderr
    brief = json.loads((tmp_path / "build" / "ports.json").read_text(encoding="utf-8"))
    assert any(row["url"] == web.url("/port") for row in brief["documents"])
    assert "unchanged build/ports.json" in again.stderr
    assert asked == 4  # robots.txt and page, in two runs
    gone = briefgen(*words)
    assert (offline.returncode, gone.returncode) == (0, 0)
    assert "nothing new from there" not in offline.stderr
    assert f"note: {web.url('/port')}: nothing new from there: the site's robots.txt cannot be read now" in gone.stderr
    assert "unchanged build/ports.json" in gone.stderr
    assert news.is_dir()


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-m", "briefgen", "ingest", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def many(folder: Path, number: int) -> Path:
    news = folder / "many"
    news.mkdir()
    for one in range(number):
        (news / f"{one:05}.txt").write_text(f"Ship {one} brought {one * 3} tons of grain to Alder.", encoding="utf-8")
    return news


def until_there_are(store: Path, number: int) -> None:
    """Waits until so many documents are kept; a store that is not there yet has none."""
    for _ in range(600):
        try:
            with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as link:
                if link.execute("SELECT count(*) FROM document").fetchone()[0] >= number:
                    return
        except sqlite3.OperationalError:
            pass  # not there yet
        time.sleep(0.05)
    pytest.fail(f"{store} never had {number} documents")


def test_two_at_once_one_waits_and_none_fails(tmp_path: Path) -> None:
    many(tmp_path, 300)
    both = [start(tmp_path, "many", "--store", "c.db", "--jobs", "1") for _ in range(2)]
    for process in both:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    with open_store(tmp_path / "c.db", create=False) as store:
        assert store.count() == 300
        assert not list(store.engine.problems())


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGKILL])
def test_an_end_keeps_what_is_there_and_the_same_command_goes_on(tmp_path: Path, kind: signal.Signals) -> None:
    many(tmp_path, 900)
    process = start(tmp_path, "many", "--store", "c.db", "--jobs", "1")
    until_there_are(tmp_path / "c.db", 200)
    process.send_signal(kind)
    _, said = process.communicate(timeout=60)
    with open_store(tmp_path / "c.db", create=False) as store:
        kept = store.count()
        assert not list(store.engine.problems())
    if kind is signal.SIGINT:
        assert process.returncode == 130, said
        assert "What was taken in is kept" in said
        assert "Traceback" not in said
    done = start(tmp_path, "many", "--store", "c.db", "--jobs", "1")
    _, said = done.communicate(timeout=60)
    assert f"{900 - kept:,} documents added, {kept:,} already there." in said
    assert 200 <= kept < 900


def test_an_end_does_not_wait_for_slow_hosts(tmp_path: Path) -> None:
    asked, ended = threading.Event(), threading.Event()

    def slow(_: BaseHTTPRequestHandler) -> None:
        asked.set()
        ended.wait(60)

    with site({"/slow": slow}) as web:
        entry = "<entry><title>Elm</title><link href='/slow'/></entry>"
        body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{entry}</feed>"
        web.routes["/feed"] = Reply(body.encode(), "application/atom+xml")
        settings(tmp_path, web.url("/feed"), extra=f'allow_hosts: ["127.0.0.1:{web.port}"]\n')
        process = start(tmp_path)
        try:
            assert asked.wait(60)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=8)  # the host would have been given ten seconds
        finally:
            process.kill()
            ended.set()
    assert process.returncode == 130, said
    assert "Traceback" not in said


@pytest.mark.conform
def test_a_folder_that_is_watched(tmp_path: Path, news: Path) -> None:
    process = start(tmp_path, "--watch", "news", "--store", "c.db")
    try:
        until_there_are(tmp_path / "c.db", 2)
        (news / "c.txt").write_text("A third document, on 14 trams.", encoding="utf-8")
        until_there_are(tmp_path / "c.db", 3)
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "added: c.txt" in said
    assert "3 documents added" in said
