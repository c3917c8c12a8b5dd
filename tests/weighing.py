"""Hand-made documents, figures and readings for the tests of evidence and writing."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from briefgen.model import (
    Block,
    BlockKind,
    Brief,
    Document,
    Edition,
    Evidence,
    Figure,
    Kind,
    Measure,
    Passage,
    Period,
    Provenance,
    Quantity,
    Reading,
    Sentence,
    Span,
    Status,
    Topic,
)

HARBOUR = "Harbour cargo"
CAPACITY = "Harbour handling capacity"
PIER = "North pier cargo"
TOPIC = Topic(
    id="ports",
    title="Ports",
    terms=("port",),
    measures=(
        Measure(CAPACITY, "t", ("capacity",), ("Lindholm harbour",)),
        Measure(PIER, "t", ("cargo",), ("North Pier",)),
        Measure(HARBOUR, "t", ("cargo",), ("Lindholm harbour",)),
        Measure("Harbour revenue", "EUR", ("revenue",), ("Lindholm harbour",)),
    ),
)


def document(name: str, text: str, publisher: str | None = None, published: dt.date | None = None) -> Document:
    """A document whose lines are its paragraphs."""
    blocks = tuple(Block(Span(match.start(), match.end()), BlockKind.PARAGRAPH) for match in re.finditer(r".+", text))
    return Document(
        id=hashlib.sha256(f"{name}{text}".encode()).hexdigest(),
        name=name,
        text=text,
        blocks=blocks,
        publisher=publisher,
        published=published,
        language="en",
    )


def sentences(source: Document) -> list[Passage]:
    """The sentences of a document: up to a full stop before a blank, or the end of a line."""
    return [
        Passage(source.id, Span(match.start(), match.end()), match[0])
        for match in re.finditer(r"[^\s](?:(?!\.\s).)*\.?", source.text)
    ]


def year(number: int) -> Period:
    """A calendar year."""
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31))


def months(number: int, first: int, last: int) -> Period:
    """Whole months of a year."""
    end = dt.date(number + last // 12, last % 12 + 1, 1) - dt.timedelta(days=1)
    return Period(dt.date(number, first, 1), end)


def figure(source: Document, surface: str, value: str, unit: str = "t", **fields: Any) -> Figure:  # noqa: ANN401 - fields of Figure
    """The figure at the first place where the surface stands; `upper` and `modifier` go to its quantity."""
    start = source.text.index(surface)
    passage = next(one for one in sentences(source) if one.span.start <= start < one.span.end)
    upper = fields.pop("upper", None)
    quantity = Quantity(Decimal(value), Decimal(upper) if upper else None, unit, fields.pop("modifier", None), surface)
    return Figure(
        span=Span(start, start + len(surface)),
        quantity=quantity,
        kind=fields.pop("kind", Kind.LEVEL),
        status=fields.pop("status", Status.ACTUAL),
        passage=passage,
        measure=fields.pop("measure", HARBOUR),
        topics=fields.pop("topics", (TOPIC.id,)),
        **fields,
    )


def reading(source: Document, *figures: Figure, **parts: Any) -> Reading:  # noqa: ANN401 - fields of Reading
    """A reading that has these figures, all sentences labelled with the topic."""
    return Reading(
        source.id,
        tuple(Sentence(passage, BlockKind.PARAGRAPH, (TOPIC.id,)) for passage in sentences(source)),
        tuple(figures),
        **parts,
    )


def brief(
    documents: Sequence[Document], readings: Sequence[Reading], evidence: Evidence, as_of: dt.date | None
) -> Brief:
    """The brief of the topic."""
    from briefgen.writing import write

    return write(
        TOPIC,
        Edition("2025-W10", as_of),
        documents,
        readings,
        evidence,
        locale="en-GB",
        handling="",
        provenance=Provenance("corpus", "config", "0"),
    )
