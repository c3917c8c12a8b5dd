"""Claims of different documents that cannot both be the present state of one thing.

Precision before recall: the things must be one (`identity`), no document of the two may tell both stages (then
they agree), and what is long past is left out (`telling`). Claims are looked up by the words of their thing;
of many that say the same only the first are looked at. The work grows with the number of claims.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from briefgen.evidence.aliases import spelled
from briefgen.evidence.claims.amounts import amounts_in
from briefgen.evidence.claims.families import FAMILIES
from briefgen.evidence.claims.identity import is_formal, may_be_one, of_one
from briefgen.evidence.claims.joining import joined, other_deciders, put_before
from briefgen.evidence.claims.lists import PAPERS, PARTICULAR
from briefgen.evidence.claims.stages import Claimed, opposed, said
from briefgen.evidence.claims.telling import Claim
from briefgen.evidence.claims.things import SERIAL, Thing
from briefgen.evidence.due import dues
from briefgen.evidence.told import related, tell
from briefgen.messages import N_
from briefgen.model import Message, Passage, Relation, RelationType

SAMPLE = 8
"""Claims of one stage that a word of a thing leads to: enough to find a difference, and the work stays linear."""
LONG = 180
"""Days from which two claims in the wrong order are of two things."""
FEW = 4
"""Passages on one card."""
DECIDED = frozenset({"approval", "law"})
"""Families whose things several bodies decide one after the other."""
AWAITING = "awaiting approval"
POSSESSIVE = re.compile(r"\S+['’]s ")
"""A name in front that leaves no room for an article."""
SAID = {
    (False, False): N_("The %(thing)s is %(one)s in one passage and %(other)s in the other"),
    (True, False): N_("The %(thing)s are %(one)s in one passage and %(other)s in the other"),
    (False, True): N_("%(thing)s is %(one)s in one passage and %(other)s in the other"),
    (True, True): N_("%(thing)s are %(one)s in one passage and %(other)s in the other"),
}
"""What two passages say, of several things or of one, and of what goes by a name without an article."""
ByDocument = Mapping[str, Sequence[Claim]]
"""Document id → its claims."""
Index = Mapping[tuple[int, str, str], Mapping[Claimed, Sequence[int]]]
"""Family, noun and word → what is said → places of claims."""


def differing_claims(claims: Sequence[Claim]) -> Iterator[Relation]:
    """A card for each thing on which documents differ; `claims` in the order of the documents."""
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        told.setdefault(claim.passage.document_id, []).append(claim)
    index = _index(claims)
    pairs = {
        (min(place, other), max(place, other))
        for place, claim in enumerate(claims)
        for other in _near(claim, index)
        if _differ(claim, claims[other], told)
    }
    seen: set[frozenset[Passage]] = set()
    for group in joined(sorted(pairs)):
        relation = _relation([(claims[one], claims[other]) for one, other in group])
        passages = frozenset(relation.passages)
        if passages not in seen:
            seen.add(passages)
            yield relation


def _index(claims: Sequence[Claim]) -> Index:
    """Places of claims by family, noun and each word of the thing, the first ones of each stage."""
    index: dict[tuple[int, str, str], dict[Claimed, list[int]]] = {}
    for place, claim in enumerate(claims):
        for head in _heads(claim.thing):
            for word in sorted(_words(claim)):
                places = index.setdefault((claim.family, head, word), {}).setdefault(claim.claimed, [])
                if len(places) < SAMPLE:
                    places.append(place)
    return index


def _heads(thing: Thing) -> tuple[str, ...]:
    """Under which nouns a thing is looked up: a name with a number needs none."""
    return (thing.head, SERIAL) if thing.serial and thing.head != SERIAL else (thing.head,)


def _words(claim: Claim) -> frozenset[str]:
    """What a claim is looked up by: the words of its thing, each description with each name around what parties make.

    What is done to an agreement is looked up by the names around alone too: it may go by two names.
    """
    thing = claim.thing
    words = thing.describing | thing.named | {spelled(word) for word in thing.opening}
    if not FAMILIES[claim.family].by_parties and thing.head not in PARTICULAR:
        return words
    near = claim.around | claim.openings
    amounts = {f"{unit} {value}" for unit, value in amounts_in(claim.passage.quote)}
    if not thing.own:
        words |= {f"{word} of {name}" for word in thing.describing for name in near}
    if is_formal(claim) or thing.head in PARTICULAR | PAPERS:
        words |= {f"of {name}" for name in near}
    return words | amounts


def _near(claim: Claim, index: Index) -> list[int]:
    """Places of claims that stand against one and may be of the same thing, in order."""
    family = FAMILIES[claim.family]
    found: set[int] = set()
    for head in _heads(claim.thing):
        for word in _words(claim):
            stages = index.get((claim.family, head, word), {})
            for claimed, places in stages.items():
                if opposed(family, claim.claimed, claimed):
                    found.update(places)
    return sorted(found)


def _differ(one: Claim, other: Claim, told: ByDocument) -> bool:
    """The two are of one thing and of different documents, stand against each other, and no document settles it."""
    return (
        one.passage.document_id != other.passage.document_id
        and (of_one(one, other) or may_be_one(one, other))
        and not _begins_again(one, other)
        and not _others_decide(one, other)
        and not _tells_both(told[one.passage.document_id], one, other)
        and not _tells_both(told[other.passage.document_id], other, one)
    )


def _others_decide(one: Claim, other: Claim) -> bool:
    """Both say who decides, and it is not the same body: approved by the board, and not yet by the authority."""
    family = FAMILIES[one.family]
    lower = min(one, other, key=_level).claimed
    if family.name not in DECIDED or (lower.settled and family.stages[lower.rung].name != AWAITING):
        return False
    return other_deciders(one.passage.quote, other.passage.quote)


def _begins_again(one: Claim, other: Claim) -> bool:
    """Long after a thing without a name of its own was done, a younger document is at its beginning: another one."""
    if one.date is None or other.date is None or FAMILIES[one.family].to_and_fro or one.thing.own & other.thing.own:
        return False
    older, younger = sorted((one, other), key=lambda claim: claim.date or dt.date.max)
    return _level(younger) < _level(older) and abs((one.date - other.date).days) > LONG


def _tells_both(document: Sequence[Claim], own: Claim, other: Claim) -> bool:
    """A document that says of the thing what the other one says too has told how it came so."""
    return any(
        claim.claimed == other.claimed
        and claim.family == own.family
        and claim.thing.head == own.thing.head
        and (_within(claim.thing, own.thing) or _called_alike(claim.thing, other.thing))
        for claim in document
    )


def _within(one: Thing, other: Thing) -> bool:
    """Two mentions in one document are of one thing, unless names, descriptions or "an" tell them apart."""
    if not (one.definite or one.describing):
        return False
    return (not one.named or not other.named or bool(one.named & other.named)) and (
        not one.describing or not other.describing or one.describing == other.describing
    )


def _called_alike(one: Thing, other: Thing) -> bool:
    """The things share a name or their whole description."""
    return bool(one.own & other.own) or (bool(one.describing) and one.describing == other.describing)


def _relation(pairs: Sequence[tuple[Claim, Claim]]) -> Relation:
    """The card for one thing: the pair that lies furthest apart, then what other documents say of it."""
    pair = max(pairs, key=lambda pair: abs(_level(pair[0]) - _level(pair[1])))
    first, second = sorted(pair, key=_age if pair[0].date and pair[1].date else _level)
    passages = _one_each((first, second, *(claim for other in pairs for claim in other)))
    family = FAMILIES[first.family]
    if not of_one(first, second):
        return related(RelationType.STATUS_CONFLICT, (), passages, _hedged(first.thing))
    thing = max(first.thing.shown, second.thing.shown, key=lambda shown: (len(shown), shown))
    several = first.thing.many and second.thing.many
    bare = POSSESSIVE.match(thing) is not None or SERIAL in {first.thing.head, second.thing.head}
    states = tell(SAID[several, bare], thing=thing, one=said(family, first.claimed), other=said(family, second.claimed))
    if _overtakes(first, second):
        message = N_("%(states)s: the younger document overtakes the older one, which tells only how it was.")
        return related(RelationType.SUPERSEDED, (), passages, tell(message, states=states))
    return related(RelationType.STATUS_CONFLICT, (), passages, _why(states, first, second))


def _why(states: Message, one: Claim, other: Claim) -> Message:
    """What two claims say, with what a reader must not take for what."""
    lower, higher = sorted((one, other), key=_level)
    if lower.claimed.denied:
        return tell(N_("%(states)s: the documents differ, and only one of them can be right."), states=states)
    if not lower.claimed.settled:
        return tell(N_("%(states)s: the documents differ, and what may come has not come."), states=states)
    family = FAMILIES[one.family]
    message = N_("%(states)s: the documents differ, and %(less)s is not %(more)s.")
    return tell(message, states=states, less=said(family, lower.claimed), more=said(family, higher.claimed))


def _level(claim: Claim) -> float:
    """How far a claim goes: what is only to come, or denied, stays below its stage."""
    return claim.claimed.rung if claim.claimed.settled else claim.claimed.rung - 0.5


def _age(claim: Claim) -> tuple[dt.date, float, str, str]:
    """Sorts the older document first; what has no date lies behind, the lesser claim first."""
    return (claim.date or dt.date.max, _level(claim), claim.passage.quote, claim.passage.document_id)


def _overtakes(older: Claim, younger: Claim) -> bool:
    """The younger document goes further, or the state of the thing changes to and fro, and enough days lie between."""
    family = FAMILIES[older.family]
    if older.date is None or younger.date is None or older.date == younger.date:
        return False
    if younger.claimed.settled and put_before(younger.passage.quote, younger.date, older.date):
        return False
    if not older.claimed.settled and not older.claimed.denied and younger.claimed.settled:
        return not _planned_after(older, younger.date)
    if younger.claimed.denied and younger.claimed.rung == older.claimed.rung:
        return False
    if (younger.date - older.date).days < family.days:
        return False
    return family.to_and_fro or family.stages[younger.claimed.rung].ended or _level(younger) > _level(older)


def _planned_after(claim: Claim, day: dt.date) -> bool:
    """The sentence plans what it tells for a time after a day: what is said to be done then came too early."""
    quote = claim.passage.quote
    return any(due.start > day for _, due in dues(quote, 0, len(quote), claim.date, denied=False))


def _one_each(claims: Sequence[Claim]) -> tuple[Passage, ...]:
    """The sentences of the claims, one a document, few enough for a card."""
    first: dict[str, Passage] = {}
    for claim in claims:
        first.setdefault(claim.passage.document_id, claim.passage)
    return tuple(first.values())[:FEW]


def _hedged(thing: Thing) -> Message:
    """Why two agreements that may be one are shown together."""
    message = (
        N_(
            "One passage speaks of the initialling of an %(noun)s, the other of its signing, or of another %(noun)s of "
            "the same parties: initialled is not signed."
        )
        if thing.head[0] in "aeiou"
        else N_(
            "One passage speaks of the initialling of a %(noun)s, the other of its signing, or of another %(noun)s of "
            "the same parties: initialled is not signed."
        )
    )
    return tell(message, noun=thing.head)
