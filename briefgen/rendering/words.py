"""How values read in a brief: numbers, dates, periods and names in the brief's locale.

Pure functions of values; `filters.py` offers them to templates.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent

from briefgen.language import N_, Language
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
    Section,
    Severity,
    Status,
)
from briefgen.rendering.text import one_line

_MODIFIERS = {
    Modifier.APPROX: ("about", N_("about %(value)s")),
    Modifier.MORE_THAN: ("more than", N_("more than %(value)s")),
    Modifier.LESS_THAN: ("less than", N_("less than %(value)s")),
    Modifier.UP_TO: ("up to", N_("up to %(value)s")),
}
"""The word that documents print themselves, and what is printed of a value that has none."""
_TITLES = {
    "foreword": N_("Foreword"),
    "bottom_line": N_("Bottom line"),
    "key_figures": N_("Key figures"),
    "charts": N_("Charts"),
    "developments": N_("Developments"),
    "disagreements": N_("Where sources disagree"),
    "targets": N_("Targets and deadlines"),
    "quotations": N_("In their words"),
    "changes": N_("Since the last edition"),
    "gaps": N_("Gaps and cautions"),
}
"""The headings that the writer gives to sections, by their names."""
_STATUSES = {
    Status.ACTUAL: N_("actual"),
    Status.ESTIMATE: N_("estimate"),
    Status.PROJECTION: N_("projection"),
    Status.PLAN: N_("plan"),
    Status.TARGET: N_("target"),
    Status.CAPACITY: N_("capacity"),
}
_RELATIONS = {
    RelationType.CORROBORATED: N_("Sources agree"),
    RelationType.ROUNDING: N_("The same number, rounded"),
    RelationType.DIFFERENT_PERIOD: N_("Different periods"),
    RelationType.DIFFERENT_SCOPE: N_("Different scope or definition"),
    RelationType.CONFLICT: N_("Sources conflict"),
    RelationType.STATUS_CONFLICT: N_("Sources differ on the status"),
    RelationType.SUPERSEDED: N_("Overtaken by a newer document"),
    RelationType.DOES_NOT_ADD_UP: N_("Does not add up"),
    RelationType.FALSE_FRIEND: N_("Alike, but not the same"),
}
_DIFFERENCES = {
    RelationType.CORROBORATED: N_("%(thing)s: sources agree"),
    RelationType.ROUNDING: N_("%(thing)s: the same number, rounded"),
    RelationType.DIFFERENT_PERIOD: N_("%(thing)s: the periods differ"),
    RelationType.DIFFERENT_SCOPE: N_("%(thing)s: scope or definition differs"),
    RelationType.CONFLICT: N_("%(thing)s: the values conflict"),
    RelationType.STATUS_CONFLICT: N_("%(thing)s: the status differs"),
    RelationType.SUPERSEDED: N_("%(thing)s: overtaken by a newer document"),
    RelationType.DOES_NOT_ADD_UP: N_("%(thing)s: the numbers do not add up"),
    RelationType.FALSE_FRIEND: N_("%(thing)s: alike, but not the same"),
}
"""What differs, behind the name of a measure."""
_ADVICE = {
    RelationType.CONFLICT: N_("Use neither number without the other, or without saying whose it is."),
    RelationType.STATUS_CONFLICT: N_("Say how firm it is, and by whose account, before it is repeated as settled."),
    RelationType.DOES_NOT_ADD_UP: N_("One of these numbers is wrong or means something else: ask before using any."),
    RelationType.SUPERSEDED: N_("Use the newer account."),
    RelationType.DIFFERENT_SCOPE: N_("Both may be right. Say what each number covers, and do not compare or add them."),
    RelationType.DIFFERENT_PERIOD: N_(
        "Both may be right. Name the period with each number, and compare like with like."
    ),
    RelationType.FALSE_FRIEND: N_("Two things share a name: say which one is meant."),
}
"""Why a relation matters to somebody who is about to use one of its numbers; agreement needs no advice."""
_SEVERITIES = {Severity.GRAVE: N_("Grave"), Severity.CAUTION: N_("Caution"), Severity.NOTE: N_("Note")}
_STRENGTHS = {**_STATUSES, Status.PROJECTION: N_("expected")}
"""How firm an aim is."""
_CONDITIONAL = {
    Status.ACTUAL: N_("actual, conditional"),
    Status.ESTIMATE: N_("estimate, conditional"),
    Status.PROJECTION: N_("expected, conditional"),
    Status.PLAN: N_("plan, conditional"),
    Status.TARGET: N_("target, conditional"),
    Status.CAPACITY: N_("capacity, conditional"),
}
"""The same of one that holds only if something else happens."""
_RATES = {
    "hour": N_("%(value)s per hour"),
    "day": N_("%(value)s per day"),
    "week": N_("%(value)s per week"),
    "month": N_("%(value)s per month"),
    "quarter": N_("%(value)s per quarter"),
    "year": N_("%(value)s per year"),
}
"""How a value reads that is one of each hour, day, week ..."""
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
        return _month(first, locale) if same else _interval(first, last, "yMMMM", locale)
    return _interval(first, last, "yMMMd", locale)


def _interval(first: dt.date, last: dt.date, skeleton: str, locale: Locale) -> str:
    """The locale's words for from-to; a dash between single words stands tight, without the thin spaces of CLDR."""
    words = format_interval(first, last, skeleton, locale=locale)
    return words if first.year != last.year else words.replace("\u2009", "")


