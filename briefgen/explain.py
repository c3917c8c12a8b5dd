"""Where a number comes from: everything that stands behind one fact, put together for a person who doubts it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from msgspec import Struct

from briefgen.corrections import Outcome
from briefgen.errors import UsageError
from briefgen.evidence import computed
from briefgen.evidence.counting import counted
from briefgen.evidence.grouping import joined_by
from briefgen.evidence.mentions import Mention, mentions_of
from briefgen.finished import Extract, Finished
from briefgen.model import Check, Document, Fact, Figure, Relation, Span, Topic
from briefgen.pipeline import Weighed
from briefgen.reading.grounds import Basis, Ground, grounds
from briefgen.reading.rowgrounds import Headed, headed

SHORTEST = 4
"""Hexadecimal digits from which the start of an id may name a fact."""
NEAREST = 5
"""Ids that an unknown one brings."""


Mentions = Mapping[Figure, Mention]
"""By figure."""


class Report(Struct, frozen=True):
    """One mention of a fact, with what is known of how it came about."""

    figure: Figure
    """The mention."""
    document: Document
    """Where it stands."""
    line: int
    """The line of the document's text, from 1."""
    grounds: tuple[Ground, ...]
    """The words behind its fields."""
    grouped: str
    """Why it belongs to the fact."""
    headed: Headed | None
    """Of a figure of a table: the headers of its column and row, and the title of the table."""
    counted: str
    """As whose report it counts, or why it counts with another; empty for the input of a computed fact."""


class Explanation(Struct, frozen=True):
    """Where a fact comes from."""

    fact: Fact
    """The fact."""
    reports: tuple[Report, ...]
    """All its mentions, in their order; of a computed fact its inputs."""
    relations: tuple[Relation, ...]
    """How it stands to other facts."""
    checks: tuple[Check, ...]
    """Arithmetic that it goes into."""
    outcomes: tuple[Outcome, ...]
    """What people corrected in its mentions and their documents."""


