"""The store: what goes in comes out, once, in one transaction; whatever database keeps it."""

import datetime as dt
import itertools
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen import squeezed
from briefgen.corpus import plain
from briefgen.corpus.store import Store, bands, open_store, sqlite, words
from briefgen.corpus.store.values import Arrival, Became, KeptEdition, KeptFact, Near, Query, Source, Taken, Window
from briefgen.errors import BriefgenError, CorpusError, UsageError
from briefgen.model import Omission

NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)


def taken(name: str, text: str, day: str | None = None, **given: Any) -> Taken:  # noqa: ANN401 - any field
    document = replace(plain.read(text.encode(), name), published=dt.date.fromisoformat(day) if day else None)
    return Taken(document, **given)


def arrival(name: str, text: str, day: str | None = None, **given: Any) -> Arrival:  # noqa: ANN401 - any field
    one = taken(name, text, day, **given)
    return Arrival(f"/{name}", name, text.encode(), "text/plain", "txt 1", (one,), stamp=f"{len(text)} 1")


def tables(store: Store) -> dict[str, list[str]]:
    """Every row of every table but the moments."""
    found = {}
    for table in ("snapshot", "document", "sighting", "source", "label", "band", "near", "reading"):
        found[table] = sorted(map(repr, store.engine.rows(f"SELECT * FROM {table}")))  # noqa: S608
    return found


PORT = "Port Alder handled 4.2 million tons of cargo in 2024, up 18 percent."
RAIL = "The rail line to Lindholm carried 300,000 passengers."


def test_a_document_comes_out_as_it_went_in(store: Store) -> None:
    came = arrival("news/port.txt", PORT, "2025-03-14")
    (outcome,) = store.add([came], NOW)
    document = came.documents[0].document
    assert (outcome.became, outcome.document_id) == (Became.ADDED, document.id)
    assert list(store.documents([document.id])) == [document]
    assert store.snapshot(document.id) == (PORT.encode(), "text/plain")
    (row,) = store.list()
    assert (row.id, row.name, row.published, row.stored, row.size) == (
        document.id, "news/port.txt", dt.date(2025, 3, 14), NOW, len(PORT),
    )  # fmt: skip


def test_adding_again_changes_no_row(store: Store) -> None:
    batch = [arrival("a.txt", PORT, "2025-03-14", labels=("transport",), bands=(b"\x00abc",)), arrival("b.txt", RAIL)]
    store.add(batch, NOW)
    before = tables(store)
    outcomes = store.add(batch, NOW)
    assert [one.became for one in outcomes] == [Became.KNOWN, Became.KNOWN]
    assert tables(store) == before


def test_one_text_under_two_names_is_one_document(store: Store) -> None:
    store.add([arrival("a.txt", PORT)], NOW)
    (outcome,) = store.add([arrival("b.txt", PORT)], NOW)
    assert (outcome.became, outcome.beside) == (Became.KNOWN, "a.txt")
    assert store.count() == 1
    assert [name for name, _ in store.sightings(outcome.document_id)] == ["a.txt", "b.txt"]


def test_a_new_version_replaces_the_old_one_which_stays_to_be_cited(store: Store) -> None:
    (old,) = store.add([arrival("a.txt", PORT)], NOW)
    (new,) = store.add([arrival("a.txt", PORT + " So it said.")], NOW)
    assert [row.id for row in store.list()] == [new.document_id]
    assert {row.id for row in store.list(Query(replaced=True))} == {old.document_id, new.document_id}
    assert next(store.documents([old.document_id])).text == PORT
    store.add([arrival("a.txt", PORT)], NOW)
    assert [row.id for row in store.list()] == [old.document_id]


def test_one_name_in_two_places_is_two_documents(store: Store) -> None:
    store.add([arrival("a.txt", PORT), replace(arrival("a.txt", RAIL), origin="/other/a.txt")], NOW)
    assert [row.name for row in store.list()] == ["a.txt", "a.txt"]


