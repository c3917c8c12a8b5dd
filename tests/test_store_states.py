"""Anything that is done to a store, in any order, against a model of a few lines."""

import datetime as dt
import hashlib
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from briefgen import checking
from briefgen.corpus import plain
from briefgen.corpus.store import open_store
from briefgen.corpus.store.values import Arrival, Became, Near, Query, Taken
from briefgen.model import Document, Omission

NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)
WORDS = ("port", "rail", "cargo", "grain", "ship", "quay")
LABELS = ("transport", "energy", "digital")
PLACES = st.sampled_from(["/a.txt", "/b.txt", "/c.txt", "https://a.example/feed"])
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
DAYS = st.none() | st.dates(dt.date(2025, 3, 1), dt.date(2025, 3, 5))


def document(text: str, name: str, day: dt.date | None) -> Document:
    read = replace(plain.read(text.encode(), name), published=day)
    assert read.id == hashlib.sha256(read.text.encode()).hexdigest()
    return read


class Kept:
    """What the model knows of a document."""

    def __init__(self, one: Document, place: str) -> None:
        self.document, self.place = one, place
        self.labels: set[str] = set()
        self.replaced = False


class States(RuleBasedStateMachine):
    """A store and what should be in it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "corpus.db"
        self.store = open_store(self.path)
        self.kept: dict[str, Kept] = {}
        self.readings: dict[str, bytes] = {}

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(given=st.lists(st.tuples(PLACES, TEXTS, DAYS, st.sets(st.sampled_from(LABELS))), min_size=1, max_size=4))
    def add(self, given: list[tuple[str, str, dt.date | None, set[str]]]) -> None:
        """Adds, adds again, replaces, and brings old versions back."""
        batch, expected, current = [], [], {}
        before = dict(self.kept)
        for place, text, day, labels in given:
            name = place.rpartition("/")[2]
            one = document(text, name, day)
            near = Near(next(iter(before)), 0.9) if before and one.id not in self.kept else None
            expected.append(Became.KNOWN if one.id in self.kept else Became.NEAR if near else Became.ADDED)
            taken = Taken(one, tuple(sorted(labels)), (one.id[:8].encode(),), near)
            batch.append(Arrival(place, name, text.encode(), "text/plain", "txt 1", (taken,)))
            if one.id not in self.kept:
                self.kept[one.id] = Kept(one, place)
                self.kept[one.id].labels = set(labels)
            current[place] = one.id
        for one in self.kept.values():
            if one.place in current:
                one.replaced = current[one.place] != one.document.id
        assert [outcome.became for outcome in self.store.add(batch, NOW)] == expected

    @rule(place=PLACES)
    def refuse(self, place: str) -> None:
        """Brings something that cannot be read."""
        came = Arrival(place, "x", b"x", "text/plain", "txt 1", refused=(Omission("x", "is damaged"),))
        assert [one.became for one in self.store.add([came], NOW)] == [Became.REFUSED]

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), labels=st.sets(st.sampled_from(LABELS)))
    def relabel(self, data: st.DataObject, labels: set[str]) -> None:
        """Says anew what a document is about."""
        one = data.draw(st.sampled_from(sorted(self.kept)))
        self.store.relabel({one: tuple(sorted(labels)), "not there": ("energy",)})
        self.kept[one].labels = labels

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), record=st.binary(max_size=4))
    def read(self, data: st.DataObject, record: bytes) -> None:
        """Keeps what was found in a document; the first stays."""
        one = data.draw(st.sampled_from(sorted(self.kept)))
        self.store.keep_readings("v1", {one: ("v1.a", record)})
        self.readings.setdefault(one, record)

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """Takes documents out."""
        gone = data.draw(st.lists(st.sampled_from(sorted(self.kept)), min_size=1, max_size=2, unique=True))
        assert self.store.remove([*gone, "not there"]) == len(gone)
        for one in gone:
            del self.kept[one]
            self.readings.pop(one, None)

    @rule()
    def reopen(self) -> None:
        """Closes the store and opens it."""
        self.store.close()
        self.store = open_store(self.path, create=False)

    @invariant()
    def each_text_is_there_once(self) -> None:
        rows = list(self.store.list(Query(replaced=True)))
        assert Counter(row.id for row in rows) == Counter(list(self.kept))
        assert {row.id for row in rows if row.replaced} == {key for key, one in self.kept.items() if one.replaced}
        found = {one.id: one for one in self.store.documents(sorted(self.kept))}
        assert found == {key: one.document for key, one in self.kept.items()}

    @invariant()
    def the_index_agrees(self) -> None:
        for word in WORDS:
            found = {row.id for row in self.store.list(Query(words=word, replaced=True))}
            assert found == {key for key, one in self.kept.items() if word in one.document.text.split()}
        for label in LABELS:
            found = {row.id for row in self.store.list(Query(label=label, replaced=True))}
            assert found == {key for key, one in self.kept.items() if label in one.labels}
        assert self.store.readings(dict.fromkeys(self.kept, "v1.a")) == self.readings

    @invariant()
    def nothing_dangles(self) -> None:
        assert [one for one in checking.check(self.store, LABELS, again=False) if not one.is_note] == []
        unused = "SELECT count(*) FROM snapshot WHERE hash NOT IN (SELECT snapshot FROM sighting)"
        assert next(self.store.engine.rows(unused)) == (0,)
        near = "SELECT count(*) FROM near WHERE other NOT IN (SELECT id FROM document)"
        assert next(self.store.engine.rows(near)) == (0,)


TestStates = States.TestCase
TestStates.settings = settings(max_examples=settings.default.max_examples // 6, stateful_step_count=12, deadline=None)
