"""Titles, labels, notes and alt texts of charts. Titles state the finding in at most ten words, without numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from briefgen.charting import form
from briefgen.model import Fact, Kind, Point, Status
from briefgen.writing.articles import is_plural
from briefgen.writing.material import Material
from briefgen.writing.names import listed, short_label
from briefgen.writing.patterns import amount
from briefgen.writing.tabled import title_of
from briefgen.writing.when import by, is_ahead, is_partial, is_undated, spell

LONGEST_TITLE = 10
"""Words of a title (RENDERING.md)."""
KINDS = {
    Kind.LEVEL: "",
    Kind.COUNT: "",
    Kind.SHARE: "share",
    Kind.CHANGE: "change",
    Kind.DURATION: "",
}
"""What the subtitle adds to the measure."""
UNITS = {
    "t": "tons",
    "kt": "thousand tons",
    "%": "per cent",
    "pp": "percentage points",
    "day": "days",
    "USD": "US dollars",
    "EUR": "euros",
    "GBP": "pounds sterling",
    "bbl": "barrels",
    "m": "metres",
    "hour": "hours",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "acre": "acres",
    "ha": "hectares",
    "INR": "Indian rupees",
    "JPY": "yen",
    "CNY": "yuan",
    "RUB": "roubles",
    "TRY": "Turkish lira",
    "KZT": "tenge",
    "AZN": "manats",
    "UZS": "soums",
    "AED": "dirhams",
}
"""Units that do not read well as `Quantity` keeps them."""


LONGEST_OWNER = 5
"""Words of a row's name in a title that has no room for all of them."""
NUMBERED = re.compile(
    r"^(?:table|tab\.|figure|fig\.|exhibit|box|annex)\s?[\dA-Z]{1,3}(?:[.\-]\d{1,2})?\s?[.:–—-]\s*", re.IGNORECASE
)
"""The number of a table at the head of its caption, which is no number of the brief (English)."""


def title(material: Material, points: Sequence[Fact], *findings: str) -> str:
    """The first finding that is short enough, behind whose it is; else the topic.

    What a table has in one of its rows is no finding on the measure as a whole: "Coast Line: freight rises".
    """
    owner = capital(owner_of(points, material))
    names = (owner, f"{' '.join(owner.split()[:LONGEST_OWNER])} …") if owner else ()
    owned = [f"{one}: {_after_colon(text, points[0])}" for one in names for text in findings]
    for text in (*owned, owner, *findings, "What the documents report"):
        if text and len(text.split()) <= LONGEST_TITLE:
            return text
    return " ".join(material.topic.title.split()[:LONGEST_TITLE])


def owner_of(points: Sequence[Fact], material: Material) -> str:
    """Whose all values are, where the name of the measure does not say it; that of a configured one always does."""
    subject, measure = points[0].subject or "", points[0].measure
    said = measure in material.measures or subject.casefold() in inside(points[0]).casefold()
    return "" if said or any(fact.subject != subject for fact in points) else subject


def capital(text: str) -> str:
    """A text with a capital."""
    return f"{text[:1].upper()}{text[1:]}"


def _after_colon(finding: str, fact: Fact) -> str:
    """A finding behind a colon; a measure keeps the first letter that it has in its document."""
    begins = name(fact)
    if finding.startswith(begins):
        return f"{inside(fact)}{finding.removeprefix(begins)}".replace(": ", ", ", 1)
    return f"{finding[:1].lower()}{finding[1:]}"


def name(fact: Fact) -> str:
    """The measure with a capital: a noun phrase of a text begins with a small letter."""
    return capital(fact.measure or "")


def inside(fact: Fact) -> str:
    """The measure as it stands inside a sentence: a noun phrase of a text as it is there."""
    return fact.measure or "this"


def is_(measure: str) -> str:
    """The verb of a measure."""
    return "are" if is_plural(measure) else "is"


def verb(word: str, measure: str) -> str:
    """A regular verb of a measure: "rises", "rise"."""
    return word if is_plural(measure) else f"{word}s"


def below(one: Fact, other: Fact) -> bool:
    """The first value lies below the second one."""
    low, high = one.quantity.upper or one.quantity.value, other.quantity.value
    return low is not None and high is not None and low < high


def same_time(points: Sequence[Fact]) -> bool:
    """Two values of one status stand for the same time."""
    times = Counter((fact.period, fact.deadline, fact.status) for fact in points)
    return max(times.values(), default=0) > 1


