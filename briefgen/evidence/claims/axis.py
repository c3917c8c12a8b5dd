"""A state that news tells of anything, beside those that exclude it: the form of the tables."""

from __future__ import annotations

from msgspec import Struct


class State(Struct, frozen=True):
    """One state, and how news words it."""

    name: str
    """As it stands behind "is"."""
    verbs: str = ""
    """Verbs that bring it about, separated by commas, of whatever is their object or passive subject."""
    by_itself: str = ""
    """Verbs that have it as their subject: "collapse", "step down"."""
    being: str = ""
    """What stands behind "is", "remains", "stays": "on the run"."""
    phrases: str = ""
    """Whole phrases: "*" stands for what is in the state (in front, where there is none), "a/b" for one of two words,
    "(a)" for a word that may be missing, "~" for any word."""


class Axis(Struct, frozen=True):
    """States of which only one is the present one."""

    states: tuple[State, ...]
    """In the order in which things go, where there is one."""
    days: int = 1
    """Days from which a younger document that tells another state overtakes the older one: 30 where one act is decided
    for good, 1 where states follow each other."""
    onwards: bool = False
    """Things go through the states in their order only."""
    nouns: str = ""
    """The only nouns of which it is told, where its words say other things of others."""
    patient: bool = False
    """Before these days the states do not exclude each other: who plans a thing may have begun it."""
    decided: bool = False
    """Several bodies may decide, one after the other."""


ACT = 30
"""Days from which another outcome of one act is a new one."""
