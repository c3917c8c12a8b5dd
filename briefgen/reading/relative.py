"""What expressions mean that count from the day of publication, or from another period.

Without a day of publication they stay open. What the document gives elsewhere ("during the visit", "a year earlier")
is left to `timing.py`, which sees the sentences around.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeAlias

from briefgen.model import Period
from briefgen.reading import days, meanings, seasons
from briefgen.reading.meanings import Meaning, Now, Role, Values, fold, year_in

Resolver: TypeAlias = Callable[[Values, Now], Meaning | None]

WEEK = 7
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
FEW_YEARS = 9
"""From ten years on "ago" is a round number, not a year."""


def unit_in(values: Values, now: Now) -> str:
    """The unit in the singular: "year"."""
    return str(now.words["units"][fold(values["unit"])])


def later(date: dt.date, number: int, unit: str) -> dt.date | None:
    """The day so many units later."""
    if unit == "day":
        return days.shift_days(date, number)
    if unit == "week":
        return days.shift_days(date, number * WEEK)
    return days.shift_months(date, number * MONTHS_IN[unit])


def around(date: dt.date, unit: str) -> Period | None:
    """The day, week, month, quarter, year, decade or century that a day lies in."""
    if unit == "day":
        return Period(date, date)
    if unit == "week":
        return days.week(date)
    if unit == "month":
        return days.month(date.year, date.month)
    if unit == "quarter":
        first = (date.month - 1) // 3 * 3 + 1
        return days.months(date.year, first, first + 2)
    size = MONTHS_IN[unit] // days.MONTHS
    first = max(date.year - date.year % size, dt.MINYEAR)
    return days.years(first, date.year - date.year % size + size - 1)


def which_unit(values: Values, now: Now) -> Meaning | None:
    """Last month, this week, next quarter, the past year."""
    unit, step = unit_in(values, now), now.step(values["which"])
    if now.published is None:
        return Meaning()
    date = later(now.published, step, unit)
    return Meaning(around(date, unit) if date else None)


def which_month(values: Values, now: Now) -> Meaning | None:
    """Last August; this May; next March."""
    step, number = now.step(values["which"]), now.month(values["month"])
    if step == 0:
        return Meaning(days.month(now.published.year, number) if now.published else None)
    ahead = Now(now.published, lambda: step > 0, now.words)
    return Meaning(meanings.nearest(lambda year: days.month(year, number), ahead))


def weekday(values: Values, now: Now) -> Meaning | None:
    """On Monday: the last one, the day of publication included; the next one where the clause looks ahead."""
    if now.published is None:
        return Meaning()
    wanted = int(now.words["weekdays"][fold(values["weekday"])]) - 1
    step = now.step(values["which"]) if "which" in values else 0
    ahead = step > 0 or (step == 0 and now.future())
    distance = (wanted - now.published.weekday()) % WEEK
    if not ahead:
        distance = distance - WEEK if distance else 0
    if step and not distance:
        distance = step * WEEK
    date = days.shift_days(now.published, distance)
    return Meaning(days.period(date, date))


def word_day(values: Values, now: Now) -> Meaning | None:
    """Yesterday, today, tomorrow."""
    date = now.published and days.shift_days(now.published, int(now.words["days"][fold(values["word"])]))
    return Meaning(days.period(date, date) if date else None)


def part_of_unit(values: Values, now: Now) -> Meaning | None:
    """Earlier this year: from its first day until publication; later this year: from there to its end."""
    unit, part = unit_in(values, now), fold(values["part"])
    if now.published is None:
        return Meaning()
    step = now.step(values["which"]) if "which" in values else 0
    date = later(now.published, step, unit)
    whole = around(date, unit) if date else None
    side = now.words["sides"].get(part)
    if whole is None or side is None:
        known = whole and (now.part(part) in {"start", "end"} or unit == "month")
        return Meaning(meanings.part_of(whole, now.part(part)) if known else whole)
    return Meaning(Period(whole.start, now.published) if int(side) < 0 else Period(now.published, whole.end))


def end_of_unit(values: Values, now: Now) -> Meaning | None:
    """The end of the month; the end of next week."""
    unit = unit_in(values, now)
    step = now.step(values["which"]) if "which" in values else 0
    date = now.published and later(now.published, step, unit)
    return Meaning(meanings.part_of(around(date, unit), "end") if date else None)


def end_of_age(values: Values, now: Now) -> Meaning | None:
    """The end of the decade: 2029 in the 2020s; the end of the century: 2099."""
    whole = around(now.published, unit_in(values, now)) if now.published else None
    return Meaning(days.year(whole.end.year) if whole else None)


def to_date(values: Values, now: Now) -> Meaning | None:
    """So far this year; since the start of the year; 2025 to date: until the day of publication."""
    if now.published is None:
        return Meaning()
    unit = unit_in(values, now) if "unit" in values else "year"
    whole = around(now.published, unit)
    for number in ("", "2"):
        year, named = year_in(values, now, number)
        whole = days.year(year) if named and year is not None else whole
    if whole is None or whole.start > now.published:
        return Meaning()
    return Meaning(Period(whole.start, min(now.published, whole.end)))


def span_back(values: Values, now: Now) -> Meaning | None:
    """The past five years: until the day of publication; "the previous 12 months" may be those before others."""
    unit, number = unit_in(values, now), now.number(values["count"])
    shift = number * MONTHS_IN.get(unit, 0) if "other" in values else 0
    if now.published is None:
        return Meaning(shift=shift)
    return Meaning(days.period(later(now.published, -number, unit), now.published), shift=shift)


def span_ahead(values: Values, now: Now) -> Meaning | None:
    """The next decade; within five years: from the day of publication, and over at its end at the latest."""
    if now.published is None:
        return Meaning(role=Role.DEADLINE)
    number = now.number(values["count"]) if "count" in values else 1
    end = later(now.published, number, unit_in(values, now))
    return Meaning(days.period(now.published, end), role=Role.DEADLINE)


def ahead(values: Values, now: Now) -> Meaning | None:
    """In two years' time: that year."""
    return counted(values, now, 1)


