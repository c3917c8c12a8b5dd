"""`briefgen documents`: what the store has, as a list, in full, by words, taken out and handed on."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HARBOUR, LINE, ROOT, Run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.cli.stored_listing import hits, shown
from briefgen.corpus import plain
from briefgen.corpus.store import Store, open_store
from briefgen.corpus.store.naming import named
from briefgen.corpus.store.values import Arrival, KeptEdition, Query, Taken
from briefgen.corpus.store.words import parse
from briefgen.errors import UsageError
from briefgen.exporting import file_name
from briefgen.hits import hit
from briefgen.resemblances import resembling

NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)
STORE = Path("state/corpus.db")
OLD = "Port Alder had a quiet week, and the cranes stood still."
LATER = "Port Alder had a quiet week, and the cranes stood still. On Friday two ships came."
TABLES = ("snapshot", "document", "sighting", "label", "band", "near", "reading")


def arrival(name: str, text: str, day: str | None = None, *labels: str) -> Arrival:
    document = replace(plain.read(text.encode(), name), published=dt.date.fromisoformat(day) if day else None)
    taken = Taken(document, labels)
    return Arrival(f"/news/{name}", name, text.encode(), "text/plain", "txt 1", (taken,), stamp=str(len(text)))


def put(store: Store, *arrivals: Arrival) -> None:
    for one in arrivals:
        store.add(resembling([one], store), NOW)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A store beside the working folder of `briefgen`, with five documents, one of them an earlier version."""
    with open_store(tmp_path / STORE) as store:
        put(
            store,
            arrival("harbour.txt", HARBOUR, "2025-03-14", "transport"),
            arrival("line.txt", LINE, "2025-03-12", "transport"),
            arrival("quiet.txt", OLD, "2025-03-01"),
            arrival("quiet.txt", LATER, "2025-03-02"),
            arrival("copy.txt", f"{HARBOUR}\nSeen elsewhere.\n"),
        )
    return tmp_path


def rows(done: object) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ([], ["harbour.txt", "line.txt", "quiet.txt", "copy.txt"]),
        (["list"], ["harbour.txt", "line.txt", "quiet.txt", "copy.txt"]),
        (["--topic", "transport"], ["harbour.txt", "line.txt", "quiet.txt", "copy.txt"]),
        (["--topic", "energy"], []),
        (["--since", "2025-03-13"], ["harbour.txt"]),
        (["--until", "2025-03-02"], ["quiet.txt"]),
        (["--week", "2025-W11"], ["harbour.txt", "line.txt"]),
        (["--until", "2025-03-02", "--replaced"], ["quiet.txt", "quiet.txt"]),
        (["--limit", "1"], ["harbour.txt"]),
        (["--language", "fr"], []),
    ],
)
def test_list(briefgen: Run, kept: Path, options: list[str], names: list[str]) -> None:
    found = rows(briefgen("documents", *options, "--json", cwd=kept))
    assert [row["name"] for row in found] == names
    assert {(row["stored"], row["replaced"]) for row in found} <= {
        ("2026-11-27T09:30:00Z", False),
        ("2026-11-27T09:30:00Z", True),
    }


def test_list_as_a_table_and_for_a_pipe(briefgen: Run, kept: Path) -> None:
    table = briefgen("documents", "list", "--csv", cwd=kept).stdout.splitlines()
    assert table[0].startswith("id,name,publisher,published")
    assert len(table) == 5
    piped = briefgen("documents", cwd=kept).stdout.splitlines()
    assert piped[0].split()[:2] == ["name", "published"]
    assert piped[1].split()[:2] == ["harbour.txt", "2025-03-14"]


@pytest.mark.usefixtures("kept")
def test_files_that_are_named_are_read_as_ever(briefgen: Run, news: Path) -> None:
    assert [row["name"] for row in rows(briefgen("documents", news, "--json"))] == ["harbour.txt", "line.txt"]
    done = briefgen("documents", news, "--topic", "transport")
    assert (done.returncode, "for documents of a store" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--topic", "transprt"], "Did you mean transport?"),
        (["--week", "2025-W60"], "no week"),
        (["--week", "2025-W10", "--since", "2025-03-01"], "beside --week"),
        (["--store", "nowhere.db"], "no store here"),
    ],
)
def test_what_makes_no_sense_is_said(briefgen: Run, kept: Path, options: list[str], said: str) -> None:
    done = briefgen("documents", "list", *options, cwd=kept)
    assert done.returncode in {1, 2}
    assert said in done.stderr


