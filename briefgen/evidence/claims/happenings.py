"""Whether something has happened, in any words: "took delivery of the frigate" here, "still at the yard" there.

Where `families` knows no noun, the head noun of what a verb is about and a party in the same clause show that documents
speak of one matter. Precision before recall: verbs of one sort, a head noun and a party in common, and nothing (a
phase, an ordinal, another party, another purpose) that tells the two apart. The words are English.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.evidence.claims.joining import both_sides, joined, other_deciders, other_sums, put_before
from briefgen.evidence.claims.lists import CARRIERS, FUNCTION, MANY, NEUTRAL, NOUNS, TIMES
from briefgen.evidence.claims.matters import names_of
from briefgen.evidence.claims.moods import Mood, is_passive, mood_of, verb_start
from briefgen.evidence.claims.parties import Party, in_common, parties_in
from briefgen.evidence.claims.stages import head_of
from briefgen.evidence.claims.telling import LONGEST, YEAR
from briefgen.evidence.origins import published
from briefgen.evidence.told import related, tell
from briefgen.evidence.words import plain_words
from briefgen.messages import N_
from briefgen.model import BlockKind, Document, Passage, Reading, Relation, RelationType

LEAST_START = 2
MOST_START = 5
"""Letters at the start of a word by which sorts are looked up."""


class Sort(Struct, frozen=True):
    """Verbs that news uses for one sort of happening."""

    done: str
    """As it stands behind "is"."""
    past: re.Pattern[str]
    """Past forms and participles: it has happened, unless they are denied."""
    base: re.Pattern[str]
    """Infinitives and nouns: it is still to come, or denied."""
    short: re.Pattern[str]
    """What is so as long as it has not happened."""
    starts: frozenset[str]
    """First letters of words of which a sentence has one wherever a pattern finds anything (see `starts_in`)."""


_COMMON = """
an are as at be been being first for has have in into is its now of off on or out over still the to under up was were
with yet
"""
COMMON = frozenset(_COMMON.split())
"""Words of the patterns that say nothing alone (English): each alternative has another one."""


def _sort(done: str, past: str, base: str, short: str = r"(?!)") -> Sort:
    words = re.findall(rf"[a-z]{{{LEAST_START},}}", f"{past} {base} {short}")
    starts = frozenset(word[:MOST_START] for word in words if word not in COMMON)
    found, to_come, open_still = (
        re.compile(rf"\b(?:{words})(?![\w-])", re.IGNORECASE) for words in (past, base, short)
    )
    return Sort(done, found, to_come, open_still, starts)


PUT_OFF = r"(?:was|were|has been|have been|is) (?:postponed|put off|delayed|pushed back)"
SORTS = (
    _sort(
        N_("open or delivered"),
        r"opened|reopened|completed|finished|commissioned|inaugurated|launched|handed over|delivered|took delivery of|"
        r"connected|started up|restarted|repaired|restored|rebuilt|went into (?:operation|service)|entered service|"
        r"(?:went|came) on stream|(?:has|have) been (?:open|running|(?:back )?in (?:operation|service))|"
        r"(?:is|are|has been|have been) flowing through|(?:took in|admitted|received|treated) (?:its|the) first \w+",
        r"open|reopen|complete|finish|commission|inaugurate|launch|hand over|deliver|take delivery of|connect|start up|"
        r"restart|repair|restore|rebuild|go into (?:operation|service)|enter service|come on stream",
        r"under construction|being (?:built|tested|fitted out|repaired)|(?:still )?at the yard|in trial operation|"
        r"unfinished|\d+(?:\.\d+)? ?(?:%|per ?cent) complete|"
        rf"(?:opening|launch|delivery|completion|inauguration) {PUT_OFF}|{PUT_OFF}",
    ),
    _sort(
        N_("approved"),
        r"approved|cleared|passed|adopted|granted|issued|licensed|endorsed|ratified|accepted|authori[sz]ed|voted for|"
        r"backed|received|obtained",
        r"approve|clear|pass|adopt|grant|issue|license|endorse|ratify|accept|authori[sz]e|vote on|receive|obtain",
        r"under (?:review|examination)|being (?:examined|reviewed|weighed|considered)|(?:still )?weighing|"
        r"still considering|pending|put off (?:its|the|a) vote(?: on)?|undecided|rejected|turned down|voted against|"
        r"vetoed|(?:still )?(?:waiting for|awaiting)",
    ),
    _sort(
        N_("signed"),
        r"signed",
        r"sign",
        r"(?:being|still) negotiat(?:ed|ing)(?: (?:over|on|about))?|under negotiation|in talks (?:on|about|over)",
    ),
    _sort(
        N_("paid or there"),
        r"paid(?: out)?|transferred|disbursed|repaid|arrived|reached",
        r"pay(?: out)?|transfer|disburse|repay|arrive|reach",
    ),
    _sort(N_("issued"), r"issued|placed", r"issue|place"),
    _sort(N_("begun"), r"begun|began|started|broke ground", r"begin|start|break ground", PUT_OFF),
    _sort(
        N_("set up"),
        r"set up|established|founded|created|formed",
        r"set up|establish|found|create|form",
        r"in talks (?:on|about|over)|talks (?:on|about|over)",
    ),
    _sort(
        N_("halted"),
        r"halted|suspended|stopped|closed|shut(?: down)?|blocked|interrupted|frozen",
        r"halt|suspend|stop|close|shut(?: down)?|block|interrupt|freeze",
        r"(?:is|are) (?:now |still )?(?:open|running|operating)(?: again| normally)?|(?:has |have )?(?:resumed|"
        r"reopened)",
    ),
    _sort(
        N_("over"),
        r"ended|called off|abolished|scrapped",
        r"end|call off|abolish|scrap",
        r"continues?|goes on|go on",
    ),
    _sort(N_("awarded"), r"awarded|chosen|selected|picked|won", r"award|choose|select|pick", r"still open"),
    _sort(
        N_("sold"),
        r"bought|acquired|purchased|taken over|took over|sold|completed",
        r"buy|acquire|purchase|take over|sell|complete",
        r"fell through|(?:has|have) fallen through|called off|broken off",
    ),
    _sort(
        N_("terminated"),
        r"terminated|revoked|withdrawn|cancelled|canceled",
        r"terminate|revoke|withdraw|cancel",
        r"remain(?:s|ed)? in force|(?:is|are) still in force",
    ),
    _sort(
        N_("gone"),
        r"resigned|dismissed|sacked|stepped down|laid off|fired",
        r"resign|dismiss|sack|step down|lay off|fire",
    ),
)
BREAK = re.compile(
    r"[;:]\s|[“”\"()]|,\s+(?:and|but|while|whereas|which|who|where|when|as|after|with|denying)\s|,\s|\s(?:but|while)\s|\bthat\s"
)
"""Where a clause ends."""
RELATIVE = re.compile(r",?\s(?:which|whose)\b")
"""What brings in a clause about the thing before it."""
NONE = re.compile(r"\b(?:none|nobody|no one|not (?:one|an?|a single \w+)|no)\b", re.IGNORECASE)
"""What makes a verb with such an object, or such a subject, one that has not happened."""
STOP = re.compile(
    r"\s(?:in|at|on|by|after|before|during|since|until|from|to|with|as|under|because|for|between|over|behind|through|"
    r"across|near|along|around|against|above|below|within|into)\s",
    re.IGNORECASE,
)
"""Prepositions that end the noun phrase that a verb is about."""
APART = re.compile(
    r"\b(?:first|second|third|fourth|fifth|phase|stage|section|part|parts|half|unit|another|additional|further|more|"
    r"two|three|four|five|six|seven|eight|nine|ten|dozens|extension|expansion|other|others|some|many|most|"
    r"several)\b|\b\d+(?:st|nd|rd|th)\b|\b\d{1,2}\b(?![.,]\d|[ -]?(?:%|per ?cent|million|billion|bn))",
    re.IGNORECASE,
)
"""Words that tell two things of one noun apart."""
WORD = re.compile(r"[^\W\d_]+")
FOR = re.compile(r"\b(?:for|on|about|regarding) (?:the |a |an |its )?([a-z][\w-]+)")
LONG = 180
"""Days from which what is still to come is not what happened then."""
SAMPLE = 8
"""Tellings of one noun and party that are compared: the work stays linear."""
FEW = 3
"""Letters of a head noun at least."""


class Happening(Struct, frozen=True):
    """What a clause says of something."""

    sort: int
    """Place in `SORTS`."""
    happened: bool
    """It has; else it has not yet."""
    head: str
    """Noun of what it is about."""
    describing: frozenset[str]
    """Words that describe it."""
    telling: frozenset[str]
    """Words that tell it apart: "second", "phase"."""
    purpose: frozenset[str]
    """What it is for: "a loan for schools"."""
    named: frozenset[str]
    """Names in its noun phrase."""
    parties: frozenset[Party]
    """Parties of the clause."""
    passage: Passage
    """The sentence."""
    date: dt.date | None
    """When its document appeared."""


def differing_happenings(
    documents: Sequence[Document], readings: Sequence[Reading], opening: frozenset[str]
) -> Iterator[Relation]:
    """A card for each matter that has happened in one document and not in another; readings in order."""
    by_id = {document.id: document for document in documents}
    newest = max((day for document in documents if (day := published(document))), default=None)
    told = [one for reading in readings for one in happenings_of(reading, by_id[reading.document_id], opening, newest)]
    settled = _settled(told)
    index: dict[tuple[int, str, str], list[int]] = {}
    pairs: set[tuple[int, int]] = set()
    for place, one in enumerate(told):
        if (one.passage.document_id, one.sort, one.head) in settled:
            continue
        for key in _keys(one):
            places = index.setdefault(key, [])
            pairs.update((other, place) for other in places if _differ(told[other], one))
            if len(places) < SAMPLE:
                places.append(place)
    for group in joined(sorted(pairs)):
        yield _relation([told[place] for place in sorted({place for pair in group for place in pair})])


def _keys(one: Happening) -> Iterator[tuple[int, str, str]]:
    """What a happening is looked up by: a noun of what it is about with a word of a party."""
    for word in sorted(frozenset[str]().union(*one.parties)):
        yield one.sort, one.head, word


def _settled(told: Sequence[Happening]) -> frozenset[tuple[str, int, str]]:
    """Document, sort and noun where a document tells both: it says how it came so."""
    sides: dict[tuple[str, int, str], set[bool]] = {}
    for one in told:
        sides.setdefault((one.passage.document_id, one.sort, one.head), set()).add(one.happened)
    return frozenset(key for key, both in sides.items() if len(both) > 1)


def happenings_of(
    reading: Reading, document: Document, opening: frozenset[str], newest: dt.date | None = None
) -> Iterator[Happening]:
    """What the paragraphs of a document tell, in the order of the text; `newest` dates an undated one at the latest."""
    day = published(document)
    for sentence in reading.sentences:
        quote = sentence.passage.quote
        if sentence.kind is not BlockKind.PARAGRAPH or len(quote) > LONGEST or _is_background(quote, day or newest):
            continue
        if not parties_in(quote, opening):
            continue
        starts = starts_in(quote)
        for number, sort in enumerate(SORTS):
            if sort.starts.isdisjoint(starts):
                continue
            for happened, region, clause in dict.fromkeys(_in_sentence(quote, sort)):
                parties, (head, describing) = parties_in(clause, opening), _noun(region)
                if parties and head:
                    telling = frozenset(found.casefold() for found in APART.findall(region))
                    purpose = frozenset(word for found in FOR.findall(clause) for word in plain_words(found))
                    named = names_of(region, opening, first=quote.startswith(region))
                    yield Happening(
                        number, happened, head, describing, telling, purpose, named, parties, sentence.passage, day
                    )


def starts_in(quote: str) -> frozenset[str]:
    """The first letters of the words of a sentence, from `LEAST_START` to `MOST_START` of them."""
    words = WORD.findall(quote.casefold())
    return frozenset(word[:length] for word in words for length in range(LEAST_START, MOST_START + 1))


def _is_background(quote: str, day: dt.date | None) -> bool:
    """The sentence tells of a year long before its document."""
    years = [int(year[0]) for year in YEAR.finditer(quote)]
    return bool(years) and day is not None and max(years) < day.year - 1


def _in_sentence(quote: str, sort: Sort) -> Iterator[tuple[bool, str, str]]:
    """Whether something of one sort has happened, the noun phrase of what, and in which clause of a sentence."""
    for pattern, finite in ((sort.past, True), (sort.base, False)):
        for match in pattern.finditer(quote):
            start, end = _clause(quote, match)
            mood = mood_of(quote[start : match.start()], finite=finite, clause=quote)
            region = _about(quote, start, match, end)
            if mood is Mood.SO and NONE.search(f"{quote[start : match.start()]} {region}"):
                mood = Mood.NOT
            if mood is not None:
                yield mood is Mood.SO, region, quote[start:end]
    for match in sort.short.finditer(quote):
        start, end = _clause(quote, match)
        if mood_of(quote[start : match.start()], finite=True, clause=quote) is Mood.SO:
            region = _subject(quote, start, match)
            yield False, region if _noun(region)[0] else _cut(quote[match.end() : end]), quote[start:end]


def _clause(quote: str, match: re.Match[str]) -> tuple[int, int]:
    """Where the clause around a verb begins and ends; "which" brings in what stands before it."""
    marks = list(BREAK.finditer(quote, 0, match.start()))
    while marks and RELATIVE.search(marks[-1][0]):
        marks.pop()
    after = BREAK.search(quote, match.end())
    return (marks[-1].end() if marks else 0), (after.start() if after else len(quote))


def _cut(text: str) -> str:
    """The noun phrase at the start of a text: up to a preposition that is not "of"."""
    cut = STOP.search(f"{text} ")
    return text[: cut.start()] if cut else text


def _about(quote: str, start: int, match: re.Match[str], end: int) -> str:
    """What a verb is about: its object, or its subject where it is passive or has no object."""
    front = quote[start : match.start()]
    if is_passive(front) or re.search(r"\bfirst \w+$", match[0]):
        return _subject(quote, start, match)
    behind = _cut(quote[match.end() : end])
    return behind if behind.strip(" .") else _subject(quote, start, match)


def _subject(quote: str, start: int, match: re.Match[str]) -> str:
    """The noun phrase in front of a verb, without what a preposition adds, unless its noun is "work" or the like."""
    front, *relative = RELATIVE.split(quote[start : match.start()])
    if relative:
        return next((part for part in reversed(STOP.split(front)) if _noun(part)[0]), "")
    front = front[: verb_start(front)]
    head = _cut(front).removeprefix("Of ")
    words = plain_words(head)
    return front if words and words[-1] in CARRIERS | ACTIVITIES else head


ACTIVITIES = frozenset({"drilling", "production", "talks", "vote", "sale", "purchase", "repair"})


NO_HEADS = frozenset({"none", "nobody", "nothing", "one", "cent", "penny"}) | frozenset(
    {"million", "billion", "percent", "year", "month", "week", "day", "time", "expect", "doe", "all", "any"}
)
VAGUE = frozenset(
    {"plan", "project", "programme", "program", "agreement", "deal", "contract", "scheme", "proposal", "report", "law"}
    | {"fund", "system", "service", "company", "programme", "work", "country", "area", "group", "number", "case"}
)
"""Nouns of which everybody has many: they need the same description."""
DECIDED = frozenset({"approved", "issued", "awarded"})
"""Sorts in which several bodies may decide one after the other."""


def _noun(region: str) -> tuple[str, frozenset[str]]:
    """The noun of a noun phrase, as its kind, and the words that describe it; of "roof of the arena" the roof.

    Where it is no noun but one of what is done ("sale", "work"), that one.
    """
    nouns = _nouns(region.partition(" of ")[0]) or _nouns(region)
    acts = [word for word in plain_words(region) if word in ACTIVITIES]
    nouns = nouns or acts[:1]
    return (nouns[-1], frozenset(nouns[:-1])) if nouns else ("", frozenset())


def _nouns(text: str) -> list[str]:
    """The words of a text in small letters that may be nouns or describe them, in order."""
    small = plain_words(" ".join(re.findall(r"\b[a-z][\w-]+", text)))
    return [
        head_of(word)
        for word in small
        if len(word) >= FEW
        and word not in NO_HEADS | FUNCTION | NEUTRAL | TIMES | MANY | CARRIERS
        and (not re.search(r"(?:ly|ed|ing)$", word) or word in NOUNS)
    ]


def _differ(one: Happening, other: Happening) -> bool:
    """One matter that has happened here and not there."""
    return (
        one.passage.document_id != other.passage.document_id
        and one.happened != other.happened
        and not _told_apart(one, other)
        and not _begins_again(one, other)
        and _same_parties(one, other)
        and not other_sums(one.passage.quote, other.passage.quote)
        and not (SORTS[one.sort].done in DECIDED and other_deciders(one.passage.quote, other.passage.quote))
    )


def _told_apart(one: Happening, other: Happening) -> bool:
    """A phase, another name, description or another purpose: two things of one noun."""
    return (
        one.telling != other.telling
        or bool(one.named - other.named and other.named - one.named)
        or (one.head in VAGUE and one.describing != other.describing)
        or bool(one.describing - other.describing and other.describing - one.describing)
        or bool(one.purpose and other.purpose and not one.purpose & other.purpose)
    )


def _begins_again(one: Happening, other: Happening) -> bool:
    """Long after it happened it is still to come: it is another one."""
    done, short = (one, other) if one.happened else (other, one)
    return done.date is not None and short.date is not None and (short.date - done.date).days > LONG


def _same_parties(one: Happening, other: Happening) -> bool:
    """A party in common, and not on both sides another one beside it."""
    common = in_common(one.parties, other.parties)
    return 0 < common >= min(len(one.parties), len(other.parties))


def _relation(group: Sequence[Happening]) -> Relation:
    """The card for a matter: where it has not happened comes first."""
    done, short = ([one for one in group if one.happened is happened] for happened in (True, False))
    overtaken = all(_overtakes(one, other) for one in done for other in short)
    message = (
        N_(
            "Of the %(thing)s, one passage tells that it is %(done)s, the other that it is not yet: the younger "
            "document goes further."
        )
        if overtaken
        else N_(
            "Of the %(thing)s, one passage tells that it is %(done)s, the other that it is not yet: the documents "
            "differ."
        )
    )
    return related(
        RelationType.SUPERSEDED if overtaken else RelationType.STATUS_CONFLICT,
        (),
        both_sides([one.passage for one in short], [one.passage for one in done]),
        tell(message, thing=group[0].head, done=tell(SORTS[group[0].sort].done)),
    )


def _overtakes(done: Happening, short: Happening) -> bool:
    """What has happened is told later, and not of a time when the other document should have known."""
    if done.date is None or short.date is None or done.date <= short.date:
        return False
    return not put_before(done.passage.quote, done.date, short.date)
