"""What a printed number may stand for, and whether two calculations with such numbers fit.

"4.5 million" is anything that rounds to it; "about 4.5 million" and "tripled" leave more room, "more than 4.5 million"
all of it upwards. Every check is decided by intervals: it is *right* where the numbers fit as printed, *roughly right*
where they fit as far as loose wording and careless rounding allow, and *wrong* only where even that is not enough.
"""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from briefgen.evidence.agreement import step
from briefgen.model import Direction, Fact, Kind, Modifier, Quantity, Verdict

ABOUT = Decimal("0.1")
"""Share by which "about" may miss, as in `agreement.py`."""
CLOSE = Decimal("0.05")
"""Share by which a multiple in words may miss and still be called right: "doubled" is said of 1.9 times without much
ado."""
WORDED = Decimal("0.17")
"""Share by which a multiple in words may miss at all: half way from twice to three times is a sixth of three."""
CARELESS = Decimal("0.75")
"""Units of its last digit by which a number may miss loosely: half of one is rounding, more is carelessness."""
COARSE = (Decimal("0.05"), Decimal("0.1"))
"""Shares of an amount that rounding may not exceed, as printed and loosely. Only one digit ("$1 million") may stand for
more, loosely; and percentages are not amounts: 2% is 1.6% as well."""
PARTS = ("%", "pp", "bp")
"""Units of parts of a whole."""
DIGIT = re.compile(r"\d")
TIMES = re.compile(r"\b(?:times|\w*fold)\b|\dx\b", re.IGNORECASE)
"""English: "rose three times" is said of what tripled, and of what grew by three times itself."""
TURNED = {Modifier.MORE_THAN: Modifier.LESS_THAN, Modifier.LESS_THAN: Modifier.MORE_THAN}
"""What a modifier of a fall says of what is left."""
ALL = 100
"""Percent: of what fell by all of it nothing is left to be a part of anything."""
HUNDREDTH = Decimal("0.01")


