"""How far a thing can come: the stages of agreements, works, laws and the like, in the words of news (English).

A family is a ladder of stages for things of certain nouns. A stage that is *open* says that nothing further is done
(initialled, under construction, closed); one that is not stays true when more follows (signed, then ratified). A
stage that is *ended* takes a thing off its ladder.
"""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

from briefgen.evidence.told import tell
from briefgen.evidence.words import KIND_OF, singular
from briefgen.messages import N_
from briefgen.model import Message


class Stage(Struct, frozen=True):
    """One stage of a family."""

    name: str
    """As it stands behind "is": "under construction"."""
    verbs: str = ""
    """Past forms and participles of verbs that bring it about, the thing behind them or before: "signed"."""
    bases: str = ""
    """Their infinitives and nouns ("sign", "creation of"): they tell only what is still to come."""
    before: str = ""
    """A pattern of words behind which the thing stands: "talks on"."""
    behind: str = ""
    """A pattern of words that the thing stands before: "under construction"."""
    future: str = ""
    """A pattern like `behind` of what is still to come: "enter into force"."""
    begun: str = ""
    """A pattern of words behind "construction of" a thing: "has begun"."""
    begin: str = ""
    """The same of what is still to come: "begin"."""
    done: str = ""
    """A pattern of nouns of its act, which may be postponed: "launch"."""
    open: bool = False
    """It excludes the stages above it."""
    ended: bool = False
    """It excludes what is still to come."""


class Family(Struct, frozen=True, dict=True):
    """Things of certain nouns, and their stages from the lowest to the highest."""

    name: str
    """For error messages and tests."""
    nouns: str
    """Nouns of its things, in the singular; a noun may belong to several families."""
    stages: tuple[Stage, ...]
    """The ladder."""
    by_parties: bool = False
    """Who made a thing tells which one it is ("the peace agreement of these two"); else only its own name does."""
    by_parties_alone: bool = False
    """Of the same parties there is only one: sanctions of one against the other, the border of two."""
    numbered: bool = False
    """Its things bear names with numbers, which need no noun: "Gransee-2"."""
    named_behind: bool = False
    """Its things bear their name behind their noun: "the ferry Saga Lind"."""
    placed: bool = False
    """Where it is tells which one it is, although parties made it: an embassy."""
    days: int = 1
    """Days from which a younger document overtakes an older one: acts happen in a day, building takes months."""

    @cached_property
    def heads(self) -> frozenset[str]:
        """The nouns as a set."""
        return frozenset(self.nouns.split())

    @cached_property
    def to_and_fro(self) -> bool:
        """Its states follow each other in any order: closed, open, closed."""
        return all(stage.open for stage in self.stages)


SAME = {"accord": "agreement", "deal": "agreement", "pact": "agreement", "truce": "ceasefire"} | {
    "legislation": "law",
    "act": "law",
    "bill": "law",
    "negotiation": "talk",
    "license": "licence",
    "permit": "licence",
    "center": "centre",
    "railroad": "railway",
}
"""Nouns that news uses for one thing (English)."""


def head_of(noun: str) -> str:
    """The noun that stands for all that name the same sort of thing: "accord" → "agreement", "link" → "way"."""
    one = singular(noun.casefold())
    return KIND_OF.get(one) or SAME.get(one, one)


class Claimed(Struct, frozen=True, order=True):
    """What is said of a thing."""

    rung: int
    """Place of the stage on the ladder of its family."""
    settled: bool = True
    """It is so; else it is still to come."""
    denied: bool = False
    """It is said not to be so (and then it is not settled)."""


def opposed(family: Family, one: Claimed, other: Claimed) -> bool:
    """The two cannot both be the present state of one thing."""
    if one.settled and other.settled:
        low, high = sorted((one.rung, other.rung))
        return low != high and family.stages[low].open
    if one.settled == other.settled:
        return False
    done, ahead = (one, other) if one.settled else (other, one)
    return done.rung >= ahead.rung or (family.stages[done.rung].ended and not ahead.denied)


def said(family: Family, claimed: Claimed) -> Message:
    """The claim behind "is": "signed", "still to be signed", "not signed"."""
    name = tell(family.stages[claimed.rung].name)
    if claimed.settled:
        return name
    return tell(N_("not %(state)s") if claimed.denied else N_("still to be %(state)s"), state=name)


def forms(listed: str) -> str:
    """A pattern of listed words; "signing_of" is two of them."""
    return "|".join(re.escape(word).replace("_", " ") for word in listed.split()) or r"(?!)"
