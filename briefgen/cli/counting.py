"""Numbers of the store, as bars on a terminal and as lines in a pipe: `briefgen corpus stats`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import to_builtins
from rich.text import Text

from briefgen.cli import columns
from briefgen.cli.text import counted, one_line
from briefgen.corpus.store.counts import Stats

TITLES = {
    "publisher": "by publisher",
    "language": "by language",
    "month": "by month",
    "media": "by kind",
    "topic": "by topic",
}
UNKNOWN = "not known"
MONTHS = 24
"""Months that a terminal shows, the latest."""
NAME = 32
"""Cells of a name."""
BAR = 40
"""Cells of the longest bar."""
UNITS = ("bytes", "kB", "MB", "GB", "TB")
BLOCKS = " ▏▎▍▌▋▊▉"
"""Eighths of a cell."""


def row(found: Stats) -> dict[str, Any]:
    """For programs: names that are not known are null."""
    made: dict[str, Any] = to_builtins(found)
    parts = made.pop("parts")
    return made | {f"by_{name}": [{"name": one or None, "documents": number} for one, number in rows]
                   for name, rows in parts.items()}  # fmt: skip


def piped(found: Stats) -> Iterator[str]:
    """A line for each number."""
    for name, value in to_builtins(found).items():
        if name != "parts":
            yield f"{name.replace('_', ' ')}\t{value}"
    for name, rows in found.parts.items():
        for one, number in rows:
            yield f"{name}\t{one_line(one) or UNKNOWN}\t{number}"


def shown(found: Stats, where: str, width: int) -> Iterator[Text]:
    """For a terminal of this width."""
    head = f"{counted(found.documents, 'document')} in {where} ({_bytes(found.size)})"
    yield Text(columns.cut(head, width), style="bold")
    yield Text(
        columns.cut(
            f"{counted(found.originals, 'original')} ({_bytes(found.original_bytes)}) · {found.characters:,} characters"
            f" · {counted(found.replaced, 'earlier version')} · {counted(found.near, 'near-duplicate')}"
            f" · {found.refused:,} refused · {counted(found.editions, 'edition')}",
            width,
        ),
        style="dim",
    )
    for name, rows in found.parts.items():
        if rows:
            yield Text()
            yield Text(TITLES[name], style="dim")
            yield from _bars(rows[:MONTHS] if name == "month" else rows, width)


def _bars(rows: tuple[tuple[str, int], ...], width: int) -> Iterator[Text]:
    names = [columns.cut(one_line(name) or UNKNOWN, min(NAME, max(width // 3, 8))) for name, _ in rows]
    wide = max(map(columns.wide, names))
    digits = max(len(f"{number:,}") for _, number in rows)
    room = max(min(BAR, width - wide - digits - 4), 1)
    most = max(number for _, number in rows)
    for name, (_, number) in zip(names, rows, strict=True):
        eighths = max(round(number * room * 8 / most), 1)
        bar = "█" * (eighths // 8) + (BLOCKS[eighths % 8] if eighths % 8 else "")
        yield Text.assemble(columns.pad(name, wide), "  ", f"{number:>{digits},}", "  ", (bar, "cyan"))


def _bytes(number: int) -> str:
    """A number of bytes in few letters: "3.4 MB"."""
    power = min((len(str(number)) - 1) // 3, len(UNITS) - 1)
    return f"{number:,} bytes" if not power else f"{number / 1000**power:.3g} {UNITS[power]}"
