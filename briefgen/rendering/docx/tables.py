"""Native tables: a header row that repeats on every page, rows that stay whole, columns as wide as their words need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from markdown_it.token import Token
from msgspec import Struct

from briefgen.rendering.docx.lines import line
from briefgen.rendering.docx.numbering import INSET
from briefgen.rendering.docx.paper import POINT
from briefgen.rendering.docx.story import Story
from briefgen.rendering.docx.styles import AIR, EDGE, SET_OFF
from briefgen.rendering.docx.xml import Element, paragraph, turned, w
from briefgen.rendering.tokens import Node

_LETTER = 84
"""Twentieths of a point that a letter of a table takes on the average: half of 8.5 points."""
_WIDEST = 120
"""The same in a word that must not break: bold, or in the wide font of a machine without the brand's."""
_GAP = 150
"""The same between two columns: the cell margin of the table style."""
_SHORT = 9
"""Rows of a table that stays on one page."""
_SHORTEST = 5
"""Letters that a column has room for, as a short word may be of wide letters."""
_LONGEST = 24
"""Letters of a word beyond which it may break rather than widen its column."""
_STEPS = 40
"""Parts in which the room that is left is given to columns."""


class Cell(Struct, frozen=True):
    """A cell as parsed."""

    content: Token
    """Its line."""
    is_number: bool
    """Whether its column is set to the right."""
    is_header: bool
    """Whether it stands in the header row."""


class Ground(Struct, frozen=True):
    """What the tables of cards stand on."""

    fill: str
    """The colour of the paper, six digits."""
    edge: str
    """The colour of the edge, six digits."""
    thick: int = EDGE
    """Of the edge, in eighths of a point."""

    @property
    def indent(self) -> int:
        """Twentieths of a point from the edge of the text to the table.

        Word draws half of the border on either side of it and LibreOffice all of it inside: this is between the two.
        """
        return INSET - AIR * POINT - self.thick * POINT * 3 // 32


def table(  # noqa: PLR0913 - what it holds, where it stands, how it looks
    node: Node, story: Story, room: int, name: str, ground: Ground | None, *, right_to_left: bool
) -> Element:
    """The table; `name` tells screen readers what it holds."""
    rows = list(_rows(node))
    indent = ground.indent if ground else 0
    around = [_around(cell, place, ground) for place, cell in enumerate(rows[-1])]
    across = widths([[_text(cell) for cell in row] for row in rows], room - indent, around)
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val="BriefTable"),
            *([w("bidiVisual")] if right_to_left else []),
            w("tblW", w=sum(across), type="dxa"),
            *([w("tblInd", w=indent, type="dxa")] if ground else []),
            *([_edge(ground)] if ground else []),
            w("tblLayout", type="fixed"),
            w("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=0, noVBand=1),
            w("tblCaption", val=name),
        ),
        w("tblGrid", *(w("gridCol", w=wide) for wide in across)),
        *(
            _row(row, across, story, ground, *kept, right_to_left=right_to_left)
            for row, kept in zip(rows, _holds(len(rows)), strict=True)
        ),
    )


def _around(cell: Cell, place: int, ground: Ground | None) -> int:
    """What stands around the words of a cell: margins, what sets off a number, the inner edge of a box."""
    return _GAP + (SET_OFF if cell.is_number else 0) + (AIR * POINT if ground and not place else 0)


def _holds(count: int) -> list[list[Element]]:
    """What keeps the rows of a short table on one page: every one but the last with the next."""
    return [[w("keepNext")] if count <= _SHORT and place < count - 1 else [] for place in range(count)]


