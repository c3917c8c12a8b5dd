"""Named things of a document and what kind each is: what "the corridor", "this port", "the company" may stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from briefgen.evidence.aliases import NAME, Key, Name, Names, inner, key_of
from briefgen.evidence.countries import country_of, is_country
from briefgen.evidence.routes import END, ENDS, called
from briefgen.evidence.words import KIND_OF, KINDS, content_words, one_phrase
from briefgen.model import BlockKind, Document, Reading, Sentence, Span

NOUNS = "|".join(sorted(KIND_OF, key=lambda noun: (-len(noun), noun)))
FIRM = frozenset(
    {"inc", "ltd", "plc", "corp", "ag", "sa", "nv", "se", "gmbh", "llc", "co", "oyj", "asa"}
    | {"holding", "group", "airline", "motor", "shipping"}
)
"""Last words of the name of a company, without plural endings (English and legal forms)."""
PLAIN = rf"(?:\b(?:{NOUNS})[ \u00a0]of[ \u00a0](?:the[ \u00a0])?)?"
"""A noun in small letters that begins a name: "port of Lindholm"."""
NO_KIND = (
    "of|at|for|in|with|from|to|on|by|and|or|as|the|an?|its|new|old|is|was|has|had|that|who|will|may|can|could|would|must|"
    "saw|ran|won|built|sold|bought|spent|sent|put|cut|led|left|lost|met|paid|made|held|kept|took|gave|got|hit|set|drew"
)
"""Words that say of no thing which kind it is: "Lindholm saw | hospital admissions rise" (English)."""
KIND = rf"(?!(?:{NO_KIND})\b)[a-z]+(?<!ed)(?<!ing)(?<!s)(?<!ly)[ \u00a0]"
"""A plain word before a noun that says of which kind the thing is: "power" of "Quarford power plant" (English)."""
COMPOUNDS = (
    r"(?!(?:hospital[ \u00a0](?:admission|bed|stay|visit|discharge|wait)|factory[ \u00a0](?:output|order|job)|"
    r"road[ \u00a0](?:death|accident|casualt|fatalit)|farm[ \u00a0](?:income|output|export|subsid)|"
    r"bank[ \u00a0](?:lending|loan|deposit)|company[ \u00a0](?:profit|insolvenc|failure)))"
)
"""No name of a thing, but a place and what is measured there: "Chile | road deaths" (English)."""
THING = re.compile(rf"({PLAIN}{NAME})((?:[ \u00a0][(][A-Z][\w.&–-]*[)])?[ \u00a0]{COMPOUNDS}(?:{KIND})?(?:{NOUNS})\b)?")
"""A name, with the noun in small letters that completes it: "Lindholm harbour", "port of Lindholm", "Amber Line (AL)
railway"."""
SITED = (
    "port harbour harbor airport plant factory refinery smelter mine station hospital university stadium museum dam "
    "reactor terminal"
)
"""Nouns of things that a place has one of, where an article says so (English)."""
PLACED = re.compile(
    rf"\b[Tt]he[ \u00a0]((?:{KIND})?(?:{'|'.join(SITED.split())}))[ \u00a0](?:at|in|near|outside)[ \u00a0]({NAME})"
)
"""A thing that is named by where it is: "the power plant at Lindholm"."""
BORDERS = "of|at|for|in|with|from|to|on|by|and|who|which|that|is|was|has"
"""Words that no apposition has in front of its noun (English)."""
DESCRIBED = re.compile(
    rf",[ \u00a0](?:an?|the|\w+['’]s)[ \u00a0](?:(?!(?:{BORDERS})\b)[\w’'-]+[ \u00a0]){{0,5}}?"
    rf"({NOUNS})\b(?=[,.;:)]|$|[ \u00a0](?:{BORDERS})\b)"
)
"""What a name is, in an apposition behind it: ", a shipping company"."""
INTRODUCED = re.compile(rf"\b({NOUNS})[ \u00a0]$")
"""What a name is, right before it: "carrier Norden"."""
COMPANY = "company"
FIRMS = frozenset({"company", "firm", "group"})
"""Nouns that any company is called by; "the airline" is one that was called so (English)."""
BODIES = frozenset({COMPANY, "bank", "fund", "union", "country"})
"""Kinds of which long documents name several in turn, each for a while."""
NEAR = 1500
"""Characters before a noun of these kinds within which its thing must be named: some ten sentences."""
WIDE = {
    "route": frozenset({"way", "road", "railway", "pipeline", "canal"}),
    "link": frozenset({"way", "road", "railway", "pipeline", "cable", "bridge"}),
    "line": frozenset({"railway", "pipeline"}),
    "conduit": frozenset({"pipeline", "way"}),
}
"""Nouns that things of several kinds are called by (English)."""
NUMBERED = re.compile(r"^\w?$|\d\w*$")
"""No name: one letter, or what ends with a number ("CO2", "N5bn")."""
FOLLOWED = re.compile(r"[ \u00a0]?\d|[$€£¥]")
"""Behind what is no name: "Rs | 500", "Category | 3", "US | $5 billion"."""
MEASURED = re.compile(r"\d[ \u00a0-]?$")
"""Before what is no name: the short form of a unit, "990 | MW"."""
POINTED = re.compile(
    r"(?:\b(?:this|these|such)|"
    r"(?:(?<![a-z,][ \u00a0])|(?<=\b(?:of|in|on|at|to|by)[ \u00a0])|(?<=\b(?:for|via|and|but)[ \u00a0]))that)"
    r"[ \u00a0](?!(?:the|an?)\b)(?:\w+[ \u00a0]){0,2}$",
    re.IGNORECASE,
)
"""Before words that stand for a name: "this busy | Nordic link", but "said that the | Nordic link" (English)."""
PAIR = re.compile(rf"({NAME})[ \u00a0]and[ \u00a0](?:the[ \u00a0])?({NAME})")
"""Two names side by side."""
QUOTES = frozenset("“\"‘'(")
HYPHEN = re.compile(r"[–-]")


