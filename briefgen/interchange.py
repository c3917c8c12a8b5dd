"""What machines exchange: figures and briefs as JSON.

Values become plain dictionaries with a fixed order of keys; `finished.py` reads a brief back, as far as `briefgen
verify` needs it. The shapes are described by the JSON Schemas in `briefgen/schemas/`, which `briefgen schema` prints;
a test validates real output against them.

Numbers travel as strings ("4500000", "0.5"): a JSON number would lose the exact decimal. Dates are ISO 8601.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefgen.model import (
    Aim,
    Brief,
    Change,
    Chart,
    Check,
    Citation,
    Comparison,
    Computed,
    Correction,
    Definition,
    Document,
    Fact,
    Figure,
    Message,
    Notice,
    Omission,
    Passage,
    Period,
    Point,
    Quantity,
    Relation,
    Rewording,
    Said,
    Section,
    Span,
    Statement,
)

Row = dict[str, Any]
"""One JSON object."""

BRIEF_FORMAT = "briefgen.brief/1"
"""Says what a file is; the number rises when a key is renamed or removed."""

SCHEMAS = ("figures", "facts", "conflicts", "explanation", "brief", "edition")
"""The interfaces that have a schema."""
PARTS = {"facts": "fact", "conflicts": "relation"}
"""Interfaces whose lines are parts of a brief, and what the schema of the brief calls such a part."""


def decimal(value: Decimal | None) -> str | None:
    """A decimal without exponent and trailing zeros."""
    if value is None:
        return None
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def figure_row(figure: Figure, document: Document) -> Row:
    """A figure as one line of `briefgen figures --json`."""
    return {
        "document": document.name,
        "document_id": document.id,
        "start": figure.span.start,
        "end": figure.span.end,
        "surface": figure.quantity.surface,
        **_values(figure.quantity),
        "kind": figure.kind.value,
        "direction": figure.direction.value if figure.direction else None,
        "rate": figure.rate,
        "modifier": figure.quantity.modifier.value if figure.quantity.modifier else None,
        "measure": figure.measure,
        "subject": figure.subject,
        "scope": figure.scope,
        **_dates("period", figure.period),
        **_dates("base", figure.base),
        "deadline": _text(figure.deadline),
        "status": figure.status.value,
        "attribution": figure.attribution,
        "topics": list(figure.topics),
        "corrected": list(figure.corrected),
        "passage": _extract(figure.passage),
    }


def document_row(document: Document) -> Row:
    """A document without its text: what `briefgen documents --json` prints and a brief lists."""
    original = document.digest_of
    return {
        "id": document.id,
        "name": document.name,
        "publisher": document.publisher,
        "published": _text(document.published),
        "headline": document.headline,
        "byline": document.byline,
        "dateline": document.dateline,
        "language": document.language,
        "url": document.url,
        "encoding": document.encoding,
        "media": document.media,
        "pages": len(document.pages) or None,
        "known": {one.field: one.how.value for one in document.known if getattr(document, one.field) is not None},
        "digest_of": original
        and {
            "publisher": original.publisher,
            "author": original.author,
            "headline": original.headline,
            "published": _text(original.published),
        },
    }


def brief_row(brief: Brief, notes: Sequence[tuple[int, Passage]] = (), printed: Sequence[Row] = ()) -> Row:
    """A whole brief: the content of `transport.json`.

    `notes` are the numbers that the page prints at citations, `printed` its lines (`rendering/lines.py`).
    """
    row = {
        "format": BRIEF_FORMAT,
        "title": brief.title,
        "topic": brief.topic,
        "edition": {
            "name": brief.edition.name,
            "as_of": _text(brief.edition.as_of),
            "since": _text(brief.edition.since),
            **({"notice": _notice(brief.edition.notice)} if brief.edition.notice else {}),
        },
        "as_of": _text(brief.edition.as_of),
        "locale": brief.locale,
        "handling": brief.handling,
        "evidence": brief.evidence,
        "pages": brief.pages,
        **({"words": [_words(one) for one in brief.words]} if brief.words else {}),
        "definitions": [_definition(one) for one in brief.definitions],
        "documents": [document_row(document) for document in brief.documents],
        "facts": [fact_row(fact) for fact in brief.facts],
        "relations": [relation_row(relation) for relation in brief.relations],
        "checks": [check_row(check) for check in brief.checks],
        "charts": [_chart(chart) for chart in brief.charts],
        "sections": [_section(section) for section in brief.sections],
        "since": since_row(brief.since) if brief.since else None,
        "corrections": [correction_row(correction) for correction in brief.corrections],
        "notes": [{"number": number, **_cited(passage), **_found_at(passage, brief)} for number, passage in notes],
        "provenance": {
            "corpus": brief.provenance.corpus,
            "config": brief.provenance.config,
            "version": brief.provenance.version,
        },
        "printed": list(printed),
    }
    return sealed(row)


def _words(one: Rewording) -> Row:
    """Words of the house for a message of the frame."""
    return {"message": one.message, "context": one.context, "text": one.text, "forms": dict(one.forms)}


def _definition(one: Definition) -> Row:
    """What a measure counts."""
    return {"measure": one.measure, "name": one.name, "text": one.text}


def _notice(notice: Notice) -> Row:
    """Of a correction: what it corrects, when and why."""
    return {"corrects": notice.corrects, "reason": notice.reason, "day": notice.day.isoformat()}


def since_row(since: Comparison) -> Row:
    """What changed since an earlier edition."""
    return {
        "edition": {
            "name": since.edition.name,
            "as_of": _text(since.edition.as_of),
            "since": _text(since.edition.since),
        },
        "arrived": since.arrived,
        "changed": since.changed,
        "changes": [change_row(change) for change in since.changes],
    }


def change_row(change: Change) -> Row:
    """A change: the ids of today's facts, and the fact of the earlier edition as it stood."""
    then = change.earlier
    return {
        "kind": change.kind.value,
        "fact": change.fact and change.fact.id,
        "beside": change.beside and change.beside.id,
        "earlier": then
        and {
            "id": then.id,
            "measure": then.measure,
            "subject": then.subject,
            **_values(then.quantity),
            "surface": then.quantity.surface,
            "status": then.status.value,
            "deadline": _text(then.deadline),
            **_dates("period", then.period),
            "origins": list(then.origins),
        },
        "origins": list(change.origins),
        "documents": list(change.documents),
        "causes": [cause.value for cause in change.causes],
    }


