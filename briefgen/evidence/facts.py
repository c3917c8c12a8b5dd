"""Mentions of one measure, subject, period, status and value put together as one fact."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.evidence.agreement import agree, exactness
from briefgen.evidence.measures import one_matter, same_thing, strangers
from briefgen.evidence.mentions import Mention
from briefgen.evidence.origins import independent, published
from briefgen.model import Fact, Figure, Kind, Period, Quantity, Status

ID_DIGITS = 12
"""Hexadecimal digits of a fact's id: 48 bits. Facts that clash all the same are named by their sentence as well."""
TELLING_DIGITS = 2
"""An undated mention joins a dated fact only when the value has so many digits: 4.5 is telling, 5 is not."""


class Group(Struct):
    """A fact in the making."""

    mentions: list[Mention]

    @property
    def lead(self) -> Mention:
        """The most exact mention, the first by place among equals: the fact's value is compared with it."""
        return min(self.mentions, key=_lead_key)


def _lead_key(mention: Mention) -> tuple[object, ...]:
    """Sorts the mention that a fact takes its value from first; by content before place, so that ids are stable."""
    figure = mention.figure
    return (*exactness(figure.quantity), figure.quantity.surface, figure.passage.quote, mention.place)


def gather(mentions: Sequence[Mention]) -> tuple[Fact, ...]:
    """The facts behind all mentions, sorted by their content."""
    buckets: dict[tuple[object, ...], list[Mention]] = {}
    for mention in mentions:
        buckets.setdefault(_bucket(mention), []).append(mention)
    groups = [group for bucket in buckets.values() for group in _split(bucket)]
    groups = _date_the_undated(groups)
    return _named([_fact(group) for group in groups])


def _bucket(mention: Mention) -> tuple[object, ...]:
    """What two mentions of one fact must have exactly in common."""
    figure = mention.figure
    return (
        mention.sense.family,
        figure.kind,
        figure.quantity.unit,
        figure.status,
        figure.period,
        figure.deadline,
    )


def _split(bucket: Iterable[Mention]) -> list[Group]:
    """Mentions that agree, the most exact first, so that rounded ones join what they were rounded from.

    Each joins the first group whose lead it agrees with: agreement after rounding is not transitive, and 4.44 and
    4.54 stay two facts although both round to 4.5.
    """
    groups: list[Group] = []
    for mention in sorted(bucket, key=_lead_key):
        home = next((group for group in groups if _joins(mention, group)), None)
        if home is None:
            groups.append(Group([mention]))
        else:
            home.mentions.append(mention)
    return groups


def _joins(mention: Mention, group: Group) -> bool:
    """Whether a mention reports the fact of a group."""
    lead = group.mentions[0]
    return agree(lead.figure.quantity, mention.figure.quantity) and all(
        _compatible(mention, other) for other in group.mentions
    )


def _compatible(one: Mention, other: Mention) -> bool:
    """Nothing but the value is compared here: measure, subject, direction, rate, base and scope do not contradict."""
    left, right = one.figure, other.figure
    if not same_thing(one.sense, other.sense):
        return False
    if not all(
        a is None or b is None or a == b
        for a, b in ((left.direction, right.direction), (left.rate, right.rate), (left.base, right.base))
    ):
        return False
    if _open_now(left, right) and one.document.id != other.document.id:
        return False
    return (
        one.sense.certain
        or one.document.id == other.document.id
        or one_matter(left.passage.quote, right.passage.quote)
        or _same_figure(one, other)
    )


def _same_figure(one: Mention, other: Mention) -> bool:
    """The same noun phrase with the same telling value for the same dated time, and no name that speaks against it."""
    left, right = one.figure, other.figure
    return (
        one.sense.words == other.sense.words
        and (left.period or left.deadline) is not None
        and left.quantity.value == right.quantity.value
        and _is_telling(left.quantity)
        and not strangers(left.passage.quote, right.passage.quote)
    )


def _is_telling(quantity: Quantity) -> bool:
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


