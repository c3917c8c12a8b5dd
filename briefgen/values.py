"""Values in the words of a language: numbers, dates, periods, deadlines, quantities and statuses.

Pure functions of values, used by what composes sentences and by what prints tables; text of documents stays as it is.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
)

from briefgen.language import N_, Language
from briefgen.model import Computed, Direction, Fact, Kind, Message, Modifier, Period, Quantity, Relation, Said, Status
from briefgen.oneline import one_line

MODIFIERS = {
    Modifier.APPROX: ("about", N_("about %(value)s")),
    Modifier.MORE_THAN: ("more than", N_("more than %(value)s")),
    Modifier.LESS_THAN: ("less than", N_("less than %(value)s")),
    Modifier.UP_TO: ("up to", N_("up to %(value)s")),
}
"""The word that documents print themselves, and what is printed of a value that has none."""
_OPENINGS = (*MODIFIERS.values(), ("at most", N_("at most %(value)s")))
"""What a computed value opens with, in English and as a message."""
STATUSES = {
    Status.ACTUAL: N_("actual"),
    Status.ESTIMATE: N_("estimate"),
    Status.PROJECTION: N_("projection"),
    Status.PLAN: N_("plan"),
    Status.TARGET: N_("target"),
    Status.CAPACITY: N_("capacity"),
}
"""The words of statuses, to be translated."""
_RATES = {
    "second": N_("%(value)s per second"),
    "minute": N_("%(value)s per minute"),
    "hour": N_("%(value)s per hour"),
    "day": N_("%(value)s per day"),
    "week": N_("%(value)s per week"),
    "month": N_("%(value)s per month"),
    "quarter": N_("%(value)s per quarter"),
    "year": N_("%(value)s per year"),
    "night": N_("%(value)s per night"),
    "capita": N_("%(value)s per capita"),
}
"""How a value reads that is one of each hour, day, week ..."""
_SCALES = ((Decimal(10) ** 9, N_("%(number)s billion")), (Decimal(10) ** 6, N_("%(number)s million")))
"""From which computed amount on a scale word is printed."""
_UNITS = {
    "t": N_("%(number)s tons"),
    "pp": N_("%(number)s percentage points"),
    "bp": N_("%(number)s basis points"),
    "x": N_("%(number)s times"),
    "day": N_("%(number)s days"),
}
"""Units of computed amounts that have words of their own; others stand as documents write them."""
_DIGIT = re.compile(r"\d")
_PLURALS = ("zero", "one", "two", "few", "many", "other")
_COMPACT_FROM = 1_000_000
"""Money from here on is printed in millions and billions."""


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


DEADLINES = (N_("by %(year)s"), N_("by %(month)s"), N_("by %(day)s"))
"""The last day of "by …", as coarse as it can be: a year, a month or a day."""


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


def amount(fact: Fact, language: Language) -> str:
    """The number of a fact; a computed one in the words of the language where it has any."""
    value = fact.quantity
    message = _opening(fact)
    is_worded = language.is_translated or (message and language.says(message))
    if not (fact.derived and is_worded and value.value is not None and value.surface):
        return quantity(value, language)
    words = computed(Computed(value.value, value.unit), language)
    return language.gettext(message, value=words) if message else words


def _opening(fact: Fact) -> str:
    """The message for what a computed number begins with: "about %(value)s"."""
    surface = fact.quantity.surface if fact.derived else ""
    return next((message for opening, message in _OPENINGS if surface.startswith(f"{opening} ")), "")


def quantity(value: Quantity, language: Language) -> str:
    """The number as its document prints it, with its modifier; a computed one in the locale's form."""
    return modified(one_line(value.printed) or _computed(value, language.locale), value.modifier, language)


def modified(words: str, modifier: Modifier | None, language: Language) -> str:
    """Words for a number with its modifier, unless they begin with it."""
    printed, message = MODIFIERS.get(modifier, ("", "")) if modifier else ("", "")
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
    words = amount(fact, language)
    if fact.rate and fact.rate not in words:
        words = rated(words, fact.rate, language)
    if fact.direction and fact.kind in {Kind.CHANGE, Kind.INCREMENT} and _DIGIT.search(words):
        rises = fact.direction is Direction.UP
        if fact.quantity.modifier or ((opens := _opening(fact)) and language.says(opens)):
            whole = N_("rise of %(value)s") if rises else N_("fall of %(value)s")
        else:
            whole = N_("up %(value)s") if rises else N_("down %(value)s")
        return language.gettext(whole, value=words)
    return words


def rated(words: str, rate: str | None, language: Language) -> str:
    """What is counted, with how often: "tons per day"."""
    if not rate:
        return words
    message = _RATES.get(rate)
    if message is None:
        return language.gettext("%(value)s per %(rate)s", value=words, rate=rate)
    return language.gettext(message, value=words)


def capital(words: str, language: Language) -> str:
    """Words with a capital: "i" has one with a dot in Turkish and Azerbaijani."""
    dotted = words.startswith("i") and language.locale.language in {"az", "tr"}
    return f"{'İ' if dotted else words[:1].upper()}{words[1:]}"


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


def status(value: Status, language: Language) -> str:
    """The word for a status."""
    return language.gettext(STATUSES[value])


def explanation(value: Relation, language: Language) -> str:
    """Why facts stand as they do; the English words where the language has none of its own."""
    is_other = language.is_translated or language.is_reworded
    return sentence(value.told, language) if value.told and is_other else value.explanation


def sentence(told: Message, language: Language) -> str:
    """What is told as a whole sentence, which may begin with a word of a document."""
    text = said(told, language)
    return text[:1].upper() + text[1:]


def said(value: Said, language: Language) -> str:
    """What is told, in a language."""
    match value:
        case str():
            return language.measure(value)
        case Message():
            return language.gettext(value.text, **{name: said(part, language) for name, part in value.values})
        case Computed():
            return computed(value, language)
        case Period():
            return period(value, language.locale)
        case dt.date():
            return date(value, language.locale)
        case _:
            return language.listed([said(part, language) for part in value])


def computed(value: Computed, language: Language) -> str:
    """A computed amount with every digit that it has: "2.78 million tons", "29.2%"."""
    locale, unit = language.locale, (value.unit or "").removeprefix("count:")
    if unit == "%":
        return percent(value.value, locale)
    scale, message = next((one for one in _SCALES if abs(value.value) >= one[0]), (Decimal(1), ""))
    words = number(value.value / scale, locale)
    if message:
        words = language.gettext(message, number=words)
    if unit in _UNITS:
        return language.gettext(_UNITS[unit], number=words)
    if unit in locale.currencies:
        sign, pattern = get_currency_symbol(unit, locale), str(locale.currency_formats["standard"].pattern)
        return f"{sign}{words}" if pattern.startswith("\xa4") else f"{words} {sign}"
    return f"{words} {unit}".strip()
