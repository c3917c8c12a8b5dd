"""Stores that are checked, counted and repaired: with really damaged files."""

import datetime as dt
import json
import random
import sqlite3
from pathlib import Path

import pytest
from conftest import Run
from msgspec.structs import replace

from briefgen.checking import check
from briefgen.corpus import plain
from briefgen.corpus.store import Store, bands, open_store, salvage, schema
from briefgen.corpus.store.counts import stats
from briefgen.corpus.store.pages import INDEX_INNER, INDEX_LEAF, LEAF, Pages
from briefgen.corpus.store.values import Arrival, KeptEdition, KeptFact, Query, Source, Taken
from briefgen.errors import CorpusError
from briefgen.model import Omission
from briefgen.repairing import repair
from briefgen.resemblances import resembling

NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)
STORE = Path("state/corpus.db")
NUMBER = 60


def text(number: int) -> str:
    chance = random.Random(number)  # noqa: S311 - no secret
    words = ("port", "rail", "grain", "ship", "crane", "quay", "strike", "tariff", "minister", "harvest")
    many = 30 if number % 10 else 3000  # every tenth needs pages of its own
    return (
        f"Story {number}.\n\n" + " ".join(f"{chance.choice(words)}{chance.randrange(9999)}" for _ in range(many)) + "."
    )


def arrival(number: int) -> Arrival:
    name = f"news/{number}.txt"
    document = replace(plain.read(text(number).encode(), name), published=dt.date(2025, 3, 1 + number % 28))
    taken = Taken(document, ("transport",) if number % 2 else ())
    return Arrival(f"/{name}", name, text(number).encode(), "text/plain", "txt 1", (taken,), stamp=str(number))


