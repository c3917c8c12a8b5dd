"""Mentions of one measure, subject, period, status and value put together as one fact."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.evidence.agreement import agree
from briefgen.evidence.grouping import is_telling, link, order
from briefgen.evidence.mentions import Mention
from briefgen.evidence.origins import independent, published
from briefgen.model import Fact, Period, Status

ID_DIGITS = 12
"""Hexadecimal digits of a fact's id: 48 bits. Facts that clash all the same are named by their sentence as well."""


class Group(Struct):
    """A fact in the making."""

    mentions: list[Mention]

    @property
    def lead(self) -> Mention:
        """The most exact mention, the first by place among equals: the fact's value is compared with it."""
        return min(self.mentions, key=order)


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
    for mention in sorted(bucket, key=order):
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
        link(mention, other) is not None for other in group.mentions
    )


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
    if not is_telling(quantity):
        return False
    period = home.mentions[0].figure.period
    return all(
        link(mention, other) is not None and mention.figure.quantity.upper == quantity.upper
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
