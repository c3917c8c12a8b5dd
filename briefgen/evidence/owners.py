"""Whose a figure is: the thing that its sentence names, or that "the corridor" stands for in its document.

Only figures of unconfigured measures are looked at; a configured one says itself whose it is. Nothing is guessed: where
two named things compete, and where the sentence says of what in words that lead nowhere, nobody owns the figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from briefgen.evidence.aliases import Name, Names
from briefgen.evidence.concepts import Concept, concept_of
from briefgen.evidence.countries import country_of
from briefgen.evidence.deeds import LENGTHS, counted
from briefgen.evidence.settings import setting
from briefgen.evidence.sites import Site, site
from briefgen.evidence.story import Found, How, Owner, Story, by_name, ending_at, stands, starting_at
from briefgen.evidence.themes import theme_of
from briefgen.evidence.things import kinds_of, things_of
from briefgen.evidence.turns import (
    ACCOUNTS,
    ACTION,
    BEARING,
    BEFORE_COMMA,
    BETWEEN,
    BOTH,
    COMMA,
    COUNTERPART,
    DEFINITE,
    DONE_AT,
    FOR,
    FRONT,
    GIVEN,
    GIVING,
    IT,
    ITS,
    LENGTH_OF,
    NO_OWNER,
    OF_ITS,
    OWNING,
    PARTNER,
    POSSESSIVE,
    PRICED,
    SAID,
    SAYS_IT,
    SHOWING,
    SOURCE,
    THROUGH,
    TIE,
    USED,
    VERB,
    WITH,
)
from briefgen.evidence.words import KIND_OF, head
from briefgen.model import BlockKind, Document, Figure, Passage, Reading, Status

KIND_NOUN = re.compile(rf"(?:{'|'.join(KIND_OF)})\b(?![ \u00a0][a-z]+(?<!s)(?<!ed)[ \u00a0](?:of|for|is|was|has)\b)")
"""A noun that things are called by."""
CENTRAL_BANK = re.compile(r"['’]s[ \u00a0](?:central|national|reserve)[ \u00a0]bank\b")
"""Behind a country, which its central bank stands for (English)."""
THE_PRICE = re.compile(r"\b[Tt]h(?:e|is|at)[ \u00a0](?:\w+[ \u00a0])?$")
"""Before the price of a thing that was named before (English)."""


def owners(document: Document, reading: Reading, names: Names, configured: frozenset[str]) -> Mapping[Figure, Owner]:
    """The owners of a document's figures, as far as its text tells."""
    figures = [one for one in reading.figures if one.measure is not None and one.measure not in configured]
    if not figures:
        return {}
    sentences = tuple(sorted((sentence.passage for sentence in reading.sentences), key=lambda one: one.span))
    starts = tuple(one.span.start for one in sentences)
    blocks = tuple(sorted(block.span.start for block in document.blocks))
    story = Story(document, things_of(document, reading, names), names, sentences, starts, blocks)
    rows = {one.passage for one in reading.sentences if one.kind is BlockKind.ROW}
    found = {figure: _of_row(figure, story) if figure.passage in rows else _found(figure, story) for figure in figures}
    said = {figure: one.owner for figure, one in found.items() if one.owner is not None}
    carried = dict(_carried(figures, found, said, story))
    silent = [figure for figure, one in found.items() if one.silent and figure not in said and figure not in carried]
    about = {figure: owner for figure in silent if (owner := setting(figure, story)) is not None}
    return {**about, **carried, **said}


def _of_row(figure: Figure, story: Story) -> Found:
    """Whose a figure of a table is: its headers say it, not the words of its row, which may be of other columns."""
    if figure.subject is None:
        return Found()
    name = story.names.of(figure.subject, story.document.id)
    return Found(Owner(name, How.NAMED, figure.subject))


def _found(figure: Figure, story: Story) -> Found:
    """What the sentence of a figure says of its owner: behind the measure, before it, then as the one who does it."""
    place = site(figure)
    sure = _carrier(figure, story) or (_measured(place, story) if place else None)
    if sure is not None:
        return Found(sure)
    if place is not None:
        within, behind = (_behind(at, figure, story) for at in (place.front, place.end))
        if within is not None and within.owner is not None:
            return within
        if behind is not None:
            return behind
        owner = _in_front(place, figure, story) or _possessed(place, figure, story) or _fronted(place, figure, story)
        owner = owner or _given(place, figure, story) or _shown(place, figure, story) or _has(place, figure, story)
        if owner is not None:
            return Found(owner)
        if ITS.search(story.document.text, figure.passage.span.start, place.head):
            return Found(silent=False)
    return Found(
        _priced(figure, story)
        or _costing(figure, story)
        or _doer(figure, story)
        or _it(figure, story)
        or _firm(figure, story)
        or _told(figure, story)
        or _around(figure, story)
    )


