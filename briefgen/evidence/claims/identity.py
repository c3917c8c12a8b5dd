"""When two claims are of one thing: nothing tells the things apart, and enough says that they are one.

Precision before recall. A name of its own ("Lindholm bridge") is enough; a country is not, it has many bridges. What is
made by parties (an agreement, a law) is also known by what describes it and by who made it.
"""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.evidence.aliases import spelled
from briefgen.evidence.claims.amounts import amounts_in
from briefgen.evidence.claims.families import FAMILIES
from briefgen.evidence.claims.joining import other_sums
from briefgen.evidence.claims.lists import PAPERS, PARTICULAR
from briefgen.evidence.claims.parties import in_common
from briefgen.evidence.claims.telling import Claim, names_in, opening_of
from briefgen.evidence.claims.things import SERIAL, Thing

SHARED = 2
"""Names that must be shared where no name is of the thing alone."""
REPEATED = frozenset({"loan", "credit", "licence", "concession", "tender"})
"""What the same parties may make again, for something else."""
LAW = "law"
"""The family of which a country has only one of a description."""
YEARLY = frozenset({"budget", "tax", "finance", "amendment", "new", "draft"})
"""Descriptions of laws that come again."""
FORMAL = {"initialled", "signed"}
"""What is done to an agreement by the same people, and taken for the same."""


def of_one(one: Claim, other: Claim) -> bool:
    """Both claims are of one thing."""
    if one.passage.document_id == other.passage.document_id:
        return False
    if one.thing.serial and other.thing.serial and SERIAL in {one.thing.head, other.thing.head}:
        return one.thing.named == other.thing.named
    left, right = _described(one.thing, other.thing), _described(other.thing, one.thing)
    if left.head != right.head or _strangers(left, right):
        return False
    if left.head in PARTICULAR or _told_by_owner(left, right, one, other):
        return _particular(one, other, left, right)
    return (
        left.describing == right.describing
        and left.named - right.named <= _near(other)
        and right.named - left.named <= _near(one)
        and (bool(left.own & right.own) or _told_by_parties(one, other, left, right))
    )


def _particular(one: Claim, other: Claim, left: Thing, right: Thing) -> bool:
    """A loan, a lease, a merger: who is named with it tells which one, or how much it is of.

    What it is for, or describes it, may be said in one document only; a shared party may be all that both say where
    the two speak of "the" loan.
    """
    if _unlike(one, other):
        return False
    amounts = amounts_in(one.passage.quote) & amounts_in(other.passage.quote)
    near = in_common(one.parties, other.parties)
    beside = in_common(one.beside, other.beside)
    if left.own & right.own and beside:
        return True
    if near >= SHARED and (_covered(left, other) or _covered(right, one)):
        return True
    return (beside > 0 and (near >= SHARED or (left.definite and right.definite))) or (near > 0 and bool(amounts))


def _covered(thing: Thing, other: Claim) -> bool:
    """The thing has names, and all of them stand around the other claim."""
    return bool(thing.own) and thing.own <= frozenset().union(*other.parties)


def _told_by_owner(left: Thing, right: Thing, one: Claim, other: Claim) -> bool:
    """What one document calls "the contract" is that the parties that the other one names with it."""
    if left.head not in PAPERS or left.describing | right.describing or bool(left.own) == bool(right.own):
        return False
    nameless = right if left.own else left
    return nameless.definite and (_covered(left, other) or _covered(right, one))


def _unlike(one: Claim, other: Claim) -> bool:
    """Both are described or measured, and the descriptions or the sums have nothing in common."""
    left, right = one.thing.describing | one.thing.purpose, other.thing.describing | other.thing.purpose
    if one.thing.head in REPEATED and left and right and not left & right:
        return True
    return other_sums(one.passage.quote, other.passage.quote)


def _told_by_parties(one: Claim, other: Claim, left: Thing, right: Thing) -> bool:
    """Without a name of its own: two names in common, of the thing or, where parties made it, around it."""
    family = FAMILIES[one.family]
    common = left.named & right.named
    if left.describing and _same_amount(one, other):
        return True
    if not family.by_parties:
        return len(common) >= SHARED
    if family.by_parties_alone and common and _beside(one, other) >= SHARED:
        return True
    alone = family.name == LAW and not left.describing <= YEARLY
    return bool(left.describing) and len(_shared(one, other)) >= (1 if alone else SHARED)


def _same_amount(one: Claim, other: Claim) -> bool:
    """Both sentences say how much it is of, and a party is named around both."""
    amounts = amounts_in(one.passage.quote) & amounts_in(other.passage.quote)
    return bool(amounts) and in_common(one.parties | one.theme, other.parties | other.theme) > 0


def may_be_one(one: Claim, other: Claim) -> bool:
    """An agreement is initialled here and signed there, and a reader takes the two for one.

    One of them goes by a name, the other by what it is about: "the Lindholm accord", "a peace accord" of one group of
    people.
    """
    return (
        is_formal(one)
        and is_formal(other)
        and one.claimed != other.claimed
        and one.thing.head == other.thing.head
        and (_by_name(one, other) or _by_name(other, one))
        and len(_shared(one, other)) >= SHARED
    )


def is_formal(claim: Claim) -> bool:
    """An agreement is initialled or signed."""
    return claim.claimed.settled and FAMILIES[claim.family].stages[claim.claimed.rung].name in FORMAL


def _by_name(one: Claim, other: Claim) -> bool:
    """The first goes by a name alone; the second by a description, and by countries that stand around the first."""
    left, right = one.thing, other.thing
    return bool(left.own and not left.describing and right.describing and not right.own) and right.named <= _near(one)


def _shared(one: Claim, other: Claim) -> frozenset[str]:
    """Names in the surroundings of both; the first word of a sentence is one if it is a name elsewhere."""
    return (one.around & (other.around | other.openings)) | (other.around & one.openings)


def _beside(one: Claim, other: Claim) -> int:
    """How many names the two sentences share."""
    left, right = (names_in(claim.passage.quote) | claim.thing.named for claim in (one, other))
    openings = [opening_of(claim.passage.quote) for claim in (one, other)]
    return len((left & (right | openings[1])) | (right & openings[0]))


def _near(claim: Claim) -> frozenset[str]:
    """Names around a claim, and what may be one at the start of a sentence."""
    return claim.around | claim.openings


def _described(one: Thing, other: Thing) -> Thing:
    """The thing with words that describe the other one as describing words, whatever their case: "Investment Fund"."""
    names = frozenset(word for word in one.opening if spelled(word) in other.named)
    if names:
        return replace(one, describing=one.describing - names, named=one.named | {spelled(word) for word in names})
    common = frozenset(word for word in other.describing - other.opening if spelled(word) in one.named)
    if not common:
        return one
    return replace(one, describing=one.describing | common, named=one.named - {spelled(word) for word in common})


def _strangers(one: Thing, other: Thing) -> bool:
    """Both are named, or both belong to countries, and to none in common."""
    return (bool(one.named and other.named) and not one.named & other.named) or (
        bool(one.countries and other.countries) and not one.countries & other.countries
    )
