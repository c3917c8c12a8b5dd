"""Every document of a corpus read, and what only their comparison can settle.

Reading knows one document. This stands between it and evidence: a document without a date is read once more beside a
dated one that tells the same news, so that its "last year" means a year (`evidence/companions.py` says when).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from briefgen import remarks
from briefgen.evidence import companions
from briefgen.model import Document, Omission, Reading, Topic
from briefgen.reading.read import read
from briefgen.running import ALONE, Failure, Hands, Limits, run

WORTH = 1_000_000
"""Characters from which on other processes pay: reading them takes two seconds, and beginning processes a half."""
SIZE = 20
"""Documents of a task: a tenth of a second."""
MODULES = ("briefgen.reading.read",)
LIMITS = Limits(seconds=120)
"""Of one document. The largest that is taken, of 10 million characters, needs 20 seconds."""


def read_all(
    documents: Sequence[Document],
    topics: Sequence[Topic] = (),
    tell: Callable[[str], None] = lambda _: None,
    hands: Hands = ALONE,
) -> tuple[Reading, ...]:
    """One reading for each document, in their order; each result is the same in any order, whoever reads."""
    return settle(documents, tuple(read_each(documents, topics, tell, hands)), topics)


def read_each(
    documents: Sequence[Document],
    topics: Sequence[Topic] = (),
    tell: Callable[[str], None] = lambda _: None,
    hands: Hands = ALONE,
) -> Iterator[Reading]:
    """One reading for each document, in their order, none of them settled by the others.

    A document that cannot be read within `LIMITS` has a reading with nothing but an omission that says so.
    """
    pays = sum(len(document.text) for document in documents) >= WORTH
    with hands.workers(MODULES, pays=pays) as workers:
        results = run(partial(read, topics=tuple(topics)), documents, workers, size=SIZE, limits=LIMITS)
        for number, document in enumerate(documents, 1):
            tell(f"reading document {number} of {len(documents)}")
            result = next(results)
            yield failed(document, result) if isinstance(result, Failure) else result


def failed(document: Document, failure: Failure) -> Reading:
    """What is known of a document that could not be read: nothing, and why."""
    remark = remarks.said(remarks.NOT_READ, problem=failure.reason)
    return Reading(document.id, (), (), omissions=(Omission(document.name, remark),))


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
