"""A sentence made ready for timing: its clauses, figures, statuses and expressions of time, and the words that tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from briefgen.model import Document, Period, Span, Status
from briefgen.reading import clauses, grammar, patterns, status, tables
from briefgen.reading.clauses import Clause
from briefgen.reading.meanings import Role
from briefgen.reading.openings import guarded
from briefgen.reading.parts import Mention
from briefgen.reading.patterns import Pattern
from briefgen.reading.periods import Expression
from briefgen.reading.status import Judge

DEFAULT = "en"
DAYS_OF_A_WEEK = 7
"""Longer expressions do not say on which day somebody spoke."""
REACH_OF_SPEECH = 90
"""Characters between a verb of speech and its day."""
REACH_OF_A_DEADLINE = 25
"""Characters between a figure and its deadline where no verb stands between them."""


class Words(Struct, frozen=True):
    """The table of a language; what each list is for stands beside it there."""

    continues: re.Pattern[str]
    present: re.Pattern[str]
    joins: re.Pattern[str]
    joints: re.Pattern[str]
    flows: re.Pattern[str]
    """What is counted over a period: "revenue"."""
    flowing: re.Pattern[str]
    """The same, and verbs that tell of it: "carried"."""
    stocks: re.Pattern[str]
    """What has its own day, or is no part of the accounts."""
    narrated: re.Pattern[str]
    """Verbs that tell of what was: "carried", "averaged"."""
    happened: re.Pattern[str]
    """Verbs that tell what happened on a day: "were injured"."""
    founded: re.Pattern[str]
    """How something began: its time is of nothing else."""
    markets: re.Pattern[str]
    """What markets do from day to day: "the stock rose"."""
    digest: Pattern
    """The head of a list of prices of the day."""
    budgets: re.Pattern[str]
    """What sets sums for a time to come: "budget"."""
    perfect: re.Pattern[str]
    intentions: re.Pattern[str]
    spoken: re.Pattern[str]
    """The end of a text behind which a day is that of speaking: "told reporters on"."""
    told: re.Pattern[str]
    """The verb behind the day of a report: "on Tuesday reported". It dates nothing beside a longer time."""
    revealing: re.Pattern[str]
    """The verb behind the day on which a paper came out: "released on Monday showed"."""
    part_of: re.Pattern[str]
    """The end of a clause behind which one tells of a part of its number: ", of" in front of "which"."""
    when: re.Pattern[str]
    """The opening of a clause that dates the one before it."""
    done_in: Pattern
    """What stands between a figure and the time that is its alone: "drilled since"."""
    papered: Pattern
    """The end of a text behind which a time is that of a paper: "under the agreement signed on"."""
    foretold: Pattern
    """The end of a text behind which a day or month is when a number was foretold: "that it forecast in"."""
    made: Pattern
    """The end of a text behind which a time belongs to a thing: ", built in"."""
    saying: re.Pattern[str]
    """Behind a time, what opens what was said then: "said in May that"."""
    paired: re.Pattern[str]
    dimensions: re.Pattern[str]
    """Behind a number: it is a dimension of a thing, which has no time."""
    sizes: re.Pattern[str]
    """The end of the surface of a size that is an adjective, which has no time either: "90-km"."""
    exceeding: Pattern
    """Behind a change that sets what was told against an earlier time: ", which is 10% | more than"."""
    programmes: re.Pattern[str]
    occasion: re.Pattern[str]
    cues: Judge
    """The words of status."""


@lru_cache(maxsize=8)
def words_of(language: str) -> Words:
    """The words of a language, compiled once."""
    table = tables.load(language, "periods")
    lists = {name: grammar.alternatives(entries) for name, entries in table["timing"].items()}
    slots = {"done": table["future"]["done"], "due": table["timing_due"]["opening"]}
    opening = r"(?i)[\s“\"'‘—–-]{0,3}"
    return Words(
        continues=re.compile(rf"{opening}(?:{lists['continues']})(?![\w-])"),
        present=re.compile(rf"(?<!\w)(?:{lists['present']})(?![\w-])"),
        joins=re.compile(rf"(?i)[\s,;–—]{{0,4}}(?:{lists['joins']})\s"),
        joints=re.compile(rf"(?i)(?<!\w)(?:{lists['joints']})(?!\w)"),
        flows=re.compile(rf"(?i)(?<![\w-]){guarded(lists['flows'])}(?![\w-])"),
        flowing=re.compile(rf"(?i)(?<![\w-]){guarded(lists['flows'] + '|' + lists['flowing'])}(?![\w-])"),
        stocks=re.compile(rf"(?i)(?<![\w-]){guarded(lists['stocks'])}(?![\w-])"),
        narrated=re.compile(
            rf"(?i)(?<![\w-]){guarded('|'.join(lists[name] for name in ('flowing', 'narrated')))}(?![\w-])"
        ),
        happened=re.compile(rf"(?i)(?<![\w-]){guarded(lists['happened'])}(?![\w-])"),
        founded=re.compile(rf"(?i)(?<![\w-])(?:{lists['founded']})(?![\w-])"),
        markets=re.compile(
            rf"(?i)(?<![\w-]){guarded(lists['markets'])}(?!\s(?:{lists['goods']})(?!\w))"
            rf"(?:\s[a-z&-]+){{0,6}}?\s(?:{lists['moves']})(?!\w)"
        ),
        budgets=re.compile(rf"(?i)(?<![\w-])(?:{lists['budgets']})(?![\w-])"),
        perfect=re.compile(rf"(?i)(?<!\w)(?:{lists['perfect']})(?!\w)"),
        intentions=re.compile(rf",?\s{{1,3}}(?i:{lists['intentions']})\s(?=[^\W\d])"),
        spoken=grammar.spoken_of(language),
        told=re.compile(rf"(?i)\s(?:{lists['told']})(?![\w-])"),
        revealing=re.compile(rf"(?i)\s(?:{lists['revealing']})(?![\w-])"),
        part_of=re.compile(rf"(?i),\s{{0,3}}(?:{lists['part_of']})\s{{0,3}}$"),
        when=re.compile(rf"(?i)[,\s]{{0,2}}(?:{lists['when']})\s"),
        saying=re.compile(rf"\s(?:{lists['saying']})\s"),
        dimensions=re.compile(rf"(?i)[\s-](?:{lists['dimensions']})(?![\w-])"),
        sizes=re.compile(rf"(?i)\w[-‑](?:{lists['sizes']})$"),
        paired=re.compile(rf"(?i)(?<!\w)(?:{lists['paired']})(?!\w)"),
        programmes=re.compile(rf"(?i)(?<!\w)(?:{lists['programmes']})(?!\w)"),
        occasion=re.compile(rf"(?i)(?<!\w){grammar.expand(table['slots']['occasion'], {})}"),
        cues=status.judge_of(language),
        **patterns.of(language, "periods", "timing_patterns", slots),
    )


class Scene(Struct, frozen=True, gc=False):
    """A sentence with everything that stands in it."""

    text: str
    """The document's text."""
    span: Span
    """The sentence."""
    clauses: tuple[Clause, ...]
    """Its clauses."""
    mentions: tuple[Mention, ...]
    """Its figures."""
    statuses: tuple[Status, ...]
    """What each of them is, as far as the words say."""
    compared: tuple[bool, ...]
    """Whether each is what another one is compared with."""
    times: tuple[Expression, ...]
    """Its expressions of time, without those that are figures themselves."""
    published: dt.date | None
    """The day of publication."""
    words: Words
    """The table."""
    before: Period | None = None
    """The last time of the past in the sentence before, in the same paragraph."""
    accounts: Expression | None = None
    """The period that the document accounts for, where the sentence goes on with it."""

    def clause_of(self, position: int) -> int:
        """The number of the clause at a position."""
        return clauses.index_of(self.clauses, position)

    def between(self, start: int, end: int) -> int:
        """How many figures stand between two offsets."""
        return sum(start <= mention.span.start and mention.span.end <= end for mention in self.mentions)