def find(facts: Sequence[Fact], start: str) -> Fact:
    """The fact of an id, or of the start of one that no other id has. Raises `UsageError` with the nearest ids."""
    wanted = start.casefold()
    exact = [fact for fact in facts if fact.id == wanted]
    found = exact or [fact for fact in facts if len(wanted) >= SHORTEST and fact.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    listed = "`briefgen facts` lists them."
    if found:
        ids = "\n".join(f"{fact.id}  {_named(fact)}" for fact in found[:NEAREST])
        raise UsageError(f"{len(found)} facts have ids that begin so", where=start, hint=f"{ids}\n{listed}")
    known = {fact.id: fact for fact in facts}
    near = difflib.get_close_matches(wanted, sorted(known), n=NEAREST, cutoff=0.5)
    ids = "".join(f"{name}  {_named(known[name])}\n" for name in near)
    raise UsageError("is the id of no fact", where=start or "“”", hint=f"{ids}{listed}")


def _named(fact: Fact) -> str:
    return " ".join(f"{fact.measure or 'a figure'}: {fact.quantity.printed}".split())


class Cited(Struct, frozen=True):
    """A citation of a brief with what the documents say there."""

    number: int
    """As printed."""
    extract: Extract
    """The sentence."""
    document: Document | None
    """Where it stands; None where the corpus does not have it as it was."""
    statements: tuple[str, ...]
    """What the brief says with it, verbatim."""
    explanations: tuple[Explanation, ...]
    """Every fact that the sentence reports, in the order of its figures."""
    claims: tuple[Relation, ...]
    """How its words, without a number, stand to those of other sentences."""
    gone: tuple[str, ...]
    """Ids of facts of the brief that are no longer made of the sentence."""


def printed(brief: Finished, number: int | None) -> Extract:
    """The sentence behind a printed citation number. Raises `UsageError` for one that the brief does not print."""
    numbers = [note.number for note in brief.notes]
    found = next((note.extract for note in brief.notes if note.number == number), None)
    if found is None:
        have = f"It has 1 to {max(numbers)}." if numbers else "It has none: make it again with this briefgen."
        what = "say which citation" if number is None else f"the brief has no citation {number}"
        raise UsageError(what, hint=have)
    return found


def cited(brief: Finished, number: int, weighed: Weighed, topics: Sequence[Topic]) -> Cited:
    """What stands behind a citation that the brief has (`printed`)."""
    extract = printed(brief, number)
    documents = {document.id: document for document in weighed.material.corpus.documents}
    place = (extract.document, extract.span)
    starts = {
        fact.id: min(figure.span for figure in fact.figures if _place(figure) == place)
        for fact in weighed.evidence.facts
        if any(_place(figure) == place for figure in fact.figures)
    }
    facts = [fact for fact in weighed.evidence.facts if fact.id in starts]
    found = sorted(facts, key=lambda fact: (starts[fact.id], fact.id))
    mentions = _mentions(found, weighed, topics)
    told = [
        fact.id
        for fact in brief.facts
        if not fact.derived and any((m.passage.document, m.passage.span) == place for m in fact.mentions)
    ]
    return Cited(
        number=number,
        extract=extract,
        document=documents.get(extract.document),
        statements=tuple(
            statement.text
            for statement in brief.statements
            if any((one.document, one.span) == place for one in statement.citations)
        ),
        explanations=tuple(explain(fact, weighed, topics, mentions) for fact in found),
        claims=tuple(
            one
            for one in weighed.evidence.relations
            if not one.facts and any((other.document_id, other.span) == place for other in one.passages)
        ),
        gone=tuple(name for name in told if name not in {fact.id for fact in found}),
    )


def _place(figure: Figure) -> tuple[str, Span]:
    return figure.passage.document_id, figure.passage.span


WORDS = {
    Basis.BEFORE: "counted back from the period",
    Basis.CONFIGURED: "a measure of the settings",
    Basis.PHRASE: "the noun phrase of the text",
    Basis.HEADERS: "said by the headers of its table",
    Basis.SPEAKING: "who was speaking in the sentences before",
    Basis.UNMARKED: "no word makes it a plan, an aim or an expectation",
    Basis.SETTLED: "“last year” or the like in this undated document, settled beside a dated one with the same numbers",
    Basis.AROUND: "worked out from what stands around it",
}
"""What is said of grounds beside the words of the text."""


def worded(ground: Ground) -> str:
    """A ground in plain words, those of the text in quotation marks."""
    if ground.field == "attribution" and ground.basis is Basis.SAID:
        return "named in the sentence"
    said = " and ".join(f"“{words}”" for words in ground.words)
    if ground.line:
        said += f" in line {ground.line}"
    if ground.basis is Basis.COUNTED:
        said += f", counted from the document's date, {ground.date}"
    more = WORDS.get(ground.basis, "")
    if ground.basis is Basis.CONFIGURED:
        return ": ".join(filter(None, (more, said)))
    return ", ".join(filter(None, (said, more)))


def known(weighed: Weighed) -> tuple[Fact, ...]:
    """Every fact that can be asked for: those of the documents, then those that arithmetic computed from them."""
    return (*weighed.evidence.facts, *computed(weighed.evidence))


def explain(fact: Fact, weighed: Weighed, topics: Sequence[Topic], mentions: Mentions | None = None) -> Explanation:
    """Where a fact of these documents comes from; several share the `mentions` of their figures."""
    evidence = weighed.evidence
    relations = tuple(one for one in evidence.relations if fact.id in {other.id for other in one.facts})
    checks = tuple(one for one in evidence.checks if fact.id in {other.id for other in one.facts})
    return Explanation(
        fact=fact,
        reports=_reports(fact, weighed, topics, mentions or _mentions([fact], weighed, topics)),
        relations=relations,
        checks=checks,
        outcomes=_outcomes(fact, weighed.outcomes),
    )


def _reports(fact: Fact, weighed: Weighed, topics: Sequence[Topic], mentions: Mentions) -> tuple[Report, ...]:
    documents = {document.id: document for document in weighed.material.corpus.documents}
    quotations = {reading.document_id: reading.quotations for reading in weighed.readings}
    grouped = joined_by(fact, mentions, topics)
    origins = counted([mentions[figure] for figure in fact.figures])
    found = []
    for figure, reason, origin in zip(fact.figures, grouped, origins, strict=True):
        document = documents[figure.passage.document_id]
        found.append(
            Report(
                figure=figure,
                document=document,
                line=document.line_at(figure.span.start),
                grounds=grounds(document, figure, quotations[document.id], topics),
                grouped=reason.text,
                headed=headed(document, figure),
                counted="" if fact.derived else origin,
            )
        )
    return tuple(found)


def _mentions(facts: Sequence[Fact], weighed: Weighed, topics: Sequence[Topic]) -> Mentions:
    """The mentions of the documents that report some facts, by figure."""
    cited = {figure.passage.document_id for fact in facts for figure in fact.figures}
    readings = [reading for reading in weighed.readings if reading.document_id in cited]
    found = mentions_of(weighed.material.corpus.documents, readings, topics)
    return {mention.figure: mention for mention in found}


def _outcomes(fact: Fact, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Corrections of the fact's own figures, and of the dates of their documents."""
    places = {(figure.passage.document_id, figure.span) for figure in fact.figures}
    cited = {document for document, _ in places}
    return tuple(
        one
        for one in outcomes
        if (one.correction.document, one.correction.span) in places
        or (one.correction.span is None and one.correction.document in cited)
    )
