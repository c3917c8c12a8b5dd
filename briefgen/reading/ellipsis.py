"""What a number leaves out because an earlier one has said it: "117 vessels, 64 of them owned", "60%, against 48%"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefgen.model import Kind
from briefgen.reading import counting
from briefgen.reading.numerals import ONE
from briefgen.reading.patterns import Pattern
from briefgen.reading.ranges import like_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.reading.parts import Mention
    from briefgen.reading.ranges import Atom

OF_WHICH = Pattern(
    r"\b(?:the\sother|the\sremaining|another|(?:the|its|a)\s(?:\w+\s)?total\sto)\s$|\b(?:of|among|including|excluding)\s(?:which|whom|them|these|those),?\s(?:(?:about|around|some|only|just|at|least|more|than|over|nearly|almost|up|to|an?|another|further)\s){0,3}$",
    re.IGNORECASE,
)
"""Before a number that is a part of what was counted before."""
COMPARING = Pattern(
    r"\b(?:compared\s(?:with|to)|against|versus|vs\.?|from|not|than|above|below|remaining|another|further|shy\sof|short\sof|instead\sof|rather\sthan)"
    r"\s(?:(?:the|an?|about|around|some|only|just|over|under|nearly|almost|estimated|previous|planned|sanctioned|target|forecast|goal|quota|average|peak|of)\s){0,4}$",
    re.IGNORECASE,
)
"""Before a number that is set beside an earlier one: "142 trains, against 98 now"."""
STANDING = Pattern(
    r"\b(?:to|at|by|was|were|is|are|of|reach|reached|hit|totall?ed|from|passed|topped|exceeded|surpassed|crossed|between|numbers?|numbered|numbering)\s(?:(?:about|around|some|an|a|record|just|over|under|nearly|almost)\s){0,2}$",
    re.IGNORECASE,
)
"""Between what is counted, or measured in percent, and its number: "rose to"."""
NUMBER_OF = Pattern(r"\bnumber\sof(?=\s)", re.IGNORECASE)
"""Before what the numbers of a sentence count: "the number of rigs was unchanged at 479"."""
BACK = 4
"""Earlier quantities that a number may point back to."""
ALIKE = 15
"""Numbers that are compared differ by no more than this factor."""
OF_THEM = Pattern(
    r"\s(?:(?:of|among)\s(?:them|which|whom|these|those)\b|(?:more|fewer|others?)\b(?!\sof\b|\s(?!this|was|as|across|plus)[a-z]+s\b))",
    re.IGNORECASE,
)
"""Behind such a number."""
OF_ALL = Pattern(r"(?:of|among|out\sof)\s(?:the|its|their|those|these|all|some|his|her|our)\b", re.IGNORECASE)
"""At the head of a sentence that counts things and then some of them: "Of the 240 branches, 38 will close"."""
WINDOW = 60
"""Characters before a number in which "of which" stands."""
COMPARED = Pattern(
    r"(?:[^.;]|\.(?=\s[\da-z])){0,60}?\b(?:compared\s(?:with|to)|against|versus|vs\.?|from)\s(?:[a-z]{1,10}\s){0,2}",
    re.IGNORECASE,
)
"""Between a share and the one it is compared with."""
PARALLEL = Pattern(
    r"\sof\s(?:[\w’'-]{1,20}\s){1,4}?(?:in\s\d{4},?\s)?(?:and|but)\s(?:[a-z]{1,10}\s){0,2}", re.IGNORECASE
)
"""Between a share and the next one of the same whole: "6.2% of GDP in 2025 and 5.9%"."""
AGAINST = Pattern(
    r"(?:\sof(?:\s[\w’'-]{1,20}){1,4})?,?\s(?:compared\s(?:with|to)|against|versus|vs\.?)\s(?:[a-z]{1,10}\s)?",
    re.IGNORECASE,
)
"""Between two percentages of the same kind: "grew 3.1%, against 2.4%"."""
LISTED = Pattern(r",?\s(?:and|or)\s(?:[a-z]{1,10}\s)?|,\s", re.IGNORECASE)
"""Between two shares of one whole: "62% and 14% of sales"."""


def filled(sentence: str, atoms: Sequence[Atom], known: counting.Rules) -> list[Atom]:
    """The atoms, each number without unit and noun that points back to an earlier count with that one's noun."""
    found = list(atoms)
    votes(sentence, found)
    if not any(others(atom) or bare(atom) for atom in found):
        return found
    head = OF_ALL.match(sentence) is not None
    subject = counted_subject(sentence, known)
    named: list[Atom] = []
    beside = False
    for index, atom in enumerate(found):
        if not others(atom) and not bare(atom):
            named += [atom] if atom.noun is not None or atom.unit not in {None, "x"} else []
            del named[:-BACK]
            beside = False
            continue
        beside = COMPARING.search(sentence, max(0, atom.start - WINDOW), atom.start) is not None or (
            beside and LISTED.fullmatch(sentence, found[index - 1].end, atom.start) is not None
        )
        amounts = [one for one in named if one.unit != "%"]
        if amounts and (others(atom) or head or some_of(sentence, atom) or listed(sentence, found, index)):
            found[index] = like(atom, amounts[-1])
        elif beside and (twin := compared(sentence, atom, named)):
            found[index] = like(atom, twin)
        elif subject and not others(atom) and subject.end < atom.start and whole(atom) and standing(sentence, atom):
            found[index] = replace(atom, noun=subject)
            named = [*named[-BACK:], found[index]]
    return found