def correction_row(correction: Correction) -> Row:
    """What a person corrected, as a brief's JSON has it and as one line of `briefgen correct --list --json`."""
    return {
        "document": correction.document,
        "name": correction.name,
        "start": correction.span and correction.span.start,
        "end": correction.span and correction.span.end,
        "surface": correction.surface,
        "fields": [{"field": one.field, "read": one.read, "correct": one.correct} for one in correction.amendments],
        "by": correction.by,
        "date": str(correction.date),
        "reason": correction.reason,
    }


def fingerprint(ids: Iterable[str]) -> str:
    """SHA-256 over the ids of a corpus' documents, whatever their names and order."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()


def sealed(row: Mapping[str, Any]) -> Row:
    """An object with a hash of each value and of each entry of a list (`seals`), and one over these (`digest`).

    It shows what was changed by mistake or without care, and where. It is no signature: who changes a brief can seal
    it again, and then only what the documents say tells.
    """
    seals = {key: _seal(value) for key, value in row.items() if key not in {"seals", "digest"}}
    return {**row, "seals": seals, "digest": digest_of(seals)}


def _seal(value: object) -> str | list[str]:
    """Short hashes: 64 bits show every change that nobody spent years on, and a brief has hundreds."""
    return [digest_of(entry)[:16] for entry in value] if isinstance(value, list) else digest_of(value)[:16]


def digest_of(value: object) -> str:
    """SHA-256 of canonical JSON: sorted keys, no blanks, UTF-8."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def dump(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """Indented JSON with the keys in their given order, as UTF-8 text that ends in a newline."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def line(row: Row) -> str:
    """One object on one line, for JSON lines. Ends in a newline."""
    return json.dumps(row, ensure_ascii=False, separators=(", ", ": ")) + "\n"


def schema(name: str) -> str:
    """The JSON Schema (draft 2020-12) of an interface; `name` is one of `SCHEMAS`."""
    if name in PARTS:
        return dump(_part(name))
    if name == "explanation":
        return dump(_explanation())
    return _kept(name)