def _date_the_undated(groups: list[Group]) -> list[Group]:
    """Joins a group without any date to the one dated group of the same value, if there is exactly one.

    Only for what happened: a target without a year stays without one. Nothing may speak against it: the value must
    be telling, and no undated document may be older than the period's start.
    """
    dated: dict[tuple[object, ...], list[Group]] = {}
    undated: list[Group] = []
    for group in groups:
        figure = group.mentions[0].figure
        if figure.period is None and figure.deadline is None and figure.status is Status.ACTUAL:
            undated.append(group)
        elif figure.period is not None:
            dated.setdefault(_undated_key(group), []).append(group)
    joined: set[int] = set()
    for group in undated:
        homes = [home for home in dated.get(_undated_key(group), ()) if _may_be_dated(group, home)]
        if len(homes) == 1:
            homes[0].mentions.extend(group.mentions)
            joined.add(id(group))
    return [group for group in groups if id(group) not in joined]


def _undated_key(group: Group) -> tuple[object, ...]:
    """What a dated and an undated mention of one fact have in common."""
    mention = group.mentions[0]
    figure = mention.figure
    return (mention.sense.family, figure.kind, figure.quantity.unit, figure.status, figure.quantity.value)


def _may_be_dated(group: Group, home: Group) -> bool:
    """Whether the undated group can be of the dated one's period."""
    quantity = home.mentions[0].figure.quantity
    if not _is_telling(quantity):
        return False
    period = home.mentions[0].figure.period
    return all(
        _compatible(mention, other) and mention.figure.quantity.upper == quantity.upper
        for mention in group.mentions
        for other in home.mentions
    ) and all(_not_before(mention, period) for mention in group.mentions)


def _not_before(mention: Mention, period: Period | None) -> bool:
    """A document cannot report what had not begun when it appeared."""
    day = published(mention.document)
    return day is None or period is None or day >= period.start


def _fact(group: Group) -> Fact:
    """The fact of a group; its id is still the short form."""
    mentions = sorted(group.mentions, key=lambda mention: mention.place)
    lead = group.lead.figure
    figures = tuple(mention.figure for mention in mentions)
    fact = Fact(
        id="",
        quantity=lead.quantity,
        kind=lead.kind,
        status=lead.status,
        figures=figures,
        measure=_fullest(mention.figure.measure for mention in mentions),
        subject=_fullest(figure.subject for figure in figures),
        scope=_fullest(figure.scope for figure in figures),
        period=next((figure.period for figure in figures if figure.period), None),
        base=next((figure.base for figure in figures if figure.base), None),
        deadline=lead.deadline,
        direction=next((figure.direction for figure in figures if figure.direction), None),
        rate=next((figure.rate for figure in figures if figure.rate), None),
        topics=tuple(sorted({topic for figure in figures for topic in figure.topics})),
        origins=independent(mentions),
    )
    return replace(fact, id=_digest(_content(fact)))


def _fullest(texts: Iterable[str | None]) -> str | None:
    """The text that says most: the longest, then the first in the alphabet."""
    known = {text for text in texts if text}
    return min(known, key=lambda text: (-len(text), text)) if known else None


def _content(fact: Fact) -> tuple[str, ...]:
    """What makes a fact the one it is; not who reports it, so that its id stays when a document is added."""
    quantity = fact.quantity
    return tuple(
        "" if part is None else str(part)
        for part in (
            fact.measure or fact.figures[0].passage.quote,
            fact.kind,
            fact.status,
            quantity.unit,
            None if quantity.value is None else f"{quantity.value.normalize():f}",
            None if quantity.upper is None else f"{quantity.upper.normalize():f}",
            quantity.surface if quantity.value is None else None,
            fact.period and fact.period.start,
            fact.period and fact.period.end,
            fact.deadline,
            fact.direction,
        )
    )


def _digest(parts: Sequence[str], digits: int = ID_DIGITS) -> str:
    """A short hash of texts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:digits]


def _named(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Facts in order, those whose short ids clash with a longer one that also names their sentence and place."""
    clashes = Counter(fact.id for fact in facts)
    named = [fact if clashes[fact.id] == 1 else replace(fact, id=_longer(fact)) for fact in facts]
    return tuple(sorted(named, key=_order))


def _longer(fact: Fact) -> str:
    """The id of a fact that looks like another one: with the first figure's sentence and its place in it."""
    first = min(fact.figures, key=lambda figure: (figure.passage.quote, figure.span.start, figure.passage.document_id))
    inside = str(first.span.start - first.passage.span.start)
    return _digest((*_content(fact), first.passage.quote, first.passage.document_id, str(first.span.start), inside))


def _order(fact: Fact) -> tuple[str, ...]:
    """Sorts facts by what they say."""
    return (fact.measure or "~", str(fact.period and fact.period.start), fact.quantity.surface, fact.id)