def test_parts_of_a_file_are_replaced_one_by_one(store: Store) -> None:
    parts = (taken("feed.xml#1", PORT), taken("feed.xml#2", RAIL))
    feed = Arrival("https://a.example/feed", "feed.xml", b"1", "application/rss+xml", "rss 1", parts)
    store.add([feed], NOW)
    store.add([replace(feed, data=b"2", documents=(taken("feed.xml#2", RAIL + " More."),))], NOW)
    assert sorted(row.name for row in store.list()) == ["feed.xml#1", "feed.xml#2"]
    assert len(list(store.list(Query(replaced=True)))) == 3


def test_the_revision_moves_with_the_documents_alone(store: Store) -> None:
    seen = [store.revision()]
    for batch in (
        [arrival("a.txt", PORT)],
        [arrival("b.txt", PORT)],
        [arrival("a.txt", RAIL)],
        [arrival("a.txt", PORT)],
    ):
        store.add(batch, NOW)
        store.keep_meta("other", str(len(seen)))
        seen.append(store.revision())
    assert seen == ["0", "1", "1", "2", "3"]


def test_what_cannot_be_read_is_kept_as_a_refusal_and_not_looked_at_again(store: Store) -> None:
    refused = Arrival(
        "x.pdf", "x.pdf", b"%PDF", "application/pdf", "pdf 1", refused=(Omission("x.pdf", "is damaged"),), stamp="4 1"
    )
    (outcome,) = store.add([refused], NOW)
    assert (outcome.became, outcome.reason) == (Became.REFUSED, "is damaged")
    assert store.refusals() == (Omission("x.pdf", "is damaged"),)
    assert store.source("x.pdf") == Source("x.pdf", "4 1", "pdf 1", NOW, "is damaged")
    assert store.source("y.pdf") is None


def test_a_failing_batch_leaves_nothing(store: Store) -> None:
    bad = arrival("b.txt", RAIL)
    bad = replace(bad, documents=(replace(bad.documents[0], labels=(None,)),))
    before = tables(store)
    with pytest.raises(Exception, match="label"):
        store.add([arrival("a.txt", PORT), bad], NOW)
    assert tables(store) == before
    store.add([arrival("a.txt", PORT)], NOW)
    assert store.count() == 1


def test_keys_are_found_wherever_they_have_moved_to(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bands, "LEVELS", (("band_new", 4), ("band_recent", 10)))
    every: dict[bytes, list[tuple[int, int]]] = {}
    for number in range(1, 16):
        keys = (b"shared", f"own {number}".encode())
        store.add([arrival(f"{number}.txt", f"{PORT} It was day {number}.", bands=keys)], NOW)
        for key in keys:
            every.setdefault(key, []).append((number, 2))
        assert store.behind(list(every)) == every
    counts = [next(store.engine.rows(f"SELECT count(*) FROM {table}"))[0] for table in bands.TABLES]  # noqa: S608
    assert counts == [2, 4, 24]
    store.remove([row.id for row in store.list() if row.name in {"1.txt", "14.txt", "15.txt"}])
    assert [number for number, _ in store.behind([b"shared"])[b"shared"]] == list(range(2, 14))


def test_near_duplicates_meet_in_their_bands(store: Store) -> None:
    store.add([arrival("a.txt", PORT, bands=(b"\x00aa", b"\x01bb"))], NOW)
    first = next(store.list()).id
    assert store.behind([b"\x00aa", b"\x01bb", b"\x02cc"]) == {b"\x00aa": [(1, 2)], b"\x01bb": [(1, 2)]}
    assert (store.ids([1, 2]), store.places([first, "not there"])) == ({1: first}, {first: "/a.txt"})
    (outcome,) = store.add([arrival("b.txt", PORT + " Again.", near=Near(first, 0.9))], NOW)
    assert (outcome.became, outcome.beside) == (Became.NEAR, "a.txt")
    assert store.near(first) == ((outcome.document_id, 0.9),)
    assert store.near(outcome.document_id) == ((first, 0.9),)


