"""What happened, by date: sentences of the documents, word for word."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from briefgen.model import Fact, Passage, Section, Statement, Status
from briefgen.writing.material import Material
from briefgen.writing.ranking import is_minor, ranked
from briefgen.writing.statements import verbatim

MOST = 10
"""Developments of one brief."""
MOST_NEEDED = 12
"""Sentences of figures that stand in no table."""
SHORTEST, LONGEST = 8, 55
"""Words of a sentence that can stand alone."""
COPY = 0.6
"""Share of words in common from which two sentences tell the same thing."""
TWO_NAMES = 2
"""Capitalised words that make a sentence concrete: who, and whom or where."""
HISTORY = 366
"""Days before the edition's day from which an event is background, not a development."""
LEANING = re.compile(
    r"^[\"“‘'(]*(?:he|she|it|they|this|that|these|those|his|her|its|their|such|the (?:first|second|latter|former)|"
    r"in turn|however|moreover|furthermore|additionally|also|but|and|so|thus|therefore|meanwhile|in sum|overall|"
    r"foremost|another|both|for (?:his|her|its) part|despite|rather|similarly|instead|thanks to)\b",
    re.IGNORECASE,
)
"""Openings that lean on the sentence before (English)."""
SPEECH = re.compile('[“”"«»„]')
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
        if sentence.passage not in past and material.speaker_of(sentence.passage) is None
    ]
    sentences.sort(key=lambda passage: _order(passage, material))
    news = [Told((passage,)) for passage in sentences if strength(passage, material) >= NEWS]
    filling = [Told((passage,)) for passage in sentences if NEWS > strength(passage, material) >= FILLING]
    told = list(said)
    chosen = _new(needed, MOST_NEEDED, told, material)
    chosen += _new([*happened, *news], max(MOST - len(chosen), MOST // 2), [*told, *chosen], material)
    chosen += _new(filling, FEW - len(chosen), [*told, *chosen], material)
    return Section("developments", "Developments", statements=_by_date(chosen))


def _new(stories: Sequence[Told], room: int, said: Sequence[Statement], material: Material) -> list[Statement]:
    """The first stories that were not told before."""
    told = list(said)
    chosen: list[Statement] = []
    for statement in tell("developments", stories, material):
        if len(chosen) < room and not {citation.passage for citation in statement.citations} & told_by(told, material):
            told.append(statement)
            chosen.append(statement)
    return chosen


def _unprinted(material: Material, printed: set[str], as_of: dt.date | None) -> list[Passage]:
    """The sentence of every fact with a number that no table prints, the weightiest first.

    What another topic follows is told there. Of several sentences the one that can stand alone is told.
    """
    facts = [
        fact
        for fact in ranked(material.facts, material, as_of)
        if fact.id not in printed and not is_minor(fact, material) and not material.is_foreign(fact)
    ]
    best = dict.fromkeys(_best_told(fact, material) for fact in facts)
    return sorted(best, key=lambda passage: passage in material.headings)


def _best_told(fact: Fact, material: Material) -> Passage:
    """The sentence of a fact that reads best by itself: no headline, not leaning on the one before it, and short."""

    def order(passage: Passage) -> tuple[bool, bool, bool]:
        return (passage in material.headings, not stands_alone(passage.quote), len(passage.quote) > PLENTY)

    return min(dict.fromkeys(figure.passage for figure in fact.figures), key=order)


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
        if any(figure.passage in quoted for figure in fact.figures)
        for figure in fact.figures
    }
    words = {_words(passage.quote) for passage in cited}
    known = (*(sentence.passage for sentence in material.sentences), *_passages(material))
    return cited | figures | {passage for passage in known if _words(passage.quote) in words}


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


def _order(passage: Passage, material: Material) -> tuple[int, str, int]:
    """The strongest sentence first, equals by document and place."""
    return (-strength(passage, material), material.document_of(passage).name, passage.span.start)


def stands_alone(quote: str) -> bool:
    """A sentence that can be read without the one before it, and is not half a dialogue."""
    return not (LEANING.match(quote) or SPEECH.search(quote) or "?" in quote)


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
        words = _words(story.passages[0].quote)
        twin = next((i for i, other in enumerate(merged) if _alike(words, _words(other.passages[0].quote))), None)
        if twin is None:
            merged.append(story)
        else:
            both = dict.fromkeys((*merged[twin].passages, *story.passages))
            merged[twin] = replace(merged[twin], passages=tuple(both), date=merged[twin].date or story.date)
    return tuple(_statement(section, story, material) for story in merged)


def _statement(section: str, story: Told, material: Material) -> Statement:
    """A told sentence as a statement; one that somebody speaks keeps the name."""
    passage = story.passages[0]
    statement = verbatim(section, story.passages, material.document_of(passage))
    speaker = material.speaker_of(passage)
    return replace(
        statement,
        speaker=f"{speaker}, in {statement.speaker}" if speaker else statement.speaker,
        date=statement.date or story.date,
        status=story.status,
        deadline=story.deadline,
        condition=story.condition,
    )


@lru_cache(maxsize=20_000)
def _words(quote: str) -> frozenset[str]:
    """The numbers of a sentence, and its words that are longer than small words."""
    return frozenset(word for word in re.findall(r"\w+", quote.casefold()) if len(word) > len("the") or word.isdigit())


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """The sentences tell the same, word by word, and not a number differs."""
    numbers, other_numbers = ({word for word in words if word.isdigit()} for words in (one, other))
    return numbers == other_numbers and len(one & other) >= COPY * len(one | other)


def _by_date(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Newest first; undated ones last, as nobody knows where they belong."""
    return tuple(
        sorted(
            statements,
            key=lambda statement: (-(statement.date.toordinal() if statement.date else 0), statement.text),
        )
    )
