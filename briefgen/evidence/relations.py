"""How facts and claims stand to each other, each relation with its passages, the reason and a severity.

`pairs` finds facts of one measure, `rules` judges them; `spans`, `whole`, `kin`, `arithmetic`, `claims` and
`namesakes` each have a look of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from briefgen.evidence.aliases import Names
from briefgen.evidence.arithmetic import contradictions
from briefgen.evidence.capacities import can_and_did
from briefgen.evidence.claims import claims_in, relations_in_other_words, relations_of_claims
from briefgen.evidence.claims.parties import opening_names
from briefgen.evidence.deadlines import differing_dates
from briefgen.evidence.disputes import disputes
from briefgen.evidence.echoes import echoes
from briefgen.evidence.groups import together
from briefgen.evidence.kin import across_subjects
from briefgen.evidence.mentions import configured_names
from briefgen.evidence.namesakes import namesakes
from briefgen.evidence.outcomes import outcomes
from briefgen.evidence.pairs import Pair, comparable
from briefgen.evidence.passages import passages
from briefgen.evidence.rules import contradiction, judge
from briefgen.evidence.severity import severity_of
from briefgen.evidence.shelf import Shelf
from briefgen.evidence.spans import different_periods
from briefgen.evidence.told import related, tell
from briefgen.evidence.whole import across_measures
from briefgen.messages import N_
from briefgen.model import Document, Evidence, Fact, Figure, Passage, Reading, Relation, RelationType, Topic

FIRMNESS = frozenset({RelationType.STATUS_CONFLICT, RelationType.SUPERSEDED, RelationType.CONFLICT})
"""What a card of figures says of one number that is done here and ahead there."""


def relate(
    weighed: Evidence,
    documents: Sequence[Document],
    readings: Sequence[Reading],
    topics: Sequence[Topic],
    names: Names,
) -> tuple[Relation, ...]:
    """All relations, sorted by type and facts; no set of facts twice, the weightier finding first.

    `weighed` has facts and checks; `names` are those of the documents (`routes.names_in`).
    """
    facts = weighed.facts
    configured = configured_names(topics)
    shelf = Shelf.of(documents)
    pairs = list(comparable(facts, configured, shelf))
    found: dict[frozenset[str], Relation] = {}
    for relation in (
        *_between(pairs, facts, shelf),
        *different_periods(pairs, facts),
        *across_measures(facts, documents, topics),
        *across_subjects(facts, documents, names, configured),
        *contradictions(weighed.checks),
        *can_and_did(facts, configured),
        *outcomes(facts),
        *disputes(facts, documents),
        *(relation for fact in facts for relation in _within(fact)),
    ):
        found.setdefault(_ids(relation), relation)
    for relation in _untold(echoes(facts), found.values()):
        found.setdefault(_ids(relation), relation)
    opening = opening_names(readings)
    said = claims_in(documents, readings, names, opening)
    told = (
        *relations_of_claims(documents, readings, said),
        *differing_dates(documents, readings, names, said, opening),
        *namesakes(documents, readings),
    )
    claims: dict[frozenset[Passage], Relation] = {}
    for relation in told:
        claims.setdefault(frozenset(relation.passages), relation)
    for relation in relations_in_other_words(documents, readings, opening):
        if not _repeats(relation, (*found.values(), *claims.values())):
            claims[frozenset(relation.passages)] = relation
    judged = (replace(one, severity=severity_of(one)) for one in (*found.values(), *claims.values()))
    return tuple(sorted(judged, key=_order))


def _ids(relation: Relation) -> frozenset[str]:
    """The facts of a relation by their ids."""
    return frozenset(fact.id for fact in relation.facts)


def _untold(relations: Iterable[Relation], found: Collection[Relation]) -> Iterator[Relation]:
    """The relations whose facts no card of the same type has together already."""
    cards: dict[tuple[RelationType, str], list[frozenset[str]]] = {}
    for card in found:
        for name in _ids(card):
            cards.setdefault((card.type, name), []).append(_ids(card))
    for relation in relations:
        own = _ids(relation)
        if not any(own <= other for other in cards.get((relation.type, relation.facts[0].id), ())):
            yield relation


def _repeats(card: Relation, told: Collection[Relation]) -> bool:
    """Another card has its matter: two of its passages among figures, or one of them among claims."""
    return any(
        other.type in FIRMNESS and len(set(card.passages) & set(other.passages)) > bool(other.facts) for other in told
    )


def _order(relation: Relation) -> tuple[str, list[str], str, list[str]]:
    """Sorts relations by what they say."""
    quotes = [passage.quote for passage in relation.passages]
    return (relation.type, [fact.id for fact in relation.facts], relation.explanation, quotes)


def _between(pairs: Iterable[Pair], order: Sequence[Fact], shelf: Shelf) -> Iterator[Relation]:
    """What the rules say of pairs; values that contradict each other all round share one card."""
    rivals: list[tuple[Fact, Fact]] = []
    for pair in pairs:
        finding = judge(pair, shelf)
        if finding is not None and finding.type is RelationType.CONFLICT:
            rivals.append((pair.one, pair.other))
        elif finding is not None:
            yield related(finding.type, (pair.one, pair.other), passages(pair.one, pair.other), finding.told)
    for group in together(rivals, order):
        yield related(RelationType.CONFLICT, group, passages(*group), contradiction(group))


def _within(fact: Fact) -> Iterator[Relation]:
    """What the mentions of one fact say together: rounded differently, or reported independently."""
    sentences = tuple(dict.fromkeys(figure.passage for figure in fact.figures))
    printed = {(figure.quantity.value, figure.quantity.upper) for figure in fact.figures}
    if len(printed) > 1:
        surfaces = tuple(tell(N_("“%(value)s”"), value=figure.quantity.printed) for figure in _one_each(fact.figures))
        told = tell(N_("%(values)s agree after rounding."), values=surfaces)
        yield related(RelationType.ROUNDING, (fact,), sentences, told)
    elif fact.corroboration > 1:
        told = tell(N_("Reported by origins that do not depend on each other."))
        yield related(RelationType.CORROBORATED, (fact,), sentences, told)


def _one_each(figures: Sequence[Figure]) -> Iterator[Figure]:
    """One figure for each value."""
    seen = set()
    for figure in figures:
        value = (figure.quantity.value, figure.quantity.upper)
        if value not in seen:
            seen.add(value)
            yield figure
