"""How an explanation looks: to a person, on a terminal and in a pipe, and to a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from briefgen import corrected, interchange
from briefgen.cli import wording
from briefgen.cli.text import counted, one_line, printable
from briefgen.cli.wrapped import Line
from briefgen.cli.wrapped import line as _line
from briefgen.explain import Cited, Explanation, Report, worded
from briefgen.model import Document, Fact, Figure, Relation, Span
from briefgen.reading.rowgrounds import Headed

INDENT = 3
"""Cells before what belongs to a mention."""
NAMES = 12
"""Cells of the column with the names of fields."""
BLANKS = re.compile(r"\s+")


def citation(cited: Cited) -> Iterator[Line]:
    """A citation of a brief: its sentence, what the brief says with it, and every fact in it."""
    place = cited.document
    where = _where(place, cited.extract.span) if place else cited.extract.document[:12]
    yield _line(INDENT, (f"[{cited.number}] ", "bold"), (where, "bold"))
    yield _line(INDENT, " " * INDENT, f"“{one_line(cited.extract.quote)}”")
    for statement in cited.statements:
        yield _line(INDENT + 2, " " * INDENT, ("in the brief: ", "dim"), one_line(statement))
    if not cited.explanations:
        yield _line(0, " " * INDENT, ("no figure is read in this sentence", "dim"))
    for relation in cited.claims:
        yield _line(INDENT + 2, " " * INDENT, (_kind(relation), "bold"), one_line(relation.explanation))
        for passage in relation.passages:
            if passage.span != cited.extract.span:
                yield _line(INDENT + 4, " " * (INDENT + 2), f"“{one_line(passage.quote)}”")
    for name in cited.gone:
        yield _line(0, " " * INDENT, (f"fact {name} of the brief is not made of it any more", "yellow"))
    for one in cited.explanations:
        yield _line(0)
        yield from fact(one)


def fact(one: Explanation) -> Iterator[Line]:
    """A fact with everything that stands behind it."""
    it = one.fact
    yield _line(2, (one_line(wording.told(it)), "bold"))
    if it.derived:
        yield _line(2, (f"fact {it.id} · computed from {counted(len(it.figures), 'figure')}", "dim"))
        yield _line(2, one_line(it.formula or ""))
    else:
        origins = f"{counted(it.corroboration, 'independent origin')}: {', '.join(map(one_line, it.origins))}"
        yield _line(2, (f"fact {it.id} · {counted(len(it.figures), 'mention')} · {origins}", "dim"))
    for number, report in enumerate(one.reports, 1):
        yield _line(0)
        yield from _report(number, report, one)
    yield from _beside(one)


def _where(document: Document, span: Span) -> str:
    """Document, page or line, publisher and date."""
    parts = (
        f"{one_line(document.name)}, {wording.place(document, span)}",
        wording.publisher(document),
        _date(document),
    )
    return " · ".join(filter(None, parts))


def _date(document: Document) -> str:
    known = wording.published(document)
    return wording.day(known) if known else "undated"


def _report(number: int, report: Report, one: Explanation) -> Iterator[Line]:
    figure = report.figure
    yield _line(INDENT, (f"{number:<{INDENT}}", "bold"), (_where(report.document, report.figure.span), "bold"))
    start, end = (offset - figure.passage.span.start for offset in (figure.span.start, figure.span.end))
    quote = figure.passage.quote
    before, inside, after = (
        BLANKS.sub(" ", printable(part)) for part in (quote[:start], quote[start:end], quote[end:])
    )
    yield _line(INDENT, " " * INDENT, f"“{before}", (f"[{inside}]", "bold cyan"), f"{after}”")
    if report.headed is not None:
        yield from _headed(report.headed)
    grounds = {ground.field: one_line(worded(ground)) for ground in report.grounds}
    for name, value in _fields(figure):
        corrected = f"corrected by {_corrector(one, report, name)}" if name in figure.corrected else None
        yield _field(name, value, corrected or grounds.get(name, ""))
    if report.counted:
        yield _field("origin", report.counted, "")
    yield _field("belongs", one_line(report.grouped), "")


def _headed(headed: Headed) -> Iterator[Line]:
    """Where a figure of a table stands: the title of the table, the headers of the column, those of the row."""
    titles = (headed.caption,) if headed.caption else ()
    for name, told in (("table", titles), ("column", headed.columns), ("row", headed.rows)):
        if told:
            yield _field(name, " › ".join(f"“{one_line(words)}”" for words in told), "")


def _fields(figure: Figure) -> Iterator[tuple[str, str]]:
    """The fields that a figure has, in words."""
    ends = [f"{end:,f}" for end in (figure.quantity.value, figure.quantity.upper) if end is not None]
    yield (
        "value",
        " ".join(filter(None, ("–".join(ends) or "no number", (figure.quantity.unit or "").removeprefix("count:")))),
    )
    if figure.quantity.modifier:
        yield "modifier", wording.MODIFIERS.get(figure.quantity.modifier, figure.quantity.modifier.value)
    kind = " ".join(filter(None, (figure.kind.value, figure.direction)))
    yield "kind", f"{kind} per {figure.rate}" if figure.rate else kind
    yield "status", figure.status.value
    if figure.period:
        yield "period", wording.span_of(figure.period)
    if figure.base:
        yield "base", wording.span_of(figure.base)
    if figure.deadline:
        yield "deadline", wording.day(figure.deadline)
    for name in ("measure", "subject", "scope", "attribution"):
        value = getattr(figure, name)
        if value:
            yield name, one_line(value)


def _field(name: str, value: str, why: str) -> Line:
    hang = INDENT + NAMES
    words = (f"  ← {why}" if why else "", "dim")
    return _line(hang, " " * INDENT, (f"{name:<{NAMES}}", "dim"), value, words)


def _corrector(one: Explanation, report: Report, name: str) -> str:
    """Who corrected a field, when, from what and why."""
    for outcome in one.outcomes:
        mine = outcome.correction.document == report.document.id and outcome.correction.span == report.figure.span
        change = next((change for change in outcome.applied if mine and change.field == name), None)
        if change:
            made = outcome.correction
            return one_line(f"{made.by} on {made.date}, read as {change.read}: {made.reason}")
    return "a person"


def _beside(one: Explanation) -> Iterator[Line]:
    """Relations, checks and corrections of documents."""
    for relation in one.relations:
        yield from _card(_kind(relation), relation.explanation, one, relation.facts)
    for check in one.checks:
        kind = f"arithmetic of {check.kind.value}, {check.verdict.value}: "
        yield from _card(kind, check.calculation, one, check.facts)
    dated = [outcome for outcome in one.outcomes if outcome.correction.span is None]
    for note in corrected.notes(dated):
        yield _line(0)
        yield _line(2, (f"{one_line(note.what)}. ", "bold"), one_line(note.reason))


def _kind(relation: Relation) -> str:
    return f"{relation.type.value.replace('_', ' ')} ({relation.severity.value}): "


def _card(kind: str, words: str, one: Explanation, facts: Iterable[Fact]) -> Iterator[Line]:
    """What is said of the fact and others, with those others."""
    yield _line(0)
    yield _line(2, (kind, "bold"), one_line(words))
    for other in facts:
        if other.id != one.fact.id:
            yield _line(INDENT + 2, " " * INDENT, (f"{other.id}  ", "dim"), one_line(wording.told(other)))


def row(one: Explanation) -> dict[str, Any]:
    """An explanation as JSON."""
    return {
        "fact": interchange.fact_row(one.fact),
        "reports": [_report_row(report) for report in one.reports],
        "relations": [interchange.relation_row(relation) for relation in one.relations],
        "checks": [interchange.check_row(check) for check in one.checks],
        "corrections": [
            {**interchange.correction_row(outcome.correction), "fit": str(outcome.fit)} for outcome in one.outcomes
        ],
    }


def _report_row(report: Report) -> dict[str, Any]:
    return {
        "line": report.line,
        **interchange.place_row(report.document, report.figure.span),
        "figure": interchange.figure_row(report.figure, report.document),
        "document": interchange.document_row(report.document),
        "grounds": {ground.field: worded(ground) for ground in report.grounds},
        "headed": None
        if report.headed is None
        else {
            "caption": report.headed.caption,
            "columns": list(report.headed.columns),
            "rows": list(report.headed.rows),
        },
        "grouped": report.grouped,
        "counted": report.counted or None,
    }


def cited_row(cited: Cited) -> dict[str, Any]:
    """A citation of a brief as JSON."""
    return {
        "number": cited.number,
        "document": cited.extract.document,
        "start": cited.extract.span.start,
        "end": cited.extract.span.end,
        "quote": cited.extract.quote,
        "statements": list(cited.statements),
        "facts": [row(one) for one in cited.explanations],
        "claims": [interchange.relation_row(relation) for relation in cited.claims],
        "gone": list(cited.gone),
    }