def votes(sentence: str, found: list[Atom]) -> None:
    """Both sides of a vote get what they are: "voted 52 to 46"."""
    for index in range(len(found) - 1):
        left, right = found[index], found[index + 1]
        told = VOTED.search(sentence, max(0, left.start - WINDOW), left.start)
        if told and bare(left) and bare(right) and TO.fullmatch(sentence, left.end, right.start):
            noun = counting.Noun(told.start(1), told.end(1), "votes", inside=False)
            found[index], found[index + 1] = replace(left, noun=noun), replace(right, noun=noun)


VOTED = Pattern(r"\b(voted|votes?)(?:\s(?!than)[a-z]{2,12}){0,3}\s$")
TO = Pattern(r"\sto\s")
"""Between the sides of a vote."""


def listed(sentence: str, found: Sequence[Atom], index: int) -> bool:
    """Whether a number goes on a list of counts by month or place: "300 jobs in March, 450 in April"."""
    return index > 0 and WHERE.fullmatch(sentence, found[index - 1].end, found[index].start) is not None


WHERE = Pattern(
    r"\sand\s(?:killed|killing|injured|injuring|wounded|wounding|hurt|infected|displaced|arrested|rescued|detained)\s(?:at\sleast\s|about\s|some\s|another\s)?"
    r"|\sand\s[a-z]{3,15}\sfor\s"
    r"|(?:\s[a-z]{2,12}){0,2}\s(?:in|on|at|from|to)\s(?:the\s)?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?(?:\s\d{4})?(?:,|,?\sand)\s(?:another\s)?"
)
"""Between a count and the next one of a list."""


def whole(atom: Atom) -> bool:
    """Whether the number can count things."""
    return atom.value is not None and atom.value == atom.value.to_integral_value()


def counted_subject(sentence: str, known: counting.Rules) -> counting.Noun | None:
    """What "the number of ..." counts in the sentence, or a total such as "the death toll"."""
    if found := NUMBER_OF.search(sentence):
        noun = counting.counted(sentence, found.end(), known)
        return replace(noun, inside=False) if noun else None
    if total := known.total.search(sentence):
        return counting.Noun(total.start(), total.end(), known.totals[total[0].casefold()], inside=False)
    return counting.moving(sentence, known)


def compared(sentence: str, atom: Atom, named: Sequence[Atom]) -> Atom | None:
    """The nearest earlier quantity of like size that the number may be set beside; a percentage only if it stands."""
    for one in reversed(named):
        if not of_like_size(one.value, atom.value):
            continue
        if one.unit == "%" and whole(atom) and not standing(sentence, one):
            continue
        return one
    return None


