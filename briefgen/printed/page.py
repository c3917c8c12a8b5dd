"""What a finished page shows, whatever its format."""

from __future__ import annotations

import re

from msgspec import Struct

from briefgen.printed.drawing import Drawing

CELLS = " | "
"""Between the cells of a row."""
SOFT = "\u00ad"
"""Stands for a hyphen at the end of a printed line, which may be one of the word or one of the line break."""
_MARKER = re.compile("\ue000(\\d+)\ue001(\\d*)\ue002")
_GROUP = re.compile("\\s*[][]?(?:\ue000[^\ue002]*\ue002[\\s,]*)+[][]?")
"""Markers with their brackets, which a PDF that runs from right to left has mirrored."""
_NOTHING = re.compile("[\u200b-\u200d\u2060]")
"""Zero-width blanks and joiners, which fonts do not draw."""
_PRIVATE = re.compile("[\ue000-\ue002]")


class Shown(Struct, frozen=True):
    """A heading, a paragraph, a row of a table, a cited sentence, or the alternative text of a picture."""

    text: str
    """Its words, without markers of citations."""
    notes: tuple[int, ...] = ()
    """The numbers of its markers, in order."""
    leads: tuple[int | None, ...] = ()
    """Where each marker leads: the number of the note; None where it leads nowhere."""
    number: int | None = None
    """Of a cited sentence: the number that links know it by."""
    alt: bool = False
    """The text of a picture, for those who cannot see it."""
    picture: str = ""
    """SHA-256 of a picture's bytes where they are read, "unknown" where the file has none; else empty."""


class Carried(Struct, frozen=True):
    """What a file that people edit says of itself, as it was when it was made."""

    pictures: frozenset[tuple[str, str]] = frozenset()
    """Each picture by its words and the SHA-256 of its bytes."""
    edges: tuple[str, ...] = ()
    """What stood at the edges of its pages."""


class Page(Struct, frozen=True):
    """A whole page."""

    lines: tuple[Shown, ...]
    """In reading order."""
    asides: tuple[str, ...] = ()
    """What repeats words of the page: contents, captions, sentences that open at a marker."""
    drawings: tuple[Drawing, ...] = ()
    """Of charts, in order of the page."""
    edges: tuple[str, ...] = ()
    """What stands in headers and footers, where they are no part of the lines; without numbers of pages."""
    carried: Carried | None = None
    """What the file says of its pictures and edges; None of formats that carry nothing beside the bundle."""
    is_paper: bool = False
    """Whether it has pages, of which a brief may have only so many."""
    edited: bool = False
    """Whether the format is one that people edit, so that other words are no sign of tampering."""


def marker(number: str, leads: int | None) -> str:
    """A marker inside a text that `shown` takes apart; `number` is what it prints."""
    digits = "".join(letter for letter in number if letter in "0123456789")[:6]
    return f"\ue000{digits or 0}\ue001{'' if leads is None else leads}\ue002"


def plain(text: str) -> str:
    """Source text that cannot be taken for a marker, without letters that have no width."""
    return _NOTHING.sub("", _PRIVATE.sub("\ufffd", text))


def written(text: str) -> str:
    """The same of a text with its letters in order, where a soft hyphen shows nothing."""
    return plain(text).replace(SOFT, "")


def shown(text: str, number: int | None = None) -> Shown:
    """A line from text with markers."""
    found = list(_MARKER.finditer(text))
    words = " ".join(_GROUP.sub("", text).split()).strip("| ")
    return Shown(
        words.removesuffix("↑").rstrip() if number is not None else words,
        tuple(int(one[1]) for one in found),
        tuple(int(one[2]) if one[2] else None for one in found),
        number,
    )
