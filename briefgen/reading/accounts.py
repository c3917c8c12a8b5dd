"""The period that a story on results or statistics accounts for, said once and meant by the figures that follow.

"Profit rose to 12 million in the quarter ended 30 June" names it by its last day. From there on "during the quarter" is
that quarter, and "for the half-year" are the six months with the same end. A later sentence that names no time takes
it where it tells of what flows ("revenue", "exports") and of nothing that has a day of its own ("debt", "shares"). It
ends with the first sentence that names another time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import Document, Period, Span
from briefgen.reading import days
from briefgen.reading.meanings import ACCOUNTS, Role
from briefgen.reading.parts import Line
from briefgen.reading.periods import Expression
from briefgen.reading.scenes import Words

QUARTER = 3
LENGTHS = {QUARTER: (80, 100), 6: (170, 190), 9: (265, 280), 10: (300, 310), 11: (330, 340), 12: (360, 372)}
"""Days, from and to, that a period of accounts of so many months has: weeks of retailers among them."""
LONGEST = 372
"""Days of the longest period of accounts: a year, or 53 weeks."""
LONGER = frozenset({6, 9})
"""Months of periods that are told from a quarter with the same end."""
SHORTEST = 28
"""Days of the shortest period of accounts in whole weeks: four."""


KEPT = 4
"""Periods of accounts that a story speaks of in turn."""


class Accounts(Struct, frozen=True):
    """What is known after a sentence."""

    periods: tuple[Period, ...] = ()
    """The last periods of accounts that were named, the latest first."""
    block: int = -1
    """The paragraph that named it."""
    goes_on: bool = False
    """No other time has been named since."""
    main: Period | None = None
    """The first one: what the story as a whole accounts for."""
    apart: int = -1
    """The last paragraph that named another time."""


def after(known: Accounts, document: Document, line: Line, times: Sequence[Expression], words: Words) -> Accounts:
    """What is known after a sentence with these times."""
    if not times:
        return known
    named = next((one.period for one in times if of_results(one, document.published)), None)
    if named is not None and words.flowing.search(document.text, line.span.start, line.span.end):
        others = tuple(one for one in known.periods if one != named)
        main = known.main or named
        apart = known.apart if named == main else line.block
        return Accounts((named, *others)[:KEPT], line.block, goes_on=True, main=main, apart=apart)
    other = any(one.period for one in times)
    resolved = all(one.period in known.periods[:1] for one in times if one.period)
    kept = not other or resolved
    return replace(known, goes_on=known.goes_on and kept, apart=known.apart if kept else line.block)


def of_results(one: Expression, published: dt.date | None) -> bool:
    """Whether an expression is a period of accounts that is over: no forecast, and not what another is held against."""
    over = one.period is not None and (published is None or one.period.end <= published)
    over = over and one.period is not None and (one.period.end - one.period.start).days <= LONGEST
    return one.accounts and over and one.role is Role.AT and not one.compared


def resolved(one: Expression, known: Accounts) -> Expression | None:
    """The expression; "during the quarter" with the days of the accounts, and None where they give none."""
    if one.occasion is None or not one.occasion.startswith(ACCOUNTS):
        return one
    months = int(one.occasion.removeprefix(ACCOUNTS))
    period = next((found for each in known.periods if (found := meant(months, each))), None)
    return None if period is None else Expression(one.span, one.core, Role.AT, period)


def meant(months: int, period: Period) -> Period | None:
    """The days of a quarter, half or year that ends with the period of the accounts."""
    if not months:
        return period
    length = (period.end - period.start).days + 1
    low, high = LENGTHS.get(months, (0, 0))
    if low <= length <= high:
        return period
    low, high = LENGTHS[QUARTER]
    first = days.shift_months(period.start, QUARTER - months) if months in LONGER and low <= length <= high else None
    return days.period(first, period.end) if first and days.length_in_months(period) else None


def carried_to(known: Accounts, text: str, line: Line, times: Sequence[Expression], words: Words) -> Expression | None:
    """The period of the accounts, for a sentence that tells of the past and names no time but what it compares with.

    In the paragraph that names it, whatever happened is of that period; further on, what flows. A paragraph behind one
    that told of another time goes back to what the story as a whole accounts for.
    """
    if times or not (known.goes_on or (known.main and known.apart != line.block)):
        return None
    period = known.periods[0] if known.goes_on else known.main
    span = line.span
    flows = words.flowing if known.goes_on else words.flows
    near = known.goes_on and line.block == known.block
    if not near and flows.search(text, span.start, span.end) is None:
        return None
    if words.stocks.search(text, span.start, span.end) or words.present.search(text, span.start, span.end):
        return None
    here = Span(span.start, span.start + 1)
    return Expression(here, here, Role.AT, period)


def shifted_weeks(period: Period, months: int) -> Period | None:
    """A period of whole weeks some years before: 52 weeks to each, as the years of retailers have."""
    start, end = (days.shift_days(date, -months // 12 * 52 * 7) for date in (period.start, period.end))
    return days.period(start, end)


def is_of_weeks(period: Period, months: int) -> bool:
    """Whether a period is one of whole weeks, four or more, that is to be compared with another year's."""
    length = (period.end - period.start).days + 1
    return months % 12 == 0 and length >= SHORTEST and length % 7 == 0 and days.length_in_months(period) is None
