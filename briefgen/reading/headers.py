"""What the words of a header say of the numbers below or beside it: time, unit, scale, kind, status, and what is left.

"Freight, million tons" has a unit and a scale, "2026f" a time and a status, "Change on 2024, %" a kind, a base and a
unit. What none of these takes is the name of what is measured, or of whose it is.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.model import Direction, Kind, Period, Span, Status
from briefgen.reading import cells, days, periods
from briefgen.reading.headerunits import unit_of
from briefgen.reading.headerwords import EDGES, NO_UNIT, PIECES, Rules, Unit, rules
from briefgen.reading.meanings import Role
from briefgen.reading.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.reading.mentions import Language

LONGEST = 300
"""Characters of a header or caption that are looked at."""
SHORT_MONTH = Pattern(r"(?<![^\W_])(?P<month>[^\W\d_]{3,9})\.?[-–’'](?P<year>\d\d)(?!\w)")
"""A month with two digits of its year: "Mar-26"; "Mar 26" is a day."""
ISO_MONTH = Pattern(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?![\d-])")
RAISED = Pattern(r"[¹²³⁴-⁹⁰]+$")
"""The number of a footnote at the end of a name; "m²" has been read as a unit by then."""
AIMED = frozenset({Status.PLAN, Status.TARGET})
"""Statuses whose word, beside "%" alone, says what a percentage is of: "Against plan, %"."""
CENTURY = 100
YEAR_DIGITS = 4


class Header(Struct, frozen=True):
    """What a header says."""

    text: str = ""
    """Its words."""
    name: str = ""
    """What is left of them: what is measured, or of whom."""
    unit: Unit = NO_UNIT
    period: Period | None = None
    """The time of the numbers."""
    dated: bool = False
    """Whether it gives the year itself; one that does not may take it from another header."""
    deadline: dt.date | None = None
    """For "by 2030"."""
    base: Period | None = None
    """What a change is told against."""
    yearly: bool = False
    """The change is told against the same time a year before."""
    kind: Kind | None = None
    """Change or share, where it says so."""
    direction: Direction | None = None
    """Which way a change goes: "Decrease, %"."""
    status: Status | None = None
    is_total: bool = False
    """It names a sum."""
    is_part: bool = False
    """It names a part of what the row above has: "of which copper"."""
    is_label: bool = False
    """Its numbers are ranks, codes, years or the like, and measure nothing."""
    is_rate: bool = False
    """A percentage of it is no share: "rate"."""

    @property
    def is_percent(self) -> bool:
        """Whether it says nothing but that its numbers are percentages."""
        return self.unit.name == "%" and not self.name and self.period is None and self.kind is None

    @property
    def is_time(self) -> bool:
        """Whether it says nothing but a time."""
        return self.period is not None and not self.name and self.unit == NO_UNIT and self.kind is None


NOTHING = Header()


class Reader(Struct):
    """Headers of one document, each read once."""

    language: Language
    published: dt.date | None
    known: dict[str, Header]
    """Words to what they say."""

    def read(self, words: str) -> Header:
        """What the words of a header say."""
        text = " ".join(words[:LONGEST].split())
        if text not in self.known:
            self.known[text] = header(text, self.language, self.published) if text else NOTHING
        return self.known[text]


def header(text: str, language: Language, published: dt.date | None) -> Header:
    """What the words of a header say, on one line."""
    known = rules(language.name)
    taken: list[Span] = []
    taken += [Span(*found.span()) for form in (known.numbered, known.parted) if (found := form.match(text))]
    times = dates(text, known, language, published, taken)
    kind, direction = kind_of(text, known, taken)
    unit, places = unit_of(text, known, language, taken)
    taken += places
    status = times.letter or status_of(text, known, taken, with_year=times.period is not None)
    yearly = known.yearly.search(text)
    if yearly:
        taken.append(Span(*yearly.span()))
    part = known.of_whole.search(text)
    if part is not None:
        kind, taken = Kind.SHARE, [*taken, Span(*part.span())]
    name = left_over(text, taken, known)
    if part is not None and not name:
        name = known.share.format(noun=left_over(part["whole"], [], known))
    times, name = in_own_year(times, name, language, published)
    plain = name.casefold()
    words = frozenset(re.findall(r"[^\W\d_]+", text.casefold()))
    rates = language.kinds.rates | language.kinds.rate
    is_rate = not rates.isdisjoint(words) and language.kinds.parts.isdisjoint(words)
    asked = (
        text.casefold().strip(EDGES) in known.labels or text.strip() == "#" or known.per_many.search(text) is not None
    )
    return Header(
        text=text,
        name=name,
        unit=NO_UNIT if asked else counting(unit, plain.partition(",")[0], known),
        period=times.period,
        dated=times.dated,
        deadline=times.deadline,
        base=times.base,
        yearly=yearly is not None,
        kind=kind or (Kind.CHANGE if yearly and not is_rate else None),
        direction=direction,
        status=status,
        is_total=plain.partition(",")[0] in known.totals or plain.startswith(known.total_openers),
        is_part=known.parted.match(text) is not None,
        is_label=plain in known.labels or asked or (status in AIMED and unit.name == "%" and times.period is None),
        is_rate=is_rate,
    )


def counting(unit: Unit, name: str, known: Rules) -> Unit:
    """The unit of a header; that of things is what it counts: "Passengers, thousand", "Number of ships"."""
    if unit.name is not None:
        return unit
    number = known.number_of.fullmatch(name)
    thing = number["things"] if number else name if name in known.things else None
    return Unit(f"count:{thing}", unit.scale, unit.rate) if thing else unit


def in_own_year(times: Times, name: str, language: Language, published: dt.date | None) -> tuple[Times, str]:
    """The times and name of a header that gives a year and a part of it: "2025 (Jan–Sep)"."""
    if not name or times.period is None or days.length_in_months(times.period) != days.MONTHS:
        return times, name
    spelled = f"{name} {times.period.start.year}"
    part = periods.expressions(spelled, Span(0, len(spelled)), published, language.name)
    if len(part) != 1 or part[0].core != Span(0, len(spelled)) or part[0].period in (None, times.period):
        return times, name
    return Times(part[0].period, dated=True, deadline=times.deadline, base=times.base, letter=times.letter), ""


class Times(Struct):
    """The times of a header."""

    period: Period | None = None
    dated: bool = False
    deadline: dt.date | None = None
    base: Period | None = None
    letter: Status | None = None


def dates(text: str, known: Rules, language: Language, published: dt.date | None, taken: list[Span]) -> Times:
    """The times of a header; where they stand is added to `taken`."""
    found = special(text, known, language, taken)
    if found is not None:
        return found
    times = Times()
    for one in periods.expressions(text, Span(0, len(text)), published, language.name):
        code = text[one.core.start : one.core.end]
        if not one.absolute and code.isalpha() and known.named_of.search(text[: min(one.span.start, one.core.start)]):
            continue  # "Isle of Mar" is no month
        if one.vague or (one.period is None and (one.role is not Role.BASE or code.isalpha())):
            continue  # "mm" are millimetres, "m/m" is a month against the one before
        compared = one.compared or one.role is Role.BASE or known.against.search(text[: one.core.start])
        if compared and (
            times.period is not None or one.role is Role.BASE or kind_of(text, known, [])[0] is Kind.CHANGE
        ):
            times.base = times.base or one.period
        elif times.period is None:
            times.period, times.dated = one.period, one.absolute
            if one.role in (Role.DEADLINE, Role.BEFORE):
                times.deadline = one.deadline
        elif times.base is None and one.role is Role.FROM:
            times.base = one.period
        else:
            continue
        taken.append(Span(min(one.span.start, one.core.start), max(one.span.end, one.core.end)))
    return times


def special(text: str, known: Rules, language: Language, taken: list[Span]) -> Times | None:
    """The forms of time that only headers have: "2026f", "2025/2024", "Mar-26", "2026-03"."""
    if hundred := known.index.search(text):
        taken.append(Span(*hundred.span()))
        return Times()
    if apart := known.years_apart.search(text):
        later, earlier = int(apart["later"]), apart["earlier"]
        before = int(earlier) if len(earlier) == YEAR_DIGITS else later - later % CENTURY + int(earlier)
        if before < later:  # "2024/25" is a season or a fiscal year, which sentences have as well
            taken.append(Span(*apart.span()))
            return Times(period=days.year(later), dated=True, base=days.year(before))
    for match in known.year_letter.finditer(text):
        status = cells.rules(language.name).letters.get(match["letter"].lower())
        if status is not None:
            taken.append(Span(*match.span()))
            return Times(period=days.year(int(match["year"])), dated=True, letter=Status(status))
    if iso := ISO_MONTH.search(text):
        taken.append(Span(*iso.span()))
        return Times(period=days.month(int(iso["year"]), int(iso["month"])), dated=True)
    for match in SHORT_MONTH.finditer(text):
        spelled = f"{match['month']} 20{match['year']}"
        one = periods.expressions(spelled, Span(0, len(spelled)), None, language.name)
        if one and one[0].period and one[0].core == Span(0, len(spelled)):
            taken.append(Span(*match.span()))
            return Times(period=one[0].period, dated=True)
    return None


def kind_of(text: str, known: Rules, taken: list[Span]) -> tuple[Kind | None, Direction | None]:
    """Whether a header tells changes or shares, and which way; words of a change are no part of its name."""
    kind: Kind | None = None
    direction: Direction | None = None
    for match in known.kinds.finditer(text):
        word = " ".join(match[0].casefold().split())
        if word in known.changes:
            kind, direction = Kind.CHANGE, direction or known.ways.get(word)
            taken.append(Span(*match.span()))
        elif kind is None:
            kind = Kind.SHARE
    return kind, direction


def status_of(text: str, known: Rules, taken: list[Span], *, with_year: bool) -> Status | None:
    """The status that a word of a header tells; the word is no part of its name, unless it is measured itself."""
    for match in known.status.finditer(text):
        word = " ".join(match[0].casefold().split())
        if word in known.only_dated and not with_year:
            continue
        if word not in known.kept:
            taken.append(Span(*match.span()))
        return known.statuses[word]
    return None


def left_over(text: str, taken: Sequence[Span], known: Rules) -> str:
    """The words of a header that nothing else took."""
    rest, at = list[str](), 0
    for span in sorted(taken):
        rest.append(text[at : max(at, span.start)])
        at = max(at, span.end)
    rest.append(text[at:])
    parts = [trimmed(part, known) for one in rest for part in PIECES.split(one)]
    return ", ".join(part for part in parts if part)


def trimmed(part: str, known: Rules) -> str:
    """A part of a header without marks, numbers of footnotes and words that say nothing at its ends."""
    part = RAISED.sub("", part)
    words = part.strip(EDGES).split()
    while words and words[-1].casefold() in known.loose:
        words.pop()
    while words and words[0].casefold() in known.loose:
        words.pop(0)
    return " ".join(words).strip(EDGES)
