"""One act that documents give to two parties: sold to one here, bought by another there; a contract won by two.

Only names tell parties apart, and only where neither sentence names the other's. The words are English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.evidence.claims.clauses import mood_at, object_of, subject_of
from briefgen.evidence.claims.joining import both_sides, joined
from briefgen.evidence.claims.lists import set_of
from briefgen.evidence.claims.matters import called, matter_of
from briefgen.evidence.claims.moods import Mood
from briefgen.evidence.claims.sorts import sort_of
from briefgen.evidence.claims.tellings import Line, Told, differently_decided, lines_of, one_matter, told_at
from briefgen.evidence.origins import published
from briefgen.evidence.told import related, tell
from briefgen.messages import N_
from briefgen.model import Document, Reading, Relation, RelationType

SAMPLE = 8
"""Sentences of one act and name that are compared: the work stays linear."""
SOON = 30
"""Days within which the same thing does not change hands twice."""


class Act(Struct, frozen=True):
    """What only one party does to a thing."""

    done: str
    """As it stands behind "is", in front of "by"."""
    to: re.Pattern[str]
    """Said of the thing, with the party behind it: "was sold to"."""
    by: re.Pattern[str]
    """Said of the party, with the thing behind it: "bought"."""
    nouns: frozenset[str]
    """The only things of which it is told; all where empty."""


ACTS = (
    Act(
        N_("bought"),
        re.compile(r"\b(?:bought|acquired|purchased|taken over|snapped up) by\b|\bsold (?:off )?to\b"),
        re.compile(r"\b(?:bought|acquired|purchased|took over|snapped up)\b"),
        frozenset(),
    ),
    Act(
        N_("won"),
        re.compile(r"\b(?:won by|awarded to|went to|gone to|handed to)\b"),
        re.compile(r"\b(?:won|landed|secured|clinched)\b"),
        frozenset(map(sort_of, set_of("contract tender concession licence order auction franchise prize award"))),
    ),
    Act(
        N_("built"),
        re.compile(r"\b(?:built|designed) by\b"),
        re.compile(r"\b(?:built|designed)\b"),
        frozenset(),
    ),
    Act(
        N_("caused"),
        re.compile(r"\b(?:caused by|carried out by|blamed on)\b"),
        re.compile(r"\b(?:carried out|claimed responsibility for)\b"),
        frozenset(),
    ),
)


class Deed(Struct, frozen=True):
    """An act on a thing, and whose it is."""

    act: int
    """Place in `ACTS`."""
    told: Told
    """The thing."""
    doer: frozenset[str]
    """Names of the party."""
    shown: str
    """The party as printed."""


def rival_deeds(
    documents: Sequence[Document], readings: Sequence[Reading], opening: frozenset[str]
) -> Iterator[Relation]:
    """A card for each act that is given to two parties; readings in order, `opening` from `parties`."""
    by_id = {document.id: document for document in documents}
    newest = max((day for document in documents if (day := published(document))), default=None)
    lines = (line for own in readings for line in lines_of(own, by_id[own.document_id], opening, newest))
    deeds = [deed for line in lines for deed in _deeds_in(line)]
    index: dict[tuple[int, str], list[int]] = {}
    pairs: set[tuple[int, int]] = set()
    for place, one in enumerate(deeds):
        for name in sorted(one.told.matter.names | one.told.matter.behind):
            same = index.setdefault((one.act, name), [])
            pairs.update((other, place) for other in same if _differ(deeds[other], one))
            if len(same) < SAMPLE:
                same.append(place)
    for group in joined(sorted(pairs)):
        yield _relation([(deeds[one], deeds[other]) for one, other in group])


def _deeds_in(line: Line) -> Iterator[Deed]:
    """The acts that a sentence tells to be done."""
    quote = line.passage.quote
    for number, act in enumerate(ACTS):
        for match in act.to.finditer(quote):
            region, first = subject_of(quote, match.start())
            yield from _deed(line, number, match, (region, first), (quote[match.end() :], False))
        for match in act.by.finditer(quote):
            if behind := object_of(quote, match.end()):
                yield from _deed(line, number, match, (behind, False), subject_of(quote, match.start()))


def _deed(
    line: Line, act: int, match: re.Match[str], thing: tuple[str, bool], party: tuple[str, bool]
) -> Iterator[Deed]:
    """A deed, if it is told as done, of a thing and by a party that have names."""
    if mood_at(line.passage.quote, match.start(), finite=True, passing=True) is not Mood.SO:
        return
    told = told_at(line, match.start(), match.end(), thing[0], first=thing[1])
    doer = matter_of(party[0], line.opening, first=party[1])
    nouns = ACTS[act].nouns
    if doer.names and (told.matter.names or told.matter.behind) and (not nouns or told.matter.head in nouns):
        yield Deed(act, told, doer.names, doer.shown)


def _differ(one: Deed, other: Deed) -> bool:
    """One thing, and two parties of which neither sentence names the other's."""
    left, right = one.told, other.told
    if left.passage.document_id == right.passage.document_id or one.doer & right.names or other.doer & left.names:
        return False
    if left.date is not None and right.date is not None and abs((left.date - right.date).days) > SOON:
        return False
    return one_matter(_without(left, one.doer), _without(right, other.doer)) and not differently_decided(
        left, right, several=False
    )


def _without(told: Told, names: frozenset[str]) -> Told:
    """What is told, without the names of who does it: they are what may differ."""
    return Told(
        told.matter,
        told.names - names,
        told.near - names,
        told.doer - names,
        told.partly,
        told.ages,
        told.passage,
        told.date,
    )


def _relation(pairs: Sequence[tuple[Deed, Deed]]) -> Relation:
    """The card for one thing, in the order of the documents."""
    first, second = pairs[0]
    shown = called((first.told.matter.shown, second.told.matter.shown))
    sides = [[pair[place].told.passage for pair in pairs] for place in (0, 1)]
    message = N_(
        "Of “%(matter)s”, one passage says that it is %(done)s by %(one)s, the other by %(other)s: only one of them "
        "can be right, unless they did it together."
    )
    told = tell(message, matter=shown, done=tell(ACTS[first.act].done), one=first.shown, other=second.shown)
    return related(RelationType.CONFLICT, (), both_sides(*sides), told)
