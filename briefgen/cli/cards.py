"""How `briefgen conflicts` looks to a person, on a terminal and in a pipe: both sides, verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from briefgen.cli import columns, wording
from briefgen.cli.text import counted, one_line, printable
from briefgen.cli.wrapped import Line, line
from briefgen.interchange import relation_id
from briefgen.model import Document, Passage, Relation, Severity

PIPED = ("id", "severity", "type", "documents", "explanation")
"""Columns of a pipe."""
STYLES = {Severity.GRAVE: "bold red", Severity.CAUTION: "bold yellow", Severity.NOTE: "bold"}
"""Of the heading of a card; the word says the same without colour."""
BLANKS = re.compile(r"\s+")
INDENT = 2
"""Cells before what belongs to a card."""


def kind(relation: Relation) -> str:
    """Its type in words."""
    return relation.type.value.replace("_", " ")


def piped(relations: Sequence[Relation], documents: Mapping[str, Document]) -> Iterator[str]:
    """Every relation on a line of its own."""
    rows = [
        {
            "id": relation_id(one),
            "severity": one.severity.value,
            "type": kind(one),
            "documents": ", ".join(dict.fromkeys(_name(passage, documents) for passage in one.passages)),
            "explanation": one_line(one.explanation),
        }
        for one in relations
    ]
    return columns.plain(PIPED, rows)


def shown(relations: Sequence[Relation], documents: Mapping[str, Document]) -> Iterator[Line]:
    """How many of which severity, then a card for each."""
    heading = f"{counted(len(relations), 'relation')} in {counted(len(documents), 'document')}"
    numbers = [(severity, sum(one.severity is severity for one in relations)) for severity in Severity]
    listed = ", ".join(f"{number} {severity.value}" for severity, number in numbers if number)
    yield line(0, f"{heading}: {listed}" if listed else heading)
    for one in relations:
        yield line(0)
        yield from _card(one, documents)


def _card(one: Relation, documents: Mapping[str, Document]) -> Iterator[Line]:
    yield line(INDENT, (f"{one.severity.value} · {kind(one)}", STYLES[one.severity]))
    yield line(INDENT, " " * INDENT, one_line(one.explanation))
    for passage in dict.fromkeys(one.passages):
        yield line(INDENT * 2, " " * INDENT, (_where(passage, documents), "bold"))
        yield line(INDENT * 2 + 1, " " * INDENT * 2, "“", *_marked(passage, one), "”")
    for fact in one.facts:
        words = "computed: " if fact.derived else ""
        yield line(INDENT * 2, " " * INDENT, (f"{fact.id}  ", "dim"), (words + one_line(wording.told(fact)), "dim"))


def _marked(passage: Passage, one: Relation) -> Iterator[str | tuple[str, str]]:
    """The sentence, with the numbers in question in bold."""
    figures = sorted(
        {figure.span for fact in one.facts for figure in fact.figures if figure.passage == passage},
        key=lambda span: span.start,
    )
    done, start = 0, passage.span.start
    for span in figures:
        if span.start - start >= done:
            yield _clean(passage.quote[done : span.start - start])
            yield (_clean(passage.quote[span.start - start : span.end - start]), "bold")
            done = span.end - start
    yield _clean(passage.quote[done:])


def _clean(text: str) -> str:
    """Printable text on one line; blanks at its ends stay, as it is a part of a sentence."""
    return BLANKS.sub(" ", printable(text))


def _where(passage: Passage, documents: Mapping[str, Document]) -> str:
    """Document, page or line, publisher and date."""
    document = documents[passage.document_id]
    known = wording.published(document)
    place = f"{one_line(document.name)}, {wording.place(document, passage.span)}"
    return " · ".join(filter(None, (place, wording.publisher(document), wording.day(known) if known else "undated")))


def _name(passage: Passage, documents: Mapping[str, Document]) -> str:
    return one_line(documents[passage.document_id].name)
