"""Documents that were read, and whose letters may not be what a person sees in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from briefgen import remarks
from briefgen.corpus.decode import CERTAIN
from briefgen.model import Document, How


class Kind(StrEnum):
    """What is in doubt."""

    GUESSED = "guessed"
    """The encoding: neither the bytes nor anything that stands with them says which it is."""
    TURNED = "turned"
    """The order of characters on a screen."""


class Doubt(Struct, frozen=True):
    """A doubt about a document."""

    kind: Kind
    detail: str
    """What it was read as, or where to look: "cp1251", "line 3"."""
    reason: str
    """What a person has to know of it."""


OVERRIDES = re.compile("[\u202d\u202e]")
"""Characters that make a screen show all that follows from right to left, or from left to right: 51 as 15."""


def doubts_of(document: Document) -> Iterator[Doubt]:
    """What is said of a document whose letters may not be what its reader sees."""
    if document.encoding not in CERTAIN and document.how("encoding") is not How.DECLARED:
        guess = remarks.said(remarks.GUESSED, encoding=document.encoding)
        yield Doubt(Kind.GUESSED, document.encoding, guess)
    turned = OVERRIDES.search(document.text)
    if turned is not None:
        line = document.line_at(turned.start())
        yield Doubt(Kind.TURNED, f"line {line}", remarks.said(remarks.TURNED, line=line))
