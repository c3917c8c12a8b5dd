"""What is done with things that are counted: "recruited 4,200 teachers" and "dismissed 4,200 teachers" count apart.

A counted noun alone does not tell what is measured: a hospital treats, admits and discharges patients. The tables are
English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

import snowballstemmer

from briefgen.evidence.words import head
from briefgen.model import Figure

COUNT = "count:"
"""How the unit of things counted begins."""
FILLER = (
    r"(?:(?:about|around|some|nearly|almost|roughly|approximately|only|just|over|up|to|at|least|more|than|another|an?|"
    r"further|additional|record|its|their|the|all|as|many|no|fewer|less|total|of|estimated|out)[ \u00a0]){0,5}"
)
"""Words between a verb and the number of what it is done with."""
PASTS: Mapping[str, str] = {
    "built": "build",
    "bought": "buy",
    "sold": "sell",
    "sent": "send",
    "lost": "lose",
    "laid": "lay",
    "taught": "teach",
    "flew": "fly",
    "flown": "fly",
    "drew": "draw",
    "drawn": "draw",
    "gave": "give",
    "given": "give",
    "taken": "take",
    "took": "take",
    "paid": "pay",
    "put": "put",
    "cut": "cut",
    "held": "hold",
    "kept": "keep",
    "left": "leave",
    "made": "make",
    "saw": "see",
    "fed": "feed",
    "strung": "string",
    "brought": "bring",
    "caught": "catch",
    "had": "have",
    "has": "have",
    "met": "meet",
    "let": "let",
}
"""Past forms without an ending of their own, and whose they are."""
PAST = rf"(?:[a-z]{{2,}}ed|{'|'.join(PASTS)})"
"""A verb in the past, or its participle."""
AUXILIARY = (
    r"(?:has|have|had|will|would|could|should|may|might|must|can|is|are|was|were|be|been|being|to|not|yet|still|now|"
    r"already|so[ \u00a0]far|also|currently|expected|planned|due|set|\w+ly)"
)
"""Words in front of a verb."""
IN_FRONT = re.compile(
    rf"\b(?:(?:to|will|would|can|could|may)[ \u00a0]([a-z]+)|({PAST})|([a-z]{{3,}}(?<![su])s))[ \u00a0]"
    r"(?:(?:up|on|over|out|along)[ \u00a0])?" + FILLER + "$"
)
"""The verb of a number behind it: "recruited more than | 4,200 teachers"."""
BEHIND = re.compile(
    rf"(?:[ \u00a0](?!{AUXILIARY}\b)(?!{PAST}\b)[\w-]+){{0,2}}?(?:[ \u00a0]{AUXILIARY}){{0,6}}[ \u00a0]"
    rf"((?!{AUXILIARY}\b){PAST}|works?|lives?|stud(?:y|ies)|uses?)\b"
)
"""The verb of a number in front of it: "41,000 patients | were treated"."""
LENGTHS = frozenset({"km", "mi", "m", "ha", "km2"})
"""Units of length and area: with these too something is done."""
FAR = re.compile(
    rf"[^,.;:]{{0,90}}?[ \u00a0](?:has|have|had|was|were|is|are|be)[ \u00a0](?:{AUXILIARY}[ \u00a0])*"
    rf"((?!{AUXILIARY}\b){PAST})\b"
)
"""The verb of a length in front of it: "118 km | of the railway have been electrified"."""
COST_TO = re.compile(r"[ \u00a0]to[ \u00a0](?!(?:build|complete|construct|finish|make|create)\b)([a-z]+)\b")
"""What a sum is paid for, if not for building it: "cost $3 million | to repair"."""
CLASSES: Mapping[str, str] = {
    "employ": "employ work pay",
    "recruit": "recruit hire appoint",
    "complete": "complete build finish construct erect deliver hand",
    "lay": "lay string install",
    "buy": "buy purchase acquire",
    "kill": "kill die",
    "injure": "injure wound hurt",
    "displace": "displace resettle relocate evacuate",
    "ride": "travel ride commute use pass",
    "enrol": "enrol enroll study attend",
}
"""A deed → the verbs that say it of what is counted."""
NAMED: Mapping[str, str] = {"admission": "admit", "enrolment": "enrol", "enrollment": "enrol"}
"""Nouns of measures that say what is done with those who are counted → the deed."""
IDLE = (
    "have own operate run include comprise count number serve carry handle welcome receive attract transport move fly "
    "visit see reach total record register log report post boast hold expect plan aim want say tell "
    "announce estimate put give find reckon assume promise agree need take make exceed be rise grow increase fall drop "
    "climb decline ship pump live amount come stand surpass top average"
)
"""Verbs that say no more than that there are so many, or that are not done with what is counted."""
_STEM = snowballstemmer.stemmer("english")


@cache
def _stem(verb: str) -> str:
    """A verb without its endings."""
    return str(_STEM.stemWord(PASTS.get(verb, verb)))


@cache
def _known() -> Mapping[str, str | None]:
    """Stem of a verb → its deed; None for those that tell nothing."""
    deeds: dict[str, str | None] = {_stem(verb): None for verb in IDLE.split()}
    return deeds | {_stem(verb): deed for deed, verbs in CLASSES.items() for verb in verbs.split()}


def counted(figure: Figure) -> bool:
    """Whether a figure counts things or people that its unit names."""
    return (figure.quantity.unit or "").startswith(COUNT)


@lru_cache(maxsize=1 << 16)
def deed(figure: Figure) -> str | None:
    """What is done with what a figure counts or measures out; None where its words only say that there is so much."""
    if named := NAMED.get(head(figure.measure or "")):
        return named
    quote, offset = figure.passage.quote, figure.passage.span.start
    if (figure.measure or "").startswith("cost"):
        purpose = COST_TO.match(quote, figure.span.end - offset)
        return purpose and _stem(purpose[1])
    if not counted(figure) and figure.quantity.unit not in LENGTHS:
        return None
    behind = (BEHIND if counted(figure) else FAR).match(quote, figure.span.end - offset)
    front = IN_FRONT.search(quote, 0, figure.span.start - offset)
    verb = next((group for group in (front.groups() if front else ()) if group), None) or (behind and behind[1])
    if not verb:
        return None
    stem = _stem(verb)
    return _known().get(stem, stem)
