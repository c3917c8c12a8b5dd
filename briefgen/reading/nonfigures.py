"""Numbers that are no figures: dates, times, years, names and codes, ages, scores, determiners.

Two looks at each number: `skip` at the digits alone, before anything else is read (a date must not be taken apart);
`reason` when unit and noun are known ("2000" is a year, "2000 people" a count).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.reading import patterns, tables
from briefgen.reading.figured import alternation
from briefgen.reading.patterns import Pattern
from briefgen.reading.units import LASTING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.reading.figured import Numeral
    from briefgen.reading.ranges import Atom

FIRST_YEAR, LAST_YEAR = 1500, 2150
"""Bare four-digit numbers between these are years, unless what stands behind them says otherwise."""
DIGITS = 4
"""Digits of a year."""
OLDEST = 120
"""No age is higher."""
SMALL = 10
"""Number words up to ten may be determiners."""
LAST_WORD = Pattern(r"([^\W\d_][\w’'&-]*)(\.?)[\s\u00a0]{1,2}$")
GLUED = Pattern(r"[\w./-]*+")
AGE_DIGITS = 2
"""Of an age between two commas behind any word: "the striker, 28, joined"; "1, 2" are rather a list."""
NAME_COMMA = Pattern(r"[A-Z][\w’'.-]+(?:,\s|\s\()$")


class Rules(Struct, frozen=True):
    """What a language knows of numbers that are no figures (`nonfigures.toml` says what each is for)."""

    date: re.Pattern[str]
    """Dates, times, codes that begin with a digit."""
    months: frozenset[str]
    codes: frozenset[str]
    soft: frozenset[str]
    year_before: frozenset[str]
    countable: frozenset[str]
    definite: frozenset[str]
    periods: frozenset[str]
    counting_one: frozenset[str]
    no_one: frozenset[str]
    year_nouns: frozenset[str]
    code_list: Pattern
    age_behind: Pattern
    age_closed: Pattern
    age_limit: Pattern
    word_comma: Pattern
    person_was: Pattern
    proportion: tuple[str, ...]
    dated: Pattern
    counter: Pattern
    race: Pattern
    taller: Pattern
    club: Pattern
    month_day: Pattern
    until: Pattern
    relative: Pattern
    persons: Pattern
    idiom: Pattern


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its tables."""
    table = tables.load(language, "nonfigures")
    own = slots(language, table)
    lists: dict[str, Any] = {name: frozenset(table[name]) for name in LISTS}
    return Rules(
        date=re.compile("|".join(f"(?:{form})" for form in forms(patterns.sources(language, table, "forms", own)))),
        proportion=tuple(tables.load(language, "ranges")["lists"]["chances"]),
        **lists | patterns.of(language, "nonfigures", more=own),
    )


LISTS = (
    "months",
    "codes",
    "soft",
    "year_before",
    "countable",
    "definite",
    "periods",
    "counting_one",
    "no_one",
    "year_nouns",
)
"""Word lists of the table that the rules hold as they are."""
YEAR = r"(?:1[5-9]|20)\d\d"


def slots(language: str, table: Mapping[str, Any]) -> dict[str, str]:
    """What the slots of the table's patterns stand for; {parted} is what makes "3/4" a part of one and no date."""
    words = {
        name: patterns.any_of(table[name])
        for name in ("zones", "eras", "scores", "races", "pictures", "calls", "relative", "persons")
    }
    return words | {
        "month": rf"(?:{alternation(word.title() for word in table['months'])})\b\.?",
        "year": YEAR,
        "streets": patterns.any_of(word.title() for word in table["streets"]),
        "idioms": patterns.any_of([alternation(table["idioms"])]),
        "parted": str(tables.load(language, "numbers")["words"]["slashed"]),
    }


def forms(told: Mapping[str, str]) -> Iterator[str]:
    """Dates, times and codes that begin with digits, as patterns; the order decides where two fit."""
    yield r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}[\d:.Z+]*)?"
    yield r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?![\d.])"
    yield told["date"]
    clock = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[-–]\s?\d{1,2}[:.]\d{2})?"
    yield clock + told["half_day"]
    yield told["minutes"]
    yield told["hour"]
    yield told["clock"]
    yield r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:[:/]\d+)?|\d{1,3}(?:\.\d{1,2}){2,4}(?!\d)"
    yield r"\d{1,5}(?:-\d{1,7}){2,6}(?!\d)|\d{3}-\d{4}(?![\d-])|\d{2,3}/\d{2,3}(?![\d/])"
    yield from (told[name] for name in ("ages", "dialled", "ordinal", "years", "stroke", "score"))
    minutes = r"\s?\d{1,2}(?:\.\d+)?[′'’](?:\s?\d{1,2}(?:\.\d+)?[″\"”])?"
    yield rf"\d{{1,3}}(?:\.\d+)?°(?:{minutes}|(?:{minutes})?\s?[NSEW]\b)"
    yield told["address"]
    yield told["line"]
    yield told["race"]


