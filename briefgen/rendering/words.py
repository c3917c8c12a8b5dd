"""How values read in a brief: numbers, dates, periods and names in the brief's locale.

Pure functions of values; `filters.py` offers them to templates.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval
from babel.lists import format_list
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent

from briefgen.errors import RenderError
from briefgen.model import (
    Aim,
    Direction,
    Document,
    Fact,
    Kind,
    Modifier,
    Passage,
    Period,
    Quantity,
    Relation,
    RelationType,
    Severity,
    Status,
)
from briefgen.rendering.text import one_line

_MODIFIERS = {
    Modifier.APPROX: "about",
    Modifier.MORE_THAN: "more than",
    Modifier.LESS_THAN: "less than",
    Modifier.UP_TO: "up to",
}
_STATUSES = {
    Status.ACTUAL: "actual",
    Status.ESTIMATE: "estimate",
    Status.PROJECTION: "projection",
    Status.PLAN: "plan",
    Status.TARGET: "target",
    Status.CAPACITY: "capacity",
}
_RELATIONS = {
    RelationType.CORROBORATED: "Sources agree",
    RelationType.ROUNDING: "The same number, rounded",
    RelationType.DIFFERENT_PERIOD: "Different periods",
    RelationType.DIFFERENT_SCOPE: "Different scope or definition",
    RelationType.CONFLICT: "Sources conflict",
    RelationType.STATUS_CONFLICT: "Sources differ on the status",
    RelationType.SUPERSEDED: "Overtaken by a newer document",
    RelationType.DOES_NOT_ADD_UP: "Does not add up",
    RelationType.FALSE_FRIEND: "Alike, but not the same",
}
_DIFFERENCES = {
    RelationType.CORROBORATED: "sources agree",
    RelationType.ROUNDING: "the same number, rounded",
    RelationType.DIFFERENT_PERIOD: "the periods differ",
    RelationType.DIFFERENT_SCOPE: "scope or definition differs",
    RelationType.CONFLICT: "the values conflict",
    RelationType.STATUS_CONFLICT: "the status differs",
    RelationType.SUPERSEDED: "overtaken by a newer document",
    RelationType.DOES_NOT_ADD_UP: "the numbers do not add up",
    RelationType.FALSE_FRIEND: "alike, but not the same",
}
"""What differs, behind the name of a measure."""
_ADVICE = {
    RelationType.CONFLICT: "Use neither number without the other, or without saying whose it is.",
    RelationType.STATUS_CONFLICT: "Say how firm it is, and by whose account, before it is repeated as settled.",
    RelationType.DOES_NOT_ADD_UP: "One of these numbers is wrong or means something else: ask before using any.",
    RelationType.SUPERSEDED: "Use the newer account.",
    RelationType.DIFFERENT_SCOPE: "Both may be right. Say what each number covers, and do not compare or add them.",
    RelationType.DIFFERENT_PERIOD: "Both may be right. Name the period with each number, and compare like with like.",
    RelationType.FALSE_FRIEND: "Two things share a name: say which one is meant.",
}
"""Why a relation matters to somebody who is about to use one of its numbers; agreement needs no advice."""
_SEVERITIES = {Severity.GRAVE: "Grave", Severity.CAUTION: "Caution", Severity.NOTE: "Note"}
_STRENGTHS = {**_STATUSES, Status.PROJECTION: "expected"}
"""How firm an aim is."""
_MARKS = frozenset('“”„«»"')
"""Quotation marks of documents."""
_DIGIT = re.compile(r"\d")
_PLURALS = ("zero", "one", "two", "few", "many", "other")
_THING = re.compile(r"The ([^.,:;“”]{3,60}?)(?: of one passage)? (?:is|are) ")
"""How explanations of claims open: with what they are about."""
_OPENING = 6
"""Words by which a reader finds a sentence again: a line of a narrow column."""
_TWO = 2
"""Measures that one heading names."""
_COMPACT_FROM = 1_000_000
"""Money from here on is printed in millions and billions."""


def parse_locale(tag: str) -> Locale:
    """The Babel locale of a BCP 47 tag.

    Raises:
        RenderError: the tag names no locale that Babel knows.
    """
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise RenderError(
            f"{tag!r} is not a locale that briefgen knows", hint='Use a tag such as "en-GB", "kk" or "tr".'
        ) from error


def direction(locale: Locale) -> str:
    """The way that text runs, as HTML says it: "ltr" or "rtl"."""
    return "rtl" if locale.text_direction == "rtl" else "ltr"


def number(value: Decimal | int, locale: Locale) -> str:
    """A number with the locale's marks and every digit that it has."""
    return format_decimal(value, locale=locale, decimal_quantization=False)


def percent(value: Decimal | int, locale: Locale) -> str:
    """Per cent as the model keeps it: 12.5 is printed 12.5%."""
    return format_percent(Decimal(value) / 100, locale=locale, decimal_quantization=False)


