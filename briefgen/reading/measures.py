"""What is measured, and of what.

First the measures that the topics follow: one whose terms and aliases stand by the quantity and whose unit agrees
gives the figure its name. Else the noun phrase of the text, normalised (`nouns.py`), so that two mentions of one thing
share a measure. Where neither is sure, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefgen.model import BlockKind, Document, Kind, Measure, Span, Topic
from briefgen.reading import nouns, tables
from briefgen.reading.parts import Line, Mention

WINDOW = 700
"""Characters on either side of a quantity that are looked at: longer than any sentence that a reader would follow."""

CARRIED = 3
"""Sentences that a name may be carried over in its own block without being taken up in words."""

CLAUSE = re.compile(r"[;:]\s|[,—–]\s+(?:and|but|while|with|which|whereas|although|though)\s|[.!?]\s")
"""Where a clause ends: a term behind it is further away than one in the same clause."""

TAKEN_UP = re.compile(
    r"\b(?:this|that|these|those|the|its|their|such)\s+(?:[\w-]+\s){0,2}?"
    r"(?:route|routes|corridor|link|line|road|railway|pipeline|cable|project|initiative|conduit|network|system|port|hub|"
    r"plant|fund|company|country|countries|sides|parties|programme|program|agreement|figure|volume|amount|target|region|"
    r"bank|ministry|sector|market|group|two|both)\b"
    r"|\bits\b|\bit\b|\bthey\b|\btheir\b|\bboth (?:sides|countries|parties|nations|states)\b",
    re.IGNORECASE,
)
"""Words that take up what an earlier sentence named."""

ALSO_KNOWN = re.compile(
    r"((?:[A-Z][\w’'–-]*\s+(?:(?:of|and|the|for)\s+)?){1,6}?[A-Z][\w’'–-]*)\s*"
    r"(?:\(([A-Z][\w /–-]{1,40})\))?(?:\s*,?\s*(?:also\s+|or\s+|better\s+|otherwise\s+)*(?:known\s+as|called|dubbed|referred\s+to\s+as)"
    r"\s+(?:the\s+)?[“\"‘]?([A-Z][\w’'–-]*(?:\s[A-Z][\w’'–-]*){0,4}))?"
)
"""A name, its short form in brackets, and what else it is called."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a quantity measures."""

    measure: str | None
    """The configured name, or the noun phrase of the text in normal form."""
    subject: str | None
    """Of what: a named route, country, company."""
    scope: str | None
    """How the text delimits it: capacity, a pipeline."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A configured measure, compiled."""

    measure: Measure
    terms: re.Pattern[str]
    aliases: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a measure fits a quantity; the smallest is taken."""

    carried: int
    """Sentences that its name was carried over."""
    clauses: int
    """Clause borders between its term and the quantity."""
    distance: int
    """Characters between them."""
    order: int
    """Its place in the configuration: the precise ones stand first."""
    subject: str | None
    """The name that was found."""

    def key(self) -> tuple[int, int, int, int]:
        """What is compared."""
        return self.carried, self.clauses, self.distance, self.order


def name(
    document: Document, lines: Sequence[Line], line_index: int, mention: Mention, topics: Sequence[Topic]
) -> Named:
    """What `mention` measures, in the sentence at `line_index` of `document`."""
    text, sentence = document.text, lines[line_index].span
    near = window(sentence, mention.span)
    language = document.language or "en"
    scope = nouns.scope(text, near, mention.span, language) if tables.knows(language, "measures") else None
    best: tuple[Fit, str] | None = None
    for order, followed in enumerate(compiled(tuple(topics))):
        if not same_dimension(followed.measure.unit, mention):
            continue
        fit = fitted(document, lines, line_index, near, mention, followed, order)
        if fit is not None and (best is None or fit.key() < best[0].key()):
            best = fit, followed.measure.name
    if best is not None:
        return Named(best[1], best[0].subject, scope)
    if not tables.knows(language, "measures"):
        return Named(None, None, None)
    earlier = lines[line_index - 1].span if line_index and lines[line_index - 1].block == lines[line_index].block else None
    measure, subject = nouns.phrase(text, near, mention, earlier, language)
    return Named(measure, subject, scope)


def window(sentence: Span, place: Span) -> Span:
    """The part of a sentence that is looked at."""
    return Span(max(sentence.start, place.start - WINDOW), min(sentence.end, place.end + WINDOW))


@lru_cache(maxsize=16)
def compiled(topics: tuple[Topic, ...]) -> tuple[Followed, ...]:
    """The measures of all topics in order."""
    return tuple(
        Followed(measure, matcher(measure.terms), matcher(measure.aliases) if measure.aliases else None)
        for topic in topics
        for measure in topic.measures
        if measure.terms
    )


def matcher(entries: Sequence[str]) -> re.Pattern[str]:
    """A pattern for any of the words; "*" stands for any ending, dashes and apostrophes for each other."""
    ordered = sorted(entries, key=lambda entry: (-len(entry), entry))
    return re.compile(r"(?<!\w)(?:" + "|".join(pattern(entry) for entry in ordered) + r")(?!\w)", re.IGNORECASE)


def pattern(entry: str) -> str:
    """The pattern of one entry."""
    body = re.escape(entry.removesuffix("*")).replace(r"\ ", r"\s+")
    body = re.sub(r"\\-|–|‑", "[-–‑]", body)
    body = re.sub(r"['’]", "['’]", body)
    plural = "s?" if entry[-1:].isalpha() and entry.islower() else ""
    return body + (r"\w*" if entry.endswith("*") else plural)


def same_dimension(unit: str | None, mention: Mention) -> bool:
    """Whether a quantity can be a level, change or multiple of a measure in `unit`."""
    given = mention.quantity.unit
    if mention.kind in (Kind.CHANGE, Kind.MULTIPLE) and given in RELATIVE:
        return True
    if unit is None or given is None:
        return unit is None
    if given == unit:
        return True
    if unit.startswith("count:") or given.startswith("count:"):
        return unit.startswith("count:") and given.startswith("count:") and singular(unit) == singular(given)
    if CURRENCY.fullmatch(unit) and CURRENCY.fullmatch(given):
        return True
    return any(unit in group and given in group for group in DIMENSIONS)


def singular(noun: str) -> str:
    """A counted noun without its plural ending."""
    return noun.removesuffix("s").removesuffix("ie")


RELATIVE = ("%", "pp", "bp", "x")
"""Units of changes, shares and multiples."""

CURRENCY = re.compile(r"[A-Z]{3}")
"""ISO 4217."""

DIMENSIONS = (
    frozenset(("t", "kt", "Mt", "kg", "g", "lb", "short ton", "long ton")),
    frozenset(("day", "hour", "minute", "second", "week", "month", "quarter", "year", "decade")),
    frozenset(("km", "m", "mi", "mile", "cm", "ft", "nmi")),
    frozenset(("Tbit/s", "Gbit/s", "Mbit/s", "kbit/s", "bit/s")),
    frozenset(("W", "kW", "MW", "GW", "TW")),
    frozenset(("Wh", "kWh", "MWh", "GWh", "TWh")),
    frozenset(("bbl", "kbbl", "Mbbl")),
    frozenset(("m2", "km2", "ha", "acre")),
    frozenset(("m3", "L", "bcm", "gal")),
)
"""Units that measure the same thing."""


def fitted(  # noqa: PLR0913, PLR0917 - the place of a quantity is all of these
    document: Document,
    lines: Sequence[Line],
    index: int,
    near: Span,
    mention: Mention,
    followed: Followed,
    order: int,
) -> Fit | None:
    """How well a measure fits, or None: one of its terms and one of its names must be there or be taken up."""
    text = document.text
    place = closest(text, near, mention.span, followed.terms)
    lent = 0
    if place is None:
        if not nouns.points_back(text, near, mention.span, document.language or "en"):
            return None
        earlier = previous(lines, index)
        if earlier is None or not followed.terms.search(text, *limits(lines[earlier].span)):
            return None
        place, lent = (1, WINDOW), 1
    if followed.aliases is None:
        return Fit(lent, *place, order, None)
    found = whose(document, lines, index, near, followed.aliases)
    if found is None:
        return None
    carried, alias = found
    return Fit(max(carried, lent), *place, order, alias)


def limits(span: Span) -> tuple[int, int]:
    """The end of a sentence that is looked at when a later one points back to it."""
    return max(span.start, span.end - 2 * WINDOW), span.end


def previous(lines: Sequence[Line], index: int) -> int | None:
    """The sentence before, in the same block or as the last one of the paragraph before."""
    return index - 1 if index and lines[index - 1].kind is BlockKind.PARAGRAPH else None


def closest(text: str, near: Span, place: Span, terms: re.Pattern[str]) -> tuple[int, int] | None:
    """Clause borders and characters between a quantity and the nearest term, or None."""
    best: tuple[int, int] | None = None
    for match in terms.finditer(text, near.start, near.end):
        if match.end() <= place.start:
            gap = text[match.end() : place.start]
        elif match.start() >= place.end:
            gap = text[place.end : match.start()]
        else:
            return 0, 0
        found = len(CLAUSE.findall(gap)), len(gap)
        best = found if best is None else min(best, found)
    return best


def whose(
    document: Document, lines: Sequence[Line], index: int, near: Span, aliases: re.Pattern[str]
) -> tuple[int, str] | None:
    """The name that stands in the sentence, or is carried over from the last sentences; with how far it was carried."""
    text = document.text
    match = named_in(text, near, aliases)
    if match is not None:
        return 0, match
    taken_up = TAKEN_UP.search(text, near.start, near.end) is not None
    reach = 2 * CARRIED if taken_up else CARRIED
    for back in range(1, reach + 1):
        earlier = index - back
        if earlier < 0 or lines[earlier].kind is not BlockKind.PARAGRAPH:
            return None
        if lines[earlier].block != lines[index].block and not taken_up:
            return None
        match = named_in(text, Span(*limits(lines[earlier].span)), aliases)
        if match is not None:
            return back, match
    return None


def named_in(text: str, span: Span, aliases: re.Pattern[str]) -> str | None:
    """The first alias in a stretch, by a name of its own or by one that the text makes equal to it."""
    match = aliases.search(text, span.start, span.end)
    if match is not None:
        return match.group()
    for other, first in also_known(text):
        if aliases.fullmatch(first) and re.search(rf"\b{re.escape(other)}\b", text[span.start : span.end]):
            return other
    return None


@lru_cache(maxsize=4)
def also_known(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of names that the text calls the same: "the Long Official Route (LOR), also known as the Short Road"."""
    pairs: dict[tuple[str, str], None] = {}
    for match in ALSO_KNOWN.finditer(text):
        names = [group for group in match.groups() if group]
        for one in names:
            for other in names:
                if one != other:
                    pairs[one, other] = None
    return tuple(pairs)