def of_like_size(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two values may be of the same thing at two times."""
    return one is not None and other is not None and bool(one and other) and 1 / ALIKE <= abs(one / other) <= ALIKE


def standing(sentence: str, atom: Atom) -> bool:
    """Whether a verb of standing or its preposition stands before the number."""
    return STANDING.search(sentence, max(0, atom.start - WINDOW), atom.start) is not None


def bare(atom: Atom) -> bool:
    """Whether the number has neither unit nor noun and is no year."""
    return (
        atom.unit is None
        and atom.noun is None
        and atom.value is not None
        and not atom.number.fraction
        and not like_year(atom)
    )


def others(atom: Atom) -> bool:
    """Whether what is counted are "others"."""
    return atom.noun is not None and atom.noun.head == "others"


def some_of(sentence: str, atom: Atom) -> bool:
    """Whether the words around a number point back to what was counted before."""
    if OF_THEM.match(sentence, atom.end):
        return True
    return OF_WHICH.search(sentence, max(0, atom.start - WINDOW), atom.start) is not None


def like(atom: Atom, named: Atom) -> Atom:
    """The atom with the noun, or the unit where the scale leaves no doubt, of another one."""
    if named.unit is None and named.noun is not None:
        return replace(atom, noun=replace(named.noun, inside=False))
    if named.number.scale not in {ONE, atom.number.scale} and atom.number.scale == ONE:
        return atom
    return replace(atom, unit=named.unit)


def echoed(sentence: str, mentions: Sequence[Mention], offset: int) -> list[Mention]:
    """The mentions, with percentages that are set beside one another of one kind, and what else one says for both."""
    found = list(mentions)
    for index in range(len(found) - 1):
        found[index], found[index + 1] = both(sentence, found[index], found[index + 1], offset)
        left, right = found[index], found[index + 1]
        if left.quantity.unit != "%" or right.quantity.unit != "%":
            continue
        gap = sentence[left.span.end - offset : right.span.start - offset]
        if AGAINST.fullmatch(gap) and right.kind in (Kind.LEVEL, Kind.CHANGE):
            found[index + 1] = replace(right, kind=left.kind, direction=left.direction)
        elif left.kind is Kind.SHARE and right.kind is Kind.LEVEL and same_whole(gap):
            found[index + 1] = replace(right, kind=Kind.SHARE)
        elif left.kind is Kind.LEVEL and right.kind is Kind.SHARE and LISTED.fullmatch(gap):
            found[index] = replace(left, kind=Kind.SHARE)
    return found


def both(sentence: str, left: Mention, right: Mention, offset: int) -> tuple[Mention, Mention]:
    """Two neighbours, where one says what the other is per, or that it is a change: "fell 2.1%, or 45 points"."""
    gap = sentence[left.span.end - offset : right.span.start - offset]
    moves = left.direction is not None and left.kind in {Kind.CHANGE, Kind.INCREMENT}
    if moves and right.kind in {Kind.LEVEL, Kind.COUNT} and IN_OTHER_WORDS.fullmatch(gap) and right.rate is None:
        return left, replace(right, kind=Kind.INCREMENT, direction=left.direction)
    alike = left.quantity.unit == right.quantity.unit is not None and left.kind is right.kind is Kind.LEVEL
    if (
        alike
        and of_like_size(left.quantity.value, right.quantity.value)
        and len(gap) <= NEAR
        and (left.rate is None) != (right.rate is None)
        and SET_BESIDE.search(gap)
    ):
        if left.rate is None:
            return (replace(left, rate=right.rate) if PAIR.fullmatch(gap) else left), right
        return left, replace(right, rate=left.rate)
    return left, right


IN_OTHER_WORDS = Pattern(r",?\s(?:or\s(?:about\s|around\s|nearly\s|some\s)?|\()", re.IGNORECASE)
"""Between a change and the same in another unit."""
SET_BESIDE = Pattern(
    r"\b(?:compared|from|to|against|versus|vs|before|than|beating|missing|estimates?|forecasts?)\b(?![^;]*;)"
)
"""Between two prices of the same thing."""
PAIR = Pattern(r"\sto\s(?:about\s|around\s|just\s|over\s|under\s)?")
"""Between two prices, of which only the second says what both are per: "from $14 to $7 a month"."""
NEAR = 70
"""Characters between two prices of the same thing."""


def same_whole(gap: str) -> bool:
    """Whether the words between two percentages make them shares of one whole."""
    return any(form.fullmatch(gap) for form in (COMPARED, PARALLEL, LISTED))
