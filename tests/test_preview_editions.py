"""Editions in the preview: drafts as they would be made today, released ones byte for byte; stores that change."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from stocked import stock

from briefgen.cli import main
from briefgen.config.problems import Level
from briefgen.corpus.store import open_store
from briefgen.editions.values import Part
from briefgen.previewing import maker, watching
from briefgen.previewing.desk import Desk
from briefgen.previewing.shapes import Job, Key, Outcome, View, Wanted, Watched
from briefgen.previewing.workshop import Workshop

WEEK, NEXT, OTHER = "2025-W11", "2025-W11.1", "2025-W12"
SETTINGS = """version: 1
corpus: [news]
topics:
  transport:
    title: Transport
    terms: [railway, port, freight, cargo]
    measures:
      - {name: cargo handled, unit: t, terms: [cargo, freight]}
"""
LINE = """---
publisher: Coast Post
published: 2025-03-12
---
# Northern railway carries more

The northern railway carried 1.1 million tons of freight in 2024. It plans to reach 2 million tons of freight by 2028.
"""
OVERRIDE = (
    '{% extends "!default/brief.md.j2" %}\n{% block masthead %}\n{{ super() }}\n'
    "EDITED {{ brief.title }}\n{% endblock %}\n"
)


def run(folder: Path, *words: str) -> None:
    with contextlib.chdir(folder):
        assert main(["edition", *words, "--by", "Ada"]) == 0


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A released edition with the draft of its correction, and a withdrawn one."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "news").mkdir()
    (folder / "news" / "line.md").write_text(LINE, encoding="utf-8")
    with open_store(folder / "state" / "corpus.db") as store:
        stock(store, folder / "news")
    for name in (WEEK, OTHER):
        run(folder, "create", name, "--format", "md,html")
        run(folder, "review", name)
        run(folder, "release", name)
    run(folder, "correct", WEEK, "--reason", "The total was of 2023.")
    run(folder, "withdraw", OTHER, "--reason", "It is of another week.")
    return folder


@pytest.fixture
def office(released: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(released, tmp_path / "office"))


def look(folder: Path, brief: str, view: View = View.HTML, locale: str = "") -> Outcome:
    return maker.outcome(Job(Wanted(folder / "briefgen.yaml"), Key(brief, view, locale)), {})


def house(folder: Path) -> None:
    (folder / "templates" / "house").mkdir(parents=True)
    (folder / "templates" / "house" / "brief.md.j2").write_text(OVERRIDE, encoding="utf-8")


def test_editions_can_be_chosen_by_what_became_of_them(released: Path) -> None:
    found = {one.key: (one.title, one.group) for one in look(released, "sample/quiet").choices}
    assert found == {
        "topic/transport": ("Transport", "Your own topics"),
        f"edition/{NEXT}/transport": (f"{NEXT}: Transport, draft", "Editions not yet released"),
        f"edition/{WEEK}/transport": (f"{WEEK}: Transport", "Released editions"),
        f"edition/{OTHER}/transport": (f"{OTHER}: Transport", "Withdrawn editions"),
    }


@pytest.mark.parametrize("view", [View.HTML, View.MARKDOWN])
def test_what_was_released_is_shown_as_it_was_whatever_is_saved(office: Path, view: View) -> None:
    before = look(office, f"edition/{WEEK}/transport", view)
    house(office)
    (office / "news" / "line.md").unlink()
    after = look(office, f"edition/{WEEK}/transport", view, "kk")
    assert before.page is not None
    assert before.page == after.page
    assert before.frozen
    assert before.remark == f"released on {before.remark[12:22]} by Ada, and shown as it was then"
    assert b"1.1 million tons" in before.page.content
    assert "unsafe" not in before.page.policy
    assert before.places == {}


def test_citations_of_what_was_released_lead_to_its_documents(released: Path) -> None:
    found = look(released, f"edition/{WEEK}/transport")
    (document,) = found.documents
    assert found.notes
    for one in found.notes:
        assert one.document == document.id
        assert document.text[one.start : one.end].startswith(("The northern railway", "It plans"))


def test_what_was_withdrawn_says_why(released: Path) -> None:
    found = look(released, f"edition/{OTHER}/transport")
    assert found.frozen
    assert found.remark.endswith("by Ada: It is of another week.")


def test_a_draft_follows_the_templates_and_the_language(office: Path) -> None:
    house(office)
    found = look(office, f"edition/{NEXT}/transport")
    assert found.page is not None
    assert b"EDITED Transport" in found.page.content
    assert f"Correction of {WEEK}".encode() in found.page.content
    assert not found.frozen
    assert found.remark.startswith("draft, as it would be made today; changed since: template house/brief.md.j2 new")
    kazakh = look(office, f"edition/{NEXT}/transport", locale="kk")
    assert kazakh.page is not None
    assert b'lang="kk"' in kazakh.page.content


def test_another_language_brings_what_the_settings_say_in_it(office: Path) -> None:
    spoken = SETTINGS.replace("title: Transport", "title: {en: Transport, kk: Көлік}")
    (office / "briefgen.yaml").write_text(spoken, encoding="utf-8")
    run(office, "create", "2025-W20", "--language", "kk")
    for brief, locale in ((f"edition/{NEXT}/transport", "kk"), ("edition/2025-W20/transport", "")):
        found = look(office, brief, locale=locale)
        assert found.page is not None
        assert "<title>Көлік" in found.page.content.decode()
    assert look(office, "edition/2025-W20/transport").remark == "draft, as it would be made today"


@pytest.mark.parametrize(
    ("brief", "view", "message"),
    [
        ("edition/2025-W50/transport", View.HTML, "there is no edition “2025-W50”"),
        (f"edition/{WEEK}/energy", View.HTML, "has no brief on “energy”"),
        (f"edition/{WEEK}/transport", View.PDF, "was not released as pdf"),
        (f"edition/{WEEK}/transport", View.MAIL_DARK, "was not released as eml"),
    ],
)
def test_an_edition_that_is_not_there_is_a_finding(released: Path, brief: str, view: View, message: str) -> None:
    found = look(released, brief, view)
    assert found.page is None
    assert found.findings[0].message == message
    assert found.findings[0].hint
    assert found.choices


def test_bytes_that_somebody_changed_are_not_shown(office: Path) -> None:
    with contextlib.closing(sqlite3.connect(office / "state" / "corpus.db")) as link:
        sql = "SELECT hash FROM edition_piece WHERE name = ? AND part = ? AND path = 'transport.html'"
        ((digest,),) = link.execute(sql, (WEEK, Part.FILE))
        link.execute("UPDATE piece SET packed = (SELECT max(packed) FROM piece) WHERE hash = ?", (digest,))
        link.commit()
    found = look(office, f"edition/{WEEK}/transport")
    assert found.page is None
    assert found.findings[0].message == "“transport.html” is not what was released any more"


def test_a_store_that_cannot_be_read_hides_no_sample(office: Path) -> None:
    (office / "state" / "corpus.db").write_bytes(b"no store" * 999)
    found = look(office, "sample/quiet")
    assert found.page is not None
    (told,) = found.findings
    assert (told.id, told.level, told.file) == ("W194", Level.WARNING, str(office / "state" / "corpus.db"))
    assert [one.key for one in found.choices] == ["topic/transport"]


def test_editions_without_a_store_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "news").mkdir()
    found = look(tmp_path, f"edition/{WEEK}/transport")
    assert found.findings[0].message == "there is no store, and editions are kept in it"


def test_a_brief_is_written_anew_when_documents_came(office: Path) -> None:
    shutil.rmtree(office / "state")
    kept: maker.Kept = {}
    wanted, key = Wanted(office / "briefgen.yaml"), Key("topic/transport", View.MARKDOWN)
    before = maker.outcome(Job(wanted, key), kept)
    (office / "news" / "line.md").write_text(LINE.replace("1.1", "1.4"), encoding="utf-8")
    same, after = (maker.outcome(Job(wanted, key, number), kept) for number in (0, 1))
    assert before.page == same.page != after.page
    assert after.page is not None
    assert b"1.4 million tons" in after.page.content


def test_reading_from_a_store_changes_nothing_that_it_is_watched_by(office: Path) -> None:
    """Otherwise each page would lead to the next one."""
    path = office / "state" / "corpus.db"
    with open_store(path) as store:
        before = store.mark()
    assert look(office, f"edition/{NEXT}/transport").page
    assert look(office, "topic/transport").page
    with open_store(path) as store:
        assert store.mark() == before


def test_a_store_is_heard_of_when_documents_came_and_not_before(
    tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "ASKED", 0.02)
    arrive(where, tmp_path / "first")

    async def heard() -> tuple[bool, str, bool]:
        found: asyncio.Queue[str] = asyncio.Queue()

        async def listen() -> None:
            async for told in watching.arrivals(lambda: Watched((), (), store=where), lambda: True):
                found.put_nowait(told)

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0.3)
        before = found.empty()
        await asyncio.to_thread(arrive, where, tmp_path / "later")
        told = await asyncio.wait_for(found.get(), 20)
        await asyncio.sleep(0.3)
        listening.cancel()
        return before, told, found.empty()

    assert asyncio.run(heard()) == (True, where, True)


def arrive(where: str, news: Path) -> None:
    """A document comes into a store."""
    news.mkdir()
    (news / f"{news.name}.md").write_text(LINE.replace("northern", news.name), encoding="utf-8")
    with open_store(where) as store:
        stock(store, news)


def test_a_draft_and_a_release_are_looked_at_wherever_they_are_kept(tmp_path: Path, where: str) -> None:
    (tmp_path / "briefgen.yaml").write_text(SETTINGS, encoding="utf-8")
    arrive(where, tmp_path / "news")
    there = ("--store", where)
    for words in (("create", WEEK, "--format", "md,html"), ("review", WEEK), ("release", WEEK)):
        run(tmp_path, *words, *there)
    run(tmp_path, "correct", WEEK, "--reason", "The total was of 2023.", *there)
    job = Wanted(tmp_path / "briefgen.yaml", store=where)
    before = {name: maker.outcome(Job(job, Key(f"edition/{name}/transport", View.HTML)), {}) for name in (WEEK, NEXT)}
    assert before[WEEK].frozen
    assert before[NEXT].remark == "draft, as it would be made today"
    arrive(where, tmp_path / "later")
    after = {name: maker.outcome(Job(job, Key(f"edition/{name}/transport", View.HTML)), {}) for name in (WEEK, NEXT)}
    assert before[WEEK].page == after[WEEK].page
    assert after[NEXT].remark == "draft, as it would be made today; changed since: document later.md new"


def test_documents_are_watched_where_there_is_no_store(office: Path) -> None:
    kept = look(office, "sample/quiet").watched
    assert kept is not None
    assert kept.documents == ()
    assert kept.store == str(office / "state" / "corpus.db")
    shutil.rmtree(office / "state")
    watched = look(office, "sample/quiet").watched
    assert watched is not None
    assert watched.documents == (office / "news",)
    assert watching.is_document(watched, office / "news" / "deep" / "line.md")
    assert watching.concerns(watched, office / "news" / "line.md")
    assert not watching.is_document(watched, office / "briefgen.yaml")
    assert not watching.concerns(watched, office / "state" / "corpus.db-wal")


def test_a_store_among_the_documents_is_no_document(tmp_path: Path) -> None:
    watched = Watched((), (), (tmp_path,), str(tmp_path / "state" / "corpus.db"))
    assert watching.concerns(watched, tmp_path / "a.md")
    assert not watching.concerns(watched, tmp_path / "state" / "corpus.db-wal")


def test_documents_alone_look_through_no_sample_again() -> None:
    async def counted() -> tuple[int, int]:
        desk = Desk(Workshop(spare=False), Wanted(), Watched((), ()))
        await desk.changed(("news/a.md",), documents=True)
        looks = desk._looks
        await desk.changed(("brief.md.j2",))
        return looks, desk._documents

    assert asyncio.run(counted()) == (0, 1)
