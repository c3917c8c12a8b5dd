"""Which sentences stand in text about a topic, though they do not name it themselves.

"A $600 million loan is to be signed" has no term of a railway; in a paragraph about one it is of the railway all the
same. Tables and news take only what names the topic; a disagreement is shown where its text is about it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from briefgen.model import BlockKind, Document, Passage, Reading, Sentence

LEDE = 2
"""First sentences of a document, which say what it is about as its headline does."""


def about(reading: Reading, document: Document, topic: str) -> Iterator[Passage]:
    """The passages of a document that stand in a paragraph with a sentence of the topic; all where it opens with it."""
    opening = _opening(reading.sentences)
    whole = any(topic in sentence.topics for sentence in opening)
    starts = sorted(block.span.start for block in document.blocks)
    told = {_block(starts, one.passage) for one in reading.sentences if topic in one.topics}
    for sentence in reading.sentences:
        if whole or _block(starts, sentence.passage) in told:
            yield sentence.passage


def _opening(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Headline and first sentences."""
    body = [one for one in sentences if one.kind is BlockKind.PARAGRAPH][:LEDE]
    return [*(one for one in sentences if one.kind is BlockKind.HEADLINE), *body]


def _block(starts: Sequence[int], passage: Passage) -> int:
    """Where the block of a passage starts."""
    at = bisect_right(starts, passage.span.start) - 1
    return starts[at] if at >= 0 else 0
