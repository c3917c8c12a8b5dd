"""What sort of number a figure is, and which way it goes, from the words around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.model import Direction, Kind
from briefgen.reading import patterns, tables, units
from briefgen.reading.numerals import alternation
from briefgen.reading.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.reading.ranges import Atom

WINDOW = 100
"""Characters before a figure in which the verb that moves it stands."""
REACH = 10
"""Words between that verb and the number."""
WORDS = Pattern(r"[^\W\d_][\w’'-]*|[()]")
BRACKETS = "()"
BESIDE = 2
"""Words between "a rise of" and its number."""
CHANGES = frozenset({"pp", "bp"})


class Cues(Struct, frozen=True):
    """Single words and what they mean for a number beside them (`kinds.toml` says what each is for)."""

    by: frozenset[str]
    of: frozenset[str]
    ends: frozenset[str]
    outcomes: frozenset[str]
    origins: frozenset[str]
    outcome_ranges: frozenset[str]
    spreads: frozenset[str]
    standing: frozenset[str]
    lasting: frozenset[str]
    rates: frozenset[str]
    breaks: frozenset[str]
    either: frozenset[str]
    missing: frozenset[str]
    compared: frozenset[str]
    down: frozenset[str]
    saying: frozenset[str]
    rising: frozenset[str]
    particles: frozenset[str]
    apart: frozenset[str]


class Rules(Struct, frozen=True):
    """The cues of a language."""

    verbs: Mapping[str, Direction | None]
    """Verbs of change."""
    nouns: Mapping[str, Direction | None]
    """Nouns and comparatives of change."""
    share_before: frozenset[str]
    """What makes a percentage behind it a share: "accounts for"."""
    share_behind: frozenset[str]
    """What makes a percentage before it a share: "stake"."""
    fillers: frozenset[str]
    """Words between a cue and the number that say nothing about it."""
    level: frozenset[str]
    """Words before a number that make it a level."""
    position: frozenset[str]
    """Comparatives."""
    between: frozenset[str]
    """Words between a percentage and "increase"."""
    transitive: frozenset[str]
    """Verbs whose object is an amount and no change."""
    shares: frozenset[str]
    """Nouns before a percentage that make it a share."""
    index: frozenset[str]
    """Index points."""
    rates: frozenset[str]
    """Words of rates that are levels: "yield"."""
    rate: frozenset[str]
    """The word "rate"."""
    plain: frozenset[str]
    """Words before it that do not say of what: "its rate"."""
    behind_only: frozenset[str]
    """Nouns of change that are verbs of another meaning in front of a number: "draws 75 watts"."""
    composing: frozenset[str]
    """Verbs that "up" belongs to, with what fills or forms a whole as their object: "made up 43%"."""
    losing: frozenset[str]
    """Verbs whose object is a part that is gone: "lost two thirds of its value"."""
    parts: frozenset[str]
    """Words of rates that are parts of a whole: "jobless"."""
    things: frozenset[str]
    """Nouns of change that name a thing: "loss"."""
    positions: frozenset[str]
    """Modifiers that say where a number ends up, not by how much it moved: "fell below"."""
    paying: frozenset[str]
    """Verbs before "down" whose object is an amount: "paid down"."""
    cues: Cues
    """Single words at a number."""
    behind: Pattern
    """The three words behind a figure."""
    of_whole: Pattern
    """Behind a part of one, a whole."""
    votes: Pattern
    """Behind "by" and a share, that of the other side: "by 52.3% to 47.7%"."""
    of_change: Pattern
    """Behind points, what they are points of: "50 basis points of cuts"."""
    stake: Pattern
    """Behind a percentage with a word between: "12% market share"."""
    compared: Pattern
    """Behind a number of things named before: "3.1m people, 14,700 more than in May"."""
    balance: Pattern
    """Behind an amount that is left between two flows."""
    or_percent: Pattern
    """Between index points and "higher": "59 points, or 0.9%, higher"."""
    to_level: Pattern
    """Behind the amount of a change, its outcome: "added €0.55 to €68.20"."""
    spreads: Pattern
    """Behind basis points, these make them a distance between two rates: "over mid-swaps"."""
    pace: Pattern
    """Before a percentage, a change and a verb of its pace: "growth slowed to"."""
    moved: re.Pattern[str]
    """A verb of change, or "by", right before a number."""


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its table."""
    table = tables.load(language, "kinds")
    ways: tuple[tuple[str, Direction | None], ...] = (
        ("neutral", None),
        *((str(way), way) for way in (Direction.DOWN, Direction.UP)),
    )
    lists: dict[str, Any] = {name: frozenset(words) for name, words in table["words"].items()}
    moving = [*table["cues"]["by"], *table["up"]["verbs"], *table["down"]["verbs"]]
    return Rules(
        verbs={word: way for name, way in ways for word in table[name]["verbs"]},
        nouns={word: way for name, way in ways for word in table[name]["nouns"]},
        share_before=frozenset(table["share"]["before"]),
        share_behind=frozenset(table["share"]["behind"]),
        fillers=frozenset(table["fillers"]["words"]),
        moved=re.compile(rf"\b(?i:{alternation(moving)})\s(?:\w+\s)?$"),
        cues=Cues(**{name: frozenset(words) for name, words in table["cues"].items()}),
        **lists | patterns.of(language, "kinds", more={"benchmarks": patterns.either(table["benchmarks"]["words"])}),
    )


