"""Why mentions are one fact: the predicates that put them together, and the same predicates put into words.

Values, periods and statuses are compared in `facts`; here it is decided whether two mentions speak of one thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from briefgen.evidence.agreement import exactness
from briefgen.evidence.aliases import key_of
from briefgen.evidence.measures import Bond, bond, one_matter, strangers
from briefgen.evidence.mentions import Mention, mentions_of
from briefgen.evidence.owners import How, Owner
from briefgen.model import Document, Fact, Figure, Kind, Quantity, Reading, Status, Topic

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


class Reason(Struct, frozen=True):
    """Why a mention belongs to a fact."""

    figure: Figure
    """The mention."""
    text: str
    """One or two plain sentences for the reader."""


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
        and not strangers(left.passage.quote, right.passage.quote)
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


def reasons(
    fact: Fact, documents: Sequence[Document], readings: Sequence[Reading], topics: Sequence[Topic]
) -> tuple[Reason, ...]:
    """Why each of the fact's mentions belongs to it, in the order of `Fact.figures`.

    The arguments are those of `weigh`, which made the fact. Raises `KeyError` for a figure that none of the readings
    has, and `ValueError` where the mentions of the fact do not belong together.
    A computed fact has its inputs for mentions, and nothing that was grouped.
    """
    if fact.derived:
        return tuple(Reason(figure, "The value is computed from this one.") for figure in fact.figures)
    known = {mention.figure: mention for mention in mentions_of(documents, readings, topics)}
    mentions = [known[figure] for figure in fact.figures]
    lead = min(mentions, key=order)
    return tuple(Reason(mention.figure, _why(mention, lead, fact)) for mention in mentions)


def _why(mention: Mention, lead: Mention, fact: Fact) -> str:
    """The reason in words."""
    figure = mention.figure
    if mention is lead:
        sentences = [_first(mention, fact)]
    else:
        sentences = [_joined(mention, lead), _value(figure.quantity, lead.figure.quantity)]
    if mention.owner is not None:
        sentences.insert(1, owned(mention.owner))
    if fact.period is not None and figure.period is None and figure.deadline is None:
        sentences.append("It is undated, and joins the only dated fact with its value.")
    return " ".join(sentences)


def _first(mention: Mention, fact: Fact) -> str:
    """What is said of the mention that gives the fact its value."""
    more = "The most exact mention" if len(fact.figures) > 1 else "The only mention"
    if mention.figure.measure is None:
        return f"{more}; the text does not say in so many words what it measures."
    named = "the configured measure" if mention.sense.certain else "the noun phrase"
    return f"{more}, of {named} “{mention.figure.measure}”."


def _joined(mention: Mention, lead: Mention) -> str:
    """What joins a mention to the one that leads."""
    found = link(mention, lead)
    if found is None:
        message = f"“{mention.figure.quantity.surface}” and “{lead.figure.quantity.surface}” are not of one fact"
        raise ValueError(message)
    own, other = mention.figure.measure, lead.figure.measure
    what = {
        Bond.SENTENCE: "The sentence says the same words",
        Bond.CONFIGURED: f"The same configured measure, “{own}”",
        Bond.PHRASE: f"The same noun phrase, “{own}”" if own == other else f"“{own}” and “{other}” are one measure",
    }[found.bond]
    where = {
        Meeting.MEASURE: "",
        Meeting.DOCUMENT: ", in the same document",
        Meeting.OWNER: ", of the same thing",
        Meeting.MATTER: ", and the sentences share names",
        Meeting.VALUE: ", with the same value for the same time and no name that speaks against it",
    }[found.meeting]
    return f"{what}{where}."


def owned(owner: Owner) -> str:
    """How the text says whose a figure is."""
    thing = f"“{owner.name.shown}”"
    if owner.how is How.NAMED:
        same = key_of(owner.said) == owner.name.key
        return f"The sentence names {thing}." if same else f"The sentence names “{owner.said}”, which is {thing}."
    if owner.how is How.PAIR:
        return f"“{owner.said}” is between {thing}, the two countries that the document is about."
    source = f": “{owner.source.quote}”" if owner.source else "."
    if owner.how is How.STANDS:
        return f"“{owner.said}” stands for {thing}, named in the same document{source}"
    return f"The sentence does not say of what; the same measure before is of {thing}{source}"


def _value(own: Quantity, lead: Quantity) -> str:
    """How the two values agree."""
    if (own.value, own.upper) == (lead.value, lead.upper):
        return f"“{own.surface}” is the same value."
    return f"“{own.surface}” agrees with “{lead.surface}” after rounding."
