"""Figures in the tables of a document: each value with the unit, time, status and name that its headers give it.

The passage of a figure is its row. What no header says stays empty; a value of which neither the unit nor what it
measures is known is no figure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import (
    BlockKind,
    Direction,
    Document,
    Figure,
    Kind,
    Passage,
    Period,
    Quantity,
    Sentence,
    Span,
    Status,
)
from briefgen.reading import days, measures, mentions, proofs, rownames, status, sums, timing, units
from briefgen.reading.cells import RELATIVE, Sort, Value
from briefgen.reading.figured import LARGEST
from briefgen.reading.grids import Grid, Place
from briefgen.reading.headers import Header
from briefgen.reading.headerwords import Unit
from briefgen.reading.measures import Book, Named
from briefgen.reading.parts import Line, Mention, Timing
from briefgen.reading.proofs import Cellwise

LARGE = 1000
"""From here on a bare number below a name is an amount of something."""
FEWEST_WORDS = 3
"""Words of a cell that may be a sentence with figures."""


class Rows(Struct, frozen=True):
    """What the tables of a document hold."""

    figures: tuple[Figure, ...] = ()
    """In the order of the text."""
    refused: tuple[tuple[Passage, Span, str], ...] = ()
    """Numbers that were not taken over, with their rows, and why."""


class Context(Struct, frozen=True):
    """What all values of a document's tables are read with."""

    document: Document
    followed: Book
    """The measures of the topics, with the language."""


def read(document: Document, sentences: Sequence[Sentence], followed: Book, grids: Sequence[Grid]) -> Rows:
    """The figures of a document's tables.

    Args:
        document: With its tables.
        sentences: Those of the document, its rows among them.
        followed: The measures of the topics, with the language.
        grids: Its tables with their headers.
    """
    context = Context(document, followed)
    rows = sorted((one for one in sentences if one.kind is BlockKind.ROW), key=lambda one: one.passage.span)
    starts = [row.passage.span.start for row in rows]
    figures: dict[Span, Figure] = {}
    refused: list[tuple[Passage, Span, str]] = []
    for grid in grids:
        found: list[Cellwise] = []
        for place in grid.places:
            at = bisect_right(starts, place.cell.span.start) - 1
            if at < 0 or not rows[at].passage.span.holds(place.cell.span):
                continue
            found += cellwise(place, figures_of(context, grid, place, rows[at]))
            if place.content.refused is not None:
                start, end, reason = place.content.refused
                begin = place.cell.span.start
                refused.append((rows[at].passage, Span(begin + start, begin + end), reason))
        for figure in proofs.dated(sums.marked(found)):
            figures.setdefault(figure.span, figure)
    return Rows(tuple(figures[span] for span in sorted(figures)), tuple(refused))


def cellwise(place: Place, figures: Iterator[Figure]) -> Iterator[Cellwise]:
    """The figures of a cell with its place."""
    rows, columns = (any(head.is_total for head in heads) for heads in (place.rows, place.columns))
    part = any(head.is_part for head in (*place.rows, place.section))
    for number, figure in enumerate(figures):
        yield Cellwise(place.cell.row, place.cell.column, figure, rows, columns, part, beside=number > 0)


def figures_of(context: Context, grid: Grid, place: Place, row: Sentence) -> Iterator[Figure]:
    """The figures of one cell."""
    heads = (*place.columns, *place.rows)
    if any(head.is_label for head in heads):
        return
    if place.content.sort is Sort.WORDS:
        yield from in_words(context, grid, place, row)
    for value in place.content.values:
        figure = figure_of(context, grid, place, value, row)
        if figure is not None:
            yield figure


