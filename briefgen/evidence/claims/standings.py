"""Any thing in a state that another document excludes: "on the run" here, "arrested" there.

The nouns are open. What a state is said of (`matters`) must be called alike, share a name that tells it from others of
its sort, and no name, description, place or actor may stand on both sides against another one. The work grows with the
number of sentences: a state is looked up by its axis and a name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from briefgen.evidence.claims.joining import both_sides, joined, other_deciders, other_sums, put_before
from briefgen.evidence.claims.matters import Matter, alike, base, called, matter_of, meant_by, names_of
from briefgen.evidence.claims.moods import Mood, is_passive, mood_of, verb_start
from briefgen.evidence.claims.sorts import VAGUE, sort_of
from briefgen.evidence.claims.states import AXES
from briefgen.evidence.claims.telling import LONGEST, YEAR
from briefgen.evidence.claims.wordings import FAR_FROM, Found, wordings_in
from briefgen.evidence.countries import country_of
from briefgen.evidence.origins import published
from briefgen.evidence.words import plain_words
from briefgen.model import BlockKind, Document, Passage, Reading, Relation, RelationType

SAMPLE = 8
"""Tellings of one state and name that are compared: the work stays linear."""
LONG = 180
"""Days from which what is not yet so is another thing than what was so then."""
BACK = 6
"""Sentences in front in which a thing is named that "the bridge" stands for."""
AROUND = 2
"""Sentences before and behind whose names a document knows of its matter."""
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
SAYING = re.compile(
    r"\b(?:said|says|say|told|announced|declared|reported|according to|confirmed|added|insisted|warned)\b"
)
"""A part of a sentence that only tells who says it."""
STAYING = re.compile(
    r"\b(?:still|remains?|remained|yet|never|stays?|stayed|continues?|continued|continuing|keeps?|goes on|go on|"
    r"as planned|as usual|not|n['’]t|no|nowhere near|going ahead|go ahead)\b",
    re.IGNORECASE,
)
"""What says that no change has come (English)."""
PERFECT = re.compile(r"\bhad\b")
PARTLY = re.compile(
    r"\b(?:part|parts|half|section|phase|stage|some|most|many|several|two|three|four|five|second|third|another|other|"
    r"others|first)\b|(?<![\w-])\d+(?= (?:[a-z-]+ ){0,2}[a-z]+s\b)",
    re.IGNORECASE,
)
"""Words that make it a part, or one of several."""
AGES = frozenset({"old", "new", "former", "existing", "current", "next", "previous", "planned", "future"})
"""Words that tell two things of one name apart where each has its own, as numbers do."""
OBJECT = re.compile(r"\s+(?:an?|the|its|their|his|her|another|all|some|more|this|these)\s", re.IGNORECASE)
"""What follows a verb that is not said of its subject alone."""
INSERTED = re.compile(r"[\w)”],\s+$")
"""In front of a participle that tells in passing what was so: "the port, closed since May, reopened"."""
HOUR = re.compile(r"\bat (?:midnight|noon)\b", re.IGNORECASE)
DOER = re.compile(r"\W*([A-Z][\w-]+[a-rt-z])\s(?:has|have|had|is|was|will|says|said|\w+ed)\b")
"""A word at the head of a sentence that may name who does it."""


class Standing(Struct, frozen=True):
    """What a sentence tells of a matter."""

    axis: int
    """Place in `AXES`."""
    state: int
    """Place on the axis."""
    mood: Mood
    """It is so, not so, or still to come."""
    matter: Matter
    """What it is said of."""
    names: frozenset[str]
    """Names of the sentence, but for who says it."""
    stays: bool
    """The sentence says that no change has come."""
    near: frozenset[str]
    """Names of the sentences around."""
    doer: frozenset[str]
    """The word at the head of the sentence, if it may name somebody."""
    partly: frozenset[str]
    """Words that make it a part."""
    ages: frozenset[str]
    """Words that tell the old one and the new one apart."""
    passage: Passage
    """The sentence."""
    date: dt.date | None
    """When its document appeared."""


def differing_standings(
    documents: Sequence[Document], readings: Sequence[Reading], opening: frozenset[str]
) -> Iterator[Relation]:
    """A card for each thing whose states exclude each other; readings in order, `opening` from `parties`."""
    by_id = {document.id: document for document in documents}
    newest = max((day for document in documents if (day := published(document))), default=None)
    told = [one for reading in readings for one in standings_of(reading, by_id[reading.document_id], opening, newest)]
    by_document: dict[tuple[str, int], list[Standing]] = {}
    for one in told:
        by_document.setdefault((one.passage.document_id, one.axis), []).append(one)
    index: dict[tuple[int, str], dict[tuple[int, Mood], list[int]]] = {}
    pairs: set[tuple[int, int]] = set()
    for place, one in enumerate(told):
        for name in sorted(one.names):
            sides = index.setdefault((one.axis, name), {})
            for side in sides.values():
                pairs.update((other, place) for other in side if _differ(told[other], one, by_document))
            same = sides.setdefault((one.state, one.mood), [])
            if len(same) < SAMPLE:
                same.append(place)
    seen: set[frozenset[Passage]] = set()
    for group in joined(sorted(pairs)):
        relation = _relation([(told[one], told[other]) for one, other in group])
        if (passages := frozenset(relation.passages)) not in seen:
            seen.add(passages)
            yield relation


def standings_of(
    reading: Reading, document: Document, opening: frozenset[str], newest: dt.date | None = None
) -> Iterator[Standing]:
    """What the paragraphs of a document tell, in the order of the text; `newest` dates an undated one at the latest."""
    day = published(document)
    body = [sentence.passage for sentence in reading.sentences if sentence.kind is BlockKind.PARAGRAPH]
    for place, passage in enumerate(body):
        quote = passage.quote
        if len(quote) > LONGEST or _is_background(quote, day or newest):
            continue
        seen: set[tuple[int, int, Mood, Matter]] = set()
        for found in wordings_in(quote):
            mood, (region, first) = _mood(quote, found), _region(quote, found)
            before = [one.quote for one in body[max(0, place - BACK) : place]]
            matter = meant_by(matter_of(region, opening, first=first), before, opening)
            key = (found.wording.axis, found.wording.state, mood, matter) if mood else None
            if mood is None or key is None or key in seen or not _speaks_of(found.wording.axis, matter):
                continue
            seen.add(key)
            yield Standing(
                found.wording.axis,
                found.wording.state,
                mood,
                matter,
                _named(quote, found, opening) | matter.names | matter.behind,
                STAYING.search(quote[max(0, found.start - 40) : found.end + 20]) is not None,
                _names_around([one.quote for one in body[max(0, place - AROUND) : place + AROUND + 1]], opening),
                frozenset(base(match[1]) if (match := DOER.match(quote)) else ()),
                frozenset(word.casefold() for word in PARTLY.findall(region)),
                frozenset(word for word in plain_words(region) if word in AGES or word.isdigit()),
                passage,
                day,
            )


def _names_around(quotes: Sequence[str], opening: frozenset[str]) -> frozenset[str]:
    """The names of some sentences."""
    return frozenset[str]().union(*(names_of(quote, opening, first=True) for quote in quotes))


@cache
def _nouns(axis: int) -> frozenset[str]:
    return frozenset(sort_of(noun) for noun in AXES[axis].nouns.split())


def _speaks_of(axis: int, matter: Matter) -> bool:
    """The matter has a noun or a name, and the axis is told of such."""
    only = _nouns(axis)
    return matter.head in only if only else bool(matter.head or matter.names)


def _is_background(quote: str, day: dt.date | None) -> bool:
    """The sentence tells of a year long before its document."""
    years = [int(year[0]) for year in YEAR.finditer(quote)]
    return bool(years) and day is not None and max(years) < day.year - 1


def _start(quote: str, end: int) -> int:
    """Where the clause of what begins at `end` begins; what stands between commas in front of it is passed over."""
    marks = [mark.end() for mark in MARK.finditer(quote, 0, end)]
    front = quote[:end]
    verb = verb_start(front)
    if marks and not quote[marks[-1] : verb].strip():
        marks = marks[:-2]  # "Plasmovax, a malaria vaccine, is": the clause began before the insertion
    start = marks[-1] if marks else 0
    said = [match.end() for match in COMPLEMENT.finditer(quote, start, verb)]
    return said[-1] if said else start


def _mood(quote: str, found: Found) -> Mood | None:
    """Whether it is so."""
    start = _start(quote, found.start)
    front = quote[start : found.start]
    inserted = INSERTED.search(front) and not found.wording.being and found.thing is None
    if inserted or PERFECT.search(front[verb_start(front) :]):
        return None
    if found.wording.subject and not found.wording.being and OBJECT.match(quote, found.end):
        return None
    said = COMPLEMENT.search(quote[:start][-40:]) if start else None
    mood = mood_of(front, finite=found.wording.finite, clause=HOUR.sub("", quote))
    if mood is Mood.SO and FAR_FROM.search(front):
        return Mood.NOT
    if said and re.search(r"\bden(?:y|ied|ies)\b", said[0]) and mood is not None:
        return Mood.NOT if mood is Mood.SO else None
    return mood


def _region(quote: str, found: Found) -> tuple[str, bool]:
    """The phrase of what is in the state, and whether it begins the sentence."""
    if found.thing is not None:
        return quote[found.thing[0] : found.thing[1]], False
    front = quote[: found.start]
    passive = is_passive(front)
    if not found.wording.subject and not passive:
        behind = quote[found.end :]
        mark = MARK.search(behind)
        behind = behind[: mark.start()] if mark else behind
        if re.match(
            r"\s+(?!(?:in|on|at|after|before|since|with|by|for|as|to|from|this|last|because|when|over|under)\b)\w",
            behind,
        ):
            return behind, False
    start = _start(quote, found.start)
    verb = max(start, verb_start(front))
    relative = RELATIVE.search(quote[: verb + 1][:verb] if quote[verb - 1 : verb] == " " else quote[:verb] + " ")
    if relative:
        last = [mark.end() for mark in MARK.finditer(quote, 0, relative.start())]
        return quote[last[-1] if last else 0 : relative.start()], not last
    return quote[start:verb], not re.search(r"\w", quote[:start])


def _named(quote: str, found: Found, opening: frozenset[str]) -> frozenset[str]:
    """The names of a sentence, without parts that only tell who says it."""
    names: set[str] = set()
    parts = re.split(r",\s", quote)
    at = 0
    for part in parts:
        end = at + len(part)
        own = at <= found.start <= end
        said = SAYING.search(part)
        behind = own and said and said.start() + at > found.end
        if own or not said:
            names |= names_of(part[: said.start()] if behind and said else part, opening, first=at == 0)
        at = end + 2
    return frozenset(names)


def _opposed(one: Standing, other: Standing) -> bool:
    """The two cannot both be the present state."""
    if one.state == other.state:
        return (one.mood is Mood.SO) != (other.mood is Mood.SO)
    return one.mood is Mood.SO and other.mood is Mood.SO


def _differ(one: Standing, other: Standing, told: dict[tuple[str, int], list[Standing]]) -> bool:
    """One matter in two states, in two documents of which none tells both."""
    return (
        one.passage.document_id != other.passage.document_id
        and _opposed(one, other)
        and _one_matter(one, other)
        and not _begins_again(one, other)
        and not _decided_apart(one, other)
        and not _tells_both(told, one, other)
        and not _tells_both(told, other, one)
    )


def _one_matter(one: Standing, other: Standing) -> bool:
    """Called alike, with a name in common, and no name on both sides that the other one lacks."""
    left, right = one.matter, other.matter
    if not alike(left, right) or one.partly != other.partly or (one.ages - other.ages and other.ages - one.ages):
        return False
    ours, theirs = left.names | left.behind, right.names | right.behind
    if ours and theirs and not (ours & other.names or theirs & one.names):
        return False
    if (ours - other.names - other.near) and (theirs - one.names - one.near):
        return False
    if _names_apart(one, other):
        return False
    return _named_alike(one, other)


def _names_apart(one: Standing, other: Standing) -> bool:
    """Each sentence names who or what the other one, and what stands around it, does not."""
    left, right = one.names | one.doer, other.names | other.doer
    return bool(left - right - other.near) and bool(right - left - one.near)


def _named_alike(one: Standing, other: Standing) -> bool:
    """Enough names in common: one that is no country's, with a thing that is the only one of its sort."""
    left, right = one.matter, other.matter
    own = {name for name in (left.names | left.behind) & (right.names | right.behind) if country_of(name) is None}
    common = one.names & other.names
    near = {name for name in common if country_of(name) is None}
    if own and (left.definite or right.definite or left.describing == right.describing):
        return True
    if not (left.describing | left.words) & (right.describing | right.words):
        return bool(near) and left.definite and right.definite and left.head not in VAGUE
    return len(common) > 1 or bool(common and left.definite and right.definite) or bool(near)


