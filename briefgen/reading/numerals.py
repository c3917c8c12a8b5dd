"""Numbers as they are written: digits with any thousands mark, fractions, number words, scales.

Only the number; its unit is read by `units.py`. Nothing is guessed: a digit string that has two readings in English
text ("4,5") or is beyond reason (1e309, a thousand digits) is refused with a reason.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.reading import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ONE = Decimal(1)
LARGEST = Decimal("1e24")
"""Larger values are refused: the world's wealth in any currency stays below."""
LONGEST = 40
"""Characters of a digit string beyond which it is an identifier or rubbish, not a quantity."""

RUN = re.compile(r"\d++(?:[.,'’٬٫，．\u00a0\u2009\u202f\u2007]\d++)*+")
"""A maximal run of digits and marks between digits. Possessive, so linear on any input."""
SPACED = re.compile(r"\d{1,3}+(?: \d{3}){1,5}+(?![\d,]|\.\d)")
"""Thousands set apart by plain spaces: bounded, and whole groups only."""
EXPONENT = re.compile(
    r"[eE]([+-]?\d{1,4})(?![^\W_])|\s?[×x]\s?10(?:\^|\*\*)?([-−]?\d{1,3}|[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?![^\W_])"
)
MIXED = re.compile(r"[-‑ \u00a0\u2009]?(\d{1,2})[/⁄](\d{1,2})(?![\d/⁄])|[\u00a0\u2009 ]?([½⅓⅔¼¾⅕⅖⅗⅘⅛⅜⅝⅞])")
SLASHED = re.compile(r"(\d{1,2})[/⁄](\d{1,2})(?=(?:ths?|rds?|nds?)?\s+of\b|\s+(?:per\s?cent|percent|inch))")
BLANK = re.compile("[\u00a0\u2009\u202f\u2007 ]")
"""Blanks that may group thousands, or stand between two numbers."""
MARKS = str.maketrans(
    {
        "٬": ",",
        "٫": ".",
        "，": ",",
        "．": ".",
        "’": "'",
        "\u00a0": "'",
        "\u2009": "'",
        "\u202f": "'",
        "\u2007": "'",
        " ": "'",
    }
)
SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
DECIMAL_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")
"""Thousands by points and a decimal comma: unambiguous, even in English text."""


class Numeral(Struct, frozen=True):
    """A number in a sentence, without its unit."""

    start: int
    """Offset of its first character in the sentence."""
    end: int
    """Offset behind its last one, scale included."""
    value: Decimal | None
    """Its value with scale; None for vague ones ("dozens")."""
    scale: Decimal = ONE
    """What its printed scale multiplies by: a million in "4.5 million"."""
    words: bool = False
    """Written in words."""
    bare: bool = False
    """Digits without any mark, fraction or scale: it may as well be a year or a code."""
    fraction: bool = False
    """A word or sign for a part of one, without a scale: "half", "two thirds"."""


class Refusal(Struct, frozen=True):
    """A digit string that is not taken over, and why."""

    start: int
    """Offset in the sentence."""
    end: int
    """Offset behind it."""
    reason: str
    """In words that a reader understands."""


