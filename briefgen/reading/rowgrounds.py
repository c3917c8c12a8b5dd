"""Why a figure of a table was read as it was: which of its headers say what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.model import Document, Figure, Status
from briefgen.reading.grids import Grid, Place, grids
from briefgen.reading.grounding import Basis, Ground
from briefgen.reading.headers import Header


def place_of(document: Document, figure: Figure) -> tuple[Grid, Place] | None:
    """The table and place that a figure stands in; None where it stands in none."""
    places = ((grid, place) for grid in grids(document) for place in grid.places)
    return next((found for found in places if found[1].cell.span.holds(figure.span)), None)


class Headed(Struct, frozen=True):
    """What stands over and beside a value of a table, verbatim, blanks as one space each."""

    columns: tuple[str, ...]
    """The headers of its column, the outer one first."""
    rows: tuple[str, ...]
    """That of its section, and those of its row from left to right."""
    caption: str | None
    """The title of the table."""


def headed(document: Document, figure: Figure) -> Headed | None:
    """The headers of a figure of a table; None for one of a sentence."""
    found = place_of(document, figure) if document.table_at(figure.span) is not None else None
    if found is None:
        return None
    grid, place = found
    return Headed(
        columns=tuple(head.text for head in reversed(place.columns)),
        rows=tuple(head.text for head in (place.section, *place.rows) if head.text),
        caption=grid.caption.text or None,
    )


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
        yield Ground("measure", Basis.HEADERS, names(heads, figure.measure))
    if figure.subject:
        yield Ground("subject", Basis.HEADERS, names(heads, figure.subject))
    if figure.attribution:
        yield Ground("attribution", Basis.AROUND)


def told(field: str, said: Sequence[str], otherwise: Basis) -> Ground:
    """A field with the first header that says it."""
    return Ground(field, Basis.HEADERS, tuple(said[:1])) if said else Ground(field, otherwise)


def names(heads: Sequence[Header], told: str) -> tuple[str, ...]:
    """The headers whose names make a measure or subject."""
    called = told.casefold()
    found = [head.text for head in heads if head.name and is_of(head.name.casefold(), called)]
    return tuple(dict.fromkeys(found))[:2]


def is_of(name: str, told: str) -> bool:
    """Whether one of two names begins with the other, or is one of its parts: "freight by railway", "freight"."""
    return name in told.split(", ") or told.startswith(f"{name} ") or name.startswith(f"{told} ")
