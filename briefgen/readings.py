"""Every document of a corpus read, and what only their comparison can settle.

Reading knows one document. This stands between it and evidence: a document without a date is read once more beside a
dated one that tells the same news, so that its "last year" means a year (`evidence/companions.py` says when).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from briefgen.evidence import companions
from briefgen.model import Document, Reading, Topic
from briefgen.reading.read import read


def read_all(
    documents: Sequence[Document], topics: Sequence[Topic] = (), tell: Callable[[str], None] = lambda _: None
) -> tuple[Reading, ...]:
    """One reading for each document, in their order; each result is the same in any order."""
    return settle(documents, tuple(read_each(documents, topics, tell)), topics)


def read_each(
    documents: Sequence[Document], topics: Sequence[Topic] = (), tell: Callable[[str], None] = lambda _: None
) -> Iterator[Reading]:
    """One reading for each document, in their order, none of them settled by the others."""
    for number, document in enumerate(documents, 1):
        tell(f"reading document {number} of {len(documents)}")
        yield read(document, topics)


def settle(documents: Sequence[Document], readings: Sequence[Reading], topics: Sequence[Topic]) -> tuple[Reading, ...]:
    """The readings, with the years of undated documents settled where dated ones prove them and none says otherwise."""
    proofs: dict[int, list[Reading]] = {}
    for place, other in companions.candidates(documents, readings):
        undated, dated = documents[place], documents[other]
        again = read(replace(undated, published=dated.published), topics)
        found = companions.settled(undated, readings[place], again, dated, readings[other])
        if found:
            proofs.setdefault(place, []).append(found)
    settled = {place: found[0] for place, found in proofs.items() if len(found) == 1}
    return tuple(settled.get(place, reading) for place, reading in enumerate(readings))
