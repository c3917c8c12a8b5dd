"""What a number leaves out because an earlier one has said it: "117 vessels, 64 of them owned", "60%, against 48%"."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import Kind
from briefgen.reading import counting, patterns, tables
from briefgen.reading.numerals import ONE
from briefgen.reading.patterns import Pattern
from briefgen.reading.ranges import like_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.reading.parts import Mention
    from briefgen.reading.ranges import Atom

BACK = 4
"""Earlier quantities that a number may point back to."""
ALIKE = 15
"""Numbers that are compared differ by no more than this factor."""
WINDOW = 60
"""Characters before a number in which "of which" stands."""


class Rules(Struct, frozen=True):
    """The patterns of a language (`ellipsis.toml` says what each is for)."""

    others: frozenset[str]
    """Heads of a noun phrase that stand for the noun itself."""
    of_which: Pattern
    comparing: Pattern
    standing: Pattern
    number_of: Pattern
    of_them: Pattern
    of_all: Pattern
    compared: Pattern
    parallel: Pattern
    against: Pattern
    listed: Pattern
    in_other_words: Pattern
    votes: str
    """What the sides of a vote are called."""
    voted: Pattern
    sides: Pattern
    where: Pattern
    set_beside: Pattern
    pair: Pattern
    kinds: Pattern
    of_kind: Pattern


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its table."""
    lists = tables.load(language, "ellipsis")["lists"]
    return Rules(
        others=frozenset(lists["others"]), votes=next(iter(lists["votes"]), ""), **patterns.of(language, "ellipsis")
    )


def filled(sentence: str, atoms: Sequence[Atom], known: Rules, nouns: counting.Rules) -> list[Atom]:
    """The atoms, each number without unit and noun that points back to an earlier count with that one's noun."""
    found = list(atoms)
    if not any(others(atom, known) or bare(atom) for atom in found):
        return found
    votes(sentence, found, known)
    head = known.of_all.match(sentence) is not None
    subject = counted_subject(sentence, known, nouns)
    named: list[Atom] = []
    beside = False
    for index, atom in enumerate(found):
        if not others(atom, known) and not bare(atom):
            named += [atom] if atom.noun is not None or atom.unit not in {None, "x"} else []
            del named[:-BACK]
            beside = False
            continue
        beside = known.comparing.search(sentence, max(0, atom.start - WINDOW), atom.start) is not None or (
            beside and known.listed.fullmatch(sentence, found[index - 1].end, atom.start) is not None
        )
        amounts = [one for one in named if one.unit != "%"]
        following = listed(sentence, found, index, known) or by_kind(sentence, found, index, known)
        if following and named and found[index - 1].unit == "%":
            found[index] = like(atom, found[index - 1])
        elif amounts and (others(atom, known) or head or following or some_of(sentence, atom, known)):
            found[index] = like(atom, amounts[-1])
        elif beside and (twin := compared(sentence, atom, named, known)):
            found[index] = like(atom, twin)
        elif (
            subject
            and not others(atom, known)
            and subject.end < atom.start
            and whole(atom)
            and standing(sentence, atom, known)
        ):
            found[index] = replace(atom, noun=subject)
            named = [*named[-BACK:], found[index]]
    return found


def votes(sentence: str, found: list[Atom], known: Rules) -> None:
    """Both sides of a vote get what they are: "voted 52 to 46"."""
    for index in range(len(found) - 1):
        left, right = found[index], found[index + 1]
        if not (bare(left) and bare(right)):
            continue
        told = known.voted.search(sentence, max(0, left.start - WINDOW), left.start)
        if told and known.sides.fullmatch(sentence, left.end, right.start):
            noun = counting.Noun(told.start(1), told.end(1), known.votes, inside=False)
            found[index], found[index + 1] = replace(left, noun=noun), replace(right, noun=noun)


def listed(sentence: str, found: Sequence[Atom], index: int, known: Rules) -> bool:
    """Whether a number goes on a list of counts by month or place: "300 jobs in March, 450 in April"."""
    before, atom = found[index - 1], found[index]
    if not index or known.where.fullmatch(sentence, before.end, atom.start) is None:
        return False
    if sentence[before.end : before.end + 1] != ":" or before.value is None or atom.value is None:
        return True
    return atom.value < before.value  # "183,400 TEU: 92,300 in imports": parts of it


def by_kind(sentence: str, found: Sequence[Atom], index: int, known: Rules) -> bool:
    """Whether a number goes on a list of amounts by kind: "4 tonnes of apples, 2 of pears and 1 of plums"."""
    before, atom = found[index - 1], found[index]
    if not index or before.unit in {None, "x"} or known.of_kind.match(sentence, atom.end) is None:
        return False
    return known.kinds.fullmatch(sentence, before.end, atom.start) is not None


