"""Dated things without a number: "commissioning is expected in the second quarter of 2026".

An event is a clause with a time and no figure. It keeps its words, its status and what it depends on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from briefgen.model import BlockKind, Citation, Document, Event, Passage, Span, Status
from briefgen.reading import clauses, grammar, patterns, periods, status, tables
from briefgen.reading.clauses import Clause, Link
from briefgen.reading.meanings import Role
from briefgen.reading.parts import Line, Mention
from briefgen.reading.patterns import Pattern
from briefgen.reading.periods import Expression

DEFAULT = "en"
SHORTEST = 3
"""Words that a clause needs to say anything."""
READ = (BlockKind.HEADLINE, BlockKind.HEADING, BlockKind.PARAGRAPH)
DATING = (Role.AT, Role.DEADLINE, Role.BEFORE, Role.FROM, Role.SINCE)
"""Roles of an expression that say when the thing of its clause is."""


class Words(Struct, frozen=True):
    """The table of a language."""

    speech: re.Pattern[str]
    """A verb of saying."""
    spoken: re.Pattern[str]
    """The end of a text behind which a time is when somebody said it."""
    absolute: re.Pattern[str]
    """A word that a clause can do without: "with"."""
    condition: re.Pattern[str]
    """The opening of a condition."""
    inverted: re.Pattern[str]
    """One that opens a condition only at the head of its clause."""
    not_after: re.Pattern[str]
    """The end of a text behind which "if" is no condition."""


@lru_cache(maxsize=8)
def words_of(language: str) -> Words:
    """The words of a language, compiled once."""
    table = tables.load(language, "events")
    opening, inverted = (
        patterns.any_of(grammar.spaced(one) for one in table["condition"][key]) for key in ("opening", "inverted")
    )
    return Words(
        speech=re.compile(rf"(?i)(?<!\w)(?:{grammar.alternatives(table['speech']['verbs'])})(?!\w)"),
        spoken=grammar.spoken_of(language),
        absolute=re.compile(rf"(?i)[\s,;–—(]{{0,4}}(?:{grammar.alternatives(table['clause']['absolute'])})\s{{1,3}}"),
        condition=re.compile(rf"(?i)(?<![\w-])(?:{opening})\s"),
        inverted=re.compile(rf"(?i)(?:{inverted})\s"),
        not_after=re.compile(rf"(?i)(?<!\w)(?:{grammar.alternatives(table['condition']['not_after'])})\s{{1,3}}$"),
    )


def find(
    document: Document,
    lines: Sequence[Line],
    mentions: Sequence[tuple[Mention, ...]],
    topics: Sequence[tuple[str, ...]],
) -> tuple[Event, ...]:
    """The events of a document, in the order of the text.

    Args:
        document: The text and its day of publication.
        lines: Its sentences.
        mentions: The figures of each sentence: a clause that has one is no event, its figure tells it.
        topics: The topic ids of each sentence.
    """
    language = document.language or DEFAULT
    times = periods.in_lines(document.text, tuple(line.span for line in lines), document.published, language)
    return tuple(
        event
        for line, figures, ids, dated in zip(lines, mentions, topics, times, strict=True)
        if dated and line.kind in READ and len(line.span) <= clauses.LONGEST
        for event in in_sentence(document, line, figures, ids, dated)
    )


def in_sentence(
    document: Document,
    line: Line,
    figures: tuple[Mention, ...],
    topics: tuple[str, ...],
    dated: Sequence[Expression],
) -> list[Event]:
    """The events of a sentence with some expressions of time, one a clause."""
    language = document.language or DEFAULT
    text, words = document.text, words_of(language)
    times = [one for one in dated if tells(one, figures)]
    if not times:
        return []
    parts = clauses.of(text, line.span, language)
    citation = Citation(Passage(document.id, line.span, text[line.span.start : line.span.end]))
    events = []
    for index, clause in enumerate(parts):
        own = [one for one in times if clause.span.start <= one.core.start < clause.span.end]
        if not own or any(clause.span.overlaps(figure.span) for figure in figures):
            continue
        own = [one for one in own if not words.spoken.search(text, clause.span.start, one.core.start)]
        if not own or not says_something(text, clause, own, words):
            continue
        one = own[-1]
        events.append(
            Event(
                text=wording(text, line, clause, words),
                period=one.dated().period,
                deadline=one.deadline,
                status=standing(document, parts, index, one, language),
                condition=condition(text, line.span, words),
                citations=(citation,),
                topics=topics,
            )
        )
    return merged(events)


def tells(one: Expression, figures: tuple[Mention, ...]) -> bool:
    """Whether an expression says when something is: dated, no base of a comparison and no figure."""
    if one.vague or one.compared or one.role not in DATING or (one.period is None and one.deadline is None):
        return False
    return not any(one.span.overlaps(figure.span) for figure in figures)


def says_something(text: str, clause: Clause, times: Sequence[Expression], words: Words) -> bool:
    """Whether a clause tells more than a date and who spoke then."""
    rest = text[clause.span.start : clause.span.end]
    for one in reversed(times):
        rest = rest[: one.span.start - clause.span.start] + rest[max(0, one.span.end - clause.span.start) :]
    spoken = len(words.speech.findall(rest))
    return len(re.findall(r"[^\W\d_]{2,}", rest)) - 2 * spoken >= SHORTEST


def wording(text: str, line: Line, clause: Clause, words: Words) -> str:
    """The words of an event: a "with" clause alone without its "with", anything else as its whole sentence.

    Other clauses seldom have their own subject; cut out, they would say something else.
    """
    if clause.link is Link.ABSOLUTE and (match := words.absolute.match(text, clause.span.start)):
        return text[match.end() : clause.span.end].rstrip(" ,;.\n")
    return text[line.span.start : line.span.end]


def standing(document: Document, parts: Sequence[Clause], index: int, one: Expression, language: str) -> Status:
    """The status of an event: that of its clause, or of the one it hangs on where it has no verb that tells.

    What is told of a day to come in the present tense is planned: "enters into force on 1 January".
    """
    own = status.of_clause(document.text, parts[index].span, language, one.core.start)
    if own is Status.ACTUAL and parts[index].link.dependent and index:
        own = status.of_clause(document.text, parts[index - 1].span, language)
    if own is Status.ACTUAL and one.period and document.published and one.period.start > document.published:
        return Status.PLAN
    return own


def condition(text: str, span: Span, words: Words) -> str | None:
    """What the sentence makes its claim depend on, verbatim, without the comma behind it."""
    for match in words.condition.finditer(text, span.start, span.end):
        head = text[span.start : match.start()].rstrip()
        if words.inverted.match(text, match.start()) and head and head[-1] not in ",;:“\"‘'":
            continue
        if words.not_after.search(text, max(span.start, match.start() - 12), match.start()):
            continue
        end = END.search(text, match.end(), span.end)
        return text[match.start() : end.start() if end else span.end].rstrip()
    return None


END = Pattern(r"[,;:.!?”](?=\s|$)|\s[–—]\s")
"""Where a condition ends."""


def merged(events: list[Event]) -> list[Event]:
    """The events of a sentence without those that tell the same time twice."""
    kept: list[Event] = []
    for event in events:
        if not any((one.text, one.period, one.deadline) == (event.text, event.period, event.deadline) for one in kept):
            kept.append(event)
    return kept
