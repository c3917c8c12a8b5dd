"""Dates of what a work is built for, told without its noun: "first copper", "no power before 2030", "trains will run".

The matter is known by what comes (`Thing.head`) and by the parties around. The words are English.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from briefgen.evidence.acts import FORMER, PLACES, Dated
from briefgen.evidence.claims.moods import CONDITION, DOUBT, EXPECTING
from briefgen.evidence.claims.parties import Party, in_common, parties_in
from briefgen.evidence.claims.stages import Claimed
from briefgen.evidence.claims.telling import AROUND, BACK, LEDE, LONGEST, Claim
from briefgen.evidence.claims.things import Thing
from briefgen.evidence.due import Bound, Due, dues, printed
from briefgen.evidence.origins import published
from briefgen.evidence.words import singular
from briefgen.messages import N_
from briefgen.model import BlockKind, Document, Reading

DUE = N_("due")
"""What a milestone is, as it stands behind "is"."""
PRODUCTS = (
    "power|electricity|current|energy|gas|oil|crude|coal|copper|gold|silver|lithium|nickel|cobalt|iron|ore|steel|"
    "alumini?um|cement|uranium|hydrogen|ammonia|LNG|water|concentrate|metal|graphite|zinc|tin|diamonds|cars|vehicles|"
    "batteries|chips|fuel|vaccines?|wine|beer|milk|sugar|paper"
)
"""What a work brings forth."""
SAME = {"electricity": "power", "current": "power", "energy": "power", "crude": "oil", "aluminum": "aluminium"}
FIRST = re.compile(rf"\bfirst (?P<noun>{PRODUCTS})\b", re.IGNORECASE)
YIELD = re.compile(
    rf"\b(?:supply|deliver|produce|generate|send|pump|feed|yield)(?:ing)? (?:(?:no|any|its|the|their|first) )*"
    rf"(?P<noun>{PRODUCTS})\b",
    re.IGNORECASE,
)
"""Also what works do for years: only a time from which it is done is a milestone."""
FILL = re.compile(
    r"\b(?:impound(?:ing|ment)|filling|flooding) of (?:the|its) reservoir\b"
    r"|\breservoir\b[^,;:.]{0,40}\b(?:fill(?:ing)?|be (?:filled|flooded|impounded))\b",
    re.IGNORECASE,
)
RUN = re.compile(
    r"\b(?:(?P<sort>electric|hydrogen|night|high-speed|commuter|passenger|freight|direct|battery) )?"
    r"(?P<noun>trains?|trams?|ferry|ferries|buses|flights|services)\b[^.,;:“”]{0,40}?"
    r"\b(?:run|carry|carrying|take|taking|serve|serving|operate|operating|fly|depart)\b",
    re.IGNORECASE,
)
ENDS = re.compile(r"[;:]\s|[“”\"]|,\s+(?:and|but|while|whereas|which|who|after|with)\s")
DENIED = re.compile(r"\b(?:not|no|never|cannot|no longer)\b|n['’]t\b", re.IGNORECASE)
FAR = 14
"""Words between what comes and its date at most."""
SHARED = 2
"""Parties that two milestones must have around them in common."""


def milestones_of(reading: Reading, document: Document, opening: frozenset[str]) -> Iterator[Dated]:
    """The dated milestones of one document that are still to come, in the order of the text."""
    day = published(document) or printed(document.text)
    body = [one.passage for one in reading.sentences if one.kind is BlockKind.PARAGRAPH]
    theme = frozenset[Party]().union(*(parties_in(one.quote, opening) for one in body[:LEDE]))
    for place, passage in enumerate(body):
        if len(passage.quote) > LONGEST or DOUBT.search(passage.quote):
            continue
        near = body[max(0, place - BACK) : place + AROUND + 1]
        for head, shown, due, former in dict.fromkeys(_told(passage.quote, day)):
            parties = frozenset[Party]().union(*(parties_in(one.quote, opening) for one in near))
            names = frozenset[str]().union(*parties, *theme)
            nothing = frozenset[str]()
            thing = Thing(head, shown, nothing, nothing, nothing, nothing, nothing, many=False, definite=True)
            beside = parties_in(passage.quote, opening)
            claimed = Claimed(0, settled=False)
            claim = Claim(PLACES["work"], claimed, thing, names, nothing, passage, beside, parties, theme, day)
            yield Dated(DUE, claim, due, former)


def _told(text: str, day: dt.date | None) -> Iterator[tuple[str, str, Due, bool]]:
    """What comes, as it is compared and as it is shown, when, and whether that no longer holds."""
    for pattern in (FIRST, YIELD, FILL, RUN):
        for match in pattern.finditer(text):
            found = _due(text, match, day)
            if found is None:
                continue
            place, due = found
            if (
                pattern is not YIELD
                or "first" in match[0]
                or due.bound is Bound.EARLIEST
                or due.shown.startswith("from")
            ):
                yield *_named(pattern, match), due, FORMER.search(text[:place]) is not None


def _named(pattern: re.Pattern[str], match: re.Match[str]) -> tuple[str, str]:
    """What comes, as it is compared and as it is shown."""
    if pattern is FILL:
        return "filling", "filling of the reservoir"
    noun = match["noun"].casefold()
    if pattern is RUN:
        return singular(noun), f"{match['sort'].casefold()} {noun}" if match["sort"] else noun
    product = f"first {SAME.get(noun, singular(noun))}"
    return product, product


def _due(text: str, match: re.Match[str], day: dt.date | None) -> tuple[int, Due] | None:
    """The time behind what comes, with its place, if it is still to come; None where anything is unsure."""
    stop = ENDS.search(text, match.end())
    end = stop.start() if stop else len(text)
    front = ENDS.split(text[: match.end()])[-1]
    found = next(iter(dues(text, match.end(), end, day, denied=False)), None)
    if found is None or CONDITION.search(front):
        return None
    between = text[match.end() : found[0]]
    if len(between.split()) > FAR or any(pattern.search(between) for pattern in (FIRST, YIELD, RUN)):
        return None
    if DENIED.search(front) or DENIED.search(between):
        found = next(iter(dues(text, found[0], end, day, denied=True)))
        return found if found[1].bound is Bound.EARLIEST else None
    return found if EXPECTING.search(front) or EXPECTING.search(between) else None


def is_milestone(one: Dated) -> bool:
    """The date is one of this module."""
    return one.act == DUE


def one_milestone(one: Claim, other: Claim) -> bool:
    """Both are around the same parties, or name just the same ones; and none that tell them apart."""
    if one.thing.head != other.thing.head or (one.beside and other.beside and not in_common(one.beside, other.beside)):
        return False
    if one.beside and one.beside == other.beside:
        return True
    left, right = one.parties | one.theme, other.parties | other.theme
    return in_common(left, right) >= SHARED and in_common(one.parties, right) > 0 and in_common(left, other.parties) > 0
