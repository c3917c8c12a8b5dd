"""A tree → the parts of its text in order: paragraphs, headings, list items, quotations, tables.

It reads both the tags of HTML and those that trafilatura makes of them ("head", "item", "lb"), so that one walk serves
the chosen main text, a whole page, and the fragments in feeds, mails and Word files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from briefgen.corpus.html.tables import Grid, number
from briefgen.corpus.html.tree import BREAK
from briefgen.corpus.html.words import line
from briefgen.model import BlockKind

HEADINGS = frozenset({"head", "h1", "h2", "h3", "h4", "h5", "h6"})
CODE = frozenset({"code", "pre"})
BREAKS = frozenset({"lb", "br", "hr"})
_INLINE = """
a abbr acronym b bdi bdo big cite data dfn em font hi i ins kbd label mark nobr ref samp small span strong sub sup
time tt u var wbr graphic img picture source del done code
"""
INLINE = frozenset(_INLINE.split())
"""Elements that do not begin a line. Anything else does: unknown elements of a page are mostly boxes."""

SILENT = frozenset({"head", "title", "script", "style", "meta", "link", "base"})
"""Children of the root of a page that show nothing."""

ENDS = '.!?…:;。！？؟۔।"”’»)]'
"""With one of these a line ends a sentence. A single line break behind it parts paragraphs; elsewhere it only wraps."""


class Part(Struct, frozen=True):
    """A paragraph or heading."""

    text: str
    """In one line."""
    kind: BlockKind | None = None
    """None for a paragraph that may turn out to be furniture."""


class _Flow:
    """Text that has been met since the last part, and the parts before it."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self.grids = grids
        self.parts: list[Part | Grid] = []
        self.words: list[str] = []

    def close(self, kind: BlockKind | None) -> None:
        """Ends a part."""
        text = "".join(self.words)
        self.words.clear()
        self.parts += [Part(piece, kind) for piece in pieces(text)]

    def walk(self, element: Any, kind: BlockKind | None) -> None:  # noqa: ANN401 - lxml has no types
        """Takes up an element; its tail is its parent's text."""
        tag = element.tag
        if not isinstance(tag, str):
            return
        if tag in BREAKS:
            self.words.append("\n")
            return
        grid = number(element) if tag == "table" else None
        if grid is not None and grid < len(self.grids):
            self.close(kind)
            self.parts.append(self.grids[grid])
            return
        boxed = tag not in INLINE or (tag == "code" and _is_box(element))
        if boxed:
            self.close(kind)
        inner = _kind(tag, boxed=boxed) or kind
        self.inside(element, inner)
        if boxed:
            self.close(inner)

    def inside(self, element: Any, kind: BlockKind | None) -> None:  # noqa: ANN401
        """Takes up what is in an element."""
        self.words.append(element.text or "")
        for child in element:
            self.walk(child, kind)
            self.words.append(child.tail or "")


def _is_box(element: Any) -> bool:  # noqa: ANN401
    """Whether code stands by itself, and not inside a line."""
    parent = element.getparent()
    return parent is None or parent.tag == "body"


def _kind(tag: str, *, boxed: bool) -> BlockKind | None:
    """What an element makes of its text."""
    if tag in HEADINGS:
        return BlockKind.HEADING
    return BlockKind.FURNITURE if boxed and tag in CODE else None


def parts(root: Any, grids: Sequence[Grid] = ()) -> list[Part | Grid]:  # noqa: ANN401
    """What stands in a tree, in order.

    Args:
        root: An element of HTML or of trafilatura's XML.
        grids: The tables that are numbered in it (`tables.numbered`).
    """
    flow = _Flow(grids)
    if root.tag == "html":
        for child in root:
            if child.tag not in SILENT:
                flow.walk(child, None)
    else:
        flow.walk(root, None)
    flow.close(None)
    return flow.parts


def pieces(text: str) -> Iterator[str]:
    """The paragraphs of a text between two boxes, each in one line."""
    for stretch in text.split(BREAK):
        held: list[str] = []
        for here in filter(None, map(line, stretch.split("\n"))):
            if held and held[-1][-1] in ENDS:
                yield " ".join(held)
                held.clear()
            held.append(here)
        if held:
            yield " ".join(held)