class Lead(Struct, frozen=True, gc=False):
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
    low = max(0, start - WINDOW)
    begin = max(low, *(sentence.rfind(mark, low, start) + 1 for mark in ";:—"))
    words = list(map(str.casefold, WORDS.findall(sentence, begin, start)))
    kept = len(words)
    while kept and words[kept - 1] in known.fillers and words[kept - 1] not in known.cues.of:
        kept -= 1
    return Lead(tuple(words[max(0, kept - REACH - 4) : kept]), kept < len(words))


class Cue(Struct, frozen=True, gc=False):
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
        if distance and found.words[-distance] in known.cues.saying and word in known.verbs:
            return None  # "he added that"
        before = found.words[-2 - distance : -1 - distance]
        if word in known.cues.particles and before and before[0] in known.composing:
            return None  # "made up 43%", "took up half of the yard"
        if word in known.verbs:
            return Cue(known.verbs[word], distance, word, word in known.nouns)
        if word in known.nouns and word not in known.position and word not in known.behind_only:
            return Cue(known.nouns[word], distance, word, noun=True)
        if word in known.cues.breaks or word in BRACKETS:
            return None
    return None


def behind(sentence: str, end: int, known: Rules) -> tuple[bool, Direction | None, str]:
    """Whether "increase", "higher", "of" ... stands behind the figure; the way; and the word."""
    found = known.behind.match(sentence, end)
    if found is None:
        return False, None, ""
    words = [word.casefold() for word in found.groups() if word]
    first = words[0]
    if " ".join(words[:2]) in known.cues.missing:
        return True, Direction.DOWN, first
    for index, word in enumerate(words):
        if word in known.nouns and (index == 0 or word not in known.position or words[0] in known.cues.compared):
            return True, known.nouns[word], first
        if word not in known.between:
            break
    return False, None, first


def classify(sentence: str, atom: Atom, modifier_start: int, known: Rules) -> tuple[Kind, Direction | None]:
    """Kind and direction of a figure whose modifier begins at `modifier_start`."""
    before = lead(sentence, modifier_start, known)
    if atom.unit == "x":
        return multiplied(sentence, atom, before, known)
    ends_up = sentence[modifier_start : atom.start].casefold().strip() in known.positions
    paced = known.pace.search(sentence, max(0, modifier_start - WINDOW), modifier_start) if atom.unit == "%" else None
    if paced:
        return Kind.CHANGE, known.nouns.get(paced[1].casefold())
    if atom.unit in {"%", "‰", *CHANGES}:
        return (Kind.LEVEL, None) if ends_up and cue(before, known) else percent(sentence, atom, before, known)
    kind, way = amount(sentence, atom, before, known)
    return (Kind.LEVEL, None) if ends_up and kind is Kind.INCREMENT else (kind, way)


