"""One act of one thing at different times: a bridge is to open in 2027 here and in 2028 there.

Precision before recall: the things must be one (`claims.identity`), the dates surely apart, both still to come or both
past. Done here and ahead there is the business of `claims`. A document that gives both dates has settled it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.evidence.aliases import Names
from briefgen.evidence.claims.families import FAMILIES
from briefgen.evidence.claims.identity import of_one
from briefgen.evidence.claims.moods import DOUBT, EXPECTING, OPEN_VERB, verb_start
from briefgen.evidence.claims.parties import opening_names, parties_in
from briefgen.evidence.claims.phrases import Line, before, behind
from briefgen.evidence.claims.stages import Claimed
from briefgen.evidence.claims.telling import AROUND, BACK, LEDE, LONGEST, Claim, meant_by, names_in, opening_of
from briefgen.evidence.claims.things import Thing, word_key
from briefgen.evidence.due import HEAD, Due, differ, dues, printed
from briefgen.evidence.origins import published
from briefgen.model import BlockKind, Document, Passage, Reading, Relation, RelationType


class Act(Struct, frozen=True):
    """What is done to a thing at some time, in the words of news (English)."""

    name: str
    """As it stands behind "is": "completed"."""
    family: str
    """Name of the family of its things."""
    words: str
    """A pattern of its verbs and phrases, in all their forms."""


FIRST = r"(?:carry|carries|carried|run|receive|welcome|produce|take|serve|treat)[sd]? (?:its|their|the) first"
ACTS = (
    Act("completed", "work", r"complet(?:e|ed|ion)|finish(?:ed)?|ready|replace"),
    Act(
        "opened",
        "work",
        rf"open(?:s|ed)?|inaugurated?|commissioned|become operational|operational|in operation|enter(?:s|ed)? service"
        rf"|(?:go|went|goes) into (?:operation|service)|(?:start|begin)s? (?:operations|operating|production)|{FIRST}",
    ),
    Act("signed", "agreement", r"sign(?:ed)?"),
    Act("in force", "agreement", r"(?:take|took|takes) effect|(?:enter|come|came)(?:s|ed)? into (?:force|effect)"),
    Act("in force", "law", r"(?:take|took|takes) effect|(?:enter|come|came)(?:s|ed)? into (?:force|effect)"),
    Act("set up", "body", r"launch(?:ed)?|establish(?:ed)?|set up"),
)
ONE = frozenset({"completed", "opened"})
"""Acts that news takes for one; where the words differ, the dates must lie well apart."""
WELL_APART = 90
"""Days between the completion and the opening of a work that nobody would call a contradiction."""
MOVED_DAYS = 30
"""Days after which a younger document overtakes an older date."""
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
MOVED = re.compile(
    r"\b(?:delay\w*|postpon\w*|brought forward|pushed back|put (?:off|back)|slipp\w*|"
    r"(?:years?|months?|weeks?) late|later than|behind schedule|ahead of schedule|instead of)\b",
    re.IGNORECASE,
)
CONDITION = re.compile(r"\b(?:if|unless|provided|assuming|should the|as long as)\b", re.IGNORECASE)
DENIED = re.compile(r"(?:\b(?:not|never|cannot)|n['’]t)\W+(?:[\w-]+\W+){0,4}$", re.IGNORECASE)
FAR = 9
"""Words between an act and its date at most."""
SAMPLE = 12
"""Dates of one key that are compared: the work stays linear."""
COVERED = 2
"""Names of a thing that must all stand around a nameless one that is taken for it."""


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


def differing_dates(documents: Sequence[Document], readings: Sequence[Reading], names: Names) -> Iterator[Relation]:
    """A card for each act of a thing that documents date apart; the order of both never matters."""
    by_id = {document.id: document for document in documents}
    ordered = sorted(readings, key=lambda reading: (by_id[reading.document_id].name, reading.document_id))
    opening = opening_names(readings)
    told = [one for reading in ordered for one in dates_of(reading, by_id[reading.document_id], names, opening)]
    by_document: dict[str, list[Dated]] = {}
    for one in told:
        by_document.setdefault(one.claim.passage.document_id, []).append(one)
    seen: set[frozenset[Passage] | tuple[str, str, frozenset[Due]]] = set()
    for one, other in _near([one for one in told if not one.former]):
        passages = frozenset((one.claim.passage, other.claim.passage))
        thing = one.claim.thing if one.claim.thing.named else other.claim.thing
        told_so = (one.act, f"{thing.head} {sorted(thing.named)}", frozenset((one.due, other.due)))
        if passages in seen or told_so in seen or not _apart(one, other) or not _same_thing(one.claim, other.claim):
            continue
        if _settles(by_document, one, other) or _settles(by_document, other, one):
            continue
        seen |= {passages, told_so}
        yield _relation(one, other, by_document)


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


WITH_OBJECT = re.compile(r"(?: first|^replace)$", re.IGNORECASE)
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


def _keys(one: Dated) -> Iterator[tuple[str, str, bool, str]]:
    """What a date is looked up by: names of its thing, or around a nameless one."""
    act = "finished" if one.act in ONE else one.act
    claim = one.claim
    for word in sorted(claim.thing.named or claim.around | claim.openings):
        yield act, claim.thing.head, claim.claimed.settled, word


def _near(told: Sequence[Dated]) -> Iterator[tuple[Dated, Dated]]:
    """Pairs that may be of one thing, in order: of many with one name only the first of each date are looked at."""
    index: dict[tuple[str, str, bool, str], dict[tuple[dt.date, dt.date], int]] = {}
    pairs: set[tuple[int, int]] = set()
    for place, one in enumerate(told):
        for key in _keys(one):
            windows = index.setdefault(key, {})
            pairs.update((other, place) for other in windows.values())
            if len(windows) < SAMPLE:
                windows.setdefault((one.due.start, one.due.end), place)
    for low, high in sorted(pairs):
        yield told[low], told[high]


def _apart(one: Dated, other: Dated) -> bool:
    """The two are dates of one act of one standing, and surely apart."""
    return differ(one.due, other.due, 0 if one.act == other.act else WELL_APART)


def _same_thing(one: Claim, other: Claim) -> bool:
    """The things are one; a nameless one is the one whose names all stand around it."""
    if one.passage.document_id == other.passage.document_id:
        return False
    return of_one(one, other) or _stands_for(one, other) or _stands_for(other, one)


def _stands_for(nameless: Claim, named: Claim) -> bool:
    """All names of a thing, at least two, stand around a nameless one of the same sort."""
    names = named.thing.named
    return (
        not nameless.thing.named
        and not named.thing.describing
        and len(names) >= COVERED
        and names <= nameless.around | nameless.openings
    )


def _settles(told: dict[str, list[Dated]], own: Dated, other: Dated) -> bool:
    """The document of one gives the date of the other as well, as one that holds."""
    return any(
        not one.former and one is not own and one.claim.thing.head == own.claim.thing.head and not _apart(one, other)
        for one in told[own.claim.passage.document_id]
    )


def _relation(one: Dated, other: Dated, told: dict[str, list[Dated]]) -> Relation:
    """The card of two dates."""
    first, second = sorted((one, other), key=_age)
    thing = max((first.claim.thing, second.claim.thing), key=lambda thing: (len(thing.named), thing.shown)).shown
    acts = " or ".join(dict.fromkeys((first.act, second.act)))
    start = f"{thing[0].upper()}{thing[1:]}: {acts} {first.due.shown} in one passage, {second.due.shown} in the other"
    passages = (first.claim.passage, second.claim.passage)
    if not first.claim.claimed.settled:
        if CONDITION.search(passages[0].quote) or CONDITION.search(passages[1].quote):
            return Relation(RelationType.DIFFERENT_PERIOD, (), passages, f"{start}: one of the dates has a condition.")
        if _moves(first, second, told[passages[1].document_id]):
            ending = "the younger document moves the date"
            return Relation(RelationType.SUPERSEDED, (), passages, f"{start}: {ending}.")
    return Relation(RelationType.CONFLICT, (), passages, f"{start}: only one of the dates can be right.")


def _moves(older: Dated, younger: Dated, told: Sequence[Dated]) -> bool:
    """The younger document came long after the older one, or says that the date was moved."""
    if older.claim.date is None or younger.claim.date is None or older.claim.date == younger.claim.date:
        return False
    if (younger.claim.date - older.claim.date).days > MOVED_DAYS or MOVED.search(younger.claim.passage.quote):
        return True
    return any(one.former and one.claim.thing.head == younger.claim.thing.head for one in told)


def _age(one: Dated) -> tuple[dt.date, dt.date, str, str]:
    """Sorts the older document first; those without a date lie behind, the earlier date first."""
    return (one.claim.date or dt.date.max, one.due.end, one.claim.passage.quote, one.claim.passage.document_id)
