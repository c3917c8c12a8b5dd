"""The words of a sentence with their places: what names, speech tags and noun phrases are read from.

No parser stands behind it: a word is known by its letters, its capital and its neighbours.
"""

from __future__ import annotations

from itertools import accumulate

from msgspec import Struct

from briefgen.model import Span
from briefgen.reading.patterns import Pattern

WORD = Pattern(r"([^\W_][\w&]*(?:[-'’.‑](?=\w)[\w&]*)*|\S)")
"""A word with its inner hyphens, apostrophes and points ("Al-Farabi", "country’s", "U.S"), or one other mark."""

OPENING = frozenset("“„‟«‘‹\"'")
CLOSING = frozenset("”»’›“\"'")
DASHES = frozenset("—–-")


class Words(Struct, frozen=True, gc=False):
    """The words and marks of a stretch of text, in order."""

    text: str
    """The document's text, which the offsets point into."""
    forms: tuple[str, ...]
    """As printed."""
    lows: tuple[str, ...]
    """In lower case, with straight apostrophes and without a possessive ending."""
    starts: tuple[int, ...]
    """Offset of the first character of each."""
    ends: tuple[int, ...]
    """Offset behind the last character of each."""

    def __len__(self) -> int:
        return len(self.forms)

    def capital(self, index: int) -> bool:
        """Whether the word starts with a capital letter."""
        return self.forms[index][0].isupper()

    def owner(self, index: int) -> bool:
        """Whether the word is a possessive: "country's", "countries’" (whose mark is a word of its own)."""
        form = self.forms[index]
        return form.endswith(("'s", "’s")) or (
            form[-1] == "s" and index + 1 < len(self) and self.forms[index + 1] in "'’" and self.glued(index + 1)
        )

    def glued(self, index: int) -> bool:
        """Whether nothing stands between the word and the one before it."""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def letters(self, index: int) -> bool:
        """Whether it is a word, not a mark or a number."""
        return self.forms[index][0].isalpha()

    def slice(self, first: int, last: int) -> str:
        """The text from one word to another, both included."""
        return self.text[self.starts[first] : self.ends[last]]

    def span(self, first: int, last: int) -> Span:
        """The span from one word to another, both included."""
        return Span(self.starts[first], self.ends[last])


def words(text: str, span: Span) -> Words:
    """The words and marks inside `span`."""
    stretch = text[span.start : span.end]
    parts = WORD.split(stretch)  # blank, word, blank, word ... blank
    offsets = list(accumulate(map(len, parts), initial=span.start))
    forms = tuple(parts[1::2])
    owned = "'" in stretch or "’" in stretch
    lows = tuple(map(low if owned else str.lower, forms))
    return Words(text, forms, lows, tuple(offsets[1:-1:2]), tuple(offsets[2::2]))


def low(form: str) -> str:
    """A word in lower case with straight apostrophes, without a possessive ending."""
    return form.lower().replace("’", "'").removesuffix("'s")
