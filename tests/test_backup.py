"""`briefgen backup` and `briefgen restore`: what comes back is what was there, or nothing is touched."""

import datetime as dt
import hashlib
import io
import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import HARBOUR, Run
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen import config
from briefgen.backups import MANIFEST, backup
from briefgen.corpus import plain
from briefgen.corpus.store import open_store, schema
from briefgen.corpus.store.values import Arrival, Taken
from briefgen.errors import CorpusError, UsageError
from briefgen.restoring import restore, verify

NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)


def arrival(name: str, text: str) -> Arrival:
    return Arrival(f"/{name}", name, text.encode(), "text/plain", "txt 1", (Taken(plain.read(text.encode(), name)),))


@pytest.fixture
def office(briefgen: Run, tmp_path: Path) -> Path:
    """A project folder with settings, corrections, a template, a logo and a store."""
    assert briefgen("init", "office").returncode == 0
    folder = tmp_path / "office"
    store = Path(config.load(settings_of(folder)).store)
    with open_store(store) as opened:
        opened.add([arrival("harbour.txt", HARBOUR)], NOW)
    (folder / "templates" / "house" / "brief.md.j2").write_text('{% extends "!default/brief.md.j2" %}', "utf-8")
    return folder


def settings_of(folder: Path) -> Path:
    return next(place for name in ("briefgen.yaml", "config/briefgen.yaml") if (place := folder / name).is_file())


