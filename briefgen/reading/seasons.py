"""What a season means: "the summer of 2024", "last winter", "the winter of 2023-24".

A season has the months that weather services give it (WMO, "International Meteorological Vocabulary": the northern
summer is June to August), three whole ones. South of the equator, and where a winter may be one of two, its days stay
open: a year would be too much, and would stand against the figure of the year.
"""

from __future__ import annotations

from briefgen.model import Period
from briefgen.reading import days
from briefgen.reading.meanings import Meaning, Now, Values, fold, full_year, year_in

LENGTH = 3
"""Months of a season."""


def season(values: Values, now: Now) -> Meaning | None:
    """Summer 2024; this summer; the winter of 2023-24. Without a year, and no day to count from, it is vague."""
    first = int(now.words["seasons"][fold(values.get("season") or values["season2"])])
    year, named = year_in(values, now)
    if named and (year is None or now.southern):
        return Meaning()
    if year is not None:
        return of_named(values, year, first)
    if "which" not in values:
        return Meaning(vague=True)
    return Meaning(None if now.southern else beside(now, values["which"], first))


def of_named(values: Values, year: int, first: int) -> Meaning:
    """The season of a year. One that turns the year needs two: "winter 2024" begins or ends in it."""
    turns = first + LENGTH - 1 > days.MONTHS
    last = int(values["year2"]) if "year2" in values else None
    if "short" in values:
        last = full_year(values["short"])
    if last is None:
        return Meaning(None if turns else days.months_from(year, first, LENGTH), absolute=True)
    fits = turns and last == year + 1
    return Meaning(days.months_from(year, first, LENGTH) if fits else days.years(year, last), absolute=True)


def beside(now: Now, which: str, first: int) -> Period | None:
    """Last summer, this one, the next one: from the day of publication, the season that it lies in being this one.

    Between two seasons "this summer" is the one of the same year; "this winter" of a summer is the one to come.
    """
    if now.published is None:
        return None
    step = now.step(which)
    around = [days.months_from(year, first, LENGTH) for year in range(now.published.year - 2, now.published.year + 3)]
    known = [one for one in around if one is not None]
    if step < 0:
        return max((one for one in known if one.end < now.published), key=lambda one: one.end, default=None)
    if step > 0:
        return min((one for one in known if one.start > now.published), key=lambda one: one.start, default=None)
    current = next((one for one in known if one.start <= now.published <= one.end), None)
    return current or next((one for one in known if one.start.year == now.published.year), None)
