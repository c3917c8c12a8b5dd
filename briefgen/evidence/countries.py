"""Countries and their adjectives, from the names that Unicode CLDR has for them in English."""

from __future__ import annotations

from functools import cache

from babel import Locale

from briefgen.evidence.aliases import Key, Name, key_of, spelled
from briefgen.evidence.words import plain_words

SHORT = ("US", "U.S", "UK", "UAE", "Turkey", "Britain", "Czech Republic")
"""Usual names that CLDR does not give."""
ADJECTIVE = ("", "n", "an", "ian", "ean", "ese", "ish", "i", "ni", "stani", "er")
LAND = ("", "a", "e", "i", "ei", "ia", "stan", "istan", "land", "o", "en")
"""Endings of the adjective of a country and of its name, as `spelled`, behind what they have in common: Uzbek,
Uzbekistan; German, Germany."""
STEM = 4
"""Letters that the two have in common at least."""


@cache
def _countries() -> dict[Key, str]:
    """Key → English name of every country."""
    territories = Locale("en").territories
    names = [name for code, name in territories.items() if code.isalpha()]
    return {key_of(name): name for name in (*names, *SHORT)}


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
        return Name(key, known[key])
    if len(key) != 1:
        return None
    (word,) = key
    near = [land for land in _stems().get(word[:STEM], ()) if akin(word, land)]
    if not near:
        return None
    best = max(near, key=lambda land: (_common(word, land), land))
    return Name(frozenset({best}), known[frozenset({best})])


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
    return frozenset(word for word in plain_words(phrase) if any(akin(spelled(word), name) for name in owner))