def deadline(value: dt.date, language: Language) -> str:
    """The last day of "by …", as coarse as it can be: a year, a month or a day."""
    if (value.month, value.day) == (12, 31):
        return language.gettext("by %(year)s", year=_ordinal(value.year, language))
    if _ends_month(value):
        return language.gettext("by %(month)s", month=_month(value, language.locale))
    return language.gettext("by %(day)s", day=date(value, language.locale))


def _ordinal(year: int, language: Language) -> str:
    """A year in front of a word for it, which some languages write with an ending by its last number: "2030-cu il"."""
    forms = {
        "one": language.pgettext("year, ordinal one", "%(year)s", year=str(year)),
        "few": language.pgettext("year, ordinal few", "%(year)s", year=str(year)),
        "many": language.pgettext("year, ordinal many", "%(year)s", year=str(year)),
    }
    other = language.pgettext("year, ordinal other", "%(year)s", year=str(year))
    return forms.get(language.locale.ordinal_form(year), other)


def _month(day: dt.date, locale: Locale) -> str:
    """A month of a year by its name, as it stands alone."""
    return str(format_skeleton("yMMMM", day, locale=locale))


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


def quantity(value: Quantity, language: Language) -> str:
    """The number as its document prints it, with its modifier; a computed one in the locale's form."""
    words = one_line(value.printed) or _computed(value, language.locale)
    printed, message = _MODIFIERS.get(value.modifier, ("", "")) if value.modifier else ("", "")
    said = not message or words.casefold().startswith(printed)
    return words if said else language.gettext(message, value=words)


def _computed(value: Quantity, locale: Locale) -> str:
    if value.value is None:
        return ""
    ends = [number(end, locale) for end in (value.value, value.upper) if end is not None]
    unit = (value.unit or "").removeprefix("count:")
    return "–".join(ends) + ("" if not unit else "%" if unit == "%" else f" {unit}")


def change(fact: Fact, language: Language) -> str:
    """The value of a fact; changes say which way they go: "up 62%", "rise of up to 10 million tons"."""
    words = quantity(fact.quantity, language)
    if fact.rate and fact.rate not in words:
        message = _RATES.get(fact.rate)
        words = (
            language.gettext(message, value=words)
            if message
            else language.gettext("%(value)s per %(rate)s", value=words, rate=fact.rate)
        )
    if fact.direction and fact.kind in {Kind.CHANGE, Kind.INCREMENT} and _DIGIT.search(words):
        rises = fact.direction is Direction.UP
        if fact.quantity.modifier:
            whole = N_("rise of %(value)s") if rises else N_("fall of %(value)s")
        else:
            whole = N_("up %(value)s") if rises else N_("down %(value)s")
        return language.gettext(whole, value=words)
    return words


def when(fact: Fact, language: Language) -> str:
    """The time that a fact is of: its period, its deadline, or nothing."""
    if fact.deadline:
        return deadline(fact.deadline, language)
    if fact.derived and fact.period and _year_ends(fact.period):
        return f"{fact.period.start.year}–{fact.period.end.year}"
    return period(fact.period, language.locale) if fact.period else ""


def _year_ends(value: Period) -> bool:
    """From the end of one year to that of another: the span of a computed pace."""
    return all((day.month, day.day) == (12, 31) for day in (value.start, value.end)) and value.start < value.end


def title(section: Section, language: Language) -> str:
    """The heading of a section: the writer's own in the brief's language, one that an editor gave as it is."""
    known = _TITLES.get(section.name)
    return language.gettext(known) if section.heading == known else section.heading


def status(value: Status, language: Language) -> str:
    """The word for a status."""
    return language.gettext(_STATUSES[value])


def statuses(language: Language) -> Mapping[str, Status]:
    """What is printed of a status, alone or of an aim, and which it is."""
    tables = (_STATUSES, _STRENGTHS, _CONDITIONAL)
    return {language.gettext(words): value for table in tables for value, words in table.items()}


def severities(language: Language) -> Mapping[str, Severity]:
    """What is printed of how much a relation matters, and which it is."""
    return {language.gettext(words): value for value, words in _SEVERITIES.items()}


