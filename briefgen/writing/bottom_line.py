"""Three to five sentences that say what matters."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefgen.model import Fact, Kind, Passage, Section, Statement, Status
from briefgen.writing.developments import Told, strength, tell
from briefgen.writing.material import Material
from briefgen.writing.patterns import composable, risen_to, sentence
from briefgen.writing.ranking import ranked
from briefgen.writing.statements import composed, unique, verbatim

MOST, FEWEST = 5, 3
"""PRODUCT.md: "Bottom line (3–5 cited sentences)"."""
MOST_OF_ONE = 2
"""Sentences about one measure."""
LONGEST = 50
"""Words of a quoted sentence that may stand here."""
NAME = "bottom_line"


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate and the facts that it tells."""

    statement: Statement
    facts: tuple[Fact, ...]


def bottom_line(material: Material, as_of: dt.date | None) -> Section:
    """The most important facts as sentences; where there are too few, the sentences that tell most."""
    lines = _chosen(_lines(ranked(material.facts, material, as_of), material))
    if len(lines) < FEWEST:
        lines = [*lines, *_strong(material, lines)]
    return Section(NAME, "Bottom line", statements=unique(lines)[:MOST])


def _chosen(lines: Iterator[Line]) -> list[Statement]:
    """The first candidates, with no fact twice and no measure more than twice."""
    told: set[str] = set()
    passages: set[Passage] = set()
    measures: Counter[str | None] = Counter()
    chosen: list[Statement] = []
    for line in lines:
        ids = {fact.id for fact in line.facts}
        quoted = {citation.passage for citation in line.statement.citations if line.statement.author == "document"}
        if ids & told or quoted & passages or measures[line.facts[0].measure] >= MOST_OF_ONE:
            continue
        told |= ids
        passages |= {citation.passage for citation in line.statement.citations}
        measures[line.facts[0].measure] += 1
        chosen.append(line.statement)
        if len(chosen) == MOST:
            break
    return chosen


def _lines(facts: Sequence[Fact], material: Material) -> Iterator[Line]:
    """A candidate for each fact that can be told in a sentence."""
    for fact in facts:
        partner = _partner(fact, facts) if composable(fact, material.measures) else None
        if partner is not None:
            change, level = (fact, partner) if fact.kind is Kind.CHANGE else (partner, fact)
            yield Line(composed(NAME, risen_to(change, level), (level, change)), (fact, partner))
        elif composable(fact, material.measures):
            yield Line(composed(NAME, sentence(fact), (fact,)), (fact,))
        elif fact.quantity.value is not None and fact.measure is not None:
            passages = _quotable(fact)
            if passages:
                yield Line(verbatim(NAME, passages[:1], material.document_of(passages[0])), (fact,))


def _partner(fact: Fact, facts: Sequence[Fact]) -> Fact | None:
    """The change that led to a level, or the level that a change led to: of one time and told in one sentence."""
    wanted = {Kind.LEVEL: Kind.CHANGE, Kind.CHANGE: Kind.LEVEL}.get(fact.kind)
    if wanted is None or fact.status is not Status.ACTUAL or fact.period is None:
        return None
    sentences = {figure.passage for figure in fact.figures}
    return next(
        (
            other
            for other in facts
            if other.kind is wanted
            and other.status is Status.ACTUAL
            and (other.measure, other.period) == (fact.measure, fact.period)
            and other.quantity.value is not None
            and sentences & {figure.passage for figure in other.figures}
            and (fact.direction or other.direction) is not None
        ),
        None,
    )


def _quotable(fact: Fact) -> list[Passage]:
    """Sentences of a fact that are short enough, the shortest first."""
    passages = {figure.passage for figure in fact.figures if len(figure.passage.quote.split()) <= LONGEST}
    return sorted(passages, key=lambda passage: (len(passage.quote), passage.quote, passage.document_id))


def _strong(material: Material, lines: Sequence[Statement]) -> list[Statement]:
    """Sentences to fill up with, the strongest first."""
    told = {citation.passage for line in lines for citation in line.citations}
    sentences = [one for one in material.sentences if one.passage not in told and strength(one, material) > 0]
    sentences.sort(key=lambda one: (-strength(one, material), material.document_of(one.passage).name, one.passage.span))
    return list(tell(NAME, [Told((one.passage,), None) for one in sentences], material)[: FEWEST - len(lines)])
