"""What the words of a header say of the numbers below or beside it: time, unit, scale, kind, status, and what is left.

"Freight, million tons" has a unit and a scale, "2026f" a time and a status, "Change on 2024, %" a kind, a base and a
unit. What none of these takes is the name of what is measured, or of whose it is.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.model import Direction, Kind, Period, Span, Status
from briefgen.reading import cells, context, days, patterns, periods, tables, units
from briefgen.reading.figured import alternation
from briefgen.reading.meanings import Role
from briefgen.reading.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefgen.reading.mentions import Language

LONGEST = 300
"""Characters of a header or caption that are looked at."""
PIECES = Pattern(r",(?!\d)|[;:()\[\]|\n]|(?<=\s)[-–—·/](?=\s)")
"""Marks between the parts of a header."""
BLANK = Pattern(r"[\s\xa0.]*")
WORD = Pattern(r"\S+")
SHORTEST_CODE = 3
"""Letters of a unit in capitals at the end of a header without a mark before it: "Cargo TEU", not "Terminal A"."""
LAST_WORDS = 4
"""Words at the end of a header that may be its unit without a mark before them: "Exports US$ m"."""
SHORT_MONTH = Pattern(r"(?<![^\W_])(?P<month>[^\W\d_]{3,9})\.?[-–’'](?P<year>\d\d)(?!\w)")
"""A month with two digits of its year: "Mar-26"; "Mar 26" is a day."""
ISO_MONTH = Pattern(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?![\d-])")
EDGES = " \t\n\xa0,;:.()[]–—-·|/*_`†‡§"
"""Marks at the ends of a name."""
RAISED = Pattern(r"[¹²³⁴-⁹⁰]+$")
"""The number of a footnote at the end of a name; "m²" has been read as a unit by then."""
SIGNS = frozenset("%‰$€£¥₸₼₽₹₴₺₩")
AIMED = frozenset({Status.PLAN, Status.TARGET})
"""Statuses whose word, beside "%" alone, says what a percentage is of: "Against plan, %"."""
CENTURY = 100
YEAR_DIGITS = 4


class Rules(Struct, frozen=True):
    """The words of headers in a language (`grids.toml` says what each is for)."""

    totals: frozenset[str]
    total_openers: tuple[str, ...]
    labels: frozenset[str]
    figures_in: Pattern
    joins: Pattern
    loose: frozenset[str]
    generic: frozenset[str]
    things: frozenset[str]
    measures: frozenset[str]
    scales: Mapping[str, Decimal]
    scale: re.Pattern[str]
    status: Pattern
    statuses: Mapping[str, Status]
    kept: frozenset[str]
    only_dated: frozenset[str]
    kinds: Pattern
    changes: frozenset[str]
    ways: Mapping[str, Direction]
    shares: frozenset[str]
    yearly: Pattern
    against: Pattern
    years_apart: Pattern
    year_letter: Pattern
    index: Pattern
    of_whole: Pattern
    parted: Pattern
    number_of: Pattern
    by_parts: Pattern
    lengths: Pattern
    per_many: Pattern
    numbered: Pattern
    source: Pattern
    share: str
    """How a part of something is called: "share of {noun}"."""


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its table."""
    table = tables.load(language, "grids")
    statuses = {word: Status(status) for status, words in table["status"].items() for word in words}
    kinds = table["kinds"]
    ways = {word: Direction(way) for way, words in table["directions"].items() for word in words}
    scales = {word: Decimal(value) for word, value in table["scales"].items()}
    return Rules(
        totals=frozenset(table["totals"]),
        total_openers=tuple(f"{word} " for word in table["total_openers"]),
        labels=frozenset(table["labels"]),
        figures_in=Pattern(rf"(?i:{patterns.either(table['figures_in'])})(?![^\W_])"),
        joins=Pattern(rf"(?i:{patterns.either(table['unit_joins'])})(?![^\W_])"),
        loose=frozenset(table["loose"]),
        generic=frozenset(table["generic"]),
        things=frozenset(table["things"]),
        measures=frozenset(table["measures"]),
        scales=scales,
        scale=re.compile(rf"(?i:{alternation(scales)})(?![^\W_])"),
        status=whole_words(statuses),
        statuses=statuses,
        kept=frozenset(table["status_kept"]["words"]),
        only_dated=frozenset(table["status_kept"]["only_dated"]),
        kinds=whole_words([*kinds["change"], *ways, *kinds["share"]]),
        changes=frozenset([*kinds["change"], *ways]),
        ways=ways,
        shares=frozenset(kinds["share"]),
        share=tables.load(language, "measures")["names"]["share"],
        **patterns.of(language, "grids"),
    )


def whole_words(words: Sequence[str] | Mapping[str, object]) -> Pattern:
    """Any of some words, where nothing is glued to them."""
    return Pattern(rf"(?<![^\W_])(?i:{patterns.either(words)})(?![^\W_])")


class Unit(Struct, frozen=True, gc=False):
    """What a header says of the unit."""

    name: str | None = None
    scale: Decimal | None = None
    rate: str | None = None


NO_UNIT = Unit()


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
        is_total=plain in known.totals or plain.startswith(known.total_openers),
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


