"""Facts that look like one thing told twice, though their words leave room for doubt.

What `pairs` knows for sure is not looked at again. Of two documents each fact has one partner at most, the one most
like it; and who gives the other one's number as well means two things by them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from briefgen.evidence.agreement import agree, surely_apart
from briefgen.evidence.aliases import key_of
from briefgen.evidence.counts import COUNT, both, plain
from briefgen.evidence.deeds import deed
from briefgen.evidence.likeness import Lexicon, Named, Signs, likeness, rarity, signs, stem, stems, strangers
from briefgen.evidence.measures import qualifiers
from briefgen.evidence.shelf import documents_of, elsewhere
from briefgen.evidence.statuses import AHEAD, due
from briefgen.evidence.words import KINDS, singular
from briefgen.model import Fact, Kind, Quantity

LIKELY = 0.3
"""Likeness from which two facts are shown to the reader as one thing in doubt (see `bench/likeness.py`)."""
SURE = 0.75
"""Likeness from which they are taken for one thing."""
CROWD = 60
"""Facts of one unit and time beside one name from which that name is no sign any more: half of the news has it.
The work for one name is bounded by it."""
KINDS_SAID = frozenset(KINDS)
"""Words of a name that only say what sort of thing it is: "Lindholm" is "the port of Lindholm"."""
ANYBODY = frozenset({"people", "person", "man", "woman", "unit", "piece"})
"""What is counted where the text says no more: "2.4 million people" may be passengers (English)."""
Hoods = Callable[[Fact], Iterable[tuple[object, ...]]]
"""Where partners in time are looked for."""
Given = Mapping[tuple[str, str | None], Sequence[Quantity]]
"""Document id and unit → the values that the document gives."""
Test = Callable[[Fact, Fact, Given], bool]
"""Whether the values of two facts are to be compared."""


class Match(Struct, frozen=True):
    """Two facts and how much they are alike."""

    one: Fact
    other: Fact
    likeness: float

    def places(self) -> Iterator[tuple[str, str]]:
        """Each fact with each document of the other one: there it may have one partner."""
        for fact, partner in ((self.one, self.other), (self.other, self.one)):
            for document in sorted(documents_of(partner)):
                yield fact.id, document


def resembling(
    facts: Sequence[Fact], texts: Mapping[str, str], hoods: Hoods, known: Collection[frozenset[str]]
) -> Iterator[Match]:
    """Pairs of facts with different values that resemble each other, but for those whose ids are known as a pair."""
    matches = [
        Match(one, other, likeness(found))
        for one, other, found in candidates(facts, texts, hoods, differ)
        if frozenset((one.id, other.id)) not in known
    ]
    best: dict[tuple[str, str], float] = {}
    for match in matches:
        for place in match.places():
            best[place] = max(match.likeness, best.get(place, 0.0))
    for match in matches:
        if match.likeness >= LIKELY and all(best[place] <= match.likeness for place in match.places()):
            yield match


def _given(facts: Sequence[Fact]) -> Given:
    """What each document gives."""
    given: dict[tuple[str, str | None], list[Quantity]] = {}
    for fact in facts:
        for document in sorted(documents_of(fact)):
            given.setdefault((document, fact.quantity.unit), []).append(fact.quantity)
    return given


def candidates(
    facts: Sequence[Fact], texts: Mapping[str, str], hoods: Hoods, differing: Test
) -> Iterator[tuple[Fact, Fact, Signs]]:
    """Pairs of different values that may be of one thing, with what they have in common; each pair once.

    `differing` says which values are worth a look: `differ`.
    """
    lexicon, given = Lexicon.of(facts, texts), _given(facts)
    for one, other in _neighbours(facts, lexicon, hoods):
        if differing(one, other, given) and not _two_things(one, other):
            found = signs(one, other, lexicon)
            if not _of_two_measures(found):
                yield one, other, found


def _of_two_measures(found: Signs) -> bool:
    """The measures have no word in common, and neither stands in the other sentence: exports are no imports."""
    return found.elsewhere == 1 and found.measure == found.equal == 0


def _neighbours(facts: Sequence[Fact], lexicon: Lexicon, hoods: Hoods) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of one unit, kind and time with a name around them in common that is no mere country; each once.

    Where each sentence names somebody else, the documents must tell one story.
    """
    valued = [fact for fact in facts if fact.quantity.value is not None and not fact.derived]
    around = {fact.id: lexicon.around(fact) for fact in valued}
    told = {fact.id: lexicon.told_of(fact) for fact in valued}
    seen: set[frozenset[str]] = set()
    for group in _by_name(valued, around, hoods):
        if len(group) > CROWD:
            continue
        for one, other in combinations(group, 2):
            pair = frozenset((one.id, other.id))
            if pair not in seen and elsewhere(one, other):
                seen.add(pair)
                shared = around[one.id].common(around[other.id])
                if sum(map(rarity, sorted(shared))) >= 1 and (
                    not strangers(told[one.id], told[other.id]) or lexicon.one_story(one, other)
                ):
                    yield one, other


def _by_name(facts: Sequence[Fact], around: Mapping[str, Named], hoods: Hoods) -> Iterator[Collection[Fact]]:
    """Facts of one unit, kind and time with one name around them."""
    groups: dict[tuple[object, ...], dict[str, Fact]] = {}
    for fact in facts:
        names = sorted(around[fact.id].all)
        unit = plain(fact).unit
        kind = Kind.LEVEL if fact.kind is Kind.COUNT and unit is None else fact.kind
        for near in hoods(fact):
            for name in names:
                groups.setdefault((kind, unit, near, name), {})[fact.id] = fact
    return (group.values() for group in groups.values())


def differ(one: Fact, other: Fact, given: Given) -> bool:
    """Different values, neither of them given by the other's documents too; or one value aimed at for two dates."""
    if agree(*both(one, other)):
        return one.status in AHEAD and other.status in AHEAD and due(one) != due(other)
    return surely_apart(*both(one, other)) and not any(
        agree(fact.quantity, quantity)
        for fact, partner in ((one, other), (other, one))
        for document in sorted(documents_of(partner))
        for quantity in given.get((document, fact.quantity.unit), ())
    )


def _two_things(one: Fact, other: Fact) -> bool:
    """Their owners are known and differ by more than what sort of thing they are, or one measure is set apart.

    What is done with what is counted sets it apart too: patients treated are not patients discharged.
    """
    left, right = (key_of(fact.subject) if fact.subject else frozenset() for fact in (one, other))
    if left and right and not (left ^ right <= KINDS_SAID and (left <= right or right <= left)):
        return True
    if _counted(one) and _counted(other) and _counted(one) != _counted(other):
        return True
    if len({deed(one.figures[0]), deed(other.figures[0])} - {None}) > 1:
        return True
    return qualifiers(one.figures[0]) != qualifiers(other.figures[0])


def _counted(fact: Fact) -> str | None:
    """What is counted, as `stem` puts it; None where anybody may be meant."""
    unit = fact.quantity.unit or ""
    noun = singular(unit.removeprefix(COUNT).casefold())
    return stem(noun) if unit.startswith(COUNT) and noun not in ANYBODY else None


def told_apart(one: Fact, other: Fact) -> bool:
    """Each measure has two telling words or more, and one of them that the other lacks: spending on health, on schools.

    What is worded otherwise may still be the same thing, but that is never sure.
    """
    left, right = (stems(fact.measure or "") - stems(fact.subject or "") for fact in (one, other))
    return min(len(left), len(right)) > 1 and not left <= right and not right <= left
