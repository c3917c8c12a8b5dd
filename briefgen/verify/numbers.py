"""Which numbers of a text stand in what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from briefgen import finished
from briefgen.finished import Extract, Finished
from briefgen.model import Span
from briefgen.verify.shelf import Shelf, quantities

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


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
    values = {value for extract in extracts for value in shelf.values(extract, brief.language)}
    values |= {value for fact in about for value in fact.values if value is not None}
    dated = [fact for fact in about if fact.id in named or not fact.derived]
    words = {*NUMBER.findall(quotes), *_calendar(text, dated, brief, extracts)}
    covered: list[Span] = []
    for mention in quantities(text, brief.language):
        covered.append(mention.span)
        surface = mention.quantity.surface
        ends = {value for value in (mention.quantity.value, mention.quantity.upper) if value is not None}
        years = mention.quantity.unit is None and words.issuperset(NUMBER.findall(surface))  # "2024 to 2030"
        pronoun = surface.casefold() == "one"  # "either they count different things, or one of them is wrong"
        if not years and not pronoun and not ends <= values and surface not in quotes:
            yield surface
    for match in NUMBER.finditer(text):
        free = not any(span.holds(Span(*match.span())) for span in covered)
        if free and match.group() not in words:
            yield match.group()


def _calendar(text: str, about: Iterable[finished.Fact], brief: Finished, extracts: Sequence[Extract]) -> Iterator[str]:
    """Numbers that dates are printed with: of the facts, and of a cited document where its day is printed too."""
    dates = [time for fact in about for time in (fact.period, fact.base, fact.deadline) if time]
    cited = {extract.document for extract in extracts}
    printed = NUMBER.findall(text)
    dates += [
        listed.published
        for listed in brief.documents
        if listed.published and listed.id in cited and listed.published[-2:].lstrip("0") in printed
    ]
    for number in (part for date in dates for part in re.findall(r"\d+", date)):
        yield number
        yield number.lstrip("0")