class Interval(Struct, frozen=True):
    """All numbers between two ends that are not negative; an end that is None is open."""

    low: Decimal
    high: Decimal | None

    def touches(self, other: Interval) -> bool:
        """The two have a number in common."""
        return (self.high is None or other.low <= self.high) and (other.high is None or self.low <= other.high)

    def plus(self, other: Interval) -> Interval:
        """Every sum of a number of each."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(self.low + other.low, high)

    def minus(self, other: Interval) -> Interval:
        """Every difference of a number of each, as far as it is not negative."""
        low = Decimal(0) if other.high is None else max(self.low - other.high, Decimal(0))
        return Interval(low, None if self.high is None else max(self.high - other.low, Decimal(0)))

    def times(self, other: Interval) -> Interval:
        """Every product of a number of each."""
        high = None if self.high is None or other.high is None else self.high * other.high
        return Interval(self.low * other.low, high)

    def over(self, other: Interval) -> Interval:
        """Every quotient of a number of each; open where the divisor reaches nothing."""
        low = Decimal(0) if other.high is None or not other.high else self.low / other.high
        return Interval(low, None if self.high is None or not other.low else self.high / other.low)


class Reach(Struct, frozen=True):
    """What a number may stand for: as printed, and loosely."""

    printed: Interval
    loose: Interval

    def plus(self, other: Reach) -> Reach:
        """The reach of the sum."""
        return Reach(self.printed.plus(other.printed), self.loose.plus(other.loose))

    def minus(self, other: Reach) -> Reach:
        """The reach of the difference."""
        return Reach(self.printed.minus(other.printed), self.loose.minus(other.loose))

    def times(self, other: Reach) -> Reach:
        """The reach of the product."""
        return Reach(self.printed.times(other.printed), self.loose.times(other.loose))

    def over(self, other: Reach) -> Reach:
        """The reach of the quotient."""
        return Reach(self.printed.over(other.printed), self.loose.over(other.loose))

    def widened(self, share: Decimal) -> Reach:
        """The same as printed, loosely so much more."""
        high = None if self.loose.high is None else self.loose.high * (1 + share)
        return Reach(self.printed, Interval(self.loose.low * (1 - share), high))


ONE = Reach(Interval(Decimal(1), Decimal(1)), Interval(Decimal(1), Decimal(1)))
"""Exactly one."""


def fit(one: Reach, other: Reach) -> Verdict:
    """Whether two ways to the same number lead to the same place."""
    if one.printed.touches(other.printed):
        return Verdict.RIGHT
    return Verdict.ROUGHLY_RIGHT if one.loose.touches(other.loose) else Verdict.WRONG


def reach(quantity: Quantity) -> Reach | None:
    """What a quantity may stand for; None where it is vague, negative or nothing, of which no growth can be told."""
    value = quantity.value
    if value is None or value <= 0 or (quantity.upper is not None and quantity.upper < value):
        return None
    unit = _unit(quantity)
    printed, loose = unit / 2, unit * CARELESS
    if quantity.unit not in PARTS and unit:
        most = printed if len(DIGIT.findall(quantity.surface)) == 1 else value * COARSE[1]
        rough = min(max(printed, min(_round_to(value) / 2, value * COARSE[0])), most)
        printed, loose = min(printed, value * COARSE[0]), max(rough, min(loose, value * COARSE[1]))
    if quantity.modifier is Modifier.APPROX:
        loose = max(loose, value * ABOUT)
    return Reach(_around(quantity, value, printed), _around(quantity, value, loose))


def _unit(quantity: Quantity) -> Decimal:
    """The weight of the last digit; nothing where things were counted one by one."""
    unit = step(quantity)
    counted = unit == 1 and (quantity.unit or "").startswith("count:") and DIGIT.search(quantity.surface)
    return Decimal(0) if counted else unit


def _round_to(value: Decimal) -> Decimal:
    """The weight of the last digit that is not zero: "600 million" may have been rounded to hundreds."""
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def _around(quantity: Quantity, value: Decimal, slack: Decimal) -> Interval:
    """The interval around a value with so much slack; a modifier opens one side."""
    low = max(value - slack, Decimal(0))
    high = (value if quantity.upper is None else quantity.upper) + slack
    if quantity.modifier is Modifier.MORE_THAN:
        return Interval(low, None)
    return Interval(Decimal(0) if quantity.modifier in (Modifier.LESS_THAN, Modifier.UP_TO) else low, high)


def factor(change: Fact) -> Reach | None:
    """How many times the value before the value after is: 1.62 for "rose 62%", a half for "halved".

    None for what tells no factor: an increment, percentage points, a change without direction, a fall of all or more.
    """
    if change.kind is Kind.MULTIPLE:
        return _multiple(change)
    part = reach(change.quantity)
    if change.kind is not Kind.CHANGE or change.quantity.unit != "%" or part is None:
        return None
    share = Reach(*(_share(interval) for interval in (part.printed, part.loose)))
    if change.direction is Direction.UP:
        return ONE.plus(share)
    if change.direction is Direction.DOWN and (change.quantity.value or 0) < ALL:
        return ONE.minus(share)
    return None


def _share(percent: Interval) -> Interval:
    """Percent as part of one."""
    return Interval(percent.low * HUNDREDTH, None if percent.high is None else percent.high * HUNDREDTH)


def _multiple(change: Fact) -> Reach | None:
    """The factor of "tripled", "halved", "rose threefold", "up 2.5 times"."""
    quantity = change.quantity
    value = quantity.value
    if value is None or value <= 0 or quantity.upper is not None:
        return None
    down = change.direction is Direction.DOWN and value > 1
    modifier = quantity.modifier
    if value < 1 and change.direction is Direction.DOWN and modifier:  # "more than halved" is less than a half
        modifier = TURNED.get(modifier, modifier)
    printed, loose = _within(value, modifier, CLOSE), _within(value, modifier, WORDED)
    if value > 1 and change.direction is Direction.UP and TIMES.search(quantity.surface) and loose.high is not None:
        loose = Interval(loose.low, max(loose.high, (value + 1) * (1 + CLOSE)))
    made = Reach(printed, loose)
    return ONE.over(made) if down else made


def _within(value: Decimal, modifier: Modifier | None, share: Decimal) -> Interval:
    """The interval of a multiple that may miss by so much; one that "more than" bounds misses the bound but closely."""
    if modifier is Modifier.MORE_THAN:
        return Interval(value * (1 - CLOSE), None)
    if modifier in (Modifier.LESS_THAN, Modifier.UP_TO):
        return Interval(Decimal(0), value * (1 + CLOSE))
    return Interval(value * (1 - share), value * (1 + share))
