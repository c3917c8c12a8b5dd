"""Three to five sentences that say what matters."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from briefgen.language import ENGLISH, Language
from briefgen.model import Fact, Kind, Passage, RelationType, Section, Severity, Statement, Status
from briefgen.writing.composing import against, doubtful, moved, reported, risen_to, sentence
from briefgen.writing.developments import (
    DONE,
    HISTORY,
    NEWS,
    PREFERRED,
    Told,
    quoting,
    strength,
    tell,
    told_by,
    with_antecedent,
)
from briefgen.writing.material import Material
from briefgen.writing.moves import moves
from briefgen.writing.nouns import names_a_measure
from briefgen.writing.patterns import composable, contestable
from briefgen.writing.ranking import WEIGHTS, importance, ranked, reference_day
from briefgen.writing.selection import select
from briefgen.writing.standing import leans, stands_alone
from briefgen.writing.statements import composed, composed_names, first, place, statement_id, unique
from briefgen.writing.twins import repeats_numbers, retells
from briefgen.writing.when import is_undated

MOST, FEWEST = 5, 3
"""PRODUCT.md: "Bottom line (3–5 cited sentences)"."""
MOST_OF_ONE = (2, 3)
"""Sentences about one measure; three only where that gives more lines."""
MONTH = 27
"""Days from which a change counts as a pace: one of a single day is that of a market or of a report."""
MOST_DISPUTED = 2
"""Disputed values that are no reason to use neither; more would crowd out what is known."""
PAIR = 2
"""Facts that one line sets against each other."""
DISPUTED = (RelationType.CONFLICT, RelationType.STATUS_CONFLICT, RelationType.DIFFERENT_SCOPE)
"""Relations that one line can tell, where both values are of one time."""
LONGEST = 35
"""Words of a quoted sentence that may stand here: a reader takes in no more at once."""
LONGEST_NEWS = 40
"""The same for what happened: the opening of a wire story says who, what, when and why."""
BACKGROUND = re.compile(
    r"^(?:when|while|although|though|if|as|since|after|before|until|few|many)\b|"
    r"\b(?:may|might|could|would) (?:be|have)\b",
    re.IGNORECASE,
)
"""Openings of what only leads to the news, and words of those who guess (English)."""
NAME = "bottom_line"


class Line(Struct, frozen=True):
    """A candidate and the facts that it tells."""

    statement: Statement
    facts: tuple[Fact, ...]
    disputed: bool = False
    """It sets values against each other, which a newer value does not settle."""
    say: Callable[[Language], str] | None = None
    """What it says in a language; None where it quotes. What stands in `statement` is English, so that which lines are
    told hangs on no language."""


def _composed(say: Callable[[Language], str], facts: tuple[Fact, ...], *, disputed: bool = False) -> Line:
    """A candidate that briefgen words itself."""
    return Line(composed(NAME, say(ENGLISH), facts), facts, disputed, say)


def bottom_line(material: Material, as_of: dt.date | None) -> Section:
    """The most important facts as sentences; where there are too few, the sentences that tell most.

    Facts of other topics' measures that a sentence of this topic happens to report come behind those.
    """
    ordered = ranked(material.facts, material, as_of)
    own = [fact for fact in ordered if material.is_own(fact)]
    shared = [fact for fact in ordered if fact not in own and fact.corroboration > 1]
    free = [fact for fact in ordered if fact not in own and fact not in shared and not material.is_foreign(fact)]
    pins = material.pins
    candidates = [*_by_weight(material, as_of, own), *_lines(shared, material)]
    further = [*_lines(free, material), *in_tables(ordered, material)]
    if pins:  # the ids of today: a sentence on a fact that came together with others has another one
        pins = (
            frozenset(
                name
                for line in (*candidates, *further)
                for name in (line.statement.id,)
                if not pins.isdisjoint((name, *composed_names(line.statement.made_of, material.also)))
            )
            | pins
        )
    pinned = [line for line in (*candidates, *further) if line.statement.id in pins]
    candidates = [*pinned, *(line for line in candidates if line.statement.id not in pins)]
    chosen = max((_chosen(candidates, most, pins) for most in MOST_OF_ONE), key=len)
    if len(chosen) < FEWEST:
        chosen = _chosen([*candidates, *further], MOST_OF_ONE[0], pins)[: max(FEWEST, len(chosen))]
    lines = [line.statement for line in chosen]
    if len(lines) < FEWEST:
        lines = [*lines, *_strong(material, lines)[: FEWEST - len(lines)]]
    elif (happened := _happened(material, as_of, lines)) is not None:
        lines = _with(happened, lines)
    said = {line.statement.id: line.say(material.language) for line in chosen if line.say}
    kept = first(unique([*_pinned(material, lines), *lines]), MOST, pins)
    told = (replace(one, text=said.get(one.id, one.text)) for one in kept)
    return Section(NAME, "Bottom line", statements=tuple(told))


def _pinned(material: Material, lines: Sequence[Statement]) -> Iterator[Statement]:
    """The sentences that an editor pinned here and that are not among the lines."""
    there = {line.id for line in lines}
    for one in material.sentences if material.pins else ():
        name = statement_id(NAME, place(one.passage))
        if name in material.pins and name not in there:
            yield quoting(NAME, (one.passage,), material)


def _happened(material: Material, as_of: dt.date | None, lines: Sequence[Statement]) -> Statement | None:
    """What happened or is due, in the opening of a document; None where a quoted line tells a deed already."""
    if any(DONE.search(line.text) for line in lines if line.author == "document"):
        return None
    told = told_by(lines, material)
    due = (event for event in material.events if event.status is not Status.ACTUAL)
    ahead = {citation.passage for event in due for citation in event.citations}
    recent = {
        sentence.passage: PREFERRED * strength(sentence.passage, material)
        for sentence in material.sentences
        if sentence.passage in material.ledes
        and (strength(sentence.passage, material) >= NEWS or sentence.passage in ahead)
        and material.narrator_of(sentence.passage) is None
        and len(sentence.passage.quote.split()) <= LONGEST_NEWS
        and not BACKGROUND.search(sentence.passage.quote)
        and not _is_old(sentence.passage, material, as_of)
        and sentence.passage not in told
        and not any(retells(sentence.passage.quote, line.text) for line in lines)
    }
    chosen = select(recent, LONGEST_NEWS, terms=material.topic.terms, preferred=recent)
    return quoting(NAME, chosen[:1], material) if chosen else None


def _with(happened: Statement, lines: Sequence[Statement]) -> list[Statement]:
    """What happened, then the lines; where there is no room, in place of the last quotation, never of a measure."""
    if len(lines) < MOST:
        return [happened, *lines]
    quoted = [place for place, line in enumerate(lines) if line.author == "document"]
    if not quoted:
        return list(lines)
    return [happened, *lines[: quoted[-1]], *lines[quoted[-1] + 1 :]]


def _is_old(passage: Passage, material: Material, as_of: dt.date | None) -> bool:
    """A sentence of a document of another year: its news is none of this edition."""
    published = material.document_of(passage).published
    return bool(published and as_of and published < as_of - dt.timedelta(days=HISTORY))


def _chosen(lines: Iterable[Line], most: int, pins: Collection[str] = ()) -> list[Line]:
    """The weightiest candidates: no fact twice, no measure too often, no quoted sentence of a told fact.

    What an editor pinned stands first among them, and passes.
    """
    told: list[Fact] = []
    measures: Counter[str | None] = Counter()
    chosen: list[Line] = []
    for line in lines:
        before = [one.statement for one in chosen]
        is_pinned = line.statement.id in pins and line.statement not in before
        if not is_pinned and (len(chosen) >= MOST or _is_told(line, told, measures, most, before)):
            continue
        told.extend(line.facts)
        measures[line.facts[0].measure] += 1
        chosen.append(line)
    return chosen


def _is_told(
    line: Line, told: Sequence[Fact], measures: Counter[str | None], most: int, chosen: Sequence[Statement]
) -> bool:
    """Whether the lines that were chosen leave nothing to say of a candidate."""
    if any(_said(fact, told) for fact in line.facts) or measures[line.facts[0].measure] >= most:
        return True
    outdated = not line.disputed and _outdated(line.facts[0], told)
    return outdated or _quotes_again(line.statement, chosen)


def _outdated(fact: Fact, told: Sequence[Fact]) -> bool:
    """A newer measured value of the same thing was told: the older one stands in the table."""
    return fact.status is Status.ACTUAL and any(
        other.status is Status.ACTUAL
        and (other.measure, other.kind, other.quantity.unit) == (fact.measure, fact.kind, fact.quantity.unit)
        and other.period is not None
        and fact.period is not None
        and other.period.end > fact.period.end
        for other in told
    )


def _quotes_again(statement: Statement, chosen: Sequence[Statement]) -> bool:
    """One of two statements quotes a sentence that the other one cites, or both quote the same numbers of one thing."""
    if statement.author == "document" and any(
        repeats_numbers(statement.text, other.text) for other in chosen if other.author == "document"
    ):
        return True
    own = {citation.passage.quote for citation in statement.citations}
    return any(
        own & {citation.passage.quote for citation in other.citations}
        for other in chosen
        if "document" in (statement.author, other.author)
    )


def _said(fact: Fact, told: Sequence[Fact]) -> bool:
    """The fact was told: itself, the same value with another status, or the same amount in another currency."""
    return any(
        other.id == fact.id
        or (
            (other.measure, other.kind, other.quantity.value, other.quantity.unit)
            == (fact.measure, fact.kind, fact.quantity.value, fact.quantity.unit)
            and (other.period or other.deadline) == (fact.period or fact.deadline)
        )
        or (
            (other.measure, other.kind, other.status, other.period, other.deadline)
            == (fact.measure, fact.kind, fact.status, fact.period, fact.deadline)
            and other.quantity.unit != fact.quantity.unit
            and {figure.passage for figure in other.figures} & {figure.passage for figure in fact.figures}
        )
        for other in told
    )


def _by_weight(material: Material, as_of: dt.date | None, own: Sequence[Fact]) -> list[Line]:
    """Numbers that must not be used first; then disputed values and facts, each by its weightiest fact.

    Two values of one status weigh more than either: nobody knows which one holds. A plan beside a target does not.
    """
    today = reference_day(material, as_of)

    def weight(line: Line) -> int:
        return max(importance(fact, material, today) for fact in line.facts)

    def disputed_weight(line: Line) -> int:
        same = len({fact.status for fact in line.facts}) == 1
        return weight(line) + (WEIGHTS.contested if same else 0)

    grave = sorted(_contested(material, Severity.GRAVE), key=weight, reverse=True)
    disputed = [(disputed_weight(line), line) for line in _contested(material, Severity.CAUTION)]
    disputed = sorted(disputed, key=lambda pair: -pair[0])[:MOST_DISPUTED]
    others = [(weight(line), line) for line in _lines(own, material)]
    return [*grave, *(line for _, line in sorted((*disputed, *others), key=lambda pair: -pair[0]))]


def _contested(material: Material, severity: Severity) -> Iterator[Line]:
    """A line for each relation of own measures that one sentence can tell."""
    for relation in material.relations:
        facts = tuple(fact for fact in relation.facts if not fact.derived)
        if relation.severity is not severity or not facts or not material.is_own(facts[0]):
            continue
        if len(facts) == PAIR and relation.type in DISPUTED and contestable(*facts):
            yield _composed(partial(against, facts[0], facts[1]), facts, disputed=True)
        elif relation.type is RelationType.DOES_NOT_ADD_UP and _is_configured(facts, material):
            say = doubtful(facts)
            if say is not None:
                yield _composed(say, facts, disputed=True)


def _is_configured(facts: Sequence[Fact], material: Material) -> bool:
    """All of one measure whose name was written to be printed."""
    return len({fact.measure for fact in facts}) == 1 and facts[0].measure in material.measures


def _lines(facts: Sequence[Fact], material: Material) -> Iterator[Line]:
    """A candidate for each fact that a sentence can tell; what belongs together comes with its weightiest part."""
    movements = [*_moves(facts, material), *(line for fact in facts if (line := _movement(fact, facts, material)))]
    for fact in facts:
        movement = next((line for line in movements if fact in line.facts), None)
        if movement is not None:
            yield movement
        elif tellable(fact, material):
            yield _composed(partial(sentence, fact), (fact,))
        elif fact.quantity.value is not None and fact.measure is not None:
            passages = _quotable(fact, material)
            if passages:
                yield Line(quoting(NAME, passages[:1], material), (fact,))


def in_tables(facts: Sequence[Fact], material: Material) -> Iterator[Line]:
    """A candidate for each measured whole that only tables tell, with who reports it: a row is no sentence to quote.

    What is of one part is left to the key figures: "Freight rose" of one railway of four would mislead.
    """
    whole = [fact for fact in facts if is_whole_of_table(fact, material)]
    for fact in whole:
        level = _level_of(fact, whole)
        told = (fact,) if level is None else (level, fact)
        say = partial(sentence, fact) if level is None else partial(risen_to, fact, level, None)
        who = material.document_of(fact.figures[0].passage).publisher
        if who and not any(map(str.isdecimal, who)):
            say = partial(reported, say, who)
        if level is not None or fact.kind is not Kind.CHANGE:
            yield _composed(say, told)


def is_whole_of_table(fact: Fact, material: Material) -> bool:
    """Whether only rows of tables report a measured value, with its time, and it is of no part of something."""
    return (
        fact.status in (Status.ACTUAL, Status.ESTIMATE)
        and fact.period is not None
        and not fact.subject
        and fact.kind in (Kind.LEVEL, Kind.CHANGE)
        and composable(fact, frozenset({fact.measure or ""}))
        and names_a_measure(fact)
        and all(figure.passage in material.rows and not figure.attribution for figure in fact.figures)
    )


def _moves(facts: Sequence[Fact], material: Material) -> Iterator[Line]:
    """A line for each configured measure that a sentence tells to have gone from one value to another one."""
    for move in moves(facts):
        if move.after.measure in material.measures:
            told = tuple(fact for fact in (move.after, move.before, move.factor) if fact is not None)
            yield _composed(partial(moved, move.before, move.after), told)


def tellable(fact: Fact, material: Material) -> bool:
    """Whether the pattern of a fact says what its sentence says.

    A share needs a measure that is one ("37% of the cargo" is no cargo), and a level without a time must be the only
    one: two of them are of different things or days, and only their sentences say of which.
    """
    if not composable(fact, material.measures):
        return False
    if fact.kind is Kind.SHARE:
        return any(measure.name == fact.measure and measure.unit == "%" for measure in material.topic.measures)
    rivals = (
        other
        for other in material.facts
        if (other.measure, other.kind, other.status) == (fact.measure, fact.kind, fact.status)
        and other.id != fact.id
        and is_undated(other)
        and other.quantity.unit == fact.quantity.unit
    )
    return fact.status is not Status.ACTUAL or not is_undated(fact) or not any(rivals)


def _movement(change: Fact, facts: Sequence[Fact], material: Material) -> Line | None:
    """The line for a change with the level that it led to, and the change since then."""
    level = _level_of(change, facts) if composable(change, material.measures) else None
    if level is None:
        return None
    later = _later(change, facts)
    told = (level, change) if later is None else (level, change, later)
    return _composed(partial(risen_to, change, level, later), told)


def _later(change: Fact, facts: Sequence[Fact]) -> Fact | None:
    """The next measured change of the same thing, if there is exactly one."""
    later = [
        fact
        for fact in facts
        if fact.kind is Kind.CHANGE
        and fact.status is Status.ACTUAL
        and fact.measure == change.measure
        and fact.direction is not None
        and fact.quantity.value is not None
        and fact.period is not None
        and change.period is not None
        and fact.period.start > change.period.end
        and (fact.period.end - fact.period.start).days >= MONTH
    ]
    return later[0] if len(later) == 1 else None


def _level_of(change: Fact, facts: Sequence[Fact]) -> Fact | None:
    """The level that a measured change led to: of the same time, and told in one sentence with it."""
    if change.kind is not Kind.CHANGE or change.status is not Status.ACTUAL or change.period is None:
        return None
    sentences = {figure.passage for figure in change.figures}
    return next(
        (
            fact
            for fact in facts
            if fact.kind is Kind.LEVEL
            and fact.status is Status.ACTUAL
            and (fact.measure, fact.period) == (change.measure, change.period)
            and fact.quantity.value is not None
            and sentences & {figure.passage for figure in fact.figures}
        ),
        None,
    )


def _quotable(fact: Fact, material: Material) -> list[Passage]:
    """Sentences of a fact that are short enough; headlines are no sentences.

    The opening of a document comes first, as it names who and where; then the shortest.
    """
    passages = {
        figure.passage
        for figure in fact.figures
        if len(figure.passage.quote.split()) <= LONGEST
        and stands_alone(figure.passage.quote)
        and figure.passage not in material.headings
        and material.narrator_of(figure.passage) != ""
    }
    return sorted(passages, key=lambda one: (one not in material.ledes, len(one.quote), one.quote, one.document_id))


def _strong(material: Material, lines: Sequence[Statement]) -> list[Statement]:
    """Sentences to fill up with, the strongest first; in a tiny corpus any sentence of the topic will do.

    Those that report what was told already come late: they are better than an empty line, and only just. A document
    with one or two sentences of the topic lends those that stand beside them.
    """
    cited = {citation.passage.quote for line in lines for citation in line.citations}
    told = told_by(lines, material)
    sentences = sorted(
        (one for one in material.sentences if one.passage.quote not in cited),
        key=lambda one: (
            one.passage in told,
            material.speaker_of(one.passage) is not None,
            len(one.passage.quote.split()) > LONGEST,
            -strength(one.passage, material),
            material.document_of(one.passage).name,
            one.passage.span,
        ),
    )
    beside = sorted(
        (one for one in material.nearby if one.passage.quote not in cited),
        key=lambda one: -strength(one.passage, material),
    )
    passages = (one.passage for one in (*sentences, *beside))
    readable = (with_antecedent(one, material) if leans(one.quote) else one for one in passages)
    chosen = list(lines)
    for statement in tell(NAME, [Told((passage,)) for passage in readable], material):
        if not any(retells(statement.text, other.text) for other in chosen) and not _quotes_again(statement, chosen):
            chosen.append(statement)
    return chosen[len(lines) :]
