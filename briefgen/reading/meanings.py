"""What expressions of the calendar mean: days, months, quarters, years and parts of them.

Each function takes what stands in the slots of its rule and gives a `Meaning`. `relative.py` has those that count
from the day of publication or from another period.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeAlias

from msgspec import Struct

from briefgen.model import Period
from briefgen.reading import days

QUARTERS = 4
HALVES = 2
GRACE = 14
"""Days ahead of publication that a day without a year may lie without a verb of the future: previews say "the summit
on 27 October", and hardly a report speaks of a day almost a year ago without its year."""
PIVOT = 69
"""Two-digit years above it belong to the 1900s (the rule of POSIX's strptime)."""

ACCOUNTS = "accounts:"
"""Sets the occasion of "during the quarter" apart from visits."""
THAT_YEAR = "year:"
"""The occasion of a year that the sentences in front name."""

Builder: TypeAlias = Callable[[int], Period | None]
Values: TypeAlias = Mapping[str, str]


class Role(Enum):
    """What an expression is for what stands around it."""

    AT = "at"
    """The time itself: in 2024."""
    DEADLINE = "deadline"
    """By then at the latest."""
    BEFORE = "before"
    """Before it begins."""
    SINCE = "since"
    """From then until now."""
    FROM = "from"
    """From then on; or, behind a change, what it is measured against."""
    AFTER = "after"
    """Later than it: a time without an end."""
    TO = "to"
    """Behind "to": the end of something."""
    BASE = "base"
    """What a change is measured against: a year earlier."""
    OCCASION = "occasion"
    """A time that the document gives elsewhere: during the visit."""


class Now(Struct, frozen=True, gc=False):
    """Where the sentence speaks from."""

    published: dt.date | None
    """The day of publication."""
    future: Callable[[], bool]
    """Tells whether the clause speaks of what lies ahead; only a time without its year asks."""
    words: Mapping[str, Mapping[str, Any]]
    """The word lists of the language."""
    fiscal: int | None = None
    """The month that the document's fiscal year begins with, where it is known."""
    southern: bool = False
    """Whether the document is from south of the equator, as far as its money tells."""

    def number(self, word: str) -> int:
        """The value of digits or of a number word."""
        plain = fold(word)
        return int(plain) if plain.isdigit() else int(self.words["numbers"][plain])

    def ordinal(self, word: str) -> int:
        """1 for "first", -1 for "last"."""
        return int(self.words["ordinals"][fold(word)])

    def month(self, word: str) -> int:
        """1 for January."""
        return int(self.words["months"][fold(word)])

    def step(self, word: str) -> int:
        """-1 for "last", 0 for "this", 1 for "next"."""
        return next(int(value) for key, value in self.words["which"].items() if key in fold(word).split())

    def length(self, word: str) -> int:
        """The months of a "half-year"."""
        return int(self.words["lengths"][fold(word).replace("-", " ")])

    def part(self, word: str) -> str:
        """One of "early", "mid", "late", "start" and "end"."""
        return str(self.words["parts"][fold(word)])


class Meaning(Struct, frozen=True, gc=False):
    """What an expression says, before the words in front of it are weighed."""

    period: Period | None = None
    """The days, as far as they are known."""
    role: Role | None = None
    """Set where the expression itself decides it."""
    vague: bool = False
    """A time, but no date."""
    absolute: bool = False
    """The text itself gives the year."""
    by_year: Builder | None = None
    """For an expression without a year: the period in a given one."""
    shift: int = 0
    """For a base: how many months before the period that is compared."""
    occasion: str | None = None
    """For an occasion: "visit"."""


def fold(word: str) -> str:
    """A word as the tables have it."""
    return " ".join(word.casefold().split())


def full_year(short: str) -> int:
    """The year of two digits."""
    number = int(short)
    return number + (1900 if number > PIVOT else 2000)