def unit_of(text: str, known: Rules, language: Language, taken: Sequence[Span]) -> tuple[Unit, list[Span]]:
    """The unit and scale that a header gives, and where they stand."""
    found, places = NO_UNIT, list[Span]()
    for piece in pieces(text, taken):
        told = in_piece(text, piece, known, language)
        if told is None or (told[0].name and found.name) or (told[0].scale and found.scale):
            continue
        unit, place = told
        found = Unit(found.name or unit.name, found.scale or unit.scale, found.rate or unit.rate)
        places.append(place)
    return found, places


def pieces(text: str, taken: Sequence[Span]) -> Iterator[Span]:
    """The parts of a header between its marks and what is taken of it, the last first: units stand at the end."""
    edges = [*(Span(*match.span()) for match in PIECES.finditer(text)), *taken]
    at, found = 0, list[Span]()
    for edge in [*sorted(edges), Span(len(text), len(text))]:
        if edge.start > at and text[at : edge.start].strip():
            found.append(Span(at, edge.start))
        at = max(at, edge.end)
    return reversed(found)


def in_piece(text: str, piece: Span, known: Rules, language: Language) -> tuple[Unit, Span] | None:
    """The unit that a part of a header is or ends with, and where it stands."""
    words = [match.start() for match in WORD.finditer(text, piece.start, piece.end)]
    for place, start in enumerate(words):
        if place and len(words) - place > LAST_WORDS:
            continue
        unit = whole(text, start, piece.end, known, language)
        code = text[start : piece.end].strip()
        if unit is None or (code.isalpha() and len(code) == 1 and (place or code == text)):
            continue  # "W" alone are wins rather than watts, and "Terminal A" has no amperes
        sure = place == 0 or unit.scale is not None or not SIGNS.isdisjoint(text[start : piece.end])
        asked = known.figures_in.match(text, start) is not None
        if sure or asked or (code.isupper() and len(code) >= SHORTEST_CODE):
            return unit, Span(start, piece.end)
    if text.startswith("%", words[0]):  # "% of GDP"
        return Unit("%"), Span(words[0], words[0] + 1)
    return None


def whole(text: str, start: int, end: int, known: Rules, language: Language) -> Unit | None:
    """The unit that a stretch of a header is, all of it; None where it has other words."""
    at, unit = start, NO_UNIT
    if (opened := known.figures_in.match(text, at)) and opened.end() < end:
        at = opened.end()
    while (at := skip(text, at)) < end:
        step = next_part(text, at, unit, known, language)
        if step is None or step[1] > end or step[1] <= at:
            return None
        unit, at = step
    return unit if unit.name or unit.scale else None


def skip(text: str, at: int) -> int:
    """The next offset that is neither blank nor full stop."""
    blank = BLANK.match(text, at)
    return blank.end() if blank else at


def next_part(text: str, at: int, unit: Unit, known: Rules, language: Language) -> tuple[Unit, int] | None:
    """The unit with what the next words add to it, and where these end."""
    if (unit.name or unit.scale) and (joined := known.joins.match(text, at)):
        return unit, joined.end()
    if unit.name and not unit.rate and (per := language.context.per.match(text, at - (text[at - 1 : at] == " "))):
        rate = context.rate(text, 0, per.start(), unit.name, language.context)
        return Unit(unit.name, unit.scale, rate), per.end()
    if not unit.scale and (scale := scale_at(text, at, known, language)) is not None:
        return Unit(unit.name, scale[0], unit.rate), scale[1]
    named = None if unit.name else name_at(text, at, known, language, counts=unit.scale is not None)
    return None if named is None else (Unit(named[0], unit.scale), named[1])


def name_at(text: str, at: int, known: Rules, language: Language, *, counts: bool) -> tuple[str, int] | None:
    """The currency, unit or, behind a scale, the counted things whose name stands at an offset."""
    if (sign := sign_at(text, at, language)) is not None:
        return sign
    if (found := units.behind(text, at, language.units)) is not None and found.start == at:
        return found.name, found.end
    word = WORD.match(text, at) if counts else None
    plain = word[0].strip(EDGES).casefold() if word else ""
    return (f"count:{plain}", word.end()) if word and plain in known.things else None


def scale_at(text: str, at: int, known: Rules, language: Language) -> tuple[Decimal, int] | None:
    """The scale that stands at an offset."""
    own = known.scale.match(text, at)
    if own is not None:
        return known.scales[own[0].casefold()], own.end()
    found = language.numbers.scale.match(text, at)
    if found is None:
        return None
    if units.behind(text, at, language.units) is not None and known.lengths.search(text) is not None:
        return None  # "Rainfall, mm" and "Depth, m" are no millions
    word = found["word"]
    value = (
        language.numbers.scales.get(word.casefold())
        if word
        else language.numbers.abbreviations.get(found["short"] or "")
    )
    return (value, found.end()) if value else None


def sign_at(text: str, at: int, language: Language) -> tuple[str, int] | None:
    """The currency whose sign or code stands at an offset."""
    word = WORD.match(text, at)
    if word is None:
        return None
    for end in range(word.end(), at, -1):
        name = language.units.signs.get(text[at:end])
        glued = text[end - 1].isalpha() and text[end : end + 1].isalpha()
        if name is not None and not glued and (end - at > 1 or not text[at].isalpha()):
            return name, end
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
