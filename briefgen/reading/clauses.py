"""Sentences cut into clauses, by punctuation and by the words that open a clause.

A shallow cut that needs no parser: each stretch between commas, dashes, brackets and conjunctions is a clause when it
opens like one (relative, participle, infinitive, "with") or has a finite verb, else it belongs to the clause before
it. Good enough to tell which verb and which date govern a number; where it errs, it errs by cutting too seldom.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.model import Span
from briefgen.reading import grammar, patterns, tables
from briefgen.reading.openings import guard, guarded
from briefgen.reading.patterns import NEVER, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Link(Enum):
    """How a clause hangs on the one before it."""

    MAIN = "main"
    """It has a finite verb of its own, and stands on its own or beside the one before."""
    RELATIVE = "relative"
    """Which, who, where: it has its own verb."""
    SUBORDINATE = "subordinate"
    """While, although, after, if."""
    ABSOLUTE = "absolute"
    """With ...: mostly no finite verb."""
    PARTICIPLE = "participle"
    """Reaching, up from."""
    INFINITIVE = "infinitive"
    """To increase."""
    ASIDE = "aside"
    """Between brackets or dashes, without a verb."""

    @property
    def dependent(self) -> bool:
        """Whether time and modality come from the clause before where it has none of its own."""
        return self in (Link.ABSOLUTE, Link.PARTICIPLE, Link.INFINITIVE, Link.ASIDE)


class Clause(Struct, frozen=True, gc=False):
    """A clause of a sentence."""

    span: Span
    """From its first word to the next clause."""
    link: Link
    """How it hangs on the one before."""


class Openings(Struct, frozen=True):
    """The compiled words of a language."""

    cut: re.Pattern[str]
    """Where a clause may begin."""
    kinds: tuple[tuple[Link, Pattern], ...]
    """How a clause of each kind opens."""
    joining: Pattern
    """Words that only join a clause to the one before it."""
    finite: re.Pattern[str]
    """A finite verb."""


HARD = Pattern(r"[;:()—]|\s[–-]\s")
"""Marks that begin a clause, or an aside, whatever follows."""
KINDS = (Link.RELATIVE, Link.SUBORDINATE, Link.ABSOLUTE, Link.PARTICIPLE, Link.INFINITIVE)
"""Kinds of clauses that are known by how they open; the first that fits holds."""
LONGEST = 3000
"""Characters of a sentence beyond which it is a list or a table without full stops, in which no clause governs."""
BRACKETED = 120
"""Characters within which a bracket is closed."""
NUMBERED = Pattern(r"[^()\d]*\d")
"""Something with a digit, before a bracket closes."""


@lru_cache(maxsize=8)
def openings(language: str) -> Openings:
    """The patterns of a language, from its table of status."""
    table = tables.load(language, "status")
    words = {name: grammar.alternatives(entries) for name, entries in table["clauses"].items()}
    verbs = [source for row in table["cue"] if row.get("finite") for source in row["words"][:3]]
    past = "|".join(grammar.expand(grammar.spaced(source), table["slots"]) for source in verbs) or NEVER
    finite = rf"(?:{words['finite']}|{past})(?![\w-])"
    told = patterns.sources(
        language,
        table,
        "clause_patterns",
        {name: f"(?:{either})" for name, either in (words | {"finite": finite}).items()},
    )
    conjunction, opener = told["conjunction"], f"{told['opener']}|{told['content']}"
    behind_blank = rf"[;()—]\s?|[–-]\s|{guard(conjunction, opener)}(?:{conjunction}|(?={opener}))"
    year = r"(?:19|20)\d\d\b"
    cut = rf"[\s;()—:,](?:(?<=\s)(?:{behind_blank})|(?<=[;()—])\s?|(?<=:)\s|(?<=,)\s(?!{year}))"
    return Openings(
        cut=re.compile(rf"(?i){cut}"),
        kinds=tuple((link, Pattern(told[link.value])) for link in KINDS),
        joining=Pattern(told["joining"]),
        finite=re.compile(rf"(?i)(?<![\w-]){guarded(finite)}"),
    )


@lru_cache(maxsize=16)
def of(text: str, span: Span, language: str = "en") -> tuple[Clause, ...]:
    """The clauses of a sentence, in order; together they cover it.

    Remembered for the last few sentences, as each of its figures asks for them.
    """
    words = openings(language)
    cuts = [match for match in words.cut.finditer(text, span.start, span.end) if cuts_here(text, span, match)]
    if not cuts:
        return (Clause(span, Link.MAIN),)
    clauses: list[Clause] = []
    start = span.start
    for begin, end, link in pieces(text, span, cuts, words):
        if link is None and clauses:
            clauses[-1] = Clause(Span(clauses[-1].span.start, end), clauses[-1].link)
        elif link is None:
            continue  # a fronted phrase belongs to the clause behind it
        else:
            if not clauses and link is not Link.MAIN and begin > start:
                clauses.append(Clause(Span(start, begin), Link.MAIN))  # a main clause with a verb that no list has
            clauses.append(Clause(Span(begin if clauses else start, end), link if clauses else Link.MAIN))
    return tuple(clauses) or (Clause(span, Link.MAIN),)


def pieces(
    text: str, span: Span, cuts: Sequence[re.Match[str]], words: Openings
) -> Iterator[tuple[int, int, Link | None]]:
    """The stretches between cuts, with the way they hang on what stands before; None for a mere phrase."""
    starts = [(span.start, "")] + [(match.start(), match[0]) for match in cuts]
    ends = [match.start() for match in cuts] + [span.end]
    depth = 0
    for (start, mark), end in zip(starts, ends, strict=True):
        depth += mark.count("(") - mark.count(")")
        link = linked(text, start + len(mark), end, words)
        if link is None and (depth > 0 or (HARD.search(mark) and ")" not in mark)):
            link = Link.ASIDE
        yield start, end, link


def cuts_here(text: str, span: Span, match: re.Match[str]) -> bool:
    """Whether a clause may begin at a mark: brackets around a mere name ("(BTC)") cut nothing."""
    if match.start() <= span.start:
        return False
    if "(" in match[0]:
        return NUMBERED.match(text, match.end(), min(span.end, match.end() + BRACKETED)) is not None
    if ")" in match[0]:
        opening = text.rfind("(", max(span.start, match.start() - BRACKETED), match.start())
        return opening >= 0 and NUMBERED.match(text, opening + 1, match.start()) is not None
    return True


def linked(text: str, start: int, end: int, words: Openings) -> Link | None:
    """What kind of clause a stretch of text is; None when it is a phrase."""
    opening = words.joining.match(text, start, end)
    start = opening.end() if opening else start
    for link, pattern in words.kinds:
        if pattern.match(text, start, end):
            return link
    return Link.MAIN if words.finite.search(text, start, end) else None


def index_of(clauses: tuple[Clause, ...], position: int) -> int:
    """The number of the clause that a position lies in; the last one where it lies behind them."""
    for index, clause in enumerate(clauses):
        if position < clause.span.end:
            return index
    return len(clauses) - 1
