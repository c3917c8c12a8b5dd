"""Who counts as an origin of a fact, and who counted once: `origins` put into words, mention by mention."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from briefgen.evidence.mentions import Mention
from briefgen.evidence.origins import copied, independent, origin, published, publisher, same_voice


def counted(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """For each mention of a fact, as whose report it counts, or with which earlier one it counts once and why."""
    ordered = sorted(mentions, key=lambda mention: (published(mention.document) or dt.date.max, mention.place))
    words: dict[int, str] = {}
    for number, mention in enumerate(ordered):
        earlier = next((other for other in ordered[:number] if len(independent([mention, other])) == 1), None)
        words[id(mention)] = f"counts as {origin(mention.document)}" if earlier is None else _once(mention, earlier)
    return tuple(words[id(mention)] for mention in mentions)


def _once(mention: Mention, earlier: Mention) -> str:
    """Why two mentions count once."""
    document = earlier.document.name
    if mention.document.id == earlier.document.id:
        return "counted already: the same document"
    if copied(mention, earlier):
        return f"counted already: the text of {document} printed again"
    if origin(mention.document) == origin(earlier.document):
        return f"counted already: the same publisher as {document}, {origin(earlier.document)}"
    if same_voice(mention.figure.attribution, earlier.figure.attribution):
        return f"counted already: the same speaker as in {document}, {earlier.figure.attribution}"
    credited = mention.wire or earlier.wire
    return f"counted already: the report of {credited or publisher(earlier.document)}, as in {document}"