def figure_of(context: Context, grid: Grid, place: Place, value: Value, row: Sentence) -> Figure | None:
    """A value as a figure; None where too little is known of it."""
    told = kind_told(grid, place, value)
    kind, unit = kinded(grid, place, value, told)
    if kind is Kind.SHARE and value.direction is None and any(head.base is not None for head in place.columns):
        return None  # "2025/2024, %": 104.9 may be an index, or a change
    quantity, span = measured(context.document, place, value, kind, unit)
    named = rownames.name(context.document, grid, place, quantity.unit, kind, context.followed)
    if quantity.value is None or named.measure is None:
        return None
    if quantity.unit is None and kind not in MOVING:
        told_so = rownames.is_measure(named.measure, context.followed.language) or quantity.value >= LARGE
        if value.upper is not None or not told_so:
            return None  # "2-3" may be a score; and of 1.8 below "United States" nobody knows what it is
    time = dated(grid, place, kind)
    return Figure(
        span=span,
        quantity=quantity,
        kind=kind,
        status=standing(context.document, grid, place, value, time),
        passage=row.passage,
        direction=direction_of(value, told) if kind in MOVING else None,
        rate=value.rate or unit.rate,
        measure=named.measure,
        subject=named.subject,
        scope=named.scope,
        period=time.period,
        base=time.base,
        deadline=time.deadline,
        attribution=grid.notes.source,
        topics=row.topics,
    )


MOVING = frozenset({Kind.CHANGE, Kind.INCREMENT})
"""Kinds of a movement, which has a direction and no sign."""


def headers_by(grid: Grid, place: Place) -> tuple[Header, ...]:
    """The headers of a value, those that say most first: of its column, row and section, the corner, the caption."""
    return (*place.columns, *place.rows, place.section, place.corner, grid.caption)


def kind_told(grid: Grid, place: Place, value: Value) -> Header | None:
    """The header that says what kind of number a value is."""
    heads = headers_by(grid, place)
    found = next((head for head in heads if head.kind is not None), None)
    if found is grid.caption and any(head.unit.name for head in heads if head is not found):
        return None  # "Structure of exports" over a column of dollars
    return None if value.beside and found is not None and found.kind is Kind.SHARE else found


def kinded(grid: Grid, place: Place, value: Value, told: Header | None) -> tuple[Kind, Unit]:
    """Kind and unit of a value."""
    changes = told is not None and told.kind is Kind.CHANGE
    unit = unit_of(grid, place, value, told)
    if changes or unit.name in POINTS or (value.direction is Direction.UP and unit.name in RELATIVE):
        return (Kind.CHANGE if unit.name == "%" or unit.name is None else Kind.INCREMENT), unit
    if value.direction is not None and any(head.base is not None for head in place.columns):
        return Kind.CHANGE, unit
    if value.beside:
        return (Kind.CHANGE if value.direction is not None else Kind.SHARE), unit
    if unit.name == "%":
        is_rate = any(head.is_rate for head in headers_by(grid, place))
        return (Kind.LEVEL if is_rate and (told is None or told.kind is None) else Kind.SHARE), unit
    if unit.name in units.TIMES:
        return Kind.DURATION, unit
    return (Kind.COUNT if (unit.name or "").startswith("count:") else Kind.LEVEL), unit


POINTS = frozenset({"pp", "bp"})
"""Units that only changes have."""


def unit_of(grid: Grid, place: Place, value: Value, told: Header | None) -> Unit:
    """The unit of a value: its own, else that of the nearest header which has one, and the scale that goes with it.

    The unit of a change or share stands where it is called one: that of the levels beside it is another.
    """
    if value.unit is not None and value.scaled:
        return Unit(value.unit)
    sources: Sequence[Header] = headers_by(grid, place)
    if told is not None:
        axis = next((axis for axis in (place.columns, place.rows, (place.section,)) if told in axis), (grid.caption,))
        relative = tuple(head for head in sources if head.unit.name in RELATIVE)
        sources = (*axis, *(relative if told.kind is Kind.SHARE else ()))
    named = next((head.unit for head in sources if head.unit.name is not None), Unit())
    if value.unit is not None:
        scale = named.scale if named.name == value.unit else None
        alone = next((head.unit.scale for head in sources if head.unit.scale and head.unit.name is None), None)
        return Unit(value.unit, scale or alone, named.rate if named.name == value.unit else None)
    alone = next((head.unit.scale for head in sources if head.unit.scale and head.unit.name is None), None)
    scale = None if named.name in RELATIVE else named.scale or alone
    return Unit(named.name, None if value.scaled else scale, named.rate)