def currency(value: Decimal | int, code: str, locale: Locale) -> str:
    """An amount of money; large ones in millions and billions, with at most two decimals."""
    if abs(Decimal(value)) >= _COMPACT_FROM:
        return format_compact_currency(value, code, locale=locale, fraction_digits=2)
    pattern = str(locale.currency_formats["standard"].pattern)
    whole = Decimal(value) == Decimal(value).to_integral_value()
    return format_currency(
        value, code, re.sub(r"\.0+", "", pattern) if whole else pattern, locale, currency_digits=not whole
    )


def date(value: dt.date, locale: Locale, style: str = "long") -> str:
    """A day: "16 October 2025" long, "16 Oct 2025" medium."""
    return format_date(value, format=style, locale=locale)


def period(value: Period, locale: Locale) -> str:
    """Whole years and months by name, else from day to day."""
    first, last = value.start, value.end
    if first == last:
        return date(first, locale)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if first.day == 1 and _ends_month(last):
        same = (first.year, first.month) == (last.year, last.month)
        return format_date(first, "MMMM y", locale=locale) if same else _interval(first, last, "yMMMM", locale)
    return _interval(first, last, "yMMMd", locale)


def _interval(first: dt.date, last: dt.date, skeleton: str, locale: Locale) -> str:
    """The locale's words for from-to; a dash between single words stands tight, without the thin spaces of CLDR."""
    words = format_interval(first, last, skeleton, locale=locale)
    return words if first.year != last.year else words.replace("\u2009", "")


def deadline(value: dt.date, locale: Locale) -> str:
    """The last day of "by …", as coarse as it can be: a year, a month or a day."""
    if (value.month, value.day) == (12, 31):
        return f"by {value.year}"
    if _ends_month(value):
        return f"by {format_date(value, 'MMMM y', locale=locale)}"
    return f"by {date(value, locale)}"


