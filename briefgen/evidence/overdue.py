"""A time that an older document announced is over, and a younger one tells that the thing is still not there.

"It will open in 2024" is overtaken by "it is in trial operation" of 2025, although neither says so of the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from briefgen.evidence.acts import FINISHED, PLACES, Dated
from briefgen.evidence.claims.families import FAMILIES
from briefgen.evidence.claims.identity import of_one
from briefgen.evidence.claims.stages import said
from briefgen.evidence.claims.telling import Claim
from briefgen.evidence.due import Bound
from briefgen.evidence.told import related, tell
from briefgen.messages import N_
from briefgen.model import Relation, RelationType

SAMPLE = 12
"""Claims of one word that are looked at: the work stays linear."""


def overdue(told: Sequence[Dated], claims: Sequence[Claim]) -> Iterator[Relation]:
    """A card for each announced time that was over when a document told the thing unfinished; both in order."""
    index: dict[str, list[Claim]] = {}
    for claim in filter(_is_unfinished, claims):
        for word in sorted(claim.thing.named):
            index.setdefault(word, []).append(claim)
    for places in index.values():
        places.sort(key=lambda claim: claim.date or dt.date.max)
    for one in told:
        if one.act in FINISHED and not one.claim.claimed.settled and not one.former:
            younger = next((claim for claim in _candidates(one, index) if _overtakes(claim, one)), None)
            if younger is not None:
                yield _relation(one, younger)


def _is_unfinished(claim: Claim) -> bool:
    """A work is on its way, or said to be still to be finished."""
    top = len(FAMILIES[claim.family].stages) - 1
    if claim.family != PLACES["work"] or claim.date is None:
        return False
    return claim.claimed.rung < top if claim.claimed.settled else claim.claimed.rung == top


def _candidates(one: Dated, index: dict[str, list[Claim]]) -> Iterator[Claim]:
    """Claims that share a name with a dated thing and came after its time, the oldest first."""
    for word in sorted(one.claim.thing.named):
        later = (claim for claim in index.get(word, ()) if claim.date and claim.date > one.due.end)
        for _, claim in zip(range(SAMPLE), later, strict=False):
            yield claim


def _overtakes(younger: Claim, one: Dated) -> bool:
    """The time was over when the younger document appeared, and both speak of one thing."""
    return one.due.bound is not Bound.EARLIEST and of_one(one.claim, younger)


def _relation(one: Dated, younger: Claim) -> Relation:
    """The card for a time that has passed."""
    thing = one.claim.thing.shown
    state = said(FAMILIES[younger.family], younger.claimed)
    message = N_(
        "%(thing)s: %(act)s %(time)s in one passage; when the younger document appeared that time was over, and it is "
        "%(state)s."
    )
    matter = f"{thing[0].upper()}{thing[1:]}"
    told = tell(message, thing=matter, act=tell(one.act), time=one.due.shown, state=state)
    return related(RelationType.SUPERSEDED, (), (one.claim.passage, younger.passage), told)
