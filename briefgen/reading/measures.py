"""What is measured, and of what.

First the measures that the topics follow: one whose terms and aliases stand by the quantity and whose unit agrees
gives the figure its name. Else the noun phrase of the text, normalised (`nouns.py`), so that two mentions of one thing
share a measure. Where neither is sure, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.model import BlockKind, Document, Kind, Measure, Span, Topic
from briefgen.reading import complements, dealings, nouns, openings, patterns, tables, units
from briefgen.reading.parts import Line, Mention
from briefgen.reading.patterns import Pattern
from briefgen.reading.same import Same

WINDOW = 700
"""Characters on either side of a quantity that are looked at: longer than any sentence that a reader would follow."""

NEAR = 30
"""Characters within which one term is as close to a quantity as another: "cargo" in "cargo turnover of"."""

DEFAULT = "en"
"""The language of a document that tells none."""
CARRIED = 3
"""Sentences that a name may be carried over in its own block without being taken up in words."""


class Rules(Struct, frozen=True, eq=False):
    """The words and patterns of a language (`measures.toml` says what each is for)."""

    plural: str
    plural_endings: tuple[str, ...]
    clause: Pattern
    taken_up: Pattern
    tie: Pattern
    led: Pattern
    beside: Pattern
    exceeds: Pattern
    set_against: Pattern
    converted: Pattern
    giver: Pattern
    short_form: Pattern
    also_known: Pattern
    listed_part: Pattern
    """Between two shares of one whole, with the noun of the second: " of the harvest and | barley |"."""
    as_many: Pattern
    """Behind a multiple, what was counted in front of it is compared: "twice | as many as"."""


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of a language, made once from its table."""
    table = tables.load(language, "measures")
    return Rules(
        plural=table["plural"], plural_endings=tuple(table["plural_endings"]), **patterns.of(language, "measures")
    )


class Named(Struct, frozen=True, gc=False):
    """What a quantity measures."""

    measure: str | None
    """The configured name, or the noun phrase of the text in normal form."""
    subject: str | None
    """Of what: a named route, country, company."""
    scope: str | None
    """How the text delimits it: capacity, a pipeline."""


class AnyOf(Struct, frozen=True, eq=False):
    """A pattern for any of some words. Each equals only itself, so that what a text holds of it is quickly recalled."""

    pattern: re.Pattern[str]
    pieces: frozenset[str]
    """The longest run of letters of each of the words, in lower case: what a text without any of them cannot have."""


class Followed(Struct, frozen=True):
    """A configured measure, compiled."""

    measure: Measure
    terms: AnyOf
    aliases: AnyOf | None
    """Any of its names."""
    names: AnyOf | None
    """Those with a capital. "The corridor" is its name only in a document that has one of these."""


class Fit(Struct, frozen=True, gc=False):
    """How well a measure fits a quantity; the smallest is taken."""

    carried: int
    """Sentences that its name was carried over."""
    clauses: int
    """Clause borders between its term and the quantity."""
    distance: int
    """Characters between them."""
    order: int
    """Its place in the configuration: the precise ones stand first."""

    def key(self) -> tuple[int, int, int, int, int]:
        """What is compared: a term close by, then a name close by, then the finer differences."""
        return self.clauses, self.distance // NEAR, self.carried, self.distance, self.order


def names(
    document: Document, lines: Sequence[Line], index: int, mentions: Sequence[Mention], followed: Book
) -> list[Named]:
    """What each figure of a sentence measures; two that are set beside each other measure the same."""
    found = [name(document, lines, index, mention, followed) for mention in mentions]
    for at in range(len(mentions) - 1):
        left, right = mentions[at], mentions[at + 1]
        if right.kind is Kind.MULTIPLE and (
            nouns.empty(found[at + 1].measure, followed.language) or as_many(document.text, left, right, followed.words)
        ):
            found[at + 1] = replace(found[at + 1], measure=found[at].measure, subject=found[at].subject)
        if (part := part_of_whole(document.text, left, right, followed.words)) is not None:
            found[at + 1] = replace(found[at + 1], measure=part)
            continue
        if compared(document.text, left, right, followed.words):
            if found[at].measure is not None:
                found[at + 1] = replace(found[at + 1], measure=found[at].measure, subject=found[at].subject)
            continue
        if not tied(document.text, left, right, followed.words):
            continue
        near = right.span.start - left.span.end <= BESIDE and left.quantity.unit == right.quantity.unit
        near = near or led(document.text, left, right, followed.words)
        if found[at].measure is not None and (near or found[at + 1].measure is None):
            found[at + 1] = replace(found[at + 1], measure=found[at].measure, subject=found[at].subject)
        elif found[at].measure is None and found[at + 1].measure is not None:
            found[at] = replace(found[at], measure=found[at + 1].measure, subject=found[at + 1].subject)
    return parts_of_a_sum(document.text, mentions, found, followed.words)