def _around(figure: Figure, story: Story) -> Owner | None:
    """The one thing that the sentence of a theme names, but who says so: "killed when | the Quarford bridge | fell"."""
    if theme_of(figure) is None:
        return None
    span = figure.passage.span
    teller = figure.attribution or "" if figure.status in (Status.ACTUAL, Status.ESTIMATE) else ""
    inside = story.things.inside(span.start, span.end)
    named = {thing.name.key: thing for thing in inside if thing.printed not in teller}
    return by_name(next(iter(named.values()))) if len(named) == 1 else None


def _measured(place: Site, story: Story) -> Owner | None:
    """A route that is itself what is measured: "140 km of the | railway between"."""
    inside = story.things.inside(place.head, place.front)
    return by_name(inside[0]) if inside and inside[0].end > place.front else None


def _carrier(figure: Figure, story: Story) -> Owner | None:
    """What stands behind the number: "3 million tons of oil | through the pipeline", "9,000 patients | treated at"."""
    text, at, stop = story.document.text, figure.span.end, figure.passage.span.end
    patterns = [THROUGH, *((USED, DONE_AT) if counted(figure) else ())]
    patterns += [LENGTH_OF] if figure.quantity.unit in LENGTHS else []
    ties = (pattern.match(text, at, stop) for pattern in patterns)
    return next((owner for tie in ties if tie and (owner := starting_at(tie.end(), story, figure))), None)


def _priced(figure: Figure, story: Story) -> Owner | None:
    """What has a price in front of it: "the $1.4 billion | bridge"."""
    if head(figure.measure or "") != "cost":
        return None
    text, stop = story.document.text, figure.passage.span.end
    tie = PRICED.match(text, figure.span.end, stop)
    if tie is None:
        return None
    named = [thing for thing in story.things.inside(tie.end(), tie.end() + 1) if thing.kinds]
    if named:
        return by_name(named[0])
    noun = KIND_NOUN.match(text, tie.end(), stop)
    if noun is None or not THE_PRICE.search(text, figure.passage.span.start, figure.span.start):
        return None
    place = story.things.stands_for(noun[0], figure.span.start, story.block(figure.span.start))
    return None if place is None else Owner(place.name, How.STANDS, noun[0], story.sentence(place.start), place.printed)


def _costing(figure: Figure, story: Story) -> Owner | None:
    """What costs so much, in the words of the measure: "cost of link to Lindholm", "cost of bridge"."""
    cost, _, thing = (figure.measure or "").partition(" of ")
    if cost.casefold() != "cost" or not thing:
        return None
    text, start, end = story.document.text, figure.passage.span.start, figure.span.start
    for named in story.things.inside(start, end):
        if text[named.start : named.end].casefold().endswith(thing.casefold()):
            return by_name(named)
    definite = DEFINITE.fullmatch(f"the {thing}")
    if definite is None or definite[1]:
        return None
    place = story.things.stands_for(definite[2].casefold(), end, story.block(end))
    if place is None:
        return None
    return Owner(place.name, How.STANDS, definite[0], story.sentence(place.start), place.printed)


def _in_front(place: Site, figure: Figure, story: Story) -> Owner | None:
    """The owner before a measure or within it: "the port's cargo", "Norden, with a turnover", "Lindholm cargo"."""
    text, start = story.document.text, figure.passage.span.start
    for pattern, end in ((POSSESSIVE, place.head), (BEARING, place.start)):
        match = pattern.search(text, start, end)
        owner = None if match is None else ending_at(match.start(), story, figure)
        if owner is not None:
            return owner
    inside = [thing for thing in story.things.inside(place.start, place.head) if thing.end <= place.head]
    return by_name(inside[0]) if inside else None


def _told(figure: Figure, story: Story) -> Owner | None:
    """The subject that the reader found, unless it is only where something goes to or comes from."""
    subject, quote = figure.subject or "", figure.passage.quote
    at = quote.find(subject)
    if not subject or (at >= 0 and COUNTERPART.search(quote, 0, at)):
        return None
    if not subject[:1].isupper():
        start = figure.passage.span.start + at
        named = story.things.inside(start, start + 1) if at >= 0 else ()
        if named and named[0].printed == subject:
            return by_name(named[0])
        if not kinds_of(subject) or not subject.rpartition(" of ")[2][:1].isupper():
            return None
    return Owner(country_of(subject) or story.names.of(subject, story.document.id), How.NAMED, subject)


