"""What a value of a table measures, and of whom: from the names over it, beside it and in the caption.

Of the names of a value one is what is measured ("exports"), the others say of whom or of which part ("Aktau"). A name
is what is measured where its word says so, or where the text has it in small letters; else the caption is, and else the
column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.model import Document, Kind, Span
from briefgen.reading import headerwords, measures, nounwords
from briefgen.reading.grids import Grid, Place
from briefgen.reading.headers import Header
from briefgen.reading.measures import Book, Followed, Named
from briefgen.reading.phrases import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHORTEST = 3
"""Letters of a name that says what is measured: "P", "GD" and "Pts" of a league table say nothing to a reader."""


class Names(Struct, frozen=True):
    """The names of one value, without those of sums and those that say nothing."""

    section: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    """The outer one first."""
    caption: str

    @property
    def own(self) -> tuple[str, ...]:
        """All but the caption, each once."""
        return tuple(dict.fromkeys(name for name in (self.section, *self.rows, *self.columns) if name))


def names_of(grid: Grid, place: Place, language: str) -> Names:
    """The names of a value."""
    known = headerwords.rules(language)
    caption = known.by_parts.sub("", grid.caption.name)
    rows, columns = (tuple(usable(found, known, grid, caption)) for found in (place.rows, reversed(place.columns)))
    section = next(usable([place.section], known, grid, caption), "")
    if rows or section or grid.caption.name:
        columns = tuple(name for name in columns if name.casefold() not in known.generic)
    return Names(section, rows, columns, caption)


def usable(
    found: Sequence[Header] | Iterator[Header], known: headerwords.Rules, grid: Grid, caption: str
) -> Iterator[str]:
    """The names of headers that name something: no word for a sum alone, or for the sum of what the caption names."""
    for one in found:
        if one.name and any(map(str.isalpha, one.name)):
            rest = summed(one.name, known) if one.is_total else one.name
            whole = one.is_total and known.measures.isdisjoint(rest.casefold().split()) and not grid.has_subtotals
            if rest and not whole and not (one.is_total and is_told(rest, caption, known)):
                yield rest


def summed(name: str, known: headerwords.Rules) -> str:
    """What a sum is of: "Total exports" → "exports", "Subtotal, ports" → "ports"; nothing of "Total"."""
    plain = name.casefold()
    first, _, rest = name.partition(",")
    if first.casefold() in known.totals:
        return rest.strip()
    opener = max((one for one in known.total_openers if plain.startswith(one)), key=len, default="")
    return name[len(opener) :] if opener else ""


def is_told(rest: str, caption: str, known: headerwords.Rules) -> bool:
    """Whether a caption names what a total sums up: "Total expenditure" below "Budget expenditure by ministry"."""
    words, told = rest.casefold().split(), caption.casefold().split()
    ends = told[-len(words) :] == words and known.loose.isdisjoint(told)
    return ends or told[: len(words)] == words


def name(  # noqa: PLR0913 - a value, and what it may be called by
    document: Document, grid: Grid, place: Place, unit: str | None, kind: Kind, followed: Book
) -> Named:
    """What a value measures; nothing where no header says it."""
    named = names_of(grid, place, followed.language)
    configured = of_topic(document, grid, named, unit, kind, followed)
    if configured is not None:
        return Named(configured.measure.name, measures.own_name(configured.measure), None)
    measure = chosen(grid, place, named, followed.language)
    if measure is None or sum(map(str.isalpha, measure)) < SHORTEST:
        return Named(None, None, None)
    subject = ", ".join(name for name in named.own if name != measure)
    said = is_measure(measure, followed.language) or is_common(measure, grid.prose) or measure == named.caption
    return Named(
        normal(measure, followed.language) if said or measure in named.columns else measure, subject or None, None
    )


def of_topic(  # noqa: PLR0913 - a value, and what it may be called by
    document: Document, grid: Grid, named: Names, unit: str | None, kind: Kind, followed: Book
) -> Followed | None:
    """The measure that a topic follows of which a value is: no header names a part of it, or something else."""
    generic = headerwords.rules(followed.language).generic
    rivals = followed.rivals(unit, relative=kind in (Kind.CHANGE, Kind.MULTIPLE))
    around = "\n".join((named.caption, document.headline or ""))
    own = "\n".join(named.own)
    fitting: list[tuple[bool, int, Followed]] = []
    for order, one in rivals.measures:
        near = one.terms.pattern.search(own) is not None
        if not near and one.terms.pattern.search(around) is None:
            continue
        if one.aliases is not None and one.aliases.pattern.search(f"{own}\n{around}") is None:
            continue
        if all(tells(one, name) and is_alone(one, name, named, grid, generic) for name in named.own):
            fitting.append((not near, order, one))
    return min(fitting, key=lambda one: one[:2])[2] if fitting else None


def tells(one: Followed, name: str) -> bool:
    """Whether a name is of a measure: it has one of its terms or names."""
    return one.terms.pattern.search(name) is not None or (
        one.aliases is not None and one.aliases.pattern.search(name) is not None
    )


def is_alone(one: Followed, name: str, named: Names, grid: Grid, generic: frozenset[str]) -> bool:
    """Whether a name is that of the measure itself: no other row or column is of it too, or it has no word beside.

    "Rail freight", "Road freight" and "Freight" are two parts and the measure.
    """
    others = grid.column_names if name in named.columns else grid.row_names
    if sum(tells(one, other) for other in others) <= 1:
        return True
    rest = one.terms.pattern.sub(" ", name)
    rest = one.aliases.pattern.sub(" ", rest) if one.aliases is not None else rest
    return not any(map(str.isalpha, rest)) or generic.issuperset(rest.casefold().split())


def chosen(grid: Grid, place: Place, named: Names, language: str) -> str | None:
    """The name that says what is measured."""
    if not named.own:
        return named.caption or place.corner.name or None
    rows, columns = named.rows, tuple(reversed(named.columns))
    by_row = any(header.unit.name for header in place.rows)
    inner = (*rows, *columns) if by_row else (*columns, *rows)
    ordered = [*inner, *([named.section] if named.section else [])]
    measured = named.caption and is_measure(named.caption, language)
    for name in ordered:
        if is_measure(name, language) and not (measured and is_sector(name, language)):
            return name
    if measured:
        return named.caption
    for name in ordered:
        if is_common(name, grid.prose):
            return name
    if named.caption and grid.caption.unit.name:
        return named.caption
    parts = {*(rows if grid.sums_rows else ()), *(columns if grid.sums_columns else ())}
    told = (name for name in ordered if name not in parts and sum(map(str.isalpha, name)) >= SHORTEST)
    return next(told, named.caption or place.corner.name or ordered[0])


def is_measure(name: str, language: str) -> bool:
    """Whether a word of a name says that it is something measured: "Oil exports"."""
    return not headerwords.rules(language).measures.isdisjoint(name.casefold().replace(",", " ").split())


def is_sector(name: str, language: str) -> bool:
    """Whether all that could be measured of a name may be a sector or place as well: "Transport", "Capital"."""
    known = headerwords.rules(language)
    return known.measures.intersection(name.casefold().replace(",", " ").split()) <= known.sectors


def is_common(name: str, text: str) -> bool:
    """Whether the text around the tables has a name in small letters: then it is none of a place or company."""
    return name != name.lower() and f" {name[:1].lower()}{name[1:]} " in text


def normal(measure: str, language: str) -> str:
    """The name in the form that sentences have: "Oil exports" → "oil exports", "GDP" as it is."""
    found = words(measure, Span(0, len(measure)))
    told = nounwords.normal(found, nounwords.grammar(language))
    if told and told.split()[-1] not in headerwords.rules(language).loose:
        return told
    return measure if measure[1:2].isupper() else f"{measure[:1].lower()}{measure[1:]}"
