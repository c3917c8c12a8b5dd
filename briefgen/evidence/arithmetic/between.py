"""A growth that is told alone, set against the levels that other sentences give for its time and the time before.

"Burglaries fell by 40% in 2025 ... 2,400 burglaries in 2025, compared with 3,000 in 2024". Both levels must come from
one document and stand alone there for their time; another document's growth is compared only of one known owner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from briefgen.evidence.arithmetic.computed import computed, operand
from briefgen.evidence.arithmetic.growth import MOST, REVISED, WHOLE_YEAR, year_before
from briefgen.evidence.arithmetic.lines import AMOUNTS, is_adjusted
from briefgen.evidence.arithmetic.tolerance import Reach, factor, fit, reach
from briefgen.evidence.arithmetic.words import conclusion, directed, value
from briefgen.evidence.concepts import MONEY
from briefgen.evidence.dates import days
from briefgen.evidence.measures import Sense, names, same_subject, sense_of_fact, surely_same_thing
from briefgen.evidence.mentions import configured_names
from briefgen.evidence.passages import passages
from briefgen.evidence.scopes import scope_of
from briefgen.evidence.shelf import documents_of
from briefgen.evidence.told import checked, tell
from briefgen.evidence.wording import timed
from briefgen.evidence.words import head, plain_words
from briefgen.messages import N_
from briefgen.model import Check, CheckKind, Direction, Fact, Kind, Period, Status, Topic

TRADED = frozenset(
    {"export", "import", "sale", "trade", "turnover", "shipment", "delivery", "order", "spending", "harvest"}
)
"""Nouns of what is told in money and in amounts (English): a growth without a unit may be of either."""
SHARED = 3
"""Names in common from which two documents are of one story, so that "net imports" of nobody named are the same."""
IN_MONEY = re.compile(r"\b(?:value|revenues?|worth|price[sd]?|terms of money|costs?)\b", re.IGNORECASE)
"""Words by which a growth is of money (English)."""
IN_AMOUNTS = re.compile(r"\b(?:volumes?|numbers?|quantit(?:y|ies)|tonnages?|units|tonnes|tons)\b", re.IGNORECASE)
"""Words by which it is of an amount (English)."""


class Levels(Struct, frozen=True):
    """The two levels that one document gives."""

    before: Fact
    after: Fact


def growths_between(facts: Sequence[Fact], topics: Sequence[Topic]) -> Iterator[Check]:
    """A check for each yearly growth without a level of its own that two levels can be set against."""
    configured = configured_names(topics)
    known = _levels(facts, configured)
    for change in facts:
        if change.kind not in (Kind.CHANGE, Kind.MULTIPLE) or change.status is not Status.ACTUAL or not change.period:
            continue
        base = change.base or (year_before(change.period) if days(change.period) >= WHOLE_YEAR else None)
        if base is None or factor(change) is None or any(map(is_adjusted, change.figures)):
            continue
        sense = sense_of_fact(change, configured)
        for levels in _pairs(change, sense, base, known, configured):
            yield from _check(change, levels)


class Known(Struct, frozen=True):
    """Measured levels of a known measure and time."""

    told: Mapping[tuple[str, str, Period], Mapping[str, Sequence[Fact]]]
    """Document, family and time → unit → levels."""
    by_owner: Mapping[tuple[str, Period, frozenset[str]], Sequence[str]]
    """Family, time and owner → a few documents that tell such a level."""
    named: Mapping[str, frozenset[str]]
    """Document → the names in its sentences with figures."""

    def one_story(self, change: Fact, document: str) -> bool:
        """A growth of nobody named, in a document that has much the same names as another one."""
        here = self.named[document]
        shared = [len(here & self.named[one]) for one in sorted(documents_of(change))]
        return change.subject is None and min(shared) >= SHARED and len(plain_words(change.measure or "")) > 1


def _levels(facts: Sequence[Fact], configured: frozenset[str]) -> Known:
    """What the documents give."""
    told: dict[tuple[str, str, Period], dict[str, list[Fact]]] = {}
    owned: dict[tuple[str, Period, frozenset[str]], set[str]] = {}
    for fact in facts:
        if fact.kind in AMOUNTS and fact.status is Status.ACTUAL and fact.measure and fact.period and not fact.derived:
            sense = sense_of_fact(fact, configured)
            for document in sorted(documents_of(fact)):
                units = told.setdefault((document, sense.family, fact.period), {})
                units.setdefault(fact.quantity.unit or "", []).append(fact)
                owned.setdefault((sense.family, fact.period, sense.subject), set()).add(document)
    by_owner = {key: sorted(documents)[:MOST] for key, documents in owned.items()}
    return Known(told, by_owner, _named(facts))


def _named(facts: Sequence[Fact]) -> Mapping[str, frozenset[str]]:
    """The names in the sentences of each document that have figures."""
    passages = dict.fromkeys(figure.passage for fact in facts for figure in fact.figures)
    found: dict[str, set[str]] = {}
    for passage in passages:
        found.setdefault(passage.document_id, set()).update(names(passage.quote)[0])
    return {document: frozenset(said) for document, said in found.items()}


def _pairs(change: Fact, sense: Sense, base: Period, known: Known, configured: frozenset[str]) -> Iterator[Levels]:
    """The levels of both times or their ends, of one document and unit; of the change's own, or of one owner."""
    period, own = change.period, documents_of(change)
    if period is None:
        return
    for time, earlier in ((period, base), (_last_day(period), _last_day(base))):
        for document in sorted(own.union(known.by_owner.get((sense.family, time, sense.subject), ()))):
            for unit, after in known.told.get((document, sense.family, time), {}).items():
                before = known.told.get((document, sense.family, earlier), {}).get(unit, ())
                alone = document in own
                pair = _only(after, before, sense, configured, alone=alone or known.one_story(change, document))
                if pair and _comparable(change, pair, alone=alone):
                    yield pair