def year_in(values: Values, now: Now, number: str = "") -> tuple[int | None, bool]:
    """The year that an expression names, and whether it names one at all.

    "The same year" names one that the expression does not tell.
    """
    if (digits := values.get(f"year{number}")) is not None:
        return int(digits), True
    if (short := values.get(f"short{number}")) is not None:
        return full_year(short), True
    if (relative := values.get(f"relative{number}")) is None:
        return None, False
    first = next((word for word in fold(relative).split() if word not in now.words["articles"]), "")
    step = now.words["years"].get(first)
    if now.published is None or step is None:
        return None, True
    return now.published.year + int(step), True


def of_year(values: Values, now: Now, build: Builder, grace: int = 0) -> Meaning:
    """The period that `build` gives in the named year, or in the nearest one that fits where none is named."""
    for number in ("", "2"):
        year, named = year_in(values, now, number)
        if named:
            built = None if year is None else build(year)
            return Meaning(built, absolute=f"year{number}" in values or f"short{number}" in values)
    return Meaning(nearest(build, now, grace), by_year=build)


def nearest(build: Builder, now: Now, grace: int = 0) -> Period | None:
    """The latest such period that has begun by the day of publication; the next one where the clause looks ahead."""
    if now.published is None:
        return None
    this = build(now.published.year)
    if now.future():
        return this if this and this.end >= now.published else build(now.published.year + 1)
    latest = days.shift_days(now.published, grace) or now.published
    return this if this and this.start <= latest else build(now.published.year - 1)


def iso_day(values: Values, now: Now) -> Meaning | None:
    """2025-10-24."""
    del now
    date = days.day(int(values["year"]), int(values["mm"]), int(values["dd"]))
    return Meaning(days.period(date, date), absolute=True) if date else None


def numeric_day(values: Values, now: Now) -> Meaning | None:
    """24.10.2025; with a slash only where day and month cannot be mixed up."""
    del now
    first, second, year = (int(part) for part in values["numbers"].split(values["mark"]))
    if values["mark"] == "/" and second > days.MONTHS:
        first, second = second, first
    elif values["mark"] == "/" and first <= days.MONTHS and first != second:
        return Meaning()
    date = days.day(year, second, first)
    return Meaning(days.period(date, date), absolute=True) if date else None


def days_of(values: Values, now: Now) -> Meaning | None:
    """October 20–21; 24 Oct 2025; 28 September to 3 October."""
    first_month = now.month(values["month"])
    last_month = now.month(values["month2"]) if "month2" in values else first_month
    first = int(values["day"])
    last = int(values.get("day2", values["day"]))

    def build(year: int) -> Period | None:
        begin = year - 1 if last_month < first_month else year
        return days.period(days.day(begin, first_month, first), days.day(year, last_month, last))

    begun, ended = (year_in(values, now, number) for number in ("", "2"))
    if "month2" in values and begun[1] and begun[0] is not None:  # "1 July 2025 to 30 June 2026"
        end = ended[0] if ended[1] and ended[0] is not None else begun[0] + (last_month < first_month)
        both = days.period(days.day(begun[0], first_month, first), days.day(end, last_month, last))
        return Meaning(both, absolute="year" in values or "short" in values)
    # 29 February exists only in some years; 2000 and 2004 have every day that there is.
    if build(2004) is None:
        return None
    return of_year(values, now, build, GRACE)


def months_to(values: Values, now: Now) -> Meaning | None:
    """The twelve months to June 2025; the year ended 31 March."""
    unit = values.get("unit")
    length = now.number(values["count"]) if unit is None else now.length(unit)
    month = now.month(values["month"])

    def build(year: int) -> Period | None:
        end = days.month(year, month)
        start = days.shift_months(end.start, 1 - length) if end else None
        return days.period(start, end.end) if end else None

    return of_year(values, now, build)


def weeks_to(values: Values, now: Now) -> Meaning | None:
    """The 26 weeks to 29 March: retailers account for whole weeks."""
    length = now.number(values["count"]) * 7
    month, number = now.month(values["month"]), int(values["day"])

    def build(year: int) -> Period | None:
        end = days.day(year, month, number)
        return days.period(days.shift_days(end, 1 - length), end) if end else None

    return of_year(values, now, build)