ACTING = re.compile(
    r"[ \u00a0](?:reported|posted|recorded|registered|exported|imported|produced|handled|generated|put|saw|raised|"
    r"ran|closed|ended|collected|owed|paid|shipped|burned|consumed|"
    r"earned|sold|bought|spent|invested|employs|plans|aims|expects|has|had|is|was)\b"
)
"""What a name at the head of a sentence does (English); a plural noun may do it too, and is told by its "s"."""


class Place(Struct, frozen=True):
    """A named thing where it stands in a document."""

    start: int
    """Offset of its name."""
    end: int
    """Offset behind it."""
    name: Name
    """What it is called."""
    printed: str
    """As it stands there."""
    kinds: frozenset[str]
    """What kinds of things it is, as far as the words tell: keys of `KINDS`, and nouns that it is described by."""
    opening: bool = False
    """A single word that may have its capital from the start of a sentence."""


class Things(Struct, frozen=True):
    """The named things of one document in order."""

    places: tuple[Place, ...]
    starts: tuple[int, ...]
    """The places' starts."""
    pair: Name | None
    """The two countries that the document is about, where it names one pair more often than any other."""

    def stands_for(self, noun: str, at: int, block: int) -> Place | None:
        """The last place of the one thing that a noun fits and that is named before `at`; None where two compete.

        Where the document names several, the paragraph that starts at `block` decides, if it names one of them only.
        """
        kind = KIND_OF[noun]
        kinds = WIDE.get(noun) or frozenset({noun if kind == COMPANY and noun not in FIRMS else kind})
        first = bisect_left(self.starts, at - NEAR) if kind in BODIES else 0
        before = [place for place in self.places[first : bisect_left(self.starts, at)] if kinds & place.kinds]
        if len({place.name.key for place in before}) > 1:
            before = [place for place in before if place.start >= block]
        return before[-1] if len({place.name.key for place in before}) == 1 else None

    def inside(self, start: int, end: int) -> tuple[Place, ...]:
        """The things named between two offsets."""
        return self.places[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


@cache
def kinds_of(name: str) -> frozenset[str]:
    """The kinds that the words of a name say."""
    front = re.split(r"\sof\s", name, maxsplit=1)[0]
    parts = (front, name, one_phrase(name))
    found = {KIND_OF[word] for part in parts if (word := _last(part)) in KIND_OF}
    if _last(name) in FIRM:
        found.add("company")
    if is_country(name):
        found.add("country")
    return frozenset(found)


def _last(name: str) -> str:
    """The last word of a name, without case and plural ending."""
    words = content_words(name)
    return words[-1] if words else ""


def things_of(document: Document, reading: Reading, names: Names) -> Things:
    """The named things of a document's paragraphs; those of headlines are set in capitals for no reason of theirs."""
    body = [sentence for sentence in reading.sentences if sentence.kind is BlockKind.PARAGRAPH]
    numbers = sorted(figure.span for figure in reading.figures)
    named = (place for sentence in body for place in _in_sentence(document, sentence, names))
    found = _without_openings(sorted((one for one in named if not _in_number(one, numbers)), key=lambda one: one.start))
    told: dict[Key, set[str]] = {}
    for place in found:
        told.setdefault(place.name.key, set()).update(place.kinds)
    places = tuple(
        Place(place.start, place.end, place.name, place.printed, frozenset(told[place.name.key])) for place in found
    )
    return Things(places, tuple(place.start for place in places), _pair(body, found))


def _in_number(place: Place, numbers: Sequence[Span]) -> bool:
    """Whether a name is a part of a number: "US" of "US$5", "MW" of "990 MW"."""
    at = bisect_left(numbers, place.end, key=lambda span: span.start)
    return at > 0 and numbers[at - 1].end > place.start


def _without_openings(found: Sequence[Place]) -> list[Place]:
    """The places but for single words that have their capital from the start of a sentence."""
    sure = {place.name.key for place in found if not place.opening}
    return [place for place in found if not place.opening or place.name.key in sure]


def _routes(document: Document, sentence: Sentence, names: Names) -> list[Place]:
    """The routes that a sentence names by their ends."""
    span, found = sentence.passage.span, list[Place]()
    for pattern in (ENDS, END):
        for match in pattern.finditer(document.text, span.start, span.end):
            if not any(place.start < match.end() and match.start() < place.end for place in found):
                route = called(match)
                name = names.of(route.name, document.id)
                kinds = route.kinds & name.key or route.kinds
                found.append(Place(match.start(), match.end(), name, route.name, kinds))
    return found


def _in_sentence(document: Document, sentence: Sentence, names: Names) -> Iterator[Place]:
    """The named things of a sentence, with the kinds that its words tell; no place is one that only ends a route."""
    routes = _routes(document, sentence, names)
    single = (one for one in _single(document, sentence, names) if not any(_within(one, route) for route in routes))
    yield from sorted([*routes, *single], key=lambda place: place.start)


def _within(place: Place, route: Place) -> bool:
    return place.start < route.end and route.start < place.end


def _single(document: Document, sentence: Sentence, names: Names) -> Iterator[Place]:
    """The things of a sentence that have a name of their own."""
    text, span = document.text, sentence.passage.span
    placed = [_placed(match, document, names) for match in PLACED.finditer(text, span.start, span.end)]
    yield from placed
    for match in THING.finditer(text, span.start, span.end):
        inside = any(place.start <= match.start() < place.end for place in placed)
        if inside or NUMBERED.search(match[1]) or FOLLOWED.match(text, match.end()):
            continue
        if match[1].isalpha() and len(match[1]) <= UNIT and MEASURED.search(text, span.start, match.start()):
            continue
        printed = inner(match[1])
        start = match.end(1) - len(printed)
        printed += re.sub(r"[ \u00a0][(][^)]*[)]", "", match[2] or "").replace("\u00a0", " ")
        if printed.rpartition(" ")[2].islower() and POINTED.search(text, span.start, start):
            continue
        name = country_of(printed) or names.of(printed, document.id)
        kinds = set(kinds_of(printed) | kinds_of(name.shown))
        behind = DESCRIBED.match(text, match.end(), span.end)
        before = INTRODUCED.search(text, max(span.start, start - 20), start)
        nouns = {noun[1].lower() for noun in (behind, before) if noun}
        kinds.update(nouns, (KIND_OF[noun] for noun in nouns))
        first = not re.search(r"\w", text[span.start : start]) or text[start - 1] in QUOTES
        alone = " " not in printed and name.key == key_of(printed) and not kinds and not printed.isupper()
        plural = printed.endswith("s") and not printed.endswith("ss")
        alone = alone and (plural or not ACTING.match(text, match.end()))
        if all(word in KINDS for word in name.key):
            continue
        yield Place(start, match.end(), name, printed, frozenset(kinds), opening=first and alone)


def _placed(match: re.Match[str], document: Document, names: Names) -> Place:
    """A thing that is named by where it is."""
    called = f"{match[2]} {match[1]}"
    return Place(match.start(1), match.end(), names.of(called, document.id), match[0], kinds_of(called))


def _pair(body: Sequence[Sentence], found: Sequence[Place]) -> Name | None:
    """The two countries that are named side by side most often, among equals those named most; None where some tie."""
    alone = Counter(place.name.key for place in found)
    counts = Counter(pair for sentence in body for pair in _side_by_side(sentence.passage.quote))
    ranked = sorted(((count, sum(alone[end.key] for end in pair), pair) for pair, count in counts.items()), key=_rank)
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return None
    one, other = ranked[0][2]
    return Name(one.key | other.key, f"{one.shown}–{other.shown}")


def _rank(counted: tuple[int, int, tuple[Name, Name]]) -> tuple[int, int, str]:
    """Sorts the pair that is named most first."""
    together, alone, (one, other) = counted
    return -together, -alone, one.shown + other.shown


def _side_by_side(sentence: str) -> Iterator[tuple[Name, Name]]:
    """Two countries joined by "and" or a dash, in the order of the alphabet."""
    dashed = (HYPHEN.split(match[0]) for match in re.finditer(NAME, sentence))
    joined = [match.groups() for match in PAIR.finditer(sentence)]
    for ends in (*joined, *(tuple(ends) for ends in dashed if len(ends) == TWO)):
        one, other = (country_of(end) if is_country(end) else None for end in ends)
        if one is not None and other is not None and one != other:
            yield (one, other) if one.shown < other.shown else (other, one)


TWO = 2
"""Ends of a pair."""
UNIT = 3
"""Letters of the short form of a unit at most."""
