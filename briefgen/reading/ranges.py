"""Numbers that belong together: ranges, before-and-after pairs, lists under one unit, "one in five"."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.reading import kinds, patterns, tables
from briefgen.reading.numerals import ONE
from briefgen.reading.patterns import Pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from briefgen.reading.counting import Noun
    from briefgen.reading.numerals import Numeral

FARTHEST = 24
"""Characters between two numbers beyond which they are not read together."""
WINDOW = 40
"""Characters before a number in which "between" or "from" is looked for."""
SMALL = 1000
FAR = 5
"""A number this many times another, behind "fell 9,000 to 218,000", is no upper end of a range."""


class Atom(Struct, frozen=True, gc=False):
    """A number with its unit or noun, on the way to a mention."""

    number: Numeral
    """The number; of a range, its first."""
    start: int
    """Offset of the currency sign or the number."""
    end: int
    """Offset behind unit or noun."""
    unit: str | None = None
    """Name of its unit."""
    own: bool = False
    """The unit is printed beside this number, not carried over from another."""
    prefixed: bool = False
    """The unit is a currency sign before the number."""
    hyphen: bool = False
    """Unit or noun hang on the number by a hyphen."""
    noun: Noun | None = None
    """What is counted."""
    value: Decimal | None = None
    """Its value, or the lower end."""
    upper: Decimal | None = None
    """The upper end of a range."""
    paired: bool = False
    """One end of "from 38 to 19"."""
    proportion: bool = False
    """Written as "one in five"."""
    last: int = 0
    """Offset behind the last digits or scale; of a range, those of its upper end."""


class Rules(Struct, frozen=True):
    """The words and patterns of a language (`ranges.toml` says what each is for)."""

    points: tuple[str, ...]
    to: tuple[str, ...]
    either: tuple[str, ...]
    origin: tuple[str, ...]
    out: tuple[str, ...]
    chances: tuple[str, ...]
    outcomes: tuple[str, ...]
    dash: Pattern
    joint: Pattern
    listed: Pattern
    pair: Pattern
    per_time: Pattern
    proportion: Pattern
    between: Pattern
    start: Pattern
    ranging: Pattern
    by: Pattern
    dated: Pattern
    """The end of a text behind which four digits are a year, whatever follows: "from 11,800 in | 2014 to 9,300"."""
    moved: re.Pattern[str]
    """A verb of change right before a number."""


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its tables."""
    told: dict[str, Any] = {name: tuple(words) for name, words in tables.load(language, "ranges")["lists"].items()}
    return Rules(moved=kinds.rules(language).moved, **told | patterns.of(language, "ranges"))


def combine(sentence: str, atoms: Sequence[Atom], known: Rules) -> list[Atom]:
    """The atoms with units carried over, and ranges made one."""
    found = list(atoms)
    for index in range(len(found) - 2, -1, -1):
        left, right = found[index], found[index + 1]
        if 0 < right.start - left.end <= FARTHEST and not is_dated(sentence, left, known):
            found[index], found[index + 1] = carried(sentence, left, right, known)
    merged: list[Atom] = []
    for atom in found:
        whole = joined(sentence, merged[-1], atom, known) if merged and merged[-1].upper is None else None
        if whole is None:
            merged.append(atom)
        else:
            merged[-1] = whole
    return merged


def carried(sentence: str, left: Atom, right: Atom, known: Rules) -> tuple[Atom, Atom]:
    """Both atoms, after the one without a unit took that of the other."""
    gap = known.per_time.sub("", sentence[left.end : right.start], count=1)
    ranged = known.dash.fullmatch(gap) or (
        known.joint.fullmatch(gap) and known.between.search(sentence, max(0, left.start - WINDOW), left.start)
    )
    if not (ranged or known.listed.fullmatch(gap)):
        return left, right
    pair = known.pair.search(gap) is not None
    if right.unit == "%" and left.unit is None and left.noun and left.noun.head in known.points and pair:
        return replace(left, unit="pp", noun=None, own=True), right
    if left.number.value is None or right.number.value is None or left.number.fraction:
        return left, right
    if right.unit == "%" and not ranged and left.unit is None and left.value is not None and left.value >= SMALL:
        return left, right  # "sales were 4.7 million, 5% more than in 2024"
    free = left.unit is None and left.noun is None
    if like_year(left) and right.number.scale != ONE and says(gap, known.to):
        return left, right  # "rose 6% in 2024 to 4.5 million tonnes"
    if free and (right.unit or right.noun) and (not like_year(left) or (ranged and not low(right))):
        unit = right.unit
        noun = right.noun if unit is None else None
        left = replace(left, unit=unit, noun=noun, paired=pair, value=rescaled(left, right, ranged=bool(ranged)))
    elif (
        left.unit
        and right.unit is None
        and right.noun is None
        and not like_year(right)
        and (onward(sentence, left, right, gap, known) or (left.prefixed and ranged))
    ):
        right = replace(right, unit=left.unit, paired=pair)
        if ranged and left.prefixed:
            left = replace(left, value=rescaled(left, right, ranged=True))
    elif (
        ranged and left.prefixed and left.number.scale == ONE and right.number.scale != ONE and left.unit == right.unit
    ):
        left = replace(left, value=rescaled(left, right, ranged=True))
    return left, right


