"""What sort of number a figure is, and which way it goes, from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefgen.model import Direction, Kind
from briefgen.reading import tables, units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.reading.ranges import Atom

WINDOW = 100
"""Characters before a figure in which the verb that moves it stands."""
REACH = 10
"""Words between that verb and the number."""
WORDS = re.compile(r"[^\W\d_][\w’'-]*|[;:()—]")
BEHIND = re.compile(r"[\s-]([^\W\d_][\w’'-]*)(?:[\s]([^\W\d_][\w’'-]*))?(?:[\s]([^\W\d_][\w’'-]*))?")
CHANGES = frozenset({"pp", "bp"})
LEVEL_WORDS = frozenset(
    {
        "to",
        "at",
        "reaching",
        "reached",
        "hit",
        "hitting",
        "totaling",
        "totalling",
        "totaled",
        "totalled",
        "is",
        "was",
        "are",
        "were",
        "stood",
        "remained",
        "from",
        "be",
        "been",
    }
)
"""Right before a number, these make it a level, whatever moved before."""
POSITION = frozenset(
    {
        "more",
        "higher",
        "lower",
        "less",
        "fewer",
        "up",
        "down",
        "above",
        "below",
        "off",
        "faster",
        "slower",
        "stronger",
        "weaker",
        "smaller",
        "larger",
        "greater",
        "bigger",
        "longer",
        "shorter",
        "wider",
        "cheaper",
        "worse",
    }
)
ADJECTIVES = frozenset(
    {
        "annual",
        "yearly",
        "year-on-year",
        "yoy",
        "month-on-month",
        "quarterly",
        "monthly",
        "further",
        "sharp",
        "real",
        "nominal",
        "gdp",
        "economic",
        "export",
        "import",
        "price",
        "sales",
        "revenue",
        "profit",
        "production",
        "output",
        "year-over-year",
        "q/q",
        "y/y",
        "m/m",
        "quarter-on-quarter",
        "average",
        "rate",
        "interest",
        "tax",
        "pay",
        "wage",
        "salary",
        "traffic",
        "freight",
        "volume",
    }
)
"""Words that may stand between a percentage and "increase"."""
TRANSITIVE = frozenset(
    {
        "raise",
        "raised",
        "raises",
        "raising",
        "lift",
        "lifted",
        "boost",
        "boosted",
        "cut",
        "cuts",
        "cutting",
        "reduce",
        "reduced",
        "add",
        "added",
        "adding",
        "adds",
        "lower",
        "lowered",
        "slash",
        "slashed",
        "lose",
        "lost",
        "loses",
        "losing",
        "shed",
        "sheds",
        "trim",
        "trimmed",
        "extend",
        "extended",
        "hike",
        "hiked",
        "improve",
        "improved",
        "expand",
        "expanded",
        "slow",
        "narrow",
        "moderate",
        "ease",
        "beat",
        "missed",
        "exceeded",
        "recovered",
        "gain",
        "gained",
        "gains",
        "contract",
        "contracts",
        "drop",
        "advance",
        "augment",
        "swing",
        "crashed",
        "collapsed",
        "increase",
        "saving",
        "savings",
        "growing",
        "grow",
        "down",
    }
)
"""Verbs whose object is an amount and no change: "raised $300 million", "cut 500 jobs"."""


SHARES = frozenset({"share", "shares", "stake", "stakes", "proportion", "portion"})
"""Before a percentage, these make it a share."""
INDEX = frozenset({"point", "points"})
"""Index points: what is "gained" in them is a change."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The cues of a language."""

    verbs: Mapping[str, Direction | None]
    """Verbs of change."""
    nouns: Mapping[str, Direction | None]
    """Nouns and comparatives of change."""
    share_before: frozenset[str]
    share_behind: frozenset[str]
    fillers: frozenset[str]


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its table."""
    table = tables.load(language, "kinds")
    ways: tuple[tuple[str, Direction | None], ...] = (("neutral", None), ("down", Direction.DOWN), ("up", Direction.UP))
    return Rules(
        verbs={word: way for name, way in ways for word in table[name]["verbs"]},
        nouns={word: way for name, way in ways for word in table[name]["nouns"]},
        share_before=frozenset(table["share"]["before"]),
        share_behind=frozenset(table["share"]["behind"]),
        fillers=frozenset(table["fillers"]["words"]),
    )


@dataclass(frozen=True, slots=True)
class Lead:
    """The words before a number, without modifier and fillers."""

    words: tuple[str, ...]
    """In lower case, the nearest last."""
    filled: bool
    """Fillers stood between them and the number."""

    @property
    def last(self) -> str:
        """The word right before the number."""
        return self.words[-1] if self.words else ""


def lead(sentence: str, start: int, known: Rules) -> Lead:
    """The words of the clause before `start`, where modifier or number begin."""
    window = sentence[max(0, start - WINDOW) : start]
    words = [word.casefold() for word in WORDS.findall(window)]
    for index in range(len(words) - 1, -1, -1):
        if words[index] in {";", ":", "—"}:
            words = words[index + 1 :]
            break
    kept = len(words)
    while kept and words[kept - 1] in known.fillers and words[kept - 1] != "of":
        kept -= 1
    return Lead(tuple(words[max(0, kept - REACH - 4) : kept]), kept < len(words))


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of change near a number."""

    way: Direction | None
    """Where it goes."""
    distance: int
    """Words between it and the number."""
    word: str
    """The word."""
    noun: bool
    """Found as a noun ("an increase of"), not as a verb."""


