"""A party that an older document says holds back from a thing, and what the same parties did about it since.

"Norden has dragged its feet on the Salt Road" is overtaken by "the accords signed on Monday" where the younger document
names Norden, the Salt Road and the other party of the older sentence around it. The words are English.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from briefgen.evidence.claims.families import FAMILIES
from briefgen.evidence.claims.lists import TIMES
from briefgen.evidence.claims.stages import head_of
from briefgen.evidence.claims.telling import AROUND, LONGEST, Claim, names_in, opening_of
from briefgen.evidence.claims.things import OPENING, word_key
from briefgen.evidence.origins import published
from briefgen.evidence.told import related, tell
from briefgen.evidence.words import KIND_OF
from briefgen.messages import N_
from briefgen.model import BlockKind, Document, Passage, Reading, Relation, RelationType, Status

HOLDING = re.compile(
    r"\b(?P<verb>drag(?:s|ged|ging)? (?:its|their|his|her) (?:feet|heels)|refus(?:es|ed|ing) to|ha(?:s|ve) refused|"
    r"(?:opposes|is opposed to|(?:remains?|is|are) opposed to|rejects|blocks|obstructs|(?:is|are|keeps?) blocking|"
    r"resists|stalls on|(?:is|are) stalling on|has (?:so far |long )?(?:blocked|opposed|rejected|resisted|ruled out)|"
    r"rules out|(?:has )?vetoed|is unwilling to|will not (?:allow|accept|agree|sign|open|lift|ratify)))\b",
    re.IGNORECASE,
)
"""How news says that somebody holds back."""
YIELDING = re.compile(
    r"\b(?P<verb>(?:has |have |had )?(?:finally |now )?(?:agreed to|accepted|allowed|approved|endorsed|ratified|"
    r"consented to|gave (?:its|their|his|her) (?:consent|approval) to|"
    r"(?:dropped|withdrew|withdrawn|lifted|given up|gave up) (?:its|their|his|her) "
    r"(?:opposition|objections?|veto|resistance))|"
    r"no longer (?:opposes|blocks|rejects|objects)|now (?:backs|supports))\b",
    re.IGNORECASE,
)
"""How news says that somebody no longer holds back."""
OUTCOMES = {"signed", "ratified", "in force", "adopted", "lifted", "open", "completed", "under construction", "set up"}
"""Stages that show that somebody no longer does."""
SIGNED = {"signed", "ratified", "in force"}
"""Those of agreements, which may settle what another noun names."""
NEGATED = re.compile(
    r"\b(?:not|never|no longer|denie[ds]|without|if|unless|would|had)\W+(?:\w+\W+){0,2}$", re.IGNORECASE
)
"""In front of such words: nobody is said to hold back."""
KINDS = KIND_OF | {noun: head_of(noun) for family in FAMILIES for noun in family.nouns.split()}
"""Noun → kind of what somebody may hold back from."""
KIND_NOUNS = "|".join(sorted(KINDS, key=lambda noun: (-len(noun), noun)))
NAMED = re.compile(rf"((?:[A-Z][\w–’'-]*[ \u00a0])+(?:[a-z][\w-]*[ \u00a0])?)((?i:{KIND_NOUNS}))s?\b")
"""A name with the noun of its kind, and a describing word between them."""
POINTING = re.compile(rf"\b(?:this|that|the)[ \u00a0](?:\w+[ \u00a0])?({KIND_NOUNS})\b")
"""What stands for a thing named before: "this transport route"."""
CLAUSE = re.compile(r"[;:,]\s|\b(?:but|and|while|that|which|who)\s")
AUXILIARIES = re.compile(r"\W*(?:(?:has|have|had|is|are|was|were|still|also|since|now|then|so|far)\b\W*)*")
"""A clause without a subject of its own."""
SUBJECT = 4
"""Words of a sentence among which the name of its subject begins."""
LATER = 30
"""Days between the two documents at least."""
AGE = 365
"""Days from the newest time that an undated document tells of, from which it is taken to be older."""
MOST = 50
"""Acts that are looked at for one stance."""


class Named(Struct, frozen=True):
    """A thing with a name and a noun of its kind: "Salt Road", "Lindholm harbour"."""

    name: frozenset[str]
    """Keys of its name."""
    kind: str
    """The kind of its noun."""
    shown: str
    """As printed."""
    start: int
    """Where it stands in its sentence."""


class Stance(Struct, frozen=True):
    """Who holds back from what."""

    party: frozenset[str]
    """Keys of his name."""
    others: frozenset[str]
    """Keys of the other names of the sentence."""
    thing: Named
    """From what."""
    shown: str
    """The party as printed."""
    passage: Passage
    """The sentence."""


def overtaken_stances(
    documents: Mapping[str, Document], readings: Sequence[Reading], claims: Sequence[Claim]
) -> Iterator[Relation]:
    """Cards for stances and what overtakes them, each said once; documents by id, readings in order."""
    bodies = {reading.document_id: _body(reading) for reading in readings}
    pairs = [(documents[reading.document_id], reading) for reading in readings]
    held = [
        (document, reading, stance)
        for document, reading in pairs
        for stance in _stances(document, bodies[document.id], HOLDING)
    ]
    yielded = [
        (document, stance) for document, _ in pairs for stance in _stances(document, bodies[document.id], YIELDING)
    ]
    cards = {card.explanation: card for card in reversed([*_turned(held, yielded), *_settled(held, claims, bodies)])}
    yield from reversed(cards.values())


def _settled(
    held: Sequence[tuple[Document, Reading, Stance]],
    claims: Sequence[Claim],
    bodies: Mapping[str, Sequence[Passage]],
) -> Iterator[Relation]:
    """Cards for stances with the first act of a younger document that settles what they are about."""
    index = _acts(claims, frozenset(word for _, _, stance in held for word in stance.thing.name))
    for document, reading, stance in held:
        since = _since(document, reading)
        if since is None:
            continue
        for place in _after(since, stance, claims, index):
            act = claims[place]
            naming = _settles(act, stance, bodies[act.passage.document_id])
            if naming is not None:
                yield _relation(stance, act, naming, dated=published(document) is not None)
                break


def _after(since: dt.date, stance: Stance, claims: Sequence[Claim], index: Mapping[str, Sequence[int]]) -> list[int]:
    """Places of the first acts after a day that may be about the thing of a stance."""

    def day(place: int) -> dt.date:
        return claims[place].date or dt.date.max

    found: set[int] = set()
    for word in stance.thing.name:
        places = index.get(word, ())
        start = bisect_right(places, since, key=day)
        found.update(places[start : start + MOST])
    return sorted(found, key=lambda place: (day(place), place))


def _turned(
    held: Sequence[tuple[Document, Reading, Stance]], yielded: Sequence[tuple[Document, Stance]]
) -> Iterator[Relation]:
    """Cards for who holds back from a thing in one document, and no longer does in another that is not older."""
    index: dict[tuple[frozenset[str], frozenset[str], str], list[tuple[Document, Stance]]] = {}
    for document, stance in yielded:
        index.setdefault(_key(stance), []).append((document, stance))
    for document, _, stance in held:
        day = published(document)
        for other, turn in index.get(_key(stance), ())[:MOST]:
            then = published(other)
            known = day is not None and then is not None
            if other.id != document.id and not (day and then and then < day):
                yield _turn(stance, turn, later=known and then != day)
                break


def _key(stance: Stance) -> tuple[frozenset[str], frozenset[str], str]:
    """Who and what a stance is of."""
    return stance.party, stance.thing.name, stance.thing.kind


def _turn(stance: Stance, other: Stance, *, later: bool) -> Relation:
    """The card for a party that holds back here and does not there."""
    message = (
        N_(
            "%(party)s holds back from the %(thing)s in one passage and no longer does in the other: the younger "
            "document overtakes the older one."
        )
        if later
        else N_(
            "%(party)s holds back from the %(thing)s in one passage and no longer does in the other: which came first "
            "is not known."
        )
    )
    kind = RelationType.SUPERSEDED if later else RelationType.STATUS_CONFLICT
    told = tell(message, party=stance.shown, thing=stance.thing.shown)
    return related(kind, (), (stance.passage, other.passage), told)


def _body(reading: Reading) -> list[Passage]:
    """The sentences of a document's paragraphs."""
    return [one.passage for one in reading.sentences if one.kind is BlockKind.PARAGRAPH]


