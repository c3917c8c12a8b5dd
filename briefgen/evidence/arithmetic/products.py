"""A number of things, what each of them gives, and what they give together.

"Threshed 6.3 million tonnes from 1.4 million hectares, an average of 4.5 tonnes per hectare"; "40 buses at €450,000
each, €18 million in all"; "365,000 visitors in 2025, an average of 1,000 a day". The words between the numbers
(English) make it one calculation: the yield of one crop among several is none of the whole harvest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefgen.evidence.arithmetic.computed import computed, operand
from briefgen.evidence.arithmetic.lines import AMOUNTS, MODIFIER, Entry, Line
from briefgen.evidence.arithmetic.tolerance import Interval, Reach, fit, reach
from briefgen.evidence.arithmetic.words import conclusion, value
from briefgen.evidence.dates import days
from briefgen.evidence.passages import passages
from briefgen.evidence.told import checked, tell
from briefgen.messages import N_
from briefgen.model import Check, CheckKind, Kind, Verdict

AVERAGE = re.compile(
    r"(?:[^.;:,\d]|\b(?:19|20)\d\d\b){0,40}?,?\s+"
    r"(?:(?:or|that is|which (?:is|means|makes)|giving|with|at|for)\s+)?(?:an?\s+|the\s+)?"
    rf"(?:average|mean|averaging)\b(?:\s+[\w-]+){{0,2}}?(?:\s+(?:of|at|was|being))?{MODIFIER}\W*|"
    rf"[^.;:,\d]{{0,40}}?(?:,\s+or|,\s+that is,?|\s+[(]){MODIFIER}\W*",
    re.IGNORECASE,
)
"""From the amounts to what one thing gives on average: ", an average yield of"."""
FROM = re.compile(
    rf"(?:\s+[\w-]+){{0,5}}?\s+(?:from|on|off|over|for|in|across|to){MODIFIER}\W*(?:an area of{MODIFIER}\W*)?",
    re.IGNORECASE,
)
"""From what all give to how many there are: "6.3 million tonnes of grain | from"."""
AT = re.compile(rf"(?:\s+[\w-]+){{0,4}}?,?\s+(?:at|for|costing|priced at|worth|paying|or){MODIFIER}\W*", re.IGNORECASE)
"""From how many there are to what each costs: "40 buses | at"."""
EACH = re.compile(r"\s+(?:each|apiece)\b", re.IGNORECASE)
"""Behind what one of them gives."""
IN_ALL = re.compile(
    rf"\s+(?:each|apiece),?\s+(?:(?:for|or|making|which makes|totall?ing)\s+)?(?:an?\s+|the\s+)?"
    rf"(?:(?:total|sum|contract|order|bill|price|cost|overall)\b\s*){{0,3}}(?:(?:of|worth)\b)?{MODIFIER}\W*",
    re.IGNORECASE,
)
"""From there to what they give together: " each, | for a total of"."""
TOTAL = re.compile(r"\b(?:total|sum|totall?ing|in all|altogether|making|makes|or)\b", re.IGNORECASE)
"""Words of which one must say so: "€450,000 each and €2 million" goes on to another thing."""
DAY = "day"
"""The rate of what is counted a day."""


def products(line: Line) -> Iterator[Check]:
    """A check for each total that one sentence gives with the number of things and what each of them gives."""
    for one, two, three in zip(line.entries, line.entries[1:], line.entries[2:], strict=False):
        first, second = line.between(one, two), line.between(two, three)
        if _is_rate(three, two, one) and FROM.fullmatch(first) and AVERAGE.fullmatch(second):
            yield from _product(total=one, number=two, each=three)
        elif (
            _is_each(line, two, one, three)
            and AT.fullmatch(first)
            and IN_ALL.fullmatch(second)
            and TOTAL.search(second)
        ):
            yield from _product(total=three, number=one, each=two)
        elif _is_each(line, three, two, one) and FROM.fullmatch(first) and AT.fullmatch(second):
            yield from _product(total=one, number=two, each=three)
    for one, two in zip(line.entries, line.entries[1:], strict=False):
        if two.figure.rate == DAY and one.figure.rate is None and AVERAGE.fullmatch(line.between(one, two)):
            yield from _daily(one, two)


def _in_all(gap: str) -> bool:
    """The words lead from what each gives to what all give."""
    return IN_ALL.fullmatch(gap) is not None and TOTAL.search(gap) is not None


def _is_rate(each: Entry, number: Entry, total: Entry) -> bool:
    """Tonnes per hectare, hectares, tonnes."""
    rate = each.figure.rate
    return (
        rate is not None
        and rate == (number.figure.quantity.unit or "").removeprefix("count:")
        and number.figure.rate is None
        and _of_one_sort(each, total)
    )


def _is_each(line: Line, each: Entry, number: Entry, total: Entry) -> bool:
    """Euros each, a number of things, euros."""
    counted = (number.figure.quantity.unit or "").startswith("count:") and number.figure.rate is None
    return counted and each.figure.rate is None and bool(EACH.match(line.tail(each))) and _of_one_sort(each, total)


def _of_one_sort(each: Entry, total: Entry) -> bool:
    """Amounts of one unit and status, the total of no rate; what is counted need not be named twice."""
    one, other = each.figure, total.figure
    return (
        one.kind in AMOUNTS
        and other.kind in AMOUNTS
        and (one.quantity.unit == other.quantity.unit or (one.quantity.unit is None and other.kind is Kind.COUNT))
        and other.quantity.unit is not None
        and other.rate is None
        and one.status is other.status
    )


def _product(total: Entry, number: Entry, each: Entry) -> Iterator[Check]:
    """Number times what each gives, against the total that is told."""
    sizes: Sequence[Reach | None] = [reach(entry.figure.quantity) for entry in (total, number, each)]
    whole, many, single = sizes
    if whole is None or many is None or single is None:
        return
    verdict = fit(many.times(single), whole)
    inputs = (each.fact, number.fact)
    amount = (each.figure.quantity.value or Decimal(0)) * (number.figure.quantity.value or Decimal(0))
    result = computed(inputs, amount, f"{operand(number.fact)} × {operand(each.fact)}", kind=total.figure.kind)
    told = tell(
        N_("%(number)s times %(each)s is %(product)s; the total is given as %(total)s: %(verdict)s."),
        number=value(number.fact),
        each=value(each.fact),
        product=value(result),
        total=value(total.fact),
        verdict=conclusion(verdict, alone=True),
    )
    facts = (total.fact, *inputs)
    yield checked(CheckKind.PARTS, verdict, (*facts, result), passages(*facts), told)


def _daily(total: Entry, each: Entry) -> Iterator[Check]:
    """An average a day must not need more days than there are; with fewer it may leave out those without any."""
    period, whole, single = total.figure.period, reach(total.figure.quantity), reach(each.figure.quantity)
    alike = total.figure.quantity.unit == each.figure.quantity.unit or each.figure.quantity.unit is None
    if period is None or whole is None or single is None or not alike or total.figure.kind not in AMOUNTS:
        return
    have, needed = Decimal(days(period)), whole.over(single)
    exactly = Reach(Interval(have, have), Interval(have, have))
    verdict = fit(needed, exactly)
    if verdict is Verdict.WRONG and needed.loose.low <= have:
        return
    inputs = (total.fact, each.fact)
    amount = (total.figure.quantity.value or Decimal(0)) / (each.figure.quantity.value or Decimal(1))
    result = computed(inputs, amount, f"{operand(inputs[0])} ÷ {operand(inputs[1])}", unit=DAY)
    made = tell(
        N_("%(total)s at %(each)s a day make %(days)s"),
        total=value(inputs[0]),
        each=value(inputs[1]),
        days=value(result),
    )
    if verdict is Verdict.WRONG:
        made = tell(N_("%(days)s, more than %(time)s has"), days=made, time=period)
    told = tell(N_("%(said)s: %(verdict)s."), said=made, verdict=conclusion(verdict, alone=True))
    yield checked(CheckKind.PARTS, verdict, (*inputs, result), passages(*inputs), told)
