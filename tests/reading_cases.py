"""Cases of `tests/cases/*.md`: a title, quoted sentences, and a list of what is expected."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from briefgen.model import Block, BlockKind, Direction, Document, Kind, Period, Quantity, Span
from briefgen.reading.parts import Line, Mention

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One case."""

    title: str
    lines: tuple[str, ...]
    published: dt.date | None
    items: tuple[str, ...]


def load(name: str) -> list[Case]:
    """The cases of a file."""
    text = (CASES / f"{name}.md").read_text(encoding="utf-8")
    return [case(part) for part in text.split("\n## ")[1:]]


def case(part: str) -> Case:
    title, *rest = part.splitlines()
    items = [row[2:] for row in rest if row.startswith("- ")]
    published = next((item.removeprefix("published: ") for item in items if item.startswith("published: ")), "undated")
    return Case(
        title=title,
        lines=tuple(row[2:] for row in rest if row.startswith("> ") or row == ">"),
        published=None if published == "undated" else dt.date.fromisoformat(published),
        items=tuple(item for item in items if not item.startswith("published: ")),
    )


def document(text: str, published: dt.date | None) -> Document:
    """A document of one paragraph."""
    block = Block(Span(0, len(text)), BlockKind.PARAGRAPH)
    return Document("0" * 64, "case.txt", text, (block,), published=published, language="en")


def lines_of(rows: tuple[str, ...]) -> tuple[str, list[Line]]:
    """Sentences joined to a paragraph."""
    text, lines = "", []
    for row in rows:
        start = len(text) + bool(text)
        text = f"{text} {row}" if text else row
        lines.append(Line(Span(start, len(text)), 0, BlockKind.PARAGRAPH))
    return text, lines


def mention(text: str, surface: str, kind: str, after: int) -> Mention:
    """The figure with these words, looked for behind an offset."""
    start = text.index(surface, after)
    name, *way = kind.split()
    return Mention(
        span=Span(start, start + len(surface)),
        quantity=Quantity(Decimal(1), None, None, None, surface),
        kind=Kind(name),
        direction=Direction(way[0]) if way else None,
    )


def shown(period: Period | None) -> str | None:
    """A period as the cases write it."""
    return f"{period.start}/{period.end}" if period else None
