"""What the documents of a store are about, said anew where the topics of the settings are not those of its labels."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

import msgspec

from briefgen import __version__
from briefgen.corpus.store import Store
from briefgen.model import Topic
from briefgen.reading.topics import routed

LABELLED = "labelled"
"""In the store's `meta`: which topics its labels are of."""
BATCH = 200
"""Documents that are labelled in one transaction: an interruption loses no more."""
Tell = Callable[[str], None]


def refresh(store: Store, topics: Sequence[Topic], tell: Tell = lambda _: None) -> int:
    """Labels every document of the store with these topics, unless that was done already; how many were looked at.

    Documents that come in are labelled as they come. A topic that is new, or has other terms, concerns all others too.
    """
    wanted = _digest(topics)
    if store.meta(LABELLED) == wanted:
        return 0
    total, number = store.count(), 0
    for few in _batches(store):
        tell(f"looking for the topics in document {number + 1:,} of {total:,}")
        store.relabel({document.id: routed(document, tuple(topics)) for document in store.documents(few)})
        number += len(few)
    store.keep_meta(LABELLED, wanted)
    return number


def _digest(topics: Sequence[Topic]) -> str:
    """A name for all that labels are made from."""
    return hashlib.sha256(msgspec.msgpack.encode((__version__, [topic.sought for topic in topics]))).hexdigest()[:24]


def _batches(store: Store) -> Iterator[list[str]]:
    """The ids of all documents, earlier versions too, in the order in which they came in."""
    last = 0
    while True:
        sql = f"SELECT id, hash FROM document WHERE id > :last ORDER BY id LIMIT {BATCH}"  # noqa: S608 - a number
        few = list(store.engine.rows(sql, {"last": last}))
        if not few:
            return
        last = few[-1][0]
        yield [one for _, one in few]