def ago(values: Values, now: Now) -> Meaning | None:
    """Three years ago: that year; two weeks ago: that week. Ten years or more are a round number, and vague.

    "A year ago" is also what a change is measured against; `timing.py` sees which by the words in front of it.
    """
    unit = unit_in(values, now)
    number = now.number(values["count"])
    meaning = counted(values, now, -1)
    shift = number * MONTHS_IN[unit] if unit in MONTHS_IN else 0
    return Meaning(meaning.period, vague=meaning.vague, shift=shift)


def counted(values: Values, now: Now, sign: int) -> Meaning:
    """The unit so many units from the day of publication."""
    unit, number = unit_in(values, now), now.number(values["count"])
    if unit in {"decade", "century"} or (unit == "year" and number > FEW_YEARS):
        return Meaning(vague=True)
    date = later(now.published, sign * number, unit) if now.published else None
    return Meaning(around(date, unit) if date else None)


def same_period(values: Values, now: Now) -> Meaning | None:
    """The same period last year; the corresponding months of 2023: the months that are compared, in that year."""
    year, named = year_in(values, now)
    if named and year is not None and "year" in values:
        return Meaning(days.year(year), role=Role.BASE, shift=12, absolute=True)
    return Meaning(role=Role.BASE, shift=12)


def earlier(values: Values, now: Now) -> Meaning | None:
    """A year earlier; the previous quarter; year-on-year; m/m."""
    unit = str(now.words["letters"][fold(values["letter"])]) if "letter" in values else unit_in(values, now)
    number = now.number(values["count"]) if "count" in values else 1
    return Meaning(role=Role.BASE, shift=number * MONTHS_IN.get(unit, 0))


def now_levels(values: Values, now: Now) -> Meaning | None:
    """Current levels: those of the year of publication."""
    del values
    return Meaning(days.year(now.published.year) if now.published else None, role=Role.BASE)