def part_of_whole(text: str, left: Mention, right: Mention, words: Rules) -> str | None:
    """The noun of a share in a list of shares, which the one in front of it is not of: "wheat 74% and barley | 15%"."""
    if left.kind is not Kind.SHARE or right.kind is not Kind.SHARE:
        return None
    listed = words.listed_part.fullmatch(text, left.span.end, right.span.start)
    return listed["part"] if listed else None


def as_many(text: str, left: Mention, right: Mention, words: Rules) -> bool:
    """Whether a multiple behind a comma is of what the figure in front of it counts: ", twice as many as in April"."""
    between = text[left.span.end : right.span.start]
    beside = len(between) <= COMPARED and between.rstrip().endswith(",")
    return left.kind in AMOUNTS and beside and words.as_many.match(text, right.span.end) is not None


def parts_of_a_sum(text: str, mentions: Sequence[Mention], found: list[Named], words: Rules) -> list[Named]:
    """The amounts of a list by who gives them share a name: "$6m is provided by the bank and $4m by the state"."""
    given: tuple[str, str, Named] | None = None
    for at, mention in enumerate(mentions):
        unit = mention.quantity.unit
        giver = words.giver.match(text, mention.span.end) if unit and CURRENCY.fullmatch(unit) else None
        if giver is None or unit is None:
            continue
        if found[at].measure is None and given is not None and given[:2] == (giver[1], unit):
            found[at] = replace(found[at], measure=given[2].measure, subject=given[2].subject)
        given = (giver[1], unit, found[at]) if found[at].measure is not None else None
    return found


def tied(text: str, left: Mention, right: Mention, words: Rules) -> bool:
    """Whether two figures are two values of one thing, or a change and its outcome: "rose 8% to 5", "5, up from 4"."""
    gap = text[left.span.end : right.span.start]
    if led(text, left, right, words):
        return True
    if len(gap) > TIED or words.tie.fullmatch(gap) is None:
        return False
    return left.quantity.unit == right.quantity.unit or left.kind in (Kind.CHANGE, Kind.INCREMENT)


def compared(text: str, left: Mention, right: Mention, words: Rules) -> bool:
    """Whether the second figure is the first one at another time or in another unit, and nothing else is named.

    "4 million tons of cargo in the first half, up from 3 million"; "€1 billion, or about $1.1 billion".
    """
    start, end = left.span.end, right.span.start
    if end - start > COMPARED or left.kind not in AMOUNTS or right.kind not in AMOUNTS:
        return False
    bare = left.kind is right.kind is Kind.COUNT and right.quantity.unit is None
    if bare or (left.quantity.unit == right.quantity.unit and left.quantity.unit is not None):
        return words.set_against.fullmatch(text, start, end) is not None
    return of_one_dimension(left, right) and words.converted.fullmatch(text, start, end) is not None


def of_one_dimension(left: Mention, right: Mention) -> bool:
    """Whether two figures are both money, or both of one physical dimension, in different units."""
    one, other = left.quantity.unit, right.quantity.unit
    if one is None or other is None or one == other:
        return False
    if CURRENCY.fullmatch(one) and CURRENCY.fullmatch(other):
        return True
    counted = one.startswith("count:") or other.startswith("count:") or one in RELATIVE or other in RELATIVE
    return not counted and units.dimension(one, DEFAULT)[0] == units.dimension(other, DEFAULT)[0]


def led(text: str, left: Mention, right: Mention, words: Rules) -> bool:
    """Whether the second figure is the change that led to the first one.

    "4 million tons in 2025, up 9%"; "4 million tons last year, 9% more than in 2024".
    """
    gap = text[left.span.end : right.span.start]
    if right.kind is not Kind.CHANGE or left.kind not in AMOUNTS:
        return False
    if words.led.fullmatch(gap):
        return True
    return words.beside.fullmatch(gap) is not None and words.exceeds.match(text, right.span.end) is not None


