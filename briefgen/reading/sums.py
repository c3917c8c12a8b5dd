"""Which values of a table are the parts of which total.

A row or column of totals alone proves nothing: a table may tell some of the parts, and parts of parts. So its plan must
be shown by the numbers: where in one line (a column above a total row, a row before a total column) the parts come to
the total, after rounding, all lines of the table with these parts are taken for sums. One that then does not come out
is the document's own error, which the check of sums tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from briefgen.model import Figure, Kind, Span
from briefgen.reading.proofs import Cellwise, last_digit

ADDED = (Kind.LEVEL, Kind.COUNT, Kind.SHARE)
"""Kinds of what can be added up."""
FEWEST = 2
"""Parts of a sum."""
HALF = Decimal("0.5")

Place = Callable[[Cellwise], int]


def marked(found: Sequence[Cellwise]) -> list[Cellwise]:
    """The figures of a table, each part with the places of the totals that it belongs to."""
    wholes: dict[int, list[Span]] = {}
    for line, across, is_total in (
        (column_of, row_of, total_row),
        (row_of, column_of, total_column),
    ):
        for total, parts in sums(found, line, across, is_total):
            for part in parts:
                wholes.setdefault(id(part), []).append(total.figure.span)
    return [
        replace(one, figure=replace(one.figure, wholes=tuple(wholes[id(one)]))) if id(one) in wholes else one
        for one in found
    ]


def row_of(one: Cellwise) -> int:
    """Its row."""
    return one.row


def column_of(one: Cellwise) -> int:
    """Its column."""
    return one.column


def total_row(one: Cellwise) -> bool:
    """Whether its row is one of totals."""
    return one.total_row


def total_column(one: Cellwise) -> bool:
    """Whether its column is one of totals."""
    return one.total_column


def sums(
    found: Sequence[Cellwise], line: Place, across: Place, is_total: Callable[[Cellwise], bool]
) -> Iterator[tuple[Cellwise, Sequence[Cellwise]]]:
    """The totals of a table with their parts: in each `line`, by the places `across` that one of them proves."""
    lines: dict[int, list[Cellwise]] = {}
    for one in found:
        if one.figure.kind in ADDED and not one.beside:
            lines.setdefault(line(one), []).append(one)
    totals = sorted({across(one) for one in found if is_total(one)})
    places = sorted(
        {across(one) for one in found} - {across(one) for one in found if one.part_row and across is row_of}
    )
    for number, total in enumerate(totals):
        for plan in plans(total, totals[:number], places):
            members = [members_of(values, across, total, plan) for values in lines.values()]
            whole = [(head, parts) for head, parts in (one for one in members if one) if len(parts) >= FEWEST]
            if any(comes_to(head.figure, [part.figure for part in parts]) for head, parts in whole):
                yield from whole
                break


def plans(total: int, earlier: Sequence[int], places: Sequence[int]) -> Iterator[frozenset[int]]:
    """The places that may make a total: those since the total before, all but totals, the totals, those behind it."""
    since = earlier[-1] if earlier else -1
    yield frozenset(place for place in places if since < place < total)
    yield frozenset(place for place in places if place < total and place not in earlier)
    yield frozenset(earlier)
    if total == places[0]:
        yield frozenset(places[1:])


def members_of(
    values: Sequence[Cellwise], across: Place, total: int, plan: frozenset[int]
) -> tuple[Cellwise, list[Cellwise]] | None:
    """The total of a line and its parts, all of one kind, unit and time; None where a part of the plan has no value."""
    at: Mapping[int, Cellwise] = {across(one): one for one in values}
    head = at.get(total)
    if head is None or any(place not in at for place in plan):
        return None
    parts = [at[place] for place in sorted(plan)]
    return (head, parts) if all(alike(part.figure, head.figure) for part in parts) else None


def alike(one: Figure, other: Figure) -> bool:
    """Whether two values can stand in one sum."""
    return (one.kind, one.quantity.unit, one.period, one.status) == (
        other.kind,
        other.quantity.unit,
        other.period,
        other.status,
    )


def comes_to(total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether printed parts come to a printed total, as far as their last digits tell; not where all are nothing."""
    values = [one.quantity.value for one in (total, *parts)]
    whole, *summands = [value for value in values if value is not None]
    if (
        len(summands) < len(parts)
        or not any(summands)
        or any(one.quantity.upper is not None for one in (total, *parts))
    ):
        return False
    slack = sum((HALF * last_digit(one) for one in (total, *parts)), Decimal(0))
    return abs(sum(summands, Decimal(0)) - whole) <= slack
