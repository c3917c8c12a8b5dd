"""Lines of a printed page as they were before the ends of columns and pages split them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from briefgen.printed.page import Shown

_BLANK = re.compile(r"[\s|]+")
_HYPHEN = re.compile("[-\u2010\u00ad\ufffd]")


def bare(text: str) -> str:
    """A line without what the end of a printed line may change."""
    return _HYPHEN.sub("", _BLANK.sub("", text))


def rejoined(lines: Sequence[Shown], expected: Sequence[str]) -> Iterator[Shown]:
    """The lines; one that only begins an expected line goes on in those behind it, as far as they are what it says."""
    whole = [bare(text) for text in expected]
    known = frozenset(whole)
    before: Shown | None = None
    for line in lines:
        if before is not None and _goes_on(before, line, whole, known):
            before = replace(
                before,
                text=f"{before.text} {_unled(line.text)}",
                notes=before.notes + line.notes,
                leads=before.leads + line.leads,
            )
            continue
        if before is not None:
            yield before
        before = line
    if before is not None:
        yield before


def _goes_on(before: Shown, line: Shown, whole: Sequence[str], known: frozenset[str]) -> bool:
    """Whether a line is the next part of the one before it."""
    if before.alt or line.alt or line.number is not None or not line.text:
        return False
    start, more = bare(before.text), bare(_unled(line.text))
    if start in known or more in known:
        return False
    return any(text.startswith(start + more) for text in whole)


def _unled(text: str) -> str:
    """The end of a cited sentence without the arrow that leads back."""
    return text.removesuffix("↑").rstrip()
