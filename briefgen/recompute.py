"""What briefgen computed for a brief, worked out again from what its documents say. Each function yields problems."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from briefgen.evidence.arithmetic import recalculate
from briefgen.evidence.arithmetic.computed import round_off, scaled
from briefgen.evidence.arithmetic.formulas import FormulaError, evaluate
from briefgen.evidence.dates import a_year_earlier, years_between
from briefgen.evidence.spelling import spell_amount
from briefgen.finished import Fact
from briefgen.model import Figure, Period, Verdict

TIMED = re.compile(r"“([^”]+)” ((?:in|for|by) (?:\w+ )*?\d{4}(?: up to \d+ \w+)?)")
"""A printed value with the time that a calculation says of it."""
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
ENDINGS = {
    Verdict.RIGHT: re.compile(r": (?:right|the latest pace suffices)\.$"),
    Verdict.ROUGHLY_RIGHT: re.compile(
        r": (?:roughly right|the latest pace does not suffice, an earlier one would|faster than any pace that the "
        r"documents give)\.$"
    ),
    Verdict.WRONG: re.compile(r": (?:.*numbers do not fit each other|more than the .+)\.$"),
    Verdict.IMPLAUSIBLE: re.compile(r": (?:implausible|far beyond any pace that the documents give)\.$"),
    Verdict.UNCHECKABLE: re.compile(r"; no (?:passage|document) gives .+\.$"),
}
"""How the calculation of each verdict ends (`evidence/arithmetic`)."""


def misderived(fact: Fact, figures: Sequence[Figure]) -> Iterator[str]:
    """The formula of a derived fact has its value, from numbers of its figures, and its time is made of theirs.

    `figures` are those that the fact rests on, as read again.
    """
    if not fact.formula:
        yield "is derived, but shows no formula"
        return
    operands = {" ".join(m.surface.split()): scaled(m.values[0], m.unit) for m in fact.mentions if m.values[0]}
    plain = {m.values[0] for m in fact.mentions} | {Decimal(1)}
    try:
        value = evaluate(fact.formula, operands, lambda number: number in plain or number == _years(fact.period))
    except FormulaError as error:
        yield str(error)
        return
    exact = value / scaled(Decimal(1), fact.unit)
    again = exact if fact.values[0] == exact else round_off(exact)
    if fact.values != (again, None) or spell_amount(again, fact.unit) not in fact.surface:
        stated = "no number" if fact.values[0] is None else spell_amount(fact.values[0], fact.unit)
        yield f"{fact.formula} is {spell_amount(again, fact.unit)}, not {stated} (“{fact.surface}”)"
    if fact.period and figures and not _is_made_of(fact.period, fact.formula, figures):
        yield f"{fact.period} has a day that none of its figures has"


def _years(period: str | None) -> Decimal | None:
    """How many years lie between the ends of a period, as formulas of a yearly pace say it."""
    start, _, end = (period or "").partition("/")
    try:
        return years_between(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    except ValueError:
        return None


def _is_made_of(period: str, formula: str, figures: Iterable[Figure]) -> bool:
    """A computed time is one of the figures', a year before one, or leads from one to another as the formula says."""
    read = tuple(figures)
    periods = [period for figure in read for period in (figure.period, figure.base) if period]
    days = {str(day) for one in periods for day in (one.start, one.end)}
    days |= {str(figure.deadline) for figure in read if figure.deadline}
    whole = {spelled for one in periods for spelled in (_spelled(one.start, one.end), _before(one))}
    years = _years(period)
    told = years == 1 or (years is not None and f"÷ {years.normalize():f}" in formula)
    return period in whole or (told and days.issuperset(period.split("/")))


def _spelled(start: dt.date, end: dt.date) -> str:
    """A period as a brief's JSON is read."""
    return f"{start}/{end}"


def _before(period: Period) -> str:
    """The same days of the year before."""
    return _spelled(a_year_earlier(period.start), a_year_earlier(period.end))


def misdated(text: str, facts: Iterable[Fact]) -> Iterator[str]:
    """The year that a calculation says behind a value is one of the fact with this value."""
    times: dict[str, set[str]] = {}
    for fact in facts:
        known = " ".join(time for time in (fact.period, fact.base, fact.deadline) if time)
        times.setdefault(" ".join(fact.surface.split()), set()).update(YEAR.findall(known))
    for match in TIMED.finditer(text):
        surface, time = match.groups()
        if not times.get(surface, set(YEAR.findall(time))).issuperset(YEAR.findall(time)):
            yield f"“{surface}” is not of the time that is told: {time}"


def misjudged(verdict: str, calculation: str, figures: Iterable[Figure]) -> Iterator[str]:
    """A check comes to what its calculation says, and to what the numbers of its sentences make when worked out again.

    `figures` are those of its sentences, as read again. What rests on measures and on other documents (growths, paces)
    is held against the words of the calculation alone.
    """
    told = [known.value for known, ending in ENDINGS.items() if ending.search(calculation)]
    if verdict not in told:
        yield f"is called {verdict}, which its calculation does not say"
    premise = calculation.rpartition(": ")[0]
    again = {one.verdict.value for one in recalculate(figures) if one.calculation.rpartition(": ")[0] == premise}
    if again and verdict not in again:
        yield f"is called {verdict}, and is {' or '.join(sorted(again))}"
