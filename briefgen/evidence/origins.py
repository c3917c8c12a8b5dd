"""Who reports a fact independently: a reprint, a wire story or the same quoted speaker counts once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from briefgen.evidence.mentions import Mention
from briefgen.evidence.words import content_words
from briefgen.model import Document

REPRINT = 0.8
"""Share of three-word runs in common from which two sentences are one text printed twice (Broder's resemblance;
near-duplicate news is usually cut at 0.8 to 0.9)."""
RUN = 3
"""Words in a run."""


def publisher(document: Document) -> str | None:
    """Whose report it is: of a digest, the publisher of what it digests."""
    if document.digest_of is not None:
        return document.digest_of.publisher
    return document.publisher


def published(document: Document) -> dt.date | None:
    """When the report appeared: of a digest, the day of what it digests where known."""
    if document.digest_of is not None and document.digest_of.published is not None:
        return document.digest_of.published
    return document.published


def origin(document: Document) -> str:
    """The name of an origin: the publisher, or the document where the publisher is not known."""
    return publisher(document) or document.name


def runs(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """The runs of three words of a sentence; a shorter sentence is one run."""
    if len(words) < RUN:
        return frozenset({tuple(words)})
    return frozenset(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def reprinted(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    """Two sentences are so alike that one was copied from the other."""
    return len(one & other) >= REPRINT * len(one | other)


def same_voice(one: str | None, other: str | None) -> bool:
    """Two attributions name the same person or body: "Tokayev" and "Kassym-Jomart Tokayev"."""
    if not one or not other:
        return False
    left, right = content_words(one), content_words(other)
    return bool(left and right) and (set(left) <= set(right) or set(right) <= set(left))


def independent(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The independent origins of mentions of one fact, by name, each once.

    Copies of a sentence stand for the first of them (by date, then name): what reprints add is no origin of its own.
    What is left is joined where publisher or attributed speaker is the same.
    """
    first = _without_reprints(mentions)
    groups: list[list[Mention]] = []
    for mention in first:
        joined = [group for group in groups if any(_one_origin(mention, other) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([mention, *(other for group in joined for other in group)])
    return tuple(sorted({min(origin(mention.document) for mention in group) for group in groups}))


def _without_reprints(mentions: Sequence[Mention]) -> list[Mention]:
    """One mention for each group of near-identical sentences."""
    ordered = sorted(mentions, key=lambda mention: (published(mention.document) or dt.date.max, mention.place))
    kept: list[tuple[Mention, frozenset[tuple[str, ...]]]] = []
    for mention in ordered:
        own = runs(content_words(mention.figure.passage.quote))
        if not any(own == other or reprinted(own, other) for _, other in kept):
            kept.append((mention, own))
    return [mention for mention, _ in kept]


def _one_origin(one: Mention, other: Mention) -> bool:
    """The two come from the same publisher, or from the mouth of the same speaker."""
    return origin(one.document) == origin(other.document) or same_voice(
        one.figure.attribution, other.figure.attribution
    )