DAYS = [f"2025-03-{day:02}" for day in range(1, 29)]


@pytest.fixture
def month(store: Store) -> Store:
    store.add([arrival(f"{day}.txt", f"On {day}, {PORT}", day, labels=("transport",)) for day in DAYS], NOW)
    store.add(
        [arrival("rail.txt", RAIL, labels=("rail-freight",)), arrival("x.txt", "Other news of the day.", "2025-03-03")],
        NOW,
    )
    return store


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (Query(label="transport", since=dt.date(2025, 3, 27)), ["2025-03-28.txt", "2025-03-27.txt"]),
        (Query(label="rail-freight"), ["rail.txt"]),
        (Query(since=dt.date(2025, 3, 28)), ["2025-03-28.txt", "rail.txt"]),
        (Query(since=dt.date(2025, 3, 28), undated=False), ["2025-03-28.txt"]),
        (Query(until=dt.date(2025, 3, 1), undated=False), ["2025-03-01.txt"]),
        (Query(words="PASSENGERS lindh*"), ["rail.txt"]),
        (Query(words='"other news"'), ["x.txt"]),
        (Query(words='"news other"'), []),
        (
            Query(words="cargo OR passengers", since=dt.date(2025, 3, 2), until=dt.date(2025, 3, 2)),
            ["2025-03-02.txt", "rail.txt"],
        ),
        (
            Query(words="cargo", since=dt.date(2025, 3, 2), until=dt.date(2025, 3, 3), undated=False),
            ["2025-03-03.txt", "2025-03-02.txt"],
        ),
        (Query(words="news -cargo"), ["x.txt"]),
        (Query(name="rail"), ["rail.txt"]),
        (Query(label="transport", limit=1), ["2025-03-28.txt"]),
    ],
)
def test_queries(month: Store, query: Query, names: list[str]) -> None:
    assert [row.name for row in month.list(query)] == names


def test_newest(month: Store) -> None:
    assert month.newest() == dt.date(2025, 3, 28)
    assert month.newest("rail-freight") is None
    assert month.newest("transport") == dt.date(2025, 3, 28)


def test_an_edition_has_its_week_and_what_came_late(store: Store) -> None:
    begun = dt.datetime(2025, 2, 1, tzinfo=dt.UTC)
    store.add([arrival("archive.txt", "An old story.", "2024-01-01"), arrival("w.txt", RAIL, "2025-03-12")], begun)
    meanwhile = dt.datetime(2025, 3, 12, tzinfo=dt.UTC)
    store.add(
        [
            arrival("late.txt", "Late news.", "2025-03-01"),
            arrival("old.txt", "Another old story.", "2024-02-01"),
            arrival("undated.txt", "No day."),
            arrival("next.txt", "Next week's.", "2025-03-17"),
        ],
        meanwhile,
    )
    store.add([arrival("later.txt", "Came in after the week.")], dt.datetime(2025, 3, 17, tzinfo=dt.UTC))
    monday = dt.date(2025, 3, 10)
    begins = dt.datetime(2025, 3, 10, tzinfo=dt.UTC)
    ids, late = store.edition(Window(monday, dt.date(2025, 3, 16), begins, begins + dt.timedelta(7)))
    assert [one.name for one in store.documents(ids)] == ["w.txt"]
    assert [(one.document.name, one.stored) for one in store.late(late)] == [
        ("undated.txt", meanwhile),
        ("late.txt", meanwhile),
    ]


