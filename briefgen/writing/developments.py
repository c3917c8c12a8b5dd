"""What happened, by date: sentences of the documents, word for word."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import Fact, Passage, Section, Span, Statement, Status
from briefgen.writing.material import Material
from briefgen.writing.ranking import is_minor, ranked
from briefgen.writing.selection import select
from briefgen.writing.standing import ANSWER, leans, stands_alone
from briefgen.writing.statements import place, stands_in, statement_id, verbatim
from briefgen.writing.twins import repeats_numbers, retells, same

NAME = "developments"
MOST = 10
"""Developments of one brief."""
MOST_NEEDED = 12
"""Sentences of figures that stand in no table."""
MOST_IN_ALL = MOST_NEEDED + MOST // 2
"""Those, and what else happened."""
SHORTEST, LONGEST = 8, 55
"""Words of a sentence that can stand alone."""
TWO_NAMES = 2
"""Capitalised words that make a sentence concrete: who, and whom or where."""
HISTORY = 366
"""Days before the edition's day from which an event is background, not a development."""
DONE = re.compile(
    r"\b(?:signed|agreed|launched|opened|lifted|announced|approved|adopted|completed|began|started|inaugurated|"
    r"established|met|visited|ratified|commissioned|suspended|resumed|decided|pledged|presented|joined|ordered|"
    r"bought|sold|awarded|won|cut|raised|banned|imposed|negotiating|building|expanding|expand|plans? to|"
    r"under ?way|under construction|being built|discussed)\b",
    re.IGNORECASE,
)
"""Verbs of things that were done (English); what happened is news, what is important is opinion."""


OPINION = re.compile(
    r"\b(?:pivotal|indispensable|vital|crucial|critical|remarkabl[ey]|historic|significant(?:ly)?|robust|synerg\w+|"
    r"strategic(?:ally)?|underscor\w+|testament|paradigm\w*|transformative|profound(?:ly)?|key|pillar|important|"
    r"importance|essential|unprecedented|certainly|undoubtedly|epitomi[sz]\w+)\b",
    re.IGNORECASE,
)
"""Words of judgement (English): a sentence with them says less of what happened."""
NEWS = 5
"""Strength from which a sentence is a development: something was done or is under way."""
FILLING = 3
"""Strength of sentences that fill up where little happened."""
PLENTY = 400
"""Characters from which a sentence is hard to read."""
FEW = 4
"""Developments up to which is filled up."""
WORDS = 30
"""Words of a development, on average, where sentences are chosen from: the budget is this times their number."""
PREFERRED = 0.1
"""Worth of a point of strength beside what `selection` counts: news with names in a dated document has seven."""


class Told(Struct, frozen=True):
    """Something worth telling: its sentence with copies, and its date."""

    passages: tuple[Passage, ...]
    """The sentence, then others that tell the same."""
    date: dt.date | None = None
    """When it happened; used where the document has no date of its own."""
    status: Status | None = None
    """For deadlines."""
    deadline: dt.date | None = None
    """For deadlines."""
    begins: dt.date | None = None
    """For what is due in a time, and not by its end: the first day."""
    condition: str | None = None
    """For deadlines that hold only if something else happens."""