def measured(document: Document, place: Place, value: Value, kind: Kind, unit: Unit) -> tuple[Quantity, Span]:
    """The quantity of a value, in its unit, and where it stands. A change is told without its sign."""
    start, end = (value.bare, value.close) if kind in MOVING else (value.start, value.end)
    span = Span(place.cell.span.start + start, place.cell.span.start + end)
    scale = unit.scale or Decimal(1)
    number, upper = (None if one is None else scaled(one, scale) for one in (value.value, value.upper))
    if kind in MOVING and number is not None:
        number, upper = abs(number), None if upper is None else abs(upper)
    surface = document.text[span.start : span.end]
    return Quantity(number, upper, unit.name, value.modifier, surface), span


def scaled(value: Decimal, scale: Decimal) -> Decimal | None:
    """A value times its scale, without an exponent; None beyond reason."""
    product = value * scale
    return mentions.plain(product) if abs(product) <= LARGEST else None


def direction_of(value: Value, told: Header | None) -> Direction | None:
    """Which way a change goes: by its sign, by its header, and up where a change has neither."""
    if value.direction is not None and value.value:
        return value.direction
    return (told.direction if told is not None else None) or (Direction.UP if value.value else None)


def standing(document: Document, grid: Grid, place: Place, value: Value, time: Timing) -> Status:
    """How a value stands to the world; one of a time that had not begun when the document appeared is expected."""
    heads = headers_by(grid, place)
    said = next((told for head in heads if (told := head.status or grid.notes.status(head.text))), None)
    cell = document.text[place.cell.span.start : place.cell.span.end]
    letter = Status(value.letter) if value.letter else grid.notes.status(cell)
    ahead = time.period is not None and document.published is not None and time.period.start > document.published
    if letter is None and said is None and ahead:
        return Status.PROJECTION
    return status.settled(letter or said, time)


def dated(grid: Grid, place: Place, kind: Kind) -> Timing:
    """When a value is of. A caption dates a table of which no other header does."""
    heads = headers_by(grid, place)[:-2]
    if not any(head.period for head in heads) and not grid.dated:
        heads = (*heads, grid.caption)
    times = [head for head in heads if head.period is not None]
    found = next((head for head in times if not is_year(head.period)), times[0] if times else None)
    period = found.period if found else None
    deadline = next((head.deadline for head in heads if head.deadline is not None), None)
    base = next((head.base for head in heads if head.base is not None), None) if kind in MOVING else None
    if kind in MOVING and base is None and period is not None:
        yearly = any(head.yearly for head in heads) or is_year(period)
        base = days.shift(period, -days.MONTHS) if yearly else None
    return Timing(period, base, deadline)


def is_year(period: Period | None) -> bool:
    """Whether a time is a year, of which another header may name a part."""
    return period is not None and days.length_in_months(period) == days.MONTHS


def in_words(context: Context, grid: Grid, place: Place, row: Sentence) -> Iterator[Figure]:
    """The figures of a cell with a sentence: read as sentences are, with the time and name of the headers."""
    document, span = context.document, place.cell.span
    text = document.text[span.start : span.end]
    if len(text.split()) < FEWEST_WORDS or not any(map(str.isdecimal, text)):
        return
    found = mentions.find(document.text, span, context.followed.language).mentions
    line = Line(span, 0, BlockKind.ROW)
    timings, said = timing.time_and_status(document, (line,), (found,))
    named = measures.names(document, (line,), 0, found, context.followed)
    for mention, time, stands, name in zip(found, timings[0], said[0], named, strict=True):
        if mention.quantity.unit is not None:
            yield worded(context, grid, place, row, mention, time, stands, name)


def worded(  # noqa: PLR0913 - a mention with all that is known of it
    context: Context,
    grid: Grid,
    place: Place,
    row: Sentence,
    mention: Mention,
    time: Timing,
    stands: Status | None,
    name: Named,
) -> Figure:
    """A figure of a sentence in a cell."""
    if time.period is None and time.deadline is None:
        time = replace(dated(grid, place, mention.kind), base=time.base)
    if name.measure is None:
        name = rownames.name(context.document, grid, place, mention.quantity.unit, mention.kind, context.followed)
    return Figure(
        span=mention.span,
        quantity=mention.quantity,
        kind=mention.kind,
        status=status.settled(stands, time),
        passage=row.passage,
        direction=mention.direction,
        rate=mention.rate,
        measure=name.measure,
        subject=name.subject,
        scope=name.scope,
        period=time.period,
        base=time.base,
        deadline=time.deadline,
        topics=row.topics,
    )
