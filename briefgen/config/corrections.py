"""corrections.yaml: how its entries must fit each other, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen import fields
from briefgen.config.meaning import at, entries, items, text
from briefgen.config.nodes import Scalar
from briefgen.config.problems import Problem
from briefgen.model import Amendment, Correction, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.config.nodes import Node

NAME = "corrections.yaml"
"""The file, beside briefgen.yaml."""
ROOM = 4
"""So many times the size of a setting file: some 2,500 corrections, which are read in about three seconds."""
ENDS = 2
"""Numbers of a span."""

Place = tuple[str, tuple[str, ...]]


def corrections_problems(root: Node) -> Iterator[Problem]:
    """Entries that say too little, and places where two entries say different things."""
    places: dict[Place, dict[str, int]] = {}
    for entry in items(at(root, "corrections")):
        yield from _entry(entry)
        lines = places.setdefault(_place(entry), {})
        for key, _ in entries(at(entry, "correct")):
            if key.text in lines:
                message = f'"{key.text}" is corrected twice in one place; the first time on line {lines[key.text]}'
                yield Problem(key.line, message, "Keep one of the two.")
            lines.setdefault(key.text, key.line)
    for lines in places.values():
        if fields.FIGURE in lines and len(lines) > 1:
            message = f'"{fields.FIGURE}: {fields.NONE}" and another field are corrected in one place'
            yield Problem(max(lines.values()), message, "What is no figure has no value: keep one of the two.")


def _place(entry: Node) -> Place:
    return text(at(entry, "document")), tuple(text(end) for end in items(at(entry, "at")))


def _entry(entry: Node) -> Iterator[Problem]:
    names = [key.text for key, _ in entries(at(entry, "correct"))]
    if at(entry, "correct") is not None and not names:
        yield Problem(entry.line, "the entry corrects nothing", "Name a field and its value under `correct`.")
    whole = fields.PUBLISHED in names
    if whole and len(names) > 1:
        yield Problem(entry.line, "the entry corrects a document and a figure", "Make two entries of it.")
    span = items(at(entry, "at"))
    if whole and (span or at(entry, "surface") is not None):
        yield Problem(entry.line, "a document's date has no place in the text", "Remove `at` and `surface`.")
    if names and not whole:
        if len(span) != ENDS or not _forward(span):
            hint = "Two numbers, such as [412, 428]: `briefgen figures --json` shows them as start and end."
            yield Problem(entry.line, "the entry must say where the figure stands: `at`", hint)
        if at(entry, "surface") is None:
            yield Problem(entry.line, "the entry must say how the figure is printed: `surface`")


def _forward(span: tuple[Node, ...]) -> bool:
    """Whether a span ends behind its start; what is no number has a problem of its own."""
    ends = [int(end.text) for end in span if isinstance(end, Scalar) and end.text.isdecimal()]
    return len(ends) < ENDS or ends[0] < ends[1]


def read_corrections(root: Node) -> tuple[Correction, ...]:
    """The corrections of a file without problems, in its order."""
    return tuple(_correction(entry) for entry in items(at(root, "corrections")))


def _correction(entry: Node) -> Correction:
    span = [int(text(end)) for end in items(at(entry, "at"))]
    document = text(at(entry, "document"))
    return Correction(
        document=document,
        name=text(at(entry, "name"), document[:12]),
        amendments=tuple(
            Amendment(key.text, text(at(entry, "read", key.text)), fields.canonical(key.text, text(value)))
            for key, value in entries(at(entry, "correct"))
        ),
        by=text(at(entry, "by")),
        date=fields.day(text(at(entry, "date"))),
        reason=text(at(entry, "reason")),
        span=Span(span[0], span[1]) if span else None,
        surface=" ".join(text(at(entry, "surface")).split()),
    )