def scene_of(
    document: Document,
    span: Span,
    mentions: tuple[Mention, ...],
    times: Sequence[Expression],
    said: Sequence[Status | None],
) -> Scene:
    """A sentence made ready."""
    language = document.language or DEFAULT
    parts = clauses.of(document.text, span, language)
    words = words_of(language)
    longer = any(one.role is Role.AT and one.period and not is_of_days(one.period) for one in times)
    own = [parts[clauses.index_of(parts, mention.span.start)].span for mention in mentions]
    return Scene(
        text=document.text,
        span=span,
        clauses=parts,
        mentions=mentions,
        statuses=tuple(
            told or unsaid(mention, times, document.published) for mention, told in zip(mentions, said, strict=True)
        ),
        compared=compared_in(document.text, own, mentions, words.cues),
        times=tuple(
            one
            for one in times
            if not any(is_figure(one, mention) for mention in mentions)
            and not is_of_speech(document.text, span, one, words)
            and not (longer and one.period and is_of_days(one.period) and words.told.match(document.text, one.core.end))
        ),
        published=document.published,
        words=words,
    )


def compared_in(text: str, own: Sequence[Span], mentions: Sequence[Mention], rules: Judge) -> tuple[bool, ...]:
    """Which figures another one is compared with: "after 19 hours in September and a record 31 in July"."""
    found: list[bool] = []
    for number, (part, mention) in enumerate(zip(own, mentions, strict=True)):
        goes_on = number > 0 and found[-1] and own[number - 1] == part
        end = mention.span.start
        listed = goes_on and rules.listed.search(text, mentions[number - 1].span.end, end) is not None
        found.append(listed or status.is_compared(text, part, mention, rules))
    return tuple(found)


def unsaid(mention: Mention, times: Sequence[Expression], published: dt.date | None) -> Status:
    """The status of a figure of which no word tells any: what has a time ahead right behind it is still to come."""
    for one in times:
        near = 0 <= one.span.start - mention.span.end <= REACH_OF_A_DEADLINE
        if one.period is None or published is None or not (near and one.absolute):
            continue
        due = one.role is Role.DEADLINE and one.period.end > published
        if due or (one.role is Role.AT and one.period.start > published):
            return Status.PROJECTION
    return Status.ACTUAL


def is_figure(expression: Expression, mention: Mention) -> bool:
    """Whether what looks like a time is a number: "2000 tons". "Within five years" holds a duration and is a time."""
    return expression.span.overlaps(mention.span) and not (
        expression.span.holds(mention.span) and expression.span != mention.span
    )


def is_of_days(period: Period) -> bool:
    """Whether a period is a day or a few, on which somebody may speak."""
    return (period.end - period.start).days < DAYS_OF_A_WEEK


def is_of_speech(text: str, span: Span, one: Expression, words: Words) -> bool:
    """Whether an expression is the day on which somebody spoke: "Roe told reporters on Sunday"."""
    if one.period is None or one.role is not Role.AT:
        return False
    if is_of_days(one.period) and words.revealing.match(text, one.core.end):
        return True
    if (one.period.end - one.period.start).days >= DAYS_OF_A_WEEK and not words.saying.match(text, one.core.end):
        return False
    return words.spoken.search(text, max(span.start, one.core.start - REACH_OF_SPEECH), one.core.start) is not None