def test_readings_are_opaque_and_keyed(store: Store) -> None:
    (outcome,) = store.add([arrival("a.txt", PORT)], NOW)
    one = str(outcome.document_id)
    store.keep_readings("v1", {one: ("v1.a", b"\x00\xff"), "not there": ("v1.b", b"")})
    store.keep_readings("v1", {one: ("v1.b", b"other settings")})
    store.keep_readings("v1", {one: ("v1.a", b"again")})
    assert store.readings({one: "v1.a", "not there": "v1.b"}) == {one: b"\x00\xff"}
    assert store.readings({one: "v1.c"}) == {}
    store.keep_readings("v2", {one: ("v2.a", b"new")})
    assert store.readings({one: "v1.a"}) == {}
    assert store.readings({one: "v2.a"}) == {one: b"new"}


def test_labels_can_be_said_anew(month: Store) -> None:
    first = next(month.list(Query(label="transport"))).id
    month.relabel({first: ("digital", "energy")})
    assert [row.id for row in month.list(Query(label="digital", since=dt.date(2025, 3, 28)))] == [first]
    assert first not in {row.id for row in month.list(Query(label="transport"))}


def test_editions_and_their_facts(store: Store) -> None:
    fact = KeptFact(
        "f1", "freight", "Port Alder", "4.2", None, "t", "actual", dt.date(2024, 1, 1), dt.date(2024, 12, 31)
    )
    kept = KeptEdition(
        "2025-W11", "transport", dt.date(2025, 3, 14), None, "c", "d", "0.1", NOW, b"{}", ("doc",), (fact,)
    )  # fmt: skip
    store.keep_edition(kept)
    assert store.brief("2025-W11", "transport") == kept
    later = NOW + dt.timedelta(days=1)
    store.keep_edition(replace(kept, made=later))
    assert store.brief("2025-W11", "transport").made == NOW
    store.keep_edition(replace(kept, made=later, brief=b"[]", facts=()))
    assert store.brief("2025-W11", "transport") == replace(kept, made=later, brief=b"[]", facts=())
    assert store.editions("transport") == (("2025-W11", "transport", dt.date(2025, 3, 14), later),)
    assert store.editions("energy") == ()
    assert store.brief("2025-W12", "transport") is None


def test_a_queue_of_addresses_is_emptied_by_what_comes_in(store: Store) -> None:
    url = "https://example.org/a"
    assert store.enqueue([(url, "{}"), ("https://example.org/b", "")], "feed", NOW) == 2
    assert store.enqueue([(url, "other")], "feed", NOW) == 0
    store.tried(url)
    assert store.queued() == ((url, "feed", "{}", 1), ("https://example.org/b", "feed", "", 0))
    store.add([replace(arrival("b.txt", PORT), origin=url)], NOW)
    assert [one[0] for one in store.queued()] == ["https://example.org/b"]


def test_meta(store: Store) -> None:
    store.keep_meta("a", "1")
    store.keep_meta("a", "2")
    assert (store.meta("a"), store.meta("b")) == ("2", None)


@given(st.binary(max_size=200))
def test_packing_is_lossless(data: bytes) -> None:
    assert squeezed.unpacked(squeezed.packed(data)) == data


def test_a_snapshot_cut_short_is_noticed() -> None:
    with pytest.raises(zlib.error):
        squeezed.unpacked(squeezed.packed(b"abc" * 100)[:-9])


@given(st.text(max_size=60))
def test_any_search_is_answered_or_refused(text: str) -> None:
    try:
        search = words.parse(text)
    except UsageError:
        return
    link = sqlite3.connect(":memory:")
    link.execute("CREATE VIRTUAL TABLE search USING fts5(headline, text, day)")
    link.execute("SELECT rowid FROM search WHERE search MATCH ?", (words.fts5(search, ("d20250301",)),)).fetchall()
    link.close()