def skip(sentence: str, start: int, known: Rules, *, money: bool) -> int | None:
    """The end of a date, time or code that begins with the digit at `start`; None when it may be a figure."""
    if money:
        return None
    if start == 0:
        found = LIST_NUMBER.match(sentence) or known.counter.match(sentence) or DIALLED.match(sentence)
        end = found.end() if found else None
    else:
        dialled = DIALLED.match(sentence, start)
        end = dialled.end() if dialled else after(sentence, start, known)
    if end is not None or not known.dated.match(sentence, start):
        return end
    dated = known.date.match(sentence, start)
    return dated.end() if dated else None


def after(sentence: str, start: int, known: Rules) -> int | None:
    """The end of a code or date that what stands before the number makes of it."""
    if (end := glued(sentence, start, known)) is not None:
        return end
    word = word_before(sentence, start)
    return named(sentence, start, word, known) if word else None


def word_before(sentence: str, start: int) -> re.Match[str] | None:
    """The word before a number, with its full stop."""
    if not sentence[start - 1].isspace():
        return None
    return LAST_WORD.search(sentence, max(0, start - FARTHEST, sentence.rfind(" ", 0, max(0, start - 2)) + 1), start)


FARTHEST = 24
"""Characters before a number in which the word before it stands."""
DIALLED = Pattern(r"\d{3}\)\s?\d{3}[-\s.]\d{4}|0\d{2,4}[\s-]\d{3,4}(?:[\s-]\d{3,4})?(?![\d,]|\.\d)")
"""A telephone number with its area code: "020 7946 0018"."""
LIST_NUMBER = Pattern(r"\d{1,3}[.)]\s(?=\S)|\d++[.)]?\s*$")


def glued(sentence: str, start: int, known: Rules) -> int | None:
    """The end of a code whose digits hang on letters: "G20", "COVID-19", "#5", "[3]"."""
    previous = sentence[start - 1]
    code = previous.isalpha() or previous in "_#№@\\="
    if not code and previous in "-‑/.’'" and start > 1:
        code = (sentence[start - 2].isalpha() and not sentence.endswith(known.proportion, 0, start)) or (
            previous in "’'" and sentence[start - 2] == " "
        )
    if not code and previous == "[" and sentence[start : start + 4].lstrip("0123456789 ").startswith("]"):
        code = True
    if previous == "§" or (previous.isspace() and sentence[start - 2 : start - 1] == "§"):
        code = True
    if not code and previous == "+":
        phone = PHONE.match(sentence, start)
        return phone.end() if phone else None
    found = GLUED.match(sentence, start) if code else None
    return found.end() if found else None


PHONE = Pattern(r"\d{1,3}[\s(-]{1,2}\d[\d\s()-]{5,18}\d")


def named(sentence: str, start: int, word: re.Match[str], known: Rules) -> int | None:
    """The end of a date behind a month, or of a code behind a word such as "Section"."""
    text = word[1].casefold()
    if text in known.months and word[1][0].isupper() and (day := known.month_day.match(sentence, start)):
        return day.end()
    hard = text in known.codes and (text not in known.soft or word[2] == ".")
    found = known.code_list.match(sentence, start) if hard else None
    return found.end() if found else None


def reason(sentence: str, atom: Atom, known: Rules) -> str | None:  # noqa: PLR0911 - one return a rule
    """Why the number is no figure, now that unit and counted noun are known; None when it is one."""
    number = atom.number
    if number.value is None or atom.prefixed:
        return None
    word = word_before(sentence, number.start) if number.start else None
    before = word[1] if word else ""
    if is_race(sentence, atom, known) or titled(sentence, atom):
        return "name"
    if atom.unit in LASTING and (why := time_reason(sentence, atom, before.casefold(), known)):
        return why
    if number.words:
        return word_reason(sentence, atom, before, known)
    if not number.bare:
        part = atom.unit is None and atom.noun is None and before[:1].isupper() and before.casefold() in known.codes
        return "part" if part and number.scale == 1 else None  # "Table 3.2"
    if is_year(atom, before.casefold(), known):
        return "year"
    if atom.unit is not None:
        return None
    if is_age(sentence, number, known) or (atom.noun is None and is_age_limit(sentence, number, known)):
        return "age"
    long_zero = sentence[number.start] == "0" and number.end - number.start > 1
    if long_zero or (atom.noun is None and sentence[number.end : number.end + 1].isalpha()):
        return "code"
    named = before.casefold() in known.codes or code_name(before, word) or club(sentence, number, known)
    return "name" if atom.noun is None and named else None


def is_race(sentence: str, atom: Atom, known: Rules) -> bool:
    """Whether a distance is the name of a race: "the 400m"."""
    if atom.unit != "m":
        return False
    lead = known.race.search(sentence, max(0, atom.start - FARTHEST), atom.start)
    return lead is not None and atom.value in DISTANCES and not known.taller.match(sentence, atom.end)


DISTANCES = frozenset({50, 60, 80, 100, 110, 200, 400, 800, 1500, 3000, 5000, 10000})
"""Metres that races are run or swum over."""