AMOUNTS = (Kind.LEVEL, Kind.COUNT, Kind.SHARE)
"""What a change behind it may have led to."""
BESIDE = 12
"""Characters between two values of one thing behind its verb: "raised its price target to €10 from €9.20"."""
COMPARED = 110
"""Characters between a figure and the one that it is expressly compared with."""
TIED = 40
"""Characters between two figures of one thing."""


def name(
    document: Document, lines: Sequence[Line], line_index: int, mention: Mention, topics: Sequence[Topic] | Book
) -> Named:
    """What `mention` measures, in the sentence at `line_index` of `document`.

    The topics may be made into a `book` beforehand, which many mentions can share.
    """
    language = document.language or DEFAULT
    known = topics if isinstance(topics, Book) else book(topics, language)
    text, sentence = document.text, lines[line_index].span
    near = window(sentence, mention.span)
    scope = nouns.scope(text, near, mention.span, language) if tables.knows(language, "measures") else None
    best: tuple[Fit, Measure] | None = None
    back = nouns.points_back(text, near, mention.span, language)
    relative = mention.kind in (Kind.CHANGE, Kind.MULTIPLE)
    rivals = known.rivals(mention.quantity.unit, relative=relative)
    for order, followed in rivals.measures if back or rivals.told(text, near) else ():
        fit = fitted(document, lines, line_index, near, mention, followed, order, known.words, back=back)
        if fit is not None and (best is None or fit.key() < best[0].key()):
            best = fit, followed.measure
    if best is not None:
        return Named(best[1].name, own_name(best[1]), scope)
    if not tables.knows(language, "measures"):
        return Named(None, None, None)
    earlier = (
        lines[line_index - 1].span if line_index and lines[line_index - 1].block == lines[line_index].block else None
    )
    site = nouns.site_of(text, near, mention, language, sentence)
    dealt = complements.phrase(site, language) or dealings.phrase(site)
    measure, subject = dealt or nouns.phrase(text, near, mention, earlier, language, sentence)
    for followed in rivals.called(measure):
        if named_back(document, lines, line_index, near, followed, known.words) is not None:
            return Named(followed.measure.name, own_name(followed.measure), scope)
    return Named(measure, subject, scope)


def own_name(measure: Measure) -> str | None:
    """Whose a configured measure is: the first of its aliases that is a name. One name for all its figures."""
    return next((alias.removesuffix("*") for alias in measure.aliases if alias[:1].isupper()), None)


def window(sentence: Span, place: Span) -> Span:
    """The part of a sentence that is looked at."""
    return Span(max(sentence.start, place.start - WINDOW), min(sentence.end, place.end + WINDOW))


class Rivals(Struct, frozen=True):
    """The measures that a quantity may be of by its unit."""

    measures: tuple[tuple[int, Followed], ...]
    """With their places in the configuration."""
    terms: re.Pattern[str] | None
    """Any term of any of them."""

    def called(self, phrase: str | None) -> tuple[Followed, ...]:
        """The measures of which the noun phrase that the text makes of a quantity has a term.

        "The budget closed the year with a gap of 5 million" tells a budget gap, though no such words stand in it.
        """
        if phrase is None or self.terms is None or self.terms.search(phrase) is None:
            return ()
        return tuple(followed for _, followed in self.measures if followed.terms.pattern.search(phrase))

    def told(self, text: str, near: Span) -> bool:
        """Whether a term of any of them stands by a quantity. Mostly none does, and no more is to be done."""
        return self.terms is not None and self.terms.search(text, near.start, near.end) is not None


class Book(Struct, frozen=True):
    """The measures of a set of topics, and which of them each unit may be of, found out at its first figure."""

    measures: tuple[Followed, ...]
    language: str
    """That of the document."""
    words: Rules
    known: dict[tuple[str | None, bool], Rivals] = field(default_factory=dict)

    def rivals(self, unit: str | None, *, relative: bool) -> Rivals:
        """The measures whose dimension a quantity in `unit` has; `relative` for changes and multiples."""
        key = unit, relative
        if key not in self.known:
            fitting = tuple(
                (order, followed)
                for order, followed in enumerate(self.measures)
                if same_dimension(followed.measure.unit, unit, self.language, relative=relative)
            )
            terms = tuple(term for _, followed in fitting for term in followed.measure.terms)
            self.known[key] = Rivals(fitting, together(terms, self.words.plural) if terms else None)
        return self.known[key]


