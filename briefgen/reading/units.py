"""Units and currencies, before and behind a number, by their names in the tables.

A figure carries a unit's own name ("t", "km", "GW", ISO 4217 codes) and its value as printed; only synonyms are
brought together ("tonnes" and "t"). Something physical per second or minute, and a mass per volume, are one unit
("m³/s", "µg/m³"); what else is "per" is a rate, which `context.py` reads. `dimension` tells what a unit converts to.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.reading import patterns, tables
from briefgen.reading.figured import alternation
from briefgen.reading.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

SPANS = frozenset({"second", "minute", "hour", "day", "night", "week", "fortnight", "month", "quarter", "year"})
"""Units of time that something happens per."""
LASTING = SPANS | {"decade", "century"}
"""Units of time that a life or a period is counted in."""
TIMES = LASTING | {"ns", "µs", "ms", "millennium"}
"""Units of time."""
LONG = 4
"""Spellings longer than this are read in any case; shorter ones as the tables write them ("Mt" is not "mt")."""
WORD = 3
"""Letters from which a spelling in lower case is a word, and may be capitalised: "Tons"."""
HEAD = Pattern(r"[\s\u00a0\u202f-]{0,2}([^\W\d_]+|[^\s\d])")
"""The first word or sign behind a number."""
PHRASE = Pattern(
    r"[\s\u00a0\u202f-]{0,2}"
    r"((?:[^\s,;:()\[\]{}\"“”–—!?+]{1,40})(?:[ \u00a0\u202f][^\s,;:()\[\]{}\"“”–—!?+]{1,20}){0,4})"
)
"""Up to five words behind a number: the longest spelling has five."""
CUT = Pattern(r"[ /-]|(?<=[%‰°€£$¥₹₸₼₽])(?=\w)|$")
"""Where a spelling may end inside the words behind a number."""
TAIL = ".'’”»*"
"""Marks that may follow a unit's last letter."""
SILENT = frozenset({"", ",", ".", ";", ":", ")", "?", "!", "]", "/", "”", "’", "'"})
"""Marks right behind a number that no unit begins with."""
INCHES = frozenset({'"', "″", "”"})
"""Signs of inches behind a number; the quotation marks among them only where none was open."""
LAST = 8
"""Characters of the end of such a number."""
GAP = Pattern(r"[\s(]?[-−–]?$")
"""What may stand between a currency and its number, right before the number."""
WINDOW = 60
"""Characters before and behind a number of pounds that tell money from weight."""


class Found(Struct, frozen=True, gc=False):
    """A unit in a sentence."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last one."""
    name: str
    """Its name."""
    hyphen: bool = False
    """Joined to the number by a hyphen: "three-year"."""


class Cues(Struct, frozen=True):
    """Words at a number that decide about its unit (`trade.toml` says what each is for)."""

    amount: Pattern
    large: Pattern
    sum: Pattern
    herald: Pattern
    of_thing: Pattern
    weight_behind: Pattern
    weight_before: Pattern


class Registry(Struct, frozen=True):
    """The units of a language."""

    exact: Mapping[str, str]
    """Spelling, with its case, to name."""
    folded: Mapping[str, str]
    """Spelling in lower case to name, for those that are read in any case."""
    heads: frozenset[str]
    """First words of all spellings, in lower case: most words behind numbers are none."""
    cuts: Mapping[str, int]
    """What `HEAD` finds of spellings, in lower case, to how often `CUT` fits in the longest of them."""
    signs: Mapping[str, str]
    """Currency sign or code to ISO 4217 code."""
    ends: Mapping[str, tuple[int, ...]]
    """Last characters of currency signs and of heralds, to the lengths of such signs, the longest first."""
    tails: frozenset[str]
    """The last letters of heralds."""
    herald_links: tuple[str, ...]
    """What may stand between them and their number: "a magnitude of"."""
    heralds: Mapping[str, str]
    """Words before a number that are its unit: "magnitude"."""
    dimensions: Mapping[str, tuple[str, Decimal]]
    """Name to dimension and factor."""
    money: frozenset[str]
    """ISO 4217 codes."""
    glued: frozenset[str]
    """Units that must stand at the number itself."""
    apart: frozenset[str]
    """Units that may stand behind a blank only where `closed` fits behind them."""
    closed: re.Pattern[str]
    """No further noun follows."""
    per: Mapping[str, re.Pattern[str]]
    """Dimension to what makes one unit with it: "/m³", " per second"."""
    denominators: Mapping[str, str]
    """Their spellings to their names."""
    pounds: frozenset[str]
    """Words that are money or a weight."""
    verbs: frozenset[str]
    """Currencies whose names are other words as well."""
    cues: Cues
    """Patterns at a number."""


