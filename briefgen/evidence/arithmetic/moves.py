"""A change with both of its ends, or told in two ways, inside one sentence: does the sentence fit itself?

"Halved, from 38 to 19"; "up 38%, to $3,410 from $2,470"; "fell 2.1%, or 45.3 points, to 2,104.5".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from briefgen.evidence.arithmetic.computed import computed, operand
from briefgen.evidence.arithmetic.lines import Entry, Line, Told, told
from briefgen.evidence.arithmetic.tolerance import ONE, Interval, Reach, factor, fit, reach
from briefgen.evidence.arithmetic.words import conclusion, directed, printed, value
from briefgen.evidence.dates import overlap
from briefgen.evidence.told import checked, tell
from briefgen.messages import N_
from briefgen.model import Check, CheckKind, Direction, Fact, Kind, Modifier, Quantity, Verdict

POINTS = ("pp", "bp")
"""Units of a change of a share."""
BASIS = Decimal(100)
"""Basis points of a percentage point."""


class Sum(Struct, frozen=True):
    """A calculation: the number that the text gives against the one that follows from the others."""

    given: Reach
    """What the text's own number may stand for."""
    follows: Reach
    """What the other numbers make of it."""
    result: Fact
    """What follows, as a computed fact."""


def moves(lines: Iterable[Line]) -> Iterator[Check]:
    """A check for each change of which a sentence gives both ends, or two forms."""
    for line in lines:
        for one in told(line):
            made = _ends(one) if one.before else _forms(one)
            check = _check(one, made) if made else None
            if check and (one.sure or check.verdict is not Verdict.WRONG):
                yield check


def _check(one: Told, made: Sum) -> Check:
    """The check in words."""
    given = [entry.fact for entry in (one.step, one.again, one.before, one.after) if entry]
    if one.again and given[0].kind is Kind.INCREMENT:
        given[:2] = given[1], given[0]
    step = given[0]
    verdict = fit(made.given, made.follows)
    if one.before:
        message = N_("From %(start)s to %(end)s is %(change)s; the same sentence says %(said)s: %(verdict)s.")
        start = printed(one.before.fact)
    else:
        message = N_("%(start)s on the way to %(end)s is %(change)s; the same sentence says %(said)s: %(verdict)s.")
        start = value(given[1], first=True)
    told = tell(
        message,
        start=start,
        end=value(one.after.fact),
        change=value(made.result) if made.result.kind is Kind.MULTIPLE else directed(made.result),
        said=value(step),
        verdict=conclusion(verdict, alone=True),
    )
    return checked(CheckKind.MOVE, verdict, (*dict.fromkeys(given), made.result), (one.passage,), told)


def _ends(one: Told) -> Sum | None:
    """Before and after against the step between them."""
    if one.step is None or one.before is None or _other_time(one) or _is_range(one.after) or _is_range(one.before):
        return None
    after, before = reach(one.after.figure.quantity), reach(_bare(one.before.figure.quantity))
    step = one.step.fact
    if after is None or before is None or step.kind is not one.step.figure.kind:
        return None
    if step.kind is Kind.INCREMENT:
        return _amount(one, after, before)
    ratio = factor(step)
    if ratio is None:
        return None
    made = Sum(ratio, after.over(before), _ratio(step, one.after.fact, one.before.fact))
    if one.after.figure.quantity.unit == "%" and step.kind is Kind.CHANGE and fit(ratio, made.follows) is Verdict.WRONG:
        return _loose_points(one, after, before) or made
    return made


def _is_range(entry: Entry) -> bool:
    """A value between two: no single change leads there."""
    return entry.figure.quantity.upper is not None


def _bare(quantity: Quantity) -> Quantity:
    """The value before without "as much as", which the multiple brought: "twice as much as the 1.2 million"."""
    return replace(quantity, modifier=None) if quantity.modifier is Modifier.UP_TO else quantity


def _other_time(one: Told) -> bool:
    """The change is told against another time than the value before is of."""
    base = one.step.figure.base if one.step else None
    period = one.before.figure.period if one.before else None
    return not one.tied and base is not None and period is not None and not overlap(base, period)


