"""Two numbers of one thing that a document sets against each other itself: "says 2,400; the union disputes that".

The rules about two documents do not see these: whoever gives two numbers usually means two things by them. Here the
text says that they are rivals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from briefgen.evidence.agreement import surely_apart
from briefgen.evidence.counts import COUNT, plain
from briefgen.evidence.rules import contradiction
from briefgen.evidence.told import related, tell
from briefgen.messages import N_
from briefgen.model import Document, Fact, Figure, Kind, Passage, Relation, RelationType, Status

DISPUTED = re.compile(
    r"\b(?:disput(?:es?|ed|ing)|contradict(?:s|ed|ing)?|contest(?:s|ed)?|reject(?:s|ed) (?:the|that|this)|"
    r"den(?:y|ies|ied) (?:that|this|it)|challeng(?:es|ed) (?:the|that|this)|quer(?:y|ies|ied) (?:the|that|this)|"
    r"(?:says?|said|tells?|told|suggests?|suggested|shows?|showed|found) otherwise|"
    r"(?:differs?|differed|is at odds|are at odds|do(?:es)? not (?:match|agree|tally))|"
    r"a (?:different|lower|higher|much lower|much higher) (?:figure|number|count|estimate|picture)|"
    r"(?:the )?(?:true|real) (?:figure|number|cost|count))\b",
    re.IGNORECASE,
)
"""What a text says of a number that somebody does not believe (English)."""
GIVES = r"(?:gives?|gave|had given|says?|said|claims?|claimed|had claimed|cites?|puts?|insists? on|maintains?)"
OFFICIAL = r"(?:official|government|ministry|police|company|city|state|council|[\w-]+['’]s(?: own)?)(?:['’]s)?"
COUNTED = r"(?:count|figures?|toll|tally|data|estimates?|number|account|statistics|total)"
REJECTS = re.compile(r"\b(?:not|rather than|instead of)\s(?:just\s|only\s)?(?:the\s)?$", re.IGNORECASE)
"""In front of the number of another one that is held to be wrong: "4 million, not the | 5 million"."""
COMPARES = re.compile(r"\b(?:than|against|versus|compared (?:with|to)|contrary to)\s(?:the\s)?$", re.IGNORECASE)
"""In front of another one's number that is set beside: "less than the | 5 million", "against | 23"."""
OF_OTHERS = re.compile(rf"[^,;.\d]{{0,40}}?\s(?:that|which)\s[^,;.\d]{{2,50}}?\s{GIVES}\b", re.IGNORECASE)
"""Behind a number, who gives it: "| that the council gives"."""
BY_OFFICE = re.compile(rf"[^,;.\d]{{0,30}}?\s(?:in|by|on)\s(?:an?|the)\s{OFFICIAL}\s{COUNTED}\b", re.IGNORECASE)
"""Behind a number, whose count it is: "| in the official count"."""
OFFICIALLY = re.compile(
    rf"\b(?:than|against|compared (?:with|to)|contradicting|above|below)\s(?:an?|the)\s{OFFICIAL}\s(?:[\w-]+\s){{0,2}}?"
    rf"{COUNTED}\sof\s$",
    re.IGNORECASE,
)
"""In front of a number, whose count it is: "against an official toll of | 23"."""
TIMES = re.compile(r"\b(?:(?:19|20)\d\d|years?|months?|quarter|earlier|previous|last|week)\b", re.IGNORECASE)
"""What makes a comparison one of two times (English)."""
REACH = 420
"""Characters from one number to the other: two sentences."""
KINDS = (Kind.LEVEL, Kind.COUNT, Kind.SHARE)
"""Kinds that say how much there is."""
TOLD = (Status.ACTUAL, Status.ESTIMATE)
"""Statuses of what is said to be so."""
MOST_APART = 3
"""Times that one rival may be the other: beyond, they are hardly of one thing."""


def disputes(facts: Sequence[Fact], documents: Sequence[Document]) -> Iterator[Relation]:
    """A card for each two numbers next to each other in one paragraph of which the text says that somebody disputes.

    "4,000, not the 5,000 that the council gives" sets them against each other whatever their status.
    """
    texts = {document.id: document.text for document in documents}
    told: dict[str, list[tuple[Figure, Fact]]] = {}
    for fact in facts:
        if fact.kind in KINDS and fact.quantity.value:
            for figure in fact.figures:
                told.setdefault(figure.passage.document_id, []).append((figure, fact))
    seen: set[frozenset[str]] = set()
    for name in sorted(told):
        beside = sorted(told[name], key=lambda pair: pair[0].span)
        for (left, one), (right, other) in pairwise(beside):
            pair = frozenset((one.id, other.id))
            if len(pair) > 1 and pair not in seen and _rivals(left, right, one, other, texts[name]):
                seen.add(pair)
                yield _card(one, other, (left.passage, right.passage))


def _rivals(left: Figure, right: Figure, one: Fact, other: Fact, text: str) -> bool:
    """The text between the two, or the rest of the second sentence, disputes; and the two can be of one thing."""
    between = text[left.span.end : right.passage.span.end]
    if right.span.start - left.span.end > REACH or "\n" in between:
        return False
    disputed = one.status in TOLD and other.status in TOLD and DISPUTED.search(between) is not None
    if not (disputed or _set_against(left, right, text)):
        return False
    values = sorted(abs(fact.quantity.value or Decimal(0)) for fact in (one, other))
    return _one_unit(one, other) and _apart(one, other) and values[1] <= MOST_APART * values[0]


def _set_against(left: Figure, right: Figure, text: str) -> bool:
    """Whether one sentence sets the second number against the first one as somebody else's."""
    if left.passage != right.passage:
        return False
    front = text[left.span.end : right.span.start]
    if OFFICIALLY.search(front):
        return True
    end = right.passage.span.end
    others = OF_OTHERS.match(text, right.span.end, end)
    if REJECTS.search(front):
        return others is not None
    if COMPARES.search(front) is None:
        return False
    told = BY_OFFICE.match(text, right.span.end, end) or others
    if told is None:
        return False
    stop = next((at for at in range(told.end(), end) if text[at] in ",;"), end)
    return TIMES.search(text, right.span.end, stop) is None


def _one_unit(one: Fact, other: Fact) -> bool:
    """Both have one unit, or one of them counts what it does not name again: "about 1,900"."""
    left, right = plain(one).unit, plain(other).unit
    bare = {left, right} - {None}
    return left == right or (None in (left, right) and all(unit.startswith(COUNT) for unit in bare if unit))


def _apart(one: Fact, other: Fact) -> bool:
    """Their values cannot both be right, whatever their units are called."""
    left, right = plain(one), plain(other)
    if left.unit == right.unit:
        return surely_apart(left, right)
    return left.value != right.value


def _card(one: Fact, other: Fact, sentences: tuple[Passage, Passage]) -> Relation:
    """The card for two rivals."""
    message = N_("%(conflict)s The text itself says that this is disputed.")
    told = tell(message, conflict=contradiction((one, other)))
    return related(RelationType.CONFLICT, (one, other), tuple(dict.fromkeys(sentences)), told)
