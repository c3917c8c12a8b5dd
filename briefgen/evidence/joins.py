"""Whether two mentions speak of one thing, and why: what `facts` joins by and `grouping` explains.

Values, periods and statuses are compared in `facts`.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from briefgen.evidence.agreement import exactness
from briefgen.evidence.likeness import said_of, strangers
from briefgen.evidence.measures import Bond, bond, one_matter
from briefgen.evidence.mentions import Mention
from briefgen.model import Figure, Kind, Quantity, Status

TELLING_DIGITS = 2
"""A value with so many digits tells two documents apart from chance: 4.5 is telling, 5 is not."""


class Meeting(StrEnum):
    """What makes one thing of two mentions whose measures agree."""

    MEASURE = "measure"
    """The measure alone: a configured one, or the very sentence."""
    DOCUMENT = "document"
    """They stand in one document."""
    OWNER = "owner"
    """They are of one named thing."""
    MATTER = "matter"
    """Their sentences say the same words or share enough names."""
    VALUE = "value"
    """The same noun phrase with the same telling value for the same time, and no name that speaks against it."""


class Link(Struct, frozen=True):
    """Why two mentions speak of one thing."""

    bond: Bond
    """What makes their measures one."""
    meeting: Meeting
    """What makes it the same thing in both places."""


def order(mention: Mention) -> tuple[object, ...]:
    """Sorts the mention that a fact takes its value from first; by content before place, so that ids are stable."""
    figure = mention.figure
    return (*exactness(figure.quantity), figure.quantity.surface, figure.passage.quote, mention.place)


def link(one: Mention, other: Mention) -> Link | None:
    """Why two mentions speak of one thing, their values apart; None where something speaks against it.

    Measure, subject, direction, rate and base must not contradict each other.
    """
    tied = bond(one.sense, other.sense)
    if tied is None or not _same_turn(one.figure, other.figure):
        return None
    meeting = _meeting(one, other)
    return None if meeting is None else Link(tied, meeting)


def _same_turn(left: Figure, right: Figure) -> bool:
    """Direction, rate and base are the same, or not said."""
    return all(
        a is None or b is None or a == b
        for a, b in ((left.direction, right.direction), (left.rate, right.rate), (left.base, right.base))
    )


def _meeting(one: Mention, other: Mention) -> Meeting | None:
    """What makes one thing of two mentions of one measure."""
    inside = one.document.id == other.document.id
    if not inside and _open_now(one.figure, other.figure):
        return None
    if one.sense.certain:
        return Meeting.MEASURE
    if inside:
        return Meeting.DOCUMENT
    if one.sense.subject and one.sense.subject == other.sense.subject:
        return Meeting.OWNER
    if one_matter(one.figure.passage.quote, other.figure.passage.quote):
        return Meeting.MATTER
    return Meeting.VALUE if _same_figure(one, other) else None


def _same_figure(one: Mention, other: Mention) -> bool:
    """The same noun phrase with the same telling value for the same dated time, and no name that speaks against it."""
    left, right = one.figure, other.figure
    return (
        one.sense.words == other.sense.words
        and (left.period or left.deadline) is not None
        and left.quantity.value == right.quantity.value
        and is_telling(left.quantity)
        and not strangers(said_of(left), said_of(right))
    )


def is_telling(quantity: Quantity) -> bool:
    """A value with so many digits that two documents hardly give it by chance."""
    return quantity.value is not None and len(quantity.value.normalize().as_tuple().digits) >= TELLING_DIGITS


def _open_now(left: Figure, right: Figure) -> bool:
    """Two undated reports of what is, of which one is a yearly or rounded amount and the other is not.

    "Around 1.5 million tons annually" need not be what another document counted "last year".
    """
    undated = all(
        one.period is None and one.status is Status.ACTUAL and one.kind is Kind.LEVEL for one in (left, right)
    )
    return undated and (left.rate, left.quantity.modifier) != (right.rate, right.quantity.modifier)