def _last_day(period: Period) -> Period:
    """Stocks are told for the end of a time: "fell 3% last year ... 8,900 inmates at the end of the year"."""
    return Period(period.end, period.end)


def _only(
    after: Sequence[Fact], before: Sequence[Fact], sense: Sense, configured: frozenset[str], *, alone: bool
) -> Levels | None:
    """The two, where each time has one level that is surely of the same thing."""
    if len(after) != 1 or len(before) != 1:
        return None
    senses = [sense_of_fact(fact, configured) for fact in (after[0], before[0])]
    if alone:
        same = all(one.words == sense.words and same_subject(one, sense) for one in senses)
    else:
        same = all(surely_same_thing(sense, one) for one in senses)
    return Levels(before[0], after[0]) if same else None


def _comparable(change: Fact, levels: Levels, *, alone: bool) -> bool:
    """No sentence tells growth and level together, nothing delimits them differently, and both are money or amounts."""
    quotes = {figure.passage for figure in change.figures}
    given = [figure.passage for fact in (levels.before, levels.after) for figure in fact.figures]
    if not quotes.isdisjoint(given) or len({scope_of(fact) for fact in (change, levels.before, levels.after)}) > 1:
        return False
    if levels.before.kind is not levels.after.kind or levels.before.rate != levels.after.rate:
        return False
    money = MONEY.fullmatch(levels.after.quantity.unit or "") is not None
    said = " ".join(passage.quote for passage in quotes)
    if (IN_AMOUNTS if money else IN_MONEY).search(said):
        return False
    return alone or head(change.measure or "") not in TRADED or bool((IN_MONEY if money else IN_AMOUNTS).search(said))


def _check(change: Fact, levels: Levels) -> Iterator[Check]:
    """The growth that two levels make, against the one that is told."""
    alone = bool(documents_of(change) & documents_of(levels.after))
    told, after, before = factor(change), reach(levels.after.quantity), reach(levels.before.quantity)
    if told is None or after is None or before is None:
        return
    made = after.over(before)
    verdict = fit(made if alone else Reach(made.printed, made.printed).widened(REVISED), told)
    up = (levels.after.quantity.value or Decimal(0)) >= (levels.before.quantity.value or Decimal(0))
    ratio = (levels.after.quantity.value or Decimal(0)) / (levels.before.quantity.value or Decimal(1))
    sides = f"{operand(levels.after)} ÷ {operand(levels.before)}"
    result = computed(
        (levels.after, levels.before),
        abs(ratio - 1) * 100,
        f"{sides} − 1" if up else f"1 − {sides}",
        kind=Kind.CHANGE,
        unit="%",
        direction=Direction.UP if up else Direction.DOWN,
    )
    message = (
        N_("From %(start)s to %(end)s is %(change)s; another sentence of the same document says %(said)s: %(verdict)s.")
        if alone
        else N_("From %(start)s to %(end)s is %(change)s; another document says %(said)s: %(verdict)s.")
    )
    said = tell(
        message,
        start=timed(value(levels.before), levels.before),
        end=timed(value(levels.after), levels.after),
        change=directed(result),
        said=directed(change),
        verdict=conclusion(verdict, alone=alone),
    )
    given = (change, levels.before, levels.after)
    yield checked(CheckKind.GROWTH, verdict, (*given, result), passages(*given), said)