def multiplied(sentence: str, atom: Atom, before: Lead, known: Rules) -> tuple[Kind, Direction | None]:
    """The way of "rose 1.3 times"; a ratio that only stands behind a change has none: "fell to $90m, or 1.3 times"."""
    near = cue(before, known)
    changed, way, _ = behind(sentence, atom.end, known)
    if changed:
        return Kind.MULTIPLE, way
    return (
        Kind.MULTIPLE,
        near.way if near and near.distance <= BESIDE and before.last not in known.cues.either else None,
    )


def percent(  # noqa: C901, PLR0911 - one return a rule
    sentence: str, atom: Atom, before: Lead, known: Rules
) -> tuple[Kind, Direction | None]:
    """A share, a change or a level."""
    near = cue(before, known)
    if atom.unit in CHANGES:
        return points(sentence, atom, before, near, known)
    if atom.number.fraction and before.last in known.cues.by:
        return Kind.CHANGE, near.way if near else None
    if (
        atom.number.fraction
        and near
        and near.distance == 0
        and (near.word in known.losing or moves(sentence, atom, known))
    ):
        return Kind.CHANGE, near.way
    changed, way, first = behind(sentence, atom.end, known)
    if atom.number.fraction and changed and first in known.position:
        return Kind.CHANGE, way
    if atom.number.fraction or atom.proportion or share_before(before, known):
        return Kind.SHARE, None
    if changed and not (atom.paired or (before.last in known.cues.outcomes and first in known.position)):
        return Kind.CHANGE, way
    if atom.value is not None and atom.value < 0:
        stands = before.last in known.cues.ends or (near is None and before.last in known.level)
        return (standing(sentence, atom, before, known), None) if stands else (Kind.CHANGE, Direction.DOWN)
    shared = any(word in known.shares for word in before.words[-5:])
    growing = before.last in known.cues.rising and near is not None and near.distance == 1 and not near.noun
    if (
        (before.last in known.cues.ends and not growing)
        or " ".join(before.words[-2:]) in known.cues.outcome_ranges
        or atom.paired
    ):
        return (Kind.SHARE if shared or first in known.cues.of else standing(sentence, atom, before, known)), None
    if first in known.cues.of and near and near.distance == 0 and near.word in known.losing:
        return Kind.CHANGE, near.way
    if (
        first in known.cues.of
        and before.last not in known.cues.by
        and not (near and near.distance == 0 and near.word not in known.transitive)
    ):
        return Kind.SHARE, None
    if near and changes(before, near, known) and not before_than(before, near, known):
        return Kind.CHANGE, near.way
    if shared or first in known.share_behind or known.stake.match(sentence, atom.end):
        return Kind.SHARE, None
    by = before.last in known.cues.by and (near is not None or known.votes.match(sentence, atom.end) is None)
    return (Kind.CHANGE if by else standing(sentence, atom, before, known)), None


def standing(sentence: str, atom: Atom, before: Lead, known: Rules) -> Kind:
    """What a percentage that does not move is: the level of a price of money, or a part of a whole.

    Rates of interest, tax, inflation and the like are levels; a jobless rate, margin or turnout is a share.
    """
    words = [*before.words, *(word.casefold() for word in WORDS.findall(sentence, atom.end, atom.end + BEHIND_RATE))]
    if not known.parts.isdisjoint(words):
        return Kind.SHARE
    plain = any(word in known.rate and words[max(0, at - 1)] in known.plain for at, word in enumerate(words))
    return Kind.LEVEL if plain or not known.rates.isdisjoint(words) else Kind.SHARE


BEHIND_RATE = 24
"""Characters behind a percentage in which its rate may be named: "the 3.75% deposit rate"."""


def points(sentence: str, atom: Atom, before: Lead, near: Cue | None, known: Rules) -> tuple[Kind, Direction | None]:
    """A change in percentage or basis points, unless they lie between two rates."""
    if distance(sentence, atom, before, known):
        return Kind.LEVEL, None
    changed, way, first = behind(sentence, atom.end, known)
    if changed and not (atom.paired or (before.last in known.cues.outcomes and first in known.position)):
        return Kind.INCREMENT, way
    return Kind.INCREMENT, way_of(sentence, atom, known) or (near.way if near else None)


