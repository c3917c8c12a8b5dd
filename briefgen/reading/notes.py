"""What the lines below a table say of it: whose figures they are, and what its marks mean.

"Source: Statistics Committee" tells who gives all of its figures, "* forecast" how those with a star stand to the
world.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from briefgen.model import BlockKind, Document, Status, Table
from briefgen.reading import headers, headerwords
from briefgen.reading.patterns import Pattern

MOST = 4
"""Lines below a table that may be its notes."""
LONGEST = 300
"""Characters of such a line."""
SAYING = 40
"""Characters of a note in which its word for a status stands: "preliminary estimate", not a sentence on plans."""
MARK = r"\*{1,3}|[†‡§¶]|[¹²³⁴⁵⁶⁷⁸⁹]|\[\^?\w{1,3}\]"
NOTE = Pattern(rf"\\?(?P<mark>{MARK})[\s:.=–-]*(?P<says>\S.*)")
"""A note: its mark, and what it says."""
ENDS = Pattern(rf"(?P<mark>{MARK})\)?\s*$")
"""The mark at the end of a cell or header."""


ENDED = Pattern(r"[.;](?=\s)")
"""The end of a note before another one on its line: "¹ Opened in May; p – provisional"."""


class Notes(Struct, frozen=True):
    """What the lines below a table say."""

    source: str | None = None
    """Who gives its figures."""
    statuses: Mapping[str, Status] = MappingProxyType({})
    """Mark to the status of what has it."""

    def status(self, words: str) -> Status | None:
        """The status of a cell or header by the mark behind it."""
        marked = ENDS.search(words) if self.statuses else None
        return self.statuses.get(marked["mark"]) if marked else None


NONE = Notes()


def notes_of(document: Document, table: Table, language: str) -> Notes:
    """The notes right below a table."""
    known = headerwords.rules(language)
    end = max(cell.span.end for cell in table.cells)
    source: str | None = None
    statuses: dict[str, Status] = {}
    first = bisect_left(document.blocks, end, key=lambda block: block.span.start)
    for block in document.blocks[first : first + MOST]:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.FURNITURE) or len(block.span) > LONGEST:
            break
        lines = document.text[block.span.start : block.span.end].splitlines()
        told = [(known.source.match(line), NOTE.match(line)) for line in lines]
        if not any(one or other for one, other in told):
            break
        for named, note in told:
            if named is not None:
                source = source or named["who"].strip(" .*_") or None
            elif note is not None and (found := headers.status_of(first_of(note["says"]), known, [], with_year=True)):
                statuses.setdefault(note["mark"], found)
    return Notes(source, MappingProxyType(statuses))


def first_of(says: str) -> str:
    """The beginning of a note, up to where another one may follow on its line."""
    ended = ENDED.search(says, 0, SAYING)
    return says[: ended.start() if ended else SAYING]
