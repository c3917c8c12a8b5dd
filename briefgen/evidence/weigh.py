"""What the documents say together: the one function of this room."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.evidence.arithmetic import calculate
from briefgen.evidence.facts import gather
from briefgen.evidence.mentions import mentions_of
from briefgen.evidence.origins import published
from briefgen.evidence.relations import relate
from briefgen.evidence.routes import names_in
from briefgen.model import Document, Evidence, Omission, Reading, Topic


def weigh(documents: Sequence[Document], readings: Sequence[Reading], topics: Sequence[Topic]) -> Evidence:
    """Facts, arithmetic checks and relations of a corpus.

    The order of documents, readings and topics never matters. A reading whose document is not given is a bug of the
    caller and raises `KeyError`.
    """
    names = names_in(documents)
    mentions = mentions_of(documents, readings, topics, names)
    facts, also = gather(mentions)
    newest = max((day for document in documents if (day := published(document))), default=None)
    checks = calculate(facts, topics, newest)
    omissions = tuple(
        omission
        for reading in sorted(readings, key=lambda reading: reading.document_id)
        for omission in reading.omissions
    )
    weighed = Evidence(facts, omissions=_unique(omissions), checks=checks, also=also)
    return replace(weighed, relations=relate(weighed, documents, readings, topics, names))


def _unique(omissions: Sequence[Omission]) -> tuple[Omission, ...]:
    """Omissions without repetition, in order."""
    return tuple(dict.fromkeys(omissions))