def state(folder: Path) -> dict[str, object]:
    """Every file that counts, the store by its rows."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (
            path.is_file()
            and path.suffix not in {".db-wal", ".db-shm"}
            and not name.startswith(("seeds/", "README", "."))
        ):
            found[name] = rows(path) if path.suffix == ".db" else path.read_bytes()
    return found


def rows(path: Path) -> dict[str, list[object]]:
    with open_store(path, create=False) as store:
        return {table: list(store.engine.rows(f"SELECT * FROM {table}")) for table in schema.TABLES}  # noqa: S608


@pytest.fixture
def saved(office: Path, tmp_path: Path) -> Path:
    backup(config.load(settings_of(office)), tmp_path / "b.zip", NOW)
    return tmp_path / "b.zip"


def test_what_comes_back_is_what_was_there(office: Path, saved: Path, tmp_path: Path) -> None:
    done = restore(saved, tmp_path / "elsewhere")
    assert (done.kept, done.manifest.outside) == (None, {})
    before = state(office)
    assert {name: before[name] for name in state(tmp_path / "elsewhere")} == state(tmp_path / "elsewhere")
    assert {"state/corpus.db", "templates/house/brief.md.j2"} <= set(state(tmp_path / "elsewhere"))
    assert any(name.endswith("briefgen.yaml") for name in state(tmp_path / "elsewhere"))
    again = config.load(settings_of(tmp_path / "elsewhere"))
    assert again.digest == config.load(settings_of(office)).digest
    assert Path(again.store).is_file()


def test_the_same_state_gives_the_same_file(office: Path, saved: Path, tmp_path: Path) -> None:
    backup(config.load(settings_of(office)), tmp_path / "again.zip", NOW)
    assert (tmp_path / "again.zip").read_bytes() == saved.read_bytes()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".briefgen-")]


def test_somebody_writes_meanwhile(office: Path, tmp_path: Path) -> None:
    loaded = config.load(settings_of(office))
    done = threading.Event()

    def write() -> None:
        with open_store(loaded.store) as store:
            for number in range(200):
                store.add([arrival(f"{number}a.txt", f"{number} a"), arrival(f"{number}b.txt", f"{number} b")], NOW)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    backup(loaded, tmp_path / "b.zip", NOW)
    writer.join()
    assert done.is_set()
    restore(tmp_path / "b.zip", tmp_path / "elsewhere")
    with open_store(tmp_path / "elsewhere" / "state" / "corpus.db") as store:
        assert list(store.engine.problems()) == []
        assert store.count() % 2 == 1  # one from before, and batches of two, each whole


def test_what_is_there_is_never_overwritten(office: Path, saved: Path) -> None:
    before = state(office)
    with pytest.raises(UsageError, match="is there already"):
        restore(saved, office)
    assert state(office) == before
    settings_of(office).write_text("version: 1\ntopics: {}\n", "utf-8")
    with open_store(office / "state" / "corpus.db") as store:
        store.add([arrival("new.txt", "New.")], NOW)
    changed = state(office)
    done = restore(saved, office, force=True)
    assert done.kept == office / "before-restore"
    now = state(office)
    assert {name: now[name] for name in before} == before
    aside = {name.removeprefix("before-restore/"): found for name, found in now.items() if name.startswith("before-")}
    assert aside == {name: changed[name] for name in aside}
    assert "state/corpus.db" in aside


def test_a_store_in_use_stops_it(office: Path, saved: Path) -> None:
    with open_store(office / "state" / "corpus.db") as store, store.writing(), pytest.raises(CorpusError, match="uses"):
        restore(saved, office, force=True)


Change = Callable[[dict[str, bytes]], None]


def rewritten(source: Path, target: Path, change: Change) -> Path:
    """A backup with other entries."""
    with zipfile.ZipFile(source) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return target


def manifest(change: Callable[[dict[str, object]], None]) -> Change:
    def changed(entries: dict[str, bytes]) -> None:
        row = json.loads(entries[MANIFEST])
        change(row)
        entries[MANIFEST] = json.dumps(row).encode()

    return changed


def renamed(name: str) -> Change:
    """The first file of a backup under another name."""

    def changed(entries: dict[str, bytes]) -> None:
        row = json.loads(entries[MANIFEST])
        entries[name] = entries.pop(row["files"][0]["name"])
        row["files"][0]["name"] = name
        entries[MANIFEST] = json.dumps(row).encode()

    return changed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda entries: entries.pop(MANIFEST), "no manifest", id="no manifest"),
        pytest.param(lambda entries: entries.update({MANIFEST: b"{"}), "cannot be read", id="half a manifest"),
        pytest.param(lambda entries: entries.update({MANIFEST: b"[]"}), "no backup of briefgen", id="another manifest"),
        pytest.param(lambda entries: entries.update({"more.txt": b""}), "its manifest names", id="one file more"),
        pytest.param(lambda entries: entries.pop("state/corpus.db"), "its manifest names", id="one file less"),
        pytest.param(
            lambda entries: entries.update({"state/corpus.db": b"x"}), "not what was saved", id="another file"
        ),
        pytest.param(manifest(lambda row: row.update(format="briefgen.backup/9")), "newer briefgen", id="newer format"),
        pytest.param(manifest(lambda row: row.update(store_version=999)), "newer briefgen", id="newer store"),
        pytest.param(manifest(lambda row: row.update(store="nowhere.db")), "is missing", id="store not there"),
        pytest.param(manifest(lambda row: row["files"][0].update(size=1)), "not what was saved", id="another size"),
        pytest.param(manifest(lambda row: row.pop("files")), "cannot be read", id="no files"),
        pytest.param(renamed("../outside.txt"), "outside its folder", id="above"),
        pytest.param(renamed("a/../../outside.txt"), "outside its folder", id="above from below"),
        pytest.param(renamed("/etc/outside.txt"), "outside its folder", id="absolute"),
        pytest.param(renamed("C:/outside.txt"), "outside its folder", id="drive"),
        pytest.param(renamed("..\\outside.txt"), "outside its folder", id="backslash"),
        pytest.param(renamed("STATE/CORPUS.DB"), "one name", id="one name on some systems"),
    ],
)
def test_a_wrong_file_touches_nothing(saved: Path, tmp_path: Path, change: Change, said: str) -> None:
    wrong = rewritten(saved, tmp_path / "wrong.zip", change)
    target = tmp_path / "target"
    for attempt in (lambda: verify(wrong), lambda: restore(wrong, target)):
        with pytest.raises((CorpusError, UsageError), match=said):
            attempt()
    assert not target.exists() or list(target.iterdir()) == []
    assert not (tmp_path / "outside.txt").exists()


def test_a_bomb_is_cut_off(saved: Path, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, zipfile.ZipFile(saved) as source:
        row = json.loads(source.read(MANIFEST))
        for part in row["files"]:
            archive.writestr(part["name"], b"\0" * (80 << 20) if part is row["files"][0] else source.read(part["name"]))
        archive.writestr(MANIFEST, json.dumps(row))
    (tmp_path / "bomb.zip").write_bytes(packed.getvalue())
    with pytest.raises(CorpusError, match="not what was saved"):
        restore(tmp_path / "bomb.zip", tmp_path / "target")
    assert list((tmp_path / "target").iterdir()) == []


def test_a_link_does_not_lead_out(saved: Path, tmp_path: Path) -> None:
    target, out = tmp_path / "target", tmp_path / "out"
    target.mkdir()
    out.mkdir()
    (target / "templates").symlink_to(out)
    with pytest.raises(CorpusError, match="leads out"):
        restore(saved, target)
    assert list(out.iterdir()) == []
    assert [path.name for path in target.rglob("*") if path.is_file()] == []


@given(data=st.data())
@settings(max_examples=60)
def test_any_byte_flipped_is_noticed_or_makes_no_difference(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, small: bytes
) -> None:
    place = data.draw(st.integers(0, len(small) - 1))
    flipped = bytearray(small)
    flipped[place] ^= 1 << data.draw(st.integers(0, 7))
    folder = tmp_path_factory.mktemp("flipped")
    (folder / "b.zip").write_bytes(flipped)
    try:
        restore(folder / "b.zip", folder / "target")
    except (CorpusError, UsageError):
        assert not (folder / "target" / "briefgen.yaml").exists()
    else:
        assert (folder / "target" / "briefgen.yaml").read_text("utf-8") == SMALL


SMALL = "version: 1\ncorpus: [news]\ntopics:\n  transport:\n    title: Transport\n    terms: [rail, port]\n"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("small")
    (folder / "briefgen.yaml").write_text(SMALL, "utf-8")
    backup(config.load(folder / "briefgen.yaml"), folder / "b.zip", NOW)
    return (folder / "b.zip").read_bytes()


def test_a_store_elsewhere_comes_back_inside_and_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "briefgen.yaml").write_text(f"{SMALL}store: {tmp_path / 'far' / 'c.db'}\n", "utf-8")
    with open_store(tmp_path / "far" / "c.db") as store:
        store.add([arrival("a.txt", "A.")], NOW)
    backup(config.load(tmp_path / "p" / "briefgen.yaml"), tmp_path / "b.zip", NOW)
    done = restore(tmp_path / "b.zip", tmp_path / "q")
    assert done.manifest.outside == {"state/corpus.db": str(tmp_path / "far" / "c.db")}
    assert rows(tmp_path / "q" / "state" / "corpus.db") == rows(tmp_path / "far" / "c.db")


def test_on_the_command_line(briefgen: Run, office: Path, tmp_path: Path) -> None:
    done = briefgen("backup", tmp_path / "b.zip", cwd=office)
    assert (done.returncode, "with the store" in done.stderr) == (0, True)
    assert briefgen("backup", tmp_path / "b.zip", cwd=office).returncode == 2
    assert briefgen("backup", tmp_path / "b.zip", "--force", cwd=office).returncode == 0
    done = briefgen("restore", "b.zip", "--check")
    assert (done.returncode, "whole" in done.stderr) == (0, True)
    assert briefgen("restore", "b.zip", "--into", "there").returncode == 0
    assert briefgen("documents", "--json", cwd=tmp_path / "there").stdout.count("\n") == 1
    done = briefgen("restore", "b.zip", "--into", "there")
    assert (done.returncode, "--force" in done.stderr) == (2, True)
    done = briefgen("restore", "b.zip", "--into", "there", "--force")
    assert "before-restore" in done.stderr
    (tmp_path / "c.zip").write_bytes((tmp_path / "b.zip").read_bytes()[:-300])
    done = briefgen("restore", "c.zip", "--check")
    assert (done.returncode, "damaged" in done.stderr) == (1, True)
    done = briefgen("restore", settings_of(office))
    assert (done.returncode, "is no backup" in done.stderr) == (2, True)


def test_nothing_to_save(briefgen: Run) -> None:
    done = briefgen("backup", "b.zip")
    assert (done.returncode, "nothing to save" in done.stderr) == (2, True)


def test_a_backup_of_an_older_store_is_brought_up_to_date_when_it_is_opened(saved: Path, tmp_path: Path) -> None:
    restore(saved, tmp_path / "q")
    link = sqlite3.connect(tmp_path / "q" / "state" / "corpus.db")
    assert link.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    link.close()


@given(texts=st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), max_size=8, unique=True))
@settings(max_examples=15)
def test_any_store_comes_back_as_it_was(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "briefgen.yaml").write_text(SMALL, "utf-8")
    document = plain.read(b"A.", "a.txt")
    with open_store(folder / "state" / "corpus.db") as store:
        for number, text in enumerate(texts):
            key = hashlib.sha256(text.encode()).hexdigest()
            taken = Taken(replace(document, id=key, text=text, name=f"{number}.txt", headline=text))
            store.add([Arrival(f"/{number}", f"{number}.txt", text.encode(), "text/plain", "r", (taken,))], NOW)
    backup(config.load(folder / "briefgen.yaml"), folder / "b.zip", NOW)
    restore(folder / "b.zip", folder / "again")
    assert rows(folder / "again" / "state" / "corpus.db") == rows(folder / "state" / "corpus.db")
    assert (folder / "again" / "briefgen.yaml").read_text("utf-8") == SMALL
