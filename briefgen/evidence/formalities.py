"""An agreement that is signed in one document and only initialled in another.

Precision before recall: the noun must be the same; two describing words that differ ("peace", "trade") tell two
agreements apart, a name ("the Lindholm agreement") does not; and the sentences around both must share two names.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.evidence.measures import names
from briefgen.evidence.origins import published
from briefgen.evidence.words import singular
from briefgen.model import BlockKind, Document, Passage, Reading, Relation, RelationType

NOUNS = r"agreements?|accords?|treat(?:y|ies)|pacts?|protocols?|conventions?"
WORDS = r"(?:[\w’'-]+\s+){0,3}"
BEEN = r"\s+(?:(?:which\s+)?(?:was|were|is|are|had\s+been|has\s+been|have\s+been)\s+)?"


def _pattern(active: str, passive: str) -> re.Pattern[str]:
    """Finds "signing the border treaty" and "the border treaty was signed"."""
    behind = rf"\b(?:{active})\s+(?:of\s+)?(?P<front>{WORDS})(?P<noun>{NOUNS})\b"
    before = rf"\b(?P<front2>{WORDS})(?P<noun2>{NOUNS}){BEEN}(?:{passive})\b"
    return re.compile(f"{behind}|{before}", re.IGNORECASE)


STAGES = {
    "initialled": _pattern("initiall?ed|initiall?ing", "initiall?ed"),
    "signed": _pattern("signed|signing", "signed"),
}
"""What is done to an agreement → how it is said (English)."""
SMALL = frozenset({"the", "a", "an", "of", "these", "those", "this", "that", "their", "its", "his", "her", "new"})
AROUND = 3
"""Sentences before and after in which the parties are named."""
LONGEST = 1000
"""Characters of a sentence; a longer one is a list or a table."""
SHARED = 2
"""Names that the surroundings of both must share."""


class Act(Struct, frozen=True):
    """An agreement with what was done to it."""

    stage: str
    """"initialled" or "signed"."""
    noun: str
    """"agreement", in the singular."""
    describing: frozenset[str]
    """Small words before the noun: "peace"."""
    named: bool
    """A capitalised word stands before the noun."""
    around: frozenset[str]
    """Names in the sentences around."""
    capital: frozenset[str]
    """The same with the first words of the sentences, which may be names."""
    passage: Passage
    """The sentence."""
    date: dt.date | None
    """When its document appeared."""


def differing_acts(documents: Sequence[Document], readings: Sequence[Reading]) -> Iterator[Relation]:
    """A card for each agreement that is initialled here and signed there."""
    by_id = {document.id: document for document in documents}
    ordered = sorted(readings, key=lambda reading: by_id[reading.document_id].name)
    acts = [act for reading in ordered for act in _acts(reading, by_id[reading.document_id])]
    for one in acts:
        if one.stage == "initialled":
            rivals = [act for act in acts if act.stage == "signed" and _of_one(one, act)]
            if rivals:
                yield _relation(one, rivals[0])


def _acts(reading: Reading, document: Document) -> Iterator[Act]:
    """What one document says of agreements."""
    passages = [one.passage for one in reading.sentences if one.kind is BlockKind.PARAGRAPH]
    for place, passage in enumerate(passages):
        if len(passage.quote) > LONGEST:
            continue
        near = passages[max(0, place - AROUND) : place + AROUND + 1]
        around, capital = (frozenset().union(*(names(one.quote)[i] for one in near)) for i in (0, 1))
        for stage, pattern in STAGES.items():
            for match in pattern.finditer(passage.quote):
                front = (match["front"] or match["front2"] or "").split()
                if not any(word[0].isdigit() for word in front):
                    noun = singular((match["noun"] or match["noun2"]).casefold())
                    yield Act(stage, noun, *_front(front), around, capital, passage, published(document))


def _front(words: Sequence[str]) -> tuple[frozenset[str], bool]:
    """The describing words between article and noun, and whether a name stands among them."""
    article = max((place for place, word in enumerate(words) if word.casefold() in SMALL), default=-1)
    words = words[article + 1 :]
    describing = frozenset(word.casefold() for word in words if word[0].islower())
    return describing, any(word[0].isupper() for word in words)


def _of_one(one: Act, other: Act) -> bool:
    """Nothing tells the two agreements apart, and they are of the same parties."""
    return (
        one.passage.document_id != other.passage.document_id
        and one.noun == other.noun
        and (one.describing == other.describing or (other.named and not other.describing))
        and len((one.around & other.capital) | (other.around & one.capital)) >= SHARED
    )


def _relation(one: Act, other: Act) -> Relation:
    """The card for the two."""
    article = "an" if one.noun[0] in "aeiou" else "a"
    return Relation(
        RelationType.STATUS_CONFLICT,
        (),
        (one.passage, other.passage),
        f"One passage speaks of the initialling of {article} {one.noun}, the other of its signing, or of another "
        f"{one.noun} of the same parties: initialled is not signed.",
    )