def relation(value: RelationType, language: Language) -> str:
    """The words for how facts stand to each other."""
    return language.gettext(_RELATIONS[value])


def _about(facts: tuple[Fact, ...], language: Language) -> str:
    """What facts measure, in a few words for a heading: "Harbour cargo", "Freight, Coast Line", "Cargo and others"."""
    unknown = language.gettext("Value")
    names = list(dict.fromkeys(one_line(fact.measure or "") or unknown for fact in facts))
    if len(names) == 1:
        text = names[0]
    elif len(names) > _TWO:
        text = language.gettext("%(first)s and others", first=names[0])
    else:
        text = language.gettext("%(first)s and %(second)s", first=names[0], second=names[1])
    subjects = {one_line(fact.subject or "") for fact in facts}
    whose = subjects.pop() if len(names) == 1 and len(subjects) == 1 else ""
    if whose and whose.casefold() not in text.casefold():
        text = f"{text}, {whose}"
    return text[:1].upper() + text[1:]


def heading(value: Relation, language: Language, *, dated: bool = False) -> str:
    """What a relation is about and what differs: "Harbour cargo: the values conflict".

    `dated`, it says the time as well, where all values are of one: "Harbour cargo, 2024: the values conflict".

    One between claims has no measure; where its explanation opens with the thing ("The new ferry is ..."), that is it.
    """
    if value.facts:
        times = {fact.period for fact in value.facts}
        time = times.pop() if dated and len(times) == 1 else None
        about = _about(value.facts, language)
        named = f"{about}, {period(time, language.locale)}" if time is not None else about
        return language.gettext(_DIFFERENCES[value.type], thing=named)
    thing = _THING.match(one_line(value.explanation))
    if thing is None:
        return relation(value.type, language)
    name = thing[1][:1].upper() + thing[1][1:]
    return language.gettext(_DIFFERENCES[value.type], thing=name)


def advice(value: Relation, language: Language) -> str:
    """Why a relation matters to somebody who is about to use one of its numbers; empty where sources agree."""
    return language.gettext(_ADVICE[value.type]) if value.type in _ADVICE else ""


def severity(value: Relation, language: Language) -> str:
    """The word for how much a relation matters."""
    return language.gettext(_SEVERITIES[value.severity])


def strength(value: Aim, language: Language) -> str:
    """How firm an aim is: "target", "expected, conditional"."""
    return language.gettext((_CONDITIONAL if value.condition else _STRENGTHS)[value.status])


def due(value: Aim, language: Language) -> str:
    """By when: the period or deadline of a number or a sentence, or that no document says so."""
    if value.fact:
        return when(value.fact, language) or language.gettext("no date")
    if value.deadline is None:
        return language.gettext("no date")
    if value.begins:
        return period(Period(value.begins, value.deadline), language.locale)
    return deadline(value.deadline, language)


def label(fact: Fact, language: Language) -> str:
    """What a fact measures, and of what."""
    measure = one_line(fact.measure or "") or language.gettext("Value")
    text = measure
    if fact.subject and _letters(fact.subject) not in _letters(text):
        text += f", {one_line(fact.subject)}"
    if fact.scope and _letters(fact.scope) not in _letters(text):
        text += f" ({one_line(fact.scope)})"
    return text[:1].upper() + text[1:]


def _letters(text: str) -> str:
    """The text without case, blanks and dashes, to compare names."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def publisher(document: Document, language: Language) -> str:
    """Who published it, or else wrote it, or else its headline up to a number; for a digest, what it digests."""
    original = document.digest_of
    if original is None:
        known = one_line(document.publisher or document.byline or "")
        title = one_line(document.nickname or "")
        return known or (quoted(shortened(title)) if title else language.gettext("an unnamed document"))
    whose = original.publisher or original.author
    if whose:
        return language.gettext("briefgen digest of %(publisher)s", publisher=one_line(whose))
    return language.gettext("briefgen digest")


def told_by(document: Document, language: Language) -> str:
    """Publisher and day: "Alder Gazette, 16 Oct 2025"."""
    day = published(document)
    shown = date(day, language.locale, "medium") if day else language.gettext("no date")
    return f"{publisher(document, language)}, {shown}"


def place(document: Document, passage: Passage, language: Language) -> str:
    """Where in its document a passage is found: "p. 3", "paragraph 7"; empty where only its words tell.

    No line ends before the number.
    """
    found = document.found_at(passage.span)
    if found is None:
        return ""
    if found.page:
        words = language.gettext("p. %(number)s", number=str(found.page))
    else:
        words = language.gettext("paragraph %(number)s", number=str(found.paragraph))
    return words.replace(" ", "\xa0")


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