@lru_cache(maxsize=8)
def registry(language: str) -> Registry:
    """The registry of a language, made once from its tables."""
    money = tables.load(language, "currencies")
    trade = tables.load(language, "trade")
    exact: dict[str, str] = {}
    dimensions: dict[str, tuple[str, Decimal]] = {}
    for unit in (*tables.load(language, "units")["unit"], *trade["unit"]):
        exact |= dict.fromkeys(unit["spellings"], unit["name"])
        if "dimension" in unit:
            dimensions[unit["name"]] = (unit["dimension"], Decimal(unit["factor"]))
    signs = {**{code: code for code in money["codes"]}, **money["signs"]}
    exact = {sign: code for sign, code in signs.items() if len(sign) > 1 or not sign.isalpha()} | exact
    folded = {
        text.casefold(): name
        for text, name in exact.items()
        if len(text) > LONG or (len(text) >= WORD and text.islower())
    }
    folded |= money["words"]
    heralds = {word.casefold(): unit for unit, word in trade["heralds"].items()}
    letters = trade["letters"]
    lists = {name: patterns.any_of(words) for name, words in trade["pounds"].items()}
    own = patterns.sources(
        language, trade, more=lists | {"herald_links": patterns.either(trade["herald_links"]["words"])}
    )
    cuts: dict[str, int] = {}
    for text in (*exact, *folded):
        if head := HEAD.match(text):
            key = head[1].casefold()
            cuts[key] = max(cuts.get(key, 0), len(CUT.findall(text)))
    return Registry(
        exact=exact,
        folded=folded,
        heads=frozenset(SPLIT.split(text)[0].casefold() for text in (*exact, *folded)),
        cuts=cuts,
        signs=signs,
        ends={
            last: tuple(sorted({len(sign) for sign in signs if sign[-1] == last}, reverse=True))
            for last in {text[-1] for text in (*signs, *heralds)}
        },
        tails=frozenset(word[-TAILED:] for word in heralds),
        herald_links=tuple(trade["herald_links"]["words"]),
        heralds=heralds,
        dimensions=dimensions,
        money=frozenset({*signs.values(), *money["words"].values()}),
        glued=frozenset(letters["glued"]),
        apart=frozenset(letters["apart"]),
        closed=re.compile(rf"\.?(?:\s?[(),;:/—–]|\s?$|(?<=\.)\s[A-Z]|\s{patterns.any_of(letters['before'])}\b)"),
        per=composites(trade["composites"], own.pop("per")),
        denominators={
            text: name
            for part in ("volumes", "times")
            for name, texts in trade["composites"][part].items()
            for text in texts
        },
        pounds=frozenset(trade["pounds"]["words"]),
        verbs=frozenset(trade["verbs"]["words"]),
        cues=Cues(**{name: Pattern(source) for name, source in own.items()}),
    )


SPLIT = Pattern(r"[ /-]")


def composites(table: Mapping[str, Any], link: str) -> dict[str, re.Pattern[str]]:
    """For each dimension what makes one unit with one of it."""
    times = [text for texts in table["times"].values() for text in texts]
    volumes = [text for texts in table["volumes"].values() for text in texts]
    return {
        dimension: per([*times, *volumes] if dimension in table["masses"] else times, link)
        for dimension in {*table["physical"], *table["masses"]}
    }


