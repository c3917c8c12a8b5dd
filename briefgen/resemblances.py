"""Near-duplicates and reprints, found as documents arrive.

The same keys and the same measure of a copy as evidence uses (`evidence/reprints.py`), over an index that the store
keeps beside the documents. What one document costs is bounded whatever the size of the corpus: a number of keys, a
number of documents behind each of them, a number of documents that are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.corpus.store import Store
from briefgen.corpus.store.values import Arrival, Near, Taken
from briefgen.evidence.reprints import COPIED, CROWD, Runs, containment, document_runs, nearest, shared
from briefgen.evidence.reprints import keys as every_key
from briefgen.model import Document

LONE = 31
"""Keys of a document for which a single one in common is enough to be compared: three paragraphs. Of two longer ones
each copy shares several, and in a large corpus nearly all that share one share it by chance: of 48,000 such pairs among
20,000 documents none was a copy."""

Behind = tuple[int, int]
"""A document behind a key: its number, and how many keys it has in all."""


class _There(Struct):
    """Documents that were there before, in the order in which they came: those of the store, then of the batch."""

    behind: dict[bytes, list[Behind]]
    """Key → the documents behind it."""
    ids: dict[int, str]
    """Number → `Document.id`."""
    places: dict[str, str]
    """Id → the place that it was first seen at."""
    last: int = 0
    """The highest number."""


def resembling(arrivals: Sequence[Arrival], store: Store) -> tuple[Arrival, ...]:
    """The arrivals of a batch, each document with its keys and the one before it that it resembles most.

    A newer version of a document is no copy of the older one. A document that is a copy of one as long as itself or
    longer gets no keys, nor does any get one that very many share: neither would find anything new. Keys that a
    document brings along (`Taken.bands`, made by `keys` in another process) are taken as they are.
    """
    arrivals = tuple(
        replace(arrival, documents=tuple(_keyed(taken) for taken in arrival.documents)) for arrival in arrivals
    )
    every = [taken for arrival in arrivals for taken in arrival.documents]
    known = set(store.places([taken.document.id for taken in every]))
    there = _there(store, every, known)
    texts = _Texts(store)
    return tuple(
        replace(
            arrival,
            documents=tuple(_compared(taken, arrival.place(taken.document), known, there, texts)
                            for taken in arrival.documents),
        )
        for arrival in arrivals
    )  # fmt: skip


def keys(document: Document) -> tuple[bytes, ...]:
    """Under which keys the store finds a document: see `evidence/reprints.py`."""
    return every_key(document, few=True)


def _keyed(taken: Taken) -> Taken:
    return taken if taken.bands else replace(taken, bands=keys(taken.document))


def _there(store: Store, every: Iterable[Taken], known: set[str]) -> _There:
    """What the store has behind the keys of the documents that it does not know yet.

    Which documents they are is asked only of those that may be compared: few, whatever the size of the corpus.
    """
    asked = dict.fromkeys(key for taken in every if taken.document.id not in known for key in taken.bands)
    behind = {key: list(numbers) for key, numbers in store.behind(list(asked)).items()}
    possible = {number for taken in every if taken.document.id not in known for number in _shared(taken.bands, behind)}
    ids = store.ids(sorted(possible))
    last = max((number for texts in behind.values() for number, _ in texts), default=0)
    return _There(behind, dict(ids), dict(store.places(sorted(ids.values()))), last)


class _Texts:
    """Documents that are compared, each read from the store once a batch; runs are made when they are needed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._documents: dict[str, Document] = {}
        self._runs: dict[str, Runs] = {}

    def put(self, document: Document) -> None:
        """One that came in just now."""
        self._documents[document.id] = document

    def runs(self, one: str) -> Runs:
        """The runs of one that was put in or asked for."""
        if one not in self._runs:
            self._runs[one] = document_runs(self._documents[one])
        return self._runs[one]

    def of(self, ids: Sequence[str]) -> Mapping[str, Runs]:
        """The runs of documents that are there."""
        self._documents |= {
            found.id: found for found in self._store.documents([one for one in ids if one not in self._documents])
        }
        return {one: self.runs(one) for one in ids if one in self._documents}


def _shared(own: Sequence[bytes], behind: Mapping[bytes, Sequence[Behind]]) -> dict[int, int]:
    """The documents that one with these keys may be compared with, and how many of the keys each has.

    What comes in later makes keys crowded, so that it may take documents away here, and adds only itself.
    """
    counted = shared(behind.get(key, ()) for key in own)
    is_short = len(own) <= LONE
    return {text: n for (text, total), n in counted.items() if n > 1 or is_short or total <= LONE}


def _compared(taken: Taken, place: str, known: set[str], there: _There, texts: _Texts) -> Taken:
    """A document with what it resembles; it is there for those that come after it."""
    document = taken.document
    if document.id in known:
        return replace(taken, bands=())
    known.add(document.id)
    candidates = [there.ids[one] for one in nearest(_shared(taken.bands, there.behind))]
    found = texts.of([one for one in candidates if there.places.get(one) != place])
    there.places[document.id] = place
    if not taken.bands:
        return taken
    texts.put(document)
    copied = {one: share for one in found if (share := containment(texts.runs(document.id), found[one])) >= COPIED}
    near = Near(best, copied[best]) if (best := max(copied, key=copied.__getitem__, default=None)) else None
    if any(len(texts.runs(document.id)) <= len(found[one]) for one in copied):
        return replace(taken, bands=(), near=near)
    bands = tuple(key for key in taken.bands if len(there.behind.get(key, ())) <= CROWD)
    there.last += 1
    there.ids[there.last] = document.id
    for key in bands:
        there.behind.setdefault(key, []).append((there.last, len(bands)))
    return replace(taken, bands=bands, near=near)