def _begins_again(one: Standing, other: Standing) -> bool:
    """Long after it was so it is not so, or still to come: it is another one."""
    if one.date is None or other.date is None:
        return False
    older, younger = sorted((one, other), key=_age)
    back = AXES[one.axis].onwards and younger.mood is Mood.SO and older.mood is Mood.SO and younger.state < older.state
    return (back or (older.mood is Mood.SO and younger.mood is not Mood.SO)) and abs(
        (one.date - other.date).days
    ) > LONG


def _decided_apart(one: Standing, other: Standing) -> bool:
    """Two bodies that decide, two sums, or a plan that may have been begun."""
    axis = AXES[one.axis]
    if axis.patient and (one.date is None or other.date is None or abs((one.date - other.date).days) < axis.days):
        return True
    left, right = one.passage.quote, other.passage.quote
    return other_sums(left, right) or (axis.decided and other_deciders(left, right))


def _tells_both(told: dict[tuple[str, int], list[Standing]], own: Standing, other: Standing) -> bool:
    """The document of the first tells what the second says, too."""
    return any(
        one.state == other.state
        and (one.mood is Mood.SO) == (other.mood is Mood.SO)
        and alike(one.matter, other.matter)
        for one in told[own.passage.document_id, own.axis]
    )


def _relation(pairs: Sequence[tuple[Standing, Standing]]) -> Relation:
    """The card for one matter: the older document first."""
    first, second = sorted(pairs[0], key=_age)
    shown = called((first.matter.shown, second.matter.shown))
    overtaken = all(_overtakes(*sorted(pair, key=_age)) for pair in pairs)
    ending = (
        "the younger document overtakes the older one, which tells only how it was"
        if overtaken
        else "the documents differ, and only one of them can be right now"
    )
    text = f"Of “{shown}”, one passage says that it is {_said(first)}, the other that it is {_said(second)}: {ending}."
    sides = [[pair[place].passage for pair in (sorted(pair, key=_age) for pair in pairs)] for place in (0, 1)]
    return Relation(
        RelationType.SUPERSEDED if overtaken else RelationType.STATUS_CONFLICT, (), both_sides(*sides), text
    )


def _said(one: Standing) -> str:
    name = AXES[one.axis].states[one.state].name
    return {Mood.SO: name, Mood.NOT: f"not {name}", Mood.AHEAD: f"to be {name}"}[one.mood]


def _age(one: Standing) -> tuple[dt.date, int, str, str]:
    """Sorts the older document first."""
    return (one.date or dt.date.max, one.state, one.passage.quote, one.passage.document_id)


def _overtakes(older: Standing, younger: Standing) -> bool:
    """The younger document tells a change, and enough days lie between."""
    axis = AXES[older.axis]
    if older.date is None or younger.date is None or older.date == younger.date or younger.mood is not Mood.SO:
        return False
    if put_before(younger.passage.quote, younger.date, older.date):
        return False
    if older.mood is not Mood.SO:
        return True
    if younger.stays or (axis.onwards and younger.state < older.state):
        return False
    return (younger.date - older.date).days >= axis.days
