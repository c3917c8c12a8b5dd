"""Why a figure of a table was read as it was: which of its headers say what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.model import Document, Figure, Status
from briefgen.reading.grids import Grid, Place, grids
from briefgen.reading.grounding import Basis, Ground
from briefgen.reading.headers import Header


def place_of(document: Document, figure: Figure) -> tuple[Grid, Place] | None:
    """The table and place that a figure stands in; None where it stands in none."""
    places = ((grid, place) for grid in grids(document) for place in grid.places)
    return next((found for found in places if found[1].cell.span.holds(figure.span)), None)


def grounds(figure: Figure, grid: Grid, place: Place) -> Iterator[Ground]:
    """The grounds of a figure's fields, in the order of `Figure`."""
    heads = (*place.columns, *place.rows, place.section, place.corner, grid.caption)
    unit = [head.text for head in heads if head.unit.name == figure.quantity.unit or head.unit.scale][:1]
    yield Ground("value", Basis.SAID, (" ".join(figure.quantity.surface.split()), *unit))
    said = [head.text for head in heads if figure.status in (head.status, grid.notes.status(head.text))]
    yield told("status", said, Basis.UNMARKED if figure.status is Status.ACTUAL else Basis.AROUND)
    if figure.period:
        yield told("period", [head.text for head in heads if head.period == figure.period], Basis.AROUND)
    if figure.base:
        yield told("base", [head.text for head in heads if head.base == figure.base or head.yearly], Basis.BEFORE)
    if figure.deadline:
        yield told("deadline", [head.text for head in heads if head.deadline == figure.deadline], Basis.AROUND)
    if figure.measure:
        yield Ground("measure", Basis.HEADERS, names(heads, figure))
    if figure.attribution:
        yield Ground("attribution", Basis.AROUND)


def told(field: str, said: Sequence[str], otherwise: Basis) -> Ground:
    """A field with the first header that says it."""
    return Ground(field, Basis.HEADERS, tuple(said[:1])) if said else Ground(field, otherwise)


def names(heads: Sequence[Header], figure: Figure) -> tuple[str, ...]:
    """The headers whose names make the measure and the subject."""
    called = f"{figure.measure} {figure.subject or ''}".casefold()
    found = [head.text for head in heads if head.name and head.name.casefold() in called]
    return tuple(dict.fromkeys(found))[:2]