def whole(atom: Atom) -> bool:
    """Whether the number can count things."""
    return atom.value is not None and atom.value == atom.value.to_integral_value()


def counted_subject(sentence: str, known: Rules, nouns: counting.Rules) -> counting.Noun | None:
    """What "the number of ..." counts in the sentence, or a total such as "the death toll"."""
    if found := known.number_of.search(sentence):
        noun = counting.counted(sentence, found.end(), nouns)
        return replace(noun, inside=False) if noun else None
    if total := nouns.total.search(sentence):
        return counting.Noun(total.start(), total.end(), nouns.totals[total[0].casefold()], inside=False)
    return counting.moving(sentence, nouns)


def compared(sentence: str, atom: Atom, named: Sequence[Atom], known: Rules) -> Atom | None:
    """The nearest earlier quantity of like size that the number may be set beside; a percentage only if it stands."""
    for one in reversed(named):
        if not of_like_size(one.value, atom.value):
            continue
        if one.unit == "%" and whole(atom) and not standing(sentence, one, known):
            continue
        return one
    return None


def of_like_size(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two values may be of the same thing at two times."""
    return one is not None and other is not None and bool(one and other) and 1 / ALIKE <= abs(one / other) <= ALIKE


def standing(sentence: str, atom: Atom, known: Rules) -> bool:
    """Whether a verb of standing or its preposition stands before the number."""
    return known.standing.search(sentence, max(0, atom.start - WINDOW), atom.start) is not None


def bare(atom: Atom) -> bool:
    """Whether the number has neither unit nor noun and is no year."""
    return (
        atom.unit is None
        and atom.noun is None
        and atom.value is not None
        and not atom.number.fraction
        and not like_year(atom)
    )


def others(atom: Atom, known: Rules) -> bool:
    """Whether what is counted are "others"."""
    return atom.noun is not None and atom.noun.head in known.others


def some_of(sentence: str, atom: Atom, known: Rules) -> bool:
    """Whether the words around a number point back to what was counted before."""
    if known.of_them.match(sentence, atom.end):
        return True
    return known.of_which.search(sentence, max(0, atom.start - WINDOW), atom.start) is not None


def like(atom: Atom, named: Atom) -> Atom:
    """The atom with the noun, or the unit where the scale leaves no doubt, of another one."""
    if named.unit is None and named.noun is not None:
        return replace(atom, noun=replace(named.noun, inside=False))
    if named.number.scale not in {ONE, atom.number.scale} and atom.number.scale == ONE:
        return atom
    return replace(atom, unit=named.unit)


def echoed(sentence: str, mentions: Sequence[Mention], offset: int, known: Rules) -> list[Mention]:
    """The mentions, with percentages that are set beside one another of one kind, and what else one says for both."""
    found = list(mentions)
    for index in range(len(found) - 1):
        found[index], found[index + 1] = both(sentence, found[index], found[index + 1], offset, known)
        left, right = found[index], found[index + 1]
        if left.quantity.unit != "%" or right.quantity.unit != "%":
            continue
        gap = sentence[left.span.end - offset : right.span.start - offset]
        if known.against.fullmatch(gap) and right.kind in (Kind.LEVEL, Kind.CHANGE):
            found[index + 1] = replace(right, kind=left.kind, direction=left.direction)
        elif left.kind is Kind.SHARE and right.kind is Kind.LEVEL and same_whole(gap, known):
            found[index + 1] = replace(right, kind=Kind.SHARE)
    return found


def both(sentence: str, left: Mention, right: Mention, offset: int, known: Rules) -> tuple[Mention, Mention]:
    """Two neighbours, where one says what the other is per, or that it is a change: "fell 2.1%, or 45 points"."""
    gap = sentence[left.span.end - offset : right.span.start - offset]
    moves = left.direction is not None and left.kind in (Kind.CHANGE, Kind.INCREMENT)
    if moves and right.kind in (Kind.LEVEL, Kind.COUNT) and known.in_other_words.fullmatch(gap) and right.rate is None:
        return left, replace(right, kind=Kind.INCREMENT, direction=left.direction)
    alike = left.quantity.unit == right.quantity.unit is not None and left.kind is right.kind is Kind.LEVEL
    if (
        alike
        and of_like_size(left.quantity.value, right.quantity.value)
        and len(gap) <= NEAR
        and (left.rate is None) != (right.rate is None)
        and known.set_beside.search(gap)
    ):
        if left.rate is None:
            return (replace(left, rate=right.rate) if known.pair.fullmatch(gap) else left), right
        return left, replace(right, rate=left.rate)
    return left, right


NEAR = 70
"""Characters between two prices of the same thing."""


def same_whole(gap: str, known: Rules) -> bool:
    """Whether the words between two percentages make them shares of one whole."""
    return any(form.fullmatch(gap) for form in (known.compared, known.parallel, known.listed))