def widths(rows: Sequence[Sequence[str]], room: int, around: Sequence[int] = ()) -> tuple[int, ...]:
    """Widths of columns that fill the room: each has its longest word; the rest goes where it saves most lines.

    `around` is what stands around the words of each column, `_GAP` where it is not given.
    """
    columns = list(zip(*rows, strict=True))
    gaps = around or [_GAP] * len(columns)
    across = [max(map(_longest, column)) + gap for column, gap in zip(columns, gaps, strict=True)]
    if sum(across) > room:
        across = [room * one // sum(across) for one in across]
    spare = room - sum(across)
    step = max(spare // _STEPS, 1)
    needs = [[len(cell) * _LETTER for cell in row] for row in rows]
    while spare >= step and (hungry := _hungriest(needs, across, step, gaps)) is not None:
        across[hungry] += step
        spare -= step
    share, rest = divmod(spare, len(across))
    return tuple(wide + share + (rest if not place else 0) for place, wide in enumerate(across))


def _longest(cell: str) -> int:
    """What the longest word of a cell takes."""
    longest = max(map(len, cell.split()), default=0)
    return min(max(longest, _SHORTEST), _LONGEST) * _WIDEST


def _hungriest(needs: Sequence[Sequence[int]], across: Sequence[int], step: int, gaps: Sequence[int]) -> int | None:
    """The column that one more step of width makes the rows lower the most; None where every row is one line."""
    gains = [0.0] * len(across)
    for row in needs:
        lines = [need / max(wide - gap, 1) for need, wide, gap in zip(row, across, gaps, strict=True)]
        place = lines.index(max(lines))
        if lines[place] > 1:
            gains[place] += lines[place] - row[place] / (max(across[place] - gaps[place], 1) + step)
    return gains.index(max(gains)) if any(gains) else None


def _rows(node: Node) -> Iterator[list[Cell]]:
    """The rows, cell by cell."""
    row: list[Cell] = []
    for place, token in enumerate(node):
        if token.type == "tr_open":
            row = []
        elif token.type in {"th_open", "td_open"}:
            is_number = "right" in str(token.attrs.get("style", ""))
            row.append(Cell(node[place + 1], is_number, token.type == "th_open"))
        elif token.type == "tr_close":
            yield row


def _text(cell: Cell) -> str:
    """A cell as it is measured: with its markers, as "[12, 13]"."""
    words = ""
    for is_marker, children in groupby(cell.content.children or (), lambda child: child.type == "footnote_ref"):
        if is_marker:
            words += "[" + ",\u00a0".join(child.meta["label"] for child in children) + "]"
        else:
            words += "".join(child.content for child in children)
    return words


def _row(
    row: Sequence[Cell],
    across: Sequence[int],
    story: Story,
    ground: Ground | None,
    *own: Element,
    right_to_left: bool,
) -> Element:
    properties = w("trPr", w("cantSplit"), *([w("tblHeader")] if row[0].is_header else []))
    first = ground and w("tcMar", w("left", w=AIR * POINT, type="dxa"))
    made = []
    for place, (cell, wide) in enumerate(zip(row, across, strict=True)):
        looks = _ground(ground) if place or first is None else [*_ground(ground), first]
        way = turned(_text(cell), right_to_left=True) if right_to_left else []
        made.append(_cell(cell, wide, story, looks, *own, *way))
    return w("tr", properties, *made)


def _cell(cell: Cell, wide: int, story: Story, looks: Sequence[Element], *own: Element) -> Element:
    style = "TableHeading" if cell.is_header else "TableNumber" if cell.is_number else "TableText"
    right = [w("ind", right=SET_OFF), w("jc", val="right")] if cell.is_header and cell.is_number else []
    properties = w("tcPr", w("tcW", w=wide, type="dxa"), *looks, w("vAlign", val="bottom" if cell.is_header else "top"))
    return w("tc", properties, paragraph(style, line(cell.content.children or (), story, wide), *right, *own))


def _ground(ground: Ground | None) -> list[Element]:
    return [w("shd", val="clear", color="auto", fill=ground.fill)] if ground else []


def _edge(ground: Ground) -> Element:
    """The edge of the card goes on beside its table; "left" of a table is where its lines begin."""
    return w("tblBorders", w("left", val="single", sz=ground.thick, space=0, color=ground.edge))