def months_of(values: Values, now: Now) -> Meaning | None:
    """January–October 2024; between November 2023 and March 2024; October."""
    first = now.month(values["month"])
    last = now.month(values.get("month2", values["month"]))
    if "month2" in values and "year" in values and "year2" in values:
        one, other = days.month(int(values["year"]), first), days.month(int(values["year2"]), last)
        return Meaning(days.period(one.start, other.end) if one and other else None, absolute=True)

    def build(year: int) -> Period | None:
        begin, end = days.month(year - 1 if last < first else year, first), days.month(year, last)
        return days.period(begin.start, end.end) if begin and end else None

    return of_year(values, now, build)


def year_to_month(values: Values, now: Now) -> Meaning | None:
    """Between 2022 and June 2025: from the first day of the year to the last one of the month."""
    first, last = days.year(int(values["year"])), days.month(int(values["year2"]), now.month(values["month"]))
    return Meaning(days.period(first.start, last.end) if first and last else None, absolute=True)


def quarter(values: Values, now: Now) -> Meaning | None:
    """The second quarter of 2026; Q2; 2Q25."""
    return of_year(values, now, fraction(values, now, QUARTERS))


def half(values: Values, now: Now) -> Meaning | None:
    """H1; the second half of next year."""
    return of_year(values, now, fraction(values, now, HALVES))


def fraction(values: Values, now: Now, parts: int) -> Builder:
    """The builder of a quarter or half; "the last quarter of" is the fourth."""
    digit = values.get("digit") or values.get("digit2")
    number = int(digit) if digit else now.ordinal(values["ordinal"])
    index = parts if number < 0 else number
    size = days.MONTHS // parts
    return lambda year: days.months(year, (index - 1) * size + 1, index * size)


def quarters(values: Values, now: Now) -> Meaning | None:
    """Q1–Q3 2025."""
    first, last = int(values["digit"]), int(values["digit2"])
    return of_year(values, now, lambda year: days.months(year, first * 3 - 2, last * 3))


def counted_months(values: Values, now: Now) -> Meaning | None:
    """The first nine months of 2024; nine months of 2024; 9M 2024; the last three months of 2024."""
    number = now.number(values["count"])
    order = now.ordinal(values["ordinal"]) if "ordinal" in values else 1
    if not 1 <= number <= days.MONTHS or abs(order) != 1:
        return Meaning(vague=True)
    if order < 0:
        return of_year(values, now, lambda year: days.months(year, days.MONTHS + 1 - number, days.MONTHS))
    return of_year(values, now, lambda year: days.months(year, 1, number))


def counted_quarters(values: Values, now: Now) -> Meaning | None:
    """The first three quarters of 2025."""
    count = 3 * now.number(values["count"])
    return counted_months({**values, "count": str(count)}, now) if count <= days.MONTHS else Meaning(vague=True)


def months_through(values: Values, now: Now) -> Meaning | None:
    """Up 6% through October: from January on; ahead of us, the end of a term."""
    if now.future():
        return months_of(values, now)
    last = now.month(values["month"])
    return of_year(values, now, lambda year: days.months(year, 1, last))


def first_days(values: Values, now: Now) -> Meaning | None:
    """The first ten days of January."""
    number, order = now.number(values["count"]), now.ordinal(values["ordinal"])
    month = now.month(values["month"])
    if order != 1:
        return Meaning(vague=True)

    def built(year: int) -> Period | None:
        return days.period(days.day(year, month, 1), days.day(year, month, number))

    return of_year(values, now, built)


def whole_year(values: Values, now: Now) -> Meaning | None:
    """For the year as a whole, in a forecast: this year. In accounts the days stay open."""
    del values
    return Meaning(days.year(now.published.year) if now.future() and now.published else None)


def year(values: Values, now: Now) -> Meaning | None:
    """2024; last year."""
    return of_year(values, now, days.year)


def years(values: Values, now: Now) -> Meaning | None:
    """2022–2026; 2022–26; between 2020 and 2024. Backwards it is no range. A fiscal year, where the money tells it."""
    first = int(values["year"])
    last = int(values["year2"]) if "year2" in values else first - first % 100 + int(values["short"])
    if last <= first:
        return None
    if now.fiscal and "short" in values and last == first + 1:
        return Meaning(days.months_from(first, now.fiscal, days.MONTHS), absolute=True)
    return Meaning(days.years(first, last), absolute=True)


