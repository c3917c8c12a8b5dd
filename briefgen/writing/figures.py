"""Key figures: which facts become rows of a table, in which order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from briefgen.model import Fact, Kind, Section
from briefgen.writing.material import Material
from briefgen.writing.moves import moves
from briefgen.writing.nouns import names_a_measure
from briefgen.writing.ranking import is_minor, ranked
from briefgen.writing.when import is_ahead, is_undated, latest

MOST_ROWS = 20
"""Rows that a table of one brief may have; what is left over is quoted or counted under gaps."""
MOST_FOREIGN = 3
"""Rows of measures that other topics follow."""
MOST_OF_A_TABLE = 8
"""Rows of the tables of one document that come before what other documents say."""
STEPS = (Kind.CHANGE, Kind.INCREMENT, Kind.MULTIPLE)
"""Kinds that say how a level moved: they stand behind it."""


def key_figures(material: Material, as_of: dt.date | None) -> Section:
    """What was measured or done, or is estimated; of a change from one undated value to another the later one."""
    told_with = {
        fact.id
        for move in moves(material.facts)
        for fact in (move.before, move.factor)
        if fact is not None and is_undated(fact)
    }
    pinned = [fact for fact in material.facts if fact.id in material.pins]
    facts = [fact for fact in nameable(material, ahead=False) if fact.id not in {*told_with, *material.pins}]
    rows = [*pinned, *best(facts, material, as_of, len(pinned))]
    order = ranks(rows)
    return Section("key_figures", "Key figures", facts=tuple(sorted(rows, key=lambda fact: _newest(fact, order))))


def ranks(facts: Sequence[Fact]) -> dict[str | None, int]:
    """The place of each measure: that of its weightiest fact."""
    return {fact.measure: rank for rank, fact in reversed(list(enumerate(facts)))}


def _newest(fact: Fact, order: dict[str | None, int]) -> tuple[object, ...]:
    """Measures by weight; of one measure the newest time first, a level before its change, undated ones last."""
    return (order[fact.measure], -latest(fact).toordinal(), fact.kind in STEPS, fact.quantity.surface, fact.id)


def nameable(material: Material, *, ahead: bool) -> list[Fact]:
    """Facts with a number and a measure that reads well: a row without either would tell nothing."""
    followed = material.measures | material.elsewhere
    return [
        fact
        for fact in material.facts
        if is_ahead(fact) is ahead
        and not is_minor(fact, material)
        and (fact.measure in followed or names_a_measure(fact))
    ]


def best(facts: Sequence[Fact], material: Material, as_of: dt.date | None, taken: int = 0) -> list[Fact]:
    """The most important facts: the topic's own ones, then others of its sentences, then a few of other topics.

    So many rows are `taken` already: they leave less room.
    """
    order = _few_of_each_table(ranked(facts, material, as_of), material)
    own = [fact for fact in order if material.is_own(fact)]
    free = [fact for fact in order if not material.is_own(fact) and not material.is_foreign(fact)]
    foreign = [fact for fact in order if material.is_foreign(fact) and material.is_plain(fact)]
    most = max(MOST_ROWS - taken, 0)
    few = min(len(foreign), MOST_FOREIGN, most)
    return [*[*own, *free][: most - few], *foreign[:few]]


def _few_of_each_table(facts: Sequence[Fact], material: Material) -> list[Fact]:
    """The facts in order, those behind which one document has many rows of tables put last.

    A table of a hundred ports would leave no room for what the other documents say.
    """
    first, rest = list[Fact](), list[Fact]()
    counts: dict[str, int] = {}
    for fact in facts:
        tabled = fact.measure not in material.measures and all(one.passage in material.rows for one in fact.figures)
        document = fact.figures[0].passage.document_id if tabled and fact.corroboration <= 1 else None
        if document is not None:
            counts[document] = counts.get(document, 0) + 1
        (rest if document is not None and counts[document] > MOST_OF_A_TABLE else first).append(fact)
    return [*first, *rest]
