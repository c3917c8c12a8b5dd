"""Which way text runs: on a page from right to left, each block of Latin letters says that it runs from left to right.

Without that, a browser and WeasyPrint order "8.7 million tonnes" as "million tonnes 8.7". Most letters decide, not the
first one as with `dir="auto"` (which WeasyPrint does not know): English sentences open with an Arabic date or name.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter

_BLOCK = re.compile(
    r"<(?P<tag>p|li|h[1-6]|td|th|caption|figcaption|summary|blockquote)\b(?P<rest>[^>]*)>(?P<text>.*?)(?=</(?P=tag)>)",
    re.DOTALL,
)
"""A block of text. Of nested ones of one kind the outer one is judged by its text up to the end of the first."""
_LABEL = re.compile(r'data-label="([^"]*)"')
"""What a cell shows before its text on a phone; it decides for a cell of digits alone."""
_MARKUP = re.compile(r"<[^>]*>")
_WAYS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
"""By the classes of Unicode that have a direction of their own."""


def way(text: str) -> str | None:
    """The way of a text, "ltr" or "rtl", by most of its letters; None where none has a direction, or as many each."""
    letters = Counter(_WAYS.get(unicodedata.bidirectional(letter)) for letter in text)
    difference = letters["ltr"] - letters["rtl"]
    return "ltr" if difference > 0 else "rtl" if difference < 0 else None


def directed(page: str) -> str:
    """HTML from right to left, in which every block of letters that mostly run the other way says so."""
    parts: list[str] = []
    end = 0
    for match in _opened(page):
        parts += (page[end : match.end("rest")], ' dir="ltr"')
        end = match.end("rest")
    return "".join((*parts, page[end:]))


def _opened(page: str) -> list[re.Match[str]]:
    """Blocks that run from left to right and do not say so yet."""
    found: list[re.Match[str]] = []
    place = 0
    while match := _BLOCK.search(page, place):
        place = match.end("rest")
        text = html.unescape(_MARKUP.sub("", match["text"]))
        label = _LABEL.search(match["rest"])
        if (way(text) or (label and way(html.unescape(label[1])))) == "ltr" and " dir=" not in match["rest"]:
            found.append(match)
    return found
