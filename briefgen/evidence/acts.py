"""What a sentence dates: the completion, the opening, the signing of a thing, and whether it is past or still to come.

The words are English. Precision before recall: where thing, date or tense is unsure, a sentence dates nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from briefgen.evidence.aliases import Names
from briefgen.evidence.claims.families import FAMILIES
from briefgen.evidence.claims.moods import DOUBT, EXPECTING, OPEN_VERB, verb_start
from briefgen.evidence.claims.parties import parties_in
from briefgen.evidence.claims.phrases import Line, before, behind
from briefgen.evidence.claims.stages import Claimed
from briefgen.evidence.claims.telling import AROUND, BACK, LEDE, LONGEST, Claim, meant_by, names_in, opening_of
from briefgen.evidence.claims.things import Thing, word_key
from briefgen.evidence.due import HEAD, Due, dues, printed
from briefgen.evidence.origins import published
from briefgen.messages import N_
from briefgen.model import BlockKind, Document, Reading


class Act(Struct, frozen=True):
    """What is done to a thing at some time, in the words of news (English)."""

    name: str
    """As it stands behind "is": "completed"."""
    family: str
    """Name of the family of its things."""
    words: str
    """A pattern of its verbs and phrases, in all their forms."""


FIRST = (
    r"(?:carry|carries|carried|run|receive|welcome|produce|take|serve|treat|admit|accept|host|handle)(?:[sd]|ted)? "
    r"(?:its|their|the) first"
)
ACTS = (
    Act(N_("completed"), "work", r"complet(?:e|ed|ion)|finish(?:ed)?|ready|replace"),
    Act(
        N_("opened"),
        "work",
        rf"open(?:s|ed)?|inaugurated?|commissioned|become operational|operational|in operation|enter(?:s|ed)? service"
        rf"|(?:go|went|goes) into (?:operation|service)|(?:start|begin)s? (?:operations|operating|production"
        r"|(?:producing|making|treating|pumping) [a-z]+)"
        rf"|start(?: up)?|{FIRST}",
    ),
    Act(N_("launched"), "vessel", r"launch(?:ed)?|deliver(?:ed)?|handed over"),
    Act(N_("signed"), "agreement", r"sign(?:ed)?"),
    Act(N_("in force"), "agreement", r"(?:take|took|takes) effect|(?:enter|come|came)(?:s|ed)? into (?:force|effect)"),
    Act(N_("in force"), "law", r"(?:take|took|takes) effect|(?:enter|come|came)(?:s|ed)? into (?:force|effect)"),
    Act(N_("set up"), "body", r"launch(?:ed)?|establish(?:ed)?|set up"),
)
FINISHED = frozenset({"completed", "opened"})
"""Acts that news takes for one; where the words differ, the dates must lie well apart."""
CLAUSE = re.compile(r"[;:]\s|[“”\"]|,\s+(?:and|but|while|whereas|which|who|after|with)\s|\b(?:and|but)\s")
OPENING = re.compile(r"^\W*(?:in|by|on|before) [^,]{3,30},", re.IGNORECASE)
PHASE = re.compile(
    r"\b(?:phase|stage|section|stretch|part|half|segment|leg|unit|train|first|second|third)\b", re.IGNORECASE
)
"""What makes it a date of a part (English)."""
FORMER = re.compile(
    r"\b(?:originally|initially|previously|formerly|earlier plans?|had (?:been|planned|hoped|promised)|"
    r"(?:was|were) (?:to|due|supposed|meant|planned|scheduled|expected)|should have|would have)\b",
    re.IGNORECASE,
)
"""A date that no longer holds (English)."""
DENIED = re.compile(r"(?:\b(?:not|never|cannot)|n['’]t)\W+(?:[\w-]+\W+){0,4}$", re.IGNORECASE)
FAR = 9
"""Words between an act and its date at most."""


class Dated(Struct, frozen=True):
    """An act of a thing with its date."""

    act: str
    """`Act.name`."""
    claim: Claim
    """The thing, what is around it, and the sentence; settled when it is past."""
    due: Due
    """When."""
    former: bool
    """The date no longer holds."""


def dates_of(
    reading: Reading, document: Document, names: Names, opening: frozenset[str] = frozenset()
) -> Iterator[Dated]:
    """The dated acts of one document, in the order of the text."""
    day = published(document) or printed(document.text)
    body = [one.passage for one in reading.sentences if one.kind is BlockKind.PARAGRAPH]
    theme = frozenset().union(*(parties_in(one.quote, opening) for one in body[:LEDE]))
    written = frozenset(_written_in(document.text))
    for place, passage in enumerate(body):
        if len(passage.quote) > LONGEST or DOUBT.search(passage.quote):
            continue
        line = Line(passage.quote, names, document.id)
        near = [one.quote for one in body[max(0, place - AROUND) : place + AROUND + 1]]
        back = [Line(one.quote, names, document.id) for one in body[max(0, place - BACK) : place]]
        for number, act in enumerate(ACTS):
            for match in PATTERNS[number].finditer(passage.quote):
                found = _told(line, match, number, day)
                if found is None:
                    continue
                thing, due, settled = found
                family = PLACES[act.family]
                claim = Claim(
                    family,
                    Claimed(0, settled),
                    meant_by(thing, back, FAMILIES[family]),
                    written.union(*(names_in(quote) for quote in near)),
                    frozenset().union(*(opening_of(quote) for quote in near)),
                    passage,
                    parties_in(passage.quote, opening),
                    frozenset().union(*(parties_in(quote, opening) for quote in near)),
                    theme,
                    day,
                )
                yield Dated(act.name, claim, due, FORMER.search(passage.quote[: match.end()]) is not None)


def _written_in(text: str) -> Iterator[str]:
    """Keys of the place in capitals that a report begins with: "LINDHOLM, Norden — "."""
    if match := DATELINE.search(text[:HEAD]):
        yield from (key for word in match[1].split() for key in word_key(word.capitalize())[0])


DATELINE = re.compile(r"^([A-Z]{3,}(?:[ -][A-Z]{3,})*)(?:, [\w. ]{2,30}?)?\s?[—–]", re.MULTILINE)
PLACES = {family.name: place for place, family in reversed(list(enumerate(FAMILIES)))}
PATTERNS = tuple(re.compile(rf"\b(?:{act.words})(?![\w-])", re.IGNORECASE) for act in ACTS)


def _told(line: Line, match: re.Match[str], number: int, day: dt.date | None) -> tuple[Thing, Due, bool] | None:
    """The thing, the date and whether it is past, of one verb; None where any of them is unsure."""
    text, family = line.text, FAMILIES[PLACES[ACTS[number].family]]
    breaks = CLAUSE.search(text, match.end())
    end = breaks.start() if breaks else len(text)
    front = text[: match.start()]
    denied = DENIED.search(front) is not None
    found = next(iter(dues(text, match.end(), end, day, denied=denied)), None)
    if found is None and (opening := OPENING.match(text)) and not breaks:
        found = next(iter(dues(text, 0, opening.end(), day, denied=False)), None)
        found = found and (match.end(), found[1])
    if found is None or len(text[match.end() : found[0]].split()) > FAR:
        return None
    if any(pattern.search(text, match.end(), found[0]) for pattern in PATTERNS):
        return None
    if denied and not found[1].shown.startswith("not "):
        return None
    subject = before(line, _subject_end(front), family)
    if subject is not None and not _of_subject(match[0], text[match.end() : found[0]]):
        return None
    thing = subject or next(iter(behind(line, match.end(), family)), None)
    clause = re.split(r"[;:,“”]\s", front)[-1]
    if thing is None or PHASE.search(clause):
        return None
    thing = replace(thing, describing=thing.describing.difference(found[1].shown.split()))
    ahead = bool(OPEN_VERB.search(front) or EXPECTING.search(clause) or denied)
    past = bool(re.fullmatch(r"\w+ed", match[0].split()[0]) or match[0].split()[0] in {"went", "took", "came"})
    return (thing, found[1], not ahead) if ahead or past else None


def _of_subject(act: str, between: str) -> bool:
    """The act is of its subject: no object stands in front of the date, as in "the plant opens a school in 2027"."""
    return WITH_OBJECT.search(act) is not None or FREE.fullmatch(between) is not None


WITH_OBJECT = re.compile(r"(?: first|^replace|(?:start|begin)s? [a-z]+ing \w+)$", re.IGNORECASE)
"""Acts whose object says nothing else: "carry its first train"."""
FREE = re.compile(
    r"(?:\W+(?:\w+ly|(?i:to (?:the public|(?:all )?traffic|passengers|visitors)|for (?:traffic|business|visitors)|"
    r"on (?:time|schedule)|as planned|again|only|probably)|(?:in|at|near) [A-Z]\w+))*\W*"
)
"""Words between a verb and its date that are no object (English)."""


def _subject_end(front: str) -> int:
    """Where the subject of a verb ends, in front of what is put in: "the line, 20 km long, is"."""
    contracted = WOULD.search(front)
    end = contracted.start() if contracted else verb_start(front)
    if match := RELATIVE.search(front[:end]) or INSERTED.search(front[:end]):
        return match.start()
    return end


WOULD = re.compile(r"\b(?:would|will|ca|wo|could|should)n['’]t\s+$", re.IGNORECASE)
"""A contraction in front of a verb, which `verb_start` does not know."""
RELATIVE = re.compile(r",? (?:which|that)\s+$")
INSERTED = re.compile(r", [^,;:]{3,80},\s+$")
