"""The reader of Markdown: headings, paragraphs, list items, quotations and table rows, each without its marks.

The text stays as it is; blocks point at the words between the marks. Code, raw HTML and the front matter are furniture.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from msgspec.structs import replace

from briefgen.corpus import bars, frontmatter
from briefgen.corpus.decode import decode
from briefgen.corpus.describe import Stretch, document
from briefgen.model import BlockKind, Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

MEDIA = "text/markdown"

MARKS = re.compile(r"(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*(?:#{1,6}[ \t]+)?\|?[ \t]*")
"""What stands before the words of a line: quotation and list marks, heading marks, a table's edge."""

CLOSING = re.compile(r"(?:[ \t]+#+)?[ \t]*\|?[ \t]*$")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
RULE = re.compile(r"[\s|:-]*")
FURNITURE = frozenset({"fence", "code_block", "html_block"})
OPENING = {"heading_open", "paragraph_open", "tr_open"}


def read(data: bytes, name: str) -> Document:
    """The document in a Markdown file.

    Raises:
        CorpusError: The bytes are no text, or the front matter is broken.
    """
    text, encoding = decode(data, name)
    head = frontmatter.find(text, name)
    start = head.end if head else len(text) - len(text.lstrip("\ufeff"))
    front = [Stretch(Span(0, len(text[:start].rstrip())), BlockKind.FURNITURE)] if head else []
    offsets = line_offsets(text, start)
    tokens = parser().parse(text[start:])
    found = document(text, name, encoding, [*front, *blocks(text, tokens, offsets)], plain=False)
    found = replace(found, media=MEDIA, tables=bars.tables(text, tuple(rows(text, tokens, offsets))))
    return frontmatter.applied(found, head) if head else found


def stretches(text: str, start: int) -> tuple[Stretch, ...]:
    """The blocks from an offset on, in order."""
    return tuple(blocks(text, parser().parse(text[start:]), line_offsets(text, start)))


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """CommonMark with tables, blocks only: what stands inside a line is the text's own business."""
    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"], ignoreInvalid=True)


def line_offsets(text: str, start: int) -> list[int]:
    """Where each line begins, and where the text ends."""
    begins = [match.start() for match in LINE.finditer(text, start) if match.start() < len(text)]
    return [*begins, len(text)]


def blocks(text: str, tokens: Sequence[Token], offsets: Sequence[int]) -> Iterator[Stretch]:
    """The stretches of a token stream. A first heading of level 1 with no paragraph above is the headline."""
    opened = False
    for token in tokens:
        if token.map is None or not (token.type in OPENING or token.type in FURNITURE):
            continue
        first, last = token.map
        span = words_of(text, offsets[first], offsets[min(last, len(offsets) - 1)], setext=token.markup in {"=", "-"})
        if span is None:
            continue
        if token.type in FURNITURE:
            yield Stretch(span, BlockKind.FURNITURE)
        elif token.type == "heading_open":
            yield Stretch(span, BlockKind.HEADLINE if token.tag == "h1" and not opened else BlockKind.HEADING)
            opened = True
        elif token.type == "tr_open":
            yield Stretch(span, BlockKind.ROW)
            opened = True
        else:
            yield Stretch(span)
            opened = opened or text[span.end - 1] in '.!?”"'


def rows(text: str, tokens: Sequence[Token], offsets: Sequence[int]) -> Iterator[bars.Row]:
    """The rows of the tables in a token stream that have words."""
    table, place, is_header = -1, 0, False
    for token in tokens:
        if token.type == "table_open":
            table, place = table + 1, 0
        elif token.type == "thead_open":
            is_header = True
        elif token.type == "tbody_open":
            is_header = False
        elif token.type == "tr_open" and token.map is not None:
            first, last = token.map
            span = words_of(text, offsets[first], offsets[min(last, len(offsets) - 1)], setext=False)
            if span is not None:
                yield bars.Row(span, table, place, is_header)
            place += 1


def words_of(text: str, start: int, end: int, *, setext: bool) -> Span | None:
    """The span between the marks of a block; None where nothing is left of it."""
    source = text[start:end].rstrip()
    if setext:
        source = source[: max(source.rfind("\n"), source.rfind("\r"))].rstrip()
    marks = MARKS.match(source)
    left = marks.end() if marks else 0
    tail = CLOSING.search(source, max(left, len(source) - LONGEST_TAIL))
    inner = source[left : tail.start() if tail else len(source)]
    kept = inner.strip()
    left += inner.find(kept)
    return Span(start + left, start + left + len(kept)) if kept and not RULE.fullmatch(kept) else None


LONGEST_TAIL = 200
"""Characters at the end of a block in which closing marks are looked for."""
