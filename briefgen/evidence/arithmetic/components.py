"""Trade is exports and imports: their amounts must come to it, and its growth must lie between theirs.

Exports there and exports back are the two parts of trade as well: "its exports to the neighbour", "the neighbour's
exports to it". Only within one document, for one time, and where exactly one value of each is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from briefgen.evidence.arithmetic.computed import computed, operand
from briefgen.evidence.arithmetic.lines import Entry, Line
from briefgen.evidence.arithmetic.tolerance import Interval, Reach, factor, fit, reach
from briefgen.evidence.arithmetic.words import conclusion, directed, value
from briefgen.evidence.passages import passages
from briefgen.evidence.scopes import PATTERNS, clause, delimiters
from briefgen.evidence.told import checked, tell
from briefgen.messages import N_
from briefgen.model import Check, CheckKind, Direction, Fact, Figure, Kind, Period, Status

WHOLE = re.compile(r"\b(?:trade|turnover|commerce|exchange of goods)\b", re.IGNORECASE)
"""Names of the whole (English)."""
NOT_WHOLE = re.compile(r"\b(?:balance|deficit|surplus|gap|retail|stock|trader|share|partner)s?\b", re.IGNORECASE)
"""What has to do with trade and is no sum of both ways."""
ROUTE = re.compile(
    r"\b(\w{4})\w*\W+(?:\w+\W+){0,3}?exports?\W+(?:\w+\W+){0,3}?to\W+(?:the\W+)?(\w{4})\w*", re.IGNORECASE
)
"""From where to where; four letters tell a country from another, and join it to its adjective."""
PART = re.compile(r"(?:[^\W\d_]+\s+)?(?:ex|im)ports?(?:\s+of\s+[^\W\d_]+)?", re.IGNORECASE)
"""Exports and imports with the words that may narrow them."""
GENERAL = frozenset(
    {
        "a",
        "all",
        "an",
        "and",
        "annual",
        "as",
        "between",
        "bilateral",
        "both",
        "by",
        "combined",
        "commerce",
        "countries",
        "country",
        "exchange",
        "export",
        "exports",
        "external",
        "foreign",
        "from",
        "goods",
        "her",
        "his",
        "import",
        "imports",
        "in",
        "inbound",
        "its",
        "merchandise",
        "mutual",
        "of",
        "on",
        "our",
        "outbound",
        "overall",
        "s",
        "same",
        "the",
        "their",
        "this",
        "to",
        "total",
        "trade",
        "turnover",
        "two",
        "value",
        "volume",
        "volumes",
        "was",
        "were",
        "when",
        "where",
        "which",
        "while",
        "with",
        "worth",
    }
)
"""Words of trade as a whole, and those that stand before it by chance (English)."""
SIDES = frozenset({"exports", "imports"})
"""Delimiters that say which part a value is of."""
NEAR = 700
"""Characters of a document within which whole and parts are told together: some sentences."""


class Part(Struct, frozen=True):
    """A value that may be of trade or of one of its parts."""

    entry: Entry
    role: str
    """"whole", "exports", "imports", or the route of exports."""


class Trade(Struct, frozen=True):
    """The whole with its two parts: levels or growths of one time."""

    whole: Fact
    one: Fact
    other: Fact


def components(lines: Sequence[Line]) -> Iterator[Check]:
    """A check for each trade whose parts the same document tells nearby."""
    by_document: dict[str, list[Part]] = {}
    for line in lines:
        for entry in line.entries:
            role = _role(entry.figure)
            if role and entry.figure.status is Status.ACTUAL and entry.figure.period is not None:
                by_document.setdefault(line.passage.document_id, []).append(Part(entry, role))
    for _, members in sorted(by_document.items()):
        yield from _of_document(members)


def _role(figure: Figure) -> str | None:
    """What a value is of; None for what is no trade, or for a part of a part."""
    amount = figure.kind is Kind.LEVEL or (figure.kind is Kind.CHANGE and figure.quantity.unit == "%")
    if not amount or figure.quantity.upper is not None or delimiters(figure) - SIDES:
        return None
    measure, text = figure.measure or "", clause(figure)
    sides = _sides(measure) or _sides(text)
    if _is_narrow(measure) or (sides and any(_is_narrow(match[0]) for match in PART.finditer(text))):
        return None
    if len(sides) == 1:
        route = ROUTE.search(f"{measure} · {figure.passage.quote}")
        (side,) = sides
        return f"{route[1]}>{route[2]}".casefold() if route and side == "exports" else side
    return "whole" if not sides and WHOLE.search(measure) and not NOT_WHOLE.search(measure) else None


def _sides(text: str) -> set[str]:
    """The parts of trade that a text names."""
    return {side for side in SIDES if PATTERNS[side].search(text)}


def _is_narrow(phrase: str) -> bool:
    """A word of the phrase, no name and none of those that all trade has, makes it a part: "grain exports"."""
    return any(word.islower() and word not in GENERAL for word in re.findall(r"[^\W\d_]+", phrase))


def _of_document(members: Sequence[Part]) -> Iterator[Check]:
    """The checks of one document."""
    levels: dict[Period, list[Part]] = {}
    growths: dict[Period, list[Part]] = {}
    for part in members:
        figure = part.entry.figure
        if figure.period is not None:
            (levels if figure.kind is Kind.LEVEL else growths).setdefault(figure.period, []).append(part)
    for time in sorted({*levels, *growths}, key=lambda period: (period.start, period.end)):
        amounts, changes = _trade(levels.get(time, ())), _trade(growths.get(time, ()))
        if amounts:
            yield from _sum(amounts)
        if changes and (check := _weighted(changes, amounts) if amounts else _bounded(changes)):
            yield check


def _trade(group: Sequence[Part]) -> Trade | None:
    """The whole and its two parts, where each is told once and near the others."""
    facts = {part.role: part.entry.fact for part in group}
    if len({part.entry.fact.id for part in group}) != len(facts) or len(facts) != 3 or "whole" not in facts:  # noqa: PLR2004 - whole, one, other
        return None
    if len({fact.quantity.unit for fact in facts.values()}) > 1:
        return None
    places = [part.entry.figure.span.start for part in group]
    if max(places) - min(places) > NEAR:
        return None
    one, other = sorted(set(facts) - {"whole"})
    opposite = ">" in one and ">" in other and one.split(">") == other.split(">")[::-1]
    if not opposite and {one, other} != SIDES and not (">" in one + other and {one, other} & {"imports"}):
        return None
    return Trade(facts["whole"], facts[one], facts[other])


def _sum(trade: Trade) -> Iterator[Check]:
    """Two amounts and the whole."""
    sizes = [reach(fact.quantity) for fact in (trade.whole, trade.one, trade.other)]
    inputs = (trade.one, trade.other)
    amount = sum((fact.quantity.value or Decimal(0) for fact in inputs), Decimal(0))
    result = computed(inputs, amount, " + ".join(map(operand, inputs)), exact=True)
    whole, one, other = sizes
    if whole is None or one is None or other is None:
        return
    verdict = fit(one.plus(other), whole)
    told = tell(
        N_("%(parts)s make %(sum)s; the whole is given as %(total)s: %(verdict)s."),
        parts=(value(trade.one), value(trade.other)),
        sum=value(result),
        total=value(trade.whole),
        verdict=conclusion(verdict, alone=True),
    )
    given = (trade.whole, *inputs)
    yield checked(CheckKind.PARTS, verdict, (*given, result), passages(*given), told)


def _weighted(trade: Trade, levels: Trade) -> Check | None:
    """The growth of the whole from the growths and the amounts of both parts."""
    before: list[Reach] = []
    after: list[Reach] = []
    for growth, level in ((trade.one, levels.one), (trade.other, levels.other)):
        ratio, size = factor(growth), reach(level.quantity)
        if ratio is None or size is None:
            return None
        after.append(size)
        before.append(size.over(ratio))
    given = factor(trade.whole)
    if given is None:
        return None
    verdict = fit(given, after[0].plus(after[1]).over(before[0].plus(before[1])))
    inputs = (levels.one, levels.other, trade.one, trade.other)
    total = sum((fact.quantity.value or Decimal(0) for fact in (levels.one, levels.other)), Decimal(0))
    base = sum(_before(growth, level) for growth, level in ((trade.one, levels.one), (trade.other, levels.other)))
    up = total >= base
    top, bottom = (
        f"({operand(levels.one)} + {operand(levels.other)})",
        f"({_term(trade.one, levels.one)} + {_term(trade.other, levels.other)})",
    )
    result = computed(
        inputs,
        abs(total / base - 1) * 100,
        f"{top} ÷ {bottom} − 1" if up else f"1 − {top} ÷ {bottom}",
        kind=Kind.CHANGE,
        unit="%",
        direction=Direction.UP if up else Direction.DOWN,
    )
    step = N_("%(change)s to %(level)s")
    told = tell(
        N_("%(parts)s make %(sum)s together; the whole is said to have changed by %(total)s: %(verdict)s."),
        parts=(
            tell(step, change=directed(trade.one), level=value(levels.one)),
            tell(step, change=directed(trade.other), level=value(levels.other)),
        ),
        sum=value(result),
        total=directed(trade.whole),
        verdict=conclusion(verdict, alone=True),
    )
    given_facts = (trade.whole, *inputs)
    return checked(CheckKind.COMPONENTS, verdict, (*given_facts, result), passages(*given_facts), told)


def _before(growth: Fact, level: Fact) -> Decimal:
    """The amount before a growth."""
    change = (growth.quantity.value or Decimal(0)) / 100
    return (level.quantity.value or Decimal(0)) / (1 + (change if growth.direction is Direction.UP else -change))


def _term(growth: Fact, level: Fact) -> str:
    """The same as part of a formula."""
    return f"{operand(level)} ÷ (1 {'+' if growth.direction is Direction.UP else '−'} {operand(growth)})"


def _bounded(trade: Trade) -> Check | None:
    """Without amounts: the growth of the whole lies between those of its parts."""
    whole, one, other = (factor(fact) for fact in (trade.whole, trade.one, trade.other))
    if whole is None or one is None or other is None:
        return None
    between = Reach(_hull(one.printed, other.printed), _hull(one.loose, other.loose))
    verdict = fit(whole, between)
    message = N_(
        "The growth of a whole lies between those of its parts, %(parts)s; it is given as %(total)s: %(verdict)s."
    )
    told = tell(
        message,
        parts=(directed(trade.one), directed(trade.other)),
        total=directed(trade.whole),
        verdict=conclusion(verdict, alone=True),
    )
    given = (trade.whole, trade.one, trade.other)
    return checked(CheckKind.COMPONENTS, verdict, given, passages(*given), told)


def _hull(one: Interval, other: Interval) -> Interval:
    """Everything from the lower of two intervals to the upper."""
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    return Interval(min(one.low, other.low), high)
