"""Explanations in their parts (`Message`), and what they are in English.

A relation or a check is made from the parts alone, so that its English words and its other languages never drift apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from briefgen.evidence.dates import day, spell
from briefgen.evidence.spelling import spell_amount
from briefgen.messages import N_, filled, listed
from briefgen.model import (
    Check,
    CheckKind,
    Computed,
    Fact,
    Message,
    Passage,
    Period,
    Relation,
    RelationType,
    Said,
    Verdict,
)


def tell(message: str, /, **values: Said) -> Message:
    """A sentence, or a part of one: its message with a value for each slot."""
    return Message(message, tuple(values.items()))


def row(parts: Sequence[Said]) -> Said:
    """A row with commas alone; a tuple is one with "and"."""
    if len(parts) == 1:
        return parts[0]
    return tell(N_("%(first)s, %(others)s"), first=parts[0], others=row(parts[1:]))


def english(said: Said) -> str:
    """What is told, in English."""
    match said:
        case str():
            return said
        case Message():
            return filled(said.text, {name: english(value) for name, value in said.values})
        case Computed():
            return spell_amount(said.value, said.unit)
        case Period():
            return spell(said)
        case dt.date():
            return day(said)
        case _:
            return listed([english(part) for part in said])


def related(type_: RelationType, facts: tuple[Fact, ...], passages: tuple[Passage, ...], told: Message) -> Relation:
    """A relation with its explanation."""
    return Relation(type_, facts, passages, english(told), told=told)


def checked(
    kind: CheckKind, verdict: Verdict, facts: tuple[Fact, ...], passages: tuple[Passage, ...], told: Message
) -> Check:
    """A check with its calculation."""
    return Check(kind, verdict, facts, passages, english(told), told)