def book(topics: Sequence[Topic], language: str | None = DEFAULT) -> Book:
    """The measures of all topics in order, with the plurals of a language; of the default one where it has no table."""
    known = language if language and tables.knows(language, "measures") else DEFAULT
    made = compiled_once(Same(topics), known) if isinstance(topics, tuple) else compiled(tuple(topics), known)
    return Book(made, language or DEFAULT, rules(known))


@lru_cache(maxsize=16)
def compiled_once(topics: Same[tuple[Topic, ...]], language: str) -> tuple[Followed, ...]:
    """The measures of the very same topics, without a look at each of their terms."""
    return compiled(topics.value, language)


@lru_cache(maxsize=16)
def compiled(topics: tuple[Topic, ...], language: str) -> tuple[Followed, ...]:
    """The measures of all topics in order."""
    plural = rules(language).plural
    return tuple(
        Followed(
            measure,
            any_of(measure.terms, plural),
            any_of(measure.aliases, plural) if measure.aliases else None,
            any_of(proper(measure.aliases), plural) if proper(measure.aliases) else None,
        )
        for topic in topics
        for measure in topic.measures
        if measure.terms
    )


def proper(aliases: Sequence[str]) -> tuple[str, ...]:
    """The aliases that are names, not words that point to one."""
    return tuple(alias for alias in aliases if alias != alias.lower())


def any_of(entries: Sequence[str], plural: str) -> AnyOf:
    """`matcher` with what a text must have for it."""
    runs = (re.findall(r"[^\W\d_]+", entry.lower()) for entry in entries)
    return AnyOf(matcher(entries, plural), frozenset(max(words, key=len, default="") for words in runs))


