"""What a whole document is about: whose a figure is where its sentence is silent and names nothing.

The weakest way to find an owner, tried last: the country of the economy that is told of, and the one company that
speaks of itself.
"""

from __future__ import annotations

import re
from collections import Counter

from briefgen.evidence.aliases import UPPER, Name
from briefgen.evidence.concepts import concept_of
from briefgen.evidence.countries import country_of
from briefgen.evidence.story import How, Owner, Story
from briefgen.evidence.turns import ACCOUNTS
from briefgen.evidence.words import head
from briefgen.model import Document, Figure

NATIONAL = frozenset({"inflation", "unemployment", "gross domestic product", "policy rate"})
"""Families of what only a country has where nothing else is said: an article on an economy names it once."""
WORD = re.compile(rf"(?<![\w–-]){UPPER}[\w-]+")
"""A capitalised word."""
LEAST = 2
"""Times that a document names the country that it is about, at least."""
ALONE = 4
"""Times that it names it for each time that it names any other."""
OURS = re.compile(r"\b(?:[Ww]e|[Oo]urs?|us)\b")
"""Words of somebody who speaks of his own company (English); "US" is none of them."""
SPEAKS = 3
"""Times that they stand in what he says, at least."""
OWN = ACCOUNTS | {"capacity", "production", "output", "workforce", "headcount", "investment"}
"""Nouns of which a company tells its own (English)."""
COMPANY = "company"


def setting(figure: Figure, story: Story) -> Owner | None:
    """The country or the company that the document of a figure is about, where its sentence names nothing."""
    span = figure.passage.span
    if story.things.inside(span.start, span.end):
        return None
    concept = concept_of(figure.measure or "", figure.quantity.unit, frozenset())
    if concept.family in NATIONAL:
        country = country_told(story.document)
        return None if country is None else Owner(country, How.SETTING, country.shown)
    speaker = speaking(story) if head(figure.measure or "") in OWN else None
    return None if speaker is None else Owner(speaker, How.SETTING, speaker.shown)


def country_told(document: Document) -> Name | None:
    """The country that a document names again and again, and hardly any other."""
    lands = Counter(land for match in WORD.finditer(document.text) if (land := country_of(match[0])) is not None)
    ranked = sorted(lands.items(), key=lambda pair: (-pair[1], pair[0].shown))
    if not ranked or ranked[0][1] < LEAST:
        return None
    return ranked[0][0] if ranked[0][1] >= ALONE * sum(count for _, count in ranked[1:]) else None


def speaking(story: Story) -> Name | None:
    """The only company that a document names, where somebody says "we" in it."""
    firms = {place.name for place in story.things.places if COMPANY in place.kinds}
    if len(firms) != 1 or len(OURS.findall(story.document.text)) < SPEAKS:
        return None
    return next(iter(firms))
