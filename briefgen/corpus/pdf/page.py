"""An open page: its characters, where they stand, and how it must be turned so that they can be read."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from heapq import nlargest
from typing import Any

FRAGMENT = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")
"""A line. Behind a hyphen at its end PDFium writes no line break."""
RIGHTWARD = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter of a script that runs from right to left."""
LAM = "\u0644"
LIGATURE = re.compile(f"[\u0622\u0623\u0625\u0627]{LAM}")
"""Lam and alef, drawn as one: PDFium gives the two letters of this ligature in the wrong order."""
BEYOND = 0x110000
"""Where the code points of Unicode end; a broken file may name others."""
LONGEST = 5
"""Lines of a page that tell which way its text runs: the longest."""

Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""


class Page:
    """An open page of text."""

    def __init__(self, page: Any, text_page: Any, number: int) -> None:  # noqa: ANN401 - pypdfium2 has no types
        from pypdfium2 import raw

        self.raw, self.handle, self.number = raw, text_page, number
        self.box, self.rectangle = raw.FPDFText_GetLooseCharBox, raw.FS_RECTF()
        self.text = self._joined(self._text())
        self.turn, (self.width, self.height) = page.get_rotation(), page.get_size()

    def _text(self) -> str:
        """The characters of the page, each at its number."""
        count = self.handle.count_chars()
        text = str(self.handle.get_text_range()) if count > 0 else ""
        if len(text) == count:
            return text
        codes = (self.raw.FPDFText_GetUnicode(self.handle, index) for index in range(count))
        return "".join(chr(code) if code < BEYOND else "\ufffd" for code in codes)

    def _joined(self, text: str) -> str:
        """The characters with the letters of ligatures in the order in which they are read: those of one box."""
        if LAM not in text:
            return text
        letters = list(text)
        for match in LIGATURE.finditer(text):
            index = match.start()
            if self._raw_bounds(index) == self._raw_bounds(index + 1):
                letters[index], letters[index + 1] = letters[index + 1], letters[index]
        return "".join(letters)

    def upright(self) -> int:
        """By how many degrees, clockwise, the page must be turned so that most of its long lines run along.

        Mostly that is how it is shown; but scanners and people turn pages that hold upright text, and the reverse.
        PDFium puts lines in order by how the page is turned.
        """
        turns: Counter[int] = Counter()
        for match in nlargest(LONGEST, FRAGMENT.finditer(self.text), key=lambda one: one.end() - one.start()):
            text = match[0].strip()
            if len(text) > 1:
                first = match.start() + match[0].index(text)
                turns[self._direction(first, first + len(text) - 1)] += len(text)
        return max(turns, key=lambda turn: (turns[turn], turn == self.turn, -turn)) if turns else self.turn

    def _direction(self, first: int, last: int) -> int:
        """By how many degrees, clockwise, the page must be turned so that a line runs along."""
        one, other = self._raw_bounds(first), self._raw_bounds(last)
        across, up = other[0] + other[2] - one[0] - one[2], other[1] + other[3] - one[1] - one[3]
        if RIGHTWARD.search(self.text, first, last + 1):
            across, up = -across, -up
        if abs(across) >= abs(up):
            return 0 if across >= 0 else 180
        return 90 if up > 0 else 270

    def _raw_bounds(self, index: int) -> Box:
        """Where a character stands before the page is turned."""
        found = self.rectangle
        self.box(self.handle, index, ctypes.byref(found))
        return found.left, found.bottom, found.right, found.top

    def bounds(self, index: int) -> Box:
        """Where a character stands as the page is shown."""
        if not self.turn:
            found = self.rectangle
            self.box(self.handle, index, ctypes.byref(found))
            return found.left, found.bottom, found.right, found.top
        left, bottom, right, top = self._raw_bounds(index)
        if self.turn == 90:  # noqa: PLR2004 - degrees
            return bottom, self.height - right, top, self.height - left
        if self.turn == 180:  # noqa: PLR2004
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        return self.width - top, left, self.width - bottom, right