class Grammar(Struct, frozen=True):
    """The number words of a language, with the patterns made from them."""

    seed: re.Pattern[str]
    """Where a number may start."""
    words: Mapping[str, int]
    """Units and tens."""
    scales: Mapping[str, Decimal]
    """Scale words."""
    abbreviations: Mapping[str, Decimal]
    """Scales behind digits, with case."""
    plurals: Mapping[str, Decimal]
    """Vague words: "dozens"."""
    fractions: Mapping[str, Decimal]
    """Words for parts of one."""
    glyphs: Mapping[str, Decimal]
    """Signs for parts of one."""
    scale: re.Pattern[str]
    """A scale word or abbreviation behind a number."""
    chain: re.Pattern[str]
    """The next word of a number in words."""


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first, grouped by first letter so that a miss costs one comparison."""
    groups: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(groups.items()))


@lru_cache(maxsize=8)
def grammar(language: str) -> Grammar:
    """The grammar of a language, made once from its table of numbers."""
    table = tables.load(language, "numbers")
    words = {**table["small"], **table["tens"]}
    scales = {word: Decimal(value) for word, value in table["scales"].items()}
    abbreviations = {word: Decimal(value) for word, value in table["abbreviations"].items()}
    fractions = {word: Decimal(value) for word, value in table["fractions"].items()}
    seeds = alternation([*words, *scales, *table["plurals"], *fractions])
    scale = alternation([*scales])
    flows = "|".join(map(re.escape, sorted(table["flows"]["units"], key=lambda unit: (-len(unit), unit))))
    short = "|".join(sorted(map(re.escape, abbreviations), key=lambda word: (-len(word), word)))
    return Grammar(
        seed=re.compile(rf"[\d{''.join(table['glyphs'])}]|\b(?i:{seeds})\b"),
        words=words,
        scales=scales,
        abbreviations=abbreviations,
        plurals={word: Decimal(value) for word, value in table["plurals"].items()},
        fractions=fractions,
        glyphs={sign: Decimal(value) for sign, value in table["glyphs"].items()},
        scale=re.compile(
            rf"[\s-]{{0,2}}(?:(?:(?P<word>(?i:{scale}))|(?P<short>{short})\.?(?=[\s,;:.)\]/-]|$))(?![^\W_])"
            rf"|(?P<flow>mm|MM|[mkMK])(?=(?:{flows})(?![^\W_])))"
        ),
        chain=re.compile(
            rf"(?:[\s-]{{1,2}}|\s(?P<and>and)\s)(?P<word>(?i:{alternation([*words, *scales, *fractions])}))\b"
        ),
    )


def read(sentence: str, start: int, rules: Grammar, *, money: bool) -> Numeral | Refusal | None:
    """The number that starts at `start`; `money` says that a currency sign stands before it ("$5m")."""
    first = sentence[start]
    if first.isdecimal():
        return digits(sentence, start, rules, money=money)
    if first in rules.glyphs:
        return scaled(sentence, start, start + 1, rules.glyphs[first], rules, money=money, fraction=True)
    return in_words(sentence, start, rules)


def digits(sentence: str, start: int, rules: Grammar, *, money: bool) -> Numeral | Refusal | None:
    """A number that starts with digits."""
    run = SPACED.match(sentence, start) or RUN.match(sentence, start)
    if run is None:
        return None
    end = run.end()
    text = run[0].translate(MARKS)
    if len(text) > LONGEST:
        return Refusal(start, end, f"a number of {len(text)} characters is not read as a quantity")
    if (part := SLASHED.match(sentence, start)) and part.end() >= end and int(part[2]):
        share = Decimal(int(part[1])) / int(part[2])
        return Numeral(start, part.end(), share, fraction=True)
    value = value_of(text)
    if value is None and (blank := BLANK.search(run[0])):
        end = start + blank.start()
        text = text[: blank.start()]
        value = value_of(text)
    if value is None:
        return Refusal(start, end, "its commas and points have no single reading in English text")
    if text.isdecimal() and POINT.search(sentence, max(0, start - 2), start):
        return Numeral(start - 1, end, Decimal(f"0.{text}"))
    return extended(sentence, start, end, value, rules, money=money, bare=text.isdecimal())


POINT = re.compile(r"(?:^|[\s($€£–-])\.$")
"""A decimal point without a zero before it."""


def extended(  # noqa: PLR0913 - the parts of one number
    sentence: str, start: int, end: int, value: Decimal, rules: Grammar, *, money: bool, bare: bool
) -> Numeral | Refusal:
    """The number of digits that end at `end`, with its power, fraction and scale."""
    if power := EXPONENT.match(sentence, end):
        return powered(start, power, value)
    if mixed := fractional(sentence, end, rules):
        return scaled(sentence, start, mixed[0], value + mixed[1], rules, money=money)
    return scaled(sentence, start, end, value, rules, money=money, bare=bare)


def value_of(text: str) -> Decimal | None:
    """The value of digits with "," "." or "'" between them; None when there is no single reading."""
    if text.isdecimal():
        return Decimal(text)
    if "'" in text:
        whole, _, rest = text.partition(".")
        return Decimal(text.replace("'", "")) if grouped(whole.split("'")) and (not rest or rest.isdecimal()) else None
    if "," not in text:
        parts = text.split(".")
        if len(parts) == 2:  # noqa: PLR2004 - one decimal point
            return Decimal(text)
        return Decimal(text.replace(".", "")) if grouped(parts) and len(parts[0]) < 4 else None  # noqa: PLR2004 - a group
    if DECIMAL_COMMA.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    whole, _, rest = text.partition(".")
    return Decimal(text.replace(",", "")) if grouped(whole.split(",")) and (not rest or rest.isdecimal()) else None


def grouped(parts: list[str]) -> bool:
    """Whether the parts are thousands (1,234,567) or Indian groups (3,50,000)."""
    if len(parts) < 2:  # noqa: PLR2004 - no mark, no groups
        return False
    head, *middle, last = parts
    if not (1 <= len(head) <= 3 and len(last) == 3 and all(part.isdecimal() for part in parts)):  # noqa: PLR2004 - a group
        return False
    lengths = {len(part) for part in middle}
    return lengths <= {3} or (lengths == {2} and len(head) <= 2)  # noqa: PLR2004 - Indian groups


def powered(start: int, power: re.Match[str], value: Decimal) -> Numeral | Refusal:
    """1e5, 3.2 × 10^5."""
    exponent = int((power[1] or power[2]).translate(SUPERSCRIPT))
    if abs(exponent) > LARGEST.adjusted() or abs(value.scaleb(exponent)) > LARGEST:
        return Refusal(start, power.end(), "a power of ten beyond any quantity in the news")
    return Numeral(start, power.end(), value.scaleb(exponent), scale=Decimal(10) ** exponent)


def fractional(sentence: str, end: int, rules: Grammar) -> tuple[int, Decimal] | None:
    """What stands behind whole digits as a fraction: "4-1/4", "4½", "2 and a half"."""
    found = MIXED.match(sentence, end)
    if found is None:
        return half_behind(sentence, end, rules)
    if found[3]:
        return found.end(), rules.glyphs[found[3]]
    above, below = int(found[1]), int(found[2])
    return (found.end(), Decimal(above) / below) if 0 < above < below else None


AND_A_HALF = re.compile(r"\s(?:and\s)(?:an?|one|three)[\s-](half|quarters?|third)\b", re.IGNORECASE)


def half_behind(sentence: str, end: int, rules: Grammar) -> tuple[int, Decimal] | None:
    """What "and a half" behind a whole number adds."""
    found = AND_A_HALF.match(sentence, end)
    if found is None:
        return None
    times = 3 if "three" in found[0].casefold() else 1
    return found.end(), times * rules.fractions[found[1].casefold()]


def scaled(  # noqa: PLR0913 - the parts of one number
    sentence: str,
    start: int,
    end: int,
    value: Decimal,
    rules: Grammar,
    *,
    money: bool = False,
    bare: bool = False,
    fraction: bool = False,
    words: bool = False,
) -> Numeral | Refusal:
    """Adds the scale behind a number, or two of them ("1.2 lakh crore", "2 hundred thousand")."""
    scale = ONE
    for _ in range(2):
        found = rules.scale.match(sentence, end)
        if found is None:
            break
        factor = factor_of(sentence, found, rules, money=money)
        if factor is None or (scale != ONE and not found["word"]):
            break
        scale, end = scale * factor, found.end()
        if found["short"] and sentence[end - 1] == "." and not sentence[end : end + 2].strip():
            end -= 1
    value *= scale
    if abs(value) > LARGEST:
        return Refusal(start, end, "a number beyond any quantity in the news")
    return Numeral(start, end, value, scale, words, bare and scale == ONE, fraction and scale == ONE)


def factor_of(sentence: str, found: re.Match[str], rules: Grammar, *, money: bool) -> Decimal | None:
    """What a scale multiplies by: a word, a letter at a unit of flow ("mb/d"), or an abbreviation."""
    if found["word"]:
        return rules.scales[found["word"].casefold()]
    if found["flow"]:
        return rules.abbreviations[found["flow"]]
    return short_factor(sentence, found, rules, money=money)


TALL = re.compile(
    r"\.?[\s-](?:tall|long|high|deep|wide|above|below|thick|away|underwater|race|sprint|run|swim|relay|final|freestyle|hurdles|offshore|x|by|downwind|from)\b"
)
FIGURES_AHEAD = re.compile(r"\.?[\s-][a-z][a-z-]*")


def short_factor(sentence: str, found: re.Match[str], rules: Grammar, *, money: bool) -> Decimal | None:
    """What an abbreviation multiplies by, or None when it is a unit: "5m" is metres before "tall", "5 m" always is."""
    short = found["short"]
    glued = found.start("short") == found.start()
    if len(short) > 1:
        if short in {"mm", "MM", "mil", "tr", "cr", "Cr"} and not money:
            return rules.abbreviations[short] if short in {"cr", "Cr", "MM"} else None
        return rules.abbreviations[short]
    if not glued and not money:
        return None
    if money or short in {"k", "K"}:
        return rules.abbreviations[short]
    if short in {"m", "M", "b", "B"} and not TALL.match(sentence, found.end("short")):
        return (
            rules.abbreviations[short]
            if FIGURES_AHEAD.match(sentence, found.end("short")) or short in {"M", "B"}
            else None
        )
    return None


def in_words(  # noqa: PLR0911 - one return a form
    sentence: str, start: int, rules: Grammar
) -> Numeral | Refusal | None:
    """A number that starts with a word."""
    word = WORD.match(sentence, start)
    if word is None:
        return None
    text = word[0].casefold()
    if text in rules.words:
        return spelled(sentence, start, word.end(), rules)
    if text in rules.fractions:
        return part(sentence, start, word.end(), rules.fractions[text], rules)
    before = BEFORE.search(sentence, max(0, start - 12), start)
    lead = before[1].casefold() if before else ""
    if text in rules.plurals and not (text in rules.scales and lead.isdecimal()):
        return vague(sentence, start, word.end(), rules)
    if lead in {"several", "many", "few", "multiple"}:
        return Numeral(start, chained_scale(sentence, word.end(), rules), None, words=True)
    if lead in {"a", "an", "one"}:
        begin = before.start(1) if before else start
        return spelled_from(sentence, begin, word.end(), rules.scales[text], rules)
    return None


WORD = re.compile(r"[^\W\d_]++")
BEFORE = re.compile(r"(?<![\w-])(\w+)[\s-]$")


def vague(sentence: str, start: int, end: int, rules: Grammar) -> Numeral:
    """A word without a value: "dozens", "hundreds of millions"."""
    for _ in range(2):
        more = OF_MORE.match(sentence, end)
        if more is None or more[1].casefold() not in rules.plurals:
            break
        end = more.end()
    return Numeral(start, end, None, words=True)


OF_MORE = re.compile(r"\s(?:of|and|or|upon)\s([^\W\d_]++)")


def chained_scale(sentence: str, end: int, rules: Grammar) -> int:
    """The end of further scale words: "several hundred thousand"."""
    found = rules.scale.match(sentence, end)
    return found.end() if found and found["word"] else end


def part(sentence: str, start: int, end: int, value: Decimal, rules: Grammar) -> Numeral | Refusal | None:
    """A part of one: "half a million", "a quarter of a million", "a third"."""
    lead = BEFORE.search(sentence, max(0, start - 12), start)
    if lead and lead[1].casefold() in {"a", "one"}:
        start = lead.start(1)
    found = PART_OF_SCALE.match(sentence, end)
    if found and found[1].casefold() in rules.scales:
        scale = rules.scales[found[1].casefold()]
        return Numeral(start, found.end(), value * scale, scale, words=True)
    return Numeral(start, end, value, words=True, fraction=True)


PART_OF_SCALE = re.compile(r"(?:\sof)?[\s-](?:an?[\s-])?([^\W\d_]++)")


def spelled(sentence: str, start: int, end: int, rules: Grammar) -> Numeral | Refusal | None:
    """A number in words: "twenty-eight thousand six hundred", "two and a half million", "two thirds"."""
    value = Decimal(rules.words[sentence[start:end].casefold()])
    return spelled_from(sentence, start, end, value, rules)


def spelled_from(sentence: str, start: int, end: int, first: Decimal, rules: Grammar) -> Numeral | Refusal | None:
    """A number in words whose first word is worth `first`."""
    total, group, scale = Decimal(0), first, first if first >= 100 else ONE  # noqa: PLR2004 - "a hundred", "a million"
    if scale >= 1000:  # noqa: PLR2004 - "a million" opens no group of its own
        total, group = group, Decimal(0)
    while more := rules.chain.match(sentence, end):
        word = more["word"].casefold()
        if word in rules.fractions:
            return fraction_of(sentence, start, more, total + group, rules)
        if more["and"] and (scale == ONE or word in rules.scales):
            break
        joined = add(total, group, scale, word, rules)
        if joined is None:
            break
        total, group, scale = joined
        end = more.end()
        if half := half_behind(sentence, end, rules):
            end, group = half[0], group + half[1]
    if half := half_behind(sentence, end, rules):
        return scaled(sentence, start, half[0], total + group + half[1], rules, words=True)
    if total + group > LARGEST:
        return Refusal(start, end, "a number beyond any quantity in the news")
    return Numeral(start, end, total + group, scale, words=True)


def add(
    total: Decimal, group: Decimal, scale: Decimal, word: str, rules: Grammar
) -> tuple[Decimal, Decimal, Decimal] | None:
    """Total, open group and scale after one more word; None where the word begins another number."""
    if (value := rules.words.get(word)) is not None:
        tail = group % 100
        fits = tail == 0 and (group or total) if value >= 10 else tail == 0 or (tail >= 20 and tail % 10 == 0)  # noqa: PLR2004
        return (total, group + value, scale) if fits and (scale != ONE or tail) and value else None
    factor = rules.scales[word]
    if not group:
        return None
    if factor < 1000:  # noqa: PLR2004 - hundred and dozen stay inside the group
        return (total, group * factor, max(scale, factor)) if group < 100 else None  # noqa: PLR2004
    if total and factor >= scale >= 1000:  # noqa: PLR2004 - "two million billion" is no number
        return None
    return total + group * factor, Decimal(0), max(scale, factor)


def fraction_of(sentence: str, start: int, more: re.Match[str], count: Decimal, rules: Grammar) -> Numeral | None:
    """Some parts of one: "two thirds", "three-quarters", "one half"."""
    word = more["word"].casefold()
    value = count * rules.fractions[word]
    if not 0 < value < 1 or (count > 1) != word.endswith("s") or more["and"]:
        return Numeral(start, more.start(), count, words=True)
    return Numeral(start, more.end(), value, words=True, fraction=True) if sentence else None