def per(texts: list[str], link: str) -> re.Pattern[str]:
    """Something "per" one of the units: by a stroke or in words (`link`), or with a negative power ("m s−2")."""
    short = alternation(text for text in texts if len(text) < LONG and not text.endswith(("2", "3", "²", "³")))
    return re.compile(
        rf"{link}(?P<unit>{alternation(texts)})(?![^\W_]|\^)"
        rf"|[\s·⋅](?P<base>{short})(?:[-−–⁻^]{{1,2}})(?P<power>[123¹²³])(?!\w)"
    )


def before(sentence: str, start: int, rules: Registry) -> Found | None:
    """The currency right before a number ("$", "US$", "EUR ", "Rs "), or another unit that stands there ("magnitude").

    Such a word stays outside the unit's span; a currency belongs to it.
    """
    if start == 0:
        return None
    at = start - (sentence[start - 1] in "-−–")
    glued = at == start
    if sentence[at - 1 : at].isspace():
        at, glued = at - 1, False
    lengths = rules.ends.get(sentence[at - 1]) if at else None
    if lengths is None:
        return None
    for length in lengths:
        sign = sentence[max(0, at - length) : at]
        name = rules.signs.get(sign) if length <= at else None
        if name is None or (sign[0].isalpha() and at > length and inside(sentence[at - length - 1])):
            continue
        if length == 1 and sign.isalpha() and not (glued and rules.cues.large.match(sentence, start)):
            return None
        return Found(at - length, start, name)
    return herald(sentence, start, at, rules)


def inside(character: str) -> bool:
    """Whether a character goes on with the word behind it."""
    return character.isalnum()


def herald(sentence: str, start: int, at: int, rules: Registry) -> Found | None:
    """The unit that a word before the number names: "a magnitude 6.1 quake"."""
    tail = sentence[max(0, at - TAILED) : at].casefold()
    if tail not in rules.tails and not tail.endswith(rules.herald_links):
        return None
    found = rules.cues.herald.search(sentence, max(0, at - WORDS), at)
    name = rules.heralds.get(found[1].casefold()) if found else None
    return Found(start, start, name) if name and FRACTION.match(sentence, start) else None


TAILED = 3
"""Letters of a word's end by which most words are told from heralds."""
WORDS = 16
"""Characters before a number in which a word that names its unit stands."""
FRACTION = Pattern(r"\d{1,2}(?:\.\d{1,2})?(?![\w/]|[.,]\d)")
"""A number as a scale without a unit of its own has it: "6.1"."""


def behind(sentence: str, end: int, rules: Registry) -> Found | None:
    """The unit right behind a number: "million" has been read by then."""
    first = sentence[end : end + 1]
    if first in INCHES:
        return inches(sentence, end)
    if first in SILENT:
        return None
    if first == "%" and sentence[end + 1 : end + 3].rstrip() in SILENT:
        return Found(end, end + 1, "%")
    head = HEAD.match(sentence, end)
    if head is None:
        return None
    word = head[1].casefold()
    cuts = rules.cuts.get(word)
    if cuts is None or (word not in rules.heads and head[1][0] not in rules.exact):
        return None
    found = spelling(sentence, end, cuts, rules)
    return found if found is None else judged(sentence, end, found, rules)


def spelling(sentence: str, end: int, cuts: int, rules: Registry) -> Found | None:
    """The longest spelling of a unit among the words behind a number, cut so often at most."""
    words = PHRASE.match(sentence, end)
    if words is None:
        return None
    begin = words.start(1)
    phrase = words[1].replace("\u00a0", " ").replace("\u202f", " ")
    for cut in reversed([found.start() for found in islice(CUT.finditer(phrase), cuts)]):
        text = phrase[:cut]
        trimmed = text.rstrip(TAIL)
        name = lookup(trimmed, rules)
        if name is None and trimmed != text:
            trimmed, name = text, lookup(text, rules)
        if name is not None:
            return Found(begin, begin + len(trimmed), name, hyphen="-" in sentence[end:begin])
    return None


