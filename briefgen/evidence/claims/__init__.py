"""Claims without a number, and where they stand against each other.

- `stages`: how far a thing can come, and which stages cannot both be the present one
- `moods`: whether a sentence says that it is so, that it is not, or that it may come
- `phrases`, `things`: what a stage is said of; `lists`: small words around it
- `parties`, `amounts`: who is named and how much is said around it
- `telling`: the claims of one document
- `identity`: when two documents speak of one thing
- `compare`: claims of several documents that differ
- `sums`: an amount decided or built here and not there
- `happenings`: verbs of one sort with nouns and parties in common
- `standings`: any thing in a state that another document excludes; `states`, `axis`: the tables of states; `wordings`:
  how they are found in a sentence; `matters`, `sorts`: what a state is said of
- `denials`: what is told here and denied there in the same verb
- `rivals`: one act given to two parties
- `stances`: a party that held back, and what it did since
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefgen.evidence.aliases import Names
from briefgen.evidence.claims.compare import differing_claims
from briefgen.evidence.claims.denials import denied_happenings
from briefgen.evidence.claims.happenings import differing_happenings
from briefgen.evidence.claims.rivals import rival_deeds
from briefgen.evidence.claims.stances import overtaken_stances
from briefgen.evidence.claims.standings import differing_standings
from briefgen.evidence.claims.sums import differing_sums
from briefgen.evidence.claims.telling import Claim, claims_of
from briefgen.evidence.origins import published
from briefgen.model import Document, Reading, Relation

__all__ = ["claims_in", "relations_in_other_words", "relations_of_claims"]


def claims_in(
    documents: Sequence[Document], readings: Sequence[Reading], names: Names, opening: frozenset[str]
) -> list[Claim]:
    """The claims of all documents, by the names of the documents; the order of documents and readings never matters.

    `opening` are the words that are names although they begin sentences (`parties.opening_names`).
    """
    by_id = {document.id: document for document in documents}
    newest = max((day for document in documents if (day := published(document))), default=None)
    return [
        claim
        for reading in _ordered(by_id, readings)
        for claim in claims_of(reading, by_id[reading.document_id], names, newest, opening)
    ]


def relations_of_claims(
    documents: Sequence[Document], readings: Sequence[Reading], claims: Sequence[Claim]
) -> Iterator[Relation]:
    """Relations between claims (`claims_in`); the order of documents and readings never matters."""
    by_id = {document.id: document for document in documents}
    yield from differing_claims(claims)
    yield from overtaken_stances(by_id, _ordered(by_id, readings), claims)


def relations_in_other_words(
    documents: Sequence[Document], readings: Sequence[Reading], opening: frozenset[str]
) -> Iterator[Relation]:
    """Relations between what no family of things knows; the order of both never matters.

    They say less surely of what they speak: who calls this leaves out those that repeat another relation.
    `opening` as in `claims_in`.
    """
    by_id = {document.id: document for document in documents}
    ordered = _ordered(by_id, readings)
    yield from differing_sums(documents, ordered, opening)
    yield from differing_standings(documents, ordered, opening)
    yield from denied_happenings(documents, ordered, opening)
    yield from rival_deeds(documents, ordered, opening)
    yield from differing_happenings(documents, ordered, opening)


def _ordered(by_id: Mapping[str, Document], readings: Sequence[Reading]) -> list[Reading]:
    """Readings by the names of their documents."""
    return sorted(readings, key=lambda reading: (by_id[reading.document_id].name, reading.document_id))
