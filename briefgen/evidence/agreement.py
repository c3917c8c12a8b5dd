"""When two values agree: after rounding to the coarser one's precision, as far as their modifiers allow."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache

from briefgen.model import Modifier, Quantity

DIGITS = re.compile(r"\d[\d.,\u00a0\u202f\u2009 '’]*")
LONG = 1000
"""From here on zeros at the end of a number are taken for rounding."""
LOOSE = 3
"""Units of its last digit by which a value with "about" may be off: "about 4.2 million" is not 4.6 million."""
SIZE = 1.25
"""What separates two classes of size."""
GROUP = 3
"""Digits between thousands marks: "1.500" may be fifteen hundred, so its point shows no precision."""


def step(quantity: Quantity) -> Decimal:
    """The weight of the last digit that the text gives: "4.5 million" → 100000, "10 million" → 1000000, "15" → 1.

    Zeros at the end of a long number are taken for rounding ("450,000" → 10000), those of a short one are not
    ("100 projects" is not 103). A number in words has the weight of its last word.
    """
    value = quantity.value
    if not value:
        return Decimal(1)
    printed = _printed(quantity.surface)
    if printed is None:
        return Decimal(1).scaleb(_last_place(value)) if abs(value) >= LONG else Decimal(1)
    number, decimals = printed
    scale = Decimal(10) ** max(0, (abs(value) / number).adjusted()) if number else Decimal(1)
    if decimals:
        return scale.scaleb(-decimals)
    return scale.scaleb(_last_place(number)) if number >= LONG else scale


def _last_place(value: Decimal) -> int:
    """The exponent of the last digit that is not zero: 4500000 → 5, 0.62 → -2."""
    return int(value.normalize().as_tuple().exponent)


@lru_cache(maxsize=1 << 12)
def _printed(surface: str) -> tuple[Decimal, int] | None:
    """The first number in digits without its scale word, and its decimals; None when there are no digits."""
    found = DIGITS.search(surface)
    if not found:
        return None
    number = found[0].rstrip(" .,'’\u00a0\u202f\u2009")
    whole, point, rest = number.rpartition(".")
    grouped = len(rest) == GROUP and bool(whole.strip("0"))
    decimals = len(rest) if point and rest.isdigit() and not grouped else 0
    digits = re.sub(r"\D", "", number)
    return Decimal(digits).scaleb(-decimals), decimals


def agree(one: Quantity, other: Quantity) -> bool:
    """The two report the same value of one unit.

    A range agrees with the same range, never with a single value. Vague quantities agree when they are printed alike.
    """
    if one.unit != other.unit:
        return False
    if one.value is None or other.value is None:
        return one.value is other.value and one.surface.casefold() == other.surface.casefold()
    if (one.upper is None) != (other.upper is None):
        return False
    tolerance = max(step(one), step(other)) / 2
    ends = [(one.value, other.value)]
    if one.upper is not None and other.upper is not None:
        ends.append((one.upper, other.upper))
    return all(_close(left, right, tolerance) for left, right in ends) or _reaches(one, other) or _reaches(other, one)


def sizes_near(quantity: Quantity) -> tuple[tuple[object, ...], ...]:
    """The class of a quantity by its size, and those of what may agree with it: an index that `agree` can be asked in.

    Values that agree are within a tenth of each other; the next class begins a quarter higher.
    """
    value = quantity.value
    if not value:
        return (("zero",) if value is not None else ("vague", quantity.surface.casefold()),)
    size = math.floor(math.log(abs(value)) / math.log(SIZE))
    return tuple((value > 0, size + step) for step in (0, -1, 1))


def _close(left: Decimal, right: Decimal, tolerance: Decimal) -> bool:
    """Rounded to the coarser precision the two are the same; they are also within a twentieth of each other.

    The twentieth keeps "1 million" (precise to a million, as printed) from agreeing with 1.4 million.
    """
    return abs(left - right) <= min(tolerance, max(abs(left), abs(right)) / 20)


def _reaches(open_end: Quantity, other: Quantity) -> bool:
    """Whether "over 20" agrees with 21, or "up to 20" with 19: within one step of the open value."""
    if open_end.value is None or other.value is None or open_end.upper is not None or other.upper is not None:
        return False
    width = min(step(open_end), abs(open_end.value) / 10)
    gap = other.value - open_end.value
    if open_end.modifier is Modifier.MORE_THAN:
        return 0 <= gap <= width
    if open_end.modifier in (Modifier.LESS_THAN, Modifier.UP_TO):
        return -width <= gap <= 0
    if open_end.modifier is Modifier.APPROX:
        return abs(gap) <= width / 2
    return False


def surely_apart(one: Quantity, other: Quantity) -> bool:
    """The two values cannot both be right, whatever was rounded: what a conflict needs.

    Ranges must not touch, and open values ("over 300") leave their side open.
    """
    if one.value is None or other.value is None or one.unit != other.unit:
        return False
    if agree(one, other) or _rounded(one, other):
        return False
    low, high = _bounds(one)
    other_low, other_high = _bounds(other)
    return (high is not None and other_low is not None and high < other_low) or (
        other_high is not None and low is not None and other_high < low
    )


def _rounded(one: Quantity, other: Quantity) -> bool:
    """Two single values of which the coarser may have been rounded from the finer: "2 million" from 1.7 million."""
    if one.value is None or other.value is None or one.upper is not None or other.upper is not None:
        return False
    steps = (step(one), step(other))
    return steps[0] != steps[1] and abs(one.value - other.value) <= max(steps) / 2


def _bounds(quantity: Quantity) -> tuple[Decimal | None, Decimal | None]:
    """Lowest and highest value that the quantity may stand for; None where it is open."""
    value = quantity.value or Decimal(0)
    slack = step(quantity) / 2
    if quantity.modifier is Modifier.APPROX:
        slack = max(slack, LOOSE * Decimal(1).scaleb(_last_place(value))) if value else slack
    slack = min(slack, abs(value) / 10)
    low: Decimal | None = value - slack
    high: Decimal | None = (value if quantity.upper is None else quantity.upper) + slack
    if quantity.modifier is Modifier.MORE_THAN:
        high = None
    if quantity.modifier in (Modifier.LESS_THAN, Modifier.UP_TO):
        low = None if quantity.modifier is Modifier.UP_TO else value - abs(value) / 10
    return low, high


def exactness(quantity: Quantity) -> tuple[int, int, Decimal]:
    """Sorts the most exact quantity first: no modifier before one, single before vague, finer before coarser."""
    vague = quantity.value is None
    return (int(vague), int(quantity.modifier is not None), step(quantity))
