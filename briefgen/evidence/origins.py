"""Who reports a fact independently: a reprint, a wire story or the same quoted speaker counts once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from briefgen.evidence.mentions import Mention
from briefgen.evidence.reprints import COPIED, resemblance, runs
from briefgen.evidence.wires import same_name
from briefgen.evidence.words import content_words
from briefgen.model import Document

OFFICES = frozenset(
    {
        "minister",
        "ministry",
        "government",
        "official",
        "officials",
        "authority",
        "company",
        "agency",
        "bank",
        "spokesman",
    }
    | {"spokeswoman", "spokesperson", "president", "prime", "mayor", "governor", "director", "chief", "head", "analyst"}
    | {
        "office",
        "department",
        "council",
        "committee",
        "commission",
        "operator",
        "executive",
        "senior",
        "deputy",
        "board",
    }
    | {"report", "source", "expert", "economist", "union", "manager", "chairman", "chairwoman", "police", "statement"}
)
"""Words that many attributions are made of, without plural endings: alone they name nobody (English)."""


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


def same_voice(one: str | None, other: str | None) -> bool:
    """Two attributions name the same person or body: "Tokayev" and "Kassym-Jomart Tokayev".

    An office alone ("the minister", "officials") is one with the same office, not with any of the people who hold one.
    """
    if not one or not other:
        return False
    left, right = set(content_words(one)), set(content_words(other))
    if not left or not right or left == right:
        return bool(left) and left == right
    shorter = min(left, right, key=len)
    return shorter < max(left, right, key=len) and not shorter <= OFFICES


def independent(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The independent origins of mentions of one fact, by name, each once.

    Copies stand for the first of them: what reprints add is no origin of its own, whoever prints them. What is left is
    joined where publisher, wire or attributed speaker is the same.
    """
    groups: list[list[Mention]] = []
    for mention in _firsts(mentions):
        joined = [group for group in groups if any(one_origin(mention, other) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([mention, *(other for group in joined for other in group)])
    return tuple(sorted({min(origin(mention.document) for mention in group) for group in groups}))


def copied(one: Mention, other: Mention) -> bool:
    """One was printed from the other: the sentences are nearly the same, or the documents print one story."""
    if one.stories & other.stories:
        return True
    left, right = (runs(content_words(mention.figure.passage.quote)) for mention in (one, other))
    return resemblance(left, right) >= COPIED


def one_origin(one: Mention, other: Mention) -> bool:
    """The two come from the same publisher or wire, or from the mouth of the same speaker, or one tells the other."""
    return (
        origin(one.document) == origin(other.document)
        or same_name(one.wire or publisher(one.document), other.wire or publisher(other.document))
        or same_voice(one.figure.attribution, other.figure.attribution)
        or any(
            same_name(teller.figure.attribution, told.wire or publisher(told.document))
            for teller, told in ((one, other), (other, one))
        )
    )


def _firsts(mentions: Sequence[Mention]) -> list[Mention]:
    """One mention for each group of copies: the one that appeared first.

    Of several on the same day the likeliest to have written it: a publisher who reports the fact in words of his own
    too, then the one who has fewest of the others' texts.
    """
    groups: list[list[Mention]] = []
    for mention in sorted(mentions, key=lambda one: (published(one.document) or dt.date.max, one.place)):
        home = next((group for group in groups if copied(group[0], mention)), None)
        if home is None:
            groups.append([mention])
        elif published(home[0].document) == published(mention.document):
            home.append(mention)
    printed = Counter(name for group in groups for name in {origin(one.document) for one in group})
    own = {origin(group[0].document) for group in groups if len(group) == 1}

    def likeliest(mention: Mention) -> tuple[bool, bool, int, tuple[str, str, int, int]]:
        name = origin(mention.document)
        return (publisher(mention.document) is None, name not in own, printed[name], mention.place)

    return [min(group, key=likeliest) for group in groups]