def titled(sentence: str, atom: Atom) -> bool:
    """Whether number and noun are a title between quotation marks: "12 Angry Men"."""
    noun = atom.noun
    quoted = sentence[atom.start - 1 : atom.start] in {'"', "“", "‘"}
    return bool(
        quoted
        and noun
        and noun.inside
        and sentence[noun.start].isupper()
        and TITLED.match(sentence, noun.end - len(noun.head))
    )


TITLED = Pattern(r"[A-Z][\w’'-]*[,.]?[\"”’]")
"""The last word of a title."""


def time_reason(sentence: str, atom: Atom, before: str, known: Rules) -> str | None:
    """An age ("54-year-old"), a period ("the first nine months"), a date ("two years ago")."""
    old = known.age_behind.match(sentence, atom.number.end) and (atom.value is None or atom.value <= OLDEST)
    if old or WAR.match(sentence, atom.number.end):
        return "age"
    if atom.number.fraction and atom.hyphen and before not in known.counting_one:
        return "period"
    if atom.hyphen:
        return None
    if before in known.periods:
        return "period"
    if known.until.match(sentence, atom.end):
        return "period"
    return "relative date" if known.relative.match(sentence, atom.end) else None


WAR = Pattern(r"[\s-][A-Z][a-z]{2,9}[’']?\s[A-Z]")
"""Behind a number, a unit of time that is part of a name: "the 30 Years’ War"."""


def is_year(atom: Atom, before: str, known: Rules) -> bool:
    """A bare number in the range of years, with nothing to count behind it."""
    number = atom.number
    if number.end - number.start != DIGITS or not FIRST_YEAR <= int(number.value or 0) <= LAST_YEAR:
        return False
    if (atom.unit is None and atom.noun is None) or before in known.year_before:
        return True
    return atom.unit is None and atom.noun is not None and atom.noun.head not in known.countable


def is_age(sentence: str, number: Numeral, known: Rules) -> bool:
    """Between commas or in brackets behind a name or a word for a person: "Jane Doe, 54, said", "his wife, 39,"."""
    if int(number.value or 0) > OLDEST or not known.age_closed.match(sentence, number.end):
        return False
    low = max(0, number.start - 30)
    if any(form.search(sentence, low, number.start) for form in (NAME_COMMA, known.person_was, known.persons)):
        return True
    apart = sentence[number.end : number.end + 2] == ", " and number.end - number.start == AGE_DIGITS
    return apart and known.word_comma.search(sentence, low, number.start) is not None


def is_age_limit(sentence: str, number: Numeral, known: Rules) -> bool:
    """Whether the number bounds the age of people: "half were under 18"."""
    limit = known.age_limit.search(sentence, max(0, number.start - 24), number.start)
    return limit is not None and number.value in (YOUNG if limit["under"] else OLD)


YOUNG = frozenset(range(5, 31))
OLD = frozenset((16, 18, *range(50, 100, 5)))
"""Ages that news sets bounds at."""


def club(sentence: str, number: Numeral, known: Rules) -> bool:
    """Whether the number is part of a name or a rank: "the Group of 20", "14th of 60"."""
    return known.club.search(sentence, max(0, number.start - 12), number.start) is not None


def years(atom: Atom, known: Rules) -> bool:
    """Whether a range is one of years: "between 2019 and 2023"."""
    named = atom.noun is not None and atom.noun.head not in known.year_nouns
    if atom.upper is None or atom.value is None or atom.unit is not None or named:
        return False
    return atom.number.bare and FIRST_YEAR <= atom.value < atom.upper <= LAST_YEAR


def code_name(before: str, word: re.Match[str] | None) -> bool:
    """A bare number right behind a capitalised word inside the sentence: "Stoxx 600", "Apollo 11"."""
    return bool(word and before[:1].isupper() and word.start() > 0 and not word[2]) or before[1:2].isupper()


def word_reason(sentence: str, atom: Atom, before: str, known: Rules) -> str | None:
    """Why a small number word determines, names or stands for a thing, or None."""
    number, lower = atom.number, before.casefold()
    value = int(number.value or 0)
    if number.fraction or number.scale != 1:
        return None
    counts = atom.unit is not None or atom.noun is not None
    if not counts and number.start and sentence[number.start].isupper() and before[:1].isupper():
        return "name"
    if value > SMALL:
        return None
    if value <= 1 and (atom.unit is None or (value and one_of_a_kind(atom, lower, known))):
        return "single"
    lent = (atom.noun is not None and not atom.noun.inside) or (atom.unit is not None and not atom.own)
    if not atom.hyphen and (not counts or (lower in known.definite and not lent)):
        return "determiner"
    capital = sentence[number.start].isupper() and sentence[number.end + 1 : number.end + 2].isupper()
    return "name" if capital and number.start > 0 and atom.unit is None else None


def one_of_a_kind(atom: Atom, before: str, known: Rules) -> bool:
    """Whether "one day", "the one year", "another one" mean no number."""
    return atom.unit in {"day", "night", "minute", "second"} or before in known.definite or before in known.no_one
