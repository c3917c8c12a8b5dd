"""Words of noun phrases and names as they are compared: without case, accents, plural endings and small words.

The tables are English.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

KEPT = 1 << 15
"""Texts whose words are kept: of a large corpus not all."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
SMALL = frozenset(
    {"a", "an", "the", "of", "to", "in", "on", "for", "and", "by", "with", "from", "its", "their", "his", "her"}
    | {"this", "that", "these", "those", "total", "overall", "new"}
)
"""Words that do not tell two noun phrases apart."""

KINDS: dict[str, str] = {
    "way": "corridor route link",
    "road": "road highway motorway expressway",
    "railway": "railway railroad line",
    "pipeline": "pipeline conduit",
    "cable": "cable",
    "canal": "canal waterway",
    "port": "port harbour harbor seaport",
    "terminal": "terminal",
    "airport": "airport",
    "bridge": "bridge",
    "tunnel": "tunnel",
    "dam": "dam",
    "reservoir": "reservoir",
    "plant": "plant factory smelter mill",
    "refinery": "refinery",
    "mine": "mine",
    "field": "field",
    "farm": "farm",
    "reactor": "reactor",
    "station": "station",
    "hospital": "hospital",
    "university": "university",
    "stadium": "stadium",
    "museum": "museum",
    "park": "park",
    "river": "river",
    "island": "island",
    "province": "province",
    "vessel": "ship vessel tanker ferry",
    "company": "company firm group carrier operator manufacturer maker retailer producer airline utility startup "
    "insurer automaker carmaker miner supermarket brewer chipmaker drugmaker shipowner",
    "bank": "bank lender",
    "fund": "fund",
    "union": "bloc union alliance",
    "country": "country nation",
    "project": "project scheme",
}
"""Kind → the nouns that say it (English). Two nouns of one kind name the same sort of thing: "the link" can be a
corridor, "the harbour" a port; a name is of the kind of its last noun, or of the one before "of"."""
KIND_OF = {noun: kind for kind, nouns in KINDS.items() for noun in nouns.split()}


PHRASES = {
    "power station": "power plant",
    "generating station": "power plant",
    "train station": "railway station",
    "soccer stadium": "football stadium",
}
"""Nouns of two words and others that name the same things (English)."""
PHRASE = re.compile(rf"\b(?:{'|'.join(PHRASES)})\b", re.IGNORECASE)


def one_phrase(name: str) -> str:
    """A name with one noun of `PHRASES` for all of a sort: "Lindholm power station" → "Lindholm power plant"."""
    return PHRASE.sub(lambda match: PHRASES[match[0].casefold()], name)


@cache
def singular(word: str) -> str:
    """An English noun without its plural ending ("countries" → "country", "gas" stays)."""
    if len(word) > len("ties") and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > len("gas") and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def bare(word: str) -> str:
    """A word without the ending of the possessive."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


def unaccented(text: str) -> str:
    """A text without accents and case."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.casefold()


@lru_cache(maxsize=KEPT)
def plain_words(text: str) -> tuple[str, ...]:
    """The words of a phrase without accents, case, possessive and plural endings."""
    return tuple(singular(bare(word)) for word in WORD.findall(unaccented(text)))


def counted_words(text: str) -> Counter[str]:
    """How often each of the `plain_words` stands in a long text; nothing of it is kept."""
    found: Counter[str] = Counter()
    for word, count in Counter(WORD.findall(unaccented(text))).items():
        found[singular(bare(word))] += count
    return found


@lru_cache(maxsize=KEPT)
def content_words(text: str) -> tuple[str, ...]:
    """The words of a phrase that carry it: `plain_words` without the small ones."""
    return tuple(word for word in plain_words(text) if word not in SMALL)


@cache
def head(phrase: str) -> str:
    """The noun that a noun phrase is about: "exports" of "grain exports" and of "exports of grain"."""
    front = re.split(r"\b(?:of|from|to|in|on|for|by|with|between|via|through)\b", phrase.casefold(), maxsplit=1)[0]
    words = content_words(front) or content_words(phrase)
    return words[-1] if words else ""