def _since(document: Document, reading: Reading) -> dt.date | None:
    """The day after which an act is younger than a document; None where nothing tells how old it is.

    An undated document whose newest time lies years back is older than what has happened since: news tells its present.
    """
    day = published(document)
    if day is not None:
        return day + dt.timedelta(days=LATER)
    told = [event.period.start for event in reading.events if event.period and event.status is Status.ACTUAL]
    told += [figure.period.start for figure in reading.figures if figure.period and figure.status is Status.ACTUAL]
    return max(told) + dt.timedelta(days=AGE) if told else None


def _acts(claims: Sequence[Claim], wanted: frozenset[str]) -> dict[str, list[int]]:
    """Places of the claims that something is settled, the oldest first, by the names of their things or around them."""
    index: dict[str, list[int]] = {}
    for place in sorted(range(len(claims)), key=lambda place: (claims[place].date or dt.date.max, place)):
        claim = claims[place]
        if claim.claimed.settled and claim.date is not None and _stage(claim) in OUTCOMES:
            around = claim.around | claim.openings if _stage(claim) in SIGNED else frozenset()
            for word in sorted((claim.thing.named | around) & wanted):
                index.setdefault(word, []).append(place)
    return index


def _stage(claim: Claim) -> str:
    return FAMILIES[claim.family].stages[claim.claimed.rung].name


