"""A store with documents in it, for tests."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from briefgen import corpus
from briefgen.corpus.store import Store
from briefgen.corpus.store.values import Arrival, Taken

NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)


def stock(store: Store, folder: Path, now: dt.datetime = NOW) -> None:
    """Puts the documents of a folder into a store, under the names that `corpus.load` gives them."""
    store.add(
        [
            Arrival(str(folder / one.name), one.name, one.text.encode(), one.media, "test 1", (Taken(one),))
            for one in corpus.load([folder]).documents
        ],
        now,
    )