def _fronted(place: Site, figure: Figure, story: Story) -> Owner | None:
    """The owner at the head of the sentence: "In Chile, | inflation", "On the Salt Road (SR), | traffic"."""
    text, start = story.document.text, figure.passage.span.start
    tie = FRONT.match(text, start, place.start)
    owner = None if tie is None else starting_at(tie.end(), story, figure)
    if tie is None or owner is None:
        return None
    end = next((thing.end for thing in story.things.inside(tie.end(), place.start)), tie.end() + len(owner.said))
    return owner if BEFORE_COMMA.fullmatch(text, end, place.start) else None


def _given(place: Site, figure: Figure, story: Story) -> Owner | None:
    """The one to whom it came: "2024 brought | Chile | exports of $5 billion"."""
    text, start = story.document.text, figure.passage.span.start
    match = GIVEN.search(text, start, place.start)
    if match is None:
        return None
    for thing in story.things.inside(start, match.start()):
        if thing.end == match.start() and GIVING.search(text, start, thing.start):
            return by_name(thing)
    return None


def _shown(place: Site, figure: Figure, story: Story) -> Owner | None:
    """For whom a publication gives it: "data show exports of $5 billion for | Chile"."""
    text, span = story.document.text, figure.passage.span
    tie = FOR.match(text, figure.span.end, span.end)
    if tie is None or place.end > figure.span.start or SHOWING.search(text, span.start, place.start) is None:
        return None
    return starting_at(tie.end(), story, figure)


def _has(place: Site, figure: Figure, story: Story) -> Owner | None:
    """The subject behind "With exports of $5 billion, | Chile | has"."""
    text, span = story.document.text, figure.passage.span
    tie = COMMA.match(text, figure.span.end, span.end) if WITH.match(text, span.start, place.start) else None
    if tie is None or "," in text[span.start : min(place.start, figure.span.start)]:
        return None
    named = next(iter(story.things.inside(tie.end(), tie.end() + 1)), None)
    return None if named is None or OWNING.match(text, named.end) else by_name(named)


def _possessed(place: Site, figure: Figure, story: Story) -> Owner | None:
    """The one thing that "its" can stand for: the only one named before it in its sentence, else in the one before."""
    text, start = story.document.text, figure.passage.span.start
    pronoun = ITS.search(text, start, place.head)
    if pronoun is None:
        return None
    source: Passage | None = None
    named = story.things.inside(start, pronoun.start())
    if not named and (match := DEFINITE.search(text, start, pronoun.start())) is not None:
        return stands(match, story)
    if not named:
        source = story.before(figure.passage)
        named = story.things.inside(source.span.start, source.span.end) if source else ()
    keys = {thing.name.key for thing in named}
    pair = story.things.pair
    if pair is not None and len(keys) > 1 and frozenset().union(*keys) == pair.key:
        return Owner(pair, How.STANDS, pronoun[1], source, pair.shown)
    if len(keys) != 1 or (OWNING.match(text, named[-1].end) and not CENTRAL_BANK.match(text, named[-1].end)):
        return None
    return Owner(named[-1].name, How.STANDS, pronoun[1], source, named[-1].printed)


def _behind(end: int, figure: Figure, story: Story) -> Found | None:
    """The owner behind a measure: "freight | along the corridor"; None where no such words stand there."""
    text, stop = story.document.text, figure.passage.span.end
    partner = PARTNER.match(text, end, stop)
    if partner is not None:
        land, pair = country_of(partner[1]), story.things.pair
        both = land is not None and pair is not None and land.key < pair.key
        return Found(_pair(partner[0].strip(), story) if both else None, silent=False)
    source = SOURCE.get(head(figure.measure or ""))
    origin = None if source is None else source.match(text, end, stop)
    if origin is not None and (owner := starting_at(origin.end(), story, figure)) is not None:
        return Found(owner)
    tie = TIE.match(text, end, stop)
    if tie is None or figure.span.start <= tie.end() < figure.span.end:
        return None
    if tie[1] == "between":
        return Found(_between(tie.end(), figure, story), silent=False)
    owner = starting_at(tie.end(), story, figure)
    if owner is not None:
        return Found(owner)
    return None if NO_OWNER.match(text, tie.end(), stop) else Found(silent=False)


def _between(at: int, figure: Figure, story: Story) -> Owner | None:
    """The two between whom something is."""
    text, stop = story.document.text, figure.passage.span.end
    match = BETWEEN.match(text, at, stop)
    if match is not None:
        ends = (match[1], match[2])
        named = [country_of(end) or story.names.of(end, story.document.id) for end in ends]
        both = Name(named[0].key | named[1].key, "–".join(sorted(name.shown for name in named)))
        return Owner(both, How.NAMED, match[0])
    sides = BOTH.match(text, at, stop)
    return None if sides is None else _pair(sides[0], story)


def _pair(said: str, story: Story) -> Owner | None:
    """The two countries of the document."""
    return None if story.things.pair is None else Owner(story.things.pair, How.PAIR, said)


