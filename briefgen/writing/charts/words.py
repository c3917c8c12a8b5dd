"""Subtitles, labels, notes and alternative texts of charts, in the language of the brief.

English has times and amounts of its own (`when.py`, `patterns.py`); every other language those of `briefgen.values`.
What documents print stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from briefgen import values
from briefgen.charting import form
from briefgen.language import N_, Language
from briefgen.model import Fact, Kind, Period, Point, Status
from briefgen.writing.charts.titles import capital, owner_of
from briefgen.writing.charts.unitnames import unit_of
from briefgen.writing.composing import amount
from briefgen.writing.material import Material
from briefgen.writing.names import short_label
from briefgen.writing.tabled import title_of
from briefgen.writing.when import by, is_ahead, is_partial, is_undated, latest, spell

KINDS = {Kind.SHARE: N_("share"), Kind.CHANGE: N_("change")}
"""What the subtitle adds to the measure."""
REPORTED = N_("Reported by: %(documents)s.")
WHOLE = N_("%(chart)s: %(measure)s. %(values)s.")
NUMBERED = re.compile(
    r"^(?:table|tab\.|figure|fig\.|exhibit|box|annex)\s?[\dA-Z]{1,3}(?:[.\-]\d{1,2})?\s?[.:–—-]\s*", re.IGNORECASE
)
"""The number of a table at the head of its caption, which is no number of the brief (English)."""


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


def line_label(fact: Fact, language: Language) -> str:
    """The label of a reference line: "target, no date"."""
    return f"{values.status(fact.status, language)}, {language.gettext('no date')}"


def subtitle(material: Material, points: Sequence[Fact], lines: Sequence[Fact], when: str | None = None) -> str:
    """Measure, whose it is, unit and period: "Freight, Coast Line, tons, 2023 to 2027".

    `when` says the time of points without one.
    """
    language = material.language
    kind = KINDS.get(points[0].kind)
    parts = (
        capital(language.measure(points[0].measure)),
        owner_of(points, material),
        language.gettext(kind) if kind else "",
        unit_of(points[0], language),
        when_of(points, language) if when is None else when,
        language.gettext("undated values as lines") if lines else "",
    )
    return ", ".join(filter(None, parts))


def when_of(points: Sequence[Fact], language: Language) -> str:
    """The time of points: "2024", "2023 to 2027"."""
    times = list(dict.fromkeys(_time(fact, language) for fact in points))
    if len(times) == 1:
        return times[0]
    return span(_end(points[0], language), _end(points[-1], language), language)


def span(first: str, last: str, language: Language) -> str:
    """From one time to another; where another language writes a time with a dash, another dash would not be read."""
    if language.is_translated and not (first.isdecimal() and last.isdecimal()):
        return f"{first} … {last}"
    return language.gettext("%(first)s to %(last)s", first=first, last=last)


def _time(fact: Fact, language: Language) -> str:
    """Period or deadline of a point."""
    if fact.period is not None:
        return _spelled(fact.period, language)
    if fact.deadline is None:
        return language.gettext("no date")
    return deadline(fact, language)


def _end(fact: Fact, language: Language) -> str:
    """The time of a point as the end of a span, where no "by" may stand: a deadline by its year or its day."""
    day = fact.deadline
    if fact.period is not None or day is None:
        return _time(fact, language)
    whole = (day.month, day.day) == (12, 31)
    return _spelled(Period(day.replace(month=1, day=1) if whole else day, day), language)


def deadline(fact: Fact, language: Language) -> str:
    """The latest day of a fact as a deadline: "by 2027"."""
    day = latest(fact)
    return values.deadline(day, language) if language.says(*values.DEADLINES) else by(day)


def _spelled(period: Period, language: Language) -> str:
    """A period in words."""
    return values.period(period, language.locale) if language.is_translated else spell(period)


def point_labels(points: Sequence[Fact], material: Material) -> list[str]:
    """A label for each point: its time and status, and its document where two stand for one time."""
    language = material.language
    plain = [_plain_label(fact, language) for fact in points]
    shared = Counter(plain)
    labels = [
        f"{text} ({documents(fact, material)})" if shared[text] > 1 else text
        for fact, text in zip(points, plain, strict=True)
    ]
    again = Counter(labels)
    return [
        f"{text}: {amount(fact, language)}" if again[text] > 1 else text
        for fact, text in zip(points, labels, strict=True)
    ]


def _plain_label(fact: Fact, language: Language) -> str:
    """Time and status: "2024", "2025 up to 24 October", "2027, target"; an aim for a capacity says so."""
    time = time_label(fact, language)
    capacity = f" ({fact.scope})" if is_ahead(fact) and "capacity" in (fact.scope or "") else ""
    return time if fact.status is Status.ACTUAL else f"{time}, {values.status(fact.status, language)}{capacity}"


def time_label(fact: Fact, language: Language) -> str:
    """The time of a point with a capital: "January–August 2025"."""
    time = _time(fact, language)
    return values.capital(time, language) if fact.period is not None else time


def documents(fact: Fact, material: Material) -> str:
    """The documents that report a fact."""
    found = (short_label(material.document_of(figure.passage), material.language) for figure in fact.figures)
    return material.language.listed(list(dict.fromkeys(found)))


def is_part(fact: Fact) -> bool:
    """Whether a value counts part of a year; a share of one stands beside any other."""
    return fact.kind is not Kind.SHARE and fact.period is not None and is_partial(fact.period)


def note(points: Sequence[Fact], lines: Sequence[Fact], language: Language) -> str:
    """What the reader must know."""
    remarks = []
    partial = list(filter(is_part, points))
    if partial and len(partial) < len(points):
        times = language.listed(list(dict.fromkeys(_spelled(one.period, language) for one in partial if one.period)))
        remarks.append(
            language.gettext(
                "%(times)s: part of a year, not comparable with whole years.", times=values.capital(times, language)
            )
        )
    if same_time(points):
        remarks.append(
            language.gettext(
                "Values for the same time come from different documents; see “%(section)s”.",
                section=language.gettext("Where sources disagree"),
            )
        )
    if any(is_undated(fact) for fact in lines):
        remarks.append(language.gettext("Lines are aims without a date, so they stand at no year."))
    return " ".join(remarks)


def sentences(parts: Iterable[str]) -> str:
    """Whole sentences one behind the other."""
    return " ".join(filter(None, parts))


def whose(points: Sequence[Fact], material: Material) -> str:
    """Where values stand: in which table, and of a noun phrase without a subject in which document.

    The name of such a phrase alone does not say whose it is.
    """
    fact, language = points[0], material.language
    caption = caption_of(points, material)
    names = documents(fact, material)
    if caption and not any(map(str.isdecimal, caption)):
        return language.gettext("From the table “%(caption)s” (%(documents)s).", caption=caption, documents=names)
    if fact.measure in material.measures or fact.subject:
        return ""
    if language.says(REPORTED):
        return language.gettext(REPORTED, documents=names)
    return f"As {names} {'report' if len(fact.origins) > 1 else 'reports'}."


def caption_of(points: Sequence[Fact], material: Material) -> str:
    """The caption of the one table that all values stand in; empty where they stand in several, or it has none."""
    tables = {title_of(figure, material.tables) for fact in points for figure in fact.figures}
    return NUMBERED.sub("", tables.pop() or "") if len(tables) == 1 else ""


def alt_text(material: Material, kind: str, points: Sequence[Point], lines: Sequence[Point]) -> str:
    """The chart in words, with every value."""
    language = material.language
    measure = ", ".join(
        filter(None, (language.measure(points[0].fact.measure), owner_of([one.fact for one in points], material)))
    )
    told = "; ".join(f"{point.label}: {amount(point.fact, language)}" for point in points)
    aims = (
        language.gettext("Line: %(value)s (%(label)s).", value=amount(line.fact, language), label=line.label)
        for line in lines
    )
    called = form(kind).named(language)
    if language.says(WHOLE):
        whole = language.gettext(WHOLE, chart=called, measure=measure, values=told)
    else:
        whole = f"{called} of {measure}. {told}."
    return sentences((whole, *aims))
