"""What a brief says, held against its documents, or against its own passages where nobody has the documents.

Nothing that the brief says is believed: the documents are read once more, and every quotation, figure, chart point and
printed number has to be found again. A check is a function from the brief and the evidence to findings; `CHECKS` is
the list of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from briefgen import finished
from briefgen.finished import Extract, Finished, Mention, Statement
from briefgen.interchange import fingerprint
from briefgen.model import BlockKind, Document, Figure, Period
from briefgen.recompute import misdated, misderived, misjudged
from briefgen.verify.explanations import explanations
from briefgen.verify.finding import Finding, short
from briefgen.verify.numbers import unbacked
from briefgen.verify.shelf import Shelf
from briefgen.verify.wording import wording

UNCITED = ("gaps", "changes")
"""Keys of sections whose sentences may speak of what is not there, and so cite nothing."""
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
YEARS = 2
"""Years that a time has at most: "December 2024 to March 2025"."""
BAR = "|"
"""What stands between the cells of a row."""
SCALES = tuple(Decimal(10) ** power for power in (0, 3, 6, 9, 12))
"""By which the header of a column may multiply."""
BREAK = " … "
"""Between the parts of a quotation that the document splits."""


def documents(brief: Finished, shelf: Shelf) -> Iterator[Finding]:
    """Every document is there, with the text that it had."""
    named = {document.name: document for document in shelf.documents.values()}
    for listed in () if shelf.alone else brief.documents:
        if listed.id in shelf.documents:
            continue
        if listed.name in named:
            changed = f"the text of “{listed.name}” is another one than the brief was made from"
            yield Finding(listed.where, f"{changed} (SHA-256 {named[listed.name].id[:12]}, not {listed.id[:12]})")
        else:
            yield Finding(listed.where, f"“{listed.name}” ({listed.id[:12]}) is not in the corpus")
    if fingerprint(listed.id for listed in brief.documents) != brief.corpus:
        yield Finding("provenance.corpus", "is not the hash of the listed documents")


def quotations(brief: Finished, shelf: Shelf) -> Iterator[Finding]:
    """Every quote is the text of its document at its place, inside one paragraph."""
    known = {listed.id for listed in brief.documents}
    for extract in brief.extracts:
        document = shelf.documents.get(extract.document)
        if extract.document not in known:
            yield Finding(extract.where, f"cites {extract.document[:12]}, which the brief does not list")
        elif document is not None:
            problem = _misquotes(extract, document)
            if problem:
                yield Finding(extract.where, problem)
        elif len(extract.quote) != extract.span.end - extract.span.start:
            yield Finding(extract.where, f"“{short(extract.quote)}” is not as long as its place")


def copies(brief: Finished, shelf: Shelf) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all checks
    """Passages that overlap say the same where they do: a brief quotes a sentence many times."""
    known: dict[tuple[str, int], tuple[str, Extract]] = {}
    for extract in brief.extracts:
        for place, letter in enumerate(extract.quote, extract.span.start):
            other, first = known.setdefault((extract.document, place), (letter, extract))
            if other != letter:
                yield Finding(
                    extract.where, f"quotes “{short(extract.quote)}”, and {first.where} “{short(first.quote)}”"
                )
                break


def _misquotes(extract: Extract, document: Document) -> str | None:
    span = extract.span
    place = f"{document.name} at {span.start}–{span.end}"
    if not (0 <= span.start < span.end <= len(document.text)):
        return f"{place} lies outside the document"
    if document.text[span.start : span.end] != extract.quote:
        return f"“{short(extract.quote)}” does not stand in {place}"
    if not any(block.span.holds(span) and block.kind is not BlockKind.FURNITURE for block in document.blocks):
        return f"“{short(extract.quote)}” ({place}) is not inside one paragraph"
    return None


def figures(brief: Finished, shelf: Shelf) -> Iterator[Finding]:
    """Every figure stands in its passage, and reading it again gives the same value, unit and status."""
    for fact in brief.facts:
        for mention in fact.mentions:
            if mention.passage.document in shelf.documents:
                problem = _misread(mention, shelf)
                if problem:
                    yield Finding(mention.where, problem)


def surfaces(brief: Finished, shelf: Shelf) -> Iterator[Finding]:
    """Without documents: every figure stands in its passage, and its words alone give the same value.

    What people corrected stands on their word; and a reading that needs the sentences around it is left to the corpus.
    """
    corrected = {(one.document, one.span) for one in brief.corrections}
    for mention in (mention for fact in brief.facts for mention in fact.mentions if shelf.alone):
        passage, start = mention.passage, mention.passage.span.start
        inside = passage.quote[mention.span.start - start : mention.span.end - start]
        if inside != mention.surface or not passage.span.holds(mention.span):
            yield Finding(mention.where, f"“{mention.surface}” does not stand at its place in “{short(passage.quote)}”")
        elif (passage.document, mention.span) not in corrected:
            again = [one.quantity for one in shelf.quantities(mention.surface, (passage,))]
            values = {(one.value, one.upper) for one in again if one.unit == mention.unit}
            if BAR in passage.quote:  # a row of a table, whose scale and sign stand in its headers or brackets
                values = {scaled for one in values for scaled in _by_headers(one)}
            if len(again) == 1 and values and mention.values not in values:
                ((value, upper),) = values
                read = _amount(value, upper, mention.unit)
                yield Finding(mention.where, f"“{mention.surface}” reads as {read}, not {_stated(mention)}")


def _by_headers(value: tuple[Decimal | None, Decimal | None]) -> Iterator[tuple[Decimal | None, Decimal | None]]:
    """What a number of a table may be: as it is, in thousands, millions or billions, and below or above zero."""
    for scale in SCALES:
        low, high = (None if end is None else end * scale for end in value)
        yield low, high
        yield None if low is None else -low, None if high is None else -high


def _misread(mention: Mention, shelf: Shelf) -> str | None:
    passage, span = mention.passage, mention.span
    text = shelf.documents[passage.document].text
    if text[span.start : span.end] != mention.surface or not passage.span.holds(span):
        return f"“{mention.surface}” does not stand at {span.start}–{span.end} inside its passage"
    figure = shelf.figures(passage.document).get(span)
    if figure is None:
        return f"“{mention.surface}” is not read as a figure there"
    again = (figure.quantity.value, figure.quantity.upper)
    if (*mention.values, mention.unit) != (*again, figure.quantity.unit):
        return f"“{mention.surface}” reads as {_amount(*again, figure.quantity.unit)}, not {_stated(mention)}"
    if mention.status != figure.status.value:
        return f"“{mention.surface}” reads as {figure.status}, not {mention.status}"
    return None


def facts(brief: Finished, shelf: Shelf) -> Iterator[Finding]:
    """Every fact has the value, unit, status and time of one of its figures; a derived one its formula and inputs."""
    for fact in brief.facts:
        if not fact.mentions:
            yield Finding(fact.where, "rests on no figure")
        if fact.derived:
            yield from (Finding(fact.where, problem) for problem in misderived(fact, _again(fact, shelf)))
            continue
        stated = {(*mention.values, mention.unit) for mention in fact.mentions}
        if fact.mentions and (*fact.values, fact.unit) not in stated:
            yield Finding(fact.where, f"{_amount(*fact.values, fact.unit)} is not the value of any of its figures")
        if fact.mentions and fact.status not in {mention.status for mention in fact.mentions}:
            yield Finding(fact.where, f"{fact.status} is not the status of any of its figures")
        yield from _times(fact, shelf)


def _times(fact: finished.Fact, shelf: Shelf) -> Iterator[Finding]:
    """The period and the deadline of a fact are those of one of its figures, as read again."""
    found = _again(fact, shelf)
    if not found:
        return
    if fact.period and fact.period not in {_days(figure.period) for figure in found}:
        yield Finding(fact.where, f"{fact.period} is not the period of any of its figures")
    if fact.deadline and fact.deadline not in {str(figure.deadline) for figure in found}:
        yield Finding(fact.where, f"{fact.deadline} is not the deadline of any of its figures")


def _again(fact: finished.Fact, shelf: Shelf) -> list[Figure]:
    """The figures that a fact rests on, as far as they are read again."""
    read = (shelf.figures(mention.passage.document).get(mention.span) for mention in fact.mentions)
    return [figure for figure in read if figure is not None]


def charts(brief: Finished, shelf: Shelf) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all checks
    """Every point and line of a chart is its fact."""
    known = {fact.id: fact for fact in brief.facts}
    for point in brief.points:
        fact = known.get(point.fact)
        if fact is None:
            yield Finding(point.where, f"draws fact {point.fact}, which the brief does not have")
            continue
        upper = None if point.line else fact.values[1]
        if point.values != (fact.values[0], upper):
            drawn, stated = _amount(*point.values, fact.unit), _amount(fact.values[0], upper, fact.unit)
            yield Finding(point.where, f"draws {drawn}, and its fact says {stated}")
        if point.status != fact.status:
            yield Finding(point.where, f"draws as {point.status} what its fact calls {fact.status}")
        if not point.line and point.period != fact.period:
            yield Finding(point.where, f"draws at {point.period} what its fact dates {fact.period}")


def times(brief: Finished, shelf: Shelf) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all checks
    """The subtitle of a chart ends with the years of its first and last point, whatever its language puts between them.

    What stands before may have years of its own: the name of a measure. A time has two years at most.
    """
    known = {fact.id: fact for fact in brief.facts}
    for claim in brief.claims:
        drawn = [point for point in brief.points if point.where.startswith(f"{claim.where}.") and not point.line]
        printed = YEAR.findall(claim.subtitle)[-2 * YEARS :]
        if not (drawn and printed):
            continue
        first, last = ((point, _years(point, known)) for point in (drawn[0], drawn[-1]))
        if not all((first[1], last[1])) or _tells(printed, first[1], last[1]):
            continue
        year, (point, _) = (printed[-1], last) if printed[-1] not in last[1] else (printed[0], first)
        shown = " ".join(filter(None, (point.period, _deadline(point, known))))
        yield Finding(claim.where, f"“{short(claim.subtitle)}” says {year}, and the point is of {shown}")


def _tells(printed: Sequence[str], first: Sequence[str], last: Sequence[str]) -> bool:
    """Whether years end with some that lead from the first time to the last, and with no others between."""
    return printed[-1] in last and any(
        year in first and all(one in (*first, *last) for one in printed[place:]) for place, year in enumerate(printed)
    )


def _years(point: finished.Point, known: Mapping[str, finished.Fact]) -> list[str]:
    """The years of a point."""
    return YEAR.findall(" ".join(filter(None, (point.period, _deadline(point, known)))))


def _deadline(point: finished.Point, known: Mapping[str, finished.Fact]) -> str | None:
    return known[point.fact].deadline if point.fact in known else None


def references(brief: Finished, shelf: Shelf) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all checks
    """Every fact that is pointed at exists, once."""
    known = [fact.id for fact in brief.facts]
    for index, name in enumerate(known):
        if name in known[:index]:
            yield Finding(f"facts[{index}]", f"a second fact has the id {name}")
    for claim in brief.claims:
        for name in claim.facts:
            if name not in known:
                yield Finding(claim.where, f"names fact {name}, which the brief does not have")


def statements(brief: Finished, shelf: Shelf) -> Iterator[Finding]:
    """Every sentence cites; a quotation is verbatim; the numbers of any other stand in what it cites."""
    for statement in brief.statements:
        if statement.author == "editor":
            if not (statement.speaker and statement.days):
                yield Finding(
                    statement.where, f"“{short(statement.text)}” is an editor’s, and names neither who nor when"
                )
            continue
        if not statement.citations:
            if statement.section not in UNCITED:
                yield Finding(statement.where, f"“{short(statement.text)}” cites nothing")
        elif statement.author == "document":
            if not _verbatim(statement):
                yield Finding(statement.where, f"“{short(statement.text)}” is not what the cited passage says")
        else:
            for number in unbacked(statement.text, brief, shelf, statement.citations, ()):
                yield Finding(statement.where, f"“{number}” does not stand in a cited passage")


def _verbatim(statement: Statement) -> bool:
    """Whether each part of a quotation stands in a cited passage, blanks and outer quotation marks apart."""
    quotes = [_plain(extract.quote) for extract in statement.citations]
    parts = [_plain(part) for part in statement.text.split(BREAK)]
    return all(any(part in quote for quote in quotes) for part in parts)


def _plain(text: str) -> str:
    return " ".join(text.split()).strip("“”«»\"' ")


def claims(brief: Finished, shelf: Shelf) -> Iterator[Finding]:
    """The numbers in explanations of relations and in the words of charts stand in what they rest on."""
    for claim in brief.claims:
        for text in claim.texts:
            for number in unbacked(text, brief, shelf, claim.extracts, claim.facts):
                yield Finding(claim.where, f"“{number}” in “{short(text)}” does not stand in a cited passage")
            for problem in misdated(text, [fact for fact in brief.facts if fact.id in claim.facts]):
                yield Finding(claim.where, problem)


def verdicts(brief: Finished, shelf: Shelf) -> Iterator[Finding]:
    """Every arithmetic check comes to what it is said to come to."""
    for claim in brief.claims:
        if claim.verdict:
            figures = [figure for extract in claim.extracts for figure in shelf.inside(extract)]
            for problem in misjudged(claim.verdict, claim.texts[0], figures):
                yield Finding(claim.where, problem)


CHECKS: tuple[Callable[[Finished, Shelf], Iterator[Finding]], ...] = (
    documents,
    quotations,
    copies,
    figures,
    surfaces,
    facts,
    charts,
    times,
    references,
    statements,
    claims,
    explanations,
    verdicts,
    wording,
)
"""In the order of the report."""


def _days(period: Period | None) -> str | None:
    return f"{period.start}/{period.end}" if period else None


def _stated(mention: Mention) -> str:
    return _amount(*mention.values, mention.unit)


def _amount(value: Decimal | None, upper: Decimal | None, unit: str | None) -> str:
    """A value for a finding: "4500000 t", "1700000–1800000 t"."""
    if value is None:
        return "no number"
    ends = f"{value:f}" if upper is None else f"{value:f}–{upper:f}"
    return f"{ends} {unit}" if unit else ends
