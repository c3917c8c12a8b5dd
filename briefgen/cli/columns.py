"""Tables for people: columns that fit the terminal, cut with an ellipsis and never wrapped letter by letter.

A terminal gets as many columns as fit, the important ones first. A file or a pipe gets every column with its full
values, as aligned text without lines or colours, so that `grep`, `less` and a person can read it.
Pure functions of values; `look.py` prints what they return.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from briefgen.cli.text import one_line

Cells = Mapping[str, str]
"""Column name → what stands in it, for one row."""

GAP = "  "
"""Between two columns."""
ELLIPSIS = "…"
WIDEST = 60
"""Cells; a longer value in a pipe runs over, so that one of them does not move all others to the right."""


class Column(Struct, frozen=True):
    """One column of a table."""

    name: str
    """Key of its cells, and its heading."""
    fair: int
    """Cells that it needs to be worth showing; less when its longest value is shorter."""
    most: int = 200
    """Cells that it never exceeds on a terminal."""
    rank: int = 0
    """The columns with the lowest ranks are placed first, and grow first."""
    extra: bool = False
    """Only shown where all others have what they want."""


def widths(columns: Sequence[Column], rows: Sequence[Cells], room: int) -> dict[str, int]:
    """The columns that fit into `room` cells, in their order, with the width of each.

    By rank, columns are taken while each can have its fair width; then they grow; extra columns get what is left over.
    A column that is empty in every row is left out.
    """
    wanted = {column.name: min(natural(column, rows), column.most) for column in columns if any_value(column, rows)}
    ranked = sorted((column for column in columns if column.name in wanted), key=lambda column: column.rank)
    given: dict[str, int] = {}
    left = room + len(GAP)
    for extra in (False, True):
        for column in (column for column in ranked if column.extra is extra):
            need = min(column.fair, wanted[column.name])
            if left < need + len(GAP):
                break
            given[column.name] = need
            left -= need + len(GAP)
        for name, width in tuple(given.items()):
            given[name] = width + min(wanted[name] - width, left)
            left -= given[name] - width
    return {column.name: given[column.name] for column in columns if column.name in given}


def natural(column: Column, rows: Sequence[Cells]) -> int:
    """The width of the longest value, or of the heading."""
    return max(cell_len(text) for text in (column.name, *(row[column.name] for row in rows)))


def any_value(column: Column, rows: Sequence[Cells]) -> bool:
    """Whether the column says anything at all."""
    return any(row[column.name] for row in rows)


def line(cells: Cells, given: Mapping[str, int]) -> str:
    """One row of a table, each cell cut or padded to its width."""
    return GAP.join(fit(cells[name], width) for name, width in given.items()).rstrip()


def fit(text: str, width: int) -> str:
    """The text in exactly so many cells: padded, or cut with an ellipsis."""
    return set_cell_size(text, width) if cell_len(text) <= width else pad(cut(text, width), width)


def wide(text: str) -> int:
    """The cells that a text takes on a terminal: an ideograph takes two, an accent none."""
    return cell_len(text)


def cut(text: str, width: int) -> str:
    """The text in at most so many cells, with an ellipsis where something was cut."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)).rstrip(" ,;:–—") + ELLIPSIS[:width]


def pad(text: str, width: int) -> str:
    """The text with blanks up to a width; longer text stays whole."""
    return text + " " * (width - cell_len(text))


def plain(names: Sequence[str], rows: Sequence[Cells]) -> Iterator[str]:
    """All columns, whole values, aligned: for pipes and files. The first line names the columns."""
    table = [{name: name for name in names}, *rows]
    given = {name: min(max(cell_len(row[name]) for row in table), WIDEST) for name in names}
    for row in table:
        yield GAP.join(pad(row[name] or "-", given[name]) for name in names).rstrip()


def around(text: str, start: int, end: int, width: int) -> str:
    """As much of a sentence as fits, with the part from `start` to `end` in sight."""
    before, middle, after = (one_line(part) for part in (text[:start], text[start:end], text[end:]))
    spare = max(width - cell_len(middle) - 2, 0)
    head = max(spare - cell_len(after), spare // 2)
    shown = before if cell_len(before) <= head else ELLIPSIS + before[len(before) - max(head - 1, 0) :].lstrip()
    return cut(f"{shown} {middle} {after}".strip(), width)
