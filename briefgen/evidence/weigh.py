"""What the documents say together: the one function of this room."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.evidence.facts import gather
from briefgen.evidence.mentions import mentions_of
from briefgen.evidence.relations import relate
from briefgen.model import Document, Evidence, Omission, Reading, Topic


def weigh(documents: Sequence[Document], readings: Sequence[Reading], topics: Sequence[Topic]) -> Evidence:
    """Facts and relations of a corpus.

    The order of documents, readings and topics never matters. A reading whose document is not given is a bug of the
    caller and raises `KeyError`.
    """
    mentions = mentions_of(documents, readings, topics)
    facts = gather(mentions)
    omissions = tuple(
        omission
        for reading in sorted(readings, key=lambda reading: reading.document_id)
        for omission in reading.omissions
    )
    return Evidence(facts, relate(facts, documents, readings, topics), _unique(omissions))


def _unique(omissions: Sequence[Omission]) -> tuple[Omission, ...]:
    """Omissions without repetition, in order."""
    return tuple(dict.fromkeys(omissions))