def test_without_a_store_the_commands_that_need_one_say_so(briefgen: Run) -> None:
    done = briefgen("documents", "search", "port")
    assert (done.returncode, "briefgen ingest" in done.stderr) == (1, True)


def test_show(briefgen: Run, kept: Path) -> None:
    (row,) = rows(briefgen("documents", "show", "harbour.txt", "--json", cwd=kept))
    assert (row["text"], row["place"], row["reader"]) == (HARBOUR, "/news/harbour.txt", "txt 1")
    assert [(near["name"], near["share"]) for near in row["near"]] == [("copy.txt", 1.0)]
    assert "4.2 million tons" in [figure["surface"] for figure in row["figures"]]
    told = briefgen("documents", "show", row["id"][:12], cwd=kept).stdout
    assert "copy.txt" in told
    assert "100% of the shorter one" in told


def test_show_tells_versions_and_takes_an_earlier_one_by_its_id(briefgen: Run, kept: Path) -> None:
    (row,) = rows(briefgen("documents", "show", "quiet.txt", "--json", cwd=kept))
    assert row["text"] == LATER
    (version,) = row["versions"]
    (earlier,) = rows(briefgen("documents", "show", version["id"], "--json", cwd=kept))
    assert (earlier["text"], earlier["replaced"]) == (OLD, True)


def test_show_writes_the_bytes_that_came(tmp_path: Path) -> None:
    data = "Größe\r\nmatters".encode("utf-16")
    document = plain.read(data, "odd.txt")
    with open_store(tmp_path / STORE) as store:
        store.add([Arrival("/odd.txt", "odd.txt", data, "text/plain", "txt 1", (Taken(document),))], NOW)
    command = [sys.executable, "-m", "briefgen", "documents", "show", "odd.txt", "--original"]
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, check=True, env={"PYTHONPATH": str(ROOT)})
    assert done.stdout == data


def test_names(kept: Path) -> None:
    with open_store(kept / STORE) as store:
        assert [row.name for row in named(store, "harb")] == ["harbour.txt"]
        assert [row.replaced for row in named(store, "quiet.txt")] == [False, True]
        for wrong, hint in (("harbor.txt", "harbour.txt"), ("zzz", "documents list")):
            with pytest.raises(UsageError) as caught:
                named(store, wrong)
            assert hint in caught.value.hint
        put(store, arrival("line-two.txt", "Another one."))
        with pytest.raises(UsageError, match="one of 2"):
            named(store, "lin")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["CARGO"], ["harbour.txt", "copy.txt"]),
        (["cargo", "elsewhere"], ["copy.txt"]),
        (['"elsewhere seen"'], []),
        (["cargo", "-elsewhere"], ["harbour.txt"]),
        (["-harbour", "cargo"], ["harbour.txt", "copy.txt"]),
        (["cran*", "--json"], ["quiet.txt"]),
        (["cargo", "OR", "cranes", "--since", "2025-03-01"], ["harbour.txt", "quiet.txt"]),
    ],
)
def test_search(briefgen: Run, kept: Path, words: list[str], names: list[str]) -> None:
    assert [row["name"] for row in rows(briefgen("documents", "search", *words, "--json", cwd=kept))] == names


@pytest.mark.parametrize("words", ["straße", "STRASSE", "Çınarlı", "çinarli", "étude", "İstanbul", "οδος", "ақтау"])
def test_letters_are_searched_as_the_index_takes_them(tmp_path: Path, words: str) -> None:
    text = "Straße, Çınarlı, e\u0301tude, İSTANBUL, ΟΔΟΣ, АҚТАУ."
    with open_store(tmp_path / "corpus.db") as store:
        put(store, arrival("a.txt", text))
        found = [document.name for document in store.list(Query(words=words))]
    marked = hit(plain.read(text.encode(), "a.txt"), parse(words))
    assert (found, marked is not None) == ((["a.txt"], True) if words not in NO_WORDS else ([], False))


NO_WORDS = frozenset({"STRASSE", "çinarli"})
"""The index neither makes "ss" of ß nor i of ı."""