def judged(sentence: str, end: int, found: Found, rules: Registry) -> Found | None:
    """The unit, unless its word means something else here; with what it is one unit with ("µg/m³")."""
    text = sentence[found.start : found.end]
    if found.name in TIMES and not found.hyphen and LONG_OF.match(sentence, found.end):
        return None
    if found.start > end and not may_stand_apart(sentence, text, found, rules):
        return None
    if found.name in {"x", "magnitude"} and PRODUCT.match(sentence, found.end):
        return None
    if text in rules.verbs and not rules.cues.amount.search(sentence, max(0, end - LAST), end):
        return None
    if text.casefold() in rules.pounds:
        return replaced(found, "lb") if weighed(sentence, end, found, rules) else found
    return composed(sentence, found, rules)


LONG_OF = Pattern(r"-[^\W\d_]")
"""Behind a unit of time, what makes it a part of a word: "three quarter-point cuts"."""


def may_stand_apart(sentence: str, text: str, found: Found, rules: Registry) -> bool:
    """Whether the spelling may be a unit behind a blank or a hyphen: "77 K", not "12 p" nor "20 A new"."""
    if text in rules.apart:
        return (found.hyphen and text != "K") or rules.closed.match(sentence, found.end) is not None
    return text not in rules.glued


PRODUCT = Pattern(r"\s?\d")
"""Behind "×" another factor: "2 × 1,200 kW" is no multiple."""


def replaced(found: Found, name: str, end: int | None = None) -> Found:
    """The unit under another name, and with another end where one is given."""
    return Found(found.start, found.end if end is None else end, name, found.hyphen)


def weighed(sentence: str, end: int, found: Found, rules: Registry) -> bool:
    """Whether pounds are a weight."""
    cues = rules.cues
    if cues.of_thing.match(sentence, found.end) or cues.weight_behind.match(sentence, found.end):
        return True
    begin = max(0, end - WINDOW)
    if found.hyphen and not cues.sum.search(sentence, begin, end):
        return True
    return cues.weight_before.search(sentence, begin, end) is not None


def composed(sentence: str, found: Found, rules: Registry) -> Found:
    """The unit with what it is per, where both are one: "m³/s"."""
    dimension = rules.dimensions.get(found.name)
    pattern = rules.per.get(dimension[0]) if dimension else None
    more = pattern.match(sentence, found.end) if pattern else None
    if more is None:
        return found
    if more["unit"]:
        return replaced(found, f"{found.name}/{rules.denominators[more['unit']]}", more.end())
    power = RAISED.get(more["power"], more["power"])
    return replaced(found, f"{found.name}/{rules.denominators[more['base']]}{power}", more.end())


RAISED = {"1": "", "2": "²", "3": "³", "¹": ""}
"""Powers as a unit's name has them."""


def inches(sentence: str, end: int) -> Found | None:
    """The sign of inches; a quotation mark is one only where no quotation is open."""
    sign = sentence[end]
    if sign != "″" and (sentence.count('"', 0, end) % 2 or "“" in sentence[:end]):
        return None
    return Found(end, end + 1, "inch") if not sentence[end + 1 : end + 2].isalnum() else None


def lookup(text: str, rules: Registry) -> str | None:
    """The name of a unit by its spelling."""
    return rules.exact.get(text) or rules.folded.get(text.casefold()) if text else None


def dimension(unit: str, language: str = "en") -> tuple[str, Decimal]:
    """What a unit measures and what one of it is in the dimension's base unit; an unknown unit is its own dimension."""
    return registry(language).dimensions.get(unit, (unit, Decimal(1)))
