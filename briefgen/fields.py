"""What a person may correct in a figure, and how each field is written: in a file, in an option, in a brief.

Every field has a text form that can be typed and reads back as the same value: `2024-Q2` is a period,
`1700000..1800000` a range, `none` no value at all.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from briefgen.interchange import decimal
from briefgen.model import Direction, Figure, Kind, Modifier, Period, Status

NONE = "none"
"""No value: what the text does not say."""
TO = ".."
"""Between the two ends of a range, as in `2024-01..2024-08`."""
PUBLISHED = "published"
"""The one field of a document."""
FIGURE = "figure"
"""Corrected to `none` where a number is no figure at all."""
LONGEST = 40
"""Characters of a number: more digits than anything that is counted."""

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STRETCH = re.compile(r"([0-9]{4})(?:-(?:([0-9]{2})(?:-([0-9]{2}))?|[Qq]([1-4])|[Hh]([12])))?")
"""A year, a month, a day, a quarter or a half."""
_MONTHS = 12
_QUARTER = 3
_HALF = 6

Choice = TypeVar("Choice", bound=StrEnum)


class Field(Struct, frozen=True):
    """A field that can be corrected."""

    what: str
    """How its values are written, for messages and help."""
    value: Callable[[str], Any]
    """From the text to the value; raises `ValueError` for a text that is none. `none` never comes here."""
    shown: Callable[[Figure], str]
    """What a figure has, as text."""
    put: Callable[[Figure, Any], Figure]
    """The figure with another value; None for `none`."""
    needed: bool = False
    """Whether it cannot be `none`."""


def complaint(name: str, text: str) -> str | None:
    """What is wrong with a text as the value of a field: how it should be written; None when it is right."""
    if name == PUBLISHED:
        return _complaint(text, day, DAY, needed=False)
    if name == FIGURE:
        return None if text == NONE else f"write `{NONE}`: there is no figure here"
    return _complaint(text, FIELDS[name].value, FIELDS[name].what, needed=FIELDS[name].needed)


def _complaint(text: str, value: Callable[[str], Any], what: str, *, needed: bool) -> str | None:
    if text == NONE:
        return f"it cannot be `{NONE}`: write {what}" if needed else None
    try:
        value(text)
    except ValueError:
        return f"write {what}" + ("" if needed else f", or `{NONE}`")
    return None


def shown(figure: Figure, name: str) -> str:
    """What a figure has in a field, as a person would type it."""
    return figure.kind.value if name == FIGURE else FIELDS[name].shown(figure)


def put(figure: Figure, name: str, text: str) -> Figure:
    """The figure with a field set from its text, which has no `complaint`."""
    field = FIELDS[name]
    return field.put(figure, None if text == NONE else field.value(text))


def canonical(name: str, text: str) -> str:
    """The text of a value as briefgen itself would write it: `2024-h1` is `2024-H1`, and 4.50 is 4.5."""
    if text == NONE or name in {PUBLISHED, FIGURE}:
        return text
    value = FIELDS[name].value(text)
    match value:
        case (Decimal(), _):
            return _amount(*value)
        case Period():
            return stretch(value)
        case _:
            return str(value)


def period(text: str) -> Period:
    """The days of `2024`, `2024-03`, `2024-Q2`, `2024-H1`, `2024-03-14`, or from one to another of them.

    Raises `ValueError` for anything else, and where the end comes before the start.
    """
    first, between, last = text.partition(TO)
    start, end = _days(first.strip()), _days((last if between else first).strip())
    if end.end < start.start:
        raise ValueError(text)
    return Period(start.start, end.end)


def _days(text: str) -> Period:
    match = _STRETCH.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, the_day, quarter, half = (int(part) if part else None for part in match.groups())
    if the_day and month and year:
        exact = dt.date(year, month, the_day)
        return Period(exact, exact)
    length = 1 if month else _QUARTER if quarter else _HALF if half else _MONTHS
    first = month or (quarter and (quarter - 1) * _QUARTER + 1) or (half and (half - 1) * _HALF + 1) or 1
    last = first + length - 1
    return Period(dt.date(year or 0, first, 1), dt.date(year or 0, last, calendar.monthrange(year or 0, last)[1]))


def stretch(value: Period) -> str:
    """A period in the shortest form that `period` reads back."""
    first, last = value.start, value.end
    if first == last:
        return str(first)
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        months = (last.year - first.year) * _MONTHS + last.month - first.month + 1
        for length, sign in ((_MONTHS, ""), (_HALF, "-H"), (_QUARTER, "-Q")):
            if months == length and (first.month - 1) % length == 0:
                return f"{first.year:04}{sign}{(first.month - 1) // length + 1 if sign else ''}"
        if months == 1:
            return f"{first.year:04}-{first.month:02}"
        if (first.month, last.month) == (1, _MONTHS):
            return f"{first.year:04}{TO}{last.year:04}"
        return f"{first.year:04}-{first.month:02}{TO}{last.year:04}-{last.month:02}"
    return f"{first}{TO}{last}"


def like(given: Period, last: dt.date) -> Period | None:
    """The year or month that ends with a day, whichever the given period is; None where neither fits."""
    for text in (f"{last.year:04}", f"{last.year:04}-{last.month:02}"):
        found = period(text)
        if found.end == last and len(stretch(given)) == len(text):
            return found
    return None


def day(text: str) -> dt.date:
    """A calendar day as `2025-10-19`; raises `ValueError`."""
    if _DAY.fullmatch(text) is None:
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _amounts(text: str) -> tuple[Decimal, Decimal | None]:
    first, between, last = text.partition(TO)
    ends = [first.strip(), *([last.strip()] if between else [])]
    if not all(len(end) <= LONGEST and _DECIMAL.fullmatch(end) for end in ends):
        raise ValueError(text)
    low, *high = map(Decimal, ends)
    if high and high[0] <= low:
        raise ValueError(text)
    return low, high[0] if high else None


def _amount(value: Decimal | None, upper: Decimal | None) -> str:
    return TO.join(text for text in (decimal(value), decimal(upper)) if text is not None) or NONE


def _with_amount(figure: Figure, ends: tuple[Decimal, Decimal | None]) -> Figure:
    vague = figure.quantity.modifier is Modifier.VAGUE
    modifier = None if vague else figure.quantity.modifier
    return replace(figure, quantity=replace(figure.quantity, value=ends[0], upper=ends[1], modifier=modifier))


def _with_unit(figure: Figure, unit: str | None) -> Figure:
    return replace(figure, quantity=replace(figure.quantity, unit=unit))


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text


def _choice(kinds: type[Choice], *, needed: bool) -> Field:
    """A field with a closed set of values, named like its type."""
    name = kinds.__name__.lower()
    return Field(
        f"one of {', '.join(kinds)}",
        kinds,
        lambda figure: str(getattr(figure, name) or NONE),
        lambda figure, value: replace(figure, **{name: value}),
        needed,
    )


def _text(name: str, what: str) -> Field:
    return Field(
        what,
        _words,
        lambda figure: str(getattr(figure, name) or NONE),
        lambda figure, value: replace(figure, **{name: value}),
    )


DAY = "a day such as 2025-10-19"
LAST_DAY = "the last day, such as 2027-06-30, or the year or month that it ends, such as 2027"
AMOUNT = "plain digits in the unit's own scale, such as 4500000, or a range such as 1700000..1800000"
STRETCH = "2024, 2024-03, 2024-Q2, 2024-H1, 2024-03-14, or from one to another as in 2024-01..2024-08"

FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "value": Field(
            AMOUNT,
            _amounts,
            lambda figure: _amount(figure.quantity.value, figure.quantity.upper),
            _with_amount,
            needed=True,
        ),
        "unit": Field(
            "a unit such as t, %, USD or count:ships", _words, lambda figure: figure.quantity.unit or NONE, _with_unit
        ),
        "kind": _choice(Kind, needed=True),
        "direction": _choice(Direction, needed=False),
        "status": _choice(Status, needed=True),
        "period": Field(
            STRETCH,
            period,
            lambda figure: stretch(figure.period) if figure.period else NONE,
            lambda figure, value: replace(figure, period=value),
        ),
        "deadline": Field(
            LAST_DAY,
            lambda text: period(text).end,
            lambda figure: str(figure.deadline or NONE),
            lambda figure, value: replace(figure, deadline=value),
        ),
        "measure": _text("measure", "what is measured, such as freight volume"),
        "subject": _text("subject", "of what it is measured, such as Lake Line"),
        "attribution": _text("attribution", "who said it"),
    }
)
"""By name, in the order of messages and help."""
