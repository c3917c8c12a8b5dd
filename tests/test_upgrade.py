"""Steps from one version of the store to the next, and `briefgen upgrade --check`, which changes nothing."""

import contextlib
import datetime as dt
import hashlib
import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
import yaml
from conftest import Run
from stocked import stock

from briefgen import upgrading
from briefgen.cli import main
from briefgen.corpus.store import open_store, schema
from briefgen.corpus.store.values import Query
from briefgen.errors import CorpusError

DUMP = Path(__file__).parent / "cases" / "store-1.sql"
"""A store of version 1: three documents, one of them an earlier version, an edition, a refusal, a waiting address."""
FURTHER = (
    "ALTER TABLE document ADD COLUMN place_of_publication TEXT",
    "CREATE TABLE desk (name TEXT NOT NULL PRIMARY KEY){strict}",
)
FAILING = (FURTHER[0], "INSERT INTO nowhere VALUES (1)")


def old(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    link = sqlite3.connect(path)
    link.executescript(DUMP.read_text("utf-8"))
    link.close()
    return path


def content(path: Path) -> list[str]:
    link = sqlite3.connect(path)
    dumped = [*link.iterdump(), *map(str, link.execute("PRAGMA user_version"))]
    link.close()
    return dumped


def steps(monkeypatch: pytest.MonkeyPatch, *more: tuple[str, ...]) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, *more))
    monkeypatch.setattr(schema, "VERSION", len(schema.STEPS))


def sound(path: Path) -> None:
    with open_store(path, create=False) as store:
        assert list(store.engine.problems()) == []
        assert [row.name for row in store.list()] == ["harbour.txt", "line.txt"]
        assert [row.replaced for row in store.list(Query(name="line.txt", replaced=True))] == [False, True]
        assert [row.name for row in store.list(Query(words="ferry"))] == ["line.txt"]
        assert store.brief("2025-W11", "transport").documents == tuple(sorted(row.id for row in store.list()))
        assert store.snapshot(next(store.list()).id)[0].startswith(b"Port Alder")


def test_a_store_of_version_1_is_read_today(tmp_path: Path) -> None:
    sound(old(tmp_path / "corpus.db"))


def test_a_step_leads_from_version_1_to_a_further_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps(monkeypatch, FURTHER)
    path = old(tmp_path / "corpus.db")
    sound(path)
    with open_store(path) as store:
        assert list(store.engine.rows("SELECT * FROM desk")) == []
        assert next(store.engine.rows("PRAGMA user_version")) == (schema.VERSION,)
    sound(path)


def test_a_new_store_has_all_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps(monkeypatch, FURTHER)
    with open_store(tmp_path / "new.db") as store:
        assert next(store.engine.rows("PRAGMA user_version")) == (schema.VERSION,)
        assert list(store.engine.rows("SELECT place_of_publication FROM document")) == []