def developments(
    material: Material, as_of: dt.date | None, said: Iterable[Statement], printed: Iterable[str]
) -> Section:
    """Sentences about figures that stand in no table, events, and the sentences that tell most; newest first."""
    needed = [Told((passage,)) for passage in _unprinted(material, set(printed), as_of)]
    happened, past = _events(material, as_of)
    sentences = [
        sentence.passage
        for sentence in material.sentences
        if sentence.passage not in past and material.narrator_of(sentence.passage) is None
    ]
    news = [Told((passage,)) for passage in sentences if strength(passage, material) >= NEWS]
    filling = [Told((passage,)) for passage in sentences if NEWS > strength(passage, material) >= FILLING]
    told = told_by(said, material)
    chosen = _first(_pinned([*needed, *happened], material), len(material.pins), told, material)
    told |= told_by(chosen, material)
    chosen += _first(needed, max(MOST_NEEDED - len(chosen), 0), told, material)
    told |= told_by(chosen, material)
    chosen += _telling([*happened, *news], max(MOST - len(chosen), MOST // 2), told, material)
    told |= told_by(chosen, material)
    chosen += _telling(filling, FEW - len(chosen), told, material)
    return Section(NAME, "Developments", statements=_by_date(chosen))


def _pinned(stories: Sequence[Told], material: Material) -> list[Told]:
    """The stories and sentences that an editor pinned, those of facts also with the sentence that they lean on."""
    if not material.pins:
        return []
    told = dict.fromkeys(figure.passage for fact in material.facts for figure in fact.figures)
    told |= dict.fromkeys(sentence.passage for sentence in material.sentences)
    told |= dict.fromkeys(with_antecedent(passage, material) for passage in tuple(told))
    every = (*stories, *(Told((passage,)) for passage in told))
    return [story for story in every if statement_id(NAME, place(story.passages[0])) in material.pins]


def _first(stories: Sequence[Told], room: int, told: AbstractSet[Passage], material: Material) -> list[Statement]:
    """The first stories that were not told before."""
    told = set(told)
    chosen: list[Statement] = []
    for statement in tell(NAME, stories, material):
        if len(chosen) < room and not told & _passages_of(statement):
            told |= told_by((statement,), material)
            chosen.append(statement)
    return chosen


def _telling(stories: Sequence[Told], room: int, told: AbstractSet[Passage], material: Material) -> list[Statement]:
    """The stories that tell most and were not told before, not even in part."""
    quotes = {passage.quote for passage in told}
    new = {
        statement.citations[0].passage: statement
        for statement in tell(NAME, stories, material)
        if not told & _passages_of(statement)
        and not any(retells(statement.citations[0].passage.quote, quote) for quote in quotes)
    }
    preferred = {passage: PREFERRED * strength(passage, material) for passage in new}
    chosen = select(new, max(room, 0) * WORDS, terms=material.topic.terms, preferred=preferred)
    return [new[passage] for passage in chosen if passage in new][: max(room, 0)]


def _passages_of(statement: Statement) -> set[Passage]:
    """What a statement cites."""
    return {citation.passage for citation in statement.citations}


def _unprinted(material: Material, printed: set[str], as_of: dt.date | None) -> list[Passage]:
    """The sentence of every fact with a number that no table prints, the weightiest first.

    What another topic follows is told there. Of several sentences the one that can stand alone is told.
    """
    facts = [
        fact
        for fact in ranked(material.facts, material, as_of)
        if fact.id not in printed and not is_minor(fact, material) and not material.is_foreign(fact)
    ]
    best = [
        one
        for one in dict.fromkeys(_best_told(fact, material) for fact in facts)
        if one not in material.rows and not _is_said_below(one, material)
    ]
    return sorted(best, key=lambda passage: _hardness(passage, material))


def _is_said_below(passage: Passage, material: Material) -> bool:
    """Whether it is a headline whose numbers stand in a sentence of the same document, which may be told itself."""
    return passage in material.headings and any(
        one.passage.document_id == passage.document_id and repeats_numbers(passage.quote, one.passage.quote)
        for one in material.sentences
    )


def _best_told(fact: Fact, material: Material) -> Passage:
    """The sentence of a fact that reads best by itself, with the one before it where it leans on that."""
    passages = dict.fromkeys(figure.passage for figure in fact.figures)
    best = min(passages, key=lambda passage: (_hardness(passage, material), len(passage.quote) > PLENTY))
    return with_antecedent(best, material) if leans(best.quote) and best not in material.headings else best


def _hardness(passage: Passage, material: Material) -> int:
    """How hard a sentence is to understand by itself: 0 for not at all, 2 for a headline or half a dialogue."""
    if passage in material.headings or material.narrator_of(passage) == "" or ANSWER.match(passage.quote):
        return 2
    return int(leans(passage.quote) or "?" in passage.quote)


def with_antecedent(passage: Passage, material: Material) -> Passage:
    """A sentence that leans, together with the one right before it in its paragraph; itself where that is no help.

    The one before must be readable alone, and both together no longer than one development may be.
    """
    document = material.document_of(passage)
    block = next((one.span for one in document.blocks if one.span.start <= passage.span.start < one.span.end), None)
    before = max(
        (
            one.passage
            for one in (*material.sentences, *material.nearby)
            if one.passage.document_id == passage.document_id and one.passage.span.end <= passage.span.start
        ),
        key=lambda one: one.span.end,
        default=None,
    )
    if block is None or before is None or before.span.start < block.start or not stands_alone(before.quote):
        return passage
    quote = document.text[before.span.start : passage.span.end]
    gap = document.text[before.span.end : passage.span.start]
    if gap.strip() or len(quote.split()) > LONGEST:
        return passage
    return Passage(passage.document_id, Span(before.span.start, passage.span.end), quote)


def told_by(said: Iterable[Statement], material: Material) -> set[Passage]:
    """Sentences that need not be told again: those cited, their reprints, and those of facts that a quoted one told."""
    said = tuple(said)
    cited = {citation.passage for statement in said for citation in statement.citations}
    quoted = {
        citation.passage for statement in said if statement.author == "document" for citation in statement.citations
    }
    figures = {
        figure.passage
        for fact in material.facts
        if any(stands_in(figure.passage, quoted) for figure in fact.figures)
        for figure in fact.figures
    }
    known = {*(sentence.passage for sentence in material.sentences), *_passages(material)}
    again = {one for one in known if stands_in(one, cited) or any(same(one.quote, other.quote) for other in cited)}
    return cited | figures | again


def _passages(material: Material) -> Iterable[Passage]:
    """The sentences of all facts and events."""
    yield from (figure.passage for fact in material.facts for figure in fact.figures)
    yield from (citation.passage for event in material.events for citation in event.citations)


def _events(material: Material, as_of: dt.date | None) -> tuple[list[Told], set[Passage]]:
    """What happened within a year, and the sentences of what is history."""
    recent: list[Told] = []
    past: set[Passage] = set()
    for event in material.events:
        passages = tuple(citation.passage for citation in event.citations)
        if event.status is not Status.ACTUAL:
            continue
        if event.period and as_of and event.period.end < as_of - dt.timedelta(days=HISTORY):
            past |= set(passages)
        elif strength(passages[0], material) >= NEWS:
            day = event.period.start if event.period and event.period.start == event.period.end else None
            recent.append(Told(passages, day))
    return recent, past


def strength(passage: Passage, material: Material) -> int:
    """How well a sentence stands alone and tells news; zero for one that should not be quoted."""
    quote = passage.quote
    words = quote.split()
    if not SHORTEST <= len(words) <= LONGEST or not stands_alone(quote):
        return 0
    names = sum(word[:1].isupper() for word in words[1:])
    dated = material.document_of(passage).published is not None
    return max(1, 2 + 3 * bool(DONE.search(quote)) + (names >= TWO_NAMES) + dated - 2 * bool(OPINION.search(quote)))


def tell(section: str, stories: Sequence[Told], material: Material) -> tuple[Statement, ...]:
    """Statements, one for everything that is told; copies of a sentence add their citation to the first."""
    merged: list[Told] = []
    for story in stories:
        quote = story.passages[0].quote
        twin = next((i for i, other in enumerate(merged) if same(quote, other.passages[0].quote)), None)
        if twin is None:
            merged.append(story)
        else:
            both = dict.fromkeys((*merged[twin].passages, *story.passages))
            merged[twin] = replace(merged[twin], passages=tuple(both), date=merged[twin].date or story.date)
    return tuple(_statement(section, story, material) for story in merged)


def quoting(section: str, passages: Sequence[Passage], material: Material) -> Statement:
    """A sentence word for word; one that somebody speaks keeps the name."""
    language = material.language
    statement = verbatim(section, passages, material.document_of(passages[0]), language)
    speaker = material.narrator_of(passages[0])
    if not speaker:
        return statement
    said = language.gettext("%(speaker)s, in %(document)s", speaker=speaker, document=statement.speaker)
    return replace(statement, speaker=said)


def _statement(section: str, story: Told, material: Material) -> Statement:
    """A told sentence as a statement."""
    statement = quoting(section, story.passages, material)
    return replace(
        statement,
        date=statement.date or story.date,
        status=story.status,
        deadline=story.deadline,
        begins=story.begins,
        condition=story.condition,
    )


def _by_date(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Newest first; undated ones last, as nobody knows where they belong."""
    return tuple(
        sorted(
            statements,
            key=lambda statement: (-(statement.date.toordinal() if statement.date else 0), statement.text),
        )
    )
