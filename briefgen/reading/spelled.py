"""Numbers in words: "twenty-eight thousand six hundred", "half a million", "three point five", "dozens"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from briefgen import remarks
from briefgen.reading.figured import LARGEST, ONE, Numeral, Refusal
from briefgen.reading.patterns import Pattern
from briefgen.reading.scaling import half_behind, scaled

if TYPE_CHECKING:
    import re

    from briefgen.reading.figured import Grammar

WORD = Pattern(r"[^\W\d_]++")
BEFORE = Pattern(r"(?<![\w-])(\w+)[\s-]$")
LEAD = 12
"""Characters before a number word in which its article stands."""
COUPLE = 16
"""Characters before a scale in which "a couple of" stands."""


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
    before = BEFORE.search(sentence, max(0, start - LEAD), start)
    lead = before[1].casefold() if before else ""
    if text in rules.fractions:
        return part(sentence, start, word, before, rules)
    if text in rules.plurals and not (text in rules.scales and lead.isdecimal()):
        return vague(sentence, start, word.end(), rules)
    if lead in rules.several:
        return Numeral(start, chained_scale(sentence, word.end(), rules), None, words=True)
    if couple := rules.couple.search(sentence, max(0, start - COUPLE), start):
        return Numeral(couple.start(), chained_scale(sentence, word.end(), rules), None, words=True)
    if before and lead in rules.articles:
        scale = rules.scales[text]
        return spelled_from(sentence, before.start(1), word.end(), scale, rules, scale)
    return None


def vague(sentence: str, start: int, end: int, rules: Grammar) -> Numeral:
    """A word without a value: "dozens", "hundreds of millions"."""
    for _ in range(2):
        more = rules.of_more.match(sentence, end)
        if more is None or more[1].casefold() not in rules.plurals:
            break
        end = more.end()
    return Numeral(start, end, None, words=True)


def chained_scale(sentence: str, end: int, rules: Grammar) -> int:
    """The end of further scale words: "several hundred thousand"."""
    found = rules.scale.match(sentence, end)
    return found.end() if found and found["word"] else end


def part(
    sentence: str, start: int, word: re.Match[str], before: re.Match[str] | None, rules: Grammar
) -> Numeral | None:
    """A part of one: "half a million", "a quarter of a million", "a third". An ordinal alone is none."""
    lead = before[1].casefold() if before else ""
    value = rules.fractions[word[0].casefold()]
    if before and lead in rules.articles:
        start = before.start(1)
    elif word[0].casefold() not in rules.lone and not rules.steps.match(sentence, word.end()):
        return None
    found = rules.part_of_scale.match(sentence, word.end())
    if found and found[1].casefold() in rules.scales:
        scale = rules.scales[found[1].casefold()]
        return Numeral(start, found.end(), value * scale, scale, words=True)
    return Numeral(start, word.end(), value, words=True, fraction=True)


def spelled(sentence: str, start: int, end: int, rules: Grammar) -> Numeral | Refusal:
    """A number in words: "twenty-eight thousand six hundred", "two and a half million", "two thirds"."""
    value = Decimal(rules.words[sentence[start:end].casefold()])
    if point := rules.point.match(sentence, end):
        digits = "".join(str(rules.words[word.casefold()]) for word in WORD.findall(point[1]))
        return scaled(sentence, start, point.end(), value + Decimal(f"0.{digits}"), rules, words=True)
    return spelled_from(sentence, start, end, value, rules)


def spelled_from(  # noqa: PLR0913 - where it stands, and what its first word is worth
    sentence: str, start: int, end: int, first: Decimal, rules: Grammar, scale: Decimal = ONE
) -> Numeral | Refusal:
    """A number in words whose first word is worth `first`; `scale` where that is one ("a million")."""
    total, group = Decimal(0), first
    if scale >= 1000:  # noqa: PLR2004 - "a million" opens no group of its own
        total, group = group, Decimal(0)
    while more := rules.chain.match(sentence, end):
        word = more["word"].casefold()
        if word in rules.fractions:
            return fraction_of(start, more, total + group, rules)
        if more["and"] and (scale == ONE or word in rules.scales):
            break
        joined = add(total, group, scale, word, rules)
        if joined is None:
            break
        total, group, scale = joined
        end = more.end()
        if half := half_behind(sentence, end, rules):
            return finished(start, half[0], total + group + half[1] * scale, scale)
    if half := half_behind(sentence, end, rules):
        return scaled(sentence, start, half[0], total + group + half[1] * scale, rules, words=True)
    return finished(start, end, total + group, scale)


def finished(start: int, end: int, value: Decimal, scale: Decimal) -> Numeral | Refusal:
    """The number, unless it is beyond reason."""
    if value > LARGEST:
        return Refusal(start, end, remarks.BEYOND)
    return Numeral(start, end, value, scale, words=True)


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


def fraction_of(start: int, more: re.Match[str], count: Decimal, rules: Grammar) -> Numeral:
    """Some parts of one: "two thirds", "three-quarters", "one half"."""
    word = more["word"].casefold()
    value = count * rules.fractions[word]
    several = word.endswith(rules.plural_parts) if rules.plural_parts else count > 1
    if not 0 < value < 1 or (count > 1) != several or more["and"]:
        return Numeral(start, more.start(), count, words=True)
    return Numeral(start, more.end(), value, words=True, fraction=True)
