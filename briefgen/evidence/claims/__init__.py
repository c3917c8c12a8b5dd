"""Claims without a number, and where they stand against each other.

- `stages`: how far a thing can come, and which stages cannot both be the present one
- `moods`: whether a sentence says that it is so, that it is not, or that it may come
- `phrases`, `things`: what a stage is said of; `lists`: small words around it
- `parties`, `amounts`: who is named and how much is said around it
- `telling`: the claims of one document
- `identity`: when two documents speak of one thing
- `compare`: claims of several documents that differ
- `stances`: a party that held back, and what it did since
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.evidence.aliases import Names
from briefgen.evidence.claims.compare import differing_claims
from briefgen.evidence.claims.parties import opening_names
from briefgen.evidence.claims.stances import overtaken_stances
from briefgen.evidence.claims.telling import claims_of
from briefgen.evidence.origins import published
from briefgen.model import Document, Reading, Relation

__all__ = ["relations_of_claims"]


def relations_of_claims(documents: Sequence[Document], readings: Sequence[Reading], names: Names) -> Iterator[Relation]:
    """Relations between claims; the order of documents and readings never matters."""
    by_id = {document.id: document for document in documents}
    ordered = sorted(readings, key=lambda reading: (by_id[reading.document_id].name, reading.document_id))
    newest = max((day for document in documents if (day := published(document))), default=None)
    opening = opening_names(readings)
    claims = [
        claim for reading in ordered for claim in claims_of(reading, by_id[reading.document_id], names, newest, opening)
    ]
    yield from differing_claims(claims)
    yield from overtaken_stances(by_id, ordered, claims)
