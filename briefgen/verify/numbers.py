"""Which numbers of a text stand in what it cites."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from briefgen import finished
from briefgen.finished import Extract, Finished
from briefgen.model import Span
from briefgen.verify.explanations import computed
from briefgen.verify.shelf import Shelf

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DAY = re.compile(r"\d{1,2}\.? +(\w+)\.?")


def unbacked(
    text: str, brief: Finished, shelf: Shelf, extracts: Sequence[Extract], named: Sequence[str]
) -> Iterator[str]:
    """The numbers of a text that neither its passages nor its facts have."""
    places = {(extract.document, extract.span) for extract in extracts}
    about = [
        fact
        for fact in brief.facts
        if fact.id in named or any((m.passage.document, m.passage.span) in places for m in fact.mentions)
    ]
    quotes = " ".join(extract.quote for extract in extracts)
    known = {value for extract in extracts for value in shelf.values(extract)}
    known |= {value for fact in about for value in fact.values if value is not None}
    dated = [fact for fact in about if fact.id in named or not fact.derived]
    words = {*NUMBER.findall(quotes), *_calendar(text, dated, brief, extracts)}
    covered: list[Span] = []
    text = _without_computed(text, about, brief)
    for mention in shelf.quantities(text, extracts):
        if _is_day(mention.quantity.surface, brief.locale):
            continue
        covered.append(mention.span)
        surface = mention.quantity.surface
        ends = {value for value in (mention.quantity.value, mention.quantity.upper) if value is not None}
        years = mention.quantity.unit is None and words.issuperset(NUMBER.findall(surface))  # "2024 to 2030"
        pronoun = surface.casefold() == "one"  # "either they count different things, or one of them is wrong"
        if not years and not pronoun and not ends <= known and surface not in quotes:
            yield surface
    for match in NUMBER.finditer(text):
        free = not any(span.holds(Span(*match.span())) for span in covered)
        if free and match.group() not in words:
            yield match.group()


def _without_computed(text: str, about: Iterable[finished.Fact], brief: Finished) -> str:
    """A text without the computed values of its facts as the language of the page prints them: "14,2 %"."""
    for printed in filter(None, (computed(fact, brief) for fact in about if fact.derived)):
        text = re.sub(rf"(?<![\d.,]){re.escape(printed)}(?!\d)", lambda found: " " * len(found[0]), text)
    return text


def _calendar(text: str, about: Iterable[finished.Fact], brief: Finished, extracts: Sequence[Extract]) -> Iterator[str]:
    """Numbers that dates are printed with: of the facts, and of a cited document where its day is printed too."""
    dates = [time for fact in about for time in (fact.period, fact.base, fact.deadline) if time]
    cited = {extract.document for extract in extracts}
    printed = set(NUMBER.findall(text))
    dates += [
        listed.published
        for listed in brief.documents
        if listed.published
        and listed.id in cited
        and printed & {listed.published[-2:], listed.published[-2:].lstrip("0")}
    ]
    for day in {listed.published for listed in brief.documents if listed.published and listed.id in cited}:
        for phrase in _phrases(day, brief.locale):
            yield from NUMBER.findall(phrase) if phrase in text else ()
    for number in (part for date in dates for part in re.findall(r"\d+", date)):
        yield number
        yield number.lstrip("0")


def _is_day(surface: str, locale: str) -> bool:
    """Whether what reads like a quantity is a day of a month in the language of the page: "11 mars"."""
    found = _DAY.fullmatch(surface)
    return found is not None and found[1].casefold() in _months(locale)


@lru_cache(maxsize=1024)
def _phrases(day: str, locale: str) -> tuple[str, ...]:
    """How a day may be printed in a language; not at all where either is not known."""
    try:
        date, known = dt.date.fromisoformat(day), Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return ()
    return tuple(format_date(date, style, known) for style in ("full", "long", "medium", "short"))


@lru_cache(maxsize=8)
def _months(locale: str) -> frozenset[str]:
    """The names of months in a language, long and short; none where the language is not known."""
    try:
        months = Locale.parse(locale, sep="-").months["format"]
    except (ValueError, UnknownLocaleError):
        return frozenset()
    return frozenset(
        name.casefold().rstrip(".") for width in ("wide", "abbreviated") for name in months[width].values()
    )
