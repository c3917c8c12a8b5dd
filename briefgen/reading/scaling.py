"""What multiplies or adds to a number behind it: "million", "bn", "and a half"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen import remarks
from briefgen.reading.figured import LARGEST, ONE, Numeral, Refusal

if TYPE_CHECKING:
    import re
    from decimal import Decimal

    from briefgen.reading.figured import Grammar

WINDOW = 70
"""Characters before a number in which the words stand that tell millions from metres."""


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
        return Refusal(start, end, remarks.BEYOND)
    return Numeral(start, end, value, scale, words, bare and scale == ONE, fraction and scale == ONE)


def factor_of(sentence: str, found: re.Match[str], rules: Grammar, *, money: bool) -> Decimal | None:
    """What a scale multiplies by: a word, a letter at a unit of flow ("mb/d"), or an abbreviation."""
    if found["word"]:
        return rules.scales[found["word"].casefold()]
    if found["flow"]:
        return rules.abbreviations[found["flow"]]
    return rules.abbreviations[found["short"]] if is_scale(sentence, found, rules, money=money) else None


def is_scale(sentence: str, found: re.Match[str], rules: Grammar, *, money: bool) -> bool:
    """Whether an abbreviation multiplies: in "5 m" and "5m tall" it is a unit."""
    short = found["short"]
    if len(short) > 1:
        return money or short not in rules.short.money
    if money:
        return True
    if found.start("short") != found.start():
        return False
    if short in rules.short.metres:
        return not is_metre(sentence, found, rules)
    if short in rules.short.always:
        return True
    return short in rules.short.unless_length and not rules.metres.behind.match(sentence, found.end("short"))


def is_metre(sentence: str, found: re.Match[str], rules: Grammar) -> bool:
    """Whether the "m" at a number means metres, by the words around it."""
    end, start = found.end("short"), found.start()
    while start and (sentence[start - 1].isdecimal() or sentence[start - 1] in ".,"):
        start -= 1
    low = max(0, start - WINDOW)
    cues = rules.metres
    if cues.measured.match(sentence, end):
        return False
    if cues.behind.match(sentence, end) or cues.before.search(sentence, low, start) or race(sentence, start, rules):
        return True
    return not (cues.ahead.match(sentence, end) or cues.many.search(sentence, low, start))


def race(sentence: str, start: int, rules: Grammar) -> bool:
    """Whether the number that starts at `start` is the distance of a race: "the 400m"."""
    found = rules.metres.race.search(sentence, max(0, start - LEAD), start + LEAD)
    return found is not None and found.start() < start < found.end()


def half_behind(sentence: str, end: int, rules: Grammar) -> tuple[int, Decimal] | None:
    """Where "and a half" behind a whole number ends, and what it adds."""
    if sentence[end : end + 1] not in BLANKS:
        return None
    found = rules.half.match(sentence, end)
    if found is None or rules.between.search(sentence, max(0, end - LEAD), end):
        return None
    times = rules.words.get(found["times"].casefold(), 1)
    return found.end(), times * rules.fractions[found["part"].casefold()]


LEAD = 24
"""Characters in which "between" stands before the first of two numbers: "between one and two thirds"."""
BLANKS = frozenset("- \u00a0\u2009\u202f")
"""What may stand before "and a half"."""
