"""Facts that briefgen computed: their value, rounded; their formula; and the figures that they rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from briefgen.evidence.spelling import spell_amount
from briefgen.model import Direction, Fact, Kind, Modifier, Period, Quantity, Status

PARTS = {"%": Decimal("0.01"), "pp": Decimal("0.01"), "bp": Decimal("0.0001")}
"""Units that stand for a part of one."""
SIGNIFICANT = 3
"""Digits that a computed value is printed with."""
ID_DIGITS = 12
"""Hexadecimal digits of a fact's id."""
OPENINGS = {
    Modifier.LESS_THAN: "less than ",
    Modifier.MORE_THAN: "more than ",
    Modifier.UP_TO: "at most ",
    Modifier.APPROX: "about ",
    None: "about ",
}
"""What a rounded value opens with."""


def computed(  # noqa: PLR0913 - the fields of a fact
    inputs: Sequence[Fact],
    value: Decimal,
    formula: str,
    *,
    kind: Kind = Kind.LEVEL,
    unit: str | None = None,
    period: Period | None = None,
    modifier: Modifier | None = None,
    direction: Direction | None = None,
    rate: str | None = None,
    exact: bool = False,
) -> Fact:
    """A computed value of the first input's measure, in its unit unless another one is given.

    It is rounded, except where it is `exact`: a sum of what is printed.
    """
    first = inputs[0]
    unit = unit or first.quantity.unit
    rounded = value if exact else round_off(value)
    opening = "" if exact and modifier is None else OPENINGS[modifier]
    figures = tuple(dict.fromkeys(figure for fact in inputs for figure in fact.figures))
    key = "\x1f".join(
        ("derived", kind, unit or "", formula, first.measure or "", str(period), *(one.id for one in inputs))
    )
    return Fact(
        id=hashlib.sha256(key.encode()).hexdigest()[:ID_DIGITS],
        quantity=Quantity(rounded, None, unit, modifier, f"{opening}{spell_amount(rounded, unit)}"),
        kind=kind,
        status=Status.ESTIMATE,
        figures=figures,
        measure=first.measure,
        subject=first.subject,
        period=period,
        direction=direction,
        rate=rate,
        topics=tuple(sorted({topic for fact in inputs for topic in fact.topics})),
        origins=tuple(sorted({origin for fact in inputs for origin in fact.origins})),
        derived=True,
        formula=formula,
    )


def operand(fact: Fact) -> str:
    """The printed number as a formula holds it; it stands for the lower end of a range (`formulas.py`)."""
    return " ".join(fact.quantity.surface.split())


def scaled(value: Decimal, unit: str | None) -> Decimal:
    """The value as a formula counts it: percentages and points as parts of one."""
    return value * PARTS.get(unit or "", Decimal(1))


def round_off(value: Decimal) -> Decimal:
    """A value with as many digits as a computed one deserves."""
    if not value:
        return Decimal(0)
    step = Decimal(1).scaleb(value.adjusted() - SIGNIFICANT + 1)
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step
