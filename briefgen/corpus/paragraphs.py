"""Plain text → stretches: paragraphs, headings and lines of furniture, not yet told apart.

Blank lines end a paragraph. In wire text every line is a paragraph; in text that was broken into lines of one width
(e-mail, old terminals) it is not: there, a line ends where the next word would not have fitted.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from briefgen.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINE = re.compile(r"[^\r\n\f\x85\u2028\u2029]+")
INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
SENTENCE_END = tuple(".!?:;…”\"’'»)")

NARROWEST, WIDEST = 40, 110
"""Characters of a line in text of fixed width."""

SLACK = 4
"""Characters by which a full line may fall short: ragged wrapping, a hyphenated word kept whole."""

LEAST_BREAKS = 3
"""Line breaks that must look like wrapping before a text is taken for wrapped."""


def stretches(text: str) -> tuple[Span, ...]:
    """The stretches of a text in order, without blanks at their ends."""
    groups = tuple(group for group in grouped(text))
    width = wrapped_width(text, groups)
    return tuple(joined for group in groups for joined in rejoin(text, group, width))


def grouped(text: str) -> Iterator[tuple[Span, ...]]:
    """Runs of lines without a blank line between them."""
    run: list[Span] = []
    for match in LINE.finditer(text):
        line = bare(text, match.start(), match.end())
        if run and (not line or breaks(text, run[-1].end, match.start()) > 1):
            yield tuple(run)
            run = []
        if line:
            run.append(line)
    if run:
        yield tuple(run)


def breaks(text: str, left: int, right: int) -> int:
    """The number of line breaks in a gap; CRLF is one, a form feed two: it ends a page."""
    gap = text[left:right]
    if gap.isspace() and gap.isascii():
        return gap.count("\n") + gap.count("\r") - gap.count("\r\n") + 2 * gap.count("\f")
    gap = gap.replace("\r\n", "\n")
    return sum(2 if character == "\f" else character in "\r\n\x85\u2028\u2029" for character in gap)


def bare(text: str, start: int, end: int) -> Span | None:
    """The line without blanks and invisible marks at its ends; None where nothing is left."""
    line = text[start:end]
    kept = line.strip().strip(INVISIBLE).strip()
    if not kept:
        return None
    left = start + line.index(kept)
    return Span(left, left + len(kept))


def wrapped_width(text: str, groups: Sequence[tuple[Span, ...]]) -> int | None:
    """The width that the text was broken at; None where its lines are paragraphs.

    Lines that fill the width and end in the middle of a sentence prove it; they must be the rule among the full ones.
    """
    followed = [pair for group in groups for pair in pairwise(group) if len(pair[0]) <= WIDEST]
    width = max((len(left) for left, _ in followed), default=0)
    if width < NARROWEST:
        return None
    full = [left for left, right in followed if fills(text, left, right, width)]
    unfinished = [line for line in full if not text[line.start : line.end].endswith(SENTENCE_END)]
    enough = len(full) >= LEAST_BREAKS and 2 * len(unfinished) > len(full) and 2 * len(full) >= len(followed)
    return width if enough else None


def fills(text: str, left: Span, right: Span, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    word = text[right.start : right.end].split(maxsplit=1)[0]
    return len(left) <= width and len(left) + 1 + len(word) > width - SLACK


def rejoin(text: str, group: Sequence[Span], width: int | None) -> Iterator[Span]:
    """Lines put together where the break between them is only one of width."""
    start = group[0].start
    for left, right in pairwise(group):
        if not continues(text, left, right, width):
            yield Span(start, left.end)
            start = right.start
    yield Span(start, group[-1].end)


def continues(text: str, left: Span, right: Span, width: int | None) -> bool:
    """Whether the paragraph goes on in the next line."""
    if LISTED.match(text, right.start, right.end):
        return False
    if width is not None and fills(text, left, right, width):
        return True
    halted = text[left.start : left.end].endswith(SENTENCE_END)
    return not halted and len(left) >= NARROWEST and text[right.start].islower()


LISTED = re.compile(r"(?:[•◦▪‣·●■*–—-]|\(?\d{1,2}[.)])[ \t\xa0]+")
"""The start of a list item: always a paragraph of its own."""