def filled(path: Path) -> Path:
    with open_store(path) as store:
        for first in range(0, NUMBER, 20):
            store.add(resembling([arrival(number) for number in range(first, first + 20)], store), NOW)
        store.add(
            [Arrival("/x.pdf", "x.pdf", b"%", "application/pdf", "pdf 1", refused=(Omission("x.pdf", "bad"),))], NOW
        )
        ids = tuple(row.id for row in store.list(Query(limit=5)))
        fact = KeptFact("f", "cargo", "port", "4.2", None, "t", "actual", None, None)
        store.keep_edition(KeptEdition("2025-W11", "transport", None, None, "c", "d", "1", NOW, b"{}", ids, (fact,)))
        store.enqueue([("https://a.example/1", "{}")], "feed", NOW)
        store.engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a store without a fault."""
    return filled(tmp_path_factory.mktemp("whole") / "corpus.db").read_bytes()


@pytest.fixture
def path(tmp_path: Path, whole: bytes) -> Path:
    (tmp_path / STORE).parent.mkdir()
    (tmp_path / STORE).write_bytes(whole)
    return tmp_path / STORE


def rows(store: Store, table: str) -> set[tuple[object, ...]]:
    return set(store.engine.rows(f"SELECT * FROM {table}"))  # noqa: S608


def texts(path: Path) -> set[str]:
    with open_store(path, create=False) as store:
        assert list(store.engine.problems()) == []
        return {document.text for document in store.documents([row.id for row in store.list()])}


ALL = {text(number) for number in range(NUMBER)}


def test_a_whole_store_has_no_finding(path: Path, briefgen: Run) -> None:
    with open_store(path) as store:
        assert list(check(store, {"transport"})) == []
    done = briefgen("corpus", "check", cwd=path.parent.parent)
    assert (done.returncode, done.stdout, "60 documents, in order" in done.stderr) == (0, "", True)
    done = briefgen("corpus", "check", "--repair", cwd=path.parent.parent)
    assert (done.returncode, len(list(path.parent.iterdir()))) == (0, 1)


OTHER = "UPDATE document SET record = (SELECT record FROM document WHERE id = 8) WHERE id = 7"
TAKEN = "SELECT 'delete', id, headline, text, day FROM document WHERE id = 9"
PARTIAL = (
    "DROP INDEX document_name; CREATE INDEX document_name ON document (name) WHERE id > 9;"
    " PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX document_name ON document (name)'"
    " WHERE name = 'document_name'"
)
DAMAGED = [
    ("UPDATE snapshot SET packed = x'00' WHERE rowid = 5", "news/4.txt", "bytes are not those"),
    ("UPDATE snapshot SET size = 1 WHERE rowid = 5", "news/4.txt", "bytes are not those"),
    ("UPDATE document SET text = text || '!' WHERE id = 7", "news/6.txt", "text is damaged"),
    ("UPDATE document SET record = x'c1' WHERE id = 7", "news/6.txt", "known of it is damaged"),
    (OTHER, "news/6.txt", "of another"),
    ("DELETE FROM snapshot WHERE rowid = 3", "database", "refers to"),
    (f"INSERT INTO search (search, rowid, headline, text, day) {TAKEN}", "database", "malformed"),
    (PARTIAL, "database", "index"),
]


@pytest.mark.parametrize(("sql", "what", "said"), DAMAGED)
def test_what_is_wrong_is_found(path: Path, sql: str, what: str, said: str) -> None:
    link = sqlite3.connect(path)
    link.executescript(sql)
    link.close()
    with open_store(path) as store:
        found = [finding for finding in check(store, {"transport"}) if not finding.is_note]
    assert any(finding.what == what and said in finding.said for finding in found), found


def test_what_is_only_worth_knowing_is_a_note(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = plain.read
    monkeypatch.setattr(plain, "read", lambda data, name: read(data.replace(b"Story 4.", b"Story four."), name))
    with open_store(path) as store:
        found = list(check(store, {"energy"}))
    assert [(finding.what, finding.is_note) for finding in found] == [("news/4.txt", True), ("labels", True)]
    assert "today's reader" in str(found[0])


def test_check_changes_nothing(path: Path) -> None:
    with open_store(path) as store:
        before = {table: rows(store, table) for table in schema.TABLES}
        list(check(store, ()))
        assert {table: rows(store, table) for table in schema.TABLES} == before


def test_every_row_of_every_table_is_known_on_its_page(path: Path) -> None:
    """Also guards the day on which a table gets another column."""
    found: dict[str, set[tuple[object, ...]]] = {table: set() for table in salvage.COLUMNS}
    for table, row in salvage.salvaged(Pages(path).rows()):
        found[table].add(tuple(row.values()))
    with open_store(path) as store:
        keys = found.pop(bands.SETTLED)
        assert keys == rows(store, "band")
        assert {*found, *bands.TABLES, "reading"} == set(schema.TABLES)
        for table, saved in found.items():
            assert saved == rows(store, table), table


def test_pages_are_those_that_sqlite_counts(path: Path) -> None:
    kinds = {Pages(path).page(number)[:1] for number in range(2, Pages(path).number + 1)}
    assert {bytes([kind]) for kind in (LEAF, INDEX_LEAF, INDEX_INNER, 0x05)} <= kinds
    link = sqlite3.connect(path)
    assert link.execute("PRAGMA page_count").fetchone() == (Pages(path).number,)
    link.close()


def kind_of(data: bytes, number: int) -> int:
    return data[(number - 1) * 4096 + (100 if number == 1 else 0)]


def ruined(data: bytes, number: int, chance: random.Random) -> bytes:
    """The file with one page full of nonsense."""
    start = (number - 1) * 4096
    return data[:start] + chance.randbytes(4096) + data[start + 4096 :]


@pytest.mark.parametrize(
    "kind", [LEAF, 0x05, INDEX_LEAF, INDEX_INNER, 0x00], ids=["leaf", "inner", "index-leaf", "index-inner", "overflow"]
)
@pytest.mark.parametrize("seed", range(3))
def test_one_page_ruined(path: Path, whole: bytes, kind: int, seed: int) -> None:
    chance = random.Random(seed * 100 + kind)  # noqa: S311
    pages = [number for number in range(2, len(whole) // 4096 + 1) if kind_of(whole, number) == kind]
    path.write_bytes(ruined(whole, chance.choice(pages), chance))
    damaged = path.read_bytes()
    done = repair(path)
    assert texts(path) == ALL, done
    assert done.damaged.read_bytes() == damaged
    assert done.lost == ()
    with open_store(path) as store:
        assert [finding for finding in check(store, {"transport"}) if not finding.is_note] == []
        assert store.count() == NUMBER == next(store.engine.rows("SELECT count(*) FROM search"))[0]


def test_the_head_ruined(path: Path, whole: bytes) -> None:
    path.write_bytes(b"\xff" * 4096 + whole[4096:])
    repair(path)
    assert texts(path) == ALL
    with open_store(path) as store:
        assert store.brief("2025-W11", "transport").facts[0].value == "4.2"
        assert store.source("/news/3.txt") == Source("/news/3.txt", "3", "txt 1", NOW)
        assert store.refusals() == (Omission("x.pdf", "bad"),)
        assert len(store.queued()) == 1
        assert len(list(store.list(Query(label="transport")))) == NUMBER // 2


def test_a_file_cut_short(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[: len(whole) * 2 // 3])
    done = repair(path)
    saved = texts(path)
    assert len(saved) == done.documents
    assert saved < ALL
    assert len(saved) + len([name for name in done.lost if name.startswith("news/")]) <= NUMBER
    assert len(saved) > NUMBER // 3


def test_a_log_that_is_lost_costs_what_stood_in_it_alone(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    store.add([arrival(NUMBER)], NOW)
    assert Path(f"{path}-wal").stat().st_size > 0
    lost = tmp_path / "lost.db"
    lost.write_bytes(path.read_bytes())
    store.close()
    assert texts(lost) == ALL
    assert len(texts(path)) == NUMBER + 1


def test_what_only_the_log_has_is_saved_too(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    store.add([arrival(NUMBER)], NOW)
    crashed = tmp_path / "crashed.db"
    crashed.write_bytes(b"\xff" * 4096 + path.read_bytes()[4096:])
    Path(f"{crashed}-wal").write_bytes(Path(f"{path}-wal").read_bytes())
    store.close()
    repair(crashed)
    assert texts(crashed) == ALL | {text(NUMBER)}


def test_what_was_removed_is_not_saved(path: Path) -> None:
    with open_store(path) as store:
        gone = next(store.list(Query(name="news/10.txt"))).id
        store.remove([gone])
        store.engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    repair(path)
    assert texts(path) == ALL - {text(10)}


@pytest.mark.parametrize(
    ("sql", "again", "bare", "lost"),
    [
        ("DELETE FROM document WHERE id = 7", ("news/6.txt",), (), ()),
        ("UPDATE document SET text = 'x' WHERE id = 7", ("news/6.txt",), (), ()),
        ("DELETE FROM snapshot WHERE rowid = 7", (), ("news/6.txt",), ()),
        ("DELETE FROM document WHERE id = 7; DELETE FROM snapshot WHERE rowid = 7", (), (), ("news/6.txt",)),
        ("DELETE FROM document WHERE id = 7; DELETE FROM sighting WHERE document = 7", ("recovered",), (), ()),
    ],
)
def test_what_is_lost_is_read_again_or_named(
    path: Path, sql: str, again: tuple[str, ...], bare: tuple[str, ...], lost: tuple[str, ...]
) -> None:
    link = sqlite3.connect(path)
    link.executescript(sql)
    link.close()
    done = repair(path)
    assert tuple(name.split("/")[0] if again == ("recovered",) else name for name in done.again) == again
    assert (done.bare, done.lost) == (bare, lost)
    assert texts(path) == (ALL - {text(6)} if lost else ALL)


def test_nothing_to_save_changes_nothing(tmp_path: Path) -> None:
    other = tmp_path / "notes.db"
    other.write_bytes(b"not a database, but long enough for a page " * 200)
    before = other.read_bytes()
    with pytest.raises(CorpusError, match="nothing that can be saved"):
        repair(other)
    assert other.read_bytes() == before
    assert list(tmp_path.iterdir()) == [other]


def test_a_store_in_use_is_not_repaired(path: Path) -> None:
    with open_store(path) as store, store.writing(), pytest.raises(CorpusError, match="uses the store"):
        repair(path)


def test_repair_on_the_command_line(path: Path, whole: bytes, briefgen: Run) -> None:
    here = path.parent.parent
    path.write_bytes(b"\xff" * 4096 + whole[4096:])
    done = briefgen("corpus", "check", cwd=here)
    assert (done.returncode, "--repair" in done.stderr) == (1, True)
    done = briefgen("corpus", "check", "--repair", cwd=here)
    assert done.returncode == 0
    assert "saved 60 documents and 1 edition" in done.stderr
    assert "corpus.damaged.db" in done.stderr
    assert briefgen("corpus", "check", cwd=here).returncode == 0


def test_stats(path: Path, briefgen: Run) -> None:
    with open_store(path) as store:
        found = stats(store)
        assert (found.documents, found.originals, found.refused, found.editions) == (NUMBER, NUMBER, 1, 1)
        assert found.characters == sum(map(len, ALL))
        assert found.parts["topic"] == (("transport", NUMBER // 2),)
        assert found.parts["month"] == (("2025-03", NUMBER),)
    row = json.loads(briefgen("corpus", "stats", "--json", cwd=path.parent.parent).stdout)
    assert row["by_media"] == [{"name": "text/plain", "documents": NUMBER}]
    assert "topic\ttransport\t30" in briefgen("corpus", "stats", cwd=path.parent.parent).stdout