def test_a_hit_is_the_sentence_with_its_words_marked(briefgen: Run, kept: Path) -> None:
    (row,) = rows(briefgen("documents", "search", "ships friday", "--json", cwd=kept))
    passage = row["passage"]
    assert passage["quote"] == "On Friday two ships came."
    assert [LATER[start:end] for start, end in row["marks"]] == ["Friday", "ships"]
    assert "On Friday two ships came." in briefgen("documents", "search", "friday", cwd=kept).stdout


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("The Côte d’Azur port grew. Cote means coast.", "côte", ["Côte"]),
        ("Rail freight rose. Freight by rail fell.", '"freight by rail"', ["Freight by rail"]),
        ("Harbours and harbourmasters.", "harbour*", ["Harbours", "harbourmasters"]),
        ("Die Straße und die STRAẞE.", "straße", ["Straße", "STRAẞE"]),
        ("La e\u0301tude.", "ÉTUDE", ["e\u0301tude"]),
        ("In İstanbul.", "istanbul", ["İstanbul"]),
        ("Nothing of it.", "port", []),
    ],
)
def test_marks(text: str, words: str, marked: list[str]) -> None:
    found = hit(plain.read(text.encode(), "a.txt"), parse(words))
    assert [text[mark.start : mark.end] for mark in (found.marks if found else ())] == marked


@given(st.text("aAbcé.”“\n- ", max_size=200), st.text(alphabet='abcé" *-', min_size=1, max_size=12))
def test_marks_lie_in_their_sentence_and_do_not_overlap(text: str, words: str) -> None:
    try:
        found = hit(plain.read(f"x {text}".encode("utf-8", "replace"), "a.txt"), parse(words))
    except UsageError:
        return
    if found:
        edges = [edge for mark in found.marks for edge in (mark.start, mark.end)]
        assert edges == sorted(edges)
        assert found.span.start <= edges[0] <= edges[-1] <= found.span.end


@pytest.mark.parametrize("width", [30, 60, 80, 120, 200])
def test_a_terminal_gets_no_line_that_is_too_long(kept: Path, width: int) -> None:
    from rich.cells import cell_len

    with open_store(kept / STORE) as store:
        listed = list(store.list())
        documents = {one.id: one for one in store.documents([row.id for row in listed])}
        found = [(row, documents[row.id], hit(documents[row.id], parse("port OR cranes OR line"))) for row in listed]
    lines = [*shown(listed, 400, width), *hits(found, 400, width)]
    assert max(cell_len(line.plain) for line in lines) <= max(width, len("and 396 more; --limit 400 shows all"))


def test_remove_takes_everything_that_hangs_on_a_document(kept: Path, briefgen: Run) -> None:
    with open_store(kept / STORE) as store:
        (row, *_) = named(store, "harbour.txt")
        store.keep_readings("k", {row.id: ("key", b"r")})
    done = briefgen("documents", "remove", "harbour.txt", "copy.txt", "--yes", cwd=kept)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "removed 2 documents")
    with open_store(kept / STORE) as store:
        assert list(store.engine.problems()) == []
        assert store.snapshot(row.id) is None
        assert [one.name for one in store.list()] == ["line.txt", "quiet.txt"]
        (word,) = store.engine.rows("SELECT count(*) FROM search WHERE search MATCH 'cargo'")
        assert word == (0,)
        assert store.source("/news/harbour.txt").stamp == str(len(HARBOUR))
    assert b"million tons of cargo" not in (kept / STORE).read_bytes()


def test_no_word_of_what_was_removed_stays_in_the_file(briefgen: Run, tmp_path: Path) -> None:
    path = tmp_path / STORE
    with open_store(path) as store:
        put(store, *(arrival(f"{n}.txt", f"Story {n} of zyxquovian matters.") for n in range(40)))
        put(store, arrival("secret.txt", "The qwyjibovex of Port Alder."))
        put(store, *(arrival(f"{n}.txt", f"Story {n} of zyxquovian matters.") for n in range(40, 80)))
    assert b"wyjibovex" in path.read_bytes()
    assert briefgen("documents", "remove", "secret.txt", "--yes").returncode == 0
    assert b"jibovex" not in path.read_bytes()
    with open_store(path) as store:
        assert list(store.engine.problems()) == []
        assert store.total(Query(words="zyxquovian")) == 80


def test_removing_all_leaves_no_row(kept: Path) -> None:
    with open_store(kept / STORE) as store:
        ids = [id_ for (id_,) in store.engine.rows("SELECT hash FROM document")]
        before = store.revision()
        assert store.remove([*ids, "not there"]) == 5
        assert store.revision() != before
        counts = [next(store.engine.rows(f"SELECT count(*) FROM {table}"))[0] for table in TABLES]  # noqa: S608
        assert counts == [0] * len(TABLES)
        assert list(store.engine.problems()) == []