def moves(sentence: str, atom: Atom, known: Rules) -> bool:
    """Whether a part of one behind a verb of change is of no whole: "up a fifth", not "cut a fifth of"."""
    return known.of_whole.match(sentence, atom.end) is None


def way_of(sentence: str, atom: Atom, known: Rules) -> Direction | None:
    """The way of the change that points are of."""
    found = known.of_change.match(sentence, atom.end)
    return (known.nouns.get(found[1]) or known.verbs.get(found[1])) if found else None


def distance(sentence: str, atom: Atom, before: Lead, known: Rules) -> bool:
    """Whether points lie between two rates and move none: "a spread of 118 bp", "145 bp over mid-swaps"."""
    told = before.last in known.cues.standing or not known.cues.spreads.isdisjoint(before.words[-3:])
    return told or known.spreads.match(sentence, atom.end) is not None


def before_than(before: Lead, near: Cue, known: Rules) -> bool:
    """Whether the words between a change and a number set them apart: "10 points lower than last year's 4.4%"."""
    between = before.words[len(before.words) - near.distance :] if near.distance else ()
    return not known.cues.apart.isdisjoint(between) and before.last not in known.cues.by


def changes(before: Lead, near: Cue, known: Rules) -> bool:
    """Whether the nearest word of change is about this number."""
    if before.last in known.cues.by or near.distance == 0:
        return True
    if before.last in known.cues.rising and near.distance == 1 and not near.noun and near.way is not None:
        return True  # "growing at 6% a year"
    if before.last in known.level:
        return near.noun and near.word in known.cues.lasting and before.last not in known.cues.origins
    return True


def share_before(before: Lead, known: Rules) -> bool:
    """Whether "accounted for" and the like stand right before the number."""
    return any(" ".join(before.words[-length:]) in known.share_before for length in (1, 2))


def amount(sentence: str, atom: Atom, before: Lead, known: Rules) -> tuple[Kind, Direction | None]:
    """A level, a count, a duration, or a change in the unit itself."""
    near = cue(before, known)
    plain = Kind.DURATION if atom.unit in units.TIMES else Kind.COUNT if atom.noun and atom.unit is None else Kind.LEVEL
    if near and moved(atom, before, near, plain, known):
        return Kind.INCREMENT, near.way
    if atom.noun and atom.noun.start < atom.start and (compared := known.compared.match(sentence, atom.end)):
        return Kind.INCREMENT, known.nouns.get(compared[1].casefold())
    points = atom.noun is not None and atom.unit is None and atom.noun.head in known.index
    aside = known.or_percent.match(sentence, atom.end)
    changed, way, first = behind(sentence, aside.end() if aside and points else atom.end, known)
    if points:
        return (Kind.INCREMENT, way) if changed or before.last in known.cues.by else (Kind.LEVEL, None)
    if changed and plain is Kind.LEVEL and first not in known.things and not known.balance.match(sentence, atom.end):
        return Kind.INCREMENT, way
    if near and not near.distance and near.way and known.to_level.match(sentence, atom.end) and atom.noun is None:
        return Kind.INCREMENT, near.way
    return plain, None


CENTS = frozenset({"cent", "penny", "paisa", "sen", "kobo", "bp", "pp"})
"""Small money that prices are said to gain or lose."""


def moved(atom: Atom, before: Lead, near: Cue, plain: Kind, known: Rules) -> bool:
    """Whether the nearest word of change says that the amount is one: "by 5 tons", "a rise of $3", "fell $2"."""
    if before.last in known.cues.by:
        return True
    if atom.paired:
        return False
    if before.last in known.cues.of:
        return (
            near.noun
            and near.distance <= BESIDE
            and near.word not in known.things
            and near.word not in known.cues.rates
        )
    if near.distance:
        return False
    if (atom.noun and atom.noun.head in known.index) or atom.unit in CENTS:
        return True
    down = near.word in known.cues.down and len(before.words) > 1 and before.words[-2] not in known.paying
    plainly = near.way is not None and (near.word not in known.transitive or down) and not before.filled
    return plainly and plain is not Kind.COUNT and atom.unit is not None
