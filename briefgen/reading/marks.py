"""Quotation marks: which stretches of a block stand between them.

Curly, straight, single, « » and „“ marks; nested ones belong to the outermost. A mark that lost its partner is told
apart as such. One pass over the marks of a block, so that a hundred thousand of them cost no more than reading them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefgen.model import Block, BlockKind, Document, Span

MARK = re.compile("[“”„‟«»‹›‘’\"']|''|``")

PARTNERS = {"“": "”", "„": "“”‟", "‟": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", '"': '"', "‘": "’", "'": "'"}
"""What may close each opening mark: English, German, French and Danish habits."""

SINGLE = frozenset("‘’'")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch between quotation marks."""

    span: Span
    """The words between the marks."""
    outer: Span
    """The same with its marks."""
    opened: bool = True
    """False when only the closing mark is there."""
    closed: bool = True
    """False when only the opening mark is there; then it runs to the end of its block."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A mark that waits for its partner."""

    mark: str
    start: int
    end: int


def quoted(document: Document) -> tuple[tuple[Quoted, ...], ...]:
    """For each block the outermost quoted stretches, in order. Furniture has none."""
    return tuple(in_block(document.text, block) for block in document.blocks)


def in_block(text: str, block: Block) -> tuple[Quoted, ...]:
    """The outermost quoted stretches of one block."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADLINE, BlockKind.HEADING):
        return ()
    marks = list(MARK.finditer(text, block.span.start, block.span.end))
    later = single_closers(text, block.span, marks)
    found: list[Quoted] = []
    waiting: list[Opening] = []
    for index, match in enumerate(marks):
        mark, start, end = match.group(), match.start(), match.end()
        if not waiting and opens(text, block.span, mark, start, end):
            if mark not in SINGLE or later[index]:
                waiting.append(Opening(mark, start, end))
        elif waiting and closes(text, block.span, mark, start, waiting[-1].mark):
            opening = waiting.pop()
            if not waiting:
                found.append(Quoted(Span(opening.end, start), Span(opening.start, end)))
        elif waiting and nests(text, block.span, mark, start, end, waiting):
            if later[index]:
                waiting.append(Opening(mark, start, end))
        elif not waiting and mark in "”»":
            begin = found[-1].outer.end if found else block.span.start
            found.append(Quoted(Span(begin, start), Span(begin, end), opened=False))
    if waiting:
        opening = waiting[0]
        found.append(Quoted(Span(opening.end, block.span.end), Span(opening.start, block.span.end), closed=False))
    return tuple(found)


def single_closers(text: str, block: Span, marks: list[re.Match[str]]) -> list[bool]:
    """For each mark, whether a mark that can close a single quotation stands behind it in the block.

    A single mark without one is an apostrophe ("’tis", "the ’90s"). The next quotation may claim it as well; telling
    that would need a second look at each mark.
    """
    seen: set[str] = set()
    answers = [False] * len(marks)
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index].group()
        wanted = PARTNERS.get(mark, "")
        answers[index] = any(partner in seen for partner in wanted)
        if mark not in SINGLE or ends_word(text, block, marks[index].start()):
            seen.add(mark)
    return answers


def before(text: str, block: Span, start: int) -> str:
    """The character before a mark, or a blank."""
    return text[start - 1] if start > block.start else " "


def behind(text: str, block: Span, end: int) -> str:
    """The character behind a mark, or a blank."""
    return text[end] if end < block.end else " "


def starts_word(text: str, block: Span, start: int, end: int) -> bool:
    """A mark in front of a word: blank, bracket, dash or mark before it and none behind it."""
    left, right = before(text, block, start), behind(text, block, end)
    return not left.isalnum() and left not in ".,!?;…" and not right.isspace() and right not in ".,;:!?)]"


def ends_word(text: str, block: Span, start: int) -> bool:
    """A mark behind a word or a full stop: no letter follows it."""
    left, right = before(text, block, start), behind(text, block, start + 1)
    return not left.isspace() and left not in "([" and not right.isalnum()


def opens(text: str, block: Span, mark: str, start: int, end: int) -> bool:
    """Whether a mark outside any quotation opens one."""
    if mark in "“„‟«":
        return True
    if mark in "‹":
        return starts_word(text, block, start, end)
    if mark in "\"‘'":
        digits = mark in SINGLE and behind(text, block, end).isdigit()  # the '90s
        return starts_word(text, block, start, end) and not digits
    # A closing mark that stands where an opening one should: a slip of the keyboard, or Swedish and Danish habit.
    return mark in "”»" and starts_word(text, block, start, end) and before(text, block, start) in " \u00a0(\t"


def closes(text: str, block: Span, mark: str, start: int, opening: str) -> bool:
    """Whether a mark closes the quotation that `opening` opened."""
    if mark in SINGLE:
        return mark in PARTNERS[opening] and ends_word(text, block, start) and not plural_owner(text, block, start)
    if mark in PARTNERS[opening]:
        return mark != '"' or ends_word(text, block, start) or not starts_word(text, block, start, start + 1)
    # “Like this“ and "like this”: the wrong mark in the right place.
    return opening in '“"„‟' and mark in '”“"' and ends_word(text, block, start)


def plural_owner(text: str, block: Span, start: int) -> bool:
    """Whether a single mark is the apostrophe of a plural: "the ports’ share"."""
    return (
        before(text, block, start) == "s"
        and behind(text, block, start + 1) == " "
        and text[start + 2 : start + 3].islower()
    )


def nests(text: str, block: Span, mark: str, start: int, end: int, waiting: list[Opening]) -> bool:
    """Whether a mark inside a quotation opens another one in it. Four deep is deeper than any text goes."""
    deepest = 4
    if len(waiting) >= deepest or mark == waiting[-1].mark or mark not in PARTNERS or mark in "»›":
        return False
    return mark in "“„«" or starts_word(text, block, start, end)