def which_fiscal(values: Values, now: Now) -> Meaning | None:
    """The next financial year, of a document whose country is known by its money; elsewhere its days stay open."""
    if now.published is None or now.fiscal is None or values.keys() & {"ordinal"}:
        return Meaning()
    begun = now.published.year - (now.published.month < now.fiscal)
    return Meaning(days.months_from(begun + now.step(values["which"]), now.fiscal, days.MONTHS))


def fiscal(values: Values, now: Now) -> Meaning | None:
    """Fiscal year 2024; FY2024/25.

    Where a fiscal year begins differs by country and company and is seldom said. One year is taken as that calendar
    year, the most common case; two years as both, which surely hold it. Where the document's money tells the country,
    "2024/25" is that fiscal year, and "FY25" the one that ends in 2025.
    """
    first, named = year_in(values, now)
    if "short3" in values:
        first, named = full_year(values["short3"]), True
    if not named or first is None:
        return Meaning()
    if now.fiscal and not values.keys() & {"year2", "short"}:
        return Meaning(days.months_from(first - 1, now.fiscal, days.MONTHS), absolute=True)
    last = first
    if "year2" in values:
        last = int(values["year2"])
    elif "short" in values and ("year" in values or "short3" in values):
        first = int(values["year"]) if "year" in values else first
        last = first - first % 100 + int(values["short"])
    if now.fiscal and last == first + 1:
        return Meaning(days.months_from(first, now.fiscal, days.MONTHS), absolute=True)
    return Meaning(days.years(first, last), absolute=True)


def decade(values: Values, now: Now) -> Meaning | None:
    """The 1990s."""
    del now
    first = int(values["decade"])
    return Meaning(days.years(first, first + 9), absolute=True)


def part_of_year(values: Values, now: Now) -> Meaning | None:
    """Early 2027; mid-next year; the end of 2028."""
    part = now.part(values["part"])
    return of_year(values, now, lambda number: part_of(days.year(number), part))


def part_of_month(values: Values, now: Now) -> Meaning | None:
    """Late October; the end of May 2026."""
    part, month = now.part(values["part"]), now.month(values["month"])
    return of_year(values, now, lambda number: part_of(days.month(number, month), part))


def part_of_quarter(values: Values, now: Now) -> Meaning | None:
    """The end of the first quarter of 2026."""
    halved = "unit" in values and now.length(values["unit"]) == days.MONTHS // HALVES
    build, part = fraction(values, now, HALVES if halved else QUARTERS), now.part(values["part"])
    return of_year(values, now, lambda number: part_of(build(number), part))


def part_of_decade(values: Values, now: Now) -> Meaning | None:
    """The late 1990s."""
    first, part = int(values["decade"]), now.part(values["part"])
    ranges = {"early": (0, 3), "start": (0, 3), "mid": (4, 6), "late": (6, 9), "end": (9, 9)}
    low, high = ranges[part]
    return Meaning(days.years(first + low, first + high), absolute=True)


def year_end(values: Values, now: Now) -> Meaning | None:
    """Year-end; year-end 2026."""

    def build(number: int) -> Period | None:
        return part_of(days.year(number), "end")

    if year_in(values, now)[1]:
        return of_year(values, now, build)
    this = None if now.published is None else build(now.published.year)
    return Meaning(this, by_year=build)


def part_of(whole: Period | None, part: str) -> Period | None:
    """A part of a period: its last day for "end", its first for "start", else about a third of it.

    The middle of a year is June and July, as analysts use it.
    """
    if whole is None:
        return None
    if part in {"start", "end"}:
        edge = whole.start if part == "start" else whole.end
        return Period(edge, edge)
    if (length := days.length_in_months(whole)) == days.MONTHS:
        first, last = {"early": (1, 4), "mid": (6, 7), "late": (9, 12)}[part]
        return days.months(whole.start.year, first, last)
    if length == 1:
        first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, whole.end.day)}[part]
        return Period(whole.start.replace(day=first), whole.start.replace(day=last))
    return whole