def test_two_writers_one_waits(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    open_store(path).close()
    failed = []

    def write(number: int) -> None:
        try:
            with open_store(path) as opened:
                for part in range(20):
                    opened.add([arrival(f"{number}-{part}.txt", f"{number} {part} {PORT}")], NOW)
        except BriefgenError as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_store(path) as opened:
        assert (failed, opened.count()) == ([], 60)


def test_writers_of_a_file_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    open_store(path).close()
    order: list[int] = []
    begin = threading.Barrier(3)

    def write(number: int) -> None:
        with open_store(path) as opened:
            begin.wait()
            for _ in range(10):
                with opened.writing():
                    order.append(number)
                    time.sleep(0.03)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whoever is the first to be done leaves two, and then one: until then nobody goes twice but at the very beginning.
    first_done = min(len(order) - order[::-1].index(number) for number in range(3))
    assert max(len(list(run)) for _, run in itertools.groupby(order[3:first_done])) == 1


def test_a_transaction_within_another_one_is_part_of_it(store: Store) -> None:
    def fail() -> None:
        with store.writing():
            store.add([arrival("a.txt", PORT)], NOW)
            store.keep_meta("a", "1")
            assert (store.count(), store.meta("a")) == (1, "1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (store.count(), store.meta("a")) == (0, None)


def test_a_damaged_file_is_recognised_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    with open_store(path) as opened:
        opened.add([arrival(f"{n}.txt", f"{n} {PORT}" * 30) for n in range(80)], NOW)
        opened.engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[8192 : len(data) - 4096] = b"\x5a" * (len(data) - 12288)
    path.write_bytes(data)
    with pytest.raises(CorpusError, match="damaged") as caught, open_store(path) as opened:
        list(opened.list())
    assert "corpus check" in caught.value.hint
    assert path.read_bytes() == bytes(data)


@pytest.mark.parametrize("content", [b"no database at all, but long enough to have a head " * 20, b"short"])
def test_another_file_is_no_store(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match="no store"):
        open_store(path)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    link = sqlite3.connect(path)
    link.execute("CREATE TABLE theirs (a)")
    link.commit()
    link.close()
    before = path.read_bytes()
    with pytest.raises(CorpusError, match="another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_newer_store_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    open_store(path).close()
    link = sqlite3.connect(path)
    link.execute("PRAGMA user_version = 99")
    link.close()
    with pytest.raises(CorpusError, match="newer briefgen"):
        open_store(path)


def test_nothing_is_begun_where_only_something_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no store here"):
        open_store(tmp_path / "corpus.db", create=False)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(CorpusError, match="folder"):
        open_store(tmp_path)
    with pytest.raises(UsageError):
        open_store("mysql://host/name")


def test_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "file_system", lambda _: "nfs4")
    with pytest.raises(CorpusError, match="network file system"):
        open_store(tmp_path / "corpus.db")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the type of a file system")
def test_the_file_system_is_told(tmp_path: Path) -> None:
    told = subprocess.run(["stat", "-f", "-c", "%T", str(tmp_path)], capture_output=True, text=True, check=True).stdout
    assert sqlite.file_system(tmp_path)
    assert ("nfs" in told) == (sqlite.file_system(tmp_path) in sqlite.REMOTE)


def test_a_copy_is_whole(tmp_path: Path) -> None:
    with open_store(tmp_path / "corpus.db") as store:
        store.add([arrival("a.txt", PORT)], NOW)
        store.engine.copy(tmp_path / "copy.db")
        before = tables(store)
    shutil.move(tmp_path / "copy.db", tmp_path / "other.db")
    with open_store(tmp_path / "other.db", create=False) as other:
        assert tables(other) == before
        assert list(other.engine.problems()) == []


def test_what_could_be_read_in_the_end_is_no_refusal_any_more(store: Store) -> None:
    port = arrival("port.txt", PORT)
    refused = replace(port, documents=(), refused=(Omission("port.txt", "is damaged"),))
    store.add([refused], NOW)
    before = store.revision()
    store.add([refused], NOW)
    assert store.revision() == before
    assert store.refusals() == refused.refused
    store.add([replace(refused, refused=(Omission("port.txt", "is empty"),))], NOW)
    assert [one.reason for one in store.refusals()] == ["is empty"]
    store.add([port], NOW)
    assert store.refusals() == ()
    assert store.revision() != before
