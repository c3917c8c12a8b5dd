"""One number in two documents that say different things with it: done here and only planned there, "by" and "to".

No measure need be known: the number itself and the words around it show that both speak of one thing. Precision
before recall: a number of one digit needs two telling words in common, a longer one a single word, and a percentage
always two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from briefgen.evidence.dates import days, overlap
from briefgen.evidence.groups import together
from briefgen.evidence.passages import passages
from briefgen.evidence.rules import costs_now
from briefgen.evidence.shelf import elsewhere
from briefgen.evidence.statuses import AHEAD
from briefgen.evidence.surroundings import EMPTY, around
from briefgen.evidence.told import related, tell
from briefgen.evidence.wording import status, timed
from briefgen.evidence.words import content_words
from briefgen.messages import N_
from briefgen.model import Fact, Figure, Kind, Message, Relation, RelationType, Status

TELLING = 2
"""Significant digits from which a number is hardly given twice by chance."""
SHARED = 2
"""Words in common that a number of fewer digits needs."""
FREQUENT = frozenset({"%", "pp", "bp", "x", "year", "month", "day", "hour", "week"})
"""Units whose values repeat by chance: shares, changes and lengths of time."""
LONGER = 400
"""Days of a time that is surely longer than the year that a rate is of."""
MOST = 12
"""Facts of one number beyond which it is a number that everybody uses."""
COMPARED = (Kind.LEVEL, Kind.COUNT, Kind.SHARE, Kind.CHANGE, Kind.INCREMENT)
"""Kinds that can be there, or ahead."""
THERE = re.compile(
    r"\b(?:opened|open since|completed|finished|commissioned|inaugurated|operat(?:es|ed|ing|ional)|"
    r"in (?:operation|service|use)|came into|went into|has been built|was built|runs|ran|existing|current(?:ly)?|"
    r"now|already)\b",
    re.IGNORECASE,
)
"""What a passage says of a thing that is there, so that what it can do is no plan (English)."""
RATES = {
    "hour": N_("hour"),
    "day": N_("day"),
    "week": N_("week"),
    "month": N_("month"),
    "quarter": N_("quarter"),
    "year": N_("year"),
}
"""The word for a time of which there is so much each; a rate of anything else is in the words of its document."""
BY_AND_TO = {Kind.INCREMENT, Kind.LEVEL}
"""Kinds that one number is taken for the other of."""


def echoes(facts: Sequence[Fact]) -> Iterator[Relation]:
    """A card for each pair of facts with one number that differ in how firm it is, or in what it is of."""
    by_number: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        quantity = fact.quantity
        if quantity.value and not fact.derived and fact.kind is not Kind.DURATION:
            unit = "%" if quantity.unit == "pp" else quantity.unit
            by_number.setdefault((quantity.value.normalize(), quantity.upper, unit), []).append(fact)
    firmness: list[tuple[Fact, Fact]] = []
    for alike in by_number.values():
        for one, other in combinations(alike, 2) if len(alike) <= MOST else ():
            same_unit = one.quantity.unit == other.quantity.unit
            if same_unit and _differ_in_firmness(one, other) and _one_matter(one, other):
                firmness.append((one, other))
            elif not same_unit and _moves(one) and _moves(other) and _one_matter(one, other):
                yield _points(one, other)
            elif same_unit and {one.kind, other.kind} == BY_AND_TO and _one_matter(one, other):
                yield _by_and_to(one, other)
            elif same_unit and _yearly_and_in_all(one, other) and _called_alike(one, other):
                yield _rate_and_total(one, other)
    for group in together(firmness, facts):
        yield related(RelationType.STATUS_CONFLICT, tuple(group), passages(*group), _roles(group))


def _roles(facts: Sequence[Fact]) -> Message:
    """The explanation of one number that is done here and ahead there."""
    given = {fact.status for fact in facts}
    first, *others = [status(one) for one in Status if one in given]
    roles = (
        tell(N_("%(role)s in one passage"), role=first),
        *(tell(N_("%(role)s in another"), role=other) for other in others),
    )
    message = N_("“%(value)s” is %(roles)s: the passages differ on whether it has happened.")
    return tell(message, value=facts[0].quantity.printed, roles=roles)


def _differ_in_firmness(one: Fact, other: Fact) -> bool:
    """The same kind of number is there in one passage and ahead in the other."""
    statuses = {one.status, other.status}
    done = any(map(_is_there, (one, other))) and bool(statuses & set(AHEAD))
    return done and one.kind is other.kind and one.kind in COMPARED and not costs_now(one, other)


def _is_there(fact: Fact) -> bool:
    """It is so, or can be done by what is there."""
    able = fact.status is Status.CAPACITY and any(THERE.search(figure.passage.quote) for figure in fact.figures)
    return able or fact.status is Status.ACTUAL


def _yearly_and_in_all(one: Fact, other: Fact) -> bool:
    """So many a year in one passage, so many over several years in the other."""
    if one.kind is not other.kind or (one.rate is None) == (other.rate is None):
        return False
    total = one if one.rate is None else other
    return total.period is not None and days(total.period) > LONGER


def _called_alike(one: Fact, other: Fact) -> bool:
    """Two documents, a telling number, and words in common around it or in what is measured."""
    value = one.quantity.value
    if value is None or not elsewhere(one, other) or len(value.normalize().as_tuple().digits) < TELLING:
        return False
    return any(_about(left) & _about(right) for left in one.figures for right in other.figures)


def _rate_and_total(one: Fact, other: Fact) -> Relation:
    """The card for a number that is a rate here and a total there."""
    rate, total = (one, other) if one.rate else (other, one)
    message = N_("“%(value)s” is so many a %(rate)s in one passage, and all of them together in the other")
    each = rate.rate or ""
    said = tell(message, value=rate.quantity.printed, rate=tell(RATES[each]) if each in RATES else each)
    told = tell(N_("%(difference)s: a rate is not a total."), difference=timed(said, total))
    return related(RelationType.DIFFERENT_SCOPE, (rate, total), passages(rate, total), told)


def _by_and_to(one: Fact, other: Fact) -> Relation:
    """The card for an increase by so much beside a level of so much."""
    by, to = (one, other) if one.kind is Kind.INCREMENT else (other, one)
    message = N_(
        "“%(by)s” is how much is added in one passage, “%(to)s” the level itself in the other: by so much is not to so "
        "much."
    )
    told = tell(message, by=by.quantity.printed, to=to.quantity.printed)
    return related(RelationType.DIFFERENT_SCOPE, (by, to), passages(by, to), told)


def _moves(fact: Fact) -> bool:
    """It says by how much something moved."""
    return fact.kind in (Kind.CHANGE, Kind.INCREMENT)


def _points(one: Fact, other: Fact) -> Relation:
    """The card for a change in percent beside one in percentage points."""
    percent, points = (other, one) if one.quantity.unit == "pp" else (one, other)
    message = N_(
        "“%(percent)s” and “%(points)s” are told of one change: per cent of a share are not percentage points."
    )
    told = tell(message, percent=percent.quantity.printed, points=points.quantity.printed)
    return related(RelationType.DIFFERENT_SCOPE, (percent, points), passages(percent, points), told)


def _one_matter(one: Fact, other: Fact) -> bool:
    """The words around the number are about one thing, in two documents, and their times do not keep them apart."""
    if not elsewhere(one, other) or _other_times(one, other):
        return False
    value = one.quantity.value
    digits = 0 if value is None else len(value.normalize().as_tuple().digits)
    needed = 1 if digits >= TELLING and one.quantity.unit not in FREQUENT else SHARED
    return any(len(around(left) & around(right)) >= needed for left in one.figures for right in other.figures)


def _about(figure: Figure) -> frozenset[str]:
    """The telling words around a figure, and those of its measure, which may stand in the sentence before."""
    measured = content_words(figure.measure) if figure.measure else ()
    return around(figure) | {word for word in measured if word not in EMPTY}


def _other_times(one: Fact, other: Fact) -> bool:
    """Both say their time, and the two have no day in common."""
    return one.period is not None and other.period is not None and not overlap(one.period, other.period)
