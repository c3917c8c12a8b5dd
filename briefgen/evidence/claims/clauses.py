"""The clause around a verb: how it is meant, what it is said of, who is named beside it. The words are English."""

from __future__ import annotations

import re

from briefgen.evidence.claims.matters import names_of
from briefgen.evidence.claims.moods import Mood, is_passive, mood_of, verb_start

MARK = re.compile(
    r"[;:]\s|[“”\"()]|,\s+(?:and|but|while|whereas|where|when|as|after|with|denying)\s|,\s|\s(?:but|while|because|though)\s"
)
"""Where a clause ends."""
COMPLEMENT = re.compile(
    r"\b(?:said|says|say|announced|confirmed|confirms|denied|denies|told [^,;]{1,40}|insisted|insists|declared|warned|"
    r"reported|admitted|claimed|claims|know|knows|showed|show|shows|believe|found|stressed|added|maintain|maintains)\s+"
    r"(?:on \w+day\s+)?(?:that\s+)?",
    re.IGNORECASE,
)
"""What brings in what somebody says."""
RELATIVE = re.compile(r",?\s(?:which|who|that)\s$")
WHICH = re.compile(r",?\s(?:which|that)\s(?:the|a|its|their|[A-Z])[^,;]{1,40}\s$")
"""In front of a verb whose object stands before: "the reef, which the coast guard reopened"."""
SAYING = re.compile(
    r"\b(?:said|says|say|told|announced|declared|reported|according to|confirmed|added|insisted|warned)\b"
)
"""A part of a sentence that only tells who says it."""
NEAR = 40
"""Characters in front of a clause in which stands who says it."""
PERFECT = re.compile(r"\bhad\b")
"""What was so before something else."""
INSERTED = re.compile(r"[\w)”],\s+$")
"""In front of a participle that tells in passing what was so: "the port, closed since May, reopened"."""
HOUR = re.compile(r"\bat (?:midnight|noon)\b", re.IGNORECASE)
PREPOSITION = re.compile(
    r"\s+(?:in|on|at|after|before|since|with|by|for|as|to|from|this|last|because|when|over|under)\b"
)
"""Behind a verb that has no object."""
FAR_FROM = re.compile(r"\b(?:far from|nowhere near|anything but)\W+$", re.IGNORECASE)
"""A denial in front of what something is."""


def clause_start(quote: str, end: int) -> int:
    """Where the clause of what begins at `end` begins; what stands between commas in front of it is passed over."""
    marks = [mark.end() for mark in MARK.finditer(quote, 0, end)]
    front = quote[:end]
    verb = verb_start(front)
    if marks and not quote[marks[-1] : verb].strip():
        marks = marks[:-2]  # "Plasmovax, a malaria vaccine, is": the clause began before the insertion
    start = marks[-1] if marks else 0
    said = [match.end() for match in COMPLEMENT.finditer(quote, start, verb)]
    return said[-1] if said else start


def mood_at(quote: str, at: int, *, finite: bool, passing: bool) -> Mood | None:
    """Whether what stands at a place is so; None where nothing can be relied on.

    What only tells in passing how it was is left out, where words may be `passing`: participles.
    """
    start = clause_start(quote, at)
    front = quote[start:at]
    said = COMPLEMENT.search(quote[:start][-NEAR:]) if start else None
    if (passing and INSERTED.search(front)) or (not said and PERFECT.search(front[verb_start(front) :])):
        return None
    mood = mood_of(front, finite=finite, clause=HOUR.sub("", quote))
    if mood is Mood.SO and FAR_FROM.search(front):
        return Mood.NOT
    if said and re.search(r"\bden(?:y|ied|ies)\b", said[0]) and mood is not None:
        return Mood.NOT if mood is Mood.SO else None
    return mood


def object_of(quote: str, end: int) -> str:
    """The clause behind a verb, if an object follows; else nothing."""
    mark = MARK.search(quote, end)
    behind = quote[end : mark.start() if mark else len(quote)]
    return behind if re.match(r"\s+\w", behind) and not PREPOSITION.match(behind) else ""


def subject_of(quote: str, at: int) -> tuple[str, bool]:
    """The clause in front of a verb, and whether it begins the sentence; of "which" what stands before it."""
    start = clause_start(quote, at)
    verb = max(start, verb_start(quote[:at]))
    front = quote[:verb]
    relative = RELATIVE.search(front if front.endswith(" ") else f"{front} ")
    if relative:
        last = [mark.end() for mark in MARK.finditer(quote, 0, relative.start())]
        return quote[last[-1] if last else 0 : relative.start()], not last
    return quote[start:verb], not re.search(r"\w", quote[:start])


def said_of(quote: str, at: int, end: int) -> tuple[str, bool]:
    """What a verb is said of: its object, or its subject where it is passive or has none."""
    passive = is_passive(quote[:at])
    behind = "" if passive else object_of(quote, end)
    if behind:
        return behind, False
    clause = None if passive else WHICH.search(quote[:at])
    if clause:
        marks = [mark.end() for mark in MARK.finditer(quote, 0, clause.start())]
        return quote[marks[-1] if marks else 0 : clause.start()], not marks
    return subject_of(quote, at)


def named_beside(quote: str, start: int, end: int, opening: frozenset[str]) -> frozenset[str]:
    """The names of a sentence, without parts that only tell who says it."""
    names: set[str] = set()
    at = 0
    for part in re.split(r",\s", quote):
        own = at <= start <= at + len(part)
        said = SAYING.search(part)
        behind = own and said and said.start() + at > end
        if own or not said:
            names |= names_of(part[: said.start()] if behind and said else part, opening, first=at == 0)
        at += len(part) + 2
    return frozenset(names)
