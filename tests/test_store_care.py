"""Documents of a store that are named, counted, checked and taken out; whatever database keeps them."""

import datetime as dt
from collections import Counter
from itertools import product

import pytest
from msgspec.structs import replace
from stocked import NOW

from briefgen.checking import check
from briefgen.corpus import plain
from briefgen.corpus.store import Store, schema
from briefgen.corpus.store.counts import stats
from briefgen.corpus.store.naming import named
from briefgen.corpus.store.values import Arrival, KeptEdition, Origin, Query, Taken
from briefgen.errors import UsageError
from briefgen.resemblances import resembling

LONG = " ".join(f"The port of Alder handled {n} tons of cargo on day {n} of the year." for n in range(30))
TEXTS = {
    "port.txt": LONG,
    "copy.txt": f"{LONG} So it said.",
    "rail.txt": "Rail carried Straße.",
    "über.txt": "Über alles.",
}


def arrival(name: str, text: str, *labels: str) -> Arrival:
    document = replace(plain.read(text.encode(), name), published=dt.date(2025, 3, 14), publisher="Courier")
    return Arrival(f"/{name}", name, text.encode(), "text/plain", "txt 1", (Taken(document, labels),), stamp="1")


@pytest.fixture
def stocked(store: Store) -> Store:
    for name, text in TEXTS.items():
        store.add(resembling([arrival(name, text, "transport")], store), NOW)
    return store


def id_of(store: Store, name: str) -> str:
    return next(store.list(Query(name=name))).id


def test_a_whole_store_has_no_finding(stocked: Store) -> None:
    assert [str(finding) for finding in check(stocked, {"transport"})] == []
    assert [finding.is_note for finding in check(stocked, ())] == [True]


def test_a_text_that_is_not_its_own_is_found(stocked: Store) -> None:
    with stocked.writing():
        stocked.engine.run("UPDATE document SET text = :text WHERE name = :name", {"text": "x", "name": "rail.txt"})
    assert "rail.txt: its text is damaged" in str(
        next(one for one in check(stocked, {"transport"}) if one.what != "database")
    )


def test_names(stocked: Store) -> None:
    assert [row.name for row in named(stocked, "üb")] == ["über.txt"]
    assert [row.name for row in named(stocked, id_of(stocked, "rail.txt")[:8])] == ["rail.txt"]
    with pytest.raises(UsageError, match="there is no document"):
        named(stocked, "zzz.txt")


def test_what_is_known_of_an_origin(stocked: Store) -> None:
    one = id_of(stocked, "rail.txt")
    data = TEXTS["rail.txt"].encode()
    assert stocked.origin(one) == Origin("/rail.txt", "txt 1", plain.read(data, "x.txt").id, "text/plain", len(data))
    assert stocked.origin("not there") is None
    stocked.add([arrival("rail.txt", "Rail carried more.")], NOW)
    assert [row.replaced for row in stocked.versions(one)] == [False, True]


def test_the_newest_come_first_and_the_undated_last(store: Store) -> None:
    for name, day in (("b.txt", 2), ("a.txt", 2), ("c.txt", 3), ("d.txt", None)):
        one = arrival(name, f"Text of {name}.")
        published = dt.date(2025, 3, day) if day else None
        store.add([replace(one, documents=(Taken(replace(one.documents[0].document, published=published)),))], NOW)
    assert [row.name for row in store.list()] == ["c.txt", "a.txt", "b.txt", "d.txt"]
    assert [row.name for row in store.list(Query(limit=3))] == ["c.txt", "a.txt", "b.txt"]
    assert store.total(Query(limit=3)) == 4


def test_as_many_are_counted_as_are_listed(stocked: Store) -> None:
    for name, day in (("e.txt", 8), ("f.txt", 12), ("g.txt", None)):
        one = arrival(name, f"Rail freight of {name}, and a port.")
        published = dt.date(2025, 3, day) if day else None
        document = replace(one.documents[0].document, published=published)
        stocked.add([replace(one, documents=(Taken(document, labels=("transport",)),))], NOW)
    stocked.add([arrival("rail.txt", "Rail carried more."), arrival("f.txt", "A port.")], NOW)
    days = (None, dt.date(2025, 3, 7), dt.date(2025, 3, 12))
    found = Counter()
    for label, words, since, until, undated, replaced in product(
        (None, "transport", "energy"),
        (None, "rail", "rail -port", "rail OR port", "zyx"),
        days,
        days,
        (True, False),
        (True, False),
    ):
        query = Query(since, until, undated, label, words, replaced=replaced)
        number = len(list(stocked.list(query)))
        assert stocked.total(query) == number, query
        found[number > 0] += 1
    assert min(found[True], found[False]) > 50


def test_counts(stocked: Store) -> None:
    found = stats(stocked)
    assert (found.documents, found.near, found.originals, found.replaced) == (4, 1, 4, 0)
    assert found.characters == sum(map(len, TEXTS.values()))
    assert found.parts["publisher"] == (("Courier", 4),)
    assert found.parts["topic"] == (("transport", 4),)
    assert found.size > 0


def test_removal_takes_all_that_hangs_on_a_document(stocked: Store) -> None:
    port, rail = id_of(stocked, "port.txt"), id_of(stocked, "rail.txt")
    stocked.keep_readings("r", {port: ("r.k", b"x")})
    stocked.keep_edition(KeptEdition("2025-W11", "t", None, None, "c", "d", "1", NOW, b"{}", (port,)))
    assert stocked.cited([port, rail]) == {port: (("2025-W11", "t"),)}
    before = stocked.revision()
    assert stocked.remove([port, rail, "not there"]) == 2
    stocked.engine.forget()
    assert stocked.revision() != before
    assert (stocked.snapshot(port), stocked.near(id_of(stocked, "copy.txt"))) == (None, ())
    assert stocked.total(Query(words="rail")) == 0
    assert [row.name for row in stocked.list(Query(words="tons"))] == ["copy.txt"]
    assert stocked.source("/port.txt") is not None
    assert [str(finding) for finding in check(stocked, {"transport"})] == []
    assert stocked.remove([port]) == 0


def test_a_snapshot_goes_with_its_last_document(store: Store) -> None:
    parts = tuple(Taken(plain.read(f"Part {n}.".encode(), f"feed.xml#{n}")) for n in (1, 2))
    store.add([Arrival("/feed.xml", "feed.xml", b"<rss/>", "application/rss+xml", "rss 1", parts)], NOW)
    first, second = (row.id for row in store.list())
    store.remove([first])
    assert store.snapshot(second) == (b"<rss/>", "application/rss+xml")
    store.remove([second])
    left = [table for table in schema.TABLES if next(store.engine.rows(f"SELECT count(*) FROM {table}"))[0]]  # noqa: S608
    assert left == ["source", "meta"]
