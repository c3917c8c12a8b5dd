"""Claims without a number that differ on how far a thing has come: under discussion, initialled, signed, being built.

Precision before recall. A claim is a stage word with a noun phrase right behind it, or right before it; two claims of
different documents are set against each other when the phrase is the same, of two words at least, and carries a name
or is an alias of a configured measure. Broad names alone (a route, two countries) are never compared.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product

from msgspec import Struct

from briefgen.evidence.origins import published
from briefgen.evidence.words import SMALL, singular
from briefgen.model import BlockKind, Document, Passage, Reading, Relation, RelationType, Topic

STAGES: dict[str, str] = {
    "under discussion": (
        r"discussions?\b.{0,30}?\b(?:regarding|on|about|over)|being discussed|under discussion|negotiating|"
        r"negotiations? (?:on|over)|talks\b.{0,20}?\b(?:on|over|about)|exploring|"
        r"could(?: also)? be(?: the creation of)?|"
        r"consider(?:s|ed|ing)?|proposed|propos(?:al|es?) (?:for|of)"
    ),
    "initialled": r"initiall?(?:ed|ing)(?: of)?",
    "signed": r"signed|signing(?: of)?",
    "under construction": r"being built|under construction|is building|are building|construction of",
    "done": r"inaugurated|completed|launched|opened|commissioned|put into operation|became operational|established",
}
"""Stage → the words that say it (English)."""
OPPOSED = (
    ("under discussion", "under construction"),
    ("under discussion", "signed"),
    ("under discussion", "done"),
    ("initialled", "signed"),
    ("under construction", "done"),
)
"""Stages that cannot both be the present one. A plan beside a beginning is no contradiction."""
PATTERNS = {stage: re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE) for stage, words in STAGES.items()}
NEGATED = re.compile(r"\b(?:not|never|no longer|yet to be|without)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\W*(?:now|already|also|still|just)?\W*$", re.IGNORECASE)
UNDER = re.compile(r"under|being", re.IGNORECASE)
FUNCTION = SMALL | {
    *("at", "as", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "will", "would", "can"),
    *("could", "may", "might", "shall", "should", "that", "which", "who", "whose", "where", "when", "while", "but"),
    *("or", "if", "after", "before", "until", "since", "between", "through", "via", "along", "across", "over", "under"),
    *("during", "including", "into", "onto", "near", "within", "without", "about", "against", "than", "then", "also"),
}
"""Words that end a noun phrase (English)."""
CLAUSE = re.compile(r"[;:.]\s|,\s+(?:and|but|while|whereas|which|who)\b")
"""Where the thing that a stage is said of is over at the latest."""
WORD = re.compile(r"\w+(?:[-–'’]\w+)*")
BEHIND, BEFORE = 12, 5
"""Words behind and before the stage word in which its thing is looked for."""
LONGEST = 1000
"""Characters of a sentence; a longer one is a list or a table, and tells no single claim."""
SHORTEST = 2
"""Words of a phrase that names a thing."""
LATER = 30
"""Days between two documents from which the younger one overtakes the older one."""


class Claim(Struct, frozen=True):
    """A thing with the stage that a sentence gives it."""

    stage: str
    """Key of `STAGES`."""
    sides: tuple[tuple[str, ...], ...]
    """The words behind the stage word, as printed; for "X has been signed" also those before it."""
    passage: Passage
    """The sentence."""
    date: dt.date | None
    """When its document appeared."""


def differing_claims(
    documents: Sequence[Document], readings: Sequence[Reading], topics: Sequence[Topic]
) -> Iterator[Relation]:
    """Relations between claims, each pair of sentences at most once."""
    aliases = frozenset(
        _key(WORD.findall(alias.rstrip("*")))
        for topic in topics
        for measure in topic.measures
        for alias in measure.aliases
    )
    by_id = {document.id: document for document in documents}
    index: dict[tuple[str, ...], dict[str, list[Claim]]] = {}
    for reading in sorted(readings, key=lambda reading: by_id[reading.document_id].name):
        for claim in _claims(reading, by_id[reading.document_id]):
            for pair in sorted({pair for side in claim.sides for pair in pairwise(_key(side))}):
                index.setdefault(pair, {}).setdefault(claim.stage, []).append(claim)
    seen: set[frozenset[Passage]] = set()
    for stages in index.values():
        for one, other in _opposed(stages):
            both = frozenset({one.passage, other.passage})
            if both not in seen and (thing := _common(one, other, aliases)):
                seen.add(both)
                yield _relation(one, other, thing)


def _opposed(stages: Mapping[str, Sequence[Claim]]) -> Iterator[tuple[Claim, Claim]]:
    """Claims of different documents whose stages cannot both be the present one."""
    for one, other in OPPOSED:
        for left, right in product(stages.get(one, ()), stages.get(other, ())):
            if left.passage.document_id != right.passage.document_id:
                yield left, right


def _claims(reading: Reading, document: Document) -> Iterator[Claim]:
    """The claims of one document."""
    for sentence in reading.sentences:
        if sentence.kind is not BlockKind.PARAGRAPH or len(sentence.passage.quote) > LONGEST:
            continue
        quote = sentence.passage.quote
        for stage, pattern in PATTERNS.items():
            for match in pattern.finditer(quote):
                if NEGATED.search(quote[: match.start()]):
                    continue
                yield Claim(stage, tuple(_sides(quote, match)), sentence.passage, published(document))


def _sides(quote: str, match: re.Match[str]) -> Iterator[tuple[str, ...]]:
    """The stretches in which the thing may stand: before a stage word only where that is said of it ("was signed")."""
    yield tuple(WORD.findall(CLAUSE.split(quote[match.end() :], maxsplit=1)[0])[:BEHIND])
    front = quote[: match.start()]
    passive = PASSIVE.search(front)
    if passive or UNDER.match(match[0]):
        yield tuple(WORD.findall(front[: passive.start()] if passive else front)[-BEFORE:])


def _key(words: Sequence[str]) -> tuple[str, ...]:
    """Words without case and plural endings."""
    return tuple(singular(word.casefold()) for word in words)


def _common(one: Claim, other: Claim, aliases: frozenset[tuple[str, ...]]) -> str | None:
    """The thing that both claims speak of: the longest phrase in common that names one."""
    found = [phrase for left in one.sides for right in other.sides for phrase in _phrases(left, right, aliases)]
    return max(found, key=len, default=None)


def _phrases(one: Sequence[str], other: Sequence[str], aliases: frozenset[tuple[str, ...]]) -> Iterator[str]:
    """The whole noun phrases that stand in both stretches and name a thing."""
    left, right = _key(one), _key(other)
    for i, j in product(range(len(left)), range(len(right))):
        for length in range(SHORTEST, min(len(left) - i, len(right) - j) + 1):
            if left[i : i + length] != right[j : j + length]:
                break
            ends = _ends(one, i + length) and _ends(other, j + length)
            if ends and _names(one[i : i + length], other[j : j + length], aliases):
                yield " ".join(one[i : i + length])


def _ends(words: Sequence[str], place: int) -> bool:
    """No noun follows that would make it another thing: "harbour" is over before "in", not before "bridge"."""
    return place >= len(words) or words[place].casefold() in FUNCTION


def _names(one: Sequence[str], other: Sequence[str], aliases: frozenset[tuple[str, ...]]) -> bool:
    """The phrase is of a thing, not of a place or person alone, and says which one."""
    if one[0].casefold() in SMALL or one[-1].casefold() in SMALL:
        return False
    if _key(one) in aliases:
        return one[-1].islower() or other[-1].islower()
    return one[-1].islower() and other[-1].islower() and any(word[0].isupper() for word in one)


def _relation(one: Claim, other: Claim, thing: str) -> Relation:
    """The card for two claims, the older one first."""
    first, second = sorted((one, other), key=lambda claim: (claim.date or dt.date.max, claim.passage.quote))
    overtaken = first.date is not None and second.date is not None and (second.date - first.date).days > LATER
    kind = RelationType.SUPERSEDED if overtaken else RelationType.STATUS_CONFLICT
    ending = "the younger document overtakes the older one" if overtaken else "the documents differ on how far it is"
    return Relation(
        kind,
        (),
        (first.passage, second.passage),
        f"The {thing} is {first.stage} in one passage and {second.stage} in the other: {ending}.",
    )
