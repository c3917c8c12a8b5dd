"""Expressions of time in a sentence, resolved against the day of publication.

The expressions are data (`tables/<language>/periods.toml`), `grammar.py` finds them, `meanings.py` and `relative.py`
say which days they are. What cannot be known stays open: a relative expression in an undated document has a span and
no period.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import Period, Span
from briefgen.reading import days, grammar, relative
from briefgen.reading.grammar import Found, Grammar
from briefgen.reading.meanings import Meaning, Now, Role
from briefgen.reading.parts import DatedSpan

BEFORE = 60
"""Characters in front of an expression that are looked at for "compared with the figure for"."""
AROUND = 300
"""Characters on either side that are looked at for a verb of the future: longer than almost any clause."""
ACCOUNTED = frozenset(
    {
        "months_to",
        "weeks_to",
        "quarter",
        "half",
        "counted_months",
        "counted_quarters",
        "months",
        "quarters",
        "month",
        "fiscal",
        "years",
    }
)
"""Meanings of the periods that news gives accounts of: a quarter, the nine months to September, a month."""
SPEAKING = (Role.DEADLINE, Role.BEFORE, Role.SINCE, Role.FROM, Role.AFTER, Role.TO)
"""Roles whose preposition belongs to the expression."""


class Expression(Struct, frozen=True, gc=False):
    """An expression of time with what is needed to give it to a figure."""

    span: Span
    """With the preposition, where that means something: "by the end of 2028"."""
    core: Span
    """Without it."""
    role: Role
    """What it is for the words around it."""
    period: Period | None
    """The days of the core; None where they are open."""
    vague: bool = False
    """A time, but no date."""
    absolute: bool = False
    """The text itself gives the year."""
    compared: bool = False
    """It stands behind "compared with", "than in": a change is measured against it."""
    shift: int = 0
    """For a base: how many months before the period that is compared."""
    occasion: str | None = None
    """For an occasion: "visit"."""
    accounts: bool = False
    """A period that news gives accounts of: "the quarter ended 30 June", "the first half of 2025"."""
    fiscal: bool = False
    """A fiscal year: where it begins differs by country and company."""
    start: Period | None = None
    """For "since 2015": the period that it begins with."""

    @property
    def deadline(self) -> dt.date | None:
        """The last day that a deadline allows."""
        if self.period is None:
            return None
        if self.role is Role.BEFORE:
            return days.shift_days(self.period.start, -1)
        return self.period.end if self.role is Role.DEADLINE else None

    def dated(self) -> DatedSpan:
        """The expression as the other steps of reading see it."""
        period = None if self.role in (Role.BEFORE, Role.AFTER) else self.period
        return DatedSpan(self.span, period, self.deadline, self.vague, self.absolute and period is not None)


def find(text: str, span: Span, published: dt.date | None, language: str = "en") -> tuple[DatedSpan, ...]:
    """Every expression of time in a sentence, from left to right, without overlaps.

    Args:
        text: The document's text.
        span: The sentence.
        published: The day of publication, or None: then only expressions that name their year have a period.
        language: The tables to use (ISO 639-1).
    """
    land = land_of(text, (span,), language)
    return tuple(expression.dated() for expression in expressions(text, span, published, language, land))


@lru_cache(maxsize=1)
def in_lines(
    text: str, spans: tuple[Span, ...], published: dt.date | None, language: str = "en"
) -> tuple[tuple[Expression, ...], ...]:
    """The expressions of each sentence of the last document, which timing and events both ask for."""
    land = land_of(text, spans, language)
    found = tuple(expressions(text, span, published, language, land) for span in spans)
    own = next((month for one in found if (month := defined_start(text, one)) is not None), land.fiscal)
    if own == land.fiscal:
        return found
    return tuple(expressions(text, span, published, language, replace(land, fiscal=own)) for span in spans)


def defined_start(text: str, found: Sequence[Expression]) -> int | None:
    """The month that a fiscal year begins with, where the text defines it: "2025/26 (1 July 2025 to 30 June 2026)"."""
    for year, days_of_it in pairwise(found):
        period = days_of_it.period
        between = text[year.core.end : days_of_it.core.start].strip()
        if year.fiscal and period and between == "(" and text.startswith(")", days_of_it.core.end):
            return period.start.month if days.length_in_months(period) == days.MONTHS else None
    return None


class Land(Struct, frozen=True):
    """What the money of a document tells of its country."""

    fiscal: int | None = None
    """The month that a fiscal year begins with there."""
    southern: bool = False
    """It lies south of the equator, where summer is in January."""


def land_of(text: str, spans: Sequence[Span], language: str) -> Land:
    """What the money of a document tells of its country."""
    rules = grammar.grammar(language)
    end = spans[-1].end if spans else 0
    month = next((month for hint, month in rules.fiscal if hint.search(text, 0, end)), None)
    return Land(month, rules.southern.search(text, 0, end) is not None)


def expressions(
    text: str, span: Span, published: dt.date | None, language: str = "en", land: Land | None = None
) -> tuple[Expression, ...]:
    """As `find`, with the role of each expression; `land` is what the whole document tells of its country."""
    rules = grammar.grammar(language)
    found = [
        (expression, meaning)
        for place in rules.scan(text, span.start, span.end)
        for expression, meaning in understood(text, span, place, rules, published, land or Land())
    ]
    return tuple(with_year_of_next(text, found, rules))


def understood(  # noqa: PLR0913 - a place in a sentence, and where that speaks from
    text: str, span: Span, place: Found, rules: Grammar, published: dt.date | None, land: Land
) -> list[tuple[Expression, Meaning]]:
    """The expression at a place; none where it is a name or no day of the calendar."""
    if place.rule.means == "which_unit" and "unit" not in place.values:
        place = with_unit(text, span, place, rules)
    now = Now(published, partial(looks_ahead, text, span, place, rules), rules.words, land.fiscal, land.southern)
    meaning = relative.RESOLVERS[place.rule.means](place.values, now)
    if meaning is None:
        return []
    core = Span(place.start, place.end)
    role = meaning.role or (Role(rules.leads[place.lead]) if place.lead else Role.AT)
    before = text[max(span.start, place.start - BEFORE) : place.start]
    if role is Role.AT and rules.since.search(before):
        role = Role.SINCE  # "since it was first seen on 3 March"
    elif role is Role.SINCE and rules.record.search(before):
        role = Role.AFTER  # "the lowest since May": when it was last as low
    if role is Role.FROM and place.values.keys() & {"year2", "month2", "day2", "digit2", "short"}:
        role = Role.AT  # "from 2023 to 2025" is a range
    period = since(meaning.period, published) if role is Role.SINCE else meaning.period
    return [
        (
            Expression(
                span=Span(place.lead_start, place.end) if place.lead and role in SPEAKING else core,
                core=core,
                role=role,
                period=period,
                vague=meaning.vague,
                absolute=meaning.absolute,
                compared=is_base(before, meaning.period, rules),
                shift=meaning.shift,
                occasion=meaning.occasion,
                accounts=place.rule.means in ACCOUNTED,
                fiscal=place.rule.means == "fiscal",
                start=meaning.period if role is Role.SINCE else None,
            ),
            meaning,
        )
    ]


def with_unit(text: str, span: Span, place: Found, rules: Grammar) -> Found:
    """A bare "next" with the unit that was said before it: "3% this year and 2% next"; a name where there was none."""
    known = rules.this_unit.search(text, max(span.start, place.start - BEFORE), place.start)
    if known is None:
        return replace(place, rule=replace(place.rule, means="name"))
    values = {"which": place.values["which"], "unit": known["unit"]}
    return replace(place, values=values)


def is_base(before: str, period: Period | None, rules: Grammar) -> bool:
    """Whether the words in front of an expression make it what a change is measured against."""
    if rules.base.search(before) or rules.base_peak.search(before):
        return True
    months = days.length_in_months(period) if period is not None else None
    if months is not None and rules.base_on.search(before):
        return True
    return months == days.MONTHS and rules.base_year.search(before) is not None


def looks_ahead(text: str, span: Span, place: Found, rules: Grammar) -> bool:
    """Whether the clause around a place speaks of what lies ahead; of no matter where the year is given."""
    if "year" in place.values or rules.spoken.search(text, max(span.start, place.start - BEFORE), place.start):
        return False
    if place.rule.means == "months_to":  # "the year to June" is over, but for guidance of what it will bring
        return rules.future.search(text, max(span.start, place.start - BEFORE), place.start) is not None
    first, last = max(span.start, place.start - AROUND), min(span.end, place.end + AROUND)
    start = max((match.end() for match in rules.clause_end.finditer(text, first, place.start)), default=first)
    ends = (form.search(text, place.end, last) for form in (rules.clause_end, rules.turn))
    end = min((match.start() for match in ends if match), default=last)
    ahead = max((match.end() for match in rules.future.finditer(text, start, place.start)), default=None)
    if rules.past.search(text, start if ahead is None else ahead, place.start):
        return False
    if ahead is not None:
        return True
    past = (form.search(text, max(start, place.start - BEFORE), place.start) for form in (rules.done, rules.from_past))
    if any(past):
        return False
    coming = rules.future.search(text, place.end, end)
    return coming is not None and rules.past.search(text, place.end, coming.start()) is None


def since(start: Period | None, published: dt.date | None) -> Period | None:
    """From the beginning of a period to the day of publication."""
    return days.period(start.start, published) if start else None


def with_year_of_next(text: str, found: list[tuple[Expression, Meaning]], rules: Grammar) -> list[Expression]:
    """The expressions; one without a year has that of a neighbour joined to it: "in March and April 2024"."""
    done: list[Expression] = []
    following: Expression | None = None
    for expression, meaning in reversed(found):
        chosen = expression
        if meaning.by_year and following and following.absolute and following.period:
            between = text[expression.core.end : following.core.start]
            if rules.joined.fullmatch(between):
                chosen = replace(expression, period=meaning.by_year(following.period.start.year), absolute=True)
        done.append(chosen)
        following = chosen
    return done[::-1]
