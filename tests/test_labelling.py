"""Topics of the settings and labels of the store: what a new topic finds is found among all documents."""

from pathlib import Path

import pytest
from conftest import Run
from stocked import NOW

from briefgen.corpus import plain
from briefgen.corpus.store import Store
from briefgen.corpus.store.values import Arrival, Query, Taken
from briefgen.labelling import BATCH, LABELLED, refresh
from briefgen.model import Topic

PORTS = Topic("ports", "Ports", ("port", "quay"))
FERRIES = Topic("ferries", "Ferries", ("ferry",))


def put(store: Store, *texts: str) -> None:
    taken = [(f"{number}.txt", text.encode()) for number, text in enumerate(texts)]
    store.add(
        [
            Arrival(f"/{name}", name, data, "text/plain", "txt 1", (Taken(plain.read(data, name)),))
            for name, data in taken
        ],
        NOW,
    )


def names(store: Store, label: str) -> list[str]:
    return sorted(row.name for row in store.list(Query(label=label)))


def test_labels_follow_the_topics(store: Store) -> None:
    put(store, "The port grew.", "The ferry to the port sank.", "Nothing of it.")
    assert refresh(store, [PORTS]) == 3
    assert (names(store, "ports"), names(store, "ferries")) == (["0.txt", "1.txt"], [])
    assert refresh(store, [PORTS]) == 0
    assert refresh(store, [FERRIES, PORTS]) == 3
    assert (names(store, "ports"), names(store, "ferries")) == (["0.txt", "1.txt"], ["1.txt"])
    refresh(store, [FERRIES])
    assert names(store, "ports") == []


def test_all_batches_are_looked_at(store: Store) -> None:
    put(store, *(f"Ferry {number}." for number in range(BATCH + 1)))
    assert refresh(store, [FERRIES]) == BATCH + 1
    assert len(names(store, "ferries")) == BATCH + 1


def test_an_interruption_is_made_good(store: Store) -> None:
    put(store, *(f"Ferry {number}." for number in range(BATCH + 1)))

    def interrupted(message: str) -> None:
        if f"{BATCH + 1:,} of" in message:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh(store, [FERRIES], interrupted)
    assert (len(names(store, "ferries")), store.meta(LABELLED)) == (BATCH, None)
    refresh(store, [FERRIES])
    assert len(names(store, "ferries")) == BATCH + 1


def test_a_new_topic_finds_what_came_in_before_it(briefgen: Run, tmp_path: Path, news: Path) -> None:
    settings = tmp_path / "briefgen.yaml"
    lines = ["version: 1", "corpus: [news]", "topics:", "  rail: {title: Rail, terms: [rail]}"]
    settings.write_text("\n".join(lines), "utf-8")
    assert briefgen("ingest", news).returncode == 0
    settings.write_text("\n".join([*lines, "  cargo: {title: Cargo, terms: [cargo]}"]), "utf-8")
    done = briefgen("documents", "list", "--topic", "cargo", "--json")
    assert "harbour.txt" in done.stdout