def matcher(entries: Sequence[str], plural: str = "") -> re.Pattern[str]:
    """A pattern for any of the words; "*" stands for any ending, dashes and apostrophes for each other.

    Words in small letters may have the ending `plural`, a pattern.
    """
    ordered = sorted(entries, key=lambda entry: (-len(entry), entry))
    source = "|".join(pattern(entry, plural) for entry in ordered)
    return re.compile(rf"(?<!\w){openings.guarded(source)}(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=256)
def together(terms: tuple[str, ...], plural: str) -> re.Pattern[str]:
    """`matcher`, remembered from one document to the next."""
    return matcher(terms, plural)


def pattern(entry: str, plural: str) -> str:
    """The pattern of one entry."""
    body = re.escape(entry.removesuffix("*")).replace(r"\ ", r"\s+")
    body = re.sub(r"\\-|–|‑", "[-–‑]", body)
    body = re.sub(r"['’]", "['’]", body)
    ending = plural if entry[-1:].isalpha() and entry.islower() else ""
    return body + (r"\w*" if entry.endswith("*") else ending)


def same_dimension(unit: str | None, given: str | None, language: str, *, relative: bool) -> bool:
    """Whether a quantity in the unit `given` can be a level, change or multiple of a measure in `unit`."""
    if relative and given in RELATIVE:
        return True
    if unit is None or given is None:
        return unit is None
    if given == unit:
        return True
    if unit.startswith("count:") or given.startswith("count:"):
        return (
            unit.startswith("count:")
            and given.startswith("count:")
            and singular(unit, language) == singular(given, language)
        )
    if CURRENCY.fullmatch(unit) and CURRENCY.fullmatch(given):
        return True
    return units.dimension(unit, language)[0] == units.dimension(given, language)[0]


def singular(noun: str, language: str) -> str:
    """A counted noun without its plural ending."""
    for ending in rules(language).plural_endings:
        noun = noun.removesuffix(ending)
    return noun


RELATIVE = ("%", "pp", "bp", "x")
"""Units of changes, shares and multiples."""

CURRENCY = Pattern(r"[A-Z]{3}")
"""ISO 4217."""


def fitted(  # noqa: PLR0913 - the place of a quantity is all of these
    document: Document,
    lines: Sequence[Line],
    index: int,
    near: Span,
    mention: Mention,
    followed: Followed,
    order: int,
    words: Rules,
    *,
    back: bool,
) -> Fit | None:
    """How well a measure fits, or None: one of its terms and one of its names must be there or be taken up."""
    text = document.text
    place = closest(text, near, mention.span, followed.terms.pattern, words)
    lent = 0
    if place is None:
        if not back:
            return None
        earlier = previous(lines, index)
        if earlier is None or not lends(text, lines[earlier].span, followed.terms):
            return None
        place, lent = (1, WINDOW), 1
    carried = named_back(document, lines, index, near, followed, words)
    return None if carried is None else Fit(max(carried, lent), *place, order)


def named_back(  # noqa: PLR0913 - the place of a quantity is all of these
    document: Document, lines: Sequence[Line], index: int, near: Span, followed: Followed, words: Rules
) -> int | None:
    """How many sentences a name of a measure is carried over; 0 where it needs none, None where none is near."""
    if followed.aliases is None:
        return 0
    if followed.names is not None and not occurs(document.text, followed.names, words):
        return None
    return distance(document, lines, index, near, followed.aliases, words)


@lru_cache(maxsize=256)
def lends(text: str, earlier: Span, terms: AnyOf) -> bool:
    """Whether an earlier sentence has a term of a measure. All figures of the sentence behind it ask."""
    return terms.pattern.search(text, *limits(earlier)) is not None


def limits(span: Span) -> tuple[int, int]:
    """The end of a sentence that is looked at when a later one points back to it."""
    return max(span.start, span.end - 2 * WINDOW), span.end


def previous(lines: Sequence[Line], index: int) -> int | None:
    """The sentence before, in the same block or as the last one of the paragraph before."""
    return index - 1 if index and lines[index - 1].kind is BlockKind.PARAGRAPH else None


def closest(text: str, near: Span, place: Span, terms: re.Pattern[str], words: Rules) -> tuple[int, int] | None:
    """Clause borders and characters between a quantity and the nearest term, or None.

    A term behind the quantity must stand in the same part of the sentence.
    """
    best: tuple[int, int] | None = None
    for match in terms.finditer(text, near.start, near.end):
        if match.end() <= place.start:
            gap = text[match.end() : place.start]
        elif match.start() >= place.end:
            gap = text[place.end : match.start()]
            if "," in gap:
                break  # of another part of the sentence: "worth $2m, among them a fund"
        else:
            return 0, 0
        found = len(words.clause.findall(gap)), len(gap)
        best = found if best is None else min(best, found)
    return best


def distance(  # noqa: PLR0913 - the place of a quantity is all of these
    document: Document, lines: Sequence[Line], index: int, near: Span, aliases: AnyOf, words: Rules
) -> int | None:
    """How many sentences a name is carried over: 0 when it stands in this one, None when it stands nowhere near."""
    text = document.text
    if holds(text, near, aliases, words):
        return 0
    taken_up = words.taken_up.search(text, near.start, near.end) is not None
    for back in range(1, (2 * CARRIED if taken_up else CARRIED) + 1):
        earlier = index - back
        if earlier < 0 or lines[earlier].kind is not BlockKind.PARAGRAPH:
            return None
        if lines[earlier].block != lines[index].block and not taken_up:
            return None
        if held(text, lines[earlier].span, aliases, words):
            return back
    return None


@lru_cache(maxsize=1024)
def held(text: str, earlier: Span, aliases: AnyOf, words: Rules) -> bool:
    """Whether an alias stands in an earlier sentence. All figures of those behind it ask."""
    return holds(text, Span(*limits(earlier)), aliases, words)


def holds(text: str, span: Span, aliases: AnyOf, words: Rules) -> bool:
    """Whether an alias stands in a stretch, by a name of its own or by one that the text makes equal to it."""
    if aliases.pattern.search(text, span.start, span.end):
        return True
    others = equals(text, aliases, words)
    return others is not None and others.search(text, span.start, span.end) is not None


@lru_cache(maxsize=256)
def occurs(text: str, names: AnyOf, words: Rules) -> bool:
    """Whether a document has one of the names anywhere, or one that it makes equal to one of them."""
    lower = lowered(text)
    return any(piece in lower for piece in names.pieces) and holds(text, Span(0, len(text)), names, words)


@lru_cache(maxsize=1)
def lowered(text: str) -> str:
    """The text of the last document in lower case."""
    return text.lower()


@lru_cache(maxsize=256)
def equals(text: str, aliases: AnyOf, words: Rules) -> re.Pattern[str] | None:
    """A pattern for the names that the text makes equal to one of the aliases; None when there are none."""
    others = tuple(dict.fromkeys(other for other, known in also_known(text, words) if aliases.pattern.fullmatch(known)))
    return matcher(others) if others else None


@lru_cache(maxsize=4)
def also_known(text: str, words: Rules) -> tuple[tuple[str, str], ...]:
    """Pairs of names that the text calls the same, each both ways round."""
    pairs = [match.groups() for found in (words.short_form, words.also_known) for match in found.finditer(text)]
    return tuple(dict.fromkeys(pair for one, other in pairs for pair in ((one, other), (other, one))))
