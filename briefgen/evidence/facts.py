"""Mentions of one measure, subject, period, status and value put together as one fact."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.evidence.agreement import agree, sizes_near
from briefgen.evidence.joins import is_telling, link, order
from briefgen.evidence.measures import Sense
from briefgen.evidence.mentions import Mention
from briefgen.evidence.origins import independent, published
from briefgen.model import Also, Fact, Period, Status

ID_DIGITS = 12
"""Hexadecimal digits of a fact's id: 48 bits. Facts that clash all the same are named by their sentence as well."""


class Group(Struct):
    """A fact in the making."""

    mentions: list[Mention]

    @property
    def lead(self) -> Mention:
        """The most exact mention, the first by place among equals: the fact's value is compared with it."""
        return min(self.mentions, key=order)


def gather(mentions: Sequence[Mention]) -> tuple[tuple[Fact, ...], Also]:
    """The facts behind all mentions, sorted by their content, and the ids that they had before they came together."""
    buckets: dict[tuple[object, ...], list[Mention]] = {}
    for mention in mentions:
        buckets.setdefault(_bucket(mention), []).append(mention)
    groups = [group for bucket in buckets.values() for group in _split(bucket)]
    groups = _date_the_undated(groups)
    called = _calls(mentions)
    drafts = [(_fact(group, called), _what(group.lead)) for group in groups]
    facts = _named(drafts)
    also = {
        fact.id: _others(fact.id, draft, group, called)
        for fact, draft, group in zip(facts, drafts, groups, strict=True)
    }
    return tuple(sorted(facts, key=_order)), {one: names for one, names in also.items() if names}


def _others(name: str, draft: tuple[Fact, str], group: Group, called: Calls) -> tuple[str, ...]:
    """The ids that a fact has when documents are taken away: of each mention alone, and with and without its place."""
    alone = [(_fact(Group([one]), called), _what(one)) for one in group.mentions] if len(group.mentions) > 1 else ()
    found = dict.fromkeys(
        _digest(parts)
        for fact, what in (draft, *alone)
        for content in (_content(fact, what),)
        for parts in (content, (*content, *_place(fact)))
    )
    return tuple(one for one in found if one != name)


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

    Each joins the first group whose lead it agrees with, looked for among those of about its size: agreement after
    rounding is not transitive, and 4.44 and 4.54 stay two facts although both round to 4.5.
    """
    groups: list[Group] = []
    by_size: dict[tuple[object, ...], list[int]] = {}
    for mention in sorted(bucket, key=order):
        sizes = sizes_near(mention.figure.quantity)
        near = sorted(number for size in sizes for number in by_size.get(size, ()))
        home = next((groups[number] for number in near if _joins(mention, groups[number])), None)
        if home is None:
            by_size.setdefault(sizes[0], []).append(len(groups))
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


Calls = Mapping[tuple[object, ...], str]
"""Sense of an unconfigured measure → what it is called in all facts."""


def _calls(mentions: Sequence[Mention]) -> Calls:
    """One name for each unconfigured measure: the noun phrase that most mentions have, then the longest of them."""
    phrases: dict[tuple[object, ...], Counter[str]] = {}
    for mention in mentions:
        if not mention.sense.certain and mention.figure.measure:
            phrases.setdefault(_measured(mention.sense), Counter())[mention.figure.measure] += 1
    return {
        sense: min(counts, key=lambda phrase: (-counts[phrase], -len(phrase), phrase))
        for sense, counts in phrases.items()
    }


def _measured(sense: Sense) -> tuple[object, ...]:
    """What two mentions of one unconfigured measure and subject have in common."""
    return (sense.family, sense.words, sense.subject)


def _fact(group: Group, called: Calls) -> Fact:
    """The fact of a group, without its id."""
    mentions = sorted(group.mentions, key=lambda mention: mention.place)
    lead = group.lead.figure
    figures = tuple(mention.figure for mention in mentions)
    return Fact(
        id="",
        quantity=lead.quantity,
        kind=lead.kind,
        status=lead.status,
        figures=figures,
        measure=_fullest(called.get(_measured(mention.sense), mention.figure.measure) for mention in mentions),
        subject=_fullest(_subject(mention) for mention in mentions),
        scope=_fullest(figure.scope for figure in figures),
        period=next((figure.period for figure in figures if figure.period), None),
        base=next((figure.base for figure in figures if figure.base), None),
        deadline=lead.deadline,
        direction=next((figure.direction for figure in figures if figure.direction), None),
        rate=next((figure.rate for figure in figures if figure.rate), None),
        topics=tuple(sorted({topic for figure in figures for topic in figure.topics})),
        origins=independent(mentions),
    )


def _subject(mention: Mention) -> str | None:
    """Whose a mention is; a free measure has the subject that the whole document proves, or none."""
    if mention.sense.certain:
        return mention.figure.subject
    return mention.owner.name.shown if mention.owner else None


def _fullest(texts: Iterable[str | None]) -> str | None:
    """The text that says most: the longest, then the first in the alphabet."""
    known = {text for text in texts if text}
    return min(known, key=lambda text: (-len(text), text)) if known else None


def _what(mention: Mention) -> str:
    """What a fact measures, for its id: not whose it is, which a further document may tell."""
    sense = mention.sense
    return sense.family if sense.certain else " ".join((sense.family, *sorted(sense.words)))


def _content(fact: Fact, what: str) -> tuple[str, ...]:
    """What makes a fact the one it is; not who reports it, so that its id stays when a document is added."""
    quantity = fact.quantity
    return tuple(
        "" if part is None else str(part)
        for part in (
            what,
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


def _digest(parts: Sequence[str]) -> str:
    """A short hash of texts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:ID_DIGITS]


def _named(drafts: Sequence[tuple[Fact, str]]) -> list[Fact]:
    """Facts with their ids; where two would clash, the sentence and its place belong to the id as well."""
    contents = [_content(fact, what) for fact, what in drafts]
    clashes = Counter(contents)
    return [
        replace(fact, id=_digest(content if clashes[content] == 1 else (*content, *_place(fact))))
        for (fact, _), content in zip(drafts, contents, strict=True)
    ]


def _place(fact: Fact) -> tuple[str, ...]:
    """The first sentence of a fact, and where its number stands in it."""
    first = min(fact.figures, key=lambda figure: (figure.passage.quote, figure.span.start, figure.passage.document_id))
    return (first.passage.quote, first.passage.document_id, str(first.span.start))


def _order(fact: Fact) -> tuple[str, ...]:
    """Sorts facts by what they say."""
    return (fact.measure or "~", str(fact.period and fact.period.start), fact.quantity.surface, fact.id)