def year_levels(values: Values, now: Now) -> Meaning | None:
    """Below 1990 levels."""
    del now
    return Meaning(days.year(int(values["year"])), role=Role.BASE, absolute=True)


def target_year(values: Values, now: Now) -> Meaning | None:
    """The 2030 target: the year by which it is to be met."""
    del now
    return Meaning(days.year(int(values["year"])), role=Role.DEADLINE, absolute=True)


def before_last(values: Values, now: Now) -> Meaning | None:
    """The year before last."""
    unit = unit_in(values, now)
    date = later(now.published, -2, unit) if now.published else None
    return Meaning(around(date, unit) if date else None)


def around_occasion(values: Values, now: Now) -> Meaning | None:
    """A week before the summit: a time that hangs on a date elsewhere, and is seldom exact."""
    del values, now
    return Meaning()


def at_occasion(values: Values, now: Now) -> Meaning | None:
    """During the visit: the days that the document gives for the visit."""
    del now
    return Meaning(role=Role.OCCASION, occasion=fold(values["occasion"]))


def that_year(values: Values, now: Now) -> Meaning | None:
    """In that year: the one that the sentences in front name."""
    del values, now
    return Meaning(role=Role.OCCASION, occasion=meanings.THAT_YEAR)


def of_accounts(values: Values, now: Now) -> Meaning | None:
    """During the quarter: the one that the document accounts for."""
    return Meaning(role=Role.OCCASION, occasion=f"{meanings.ACCOUNTS}{now.length(values['accounts'])}")


def vague(values: Values, now: Now) -> Meaning | None:
    """Recent years; the near term; for three decades: a time, but no date."""
    del values, now
    return Meaning(vague=True)


def unresolved(values: Values, now: Now) -> Meaning | None:
    """The second fiscal quarter: a time that the text does not tie to the calendar."""
    del values, now
    return Meaning()


def name(values: Values, now: Now) -> Meaning | None:
    """Vision 2030; Good Friday: a name, no time."""
    del values, now
    return None


RESOLVERS: dict[str, Resolver] = {
    "iso_day": meanings.iso_day,
    "numeric_day": meanings.numeric_day,
    "days": meanings.days_of,
    "months_to": meanings.months_to,
    "weeks_to": meanings.weeks_to,
    "months": meanings.months_of,
    "year_to_month": meanings.year_to_month,
    "month": meanings.months_of,
    "counted_quarters": meanings.counted_quarters,
    "months_through": meanings.months_through,
    "first_days": meanings.first_days,
    "whole_year": meanings.whole_year,
    "before_last": before_last,
    "quarter": meanings.quarter,
    "quarters": meanings.quarters,
    "half": meanings.half,
    "counted_months": meanings.counted_months,
    "year": meanings.year,
    "years": meanings.years,
    "fiscal": meanings.fiscal,
    "decade": meanings.decade,
    "part_of_year": meanings.part_of_year,
    "part_of_month": meanings.part_of_month,
    "part_of_quarter": meanings.part_of_quarter,
    "part_of_decade": meanings.part_of_decade,
    "year_end": meanings.year_end,
    "which_unit": which_unit,
    "which_month": which_month,
    "weekday": weekday,
    "word_day": word_day,
    "part_of_unit": part_of_unit,
    "end_of_unit": end_of_unit,
    "end_of_age": end_of_age,
    "to_date": to_date,
    "span_back": span_back,
    "span_ahead": span_ahead,
    "ahead": ahead,
    "ago": ago,
    "same_period": same_period,
    "earlier": earlier,
    "now_levels": now_levels,
    "year_levels": year_levels,
    "target_year": target_year,
    "season": seasons.season,
    "around_occasion": around_occasion,
    "at_occasion": at_occasion,
    "that_year": that_year,
    "accounts": of_accounts,
    "vague": vague,
    "open": unresolved,
    "which_fiscal": meanings.which_fiscal,
    "name": name,
}
"""The meanings that a rule of the table may name."""