def drawn(facts: Sequence[Fact], labels: Sequence[str]) -> tuple[Point, ...]:
    """Facts as points."""
    return tuple(Point(fact, label, fact.status) for fact, label in zip(facts, labels, strict=True))


def line_label(fact: Fact) -> str:
    """The label of a reference line: "target, no date"."""
    return f"{fact.status.value}, no date"


def subtitle(material: Material, points: Sequence[Fact], lines: Sequence[Fact], when: str | None = None) -> str:
    """Measure, whose it is, unit and period: "Freight, Coast Line, tons, 2023 to 2027".

    `when` says the time of points without one.
    """
    kind = KINDS.get(points[0].kind, "")
    parts = [
        name(points[0]),
        owner_of(points, material),
        kind,
        unit_of(points[0]),
        when_of(points) if when is None else when,
    ]
    if lines:
        parts.append("undated values as lines")
    return ", ".join(part for part in parts if part)


def when_of(points: Sequence[Fact]) -> str:
    """The time of points: "2024", "2023 to 2027"."""
    times = list(dict.fromkeys(map(_time, points)))
    return times[0] if len(times) == 1 else f"{times[0]} to {times[-1]}"


def unit_of(fact: Fact) -> str:
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
        f"{text} ({documents(fact, material)})" if shared[text] > 1 else text
        for fact, text in zip(points, plain, strict=True)
    ]
    again = Counter(labels)
    return [f"{text}: {amount(fact)}" if again[text] > 1 else text for fact, text in zip(points, labels, strict=True)]


def _plain_label(fact: Fact) -> str:
    """Time and status: "2024", "2025 up to 24 October", "2027, target"; an aim for a capacity says so."""
    capacity = f" ({fact.scope})" if is_ahead(fact) and "capacity" in (fact.scope or "") else ""
    return time_label(fact) if fact.status is Status.ACTUAL else f"{time_label(fact)}, {fact.status.value}{capacity}"


def time_label(fact: Fact) -> str:
    """The time of a point with a capital: "January–August 2025"."""
    time = _time(fact)
    return f"{time[:1].upper()}{time[1:]}" if fact.period is not None else time


def documents(fact: Fact, material: Material) -> str:
    """The documents that report a fact."""
    return listed(list(dict.fromkeys(short_label(material.document_of(figure.passage)) for figure in fact.figures)))


def is_part(fact: Fact) -> bool:
    """Whether a value counts part of a year; a share of one stands beside any other."""
    return fact.kind is not Kind.SHARE and fact.period is not None and is_partial(fact.period)


def note(points: Sequence[Fact], lines: Sequence[Fact]) -> str:
    """What the reader must know."""
    remarks = []
    partial = list(filter(is_part, points))
    if partial and len(partial) < len(points):
        times = listed(list(dict.fromkeys(spell(fact.period) for fact in partial if fact.period)))
        remarks.append(f"{times[:1].upper()}{times[1:]}: part of a year, not comparable with whole years.")
    if same_time(points):
        remarks.append("Values for the same time come from different documents; see “Where sources disagree”.")
    if any(is_undated(fact) for fact in lines):
        remarks.append("Lines are aims without a date, so they stand at no year.")
    return " ".join(remarks)


def whose(points: Sequence[Fact], material: Material) -> str:
    """Where values stand: in which table, and of a noun phrase without a subject in which document.

    The name of such a phrase alone does not say whose it is.
    """
    fact = points[0]
    caption = caption_of(points, material)
    if caption and not any(map(str.isdecimal, caption)):
        return f"From the table “{caption}” ({documents(fact, material)}). "
    if fact.measure in material.measures or fact.subject:
        return ""
    return f"As {documents(fact, material)} {'report' if len(fact.origins) > 1 else 'reports'}. "


def caption_of(points: Sequence[Fact], material: Material) -> str:
    """The caption of the one table that all values stand in; empty where they stand in several, or it has none."""
    tables = {title_of(figure, material.tables) for fact in points for figure in fact.figures}
    return NUMBERED.sub("", tables.pop() or "") if len(tables) == 1 else ""


def alt_text(material: Material, kind: str, points: Sequence[Point], lines: Sequence[Point]) -> str:
    """The chart in words, with every value."""
    measure = ", ".join(filter(None, (points[0].fact.measure, owner_of([one.fact for one in points], material))))
    values = "; ".join(f"{point.label}: {amount(point.fact)}" for point in points)
    aims = "".join(f" Line: {amount(line.fact)} ({line.label})." for line in lines)
    return f"{form(kind).called} of {measure}. {values}.{aims}"
