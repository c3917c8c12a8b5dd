"""Large initials: a paragraph may begin with a letter as high as several lines, which is drawn by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.corpus.pdf.lines import INITIAL_SIZE, Line

INITIAL = re.compile(r"[\"“„«'‘]?[^\W\d_]")
"""Such a letter, maybe behind a quotation mark."""

MOST = 20
"""Initials of a page; one with more single letters has them spread."""


def begun(found: Sequence[Line]) -> list[Line]:
    """Paragraphs that begin with a letter as high as several lines, begun with it."""
    found = list(found)
    letters = [line for line in found if INITIAL.fullmatch(line.text)]
    for letter in letters if len(letters) <= MOST else ():
        beside = [line for line in found if _is_beside(letter, line)]
        first = max(beside, key=lambda line: line.bottom, default=None)
        if first is not None and first.text[0].isalpha():
            set_in = {id(line): replace(line, left=letter.left) for line in beside}
            set_in[id(first)] = replace(first, text=letter.text.strip() + first.text, left=letter.left, cells=())
            found = [set_in.get(id(line), line) for line in found if line is not letter]
    return found


def _is_beside(letter: Line, line: Line) -> bool:
    """Whether a line stands to the right of a large letter."""
    is_near = letter.left - 1 <= line.left < letter.right + 2 * line.size
    is_large = letter.size >= INITIAL_SIZE * line.size
    shared = min(letter.top, line.top) - max(letter.bottom, line.bottom)
    return is_near and is_large and shared > line.size / 4
