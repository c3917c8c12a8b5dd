"""Units and currencies, before and behind a number, by their names in the tables.

A figure carries a unit's own name ("t", "km", "GW", ISO 4217 codes) and its value as printed; only synonyms are
brought together ("tonnes" and "t"). `dimension` tells what a unit converts to.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.reading import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMES = frozenset(
    {
        "ms",
        "second",
        "minute",
        "hour",
        "day",
        "night",
        "week",
        "fortnight",
        "month",
        "quarter",
        "year",
        "decade",
        "century",
    }
)
"""Units of time."""
LONG = 4
"""Spellings longer than this are read in any case; shorter ones as the tables write them ("Mt" is not "mt")."""
WORD = 3
"""Letters from which a spelling in lower case is a word, and may be capitalised: "Tons"."""
PHRASE = re.compile(
    r"[\s\u00a0\u202f-]{0,2}"
    r"((?:[^\s,;:()\[\]{}\"“”–—!?+]{1,40})(?:[ \u00a0\u202f][^\s,;:()\[\]{}\"“”–—!?+]{1,20}){0,4})"
)
"""Up to five words behind a number: the longest spelling has five."""
GLUED_ONLY = frozenset({"C", "W", "V", "J", "p", "L"})
"""Units of one letter that must stand at the number itself."""
TAIL = ".'’”»*"
"""Marks that may follow a unit's last letter."""


class Found(Struct, frozen=True):
    """A unit in a sentence."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last one."""
    name: str
    """Its name."""
    hyphen: bool = False
    """Joined to the number by a hyphen: "three-year"."""


class Registry(Struct, frozen=True):
    """The units of a language."""

    exact: Mapping[str, str]
    """Spelling, with its case, to name."""
    folded: Mapping[str, str]
    """Spelling in lower case to name, for those that are read in any case."""
    heads: frozenset[str]
    """First words of all spellings, in lower case: most words behind numbers are none."""
    prefix: re.Pattern[str]
    """A currency sign or code right before a number."""
    signs: Mapping[str, str]
    """Currency sign or code to ISO 4217 code."""
    dimensions: Mapping[str, tuple[str, Decimal]]
    """Name to dimension and factor."""
    money: frozenset[str]
    """ISO 4217 codes."""


@lru_cache(maxsize=8)
def registry(language: str) -> Registry:
    """The registry of a language, made once from its tables."""
    money = tables.load(language, "currencies")
    exact: dict[str, str] = {}
    dimensions: dict[str, tuple[str, Decimal]] = {}
    for name in ("units", "trade"):
        for unit in tables.load(language, name)["unit"]:
            exact |= dict.fromkeys(unit["spellings"], unit["name"])
            if "dimension" in unit:
                dimensions[unit["name"]] = (unit["dimension"], Decimal(unit["factor"]))
    signs = {**{code: code for code in money["codes"]}, **money["signs"]}
    exact |= {sign: code for sign, code in signs.items() if len(sign) > 1 or not sign.isalpha()}
    folded = {
        text.casefold(): name
        for text, name in exact.items()
        if len(text) > LONG or (len(text) >= WORD and text.islower())
    }
    folded |= money["words"]
    letters = "|".join(
        re.escape(sign) for sign in sorted(signs, key=lambda sign: (-len(sign), sign)) if sign[0].isalpha()
    )
    marks = "|".join(
        re.escape(sign) for sign in sorted(signs, key=lambda sign: (-len(sign), sign)) if not sign[0].isalpha()
    )
    return Registry(
        exact=exact,
        folded=folded,
        heads=frozenset(re.split(r"[ /-]", text)[0].casefold() for text in (*exact, *folded)),
        prefix=re.compile(rf"(?:(?<![^\W_])({letters})|({marks}))[\s\u00a0\u202f]?[-−–]?$"),
        signs=signs,
        dimensions=dimensions,
        money=frozenset({*signs.values(), *money["words"].values()}),
    )


def before(sentence: str, start: int, rules: Registry) -> Found | None:
    """The currency right before a number: "$", "US$", "EUR ", "Rs "."""
    if start == 0:
        return None
    low = max(0, start - 8)
    found = rules.prefix.search(sentence, low, start)
    if found is None:
        return None
    sign = found[1] or found[2]
    if found[1] and len(sign) == 1 and not sentence[start - 1].isalpha():
        return None
    return Found(found.start(), found.end(), rules.signs[sign])


def behind(sentence: str, end: int, rules: Registry) -> Found | None:
    """The unit right behind a number: "million" has been read by then."""
    found = PHRASE.match(sentence, end)
    if found is None:
        return None
    begin = found.start(1)
    phrase = found[1].replace("\u00a0", " ").replace("\u202f", " ")
    first = HEAD.match(phrase)
    if first is None or (first[0].casefold() not in rules.heads and phrase[0] not in rules.exact):
        return None
    gap = sentence[end:begin]
    for length in cuts(phrase):
        text = phrase[:length]
        trimmed = text.rstrip(TAIL)
        name = lookup(trimmed, rules)
        if name is None:
            trimmed, name = text, lookup(text, rules)
        if name is None:
            continue
        if trimmed in GLUED_ONLY and gap:
            return None
        return Found(begin, begin + len(trimmed), name, hyphen="-" in gap)
    return None


HEAD = re.compile(r"[^\W\d_]+|\S")
CUT = re.compile(r"[ /-]|(?<=[%‰°€£$¥₹₸₼₽])(?=\w)|$")


def cuts(phrase: str) -> list[int]:
    """Where a spelling may end inside the phrase, longest first."""
    return [found.start() for found in CUT.finditer(phrase)][::-1]


def lookup(text: str, rules: Registry) -> str | None:
    """The name of a unit by its spelling."""
    return rules.exact.get(text) or rules.folded.get(text.casefold()) if text else None


def dimension(unit: str, language: str = "en") -> tuple[str, Decimal]:
    """What a unit measures and what one of it is in the dimension's base unit; an unknown unit is its own dimension."""
    return registry(language).dimensions.get(unit, (unit, Decimal(1)))
