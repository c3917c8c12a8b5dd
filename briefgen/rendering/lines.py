"""What a page says, line by line, with the notes that each line cites.

Read from the Markdown that every format is made from, so that a page of any format can be held against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token
from msgspec import Struct
from msgspec.structs import replace

from briefgen.rendering.tokens import SECTIONS, markdown_parser

CELLS = " | "
"""Between the cells of a row."""


class Line(Struct, frozen=True):
    """A heading, a paragraph, a row of a table, a cited sentence, or the alternative text of a chart."""

    block: str
    """Name of its block: "developments"."""
    kind: str
    """"heading", "text", "row", "note" or "alt"."""
    text: str
    """What is printed, without markup and markers."""
    notes: tuple[int, ...]
    """Numbers of the cited sentences in the order in which it prints them; of a note its own number."""
    cites: tuple[int, ...] = ()
    """What it rests on: its own notes, or where it has none those of its chart or card. Sorted, each once."""


def lines(markdown: str) -> tuple[Line, ...]:
    """The lines of a page, in its order."""
    block = inner = ""
    found: list[Line] = []
    for group in _groups(markdown_parser().parse(markdown, {})):
        if group[0].type == "block_mark":
            block, inner = str(group[0].meta["name"]), ""
        elif not inner:
            inner = SECTIONS.get(group[0].tag, "")
        own = [line for line in _lines(block, group) if line.text or line.notes]
        shared = {number for line in own for number in line.notes} if inner and group[0].tag == inner else set()
        found += (replace(line, cites=tuple(sorted(set(line.notes) or shared))) for line in own)
    return tuple(found)


def _groups(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Runs of tokens from one heading or block mark to the next."""
    starts = [place for place, token in enumerate(tokens) if token.type in {"heading_open", "block_mark"}]
    for start, end in zip([0, *starts], [*starts, len(tokens)], strict=True):
        if tokens[start:end]:
            yield tokens[start:end]


def _lines(block: str, tokens: Sequence[Token]) -> Iterator[Line]:
    row: list[Token] | None = None
    kind, number = "text", None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield _line(block, "row", row or ())
            row = None
        elif token.type.startswith("footnote_reference"):
            number = int(token.meta["label"]) if token.nesting == 1 else None
        elif token.type == "inline" and row is not None:
            row.append(token)
        elif token.type == "inline":
            yield _line(block, kind, [token], number)
        kind = "heading" if token.type == "heading_open" else "text"


def _line(block: str, kind: str, inlines: Sequence[Token], note: int | None = None) -> Line:
    """The line of these contents: one, or one for each cell of a row."""
    children = [child for inline in inlines for child in inline.children or ()]
    if [child.type for child in children] == ["image"]:
        return Line(block, "alt", _text(children[0].children or ()), ())
    text = CELLS.join(_text(inline.children or ()) for inline in inlines)
    if note is not None:
        return Line(block, "note", text, (note,))
    return Line(block, kind, text, tuple(int(one.meta["label"]) for one in children if one.type == "footnote_ref"))


def _text(children: Sequence[Token]) -> str:
    """The words of a line; its ends are free of blanks."""
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in children
        if child.type in {"text", "code_inline", "softbreak", "hardbreak"}
    ).strip()
