"""What one document says to have happened and another one denies, in the same verb: "recognised", "has not recognised".

The verbs are open: those that some sentence denies are looked for in all others. What they are said of, and who does
it, must not tell the two apart (`tellings`). The words are English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefgen.evidence.claims.clauses import mood_at, named_beside, object_of, said_of, subject_of
from briefgen.evidence.claims.joining import both_sides, joined
from briefgen.evidence.claims.lists import ARTICLES, set_of
from briefgen.evidence.claims.matters import Matter, alike, called, matter_of
from briefgen.evidence.claims.moods import Mood, is_passive
from briefgen.evidence.claims.tellings import Line, Told, days_later, differently_decided, lines_of, one_matter, told_at
from briefgen.evidence.claims.wordings import IRREGULAR
from briefgen.evidence.likeness import stem
from briefgen.evidence.origins import published
from briefgen.evidence.told import related, tell
from briefgen.messages import N_
from briefgen.model import Document, Passage, Reading, Relation, RelationType

SAMPLE = 8
"""Sentences of one verb and name that are compared: the work stays linear."""
LONG = 180
"""Days from which what is denied is another time than what happened then."""
DENIED = re.compile(
    r"\b(?:(?:has|have|had|was|were|is|are|did|does|do)(?:n['’]t| not| never)|(?:has|have) (?:never|yet to))"
    r"(?: \w+ly| yet| been| ever| be| even)* (?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
"""A verb that is denied in so many words."""
ABOUT = re.compile(
    r"\b(?P<how>den(?:y|ied|ies)|admit(?:s|ted)?|confess(?:ed|es) to) (?:having )?(?P<verb>[a-z]+(?:ing|ed))\b"
)
"""What somebody admits or denies to have done."""
PAST = re.compile(
    r"\b(?:[a-z]+ed|" + "|".join(sorted({form for forms in IRREGULAR.values() for form in forms})) + r")\b"
)
"""Past forms and participles."""
BASE_OF = {form: verb for verb, forms in IRREGULAR.items() for form in forms}
PLAIN = set_of(
    """be been have had do done go gone come make made take get see say said know want need expect seem become give call
    tell ask think believe plan include involve comment respond reply answer specify explain elaborate add happen mean
    affect reach receive rule use find show remain change increase rise fall grow name set put lead hear write"""
)
"""Verbs that news denies of anything, and that tell little."""


class Happened(Struct, frozen=True):
    """A verb of a clause."""

    verb: str
    """Without its ending."""
    so: bool
    """It has happened; else that is denied."""
    firm: bool
    """It is denied for good: not only "not yet"."""
    told: Told
    """What it is said of."""
    doer: Matter | None
    """Who does it, if the clause says so and it is said of another."""


def denied_happenings(
    documents: Sequence[Document], readings: Sequence[Reading], opening: frozenset[str]
) -> Iterator[Relation]:
    """A card for each happening that is told and denied; readings in order, `opening` from `parties`."""
    by_id = {document.id: document for document in documents}
    newest = max((day for document in documents if (day := published(document))), default=None)
    lines = [line for own in readings for line in lines_of(own, by_id[own.document_id], opening, newest)]
    denied = [one for line in lines for one in _denied_in(line)]
    verbs = frozenset(one.verb for one in denied)
    told = [*denied, *(one for line in lines for one in _told_in(line, verbs))]
    index: dict[tuple[str, str, bool], list[int]] = {}
    pairs: set[tuple[int, int]] = set()
    for place, one in enumerate(told):
        for name in sorted(one.told.names):
            against = index.get((one.verb, name, not one.so), ())
            pairs.update((other, place) for other in against if _differ(told[other], one))
            same = index.setdefault((one.verb, name, one.so), [])
            if len(same) < SAMPLE:
                same.append(place)
    both = _settled(told)
    kept = [pair for pair in sorted(pairs) if not any(_key(told[place]) in both for place in pair)]
    for group in joined(kept):
        yield _relation([(told[one], told[other]) for one, other in group])


def _key(one: Happened) -> tuple[str, str]:
    return (one.told.passage.document_id, one.verb)


def _settled(told: Sequence[Happened]) -> frozenset[tuple[str, str]]:
    """Documents that tell a verb both ways: they know what is denied of what."""
    sides: dict[tuple[str, str], set[bool]] = {}
    for one in told:
        sides.setdefault(_key(one), set()).add(one.so)
    return frozenset(key for key, said in sides.items() if len(said) > 1)


def verb_of(form: str) -> str:
    """A verb without its ending: "stolen", "steals", "stealing" → "steal"."""
    small = form.casefold()
    return stem(BASE_OF.get(small, small))


def _denied_in(line: Line) -> Iterator[Happened]:
    """The verbs that a sentence denies."""
    quote = line.passage.quote
    for match in DENIED.finditer(quote):
        firm = " yet" not in match[0]
        yield from _happened(line, match.start("verb"), match.end("verb"), so=False, firm=firm)
    for match in ABOUT.finditer(quote):
        if match["how"].startswith("den"):
            yield from _happened(line, match.start("verb"), match.end("verb"), so=False, firm=True)
    for match in PAST.finditer(quote):
        if mood_at(quote, match.start(), finite=True, passing=True) is Mood.NOT and not DENIED.search(quote):
            yield from _happened(line, match.start(), match.end(), so=False, firm=True)


def _told_in(line: Line, verbs: frozenset[str]) -> Iterator[Happened]:
    """The verbs of a list that a sentence tells to have happened."""
    quote = line.passage.quote
    for match in PAST.finditer(quote):
        word = quote[: match.start()].rstrip().rpartition(" ")[2].casefold()
        if word in ARTICLES or verb_of(match[0]) not in verbs:
            continue
        if mood_at(quote, match.start(), finite=True, passing=True) is Mood.SO:
            yield from _happened(line, match.start(), match.end(), so=True, firm=True)
    for match in ABOUT.finditer(quote):
        if not match["how"].startswith("den") and verb_of(match["verb"]) in verbs:
            yield from _happened(line, match.start("verb"), match.end("verb"), so=True, firm=True)


def _happened(line: Line, start: int, end: int, *, so: bool, firm: bool) -> Iterator[Happened]:
    """A verb with what it is said of and who does it; nothing where it tells little, or of nothing."""
    quote = line.passage.quote
    form = quote[start:end].casefold()
    if not form.endswith("ing") and {BASE_OF.get(form, form), form.removesuffix("ed"), form.removesuffix("d")} & PLAIN:
        return
    region, first = said_of(quote, start, end)
    told = told_at(line, start, end, region, first=first)
    doer = None
    if not is_passive(quote[:start]) and object_of(quote, end):
        front, opens = subject_of(quote, start)
        doer = matter_of(front, line.opening, first=opens)
    names = told.names | named_beside(quote, start, end, line.opening)
    if names and (told.matter.head or told.matter.names):
        yield Happened(verb_of(form), so, firm, told, doer)


def _differ(one: Happened, other: Happened) -> bool:
    """One happening of one matter in two documents."""
    left, right = one.told, other.told
    done, short = (left, right) if one.so else (right, left)
    if left.passage.document_id == right.passage.document_id or days_later(done, short) > LONG:
        return False
    if one.doer and other.doer and not _may_be_one(one.doer, other.doer):
        return False
    return one_matter(left, right) and not differently_decided(left, right, several=True)


def _may_be_one(one: Matter, other: Matter) -> bool:
    """Nothing tells two who do it apart."""
    ours, theirs = one.names | one.behind, other.names | other.behind
    return alike(one, other) or not (ours and theirs) or bool(ours & theirs)


def _relation(pairs: Sequence[tuple[Happened, Happened]]) -> Relation:
    """The card for one happening: who denies it first."""
    short = [pair[pair[0].so] for pair in pairs]
    done = [pair[not pair[0].so] for pair in pairs]
    shown = called((short[0].told.matter.shown, done[0].told.matter.shown))
    overtaken = all(not one.firm and days_later(one.told, two.told) > 0 for one, two in zip(short, done, strict=True))
    message = (
        N_("What one passage tells of “%(matter)s” the other says has not happened: the younger document goes further.")
        if overtaken
        else N_(
            "What one passage tells of “%(matter)s” the other says has not happened: only one of them can be right."
        )
    )
    sides: list[list[Passage]] = [[one.told.passage for one in side] for side in (short, done)]
    return related(
        RelationType.SUPERSEDED if overtaken else RelationType.STATUS_CONFLICT,
        (),
        both_sides(*sides),
        tell(message, matter=shown),
    )