def test_a_step_that_fails_leaves_the_old_version_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old(tmp_path / "corpus.db")
    before = content(path)
    with monkeypatch.context() as broken:
        steps(broken, FAILING)
        with pytest.raises(CorpusError, match="nowhere"):
            open_store(path)
        assert content(path) == before
    sound(path)


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a store and one edition."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "news").mkdir()
    text = "---\nheadline: {0}\npublished: 2026-03-0{1}\npublisher: Courier {1}\n---\n\n{2}\n"
    told = ("Port Alder handled 4.2 million tons of cargo in 2025.", "The ferry carried 300,000 passengers in 2025.")
    for number, said in enumerate(told, 3):
        (folder / "news" / f"{number}.md").write_text(text.format(f"News {number}", number, said), "utf-8")
    topics = {"ports": {"title": "Ports", "terms": ["port", "ferry"]}}
    (folder / "briefgen.yaml").write_text(yaml.safe_dump({"version": 1, "corpus": ["news"], "topics": topics}), "utf-8")
    with open_store(folder / "state" / "corpus.db") as store:
        stock(store, folder / "news")
    with contextlib.chdir(folder):
        assert main(["make", "--format", "json"]) == 0
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to be spoilt; one sample is enough here."""
    monkeypatch.setattr(upgrading.samples, "NAMES", ("quiet",))
    shutil.copytree(made, tmp_path / "office")
    return tmp_path / "office"


def tried(briefgen: Run, folder: Path, *options: str, code: int = 0) -> dict[str, tuple[str, str]]:
    before = files(folder)
    done = briefgen("upgrade", "--check", "--json", *options, cwd=folder)
    assert done.returncode == code, done.stderr
    assert files(folder) == before
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["part"]: (row["result"], row["said"]) for row in found}


def test_all_is_well(briefgen: Run, office: Path) -> None:
    found = tried(briefgen, office)
    assert {part: result for part, (result, _) in found.items()} == {
        "settings": "ok", "store": "ok", "edition 2026-W10 on ports": "ok", "templates, sample quiet": "ok",
    }  # fmt: skip
    assert found["store"][1] == f"2 documents, tables of version {schema.VERSION}"
    assert "the same" in found["edition 2026-W10 on ports"][1]
    lines = briefgen("upgrade", "--check", cwd=office).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["ok"] * 4


def test_the_store_is_brought_up_to_date_in_a_copy(
    briefgen: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps(monkeypatch, FURTHER)
    assert tried(briefgen, office)["store"][1].endswith(f"tables from version {schema.VERSION - 1} to {schema.VERSION}")
    link = sqlite3.connect(office / "state" / "corpus.db")
    assert link.execute("PRAGMA user_version").fetchone() == (schema.VERSION - 1,)
    link.close()


def test_a_step_that_would_fail_is_said(briefgen: Run, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps(monkeypatch, FAILING)
    found = tried(briefgen, office, code=1)
    assert found["store"][0] == "FAILED"
    assert found["templates, sample quiet"][0] == "ok"


def test_what_would_read_differently_is_told(briefgen: Run, office: Path) -> None:
    ledger = {"version": 1, "corrections": []}
    (office / "corrections.yaml").write_text(yaml.safe_dump(ledger), "utf-8")
    done = briefgen(
        "correct", "3.md", "4.2 million tons", "--status", "plan", "--by", "Ines", "--reason", "Planned.", cwd=office
    )
    assert done.returncode == 0, done.stderr
    result, said = tried(briefgen, office)["edition 2026-W10 on ports"]
    assert result == "differs"
    assert "re-read" in said


def test_a_template_that_fails_is_named(briefgen: Run, office: Path) -> None:
    house = office / "templates" / "house"
    house.mkdir(parents=True)
    (house / "brief.md.j2").write_text('{% extends "!default/breif.md.j2" %}', "utf-8")
    result, said = tried(briefgen, office, code=1)["templates, sample quiet"]
    assert (result, "breif" in said) == ("FAILED", True)


def test_settings_that_are_wrong_end_it(briefgen: Run, office: Path) -> None:
    (office / "briefgen.yaml").write_text("version: 1\ntopics: {}\n", "utf-8")
    found = tried(briefgen, office, code=1)
    assert found["settings"][0] == "FAILED"
    assert found["everything else"][0] == "skipped"


@pytest.mark.parametrize(
    ("store", "said"), [("nowhere.db", "none at"), ("postgresql://host/name", "shared database"), ("notes.txt", "")]
)
def test_a_store_that_cannot_be_tried(briefgen: Run, office: Path, store: str, said: str) -> None:
    (office / "notes.txt").write_text("no database " * 100, "utf-8")
    result, found = tried(briefgen, office, "--store", store, code=0 if said else 1)["store"]
    assert result == ("skipped" if said else "FAILED")
    assert said in found


def test_without_check_nothing_is_done(briefgen: Run) -> None:
    done = briefgen("upgrade")
    assert (done.returncode, "--check" in done.stderr) == (2, True)


def dump(path: Path) -> None:
    """How `store-1.sql` was made, by the briefgen of November 2026: `python tests/test_upgrade.py`."""
    from msgspec.structs import replace

    from briefgen.corpus import plain
    from briefgen.corpus.store.values import Arrival, KeptEdition, Taken
    from briefgen.model import Omission

    now = dt.datetime(2025, 3, 15, 9, tzinfo=dt.UTC)
    with open_store(path) as store:
        for name, text, day in (
            ("line.txt", "The ferry to Lindholm carried 200,000 passengers.", 11),
            ("line.txt", "The ferry to Lindholm carried 300,000 passengers.", 12),
            ("harbour.txt", "Port Alder handled 4.2 million tons of cargo in 2024.", 14),
        ):
            document = replace(plain.read(text.encode(), name), published=dt.date(2025, 3, day))
            taken = Taken(document, ("transport",), (b"12345678",))
            store.add([Arrival(f"/{name}", name, text.encode(), "text/plain", "txt 1", (taken,))], now)
        ids = tuple(sorted(row.id for row in store.list()))
        refused = (Omission("x.pdf", "is damaged"),)
        store.add([Arrival("/x.pdf", "x.pdf", b"%PDF", "application/pdf", "pdf 1", refused=refused)], now)
        store.enqueue([("https://example.org/a", "{}")], "https://example.org/feed", now)
        store.keep_edition(KeptEdition("2025-W11", "transport", None, None, "c", "d", "0.1", now, b"{}", ids))
    link = sqlite3.connect(path)
    names = ("application_id", "user_version")
    head = [f"PRAGMA {name} = {link.execute(f'PRAGMA {name}').fetchone()[0]};" for name in names]
    plainly = [line for line in link.iterdump() if not re.match(r"(CREATE TABLE|INSERT INTO) .?(search|sqlite_)", line)]
    (search,) = link.execute("SELECT sql FROM sqlite_schema WHERE name = 'search'").fetchone()
    rebuilt = [f"{search};", "INSERT INTO search (search) VALUES ('rebuild');", ""]
    DUMP.write_text("\n".join([*head, *plainly, *rebuilt]), "utf-8")
    link.close()


if __name__ == "__main__":
    import tempfile

    dump(Path(tempfile.mkdtemp()) / "corpus.db")