def _ends_month(day: dt.date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def join_and(parts: list[str], locale: Locale) -> str:
    """A list in words: "a, b and c"."""
    return format_list(parts, locale=locale) if parts else ""


def plural(count: int, forms: tuple[str, ...], locale: Locale) -> str:
    """The count with the noun's form; forms stand in the order of the locale's plural tags ("one", "other").

    Two forms are of a noun that has no more, such as an English one on a page of another locale: one, and many.
    """
    tags = [tag for tag in _PLURALS if tag in {*locale.plural_form.tags, "other"}]
    foreign = len(forms) < len(tags)
    place = min(abs(count) != 1, len(forms) - 1) if foreign else tags.index(locale.plural_form(count))
    return f"{number(count, locale)} {forms[min(place, len(forms) - 1)]}"


def quantity(value: Quantity, locale: Locale) -> str:
    """The number as its document prints it, with its modifier; a computed one in the locale's form."""
    words = one_line(value.printed) or _computed(value, locale)
    modifier = _MODIFIERS.get(value.modifier) if value.modifier else None
    return f"{modifier} {words}" if modifier and not words.casefold().startswith(modifier) else words


def _computed(value: Quantity, locale: Locale) -> str:
    if value.value is None:
        return ""
    ends = [number(end, locale) for end in (value.value, value.upper) if end is not None]
    unit = (value.unit or "").removeprefix("count:")
    return "–".join(ends) + ("" if not unit else "%" if unit == "%" else f" {unit}")


def change(fact: Fact, locale: Locale) -> str:
    """The value of a fact; changes say which way they go: "up 62%", "rise of up to 10 million tons"."""
    words = quantity(fact.quantity, locale)
    if fact.rate and fact.rate not in words:
        words += f" per {fact.rate}"
    if fact.direction and fact.kind in {Kind.CHANGE, Kind.INCREMENT} and _DIGIT.search(words):
        rises = fact.direction is Direction.UP
        if fact.quantity.modifier:
            return f"{'rise' if rises else 'fall'} of {words}"
        return f"{'up' if rises else 'down'} {words}"
    return words


def when(fact: Fact, locale: Locale) -> str:
    """The time that a fact is of: its period, its deadline, or nothing."""
    if fact.deadline:
        return deadline(fact.deadline, locale)
    if fact.derived and fact.period and _year_ends(fact.period):
        return f"{fact.period.start.year}–{fact.period.end.year}"
    return period(fact.period, locale) if fact.period else ""


def _year_ends(value: Period) -> bool:
    """From the end of one year to that of another: the span of a computed pace."""
    return all((day.month, day.day) == (12, 31) for day in (value.start, value.end)) and value.start < value.end


def status(value: Status) -> str:
    """The word for a status."""
    return _STATUSES[value]


def relation(value: RelationType) -> str:
    """The words for how facts stand to each other."""
    return _RELATIONS[value]


def _about(facts: tuple[Fact, ...]) -> str:
    """What facts measure, in a few words for a heading: "Harbour cargo", "Freight, Coast Line", "Cargo and others"."""
    names = list(dict.fromkeys(one_line(fact.measure or "") or "Value" for fact in facts))
    text = names[0] if len(names) == 1 else f"{names[0]} and {'others' if len(names) > _TWO else names[1]}"
    subjects = {one_line(fact.subject or "") for fact in facts}
    whose = subjects.pop() if len(names) == 1 and len(subjects) == 1 else ""
    if whose and whose.casefold() not in text.casefold():
        text = f"{text}, {whose}"
    return text[:1].upper() + text[1:]


def heading(value: Relation, locale: Locale | None = None) -> str:
    """What a relation is about and what differs: "Harbour cargo: the values conflict".

    With a locale it says the time as well, where all values are of one: "Harbour cargo, 2024: the values conflict".

    One between claims has no measure; where its explanation opens with the thing ("The new ferry is ..."), that is it.
    """
    if value.facts:
        times = {fact.period for fact in value.facts}
        time = times.pop() if locale is not None and len(times) == 1 else None
        dated = f", {period(time, locale)}" if time is not None and locale is not None else ""
        return f"{_about(value.facts)}{dated}: {_DIFFERENCES[value.type]}"
    thing = _THING.match(one_line(value.explanation))
    return f"{thing[1][:1].upper()}{thing[1][1:]}: {_DIFFERENCES[value.type]}" if thing else relation(value.type)


def advice(value: Relation) -> str:
    """Why a relation matters to somebody who is about to use one of its numbers; empty where sources agree."""
    return _ADVICE.get(value.type, "")


def severity(value: Relation) -> str:
    """The word for how much a relation matters."""
    return _SEVERITIES[value.severity]


def strength(value: Aim) -> str:
    """How firm an aim is: "target", "expected, conditional"."""
    return _STRENGTHS[value.status] + (", conditional" if value.condition else "")


def due(value: Aim, locale: Locale) -> str:
    """By when: the period or deadline of a number or a sentence, or that no document says so."""
    if value.fact:
        return when(value.fact, locale) or "no date"
    if value.deadline is None:
        return "no date"
    return period(Period(value.begins, value.deadline), locale) if value.begins else deadline(value.deadline, locale)


def label(fact: Fact) -> str:
    """What a fact measures, and of what."""
    measure = one_line(fact.measure or "") or "Value"
    text = measure
    if fact.subject and _letters(fact.subject) not in _letters(text):
        text += f", {one_line(fact.subject)}"
    if fact.scope and _letters(fact.scope) not in _letters(text):
        text += f" ({one_line(fact.scope)})"
    return text[:1].upper() + text[1:]


def _letters(text: str) -> str:
    """The text without case, blanks and dashes, to compare names."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def publisher(document: Document) -> str:
    """Who published it, or else wrote it, or else its headline up to a number; for a digest, what it digests."""
    original = document.digest_of
    if original is None:
        known = one_line(document.publisher or document.byline or "")
        title = one_line(document.nickname or "")
        return known or (quoted(shortened(title)) if title else "an unnamed document")
    whose = original.publisher or original.author
    return f"briefgen digest of {one_line(whose)}" if whose else "briefgen digest"


def told_by(document: Document, locale: Locale) -> str:
    """Publisher and day: "Alder Gazette, 16 Oct 2025"."""
    day = published(document)
    return f"{publisher(document)}, {date(day, locale, 'medium') if day else 'no date'}"


def place(document: Document, passage: Passage) -> str:
    """Where in its document a passage is found: "p. 3", "paragraph 7"; empty where only its words tell.

    No line ends before the number.
    """
    found = document.found_at(passage.span)
    if found is None:
        return ""
    return f"p.\xa0{found.page}" if found.page else f"paragraph\xa0{found.paragraph}"


def shortened(text: str, length: int = 48) -> str:
    """The text, cut between words when it is longer than `length` letters."""
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0].rstrip(",;:–— ") + " …"


def headline(document: Document) -> str:
    """Its title, or that of the digested document."""
    original = document.digest_of
    return one_line((original.headline if original else None) or document.headline or "")


def published(document: Document) -> dt.date | None:
    """When it appeared; for a digest, when the digested document did."""
    original = document.digest_of
    return original.published if original and original.published else document.published


def covered(documents: tuple[Document, ...]) -> Period | None:
    """From the first to the last known publication date."""
    days = sorted(day for day in map(published, documents) if day)
    return Period(days[0], days[-1]) if days else None


def opening(text: str) -> str:
    """The first words of a sentence, with an ellipsis where more follow."""
    words = one_line(text).split(" ")
    return " ".join(words[:_OPENING]) + (" …" if len(words) > _OPENING else "")


def quoted(text: str) -> str:
    """The text in quotation marks, unless it starts or ends with its own; the comma before a speech tag goes."""
    line = one_line(text).rstrip(",")
    return line if line[:1] in _MARKS or line[-1:] in _MARKS else f"“{line}”"