def _kept(name: str) -> str:
    """A schema that is a file of its own."""
    return (Path(__file__).parent / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")


def properties(name: str) -> tuple[str, ...]:
    """The keys of an interface, in their order."""
    return tuple(json.loads(schema(name))["properties"])


def _part(name: str) -> Row:
    """The schema of a part of a brief, with the definitions that it needs."""
    whole = json.loads(_kept("brief"))
    head = {"$schema": whole["$schema"], "title": f"briefgen {name}, one object a line"}
    body = whole["$defs"][PARTS[name]]
    return {**head, **body, "$defs": _needed(body, whole["$defs"])}


def _explanation() -> Row:
    """The schema of an explanation: its parts are those of figures and briefs."""
    own, figure = json.loads(_kept("explanation")), json.loads(_kept("figures"))
    line = {key: figure[key] for key in ("type", "properties", "required", "additionalProperties")}
    parts = {**figure["$defs"], **json.loads(_kept("brief"))["$defs"], "figure": line, **own["$defs"]}
    return {**own, "$defs": _needed(own, parts)}


def _needed(body: Row, parts: Mapping[str, Row]) -> Row:
    """The definitions that a schema names, and those that they name, in their order."""
    needed: set[str] = set()
    left = list(_references(body))
    while left:
        one = left.pop()
        if one not in needed:
            needed.add(one)
            left += _references(parts[one])
    return {key: parts[key] for key in parts if key in needed}


def _references(node: object) -> Iterator[str]:
    """The definitions that a piece of a schema names."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rpartition("/")[2]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _values(quantity: Quantity) -> Row:
    return {"value": decimal(quantity.value), "upper": decimal(quantity.upper), "unit": quantity.unit}


def _dates(name: str, period: Period | None) -> Row:
    return {
        f"{name}_start": _text(period and period.start),
        f"{name}_end": _text(period and period.end),
    }


def _extract(passage: Passage) -> Row:
    return {"start": passage.span.start, "end": passage.span.end, "quote": passage.quote}


def _cited(passage: Passage) -> Row:
    return {"document": passage.document_id, **_extract(passage)}


def _found_at(passage: Passage, brief: Brief) -> Row:
    """Page and paragraph of a passage, where its document has them; of a row of a table what names its columns."""
    document = next((one for one in brief.documents if one.id == passage.document_id), None)
    heads = document.columns_of(passage.span) if document else ()
    columns = [
        _cited(Passage(passage.document_id, one, document.text[one.start : one.end])) for one in heads if document
    ]
    return {**place_row(document, passage.span), "columns": columns}


def place_row(document: Document | None, span: Span) -> Row:
    """Where a reader of the original finds a span; nothing for plain text and Markdown, which have lines."""
    found = document.found_at(span) if document else None
    return {"page": found.page if found else None, "paragraph": found.paragraph if found else None}


def _citations(citations: Sequence[Citation]) -> list[Row]:
    return [_cited(citation.passage) for citation in citations]


def fact_row(fact: Fact) -> Row:
    """A fact as a brief's JSON has it, and as one line of `briefgen facts --json`."""
    return {
        "id": fact.id,
        "measure": fact.measure,
        "subject": fact.subject,
        "scope": fact.scope,
        **_values(fact.quantity),
        "modifier": fact.quantity.modifier.value if fact.quantity.modifier else None,
        "surface": fact.quantity.surface,
        "kind": fact.kind.value,
        "direction": fact.direction.value if fact.direction else None,
        "rate": fact.rate,
        "status": fact.status.value,
        "deadline": _text(fact.deadline),
        **_dates("period", fact.period),
        **_dates("base", fact.base),
        "derived": fact.derived,
        "formula": fact.formula,
        "origins": list(fact.origins),
        "topics": list(fact.topics),
        "figures": [_fact_figure(figure) for figure in fact.figures],
    }


def _fact_figure(figure: Figure) -> Row:
    return {
        "document": figure.passage.document_id,
        "start": figure.span.start,
        "end": figure.span.end,
        "surface": figure.quantity.surface,
        **_values(figure.quantity),
        "status": figure.status.value,
        "attribution": figure.attribution,
        "corrected": list(figure.corrected),
        "passage": _extract(figure.passage),
    }


def relation_id(relation: Relation) -> str:
    """A name made from what the relation says of what, so that it is the same next week."""
    parts = [relation.type.value, *sorted(fact.id for fact in relation.facts)]
    parts += sorted(_place(passage.document_id, passage.span) for passage in relation.passages)
    return _digest(parts)


def chart_id(chart: Chart) -> str:
    """A name made from the chart's kind, unit and facts."""
    return chart.name


def _place(document: str, span: Span) -> str:
    return f"{document}:{span.start}-{span.end}"


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def relation_row(relation: Relation) -> Row:
    """A relation as a brief's JSON has it, and as one line of `briefgen conflicts --json`."""
    return {
        "id": relation_id(relation),
        "type": relation.type.value,
        "severity": relation.severity.value,
        "facts": [fact.id for fact in relation.facts],
        "passages": [_cited(passage) for passage in relation.passages],
        "explanation": relation.explanation,
        "told": _message(relation.told) if relation.told else None,
    }


def _message(told: Message) -> Row:
    """An explanation in its parts."""
    return {"message": told.text, "values": {name: _said(value) for name, value in told.values}}


def _said(value: Said) -> object:
    match value:
        case str():
            return value
        case Message():
            return _message(value)
        case Computed():
            return {"value": decimal(value.value), "unit": value.unit}
        case Period():
            return {"start": _text(value.start), "end": _text(value.end)}
        case dt.date():
            return {"day": _text(value)}
        case _:
            return [_said(part) for part in value]


def check_row(check: Check) -> Row:
    """An arithmetic check."""
    return {
        "kind": check.kind.value,
        "verdict": check.verdict.value,
        "facts": [fact.id for fact in check.facts],
        "passages": [_cited(passage) for passage in check.passages],
        "calculation": check.calculation,
    }


def _chart(chart: Chart) -> Row:
    return {
        "id": chart_id(chart),
        "kind": str(chart.kind),
        "title": chart.title,
        "subtitle": chart.subtitle,
        "unit": chart.unit,
        "points": [_point(point) for point in chart.points],
        "reference_lines": [
            {
                "fact": point.fact.id,
                "value": decimal(point.fact.quantity.value),
                "label": point.label,
                "status": point.status.value,
            }
            for point in chart.reference_lines
        ],
        "note": chart.note,
        "alt": chart.alt,
        "citations": _citations(chart.citations),
    }


def _point(point: Point) -> Row:
    period = point.fact.period
    return {
        "fact": point.fact.id,
        "value": decimal(point.fact.quantity.value),
        "upper": decimal(point.fact.quantity.upper),
        "label": point.label,
        "period": f"{period.start}/{period.end}" if period else None,
        "status": point.status.value,
    }


def _section(section: Section) -> Row:
    return {
        "key": section.name,
        "name": section.heading,
        "statements": [_statement(statement) for statement in section.statements],
        "facts": [fact.id for fact in section.facts],
        "relations": [relation_id(relation) for relation in section.relations],
        "charts": [chart_id(chart) for chart in section.charts],
        "omissions": [_omission(omission) for omission in section.omissions],
        "aims": [_aim(aim) for aim in section.aims],
    }


def _aim(aim: Aim) -> Row:
    return {
        "fact": aim.fact and aim.fact.id,
        "statement": aim.statement and aim.statement.id,
        "status": aim.status.value,
        "deadline": _text(aim.deadline),
        "begins": _text(aim.begins),
        "condition": aim.condition,
        "speakers": list(aim.speakers),
        "passed": aim.passed,
        "reached": aim.reached and aim.reached.id,
        "needed": aim.needed and aim.needed.id,
        "seen": aim.seen and aim.seen.id,
    }


def _statement(statement: Statement) -> Row:
    return {
        "id": statement.id,
        "text": statement.text,
        "citations": _citations(statement.citations),
        "author": statement.author,
        "speaker": statement.speaker,
        "role": statement.role,
        "date": _text(statement.date),
        "status": statement.status.value if statement.status else None,
        "deadline": _text(statement.deadline),
        "condition": statement.condition,
    }


def _omission(omission: Omission) -> Row:
    return {"what": omission.what, "reason": omission.reason, "citations": _citations(omission.citations)}