def _ratio(step: Fact, after: Fact, before: Fact) -> Fact:
    """The change between two values: a multiple where the text tells one and it rose, else percent."""
    ratio = (after.quantity.value or Decimal(0)) / (before.quantity.value or Decimal(1))
    formula = f"{operand(after)} ÷ {operand(before)}"
    inputs = (after, before)
    direction = Direction.UP if ratio >= 1 else Direction.DOWN
    if step.kind is Kind.MULTIPLE and ratio >= 1:
        return computed(inputs, ratio, formula, kind=Kind.MULTIPLE, unit="x", direction=direction)
    formula = f"{formula} − 1" if ratio >= 1 else f"1 − {formula}"
    return computed(inputs, abs(ratio - 1) * 100, formula, kind=Kind.CHANGE, unit="%", direction=direction)


def _amount(one: Told, after: Reach, before: Reach) -> Sum | None:
    """An increment between two amounts of its unit, or points between two shares."""
    if one.step is None or one.before is None:
        return None
    step, level = one.step.figure.quantity, one.after.figure.quantity
    given = reach(step)
    if (
        given is None
        or (step.unit in POINTS) != (level.unit == "%")
        or (step.unit not in POINTS and step.unit != level.unit)
    ):
        return None
    up = one.step.figure.direction is Direction.UP
    if one.step.figure.direction is None:
        return None
    follows = after.minus(before) if up else before.minus(after)
    if step.unit == "bp":
        hundred = Interval(BASIS, BASIS)
        follows = follows.times(Reach(hundred, hundred))
    return Sum(given, follows, _difference(one.after.fact, one.before.fact, step.unit))


def _difference(after: Fact, before: Fact, unit: str | None) -> Fact:
    """After minus before, or the other way round where it fell."""
    left, right = after.quantity.value or Decimal(0), before.quantity.value or Decimal(0)
    up = left >= right
    first, second = (after, before) if up else (before, after)
    return computed(
        (after, before),
        abs(left - right) * (BASIS if unit == "bp" else 1),
        f"{operand(first)} − {operand(second)}",
        kind=Kind.INCREMENT,
        unit=unit,
        direction=Direction.UP if up else Direction.DOWN,
    )


def _loose_points(one: Told, after: Reach, before: Reach) -> Sum | None:
    """Percent said of a share where percentage points are meant: "up 2% from 5% to 7%"."""
    if one.step is None or one.before is None:
        return None
    given = reach(one.step.figure.quantity)
    up = one.step.figure.direction is Direction.UP
    follows = after.minus(before) if up else before.minus(after)
    if given is None or fit(given, follows) is Verdict.WRONG:
        return None
    apart = Reach(Interval(Decimal(-1), Decimal(-1)), given.loose)
    return Sum(apart, follows, _difference(one.after.fact, one.before.fact, "pp"))


def _forms(one: Told) -> Sum | None:
    """One step in percent and in units, and the level that it led to."""
    steps = [entry for entry in (one.step, one.again) if entry]
    percent = next((entry for entry in steps if entry.figure.quantity.unit == "%"), None)
    amount = next((entry for entry in steps if entry.figure.kind is Kind.INCREMENT), None)
    if percent is None or amount is None or not _of_one_unit(amount.fact, one.after.fact):
        return None
    after, width, share = reach(one.after.figure.quantity), reach(amount.figure.quantity), factor(percent.fact)
    if after is None or width is None or share is None:
        return None
    up = percent.figure.direction is Direction.UP
    before = after.minus(width) if up else after.plus(width)
    part = width.over(before)
    follows = ONE.plus(part) if up else ONE.minus(part)
    step, level = amount.fact.quantity.value or Decimal(0), one.after.fact.quantity.value or Decimal(0)
    base = level - step if up else level + step
    if base <= 0:
        return None
    result = computed(
        (percent.fact, amount.fact, one.after.fact),
        step / base * 100,
        f"{operand(amount.fact)} ÷ ({operand(one.after.fact)} {'−' if up else '+'} {operand(amount.fact)})",
        kind=Kind.CHANGE,
        unit="%",
        direction=percent.figure.direction,
    )
    return Sum(share, follows, result)


def _of_one_unit(step: Fact, level: Fact) -> bool:
    """The step is counted as the level is; an index has points and no unit."""
    return step.quantity.unit == level.quantity.unit or (step.quantity.unit, level.quantity.unit) == (
        "count:points",
        None,
    )
