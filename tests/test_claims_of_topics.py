"""Which topics a card between claims belongs to: those of which each of its documents has a sentence in it."""

from __future__ import annotations

import pytest
from weighing import TOPIC, document, sentences

from briefgen.model import BlockKind, Document, Evidence, Reading, Relation, RelationType, Sentence
from briefgen.writing.material import collect

OLDER = document("older", "Norden drags its feet on the Salt corridor.")
YOUNGER = document("younger", "The accords were signed. On the Salt corridor, work goes on.")


def reading(source: Document, *of_topic: bool) -> Reading:
    topics = [(TOPIC.id,) if one else () for one in of_topic]
    told = zip(sentences(source), topics, strict=True)
    return Reading(source.id, tuple(Sentence(passage, BlockKind.PARAGRAPH, own) for passage, own in told), ())


@pytest.mark.parametrize(
    ("older", "younger", "expected"),
    [
        ((True,), (True, True), 1),
        ((True,), (False, True), 1),
        ((True,), (True, False), 1),
        ((True,), (False, False), 0),
        ((False,), (True, True), 0),
    ],
)
def test_each_document_has_a_sentence_of_the_topic(
    older: tuple[bool, ...], younger: tuple[bool, ...], expected: int
) -> None:
    passages = (*sentences(OLDER), *sentences(YOUNGER))
    card = Relation(RelationType.SUPERSEDED, (), passages, "The accords are signed.")
    readings = [reading(OLDER, *older), reading(YOUNGER, *younger)]
    material = collect(TOPIC, [OLDER, YOUNGER], readings, Evidence((), (card,)))
    assert len(material.relations) == expected
