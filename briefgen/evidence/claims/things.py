"""What a stage is said of, and the words that tell it apart."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from briefgen.evidence.aliases import OPENERS, spelled
from briefgen.evidence.claims.lists import BROAD, NATIONAL
from briefgen.evidence.countries import country_of
from briefgen.evidence.words import plain_words

OPENING = frozenset(word.casefold() for word in OPENERS.split())


SERIAL = "one of a series"
"""The head of a thing that bears a name with a number and no noun: "Gransee-2"."""


class Thing(Struct, frozen=True):
    """A thing as one sentence names it."""

    head: str
    """What sort of thing: `stages.head_of` its noun."""
    shown: str
    """Its name as printed, without an article."""
    describing: frozenset[str]
    """Words that describe it, in small letters: "peace", "harbour"."""
    purpose: frozenset[str]
    """Nouns behind it that say what it is for or with: "a loan for irrigation"."""
    opening: frozenset[str]
    """The one of `describing` that begins its sentence, and may be a name: "Peace talks", "Lindholm bridge"."""
    named: frozenset[str]
    """Words of names in it, as keys: "lindholm"; of a country its name, also for an adjective."""
    countries: frozenset[str]
    """Those of countries."""
    many: bool
    """Its noun is a plural: "talks", "sanctions"."""
    definite: bool
    """It has an article that points, or a name: not "an agreement"."""

    @property
    def serial(self) -> bool:
        """Its name has a number: no other thing bears it, whatever its noun."""
        return any(word.isdigit() for word in self.named) and len(self.named) > 1

    @property
    def own(self) -> frozenset[str]:
        """Names that are no country's."""
        return self.named - self.countries - BROAD


@cache
def word_key(word: str) -> tuple[frozenset[str], bool]:
    """The keys of a name's word, and whether it is a country's."""
    country = country_of(NATIONAL.get(word.casefold(), word))
    if country is not None:
        return country.key, True
    return frozenset(spelled(part) for part in plain_words(word)), False
