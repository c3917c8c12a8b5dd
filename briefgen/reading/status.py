"""Actual, estimate, projection, plan, target or capacity: the words around a number decide.

The words are data (`tables/<language>/status.toml`). A cue reaches the numbers of its own clause; a dependent clause
("reaching 5 million tons") hangs on the clause before it. Reported speech changes nothing: "said exports rose".
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from briefgen.model import Kind, Span, Status
from briefgen.reading import clauses, grammar, tables
from briefgen.reading.clauses import Clause, Link
from briefgen.reading.openings import guarded
from briefgen.reading.patterns import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping

from briefgen.reading.parts import Mention, Timing

Statuses: TypeAlias = tuple[Status | None, ...]
"""What the words say of each figure of a sentence."""

FRONT = 70
"""Characters in front of a number that are searched for a cue of its own."""
NEXT = 45
"""Characters behind it."""
NEAR = 400
"""Characters on either side that count in a sentence that is none, so that time stays linear."""
GAP = 3
"""Blanks that may stand between a verb and its infinitive."""
CODE = 3
"""Letters of a currency."""
CHANGING = (Kind.CHANGE, Kind.MULTIPLE, Kind.INCREMENT)


class Where(StrEnum):
    """How a cue reaches a number: directly behind it, right in front of it, or anywhere in its clause."""

    NEXT = "next"
    FRONT = "front"
    BEFORE = "before"
    AFTER = "after"


class Cue(Struct, frozen=True):
    """One row of the table."""

    status: Status
    """What it says."""
    where: Where
    """Where it stands."""
    levels: bool
    """A plan of bringing a number to a level is a target."""
    promise: bool
    """What is promised of a level or a rate is a target, money and things are a plan."""
    purpose: bool
    """An infinitive, which may also tell what was done."""
    content: bool
    """A verb with a clause behind it, which it governs: "reckons that exports fell"."""
    finite: bool
    """Verbs that must be finite here: not "to cut"."""
    weak: bool
    """Yields to an intention or expectation in the clause."""


class Hit(Struct, frozen=True, gc=False):
    """A cue in the text."""

    cue: Cue
    """Which."""
    start: int
    """Where it begins."""
    end: int
    """Where it ends."""


class Judge(Struct, frozen=True):
    """The compiled table of a language."""

    cues: tuple[Cue, ...]
    """All of them; a group "c7" of a pattern is the seventh."""
    patterns: Mapping[Where, re.Pattern[str]]
    """By where they stand."""
    not_after: re.Pattern[str]
    """A word behind which a verb is not finite."""
    joined: re.Pattern[str]
    """The end of a text behind which an infinitive goes on with the one before."""
    object_of: re.Pattern[str]
    """A few words between a verb and its infinitive."""
    done: re.Pattern[str]
    """A verb that makes an infinitive something done."""
    compared: re.Pattern[str]
    """The end of a text behind which a number is what something is compared with."""
    sourced: re.Pattern[str]
    """The end of a text behind which "from" names where something comes from."""
    whole: re.Pattern[str]
    """The end of a text behind which a number is the whole of which another one is a part: "14 of the"."""
    apposed: re.Pattern[str]
    """The end of a text behind which a number stands in an apposition: ", a"."""
    listed: re.Pattern[str]
    """The end of a text behind which a number goes on with the one before: "and the remaining"."""
    another: re.Pattern[str]
    """The end of a text behind which a verb is another one of the same subject: "number 28,000 and"."""
    defining: re.Pattern[str]
    """The rest of a noun phrase with the word that opens its clause: "network of lines that"."""
    revised: re.Pattern[str]
    """A forecast or target that is changed."""
    raising: re.Pattern[str]
    """A verb of bringing to another level."""
    towards: re.Pattern[str]
    """The end of a text behind which a number is a level that is gone to."""
    converted: re.Pattern[str]
    """The same in front of a bracket behind it: "to $2 billion ("."""
    unreal: re.Pattern[str]
    """A condition."""
    inverted: re.Pattern[str]
    """A condition by its place at the head of the sentence."""


@lru_cache(maxsize=8)
def judge_of(language: str) -> Judge:
    """The rules of a language, compiled once."""
    table = tables.load(language, "status")
    rows, slots, guards = table["cue"], table["slots"], table["guards"]
    between = rf"(?:\s{{0,3}}(?:{grammar.alternatives(guards['between'])})(?!\w))*\s{{0,3}}$"
    cues = tuple(cue_of(row) for row in rows)
    return Judge(
        cues=cues,
        patterns={where: pattern_of(rows, slots, where, between) for where in Where},
        not_after=re.compile(
            rf"(?i)(?<![\w]){guarded(grammar.alternatives(guards['not_after']))}\s{{1,3}}"
            rf"(?:(?:{guards['adverb_form']}|{grammar.alternatives(guards['adverbs'])})\s)?$"
        ),
        joined=re.compile(rf"(?i)(?<!\w)(?:{grammar.alternatives(guards['joined'])})\s{{1,3}}$"),
        object_of=re.compile(r"(?:\s[\w’'-]+){1,6}\s{1,3}"),
        done=re.compile(rf"(?i)(?<!\w)(?:{grammar.alternatives(guards['done'])})(?!\w)"),
        compared=re.compile(
            rf"(?i)(?<![\w-]){guarded(grammar.alternatives([*guards['compared'], *guards['than']]))}{between}"
        ),
        sourced=re.compile(rf"(?i)(?<![\w-])(?:{grammar.alternatives(guards['sourced'])})\s{{1,3}}$"),
        whole=re.compile(
            rf"(?i)(?:\d|(?<!\w){guarded(grammar.alternatives(guards['parts']))})\s{guards['whole']}\s{{1,3}}$"
        ),
        apposed=re.compile(rf"(?i),\s{guards['article']}\s[^,;:.]{{0,50}}$"),
        listed=re.compile(rf"(?i)\s{guards['listed']}\s(?:[a-z-]+\s){{0,2}}$"),
        another=re.compile(rf"(?i)(?<!\w){guards['another']}\s{{1,3}}$"),
        defining=re.compile(
            rf"(?i)(?:[\s-](?!(?:{grammar.alternatives(guards['elsewhere'])})\b)\w[\w’'-]*){{0,7}}?\s{guards['that']}\s"
        ),
        revised=re.compile(rf"(?i)(?<!\w)(?:{grammar.alternatives(guards['revised'])})(?!\w)"),
        raising=re.compile(rf"(?i)(?<![\w-])(?:{slots['raise']})(?!\w)"),
        towards=re.compile(rf"(?i)(?<![\w-])(?:{grammar.alternatives(guards['towards'])}){between}"),
        converted=re.compile(
            rf"(?i)(?<![\w-])(?:{grammar.alternatives(guards['towards'])})\s{{1,3}}\S{{1,12}}(?:\s[a-z]+)?\s\($"
        ),
        unreal=re.compile(rf"(?i)(?<![\w-]){guarded(grammar.alternatives(table['conditions']['unreal']))}\s"),
        inverted=re.compile(rf"(?i)[\s“\"‘']{{0,3}}(?:{grammar.alternatives(table['conditions']['inverted'])})\s"),
    )


def cue_of(row: Mapping[str, Any]) -> Cue:
    """A row of the table as a value."""
    flags = {name: bool(row.get(name)) for name in ("levels", "promise", "purpose", "content", "finite", "weak")}
    return Cue(status=Status(row["status"]), where=Where(row["where"]), **flags)


def pattern_of(rows: list[Mapping[str, Any]], slots: Mapping[str, str], where: Where, between: str) -> re.Pattern[str]:
    """All cues that stand at one place as one expression."""
    parts = [
        f"(?P<c{index}>{'|'.join(grammar.expand(grammar.spaced(word), slots) for word in row['words'])})"
        for index, row in enumerate(rows)
        if row["where"] == where
    ]
    either = "|".join(parts) or NEVER
    source = rf"(?<![\w-]){guarded(either)}"
    if where is Where.NEXT:
        return re.compile(rf"(?i)[\s-]{{0,3}}{guarded(either)}(?!\w)")
    end = between if where is Where.FRONT else r"(?!\w)"
    return re.compile(f"(?i){source}{end}")


def judge(text: str, span: Span, mention: Mention, timing: Timing, language: str = "en") -> Status:
    """The status of a figure.

    Args:
        text: The document's text.
        span: The sentence.
        mention: The quantity.
        timing: Its time, as far as known: with a deadline and no verb it is a projection.
        language: The tables to use.
    """
    return settled(said_of(text, span, mention, language), timing)


def settled(said: Status | None, timing: Timing) -> Status:
    """The status of a figure of which the words say `said`."""
    if said is not None:
        return said
    return Status.PROJECTION if timing.deadline else Status.ACTUAL


def said_of(text: str, span: Span, mention: Mention, language: str = "en") -> Status | None:
    """The status that the words of a sentence give a figure; None where they give none."""
    rules = judge_of(language)
    if len(span) > clauses.LONGEST:
        span = Span(
            max(span.start, mention.span.start - NEAR), max(mention.span.end, min(span.end, mention.span.end + NEAR))
        )
    parts = clauses.of(text, span, language)
    index = clauses.index_of(parts, mention.span.start)
    own = parts[index].span
    beside = at_number(text, own, mention, rules)
    if beside and not beside.cue.weak:
        return beside.cue.status
    governing = governed(text, parts, index, mention, rules, beside)
    if beside and governing in (None, Status.ACTUAL):
        governing = beside.cue.status
    if governing in (None, Status.PLAN) and is_unreal(text, span.start, mention.span.start, rules):
        return Status.PROJECTION
    return governing


def is_unreal(text: str, start: int, end: int, rules: Judge) -> bool:
    """Whether a condition stands between two offsets: "Should the bridge be opened"."""
    return rules.inverted.match(text, start, end) is not None or rules.unreal.search(text, start, end) is not None


def of_clause(text: str, span: Span, language: str = "en", at: int | None = None) -> Status:
    """The status of what a clause without a number says.

    Args:
        text: The document's text.
        span: The clause.
        language: The tables to use.
        at: Where its date stands. The nearest cue in front of it decides, else the first one behind it; without a
            date the last cue, intention before fact.
    """
    rules = judge_of(language)
    hits = [hit for hit in hits_in(text, span.start, span.end, Where.BEFORE, rules) if not hit.cue.purpose]
    if at is None:
        hits = [hit for hit in hits if hit.cue.status is not Status.ACTUAL] or hits
        deciding = hits[-1:]
    else:
        deciding = [hit for hit in hits if hit.end <= at][-1:] or hits[:1]
    if deciding and deciding[0].cue.status is not Status.ACTUAL:
        return deciding[0].cue.status
    return Status.PROJECTION if is_unreal(text, span.start, span.end, rules) else Status.ACTUAL


def at_number(text: str, own: Span, mention: Mention, rules: Judge) -> Hit | None:
    """The cue that stands directly beside the number."""
    span = mention.span
    last = mention.noun.end if mention.noun and mention.noun.start <= span.end + 2 else span.end
    stop = min(max(own.end, last), last + NEXT)
    for end in (span.end, last) if last != span.end else (last,):
        match = rules.patterns[Where.NEXT].match(text, end, stop)
        if match:
            return Hit(cue_in(match, rules), match.start(), match.end())
    match = rules.patterns[Where.FRONT].search(text, max(own.start, span.start - FRONT), span.start)
    return Hit(cue_in(match, rules), match.start(), match.end()) if match else None


def cue_in(match: re.Match[str], rules: Judge) -> Cue:
    """The cue of a match."""
    return rules.cues[int((match.lastgroup or "c0")[1:])]


def governed(  # noqa: PLR0913 - a clause, a number in it, and what stands beside the number
    text: str, parts: tuple[Clause, ...], index: int, mention: Mention, rules: Judge, beside: Hit | None
) -> Status | None:
    """What the verbs say: the nearest in front of the number, then one behind it, then the clause it hangs on."""
    own = parts[index]
    start = mention.span.start
    if is_given(text, own.span, mention, rules):
        return Status.ACTUAL
    stop = mention.span.end if mention.kind is Kind.MULTIPLE else start
    hit = nearest(text, parts, index, mention, rules, min(stop, beside.start) if beside else stop)
    if (hit is None or rules.apposed.search(text, max(own.span.start, start - FRONT), start)) and (
        defined := defined_as(text, own.span, mention, rules)
    ):
        return defined
    if hit:
        return levelled(text, hit, mention, rules)
    if own.link is not Link.ASIDE and (after := behind(text, own.span, mention, rules)):
        return after
    while parts[index].link.dependent and index > 0:
        index -= 1
        hit = nearest(text, parts, index, mention, rules, parts[index].span.end)
        if hit:
            return levelled(text, hit, mention, rules)
    return None


def is_given(text: str, own: Span, mention: Mention, rules: Judge) -> bool:
    """Whether the number is there already, whatever its clause plans: a base, or the whole of a part."""
    start = mention.span.start
    if is_compared(text, own, mention, rules) and not (
        rules.revised.search(text, own.start, start) and rules.raising.search(text, own.start, start)
    ):
        return True
    return rules.whole.search(text, max(own.start, start - FRONT), start) is not None


def is_compared(text: str, own: Span, mention: Mention, rules: Judge) -> bool:
    """Whether the number is what another one is compared with: "up from 4 million"."""
    start = mention.span.start
    first = max(own.start, start - FRONT)
    match = rules.compared.search(text, first, start)
    return match is not None and rules.sourced.search(text, first, match.start()) is None


def nearest(text: str, parts: tuple[Clause, ...], index: int, mention: Mention, rules: Judge, stop: int) -> Hit | None:  # noqa: PLR0913 - a clause of a sentence, and where its cues may reach
    """The last cue of a clause, in front of `stop`, that can govern a number."""
    sentence, start = parts[0].span.start, parts[index].span.start
    hits = hits_in(text, start, stop, Where.BEFORE, rules)
    for hit in reversed(hits):
        if hit.start >= mention.span.start and hit.cue.status is not Status.ACTUAL:
            continue  # the number is a verb itself: "tripled", "to double"
        if hit.cue.purpose and rules.done.search(text, max(sentence, hit.start - FRONT), hit.start):
            continue
        content = hit.cue.status is Status.ACTUAL and next((one for one in hits if one.cue.content), None)
        return content or hit
    return None


def hits_in(text: str, start: int, end: int, where: Where, rules: Judge) -> list[Hit]:
    """Cues between two offsets; verbs that are not finite there are left out."""
    hits: list[Hit] = []
    for match in rules.patterns[where].finditer(text, start, end):
        cue = cue_in(match, rules)
        if cue.finite and rules.not_after.search(text, max(start, match.start() - FRONT), match.start()):
            continue
        if cue.purpose and hits and goes_on(text, hits[-1], match.start(), rules):
            continue
        hits.append(Hit(cue, match.start(), match.end()))
    return hits


def goes_on(text: str, before: Hit, start: int, rules: Judge) -> bool:
    """Whether an infinitive belongs to the intention before it and is no purpose: "is projected to attain"."""
    if before.cue.status is Status.ACTUAL:
        return False
    if before.cue.status is Status.PROJECTION and rules.object_of.fullmatch(text, before.end, start):
        return True  # "expects the economy to grow"
    return start - before.end <= GAP or rules.joined.search(text, before.end, start) is not None


def levelled(text: str, hit: Hit, mention: Mention, rules: Judge) -> Status:
    """The status of a cue; an intention to bring a number to a level is a target."""
    if hit.cue.levels and to_a_level(text, hit, mention, rules):
        return Status.TARGET
    if hit.cue.promise and is_of_a_level(mention):
        return Status.TARGET
    return hit.cue.status


def is_of_a_level(mention: Mention) -> bool:
    """Whether a number that is promised says how much there is to be: a rate, or what is neither money nor counted."""
    unit = mention.quantity.unit or ""
    return mention.rate is not None or (mention.kind is Kind.LEVEL and unit != "" and not is_money(unit))


def is_money(unit: str) -> bool:
    """Whether a unit is a currency, which has three capitals."""
    return len(unit) == CODE and unit.isupper()


def to_a_level(text: str, hit: Hit, mention: Mention, rules: Judge) -> bool:
    """Whether the number is where something is raised or cut to: "plans to raise exports to 5 million tons"."""
    if mention.kind in CHANGING:
        return True
    start = mention.span.start
    raising = rules.raising.search(text, hit.start, start)
    if raising is None:
        return False
    found = rules.towards.search(text, raising.start(), start) or rules.converted.search(text, raising.start(), start)
    return found is not None


def behind(text: str, own: Span, mention: Mention, rules: Judge) -> Status | None:
    """What the words behind a number say that is the subject of its clause."""
    hits = hits_in(text, mention.span.end, own.end, Where.AFTER, rules)
    if not hits and rules.listed.search(text, max(own.start, mention.span.start - FRONT), mention.span.start):
        hits = hits_in(text, own.start, mention.span.start, Where.AFTER, rules)[-1:]  # "and the remaining 600 by May"
    hits = [hit for hit in hits if rules.another.search(text, max(own.start, hit.start - FRONT), hit.start) is None]
    return hits[0].cue.status if hits else None


def defined_as(text: str, own: Span, mention: Mention, rules: Judge) -> Status | None:
    """What a clause right behind a thing says of it: "a network of three lines that will open in stages"."""
    opening = rules.defining.match(text, mention.span.end, own.end)
    hits = hits_in(text, opening.end(), own.end, Where.BEFORE, rules) if opening else []
    return hits[0].cue.status if opening and hits and hits[0].start <= opening.end() + 1 else None