def test_a_name_stands_for_its_versions_and_an_id_for_one(kept: Path, briefgen: Run) -> None:
    with open_store(kept / STORE) as store:
        old = next(row.id for row in named(store, "quiet.txt") if row.replaced)
    assert "removed 1 document\n" in briefgen("documents", "remove", old, "--yes", cwd=kept).stderr
    assert "removed 1 document\n" in briefgen("documents", "remove", "quiet.txt", "--yes", cwd=kept).stderr


def test_what_an_edition_cites_is_not_removed_unless_forced(kept: Path, briefgen: Run) -> None:
    with open_store(kept / STORE) as store:
        (row, *_) = named(store, "line.txt")
        store.keep_edition(
            KeptEdition("2025-W11", "transport", None, None, "c", "d", "0.1", NOW, b"{}", documents=(row.id,))
        )
    done = briefgen("documents", "remove", "line.txt", "harbour.txt", "--yes", cwd=kept)
    assert (done.returncode, "line.txt: cited in 2025-W11 on transport" in done.stderr) == (2, True)
    assert len(rows(briefgen("documents", "--json", cwd=kept))) == 4
    done = briefgen("documents", "remove", "line.txt", "--yes", "--force", cwd=kept)
    assert "these citations lead nowhere now" in done.stderr
    assert len(rows(briefgen("documents", "--json", cwd=kept))) == 3


def test_nothing_is_removed_where_nobody_can_be_asked(
    kept: Path, briefgen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    done = briefgen("documents", "remove", "line.txt", cwd=kept)
    assert (done.returncode, "--yes" in done.stderr) == (2, True)
    assert len(rows(briefgen("documents", "--json", cwd=kept))) == 4


def test_export_writes_the_originals_and_what_is_known_of_them(kept: Path, briefgen: Run) -> None:
    done = briefgen("documents", "export", "out", "--replaced", cwd=kept)
    assert "wrote 5 documents to out" in done.stderr
    manifest = [json.loads(line) for line in (kept / "out" / "manifest.jsonl").read_text().splitlines()]
    texts = {row["name"]: (kept / "out" / row["file"]).read_text() for row in manifest if not row["replaced"]}
    assert texts["harbour.txt"] == HARBOUR
    assert texts["quiet.txt"] == LATER
    assert len({row["file"] for row in manifest}) == 5
    again = briefgen("documents", kept / "out", "--json")
    assert {row["id"] for row in rows(again)} == {row["id"] for row in manifest}


def test_export_as_rows(kept: Path, briefgen: Run) -> None:
    words = ("export", "out.jsonl", "--format", "jsonl", "--since", "2025-03-12")
    assert briefgen("documents", *words, cwd=kept).returncode == 0
    found = [json.loads(line) for line in (kept / "out.jsonl").read_text().splitlines()]
    assert [(row["name"], row["text"]) for row in found] == [("harbour.txt", HARBOUR), ("line.txt", LINE)]
    done = briefgen("documents", "export", ".", "--format", "jsonl", cwd=kept)
    assert (done.returncode, "is a folder" in done.stderr) == (2, True)


def test_an_export_comes_in_again_as_the_same_documents(kept: Path, briefgen: Run) -> None:
    assert briefgen("documents", "export", "out.jsonl", "--format", "jsonl", cwd=kept).returncode == 0
    assert briefgen("ingest", "out.jsonl", "--store", "other.db", cwd=kept).returncode == 0
    before = rows(briefgen("documents", "list", "--json", cwd=kept))
    after = rows(briefgen("documents", "list", "--json", "--store", "other.db", cwd=kept))
    moved = {"name", "stored"}
    assert sorted(json.dumps({key: row[key] for key in row if key not in moved}) for row in after) == sorted(
        json.dumps({key: row[key] for key in row if key not in moved}) for row in before
    )


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("news/harbour.txt", "harbour-0123456789ab.txt"),
        ("feed.xml#3", "feed-0123456789ab.xml"),
        ("https://example.org/a/b/?q=1#top", "b-0123456789ab"),
        ("../../etc/passwd", "passwd-0123456789ab"),
        ("..", "document-0123456789ab"),
        ("C:\\con\\x.pdf", "C-con-x-0123456789ab.pdf"),
        ("日本.html", "日本-0123456789ab.html"),
        ("", "document-0123456789ab"),
        ("a" * 300 + ".txt", "a" * 80 + "-0123456789ab.txt"),
    ],
)
def test_names_of_files(name: str, file: str) -> None:
    assert file_name(name, "0123456789abcdef") == file