def cue(found: Lead, known: Rules) -> Cue | None:
    """The nearest word of change before a number."""
    for distance, word in enumerate(reversed(found.words[-REACH:])):
        if word in known.verbs:
            return Cue(known.verbs[word], distance, word, word in known.nouns)
        if word in known.nouns and word not in POSITION:
            return Cue(known.nouns[word], distance, word, noun=True)
        if word in {"(", ")", "while", "but", "whereas", "which"}:
            return None
    return None


def behind(sentence: str, end: int, known: Rules) -> tuple[bool, Direction | None, str]:
    """Whether "increase", "higher", "of" ... stands behind the figure; the way; and the word."""
    found = BEHIND.match(sentence, end)
    if found is None:
        return False, None, ""
    words = [word.casefold() for word in found.groups() if word]
    first = words[0]
    for index, word in enumerate(words):
        if word in known.nouns and (index == 0 or word not in POSITION or words[0] == "year-on-year"):
            return True, known.nouns[word], first
        if word not in ADJECTIVES:
            break
    return False, None, first


def classify(
    sentence: str, atom: Atom, modifier_start: int, known: Rules, money: frozenset[str]
) -> tuple[Kind, Direction | None]:
    """Kind and direction of a figure whose modifier begins at `modifier_start`."""
    before = lead(sentence, modifier_start, known)
    if atom.unit == "x":
        near = cue(before, known)
        changed, way, _ = behind(sentence, atom.end, known)
        return Kind.MULTIPLE, way if changed else near.way if near else None
    if atom.unit in {"%", "‰", *CHANGES}:
        return percent(sentence, atom, before, known)
    return amount(sentence, atom, before, known, money)


def percent(  # noqa: PLR0911 - one return a rule
    sentence: str, atom: Atom, before: Lead, known: Rules
) -> tuple[Kind, Direction | None]:
    """A share, a change or a level."""
    near = cue(before, known)
    if atom.number.fraction and near and before.last == "by":
        return Kind.CHANGE, near.way
    if atom.number.fraction or atom.proportion or share_before(before, known):
        return Kind.SHARE, None
    changed, way, first = behind(sentence, atom.end, known)
    if changed and not (atom.paired or (before.last == "to" and first in POSITION)):
        return Kind.CHANGE, way
    if atom.unit in CHANGES:
        return Kind.CHANGE, near.way if near else None
    if atom.value is not None and atom.value < 0:
        return Kind.CHANGE, Direction.DOWN
    shared = any(word in SHARES for word in before.words[-5:])
    if before.last in {"to", "at", "from"} or atom.paired:
        return (Kind.SHARE if shared or first == "of" else Kind.LEVEL), None
    if first == "of" and before.last != "by" and not (near and near.distance == 0 and near.word not in TRANSITIVE):
        return Kind.SHARE, None
    if near and changes(before, near):
        return Kind.CHANGE, near.way
    if first in known.share_behind or shared:
        return Kind.SHARE, None
    return Kind.LEVEL, None


def changes(before: Lead, near: Cue) -> bool:
    """Whether the nearest word of change is about this number."""
    if before.last == "by" or near.distance == 0:
        return True
    if before.last in LEVEL_WORDS:
        return near.noun and near.word in {"growth", "increase", "decline", "rise"} and before.last != "from"
    return True


def share_before(before: Lead, known: Rules) -> bool:
    """Whether "accounted for" and the like stand right before the number."""
    return any(" ".join(before.words[-length:]) in known.share_before for length in (1, 2))


def amount(
    sentence: str, atom: Atom, before: Lead, known: Rules, money: frozenset[str]
) -> tuple[Kind, Direction | None]:
    """A level, a count, a duration, or a change in the unit itself."""
    near = cue(before, known)
    plain = Kind.DURATION if atom.unit in units.TIMES else Kind.COUNT if atom.noun and atom.unit is None else Kind.LEVEL
    if near and not atom.paired:
        if atom.noun and atom.noun.head in INDEX and near.distance == 0:
            return Kind.INCREMENT, near.way
        if before.last == "by" and near.distance <= REACH:
            return Kind.INCREMENT, near.way
        if before.last == "of" and near.noun and near.distance <= 2 and near.word != "growth":  # noqa: PLR2004 - "a rise of", "a loss of some"
            return (
                (Kind.INCREMENT, near.way)
                if near.word
                not in {"loss", "losses", "gain", "gains", "savings", "saving", "recovery", "addition", "discount"}
                else (plain, None)
            )
        if (
            near.distance == 0
            and near.word not in TRANSITIVE
            and not before.filled
            and plain is not Kind.COUNT
            and (atom.unit in money or plain is not Kind.LEVEL or atom.unit)
        ):
            return Kind.INCREMENT, near.way
    changed, way, first = behind(sentence, atom.end, known)
    if (
        changed
        and plain is Kind.LEVEL
        and first
        not in {
            "loss",
            "losses",
            "gain",
            "gains",
            "up",
            "down",
            "off",
            "above",
            "below",
            "savings",
            "saving",
            "recovery",
            "boost",
            "discount",
            "premium",
            "expansion",
            "improvement",
            "advance",
            "rally",
            "gap",
        }
    ):
        return Kind.INCREMENT, way
    return plain, None
