"""Nouns that news uses for one thing, for many things, or for what is done to others (all English)."""

from __future__ import annotations

from functools import cache

from briefgen.evidence.claims.lists import set_of
from briefgen.evidence.claims.stages import SAME
from briefgen.evidence.likeness import stem

CARRYING = set_of(
    """construction building work application bid request signing opening launch delivery completion inauguration
    conviction sentence cause withdrawal import export sale purchase takeover acquisition race fight merger evacuation
    closure extension flight service traffic repair use ban search hunt charge claim appeal proposal return"""
)
"""Nouns of which the noun behind "of", "on", "for" or the like tells what they are about."""
SPANS = set_of("minute hour day week month year decade")
"""What says how long, and not what."""
GROUPS = (
    "fire blaze wildfire inferno",
    "explosion blast",
    "soldier troop force army",
    "ceasefire truce armistice",
    "agreement treaty accord pact deal convention",
    "law act legislation bill",
    "strike walkout stoppage",
    "resident villager local inhabitant people family",
    "verdict conviction sentence ruling",
    "lawsuit suit case claim",
    "ship vessel boat trawler freighter tanker ferry",
    "aircraft plane jet airliner turboprop",
    "road highway motorway expressway",
    "company firm group maker",
    "pupil student",
    "child youngster",
    "outbreak epidemic",
    "vote referendum ballot election poll",
    "vaccine jab shot",
    "plant factory works",
    "ban prohibition",
    "curfew lockdown",
    "scheme plan project",
    "shop store outlet",
    "talk negotiation",
    "house home flat",
)
"""Nouns that news uses for one thing, the first of each for all."""
SAME_SORT = SAME | {noun: group.split()[0] for group in GROUPS for noun in group.split()}


@cache
def sort_of(noun: str) -> str:
    """What stands for all nouns that news uses for one thing, without its ending."""
    return stem(SAME_SORT.get(noun, noun))


VAGUE = frozenset(
    sort_of(noun)
    for noun in set_of(
        """plan agreement contract proposal report law bill fund system service company work country area group number
        case project rule measure decision vote talk loan offer bid request data evidence money ward"""
    )
)
"""Nouns of which everybody has many: they need the same description."""