def _doer(figure: Figure, story: Story) -> Owner | None:
    """The one who does it: "the port | handled", in the clause of the figure."""
    text, start, end = story.document.text, figure.passage.span.start, figure.span.start
    clause = max(
        (match.end() for match in re.finditer(r"[;:—]\s|[ \u00a0](?:while|but|whereas)\s", text[start:end])), default=0
    )
    ends = [(thing.end, by_name(thing)) for thing in story.things.inside(start + clause, end)]
    ends += [
        (match.end(), owner)
        for match in DEFINITE.finditer(text, start + clause, end)
        if (owner := stands(match, story)) is not None
    ]
    for at, owner in tuple(ends):
        says = SAYS_IT.match(text, at, end)
        if says is not None and (" " not in owner.said or owner.how is How.STANDS or kinds_of(owner.said)):
            ends.append((says.end(), owner))
    verbs = (VERB, ACTION) if counted(figure) else (VERB,)
    ends.sort(key=lambda pair: pair[0])
    doing = [owner for at, owner in ends if any(verb.match(text, at, end) for verb in verbs)]
    return doing[-1] if doing else None


def _it(figure: Figure, story: Story) -> Owner | None:
    """What "it" does: the thing that the sentence before in the paragraph begins with."""
    start = figure.passage.span.start
    pronoun = IT.match(story.document.text, start, figure.span.start)
    source = None if pronoun is None else story.before(figure.passage)
    if pronoun is None or source is None or not VERB.match(story.document.text, pronoun.end(), figure.span.start):
        return None
    named = story.things.inside(source.span.start, source.span.end)
    if not named or named[0].start - source.span.start > len("The "):
        return None
    if OWNING.match(story.document.text, named[0].end):
        return None
    return Owner(named[0].name, How.STANDS, pronoun[0], source, named[0].printed)


def _firm(figure: Figure, story: Story) -> Owner | None:
    """The company that tells of its own business: "Norden Group | said | revenue rose"."""
    if head(figure.measure or "") not in ACCOUNTS:
        return None
    text, start, end = story.document.text, figure.passage.span.start, figure.span.start
    firms = [thing for thing in story.things.inside(start, end) if "company" in thing.kinds]
    if len({thing.name.key for thing in firms}) != 1 or not SAID.match(text, firms[-1].end, end):
        return None
    return by_name(firms[-1])


def _carried(
    figures: Sequence[Figure], found: Mapping[Figure, Found], said: Mapping[Figure, Owner], story: Story
) -> Iterator[tuple[Figure, Owner]]:
    """Owners of figures whose sentence is silent: those of the same measure before, if they have one owner alone.

    In the same paragraph that is enough; from further back only where the sentence names nothing else.
    """
    before: dict[Concept, list[tuple[Figure, Owner]]] = {}
    for figure in sorted(figures, key=lambda one: one.span):
        owner = said.get(figure)
        concept = concept_of(figure.measure or "", figure.quantity.unit, owner.name.key if owner else frozenset())
        if owner is not None:
            before.setdefault(concept, []).append((figure, owner))
        elif found[figure].silent:
            if "bilateral" in concept.words and (pair := _pair("bilateral", story)) is not None:
                yield figure, pair
                continue
            earlier = _one_owner(figure, before.get(concept, ()), story) or _its(figure, said, story)
            if earlier is not None:
                yield figure, earlier


def _its(figure: Figure, said: Mapping[Figure, Owner], story: Story) -> Owner | None:
    """Of whose things it is a share, where the sentence before tells of one alone: "13% of | its | electricity"."""
    pronoun = OF_ITS.match(story.document.text, figure.span.end, figure.passage.span.end)
    source = story.before(figure.passage)
    if pronoun is None or source is None or story.things.inside(figure.passage.span.start, figure.span.start):
        return None
    told = [owner for one, owner in said.items() if one.passage.span == source.span]
    if len({owner.name.key for owner in told}) != 1:
        return None
    return Owner(told[0].name, How.STANDS, pronoun[0].split()[1], source, told[0].printed)


def _one_owner(figure: Figure, before: Sequence[tuple[Figure, Owner]], story: Story) -> Owner | None:
    """The one owner of the figures before, in the paragraph if there are any; the one that the sentence names."""
    block, span = story.block(figure.span.start), figure.passage.span
    named = {thing.name.key for thing in story.things.inside(span.start, span.end)}
    near = [pair for pair in before if pair[0].span.start >= block]
    fitting = near or [pair for pair in before if named <= {pair[1].name.key}]
    if len({owner.name.key for _, owner in fitting}) != 1:
        return None
    source, owner = fitting[-1]
    return Owner(owner.name, How.CARRIED, owner.name.shown, source.passage)
