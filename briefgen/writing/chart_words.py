"""Titles, labels, notes and alt texts of charts. Titles state the finding in at most ten words, without numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefgen.model import ChartKind, Direction, Fact, Kind, Point, Status
from briefgen.writing.material import Material
from briefgen.writing.names import listed, short_label
from briefgen.writing.patterns import amount, is_plural
from briefgen.writing.when import by, is_partial, is_undated, spell

LONGEST_TITLE = 10
"""Words of a title (RENDERING.md)."""
LEAP = 3
"""Days by which months, quarters and years differ among themselves."""
KINDS = {
    Kind.LEVEL: "",
    Kind.COUNT: "",
    Kind.SHARE: "share",
    Kind.CHANGE: "change",
    Kind.DURATION: "",
}
"""What the subtitle adds to the measure."""
AHEAD = {
    Status.PROJECTION: "projected",
    Status.PLAN: "planned",
    Status.TARGET: "meant",
}
"""What a measure is, before "to rise", by the status of its last value."""
UNITS = {
    "t": "tons",
    "%": "per cent",
    "pp": "percentage points",
    "day": "days",
    "USD": "US dollars",
    "EUR": "euros",
    "GBP": "pounds sterling",
    "bbl": "barrels",
    "m": "metres",
}
"""Units that do not read well as `Quantity` keeps them."""


def title(points: Sequence[Fact], lines: Sequence[Fact], material: Material) -> str:
    """The finding; where it is too long the measure alone."""
    measure = _name(points[0])
    for text in (_finding(points, lines, measure), measure, "What the documents report"):
        if len(text.split()) <= LONGEST_TITLE and text:
            return text
    return " ".join(material.topic.title.split()[:LONGEST_TITLE])


def _name(fact: Fact) -> str:
    """The measure with a capital: a noun phrase of a text begins with a small letter."""
    measure = fact.measure or ""
    return f"{measure[:1].upper()}{measure[1:]}"


def _finding(points: Sequence[Fact], lines: Sequence[Fact], measure: str) -> str:
    """What the values show, as a short sentence without numbers."""
    actual = [fact for fact in points if fact.status in (Status.ACTUAL, Status.ESTIMATE)]
    ahead = [fact for fact in points if fact not in actual]
    aims = [fact for fact in (*ahead, *lines) if fact.status is not Status.CAPACITY]
    if _same_time(points):
        return f"Documents differ on {measure}"
    if points[0].kind is Kind.CHANGE:
        return _growth(points, measure) or f"{measure}: change by period"
    if actual and aims and all(_below(actual[-1], fact) for fact in aims):
        kinds = list(dict.fromkeys(fact.status.value for fact in aims))
        return f"{measure} {_is(measure)} still below {listed(kinds)}"
    if ahead and (latest := _beyond(actual, ahead)):
        return f"{measure} {_is(measure)} {AHEAD[latest.status]} to {_way(actual[-1], latest)}"
    return _trend(points, measure) or f"{measure}: what each period shows"


def _trend(points: Sequence[Fact], measure: str) -> str | None:
    """Which way measured values went, where their periods are of one length."""
    lengths = [(fact.period.end - fact.period.start).days for fact in points if fact.period]
    if len(lengths) < len(points) or any(fact.status is not Status.ACTUAL for fact in points):
        return None
    if max(lengths) - min(lengths) > LEAP:
        return None
    first, last = points[0], points[-1]
    if not (_below(first, last) or _below(last, first)):
        return None
    return f"{measure} {_verb(_way(first, last), measure)}"


def _beyond(actual: Sequence[Fact], ahead: Sequence[Fact]) -> Fact | None:
    """The last value that is aimed at or expected, where it surely differs from the last measured one."""
    last = next((fact for fact in reversed(ahead) if fact.status in AHEAD), None)
    if not actual or last is None:
        return None
    return last if _below(actual[-1], last) or _below(last, actual[-1]) else None


def _way(now: Fact, then: Fact) -> str:
    """Which way it is to go."""
    return "rise" if _below(now, then) else "fall"


def _is(measure: str) -> str:
    """The verb of a measure."""
    return "are" if is_plural(measure) else "is"


def _verb(word: str, measure: str) -> str:
    """A regular verb of a measure: "rises", "rise"."""
    return word if is_plural(measure) else f"{word}s"


def _below(one: Fact, other: Fact) -> bool:
    """The first value lies below the second one."""
    low, high = one.quantity.upper or one.quantity.value, other.quantity.value
    return low is not None and high is not None and low < high


def _same_time(points: Sequence[Fact]) -> bool:
    """Two values of one status stand for the same time."""
    times = Counter((fact.period, fact.deadline, fact.status) for fact in points)
    return max(times.values(), default=0) > 1


def _growth(points: Sequence[Fact], measure: str) -> str | None:
    """How the pace of change moved between the first and the last measured value."""
    actual = [fact for fact in points if fact.status is Status.ACTUAL]
    if len(actual) != len(points) or len({fact.direction for fact in points}) > 1:
        return None
    first, last = actual[0].quantity.value, actual[-1].quantity.value
    if first is None or last is None or first == last:
        return None
    verb = _verb("fall", measure) if actual[0].direction is Direction.DOWN else _verb("grow", measure)
    return f"{measure} {verb} {'more slowly' if last < first else 'faster'}"


def subtitle(points: Sequence[Fact], lines: Sequence[Fact]) -> str:
    """Measure, unit and period: "Harbour cargo, tons, 2023 to 2027"."""
    kind = KINDS.get(points[0].kind, "")
    times = list(dict.fromkeys(_time(fact) for fact in points))
    parts = [
        _name(points[0]),
        kind,
        _unit(points[0]),
        times[0] if len(times) == 1 else f"{times[0]} to {times[-1]}",
    ]
    if lines:
        parts.append("undated values as lines")
    return ", ".join(part for part in parts if part)


def _unit(fact: Fact) -> str:
    """The unit in words; of a count what is counted, which the measure mostly says itself."""
    unit = fact.quantity.unit or ""
    if unit.startswith("count:") or not unit:
        return ""
    rate = f" per {fact.rate}" if fact.rate else ""
    return f"{UNITS.get(unit, unit)}{rate}"


def _time(fact: Fact) -> str:
    """Period or deadline of a point."""
    if fact.period is not None:
        return spell(fact.period)
    return by(fact.deadline) if fact.deadline is not None else "no date"


def point_labels(points: Sequence[Fact], material: Material) -> list[str]:
    """A label for each point: its time and status, and its document where two stand for one time."""
    plain = [_plain_label(fact) for fact in points]
    shared = Counter(plain)
    labels = [
        f"{text} ({_documents(fact, material)})" if shared[text] > 1 else text
        for fact, text in zip(points, plain, strict=True)
    ]
    again = Counter(labels)
    return [f"{text}: {amount(fact)}" if again[text] > 1 else text for fact, text in zip(points, labels, strict=True)]


def _plain_label(fact: Fact) -> str:
    """Time and status: "2024", "2025 up to 24 October", "2027, target"."""
    time = _time(fact)
    time = f"{time[:1].upper()}{time[1:]}" if fact.period is not None else time
    return time if fact.status is Status.ACTUAL else f"{time}, {fact.status.value}"


def _documents(fact: Fact, material: Material) -> str:
    """The documents that report a fact."""
    return listed(list(dict.fromkeys(short_label(material.document_of(figure.passage)) for figure in fact.figures)))


def note(points: Sequence[Fact], lines: Sequence[Fact]) -> str:
    """What the reader must know."""
    remarks = []
    partial = [fact for fact in points if fact.period and is_partial(fact.period)]
    if points[0].kind is Kind.SHARE:
        partial = []
    if partial and len(partial) < len(points):
        times = listed(list(dict.fromkeys(spell(fact.period) for fact in partial if fact.period)))
        remarks.append(f"{times[:1].upper()}{times[1:]}: part of a year, not comparable with whole years.")
    if _same_time(points):
        remarks.append("Values for the same time come from different documents; see “Where sources disagree”.")
    if any(is_undated(fact) for fact in lines):
        remarks.append("Lines are aims without a date, so they stand at no year.")
    return " ".join(remarks)


def alt_text(kind: ChartKind, points: Sequence[Point], lines: Sequence[Point]) -> str:
    """The chart in words, with every value."""
    measure = points[0].fact.measure or ""
    form = "Timeline" if kind is ChartKind.TIMELINE else "Bar chart"
    values = "; ".join(f"{point.label}: {amount(point.fact)}" for point in points)
    aims = "".join(f" Line: {amount(line.fact)} ({line.label})." for line in lines)
    return f"{form} of {measure}. {values}.{aims}"
