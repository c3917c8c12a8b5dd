"""Countries and their adjectives, from the names that Unicode CLDR has for them in English."""

from __future__ import annotations

from functools import cache

from babel import Locale

from briefgen.evidence.aliases import Key, Name, key_of, spelled
from briefgen.evidence.words import plain_words

OTHER = {"US": "US", "USA": "US", "UK": "GB", "Britain": "GB", "UAE": "AE", "Turkey": "TR", "Czech Republic": "CZ"}
"""Usual names that Babel does not have of CLDR, with the codes (ISO 3166-1) of their countries."""
ADJECTIVE = ("", "n", "an", "ian", "ean", "ese", "ish", "i", "ni", "stani", "er")
LAND = ("", "a", "e", "i", "ei", "ia", "stan", "istan", "land", "o", "en")
"""Endings of the adjective of a country and of its name, as `spelled`, behind what they have in common: Uzbek,
Uzbekistan; German, Germany."""
STEM = 4
"""Letters that the two have in common at least."""


@cache
def _countries() -> dict[Key, Name]:
    """Key → every country by each of its names; one of two names is called by that of CLDR."""
    territories = {code: name for code, name in Locale("en").territories.items() if code.isalpha()}
    names = [(name, name) for name in territories.values()]
    names += [(name, territories[code]) for name, code in OTHER.items()]
    return {key_of(name): Name(key_of(main), main) for name, main in names}


@cache
def _stems() -> dict[str, list[str]]:
    """The countries of one word by their first letters."""
    stems: dict[str, list[str]] = {}
    for key in _countries():
        for word in key if len(key) == 1 else ():
            stems.setdefault(word[:STEM], []).append(word)
    return stems


def is_country(name: str) -> bool:
    """Whether a name is that of a country."""
    return key_of(name) in _countries()


@cache
def country_of(name: str) -> Name | None:
    """The country of a name or adjective: "Kazakh" and "Kazakhstani" → Kazakhstan; None where it is neither."""
    known, key = _countries(), key_of(name)
    if key in known:
        return known[key]
    if len(key) != 1:
        return None
    (word,) = key
    near = [land for land in _stems().get(word[:STEM], ()) if akin(word, land)]
    if not near:
        return None
    best = max(near, key=lambda land: (_common(word, land), land))
    return known[frozenset({best})]


@cache
def akin(word: str, name: str) -> bool:
    """A word is the name, or the adjective of the country of that name; both as `spelled`."""
    if word == name:
        return True
    return any(word[at:] in ADJECTIVE and name[at:] in LAND for at in range(STEM, _common(word, name) + 1))


def _common(word: str, name: str) -> int:
    """Letters that two words begin with alike."""
    pairs = enumerate(zip(word, name, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(word), len(name)))


def named_by(phrase: str, owner: Key) -> frozenset[str]:
    """The content words of a phrase that name an owner or are his adjective."""
    return frozenset(word for word in plain_words(phrase) if _names(word, owner))


def _names(word: str, owner: Key) -> bool:
    """A word names an owner, or is one of the names of his country."""
    land = country_of(word)
    return any(akin(spelled(word), name) for name in owner) or (land is not None and land.key <= owner)
