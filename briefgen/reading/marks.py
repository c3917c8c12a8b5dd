"""Quotation marks: which stretches of a block stand between them.

Curly, straight, single, « » and „“ marks; nested ones belong to the outermost. A mark that lost its partner is told
apart as such. One pass over the marks of a block, so that a hundred thousand of them cost no more than reading them.
"""

from __future__ import annotations

from msgspec import Struct, field

from briefgen.model import Block, BlockKind, Document, Span
from briefgen.reading.patterns import Pattern

MARK = Pattern("[“”„‟«»‹›‘’\"']")

PARTNERS = {
    "“": "”",
    "”": "”“",
    "„": "“”‟",
    "‟": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    '"': '"',
    "‘": "’",
    "’": "’",
    "'": "'",
}
"""What may close each opening mark: English, German, French, Swedish and Danish habits."""

SINGLE = frozenset("‘’'")
"""Marks that may be apostrophes."""

DOUBLE = frozenset('“”„‟"')
"""Marks that are mistaken for each other."""

DEEPEST = 4
"""Quotations inside each other: four deep is deeper than any text goes."""


class Quoted(Struct, frozen=True, gc=False):
    """A stretch between quotation marks."""

    span: Span
    """The words between the marks."""
    outer: Span
    """The same with its marks."""
    opened: bool = True
    """False when only the closing mark is there."""
    closed: bool = True
    """False when only the opening mark is there; then it runs to the end of its block."""


class Mark(Struct, frozen=True, gc=False):
    """A quotation mark or apostrophe with its neighbours."""

    sign: str
    """The mark itself."""
    start: int
    """Its offset."""
    left: str
    """The character before it, or a blank."""
    right: str
    """The two characters behind it, or blanks."""

    @property
    def starts_word(self) -> bool:
        """A mark in front of a word: no letter or stop before it, no blank behind it."""
        return not (
            self.left.isalnum() or self.left in ".,!?;…" or self.right[0].isspace() or self.right[0] in ".,;:!?)]"
        )

    @property
    def ends_word(self) -> bool:
        """A mark behind a word or a stop: no letter follows it."""
        return not (self.left.isspace() or self.left in "([" or self.right[0].isalnum())

    @property
    def plural_owner(self) -> bool:
        """The apostrophe of a plural: "the ports’ share"."""
        return self.left == "s" and self.right[0] == " " and self.right[1].islower()

    @property
    def opens(self) -> bool:
        """Whether it opens a quotation where none is open."""
        if self.sign in "“„‟«":
            return True
        if self.sign in "”»":  # where an opening one should stand: a slip of the keyboard, or a habit of the North
            return self.starts_word and self.left in " \u00a0(\t"
        elision = self.sign in SINGLE and self.right[0].isdigit()  # the '90s
        return self.sign not in "’›" and self.starts_word and not elision

    def closes(self, opening: str) -> bool:
        """Whether it closes the quotation that the mark `opening` opened."""
        if self.sign in SINGLE:
            return self.sign in PARTNERS[opening] and self.ends_word and not self.plural_owner
        if self.sign in PARTNERS[opening]:
            return self.sign != '"' or self.ends_word or not self.starts_word
        return opening in DOUBLE and self.sign in DOUBLE and self.sign != "„" and self.ends_word  # “the wrong mark“

    def nests(self, depth: int, opening: str) -> bool:
        """Whether it opens another quotation inside one."""
        if depth >= DEEPEST or self.sign == opening or self.sign in "»›”’":
            return False
        return self.sign in "“„«" or self.starts_word


class Scan(Struct):
    """The state of reading the marks of one block."""

    block: Span
    found: list[Quoted] = field(default_factory=list)
    waiting: list[Mark] = field(default_factory=list)

    def take(self, mark: Mark, *, closable: bool) -> None:
        """Read the next mark; `closable` when one behind it may close it."""
        if not self.waiting:
            if mark.opens and (closable or mark.sign not in SINGLE):
                self.waiting.append(mark)
            elif mark.sign in "”»":
                begin = self.found[-1].outer.end if self.found else self.block.start
                self.found.append(Quoted(Span(begin, mark.start), Span(begin, mark.start + 1), opened=False))
        elif mark.closes(self.waiting[-1].sign):
            opening = self.waiting.pop()
            if not self.waiting:
                self.found.append(Quoted(Span(opening.start + 1, mark.start), Span(opening.start, mark.start + 1)))
        elif closable and mark.nests(len(self.waiting), self.waiting[-1].sign):
            self.waiting.append(mark)

    def finish(self) -> tuple[Quoted, ...]:
        """What was found, and the quotation that no mark closed."""
        if self.waiting:
            start, end = self.waiting[0].start, self.block.end
            self.found.append(Quoted(Span(start + 1, end), Span(start, end), closed=False))
        return tuple(self.found)


def quoted(document: Document) -> tuple[tuple[Quoted, ...], ...]:
    """For each block the outermost quoted stretches, in order. Furniture has none."""
    return tuple(in_block(document.text, block) for block in document.blocks)


def in_block(text: str, block: Block) -> tuple[Quoted, ...]:
    """The outermost quoted stretches of one block."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADLINE, BlockKind.HEADING):
        return ()
    marks = [mark(text, block.span, match.start()) for match in MARK.finditer(text, block.span.start, block.span.end)]
    scan = Scan(block.span)
    for one, closable in zip(marks, closers(marks), strict=True):
        scan.take(one, closable=closable)
    return scan.finish()


def mark(text: str, block: Span, start: int) -> Mark:
    """The mark at an offset with its neighbours inside the block."""
    left = text[start - 1] if start > block.start else " "
    right = text[start + 1 : min(start + 3, block.end)].ljust(2)
    return Mark(text[start], start, left, right)


def closers(marks: list[Mark]) -> list[bool]:
    """For each mark, whether one that may close it stands behind it in the block.

    A single mark without one is an apostrophe ("’tis"). The next quotation may claim the same closing mark; telling
    that would need a second look at each mark.
    """
    seen: set[str] = set()
    answers = [False] * len(marks)
    for index in range(len(marks) - 1, -1, -1):
        answers[index] = any(partner in seen for partner in PARTNERS[marks[index].sign])
        if marks[index].sign not in SINGLE or (marks[index].ends_word and not marks[index].plural_owner):
            seen.add(marks[index].sign)
    return answers
