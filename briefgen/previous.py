"""An earlier edition, read back from the JSON of its brief as far as a later one is compared with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from briefgen import finished
from briefgen.errors import UsageError
from briefgen.interchange import BRIEF_FORMAT
from briefgen.model import (
    Direction,
    Earlier,
    EarlierChart,
    Edition,
    Fact,
    Figure,
    Kind,
    Listed,
    Modifier,
    Passage,
    Period,
    Provenance,
    Quantity,
    Span,
    Status,
)

HINT = "Name a brief that `briefgen make --format json` wrote, or the folder of one edition."


PRINTED = (".md", ".html", ".pdf", ".eml")
"""How the files of a brief end that people read; what can be compared stands in the JSON beside them."""


class _Extract(Struct, frozen=True):
    start: int
    end: int
    quote: str


class _Mention(Struct, frozen=True):
    document: str
    start: int
    end: int
    surface: str
    value: Decimal | None
    upper: Decimal | None
    unit: str | None
    status: Status
    passage: _Extract
    attribution: str | None = None


class _Fact(Struct, frozen=True):
    id: str
    measure: str | None
    subject: str | None
    scope: str | None
    value: Decimal | None
    upper: Decimal | None
    unit: str | None
    modifier: Modifier | None
    surface: str
    kind: Kind
    direction: Direction | None
    rate: str | None
    status: Status
    deadline: dt.date | None
    period_start: dt.date | None
    period_end: dt.date | None
    derived: bool
    origins: tuple[str, ...]
    figures: tuple[_Mention, ...]


class _Digested(Struct, frozen=True):
    published: dt.date | None = None


class _Document(Struct, frozen=True):
    id: str
    name: str
    published: dt.date | None
    digest_of: _Digested | None = None


class _Point(Struct, frozen=True):
    fact: str
    label: str


class _Chart(Struct, frozen=True):
    id: str
    kind: str
    title: str
    unit: str
    points: tuple[_Point, ...]
    reference_lines: tuple[_Point, ...]


class _Brief(Struct, frozen=True):
    topic: str
    edition: Edition
    documents: tuple[_Document, ...]
    facts: tuple[_Fact, ...]
    provenance: Provenance
    charts: tuple[_Chart, ...] = ()


def load(paths: Sequence[Path], topics: Sequence[str]) -> tuple[Earlier, ...]:
    """The earlier editions of these topics, one for each topic at most.

    A path is the JSON of a brief, a file that has it beside it, or a folder with such files; in a folder, other files
    and briefs of other topics are passed over. Raises `UsageError` for a file that is no brief, or of a topic that is
    not made, for two of one topic, and for a folder without any.
    """
    found = [one for path in paths for one in (_folder(path, topics) if path.is_dir() else [_file(path, topics)])]
    return once(found)


def once(earlier: Sequence[Earlier]) -> tuple[Earlier, ...]:
    """The earlier editions; raises `UsageError` for two of one topic."""
    topics: set[str] = set()
    for one in earlier:
        if one.topic in topics:
            clash = f"{one.edition.name} is a second earlier edition of “{one.topic}”"
            raise UsageError(clash, hint="Name one for each topic.")
        topics.add(one.topic)
    return tuple(earlier)


def _folder(path: Path, topics: Sequence[str]) -> list[Earlier]:
    """The briefs of a folder on these topics, which are named after them."""
    files = [file for topic in topics if (file := path / f"{topic}.json").is_file()]
    if not files:
        wanted = " or ".join(f"{topic}.json" for topic in topics)
        raise UsageError(f"has no {wanted}", where=str(path), hint=HINT)
    return [_file(file, topics) for file in files]


def _file(path: Path, topics: Sequence[str]) -> Earlier:
    beside = path.with_suffix(".json")
    row = finished.load(beside if path.suffix in PRINTED and beside.is_file() else path)
    earlier = parsed(row, str(path))
    if earlier.topic not in topics:
        made = f"Topics of this run: {', '.join(topics)}."
        raise UsageError(f"is a brief on “{earlier.topic}”, which is not made now", where=str(path), hint=made)
    return earlier


def parsed(row: Mapping[str, Any], where: str) -> Earlier:
    """An earlier edition from the JSON of its brief.

    Raises:
        UsageError: It is no brief, or of another format; the message names `where` it is.
    """
    version = row.get("format")
    if version != BRIEF_FORMAT:
        said = f"is of format “{version}”" if isinstance(version, str) else "is no brief"
        raise UsageError(f"{said}: only “{BRIEF_FORMAT}” can be compared with", where=where, hint=HINT)
    try:
        return _earlier(msgspec.convert(row, _Brief))
    except (msgspec.ValidationError, ValueError) as error:
        raise UsageError(f"is no brief of format {BRIEF_FORMAT}: {error}", where=where, hint=HINT) from error


def _earlier(brief: _Brief) -> Earlier:
    return Earlier(
        topic=brief.topic,
        edition=brief.edition,
        documents=tuple(
            Listed(one.id, one.name, (one.digest_of.published if one.digest_of else None) or one.published)
            for one in brief.documents
        ),
        facts=tuple(_fact(fact) for fact in brief.facts if not fact.derived),
        provenance=brief.provenance,
        charts=tuple(map(_chart, brief.charts)),
    )


def _chart(row: _Chart) -> EarlierChart:
    points, lines = (tuple((one.fact, one.label) for one in ones) for ones in (row.points, row.reference_lines))
    return EarlierChart(row.id, row.kind, row.title, row.unit, points, lines)


def _fact(row: _Fact) -> Fact:
    period = Period(row.period_start, row.period_end) if row.period_start and row.period_end else None
    return Fact(
        id=row.id,
        quantity=Quantity(row.value, row.upper, row.unit, row.modifier, row.surface),
        kind=row.kind,
        status=row.status,
        figures=tuple(_figure(mention, row.kind) for mention in row.figures),
        measure=row.measure,
        subject=row.subject,
        scope=row.scope,
        period=period,
        deadline=row.deadline,
        direction=row.direction,
        rate=row.rate,
        origins=row.origins,
    )


def _figure(row: _Mention, kind: Kind) -> Figure:
    extract = row.passage
    return Figure(
        span=Span(row.start, row.end),
        quantity=Quantity(row.value, row.upper, row.unit, None, row.surface),
        kind=kind,
        status=row.status,
        passage=Passage(row.document, Span(extract.start, extract.end), extract.quote),
        attribution=row.attribution,
    )