def onward(sentence: str, left: Atom, right: Atom, gap: str, known: Rules) -> bool:
    """Whether the left unit holds for the right number: "12% from 9", "from $3 to 4", not "rose 3% from 52"."""
    same = left.number.scale == right.number.scale != ONE
    if same and says(gap, known.to) and known.by.search(sentence, max(0, left.start - WINDOW), left.start):
        return True
    if says(gap, known.origin):
        low = max(0, left.start - WINDOW)
        outcome = sentence[low : left.start].endswith(known.outcomes)
        return left.unit != "%" or outcome or known.moved.search(sentence, low, left.start) is None
    return says(gap, known.to) and known.start.search(sentence, max(0, left.start - WINDOW), left.start) is not None


def says(gap: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in what one of the patterns has found between two numbers."""
    plain = gap.casefold()
    return any(word in plain for word in words)


def low(atom: Atom) -> bool:
    """Too small to be the upper end of a range that begins with four digits."""
    return atom.number.value is None or atom.number.value < SMALL


def like_year(atom: Atom) -> bool:
    """Four bare digits: a year until something says otherwise."""
    return atom.number.bare and atom.number.end - atom.number.start == 4  # noqa: PLR2004 - the digits of a year


def is_dated(sentence: str, left: Atom, known: Rules) -> bool:
    """Whether four digits are the year of a number in front of them: "fell from 11,800 in 2014 to 9,300"."""
    return like_year(left) and known.dated.search(sentence, max(0, left.start - WINDOW), left.start) is not None


def rescaled(left: Atom, right: Atom, *, ranged: bool) -> Decimal | None:
    """The left value in the scale that stands only at the right one ("1.7 to 1.8 million"), where it may."""
    value, scale = left.value, right.number.scale
    if value is None or right.number.value is None or left.number.scale != ONE or scale == ONE:
        return left.value
    if right.number.words and not left.number.words:
        return left.value
    too_large = value * scale > right.number.value if ranged else value >= SMALL
    return left.value if too_large else value * scale


def joined(sentence: str, left: Atom, right: Atom, known: Rules) -> Atom | None:
    """One atom for a range; None where the two stay apart."""
    gap = sentence[left.end : right.start]
    if len(gap) > FARTHEST or left.value is None or right.value is None:
        return None
    if (share := proportion(left, right, gap, known)) is not None:
        return share
    if not linked(sentence, left, right, known) or left.unit != right.unit or left.value >= right.value:
        return None
    if left.unit is None and right.noun is None and known.dash.fullmatch(gap) and not says(gap, known.to):
        return None
    return replace(
        right,
        number=left.number,
        start=left.start,
        value=left.value,
        upper=right.value,
        prefixed=left.prefixed,
        last=right.last,
    )


def linked(  # noqa: PLR0911 - one return a rule
    sentence: str, left: Atom, right: Atom, known: Rules
) -> bool:
    """Whether the words between two numbers make them a range."""
    if is_dated(sentence, left, known):
        return False
    gap = sentence[left.end : right.start]
    low = max(0, left.start - WINDOW)
    if known.joint.fullmatch(gap):
        if says(gap, known.either):
            return not left.own and left.number.words and right.number.words
        return known.between.search(sentence, low, left.start) is not None
    if not known.dash.fullmatch(gap):
        return False
    if not says(gap, known.to):
        return not (left.own and not left.prefixed and " " in gap)
    start = known.start.search(sentence, low, left.start)
    if start:
        return known.ranging.search(sentence, max(0, start.start() - WINDOW), start.start()) is not None
    if (
        left.number.scale == ONE != right.number.scale
        and left.value == left.number.value
        and known.by.search(sentence, low, left.start)
    ):
        return False
    return not (apart(left, right) and known.moved.search(sentence, low, left.start))


def apart(left: Atom, right: Atom) -> bool:
    """Whether "5 to 7" behind a verb of change may be change and level: "fell 9,000 to 218,000", "lost $2 to $66"."""
    if left.own:
        return right.own or right.prefixed
    far = left.value is not None and right.value is not None and right.value >= FAR * left.value
    scaled = left.number.scale == right.number.scale != ONE and left.value == left.number.value
    return far and (scaled or not right.own) and (left.noun is None or left.noun != right.noun)


PARTS = frozenset({3, 4, 5, 10, 20, 100})
"""Of how many news says shares in digits: "7 in 10"."""


def proportion(left: Atom, right: Atom, gap: str, known: Rules) -> Atom | None:
    """A share in percent, of "one in five" and "nine out of ten"."""
    if (
        not known.proportion.fullmatch(gap)
        or left.unit
        or left.noun
        or right.unit
        or left.value is None
        or right.value is None
    ):
        return None
    chance = gap in known.chances and left.value == 1 and right.number.scale == ONE
    if not 0 < left.value < right.value:
        return None
    if chance:
        value = (100 / right.value).quantize(Decimal("1.000").scaleb((100 / right.value).adjusted())).normalize()
        return replace(
            left, end=right.number.end, unit="%", value=value, own=True, proportion=True, last=right.number.end
        )
    if right.value > 100 or not (  # noqa: PLR2004 - "one in 2025" is none
        left.number.words or says(gap, known.out) or (left.number.bare and right.value in PARTS)
    ):
        return None
    if right.number.bare and right.value > 20 and right.value not in {Decimal(50), Decimal(100)}:  # noqa: PLR2004 - see above
        return None
    value = (left.value * 100 / right.value).quantize(Decimal("0.01")).normalize()
    return replace(left, end=right.number.end, unit="%", value=value, own=True, proportion=True, last=right.number.end)
