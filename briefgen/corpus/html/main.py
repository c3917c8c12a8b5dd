"""The main text of a page: what an editor wrote, without the frame around it.

trafilatura chooses first (its fast rules). Where it finds nothing, or too little of a page that has much, our own pass
takes the box with the densest paragraphs, and at last the whole page: no page is lost without a word.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from briefgen.corpus.html.flow import Part, parts
from briefgen.corpus.html.tables import Grid
from briefgen.model import BlockKind

MOST_ELEMENTS = 60_000
"""Elements of a page that trafilatura is given; its time grows with their square on some pages. Long reports have
20,000. A larger page is read by our own pass, which takes its time in proportion."""

LEAST_TEXT = 200
"""Characters below which the main text of a page is doubted."""

MORE = 2.0
"""Times a doubted text that another one must be as long to be preferred."""

LEAST_PARAGRAPH = 40
"""Characters of a box that count as a paragraph when boxes are compared."""

LONGEST_LUMP = 600
"""Characters of a text that came without any paragraph."""

FRAME = frozenset({"nav", "footer", "aside", "form", "menu", "header"})
"""Boxes around the text (HTML standard). A header inside an article can hold its summary; our own pass does without."""

for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
del _library


def main(root: Any, grids: Sequence[Grid]) -> list[Part | Grid]:  # noqa: ANN401 - lxml has no types
    """The parts of the main text; empty where the page shows no text at all.

    Args:
        root: A prepared tree (`tree.prepare`).
        grids: The tables that are numbered in it.
    """
    chosen = _chosen(root, grids)
    if length(chosen) >= LEAST_TEXT and not _is_lump(chosen):
        return chosen
    own = _densest(root, grids)
    if _is_lump(chosen) and length(own) * MORE > length(chosen) > length(own) / MORE:
        return own
    for other in (own, parts(_framed(root), grids)) if length(chosen) < LEAST_TEXT else ():
        if length(other) >= max(LEAST_TEXT, MORE * length(chosen)) or not chosen:
            chosen = other
    return chosen or parts(root, grids)


def length(found: Sequence[Part | Grid]) -> int:
    """Characters of text; those of tables count."""
    return sum(
        len(part.text) if isinstance(part, Part) else sum(len(cell.text) for cell in part.cells) for part in found
    )


def _is_lump(found: Sequence[Part | Grid]) -> bool:
    """Whether a long text came as one piece: trafilatura's last resort, which loses the paragraphs."""
    return len(found) == 1 and isinstance(found[0], Part) and len(found[0].text) > LONGEST_LUMP


def _chosen(root: Any, grids: Sequence[Grid]) -> list[Part | Grid]:  # noqa: ANN401
    """What trafilatura takes for the main text."""
    from trafilatura import bare_extraction

    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        return []
    try:
        found = bare_extraction(root, fast=True, include_comments=False, include_tables=True)
    except Exception:  # noqa: BLE001 - whatever page breaks the library, our own pass still reads it
        return []
    body = getattr(found, "body", None)
    return [] if body is None else [part for part in parts(body, grids) if not _is_code(part)]


def _is_code(part: Part | Grid) -> bool:
    """Whether a part is source code without words."""
    return isinstance(part, Part) and part.kind is BlockKind.FURNITURE and not any(map(str.isalpha, part.text))


def _framed(root: Any) -> Any:  # noqa: ANN401
    """A copy of the page without the boxes around its text."""
    from copy import deepcopy

    copy = deepcopy(root)
    for element in list(copy.iter(*FRAME)):
        if element.getparent() is not None:
            element.drop_tree()
    return copy


def _densest(root: Any, grids: Sequence[Grid]) -> list[Part | Grid]:  # noqa: ANN401
    """The parts of the box that holds the most text in paragraphs, links not counted."""
    copy = _framed(root)
    scores: dict[Any, float] = {}
    for element in copy.iter("p", "li", "td", "blockquote", "div", "section", "article"):
        own = _own_text(element)
        if own < LEAST_PARAGRAPH:
            continue
        share, box = 1.0, element if element.tag in {"div", "section", "article", "td"} else element.getparent()
        for _ in range(LEVELS):
            if box is None or box.tag in {"body", "html"}:
                break
            scores[box] = scores.get(box, 0.0) + own * share
            share *= FADING
            box = box.getparent()
    if not scores:
        return []
    best = max(scores, key=lambda box: scores[box])
    return parts(best, grids)


LEVELS, FADING = 4, 0.75
"""A paragraph counts for the boxes around it, each further one by so much less: the box of all paragraphs beats both
the box of one of them and that of the whole page."""


def _own_text(element: Any) -> int:  # noqa: ANN401
    """Characters of an element's own lines: its text and that of inline elements in it, without links."""
    total = len((element.text or "").strip())
    for child in element:
        total += len((child.tail or "").strip())
        if child.tag in {"b", "strong", "i", "em", "span", "font", "u", "mark", "small"}:
            total += sum(len(text.strip()) for text in child.itertext())
    return total
