"""Markdown → the parts of a plain-text mail: lines of at most 72 characters, notes as numbers, tables as lists."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence

from markdown_it.token import Token

from briefgen.rendering.letter import Part, Row, abroad, grid, heading, note_words
from briefgen.rendering.tokens import Node, alternative, by_block, elements, is_picture, markdown_parser, note_label

WIDTH = 72
"""Columns: room for two signs of quotation within 76, beyond which mail is folded (RFC 2045, 6.7; RFC 3676, 4.2)."""
_UNDERLINES = {"h1": "=", "h2": "-"}
_INDENT = "  "
_LISTS = ("bullet_list_open", "ordered_list_open")
_BLANKS = re.compile(" {2,}")


def plain(markdown: str) -> tuple[Part, ...]:
    """The blocks of a brief in the order of the page. No address is broken, even where it is longer than a line."""
    nodes = list(elements(markdown_parser().parse(markdown, {})))
    return tuple(Part(name, heading(part), "\n\n".join(map(_node, part))) for name, part in by_block(nodes) if part)


def _node(node: Node) -> str:
    """One element."""
    if (label := note_label(node)) is not None:
        return _wrapped(_line(note_words(node)), f"[{label}] ", " " * 4)
    if is_picture(node):
        return _wrapped(f"[Chart: {alternative((node[1].children or [])[0])}]")
    return _WRITERS.get(node[0].type, _paragraph)(node)


def _paragraph(node: Node) -> str:
    return _wrapped(_words(node))


def _heading(node: Node) -> str:
    text = _wrapped(_words(node))
    line = _UNDERLINES.get(node[0].tag)
    return f"{text}\n{line * max(map(len, text.splitlines()), default=0)}" if line else text


def _rows(table: Node) -> Iterator[str]:
    """Each row as an item: name and value, and below them what else it says."""
    for row in grid(table).rows:
        name, value = _line(row.name.children or ()), _line(row.value.children or ())
        yield _wrapped(f"{name}: {value}" if name and value else name or value, "- ", _INDENT)
        rest = "; ".join(f"{label}: {words}" if label else words for label, words in _said_besides(row))
        if rest:
            yield _wrapped(rest, _INDENT, _INDENT)


def _said_besides(row: Row) -> Iterator[tuple[str, str]]:
    return ((label, _line(cell.children or ())) for label, cell in row.rest)


def _items(node: Node, before: str = "") -> Iterator[str]:
    """The items of a list behind their signs: dashes, or their numbers; a list inside one stands farther in."""
    start = int(node[0].attrs.get("start", 1)) if node[0].type == "ordered_list_open" else None
    for count, item in enumerate(elements(node[1:-1]), start or 0):
        sign = "- " if start is None else f"{count}. "
        first, then = f"{before}{sign}", before + " " * len(sign)
        for inner in elements(item[1:-1]):
            if inner[0].type in _LISTS:
                yield from _items(inner, then)
            else:
                yield _wrapped(_words(inner), first, then)
            first = then


def _quotation(node: Node) -> str:
    return "\n>\n".join(_wrapped(_words(inner), "> ", "> ") for inner in elements(node[1:-1]))


_WRITERS: Mapping[str, Callable[[Node], str]] = {
    "heading_open": _heading,
    "table_open": lambda node: "\n".join(_rows(node)),
    "bullet_list_open": lambda node: "\n".join(_items(node)),
    "ordered_list_open": lambda node: "\n".join(_items(node)),
    "blockquote_open": _quotation,
}
"""How an element is written, by its first token; others are paragraphs."""


def _words(node: Node) -> str:
    return " ".join(_line(token.children or ()) for token in node if token.type == "inline")


def _line(children: Sequence[Token]) -> str:
    """The words of a line; an address stands behind its words, between angle brackets (RFC 3986, appendix C)."""
    return _BLANKS.sub(" ", "".join(_said(abroad(children)))).strip()


def _said(children: Iterator[Token]) -> Iterator[str]:
    url = ""
    for child in children:
        if child.type == "footnote_ref":
            yield f"[{child.meta['label']}]"
        elif child.type == "link_open":
            url = str(child.attrs["href"])
        elif child.type == "link_close":
            yield f" <{url}>"
        elif child.type in {"softbreak", "hardbreak"}:
            yield " "
        elif child.type == "image":
            yield alternative(child)
        else:
            yield child.content


def _wrapped(text: str, first: str = "", then: str = "") -> str:
    lines = textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)
