"""Which sentences to print: those that say most of what the others say, none of them twice, within a budget.

The centroid of all sentences with their position, as in MEAD (Radev and others, "Centroid-based summarization of
multiple documents", 2004), then maximal marginal relevance (Carbonell and Goldstein, 1998). `bench/selection.py`
compares with the first sentences of each document, plain centroids and TextRank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from briefgen.model import Passage
from briefgen.writing import sparse
from briefgen.writing.standing import bare, is_sentence, leans
from briefgen.writing.terms import hits
from briefgen.writing.twins import retells, tells_something

CENTRAL, FIRST, TOPICAL = 1.0, 0.7, 0.5
"""Worth of saying what the others say, of opening a document, and of the topic's terms."""
REPEATING = 0.7
"""What likeness to a chosen sentence costs."""
FULLY_TOPICAL = 2
"""Terms of the topic from which a sentence is plainly of it."""
BLANKS = 4
"""Characters between two sentences that follow each other, at most: line ends and the indent of a paragraph."""
DIGITS = 9
"""Decimals of a worth that decide; beyond them the order of the documents does, not the rounding of a sum."""


class Candidate(Struct, frozen=True):
    """A sentence that may be chosen."""

    passage: Passage
    """The sentence, without a dateline."""
    size: int
    """Its words."""
    worth: float
    """How much it says by itself."""
    vector: sparse.Vector
    """Its words by weight."""
    before: int | None = None
    """Number of the candidate that it needs to be understood."""


def select(
    passages: Iterable[Passage],
    words: int,
    *,
    terms: Iterable[str] = (),
    preferred: Mapping[Passage, float] | None = None,
) -> tuple[Passage, ...]:
    """The sentences that tell most, the weightiest first, with no more than `words` words together.

    `passages` are sentences of any number of documents in any language, in any order. `terms` are those of a topic, as
    in its settings ("port", "rail*"); `preferred` is what the caller knows of a sentence besides, added to a worth of
    about 0 to 2.

    A sentence comes back without its dateline, its span shortened. One that leans on the sentence before it comes
    right behind that one, or not at all. Headlines, questions, boilerplate, and what retells a chosen sentence are left
    out. Pure: the same passages give the same answer in any order; equals are chosen by document id and place.
    """
    candidates = _candidates(passages, tuple(sorted(terms)), preferred or {})
    likeness = dict.fromkeys(range(len(candidates)), 0.0)
    chosen: list[int] = []
    room = words
    while (found := _best(candidates, likeness, chosen, room)) is not None:
        for one in found:
            before = candidates[one].before
            chosen.insert(len(chosen) if before is None else chosen.index(before) + 1, one)
            room -= candidates[one].size
            likeness.pop(one)
            likeness = _remaining(candidates, candidates[one], likeness)
    return tuple(candidates[one].passage for one in chosen)


def _candidates(
    passages: Iterable[Passage], terms: tuple[str, ...], preferred: Mapping[Passage, float]
) -> list[Candidate]:
    """The sentences by document and place, each with its worth; those that cannot be understood are left out."""
    ordered = sorted(set(passages), key=lambda passage: (passage.document_id, passage.span))
    kept = [(passage, bare(passage)) for passage in ordered if is_sentence(passage.quote)]
    told = sparse.vectors([passage.quote for _, passage in kept])
    common = sparse.centroid(told)
    nearness = [sparse.cosine(vector, common) for vector in told]
    most = max(nearness, default=0.0) or 1.0
    ranks = _ranks([passage for _, passage in kept])
    found: list[Candidate] = []
    for (given, passage), vector, near, rank in zip(kept, told, nearness, ranks, strict=True):
        before = _antecedent(passage, found)
        if leans(passage.quote) and (before is None or not tells_something(passage.quote)):
            continue
        topical = min(hits(passage.quote, terms), FULLY_TOPICAL) / FULLY_TOPICAL
        worth = CENTRAL * near / most + FIRST / (1 + rank) + TOPICAL * topical + preferred.get(given, 0.0)
        found.append(Candidate(passage, len(sparse.words(passage.quote)), round(worth, DIGITS), vector, before))
    return found


def _antecedent(passage: Passage, earlier: Sequence[Candidate]) -> int | None:
    """The number of the sentence that a leaning one leans on: right before it, and itself readable alone."""
    if not earlier or not leans(passage.quote):
        return None
    last = earlier[-1]
    follows = (
        last.passage.document_id == passage.document_id
        and 0 <= passage.span.start - last.passage.span.end <= BLANKS
        and last.before is None
        and not retells(last.passage.quote, passage.quote)
    )
    return len(earlier) - 1 if follows else None


def _ranks(ordered: Sequence[Passage]) -> list[int]:
    """The place of each sentence in its document, from 0."""
    ranks: list[int] = []
    for place, passage in enumerate(ordered):
        same = place > 0 and ordered[place - 1].document_id == passage.document_id
        ranks.append(ranks[-1] + 1 if same else 0)
    return ranks


def _best(
    candidates: Sequence[Candidate], likeness: Mapping[int, float], chosen: Sequence[int], room: int
) -> tuple[int, ...] | None:
    """What to choose next: a sentence, or the one that it leans on and itself; None where nothing fits."""
    best: tuple[float, tuple[int, ...]] | None = None
    for number in sorted(likeness):
        before = candidates[number].before
        alone = before is None or before in chosen
        unit = (number,) if before is None or alone else (before, number)
        if any(one not in likeness for one in unit) or sum(candidates[one].size for one in unit) > room:
            continue
        worth = sum(candidates[one].worth - REPEATING * likeness[one] for one in unit) / len(unit)
        if best is None or round(worth, DIGITS) > best[0]:
            best = (round(worth, DIGITS), unit)
    return best[1] if best else None


def _remaining(candidates: Sequence[Candidate], new: Candidate, likeness: Mapping[int, float]) -> dict[int, float]:
    """What may still be chosen beside a new sentence, and how alike each is to a chosen one."""
    return {
        number: max(alike, sparse.cosine(candidates[number].vector, new.vector))
        for number, alike in likeness.items()
        if not retells(candidates[number].passage.quote, new.passage.quote)
    }