def _is_named_agreement(claim: Claim) -> bool:
    """An agreement that goes by a name and nothing else: it may settle what its parties quarrelled about."""
    return _stage(claim) in SIGNED and bool(claim.thing.own) and not claim.thing.describing


def _stances(document: Document, body: Sequence[Passage], pattern: re.Pattern[str]) -> Iterator[Stance]:
    """The stances of one document that a pattern finds."""
    for place, passage in enumerate(body):
        match = pattern.search(passage.quote)
        if match is None or len(passage.quote) > LONGEST or NEGATED.search(passage.quote[: match.start()]):
            continue
        party = _party(passage.quote, match.start())
        before = body[place - 1] if place and _one_paragraph(document, body[place - 1], passage) else None
        thing = _thing(passage.quote, match, before)
        if party is not None and thing is not None:
            keys = word_key(party)[0]
            yield Stance(keys, names_in(passage.quote) - keys - thing.name, thing, party, passage)


def _one_paragraph(document: Document, one: Passage, other: Passage) -> bool:
    return "\n" not in document.text[one.span.end : other.span.start]


def _party(quote: str, verb: int) -> str | None:
    """The name in front of the verb in its clause; where it has none, the one that the sentence begins with."""
    clause = CLAUSE.split(quote[:verb])[-1]
    inside = _names(clause)
    if inside:
        return inside[-1]
    opening = _names(" ".join(quote[:verb].split()[:SUBJECT]))
    return opening[0] if opening and AUXILIARIES.fullmatch(clause) else None


def _names(text: str) -> list[str]:
    """The capitalised words that may be somebody's name."""
    words = [re.sub(r"['’]s?$", "", word) for word in re.findall(r"[^\W\d_][\w–’'-]*", text)]
    return [word for word in words if word[0].isupper() and word.casefold() not in OPENING]


def _thing(quote: str, match: re.Match[str], before: Passage | None) -> Named | None:
    """What somebody holds back from: named behind the verb, or last before it, of the kind pointed at."""
    named = list(_named(quote))
    behind = [thing for thing in named if thing.start >= match.end()]
    if behind:
        return behind[0]
    pointed = POINTING.search(quote)
    earlier = [*(_named(before.quote) if before else ()), *named]
    fitting = [thing for thing in earlier if pointed is None or thing.kind == KINDS[pointed[1]]]
    return fitting[-1] if fitting else None


def _named(quote: str) -> Iterator[Named]:
    """The things that a sentence names with the noun of their kind."""
    for match in NAMED.finditer(quote):
        words = [word for word in _names(match[1]) if word.casefold() not in TIMES]
        keys = [word_key(part) for word in words for part in re.split(r"[-–]", word)]
        own = frozenset(key for found, land in keys if not land for key in found)
        if own:
            yield Named(own, KINDS[match[2].casefold()], match[0].strip().removeprefix("The "), match.start())


def _settles(act: Claim, stance: Stance, body: Sequence[Passage]) -> Passage | None:
    """The sentence that ties an act to what a party held back from; None where the act settles something else."""
    if act.passage.document_id == stance.passage.document_id or not stance.party <= act.around:
        return None
    named = {(one.name, one.kind) for one in _named(act.passage.quote)}
    own = act.thing.named >= stance.thing.name and act.thing.head == stance.thing.kind
    beside = names_in(act.passage.quote) | opening_of(act.passage.quote)
    signed = _stage(act) in SIGNED and stance.party <= beside and (stance.thing.name, stance.thing.kind) in named
    if own or signed:
        return act.passage
    if not (_is_named_agreement(act) and act.around & stance.others - act.thing.named):
        return None
    at = body.index(act.passage)
    near = sorted(
        range(max(0, at - AROUND), min(len(body), at + AROUND + 1)), key=lambda place: (abs(place - at), place)
    )
    wanted = (stance.thing.name, stance.thing.kind)
    return next((body[i] for i in near if wanted in {(one.name, one.kind) for one in _named(body[i].quote)}), None)


def _relation(stance: Stance, act: Claim, naming: Passage, *, dated: bool) -> Relation:
    """The card: the stance, the act, and the sentence that ties them."""
    message = N_("%(stance)s; %(act)s: what the older one says of %(party)s is only how it was.")
    done = (
        N_("a younger one tells that the %(matter)s are %(state)s")
        if act.thing.many
        else N_("a younger one tells that the %(matter)s is %(state)s")
    )
    held = (
        N_("In an older document, %(party)s holds back from the %(thing)s")
        if dated
        else N_(
            "In a document without a date, which names no time near that of the other, %(party)s holds back from the "
            "%(thing)s"
        )
    )
    told = tell(
        message,
        stance=tell(held, party=stance.shown, thing=stance.thing.shown),
        act=tell(done, matter=act.thing.shown, state=tell(_stage(act))),
        party=stance.shown,
    )
    passages = tuple(dict.fromkeys((stance.passage, act.passage, naming)))
    return related(RelationType.SUPERSEDED, (), passages, told)
