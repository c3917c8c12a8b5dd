"""Numbers as they are written: digits with any thousands mark, powers, fractions, scales; words by `spelled.py`.

Only the number; its unit is read by `units.py`. Nothing is guessed: a digit string that has two readings in English
text ("4,5") or is beyond reason (1e309, a thousand digits) is refused with a reason.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from briefgen import remarks
from briefgen.reading.figured import LARGEST, ONE, Grammar, Numeral, Refusal, alternation, grammar
from briefgen.reading.patterns import Pattern
from briefgen.reading.scaling import half_behind, scaled
from briefgen.reading.spelled import in_words

if TYPE_CHECKING:
    import re

__all__ = ["ONE", "Grammar", "Numeral", "Refusal", "alternation", "grammar", "read"]

LONGEST = 28
"""Digits beyond which a number is an identifier or rubbish, not a quantity; decimal arithmetic is exact up to here."""
ENDING = frozenset({"", ",", ";", ":", ")", "%", '"', "”", "’", "?", "!", "]"})
"""Marks behind digits that end the number: nothing multiplies it or adds to it."""

RUN = Pattern(r"(?>\d++(?:[.,'’٬٫，．\u00a0\u2009\u202f\u2007]\d++)*)")
"""A maximal run of digits and marks between digits. Atomic, so linear on any input; a possessive group that repeats
leaves its place in Python before 3.11.5 (gh-106052), so that "2024," would end with the comma."""
SPACED = Pattern(r"\d{1,3}+(?>(?: \d{3}){1,5})(?![\d,]|\.\d)")
"""Thousands set apart by plain spaces: bounded, and whole groups only."""
EXPONENT = Pattern(
    r"[eE]([+-]?\d{1,4})(?![^\W_])"
    r"|\s?[×x·]\s?10(?:(?:\^|\*\*)([-−–+]?\d{1,3})|([-−–]\d{1,3})|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))(?![^\W_]|[.,]\d)"
)
"""A power of ten: "1e5", "× 10^24", "× 10⁻⁹"; "× 10−9" where a raised minus was flattened. "2 x 1050" is none."""
POWER = Pattern(r"10(?:(?:\^|\*\*)([-−–+]?\d{1,3})|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))(?![^\W_]|[.,]\d)")
"""A power of ten by itself: "10^6", "10⁹"."""
MIXED = Pattern(r"[-‑ \u00a0\u2009]?(\d{1,2})[/⁄](\d{1,2})(?![\d/⁄])|[\u00a0\u2009 ]?([½⅓⅔¼¾⅕⅖⅗⅘⅛⅜⅝⅞])")
BLANK = Pattern("[\u00a0\u2009\u202f\u2007 ]")
"""Blanks that may group thousands, or stand between two numbers."""
POINT = Pattern(r"(?:^|[\s($€£–-])\.$")
"""A decimal point without a zero before it."""
SUPERSCRIPT = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹−–", "-+0123456789--")
DECIMAL_COMMA = Pattern(r"\d{1,3}(?:\.\d{3})+,\d+")
"""Thousands by points and a decimal comma: unambiguous, even in English text."""


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
    run = RUN.match(sentence, start)
    if run is None:
        return None
    if sentence[run.end() : run.end() + 1] == " ":
        run = SPACED.match(sentence, start) or run
    end = run.end()
    text = run[0] if run[0].isdecimal() else run[0].translate(rules.marks)
    if len(text) > LONGEST and (length := sum(map(str.isdecimal, text))) > LONGEST:
        return Refusal(start, end, remarks.said(remarks.DIGITS, count=length))
    special = share_of(sentence, start, end, rules) or power_of(sentence, start, text)
    if special is not None:
        return special
    value = value_of(text)
    if value is None and (blank := BLANK.search(run[0])):
        end = start + blank.start()
        text = text[: blank.start()]
        value = value_of(text)
    if value is None:
        return Refusal(start, end, remarks.said(remarks.MARKS, language=rules.name))
    if text.isdecimal() and sentence[start - 1 : start] == "." and POINT.search(sentence, max(0, start - 2), start):
        return Numeral(start - 1, end, Decimal(f"0.{text}"))
    return extended(sentence, start, end, value, rules, money=money, bare=text.isdecimal())


def share_of(sentence: str, start: int, end: int, rules: Grammar) -> Numeral | None:
    """A part of one in digits: "3/4 of", "5/8-inch"."""
    if sentence[end : end + 1] not in {"/", "⁄"}:
        return None
    found = rules.slashed.match(sentence, start)
    if found is None or found.end() < end or not int(found[2]):
        return None
    return Numeral(start, found.end(), Decimal(int(found[1])) / int(found[2]), fraction=found["of"] is not None)


def power_of(sentence: str, start: int, text: str) -> Numeral | Refusal | None:
    """A power of ten by itself."""
    power = POWER.match(sentence, start) if text == "10" else None
    return powered(start, power, Decimal(1)) if power else None


def extended(  # noqa: PLR0913 - the parts of one number
    sentence: str, start: int, end: int, value: Decimal, rules: Grammar, *, money: bool, bare: bool
) -> Numeral | Refusal:
    """The number of digits that end at `end`, with its power, fraction and scale."""
    if ended(sentence, end, rules):
        return Numeral(start, end, value, bare=bare)
    if power := EXPONENT.match(sentence, end):
        return powered(start, power, value)
    if mixed := fractional(sentence, end, rules):
        return scaled(sentence, start, mixed[0], value + mixed[1], rules, money=money)
    return scaled(sentence, start, end, value, rules, money=money, bare=bare)


def ended(sentence: str, end: int, rules: Grammar) -> bool:
    """Whether what follows cannot belong to the number: by far the most do, and are done at one look."""
    behind = sentence[end : end + 1]
    if behind == " ":
        after = sentence[end + 1 : end + 2]
        return after.isalpha() and after not in rules.follows
    return behind in ENDING


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
    """1e5, 3.2 × 10^5, 10⁹."""
    exponent = int((power[power.lastindex or 1]).translate(SUPERSCRIPT))
    if abs(exponent) > LARGEST.adjusted() or abs(value.scaleb(exponent)) > LARGEST:
        return Refusal(start, power.end(), remarks.POWER)
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
